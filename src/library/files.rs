//! The files that hold rituals and banks: those inside the program, and those in a folder.

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::disk::Disk;
use crate::fault::{Fault, Faults};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Folders within folders that are looked into.
pub const DEEPEST: usize = 4;

/// A file that holds a ritual or a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The file's name without its ending.
    pub id: String,
    /// Where it is, to be read or named.
    pub path: PathBuf,
    /// What it holds.
    pub kind: Kind,
    /// Its bytes, if it is part of the program.
    pub built_in: Option<&'static [u8]>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Ritual,
    Bank,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ritual => "ritual",
            Self::Bank => "bank",
        }
    }
}

/// A file that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub path: PathBuf,
    /// What is in it, as far as it can be read.
    pub source: String,
    /// At least one error among them.
    pub faults: Vec<Fault>,
}

/// What the system says, in words for people.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_string(),
        io::ErrorKind::PermissionDenied => "its rights forbid it".to_string(),
        io::ErrorKind::InvalidInput | io::ErrorKind::NotADirectory => {
            "it is neither a file nor a folder".to_string()
        }
        io::ErrorKind::FileTooLarge => "it is larger than 1 MB".to_string(),
        other => other.to_string(),
    }
}

/// A file or folder that the system does not let us read.
pub fn unreadable(path: &Path, error: &io::Error) -> Broken {
    let mut faults = Faults::new(path);
    let message = format!("this cannot be read: {}", reason(error));
    faults.add(
        "S001",
        0..0,
        message,
        "look at its rights and its kind; links are not followed",
    );
    Broken {
        path: path.to_path_buf(),
        source: String::new(),
        faults: faults.beside(None::<()>).faults,
    }
}

/// Adds the `.toml` files in `folder` and below; those in a folder `rituals` hold rituals.
pub fn collect(
    disk: &dyn Disk,
    folder: &Path,
    deep: usize,
    files: &mut Vec<File>,
    broken: &mut Vec<Broken>,
) {
    let names = match disk.list(folder) {
        Ok(names) => names,
        // Not every name without a dot is a folder.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return,
        Err(error) => return broken.push(unreadable(folder, &error)),
    };
    for name in names.iter().filter_map(|it| it.file_name()) {
        let path = folder.join(name);
        match path.extension() {
            Some(ending) if ending == "toml" => files.extend(file(&path, None)),
            None if deep > 0 && !name.as_encoded_bytes().starts_with(b".") => {
                collect(disk, &path, deep - 1, files, broken);
            }
            Some(_) | None => {}
        }
    }
}

/// The files that are part of the program.
pub fn built_in() -> Vec<File> {
    fn walk(folder: &'static Dir<'static>, files: &mut Vec<File>) {
        for it in folder.files() {
            if it.path().extension().is_some_and(|it| it == "toml") {
                files.extend(file(
                    &Path::new("prompts").join(it.path()),
                    Some(it.contents()),
                ));
            }
        }
        folder.dirs().for_each(|it| walk(it, files));
    }
    let mut files = Vec::new();
    walk(&BUILT_IN, &mut files);
    files
}

fn file(path: &Path, built_in: Option<&'static [u8]>) -> Option<File> {
    let rituals = path.parent().is_some_and(|it| it.ends_with("rituals"));
    Some(File {
        id: path.file_stem()?.to_string_lossy().into_owned(),
        path: path.to_path_buf(),
        kind: if rituals { Kind::Ritual } else { Kind::Bank },
        built_in,
    })
}
