//! `firelight plan`: what is planned. So far these are sessions of stories.

mod story;

use chrono::NaiveDate;

use super::{Context, Exit, Failure};
use crate::clock::{Stamp, day};
use crate::disk::Disk;
use crate::places::Places;
use crate::plan::slots::{self, Page};
use crate::plan::story::Story;
use crate::team::Team;

/// The command, for help.
pub const ABOUT: &str = "What is planned; plan story, with time to prepare";

/// What can be planned.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight plan\n  firelight plan story --on 2026-12-15"
)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Stories, from the invitation to a quiet word afterwards
    Story(story::Args),
}

/// Shows what is planned, or plans.
///
/// # Errors
/// When a folder is refused, or a file cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    match &args.verb {
        None => show(context),
        Some(Verb::Story(args)) => story::run(context, args),
    }
}

/// The team's folder with its plans, as they are today.
struct Desk {
    places: Places,
    team: Team,
    /// Whose clocks are meant where nobody says otherwise.
    zone: String,
    today: NaiveDate,
    now: Stamp,
    stories: Vec<Story>,
}

impl Desk {
    fn open(context: &mut Context<'_>) -> Result<Self, Failure> {
        let places = context.places()?;
        let team = context.team(&places)?;
        let named = team.tz.clone().filter(|it| day::is_zone(it));
        let zone = named.unwrap_or_else(|| context.zone());
        let (stories, broken) = crate::plan::story::read(context.disk, &places.team, &zone);
        for broken in &broken {
            context.warn_of(broken)?;
        }
        let today = day::today(context.clock.now(), Some(&zone));
        sweep(context, &places, today, &stories);
        Ok(Self {
            places,
            team,
            zone,
            today,
            now: context.clock.now(),
            stories,
        })
    }

    /// The organiser's own page for a session.
    fn page<'a>(&'a self, disk: &'a dyn Disk, story: &'a Story) -> Page<'a> {
        Page {
            disk,
            private: &self.places.private,
            uid: &story.uid,
            on: story.on,
        }
    }

    /// Sessions that are still ahead, or whose quiet word is.
    fn open_ones(&self) -> impl Iterator<Item = &Story> {
        let is_open = |it: &&Story| {
            let last = it.days(&self.team.holidays).last().map(|it| it.date);
            !it.off && last.is_some_and(|it| it >= self.today)
        };
        self.stories.iter().filter(is_open)
    }

    /// The session still ahead that was called off last.
    fn called_off(&self) -> Option<&Story> {
        let ahead = |it: &&Story| it.off && !it.has_begun(self.now);
        self.stories.iter().filter(ahead).max_by_key(|it| it.made)
    }

    /// The session on whose days something is due next.
    fn story(&self) -> Option<&Story> {
        self.open_ones().next()
    }

    /// The next session that has not begun: the one that can be moved or called off.
    fn ahead(&self) -> Option<&Story> {
        self.open_ones().find(|it| !it.has_begun(self.now))
    }

    /// The session that has begun last, and whose quiet word is due.
    fn held(&self) -> Option<&Story> {
        self.open_ones().filter(|it| it.has_begun(self.now)).last()
    }
}

/// Takes away the organiser's own pages that are over: by whoever comes by first, and what cannot go
/// now goes with the next. On a clock that somebody set nothing is over for good.
pub(super) fn sweep(context: &Context<'_>, places: &Places, today: NaiveDate, stories: &[Story]) {
    if context.globals.now.is_none() {
        let ahead = stories.iter().filter(|it| it.on >= today && !it.off);
        let ahead: Vec<&str> = ahead.map(|it| it.uid.as_str()).collect();
        let _ = slots::sweep(context.disk, &places.private, today, &ahead);
    }
}

fn show(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    if context.globals.json {
        let slot = |it: &Story| {
            serde_json::json!({
                "date": it.on, "time": it.at.format("%H:%M").to_string(), "zone": it.zone,
                "ritual": crate::plan::story::RITUAL, "minutes": it.minutes,
                "reason": "Stories, with time to prepare.",
            })
        };
        let minutes: i64 = desk.open_ones().map(|it| it.minutes).sum();
        let slots: Vec<_> = desk.open_ones().map(slot).collect();
        let from = desk.today;
        context.json(&serde_json::json!({ "from": from, "minutes": minutes, "slots": slots }))?;
        return Ok(Exit::Done);
    }
    let lines: Vec<String> = desk.open_ones().map(story::headline).collect();
    match lines.is_empty() {
        true => context.hang("", "Nothing is planned yet.")?,
        false => writeln!(context.out, "Planned:")?,
    }
    for line in &lines {
        context.hang("  ", line)?;
    }
    writeln!(context.out)?;
    match desk.story() {
        Some(_) => context.hang("", "What is due when: firelight plan story")?,
        None => context.hang("", &story::how_to_begin(&desk))?,
    }
    Ok(Exit::Done)
}
