//! What a team never wants to be dealt again: one empty file an item, named by its id, so that two
//! clones that hide things on the same day have nothing to settle.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, Kind, Rights, whole};
use crate::fields;

/// The folder's name in the team's folder.
pub const FOLDER: &str = "hidden";

/// What lies in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The ids that are hidden.
    pub ids: Vec<String>,
    /// Files whose names are no ids: they hide nothing.
    pub odd: Vec<PathBuf>,
}

/// What is hidden; a folder that is not there hides nothing. Names that begin with a dot are those
/// of other programs.
///
/// # Errors
/// When something else is there in its place, or it cannot be listed.
pub fn read(disk: &dyn Disk, team: &Path) -> io::Result<Hidden> {
    let folder = team.join(FOLDER);
    // A link that leads nowhere would look like a folder that is not there.
    let is_there = disk.look(&folder).is_ok();
    let files = disk.list(&folder)?;
    if is_there && files.is_empty() && disk.look(&folder)?.kind != Kind::Folder {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
    }
    let mut hidden = Hidden::default();
    for path in files {
        let name = path.file_name().unwrap_or_default();
        match name.to_str().filter(|it| fields::is_slug(it)) {
            Some(id) => hidden.ids.push(id.to_string()),
            None if name.as_encoded_bytes().starts_with(b".") => {}
            None => hidden.odd.push(path),
        }
    }
    Ok(hidden)
}

/// Hides an item for good. Hiding it again changes nothing.
///
/// # Errors
/// As the disk says; and `id` must be a slug.
pub fn add(disk: &dyn Disk, team: &Path, id: &str) -> io::Result<()> {
    if !fields::is_slug(id) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let folder = team.join(FOLDER);
    disk.make_folder(&folder, Rights::Shared)?;
    let path = folder.join(id);
    match whole::put_new(disk, &path, Rights::Shared, b"") {
        // Of somebody who was stopped before it was there for good, perhaps.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => whole::sync_name(disk, &path),
        put => put,
    }
}
