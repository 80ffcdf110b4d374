//! The real program at a real terminal: what a facilitator sees and types, from the shell to
//! the published log.

use std::fs;
use std::path::{Path, PathBuf};

use crate::pty::Pty;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

fn start(home: &Path, size: (u16, u16), arguments: &[&str]) -> Pty {
    let team = home.join("team");
    let private = home.join("private");
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let command: Vec<&str> = [&[FIRELIGHT], arguments].concat();
    Pty::spawn(&command, &env, home, size)
}

/// All files below a folder that end so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).into_iter().flatten();
    for path in entries.map(|it| it.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

fn logs(home: &Path) -> Vec<PathBuf> {
    files(&home.join("team"), ".json")
}

#[test]
fn two_words_for_eight_takes_at_most_sixteen_keys_from_the_shell_to_the_log() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(
        home.path(),
        (24, 80),
        &["run", "two-words", "--people", "8"],
    );
    // The Enter that started it in the shell.
    let mut keys = 1;
    let mut enter_when = |text: &str| {
        pty.wait_for(text);
        pty.send("\r");
        keys += 1;
    };
    enter_when("Anybody on a screen?");
    enter_when("nobody will ask");
    enter_when("Which two words fit");
    for nth in 1..=8 {
        enter_when(&format!("{nth} of 8"));
    }
    enter_when("Thank you.");
    assert_eq!(pty.exit_code(), 0);
    assert!(keys <= 16, "{keys} keys");
    assert_eq!(logs(home.path()).len(), 1);
}

#[test]
fn a_round_bends_is_interrupted_and_goes_on_at_the_same_place() {
    for size in [(24, 80), (20, 60)] {
        let home = tempfile::tempdir().unwrap();
        let arguments = [
            "run",
            "two-words",
            "--with",
            "Ana,Ben,Chi,Dev",
            "--mode",
            "room",
            "--seed",
            "1",
        ];
        let mut pty = start(home.path(), size, &arguments);
        for text in ["nobody will ask", "Which two words fit"] {
            pty.wait_for(text);
            pty.send("\r");
        }
        pty.wait_for("1 of 4");
        let first = speaker(&pty);
        pty.send("l");
        pty.wait_until("another speaker", |it| speaker_in(&it.contents()) != first);
        pty.send("j");
        pty.wait_for("Who has joined us?");
        pty.send("Uma\r");
        pty.wait_for("1 of 5");
        pty.send("\r");
        pty.wait_for("2 of 5");
        pty.send("g");
        pty.wait_for("Who has gone?");
        pty.send("uma\r");
        pty.wait_for("2 of 4");
        let second = speaker(&pty);
        pty.send("\x03");
        assert_eq!(pty.exit_code(), 130, "{}", pty.screen());
        assert!(pty.is_sane());
        assert!(!pty.parser.screen().hide_cursor());
        assert!(!pty.screen().contains(&second), "the stage is gone");
        assert!(logs(home.path()).is_empty());

        let mut pty = start(home.path(), size, &["run"]);
        pty.wait_for("was not finished");
        assert!(!pty.screen().contains("Ana"), "no name is offered");
        pty.send("\r");
        pty.wait_for("2 of 4");
        assert_eq!(speaker(&pty), second);
        for text in [
            "2 of 4",
            "3 of 4",
            "4 of 4",
            "Thank you.",
            "Remember these names",
        ] {
            pty.wait_for(text);
            pty.send("\r");
        }
        assert_eq!(pty.exit_code(), 0, "{}", pty.screen());
        assert_eq!(logs(home.path()).len(), 1);
        assert!(files(&home.path().join("private"), ".jsonl").is_empty());
    }
}

fn speaker(pty: &Pty) -> String {
    speaker_in(&pty.screen())
}

/// The name that stands large: the first line under the head.
fn speaker_in(screen: &str) -> String {
    let mut lines = screen.lines().skip(1).map(str::trim);
    lines
        .find(|it| !it.is_empty())
        .unwrap_or_default()
        .to_string()
}

#[test]
fn two_enters_do_not_end_the_talk_of_groups_and_q_asks_before_it_leaves() {
    let home = tempfile::tempdir().unwrap();
    let with = "Ana,Ben,Chi,Dev,Eli,Finn";
    let arguments = ["run", "breakout", "--with", with, "--mode", "room"];
    let mut pty = start(home.path(), (24, 80), &arguments);
    for text in ["not job titles", "quietly", "Groups of three"] {
        pty.wait_for(text);
        pty.send("\r");
    }
    // A second Enter goes on talking; so does Esc.
    for key in ["\r", "\x1b"] {
        pty.wait_for("Is everybody back?");
        pty.send(key);
        pty.wait_for("Groups of three");
        pty.send("\r");
    }
    pty.wait_for("Is everybody back?");
    pty.send("q");
    pty.wait_for("Stop here?");
    pty.send("\x1b");
    pty.wait_for("Groups of three");
    pty.send("\r");
    pty.wait_for("Is everybody back?");
    pty.send("y");
    pty.wait_for("how was it to talk");
    pty.send("q");
    pty.wait_for("Stop here?");
    pty.send("q");
    assert_eq!(pty.exit_code(), 130, "{}", pty.screen());
}

