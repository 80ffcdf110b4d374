//! Turns by wish, and talk item by item: how they look, and what Enter does. Nothing asks who.

use crate::ritual::agreed::Questions;
use crate::ritual::{Open, What, Who};
use crate::session::event::Event;
use crate::session::{Next, State, Wish, next};
use crate::ui::{Action, Choice, Error, Reply, Stage, Ui};

use super::{Running, World, screens, take};

/// Puts a loop on the stage: a turn that is free, or that somebody has it.
pub(super) fn lay_out(state: &State, wish: Wish, stage: &mut Stage) {
    // How many there can be is no call for more.
    stage.place = String::new();
    if wish.running {
        if is_turns(state) {
            // Whoever wished for the turn has it.
            stage.foot = screens::without_pass(&stage.foot);
        }
        stage.enter = match (is_turns(state), wish.is_last()) {
            (_, true) => return,
            (true, false) => "thank you",
            (false, false) => "enough of it",
        }
        .to_string();
        return;
    }
    let is_first = wish.nth == 1;
    // What the items are stands there before anybody is to name one.
    let of_items = stage.text.clone();
    (stage.text, stage.foot) = match (is_turns(state), is_first) {
        // Nothing here may say that somebody was expected.
        (true, true) if is_tellers(state) => (YOURS.to_string(), LISTEN.to_string()),
        (true, false) if is_tellers(state) => (
            format!("A quiet moment. Then thanks.\n\n{YOURS}"),
            LISTEN.to_string(),
        ),
        (true, true) => (
            "Who would like to go? A turn is free.".to_string(),
            "Nobody has to.".to_string(),
        ),
        (true, false) => (
            "Who would like to go next? A turn is free.".to_string(),
            "Nobody has to.".to_string(),
        ),
        (false, true) if !of_items.is_empty() => {
            (of_items, "Which one first? Just say it.".to_string())
        }
        (false, true) => ("Which one first?".to_string(), "Just say it.".to_string()),
        (false, false) => ("Which one next?".to_string(), "Just say it.".to_string()),
    };
    stage.speaker = None;
    stage.enter = match is_turns(state) {
        true => "somebody begins",
        false => "we begin with it",
    }
    .to_string();
}

const YOURS: &str = "Whoever would like to tell: the room is yours.";
const LISTEN: &str = "Listening is just as good.";

/// What whoever leads does when a story was told.
pub(super) fn after_a_story(state: &State) -> Option<String> {
    state
        .wish()
        .filter(|it| !it.running && it.nth > 1 && is_tellers(state))?;
    let agreed = state.agreement();
    let asks = agreed.is_some_and(|it| it.questions == Questions::Teller);
    Some(
        match asks {
            true => "three breaths; “Thank you.”; a question only if the teller wished for one",
            false => "three breaths, and “Thank you.”",
        }
        .to_string(),
    )
}

/// What `n` does where one is free.
pub(super) fn enough(state: &State) -> Option<&'static str> {
    let wish = state.wish().filter(|it| !it.running)?;
    Some(match (is_turns(state), wish.nth) {
        (true, _) if is_tellers(state) => "go on",
        (true, 1) => "nobody",
        (true, _) => "nobody else",
        (false, _) => "no more",
    })
}

/// What is ahead, for whoever leads.
pub(super) fn ahead(state: &State) -> Option<String> {
    let wish = state.wish()?;
    let more = state.plan().more.unwrap_or(0);
    let thing = if is_turns(state) { "turn" } else { "item" };
    Some(match (wish.running, more) {
        (true, 0) => format!("no time for another {thing}, or all were taken"),
        (true, more) => format!("up to {}", screens::count(more, &format!("more {thing}"))),
        (false, more) => format!("up to {}; n when it is enough", screens::count(more, thing)),
    })
}

/// Enter: one begins, or is over. Where its time is over people may stay with it.
pub(super) fn go_on(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    wish: Wish,
) -> Result<Reply<()>, Error> {
    if !wish.running {
        take(running, world, Event::TurnBegins {});
        return Ok(Reply::Given(()));
    }
    let event = match running.state.may_stay() {
        Some(open) if is_over(world, &running.state) => match stays(ui, open)? {
            Reply::Given(true) => Event::Stay {},
            Reply::Given(false) => Event::TurnOver {},
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        },
        _ => Event::TurnOver {},
    };
    take(running, world, event);
    Ok(Reply::Given(()))
}

fn stays(ui: &mut dyn Ui, open: &Open) -> Result<Reply<bool>, Error> {
    let minutes = match open.seconds / 2 {
        it if it < 60 => screens::count(it, "second"),
        it => screens::count((it + 30) / 60, "minute"),
    };
    let choice = Choice {
        text: "Do we stay with it? Thumbs up, or down.".to_string(),
        options: vec![
            ('n', "no, the next one".to_string()),
            ('y', format!("yes, {minutes} more")),
        ],
        ..Choice::default()
    };
    Ok(match ui.choose(&choice)? {
        Reply::Given(chosen) => Reply::Given(chosen == 1),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

fn is_over(world: &World<'_>, state: &State) -> bool {
    let since = world.clock.now() - state.now();
    match next(state) {
        Next::Show(show) => show.of > 0 && show.after(since.num_seconds()).left <= 0,
        _ => false,
    }
}

/// The key for it, where one is free.
pub(super) fn key(state: &State) -> Option<(Action, String)> {
    enough(state).map(|it| (Action::Enough, it.to_string()))
}

fn is_tellers(state: &State) -> bool {
    let step = state.step().map(|it| &it.what);
    matches!(step, Some(What::Turns(it)) if it.who == Who::Tellers)
}

fn is_turns(state: &State) -> bool {
    matches!(state.step().map(|it| &it.what), Some(What::Turns(_)))
}
