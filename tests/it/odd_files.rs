//! Pipes, folders, links, endless and broken files, each in every place where a file is looked
//! for: every command that only reads comes to its end and writes nothing.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::hostile_folder::{NASTY, read_with, toml};
use crate::leak_rig::Ground;

/// One of each that opens files.
const OPENING: &[&[&str]] = &[
    &[],
    &["rituals"],
    &["rituals", "show", "two-words"],
    &["check"],
    &["check", "../team"],
    &["log"],
    &["log", "show"],
    &["log", "check"],
    &["stored"],
];

fn pipe(path: &Path) {
    let rights = Mode::from_raw_mode(0o600);
    mknodat(CWD, path, FileType::Fifo, rights, 0).unwrap();
}

/// Whatever can stand where a file is looked for.
fn put_odd(path: &Path, odd: usize) -> &'static str {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    match odd {
        0 => {
            pipe(path);
            "a pipe"
        }
        1 => {
            fs::create_dir(path).unwrap();
            "a folder"
        }
        2 => {
            symlink(path, path).unwrap();
            "a link to itself"
        }
        3 => {
            symlink("..", path).unwrap();
            "a link to a folder above"
        }
        4 => {
            symlink("/dev/zero", path).unwrap();
            "a link to what has no end"
        }
        5 => {
            fs::write(path, "").unwrap();
            "nothing in it"
        }
        6 => {
            fs::write(path, vec![b'['; 2 << 20]).unwrap();
            "2 MB of brackets"
        }
        7 => {
            fs::write(path, b"\xff\xfe\x00\x1b[2J= = \"\n[[[\n\x00").unwrap();
            "garbage"
        }
        8 => {
            let text = format!("{} = 1\nformat = {}\n", toml(NASTY), toml(NASTY));
            fs::write(path, text).unwrap();
            "unknown keys of a stranger"
        }
        9 => {
            fs::write(path, "[a]\n".to_string() + &"x.".repeat(2000) + "y = 1\n").unwrap();
            "a deep key"
        }
        _ => {
            fs::write(path, "x = ".to_string() + &"[".repeat(100_000)).unwrap();
            "deep brackets"
        }
    }
}

const ODD: usize = 11;

#[test]
fn whatever_stands_where_a_file_is_looked_for() {
    for place in [
        "firelight.toml",
        "prompts",
        "prompts/rituals",
        "prompts/rituals/two-words.toml",
        "prompts/feelings.toml",
        "sessions",
        "sessions/2026/11/x.json",
    ] {
        for odd in 0..ODD {
            let ground = Ground::new();
            let what = put_odd(&ground.team().join(place), odd);
            read_with(&ground, &format!("{place} is {what}"), OPENING);
        }
    }
}

#[test]
fn what_the_team_planned_and_agreed_is_checked_with_its_place() {
    let ground = Ground::new();
    ground.team_file(
        "plans/story-2026-12-15.toml",
        "format = \"firelight.plan/1\"\nminutes = 60\n[[slot]]\ndate = 2026-13-15\n",
    );
    ground.team_file(
        "agreements/2026-12-01-abcdef.toml",
        "format = \"firelight.agreement/1\"\nmade = 2026-12-01\nway = \"foursome\"\n",
    );
    let ran = ground.within(&["check"], []);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for place in ["story-2026-12-15.toml:4:8", "2026-12-01-abcdef.toml:3:7"] {
        assert!(ran.out.contains(place), "{place}: {}", ran.out);
    }
}
