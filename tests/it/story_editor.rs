//! A person's own editor: what it leaves, well or badly, moves no mark, loses no moment, stops
//! nobody for good, and lies nowhere afterwards.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::rc::Rc;

use firelight::disk::RealDisk;
use firelight::story::store;
use rustix::process::Signal;

use crate::full_disk::FullDisk;
use crate::leak_rig::{Ground, NOW, Ran, Talk};
use crate::story::{prepared, story};
use crate::story_leaks::only_in_the_story;

/// Gathers in an editor that is this script. What is asked after it is answered with `answer`;
/// nothing is typed ahead, since an editor would take it.
fn with_editor(ground: &Ground, script: &str, answer: Option<(&str, &str)>) -> Ran {
    let opens = ("Open it?", "y\n");
    talked(ground, script, [opens].into_iter().chain(answer))
}

/// Gathers in an editor that is this script, with an answer to each thing that is asked.
fn talked<'a>(
    ground: &Ground,
    script: &str,
    answers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Ran {
    let editor = ground.top.join("editor.sh");
    fs::write(&editor, script).unwrap();
    let mut command = ground.program(["--now", NOW, "story", "prep", "gather", "--editor"]);
    command.env("EDITOR", format!("sh '{}'", editor.display()));
    command.env("PATH", std::env::var_os("PATH").unwrap());
    let mut talk = Talk::begin(&mut command);
    for (asked, answer) in answers {
        talk.hear(asked);
        talk.say(answer);
    }
    let ran = talk.end();
    fs::remove_file(editor).unwrap();
    ran
}

/// What is said last of what is asked after an editor.
const FAULT: &str = "(Enter: forget what it saved)";
const LEFT: &str = "(Enter: keep it there; line by line for now)";
const GONE: &str = "(Enter: keep what was there)";

/// What editors leave beside a file.
const COPIES: &str = "cp \"$1\" \"${1%/*}/4913\"; cp \"$1\" \"${1%/*}/sedXq7\"; mkdir \"${1%/*}/old\"; cp \"$1\" \"${1%/*}/old/%1\"; cp \"$1\" \"$1~\"; cp \"$1\" \"${1%/*}/.${1##*/}.swp\"; cp \"$1\" \"${1%/*}/#${1##*/}#\"\n";

#[test]
fn an_editor_that_ends_well_or_badly_leaves_no_copy_and_loses_nothing() {
    let add = "echo 'and qxedited, a new one' >> \"$1\"\n";
    for (script, answer, code, moments) in [
        ("exit 0", None, 0, 10),
        (add, None, 0, 11),
        // A fault: what it saved is forgotten, or taken in if somebody says so.
        ("exit 1", None, 1, 10),
        (&format!("{add} exit 1"), Some((FAULT, "f\n")), 1, 10),
        (&format!("{add} exit 1"), Some((FAULT, "t\n")), 0, 11),
        (&format!("{add} kill -9 $$"), Some((FAULT, "\n")), 1, 10),
        // A file that was emptied removes nothing without a yes, by a fault nothing at all.
        (": > \"$1\"", Some((GONE, "\n")), 0, 10),
        (": > \"$1\"", Some((GONE, "r\n")), 0, 0),
        (": > \"$1\"; exit 1", Some((FAULT, "t\n")), 0, 10),
    ] {
        let ground = Ground::new();
        prepared(&ground);
        let before = story(&ground);
        let ran = with_editor(&ground, &format!("{COPIES}{script}"), answer);
        assert_eq!(ran.code, Some(code), "{script}: {ran:?}");
        only_in_the_story(&ground, Some(&ran), &[], script);
        let after = story(&ground);
        assert_eq!(after.moments.len(), moments, "{script}");
        let same = moments.min(10);
        assert_eq!(after.moments[..same], before.moments[..same], "{script}");
        assert!(ran.out.contains("may keep or send copies"), "{ran:?}");
        // Whoever reads the own folder finds two files and no third.
        assert_eq!(
            fs::read_dir(ground.private()).unwrap().count(),
            2,
            "{script}"
        );
    }
}

