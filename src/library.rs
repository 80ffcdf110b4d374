//! All rituals and banks there are: those built in, overlaid by the team's own `prompts/`.
//!
//! The same id in the team's folder wins, and what the team hides is not there. A file's name
//! is its id, so that asking for one parses one. A broken file never hides the others.
//! Nothing is written here, and nothing is kept between two questions.

mod files;
mod resolve;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::bank::{self, Bank, Item};
use crate::disk::Disk;
use crate::fault::{Broken, Read, Severity, closest, visible};
use crate::fields::LARGEST;
use crate::ritual::{self, Deal, Form, Mode, Ritual};

pub use files::{Collected, File, Kind, Said, built_in, collect, misplaced, said, slip};
pub use resolve::resolve;

/// What a team that has held nothing yet begins with, in this order.
pub const STARTERS: [&str; 3] = ["two-words", "headlines", "breakout-graded"];

/// Where a ritual stands among those to begin with; all others stand behind them.
pub fn starter(id: &str) -> usize {
    let place = STARTERS.iter().position(|it| *it == id);
    place.unwrap_or(STARTERS.len())
}

/// Whose a ritual is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    BuiltIn,
    /// The team wrote it.
    Team,
    /// The team wrote it, and it takes the place of one that is part of the program.
    InPlace,
}

/// Where rituals and banks are found.
pub struct Library<'a> {
    disk: &'a dyn Disk,
    team: Option<PathBuf>,
    hide: Vec<String>,
}

/// Why there is no such ritual or bank.
#[derive(Debug, Error)]
pub enum Missing {
    /// Nothing is called so.
    #[error(
        "there is no {} called \"{}\"{}",
        kind.word(), visible(typed), suggest(*kind, closest.as_deref())
    )]
    NotFound {
        /// What was asked for.
        kind: Kind,
        /// The name asked for.
        typed: String,
        /// What may have been meant.
        closest: Option<String>,
    },
    /// Several begin so.
    #[error("\"{}\" may mean {}", visible(typed), listed(ids, " or "))]
    Ambiguous {
        /// The beginning.
        typed: String,
        /// The ids, sorted.
        ids: Vec<String>,
    },
    /// It is there and cannot be used.
    #[error("{} cannot be used: {}", visible(&_0.path.to_string_lossy()), first(_0))]
    Faulty(Box<Broken>),
    /// A ritual uses itself, perhaps through others.
    #[error("rituals use each other in a circle: {}", listed(ids, " uses "))]
    Circle {
        /// The ids along the way, the first again at the end.
        ids: Vec<String>,
    },
    /// A ritual uses others, which use others, beyond all measure.
    #[error("the ritual {} uses more than 100 others", visible(id))]
    TooMany {
        /// Which.
        id: String,
    },
}

fn suggest(kind: Kind, closest: Option<&str>) -> String {
    match (kind, closest) {
        (_, Some(near)) => format!("; did you mean \"{}\"?", visible(near)),
        (Kind::Ritual, None) => "; \"firelight rituals\" lists them all".to_string(),
        (Kind::Bank, None) => String::new(),
    }
}

/// Ids as they may be shown: a file of a stranger can have any name.
fn listed(ids: &[String], between: &str) -> String {
    let ids: Vec<String> = ids.iter().map(|it| visible(it)).collect();
    ids.join(between)
}

fn first(broken: &Broken) -> String {
    let first = broken
        .faults
        .iter()
        .find(|it| it.severity == Severity::Error);
    first.map_or(String::new(), |it| visible(&it.message))
}

impl<'a> Library<'a> {
    /// The built-in prompts and those in the folder of `team`, without the ids in `hide`.
    pub fn new(disk: &'a dyn Disk, team: Option<&Path>, hide: &[String]) -> Self {
        Self {
            disk,
            team: team.map(|it| it.join("prompts")),
            hide: hide.to_vec(),
        }
    }

    /// Every file with its id, sorted by id, and what is passed over.
    pub fn files(&self) -> (Vec<File>, Vec<Broken>) {
        let mut found = Collected::default();
        if let Some(folder) = &self.team {
            collect(self.disk, folder, Kind::Bank, &mut found);
        }
        let Collected { mut files, broken } = found;
        let n_team = files.len();
        files.extend(built_in());
        let (team, inside) = files.split_at(n_team);
        let covered = |it: &File| {
            team.iter()
                .any(|own| own.id == it.id && own.kind == it.kind)
        };
        let mut files: Vec<File> = team.to_vec();
        files.extend(inside.iter().filter(|it| !covered(it)).cloned());
        files.retain(|it| !self.hide.contains(&it.id));
        files.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        (files, broken)
    }

