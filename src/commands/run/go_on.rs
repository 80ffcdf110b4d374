//! A session that was left is offered before anything else.

use chrono::TimeDelta;

use super::Args;
use crate::commands::{Failure, reason};
use crate::host::{Running, World};
use crate::journal::Journal;
use crate::journal::shelf::{self, Found};
use crate::session::event::Event;
use crate::ui::{Choice, Reply, Ui, Why};

/// How long a session is offered; later it is only mentioned.
const OFFERED: TimeDelta = TimeDelta::hours(4);

/// What to do.
pub enum Offer {
    /// Go on with this one.
    GoOn(Box<Running>),
    /// Begin a new one.
    New,
    /// Nobody answered.
    Stopped(Why),
}

/// Offers what was left, or takes it up with `--resume`.
pub fn offer(world: &mut World<'_>, ui: &mut dyn Ui, args: &Args) -> Result<Offer, Failure> {
    let shelf = shelf::running(world.disk, &world.places.running());
    for fault in &shelf.faults {
        // The reason names no text; the path stays away from a screen that is shared.
        ui.tell(&format!(
            "A session file cannot be read and is left as it is. {}",
            fault.why
        ))?;
    }
    let now = world.clock.now();
    let here = world.places.team.to_str().unwrap_or_default();
    let waiting = shelf.found.iter().filter(|it| !it.locked);
    let found = waiting.clone().find(|it| it.opening.team == here);
    if args.resume {
        return match found.or_else(|| waiting.clone().next()) {
            Some(found) => go_on(world, ui, found),
            None if shelf.found.is_empty() => {
                Err(Failure::Failed("No session waits to go on.".to_string()))
            }
            None => Err(Failure::Failed(
                "That session is open in another window.".to_string(),
            )),
        };
    }
    let Some(found) = found.filter(|_| !args.new) else {
        return Ok(Offer::New);
    };
    let what = format!(
        "{}, begun at {}",
        found.opening.ritual.title,
        found.opening.started.format("%H:%M")
    );
    if now - found.last() > OFFERED {
        let day = found.opening.started.format("%-d %B");
        ui.tell(&format!(
            "{what} on {day}, was not finished. To go on with it: firelight run --resume"
        ))?;
        return Ok(Offer::New);
    }
    let choice = Choice {
        text: format!("{what}, was not finished."),
        options: vec![
            ('g', "go on with it".to_string()),
            ('e', "end it here: straight to its close".to_string()),
            ('n', "begin something new; it can still wait".to_string()),
        ],
        ..Choice::default()
    };
    match ui.choose(&choice)? {
        Reply::Given(0) | Reply::Aside(_) => go_on(world, ui, found),
        Reply::Given(1) => match go_on(world, ui, found)? {
            Offer::GoOn(mut running) => {
                // At the close already, there is nothing to skip.
                let _ = running.take(world, Event::EndHere {});
                Ok(Offer::GoOn(running))
            }
            other => Ok(other),
        },
        Reply::Given(_) => Ok(Offer::New),
        Reply::Stopped(why) => Ok(Offer::Stopped(why)),
    }
}

fn go_on(world: &World<'_>, ui: &mut dyn Ui, found: &Found) -> Result<Offer, Failure> {
    if let Some(torn) = &found.torn {
        ui.tell(&torn.to_string())?;
    }
    let journal = match Journal::resume(world.disk, found) {
        Ok(journal) => Some(journal),
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            return Err(Failure::Failed(
                "That session is open in another window.".to_string(),
            ));
        }
        Err(error) => {
            ui.tell(&format!(
                "The session cannot be saved just now: {}.",
                reason(&error)
            ))?;
            None
        }
    };
    let mut running = Running::go_on(journal, found.opening.clone(), found.events.clone());
    let _ = running.take(world, Event::Resume {});
    Ok(Offer::GoOn(Box::new(running)))
}
