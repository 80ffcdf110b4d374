//! The house as `src/lib.rs` draws it: arrows go down, outside crates have one owner each, and
//! every file says what its room is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the roof down. A room may use only rooms further down.
const ROOMS: &[&str] = &[
    "main",
    "cli",
    "commands",
    "host",
    "history",
    "names",
    "apart",
    "plan",
    "team",
    "check",
    "deal",
    "chance",
    "journal",
    "library",
    "story",
    "export",
    "session",
    "agreements",
    "bank",
    "ritual",
    "logs",
    "roster",
    "places",
    "evidence",
    "fields",
    "ui",
    "fault",
    "disk",
    "request",
    "groups",
    "keep",
    "json",
    "clock",
    "shell",
];

/// Outside crates, and the files that may name them, by the beginning of their paths.
const OWNERS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["fault"]),
    (
        "blake3",
        &[
            "bank/wording/copied",
            "logs/read",
            "plan/slots",
            "ritual/read",
        ],
    ),
    ("chrono_tz", &["clock"]),
    ("clap", &["cli", "commands"]),
    ("console", &["ui/terminal"]),
    ("csv", &["export", "names", "commands/questions"]),
    ("dialoguer", &["ui/terminal"]),
    ("iana_time_zone", &["clock"]),
    ("icalendar", &["export/calendar"]),
    ("include_dir", &["library"]),
    (
        "rand",
        &["chance", "deal", "groups", "host/forming", "request"],
    ),
    ("rustix", &["disk", "ui"]),
    ("roff", &["commands/man"]),
    ("schemars", &["logs"]),
    ("signal_hook", &["ui/signals"]),
    ("strsim", &["fault"]),
    ("textwrap", &["ui/text", "commands/rituals"]),
    ("toml", &["fields"]),
    ("unicode_normalization", &["roster"]),
    ("unicode_security", &["roster"]),
    ("unicode_segmentation", &["ui"]),
    ("unicode_width", &["ui/text"]),
    ("uuid", &["chance", "journal", "logs"]),
];

struct Source {
    /// Path below `src`, without its ending.
    name: String,
    text: String,
    /// The lines that are code and no test.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, "rs", &mut paths);
    let sources = paths.into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().with_extension("");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = code.lines().filter(|it| !it.trim_start().starts_with("//"));
        Source {
            name: name.to_str().unwrap().replace('\\', "/"),
            code: code.collect::<Vec<_>>().join("\n"),
            text,
        }
    });
    sources.collect()
}

fn collect(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, paths);
        } else if path.extension().is_some_and(|it| it == ending) {
            paths.push(path);
        }
    }
}

/// The words that stand right behind `before`.
fn words_after(code: &str, before: &str) -> BTreeSet<String> {
    let behind = code.split(before).skip(1);
    let word = |it: &str| {
        it.chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect::<String>()
    };
    behind.map(word).filter(|it| !it.is_empty()).collect()
}

#[test]
fn arrows_go_down() {
    let floor = |room: &str| ROOMS.iter().position(|it| *it == room);
    let mut seen = 0;
    for source in sources()
        .iter()
        .filter(|it| it.name != "lib" && !it.name.ends_with("tests"))
    {
        let room = source.name.split('/').next().unwrap();
        let here = floor(room).unwrap_or_else(|| panic!("{room} is no room of tests/it/house.rs"));
        assert!(
            !source.code.contains("use crate::{"),
            "{}: one `use` line a room",
            source.name
        );
        let mut used = words_after(&source.code, "crate::");
        used.extend(words_after(&source.code, "firelight::"));
        for other in used.iter().filter(|it| *it != room) {
            let there =
                floor(other).unwrap_or_else(|| panic!("{}: {other} is no room", source.name));
            assert!(
                here < there,
                "{} uses {other}, which lies above it",
                source.name
            );
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} arrows were read");
}

#[test]
fn outside_crates_have_owners() {
    for source in sources() {
        for (name, owners) in OWNERS {
            let named = source.code.contains(&format!("{name}::"))
                || source.code.contains(&format!("use {name}"));
            let owned = owners.iter().any(|it| source.name.starts_with(it));
            assert!(
                !named || owned || source.name == "main",
                "{} names {name}",
                source.name
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_a_room() {
    for source in sources() {
        assert!(
            source.text.starts_with("//! "),
            "{} does not say what it is for",
            source.name
        );
        let lines = source.text.lines().count();
        assert!(
            lines <= 600,
            "{} has {lines} lines: is it still one room?",
            source.name
        );
    }
}

#[test]
fn no_comment_sends_anybody_to_a_page_that_is_not_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for (folder, ending) in [
        ("src", "rs"),
        ("tests", "rs"),
        ("prompts", "toml"),
        ("src", "toml"),
    ] {
        collect(&root.join(folder), ending, &mut paths);
    }
    assert!(paths.len() > 200, "only {} files were read", paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        // Names of files in the code of a test are its own.
        let is_said = |it: &&str| {
            let it = it.trim_start();
            it.starts_with("//") || it.starts_with('#')
        };
        for line in text.lines().filter(is_said) {
            let words = line.split(|c: char| !c.is_alphanumeric() && !"._-/".contains(c));
            for word in words.map(|it| it.trim_end_matches('.')) {
                let is_here = !word.ends_with(".md") || root.join(word).is_file();
                assert!(is_here, "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn nobody_but_the_door_to_files_changes_one() {
    for source in sources() {
        let changes = [
            "fs::write",
            "File::create",
            "fs::rename",
            "fs::remove",
            "fs::create_dir",
            "OpenOptions",
        ];
        let named = changes.iter().any(|it| source.code.contains(it));
        assert!(
            !named || source.name.starts_with("disk"),
            "{} changes files by itself",
            source.name
        );
    }
}

#[test]
fn the_past_is_asked_for_in_one_room() {
    // Whoever shows, counts or searches the files themselves.
    const READERS: &[&str] = &[
        "history",
        "logs",
        "commands/complete",
        "commands/forget",
        "commands/log",
        "commands/stored",
    ];
    let mut named = 0;
    for source in sources() {
        let reads = ["logs::read", "logs::{publish, read}", "read_all("];
        if reads.iter().any(|it| source.code.contains(it)) {
            let may = READERS.iter().any(|it| source.name.starts_with(it));
            assert!(may, "{} walks the logs: ask history", source.name);
            named += 1;
        }
    }
    assert!(named >= READERS.len(), "only {named} readers were found");
}
