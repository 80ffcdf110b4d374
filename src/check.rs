//! The rules that need more than one file: whatever a ritual or a bank refers to exists.
//!
//! [`library`] checks everything there is, [`paths`] what an author points at, as if it lay in
//! the library. Both give every fault of every file in order. Nothing is shown or mended here.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use thiserror::Error;

use crate::bank::{self, Bank, Quarter};
use crate::disk::Disk;
use crate::fault::{Fault, Faults, Severity, closest, visible};
use crate::fields::{self, LARGEST, Table};
use crate::library::{self, Broken, File, Kind, Library, Missing};
use crate::ritual::read::shape::RITUAL;
use crate::ritual::{self, Deal, Level, Mode, Ritual, What, When, length};

/// A fault and the text of its file, to be rendered together.
pub type Found = (Fault, Rc<str>);

/// A path that cannot be checked.
#[derive(Debug, Error)]
#[error("{} cannot be read: {}", visible(&path.to_string_lossy()), error.kind())]
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
        kind: kind_of(&source).flatten().unwrap_or(Kind::Ritual),
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
    library::collect(disk, path, path.ends_with("rituals"), 8, &mut files, broken);
    for mut file in files {
        match disk.read(&file.path, LARGEST) {
            Ok(source) => {
                let Some(kind) = kind_of(&source) else {
                    continue;
                };
                file.kind = kind.unwrap_or(file.kind);
                sources.push((file, source));
            }
            Err(error) => broken.push(library::unreadable(&file.path, &error)),
        }
    }
    Ok(())
}

/// What a file says it holds: `Some(None)` if it says nothing, `None` if something else.
fn kind_of(source: &[u8]) -> Option<Option<Kind>> {
    let source = String::from_utf8_lossy(source);
    for line in source
        .lines()
        .map(|it| it.trim_start_matches('\u{feff}').trim())
    {
        if let Some((key, value)) = line.split_once('=')
            && key.trim() == "format"
            && let Some((kind, _)) = value.trim().trim_matches(['"', '\'']).split_once('/')
        {
            return match kind {
                "firelight.ritual" => Some(Some(Kind::Ritual)),
                "firelight.bank" => Some(Some(Kind::Bank)),
                _ => None,
            };
        }
        match line {
            "[bank]" | "[[item]]" | "[[word]]" => return Some(Some(Kind::Bank)),
            "[[step]]" => return Some(Some(Kind::Ritual)),
            _ => {}
        }
    }
    Some(None)
}

/// Everything that may be referred to.
struct Known {
    rituals: BTreeMap<String, Ritual>,
    banks: BTreeMap<String, Bank>,
    /// Ids of files that are there and broken: referring to them is no fault of its own.
    broken: HashSet<String>,
}

