//! The rules that need more than one file: whatever a ritual or a bank refers to exists.
//!
//! [`library()`] checks everything there is, [`paths`] what an author points at, as if it lay in
//! the library. Both give every fault of every file in order. Nothing is shown or mended here.

mod balance;
pub mod claims;
mod content;
mod forms;
mod likeness;
pub mod portrait;
mod references;

use std::collections::HashSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use thiserror::Error;

use crate::bank::{self, wording};
use crate::disk::{self, Disk};
use crate::fault::{Broken, Fault, Faults, Severity, visible};
use crate::fields::{self, LARGEST};
use crate::library::{self, Collected, File, Kind, Library, Said};
use crate::ritual::{self, Level};

use content::Alike;
use portrait::Portrait;

pub use wording::Slip;

use references::{Known, check_bank, check_ritual};

/// A fault and the text of its file, to be rendered together.
pub type Found = (Fault, Rc<str>);

/// A path that cannot be checked.
#[derive(Debug, Error)]
#[error("{} cannot be read: {}", visible(&path.to_string_lossy()), disk::words(error))]
pub struct Unreadable {
    /// Which.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

/// Checks all files of the library.
pub fn library(library: &Library<'_>) -> Vec<Found> {
    let (files, broken) = library.files();
    let mut shelf = Shelf {
        broken,
        ..Shelf::default()
    };
    for file in files {
        match library.source(&file).map(std::borrow::Cow::into_owned) {
            Ok(source) => {
                let place = Some(file.kind);
                shelf.put(file, place, source);
            }
            Err(error) => shelf.broken.push(Broken::unreadable(&file.path, &error)),
        }
    }
    check(shelf, library)
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
    let shelf = Shelf::of(disk, paths)?;
    Ok(check(shelf, library))
}

/// What the rules for words say of a question that somebody is writing; what belongs beside a deeper
/// one is not asked for yet.
pub fn of_question(text: &str, level: Level, flags: &[String]) -> Vec<Slip> {
    wording::judge_text(text, level, flags)
}

/// The flags of the sensitive topics that a text touches.
pub fn flags_of(text: &str) -> Vec<&'static str> {
    wording::flags(&wording::words(text))
}

/// Why items of a team's own banks are not dealt: files that cannot be used, items that break a rule,
/// and words for rituals that there are not. Beside it the number of such items.
pub fn held_back(library: &Library<'_>) -> (Vec<Found>, usize) {
    let (files, _) = library.files();
    let own = files
        .iter()
        .filter(|it| it.built_in.is_none() && it.kind == Kind::Bank);
    let mut known = None;
    let mut found = Vec::new();
    let mut items = 0;
    for file in own {
        let Ok(source) = library.source(file) else {
            continue;
        };
        let text: Rc<str> = String::from_utf8_lossy(&source).into();
        let read = bank::read::read(&file.id, &file.path, &source);
        let Some(mut bank) = read.value else {
            let errors = read.faults.into_iter();
            let errors = errors.filter(|it| it.severity == Severity::Error);
            found.extend(errors.map(|it| (it, Rc::clone(&text))));
            continue;
        };
        bank.bar();
        items += bank.items.iter().filter(|it| it.barred.is_some()).count();
        let known = known.get_or_insert_with(|| Known::rituals_of(library));
        let is_there = |it: &String| known.rituals.contains_key(it);
        if bank.items.iter().flat_map(|it| &it.uses).all(is_there) {
            continue;
        }
        let (table, _) = fields::read(&source, &file.path, "bank", bank::read::BANK);
        let mut faults = Faults::new(&file.path);
        references::check_uses(&table, known, &mut faults);
        let faults = faults.beside(None::<()>).faults.into_iter();
        found.extend(faults.map(|it| (it, Rc::clone(&text))));
    }
    (found, items)
}

