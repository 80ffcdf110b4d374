//! Text from people reaches a file only as [`keep::Text`], which nothing but `keep` makes;
//! and every field of a journal or a log is on a list, with a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use firelight::keep::{self, Class, Place};
use firelight::logs::{self, Count, Dealt, Held, Log, Round};
use firelight::session::event::{Event, Person, Stamped};
use serde_json::Value;

use crate::sample;

/// Every field of a session log, and why it may be there. A new one needs a reason.
const LOG: &[(&str, &str)] = &[
    ("format", "the format's name"),
    ("id", "random, of the session"),
    ("ritual.id", "from the ritual's file"),
    ("ritual.title", "from the ritual's file"),
    ("ritual.hash", "from the ritual's file"),
    ("ritual.family", "from the ritual's file"),
    ("started", "the session's, nobody's"),
    ("ended", "the session's, nobody's"),
    ("zone", "to read the times by; the zone's, no place's"),
    ("mode", "one word of three"),
    ("finished", "of the session"),
    ("ceiling", "one word of five"),
    ("steps[].kind", "one word of nine"),
    (
        "steps[].planned_minutes",
        "of the whole step, never of a turn",
    ),
    (
        "steps[].actual_minutes",
        "of the whole step, never of a turn",
    ),
    ("steps[].rounds[].groups[][]", "opaque ids, sorted"),
    (
        "steps[].dealt[].id",
        "what was offered, not what was chosen",
    ),
    ("steps[].dealt[].text", "from the bank's file"),
    ("steps[].dealt[].level", "from the bank's file"),
    ("steps[].left_out", "one sentence of the program's own"),
    ("kept[].form", "one word of seven"),
    ("kept[].text", "what the group agreed to keep, sorted"),
    ("counts.*.n", "of five people at least"),
    ("counts.*.mean", "of five people at least"),
    ("counts.*.chosen[]", "an option of the ritual's file"),
    ("counts.*.agreed", "of five people at least"),
];

/// Every `String` that an event, an opening or a log has, and where it comes from: none of
/// them from people.
const STRINGS: &[(&str, &[&str])] = &[
    (
        "src/session/event.rs",
        &[
            "format: String",           // the program's
            "id: String",               // random (session, person), or from a bank's file
            "zone: String",             // the computer's
            "team: String",             // a path, in the person's own folder only
            "text: String",             // of a card, from a bank's file
            "people: Vec<String>",      // ids
            "groups: Vec<Vec<String>>", // ids
            "reason: String",           // the program's
            "form: String",             // from the ritual's file
            "options: Vec<String>",     // of a card, from a bank's file
            "answer: Option<String>",   // of a card, from a bank's file
            "note: Option<String>",     // of a card, from a bank's file
        ],
    ),
    (
        "src/logs.rs",
        &[
            "format: String",
            "id: String",
            "zone: String",
            "mode: String",
            "ceiling: String",
            "title: String",
            "hash: String",
            "family: String",
            "kind: String",
            "left_out: Option<String>",
            "groups: Vec<Vec<String>>", // ids
            "text: String",             // of a question, from a bank's file
            "form: String",
            "counts: BTreeMap<String, Count>", // the program's
            "chosen: Option<Vec<String>>",     // from the ritual's file
        ],
    ),
    (
        "src/session.rs",
        &["left_out: BTreeMap<usize, String>", "form: String"],
    ),
    (
        "src/story.rs",
        &["rest: String"], // what a newer version wrote, as it stood
    ),
    (
        "src/session/next.rs",
        &[
            "people: Vec<String>",       // ids
            "before: Vec<Vec<String>>",  // ids
            "made_of: Vec<Vec<String>>", // ids
            "reason: String",
            "person: String",        // an id
            "then: Option<String>",  // an id
            "about: Option<String>", // an id
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of the program with its text, tests within it cut off.
fn files() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap().to_string();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 50);
    found
}

#[test]
fn only_keep_makes_a_text() {
    let mut made = Vec::new();
    for (path, text) in files() {
        let is_keep = path.ends_with("src/keep.rs");
        for line in text.lines().map(str::trim) {
            let says = |words: &str| line.contains(words);
            if is_keep && line.contains("Some(Text(") {
                made.push(line.to_string());
            }
            let makes = says("keep::Text(") || says("for Text {") && !says("fmt::Debug");
            let reads = says("::<Text>") || says("::<keep::Text>");
            assert!(!makes && !reads, "{}: {line}", path.display());
        }
        if is_keep {
            // The field is nobody else's to fill; only reading a stored text back makes one too.
            assert!(text.contains("pub struct Text(String);"));
        }
    }
    assert_eq!(made.len(), 1, "{made:?}");
}

#[test]
fn no_field_that_is_stored_holds_what_people_typed_as_a_plain_string() {
    for (path, allowed) in STRINGS {
        let text = fs::read_to_string(source().parent().unwrap().join(path)).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_string();
        let fields = text.lines().map(|it| it.trim().trim_start_matches("pub "));
        let fields = fields.filter(|it| it.ends_with(',') && it.contains("String"));
        let fields = fields.filter(|it| !it.contains('(') && !it.starts_with("//"));
        let found: BTreeSet<&str> = fields.map(|it| it.trim_end_matches(',')).collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert_eq!(found, allowed, "{path}");
    }
}

/// Names of all fields, members of lists and maps under one name.
fn fields(value: &Value, name: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = if name == "counts" { "*" } else { key.as_str() };
                let dot = if name.is_empty() { "" } else { "." };
                fields(value, &format!("{name}{dot}{key}"), into);
            }
        }
        Value::Array(members) => {
            for it in members {
                fields(it, &format!("{name}[]"), into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            into.insert(name.to_string());
        }
    }
}

