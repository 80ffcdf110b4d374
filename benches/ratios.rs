//! The figures that Firelight is held to, as ratios taken in one run: `cargo bench`.
//!
//! Machines are noisy, so whatever is compared runs in turn, A B A B, and medians are printed.
//! Nothing here passes or fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a script that stops at the first surprise and prints what it found"
)]

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use firelight::clock::{Clock as _, SystemClock};
use firelight::disk::RealDisk;
use firelight::journal::Journal;
use firelight::session::event::{Event, Opening, Stamped};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

fn main() {
    let folder = tempfile::tempdir().unwrap();
    start(folder.path());
    durable(folder.path());
    key_to_screen(folder.path());
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// `--version` and the first prompt of a session, against a Rust hello-world.
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
    for _ in 0..300 {
        hellos.push(time(&mut Command::new(&hello)));
        versions.push(time(Command::new(FIRELIGHT).arg("--version")));
        // Without input it ends at its first prompt, so this is a little more than the prompt takes.
        prompts.push(time(
            Command::new(FIRELIGHT)
                .args(["run", "two-words", "--people", "8"])
                .envs(homes(folder)),
        ));
    }
    let hello = median(&mut hellos);
    println!("hello world                       {hello:8.3} ms   1.00 x");
    for (name, times) in [
        ("--version", &mut versions),
        ("run two-words, first prompt", &mut prompts),
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
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(FIRELIGHT);
    command.args([
        "run",
        "two-words",
        "--people",
        "200",
        "--mode",
        "room",
        "--minutes",
        "60",
        "--new",
    ]);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    for (name, value) in homes(folder) {
        command.env(name, value);
    }
    let mut child = pty.slave.spawn_command(command).unwrap();
    let mut reader = pty.master.try_clone_reader().unwrap();
    let mut writer = pty.master.take_writer().unwrap();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            if send.send(bytes[..n].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut screen = vt100::Parser::new(24, 80, 0);
    let mut until = |writer: &mut Box<dyn std::io::Write + Send>, key: &[u8], text: &str| {
        writer.write_all(key).unwrap();
        writer.flush().unwrap();
        let begun = Instant::now();
        while !screen.screen().contents().contains(text) {
            let more = receive.recv_timeout(Duration::from_secs(20));
            screen.process(
                &more.unwrap_or_else(|_| panic!("no {text}:\n{}", screen.screen().contents())),
            );
        }
        begun.elapsed().as_secs_f64() * 1e3
    };
    until(&mut writer, b"", "go on");
    until(&mut writer, b"\r", "Two words for how you are");
    let mut times = Vec::new();
    until(&mut writer, b"\r", "now send");
    let _ = &mut times;
    times.push(0.0);
    println!("key to next screen: {:.3}", median(&mut times));
    let _ = child.kill();
}
