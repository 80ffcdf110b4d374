//! The one loop that holds a session: what comes next, show it, get a reply, write it down,
//! take it.
//!
//! This room brings together what keeps apart elsewhere: the pure session, the door to
//! people, chance, groups, and the journal. An event is on the disk before its effect is on a screen.
//! When the disk fails the session goes on without it, says so quietly, and tries again with
//! every event.

mod asides;
mod asking;
pub mod care;
pub mod chat;
pub mod cue;
mod drawn;
pub mod follow;
pub mod forming;
mod keeping;
mod leaving;
mod moves;
mod notes;
pub mod people;
pub mod quality;
pub mod rooms;
mod running;
pub mod screens;
mod wishes;
mod words;

use std::io;
use std::path::Path;

use crate::agreements;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::disk::Disk;
use crate::history::History;
use crate::journal;
use crate::library::Library;
use crate::logs::NEEDS_TWO;
use crate::logs::publish::{self, Published};
use crate::places::Places;
use crate::roster::Roster;
use crate::session::event::{Event, Opening};
use crate::session::{self, Next, Show, State, next};
use crate::team::Team;
use crate::team::care::Contact;
use crate::ui::{Error, Reply, Ui, Why};

use drawn::{hand, order, swapped};
use leaving::{choose, fit, leave, too_early};

pub use leaving::with_more_time;
pub use running::Running;

/// Everything a session needs of the world.
pub struct World<'a> {
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// Where things are written.
    pub disk: &'a dyn Disk,
    /// What is drawn by lot.
    pub chance: Chance,
    /// The team's folder and the person's.
    pub places: Places,
    /// The IANA name of the time zone.
    pub zone: String,
    /// Rituals and banks.
    pub library: Library<'a>,
    /// What the team decided about itself.
    pub team: Team,
    /// When this window is for whoever leads alone: whom the care card names. `None` where
    /// everybody sees it.
    pub cue: Option<Vec<Contact>>,
    /// Who is in the team.
    pub roster: Roster,
    /// What past sessions say.
    pub history: History,
}

/// How it ended.
#[derive(Debug)]
#[must_use]
pub enum Ending {
    /// The session was held and its log lies in the team's folder.
    Held(Box<State>),
    /// It was held, and its log waits in the person's folder, for this reason.
    Waits(Box<State>, String),
    /// It was held, and its log could be written nowhere: the state and the reason.
    Lost(Box<State>, String),
    /// It was left; `saved` tells whether the journal has it.
    Left {
        /// Why.
        why: Why,
        /// Whether all of it is on the disk.
        saved: bool,
        /// Whether it was led from a window of its own.
        cue: bool,
    },
}

/// Holds a session to its end, or until it is left.
///
/// # Errors
/// When the screen cannot be written; what happened so far is in the journal.
pub fn hold(world: &mut World<'_>, ui: &mut dyn Ui, mut running: Running) -> Result<Ending, Error> {
    loop {
        let stopped = match next(&running.state) {
            Next::Over => return Ok(close(world, running)),
            Next::Stopped => {
                take(&mut running, world, Event::Resume {});
                None
            }
            Next::NeedHand { step, laid } => {
                let items = hand(world, &running.state, step, &laid);
                match (laid.is_empty(), items.is_empty()) {
                    (true, true) => ui.tell("Nothing can be dealt here. Why: firelight check")?,
                    (true, false) => {}
                    (false, none) => running.note = Some(swapped(&running.state, step, none)),
                }
                take(&mut running, world, Event::Hand { step, items });
                None
            }
            Next::NeedGroups(need) => forming::form(world, ui, &mut running, &need)?,
            Next::NeedOrder { step, people } => {
                let people = order(world, &running.state, step, &people);
                take(&mut running, world, Event::Order { step, people });
                None
            }
            Next::LeaveOut { step, reason } => {
                if reason == session::TIME_WAS_SHORT {
                    ui.tell("Time is short, so something optional falls away.")?;
                } else if reason == NEEDS_TWO && !running.state.has_left_out(&reason) {
                    ui.tell("What needs two people falls away.")?;
                }
                take(&mut running, world, Event::LeftOut { step, reason });
                None
            }
            Next::CannotFit { over } => fit(world, ui, &mut running, over)?,
            Next::Show(show) => {
                let since = world.clock.now() - running.state.now();
                let show = show.after(since.num_seconds());
                step(world, ui, &mut running, &show)?
            }
        };
        if let Some(why) = stopped {
            take(&mut running, world, Event::Stop {});
            return Ok(Ending::Left {
                why,
                saved: running.is_saved(),
                cue: world.cue.is_some(),
            });
        }
    }
}

