//! One small session, its log, and folders to hold it in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use firelight::clock::Stamp;
use firelight::disk::Disk;
use firelight::journal::Journal;
use firelight::logs::publish::{Published, publish};
use firelight::logs::{self, Held, Log};
use firelight::session::event::{Event, FORMAT, Opening, Stamped};

/// Events of the session.
pub const EVENTS: usize = 12;

pub fn opening() -> Opening {
    let ritual = serde_json::json!({
        "id": "two-words", "title": "Two words", "family": "moments", "purpose": "See how people arrive.",
        "minutes": 4, "people": { "min": 2, "best": [3, 12], "max": 20 }, "ceiling": "open",
        "confidentiality": "ask-me-first", "hash": "b3:00",
        "steps": [ { "what": { "say": { "text": "Two words \u{202e}each.", "seconds": 5 } } } ],
    });
    Opening {
        format: FORMAT.to_string(),
        id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".to_string(),
        started: at(0),
        zone: "Europe/Berlin".to_string(),
        mode: firelight::ritual::Mode::Room,
        counted: true,
        people: Vec::new(),
        minutes: 4,
        pace: 100,
        team: "/team".to_string(),
        ritual: serde_json::from_value(ritual).unwrap(),
        agreement: None,
    }
}

pub fn at(second: usize) -> Stamp {
    let start: Stamp = "2026-11-30T09:30:12+01:00".parse().unwrap();
    start + chrono::TimeDelta::milliseconds(1001 * second as i64)
}

pub fn event(n: usize) -> Stamped {
    let reason = format!("é \u{9b}31m number {n}");
    Stamped {
        at: at(n + 1),
        event: Event::LeftOut { step: n, reason },
    }
}

pub fn events(n: usize) -> Vec<Stamped> {
    (0..n).map(event).collect()
}

/// A log that shows every event, as a pure function of the session.
pub fn log_of(opening: &Opening, events: &[Stamped]) -> Log {
    let step = |it: &Stamped| match &it.event {
        Event::LeftOut { reason, .. } => logs::Step {
            kind: "ask".to_string(),
            left_out: Some(reason.clone()),
            ..logs::Step::default()
        },
        other => panic!("not held here: {other:?}"),
    };
    Log {
        format: logs::FORMAT.to_string(),
        id: opening.id.clone(),
        ritual: Held {
            id: opening.ritual.id.clone(),
            title: opening.ritual.title.clone(),
            hash: opening.ritual.hash.clone(),
            family: "moments".to_string(),
        },
        started: opening.started,
        ended: events.last().map(|it| it.at.max(opening.started)),
        zone: opening.zone.clone(),
        mode: "room".to_string(),
        finished: true,
        ceiling: "open".to_string(),
        steps: events.iter().map(step).collect(),
        kept: Vec::new(),
        counts: BTreeMap::new(),
    }
}

/// A team's folder and a person's, gone with the test.
pub struct Folders {
    _temp: tempfile::TempDir,
    /// Both lie in it.
    pub top: PathBuf,
}

impl Folders {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let top = temp.path().to_path_buf();
        fs::create_dir(team(&top)).unwrap();
        Self { _temp: temp, top }
    }
}

pub fn team(top: &Path) -> PathBuf {
    top.join("team")
}

pub fn private(top: &Path) -> PathBuf {
    top.join("private")
}

pub fn journals(top: &Path) -> PathBuf {
    top.join("private/running")
}

/// Holds a session to its end as a host does: when the journal fails it is begun anew, and
/// when that fails too the session goes on in memory. `saved` is told how many events were
/// shown as saved.
pub fn hold(disk: &dyn Disk, top: &Path, saved: &dyn Fn(usize)) -> Published {
    let opening = opening();
    let mut journal = Journal::begin(disk, &journals(top), &opening).ok();
    let mut so_far = Vec::new();
    for n in 0..EVENTS {
        so_far.push(event(n));
        let done = match &mut journal {
            Some(journal) => journal.append(&so_far[n]).is_ok(),
            None => false,
        };
        if !done {
            journal = Journal::rewrite(disk, &journals(top), &opening, &so_far).ok();
        }
        if journal.is_some() {
            saved(n + 1);
        }
    }
    let log = log_of(&opening, &so_far);
    let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
    let outcome = publish(disk, &team(top), &private(top), &name, bytes);
    if let (Some(journal), Published::Done { .. } | Published::Unsent { .. }) = (journal, &outcome)
    {
        saved(EVENTS);
        let _ = journal.finish(disk);
    }
    outcome
}
