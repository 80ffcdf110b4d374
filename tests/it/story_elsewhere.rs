//! A story and what goes on beside its window: a hand in its file, and a screen that is shared.

use std::fs;

use firelight::story::store;

use crate::leak_rig::{Ground, NOW, Talk, run};
use crate::story::{prepared, story};

const CHANGED: &str = "Your story was changed elsewhere; that is what you see now.";

fn texts(ground: &Ground) -> Vec<String> {
    let moments = story(ground).moments;
    let texts = moments.iter().map(|it| it.text.as_str().to_string());
    texts.collect()
}

/// Gathers, with one moment typed.
fn gathering(ground: &Ground) -> Talk {
    let mut talk = Talk::begin(&mut ground.program(["--now", NOW, "story", "prep", "gather"]));
    talk.say("\na door\n");
    talk.hear("So far 1");
    talk
}

#[test]
fn what_a_hand_changed_meanwhile_is_taken_in_and_the_line_stands_on_it() {
    let ground = Ground::new();
    let mut talk = gathering(&ground);
    let path = store::path(&ground.private());
    let written = fs::read_to_string(&path).unwrap();
    let by_hand =
        written.replace("a door", "a green door") + "\n[[moment]]\nid = 9\ntext = \"a key\"\n";
    fs::write(&path, by_hand).unwrap();
    talk.say("a flat\n");
    talk.hear("So far 3");
    talk.say("\nd\nq\n");
    let ran = talk.end();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.out.matches(CHANGED).count(), 1, "{ran:?}");
    assert_eq!(texts(&ground), ["a green door", "a key", "a flat"]);
}

#[test]
fn what_a_hand_broke_is_not_written_over_and_the_line_is_shown_until_it_is_mended() {
    let ground = Ground::new();
    let mut talk = gathering(&ground);
    let path = store::path(&ground.private());
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{written}first = \n")).unwrap();
    talk.say("a flat\n");
    talk.hear("Not saved yet: a flat");
    talk.hear("Enter:");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("{written}first = \n")
    );
    fs::write(&path, written.replace("a door", "a green door")).unwrap();
    talk.say("t\n");
    talk.hear("So far 2");
    talk.say("\nd\nq\n");
    let ran = talk.end();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("story.toml:"), "{ran:?}");
    assert_eq!(texts(&ground), ["a green door", "a flat"]);
}

#[test]
fn whoever_leaves_a_broken_file_leaves_it_as_it_is() {
    let ground = Ground::new();
    let mut talk = gathering(&ground);
    let path = store::path(&ground.private());
    fs::write(&path, "format = 1\n").unwrap();
    // An empty line is a way out, so that lines from a pipe come to an end.
    talk.say("a flat\n\n");
    let ran = talk.end();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("story.toml:"), "{ran:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "format = 1\n");
}

#[test]
fn a_file_that_was_taken_away_is_there_again_whole() {
    let ground = Ground::new();
    let mut talk = gathering(&ground);
    fs::remove_file(store::path(&ground.private())).unwrap();
    talk.say("a flat\n");
    talk.hear("So far 2");
    talk.say("\nd\nq\n");
    assert_eq!(talk.end().code, Some(0));
    assert_eq!(texts(&ground), ["a door", "a flat"]);
}

#[test]
fn an_editor_that_is_closed_after_a_hand_was_in_the_file_keeps_both() {
    let ground = Ground::new();
    prepared(&ground);
    let path = store::path(&ground.private());
    let script = format!(
        "sed -i 's/the wrong key/the right key/' '{}'; echo a flat >> \"$1\"",
        path.display()
    );
    let editor = ground.top.join("editor.sh");
    fs::write(&editor, script).unwrap();
    let mut command = ground.program(["--now", NOW, "story", "prep", "gather", "--editor"]);
    command.env("EDITOR", format!("sh '{}'", editor.display()));
    command.env("PATH", std::env::var_os("PATH").unwrap());
    let ran = run(command, "y\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let texts = texts(&ground);
    assert_eq!(texts[3], "qxmoment4, the right key");
    assert_eq!((texts.len(), texts[10].as_str()), (11, "a flat"));
}

#[test]
fn the_file_says_what_becomes_of_comments() {
    let ground = Ground::new();
    prepared(&ground);
    let written = fs::read_to_string(store::path(&ground.private())).unwrap();
    assert!(written.starts_with("# "), "{written}");
    assert!(
        written.lines().next().unwrap().contains("comment"),
        "{written}"
    );
}

#[test]
fn it_stays_closed_from_the_first_question_of_a_session_on_and_while_a_stage_is_open() {
    let ground = Ground::new();
    prepared(&ground);
    // Each says something before it waits.
    for arguments in [["run"], ["stage"]] {
        let mut shared = Talk::begin(&mut ground.program(arguments));
        shared.hear("\n");
        for verb in ["prep", "rehearse", "show", "card"] {
            let ran = run(ground.program(["story", verb]), "q\n");
            assert_eq!(ran.code, Some(1), "{arguments:?}, {verb}: {ran:?}");
            assert!(ran.err.contains("a screen may be shared"), "{ran:?}");
        }
        shared.say("q\n");
        shared.end();
    }
    let ran = run(ground.program(["story", "prep"]), "q\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_session_warns_of_a_story_that_is_open_and_goes_on() {
    const OPEN: &str =
        "Something of yours is open in another window. Close it before you share the screen.";
    let ground = Ground::new();
    let mut story = Talk::begin(&mut ground.program(["story", "prep"]));
    story.say("\n");
    story.hear("Nine steps");
    let hold = ["run", "two-words", "--people", "3", "--mode", "room"];
    let ran = run(ground.program(hold), &"\n".repeat(40));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.out.matches(OPEN).count(), 1, "{ran:?}");
    story.say("q\n");
    assert_eq!(story.end().code, Some(0));
    let ran = run(ground.program(hold), &"\n".repeat(40));
    assert!(!ran.out.contains(OPEN), "{ran:?}");
}
