//! `firelight plan story messages`: what the lead sends, ready to paste. The words lie in a bank,
//! which a team can replace with its own; no name and no number is ever put into them.

use super::super::super::{Context, Exit, Failure, library};
use super::{Desk, how_to_begin, in_words};
use crate::plan::story::{Story, What};
use crate::ui::text;

/// The bank of the words.
const BANK: &str = "story-messages";

/// Columns that mail and chats leave as they are.
const COLUMNS: usize = 76;

/// What can be sent, as it is asked for.
pub(super) const MESSAGES: [&str; 5] = ["invitation", "say", "reminder", "follow-up", "called-off"];

pub(super) fn run(context: &mut Context<'_>, asked: Option<&str>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let wanted = match asked {
        Some(one) => vec![(one, of(&desk, one)?)],
        None => {
            let possible = MESSAGES[..4].iter();
            let mut all: Vec<_> = possible
                .filter_map(|it| Some((*it, of(&desk, it).ok()?)))
                .collect();
            if all.is_empty() {
                all.push((MESSAGES[4], of(&desk, MESSAGES[4])?));
            }
            all
        }
    };
    let bank = library(context.disk, &desk.places, &desk.team).bank(BANK)?;
    let mut messages = Vec::new();
    for (name, story) in &wanted {
        let items = bank.items.iter();
        let mine = items.filter(|it| it.tags.iter().any(|it| it == name));
        let lines: Vec<String> = mine.map(|it| filled(&it.text, &desk, story)).collect();
        if lines.is_empty() {
            return Err(Failure::Failed(format!(
                "The bank {BANK} has no text with the tag {name}. Give one of its texts that tag: firelight check"
            )));
        }
        messages.push((*name, due(&desk, story, name), lines));
    }
    if context.globals.json {
        let message = |(name, on, lines): &(&str, Option<chrono::NaiveDate>, Vec<String>)| serde_json::json!({ "message": name, "on": on, "text": lines });
        let messages: Vec<_> = messages.iter().map(message).collect();
        context.json(&messages)?;
        return Ok(Exit::Done);
    }
    for (nth, (name, on, lines)) in messages.iter().enumerate() {
        if messages.len() > 1 {
            let gap = if nth > 0 { "\n" } else { "" };
            let on = on.map_or_else(String::new, |it| {
                it.format(", to send on %A %-d %B").to_string()
            });
            writeln!(context.out, "{gap}--- {name}{on}\n")?;
        }
        for (nth, line) in lines.iter().enumerate() {
            if nth > 0 {
                writeln!(context.out)?;
            }
            for row in text::wrap(line, COLUMNS) {
                writeln!(context.out, "{row}")?;
            }
        }
    }
    if asked == Some("say") {
        writeln!(
            context.err,
            "Put the form behind it: firelight plan story form"
        )?;
    }
    Ok(Exit::Done)
}

/// The session that a message is about.
///
/// # Errors
/// When it would say what is not so: there is no such session, or no time for it is left.
fn of<'a>(desk: &'a Desk, name: &str) -> Result<&'a Story, Failure> {
    let failed = |why: String| Err(Failure::Failed(why));
    let none = || failed(format!("No stories are planned. {}", how_to_begin(desk)));
    let story = match name {
        "called-off" => desk.called_off().or(desk.ahead()),
        "follow-up" => desk.held().or(desk.ahead()),
        _ => desk.ahead(),
    };
    let Some(story) = story else {
        return match (desk.called_off(), desk.held()) {
            (Some(off), _) => failed(format!(
                "The stories on {} are called off, so there is no such message. What people need to hear: firelight plan story messages called-off",
                in_words(off.on)
            )),
            (None, Some(held)) => failed(format!(
                "The stories of {} have begun. What is left to send: firelight plan story messages follow-up",
                in_words(held.on)
            )),
            (None, None) => none(),
        };
    };
    if name != "called-off" && due(desk, story, name).is_none() {
        let day = in_words(story.on);
        return failed(match name {
            "say" => format!(
                "Before {day} no time is left to ask the team in writing. Agree on it together, before the first story."
            ),
            _ => format!("Before {day} no day is left for a {name}. The invitation says it all."),
        });
    }
    Ok(story)
}

/// When a message is to be sent; one that is not due any more has no day.
fn due(desk: &Desk, story: &Story, name: &str) -> Option<chrono::NaiveDate> {
    let days = story.days(&desk.team.holidays);
    let what = match name {
        "invitation" => What::Invitation,
        "say" => What::Say,
        "reminder" => What::Reminder,
        "follow-up" => What::FollowUp,
        _ => return None,
    };
    days.iter().find(|it| it.what == what).map(|it| it.date)
}

/// A text with the day, the time, the minutes and the end of the poll put in.
fn filled(text: &str, desk: &Desk, story: &Story) -> String {
    let days = story.days(&desk.team.holidays);
    let closes = days.iter().find(|it| it.what == What::SayCloses);
    let closes = closes.map_or(story.on, |it| it.date);
    text.replace("{day}", &in_words(story.on))
        .replace(
            "{time}",
            &format!("{} ({})", story.at.format("%H:%M"), story.zone),
        )
        .replace("{minutes}", &story.minutes.to_string())
        .replace("{closes}", &closes.format("%A %-d %B").to_string())
}
