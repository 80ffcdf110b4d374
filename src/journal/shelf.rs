//! The journals that lie in the person's folder: which are there, and which are too old.

use std::io;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use crate::clock::{Clock, Stamp};
use crate::disk::{self, Disk};
use crate::session::event::{Opening, Stamped};

use super::MOST;
use super::read::{Torn, read};

/// How long a session that nobody goes on with is kept.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// What lies there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// Sessions that can be gone on with, the latest first.
    pub found: Vec<Found>,
    /// Files that cannot be used.
    pub faults: Vec<Unread>,
}

/// A session that was left, or runs in another process.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its journal.
    pub path: PathBuf,
    /// Everything it began with.
    pub opening: Opening,
    /// What happened.
    pub events: Vec<Stamped>,
    /// Why reading stopped before the end, if it did.
    pub torn: Option<Torn>,
    /// Somebody has it open.
    pub locked: bool,
}

impl Found {
    /// When it was last heard of.
    pub fn last(&self) -> Stamp {
        self.events.last().map_or(self.opening.started, |it| it.at)
    }
}

/// A file that is no use as a journal, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Which.
    pub path: PathBuf,
    /// Why, in a sentence.
    pub why: String,
}

/// Reads all journals in `folder`. Of several files of one session, which come to be when a
/// disk fails and the journal is begun anew, the one with most whole lines counts, and of
/// those the newest.
pub fn running(disk: &dyn Disk, folder: &Path) -> Shelf {
    let mut shelf = Shelf::default();
    let paths = match disk.list(folder) {
        Ok(paths) => paths,
        Err(error) => {
            shelf.faults.push(unread(folder, &error));
            return shelf;
        }
    };
    for path in paths.into_iter().filter(|it| is_journal(it)) {
        let read = match disk.read(&path, MOST) {
            Ok(bytes) => read(&bytes),
            Err(error) => {
                shelf.faults.push(unread(&path, &error));
                continue;
            }
        };
        let Some(opening) = read.opening else {
            let why = read.torn.unwrap_or(Torn::NoOpening).to_string();
            shelf.faults.push(Unread { path, why });
            continue;
        };
        let found = Found {
            // Opening it to write decides; this is only so that it is not offered in vain.
            locked: disk.is_locked(&path).unwrap_or(false),
            path,
            opening,
            events: read.events,
            torn: read.torn,
        };
        let same = |it: &&mut Found| it.opening.id == found.opening.id;
        match shelf.found.iter_mut().find(same) {
            Some(other) => {
                let locked = other.locked || found.locked;
                let worth = |it: &Found| (it.events.len(), name_parts(&it.path).map(|it| it.1));
                if worth(&found) > worth(other) {
                    *other = found;
                }
                other.locked = locked;
            }
            None => shelf.found.push(found),
        }
    }
    shelf.found.sort_by(|a, b| {
        let latest_first = b.last().cmp(&a.last());
        latest_first.then_with(|| a.opening.id.cmp(&b.opening.id))
    });
    shelf
}

/// Removes what is older than [`KEPT`] and that nobody has open, and says what it removed.
///
/// A journal goes only when its last stamp and the file itself are both too old, so that
/// neither a session held under a wrong clock nor a file put back from a backup is lost.
/// Nothing goes on a virtual clock.
pub fn sweep(disk: &dyn Disk, folder: &Path, clock: &dyn Clock) -> Vec<PathBuf> {
    let mut removed = Vec::new();
    if clock.is_virtual() {
        return removed;
    }
    let too_old = |at: Stamp| clock.now().signed_duration_since(at) > KEPT;
    for path in disk.list(folder).unwrap_or_default() {
        if name_parts(&path).is_none() || !disk.look(&path).is_ok_and(|it| too_old(it.changed)) {
            continue;
        }
        let Ok(bytes) = disk.read(&path, MOST) else {
            continue;
        };
        let read = read(&bytes);
        let last = read.events.last().map(|it| it.at);
        let last = last.or(read.opening.map(|it| it.started));
        if last.is_some_and(|it| !too_old(it)) || disk.is_locked(&path).unwrap_or(true) {
            continue;
        }
        if disk.remove(&path).is_ok() {
            removed.push(path);
        }
    }
    removed
}

/// Removes what a process that was killed while it wrote line 1 has left. Nothing of such a
/// session was ever shown; a file that is damaged in any other way stays and is named.
pub fn clear_half_made(disk: &dyn Disk, folder: &Path) {
    let is_half_made = |path: &Path| disk.read(path, MOST).is_ok_and(|it| is_half_a_line(&it));
    for path in disk.list(folder).unwrap_or_default() {
        if name_parts(&path).is_none() || !is_half_made(&path) {
            continue;
        }
        // Only under its lock: somebody may be about to write it.
        if let Ok(_lock) = disk.reopen(&path, u64::MAX)
            && is_half_made(&path)
        {
            let _ = disk.remove(&path);
        }
    }
}

fn is_half_a_line(bytes: &[u8]) -> bool {
    let start = b"{\"format\":\"firelight.journal/";
    let shared = bytes.len().min(start.len());
    bytes[..shared] == start[..shared] && !bytes.contains(&b'\n') && !bytes.contains(&0)
}

/// Every file of a session, damaged ones that were put aside too.
pub(super) fn files_of(disk: &dyn Disk, folder: &Path, id: &str) -> io::Result<Vec<PathBuf>> {
    let mut paths = disk.list(folder)?;
    paths.retain(|it| name_parts(it).is_some_and(|(other, _)| other == id));
    Ok(paths)
}

/// The session's id in one of our file names, and which file of that session it is.
pub(super) fn name_parts(path: &Path) -> Option<(&str, u8)> {
    let name = path.file_name()?.to_str()?;
    let stem = name
        .strip_suffix(".jsonl")
        .or_else(|| name.strip_suffix(".torn"))
        .or_else(|| name.strip_suffix(super::moment::ENDING))?;
    let (id, rest) = stem.split_at_checked(36)?;
    uuid::Uuid::try_parse(id).ok()?;
    let number = match rest {
        "" => 1,
        _ => rest.strip_prefix('-')?.parse().ok()?,
    };
    Some((id, number))
}

fn is_journal(path: &Path) -> bool {
    let hidden = |it: &std::ffi::OsStr| it.as_encoded_bytes().starts_with(b".");
    path.extension().is_some_and(|it| it == "jsonl") && !path.file_name().is_some_and(hidden)
}

fn unread(path: &Path, error: &io::Error) -> Unread {
    Unread {
        path: path.to_path_buf(),
        why: format!("It cannot be read: {}.", disk::words(error)),
    }
}
