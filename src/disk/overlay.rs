//! A disk that only seems to change: what is written stays in memory, over another disk that is
//! read and never touched. Rehearsals live on it, so they leave no trace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Appending, Disk, Kind, Look, Rights};
use crate::clock::Stamp;

/// A file in memory.
type Bytes = Rc<RefCell<Vec<u8>>>;

/// What was written, over what is there.
pub struct Overlay<'a> {
    below: &'a dyn Disk,
    now: Stamp,
    /// Files written here; `None` where one was taken away.
    files: RefCell<BTreeMap<PathBuf, Option<Bytes>>>,
}

impl<'a> Overlay<'a> {
    /// Nothing written yet. Files here count as changed `now`.
    pub fn over(below: &'a dyn Disk, now: Stamp) -> Self {
        Self {
            below,
            now,
            files: RefCell::default(),
        }
    }

    /// A file written here, `Some(None)` for one taken away.
    fn own(&self, path: &Path) -> Option<Option<Bytes>> {
        self.files.borrow().get(path).cloned()
    }

    fn set(&self, path: &Path, bytes: Option<Bytes>) {
        self.files.borrow_mut().insert(path.to_path_buf(), bytes);
    }

    fn bytes(&self, path: &Path) -> io::Result<Bytes> {
        match self.own(path) {
            Some(Some(bytes)) => Ok(bytes),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => {
                let below = self.below.read(path, u64::MAX)?;
                Ok(Rc::new(RefCell::new(below)))
            }
        }
    }

    fn is_there(&self, path: &Path) -> bool {
        self.look(path).is_ok()
    }
}

struct Open(Bytes);

impl Appending for Open {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn cut(&mut self, keep: u64) -> io::Result<()> {
        let keep = usize::try_from(keep).unwrap_or(usize::MAX);
        self.0.borrow_mut().truncate(keep);
        Ok(())
    }
}

impl Disk for Overlay<'_> {
    fn make_folder(&self, _path: &Path, _rights: Rights) -> io::Result<()> {
        Ok(())
    }

    fn create(&self, path: &Path, _rights: Rights) -> io::Result<Box<dyn Appending>> {
        if self.is_there(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let bytes = Bytes::default();
        self.set(path, Some(bytes.clone()));
        Ok(Box::new(Open(bytes)))
    }

    fn reopen(&self, path: &Path, keep: u64) -> io::Result<Box<dyn Appending>> {
        let bytes = self.bytes(path)?;
        self.set(path, Some(bytes.clone()));
        let mut open = Open(bytes);
        open.cut(keep)?;
        Ok(Box::new(open))
    }

    fn is_locked(&self, path: &Path) -> io::Result<bool> {
        match self.own(path) {
            Some(_) => Ok(false),
            None => self.below.is_locked(path),
        }
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.is_there(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.replace(from, to)
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.bytes(from)?;
        self.set(to, Some(bytes));
        self.set(from, None);
        Ok(())
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.look(path)?;
        self.set(path, None);
        Ok(())
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match self.own(path) {
            Some(Some(bytes)) if bytes.borrow().len() as u64 > most => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Some(Some(bytes)) => Ok(bytes.borrow().clone()),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => self.below.read(path, most),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut listed = self.below.list(path)?;
        for (file, bytes) in self.files.borrow().iter() {
            let Ok(below) = file.strip_prefix(path) else {
                continue;
            };
            let Some(first) = below.components().next() else {
                continue;
            };
            let entry = path.join(first);
            if bytes.is_some() {
                listed.push(entry);
            } else if entry == *file {
                listed.retain(|it| it != file);
            }
        }
        listed.sort();
        listed.dedup();
        Ok(listed)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        let look = |kind, length: usize| Look {
            kind,
            changed: self.now,
            length: length as u64,
        };
        match self.own(path) {
            Some(Some(bytes)) => Ok(look(Kind::File, bytes.borrow().len())),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => {
                let files = self.files.borrow();
                let is_folder = files
                    .iter()
                    .any(|(file, bytes)| bytes.is_some() && file.starts_with(path));
                if is_folder {
                    return Ok(look(Kind::Folder, 0));
                }
                self.below.look(path)
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test looks at the real disk")]
mod tests {
    use super::*;
    use crate::disk::RealDisk;

    #[test]
    fn what_is_written_is_read_again_and_nothing_below_changes() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("there");
        std::fs::write(&there, "below").unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap();
        let disk = Overlay::over(&RealDisk, now);

        let inner = folder.path().join("a/b/new");
        disk.create(&inner, Rights::Shared)
            .unwrap()
            .append(b"new")
            .unwrap();
        assert_eq!(disk.read(&inner, 9).unwrap(), b"new");
        assert!(disk.read(&inner, 2).is_err());
        assert!(disk.create(&there, Rights::Shared).is_err());
        disk.reopen(&there, 3).unwrap().append(b"!").unwrap();
        assert_eq!(disk.read(&there, 9).unwrap(), b"bel!");
        let moved = folder.path().join("moved");
        assert!(disk.rename_new(&inner, &there).is_err());
        disk.rename_new(&there, &moved).unwrap();
        assert!(disk.read(&there, 9).is_err());
        let listed = disk.list(folder.path()).unwrap();
        assert_eq!(listed, [folder.path().join("a"), moved.clone()]);
        assert_eq!(
            disk.look(&folder.path().join("a")).unwrap().kind,
            Kind::Folder
        );
        disk.remove(&moved).unwrap();
        assert!(disk.look(&moved).is_err());

        let below: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(below.len(), 1);
        assert_eq!(std::fs::read(&there).unwrap(), b"below");
    }
}
