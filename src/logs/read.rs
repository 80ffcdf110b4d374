//! Reading a team's logs: any set of files, in any layout, with the same answer for any order.
//!
//! Copies that sync clients, clones and people make are one log; a damaged file is named and
//! never stops the others. Nothing here writes.

mod check;
mod parse;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::clock::Stamp;
use crate::disk::{Disk, Kind};
use crate::fault::Row;
use crate::keep::FEWEST;

use super::{Log, MOST};
use parse::Flaw;

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
#[expect(missing_docs, reason = "the fields are the keys of its JSON")]
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
    let by_id = sessions(disk, team, |_, _, _| Vec::new(), &mut faults);
    settle(by_id, faults)
}

/// The same, and names as well what was read whole and still is not as it was written: it
/// harms nothing, so only whoever checks is told.
pub fn check_all(disk: &dyn Disk, team: &Path) -> Logs {
    let mut faults = Vec::new();
    let mut by_id = sessions(disk, team, check::flaws, &mut faults);
    for copies in by_id.values_mut() {
        for it in copies.iter_mut() {
            let flaws = it.flaws.drain(..);
            faults.extend(flaws.map(|flaw| flaw.row(&it.path)));
        }
        for it in copies.iter() {
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

/// What is to be said of a log that could be read: its bytes, itself, and where it lies.
type Look = fn(&[u8], &Log, &Path) -> Vec<Flaw>;

/// Every file that holds a log, by the session it is of.
fn sessions(
    disk: &dyn Disk,
    team: &Path,
    look: Look,
    faults: &mut Vec<Row>,
) -> BTreeMap<String, Vec<Candidate>> {
    let mut by_id: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for path in files(disk, &team.join("sessions"), faults) {
        match read_one(disk, &path, look) {
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

/// Whether a fault of [`read_all`] means that what is there was not read.
pub fn is_unread(fault: &Row) -> bool {
    !["L008", "L009"].contains(&fault.rule.as_str())
}

/// The ids of the latest logs where they are published, newest first, each with what was held
/// and when. The names of files say it; nothing is opened, because shells ask for this between
/// two keys.
pub fn latest(disk: &dyn Disk, team: &Path, most: usize) -> Vec<(String, String)> {
    let newest_first = |folder: &Path| {
        let mut found = disk.list(folder).unwrap_or_default();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found
    };
    let mut latest = Vec::new();
    for year in newest_first(&team.join("sessions")) {
        for month in newest_first(&year) {
            latest.extend(newest_first(&month).iter().filter_map(|it| name(it)));
            if latest.len() >= most {
                latest.truncate(most);
                return latest;
            }
        }
    }
    latest
}

/// What the name of a published log says.
fn name(path: &Path) -> Option<(String, String)> {
    let stem = path.file_stem()?.to_str()?;
    let (before, id) = stem.split_at_checked(stem.len().checked_sub(36)?)?;
    uuid::Uuid::try_parse(id).ok()?;
    let (stamp, ritual) = before.strip_suffix('-')?.split_once('-')?;
    let day = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
    let about = format!("{ritual}, {}", day.format("%Y-%m-%d"));
    Some((id.to_string(), about))
}

/// A log that was read, and what decides between copies of it.
struct Candidate {
    log: Log,
    path: PathBuf,
    length: usize,
    hash: blake3::Hash,
    flaws: Vec<Flaw>,
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

fn read_one(disk: &dyn Disk, path: &Path, look: Look) -> Result<Candidate, Flaw> {
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
    let plain = parse::plain(&bytes);
    let log = parse::parse(&plain)?;
    Ok(Candidate {
        flaws: look(&bytes, &log, path),
        log,
        path: path.to_path_buf(),
        length: plain.len(),
        hash: blake3::hash(&plain),
    })
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
