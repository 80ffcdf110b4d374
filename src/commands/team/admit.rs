//! Taking people into the roster: who is there already is not added again, and whoever looks
//! like somebody is asked about.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use crate::chance::Chance;
use crate::commands::{Failure, reason, taken};
use crate::disk::Disk;
use crate::fault::visible;
use crate::keep::{self, Text};
use crate::names;
use crate::names::list::Newcomer;
use crate::roster::known::Known;
use crate::roster::{self, FOLDER, Person, Roster, write};
use crate::shell;
use crate::ui::{Choice, Ui, text};

/// A door that is open already, if it is.
pub type Door<'a> = Option<Box<dyn Ui + 'a>>;

/// What names do not tell.
#[derive(Clone, Copy, Debug)]
pub enum Doubt<'d> {
    /// Whether somebody who looks like somebody in the team is somebody new.
    New {
        /// Who is to be added.
        name: &'d str,
        /// Who is in the team.
        like: &'d str,
    },
    /// Whether a name that stands twice, with no address that tells, is of one person.
    One {
        /// The name.
        name: &'d str,
        /// Where it stands, in a file.
        lines: Option<(usize, usize)>,
    },
    /// Whether people whom a list calls by a first name, and of whom it says more, are those in
    /// the team.
    Same(&'d [Update]),
}

/// Whether it is so; nothing where nobody can be asked.
pub type Ask<'a> = dyn FnMut(Doubt<'_>) -> Result<Option<bool>, Failure> + 'a;

/// What is known of somebody in the team now and was not before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Update {
    /// As the team has it.
    pub name: String,
    /// An address.
    pub email: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}

impl Update {
    fn between(before: &Person, after: &Person) -> Option<Self> {
        let email = after.email.as_ref().filter(|_| before.email.is_none());
        let tags = after.tags.iter().filter(|it| !before.tags.contains(it));
        let update = Self {
            name: after.name.as_str().to_string(),
            email: email.map(|it| it.as_str().to_string()),
            tags: tags.map(|it| it.as_str().to_string()).collect(),
        };
        (update.email.is_some() || !update.tags.is_empty()).then_some(update)
    }

    /// `Ana: ana@example.org, lead`.
    pub fn words(&self) -> String {
        let more: Vec<&str> = self
            .email
            .iter()
            .chain(&self.tags)
            .map(|it| &**it)
            .collect();
        format!("{}: {}", text::quoted(&self.name), more.join(", "))
    }
}

/// What became of them, by name.
#[derive(Debug, Default, Serialize)]
pub struct Admitted {
    /// Are in the team now.
    pub added: Vec<String>,
    /// Were in it before.
    pub already: Vec<String>,
    /// Were in it before, and more is known of them now.
    pub updated: Vec<Update>,
    /// Were not added, because somebody said so.
    pub left_out: Vec<String>,
    /// Were added, and look like somebody; nobody was asked.
    pub alike: Vec<(String, String)>,
    /// How many people had been added twice, in two clones, and say so now.
    pub joined: usize,
}

impl Admitted {
    /// What a person should look at.
    pub fn doubts(&self) -> impl Iterator<Item = String> {
        self.alike.iter().map(|(new, old)| {
            let remove = shell::word(new);
            format!(
                "{new} looks like {old}. If they are one person: firelight team remove {remove}"
            )
        })
    }
}

