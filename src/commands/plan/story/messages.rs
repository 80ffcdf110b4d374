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
    let called_off = desk.called_off();
    let is_off = asked == Some("called-off") || desk.story().is_none();
    let story = match is_off {
        true => called_off.or(desk.story()),
        false => desk.story(),
    };
    let story = story.ok_or_else(|| {
        Failure::Failed(format!("No stories are planned. {}", how_to_begin(&desk)))
    })?;
    let wanted: Vec<&str> = match asked {
        Some(one) => vec![one],
        None if story.off => vec!["called-off"],
        None => MESSAGES[..4].to_vec(),
    };
    let bank = library(context.disk, &desk.places, &desk.team).bank(BANK)?;
    let mut messages = Vec::new();
    for name in &wanted {
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
