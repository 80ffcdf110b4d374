//! What happens beside a step: somebody joins or goes, the clock is held, a moment is taken.

use crate::journal::moment::Moment;
use crate::names;
use crate::ritual::Mode;
use crate::roster::Roster;
use crate::session::event::Event;
use crate::session::{Next, State, next};
use crate::ui::{Action, Choice, Error, Question, Reply, Ui, Why};

use super::{Running, World, cue, screens, take};

/// Does what was asked for; gives why, when the session is to be left.
pub(super) fn take_up(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    action: Action,
) -> Result<Option<Why>, Error> {
    let half_a_minute = |by: f32| Event::Minutes { by };
    let event = match action {
        Action::Hold if is_held(&running.state) => Event::GoOn {},
        Action::Hold => Event::Hold {},
        Action::More => half_a_minute(0.5),
        Action::Less => half_a_minute(-0.5),
        Action::Later => Event::Later {},
        Action::Back if running.state.is_talking() && !begins_again(ui)? => return Ok(None),
        Action::Back => Event::Back {},
        Action::Slept(seconds) => {
            running.note = Some(format!(
                "The computer slept for about {}; the clock waited.",
                screens::count((seconds + 30) / 60, "minute")
            ));
            Event::Slept { seconds }
        }
        Action::Other => match running.state.may_swap() {
            Some(step) => Event::Swap { step },
            None => return Ok(None),
        },
        Action::Joined => return joined(world, ui, running),
        Action::Gone => return gone(world, ui, running),
        Action::Moment => return moment(world, ui, running),
        Action::Text => {
            let reply = ui.page(
                &running.state.opening().ritual.title.clone(),
                &screens::chat(&running.state, world.clock.now()),
            )?;
            return match reply {
                Reply::Stopped(why) => Ok(Some(why)),
                Reply::Aside(Action::Leave) => super::leave(world, ui, running),
                Reply::Given(()) | Reply::Aside(_) => Ok(None),
            };
        }
        Action::Leave => return super::leave(world, ui, running),
    };
    take(running, world, event);
    Ok(None)
}

/// Groups that talk have their times in their own rooms: nothing gives a clock back that began anew.
fn begins_again(ui: &mut dyn Ui) -> Result<bool, Error> {
    let choice = Choice {
        text: "The groups are talking. Begin their time again?".to_string(),
        options: vec![
            ('n', "no, the time goes on".to_string()),
            ('y', "yes, from the start".to_string()),
        ],
        ..Choice::default()
    };
    Ok(matches!(ui.choose(&choice)?, Reply::Given(1)))
}

fn is_held(state: &State) -> bool {
    matches!(next(state), Next::Show(show) if show.held)
}

/// `m`: the clock is held and the stage says nothing else, until somebody goes on.
fn moment(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    let was_held = is_held(&running.state);
    // Whoever follows on a stage learns of it before the clock is held, and of its end after.
    let shown = Moment::begin(world.disk, &world.places.running(), &running.opening);
    take(running, world, Event::Hold {});
    let stopped = loop {
        let reply = match &world.cue {
            Some(contacts) => ui.stage(&cue::moment(&running.state, contacts))?,
            None => ui.stage(&screens::moment(&running.state))?,
        };
        let reply = match (reply, &world.cue) {
            (Reply::Aside(Action::Text), Some(contacts)) => {
                match ui.page("A moment", &cue::card_lines(contacts))? {
                    Reply::Stopped(why) => Reply::Stopped(why),
                    Reply::Given(()) | Reply::Aside(_) => continue,
                }
            }
            (reply, _) => reply,
        };
        break match reply {
            Reply::Stopped(why) => Some(why),
            Reply::Given(()) | Reply::Aside(_) => None,
        };
    };
    if stopped.is_none() && !was_held {
        take(running, world, Event::GoOn {});
    }
    if let Some(shown) = shown {
        shown.end(world.disk);
    }
    Ok(stopped)
}

