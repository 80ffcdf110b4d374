//! What is wished of groups: by flag, by tag, or in private.

use super::super::Failure;
use super::SAVED;
use crate::fault::visible;
use crate::groups::Sizes;
use crate::history::History;
use crate::host::forming::tags;
use crate::names::{self, Name};
use crate::roster::Roster;
use crate::session::event::Person;
use crate::shell;

/// Those of the groups that were saved last.
pub(super) fn last_saved(history: &History, roster: &Roster) -> Result<Vec<Name>, Failure> {
    let Some(ids) = history.seated_last(SAVED) else {
        return Err(Failure::Misuse(
            "No groups were saved yet: firelight groups --save".to_string(),
        ));
    };
    let person = |id: &str| roster.people.iter().find(|it| it.id == id);
    let people = ids.into_iter().filter_map(person);
    let names: Vec<Name> = people.map(|it| Name::of(it, &Name::default())).collect();
    if names.is_empty() {
        return Err(Failure::Misuse(
            "Nobody of the groups that were saved last is in the team now. Say who: --with Ana,Ben,Chi"
                .to_string(),
        ));
    }
    Ok(names)
}

/// The sizes of the groups that were saved last: pairs stay pairs, though one of them may have had a
/// third.
pub(super) fn last_sizes(history: &History) -> Sizes {
    let groups = history.groups_last(SAVED);
    let of = |n: usize| groups.iter().filter(|it| **it == n).count();
    let all_but_few = |n: usize| 2 * of(n) > groups.len();
    let (least, most) = match groups.iter().max() {
        Some(3..) if all_but_few(2) => (2, 2),
        Some(2) => (2, 2),
        Some(3) if of(3) == groups.len() => (3, 3),
        Some(4) if of(4) == groups.len() => (4, 4),
        _ => (3, 4),
    };
    Sizes { least, most }
}

/// Somebody here, by name or how it begins.
fn one(typed: &str, people: &[Person]) -> Result<usize, Failure> {
    match names::find(typed, people.iter()).as_slice() {
        [person] => {
            let place = people.iter().position(|it| it.id == person.id);
            place.ok_or_else(|| Failure::Misuse("Nobody is there.".to_string()))
        }
        [] => Err(Failure::Misuse(format!(
            "{} is not among those who are here.",
            visible(typed.trim())
        ))),
        _ => Err(Failure::Misuse(format!(
            "Several names here begin with {}.",
            visible(typed.trim())
        ))),
    }
}

/// Pairs who sit together: `Uma:Ana,Kim:Ben`.
pub(super) fn together(
    typed: Option<&str>,
    people: &[Person],
) -> Result<Vec<(usize, usize)>, Failure> {
    let mut pairs = Vec::new();
    for wish in typed
        .unwrap_or_default()
        .split(',')
        .filter(|it| !it.trim().is_empty())
    {
        let who = wish.split(':').map(|it| one(it, people));
        let who: Vec<usize> = who.collect::<Result<_, _>>()?;
        if who.len() < 2 {
            return Err(Failure::Misuse(
                "--together takes names with a colon between them: Uma:Ana.".to_string(),
            ));
        }
        pairs.extend(who.windows(2).map(|it| (it[0], it[1])));
    }
    Ok(pairs)
}

/// Those who are named as hosts.
pub(super) fn hosts(typed: &str, people: &[Person]) -> Result<Vec<usize>, Failure> {
    let names = typed.split(',').filter(|it| !it.trim().is_empty());
    names.map(|it| one(it, people)).collect()
}

/// The value that everybody has of a tag `key:value`; of a plain tag, whether they have it.
pub(super) fn mix(key: &str, people: &[Person]) -> Result<Vec<usize>, Failure> {
    tags::mix(key, people).ok_or_else(|| {
        Failure::Misuse(format!(
            "Nobody here has a tag {}. Give one: firelight team tag Ana {}",
            visible(key),
            visible(&shell::word(&format!("{key}:design")))
        ))
    })
}
