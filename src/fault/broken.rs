//! A file or folder as a whole that cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk;

use super::{Fault, Faults, Severity};

/// A file or folder that is passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub path: PathBuf,
    /// What is in it, as far as it can be read.
    pub source: String,
    /// At least one.
    pub faults: Vec<Fault>,
}

impl Broken {
    /// One about which there is one thing to say.
    pub fn of(path: &Path, rule: &'static str, message: String, help: impl Into<String>) -> Self {
        let mut faults = Faults::new(path);
        faults.add(rule, 0..0, message, help);
        Self {
            path: path.to_path_buf(),
            source: String::new(),
            faults: faults.beside(None::<()>).faults,
        }
    }

    /// One in whose bytes something is wrong; none where nothing is.
    pub fn found(path: &Path, source: &[u8], faults: Vec<Fault>) -> Option<Self> {
        (!faults.is_empty()).then(|| Self {
            path: path.to_path_buf(),
            source: String::from_utf8_lossy(source).into_owned(),
            faults,
        })
    }

    /// One that the system does not let us read.
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        let message = format!("this cannot be read: {}", disk::words(error));
        let help = "look at its rights and its kind; links are not followed";
        Self::of(path, "S001", message, help)
    }

    /// Whether it must be mended, and not only be looked at.
    pub fn any_error(&self) -> bool {
        self.faults.iter().any(|it| it.severity == Severity::Error)
    }
}