#[test]
fn signals_at_every_kind_of_screen_leave_a_sane_terminal_and_the_session() {
    // A stage, a choice, a question of dialoguer's, a page.
    let screens = [
        ("", "nobody will ask"),
        ("q", "Stop here?"),
        ("j", "Who has joined us?"),
        ("v", "go on"),
    ];
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        for (key, text) in screens {
            let home = tempfile::tempdir().unwrap();
            let arguments = [
                "run",
                "two-words",
                "--with",
                "Ana,Ben,Chi",
                "--mode",
                "room",
            ];
            let mut pty = start(home.path(), (24, 80), &arguments);
            pty.wait_for("nobody will ask");
            if !key.is_empty() {
                pty.send(key);
                pty.wait_for(text);
            }
            pty.signal(name);
            assert_eq!(
                pty.exit_code(),
                code,
                "{name} at {text:?}: {}",
                pty.screen()
            );
            assert!(pty.is_sane(), "{name} at {text:?}");
            assert_eq!(
                files(&home.path().join("private"), ".jsonl").len(),
                1,
                "{name} at {text:?}"
            );
            let mut pty = start(home.path(), (24, 80), &["run", "--resume"]);
            pty.wait_for("nobody will ask");
        }
    }
}

#[test]
fn a_killed_session_is_offered_and_the_terminal_is_given_back() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(
        home.path(),
        (24, 80),
        &["run", "two-words", "--people", "3", "--mode", "room"],
    );
    pty.wait_for("nobody will ask");
    pty.send("\r");
    pty.wait_for("Which two words fit");
    pty.signal("KILL");
    assert_ne!(pty.exit_code(), 0);

    let mut pty = start(home.path(), (24, 80), &["run"]);
    pty.wait_for("was not finished");
    pty.send("\r");
    pty.wait_for("Which two words fit");
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 130);
    assert!(pty.is_sane());
}

#[test]
fn home_offers_what_to_begin_with_each_with_the_word_to_type_and_no_saved_groups() {
    let home = tempfile::tempdir().unwrap();
    let with = ["groups", "--with", "Ana,Ben,Chi,Dev", "--save"];
    start(home.path(), (24, 80), &with).exit_code();
    assert_eq!(logs(home.path()).len(), 1);
    let mut pty = start(home.path(), (24, 80), &[]);
    pty.wait_for("all keys");
    let screen = pty.screen();
    assert!(screen.contains("Nothing to set up."), "{screen}");
    assert!(
        screen.contains("nobody sees this screen: firelight story"),
        "{screen}"
    );
    for row in [
        "1   Two words (two-words), 4 min",
        "2   Headlines (headlines), 8 min",
        "3   Ten minutes, one question you choose (breakout-graded), 16 min",
    ] {
        assert!(screen.contains(row), "{row}: {screen}");
    }
    // The same three lead the list of all; its letters are no keys that mean something elsewhere.
    pty.send("h");
    pty.wait_for("Which one?");
    let screen = pty.screen();
    assert!(
        screen.contains("1   Two words (two-words), 4 min"),
        "{screen}"
    );
    for key in ["b", "g", "h", "q"] {
        assert!(!screen.contains(&format!("   {key}   ")), "{screen}");
    }
    pty.send("\x1b[C");
    pty.wait_for("2 of 2");
    pty.send("3");
    pty.wait_for("Who is here?");
}

#[test]
fn ctrl_c_right_behind_a_long_paste_stops() {
    let line = ["run", "two-words", "--people", "3", "--mode", "room"];
    // A terminal holds about four thousand bytes; what is longer comes while keys are read.
    for len in [1000, 4094, 4095, 4096, 4097, 4100, 5000, 8191, 10_000] {
        let home = tempfile::tempdir().unwrap();
        let mut pty = start(home.path(), (24, 80), &line);
        pty.wait_for("nobody will ask");
        pty.send(&format!("{}\x03", "x".repeat(len)));
        assert_eq!(pty.exit_code(), 130, "{len}: {}", pty.screen());
        assert!(pty.is_sane());
    }
    for len in [1000, 4095, 4096, 5000, 10_000] {
        let home = tempfile::tempdir().unwrap();
        let mut pty = start(home.path(), (24, 80), &["run", "two-words"]);
        pty.wait_for("Who is here?");
        pty.send(&format!("{}\x03", "x".repeat(len)));
        assert_eq!(pty.exit_code(), 130, "{len}: {}", pty.screen());
        assert!(pty.is_sane());
    }
}

#[test]
fn home_starts_a_ritual_and_shows_nothing_private() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(home.path(), (24, 80), &[]);
    pty.wait_for("Nothing to set up.");
    assert!(!pty.screen().contains(home.path().to_str().unwrap()));
    // All keys that work here, and none that does not.
    pty.send("?");
    pty.wait_for("back to the screen");
    let screen = pty.screen();
    for key in [
        "Enter   ",
        "1       ",
        "2       ",
        "3       ",
        "h       hold",
        "q       leave",
    ] {
        assert_eq!(
            screen.matches(&format!("   {key}")).count(),
            1,
            "{key}: {screen}"
        );
    }
    assert!(!screen.contains("b       "), "{screen}");
    pty.send("\r");
    pty.wait_for("Nothing to set up.");
    pty.send("1");
    pty.wait_for("Who is here?");
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 130, "{}", pty.screen());
    assert!(pty.is_sane());
}
