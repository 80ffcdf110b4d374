//! Evenings as they are to be, from beginning to end: what the room
//! saw, what whoever led saw, and every byte that was left.

use insta::assert_snapshot;

use crate::leak_rig::{Ground, below};
use crate::two_windows::{hold, transcript, words};

const SEVEN: &str = "Ana-Qx,Ben-Qx,Chi-Qx,Dev-Qx,Eli-Qx,Finn-Qx,Gus-Qx";
/// When the second session of a meeting begins.
const LATER: &str = "2026-11-30T09:40:00+01:00";

/// Every file that is left in both folders, and all that is in it.
fn left(ground: &Ground) -> String {
    let mut lines = Vec::new();
    for folder in [ground.team(), ground.private()] {
        for it in below(&folder).into_iter().filter(|it| !it.bytes.is_empty()) {
            let path = it.path.strip_prefix(&ground.top).unwrap();
            lines.push(format!("== {} {:o}", path.display(), it.mode));
            let text = String::from_utf8(it.bytes).unwrap();
            lines.push(text.replace(ground.top.to_str().unwrap(), "(top)"));
        }
    }
    lines.join("\n")
}

/// Holds one with a cue, keeps both transcripts, and looks for names where none may be.
fn held(ground: &Ground, name: &str, line: &str, keys: &[&str]) {
    let (ran, seen) = hold(ground, line, keys);
    assert_eq!(ran.code, Some(0), "{line}\n{}{}", ran.out, ran.err);
    assert_snapshot!(format!("{name}_stage"), transcript(&seen.stages));
    assert_snapshot!(format!("{name}_cue"), transcript(&seen.cues));
    assert!(ground.holding("-Qx").is_empty(), "a name is left: {line}");
    let all: String = seen.stages.iter().map(words).collect();
    assert!(!all.contains("Your cue"), "{all}");
}

#[test]
fn seven_hybrid_two_words_and_a_breakout_with_one_later_one_gone_and_one_pass() {
    let ground = Ground::new();
    let with = format!("--with {SEVEN} --remote Ana-Qx,Ben-Qx,Chi-Qx --cue");
    // Nobody can tell which of these turns was a pass: it is the same key.
    let keys = ["", "", "l", "", "g", "Gus-Qx", "j", "Hana-Qx"];
    held(
        &ground,
        "a_two_words",
        &format!("run two-words {with}"),
        &keys,
    );
    let keys = ["", "j", "Hana-Qx", "", "g", "Gus-Qx", "", "y"];
    let line = format!("run breakout-graded {with} --now {LATER}");
    held(&ground, "a_breakout", &line, &keys);
    assert_snapshot!("a_left", left(&ground));
}

#[test]
fn twenty_five_on_screens_headlines_all_at_once_and_rooms() {
    let ground = Ground::new();
    let names: Vec<String> = (1..=25).map(|it| format!("P{it}-Qx")).collect();
    let with = format!("--with {} --mode remote --cue", names.join(","));
    held(
        &ground,
        "b_headlines",
        &format!("run headlines {with}"),
        &["", "v", ""],
    );
    let line = format!("run breakout-graded {with} --now {LATER}");
    held(&ground, "b_breakout", &line, &["", "v", ""]);
    assert_snapshot!("b_left", left(&ground));
}

#[test]
fn two_trade_their_stories() {
    let ground = Ground::new();
    let line = "run story-trade --with Ana-Qx,Ben-Qx --mode room --cue";
    held(&ground, "c_trade", line, &["", "", "", "m", ""]);
    assert_snapshot!("c_left", left(&ground));
}
