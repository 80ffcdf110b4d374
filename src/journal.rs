//! The running session on disk: one file, one line an event, one writer.
//!
//! An event is durable before [`Journal::append`] returns. A journal that failed once is
//! never written again, because after a failed sync the system may say "done" for bytes it
//! has dropped; [`Journal::rewrite`] starts a new file with everything instead. Journals lie
//! in the person's own folder and go when the session closes. Reading them back is in
//! [`read`]; finding them, and sweeping old ones, in [`shelf`]; reading along
//! while somebody else writes, in [`follow`].

pub mod follow;
pub mod moment;
mod possible;
pub mod read;
pub mod shelf;

use std::io;
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use uuid::Uuid;

use crate::disk::{Appending, Disk, Rights};
use crate::json::json_safe;
use crate::session::event::{Opening, Stamped};

use read::Torn;
use shelf::Found;

/// Bytes of one journal at most.
pub const MOST: u64 = 64 << 20;

/// The one writer of a running session.
pub struct Journal {
    path: PathBuf,
    file: Box<dyn Appending>,
    failed: bool,
}

impl Journal {
    /// Starts the journal of a session in `folder`; when it returns, line 1 is durable.
    ///
    /// # Errors
    /// As the disk says; `AlreadyExists` when the session has a journal.
    pub fn begin(disk: &dyn Disk, folder: &Path, opening: &Opening) -> io::Result<Self> {
        disk.make_folder(folder, Rights::Private)?;
        let path = folder.join(format!("{}.jsonl", session_id(opening)?));
        write_new(disk, path, opening, &[])
    }

    /// Starts a new file with everything so far, after the old one failed or was lost;
    /// when it returns, all of it is durable.
    ///
    /// # Errors
    /// As the disk says; the session then goes on in memory.
    pub fn rewrite(
        disk: &dyn Disk,
        folder: &Path,
        opening: &Opening,
        events: &[Stamped],
    ) -> io::Result<Self> {
        let journal = write_next(disk, folder, opening, events)?;
        // Whatever cannot be removed now does not count on reading.
        let id = session_id(opening)?.to_string();
        for other in shelf::files_of(disk, folder, &id).unwrap_or_default() {
            if other == journal.path {
                continue;
            }
            let _ = if holds_no_more(disk, &other, events) {
                disk.remove(&other)
            } else {
                disk.rename_new(&other, &other.with_extension("torn"))
            };
        }
        let _ = disk.sync_folder(folder);
        Ok(journal)
    }

    /// Goes on with a session that was left, holding its lock.
    ///
    /// A torn last line was never shown as saved and is cut off. Any other damage is put
    /// aside as it is, and a new file goes on from what could be read.
    ///
    /// # Errors
    /// `WouldBlock` when somebody else has it open or went on with it meanwhile; otherwise
    /// as the disk says.
    pub fn resume(disk: &dyn Disk, found: &Found) -> io::Result<Self> {
        let meanwhile = || {
            io::Error::new(
                io::ErrorKind::WouldBlock,
                "somebody went on with this session meanwhile",
            )
        };
        // A file that is gone by now was finished and published by somebody else.
        let or_gone = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => meanwhile(),
            _ => error,
        };
        let mut file = disk.reopen(&found.path, u64::MAX).map_err(or_gone)?;
        let now = read::read(&disk.read(&found.path, MOST).map_err(or_gone)?);
        if now.opening.as_ref() != Some(&found.opening) || now.events != found.events {
            return Err(meanwhile());
        }
        match now.torn {
            None => {}
            Some(Torn::LastLine { .. }) => file.cut(now.good_bytes)?,
            Some(_) => {
                let journal = Self::open(found, file);
                return journal.put_aside(disk, &found.opening, &found.events);
            }
        }
        Ok(Self::open(found, file))
    }

    fn open(found: &Found, file: Box<dyn Appending>) -> Self {
        Self {
            path: found.path.clone(),
            file,
            failed: false,
        }
    }

    /// Puts the file aside as it is, with whatever cannot be taken of it, and goes on in a new
    /// one that holds `events`.
    ///
    /// # Errors
    /// As the disk says.
    pub fn put_aside(
        self,
        disk: &dyn Disk,
        opening: &Opening,
        events: &[Stamped],
    ) -> io::Result<Self> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let journal = write_next(disk, folder, opening, events)?;
        // If it stays where it is, it is read again; it is never lost.
        let _ = disk.rename_new(&self.path, &self.path.with_extension("torn"));
        let _ = disk.sync_folder(folder);
        Ok(journal)
    }

    /// Writes one event; when it returns, the event is durable.
    ///
    /// # Errors
    /// As the disk says, and ever after once it failed. `InvalidData` for an event that
    /// could not be read back: nothing is written then, and the journal goes on.
    pub fn append(&mut self, event: &Stamped) -> io::Result<()> {
        if self.failed {
            return Err(io::Error::other("this journal failed before"));
        }
        let bytes = line(event)?;
        let done = self.file.append(&bytes).and_then(|()| self.file.sync());
        self.failed = done.is_err();
        done
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the session's time on this disk: every file of it is removed. Call it once the
    /// log is published.
    ///
    /// # Errors
    /// As the disk says; what is left will be offered again, and publishing again is harmless.
    pub fn finish(self, disk: &dyn Disk) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        match shelf::name_parts(&self.path) {
            // Whoever holds the newest file holds them all.
            Some((id, _)) => {
                for path in shelf::files_of(disk, folder, id)? {
                    disk.remove(&path)?;
                }
                disk.sync_folder(folder)
            }
            None => Ok(()),
        }
    }
}

