//! Whether the team's folder would take a log: looked at before anybody meets, so that nobody
//! learns of it when all are gone.

use std::io;
use std::path::{Path, PathBuf};

use crate::clock::Stamp;
use crate::disk::Disk;

/// Where a log of today would not find its place, and why.
pub fn fault(disk: &dyn Disk, team: &Path, today: Stamp) -> Option<(PathBuf, io::Error)> {
    // Folders below the team's are made when they are needed; itself never is.
    let months = team
        .join("sessions")
        .join(today.format("%Y/%m").to_string());
    let folders = months.ancestors().take_while(|it| it.starts_with(team));
    let mut fault = None;
    for folder in folders {
        match disk.may_write(folder) {
            Ok(()) => return fault,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound if folder != team => {}
                // Said of a file, and of all that would lie below it.
                io::ErrorKind::NotADirectory => fault = Some((folder.to_path_buf(), error)),
                _ => return Some((folder.to_path_buf(), error)),
            },
        }
    }
    fault
}
