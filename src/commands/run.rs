//! `firelight run`: holds a ritual, from who is here to the published log.

pub(super) mod begin;
mod depth;
mod go_on;
pub(super) mod known;
mod remember;
mod settle;
mod takes_logs;
mod who;

use super::{Context, Exit, Failure, Globals, library, reason};
use crate::agreements;
use crate::apart;
use crate::chance::Chance;
use crate::check;
use crate::clock::day;
use crate::fault::{self, visible};
use crate::history::History;
use crate::host::{self, Ending, Running, World, screens};
use crate::journal::shelf;
use crate::library::Library;
use crate::logs::publish::{self, Sent};
use crate::ritual::{Level, Mode, What};
use crate::roster;
use crate::session::State;
use crate::team::{self, care};
use crate::ui::{Ui, Why};

/// The command, for help.
pub const ABOUT: &str = "Holds a ritual";

/// How to hold it.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight run two-words --people 8\n  firelight run headlines --with Ana,Ben,Chi --remote Ben\n  firelight run breakout --people 9 --remote 5\n  firelight run two-words --cue                    a window only you see; to share: firelight stage\n  firelight run headlines --at turns --minutes 5   the rest of it, on another computer\n  firelight run --resume                           goes on with what was left, in this window"
)]
pub struct Args {
    /// An id, an alias, or how one begins; without it, you choose
    pub ritual: Option<String>,
    /// Who is here, in the order you like
    #[arg(long, value_name = "NAMES", conflicts_with = "people")]
    pub(super) with: Option<String>,
    /// How many are here, without names
    #[arg(long, value_name = "N", value_parser = |it: &str| number(it, 1000))]
    people: Option<u16>,
    /// Who of them is on a screen; without names, how many
    #[arg(long, value_name = "NAMES")]
    pub(super) remote: Option<String>,
    /// Where people are
    #[arg(long, value_parser = ["room", "remote", "hybrid"], value_name = "WHERE")]
    pub(super) mode: Option<String>,
    /// Minutes for the whole
    #[arg(long, value_name = "N", value_parser = |it: &str| number(it, 600))]
    pub(super) minutes: Option<u16>,
    /// The deepest level that may be dealt
    #[arg(long, value_name = "WORD", value_parser = ["light", "open", "personal", "tender"])]
    pub(super) ceiling: Option<String>,
    /// Time to think and speak: 1.3 is a third more
    #[arg(long, value_name = "F", value_parser = pace)]
    pace: Option<f64>,
    /// Begins at this step, its number, id or kind: to hold the rest on another computer
    #[arg(long, value_name = "STEP")]
    at: Option<String>,
    /// Goes on with the session that was left
    #[arg(long, conflicts_with_all = ["new", "ritual", "with", "people", "remote", "mode", "minutes", "ceiling", "pace", "at"])]
    resume: bool,
    /// Begins anew, whatever was left
    #[arg(long)]
    new: bool,
    /// Makes this window yours alone: lines, notes and keys; the one to share runs firelight stage
    #[arg(long)]
    cue: bool,
}

pub(super) fn number(typed: &str, most: u16) -> Result<u16, String> {
    let number: Option<u16> = typed.parse().ok().filter(|it| (1..=most).contains(it));
    number.ok_or_else(|| format!("a whole number from 1 to {most}"))
}

fn pace(typed: &str) -> Result<f64, String> {
    let pace: Option<f64> = typed.parse().ok().filter(|it| (0.5..=3.0).contains(it));
    pace.ok_or_else(|| "a number from 0.5 to 3, such as 1.3".to_string())
}

impl Args {
    /// Holding this ritual with everything else asked.
    pub fn ritual(id: &str) -> Self {
        Self {
            ritual: Some(id.to_string()),
            ..Self::default()
        }
    }

    /// Going on with what was left.
    pub fn resume() -> Self {
        Self {
            resume: true,
            ..Self::default()
        }
    }

    fn mode(&self) -> Option<Mode> {
        crate::fields::typed(self.mode.as_deref()?)
    }

    fn ceiling(&self) -> Option<Level> {
        crate::fields::typed(self.ceiling.as_deref()?)
    }
}

/// Holds a ritual.
///
/// # Errors
/// When the ritual is not found, a folder is refused, or the screen cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let door = context.door;
    let mut ui = door()?;
    let ending = run_at(context, args, &mut *ui);
    // What follows is read in the shell, after the stage has gone.
    drop(ui);
    report(context, ending)
}

