//! `firelight plan story --on DATE`: plans a session, or moves the one that is planned.

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use super::super::super::{Context, Exit, Failure, library, reason, run::chance};
use super::slots::not_locked;
use super::{Args, Desk, in_words, save, timeline};
use crate::clock::day;
use crate::clock::wall::Wall;
use crate::fault::visible;
use crate::host::screens::count;
use crate::plan::slots;
use crate::plan::story::{self, Story};
use crate::ritual::{Family, Ritual};

pub(super) fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let on = date(args.on.as_deref().unwrap_or_default(), desk.today)?;
    let was = desk.ahead().cloned();
    let typed = args.at.as_deref().map(time).transpose()?;
    let usual = NaiveTime::from_hms_opt(15, 0, 0).unwrap_or_default();
    let old = was.as_ref();
    // Calendars that heard of a session that was called off hear that it takes place after all.
    let again = desk.called_off().filter(|_| old.is_none());
    let known = old.or(again);
    let mut story = Story {
        on,
        at: typed.or(old.map(|it| it.at)).unwrap_or(usual),
        zone: old.map_or(&desk.zone, |it| &it.zone).clone(),
        minutes: args.minutes.or(old.map(|it| it.minutes)).unwrap_or(60),
        uid: known.map(|it| it.uid.clone()).unwrap_or_default(),
        sequence: known.map_or(0, |it| it.sequence),
        made: old.and_then(|it| it.made),
        off: false,
    };
    let notes = look(context, &desk, &story)?;
    // Whoever has had notice of a day has more of it for a later one.
    let is_later = old.is_some_and(|it| it.on <= on);
    let invitation = story::invitation(on, &desk.team.holidays);
    if invitation < desk.today && !is_later && !args.soon {
        return Err(too_soon(context, &desk, on, invitation));
    }
    let is_same = old == Some(&story);
    if !is_same {
        let private = &desk.places.private;
        let _lock = slots::lock_if_used(context.disk, private).map_err(|it| not_locked(&it))?;
        // Another hour of the same day gives nobody less notice.
        if old.is_none_or(|it| it.on != on) {
            story.made = Some(context.clock.now());
        }
        match known {
            Some(it) => story.sequence = it.next(),
            None => story.uid = chance(&context.globals)?.session_id(context.clock.now()),
        }
        let path = save(context, &desk, &story)?;
        desk.page(context.disk, &story).settle().map_err(|it| {
            Failure::Failed(format!(
                "The stories are moved, but your own page still has the day before in its name: {}. It is mended by firelight plan story slots",
                reason(&it)
            ))
        })?;
        if !context.globals.json {
            let path = visible(&path.to_string_lossy());
            writeln!(context.err, "Saved: {path}")?;
        }
    }
    if !context.globals.json {
        for note in notes {
            context.hang("", &note)?;
        }
        if is_same {
            context.hang("", "It is planned like that already.")?;
        } else if let Some(old) = old.filter(|it| (it.on, it.at) == (story.on, story.at)) {
            let was = count(old.minutes, "minute");
            context.hang("", &format!("It takes {} now, and was {was}. Calendars hear of it from firelight plan story calendar.", count(story.minutes, "minute")))?;
        } else if again.is_some() {
            context.hang("", "Planned again after it was called off. Everybody is asked afresh; calendars hear of it from firelight plan story calendar.")?;
        } else if let Some(old) = old {
            let from = format!("{} at {}", in_words(old.on), old.at.format("%H:%M"));
            context.hang("", &format!("Moved from {from}. Send the invitation once more, with the new time; calendars hear of it from firelight plan story calendar."))?;
        }
    }
    timeline(context, &desk, &story)?;
    Ok(Exit::Done)
}

/// The day that is meant: written in the one way that nobody reads for another.
fn date(typed: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    let typed = typed.trim();
    let iso = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok();
    if let Some(date) = iso.filter(|_| typed.len() == 10) {
        return Ok(date);
    }
    let meant = dotted(typed, today).or_else(|| day::read(typed, today));
    let instead = match meant {
        Some(meant) => format!("write {meant}"),
        None => "write the year, the month and the day, such as 2026-12-15".to_string(),
    };
    let typed = visible(typed);
    Err(Failure::Misuse(format!(
        "\"{typed}\" is no day that everybody reads alike: {instead}."
    )))
}

