//! `firelight rehearse`: the minute plan and everything the room would see, with an invented
//! team on a clock that only moves as countdowns run out. Leaves no trace: what a session writes
//! goes to memory ([`Overlay`]).

use serde::Serialize;

use super::run::{self, begin};
use super::{Context, Exit, Failure, library};
use crate::clock::VirtualClock;
use crate::disk::overlay::Overlay;
use crate::fault::visible;
use crate::history::History;
use crate::host::{self, Running, World, screens};
use crate::library::Library;
use crate::ritual::{Family, Form, Mode, Ritual};
use crate::roster::Roster;
use crate::session::State;
use crate::session::event::Opening;
use crate::team::Team;
use crate::ui::plain::Plain;
use crate::ui::scripted::Enters;

/// The command, for help.
pub const ABOUT: &str = "The minute plan, and what the room would see";

/// Whom to rehearse it for.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight rehearse breakout --people 14 --mode hybrid\n  firelight rehearse two-words --people 25 --json"
)]
pub struct Args {
    /// An id, an alias, or how one begins
    ritual: String,
    /// How many people
    #[arg(long, value_name = "N", default_value = "8", value_parser = |it: &str| run::number(it, 1000))]
    people: u16,
    /// Where people are
    #[arg(long, value_parser = ["room", "remote", "hybrid"], value_name = "room|remote|hybrid", default_value = "room")]
    mode: String,
    /// Minutes for the whole
    #[arg(long, value_name = "N", value_parser = |it: &str| run::number(it, 600))]
    minutes: Option<u16>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Answer {
    ritual: String,
    people: u16,
    mode: &'static str,
    minutes: i64,
    planned_seconds: i64,
    suitable: bool,
    reason: Option<String>,
    instead: Option<String>,
    steps: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    seconds: i64,
}

/// Names for people who do not exist, from many places, none rare.
const NAMES: [&str; 26] = [
    "Ana", "Ben", "Chi", "Dev", "Eli", "Finn", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea", "Mio",
    "Noa", "Ola", "Pia", "Quin", "Rui", "Sol", "Tam", "Uma", "Vic", "Wen", "Xan", "Yui", "Zoe",
];

/// Rehearses a ritual.
///
/// # Errors
/// When there is no such ritual, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let clock = VirtualClock::at(context.clock.now());
    let disk = Overlay::over(context.disk, context.clock.now());
    let mut world = World {
        clock: &clock,
        zone: context.zone(),
        disk: &disk,
        chance: run::chance(&context.globals)?,
        library: library(context.disk, &places, &team),
        places: places.clone(),
        exclude: team.exclude.clone(),
        cue: None,
        // Those who are invented are nobody whom the team knows.
        roster: Roster::default(),
        history: History::default(),
    };
    let mode: Mode = crate::fields::typed(&args.mode).unwrap_or(Mode::Room);
    let held = run::Args::rehearsal(names(args.people, mode), mode, args.minutes);
    let ritual = world.library.find(&args.ritual)?;
    let opening = opening(&mut world, &held, &team, ritual.clone())?;
    let mut answer = judge(&ritual, &opening, args.people);
    if !answer.suitable {
        let library = library(context.disk, &places, &team);
        answer.instead = instead(&mut world, &held, &team, &ritual, args.people, &library);
    }
    if context.globals.json {
        context.json(&answer)?;
        return Ok(Exit::Done);
    }
    plan(context, &ritual, &answer, mode)?;
    if held_at_all(&opening) {
        writeln!(context.out, "\nWhat the room sees:\n")?;
        let mut ui = Plain::new(Enters, &mut *context.out, &clock);
        let running = Running::begin(&mut world, opening);
        let _ = host::hold(&mut world, &mut ui, running)?;
    }
    Ok(Exit::Done)
}

fn held_at_all(opening: &Opening) -> bool {
    opening.ritual.steps.iter().any(|it| it.what.is_held())
}