/// Whether a session of this id has a file here, whatever became of it.
pub fn is_there(disk: &dyn Disk, folder: &Path, id: &str) -> bool {
    shelf::files_of(disk, folder, id).is_ok_and(|it| !it.is_empty())
}

/// Whether a file of a session has nothing in it that `events` lacks.
fn holds_no_more(disk: &dyn Disk, path: &Path, events: &[Stamped]) -> bool {
    let Ok(bytes) = disk.read(path, MOST) else {
        return false;
    };
    let read = read::read(&bytes);
    let is_whole = matches!(
        read.torn,
        None | Some(Torn::LastLine { .. } | Torn::NoOpening)
    );
    is_whole && events.starts_with(&read.events)
}

/// Removes every file of a session that is over, also when the last of them could not be
/// written: names are in it. Whoever has one open keeps it.
///
/// # Errors
/// As [`Journal::finish`].
pub fn clear(disk: &dyn Disk, folder: &Path, id: &str) -> io::Result<()> {
    for path in shelf::files_of(disk, folder, id)? {
        if !disk.is_locked(&path)? {
            disk.remove(&path)?;
        }
    }
    disk.sync_folder(folder)
}

/// The line of an event: `at` first, then the event.
fn line(event: &Stamped) -> io::Result<Vec<u8>> {
    let at = event.at.to_rfc3339_opts(SecondsFormat::Millis, false);
    let what = json_safe(&serde_json::to_string(&event.event)?);
    let line = format!("{{\"at\":\"{at}\",{}\n", what.get(1..).unwrap_or_default());
    // A number that is none becomes `null` in JSON, and everything after it would be unread.
    match read::event(line.trim_end().as_bytes()) {
        Ok(back) if back.event == event.event => Ok(line.into_bytes()),
        Ok(_) | Err(_) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "an event that cannot be read back",
        )),
    }
}

/// Starts the next file of a session that has had others.
fn write_next(
    disk: &dyn Disk,
    folder: &Path,
    opening: &Opening,
    events: &[Stamped],
) -> io::Result<Journal> {
    disk.make_folder(folder, Rights::Private)?;
    let id = session_id(opening)?;
    for n in 2..100 {
        match write_new(
            disk,
            folder.join(format!("{id}-{n}.jsonl")),
            opening,
            events,
        ) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn write_new(
    disk: &dyn Disk,
    path: PathBuf,
    opening: &Opening,
    events: &[Stamped],
) -> io::Result<Journal> {
    let mut bytes = json_safe(&serde_json::to_string(opening)?).into_bytes();
    bytes.push(b'\n');
    for event in events {
        bytes.extend(line(event)?);
    }
    let mut file = disk.create(&path, Rights::Private)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let done = file
        .append(&bytes)
        .and_then(|()| file.sync())
        .and_then(|()| disk.sync_folder(folder));
    if let Err(error) = done {
        let _ = disk.remove(&path);
        return Err(error);
    }
    Ok(Journal {
        path,
        file,
        failed: false,
    })
}

/// The id as a file name: a UUID and nothing else.
fn session_id(opening: &Opening) -> io::Result<Uuid> {
    Uuid::try_parse(&opening.id).map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            "a session's id that is no UUID",
        )
    })
}
