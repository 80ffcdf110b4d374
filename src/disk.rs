//! The file system as the house sees it: a small trait, so that every single operation can
//! be made to fail or to be the last one.
//!
//! Everything that changes a file goes through [`Disk`]. It has no opinion on what is
//! written; [`crate::journal`] and [`crate::logs`] decide in which order things happen.

pub mod overlay;
mod real;
pub mod whole;

use std::io;
use std::path::{Path, PathBuf};

use crate::clock::Stamp;

pub use real::{RealDisk, private_folder_fault};

/// An open file that only grows.
pub trait Appending {
    /// Writes all of `bytes` at the end, in as few calls as the system allows.
    ///
    /// # Errors
    /// As the system says; part of the bytes may have been written.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Returns once the bytes are on the disk (`fdatasync`).
    ///
    /// # Errors
    /// As the system says; after one the file must not be trusted or written again.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to `keep` bytes and syncs it.
    ///
    /// # Errors
    /// As the system says; after one the file must not be trusted or written again.
    fn cut(&mut self, keep: u64) -> io::Result<()>;
}

/// A folder that is held until this is dropped; nothing where there are no locks.
#[derive(Debug, Default)]
pub struct Held(Option<std::fs::File>);

/// Whose eyes a new file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// 0700 folders, 0600 files from creation, whatever the umask.
    Private,
    /// Ordinary: 0777 and 0666 less the umask.
    Shared,
}

/// What is at a path, when links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to anything or nothing.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// What can be known of a path without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What is there.
    pub kind: Kind,
    /// When its content was last changed.
    pub changed: Stamp,
    /// How many bytes it has.
    pub length: u64,
}

/// What the house does with files.
pub trait Disk {
    /// Makes a folder and those above it; each new one is synced into its parent.
    ///
    /// # Errors
    /// As the system says.
    fn make_folder(&self, path: &Path, rights: Rights) -> io::Result<()>;

    /// Creates a file that must not exist, locked against other writers.
    ///
    /// # Errors
    /// `AlreadyExists` when it does; otherwise as the system says.
    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Appending>>;

    /// Opens an existing file to append, locked against other writers, cut to `keep` bytes first;
    /// a file that is not longer stays as it is.
    ///
    /// # Errors
    /// `WouldBlock` when another process holds the lock; otherwise as the system says.
    fn reopen(&self, path: &Path, keep: u64) -> io::Result<Box<dyn Appending>>;

    /// Whether somebody has this file open to write, in this process or another.
    ///
    /// # Errors
    /// As the system says.
    fn is_locked(&self, path: &Path) -> io::Result<bool>;

    /// Holds a folder together with whoever else does so; writes nothing.
    ///
    /// # Errors
    /// `WouldBlock` when somebody has it alone; otherwise as the system says.
    fn hold_together(&self, _folder: &Path) -> io::Result<Held> {
        Ok(Held::default())
    }

    /// Holds a folder alone; writes nothing.
    ///
    /// # Errors
    /// `WouldBlock` when anybody has it; otherwise as the system says.
    fn hold_alone(&self, _folder: &Path) -> io::Result<Held> {
        Ok(Held::default())
    }

    /// Moves a file; never replaces one.
    ///
    /// # Errors
    /// `AlreadyExists` when something is there.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file to where another is, which goes in the same moment.
    ///
    /// # Errors
    /// As the system says; the other is still there then.
    fn replace(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Syncs a folder, so that what was created, moved or removed in it stays so.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Whether something can be put into a folder, as far as that shows without doing it; a disk
    /// that cannot tell says yes.
    ///
    /// # Errors
    /// As the system says.
    fn may_write(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder. A disk that has no folders of its own has none to remove.
    ///
    /// # Errors
    /// As the system says.
    fn remove_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Removes a file that was left behind half made, unless somebody is writing it; whether it
    /// is gone.
    ///
    /// # Errors
    /// `NotFound` when nothing is there; otherwise as the system says.
    fn clear(&self, path: &Path) -> io::Result<bool> {
        let is_left = !self.is_locked(path)?;
        if is_left {
            self.remove(path)?;
        }
        Ok(is_left)
    }

    /// Reads a regular file of at most `most` bytes; never follows a link, never waits for a pipe.
    ///
    /// # Errors
    /// `InvalidInput` for anything but a regular file, `FileTooLarge` past `most`.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// Full paths of what is in a folder, sorted; an absent folder is empty.
    ///
    /// # Errors
    /// As the system says.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;

    /// What is at `path`, links not followed.
    ///
    /// # Errors
    /// `NotFound` when nothing is there; otherwise as the system says.
    fn look(&self, path: &Path) -> io::Result<Look>;
}

/// The folder that a path lies in.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

/// What went wrong, without the system's number for it.
pub fn words(error: &io::Error) -> String {
    let full = error.to_string();
    match full.find(" (os error ") {
        Some(end) => full[..end].to_string(),
        None => full,
    }
}
