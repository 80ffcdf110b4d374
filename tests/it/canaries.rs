//! Distinct words for every place where people type, a script that types them all, and where
//! each of them may be found.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::leak_rig::{Ground, NOW, Ran, has};

/// Everything that is asked of people, and what may be kept of it.
pub const RITUAL: &str = r#"
format = "firelight.ritual/1"
title = "A page"
family = "moments"
purpose = "See what is kept."
minutes = 9
people = { min = 2, best = [2, 8], max = 20 }
ceiling = "open"
confidentiality = "ask-me-first"

[[step]]
kind = "say"
for = "5s"
text = "Welcome."

[[step]]
kind = "deal"
bank = "feelings"
show = "grid"

[[step]]
kind = "turns"
each = "10s"
order = "given"
response = "silence"

[[step]]
kind = "gather"
what = "What did we see?"
for = "10s"
keep = "screen"

[[step]]
kind = "gather"
what = "What do we want to remember?"
form = "theme"
for = "10s"
keep = "kept"

[[step]]
kind = "say"
for = "5s"
text = "Thank you."
"#;

/// Words of class `session`: names and what stands in brackets behind them.
pub const NAMES: [&str; 5] = ["qxone", "qxtwo", "qxthree", "qxlabel", "qxjoin"];
/// Asked after or mistyped, and nobody's name: never stored.
pub const QUERIES: [&str; 2] = ["qxgone", "qxscreen"];
/// Said aloud, and typed all the same: nowhere at all.
pub const SPOKEN: [&str; 3] = ["qxfirst", "qxsecond", "qxnone"];
/// What the group agreed to keep.
pub const KEPT: &str = "qxkept";

pub const WHO: &str = "Kéa-Qxone (qxlabel), Ben-Qxtwo; Chi-Qxthree\nsome\nqxscreen\nben-qxtwo\n";
/// The first two turns, with everything that can be typed in between.
pub const MIDDLE: &str = "\nqxfirst words\n\nj\nUma-Qxjoin\ng\nqxgone\nqxsecond, again\nlater\n";
pub const REST: &str = "\n\n\n\nqxnone\n\n";
pub const KEEP: &str = "We ask for help, says Qxkept.\n\n";

pub fn ground() -> Ground {
    let ground = Ground::new();
    ground.team_file("prompts/rituals/page.toml", RITUAL);
    ground
}

pub fn held(ground: &Ground) -> Command {
    ground.program(["--now", NOW, "--seed", "7", "run", "page"])
}

pub fn again(ground: &Ground) -> Command {
    ground.program(["--now", NOW, "run"])
}

pub fn left(ran: &Ran, code: i32) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
}

/// Holds true at any time: nothing spoken anywhere, names in journals only, never on stderr.
pub fn nothing_leaked(ground: &Ground, ran: &Ran) {
    for word in SPOKEN {
        nowhere(ground, word);
        assert!(
            !has(ran.out.as_bytes(), word) && !has(ran.err.as_bytes(), word),
            "{word}: {ran:?}"
        );
    }
    for word in QUERIES {
        nowhere(ground, word);
    }
    for word in NAMES.iter().chain(&QUERIES) {
        assert!(!has(ran.err.as_bytes(), word), "{word}: {}", ran.err);
    }
    for word in ["qxlabel", "qxgone"] {
        assert!(!has(ran.out.as_bytes(), word), "{word}: {}", ran.out);
    }
    for word in NAMES {
        for path in ground.holding(word) {
            assert!(
                path.starts_with(ground.running()),
                "{word} in {}",
                path.display()
            );
        }
    }
    for it in ground.everything() {
        let path = it.path.strip_prefix(&ground.top).unwrap();
        let path = path.to_string_lossy().into_owned();
        assert!(!path.to_lowercase().contains("qx"), "{path}");
        if it.path.starts_with(ground.private()) {
            let wanted = if it.path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(it.mode, wanted, "{path}");
        }
    }
    for folder in ["tmp", "cwd", "home"] {
        assert_eq!(
            fs::read_dir(ground.top.join(folder)).unwrap().count(),
            0,
            "{folder}"
        );
    }
}

/// Holds true of a session that is waiting.
pub fn waits(ground: &Ground, ran: &Ran) {
    nothing_leaked(ground, ran);
    for word in NAMES {
        assert_eq!(ground.holding(word).len(), 1, "{word} is needed to go on");
    }
    assert!(!ground.team().join("sessions").exists());
}

/// Holds true of a session that is over.
pub fn is_over(ground: &Ground, ran: &Ran) {
    nothing_leaked(ground, ran);
    for word in NAMES {
        nowhere(ground, word);
    }
    assert_eq!(fs::read_dir(ground.running()).unwrap().count(), 0);
}

/// The kept line lies in one file, the log, as it was typed.
pub fn is_kept_in(ground: &Ground, folder: &str) {
    let [path] = &ground.holding(KEPT)[..] else {
        panic!("{:?}", ground.holding(KEPT));
    };
    assert!(
        path.starts_with(ground.top.join(folder)),
        "{}",
        path.display()
    );
    let log = fs::read_to_string(path).unwrap();
    assert!(log.contains("We ask for help, says Qxkept."), "{log}");
}

/// A word is in no file and no file's name.
pub fn nowhere(ground: &Ground, word: &str) {
    assert_eq!(ground.holding(word), [] as [PathBuf; 0], "{word}");
}
