//! What is read whole and still is not as it was written, or says what cannot be. It stops
//! nothing, so only whoever checks is told. Pure: the bytes, the log in them, the file's name.

use std::path::Path;

use chrono::{Datelike as _, TimeDelta};
use uuid::Uuid;

use crate::clock::Stamp;
use crate::fields::is_slug;
use crate::logs::{Log, NoName};

use super::parse::{BOM, Flaw, place};

/// Years in which a session can have been held.
const YEARS: std::ops::RangeInclusive<i32> = 1969..=9_998;
/// A session that is left waits for seven days, and again after it went on: this is long enough.
const LONGEST: TimeDelta = TimeDelta::days(60);
/// Minutes of a step at most: a day.
const MINUTES: std::ops::RangeInclusive<f64> = 0.0..=1_440.0;

/// Everything that a person should look at in a log that could be read.
pub(super) fn flaws(bytes: &[u8], log: &Log, path: &Path) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let at = |key: &str, nth: usize, rule, message: String| {
        Flaw::warning(rule, message).at(place(bytes, key, nth))
    };
    flaws.extend(oddity(bytes).map(|it| Flaw::warning("L013", it)));
    for (key, message) in times(log) {
        flaws.push(at(key, 0, "L015", message));
    }
    let minutes = [
        (
            "planned_minutes",
            log.steps.iter().map(|it| it.planned_minutes).collect(),
        ),
        (
            "actual_minutes",
            log.steps
                .iter()
                .map(|it| it.actual_minutes)
                .collect::<Vec<_>>(),
        ),
    ];
    for (key, minutes) in minutes {
        // Where a step has none the key is not there either.
        for (nth, it) in minutes.into_iter().flatten().enumerate() {
            if !MINUTES.contains(&it) {
                let message = format!(
                    "A step cannot have {key} of {it}; from 0 to 1440 is possible. Look for another copy, or put it right."
                );
                flaws.push(at(key, nth, "L016", message));
            }
        }
    }
    flaws.extend(name(log, path).map(|it| at("id", 0, "L017", it)));
    let groups = log
        .steps
        .iter()
        .flat_map(|it| &it.rounds)
        .flat_map(|it| &it.groups);
    if !groups.flatten().all(|it| is_slug(it)) {
        let message = "Who sat together is told by something that is no id, and may be a name. Take it out, or look for another copy.";
        flaws.push(at("rounds", 0, "L018", message.to_string()));
    }
    flaws
}

/// Times that no session has, each with its key.
fn times(log: &Log) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let times = [("started", Some(log.started)), ("ended", log.ended)];
    for (key, at) in times {
        if let Some(at) = at.filter(|it| !YEARS.contains(&it.year())) {
            let message = format!(
                "No session has {key} in the year {}: a clock was wrong. Put the time right, or look for another copy.",
                at.year()
            );
            found.push((key, message));
        }
    }
    let Some(ended) = log.ended.filter(|_| found.is_empty()) else {
        return found;
    };
    let day = |it: Stamp| it.format("%Y-%m-%d %H:%M");
    let (from, to) = (day(log.started), day(ended));
    if ended < log.started {
        let message = format!(
            "It cannot have ended, at {to}, before it started, at {from}. A clock was wrong. Put the time right, or look for another copy."
        );
        found.push(("ended", message));
    } else if ended - log.started > LONGEST {
        let message = format!(
            "It cannot have lasted from {from} to {to}. A clock was wrong. Put the time right, or look for another copy."
        );
        found.push(("ended", message));
    }
    found
}

/// That a file is named after another session. A name of somebody's own says nothing.
fn name(log: &Log, path: &Path) -> Option<String> {
    let said = path.file_name().unwrap_or_default().to_string_lossy();
    let wanted = match log.name() {
        Ok(wanted) => wanted,
        Err(NoName::Id) => {
            return Some("Its id is none that Firelight gives. Look for another copy.".to_string());
        }
        // Their own flaws say so.
        Err(NoName::Ritual | NoName::Year) => return None,
    };
    let wanted = wanted.file_stem().unwrap_or_default().to_string_lossy();
    // What copies get in front or behind is no other name.
    let is_ours = (0..said.len()).any(|from| {
        let id = said.get(from..from + 36);
        id.is_some_and(|it| Uuid::try_parse(it).is_ok())
    });
    (is_ours && !said.contains(&*wanted)).then(|| {
        format!("The file is named after another session, time or ritual than it holds. Name it {wanted}.json, or look for another copy.")
    })
}

/// What editors and sync tools leave of a log that can still be read whole.
fn oddity(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(BOM) {
        Some("Read; but an editor put a byte order mark in front. Save it as UTF-8 without one.")
    } else if bytes.contains(&b'\r') {
        Some(
            "Read; but its line ends were changed. For git, `sessions/** -text` in .gitattributes keeps them.",
        )
    } else if !bytes.ends_with(b"\n") {
        Some("Read; but its last byte, the end of the line, is missing. Look for another copy.")
    } else if serde_json::from_slice::<serde_json::Value>(bytes).is_err() {
        // Keys that are passed over are read less strictly than these values.
        Some(
            "Read; but a key that is not of a log holds a number beyond all bounds. Look for another copy.",
        )
    } else {
        None
    }
}
