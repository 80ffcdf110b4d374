//! The story studio at a terminal: what each of the nine steps looks like, and that no end leaves
//! a word of it on the screen.

use std::path::Path;

use crate::leak_rig::NOW;
use crate::pty::Pty;

fn start(home: &Path, size: (u16, u16), arguments: &[&str]) -> Pty {
    let (team, private) = (home.join("team"), home.join("private"));
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let command = [
        &[env!("CARGO_BIN_EXE_firelight"), "--now", NOW, "story"],
        arguments,
    ]
    .concat();
    Pty::spawn(&command, &env, home, size)
}

const MOMENTS: [&str; 8] = [
    "a flat by the river",
    "the night shift at a printer's",
    "the wrong key",
    "a team that met at seven",
    "a no that was useful",
    "learned to weld badly",
    "moved desks and met Rosa",
    "a plan on a scrap of paper",
];

fn step(pty: &mut Pty, key: &str, text: &str) {
    pty.wait_for("Nine steps");
    pty.send(key);
    pty.wait_for(text);
}

/// Keeps a screen as it is, once its last words stand there.
#[track_caller]
fn keep(pty: &mut Pty, name: &str) {
    let ends = ["all keys", "q stop", " >"];
    pty.wait_until("the end of a screen", |it| {
        let screen = it.contents();
        ends.iter().any(|end| screen.trim_end().ends_with(end))
    });
    let rows = pty.parser.screen().rows(0, 80);
    let rows: Vec<String> = rows.map(|it| it.trim_end().to_string()).collect();
    insta::assert_snapshot!(name, rows.join("\n"));
}

#[test]
fn all_nine_steps_at_80_by_24() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(home.path(), (24, 80), &["prep"]);
    pty.wait_for("not for hiring");
    keep(&mut pty, "0_promise");
    pty.send("\r");
    step(&mut pty, "1", "Then what?");
    for (nth, moment) in MOMENTS.iter().enumerate() {
        pty.send(&format!("{moment}\r"));
        pty.wait_for(&format!("So far {}:", nth + 1));
    }
    pty.send("\r");
    pty.wait_for("8 moments so far.");
    pty.send("n");
    pty.wait_for("If you like:");
    keep(&mut pty, "1_gather");
    pty.send("\r");
    pty.wait_for("8 moments so far.");
    pty.send("d");
    step(&mut pty, "2", "1 of 8");
    pty.send("y");
    pty.wait_for("2 of 8");
    keep(&mut pty, "2_choose");
    for nth in 3..=6 {
        pty.send("y");
        pty.wait_for(&format!("{nth} of 8"));
    }
    pty.send("r");
    pty.wait_for("In which order");
    pty.send("3 1\r");
    pty.wait_for("1. the wrong key");
    pty.send("\r");
    pty.wait_for("roughly when");
    pty.send("\r");
    step(&mut pty, "3", "1 of 5");
    keep(&mut pty, "3_fence");
    for nth in 2..=5 {
        pty.send("3");
        pty.wait_for(&format!("{nth} of 5"));
    }
    pty.send("3");
    step(&mut pty, "4", "Which shape?");
    keep(&mut pty, "4_shape");
    pty.send("1");
    pty.wait_for("0:50  bead 1: the wrong key");
    keep(&mut pty, "4_shape_taken");
    pty.send("\r");
    step(&mut pty, "5", "Your first line?");
    pty.send("It was five in the morning, and the key did not fit.\r");
    pty.wait_for("Your last line?");
    keep(&mut pty, "5_lines");
    pty.send("Today I carry two keys.\r");
    step(&mut pty, "6", "by heart");
    keep(&mut pty, "6_say");
    pty.send("\r");
    pty.wait_for("1 of 7");
    pty.send("\r");
    pty.wait_for("2 of 7");
    keep(&mut pty, "6_say_beat");
    for nth in 3..=7 {
        pty.send("\r");
        pty.wait_for(&format!("{nth} of 7"));
    }
    pty.send("\r");
    pty.wait_for("5:00 in all");
    keep(&mut pty, "6_said");
    pty.send("\r");
    pty.wait_for("Once more?");
    pty.send("d");
    step(&mut pty, "7", "falls away?");
    pty.send("2\r");
    pty.wait_for("dropped:");
    keep(&mut pty, "7_cut");
    pty.send("\r");
    step(&mut pty, "8", "Your card");
    keep(&mut pty, "8_card");
    pty.send("\r");
    step(&mut pty, "9", "May listeners");
    keep(&mut pty, "9_boundaries");
    pty.send("1");
    pty.wait_for("something with you?");
    pty.send("o");
    pty.wait_for("ask me about");
    pty.send("the flat\r");
    pty.wait_for("So far 1.");
    pty.send("\r");
    pty.wait_for("boundaries: set");
    keep(&mut pty, "menu");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0, "{}", pty.screen());
    is_clear(&pty);
}

