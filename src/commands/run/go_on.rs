//! A session that was left is offered before anything else.

use chrono::TimeDelta;

use super::Args;
use crate::commands::{Failure, reason, taken};
use crate::history::History;
use crate::host::{self, Running, World};
use crate::journal::Journal;
use crate::journal::shelf::{self, Found};
use crate::library::Library;
use crate::ritual::Ritual;
use crate::roster;
use crate::session::event::Event;
use crate::team;
use crate::ui::{Choice, Ui};

/// How long a session is offered; later it is only mentioned.
const OFFERED: TimeDelta = TimeDelta::hours(4);

/// The session to go on with, if one was left and it is wanted; `ritual` is what was asked for.
///
/// # Errors
/// When there is none to resume, it is open elsewhere, or nobody answered.
pub fn offer(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    args: &Args,
    ritual: Option<&Ritual>,
) -> Result<Option<Running>, Failure> {
    let shelf = shelf::running(world.disk, &world.places.running());
    for fault in &shelf.faults {
        // The reason names no text; the path stays away from a screen that is shared.
        ui.tell(&format!(
            "A session file cannot be read and is left as it is. {}",
            fault.why
        ))?;
    }
    let here = world.places.team.to_str().unwrap_or_default();
    let waiting: Vec<&Found> = shelf.found.iter().filter(|it| !it.locked).collect();
    let found = waiting.iter().find(|it| it.opening.team == here).copied();
    if args.resume {
        return match found.or_else(|| waiting.first().copied()) {
            Some(found) => go_on(world, ui, found).map(Some),
            None if shelf.found.is_empty() => Err(Failure::Failed(
                "No session waits to go on. To begin one: firelight run".to_string(),
            )),
            None => Err(open_elsewhere()),
        };
    }
    let Some(found) = found.filter(|_| !args.new) else {
        return Ok(None);
    };
    let title = &found.opening.ritual.title;
    let started = found.opening.started;
    if world.clock.now() - found.last() > OFFERED {
        ui.tell(&format!(
            "{title}, begun on {}, was not finished. To go on with it: firelight run --resume",
            started.format("%-d %B at %H:%M")
        ))?;
        return Ok(None);
    }
    let other = ritual.filter(|it| it.id != found.opening.ritual.id);
    let anew = other.map_or("something new", |it| it.title.as_str());
    let choice = Choice {
        text: format!(
            "{title}, begun at {}, was not finished.",
            started.format("%H:%M")
        ),
        options: vec![
            ('y', "go on with it".to_string()),
            ('e', "end it here: straight to its close".to_string()),
            ('n', format!("begin {anew}; it can still wait")),
        ],
        // Who asked for another ritual gets that one.
        default: if other.is_some() { 2 } else { 0 },
        ..Choice::default()
    };
    let chosen = taken(ui, &choice)?;
    if chosen == 2 {
        return Ok(None);
    }
    let mut running = go_on(world, ui, found)?;
    if chosen == 1 {
        // Nobody could refuse it: the session runs.
        let _ = running.take(world, Event::EndHere {});
    }
    Ok(Some(running))
}

fn go_on(world: &mut World<'_>, ui: &mut dyn Ui, found: &Found) -> Result<Running, Failure> {
    let folder = host::team_of(world, &found.opening).to_path_buf();
    if folder != world.places.team {
        // Another team's session is dealt from that team's banks, by its decisions.
        let (team, _) = team::read(world.disk, &folder);
        world.library = Library::new(world.disk, Some(&folder), &team.hide);
        world.team = team;
        world.roster = roster::read(world.disk, &folder);
        world.history = History::read(world.disk, &folder, &world.roster);
    }
    if let Some(torn) = &found.torn {
        ui.tell(&torn.to_string())?;
    }
    let journal = match Journal::resume(world.disk, found) {
        Ok(journal) => Some(journal),
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            return Err(open_elsewhere());
        }
        Err(error) => {
            ui.tell(&format!(
                "The session cannot be saved just now: {}.",
                reason(&error)
            ))?;
            None
        }
    };
    let (mut running, is_whole) =
        Running::go_on(world, journal, found.opening.clone(), found.events.clone());
    if !is_whole {
        ui.tell("Its end was written by another version. That part is put aside, and it goes on from before.")?;
    }
    let _ = running.take(world, Event::Resume {});
    if running.is_held() {
        ui.tell("The clock is held. Space lets it go on.")?;
    }
    Ok(running)
}

fn open_elsewhere() -> Failure {
    let sentence = "That session is open in another window. Go on there; or leave it there with q, and then here: firelight run --resume";
    Failure::Failed(sentence.to_string())
}