/// Who is invented; where some are on screens, it is every third, and two at least where that can be.
fn names(people: u16, mode: Mode) -> String {
    let name = |it: u16| {
        let (name, round) = (
            NAMES[usize::from(it) % NAMES.len()],
            usize::from(it) / NAMES.len(),
        );
        let number = if round == 0 {
            String::new()
        } else {
            format!(" {}", round + 1)
        };
        let is_remote = mode == Mode::Hybrid && (it % 3 == 1 || it == 2);
        let place = if is_remote { " (remote)" } else { "" };
        format!("{name}{number}{place}")
    };
    (0..people).map(name).collect::<Vec<_>>().join(", ")
}

/// A session of it as it would begin, nothing asked and nothing said.
fn opening(
    world: &mut World<'_>,
    held: &run::Args,
    team: &Team,
    ritual: Ritual,
) -> Result<Opening, Failure> {
    let clock = world.clock;
    let mut nobody = Plain::new(Enters, std::io::sink(), clock);
    begin::session(world, &mut nobody, held, Some(ritual), team, None)
}

/// Whether it suits so many people, and the plan.
fn judge(ritual: &Ritual, opening: &Opening, people: u16) -> Answer {
    let state = State::begin(opening.clone());
    let plan = state.plan();
    let n = usize::from(people);
    let has_many = ritual.variants.iter().any(|it| it.form == Form::Many);
    let reason = if n < ritual.people.min {
        let least = screens::count(ritual.people.min as i64, "person");
        Some(format!("it needs at least {least}"))
    } else if n > ritual.people.max && !has_many {
        let most = screens::count(ritual.people.max as i64, "person");
        Some(format!("it is made for at most {most}"))
    } else if !plan.fits() {
        let minutes = screens::count((plan.total() + 59) / 60, "minute");
        Some(format!("it would take {minutes}, not {}", opening.minutes))
    } else {
        None
    };
    let steps = opening.ritual.steps.iter().zip(&plan.seconds);
    Answer {
        ritual: ritual.id.clone(),
        people,
        mode: opening.mode.word(),
        minutes: opening.minutes,
        planned_seconds: plan.total(),
        suitable: reason.is_none(),
        reason,
        instead: None,
        steps: steps
            .map(|(step, &seconds)| Row {
                kind: step.what.word(),
                seconds,
            })
            .collect(),
    }
}

/// What to hold instead: of the same family first, then what takes about as long.
fn instead(
    world: &mut World<'_>,
    held: &run::Args,
    team: &Team,
    ritual: &Ritual,
    people: u16,
    library: &Library<'_>,
) -> Option<String> {
    let (mut others, _) = library.rituals();
    others.retain(|it| it.id != ritual.id && it.family != Family::Craft);
    others.sort_by_key(|it| {
        let is_other = it.family != ritual.family;
        (is_other, (it.minutes - ritual.minutes).abs(), it.id.clone())
    });
    let suits = |it: &Ritual| {
        let opening = opening(world, held, team, it.clone());
        opening.is_ok_and(|opening| judge(it, &opening, people).suitable)
    };
    let mut suits = suits;
    others.into_iter().find(|it| suits(it)).map(|it| it.id)
}

fn plan(
    context: &mut Context<'_>,
    ritual: &Ritual,
    answer: &Answer,
    mode: Mode,
) -> Result<(), Failure> {
    let place = match mode {
        Mode::Room => "in one room",
        Mode::Remote => "on screens",
        Mode::Hybrid => "in a room and on screens",
    };
    writeln!(
        context.out,
        "{}: {} {place}, {} of {} min",
        visible(&ritual.title),
        screens::count(answer.people.into(), "person"),
        (answer.planned_seconds + 59) / 60,
        answer.minutes
    )?;
    if let Some(reason) = &answer.reason {
        write!(context.out, "Not suited: {reason}.")?;
        match &answer.instead {
            Some(id) => writeln!(context.out, " Instead: firelight run {id}")?,
            None => writeln!(context.out)?,
        }
    }
    writeln!(context.out)?;
    let mut from = 0;
    for step in answer.steps.iter().filter(|it| it.seconds > 0) {
        writeln!(
            context.out,
            "  {:>3}:{:02}  {:<7} {:>3}:{:02}",
            from / 60,
            from % 60,
            step.kind,
            step.seconds / 60,
            step.seconds % 60
        )?;
        from += step.seconds;
    }
    Ok(())
}
