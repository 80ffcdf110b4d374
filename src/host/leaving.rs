//! What is asked of whoever leads while a session runs: whether to go on before time, whether to
//! leave, and whether to take more time than was agreed.

use crate::session::event::{Event, Stamped};
use crate::session::{self, Next, State, next};
use crate::ui::{Action, Choice, Error, Reply, Ui, Why};

use super::{Running, World, rooms, screens, take};

/// Groups that still have time are not called back by a slip of a finger: asked once. Gives
/// what to do instead of going on.
pub(super) fn too_early(
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
pub(super) fn choose(
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
pub(super) fn leave(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
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
pub(super) fn fit(
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
