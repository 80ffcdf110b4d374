//! Whom of those who are here the roster knows: they bring their id, their tags, and whether
//! they are on a screen. Everybody else is a guest.

use chrono::NaiveDate;

use crate::commands::{Failure, answer};
use crate::names::{MOST, Name};
use crate::roster::{Person, Roster};
use crate::ui::{Choice, Ui};

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
        let taken = |it: &&Person| {
            names[..idx]
                .iter()
                .any(|one| one.id.as_ref() == Some(&it.id))
        };
        let mut found = roster.find(&typed.name);
        found.retain(|it| !taken(it));
        let meant = match found[..] {
            [] => None,
            [one] => Some(one),
            [_, ..] => which(ui, &typed.name, &found)?,
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
        [one] => ui.tell(&format!("{one} is a guest."))?,
        [_, ..] if guests.len() > 8 => ui.tell(&format!("{} are guests.", guests.len()))?,
        several => ui.tell(&format!("Guests: {}.", several.join(", ")))?,
    }
    Ok(())
}

/// Which of several is meant. A guest is the safe answer: nobody gets another's history.
fn which<'r>(
    ui: &mut dyn Ui,
    typed: &str,
    found: &[&'r Person],
) -> Result<Option<&'r Person>, Failure> {
    let mut options: Vec<(char, String)> = ('1'..='9')
        .zip(found)
        .map(|(key, it)| (key, it.name.as_str().to_string()))
        .collect();
    options.push(('g', "a guest".to_string()));
    let choice = Choice {
        text: format!("Which {typed}?"),
        default: options.len() - 1,
        options,
        ..Choice::default()
    };
    loop {
        if let Some(chosen) = answer(ui.choose(&choice)?)? {
            return Ok((chosen < choice.default).then(|| found[chosen]));
        }
    }
}
