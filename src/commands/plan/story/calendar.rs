//! `firelight plan story calendar`: the session for everybody's calendar, and with `--mine` the days on
//! which a message is due. Nobody is in it: no teller, and no list of who is invited.

use chrono::{TimeDelta, Utc};

use super::super::super::{Context, Exit, Failure};
use super::{Desk, none};
use crate::clock::wall::Wall;
use crate::export::calendar::{Entry, When, ics};
use crate::plan::story::{Story, What};

pub(super) fn run(context: &mut Context<'_>, mine: bool) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    // One that was called off stays here until its day: calendars may not have heard of it yet.
    let off = desk
        .stories
        .iter()
        .filter(|it| it.off && !it.has_begun(desk.now));
    let mut told: Vec<&Story> = desk.ahead().into_iter().chain(off).collect();
    if told.is_empty() {
        let held = desk.held().ok_or_else(|| none(&desk))?;
        told.push(held);
    }
    let mut all = Vec::new();
    for story in told {
        all.extend(entries(&desk, story, mine)?);
    }
    let text = ics(&all);
    if context.globals.json {
        context.json(&serde_json::json!({ "ics": text }))?;
        return Ok(Exit::Done);
    }
    write!(context.out, "{text}")?;
    Ok(Exit::Done)
}

fn entries(desk: &Desk, story: &Story, mine: bool) -> Result<Vec<Entry>, Failure> {
    let begins = match story.begins() {
        Wall::Once(it) | Wall::Twice(it) => it,
        Wall::Never => {
            return Err(Failure::Failed(format!(
                "The clocks in {} leave out {} on that day. Move it: firelight plan story --on {} --at 15:00",
                story.zone,
                story.at.format("%H:%M"),
                story.on
            )));
        }
    };
    let ends = begins + TimeDelta::minutes(story.minutes);
    // Without it, a moment that does not change either: the same plan gives the same bytes.
    let made = story.made.map_or(begins, |it| it.with_timezone(&Utc));
    let entry = |uid: String, when, title: &str, about: &str, off| Entry {
        uid,
        sequence: story.sequence,
        made,
        when,
        title: title.to_string(),
        about: about.to_string(),
        off,
    };
    let mut entries = vec![entry(
        story.uid.clone(),
        When::From(begins, ends),
        "Stories",
        "Come to listen, and tell one if you like. Listening is enough.",
        story.off,
    )];
    if mine {
        let days = story.days(&desk.team.holidays);
        for what in What::MESSAGES {
            let date = days.iter().find(|it| it.what == what).map(|it| it.date);
            // A day that fell away with a change may be in a calendar from before.
            if date.is_none() && story.sequence == 0 {
                continue;
            }
            entries.push(entry(
                format!("{}-{what:?}", story.uid).to_lowercase(),
                When::Day(date.unwrap_or(story.on)),
                &format!("Stories: {}", what.words()),
                what.command(),
                story.off || date.is_none(),
            ));
        }
    }
    Ok(entries)
}
