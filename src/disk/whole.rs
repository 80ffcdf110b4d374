//! Files that are written in one go: there whole and for good, or as they were.

use std::io;
use std::path::{Path, PathBuf};

use super::{Appending, Disk, Rights};

/// Puts a file where none is. When it cannot be whole there is none.
///
/// # Errors
/// `AlreadyExists` when something is there; otherwise as the disk says.
pub fn put_new(disk: &dyn Disk, path: &Path, rights: Rights, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk.create(path, rights)?;
    let put = file
        .append(bytes)
        .and_then(|()| file.sync())
        .and_then(|()| sync_name(disk, path));
    if put.is_err() {
        let _ = disk.remove(path);
    }
    put
}

/// Puts a file where none is, in one go: whoever looks meanwhile, or after the power failed, sees
/// none or all of it.
///
/// # Errors
/// `AlreadyExists` when something is there; otherwise as the disk says.
pub fn appear(disk: &dyn Disk, path: &Path, rights: Rights, bytes: &[u8]) -> io::Result<()> {
    through_half(disk, path, rights, bytes, |half| {
        disk.rename_new(half, path)
    })
}

/// Writes a file, over the one that is there. Only one may do so at a time.
///
/// # Errors
/// As the disk says; the file is as it was then, unless only its folder could not be synced.
pub fn replace(disk: &dyn Disk, path: &Path, rights: Rights, bytes: &[u8]) -> io::Result<()> {
    through_half(disk, path, rights, bytes, |half| disk.replace(half, path))
}

/// Writes a file beside its place, and lets `rename` put it there.
fn through_half(
    disk: &dyn Disk,
    path: &Path,
    rights: Rights,
    bytes: &[u8],
    rename: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let half = half(path);
    remove_if_there(disk, &half)?;
    let mut file = disk.create(&half, rights)?;
    let put = file
        .append(bytes)
        .and_then(|()| file.sync())
        .and_then(|()| rename(&half));
    if put.is_err() {
        // What cannot be taken away now goes with the next write.
        let _ = disk.remove(&half);
    }
    put.and_then(|()| sync_name(disk, path))
}

/// Takes the lock of an empty file, which is made where none is.
///
/// # Errors
/// `WouldBlock` when another window has it; otherwise as the disk says.
pub fn lock(disk: &dyn Disk, path: &Path) -> io::Result<Box<dyn Appending>> {
    match disk.reopen(path, u64::MAX) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => disk.create(path, Rights::Private),
        opened => opened,
    }
}

/// Removes a file that [`replace`] wrote, and what a killed process left half made of it.
///
/// # Errors
/// As the disk says; something may still be there.
pub fn remove(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    remove_if_there(disk, &half(path))?;
    remove_if_there(disk, path)?;
    // Even where both are gone: whoever took them away may not have come to this.
    match sync_name(disk, path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        synced => synced,
    }
}

/// Removes a file; whether there was one. Its folder is not synced.
///
/// # Errors
/// As the disk says.
pub fn remove_if_there(disk: &dyn Disk, path: &Path) -> io::Result<bool> {
    match disk.remove(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

/// Makes it stay that a file is there, or is gone.
///
/// # Errors
/// As the disk says.
pub fn sync_name(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    disk.sync_folder(super::parent(path))
}

/// Where [`replace`] makes a file before it is at its place.
pub fn half(path: &Path) -> PathBuf {
    path.with_extension("tmp")
}
