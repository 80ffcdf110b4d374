//! A journal read back, as far as it is whole.
//!
//! Any bytes are read without a panic, and what was durable before a damaged place is never
//! lost by it. No sentence here repeats what a line says: journals hold names.

use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::session::event::{Event, FORMAT, Opening, Stamped};

use super::{MOST, possible};

/// What could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Line 1, if it is one of ours.
    pub opening: Option<Opening>,
    /// The events before any damage.
    pub events: Vec<Stamped>,
    /// How many bytes at the beginning are whole lines that were understood.
    pub good_bytes: u64,
    /// Where and why reading stopped before the end.
    pub torn: Option<Torn>,
}

/// Why a journal was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Torn {
    /// The last line has no end: the program was stopped while it wrote it.
    #[error("Line {line}, the last, was not written to its end and is left out.")]
    LastLine {
        /// Counted from 1.
        line: usize,
    },
    /// A line is not JSON.
    #[error("Line {line} is damaged; what comes before it is kept, the rest is not read.")]
    Damaged {
        /// Counted from 1.
        line: usize,
    },
    /// A line is JSON and not an event of this version.
    #[error(
        "Line {line} is not an event this version knows; what comes before it is kept, the rest is not read."
    )]
    Unknown {
        /// Counted from 1.
        line: usize,
    },
    /// A line is an event that no session has: its time is no time, or an id is none.
    #[error("Line {line} says what cannot be; what comes before it is kept, the rest is not read.")]
    Impossible {
        /// Counted from 1.
        line: usize,
    },
    /// Line 1 is an opening that no session has.
    #[error("Line 1 says what cannot be: {what}. Put it back as it was, or remove the file.")]
    ImpossibleOpening {
        /// What.
        what: &'static str,
    },
    /// Line 1 is not an opening.
    #[error("This is not a journal, or its first line is damaged.")]
    NoOpening,
    /// Another major version of the format.
    #[error("This journal was written by another version of firelight, in format {major}.")]
    Format {
        /// The number after the slash.
        major: u32,
    },
    /// More than [`MOST`] bytes.
    #[error("This journal is larger than 64 MB and is not read.")]
    TooLarge,
}

/// Reads a journal.
pub fn read(bytes: &[u8]) -> Read {
    let mut so_far = Read {
        opening: None,
        events: Vec::new(),
        good_bytes: 0,
        torn: None,
    };
    if bytes.len() as u64 > MOST {
        so_far.torn = Some(Torn::TooLarge);
        return so_far;
    }
    for (idx, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = idx + 1;
        let read = if so_far.opening.is_none() {
            opening(line).map(|it| so_far.opening = Some(it))
        } else if let Some(whole) = line.strip_suffix(b"\n") {
            event(whole)
                .map_err(|fault| match fault {
                    NoEvent::NotJson => Torn::Damaged { line: number },
                    NoEvent::Unknown => Torn::Unknown { line: number },
                })
                .and_then(|it| match possible::can_be(&it) {
                    true => Ok(it),
                    false => Err(Torn::Impossible { line: number }),
                })
                .map(|it| so_far.events.push(it))
        } else {
            Err(Torn::LastLine { line: number })
        };
        if let Err(torn) = read {
            so_far.torn = Some(torn);
            return so_far;
        }
        so_far.good_bytes += line.len() as u64;
    }
    if so_far.opening.is_none() {
        so_far.torn = Some(Torn::NoOpening);
    }
    so_far
}

/// Why a line is not an event.
pub(super) enum NoEvent {
    NotJson,
    Unknown,
}

/// Reads one line, without its end: `at`, one event, and fields of newer versions.
pub(super) fn event(line: &[u8]) -> Result<Stamped, NoEvent> {
    let value: Value = serde_json::from_slice(line).map_err(|_| NoEvent::NotJson)?;
    let Value::Object(mut fields) = value else {
        return Err(NoEvent::Unknown);
    };
    let at = fields
        .remove("at")
        .as_ref()
        .and_then(Value::as_str)
        .and_then(|at| DateTime::parse_from_rfc3339(at).ok())
        .ok_or(NoEvent::Unknown)?;
    let mut events = fields
        .into_iter()
        .filter_map(|field| Event::deserialize(Value::Object(Map::from_iter([field]))).ok());
    match (events.next(), events.next()) {
        (Some(event), None) => Ok(Stamped { at, event }),
        (None, _) | (Some(_), Some(_)) => Err(NoEvent::Unknown),
    }
}

fn opening(line: &[u8]) -> Result<Opening, Torn> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }

    // An opening without its end was never shown as saved.
    let line = line.strip_suffix(b"\n").ok_or(Torn::NoOpening)?;
    let head: Head = serde_json::from_slice(line).map_err(|_| Torn::NoOpening)?;
    if head.format != FORMAT {
        let major = head.format.strip_prefix("firelight.journal/");
        return Err(match major.and_then(|it| it.parse().ok()) {
            Some(major) => Torn::Format { major },
            None => Torn::NoOpening,
        });
    }
    let opening: Opening = serde_json::from_slice(line).map_err(|_| Torn::NoOpening)?;
    match possible::fault(&opening) {
        Some(what) => Err(Torn::ImpossibleOpening { what }),
        None => Ok(opening),
    }
}
