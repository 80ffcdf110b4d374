//! Writing the roster: a person's file appears whole, is replaced whole, or goes.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, Rights};
use crate::fields::{self, LARGEST};

use super::file::{PERSON, bytes, parse};
use super::{FOLDER, Person};

/// Puts a new person into the team's folder; when it returns, the file is there for good once
/// [`settle`] has been called.
///
/// # Errors
/// `AlreadyExists` when the id is taken; otherwise as the disk says.
pub fn add(disk: &dyn Disk, team: &Path, person: &Person) -> io::Result<()> {
    let folder = team.join(FOLDER);
    disk.make_folder(&folder, Rights::Shared)?;
    let path = folder.join(format!("{}.toml", person.id));
    put(disk, &path, &bytes(person, ""), |temp| {
        disk.rename_new(temp, &path)
    })
}

/// Writes a person's file again as `change` leaves it; what else stands in it stays.
///
/// # Errors
/// `InvalidData` when the file is damaged: it is for a person to mend then. Otherwise as the
/// disk says.
pub fn change(disk: &dyn Disk, path: &Path, change: impl FnOnce(&mut Person)) -> io::Result<()> {
    let source = disk.read(path, LARGEST)?;
    let (person, faults) = parse(path, &source);
    let Some(mut person) = person.filter(|_| faults.is_empty()) else {
        let damaged = "the file is damaged";
        return Err(io::Error::new(io::ErrorKind::InvalidData, damaged));
    };
    change(&mut person);
    let rest = fields::beside(&String::from_utf8_lossy(&source), PERSON);
    let changed = bytes(&person, &rest);
    if changed == source {
        return Ok(());
    }
    put(disk, path, &changed, |temp| disk.replace(temp, path))
}

/// Removes files; one that is gone already is as good.
///
/// # Errors
/// As the disk says.
pub fn remove<'p>(disk: &dyn Disk, paths: impl IntoIterator<Item = &'p PathBuf>) -> io::Result<()> {
    for path in paths {
        match disk.remove(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    Ok(())
}

/// Makes what was done stay, and clears away what a killed process left half made.
///
/// # Errors
/// As the disk says.
pub fn settle(disk: &dyn Disk, team: &Path) -> io::Result<()> {
    let folder = team.join(FOLDER);
    for left in disk.list(&folder)? {
        let is_temp = left.extension().is_some_and(|it| it == "tmp");
        if is_temp && disk.is_locked(&left).is_ok_and(|it| !it) {
            let _ = disk.remove(&left);
        }
    }
    disk.sync_folder(&folder)
}

/// Writes a whole file under a name that readers skip, and moves it to its place.
fn put(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    to_its_place: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temp = path.with_file_name(format!(".{name}.tmp"));
    let mut file = match disk.create(&temp, Rights::Shared) {
        // What a killed process left; somebody who is at work with it has it locked.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !disk.is_locked(&temp)? => {
            disk.remove(&temp)?;
            disk.create(&temp, Rights::Shared)?
        }
        created => created?,
    };
    let done = file
        .append(bytes)
        .and_then(|()| file.sync())
        .and_then(|()| to_its_place(&temp));
    if done.is_err() {
        let _ = disk.remove(&temp);
    }
    done
}
