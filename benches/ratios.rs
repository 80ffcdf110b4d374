//! The figures that Firelight is held to, as ratios taken in one run: `cargo bench`.
//!
//! Machines are noisy, so whatever is compared runs in turn, A B A B, and medians are printed.
//! Nothing here passes or fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a script that stops at the first surprise and prints what it found"
)]

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use firelight::bank::Item;
use firelight::clock::{Clock as _, SystemClock};
use firelight::deal::{self, Limits, Past};
use firelight::disk::RealDisk;
use firelight::journal::Journal;
use firelight::library::Library;
use firelight::ritual::{Deal, Layout, Level};
use firelight::session::event::{Event, Opening, Stamped};
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

#[expect(dead_code, reason = "tests use more of it")]
#[path = "../tests/it/forks.rs"]
mod forks;
#[expect(dead_code, reason = "tests use more of it")]
#[path = "../tests/it/pty.rs"]
mod pty;

use pty::Pty;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

fn main() {
    let folder = tempfile::tempdir().unwrap();
    start(folder.path());
    durable(folder.path());
    key_to_screen(folder.path());
    questions(folder.path());
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// `--version`, the first prompt of a session and a completion, against a Rust hello-world.
fn start(folder: &Path) {
    let source = folder.join("hello.rs");
    fs::write(&source, "fn main() { println!(\"hello\"); }").unwrap();
    let hello = folder.join("hello");
    let rustc = Command::new("rustc")
        .arg("-O")
        .arg(&source)
        .arg("-o")
        .arg(&hello)
        .status();
    assert!(rustc.unwrap().success());

    let time = |command: &mut Command| {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let begun = Instant::now();
        command.status().unwrap();
        begun.elapsed().as_secs_f64() * 1e3
    };
    let (mut hellos, mut versions, mut prompts) = (Vec::new(), Vec::new(), Vec::new());
    let mut completions = Vec::new();
    for _ in 0..300 {
        hellos.push(time(&mut Command::new(&hello)));
        versions.push(time(Command::new(FIRELIGHT).arg("--version")));
        // Without input it ends at its first prompt, so this is a little more than the prompt takes.
        prompts.push(time(
            Command::new(FIRELIGHT)
                .args(["run", "two-words", "--people", "8"])
                .envs(homes(folder)),
        ));
        completions.push(time(
            Command::new(FIRELIGHT)
                .args(["complete", "--", "run", "two"])
                .envs(homes(folder)),
        ));
    }
    let hello = median(&mut hellos);
    println!("hello world                       {hello:8.3} ms   1.00 x");
    for (name, times) in [
        ("--version", &mut versions),
        ("run two-words, first prompt", &mut prompts),
        ("a completion, of rituals", &mut completions),
    ] {
        let time = median(times);
        println!(
            "{name:<33} {time:8.3} ms  {:5.2} x hello world",
            time / hello
        );
    }
}

fn homes(folder: &Path) -> [(&'static str, std::path::PathBuf); 2] {
    [
        ("FIRELIGHT_HOME", folder.join("team")),
        ("FIRELIGHT_PRIVATE", folder.join("private")),
    ]
}

/// An event durable in the journal, against a bare append and fdatasync of the same bytes.
fn durable(folder: &Path) {
    let opening: Opening = serde_json::from_value(serde_json::json!({
        "format": "firelight.journal/1", "id": "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e",
        "started": SystemClock.now(), "zone": "Etc/UTC", "mode": "room", "counted": true, "people": [],
        "minutes": 4, "pace": 100, "team": "team",
        "ritual": {
            "id": "made-up", "title": "Made up", "family": "moments", "purpose": "See.", "minutes": 4,
            "people": {"min": 2, "best": [3, 12], "max": 20}, "ceiling": "open",
            "confidentiality": "ask-me-first", "steps": [], "hash": "b3:00"
        }
    }))
    .unwrap();
    let mut journal = Journal::begin(&RealDisk, &folder.join("running"), &opening).unwrap();
    let mut bare = OpenOptions::new()
        .append(true)
        .create(true)
        .open(folder.join("bare"))
        .unwrap();
    let bytes = b"{\"at\":\"2026-11-30T09:30:12.000+01:00\",\"turn_over\":{}}\n";
    let (mut journals, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..1_000 {
        let event = Stamped {
            at: SystemClock.now(),
            event: Event::TurnOver {},
        };
        let begun = Instant::now();
        journal.append(&event).unwrap();
        journals.push(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        bare.write_all(bytes).unwrap();
        bare.sync_data().unwrap();
        bares.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let (journal, bare) = (median(&mut journals), median(&mut bares));
    println!("bare append and fdatasync         {bare:8.3} ms   1.00 x");
    println!(
        "an event durable                  {journal:8.3} ms  {:5.2} x bare",
        journal / bare
    );
}

/// From a key to the next screen, whole, in a pseudo-terminal of 80 by 24.
fn key_to_screen(folder: &Path) {
    let homes = homes(folder).map(|(name, path)| (name, path.to_str().unwrap().to_string()));
    let mut env: Vec<(&str, &str)> = homes
        .iter()
        .map(|(name, path)| (*name, path.as_str()))
        .collect();
    env.push(("LANG", "C.UTF-8"));
    let command = [
        FIRELIGHT,
        "run",
        "two-words",
        "--people",
        "20",
        "--mode",
        "room",
        "--new",
    ];
    let mut pty = Pty::spawn(&command, &env, folder, (24, 80));
    pty.wait_for("They do not have to fit together");
    pty.send("\r");
    pty.wait_for("Which two words");
    pty.send("\r");
    pty.wait_for("1 of 20");
    let mut times = Vec::new();
    for _ in 0..200 {
        for (key, text) in [("\r", "2 of 20"), ("b", "1 of 20")] {
            let begun = Instant::now();
            pty.send(key);
            pty.wait_for(text);
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    println!(
        "key to next screen                {:8.3} ms",
        median(&mut times)
    );
}

/// 10,000 questions in ten banks: checked as a whole process, and a hand of seven dealt from all of
/// them with a past of 500 sessions.
fn questions(folder: &Path) {
    let core = Library::new(&RealDisk, None, &[]).bank("core").unwrap();
    let mut rng = ChaCha12Rng::seed_from_u64(1);
    let mut words = core
        .items
        .iter()
        .flat_map(|it| it.text.split(' '))
        .collect::<Vec<_>>();
    let mut bank = core.clone();
    bank.items.clear();
    let banks = folder.join("banks");
    fs::create_dir_all(&banks).unwrap();
    for file in 0..10 {
        let mut text = "[bank]\ntitle = \"T\"\n".to_string();
        for at in 0..1000 {
            let like = &core.items[at % core.items.len()];
            let (some, _) = words.partial_shuffle(&mut rng, 9);
            let asked = format!("What {}?", some.join(" ").replace(['?', '"'], ""));
            let (id, level) = (format!("q{file}-{at}"), like.level.number());
            text += &format!(
                "[[item]]\nid = \"{id}\"\ntext = \"{asked}\"\nlevel = {level}\nthemes = \"now\"\n"
            );
            bank.items.push(Item {
                id,
                text: asked,
                ..like.clone()
            });
        }
        fs::write(banks.join(format!("b{file}.toml")), text).unwrap();
    }
    let mut checks: Vec<f64> = (0..5)
        .map(|_| {
            let begun = Instant::now();
            Command::new(FIRELIGHT)
                .args(["--json", "check"])
                .arg(&banks)
                .envs(homes(folder))
                .stdout(Stdio::null())
                .status()
                .unwrap();
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    println!(
        "check of 10,000 questions         {:8.3} ms",
        median(&mut checks)
    );
    let deal = Deal::of("core", Layout::Hand, 7);
    let mut past = Past::default();
    let limits = Limits::up_to(Level::Tender);
    let mut times = Vec::new();
    for _ in 0..1000 {
        let begun = Instant::now();
        let hand = deal::deal(&bank, &deal, &limits, &past, &[], &mut rng);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        hand.iter().for_each(|it| past.add(&it.id));
    }
    println!(
        "a hand of 10,000 questions        {:8.3} ms",
        median(&mut times)
    );
}
