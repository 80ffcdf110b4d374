//! `firelight rehearse`: the minute plan and everything the room would see, with the team or an
//! invented one, on a clock that only moves as countdowns run out; without a ritual, all of them
//! in one table. Leaves no trace: what a session writes goes to memory ([`Overlay`]).

mod matrix;

use std::io::Write;

use serde::Serialize;

use super::run::{self, begin, known};
use super::{Context, Exit, Failure, library};
use crate::clock::{VirtualClock, day};
use crate::disk::overlay::Overlay;
use crate::fault::visible;
use crate::history::History;
use crate::host::{self, Running, World, screens};
use crate::library::Library;
use crate::ritual::{Family, Mode, Ritual};
use crate::roster::{self, Roster};
use crate::session::event::Opening;
use crate::session::{Next, State, next};
use crate::team::Team;
use crate::ui::printed::Printed;

/// The command, for help.
pub const ABOUT: &str = "The minute plan, and what the room would see";

/// Whom to rehearse it for.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight rehearse                                      all rituals, with few people and many\n  firelight rehearse --mode hybrid                        the same, with some on screens\n  firelight rehearse breakout                             with the team, without those away\n  firelight rehearse breakout --people 14 --mode hybrid   with made-up names\n  firelight rehearse headlines --with Ana,Ben,Chi --remote Ben\n  firelight rehearse two-words --people 25 --json"
)]
pub struct Args {
    /// An id, an alias, or how one begins; without it, all of them in a table
    ritual: Option<String>,
    /// Who is here; without it, the team, or eight made-up people
    #[arg(
        long,
        value_name = "NAMES",
        conflicts_with = "people",
        requires = "ritual"
    )]
    with: Option<String>,
    /// How many are here, with made-up names
    #[arg(long, value_name = "N", requires = "ritual", value_parser = |it: &str| run::number(it, 1000))]
    people: Option<u16>,
    /// Who of them is on a screen
    #[arg(long, value_name = "NAMES", requires = "ritual")]
    remote: Option<String>,
    /// Where people are
    #[arg(long, value_parser = ["room", "remote", "hybrid"], value_name = "WHERE")]
    mode: Option<String>,
    /// Minutes for the whole
    #[arg(long, value_name = "N", requires = "ritual", value_parser = |it: &str| run::number(it, 600))]
    minutes: Option<u16>,
    /// The deepest level that may be dealt
    #[arg(long, value_name = "WORD", requires = "ritual", value_parser = ["light", "open", "personal", "tender"])]
    ceiling: Option<String>,
}

/// Whose names are in a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Those that were typed.
    Given,
    /// The team's.
    Team,
    /// Nobody's.
    Examples,
}

/// How many people are invented when nothing says how many.
const USUAL: u16 = 8;

/// What `--json` prints.
#[derive(Serialize)]
struct Answer {
    ritual: String,
    people: usize,
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
/// When there is no such ritual, somebody is not found, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let clock = VirtualClock::at(context.clock.now());
    let disk = Overlay::over(context.disk, context.clock.now());
    let mut roster = roster::read(context.disk, &places.team);
    let today = day::today(context.clock.now(), team.tz.as_deref());
    let whose = match (&args.with, args.people) {
        (Some(_), _) => Whose::Given,
        (None, None) if args.ritual.is_some() && !known::everybody(&roster, today).is_empty() => {
            Whose::Team
        }
        (None, _) => Whose::Examples,
    };
    let mut history = History::default();
    if whose == Whose::Examples {
        // Those who are invented are nobody whom the team knows.
        roster = Roster::default();
    } else {
        history = History::read(context.disk, &places.team, &roster);
        if !roster.broken.is_empty() {
            let sentence = "Files in the team's roster need a look: firelight team";
            writeln!(context.err, "{sentence}")?;
        }
        if let Some(sentence) = history.passed_over() {
            writeln!(context.err, "{sentence}")?;
        }
    }
    let mut world = World {
        clock: &clock,
        zone: context.zone(),
        disk: &disk,
        chance: run::chance(&context.globals)?,
        library: library(context.disk, &places, &team),
        places: places.clone(),
        team: team.clone(),
        cue: None,
        roster,
        history,
    };
    let Some(typed) = &args.ritual else {
        let library = library(context.disk, &places, &team);
        return matrix::print(context, &mut world, args.mode.as_deref(), (&team, &library));
    };
    let held = held(args, typed, whose);
    let ritual = world.library.find(typed)?;
    let mut asked = Vec::new();
    let opening = opening(&mut world, &held, &team, ritual.clone(), &mut asked)?;
    let mut answer = judge(&ritual, &opening);
    if !answer.suitable {
        let library = library(context.disk, &places, &team);
        answer.instead = instead(&mut world, &held, &team, &ritual, &library);
    }
    if context.globals.json {
        context.json(&answer)?;
        return Ok(Exit::Done);
    }
    plan(context, &ritual, &answer, opening.mode, whose)?;
    for line in screens::around(&opening.ritual, true) {
        writeln!(context.out)?;
        context.hang("  ", &visible(&line))?;
    }
    writeln!(context.out, "\nWhat the room sees:\n")?;
    context.out.write_all(&asked)?;
    let mut ui = Printed::new(&mut *context.out, &clock);
    let running = Running::begin(&mut world, opening);
    let _ = host::hold(&mut world, &mut ui, running)?;
    Ok(Exit::Done)
}

