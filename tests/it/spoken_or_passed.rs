//! A pass and an answer are the same key and the same line on disk: one script, whoever
//! passes, gives the same bytes everywhere.

use std::fs;
use std::path::PathBuf;

use rand::rngs::ChaCha12Rng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::leak_rig::{Ground, Ran, below};

const PEOPLE: &str = "Ana,Ben,Chi,Dev,Eli";
const SCRIPTS: u64 = 40;

/// Everything that can be compared of a session.
#[derive(Debug, PartialEq)]
struct Trace {
    code: Option<i32>,
    out: String,
    err: String,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// What ends a turn, and what else is typed, a line each.
fn script(rng: &mut ChaCha12Rng) -> Vec<Option<&'static str>> {
    let asides = [
        "later",
        "hold",
        "+",
        "-",
        "m",
        "b",
        "?",
        "w",
        "v",
        "quiet words",
        "s",
    ];
    let mut lines = Vec::new();
    for _ in 0..rng.random_range(4..20) {
        while rng.random_bool(0.3) {
            let aside = asides.choose(rng).copied().unwrap();
            lines.push(Some(aside));
            match aside {
                // Hold, then let it go on, so that no script stands still.
                "hold" => lines.push(Some("hold")),
                "m" => lines.push(None),
                _ => {}
            }
        }
        lines.push(None);
    }
    lines
}

/// Holds `ritual` with `lines`, each `None` among them answered by `ends`.
fn trace(
    ritual: &str,
    lines: &[Option<&'static str>],
    leaves: bool,
    ends: &mut dyn FnMut() -> &'static str,
) -> Trace {
    let ground = Ground::new();
    let lines = lines.iter().map(|it| it.unwrap_or_else(|| ends()));
    let lines: Vec<String> = lines.map(str::to_string).collect();
    let rest: Vec<String> = match leaves {
        true => vec!["q".to_string(), "s".to_string()],
        false => (0..200).map(|_| ends().to_string()).collect(),
    };
    // Everybody is in the team already, so nothing is asked afterwards that is no turn.
    ground.within(&["team", "add", PEOPLE], Vec::new());
    let arguments = ["run", ritual, "--with", PEOPLE, "--mode", "hybrid"];
    let Ran { code, out, err } = ground.within(&arguments, lines.into_iter().chain(rest));
    let of_ground = |text: String| text.replace(ground.top.to_str().unwrap(), "");
    let files = below(&ground.top).into_iter().map(|it| {
        let path = it.path.strip_prefix(&ground.top).unwrap().to_path_buf();
        // The journal and the pointer to the last team name the folder, which is a new one each time.
        let bytes = of_ground(String::from_utf8(it.bytes).unwrap()).into_bytes();
        (path, bytes)
    });
    Trace {
        code,
        out: of_ground(out),
        err: of_ground(err),
        files: files.collect(),
    }
}

#[test]
fn whoever_passes_the_bytes_are_the_same_everywhere() {
    let (mut turns, mut journals) = (0, 0);
    for seed in 0..SCRIPTS {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let lines = script(&mut rng);
        let ritual = *["two-words", "headlines"].choose(&mut rng).unwrap();
        for leaves in [false, true] {
            // Whoever leaves does so early, with turns yet to come.
            let early = lines.iter().scan(5, |left, it| {
                *left -= i32::from(it.is_none());
                (*left > 0 || !leaves).then_some(*it)
            });
            let lines: Vec<Option<&str>> = early.collect();
            let spoken = trace(ritual, &lines, leaves, &mut || "");
            let passed = trace(ritual, &lines, leaves, &mut || "pass");
            let done = trace(ritual, &lines, leaves, &mut || " Done ");
            let mixed = trace(ritual, &lines, leaves, &mut || {
                ["", "pass", "done", "PASS"].choose(&mut rng).unwrap()
            });
            assert_eq!(spoken, passed, "seed {seed}, {lines:?}");
            assert_eq!(spoken, done, "seed {seed}, {lines:?}");
            assert_eq!(spoken, mixed, "seed {seed}, {lines:?}");
            turns += count(&spoken, "\"turn_over\":{}");
            journals += count(&spoken, "firelight.journal/1");
        }
    }
    // Both are reached: sessions that wait in a journal, and such with turns in them.
    assert!(journals as u64 == SCRIPTS, "only {journals} journals");
    assert!(turns > SCRIPTS as usize, "only {turns} turns in journals");
}

/// `next` and `n` end a countdown at once, one like the other.
#[test]
fn both_words_for_going_on_at_once_are_one() {
    for seed in 0..SCRIPTS / 4 {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let lines = script(&mut rng);
        let next = trace("two-words", &lines, true, &mut || "next");
        let n = trace("two-words", &lines, true, &mut || "n");
        assert_eq!(next, n, "seed {seed}, {lines:?}");
    }
}

/// No line of a journal is written by one kind of turn and not by the other.
#[test]
fn a_journal_has_one_word_for_the_end_of_a_turn() {
    let event = concat!(env!("CARGO_MANIFEST_DIR"), "/src/session/event.rs");
    let event = fs::read_to_string(event).unwrap();
    let (_, events) = event.split_once("pub enum Event {").unwrap();
    for word in ["Pass", "Spoke", "Skip", "Answer"] {
        assert!(!events.contains(word), "{word}");
    }
}

fn count(trace: &Trace, what: &str) -> usize {
    let counted = trace.files.iter().map(|(_, bytes)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.matches(what).count()
    });
    counted.sum()
}