/// Holds a ritual at a door that is open already.
///
/// # Errors
/// As [`run`].
pub fn run_at(context: &mut Context<'_>, args: &Args, ui: &mut dyn Ui) -> Result<Ending, Failure> {
    let places = context.places()?;
    // Where others look on, what is wrong in files is told by a word, and shown elsewhere.
    let (team, broken) = team::read(context.disk, &places.team);
    if args.cue {
        broken.iter().try_for_each(|it| context.warn_of(it))?;
    }
    // A folder that cannot be made is no reason not to meet: the session says that it is not saved.
    let _ = places.make(context.disk);
    // From the first question on: whoever shares the screen shares that one too.
    let _closed = super::story::close(context, &places, ui)?;
    let mut world = World {
        clock: context.clock,
        zone: context.zone(),
        disk: context.disk,
        chance: chance(&context.globals)?,
        library: library(context.disk, &places, &team),
        roster: roster::read(context.disk, &places.team),
        places,
        team: team.clone(),
        cue: None,
        history: History::default(),
    };
    let refused = takes_logs::fault(world.disk, &world.places.team, world.clock.now());
    if let Some((path, why)) = refused {
        const SENTENCE: &str = "The team's folder takes no log just now";
        const WAITS: &str = "this one will wait in your own folder";
        let path = visible(&path.to_string_lossy());
        let why = reason(&why);
        writeln!(context.err, "{SENTENCE} ({path}: {why}): {WAITS}.")?;
        // Lines have been told; a screen shows what comes beside it only when it has gone.
        if context.is_terminal || args.cue {
            ui.tell(&format!("{SENTENCE}: {WAITS}."))?;
        }
    }
    if args.cue {
        ui.tell("This window is for you alone. In the window to share: firelight stage")?;
    }
    if team.is_damaged {
        ui.tell("The team's own file is damaged, so only what is light is dealt. What is wrong: firelight check")?;
    } else if !broken.is_empty() {
        ui.tell("firelight.toml has faults. What is wrong: firelight check")?;
    }
    own_banks(context, &world.library, ui, args.cue)?;
    if !world.roster.broken.is_empty() {
        writeln!(
            context.err,
            "Files in the team's roster need a look: firelight team"
        )?;
    }
    // A name that was mistyped is said before anything is asked.
    let ritual = args
        .ritual
        .as_deref()
        .map(|it| world.library.find(it))
        .transpose()?;
    for sent in publish::send_unsent(world.disk, &world.places.private) {
        match sent {
            Sent::Done { .. } => ui.tell("A log that was waiting is in the team's folder now.")?,
            Sent::Waits { path, why } => {
                let path = visible(&path.to_string_lossy());
                writeln!(
                    context.err,
                    "A log still waits in {path}: {}.",
                    visible(&why)
                )?;
            }
        }
    }
    let swept = shelf::sweep(world.disk, &world.places.running(), world.clock);
    if !swept.is_empty() {
        ui.tell("What was left unfinished more than seven days ago is gone now.")?;
    }
    shelf::clear_half_made(world.disk, &world.places.running());
    settle::settle(&world, ui, args.resume)?;
    // What has just been published counts too.
    world.history = History::read(world.disk, &world.places.team, &world.roster);
    if let Some(sentence) = world.history.passed_over() {
        writeln!(context.err, "{sentence}")?;
    }
    let running = match go_on::offer(&mut world, ui, args, ritual.as_ref())? {
        Some(running) => running,
        None => {
            let columns = context.columns.filter(|_| context.is_terminal);
            let opening = begin::session(&mut world, ui, args, ritual, &team, columns)?;
            Running::begin(&mut world, opening)
        }
    };
    let steps = &running.state().opening().ritual.steps;
    if steps.iter().any(|it| matches!(it.what, What::Groups(_)))
        && apart::read(world.disk, &world.places.private).is_err()
    {
        const UNREAD: &str = "What was asked in private cannot be read; groups are formed without it. Why: firelight team apart";
        // A window that everybody sees does not have it.
        match args.cue {
            true => ui.tell(UNREAD)?,
            false => writeln!(context.err, "{UNREAD}")?,
        }
    }
    if args.cue {
        let folder = host::team_of(&world, running.state().opening());
        let (contacts, broken) = care::read(world.disk, folder);
        if let Some(broken) = broken {
            context.warn_of(&broken)?;
            if contacts.is_empty() {
                ui.tell("care.toml is damaged, so nobody of it is named. What is wrong: firelight check")?;
            }
        }
        world.cue = Some(contacts);
    }
    let ending = host::hold(&mut world, ui, running)?;
    if let Ending::Held(state) = &ending {
        let today = day::today(world.clock.now(), team.tz.as_deref());
        for line in remember::offer(&mut world, ui, state, today) {
            writeln!(context.err, "{}", visible(&line))?;
        }
    }
    Ok(ending)
}