/// Adds whoever is not there yet. Whoever looks like somebody else is asked about; where nobody
/// can be asked they are added, with a doubt. Where it cannot be told whether two of one name are
/// one person, somebody has to say so. An id that a newcomer brings is taken: it stands in a log
/// already.
///
/// Everybody is decided on before anything is written, so whoever stops at a question has
/// changed nothing.
///
/// # Errors
/// When nobody said whether two of one name are one, and nobody was added then; or when a file
/// cannot be written: those before it stay, and the same again adds the rest.
pub fn admit(
    disk: &dyn Disk,
    team: &Path,
    newcomers: Vec<Newcomer>,
    today: NaiveDate,
    chance: &mut Chance,
    ask: &mut Ask<'_>,
) -> Result<Admitted, Failure> {
    let folder = team.join(FOLDER);
    roster::folder(disk, team).map_err(|error| not_written(&folder, &error))?;
    let roster = roster::read(disk, team);
    let mut known = Known::of(&roster);
    let mut admitted = Admitted::default();
    let (mut new, mut fuller) = (Vec::new(), Vec::new());
    // Where those who were in the list before stand, with their lines and addresses.
    let mut seen: HashMap<usize, (Option<usize>, Option<Text>)> = HashMap::new();
    let (mut by_first_name, mut untold) = (HashSet::new(), Vec::new());
    for newcomer in newcomers {
        let Some(person) = person(&newcomer, today) else {
            continue;
        };
        let name = person.name.as_str().to_string();
        if let Some(at) = known.same(&person) {
            let is_told = |email: Option<&Text>| same_address(email, person.email.as_ref());
            match seen.get(&at) {
                Some((line, email)) if !is_told(email.as_ref()) => {
                    let lines = line.zip(newcomer.line);
                    let doubt = Doubt::One { name: &name, lines };
                    if ask(doubt)? != Some(true) {
                        untold.push(one_of_two(&name, lines));
                    }
                }
                Some(_) => {}
                None if name.contains(char::is_whitespace)
                    || is_told(known.get(at).email.as_ref()) => {}
                None => {
                    by_first_name.insert(at);
                }
            }
            seen.entry(at)
                .or_insert((newcomer.line, person.email.clone()));
            known.change(at, |it| fill_in(it, &person));
            if at < roster.people.len() {
                fuller.push((at, person));
            }
            admitted.already.push(name);
            continue;
        }
        if let Some(like) = known.like(&person) {
            let like = known.get(like).name.as_str().to_string();
            match ask(Doubt::New {
                name: &name,
                like: &like,
            })? {
                Some(true) => {}
                Some(false) => {
                    admitted.left_out.push(name);
                    continue;
                }
                None => admitted.alike.push((name.clone(), like)),
            }
        }
        let email = person.email.clone();
        let at = known.add(person);
        seen.insert(at, (newcomer.line, email));
        new.push(at);
        admitted.added.push(name);
    }
    let mut doubted = Vec::new();
    for (at, before) in roster.people.iter().enumerate() {
        let Some(update) = Update::between(before, known.get(at)) else {
            continue;
        };
        if by_first_name.contains(&at) {
            doubted.push(update.clone());
        }
        admitted.updated.push(update);
    }
    if !doubted.is_empty() && ask(Doubt::Same(&doubted))? != Some(true) {
        untold.push(same_or_not(&doubted));
    }
    if !untold.is_empty() {
        let untold = untold.join("\n");
        return Err(Failure::Failed(format!("{untold}\nNobody was added.")));
    }

    for (path, one) in roster.to_join() {
        let joined = write::change(disk, path, |it| it.same_as = Some(one.to_string()));
        joined.map_err(|error| not_written(path, &error))?;
        admitted.joined += 1;
    }
    for (at, person) in fuller {
        for path in roster.files_of(&known.get(at).id) {
            let filled = write::change(disk, path, |it| fill_in(it, &person));
            filled.map_err(|error| not_written(path, &error))?;
        }
    }
    for (n_added, at) in new.iter().enumerate() {
        let mut person = known.get(*at).clone();
        if let Err((path, error)) = put(disk, team, &mut person, &roster, chance) {
            // Those before are not taken back; that could fail as well.
            let _ = write::seal(disk, team);
            return Err(not_all_written(&path, &error, n_added, new.len()));
        }
    }
    write::seal(disk, team).map_err(|error| not_written(&folder, &error))?;
    Ok(admitted)
}

