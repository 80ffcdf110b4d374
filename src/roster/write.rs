//! Writing the roster: a person's file appears whole, is replaced whole, or goes.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Appending, Disk, Rights, whole};
use crate::fields::{self, LARGEST};

use super::file::{PERSON, bytes, parse};
use super::{Person, folder};

/// Puts a new person into the team's folder; when it returns, the file is there for good once
/// [`seal`] has been called.
///
/// # Errors
/// `AlreadyExists` when the id is taken, `InvalidInput` when it is none or the folder is a link;
/// otherwise as the disk says.
pub fn add(disk: &dyn Disk, team: &Path, person: &Person) -> io::Result<()> {
    // An id that was changed by hand somewhere could name a file in any place.
    if !fields::is_slug(&person.id) {
        let no_id = "the person's id is none: lower-case letters, digits and hyphens";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, no_id));
    }
    let folder = folder(disk, team)?;
    disk.make_folder(&folder, Rights::Shared)?;
    let path = folder.join(format!("{}.toml", person.id));
    let temp = Temp::make(disk, &path)?;
    temp.put(&bytes(person, ""), |from| disk.rename_new(from, &path))
}

/// Writes a person's file again as `change` leaves it; what else stands in it stays.
///
/// # Errors
/// `InvalidData` when the file is damaged: it is for a person to mend then. Otherwise as the
/// disk says.
pub fn change(disk: &dyn Disk, path: &Path, change: impl FnOnce(&mut Person)) -> io::Result<()> {
    // Made before the file is read, so that of two who change it neither undoes the other.
    let temp = Temp::make(disk, path)?;
    let source = match disk.read(path, LARGEST) {
        Ok(source) => source,
        Err(error) => return temp.give_up(error),
    };
    let (person, faults) = parse(path, &source);
    let Some(mut person) = person.filter(|_| faults.is_empty()) else {
        let damaged = "the file is damaged";
        return temp.give_up(io::Error::new(io::ErrorKind::InvalidData, damaged));
    };
    change(&mut person);
    let rest = fields::beside(&String::from_utf8_lossy(&source), PERSON);
    let changed = bytes(&person, &rest);
    if changed == source {
        temp.take_away();
        return Ok(());
    }
    temp.put(&changed, |from| disk.replace(from, path))
}

/// Removes files; one that is gone already is as good.
///
/// # Errors
/// As the disk says.
pub fn remove<'p>(disk: &dyn Disk, paths: impl IntoIterator<Item = &'p PathBuf>) -> io::Result<()> {
    for path in paths {
        whole::remove_if_there(disk, path)?;
    }
    Ok(())
}

/// Makes what was done stay, and clears away what a killed process left half made.
///
/// # Errors
/// As the disk says.
pub fn seal(disk: &dyn Disk, team: &Path) -> io::Result<()> {
    let folder = folder(disk, team)?;
    for left in disk.list(&folder)? {
        let is_temp = left.extension().is_some_and(|it| it == "tmp");
        if is_temp {
            // What cannot be cleared away now is tried again by whoever writes next.
            let _ = disk.clear(&left);
        }
    }
    disk.sync_folder(&folder)
}

/// A file under a name that readers skip, on its way to its place.
struct Temp<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    file: Box<dyn Appending>,
}

impl<'d> Temp<'d> {
    /// Makes an empty one beside `path`; whoever has one keeps everybody else from making it.
    fn make(disk: &'d dyn Disk, path: &Path) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path = path.with_file_name(format!(".{name}.tmp"));
        let file = match disk.create(&path, Rights::Shared) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !disk.clear(&path).or_else(is_gone)? {
                    // Waits for the lock of whoever is at work with it.
                    let _ = disk.reopen(&path, u64::MAX);
                }
                disk.create(&path, Rights::Shared)?
            }
            created => created?,
        };
        Ok(Self { disk, path, file })
    }

    /// Fills it and moves it to its place.
    fn put(
        mut self,
        bytes: &[u8],
        to_its_place: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let done = self
            .file
            .append(bytes)
            .and_then(|()| self.file.sync())
            .and_then(|()| to_its_place(&self.path));
        done.or_else(|error| self.give_up(error))
    }

    fn give_up(self, why: io::Error) -> io::Result<()> {
        self.take_away();
        Err(why)
    }

    /// What cannot be taken away now goes when somebody writes next.
    fn take_away(self) {
        let _ = self.disk.remove(&self.path);
    }
}

/// Whoever was at work with it has just moved it to its place.
fn is_gone(error: io::Error) -> io::Result<bool> {
    match error.kind() {
        io::ErrorKind::NotFound => Ok(true),
        _ => Err(error),
    }
}
