//! Bare `firelight`: home at a terminal, fit to be shared; a short status elsewhere.

use super::{Context, Exit, Failure, library, run};
use crate::fault::visible;
use crate::journal::shelf;
use crate::logs::read;
use crate::ritual::Ritual;
use crate::team::Team;
use crate::ui::{Choice, Reply};

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

/// What is held most, or small ones at first: at most three.
fn today(context: &mut Context<'_>, team: &Team) -> Result<Vec<Ritual>, Failure> {
    let places = context.places()?;
    let (mut rituals, _) = library(context.disk, &places, team).rituals();
    let logs = read::read_all(context.disk, &places.team).logs;
    let held = |it: &Ritual| {
        logs.iter()
            .filter(|(log, _)| log.ritual.id == it.id)
            .count()
    };
    rituals.sort_by_key(|it| (std::cmp::Reverse(held(it)), it.minutes, it.id.clone()));
    rituals.truncate(3);
    Ok(rituals)
}

fn home(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let rituals = today(context, &team)?;
    if rituals.is_empty() {
        return Err(Failure::Failed(
            "No ritual is left to hold: all are hidden or broken.".to_string(),
        ));
    }
    let logs = read::read_all(context.disk, &places.team).logs;
    let mut help = vec![context.clock.now().format("%A %-d %B").to_string()];
    help.push(match logs.first() {
        None => "Nothing to set up.".to_string(),
        Some((log, _)) => format!(
            "Last time: {}, {}.",
            log.ritual.title,
            log.started.format("%-d %B")
        ),
    });
    let mut options: Vec<(char, String)> = ('1'..)
        .zip(&rituals)
        .map(|(key, it)| (key, format!("{}, {} min", it.title, it.minutes)))
        .collect();
    options.push(('h', "hold something else".to_string()));
    options.push(('q', "leave".to_string()));
    let choice = Choice {
        text: team
            .name
            .as_ref()
            .map_or_else(|| "Firelight".to_string(), |it| format!("Firelight: {it}")),
        help,
        default: 0,
        options,
    };
    let door = context.door;
    let mut ui = door()?;
    let args = match ui.choose(&choice)? {
        Reply::Given(number) if number < rituals.len() => run::Args::ritual(&rituals[number].id),
        Reply::Given(number) if number == rituals.len() => run::Args::default(),
        Reply::Given(_) | Reply::Aside(_) => return Ok(Exit::Done),
        Reply::Stopped(why) => return Ok(Exit::Stopped(why)),
    };
    let ended = run::run_at(context, &args, &mut *ui);
    drop(ui);
    run::report(context, ended?)
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
    let status = Status {
        sessions: read::read_all(context.disk, &places.team).logs.len(),
        waiting: shelf::running(context.disk, &places.running()).found.len(),
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
    writeln!(
        context.out,
        "{} rituals to hold, {} sessions held.",
        status.rituals, status.sessions
    )?;
    if status.waiting > 0 {
        writeln!(
            context.out,
            "A session was not finished. To go on: firelight run --resume"
        )?;
    }
    writeln!(
        context.out,
        "To hold one: firelight run two-words. All commands: firelight help"
    )?;
    Ok(Exit::Done)
}
