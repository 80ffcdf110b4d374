//! A second reader of running sessions: looks at their files as they grow.
//!
//! It keeps no lock and writes nothing, so whoever holds a session never notices it. Only what
//! changed since the last look is read.

use std::path::{Path, PathBuf};

use crate::disk::{Disk, Look};
use crate::session::event::{Event, Opening, Stamped};

use super::read::{Read, Torn, read};
use super::{MOST, moment, shelf};
use crate::clock::Stamp;

/// The running sessions in a folder, as they were at the last look.
pub struct Follower<'a> {
    disk: &'a dyn Disk,
    folder: PathBuf,
    files: Vec<File>,
}

struct File {
    path: PathBuf,
    look: Look,
    read: Read,
    hold: Hold,
}

/// Whether somebody has a journal open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// Nobody was ever seen to, perhaps because the disk knows no locks.
    Never,
    /// Somebody has.
    Now,
    /// Somebody had: it was closed, or killed.
    Before,
}

/// A session as it lies there.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// Everything it began with.
    pub opening: &'a Opening,
    /// What happened.
    pub events: &'a [Stamped],
    /// Whether all of it could be read; a line that is just being written does not count.
    pub is_whole: bool,
    /// Whether a moment is being taken.
    pub in_a_moment: bool,
    /// Whether whoever held it has gone, with or without a word.
    pub is_left: bool,
}

impl Session<'_> {
    /// When it was begun, or gone on with for the last time.
    pub fn begun(&self) -> Stamp {
        let mut latest_first = self.events.iter().rev();
        latest_first
            .find(|it| matches!(it.event, Event::Resume {}))
            .map_or(self.opening.started, |it| it.at)
    }

    /// When it was last heard of.
    pub fn last(&self) -> Stamp {
        self.events.last().map_or(self.opening.started, |it| it.at)
    }
}

impl<'a> Follower<'a> {
    /// Nothing was looked at yet; the folder need not be there.
    pub fn new(disk: &'a dyn Disk, folder: &Path) -> Self {
        Self {
            disk,
            folder: folder.to_path_buf(),
            files: Vec::new(),
        }
    }

    /// Looks again, and tells whether anything is not as it was at the last look.
    pub fn look(&mut self) -> bool {
        let Ok(paths) = self.disk.list(&self.folder) else {
            return false;
        };
        let mut before = std::mem::take(&mut self.files);
        let mut is_other = false;
        for path in paths {
            if shelf::name_parts(&path).is_none() || path.extension().is_some_and(|it| it == "torn")
            {
                continue;
            }
            // A file that goes meanwhile is gone.
            let Ok(look) = self.disk.look(&path) else {
                continue;
            };
            let known = before.iter().position(|it| it.path == path);
            let known = known.map(|it| before.swap_remove(it));
            let earlier = known.as_ref().map_or(Hold::Never, |it| it.hold);
            let hold = match self.disk.is_locked(&path) {
                Ok(true) => Hold::Now,
                Ok(false) if earlier == Hold::Never => Hold::Never,
                Ok(false) => Hold::Before,
                Err(_) => earlier,
            };
            is_other |= hold != earlier;
            if let Some(known) = known.filter(|it| it.look == look) {
                self.files.push(File { hold, ..known });
                continue;
            }
            is_other = true;
            // One that grows between the look and the read is read once more at the next look.
            if let Ok(bytes) = self.disk.read(&path, MOST) {
                let read = read(&bytes);
                self.files.push(File {
                    path,
                    look,
                    read,
                    hold,
                });
            }
        }
        is_other || !before.is_empty()
    }

    /// The sessions; of several files of one, as on the shelf, the one with most whole lines.
    pub fn sessions(&self) -> Vec<Session<'_>> {
        let mut sessions: Vec<Session<'_>> = Vec::new();
        for file in &self.files {
            let Some(opening) = &file.read.opening else {
                continue;
            };
            let session = Session {
                opening,
                events: &file.read.events,
                is_whole: matches!(file.read.torn, None | Some(Torn::LastLine { .. })),
                in_a_moment: self.files.iter().any(|it| is_moment(&it.path, &opening.id)),
                is_left: !self.is_held(&opening.id)
                    && self.of(&opening.id).any(|it| it.hold == Hold::Before),
            };
            let same = |it: &&mut Session<'_>| it.opening.id == opening.id;
            match sessions.iter_mut().find(same) {
                // Paths are sorted, and of equals the newest has the first name.
                Some(other) if session.events.len() > other.events.len() => *other = session,
                Some(_) => {}
                None => sessions.push(session),
            }
        }
        sessions
    }

    /// Whether somebody had a session open at the last look.
    pub fn is_held(&self, id: &str) -> bool {
        self.of(id).any(|it| it.hold == Hold::Now)
    }

    /// The journals of a session.
    fn of(&self, id: &str) -> impl Iterator<Item = &File> {
        let is_of = move |it: &&File| shelf::name_parts(&it.path).is_some_and(|(of, _)| of == id);
        let journals = self.files.iter().filter(|it| it.read.opening.is_some());
        journals.filter(is_of)
    }
}

fn is_moment(path: &Path, id: &str) -> bool {
    let name = path.file_name().and_then(|it| it.to_str());
    name.and_then(|it| it.strip_suffix(moment::ENDING)) == Some(id)
}