fn check(sources: Vec<(File, Vec<u8>)>, broken: Vec<Broken>, library: &Library<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for it in broken {
        let source: Rc<str> = it.source.into();
        found.extend(
            it.faults
                .into_iter()
                .map(|fault| (fault, Rc::clone(&source))),
        );
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
        let (faults, whole) = match file.kind {
            Kind::Ritual => {
                let read = ritual::read::read(&file.id, &file.path, &source);
                let whole = read.value.map(|it| known.rituals.insert(it.id.clone(), it));
                (read.faults, whole.is_some())
            }
            Kind::Bank => {
                let read = bank::read::read(&file.id, &file.path, &source);
                let whole = read.value.map(|it| known.banks.insert(it.id.clone(), it));
                (read.faults, whole.is_some())
            }
        };
        if !whole {
            known.broken.insert(file.id.clone());
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

fn check_ritual(file: &File, source: &[u8], known: &Known, faults: &mut Faults) {
    let Some(ritual) = known.rituals.get(&file.id) else {
        return;
    };
    let (table, _) = fields::read(source, &file.path, "ritual", RITUAL);
    let steps: Vec<&Table> = table.tables("step").collect();
    for step in &steps {
        check_references(step, ritual.ceiling, known, faults);
    }
    let find = |id: &str| {
        known
            .rituals
            .get(id)
            .cloned()
            .ok_or_else(|| Missing::NotFound {
                kind: Kind::Ritual,
                typed: id.to_string(),
                closest: None,
            })
    };
    let n_people = ritual.people.best.1;
    for mode in [Mode::Room, Mode::Remote, Mode::Hybrid] {
        match library::resolve(ritual, &[], mode, &find) {
            Err(Missing::Circle { ids }) => {
                let message = format!("this ritual uses itself: {}", ids.join(", then "));
                faults.add(
                    "R106",
                    table.span("title"),
                    message,
                    "take one `use` step out",
                );
                break;
            }
            Err(_) => {}
            Ok(whole) => {
                let planned = length::of_steps(&whole.steps, n_people);
                if planned > whole.minutes * 60 {
                    let (mode, minutes) = (mode.word(), (planned + 59) / 60);
                    let message = format!(
                        "with the rituals it uses, this takes {minutes} minutes in mode {mode}, more than the {} declared",
                        whole.minutes
                    );
                    faults.add(
                        "T001",
                        table.span("minutes"),
                        message,
                        format!("declare {minutes} minutes, or shorten a step"),
                    );
                    break;
                }
            }
        }
    }
    let last = ritual
        .steps
        .iter()
        .zip(&steps)
        .rfind(|(it, _)| it.when == When::Live);
    if let Some((last, last_table)) = last
        && last.level.is_some_and(|it| it > Level::Open)
    {
        let help = "end with something light, so that people come back to the day";
        faults.add(
            "T007",
            last_table.span("level"),
            "the last step is heavier than open",
            help,
        );
    }
}

fn check_references(step: &Table, ceiling: Level, known: &Known, faults: &mut Faults) {
    match step.text("kind") {
        Some("deal") => {
            let id = step.text("bank").unwrap_or_default();
            let what = ritual::read::what(step);
            match (known.banks.get(id), what) {
                (Some(bank), Some(What::Deal(deal))) => {
                    if let Err(message) = fills(bank, &deal, ceiling) {
                        let help = "deal fewer, widen `levels` or `themes`, or add to the bank";
                        faults.add("T008", step.span("bank"), message, help);
                    }
                }
                _ if known.broken.contains(id) => {}
                _ => missing("bank", id, step.span("bank"), known.banks.keys(), faults),
            }
        }
        Some("use") => {
            let id = step.text("ritual").unwrap_or_default();
            if !known.rituals.contains_key(id) && !known.broken.contains(id) {
                missing(
                    "ritual",
                    id,
                    step.span("ritual"),
                    known.rituals.keys(),
                    faults,
                );
            }
        }
        _ => {}
    }
    for inner in step.tables("steps") {
        check_references(inner, ceiling, known, faults);
    }
}

fn missing<'a>(
    what: &str,
    id: &str,
    span: std::ops::Range<usize>,
    ids: impl Iterator<Item = &'a String>,
    faults: &mut Faults,
) {
    let mut ids: Vec<&str> = ids.map(String::as_str).collect();
    ids.sort_unstable();
    let help = match closest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if ids.is_empty() => format!("add the {what}; there is none yet"),
        None => format!("there is {}", ids.join(", ")),
    };
    faults.add(
        "T008",
        span,
        format!("there is no {what} called `{id}`"),
        help,
    );
}

/// Whether a bank has as many items as a deal lays out, or why not.
fn fills(bank: &Bank, deal: &Deal, ceiling: Level) -> Result<(), String> {
    let fits = bank.items.iter().filter(|it| {
        it.deal
            && it.level <= ceiling
            && (deal.levels.is_empty() || deal.levels.contains(&it.level))
            && (deal.themes.is_empty() || it.themes.iter().any(|theme| deal.themes.contains(theme)))
    });
    if deal.show == ritual::Show::Grid {
        for quarter in Quarter::ALL {
            let there = fits
                .clone()
                .filter(|it| it.axes.is_some_and(|it| it.quarter() == quarter))
                .count();
            if there < deal.hand {
                return Err(format!(
                    "`{}` has {there} words in a quarter that shows {}",
                    bank.id, deal.hand
                ));
            }
        }
        return Ok(());
    }
    match fits.count() {
        there if there < deal.hand => Err(format!(
            "`{}` has {there} items to fill a hand of {}",
            bank.id, deal.hand
        )),
        _ => Ok(()),
    }
}

fn check_bank(file: &File, source: &[u8], known: &Known, faults: &mut Faults) {
    let (table, _) = fields::read(source, &file.path, "bank", bank::read::BANK);
    for item in table.tables("item") {
        let id = item.text("id").unwrap_or_default();
        let mut others = known.banks.values().filter(|it| it.id != file.id);
        if let Some(other) = others.find(|it| it.items.iter().any(|it| it.id == id)) {
            let message = format!("`{id}` is in the bank `{}` too", other.id);
            faults.add(
                "Q001",
                item.span("id"),
                message,
                "an item's id is used once in all banks",
            );
        }
        let Some(lighter) = item.text("lighter").filter(|it| !it.contains(' ')) else {
            continue;
        };
        let ids = || {
            known
                .banks
                .values()
                .flat_map(|it| &it.items)
                .map(|it| it.id.as_str())
        };
        if !ids().any(|it| it == lighter) {
            let help = match closest(lighter, ids()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name an item by its id, or write a question".to_string(),
            };
            faults.add(
                "T008",
                item.span("lighter"),
                format!("there is no item called `{lighter}`"),
                help,
            );
        }
    }
}