/// The portraits of all banks among single files and in folders; without any, of the library's.
///
/// # Errors
/// [`Unreadable`] as [`paths`].
pub fn portraits(
    disk: &dyn Disk,
    paths: &[PathBuf],
    library: &Library<'_>,
) -> Result<Vec<Portrait>, Unreadable> {
    if paths.is_empty() {
        return Ok(library.banks().0.iter().map(Portrait::of).collect());
    }
    let shelf = Shelf::of(disk, paths)?;
    let banks = shelf.sources.iter().filter(|it| it.0.kind == Kind::Bank);
    let read =
        banks.filter_map(|(file, source)| bank::read::read(&file.id, &file.path, source).value);
    Ok(read.map(|it| Portrait::of(&it)).collect())
}

/// What is to be checked.
#[derive(Default)]
struct Shelf {
    /// Files that can be read, each with its bytes, taken for what they say they hold.
    sources: Vec<(File, Vec<u8>)>,
    broken: Vec<Broken>,
}

impl Shelf {
    /// All that lies at these paths.
    fn of(disk: &dyn Disk, paths: &[PathBuf]) -> Result<Self, Unreadable> {
        let mut shelf = Shelf::default();
        for path in paths {
            match disk.read(path, LARGEST) {
                Ok(source) => shelf.put_single(path, source),
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory
                    ) =>
                {
                    shelf.put_folder(disk, path)?;
                }
                Err(error) => {
                    return Err(Unreadable {
                        path: path.clone(),
                        error,
                    });
                }
            }
        }
        Ok(shelf)
    }

    /// Takes a file for what it says it holds, or else for what its place says.
    fn put(&mut self, mut file: File, place: Option<Kind>, source: Vec<u8>) {
        if let Some(place) = place {
            let misplaced = library::misplaced(&file.path, place, &source);
            self.broken.extend(misplaced);
        }
        if let Said::Kind(kind) = library::said(&source) {
            file.kind = kind;
        }
        self.sources.push((file, source));
    }

    fn put_single(&mut self, path: &Path, source: Vec<u8>) {
        let place = place_of(path);
        let kind = place.unwrap_or(Kind::Ritual);
        if path.extension().is_none_or(|it| it != "toml") {
            self.broken.push(library::slip(path, kind));
        }
        let file = File {
            id: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            path: path.to_path_buf(),
            kind,
            built_in: None,
        };
        self.put(file, place, source);
    }

    fn put_folder(&mut self, disk: &dyn Disk, path: &Path) -> Result<(), Unreadable> {
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
        let mut found = Collected::default();
        let place = place_of(path).unwrap_or(Kind::Bank);
        library::collect(disk, path, place, &mut found);
        self.broken.extend(found.broken);
        for file in found.files {
            let place = place_of(&file.path);
            match disk.read(&file.path, LARGEST) {
                // Outside of prompts a file of another format is none of ours.
                Ok(source) if place.is_none() && library::said(&source) == Said::Other => {}
                Ok(source) => self.put(file, place, source),
                Err(error) => self.broken.push(Broken::unreadable(&file.path, &error)),
            }
        }
        Ok(())
    }
}

/// What the library would take a file for; `None` outside of a folder `prompts`.
fn place_of(path: &Path) -> Option<Kind> {
    let mut place = None;
    for folder in path.components().map(Component::as_os_str) {
        if folder == "prompts" {
            place = Some(Kind::Bank);
        } else if folder == "rituals" && place.is_some() {
            place = Some(Kind::Ritual);
        }
    }
    place
}

fn check(shelf: Shelf, library: &Library<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for it in shelf.broken {
        let source: Rc<str> = it.source.into();
        let faults = it.faults.into_iter();
        found.extend(faults.map(|fault| (fault, Rc::clone(&source))));
    }
    let mut known = Known::rituals_of(library);
    let banks = library.banks().0.into_iter();
    known.banks = banks.map(|it| (it.id.clone(), it)).collect();
    let mut files: Vec<(File, Vec<u8>, Vec<Fault>)> = Vec::new();
    for (file, source) in shelf.sources {
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
    let checked = files.iter().filter(|it| it.0.kind == Kind::Bank);
    let alike = Alike::of(&known, &checked.map(|it| it.0.id.clone()).collect());
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
            Kind::Bank if !errors => check_bank(&file, &source, &known, &alike, &mut more),
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
