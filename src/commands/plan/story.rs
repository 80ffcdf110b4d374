//! `firelight plan story`: fourteen days from the invitation to a quiet word afterwards.

mod calendar;
mod form;
mod messages;
mod on;
mod say;
mod slots;

use chrono::NaiveDate;

use super::super::{Context, Exit, Failure, reason, sentence};
use super::Desk;
use crate::agreements;
use crate::host::screens::count;
use crate::plan::slots as pages;
use crate::plan::story::{self, Due, Story, What};
use crate::ritual::agreed::Way;

/// When stories are told, and what is asked about that.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Alone it shows what is due when. With --on it plans a session, or moves the one that is planned.\n\nExamples:\n  firelight plan story --on 2026-12-15\n  firelight plan story --on 2026-12-15 --at 15:00 --minutes 60\n  firelight plan story"
)]
pub struct Args {
    /// The day, such as 2026-12-15
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// When it begins, such as 15:00, which it is where nobody says otherwise
    #[arg(long, value_name = "TIME", requires = "on")]
    at: Option<String>,
    /// How long it takes; an hour where nobody says otherwise
    #[arg(long, value_name = "N", requires = "on", value_parser = minutes)]
    minutes: Option<i64>,
    /// Plans it although people have fewer than 14 days
    #[arg(long, requires = "on")]
    soon: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Calls it off, and says what people and calendars need
    #[command(after_help = "Example:\n  firelight plan story off")]
    Off,
    /// What you send, ready to paste: all of it, or one
    #[command(
        after_help = "It never names anybody, and never says how many would like to tell. The words lie in the bank\nstory-messages, which your team can replace with its own.\n\nExamples:\n  firelight plan story messages\n  firelight plan story messages invitation"
    )]
    Messages {
        /// Which
        #[arg(value_parser = messages::MESSAGES)]
        which: Option<String>,
    },
    /// The team's say as a form: for a poll without names, or on slips
    #[command(
        after_help = "Everybody is asked, also whoever will not tell.\n\nExamples:\n  firelight plan story form\n  firelight plan story form --slips"
    )]
    Form {
        /// For paper, with a line to cut along
        #[arg(long)]
        slips: bool,
    },
    /// The session for a calendar, without anybody in it
    #[command(
        after_help = "Once it was moved or called off, calendars that have it hear of that from the same command.\n\nExamples:\n  firelight plan story calendar > stories.ics\n  firelight plan story calendar --mine > mine.ics"
    )]
    Calendar {
        /// With the days on which you have something to send
        #[arg(long)]
        mine: bool,
    },
    /// Counts the team's say, keeps what was agreed and none of the numbers
    #[command(after_help = "Example:\n  firelight plan story say")]
    Say,
    /// Who would like to tell: asked in private, for your eyes only
    #[command(
        after_help = "Example:\n  firelight plan story slots\n\nIt takes no names here: what is typed after a command can be seen by others."
    )]
    Slots,
}

fn minutes(typed: &str) -> Result<i64, String> {
    let minutes = typed.parse().ok().filter(|it| (20..=180).contains(it));
    minutes.ok_or_else(|| "minutes, from 20 to 180".to_string())
}

/// Shows the session, plans it, or does something about it.
///
/// # Errors
/// When the day does not do, or a file cannot be written.
pub(super) fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    match &args.verb {
        // Not by clap, which would take --now and --home for arguments of this one.
        Some(_) if args.on.is_some() => Err(Failure::Misuse(
            "--on plans a session, and stands alone: firelight plan story --on 2026-12-15"
                .to_string(),
        )),
        None if args.on.is_some() => on::run(context, args),
        None => show(context),
        Some(Verb::Off) => off(context),
        Some(Verb::Messages { which }) => messages::run(context, which.as_deref()),
        Some(Verb::Form { slips }) => form::run(context, *slips),
        Some(Verb::Calendar { mine }) => calendar::run(context, *mine),
        Some(Verb::Say) => say::run(context),
        Some(Verb::Slots) => slots::run(context),
    }
}

/// A session in a line: "Stories on Tuesday 15 December 2026 at 15:00, Europe/Berlin, 60 minutes".
pub(super) fn headline(story: &Story) -> String {
    format!(
        "Stories on {} at {}, {}, {}",
        in_words(story.on),
        story.at.format("%H:%M"),
        story.zone,
        count(story.minutes, "minute")
    )
}

/// How a session is planned that leaves people time.
pub(super) fn how_to_begin(desk: &Desk) -> String {
    let first = story::first_day(desk.today, &desk.team.holidays);
    format!("To plan stories, with 14 days to prepare: firelight plan story --on {first}")
}

fn in_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// The session that is planned: the first that is not over, or else the one just held.
///
/// # Errors
/// When there is none.
fn planned(desk: &Desk) -> Result<&Story, Failure> {
    let next = desk.open_ones().find(|it| !it.has_ended(desk.now));
    next.or(desk.held()).ok_or_else(|| none(desk))
}

fn none(desk: &Desk) -> Failure {
    let begin = how_to_begin(desk);
    Failure::Failed(format!("No stories are planned. {begin}"))
}