/// The session that is rehearsed.
fn held(args: &Args, ritual: &str, whose: Whose) -> run::Args {
    let mode = args.mode.as_deref().and_then(crate::fields::typed);
    let mut held = invented(ritual, args.people.unwrap_or(USUAL), mode);
    match whose {
        Whose::Given => held.with.clone_from(&args.with),
        Whose::Team => held.with = None,
        Whose::Examples if args.remote.is_some() => {
            held.with = Some(names(args.people.unwrap_or(USUAL), false));
        }
        Whose::Examples => {}
    }
    held.remote.clone_from(&args.remote);
    held.minutes = args.minutes;
    held.ceiling.clone_from(&args.ceiling);
    held
}

/// A session of people who do not exist.
fn invented(ritual: &str, people: u16, mode: Option<Mode>) -> run::Args {
    let mut held = run::Args::ritual(ritual);
    held.with = Some(names(people, mode == Some(Mode::Hybrid)));
    held.mode = mode.map(|it| it.word().to_string());
    held
}

/// Who is invented; where some are on screens, it is every third, and two at least where that can be.
fn names(people: u16, some_remote: bool) -> String {
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
        let is_remote = some_remote && (it % 3 == 1 || it == 2);
        let place = if is_remote { " (remote)" } else { "" };
        format!("{name}{number}{place}")
    };
    (0..people).map(name).collect::<Vec<_>>().join(", ")
}

/// A session of it as it would begin; what is asked and said before goes to `asked`.
fn opening(
    world: &mut World<'_>,
    held: &run::Args,
    team: &Team,
    ritual: Ritual,
    asked: &mut dyn Write,
) -> Result<Opening, Failure> {
    let clock = world.clock;
    let mut ui = Printed::new(asked, clock);
    begin::session(world, &mut ui, held, Some(ritual), team, None)
}

/// Whether it suits so many people, and the plan.
fn judge(ritual: &Ritual, opening: &Opening) -> Answer {
    let mut state = State::begin(opening.clone());
    let fits = state.plan().fits();
    // As it would be held: what does not fit takes the time it needs.
    if let Next::CannotFit { over } = next(&state) {
        state = host::with_more_time(&state, over);
    }
    let plan = state.plan();
    let n = opening.people.len();
    let reason = ritual.unsuited(n, opening.mode).or_else(|| {
        let minutes = screens::count((plan.total() + 59) / 60, "minute");
        (!fits).then(|| format!("it takes {minutes}, not {}", opening.minutes))
    });
    let steps = opening.ritual.steps.iter().zip(&plan.seconds);
    Answer {
        ritual: ritual.id.clone(),
        people: n,
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
    library: &Library<'_>,
) -> Option<String> {
    let (mut others, _) = library.rituals();
    others.retain(|it| it.id != ritual.id && it.family != Family::Craft);
    others.sort_by_key(|it| {
        let is_other = it.family != ritual.family;
        (is_other, (it.minutes - ritual.minutes).abs(), it.id.clone())
    });
    let suits = |it: &Ritual| {
        let opening = opening(world, held, team, it.clone(), &mut std::io::sink());
        opening.is_ok_and(|opening| judge(it, &opening).suitable)
    };
    let mut suits = suits;
    others.into_iter().find(|it| suits(it)).map(|it| it.id)
}

fn plan(
    context: &mut Context<'_>,
    ritual: &Ritual,
    answer: &Answer,
    mode: Mode,
    whose: Whose,
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
        screens::count(answer.people as i64, "person"),
        (answer.planned_seconds + 59) / 60,
        answer.minutes
    )?;
    match whose {
        Whose::Given => {}
        Whose::Team => writeln!(
            context.out,
            "The names are the team's, without those who are away today."
        )?,
        Whose::Examples => writeln!(context.out, "The names are examples.")?,
    }
    if let Some(reason) = &answer.reason {
        let instead = match &answer.instead {
            Some(id) => format!(" Instead: firelight run {id}"),
            None => String::new(),
        };
        context.hang("", &format!("Not suited: {}.{instead}", visible(reason)))?;
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