/// The ordinary screen is back, and nothing of the story is on it.
fn is_clear(pty: &Pty) {
    let screen = pty.screen();
    assert!(!pty.parser.screen().alternate_screen(), "{screen}");
    assert!(pty.is_sane() && !pty.parser.screen().hide_cursor());
    for moment in MOMENTS {
        assert!(!screen.contains(moment), "{screen}");
    }
    assert!(!screen.contains("日本"), "{screen}");
}

#[test]
fn every_end_clears_the_screen_and_keeps_finished_lines() {
    for (end, code) in [("\x03", 130), ("TERM", 143), ("HUP", 129), ("/stop\r", 130)] {
        let home = tempfile::tempdir().unwrap();
        let mut pty = start(home.path(), (24, 80), &["prep", "gather"]);
        pty.wait_for("not for hiring");
        pty.send("\r");
        pty.wait_for("Then what?");
        pty.send("the wrong key\r");
        pty.wait_for("So far 1:");
        pty.send("日本 for one spring\r");
        pty.wait_for("keep this");
        pty.send("\r");
        pty.wait_for("So far 2:");
        pty.send("half a li");
        pty.wait_for("half a li");
        match end.len() {
            3 | 4 => pty.signal(end),
            _ if end.starts_with('/') => {
                pty.send(&"\x7f".repeat("half a li".len()));
                pty.send(end);
            }
            _ => pty.send(end),
        }
        assert_eq!(pty.exit_code(), code, "{end:?}: {}", pty.screen());
        is_clear(&pty);
        // A signal in the moment before a prompt waits ends the program at once, without a word.
        let said = pty.screen();
        let goodbye = "Every finished line is kept. Until another day: firelight story prep";
        assert!(
            said.trim() == goodbye || said.trim().is_empty() && !end.starts_with('/'),
            "{end:?}: {said}"
        );
        let mut pty = start(home.path(), (24, 80), &["show"]);
        pty.wait_for("2. 日本 for one spring");
        pty.send("q");
        assert_eq!(pty.exit_code(), 0);
        is_clear(&pty);
    }
}

#[test]
fn pasted_lines_are_a_moment_each_and_long_lists_come_in_pages() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = start(home.path(), (12, 40), &["prep", "gather"]);
    pty.wait_for("hiring");
    pty.send("\r");
    pty.wait_for("Then what?");
    pty.send(&(MOMENTS.join("\r") + "\r"));
    pty.wait_for("keep this");
    pty.send("\r");
    pty.wait_for("So far 8:");
    pty.send("\r");
    pty.wait_for("8 moments so far.");
    pty.send("c");
    // With a prompt below they have no place, so they come before it, each with its number.
    pty.wait_for("8. a plan on a scrap of paper");
    assert!(
        pty.screen().contains("1. a flat by the river"),
        "{}",
        pty.screen()
    );
    pty.send("\r");
    pty.wait_for("Enter: none");
    pty.send("8\r");
    pty.wait_for("remove it");
    pty.send("r");
    pty.wait_for("So far 7:");
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 130);
    is_clear(&pty);
}
