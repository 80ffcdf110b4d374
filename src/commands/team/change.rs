//! `firelight team away`, `tag` and `remove`: what changes for people in the team.

use super::admit;
use super::list::tell;
use super::{Context, Exit, Failure, in_words, meant, today};
use crate::clock::day;
use crate::commands::reason;
use crate::disk::Disk;
use crate::fault::visible;
use crate::keep;
use crate::places::Places;
use crate::roster::{self, Person, Roster, write};
use crate::shell;

/// Marks people as away.
///
/// # Errors
/// When one of them is not found, the day is none, or a file cannot be written.
pub(super) fn away(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
    until: &str,
) -> Result<Exit, Failure> {
    let people = meant(context, roster, name)?;
    let today = today(context, places)?;
    let Some(until) = day::read(until, today) else {
        return Err(Failure::Misuse(format!(
            "{} is no day that can be told. Write it like one of these: {}.",
            visible(until),
            day::LIKE_THIS
        )));
    };
    if until < today {
        let until = in_words(until);
        return Err(Failure::Misuse(format!(
            "{until} has passed. Whoever is back: --until today."
        )));
    }
    let until = Some(until).filter(|it| *it > today);
    change(context.disk, places, roster, &people, |it| {
        it.away_until = until
    })?;
    tell(context, places, &people, |name| match until {
        Some(until) => format!(
            "{name} is away until {}, and here again on that day.",
            in_words(until)
        ),
        None => format!("{name} is here."),
    })
}

/// Gives tags or takes them off.
///
/// # Errors
/// When one of them is not found, there is no tag, or a file cannot be written.
pub(super) fn tag(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
    tags: &str,
    off: bool,
) -> Result<Exit, Failure> {
    let people = meant(context, roster, name)?;
    let tags: Vec<keep::Text> = tags
        .to_lowercase()
        .split(',')
        .filter_map(keep::roster)
        .collect();
    if tags.is_empty() {
        return Err(Failure::Misuse(
            "A tag is a word, such as lead, new or remote.".to_string(),
        ));
    }
    change(context.disk, places, roster, &people, |it| {
        it.tags.retain(|tag| !tags.contains(tag));
        if !off {
            it.tags.extend(tags.iter().cloned());
        }
    })?;
    let words: Vec<&str> = tags.iter().map(|it| it.as_str()).collect();
    let words = words.join(", ");
    tell(context, places, &people, |name| match off {
        false => format!("{name}: {words}."),
        true => format!("{name}: no longer {words}."),
    })
}

/// Takes people out of the team.
///
/// # Errors
/// When one of them is not found, or a file stays.
pub(super) fn remove(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
) -> Result<Exit, Failure> {
    let people = meant(context, roster, name)?;
    for person in &people {
        take_out(context.disk, places, roster, person)?;
    }
    tell(context, places, &people, |name| {
        let forget = shell::word(name);
        format!(
            "{name} is not in the team any more. What else holds that name: firelight forget {forget}"
        )
    })
}

/// Removes every file of a person.
///
/// # Errors
/// When one stays.
pub fn take_out(
    disk: &dyn Disk,
    places: &Places,
    roster: &Roster,
    person: &Person,
) -> Result<(), Failure> {
    let files = roster.files_of(&person.id);
    let removed = write::remove(disk, files).and_then(|()| write::seal(disk, &places.team));
    removed.map_err(|error| {
        let folder = places.team.join(roster::FOLDER);
        Failure::Failed(format!(
            "A file in {} could not be removed: {}.",
            visible(&folder.to_string_lossy()),
            reason(&error)
        ))
    })
}

/// Changes every file of these people: aliases and copies too, so that none says otherwise.
fn change(
    disk: &dyn Disk,
    places: &Places,
    roster: &Roster,
    people: &[&Person],
    change: impl Fn(&mut Person),
) -> Result<(), Failure> {
    for path in people.iter().flat_map(|it| roster.files_of(&it.id)) {
        write::change(disk, path, &change).map_err(|error| admit::not_written(path, &error))?;
    }
    let folder = places.team.join(roster::FOLDER);
    write::seal(disk, &places.team).map_err(|error| admit::not_written(&folder, &error))
}