/// Takes an event that the session asked for itself or that was offered because it is legal.
fn take(running: &mut Running, world: &World<'_>, event: Event) -> bool {
    running.take(world, event).is_ok()
}

/// Shows a step or a turn and takes what comes back; gives why, when it is to be left.
fn step(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    show: &Show,
) -> Result<Option<Why>, Error> {
    let now = world.clock.now();
    let mut stage = match world.cue {
        Some(_) => cue::screen(&running.state, show, now),
        None => screens::stage(&running.state, show),
    };
    stage.note = running.note.take();
    if let Some(words) = running.tells(now) {
        // What is to be done first stands first.
        match stage.rows.iter_mut().find(|it| it.0 == cue::NOW) {
            Some(row) => row.1 = words,
            None => stage.note = Some(with(words, stage.note)),
        }
    }
    if world.cue.is_some() {
        words::freshen(world, running, show, &mut stage);
    }
    if show.opens && world.cue.is_some() {
        let sentence = running.met.clone().map(|it| ("pairs".to_string(), it));
        match stage.more.last_mut() {
            Some(page) => page.extend(sentence),
            None => stage.rows.extend(sentence),
        }
    }
    if !running.is_saved() {
        let mut note = "Not being saved just now.".to_string();
        if world.cue.is_some() {
            note += " Until then the stage stands still.";
        }
        stage.note = Some(with(note, stage.note));
    }
    match ui.stage(&stage)? {
        Reply::Given(()) if show.turn.is_some() => {
            take(running, world, Event::TurnOver {});
        }
        Reply::Given(()) if show.opens => {
            take(running, world, Event::RoomsOpen {});
        }
        Reply::Given(()) if let Some(wish) = running.state.wish() => {
            if let Reply::Stopped(why) = wishes::go_on(world, ui, running, wish)? {
                return Ok(Some(why));
            }
        }
        Reply::Given(()) if running.state.topic().is_some() => {
            if let Reply::Stopped(why) = asking::agreed(world, ui, running)? {
                return Ok(Some(why));
            }
        }
        Reply::Given(()) => {
            if let Some(reply) = too_early(world, ui, running)? {
                return Ok(reply);
            }
            let was_seen = running.state.came().is_some();
            for ask in [keeping::keep_lines, asking::count] {
                match ask(world, ui, running)? {
                    Reply::Given(()) => {}
                    Reply::Aside(_) => return Ok(None),
                    Reply::Stopped(why) => return Ok(Some(why)),
                }
            }
            // What came of a question is seen before people go on.
            if was_seen || running.state.came().is_none() {
                take(running, world, Event::StepOver {});
            }
        }
        Reply::Aside(action) => return asides::take_up(world, ui, running, action),
        Reply::Stopped(why) => return Ok(Some(why)),
    }
    Ok(None)
}

/// A note, and another one behind it.
fn with(note: String, other: Option<String>) -> String {
    match other {
        Some(other) => format!("{note} {other}"),
        None => note,
    }
}

/// The team's folder that a session's log goes to. A path that is not absolute comes from a
/// damaged journal, and would lead into whatever folder this is.
pub fn team_of<'a>(world: &'a World<'_>, opening: &'a Opening) -> &'a Path {
    let team = Path::new(&opening.team);
    if team.is_absolute() {
        team
    } else {
        &world.places.team
    }
}

/// Publishes the log; the journal goes only when the log lies somewhere for good.
pub fn close(world: &World<'_>, running: Running) -> Ending {
    let log = running.state.log();
    let state = Box::new(running.state);
    let written = log
        .bytes()
        .map_err(io::Error::from)
        .and_then(|bytes| Ok((bytes, log.name().map_err(io::Error::other)?)));
    let (bytes, name) = match written {
        Ok(written) => written,
        Err(error) => return Ending::Lost(state, error.to_string()),
    };
    let team = team_of(world, &running.opening);
    if let Some(agreed) = state.agreed_here() {
        // Where it cannot be written that is said when the session has ended; it is asked anew then.
        let _ = agreements::write(
            world.disk,
            team,
            &agreed,
            agreements::id(&running.opening.id),
        );
    }
    let (ending, is_safe) =
        match publish::publish(world.disk, team, &world.places.private, &name, bytes) {
            Published::Done { .. } => (Ending::Held(state), true),
            Published::Unsent { why, .. } => (Ending::Waits(state, why), true),
            Published::Nowhere { why, .. } => (Ending::Lost(state, why), false),
        };
    if is_safe {
        // What stays behind is cleared away at the next start.
        let _ = match running.journal {
            Some(journal) => journal.finish(world.disk),
            None => journal::clear(world.disk, &world.places.running(), &running.opening.id),
        };
    }
    ending
}
