//! That a moment is being taken, for whoever follows a session meanwhile: an empty file beside
//! its journal, there only while the moment lasts.
//!
//! The journal itself holds nothing but a hold: what is kept must not tell that somebody needed
//! a moment. The file has no content, so it has no class of [`crate::keep`]; what a program that
//! was killed leaves of it goes at the next start.

use std::path::{Path, PathBuf};

use crate::disk::{Appending, Disk, Rights};
use crate::session::event::Opening;

use super::session_id;

/// What such a file's name ends with.
pub(super) const ENDING: &str = ".moment";

/// A moment that is being taken.
pub struct Moment {
    path: PathBuf,
    /// While it is locked, no other start clears it away.
    _lock: Box<dyn Appending>,
}

impl Moment {
    /// Shows that a moment begins; `None` when the disk does not take it, and then whoever
    /// follows sees a held clock.
    pub fn begin(disk: &dyn Disk, folder: &Path, opening: &Opening) -> Option<Self> {
        let path = folder.join(format!("{}{ENDING}", session_id(opening).ok()?));
        let lock = disk.create(&path, Rights::Private).ok()?;
        Some(Self { path, _lock: lock })
    }

    /// Shows that it is over.
    pub fn end(self, disk: &dyn Disk) {
        // What cannot be removed now goes with the journal, or at the next start.
        let _ = disk.remove(&self.path);
    }
}