fn show(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    match desk.story() {
        Some(story) => timeline(context, &desk, story)?,
        None if context.globals.json => context.json(&serde_json::json!({
            "on": null, "at": null, "zone": desk.zone, "minutes": null, "uid": null, "days": [],
        }))?,
        None => {
            context.hang("", "No stories are planned.")?;
            context.hang("", &how_to_begin(&desk))?;
        }
    }
    Ok(Exit::Done)
}

/// All days of a session, and what is next.
fn timeline(context: &mut Context<'_>, desk: &Desk, story: &Story) -> Result<(), Failure> {
    let days = story.days(&desk.team.holidays);
    if context.globals.json {
        return context.json(&serde_json::json!({
            "on": story.on, "at": story.at.format("%H:%M").to_string(), "zone": story.zone,
            "minutes": story.minutes, "uid": story.uid, "days": days,
        }));
    }
    context.hang("", &headline(story))?;
    let (agreed, _) = agreements::in_force(context.disk, &desk.places.team, desk.today);
    if let Some(agreed) = agreed {
        let more = match agreed.way {
            Way::NotYet => {
                " Hold something light instead, or call it off: firelight plan story off"
            }
            _ => "",
        };
        let until = in_words(agreed.review);
        context.hang(
            "",
            &format!("Agreed until {until}: {}{more}", agreed.way.sentence()),
        )?;
    }
    writeln!(context.out)?;
    for it in &days {
        let head = format!("  {:<12}", it.date.format("%a %-d %b").to_string());
        let today = if it.date == desk.today { "today: " } else { "" };
        context.hang(&head, &format!("{today}{}", it.what.words()))?;
    }
    writeln!(context.out)?;
    next(context, desk, &days)?;
    let others = desk.open_ones().filter(|it| it.uid != story.uid);
    for other in others.map(headline).collect::<Vec<_>>() {
        context.hang("", &format!("Also planned: {other}."))?;
    }
    Ok(())
}

/// What is due today, or else next, and how to do it.
fn next(context: &mut Context<'_>, desk: &Desk, days: &[Due]) -> Result<(), Failure> {
    let Some(first) = days.iter().find(|it| it.date >= desk.today) else {
        return Ok(());
    };
    let when = match first.date == desk.today {
        true => "Due today".to_string(),
        false => format!("Next, on {}", first.date.format("%A %-d %B")),
    };
    for it in days.iter().filter(|it| it.date == first.date) {
        context.hang("", &format!("{when}: {}.", it.what.words()))?;
        writeln!(context.out, "  {}", it.what.command())?;
    }
    if first.what == What::Session && first.date == desk.today {
        context.hang(
            "",
            "Whoever would rather not tell says nothing, and is right.",
        )?;
    }
    Ok(())
}

fn off(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let Some(story) = desk.ahead() else {
        return Err(match desk.held() {
            Some(held) => Failure::Failed(format!(
                "The stories of {} have begun: there is nothing left to call off.",
                in_words(held.on)
            )),
            None => none(&desk),
        });
    };
    let called_off = Story {
        off: true,
        sequence: story.next(),
        made: Some(context.clock.now()),
        ..story.clone()
    };
    let private = &desk.places.private;
    let _lock = pages::lock_if_used(context.disk, private).map_err(|it| slots::not_locked(&it))?;
    let saved = save(context, &desk, &called_off);
    // Those who would have told are let go even where the team's folder cannot be written.
    let removed = desk.page(context.disk, &called_off).remove();
    if let Err(Failure::Failed(why)) = saved {
        let page = match removed {
            Ok(()) => "No page of yours says any more who would have told.",
            Err(_) => "Your own page cannot be taken away either.",
        };
        return Err(Failure::Failed(format!("{why}\n{page}")));
    }
    removed.map_err(|it| {
        let path = crate::fault::visible(&pages::folder(private).to_string_lossy());
        Failure::Failed(format!(
            "The stories are called off, but who would have told is still in your own folder: {}. Remove the page yourself, in {path}",
            reason(&it)
        ))
    })?;
    if context.globals.json {
        context.json(&serde_json::json!({ "off": called_off.on, "uid": called_off.uid }))?;
        return Ok(Exit::Done);
    }
    let day = in_words(called_off.on);
    context.hang("", &format!("The stories on {day} are called off."))?;
    context.hang("", "No page of yours says any more who would have told.")?;
    context.hang("", "Tell people: firelight plan story messages called-off")?;
    context.hang("", "Tell calendars: firelight plan story calendar")?;
    context.hang(
        "",
        "And your own, if it has your days: firelight plan story calendar --mine",
    )?;
    Ok(Exit::Done)
}

/// Saves a session; where it lies then.
fn save(context: &Context<'_>, desk: &Desk, story: &Story) -> Result<std::path::PathBuf, Failure> {
    // A folder that is not there yet is made as a session would make it.
    let made = desk.places.make(context.disk);
    let saved = made.and_then(|()| story::write(context.disk, &desk.places.team, story));
    saved.map_err(|it| {
        Failure::Failed(sentence(&format!(
            "The plan could not be saved: {}",
            reason(&it)
        )))
    })
}
