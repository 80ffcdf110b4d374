//! The roster: who is in the team. One small file a person in the team's folder, so that two
//! clones never change the same one by adding.
//!
//! Reading takes any set of files: copies and people who were added twice are joined, and a
//! damaged file is named and never stops the others. Nothing is here that was not added by a
//! person who meant it.

pub mod alike;
mod file;
mod join;
pub mod known;
pub mod mention;
pub mod write;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::disk::{Disk, Kind};
use crate::fault::Broken;
use crate::fields::LARGEST;
use crate::keep::Text;

use alike::fold;

pub use file::PERSON;

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
    files: Vec<File>,
    /// What is known of each of the people from all of their files.
    called: Vec<Called>,
    /// Which of the people an id is of.
    of_id: HashMap<String, usize>,
}

/// What somebody is called and where that stands.
#[derive(Debug, Default)]
struct Called {
    /// Names as they are compared.
    names: Vec<String>,
    /// Addresses as they are compared.
    emails: Vec<String>,
    ids: Vec<String>,
    /// Which of the files.
    files: Vec<usize>,
}

/// The folder with the files of people; it need not be there.
///
/// # Errors
/// `InvalidInput` when it is a link: whoever can change that could have names written to, or
/// read from, any place. The team's folder itself may well be reached by one.
pub fn folder(disk: &dyn Disk, team: &Path) -> io::Result<PathBuf> {
    let folder = team.join(FOLDER);
    match disk.look(&folder) {
        Ok(found) if found.kind == Kind::Link => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "a link, which is not followed; put the folder itself there",
        )),
        _ => Ok(folder),
    }
}

/// Reads everybody below the team's folder.
pub fn read(disk: &dyn Disk, team: &Path) -> Roster {
    let mut roster = Roster::default();
    let paths = match folder(disk, team).and_then(|it| disk.list(&it)) {
        Ok(paths) => paths,
        Err(error) => {
            let folder = team.join(FOLDER);
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
        let broken = Broken::found(&path, &source, faults);
        roster.broken.extend(broken);
        roster
            .files
            .extend(person.map(|person| File { path, person }));
    }
    roster.join();
    roster
}

fn is_person(path: &Path) -> bool {
    let hidden = path
        .file_name()
        .is_some_and(|it| it.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|it| it == "toml")
}

impl Roster {
    /// Finds out which files are of one person.
    fn join(&mut self) {
        let (people, one_of) = join::join(&self.files);
        let places = people.iter().enumerate();
        let places: HashMap<&str, usize> = places.map(|(at, it)| (it.id.as_str(), at)).collect();
        let of_id = one_of
            .iter()
            .map(|(id, one)| (id.clone(), places[one.as_str()]));
        self.of_id = of_id.collect();
        self.called.resize_with(people.len(), Called::default);
        for (idx, File { person, .. }) in self.files.iter().enumerate() {
            let called = &mut self.called[self.of_id[&person.id]];
            called.names.push(fold(person.name.as_str()));
            let email = person.email.as_ref();
            called.emails.extend(email.map(|it| fold(it.as_str())));
            called.ids.push(person.id.clone());
            called.files.push(idx);
        }
        self.people = people;
    }

    /// The one id of whoever this id stands for, so that histories of both count.
    pub fn canonical<'a>(&'a self, id: &'a str) -> &'a str {
        self.of_id.get(id).map_or(id, |it| &self.people[*it].id)
    }

    /// Whether an id is anybody's.
    pub fn has(&self, id: &str) -> bool {
        self.of_id.contains_key(id)
    }

    /// Those who are called just so, by a name, an id or an address; case, widths and ways to write
    /// an accent tell nobody apart. Whoever was added twice is found by what either file says.
    pub fn find(&self, typed: &str) -> Vec<&Person> {
        let typed = fold(typed);
        let is_address = typed.contains('@');
        self.by(&|it| {
            !typed.is_empty()
                && (it.names.contains(&typed)
                    || it.ids.contains(&typed)
                    || is_address && it.emails.contains(&typed))
        })
    }

    /// Those whose name has these first words, where nobody is called just so. They may be meant
    /// and nothing more: whoever takes a name for one of theirs asks first.
    pub fn begun(&self, typed: &str) -> Vec<&Person> {
        let folded = fold(typed);
        if folded.is_empty() || !self.find(typed).is_empty() {
            return Vec::new();
        }
        let begins = |name: &String| {
            name.strip_prefix(&folded)
                .is_some_and(|it| it.starts_with(' '))
        };
        self.by(&|it| it.names.iter().any(begins))
    }

    fn by(&self, means: &dyn Fn(&Called) -> bool) -> Vec<&Person> {
        let all = self.people.iter().zip(&self.called);
        let meant = all.filter(|(_, called)| means(called));
        meant.map(|it| it.0).collect()
    }

    /// What everybody is called, in one of their files or another: each name once, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.people.iter().map(|it| it.name.as_str()).collect();
        for (person, called) in self.people.iter().zip(&self.called) {
            let mut folded = vec![fold(person.name.as_str())];
            for (name, idx) in called.names.iter().zip(&called.files) {
                if !folded.contains(name) {
                    folded.push(name.clone());
                    names.push(self.files[*idx].person.name.as_str());
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Every file of a person: aliases and copies too.
    pub fn files_of(&self, id: &str) -> Vec<&PathBuf> {
        self.own(id).map(|it| &it.path).collect()
    }

    /// A person as each of their files has them.
    pub fn all_of(&self, id: &str) -> Vec<&Person> {
        self.own(id).map(|it| &it.person).collect()
    }

    fn own(&self, id: &str) -> impl Iterator<Item = &File> {
        let called = self.of_id.get(id).map(|it| &self.called[*it]);
        let files = called.map_or(&[][..], |it| &it.files);
        files.iter().map(|it| &self.files[*it])
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