/// A log with every field. Whoever adds one must name it here, and so meets the list.
fn whole_log() -> Log {
    Log {
        format: logs::FORMAT.to_string(),
        id: "id".to_string(),
        ritual: Held {
            id: "two-words".to_string(),
            title: "Two words".to_string(),
            hash: "b3:00".to_string(),
            family: "moments".to_string(),
        },
        started: sample::at(0),
        ended: Some(sample::at(60)),
        zone: "Europe/Berlin".to_string(),
        mode: "room".to_string(),
        finished: true,
        ceiling: "open".to_string(),
        steps: vec![logs::Step {
            kind: "deal".to_string(),
            planned_minutes: Some(1.0),
            actual_minutes: Some(1.0),
            rounds: vec![Round {
                groups: vec![vec!["7kq2mz".to_string()]],
            }],
            dealt: vec![Dealt {
                id: "calm".to_string(),
                text: "calm".to_string(),
                level: 1,
            }],
            left_out: Some("time was short".to_string()),
        }],
        kept: vec![logs::Kept {
            form: "theme".to_string(),
            text: keep::text(Class::Kept, Place::Log, "We ask for help late.").unwrap(),
        }],
        counts: BTreeMap::from([(
            "again".to_string(),
            Count {
                n: 5,
                mean: Some(4.0),
                chosen: Some(vec!["soup".to_string()]),
                agreed: Some(true),
            },
        )]),
    }
}

#[test]
fn a_log_has_no_field_without_a_reason() {
    let mut found = BTreeSet::new();
    fields(&serde_json::to_value(whole_log()).unwrap(), "", &mut found);
    assert!(LOG.iter().all(|(_, reason)| !reason.is_empty()));
    let allowed: BTreeSet<String> = LOG.iter().map(|it| it.0.to_string()).collect();
    assert_eq!(found, allowed);
}

#[test]
fn a_journal_opens_with_nothing_but_what_it_needs() {
    let mut opening = sample::opening();
    opening.people.push(Person {
        id: "7kq2mz".to_string(),
        name: keep::name("Ana"),
        remote: true,
        tags: keep::tag("lead").into_iter().collect(),
    });
    let mut value = serde_json::to_value(&opening).unwrap();
    value["ritual"] = Value::Null;
    let mut found = BTreeSet::new();
    fields(&value, "", &mut found);
    let found: Vec<String> = found.into_iter().collect();
    let allowed = "counted format id minutes mode pace people[].id people[].name people[].remote \
                   people[].tags[] ritual started team zone";
    assert_eq!(found.join(" "), allowed);
}

/// What stands in a debug print could stand in a panic or a test's output.
#[test]
fn a_debug_print_of_a_session_holds_no_word_of_anybody() {
    let mut opening = sample::opening();
    opening.people.push(Person {
        id: "7kq2mz".to_string(),
        name: keep::name("Qxname"),
        remote: false,
        tags: keep::tag("qxlabel").into_iter().collect(),
    });
    let kept = Stamped {
        at: sample::at(1),
        event: Event::Kept {
            form: "theme".to_string(),
            class: Class::Kept,
            text: keep::text(Class::Kept, Place::Journal, "qxkept").unwrap(),
        },
    };
    let (state, fault) =
        firelight::session::State::replay(opening.clone(), std::slice::from_ref(&kept));
    assert_eq!(fault, None);
    let log = state.log();
    for shown in [
        format!("{opening:?}"),
        format!("{kept:?}"),
        format!("{state:?}"),
        format!("{log:?}"),
    ] {
        assert!(!shown.to_lowercase().contains("qx"), "{shown}");
    }
}