    /// Whose the ritual with this id is.
    pub fn origin(&self, id: &str) -> Origin {
        let is_it = |it: &File| it.kind == Kind::Ritual && it.id == id;
        let (files, _) = self.files();
        let own = files.iter().any(|it| is_it(it) && it.built_in.is_none());
        match (own, built_in().iter().any(is_it)) {
            (false, _) => Origin::BuiltIn,
            (true, false) => Origin::Team,
            (true, true) => Origin::InPlace,
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As the system says.
    pub fn source<'f>(&self, file: &'f File) -> io::Result<Cow<'f, [u8]>> {
        match file.built_in {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => Ok(Cow::Owned(self.disk.read(&file.path, LARGEST)?)),
        }
    }

    /// All rituals by id, and beside them the files that cannot be used.
    pub fn rituals(&self) -> (Vec<Ritual>, Vec<Broken>) {
        self.all(Kind::Ritual, read_ritual)
    }

    /// The names of all rituals: id, title and aliases. Only the heads of files are read, because
    /// shells ask for this between two keys.
    pub fn names(&self) -> Vec<(String, String, Vec<String>)> {
        let (files, _) = self.files();
        let rituals = files.into_iter().filter(|it| it.kind == Kind::Ritual);
        let named = rituals.filter_map(|file| {
            let source = self.source(&file).ok()?;
            let (title, aliases) = ritual::read::names(&file.path, &source);
            Some((file.id, title, aliases))
        });
        named.collect()
    }

    /// All banks by id, and beside them the files that cannot be used.
    pub fn banks(&self) -> (Vec<Bank>, Vec<Broken>) {
        let (mut banks, broken) = self.all(Kind::Bank, read_bank);
        for bank in &mut banks {
            bank.items.retain(|it| !self.hide.contains(&it.id));
        }
        (banks, broken)
    }

    /// The ritual with exactly this id.
    ///
    /// # Errors
    /// [`Missing::NotFound`], [`Missing::Faulty`].
    pub fn ritual(&self, id: &str) -> Result<Ritual, Missing> {
        self.one(Kind::Ritual, id, read_ritual)
    }

    /// The bank with exactly this id, without its hidden items.
    ///
    /// # Errors
    /// [`Missing::NotFound`], [`Missing::Faulty`].
    pub fn bank(&self, id: &str) -> Result<Bank, Missing> {
        let mut bank = self.one(Kind::Bank, id, read_bank)?;
        bank.items.retain(|it| !self.hide.contains(&it.id));
        Ok(bank)
    }

    /// What `deal` deals from: its banks as one, and with them what the team wrote for `ritual` in
    /// banks of that kind.
    ///
    /// # Errors
    /// As [`Self::bank`] for the first; another that cannot be read adds nothing.
    pub fn bank_for(&self, ritual: &str, deal: &Deal) -> Result<Bank, Missing> {
        let mut bank = self.bank(&deal.bank)?;
        for (at, id) in deal.beside.iter().enumerate() {
            let Ok(other) = self.bank(id) else { continue };
            let part = at + 1;
            let items = other.items.into_iter();
            bank.items.extend(items.map(|it| Item { part, ..it }));
        }
        let (files, _) = self.files();
        let own = files
            .iter()
            .filter(|it| it.kind == Kind::Bank && it.built_in.is_none());
        for file in own.filter(|it| !deal.banks().any(|id| *id == it.id)) {
            let Ok(other) = self.open(file, read_bank) else {
                continue;
            };
            let is_for = |it: &Item| it.uses.iter().any(|it| it == ritual);
            if other.kind == bank.kind {
                let items = other.items.into_iter();
                bank.items
                    .extend(items.filter(|it| is_for(it) && !self.hide.contains(&it.id)));
            }
        }
        Ok(bank)
    }

