//! Reading a team's logs: any set of files, in any layout, with the same answer for any order.
//!
//! Copies that sync clients, clones and people make are one log; a damaged file is named and
//! never stops the others. Nothing here writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::disk::{Disk, Kind, words};
use crate::fault::{Row, Severity};
use crate::fields::is_slug;
use crate::keep::FEWEST;

use super::{FORMAT, Log, MOST};

/// What some editors put in front of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Folders within folders below `sessions`.
const DEEPEST: usize = 8;

/// What a team's folder holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logs {
    /// Each session once, newest first, and the file it was read from.
    pub logs: Vec<(Log, PathBuf)>,
    /// Every file that was not read, and what else a person should look at.
    pub faults: Vec<Row>,
}

/// A log as `log --json` lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields of DESIGN §3")]
pub struct Listed {
    pub id: String,
    pub ritual: String,
    pub started: Stamp,
    pub path: String,
}

impl Logs {
    /// One row a session.
    pub fn list(&self) -> Vec<Listed> {
        let row = |(log, path): &(Log, PathBuf)| Listed {
            id: log.id.clone(),
            ritual: log.ritual.id.clone(),
            started: log.started,
            path: path.display().to_string(),
        };
        self.logs.iter().map(row).collect()
    }
}

/// Reads every log below the team's folder.
pub fn read_all(disk: &dyn Disk, team: &Path) -> Logs {
    let mut faults = Vec::new();
    let by_id = sessions(disk, team, |_| None, &mut faults);
    settle(by_id, faults)
}

/// The same, and names as well what was read whole and still is not as it was written: it
/// harms nothing, so only whoever checks is told.
pub fn check_all(disk: &dyn Disk, team: &Path) -> Logs {
    let mut faults = Vec::new();
    let by_id = sessions(disk, team, oddity, &mut faults);
    for copies in by_id.values() {
        for it in copies {
            if let Some(oddity) = it.oddity {
                faults.push(Flaw::warning("L013", oddity).row(&it.path));
            }
            let same = copies.iter().filter(|other| other.hash == it.hash);
            let first = same.map(|it| &it.path).min_by_key(|path| by_name(path));
            if let Some(first) = first.filter(|first| **first != it.path) {
                let message = format!(
                    "A copy of the same session; it counts once, and one of the two can go: {}.",
                    first.display()
                );
                faults.push(Flaw::warning("L014", message).row(&it.path));
            }
        }
    }
    settle(by_id, faults)
}

/// Every file that holds a log, by the session it is of.
fn sessions(
    disk: &dyn Disk,
    team: &Path,
    oddity: fn(&[u8]) -> Option<&'static str>,
    faults: &mut Vec<Row>,
) -> BTreeMap<String, Vec<Candidate>> {
    let mut by_id: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for path in files(disk, &team.join("sessions"), faults) {
        match read_one(disk, &path, oddity) {
            Ok(found) => by_id.entry(found.log.id.clone()).or_default().push(found),
            Err(flaw) => faults.push(flaw.row(&path)),
        }
    }
    by_id
}