/// `j`: one or several people come in, at the end of the round. Who was here before comes back.
fn joined(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    if !has_names(running) {
        return Ok(add(world, running, vec![names::Name::default()]));
    }
    let question = Question {
        text: "Who has joined us?".to_string(),
        help: vec![
            "A name, such as Uma or Uma (remote).".to_string(),
            "Somebody here who goes to a screen: Ben (remote). From one to the room: Ben (room)."
                .to_string(),
        ],
        empty: "nobody".to_string(),
        lines: false,
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    match names::read(&typed) {
        Ok(joined) => Ok(add(world, running, joined.names())),
        Err(sentence) => {
            running.note = Some(sentence);
            Ok(None)
        }
    }
}

/// Lets people come in, and says how many are here now.
fn add(world: &mut World<'_>, running: &mut Running, joined: Vec<names::Name>) -> Option<Why> {
    if joined.is_empty() {
        return None;
    }
    let is_remote = running.state.opening().mode == Mode::Remote;
    let mut moved = Vec::new();
    for name in joined {
        let name = known(&world.roster, &running.state, name);
        let same = running.state.people().iter().find(|it| {
            let named = it.person.name.as_ref();
            let same = named.is_some_and(|it| names::same(it.as_str(), &name.name));
            same || name.id.as_ref() == Some(&it.person.id)
        });
        // Somebody who is here already and said to be elsewhere has moved.
        let says_where = name.remote || name.tags.iter().any(|it| it == "room");
        let same = same.map(|it| (it.person.clone(), it.here));
        let Some((person, was_here)) = same.filter(|(_, was_here)| !was_here || says_where) else {
            let new = names::person(&name, is_remote, &world.roster, &mut world.chance);
            take(running, world, Event::Joined(new));
            continue;
        };
        if !was_here {
            take(running, world, Event::Joined(person.clone()));
        }
        if says_where && name.remote != person.remote {
            let place = if name.remote {
                "on a screen"
            } else {
                "in the room"
            };
            moved.push(format!("{} is {place} now.", screens::called(&person)));
            let (id, remote) = (person.id, name.remote);
            take(running, world, Event::Moved { id, remote });
        }
    }
    running.note = Some(if moved.is_empty() {
        here(running)
    } else {
        moved.join(" ")
    });
    let beside = running.state.beside().map(screens::called);
    let beside: Vec<String> = beside.collect();
    if !beside.is_empty() {
        running.note = Some(format!(
            "Coming in when the groups are back: {}.",
            beside.join(", ")
        ));
    }
    None
}

/// Whom the roster knows by that name, unless they are here already.
fn known(roster: &Roster, state: &State, typed: names::Name) -> names::Name {
    let is_here = |id: &str| {
        state
            .people()
            .iter()
            .any(|it| it.here && it.person.id == id)
    };
    match roster.find(&typed.name)[..] {
        [one] if !is_here(&one.id) => names::Name {
            // In a room nobody is on a screen, unless it is said just now.
            remote: typed.remote || one.has("remote") && state.opening().mode != Mode::Room,
            ..names::Name::of(one, &typed)
        },
        _ => typed,
    }
}

fn has_names(running: &Running) -> bool {
    let mut people = running.state.people().iter();
    people.any(|it| it.person.name.is_some())
}

fn here(running: &Running) -> String {
    format!(
        "{} here now.",
        screens::count(running.state.here() as i64, "person")
    )
}

/// `g`: somebody has gone. With names it is asked who; without, it is one of those who wait.
fn gone(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    let here = || {
        running
            .state
            .people()
            .iter()
            .filter(|it| it.here)
            .map(|it| &it.person)
    };
    if !has_names(running) {
        // Somebody who still waits, or else anybody: without names nobody can tell.
        let waits = running.state.waiting().next_back();
        if let Some(id) = waits.or_else(|| here().next_back()).map(|it| it.id.clone()) {
            take(running, world, Event::Gone { id });
            running.note = Some(self::here(running));
        }
        return Ok(None);
    }
    let question = Question {
        text: "Who has gone?".to_string(),
        help: vec!["The name, or how it begins.".to_string()],
        empty: "nobody".to_string(),
        lines: false,
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    match names::find(&typed, here()).as_slice() {
        [] if typed.trim().is_empty() => {}
        [] => running.note = Some("Nobody here has that name.".to_string()),
        [person] => {
            let id = person.id.clone();
            take(running, world, Event::Gone { id });
            running.note = Some(self::here(running));
        }
        [_, ..] => {
            running.note = Some("Several names begin like that. Type a little more.".to_string())
        }
    }
    Ok(None)
}
