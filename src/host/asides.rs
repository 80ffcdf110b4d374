//! What happens beside a step: the clock is held, a moment is taken, one goes back.

use crate::journal::moment::Moment;
use crate::ritual::Mode;
use crate::session::State;
use crate::session::event::Event;
use crate::ui::{Action, Choice, Error, Page, Reply, Ui, Why};

use super::rooms::circles;
use super::running::is_held;
use super::{Running, World, care, chat, choose, people, rooms, screens, take, words};

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
        Action::Enough => Event::StepOver {},
        Action::Back => match stays(world, ui, running)? {
            Some(reply) => return Ok(reply),
            None => Event::Back {},
        },
        Action::Slept(seconds) => {
            running.note = Some(format!(
                "The computer slept for about {}; the clock waited.",
                screens::count((seconds + 30) / 60, "minute")
            ));
            Event::Slept { seconds }
        }
        Action::Other => match running.state.may_swap() {
            Some(step) => Event::Swap { step },
            None => {
                let words = "All that can be dealt here was dealt; this stays.";
                running.note = Some(words.to_string());
                return Ok(None);
            }
        },
        Action::Joined => return people::joined(world, ui, running),
        Action::Gone => return people::gone(world, ui, running),
        Action::Time => return words::help(world, ui, running),
        Action::Moment => return moment(world, ui, running),
        Action::Text => {
            let page = text(world, running);
            running.told_by_text(world.clock.now());
            return show(world, ui, running, &page);
        }
        Action::Leave => return super::leave(world, ui, running),
    };
    let is_change = matches!(event, Event::Minutes { .. });
    if take(running, world, event) && is_change {
        running.note = circles::changed(&running.state);
    }
    Ok(None)
}

/// Shows text until somebody goes on; gives why, when the session is to be left.
pub(super) fn show(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    page: &Page,
) -> Result<Option<Why>, Error> {
    match ui.page(page)? {
        Reply::Stopped(why) => Ok(Some(why)),
        Reply::Aside(Action::Leave) => super::leave(world, ui, running),
        Reply::Given(()) | Reply::Aside(_) => Ok(None),
    }
}

/// `v`: what is pasted into the chat, or slips where all sit at tables, and how to have it whole.
fn text(world: &World<'_>, running: &Running) -> Page {
    let (state, now) = (&running.state, world.clock.now());
    let slips = match state.mode() {
        Mode::Room => chat::slips(state, now),
        Mode::Remote | Mode::Hybrid => Vec::new(),
    };
    let (lines, flag) = if slips.is_empty() {
        (chat::text(state, now), "text")
    } else {
        (chat::to_cut(&slips), "slips")
    };
    let hint = if running.is_saved() {
        let also = match state.mode() {
            Mode::Hybrid if chat::may_have_slips(state) => "; for the tables: --slips",
            Mode::Room | Mode::Remote | Mode::Hybrid => "",
        };
        format!("Whole, in another window: firelight stage --{flag}{also}")
    } else {
        String::new()
    };
    Page {
        title: state.opening().ritual.title.clone(),
        lines,
        hint,
    }
}

/// Groups that go back leave the stage or come to it again: asked, with the time they would have.
/// Gives what to do instead, if anything.
fn stays(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Option<Why>>, Error> {
    let state = &running.state;
    let since = (world.clock.now() - state.now()).num_seconds();
    let Some(back) = state.back(world.clock.now()) else {
        return Ok(None);
    };
    let side_by_side = |it: &State| it.is_talking() && !it.is_together();
    let minutes = |seconds: i64| screens::count((seconds + 30) / 60, "minute");
    let (text, help) = if side_by_side(state) {
        let rest = state.until_back(state.now()) - since;
        (
            "The groups are talking. Back to before they began?",
            format!(
                "This screen goes back to choosing, and their clock stands until you open them again: then it is {} more. They do not know of it, so tell {}.",
                minutes(rest.max(0)),
                rooms::whom(state)
            ),
        )
    } else if side_by_side(&back) {
        let went_on = match back.until_back(back.now()) {
            0..30 => "their time is over; + gives more.".to_string(),
            rest => format!("{} until we meet.", minutes(rest)),
        };
        (
            "Back into the groups?",
            format!("Everybody sits down again where they were. Their clock went on: {went_on}"),
        )
    } else {
        return Ok(None);
    };
    let choice = Choice {
        text: text.to_string(),
        help: vec![help],
        options: vec![
            ('n', "no, stay here".to_string()),
            ('y', "yes, back".to_string()),
        ],
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(1) => None,
        Reply::Given(_) | Reply::Aside(_) => Some(None),
        Reply::Stopped(why) => Some(Some(why)),
    })
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
            Some(contacts) => ui.stage(&care::moment(&running.state, contacts))?,
            None => ui.stage(&screens::moment(&running.state))?,
        };
        let reply = match (reply, &world.cue) {
            (Reply::Aside(Action::Text), Some(contacts)) => {
                let page = Page {
                    title: "A moment".to_string(),
                    lines: care::card_lines(contacts),
                    ..Page::default()
                };
                match ui.page(&page)? {
                    Reply::Stopped(why) => Reply::Stopped(why),
                    Reply::Given(()) | Reply::Aside(_) => continue,
                }
            }
            (Reply::Aside(Action::Leave), _) => match super::leaving::leave(world, ui, running)? {
                Some(why) => Reply::Stopped(why),
                None => continue,
            },
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
