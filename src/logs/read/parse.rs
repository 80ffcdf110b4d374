//! The bytes of one log: read, or what is wrong with them and where.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::disk::words;
use crate::fault::{Row, Severity};
use crate::fields::is_slug;
use crate::logs::{FORMAT, Log};

/// What some editors put in front of UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// What is wrong with a file, before it is said which.
pub(super) struct Flaw {
    rule: &'static str,
    severity: Severity,
    line: usize,
    column: usize,
    message: String,
}

impl Flaw {
    pub(super) fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            line: 1,
            column: 1,
            message: message.into(),
        }
    }

    pub(super) fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, message)
        }
    }

    /// The same, at a line and a column.
    pub(super) fn at(self, (line, column): (usize, usize)) -> Self {
        Self {
            line,
            column,
            ..self
        }
    }

    pub(super) fn unreadable(error: &io::Error) -> Self {
        Self::error("L010", format!("Cannot be read: {}.", words(error)))
    }

    pub(super) fn row(self, path: &Path) -> Row {
        Row {
            rule: self.rule.to_string(),
            severity: self.severity,
            path: path.display().to_string(),
            line: self.line,
            column: self.column,
            message: self.message,
        }
    }
}

/// The bytes as they were written, if only a byte order mark or the ends of lines came since.
pub(super) fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut plain = Cow::Borrowed(bytes.strip_prefix(BOM).unwrap_or(bytes));
    if plain.contains(&b'\r') {
        // A text in JSON has none of its own.
        plain.to_mut().retain(|it| *it != b'\r');
    }
    plain
}

/// The log that the bytes hold.
pub(super) fn parse(bytes: &[u8]) -> Result<Log, Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::error(
            "L001",
            "Empty: 0 bytes. A sync client may still be at work; if not, look for another copy in its versions or trash.",
        ));
    }
    let text = str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let log: Log = serde_json::from_str(text).map_err(|error| flaw(bytes, &error))?;
    if log.format != FORMAT {
        return Err(other_format(&log.format));
    }
    if log.id.is_empty() || !is_slug(&log.ritual.id) {
        return Err(Flaw::error(
            "L003",
            "Not a session log: its id is empty, or its ritual's id is not lower-case letters, digits and hyphens.",
        ));
    }
    Ok(log)
}

fn not_utf8(bytes: &[u8], at: usize) -> Flaw {
    let message = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        "Saved as UTF-16. Save it as UTF-8, or look for another copy."
    } else {
        "Not UTF-8 text from here on. The file was changed; look for another copy."
    };
    Flaw::error("L002", message).at(line_of(bytes, at))
}

/// Line and column, from 1, of a place in a file.
fn line_of(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at];
    let start = before.iter().rposition(|it| *it == b'\n');
    let line = before.iter().filter(|it| **it == b'\n').count() + 1;
    (line, at - start.map_or(0, |it| it + 1) + 1)
}

/// Where a key stands for the `nth` time, from 0; the first line when it does not. Within a text
/// no quotation mark stands without a backslash, so no text is taken for a key.
pub(super) fn place(bytes: &[u8], key: &str, nth: usize) -> (usize, usize) {
    let text = String::from_utf8_lossy(bytes);
    let key = format!("\"{key}\"");
    let found = text.match_indices(&key).nth(nth);
    found.map_or((1, 1), |(at, _)| line_of(text.as_bytes(), at))
}

fn flaw(bytes: &[u8], error: &serde_json::Error) -> Flaw {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }

    let mark = bytes
        .split(|it| *it == b'\n')
        .position(|it| it.starts_with(b"<<<<<<< "));
    let flaw = if let Some(idx) = mark {
        let message =
            "Holds marks of a merge conflict. A log never changes, so take either side whole.";
        return Flaw {
            line: idx + 1,
            ..Flaw::error("L007", message)
        };
    } else if error.is_data() {
        match serde_json::from_slice::<Head>(bytes) {
            Ok(head) if head.format != FORMAT => return other_format(&head.format),
            Ok(_) => Flaw::error("L003", format!("Not a whole session log: {error}.")),
            Err(_) => Flaw::error("L003", "Not a session log: it names no format."),
        }
    } else {
        Flaw::error(
            "L002",
            "Not JSON from here on. The file was cut or changed; look for another copy.",
        )
    };
    Flaw {
        line: error.line().max(1),
        column: error.column().max(1),
        ..flaw
    }
}

fn other_format(format: &str) -> Flaw {
    let major = format.strip_prefix("firelight.session/");
    match major.and_then(|it| it.parse::<u32>().ok()) {
        Some(major) => Flaw::error(
            "L004",
            format!("Written in format {major}, which another version of firelight reads."),
        ),
        None => Flaw::error("L003", "Not a session log: its format is another."),
    }
}
