//! Taking people into the roster: who is there already is not added again, and whoever looks
//! like somebody is asked about.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::chance::Chance;
use crate::commands::{Failure, reason};
use crate::disk::Disk;
use crate::fault::visible;
use crate::keep::{self, Text};
use crate::names;
use crate::names::list::Entry;
use crate::roster::alike::{Looks, fold};
use crate::roster::{self, FOLDER, Person, Roster, write};
use crate::ui::{Choice, Reply, Ui};

/// A door that is open already, if it is.
pub type Door<'a> = Option<Box<dyn Ui + 'a>>;

/// What became of them, by name.
#[derive(Debug, Default, Serialize)]
pub struct Admitted {
    /// Are in the team now.
    pub added: Vec<String>,
    /// Were in it before.
    pub already: Vec<String>,
    /// Were not added, because somebody said so.
    pub left_out: Vec<String>,
    /// Were added, and look like somebody.
    pub alike: Vec<(String, String)>,
    /// How many people had been added twice, in two clones, and say so now.
    pub joined: usize,
}

impl Admitted {
    /// What a person should look at.
    pub fn doubts(&self) -> impl Iterator<Item = String> {
        self.alike.iter().map(|(new, old)| {
            format!("{new} looks like {old}. If they are one person: firelight team remove {new}")
        })
    }
}

/// Adds whoever is not there yet; `ask` gives whether somebody new is to be added who looks
/// like somebody else. An id that an entry brings is taken: it stands in a log already.
///
/// # Errors
/// When a file cannot be written; those before it stay.
pub fn admit(
    disk: &dyn Disk,
    team: &Path,
    entries: Vec<Entry>,
    today: NaiveDate,
    chance: &mut Chance,
    ask: &mut dyn FnMut(&str, &str) -> Result<bool, Failure>,
) -> Result<Admitted, Failure> {
    let roster = roster::read(disk, team);
    let mut admitted = Admitted::default();
    for (path, one) in roster.to_join() {
        let joined = write::change(disk, path, |it| it.same_as = Some(one.to_string()));
        joined.map_err(|error| not_written(path, &error))?;
        admitted.joined += 1;
    }
    let mut known = Known::default();
    roster.people.iter().for_each(|it| known.add(it));
    for entry in entries {
        let Some(mut person) = person(&entry, today) else {
            continue;
        };
        let name = person.name.as_str().to_string();
        if let Some(same) = known.same(&person) {
            let mut fuller = same.person.clone();
            fill_in(&mut fuller, &person);
            if fuller != same.person {
                for path in roster.files_of(&fuller.id) {
                    let filled = write::change(disk, path, |it| fill_in(it, &person));
                    filled.map_err(|error| not_written(path, &error))?;
                }
            }
            admitted.already.push(name);
            continue;
        }
        if let Some(like) = known.like(&person) {
            let like = like.person.name.as_str().to_string();
            if !ask(&name, &like)? {
                admitted.left_out.push(name);
                continue;
            }
            admitted.alike.push((name.clone(), like));
        }
        put(disk, team, &mut person, &roster, chance)?;
        known.add(&person);
        admitted.added.push(name);
    }
    let folder = team.join(FOLDER);
    write::settle(disk, team).map_err(|error| not_written(&folder, &error))?;
    Ok(admitted)
}

/// Writes a new person, under another id if theirs is taken and in no log yet.
fn put(
    disk: &dyn Disk,
    team: &Path,
    person: &mut Person,
    roster: &Roster,
    chance: &mut Chance,
) -> Result<(), Failure> {
    let has_id = !person.id.is_empty();
    let path = |it: &Person| team.join(FOLDER).join(format!("{}.toml", it.id));
    loop {
        if !has_id {
            person.id = names::fresh_id(roster, chance);
        }
        match write::add(disk, team, person) {
            // Only where a file is there is the id taken; otherwise no id would ever do.
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists
                    && !has_id
                    && disk.look(&path(person)).is_ok() => {}
            Err(error) => {
                let path = path(person);
                return Err(not_written(&path, &error));
            }
            Ok(()) => return Ok(()),
        }
    }
}

fn person(entry: &Entry, today: NaiveDate) -> Option<Person> {
    let remote = entry.name.remote.then_some("remote");
    let tags = entry.name.tags.iter().map(String::as_str).chain(remote);
    Some(Person {
        id: entry.name.id.clone().unwrap_or_default(),
        name: keep::roster(&entry.name.name)?,
        email: entry.email.as_deref().and_then(keep::roster),
        tags: tags.filter_map(keep::roster).collect(),
        away_until: None,
        since: Some(today),
        same_as: None,
    })
}

/// What is known of somebody now and was not before.
fn fill_in(person: &mut Person, new: &Person) {
    person.email = person.email.take().or_else(|| new.email.clone());
    let more = new.tags.iter().filter(|it| !person.has(it.as_str()));
    let more: Vec<Text> = more.cloned().collect();
    person.tags.extend(more);
}

/// Those in the team, as newcomers are compared with them.
#[derive(Default)]
struct Known {
    people: Vec<One>,
    by_name: HashMap<String, Vec<usize>>,
}

struct One {
    person: Person,
    email: Option<String>,
    looks: Looks,
}

impl Known {
    fn add(&mut self, person: &Person) {
        let folded = fold(person.name.as_str());
        self.people.push(One {
            person: person.clone(),
            email: address(person),
            looks: Looks::of(&folded),
        });
        let same_name = self.by_name.entry(folded).or_default();
        same_name.push(self.people.len() - 1);
    }

    /// Who has this name, unless the addresses say that it is somebody else.
    fn same(&self, person: &Person) -> Option<&One> {
        let email = address(person);
        let same_name = self.by_name.get(&fold(person.name.as_str()))?.iter();
        let mut same_name = same_name.map(|it| &self.people[*it]);
        same_name.find(|it| email.is_none() || it.email.is_none() || it.email == email)
    }

    /// Who may be meant: one with a name that looks alike, or with the same address.
    fn like(&self, person: &Person) -> Option<&One> {
        let email = address(person);
        let looks = Looks::of(&fold(person.name.as_str()));
        self.people.iter().find(|it| {
            let told_apart = it.email.is_some() && email.is_some() && it.email != email;
            email.is_some() && it.email == email || it.looks.like(&looks) && !told_apart
        })
    }
}

fn address(person: &Person) -> Option<String> {
    person.email.as_ref().map(|it| fold(it.as_str()))
}

/// Asks whether somebody who looks like somebody else is somebody new.
///
/// # Errors
/// When nobody answers.
pub fn ask_about(ui: &mut dyn Ui, new: &str, old: &str) -> Result<bool, Failure> {
    let choice = Choice {
        text: format!("{new} looks like {old}, who is in the team."),
        options: vec![
            ('n', format!("somebody new: add {new}")),
            ('s', "the same person: leave it as it is".to_string()),
        ],
        ..Choice::default()
    };
    loop {
        match ui.choose(&choice)? {
            Reply::Given(chosen) => return Ok(chosen == 0),
            Reply::Aside(_) => {}
            Reply::Stopped(why) => return Err(Failure::Stopped(why)),
        }
    }
}

/// That a file of the roster could not be written, and why.
pub fn not_written(path: &Path, error: &io::Error) -> Failure {
    let help = match error.kind() {
        io::ErrorKind::InvalidData => " What is wrong in it: firelight team",
        _ => "",
    };
    let path = visible(&path.to_string_lossy());
    Failure::Failed(format!(
        "{path} could not be written: {}.{help}",
        reason(error)
    ))
}