    /// The ritual that a person means: by id, by alias, or by the only beginning that fits.
    ///
    /// # Errors
    /// [`Missing::NotFound`] with one suggestion, [`Missing::Ambiguous`], [`Missing::Faulty`].
    pub fn find(&self, typed: &str) -> Result<Ritual, Missing> {
        let wanted = typed.trim().to_lowercase().replace(' ', "-");
        match self.ritual(&wanted) {
            Err(Missing::NotFound { .. }) => {}
            other => return other,
        }
        let (rituals, _) = self.rituals();
        if let Some(ritual) = rituals.iter().find(|it| it.aliases.contains(&wanted)) {
            return Ok(ritual.clone());
        }
        // A broken file is known by its id alone.
        let (files, _) = self.files();
        let ids = files
            .iter()
            .filter(|it| it.kind == Kind::Ritual)
            .map(|it| (&it.id, &it.id));
        let aliases = rituals
            .iter()
            .flat_map(|it| it.aliases.iter().map(move |alias| (alias, &it.id)));
        let names: Vec<(&String, &String)> = ids.chain(aliases).collect();
        let mut begun: Vec<&String> = names
            .iter()
            .filter(|(name, _)| !wanted.is_empty() && name.starts_with(&wanted))
            .map(|(_, id)| *id)
            .collect();
        begun.sort();
        begun.dedup();
        match begun[..] {
            [id] => self.ritual(id),
            [] => Err(Missing::NotFound {
                kind: Kind::Ritual,
                typed: typed.to_string(),
                closest: closest(&wanted, names.iter().map(|it| it.0.as_str())).map(str::to_string),
            }),
            _ => Err(Missing::Ambiguous {
                typed: typed.to_string(),
                ids: begun.into_iter().cloned().collect(),
            }),
        }
    }

    /// The ritual as it will be held: see [`resolve()`].
    ///
    /// # Errors
    /// As [`Library::ritual`] for the rituals it uses, [`Missing::Circle`], [`Missing::TooMany`].
    pub fn resolve(&self, ritual: &Ritual, forms: &[Form], mode: Mode) -> Result<Ritual, Missing> {
        resolve(ritual, forms, mode, &|id| self.ritual(id))
    }

    fn all<T>(&self, kind: Kind, read: Reader<T>) -> (Vec<T>, Vec<Broken>) {
        let (files, mut broken) = self.files();
        let mut all = Vec::new();
        for file in &files {
            if file.kind == kind {
                match self.open(file, read) {
                    Ok(it) => all.push(it),
                    Err(it) => broken.push(it),
                }
            } else if file.built_in.is_none()
                && let Ok(source) = self.source(file)
            {
                // It may be one of these that lies where the others are looked for.
                broken.extend(misplaced(&file.path, file.kind, &source));
            }
        }
        (all, broken)
    }

    fn one<T>(&self, kind: Kind, id: &str, read: Reader<T>) -> Result<T, Missing> {
        let (files, _) = self.files();
        let mut ids = files.iter().filter(|it| it.kind == kind);
        match ids.clone().find(|it| it.id == id) {
            Some(file) => self
                .open(file, read)
                .map_err(|it| Missing::Faulty(Box::new(it))),
            None => Err(Missing::NotFound {
                kind,
                typed: id.to_string(),
                closest: closest(id, ids.by_ref().map(|it| it.id.as_str())).map(str::to_string),
            }),
        }
    }

    fn open<T>(&self, file: &File, read: Reader<T>) -> Result<T, Broken> {
        let source = self
            .source(file)
            .map_err(|it| Broken::unreadable(&file.path, &it))?;
        if let Some(broken) = misplaced(&file.path, file.kind, &source) {
            return Err(broken);
        }
        let read = read(file, &source);
        read.value.ok_or_else(|| Broken {
            path: file.path.clone(),
            source: String::from_utf8_lossy(&source).into_owned(),
            faults: read.faults,
        })
    }
}

type Reader<T> = fn(&File, &[u8]) -> Read<T>;

fn read_ritual(file: &File, source: &[u8]) -> Read<Ritual> {
    ritual::read::read(&file.id, &file.path, source)
}

fn read_bank(file: &File, source: &[u8]) -> Read<Bank> {
    let mut read = bank::read::read(&file.id, &file.path, source);
    if let Some(bank) = read.value.as_mut().filter(|_| file.built_in.is_none()) {
        bank.bar();
    }
    read
}

#[cfg(test)]
pub(crate) mod tests;
