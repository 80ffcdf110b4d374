//! The computer's own file system.
//!
//! Every file is opened without following a link in its last part, and created with its
//! final rights, so that at no moment somebody else can read or replace what is private.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rustix::fs::{Access, CWD, FileType, Mode, OFlags, RenameFlags};
use rustix::io::{Errno, retry_on_intr};

use super::{Appending, Disk, Held, Kind, Look, Rights, parent};
use crate::shell;

/// The computer's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

const WRITING: OFlags = OFlags::WRONLY
    .union(OFlags::APPEND)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

const READING: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

impl Disk for RealDisk {
    fn make_folder(&self, path: &Path, rights: Rights) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        let parent = parent(path);
        self.make_folder(parent, rights)?;
        let mode = match rights {
            Rights::Private => Mode::from_raw_mode(0o700),
            Rights::Shared => Mode::from_raw_mode(0o777),
        };
        match retry_on_intr(|| rustix::fs::mkdir(path, mode)) {
            Err(Errno::EXIST) if path.is_dir() => return Ok(()),
            made => made?,
        }
        if rights == Rights::Private {
            // A umask only takes rights away; one that takes the owner's would lock us out.
            retry_on_intr(|| rustix::fs::chmod(path, mode))?;
        }
        self.sync_folder(parent)
    }

    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Appending>> {
        let mode = match rights {
            Rights::Private => Mode::from_raw_mode(0o600),
            Rights::Shared => Mode::from_raw_mode(0o666),
        };
        // Before it is locked, somebody may take it for one that was left behind; then again.
        for _ in 0..TRIES {
            let file = open(path, WRITING | OFlags::CREATE | OFlags::EXCL, mode)?;
            let ready = match rights {
                // As for folders: a umask may have taken the owner's rights.
                Rights::Private => retry_on_intr(|| rustix::fs::fchmod(&file, mode)),
                Rights::Shared => Ok(()),
            };
            if let Err(error) = ready.map_err(io::Error::from).and_then(|()| lock(&file)) {
                let _ = fs::remove_file(path);
                return Err(error);
            }
            let file = RealFile(file);
            if file.0.metadata()?.nlink() > 0 {
                return Ok(Box::new(file));
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }

    fn reopen(&self, path: &Path, keep: u64) -> io::Result<Box<dyn Appending>> {
        let file = open(path, WRITING, Mode::empty())?;
        let length = regular_length(&file)?;
        lock(&file)?;
        // Whoever had it may have taken it away before it was ours.
        if file.metadata()?.nlink() == 0 {
            return Err(io::ErrorKind::NotFound.into());
        }
        let mut file = RealFile(file);
        if keep < length {
            file.cut(keep)?;
        }
        Ok(Box::new(file))
    }

    fn is_locked(&self, path: &Path) -> io::Result<bool> {
        let file = open(path, READING, Mode::empty())?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) if !without_locks(&error) => Err(error),
            Ok(()) | Err(TryLockError::Error(_)) => {
                release(&file);
                Ok(false)
            }
        }
    }

    fn hold_together(&self, folder: &Path) -> io::Result<Held> {
        held(folder, File::try_lock_shared)
    }

    fn hold_alone(&self, folder: &Path) -> io::Result<Held> {
        held(folder, File::try_lock)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let moved =
            retry_on_intr(|| rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE));
        match moved {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => look_then_rename(from, to),
            moved => Ok(moved?),
        }
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::rename(from, to))?)
    }

    fn may_write(&self, folder: &Path) -> io::Result<()> {
        if !fs::metadata(folder)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let access = Access::WRITE_OK | Access::EXEC_OK;
        Ok(retry_on_intr(|| rustix::fs::access(folder, access))?)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Not NOFOLLOW: a team's folder may well be reached by a link.
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = open(path, flags, Mode::empty())?;
        match retry_on_intr(|| rustix::fs::fsync(&folder)) {
            // This file system has no such thing as syncing a folder.
            Err(Errno::INVAL) => Ok(()),
            synced => Ok(synced?),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::unlink(path))?)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::rmdir(path))?)
    }

    fn clear(&self, path: &Path) -> io::Result<bool> {
        let file = open(path, WRITING, Mode::empty())?;
        regular_length(&file)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) if !without_locks(&error) => return Err(error),
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        // Only with its lock in hand: a look at the lock and then a removal would let somebody
        // begin to write in between.
        let file = RealFile(file);
        let is_there = file.is_at(path)?;
        if is_there {
            self.remove(path)?;
        }
        Ok(is_there)
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let file = open(path, READING, Mode::empty())?;
        let length = regular_length(&file)?;
        let mut bytes = Vec::new();
        if length <= most {
            // One more than allowed, so that a file that grows meanwhile is noticed.
            file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        }
        if length > most || bytes.len() as u64 > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry?.path());
        }
        paths.sort();
        Ok(paths)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        let found = fs::symlink_metadata(path)?;
        let file_type = found.file_type();
        let kind = if file_type.is_file() {
            Kind::File
        } else if file_type.is_dir() {
            Kind::Folder
        } else if file_type.is_symlink() {
            Kind::Link
        } else {
            Kind::Other
        };
        let changed = DateTime::<Utc>::from(found.modified()?).fixed_offset();
        Ok(Look {
            kind,
            changed,
            length: found.len(),
        })
    }
}