/// Says once what of the team's own questions is not dealt, and where that is mended.
fn own_banks(
    context: &mut Context<'_>,
    library: &Library<'_>,
    ui: &mut dyn Ui,
    is_cue: bool,
) -> Result<(), Failure> {
    let (found, items) = check::held_back(library);
    if is_cue {
        for (fault, source) in &found {
            writeln!(context.err, "{}\n", fault::render(fault, source))?;
        }
    }
    let what = match (found.len(), items) {
        (0, 0) => return Ok(()),
        (0, 1) => "One of your own questions is".to_string(),
        (0, n) => format!("{n} of your own questions are"),
        _ => "Some of your own questions are".to_string(),
    };
    ui.tell(&format!("{what} not dealt. Why: firelight check"))?;
    Ok(())
}

/// Says how it ended, in the shell.
///
/// # Errors
/// As [`run_at`] had them, and when it cannot be written.
pub fn report(context: &mut Context<'_>, ending: Result<Ending, Failure>) -> Result<Exit, Failure> {
    if let Err(Failure::Stopped(Why::Ended)) = &ending {
        ended_early(context)?;
    }
    match ending? {
        Ending::Held(state) => {
            held(context, &state, "\nWhat is kept of it: firelight log show")?;
            Ok(Exit::Done)
        }
        Ending::Waits(state, why) => {
            held(context, &state, "")?;
            writeln!(
                context.err,
                "The team's folder could not be written: {}. The log waits in your own folder, and the next run sends it.",
                visible(&why)
            )?;
            Ok(Exit::Done)
        }
        Ending::Lost(state, why) => {
            let log = state.log();
            writeln!(
                context.err,
                "The log could not be written anywhere: {}. Here it is, so that nothing is lost:",
                visible(&why)
            )?;
            context.json(&log)?;
            Ok(Exit::Faults)
        }
        Ending::Left { why, saved, cue } => {
            let sentence = match (saved, cue) {
                (true, false) => "Saved. To go on: firelight run --resume",
                (true, true) => "Saved. To go on: firelight run --resume --cue",
                (false, _) => "This session could not be saved, so it cannot go on later.",
            };
            // A terminal that went away cannot be told anything.
            let _ = writeln!(context.err, "{sentence}");
            Ok(Exit::Stopped(why))
        }
    }
}

/// Says that nobody is left to ask before anything began, and what that means.
fn ended_early(context: &mut Context<'_>) -> Result<(), Failure> {
    writeln!(
        context.err,
        "The input ended before the session began, so nothing of it is kept."
    )?;
    let running = context.places()?.running();
    let found = shelf::running(context.disk, &running).found;
    if found.iter().any(|it| !it.locked) {
        writeln!(
            context.err,
            "The session that was left still waits: firelight run --resume"
        )?;
    }
    Ok(())
}

fn held(context: &mut Context<'_>, state: &State, more: &str) -> Result<(), Failure> {
    let log = state.log();
    if context.globals.json {
        return context.json(&log);
    }
    let took = match log.ended.map_or(0, |it| (it - log.started).num_minutes()) {
        0 => "in less than a minute".to_string(),
        minutes => format!("in {}", screens::count(minutes, "minute")),
    };
    let how = if log.finished {
        "held"
    } else {
        "held, ended early"
    };
    writeln!(
        context.out,
        "{}: {how}, {took}.{more}",
        visible(&log.ritual.title)
    )?;
    if let Some(agreed) = state.agreed_here() {
        let opening = state.opening();
        let (team, id) = (opening.team.as_ref(), agreements::id(&opening.id));
        let sentence = match agreements::has(context.disk, team, &agreed, id) {
            true => format!(
                "How you share stories is agreed until {}.",
                agreed.review.format("%-d %B %Y")
            ),
            false => {
                "What you agreed could not be written, so the next session asks again.".to_string()
            }
        };
        writeln!(context.out, "{sentence}")?;
    }
    for line in screens::around(&state.opening().ritual, false) {
        writeln!(context.out, "{}", visible(&line))?;
    }
    Ok(())
}

/// Chance, fixed by `--seed` if there is one.
///
/// # Errors
/// When the system gives no random bytes.
pub fn chance(globals: &Globals) -> Result<Chance, Failure> {
    Chance::new(globals.seed)
        .map_err(|it| Failure::Failed(format!("No random numbers can be had: {it}.")))
}
