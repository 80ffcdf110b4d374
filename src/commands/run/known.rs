//! Whom of those who are here the roster knows: they bring their id, their tags, and whether
//! they are on a screen. Everybody else is a guest.

use chrono::NaiveDate;

use crate::commands::{Failure, answer};
use crate::host::people;
use crate::names::{MOST, Name};
use crate::roster::{Person, Roster};
use crate::ui::{Ui, text};

/// Everybody who is not away, if a session takes so many.
pub fn everybody(roster: &Roster, today: NaiveDate) -> Vec<Name> {
    let here = roster.people.iter().filter(|it| !it.is_away(today));
    let names: Vec<Name> = here.map(|it| Name::of(it, &Name::default())).collect();
    if names.len() > MOST {
        return Vec::new();
    }
    names
}

/// The same names as the roster knows them; where it knows several, somebody is asked.
///
/// # Errors
/// When nobody answers.
pub fn of_names(ui: &mut dyn Ui, roster: &Roster, names: &mut [Name]) -> Result<(), Failure> {
    let mut guests = Vec::new();
    for idx in 0..names.len() {
        let typed = names[idx].clone();
        if typed.id.is_some() || typed.name.is_empty() {
            continue;
        }
        if typed.is_guest() {
            guests.push(typed.name);
            continue;
        }
        let taken = |it: &&Person| {
            names[..idx]
                .iter()
                .any(|one| one.id.as_ref() == Some(&it.id))
        };
        let exact = roster.find(&typed.name);
        let is_exact = !exact.is_empty();
        let mut found = if is_exact {
            exact
        } else {
            roster.begun(&typed.name)
        };
        found.retain(|it| !taken(it));
        let meant = match found[..] {
            [] => None,
            [one] if is_exact => Some(one),
            [_, ..] => loop {
                if let Some(meant) = answer(people::which(ui, &typed.name, &found, is_exact)?)? {
                    break meant;
                }
            },
        };
        match meant {
            Some(person) => names[idx] = Name::of(person, &typed),
            None => guests.push(typed.name),
        }
    }
    match &guests[..] {
        // Without a roster everybody is one, and nobody needs to hear it.
        _ if roster.people.is_empty() => {}
        [] => {}
        [one] => ui.tell(&format!("{} is a guest.", text::quoted(one)))?,
        [_, ..] if guests.len() > 8 => ui.tell(&format!("{} are guests.", guests.len()))?,
        several => ui.tell(&format!("Guests: {}.", text::listed(several)))?,
    }
    Ok(())
}
