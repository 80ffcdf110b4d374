//! Taking people into the roster: who is there already is not added again, and whoever looks
//! like somebody is asked about.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use crate::chance::Chance;
use crate::commands::{Failure, answer, reason};
use crate::disk::Disk;
use crate::fault::visible;
use crate::keep::{self, Text};
use crate::names;
use crate::names::list::Newcomer;
use crate::roster::known::Known;
use crate::roster::{self, FOLDER, Person, Roster, write};
use crate::shell;
use crate::ui::{Choice, Ui};

/// A door that is open already, if it is.
pub type Door<'a> = Option<Box<dyn Ui + 'a>>;

/// Whether somebody new is somebody new, given whom they look like; nothing where nobody can be
/// asked.
pub type Ask<'a> = dyn FnMut(&str, &str) -> Result<Option<bool>, Failure> + 'a;

/// What became of them, by name.
#[derive(Debug, Default, Serialize)]
pub struct Admitted {
    /// Are in the team now.
    pub added: Vec<String>,
    /// Were in it before.
    pub already: Vec<String>,
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
/// can be asked they are added, with a doubt. An id that a newcomer brings is taken: it stands
/// in a log already.
///
/// Everybody is decided on before anything is written, so whoever stops at a question has
/// changed nothing.
///
/// # Errors
/// When a file cannot be written; those before it stay, and the same again adds the rest.
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
    for newcomer in newcomers {
        let Some(person) = person(&newcomer, today) else {
            continue;
        };
        let name = person.name.as_str().to_string();
        if let Some(at) = known.same(&person) {
            let before = known.get(at).clone();
            known.change(at, |it| fill_in(it, &person));
            if at < roster.people.len() && *known.get(at) != before {
                fuller.push((at, person));
            }
            admitted.already.push(name);
            continue;
        }
        if let Some(like) = known.like(&person) {
            let like = known.get(like).name.as_str().to_string();
            match ask(&name, &like)? {
                Some(true) => {}
                Some(false) => {
                    admitted.left_out.push(name);
                    continue;
                }
                None => admitted.alike.push((name.clone(), like)),
            }
        }
        new.push(known.add(person));
        admitted.added.push(name);
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
        if let Some(chosen) = answer(ui.choose(&choice)?)? {
            return Ok(chosen == 0);
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

/// The same, when others were added before.
fn not_all_written(path: &Path, error: &io::Error, n_added: usize, n: usize) -> Failure {
    match not_written(path, error) {
        Failure::Failed(sentence) if n_added > 0 => Failure::Failed(format!(
            "{sentence} {n_added} of {n} were added before that; the same command adds the rest."
        )),
        failure => failure,
    }
}
