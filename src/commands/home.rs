//! Bare `firelight`: home at a terminal, fit to be shared; a short status elsewhere.

use std::cmp::Reverse;

use super::{Context, Exit, Failure, answer, library, run};
use crate::fault::visible;
use crate::history::History;
use crate::host::screens;
use crate::journal::shelf;
use crate::library::starter;
use crate::ritual::{Family, Ritual};
use crate::roster::Roster;
use crate::ui::Choice;

/// Shows home, or the status.
///
/// # Errors
/// When a folder is refused, or the answer cannot be written.
pub fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    if context.is_terminal && !context.globals.json {
        home(context)
    } else {
        status(context)
    }
}

/// Days without a session after which somebody may think that something was missed.
const LONG_AGO: i64 = 28;

/// How many rituals home offers at most; the others are behind `h`.
const OFFERED: usize = 3;

/// Where the rest is, which has no place on a screen that is shared.
const ALONE: &str = "For you alone, when nobody sees this screen: firelight story";

fn home(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    // Nobody is asked about, so nobody needs to be known.
    let history = History::read(context.disk, &places.team, &Roster::default());
    let (mut rituals, _) = library(context.disk, &places, &team).rituals();
    // What is held most comes first; at the beginning, what a team begins with.
    let held = |it: &Ritual| history.held(&it.id).len();
    rituals.retain(|it| it.family != Family::Craft);
    rituals.sort_by_key(|it| {
        let held = Reverse(held(it));
        (held, starter(&it.id), it.minutes, it.id.clone())
    });
    rituals.truncate(OFFERED);
    let last = match history.sessions().next() {
        None => "Nothing to set up.".to_string(),
        Some(last) => {
            let ago = context.clock.now() - last.started;
            let (day, more) = if ago.num_days() < LONG_AGO {
                (last.started.format("%-d %B"), "")
            } else {
                (last.started.format("%-d %B %Y"), " Nothing is overdue.")
            };
            format!("Last time: {}, {day}.{more}", last.title)
        }
    };

    let running = shelf::running(context.disk, &places.running()).found;
    let here = places.team.to_str().unwrap_or_default();
    let left = running
        .iter()
        .find(|it| !it.locked && it.opening.team == here);
    let mut choices = Vec::new();
    if let Some(left) = left {
        let words = format!("go on with {}", left.opening.ritual.title);
        choices.push(('g', words, Some(run::Args::resume())));
    }
    for (key, it) in ('1'..).zip(&rituals) {
        choices.push((key, it.offered(), Some(run::Args::ritual(&it.id))));
    }
    choices.push((
        'h',
        "hold something else".to_string(),
        Some(run::Args::default()),
    ));
    choices.push(('q', "leave".to_string(), None));
    let name = team.name.map_or_else(String::new, |it| format!(": {it}"));
    let choice = Choice {
        text: format!("Firelight{name}"),
        help: vec![context.clock.now().format("%A %-d %B").to_string(), last],
        foot: ALONE.to_string(),
        options: choices
            .iter()
            .map(|(key, words, _)| (*key, words.clone()))
            .collect(),
        ..Choice::default()
    };

    let door = context.door;
    let mut ui = door()?;
    let chosen = answer(ui.choose(&choice)?)?;
    let Some(args) = chosen.and_then(|it| choices.swap_remove(it).2) else {
        return Ok(Exit::Done);
    };
    let ending = run::run_at(context, &args, &mut *ui);
    // What follows is read in the shell, after the stage has gone.
    drop(ui);
    run::report(context, ending)
}

#[derive(serde::Serialize)]
struct Status {
    team: Option<String>,
    sessions: usize,
    waiting: usize,
    rituals: usize,
}

fn status(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let running = shelf::running(context.disk, &places.running());
    let waiting = running.found.iter();
    let status = Status {
        sessions: History::read(context.disk, &places.team, &Roster::default())
            .sessions()
            .count(),
        waiting: waiting.filter(|it| !it.locked).count(),
        rituals: library(context.disk, &places, &team).rituals().0.len(),
        team: team.name,
    };
    if context.globals.json {
        context.json(&status)?;
        return Ok(Exit::Done);
    }
    let name = status.team.as_deref().map_or_else(
        || "Firelight".to_string(),
        |it| format!("Firelight: {}", visible(it)),
    );
    writeln!(context.out, "{name}")?;
    let rituals = screens::count(status.rituals as i64, "ritual");
    let sessions = screens::count(status.sessions as i64, "session");
    context.hang("", &format!("{rituals} to hold, {sessions} held."))?;
    if status.waiting > 0 {
        context.hang(
            "",
            "A session was not finished. To go on: firelight run --resume",
        )?;
    }
    context.hang(
        "",
        "To hold one: firelight run two-words. All commands: firelight help",
    )?;
    Ok(Exit::Done)
}