/// A day as it is written with dots, the day first: "15.12." or "15.12.2026".
fn dotted(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts = typed.trim_end_matches('.').split('.');
    let parts: Option<Vec<u32>> = parts.map(|it| it.trim().parse().ok()).collect();
    match parts?[..] {
        [day, month] => [today.year(), today.year() + 1]
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .find(|it| *it >= today),
        [day, month, year @ 1000..=9999] => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        _ => None,
    }
}

fn time(typed: &str) -> Result<NaiveTime, Failure> {
    let time = NaiveTime::parse_from_str(typed.trim(), "%H:%M");
    time.map_err(|_| {
        let typed = visible(typed);
        Failure::Misuse(format!(
            "\"{typed}\" is no time of the day: write one such as 15:00."
        ))
    })
}

/// What is to be said of such a day.
///
/// # Errors
/// When no session can be held then.
fn look(context: &Context<'_>, desk: &Desk, story: &Story) -> Result<Vec<String>, Failure> {
    let (day, at, zone) = (in_words(story.on), story.at.format("%H:%M"), &story.zone);
    let mut notes = Vec::new();
    let begins = match story.begins() {
        Wall::Once(it) => it,
        Wall::Twice(it) => {
            notes.push(format!(
                "The clocks in {zone} go back then, and {at} comes twice. The first is meant."
            ));
            it
        }
        Wall::Never => {
            return Err(Failure::Misuse(format!(
                "On {day} the clocks in {zone} go forward and leave out {at}. Write another --at."
            )));
        }
    };
    if begins <= context.clock.now() {
        let today = in_words(desk.today);
        return Err(Failure::Misuse(format!(
            "{day} at {at} is over: today is {today}. Write a day that is still ahead."
        )));
    }
    if (story.on - desk.today).num_days() > 2 * 366 {
        return Err(Failure::Misuse(format!(
            "{day} is more than two years ahead. Is the year right?"
        )));
    }
    if !day::is_working(story.on, &desk.team.holidays) {
        let is_off = desk.team.holidays.iter().any(|it| it.contains(&story.on));
        let why = match is_off {
            true => "one of the team's days off".to_string(),
            false => format!("a {}", story.on.format("%A")),
        };
        notes.push(format!("That is {why}; it is planned all the same."));
    }
    Ok(notes)
}

/// What is missing, and what can be done instead.
fn too_soon(context: &Context<'_>, desk: &Desk, on: NaiveDate, invitation: NaiveDate) -> Failure {
    let missing = count((desk.today - invitation).num_days(), "day");
    let first = story::first_day(desk.today, &desk.team.holidays);
    let (rituals, _) = library(context.disk, &desk.places, &desk.team).rituals();
    let time = (on - desk.today).num_days();
    let fits = |it: &&Ritual| {
        it.family == Family::Stories && it.id != story::RITUAL && it.lead_days <= time
    };
    let mut instead: Vec<_> = rituals.iter().filter(fits).collect();
    instead.sort_by_key(|it| (it.lead_days, &it.id));
    let mut text = format!(
        "That is {missing} too soon: the invitation should have gone out by {}.\nPeople need 14 days to find a story in peace, or to say no in peace.\nNothing is saved. The first day that does:\n  firelight plan story --on {first}\n",
        in_words(invitation),
    );
    if !instead.is_empty() {
        text.push_str("With less time, nearer to stories than nothing:\n");
    }
    for it in instead.iter().take(4) {
        let lead = match it.lead_days {
            0 => "today".to_string(),
            n => format!("{} ahead", count(n, "day")),
        };
        text.push_str(&format!("  firelight run {:<22} {lead}\n", it.id));
    }
    text.push_str(&format!(
        "That day all the same, with the messages that are still possible:\n  firelight plan story --on {on} --soon"
    ));
    Failure::Failed(text)
}