/// Writes a new person, under another id if theirs is taken and in no log yet.
fn put(
    disk: &dyn Disk,
    team: &Path,
    person: &mut Person,
    roster: &Roster,
    chance: &mut Chance,
) -> Result<(), (PathBuf, io::Error)> {
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
            added => return added.map_err(|error| (path(person), error)),
        }
    }
}

fn person(newcomer: &Newcomer, today: NaiveDate) -> Option<Person> {
    let remote = newcomer.name.remote.then_some("remote");
    let tags = newcomer.name.tags.iter().map(String::as_str).chain(remote);
    Some(Person {
        id: newcomer.name.id.clone().unwrap_or_default(),
        name: keep::roster(&newcomer.name.name)?,
        email: newcomer.email.as_deref().and_then(keep::roster),
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

/// Whether two addresses, or two that are missing, say that it is one person: only one address
/// that both have does.
fn same_address(one: Option<&Text>, other: Option<&Text>) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| names::same(one.as_str(), other.as_str()))
}

/// What to do about a name that stands twice.
fn one_of_two(name: &str, lines: Option<(usize, usize)>) -> String {
    let name = visible(name);
    let (place, which) = match lines {
        Some((one, other)) => (format!("in lines {one} and {other}"), "of the lines"),
        None => ("twice".to_string(), "of them"),
    };
    format!(
        "{name} stands {place}. If these are two people, write more of each name, or an address \
         for each; if it is one, take one {which} out, or say --yes."
    )
}

/// What to do about people whom the list calls by a first name.
fn same_or_not(updates: &[Update]) -> String {
    let who: Vec<String> = updates.iter().map(|it| it.name.clone()).collect();
    let is = if who.len() == 1 { "is" } else { "are" };
    let who = visible(&text::listed(&who));
    let more: Vec<String> = updates.iter().map(Update::words).collect();
    let more = visible(&more.join("; "));
    format!(
        "{who} {is} in the team already, and more is said of them here ({more}). If they are the \
         same, say --yes; whoever is somebody else needs more of a name."
    )
}

/// Asks what names do not tell.
///
/// # Errors
/// When nobody answers.
pub fn ask_about(ui: &mut dyn Ui, doubt: Doubt<'_>) -> Result<bool, Failure> {
    // Enter is whatever changes nobody who is there.
    let (text, yes, no) = match doubt {
        Doubt::New { name, like } => (
            format!("{name} looks like {like}, who is in the team."),
            ('n', format!("somebody new: add {name}")),
            ('s', "the same person: leave it as it is".to_string()),
        ),
        Doubt::One { name, lines } => {
            let place = match lines {
                Some((one, other)) => format!("in lines {one} and {other}"),
                None => "twice".to_string(),
            };
            (
                format!("{name} stands {place}."),
                ('1', "one person".to_string()),
                ('2', "two people: add nobody yet".to_string()),
            )
        }
        Doubt::Same(updates) => {
            let more: Vec<String> = updates.iter().map(Update::words).collect();
            let text = match &more[..] {
                [one] => format!("More is said of somebody in the team.\n{one}"),
                _ => format!("More is said of people in the team.\n{}", more.join("\n")),
            };
            (
                text,
                ('y', "they are the same: note it".to_string()),
                (
                    'n',
                    "somebody here is somebody else: add nobody yet".to_string(),
                ),
            )
        }
    };
    let is_new = matches!(doubt, Doubt::New { .. });
    let options = if is_new { vec![yes, no] } else { vec![no, yes] };
    let choice = Choice {
        text,
        options,
        ..Choice::default()
    };
    Ok((taken(ui, &choice)? == 0) == is_new)
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

/// The same, when others were added before.
fn not_all_written(path: &Path, error: &io::Error, n_added: usize, n: usize) -> Failure {
    match not_written(path, error) {
        Failure::Failed(sentence) if n_added > 0 => Failure::Failed(format!(
            "{sentence} {n_added} of {n} were added before that; the same command adds the rest."
        )),
        failure => failure,
    }
}
