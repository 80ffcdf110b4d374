//! `firelight plan story calendar`: the session for everybody's calendar, and with `--mine` the days on
//! which a message is due. Nobody is in it: no teller, and no list of who is invited.

use chrono::{TimeDelta, Utc};

use super::super::super::{Context, Exit, Failure};
use super::{Desk, how_to_begin};
use crate::clock::wall::Wall;
use crate::export::calendar::{Entry, When, ics};
use crate::plan::story::{Story, What};

pub(super) fn run(context: &mut Context<'_>, mine: bool) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let called_off = desk.called_off();
    let story = desk.story().or(called_off).ok_or_else(|| {
        Failure::Failed(format!("No stories are planned. {}", how_to_begin(&desk)))
    })?;
    let text = ics(&entries(&desk, story, mine)?);
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
    let entry = |uid: String, when, title: &str, about: &str| Entry {
        uid,
        sequence: story.sequence,
        made,
        when,
        title: title.to_string(),
        about: about.to_string(),
        off: story.off,
    };
    let mut entries = vec![entry(
        story.uid.clone(),
        When::From(begins, ends),
        "Stories",
        "Come to listen, and tell one if you like. Listening is enough.",
    )];
    if mine {
        let days = story.days(&desk.team.holidays).into_iter();
        entries.extend(days.filter(|it| it.what != What::Session).map(|it| {
            let uid = format!("{}-{:?}", story.uid, it.what).to_lowercase();
            entry(
                uid,
                When::Day(it.date),
                &format!("Stories: {}", it.what.words()),
                it.what.command(),
            )
        }));
    }
    Ok(entries)
}
