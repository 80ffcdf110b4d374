//! What happens beside a step: somebody joins or goes, the clock is held, a moment is taken.

use crate::names::{self, Typed};
use crate::ritual::Mode;
use crate::session::event::Event;
use crate::session::{Next, State, next};
use crate::ui::{Action, Error, Question, Reply, Ui, Why};

use super::{Running, World, screens, take};

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
                &screens::chat(&running.state),
            )?;
            return Ok(match reply {
                Reply::Stopped(why) => Some(why),
                Reply::Given(()) | Reply::Aside(_) => None,
            });
        }
        Action::Leave => return Ok(None),
    };
    take(running, world, event);
    Ok(None)
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
    take(running, world, Event::Hold {});
    let reply = ui.stage(&screens::moment(&running.state))?;
    if let Reply::Stopped(why) = reply {
        return Ok(Some(why));
    }
    take(running, world, Event::GoOn {});
    Ok(None)
}

/// `j`: one or several people come in, at the end of the round. Who was here before comes back.
fn joined(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    let question = Question {
        text: "Who has joined us?".to_string(),
        help: vec!["A name, such as Uma or Uma (remote).".to_string()],
        empty: "one more, without a name".to_string(),
        lines: false,
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    let joined = match names::read(&typed) {
        Ok(Typed::Names(names)) => names,
        Ok(Typed::Nobody) => vec![names::Name::default()],
        Ok(Typed::Number(number)) => vec![names::Name::default(); number],
        Err(sentence) => {
            running.note = Some(sentence);
            return Ok(None);
        }
    };
    let is_remote = running.state.opening().mode == Mode::Remote;
    for name in joined {
        let was_here = running.state.people().iter().find(|it| {
            let known = it
                .person
                .name
                .as_ref()
                .is_some_and(|it| names::same(it.as_str(), &name.name));
            !it.here && known
        });
        let person = match was_here {
            Some(it) => it.person.clone(),
            None => names::person(&name, is_remote, &mut world.chance),
        };
        take(running, world, Event::Joined(person));
    }
    Ok(None)
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
    if here().all(|it| it.name.is_none()) {
        if let Some(id) = here().next_back().map(|it| it.id.clone()) {
            take(running, world, Event::Gone { id });
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
        }
        [_, ..] => {
            running.note = Some("Several names begin like that. Type a little more.".to_string())
        }
    }
    Ok(None)
}