#[test]
fn what_an_editor_saved_before_everything_ended_is_there_the_next_time() {
    let ground = Ground::new();
    prepared(&ground);
    // Nobody answers after the fault.
    let ran = with_editor(&ground, "echo qxedited >> \"$1\"; exit 1", None);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let kept = store::edited(&ground.private());
    only_in_the_story(
        &ground,
        Some(&ran),
        std::slice::from_ref(&kept),
        "no answer",
    );
    assert_eq!(story(&ground).moments.len(), 10);
    // It is told, and stays until somebody says what is to become of it.
    let ran = talked(&ground, "exit 0", [(LEFT, "\n")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(kept.exists() && story(&ground).moments.len() == 10);
    let ran = talked(&ground, "exit 0", [(LEFT, "t\n"), ("Open it?", "y\n")]);
    assert!(ran.out.contains("take 1 new line"), "{ran:?}");
    assert_eq!(story(&ground).moments.len(), 11);
    assert!(!kept.exists());
    only_in_the_story(&ground, Some(&ran), &[], "the next time");
}

#[test]
fn a_sheet_that_was_left_gives_new_lines_and_changes_nothing_else() {
    let ground = Ground::new();
    prepared(&ground);
    let before = story(&ground);
    let left = store::edited(&ground.private());
    // Of another time: most are missing, the rest stand elsewhere, one is new.
    let (first, last) = (&before.moments[0].text, &before.moments[9].text);
    let sheet = format!("1. {}\n2. qxedited\n3. {}\n", last.as_str(), first.as_str());
    for (answer, moments) in [("l\n", 10), ("t\n", 11)] {
        store::lend(&RealDisk, &ground.private(), "").unwrap();
        fs::write(&left, &sheet).unwrap();
        fs::set_permissions(&left, fs::Permissions::from_mode(0o600)).unwrap();
        let ran = talked(&ground, "exit 0", [(LEFT, answer), ("Open it?", "y\n")]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let after = story(&ground).moments;
        assert_eq!((&after[..10], after.len()), (&before.moments[..], moments));
        only_in_the_story(&ground, Some(&ran), &[], answer);
    }
    assert_eq!(story(&ground).moments[10].fence, None);
    // One with nothing new is nothing to ask about.
    store::lend(&RealDisk, &ground.private(), "").unwrap();
    let ran = with_editor(&ground, "exit 0", None);
    assert_eq!((ran.code, left.exists()), (Some(0), false), "{ran:?}");
}

#[test]
fn what_an_editor_leaves_that_is_no_text_is_not_taken_and_stops_nobody_for_good() {
    for (script, why) in [
        ("head -c 10485760 /dev/zero > \"$1\"", "larger than 1 MB"),
        ("printf 'qxedited caf\\351\\n' > \"$1\"", "not UTF-8 text"),
        ("printf 'q\\000x\\000\\n\\000' > \"$1\"", "not UTF-8 text"),
        ("ln -sf /nowhere \"$1\"", "a link"),
        ("rm \"$1\"; mkfifo -m 600 \"$1\"", "no ordinary file"),
        ("yes x | head -n 120000 > \"$1\"", "more than a story holds"),
        (
            "yes 'x y z' | head -n 30000 > \"$1\"",
            "more than a story holds",
        ),
    ] {
        let ground = Ground::new();
        prepared(&ground);
        let before = story(&ground);
        let left = store::edited(&ground.private());
        let ran = with_editor(&ground, script, None);
        assert_eq!(ran.code, Some(1), "{script}: {ran:?}");
        assert!(ran.err.contains(why), "{script}: {ran:?}");
        assert!(
            ran.err.contains(&*left.to_string_lossy()),
            "{script}: {ran:?}"
        );
        assert_eq!(story(&ground), before, "{script}");
        let ran = talked(&ground, "exit 0", [(LEFT, "l\n"), ("Open it?", "y\n")]);
        assert_eq!(ran.code, Some(0), "{script}: {ran:?}");
        assert_eq!(story(&ground), before, "{script}");
        only_in_the_story(&ground, Some(&ran), &[], script);
    }
}

#[test]
fn an_editor_ends_with_us_and_its_sheet_is_kept() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let ground = Ground::new();
        prepared(&ground);
        let before = story(&ground);
        // It minds no signal, and what it started would hold its output open.
        let script = "trap '' TERM HUP\necho qxedited >> \"$1\"; echo opened; sleep 600";
        let editor = ground.top.join("editor.sh");
        fs::write(&editor, script).unwrap();
        let mut command = ground.program(["--now", NOW, "story", "prep", "--editor"]);
        command.env("EDITOR", format!("sh '{}'", editor.display()));
        command.env("PATH", std::env::var_os("PATH").unwrap());
        let mut talk = Talk::begin(&mut command);
        talk.hear("Open it?");
        talk.say("y\n");
        talk.hear("opened");
        talk.signal(signal);
        // It ends only when nobody has its output any more: no editor is left.
        let ran = talk.ended();
        assert_eq!(ran.code, Some(code), "{ran:?}");
        fs::remove_file(editor).unwrap();
        let left = store::edited(&ground.private());
        only_in_the_story(&ground, Some(&ran), &[left], "ended");
        assert_eq!(story(&ground), before);
        let ran = talked(&ground, "exit 0", [(LEFT, "t\n"), ("Open it?", "y\n")]);
        assert_eq!(story(&ground).moments.len(), 11, "{ran:?}");
    }
}

#[test]
fn a_sheet_that_no_disk_holds_is_none() {
    for room in 0..8 {
        let ground = Ground::in_memory();
        let disk = FullDisk(Rc::new(Cell::new(room)));
        let _ = store::lend(&disk, &ground.private(), "1. a door\n");
        let lent = store::lent(&disk, &ground.private());
        let whole = store::Lent::Text("1. a door\n".to_string());
        assert!(
            lent == store::Lent::Nothing || lent == whole,
            "{room}: {lent:?}"
        );
    }
}
