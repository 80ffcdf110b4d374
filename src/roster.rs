//! The roster: who is in the team. One small file a person in the team's folder, so that two
//! clones never change the same one by adding.
//!
//! Reading takes any set of files: copies and people who were added twice are joined, and a
//! damaged file is named and never stops the others. Nothing is here that was not added by a
//! person who meant it.

pub mod alike;
mod file;
mod join;
pub mod mention;
pub mod write;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::disk::Disk;
use crate::fault::Broken;
use crate::fields::LARGEST;
use crate::keep::Text;

use alike::fold;

/// The folder in the team's.
pub const FOLDER: &str = "people";

/// Somebody in the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Opaque; it stands in session logs.
    pub id: String,
    /// As typed.
    pub name: Text,
    /// An address.
    pub email: Option<Text>,
    /// lead, new, remote, and whatever else the team uses.
    pub tags: Vec<Text>,
    /// The day on which the person is here again.
    pub away_until: Option<NaiveDate>,
    /// When the person was added.
    pub since: Option<NaiveDate>,
    /// The id of the same person, who was added twice.
    pub same_as: Option<String>,
}

impl Person {
    /// Whether the person is away on a day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.away_until.is_some_and(|it| it > day)
    }

    /// Whether the person has a tag.
    pub fn has(&self, tag: &str) -> bool {
        let same = |it: &Text| it.as_str().eq_ignore_ascii_case(tag);
        self.tags.iter().any(same)
    }
}

/// One file and who is in it.
#[derive(Clone, Debug)]
struct File {
    path: PathBuf,
    person: Person,
}

/// Who is in the team.
#[derive(Debug, Default)]
pub struct Roster {
    /// Each person once, by name.
    pub people: Vec<Person>,
    /// Files with something to mend.
    pub broken: Vec<Broken>,
    /// Their names as they are compared.
    folded: Vec<String>,
    files: Vec<File>,
    ids: HashMap<String, String>,
}

/// Reads everybody below the team's folder.
pub fn read(disk: &dyn Disk, team: &Path) -> Roster {
    let mut roster = Roster::default();
    let folder = team.join(FOLDER);
    let paths = match disk.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            roster.broken.push(Broken::unreadable(&folder, &error));
            return roster;
        }
    };
    for path in paths.into_iter().filter(|it| is_person(it)) {
        let source = match disk.read(&path, LARGEST) {
            Ok(source) => source,
            Err(error) => {
                roster.broken.push(Broken::unreadable(&path, &error));
                continue;
            }
        };
        let (person, faults) = file::parse(&path, &source);
        if !faults.is_empty() {
            roster.broken.push(Broken {
                path: path.clone(),
                source: String::from_utf8_lossy(&source).into_owned(),
                faults,
            });
        }
        roster
            .files
            .extend(person.map(|person| File { path, person }));
    }
    (roster.people, roster.ids) = join::join(&roster.files);
    let folded = roster.people.iter().map(|it| fold(it.name.as_str()));
    roster.folded = folded.collect();
    roster
}

fn is_person(path: &Path) -> bool {
    let hidden = path
        .file_name()
        .is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|it| it == "toml")
}

impl Roster {
    /// The one id of whoever this id stands for, so that histories of both count.
    pub fn canonical<'a>(&'a self, id: &'a str) -> &'a str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    /// Whether an id is anybody's.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// Those who are meant by a name, an id or an address; by the first words of a name only if
    /// nobody is called just so.
    pub fn find(&self, typed: &str) -> Vec<&Person> {
        let typed = fold(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let by = |means: &dyn Fn(&Person, &str) -> bool| {
            let all = self.people.iter().zip(&self.folded);
            all.filter(|(it, name)| means(it, name))
                .map(|it| it.0)
                .collect::<Vec<_>>()
        };
        let is_address = typed.contains('@');
        let exact = by(&|it, name| {
            let email = it.email.as_ref().filter(|_| is_address);
            let is_email = email.is_some_and(|it| fold(it.as_str()) == typed);
            name == typed || it.id == typed || is_email
        });
        if !exact.is_empty() {
            return exact;
        }
        let begins = |name: &str| {
            name.strip_prefix(&typed)
                .is_some_and(|it| it.starts_with(' '))
        };
        by(&|_, name| begins(name))
    }

    /// Every file of a person: aliases and copies too.
    pub fn files_of(&self, id: &str) -> Vec<&PathBuf> {
        let one = self.canonical(id);
        let files = self
            .files
            .iter()
            .filter(|it| self.canonical(&it.person.id) == one);
        files.map(|it| &it.path).collect()
    }

    /// A person as each of their files has them.
    pub fn all_of(&self, id: &str) -> Vec<&Person> {
        let one = self.canonical(id);
        let people = self.files.iter().map(|it| &it.person);
        people.filter(|it| self.canonical(&it.id) == one).collect()
    }

    /// Files of people who were found to be the same and do not say so yet, each with the id
    /// they are the same as.
    pub fn to_join(&self) -> Vec<(&PathBuf, &str)> {
        let rows = self.files.iter().filter_map(|it| {
            let one = self.canonical(&it.person.id);
            let said = it.person.same_as.as_deref() == Some(one) || it.person.id == one;
            (!said).then_some((&it.path, one))
        });
        rows.collect()
    }
}
