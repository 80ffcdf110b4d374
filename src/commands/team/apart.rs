//! `firelight team apart`: who should not share a group, asked in private.
//!
//! Nothing of it is an argument, shown again, logged or named. Nobody is told of a wish, not
//! even by a count that somebody looking on could read.

use super::super::{Context, Exit, Failure, Globals, alone, answer, reason, run};
use crate::apart::{self, Apart};
use crate::disk::Disk;
use crate::fault::visible;
use crate::places::Places;
use crate::roster::Roster;
use crate::ui::Question;

/// Asks for wishes until there are no more.
///
/// # Errors
/// While a session runs, when the wishes cannot be read or written, or nobody answers.
pub(super) fn run(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
) -> Result<Exit, Failure> {
    let _alone = alone(
        context,
        places,
        "This is asked in private only: firelight team apart, when it is over.",
    )?;
    if roster.people.is_empty() {
        return Err(Failure::Misuse(
            "Wishes are about people in the team: firelight team add".to_string(),
        ));
    }
    let mut wishes = read(context.disk, places)?;
    let door = context.door;
    let mut ui = door()?;
    let mut help = vec![
        "Two names, such as Ana, Ben. The same two once more take it back.".to_string(),
        "It stays in your own folder, and is never shown, logged or named. Who is asked for by name with groups --together sits together nonetheless. Over a season anyone can count who never meets."
            .to_string(),
    ];
    loop {
        let question = Question {
            text: "Who should not share a group?".to_string(),
            help: help.clone(),
            empty: "done".to_string(),
            ..Question::default()
        };
        let Some(typed) = answer(ui.ask(&question)?)? else {
            continue;
        };
        if typed.trim().is_empty() {
            return Ok(Exit::Done);
        }
        help = vec![match two(roster, &typed) {
            Ok((one, other)) => take(context, places, &mut wishes, one, other)?,
            Err(sentence) => sentence,
        }];
    }
}

/// The wishes.
///
/// # Errors
/// When their file cannot be read; it is for a person to mend then.
pub fn read(disk: &dyn Disk, places: &Places) -> Result<Apart, Failure> {
    apart::read(disk, &places.private).map_err(|broken| {
        let path = visible(&broken.path.to_string_lossy());
        let fault = broken.faults.first().map_or("", |it| it.message.as_str());
        Failure::Failed(format!(
            "{path} cannot be read: {}. Mend it, or remove it and ask anew.",
            visible(fault)
        ))
    })
}

/// Writes the wishes.
///
/// # Errors
/// When the disk does not take them; they are as they were then.
pub fn keep(disk: &dyn Disk, places: &Places, wishes: &Apart) -> Result<(), Failure> {
    apart::write(disk, &places.private, wishes).map_err(|it| {
        Failure::Failed(format!(
            "What is asked in private could not be written: {}.",
            reason(&it)
        ))
    })
}

/// Makes a wish or takes it back, for good before it is said.
fn take(
    context: &Context<'_>,
    places: &Places,
    wishes: &mut Apart,
    one: &str,
    other: &str,
) -> Result<String, Failure> {
    let mut after = wishes.clone();
    let is_new = after.turn(one, other);
    if after.salt.is_none() {
        after.salt = Some(run::chance(&Globals::default())?.seed());
    }
    keep(context.disk, places, &after)?;
    *wishes = after;
    Ok(if is_new { "Kept." } else { "Taken back." }.to_string())
}

/// Two people of the team.
fn two<'r>(roster: &'r Roster, typed: &str) -> Result<(&'r str, &'r str), String> {
    let typed = typed.replace(" and ", ",");
    let names = typed
        .split([',', ':', '/'])
        .filter(|it| !it.trim().is_empty());
    let mut ids = Vec::new();
    for name in names {
        match roster.find(name)[..] {
            [one] => ids.push(one.id.as_str()),
            [] => return Err(format!("Nobody in the team is called {}.", name.trim())),
            [_, ..] => return Err(format!("{} may be one of several.", name.trim())),
        }
    }
    match ids[..] {
        [one, other] if one != other => Ok((one, other)),
        _ => Err("It takes two names, such as Ana, Ben.".to_string()),
    }
}