fn settle(by_id: BTreeMap<String, Vec<Candidate>>, mut faults: Vec<Row>) -> Logs {
    let mut logs: Vec<(Log, PathBuf)> = by_id
        .into_values()
        .filter_map(|copies| choose(copies, &mut faults))
        .collect();
    for (log, path) in &logs {
        for (what, count) in &log.counts {
            if count.n < FEWEST {
                let message = format!(
                    "The count {what:?} is of fewer than {FEWEST} people; totals that small can tell who. Remove the file, or the count from it."
                );
                faults.push(Flaw::warning("L009", message).row(path));
            }
        }
    }
    logs.sort_by(|(a, _), (b, _)| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
    faults.sort_by(|a, b| (&a.path, &a.rule, a.line).cmp(&(&b.path, &b.rule, b.line)));
    Logs { logs, faults }
}

/// The ids of logs by the names of their files, newest first, each with when it began and what
/// was held. Nothing is opened, so that this is quick.
pub fn named(disk: &dyn Disk, team: &Path) -> Vec<(String, String)> {
    let mut stems: Vec<String> = files(disk, &team.join("sessions"), &mut Vec::new())
        .iter()
        .filter_map(|it| Some(it.file_stem()?.to_str()?.to_string()))
        .collect();
    stems.sort_unstable_by(|a, b| b.cmp(a));
    let named = stems.iter().filter_map(|stem| {
        let (before, id) = stem.split_at_checked(stem.len().checked_sub(36)?)?;
        uuid::Uuid::try_parse(id).ok()?;
        let (stamp, ritual) = before.trim_end_matches('-').split_once('-')?;
        let day = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
        Some((
            id.to_string(),
            format!("{ritual}, {}", day.format("%Y-%m-%d")),
        ))
    });
    named.collect()
}

/// A log that was read, and what decides between copies of it.
struct Candidate {
    log: Log,
    path: PathBuf,
    length: usize,
    hash: blake3::Hash,
    oddity: Option<&'static str>,
}

/// What is wrong with a file, before it is said which.
struct Flaw {
    rule: &'static str,
    severity: Severity,
    line: usize,
    column: usize,
    message: String,
}

impl Flaw {
    fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            line: 1,
            column: 1,
            message: message.into(),
        }
    }

    fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, message)
        }
    }

    fn unreadable(error: &io::Error) -> Self {
        Self::error("L010", format!("Cannot be read: {}.", words(error)))
    }

    fn row(self, path: &Path) -> Row {
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

/// Every file below `top` whose name says JSON anywhere, as conflict copies do too.
fn files(disk: &dyn Disk, top: &Path, faults: &mut Vec<Row>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![(top.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match disk.list(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                faults.push(Flaw::unreadable(&error).row(&folder));
                continue;
            }
        };
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.to_ascii_lowercase();
            if name.starts_with('.') {
                if name.ends_with(".json.icloud") {
                    let message = "Only a placeholder; the sync client has not downloaded this log yet. Open its folder while online.";
                    faults.push(Flaw::warning("L012", message).row(&path));
                }
                continue;
            }
            let says_json = name.contains(".json");
            match disk.look(&path).map(|it| it.kind) {
                Ok(Kind::Folder) if depth >= DEEPEST => {
                    let message = format!(
                        "More than {DEEPEST} folders deep; not read. Move the logs in it further up."
                    );
                    faults.push(Flaw::warning("L011", message).row(&path));
                }
                Ok(Kind::Folder) => folders.push((path, depth + 1)),
                Ok(Kind::File) if !says_json => {}
                Ok(Kind::File) => files.push(path),
                Ok(Kind::Link | Kind::Other) => {
                    let message = "Not a regular file; links, pipes and devices are not followed. Put the file itself here.";
                    faults.push(Flaw::error("L006", message).row(&path));
                }
                Err(error) => faults.push(Flaw::unreadable(&error).row(&path)),
            }
        }
    }
    files
}

fn read_one(
    disk: &dyn Disk,
    path: &Path,
    oddity: fn(&[u8]) -> Option<&'static str>,
) -> Result<Candidate, Flaw> {
    let bytes = disk.read(path, MOST).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            Flaw::error("L005", "Larger than 64 MB, so not a log; not read.")
        }
        // It was one when it was looked at.
        io::ErrorKind::InvalidInput => {
            Flaw::error("L006", "Not a regular file any more; not read.")
        }
        _ => Flaw::unreadable(&error),
    })?;
    let mut plain = Cow::Borrowed(bytes.strip_prefix(BOM).unwrap_or(&bytes));
    if plain.contains(&b'\r') {
        // A text in JSON has none of its own, so only the ends of lines were changed.
        plain.to_mut().retain(|it| *it != b'\r');
    }
    Ok(Candidate {
        log: parse(&plain)?,
        path: path.to_path_buf(),
        length: plain.len(),
        hash: blake3::hash(&plain),
        oddity: oddity(&bytes),
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

fn parse(bytes: &[u8]) -> Result<Log, Flaw> {
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
    let before = &bytes[..at];
    let start = before
        .iter()
        .rposition(|it| *it == b'\n')
        .map_or(0, |it| it + 1);
    Flaw {
        line: before.iter().filter(|it| **it == b'\n').count() + 1,
        column: at - start + 1,
        ..Flaw::error("L002", message)
    }
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

/// One of several files of one session, the same whatever their order: the finished one,
/// then the longest, then the one with the smallest hash; of equal files the one that no sync
/// client gave a longer name.
fn choose(mut copies: Vec<Candidate>, faults: &mut Vec<Row>) -> Option<(Log, PathBuf)> {
    copies.sort_by(|a, b| {
        let finished_first = b.log.finished.cmp(&a.log.finished);
        finished_first
            .then_with(|| b.length.cmp(&a.length))
            .then_with(|| a.hash.as_bytes().cmp(b.hash.as_bytes()))
            .then_with(|| by_name(&a.path).cmp(&by_name(&b.path)))
    });
    let mut copies = copies.into_iter();
    let chosen = copies.next()?;
    for other in copies.filter(|it| it.hash != chosen.hash) {
        let message = format!(
            "Another file of the same session says something else, and that one counts: {}. Keep the right one of the two.",
            chosen.path.display()
        );
        faults.push(Flaw::warning("L008", message).row(&other.path));
    }
    Some((chosen.log, chosen.path))
}

fn by_name(path: &Path) -> (usize, &Path) {
    (path.file_name().map_or(0, |it| it.len()), path)
}
