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
pub mod follow;
pub mod forming;
mod keeping;
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

use crate::chance::Chance;
use crate::clock::Clock;
use crate::deal::{self, Limits};
use crate::disk::Disk;
use crate::history::History;
use crate::journal;
use crate::library::Library;
use crate::logs::NEEDS_TWO;
use crate::logs::publish::{self, Published};
use crate::places::Places;
use crate::ritual::{What, Who};
use crate::roster::Roster;
use crate::session::event::{Card, Event, Opening, Person, Stamped};
use crate::session::{self, Next, Show, State, next};
use crate::team::Team;
use crate::team::care::Contact;
use crate::ui::{Action, Choice, Error, Reply, Ui, Why};

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
                    (false, none) => running.note = Some(swapped(&running.state, none)),
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

/// What came of asking for other questions.
fn swapped(state: &State, none: bool) -> String {
    let more = state.may_swap().is_some();
    let words = match (none, more) {
        (true, _) => "No other questions are there to deal; these stay.",
        (false, true) => "Other questions lie here now.",
        (false, false) => "Other questions lie here now, and these stay.",
    };
    words.to_string()
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

/// Groups that still have time are not called back by a slip of a finger: asked once. Gives
/// what to do instead of going on.
fn too_early(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Option<Why>>, Error> {
    // The last half minute is only the way back.
    const CLOSE: i64 = 30;
    let since = world.clock.now() - running.state.now();
    let left = match next(&running.state) {
        Next::Show(show) => show.after(since.num_seconds()).left,
        _ => 0,
    };
    let side_by_side = running.state.is_talking() && !running.state.is_together();
    if !side_by_side || left <= CLOSE {
        return Ok(None);
    }
    let minutes = screens::count((left + 30) / 60, "minute");
    let end = if rooms::circles::goes_on(&running.state) {
        ("Go on all the same?", "yes, the next round")
    } else if running.state.inner_circle().is_some() {
        ("Go on all the same?", "yes, we go on")
    } else {
        ("Is everybody back?", "yes, we are back")
    };
    let choice = Choice {
        text: format!("The groups still have about {minutes}. {}", end.0),
        options: vec![
            ('y', end.1.to_string()),
            ('n', "no, the time goes on".to_string()),
        ],
        // Two Enters in a row are a slip; in plain lines each leads on to the end.
        live: Some(1),
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(0) => None,
        Reply::Given(_) | Reply::Aside(_) => Some(None),
        Reply::Stopped(why) => Some(Some(why)),
    })
}

/// Asks for one of a few options while the session runs: here `q` leads to the usual question, and
/// whoever does not stop there is back at this one, or past it.
fn choose(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    choice: &Choice,
) -> Result<Reply<usize>, Error> {
    let reply = ui.choose(choice)?;
    if reply != Reply::Aside(Action::Leave) {
        return Ok(reply);
    }
    Ok(match leave(world, ui, running)? {
        Some(why) => Reply::Stopped(why),
        None => reply,
    })
}

/// `q`: leave it for later, or go straight to the close.
fn leave(world: &World<'_>, ui: &mut dyn Ui, running: &mut Running) -> Result<Option<Why>, Error> {
    let stop = if running.is_saved() {
        "stop; it is saved and can go on later"
    } else {
        "stop; it could not be saved and cannot go on later"
    };
    let choice = Choice {
        text: "Stop here?".to_string(),
        options: vec![
            ('s', stop.to_string()),
            ('e', "end it here: straight to the close".to_string()),
            ('b', "back to where we were".to_string()),
        ],
        ..Choice::default()
    };
    match ui.choose(&choice)? {
        Reply::Given(0) => Ok(Some(Why::Person)),
        Reply::Given(1) => {
            take(running, world, Event::EndHere {});
            Ok(None)
        }
        Reply::Aside(Action::Leave) => Ok(Some(Why::Person)),
        Reply::Given(_) | Reply::Aside(_) => Ok(None),
        Reply::Stopped(why) => Ok(Some(why)),
    }
}

/// Seconds by which a session is lengthened at once at most: a day.
const LONGEST_OVERRUN: i64 = 86_400;

/// A little more time than is missing, so that the question does not come back at once.
fn more_time(over: i64) -> Event {
    Event::Overrun {
        seconds: (over + 120).min(LONGEST_OVERRUN),
    }
}

/// How it would be if people took the time that is missing.
pub fn with_more_time(state: &State, over: i64) -> State {
    let mut longer = state.clone();
    let stamped = Stamped {
        at: state.now(),
        event: more_time(over),
    };
    match session::apply(&mut longer, &stamped) {
        Ok(()) => longer,
        Err(_) => state.clone(),
    }
}

/// What is left does not fit: the room decides, and its default is to take the time.
fn fit(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    over: i64,
) -> Result<Option<Why>, Error> {
    let accept = more_time(over);
    let rest = with_more_time(&running.state, over).plan().total();
    let mut options = vec![('t', "take the time".to_string())];
    let close = running.opening.ritual.steps.len() - 1;
    if (1..close).contains(&running.state.step_number()) {
        options.push(('c', "go to the close now".to_string()));
    }
    let choice = Choice {
        text: screens::over(&running.state, rest),
        options,
        ..Choice::default()
    };
    match choose(world, ui, running, &choice)? {
        Reply::Given(1) => take(running, world, Event::EndHere {}),
        Reply::Given(_) => take(running, world, accept),
        // Nothing happens, so it is asked again.
        Reply::Aside(_) => false,
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    Ok(None)
}

fn hand(world: &mut World<'_>, state: &State, step: usize, laid: &[Card]) -> Vec<Card> {
    let ritual = &state.opening().ritual;
    let Some(deal) = ritual.steps.get(step).and_then(|it| it.deal()) else {
        return Vec::new();
    };
    // A bank that has gone or broken since deals nothing: the session goes on, and `check` says why.
    let Ok(bank) = world.library.bank_for(&ritual.id, deal) else {
        return Vec::new();
    };
    let mut ceiling = ritual.ceiling;
    // A lead who came later sits among them all the same.
    let is = |tag: &'static str| move |it: &Person| it.tags.iter().any(|it| it.as_str() == tag);
    let someone = |tag| {
        let is = is(tag);
        let mut people = state.people().iter();
        people.any(|it| it.here && is(&it.person))
    };
    let has_lead = someone("lead");
    let was_lead = state.opening().people.iter().any(is("lead"));
    if bank.kind == deal::ceiling::GRADED && has_lead && !was_lead {
        let agreed = deal.ceiling.unwrap_or(ceiling).min(ceiling);
        ceiling = deal::ceiling::lowered(agreed);
    }
    let limits = Limits {
        ceiling,
        exclude: world.team.exclude.clone(),
        contexts: world.team.contexts.clone(),
        together: Some(match &ritual.steps[step].what {
            What::Groups(groups) => groups.most(),
            _ => state.people().iter().filter(|it| it.here).count(),
        }),
        newcomer: someone("new"),
    };
    // What lay on the table in another step of this session is not laid there again either.
    let mut past = world.history.deals(world.clock.now());
    for card in state.laid_beside(step) {
        past.add(&card.id);
    }
    deal::deal(&bank, deal, &limits, &past, laid, world.chance.rng())
}

fn order(world: &mut World<'_>, state: &State, step: usize, people: &[String]) -> Vec<String> {
    let at_hand = state.at_hand().filter(|_| state.step_number() == step);
    let order = match at_hand.map(|it| &it.what) {
        Some(What::Turns(turns)) if turns.who == Who::All => turns.order,
        _ => crate::ritual::Order::Given,
    };
    let people: Vec<_> = people.iter().filter_map(|id| state.person(id)).collect();
    world.chance.order(order, &people)
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