/// What is wrong with a folder that ought to be private, with the fix; nothing when it is
/// private or not there yet.
pub fn private_folder_fault(path: &Path) -> Option<String> {
    let shown = path.display();
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        // Where nobody may look, nothing is read or written either, and whoever tries is told.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
            ) =>
        {
            return None;
        }
        Err(error) => {
            let why = super::words(&error);
            return Some(format!("{shown} cannot be looked at: {why}."));
        }
    };
    if found.is_symlink() {
        return Some(format!(
            "{shown} is a link, and whoever can change it could move what is private. Name the folder itself."
        ));
    }
    if !found.is_dir() {
        return Some(format!("{shown} is not a folder. Name another one."));
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Some(format!(
            "{shown} belongs to somebody else. Name a folder of your own."
        ));
    }
    if found.mode() & 0o077 != 0 {
        return Some(format!(
            "{shown} can be opened by others on this computer. Close it with: chmod 700 {}",
            shell::word(&shown.to_string())
        ));
    }
    None
}

struct RealFile(File);

impl RealFile {
    /// Whether it is still what lies at `path`, and was neither moved nor removed.
    fn is_at(&self, path: &Path) -> io::Result<bool> {
        let own = self.0.metadata()?;
        match fs::symlink_metadata(path) {
            Ok(there) => Ok((there.dev(), there.ino()) == (own.dev(), own.ino())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Appending for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        // `sync_data` tries again when interrupted.
        self.0.sync_data()
    }

    fn cut(&mut self, keep: u64) -> io::Result<()> {
        self.0.set_len(keep)?;
        self.0.sync_all()
    }
}

impl Drop for RealFile {
    fn drop(&mut self) {
        release(&self.0);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.iter().for_each(release);
    }
}

fn held(folder: &Path, lock: impl Fn(&File) -> Result<(), TryLockError>) -> io::Result<Held> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let file = open(folder, flags, Mode::empty())?;
    match lock(&file) {
        Ok(()) => Ok(Held(Some(file))),
        Err(TryLockError::Error(error)) if without_locks(&error) => Ok(Held::default()),
        Err(TryLockError::Error(error)) => Err(error),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
    }
}

/// Lets the lock go at once. Closing the file alone would leave it to whoever else has the same
/// open file, and a process that is just being started has it until it becomes another program.
fn release(file: &File) {
    // Where there are no locks there is nothing to let go of.
    let _ = file.unlock();
}

fn open(path: &Path, flags: OFlags, mode: Mode) -> io::Result<File> {
    match retry_on_intr(|| rustix::fs::open(path, flags, mode)) {
        Ok(file) => Ok(File::from(file)),
        Err(Errno::LOOP) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "a link, not a file",
        )),
        // A socket, or a pipe that nobody reads.
        Err(Errno::NXIO) => Err(not_a_file()),
        Err(error) => Err(error.into()),
    }
}

/// For file systems that cannot refuse to replace (network, FUSE, FAT under older kernels).
///
/// Looking first is the best there is on them: our names hold a random id, so nobody else
/// takes one in between. A hard link would be atomic, but those same file systems have none,
/// and a crash after it leaves two names for one log.
fn look_then_rename(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    Ok(retry_on_intr(|| rustix::fs::rename(from, to))?)
}

fn regular_length(file: &File) -> io::Result<u64> {
    let found = retry_on_intr(|| rustix::fs::fstat(file))?;
    if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
        return Err(not_a_file());
    }
    Ok(u64::try_from(found.st_size).unwrap_or(0))
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

/// Times that something is tried which another process prevents for a moment.
const TRIES: usize = 25;

/// Takes the lock, or tries for a quarter of a second: whoever only looks holds it for a moment,
/// and so does a process that is just being started by whoever was killed with it.
fn lock(file: &File) -> io::Result<()> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
            // The lock is a courtesy: where there is none, nothing is lost, only not warned of.
            Err(TryLockError::Error(error)) if !without_locks(&error) => return Err(error),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::WouldBlock,
        "somebody else is writing this file",
    ))
}

fn without_locks(error: &io::Error) -> bool {
    matches!(
        Errno::from_io_error(error),
        Some(Errno::NOSYS | Errno::NOTSUP | Errno::INVAL | Errno::NOLCK)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_goes_with_its_writer_though_another_process_still_has_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        drop(RealDisk.create(&path, Rights::Shared).unwrap());
        let file = open(&path, WRITING, Mode::empty()).unwrap();
        lock(&file).unwrap();
        let inherited = file.try_clone().unwrap();
        assert!(RealDisk.is_locked(&path).unwrap());
        drop(RealFile(file));
        assert!(!RealDisk.is_locked(&path).unwrap());
        drop(inherited);
    }

    #[test]
    fn what_somebody_writes_is_not_cleared_away_and_what_was_left_is() {
        let folder = tempfile::tempdir().unwrap();
        let (path, moved) = (folder.path().join("a"), folder.path().join("b"));
        let file = RealDisk.create(&path, Rights::Shared).unwrap();
        assert!(!RealDisk.clear(&path).unwrap());
        RealDisk.rename_new(&path, &moved).unwrap();
        drop(file);
        let gone = RealDisk.clear(&path).unwrap_err();
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
        assert!(RealDisk.clear(&moved).unwrap());
        assert_eq!(
            RealDisk.list(folder.path()).unwrap(),
            [""; 0].map(PathBuf::from)
        );
    }

    #[test]
    fn a_file_system_that_cannot_refuse_to_replace_is_looked_at_first() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a", "b"] {
            let mut file = RealDisk.create(&at(name), Rights::Shared).unwrap();
            file.append(name.as_bytes()).unwrap();
        }
        let refused = look_then_rename(&at("a"), &at("b")).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        look_then_rename(&at("a"), &at("c")).unwrap();
        assert_eq!(RealDisk.list(folder.path()).unwrap(), [at("b"), at("c")]);
    }
}
