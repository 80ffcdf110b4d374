//! The rules that need more than one file: whatever a ritual or a bank refers to exists.
//!
//! [`library()`] checks everything there is, [`paths`] what an author points at, as if it lay in
//! the library. Both give every fault of every file in order. Nothing is shown or mended here.

mod references;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use thiserror::Error;

use crate::bank;
use crate::disk::Disk;
use crate::fault::{Fault, Faults, Severity, visible};
use crate::fields::LARGEST;
use crate::library::{self, Broken, File, Kind, Library};
use crate::ritual;

use references::{Known, check_bank, check_ritual};

/// A fault and the text of its file, to be rendered together.
pub type Found = (Fault, Rc<str>);

/// A path that cannot be checked.
#[derive(Debug, Error)]
#[error("{} cannot be read: {}", visible(&path.to_string_lossy()), library::reason(error))]
pub struct Unreadable {
    /// Which.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

/// Checks all files of the library.
pub fn library(library: &Library<'_>) -> Vec<Found> {
    let (files, mut broken) = library.files();
    let mut sources = Vec::new();
    for file in files {
        match library.source(&file).map(std::borrow::Cow::into_owned) {
            Ok(source) => sources.push((file, source)),
            Err(error) => broken.push(library::unreadable(&file.path, &error)),
        }
    }
    check(sources, broken, library)
}

/// Checks single files, and all `.toml` files in folders and below.
///
/// # Errors
/// [`Unreadable`] for the first path that is not there or cannot be read.
pub fn paths(
    disk: &dyn Disk,
    paths: &[PathBuf],
    library: &Library<'_>,
) -> Result<Vec<Found>, Unreadable> {
    let mut sources = Vec::new();
    let mut broken = Vec::new();
    for path in paths {
        match disk.read(path, LARGEST) {
            Ok(source) => sources.extend(single(path, source)),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory
                ) =>
            {
                folder(disk, path, &mut sources, &mut broken)?;
            }
            Err(error) => {
                return Err(Unreadable {
                    path: path.clone(),
                    error,
                });
            }
        }
    }
    Ok(check(sources, broken, library))
}

fn single(path: &Path, source: Vec<u8>) -> Option<(File, Vec<u8>)> {
    let file = File {
        id: path.file_stem()?.to_string_lossy().into_owned(),
        path: path.to_path_buf(),
        kind: kind_of(&source, Kind::Ritual).unwrap_or(Kind::Ritual),
        built_in: None,
    };
    Some((file, source))
}

fn folder(
    disk: &dyn Disk,
    path: &Path,
    sources: &mut Vec<(File, Vec<u8>)>,
    broken: &mut Vec<Broken>,
) -> Result<(), Unreadable> {
    let list = |path: &Path| {
        disk.list(path).map_err(|error| Unreadable {
            path: path.to_path_buf(),
            error,
        })
    };
    list(path)?;
    // Of a team's folder only the prompts are written against these rules.
    let prompts = path.join("prompts");
    let path = if list(&prompts)?.is_empty() {
        path
    } else {
        &prompts
    };
    let mut files = Vec::new();
    library::collect(disk, path, library::DEEPEST, &mut files, broken);
    for mut file in files {
        match disk.read(&file.path, LARGEST) {
            Ok(source) => {
                if let Some(kind) = kind_of(&source, file.kind) {
                    file.kind = kind;
                    sources.push((file, source));
                }
            }
            Err(error) => broken.push(library::unreadable(&file.path, &error)),
        }
    }
    Ok(())
}

/// What a file says it holds, or else `unsaid`; `None` if it is of another format.
fn kind_of(source: &[u8], unsaid: Kind) -> Option<Kind> {
    let source = String::from_utf8_lossy(source);
    for line in source.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some((key, value)) = line.split_once('=')
            && key.trim() == "format"
            && let Some((kind, _)) = value.trim().trim_matches(['"', '\'']).split_once('/')
        {
            return match kind {
                "firelight.ritual" => Some(Kind::Ritual),
                "firelight.bank" => Some(Kind::Bank),
                _ => None,
            };
        }
        match line {
            "[bank]" | "[[item]]" | "[[word]]" => return Some(Kind::Bank),
            "[[step]]" => return Some(Kind::Ritual),
            _ => {}
        }
    }
    Some(unsaid)
}

fn check(sources: Vec<(File, Vec<u8>)>, broken: Vec<Broken>, library: &Library<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for it in broken {
        let source: Rc<str> = it.source.into();
        let faults = it.faults.into_iter();
        found.extend(faults.map(|fault| (fault, Rc::clone(&source))));
    }
    let mut known = Known {
        rituals: library
            .rituals()
            .0
            .into_iter()
            .map(|it| (it.id.clone(), it))
            .collect(),
        banks: library
            .banks()
            .0
            .into_iter()
            .map(|it| (it.id.clone(), it))
            .collect(),
        broken: HashSet::new(),
    };
    let mut files: Vec<(File, Vec<u8>, Vec<Fault>)> = Vec::new();
    for (file, source) in sources {
        let id = file.id.clone();
        let (faults, whole) = match file.kind {
            Kind::Ritual => {
                let read = ritual::read::read(&id, &file.path, &source);
                let whole = read.value.map(|it| known.rituals.insert(id.clone(), it));
                (read.faults, whole.is_some())
            }
            Kind::Bank => {
                let read = bank::read::read(&id, &file.path, &source);
                let whole = read.value.map(|it| known.banks.insert(id.clone(), it));
                (read.faults, whole.is_some())
            }
        };
        if !whole {
            known.broken.insert(id);
        }
        files.push((file, source, faults));
    }
    let mut names = HashSet::new();
    for (file, source, mut faults) in files {
        let mut more = Faults::new(&file.path);
        if !names.insert((file.kind.word(), file.id.clone())) {
            let message = format!(
                "another file holds a {} called `{}`",
                file.kind.word(),
                file.id
            );
            more.add("B102", 0..0, message, "rename one of the two files");
        }
        let errors = faults.iter().any(|it| it.severity == Severity::Error);
        match file.kind {
            Kind::Ritual if !errors => check_ritual(&file, &source, &known, &mut more),
            Kind::Bank if !errors => check_bank(&file, &source, &known, &mut more),
            Kind::Ritual | Kind::Bank => {}
        }
        faults.extend(more.beside(None::<()>).faults);
        let source: Rc<str> = String::from_utf8_lossy(&source).into();
        found.extend(faults.into_iter().map(|fault| (fault, Rc::clone(&source))));
    }
    found.sort_by(|(a, _), (b, _)| {
        (&a.path, a.span.start, a.rule).cmp(&(&b.path, b.span.start, b.rule))
    });
    found
}

#[cfg(test)]
mod tests;
