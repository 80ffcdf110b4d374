//! What a session looks like: from a step to a stage, in the words people read.
//!
//! Pure. Nothing here may be private: no name beyond who speaks and who may be next, no
//! path, no seed. Words that press are not used.

use crate::bank::Quarter;
use crate::keep::Class;
use crate::ritual::agreed::Questions;
use crate::ritual::{
    Layout, Level, Mode, Order, Ritual, Seconds, Shape, Step, Turns, What, When, Who,
};
use crate::session::event::{Card, Person};
use crate::session::{Show, State, Turn, Wish};
use crate::ui::{Action, Countdown, Stage};

use super::rooms::circles;
use super::{asking, chat, rooms, wishes};

/// Turns of at least so many seconds say at once when they are over.
const LANDS_FROM: Seconds = 60;

/// Clocks of so many seconds count down; shorter ones only say about how long they are.
const COUNTED_FROM: Seconds = 30;

/// Seconds that a short turn may run over before anything is said: a sentence may end.
const GRACE: Seconds = 20;

/// What is said wherever somebody answers.
pub(super) const PASS: &str = "Pass is a full answer.";

/// The stage for a step, or one turn of it.
pub fn stage(state: &State, show: &Show) -> Stage {
    let Some(step) = state.at_hand() else {
        return Stage::default();
    };
    let mut stage = Stage {
        title: state.opening().ritual.title.clone(),
        text: line(step),
        foot: foot(state, step),
        enter: if is_last(state, show) {
            "finish"
        } else {
            "next"
        }
        .to_string(),
        clock: clock(state, step, show),
        place: circles::round_of(state).unwrap_or_default(),
        ..Stage::default()
    };
    stage.keys = keys(
        state,
        show,
        stage.clock.is_some_and(|it| !it.landing.is_empty()),
    );
    if stage.text.contains(PASS) {
        stage.foot = without_pass(&stage.foot);
    }
    lay_out(state, &mut stage);
    // All sit in one group and see who has which role.
    let together = state
        .groups_step()
        .filter(|it| state.is_together() && !it.roles.is_empty());
    if let Some(roles) = together.and_then(|it| circles::who_does_what(state, it)) {
        stage.text = format!("{}\n{roles}", stage.text).trim().to_string();
    }
    match &step.what {
        What::Turns(turns) => turn(state, show, turns, &mut stage),
        What::Groups(groups) => rooms::lay_out(state, groups, show, &mut stage),
        _ => {}
    }
    if let Some(wish) = state.wish() {
        wishes::lay_out(state, wish, &mut stage);
    }
    if let Some(asked) = state.asked() {
        asking::lay_out(&asked, &mut stage);
    }
    stage
}

/// Whether Enter ends the session.
fn is_last(state: &State, show: &Show) -> bool {
    let is_last_turn = show.turn.as_ref().is_none_or(|it| it.nth == it.of);
    let is_last_step = show.step + 1 == state.opening().ritual.steps.len();
    let is_last_part =
        state.wish().is_none_or(Wish::is_last) && state.asked().is_none_or(|it| it.is_last());
    is_last_step && is_last_turn && is_last_part && !state.is_together()
}

/// The stage while a moment is taken: nothing but this.
pub fn moment(state: &State) -> Stage {
    Stage {
        title: state.opening().ritual.title.clone(),
        text: "We take a moment.".to_string(),
        enter: "go on".to_string(),
        keys: vec![(Action::Leave, "stop".to_string())],
        ..Stage::default()
    }
}

/// What people do before the meeting, or after it: a line each.
pub fn around(ritual: &Ritual, before: bool) -> Vec<String> {
    let lines = ritual.around.iter().filter_map(|step| {
        let when = match step.when {
            When::Before { days: 0 } if before => "Before this".to_string(),
            When::Before { days } if before => format!("{} before", count(days, "day")),
            When::After { days: 0 } if !before => "After this".to_string(),
            When::After { days } if !before => format!("Within {}", count(days, "day")),
            When::Before { .. } | When::Live | When::After { .. } => return None,
        };
        let words = line(step);
        (!words.is_empty()).then(|| format!("{when}: {words}"))
    });
    lines.collect()
}

/// That more time is needed: `rest` seconds to the end.
pub fn over(state: &State, rest: Seconds) -> String {
    let planned = state.opening().minutes;
    if state.step_number() == 0 {
        let minutes = minutes_up(rest);
        return format!(
            "For this many people it takes about {} instead of {planned}.",
            count(minutes, "minute")
        );
    }
    format!(
        "To the end it takes about {} more than planned.",
        count(minutes_up((rest - state.left()).max(1)), "minute")
    )
}

/// A person's name, or what to call somebody without one.
pub fn called(person: &Person) -> String {
    person.name.as_ref().map_or_else(
        || "Whoever is ready".to_string(),
        |it| it.as_str().to_string(),
    )
}

/// `n` things, in words that fit the number.
pub fn count(n: i64, thing: &str) -> String {
    match (n, thing) {
        (1, _) => format!("1 {thing}"),
        (_, "person") => format!("{n} people"),
        (_, _) => format!("{n} {thing}s"),
    }
}

fn is_named(state: &State, id: &str) -> bool {
    state.person(id).is_some_and(|it| it.name.is_some())
}

fn minutes_up(seconds: Seconds) -> i64 {
    (seconds + 59) / 60
}

/// The line that everybody should see.
pub(super) fn line(step: &Step) -> String {
    match &step.what {
        What::Say(say) => say.text.clone(),
        What::Solo(solo) => solo.text.clone().unwrap_or_else(|| solo.r#do.clone()),
        What::Deal(_) => "Choose one, quietly.".to_string(),
        What::Turns(turns) => turns.stem.clone().unwrap_or_default(),
        What::Open(open) => open
            .text
            .clone()
            .unwrap_or_else(|| "Open floor.".to_string()),
        What::Gather(gather) => gather.text.clone(),
        What::Ask(ask) => ask.text.clone(),
        What::Groups(_) | What::Use(_) => String::new(),
    }
}

/// One line under it all: what the others do, what may be repeated, or that a pass is an answer.
pub(super) fn foot(state: &State, step: &Step) -> String {
    let pass = PASS;
    match &step.what {
        // Said aloud once, at the start: what may be repeated is chosen, never implied.
        What::Say(_) if state.step_number() == 0 => {
            let asks = state.opening().ritual.steps.iter().any(Step::is_agreement);
            let rule = match asks && state.agreement().is_none() {
                // It is about to be agreed.
                true => "",
                false => state.confidentiality().sentence(),
            };
            format!("{rule} {}", kept(state)).trim().to_string()
        }
        What::Say(_) => String::new(),
        What::Turns(turns) if turns.who == Who::Tellers && asks_tellers(state) => {
            "Silence, then thanks. A question only if the teller wishes.".to_string()
        }
        What::Turns(turns) => {
            let response = turns.response.first().map(|it| it.form.as_str());
            match response {
                Some("silence") => format!("{pass} Nobody will ask about your words."),
                Some("thanks") => format!("{pass} The others just say thank you."),
                Some("one-question") => format!(
                    "{pass} Listeners: one curious question, if the speaker nods. No advice."
                ),
                Some("questions") => format!("{pass} Questions, if the speaker nods. No advice."),
                Some("welcome") => format!("{pass} The others just say welcome."),
                _ => pass.to_string(),
            }
        }
        What::Gather(gather) => {
            let mut words = match gather.by.as_str() {
                "hands" => "Hands up is enough.",
                "chat" => "In the chat.",
                "paper" => "On paper, each for yourself.",
                _ => "Just say it.",
            }
            .to_string();
            if gather.max_words > 0 {
                let most = count(gather.max_words as i64, "word");
                words += &format!(" At most {most} each.");
            }
            if gather.attributed {
                words += " With your name.";
            }
            words
        }
        What::Solo(_)
        | What::Deal(_)
        | What::Open(_)
        | What::Groups(_)
        | What::Ask(_)
        | What::Use(_) => pass.to_string(),
    }
}

/// Whether it was agreed that a teller may be asked something.
fn asks_tellers(state: &State) -> bool {
    let agreed = state.agreement();
    agreed.is_some_and(|it| it.questions == Questions::Teller)
}

/// What is kept of a session: what its log will hold, and nothing else.
fn kept(state: &State) -> String {
    let opening = state.opening();
    let steps = &opening.ritual.steps;
    let is_groups = |it: &&Step| matches!(it.what, What::Groups(_));
    let mut things = vec!["when we met"];
    for deal in steps.iter().filter_map(Step::deal) {
        let is_question = |it: &&Step| is_groups(it) || matches!(it.what, What::Ask(_));
        let is_asked = steps
            .iter()
            .filter(is_question)
            .any(|it| it.deal() == Some(deal));
        let thing = match deal.show {
            Layout::Grid => "the words to choose from",
            Layout::Hand | Layout::Card if is_asked => "the questions",
            Layout::Hand | Layout::Card => "the ideas to choose from",
        };
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    let is_named = opening.people.iter().any(|it| it.name.is_some());
    let are_known = opening.counted && is_named && opening.people.len() > 1;
    let seats = |it: &Step| matches!(&it.what, What::Groups(it) if it.shape != Shape::Stations);
    if are_known && steps.iter().any(seats) {
        things.push("who sat together");
    }
    let is_kept = |it: &Step| matches!(it.what, What::Gather(_)) && it.keep == Class::Kept;
    let has_lines = steps.iter().any(is_kept);
    if has_lines {
        things.push("the lines we agree on");
    }
    let is_counted = |it: &Step| matches!(it.what, What::Ask(_)) && it.keep == Class::Count;
    if steps.iter().any(is_counted) {
        things.push("what comes of our choices, of five people or more");
    }
    let agrees = |it: &Step| it.is_agreement() && opening.agreement.is_none();
    if steps.iter().any(agrees) {
        things.push("how we agree to share");
    }
    let last = things.pop().unwrap_or_default();
    let all = match things.is_empty() {
        true => last.to_string(),
        false => format!("{} and {last}", things.join(", ")),
    };
    let rest = if has_lines { "Nothing else" } else { "Nothing" };
    format!("Kept: {all}. {rest} that is said.")
}

/// A line where it was said already that a pass is an answer.
pub(super) fn without_pass(line: &str) -> String {
    line.replace(PASS, "").trim().to_string()
}

/// Puts what lies on the table on the stage. The facilitator's own lines stand alone.
pub(super) fn lay_out(state: &State, stage: &mut Stage) {
    let Some((_, deal, hand)) = state.table().filter(|_| !is_said(state)) else {
        return;
    };
    match deal.show {
        Layout::Grid => {
            stage.grid = Some(Quarter::ALL.map(|quarter| {
                let words = hand.cards.iter().filter(|it| it.quarter == Some(quarter));
                words.map(|it| it.text.clone()).collect()
            }));
        }
        Layout::Hand | Layout::Card => stage.list = table(state),
    }
}

/// What lies on the table as a list: the word of its level, and its text.
pub(super) fn table(state: &State) -> Vec<(String, String)> {
    if state.is_at_stations() {
        let stations = circles::stations(state).into_iter();
        return stations.map(|it| (it.name, it.text)).collect();
    }
    let Some((_, _, hand)) = state.table() else {
        return Vec::new();
    };
    // One level alone tells nothing, so its word is not shown.
    let first = hand.cards.first().map(|it| it.level);
    let is_mixed = hand.cards.iter().any(|it| Some(it.level) != first);
    let row = |it: &Card| {
        let level = Level::from_number(it.level.into()).filter(|_| is_mixed);
        (level.map_or("", Level::word).to_string(), it.text.clone())
    };
    hand.cards.iter().map(row).collect()
}

fn turn(state: &State, show: &Show, turns: &Turns, stage: &mut Stage) {
    let Some(turn) = &show.turn else {
        stage.speaker = Some("Whoever is ready".to_string());
        stage.enter = match turns.who {
            Who::All => "everybody had a turn",
            // Nobody has to.
            Who::Volunteers | Who::Tellers => "go on",
        }
        .to_string();
        return;
    };
    let round = circles::round_of(state).map_or(String::new(), |it| format!("{it}, "));
    stage.place = format!("{round}{} of {}", turn.nth, turn.of);
    let drawn = turns.order != Order::Volunteers;
    let name = |id: &String| {
        state
            .person(id)
            .filter(|it| drawn && it.name.is_some())
            .map(called)
    };
    let speaker = name(&turn.person).unwrap_or_else(|| "Whoever is ready".to_string());
    stage.speaker = Some(match turn.about.as_ref().and_then(name) {
        Some(about) => format!("{speaker}, about {about}"),
        None => speaker,
    });
    stage.then = turn.then.as_ref().and_then(name);
}

fn clock(state: &State, step: &Step, show: &Show) -> Option<Countdown> {
    let is_short = show.turn.is_some() && show.of < LANDS_FROM;
    let (landing, grace) = match &step.what {
        // The line is said when it is said; its clock only notices that the computer slept.
        What::Say(_) => ("", 0),
        What::Turns(_) => ("please land", if is_short { GRACE } else { 0 }),
        What::Groups(_) if show.opens => ("no hurry", 0),
        What::Groups(_) if circles::goes_on(state) => ("time to change", 0),
        What::Groups(it) if it.shape == Shape::InnerOuter => ("please land", 0),
        What::Groups(_) => ("time to come back", 0),
        What::Open(_) | What::Gather(_) | What::Ask(_) => ("please land", 0),
        What::Solo(_) | What::Deal(_) | What::Use(_) => ("no hurry", 0),
    };
    // Once it is time, nothing is counted down to.
    let until = match &step.what {
        What::Groups(_) if show.opens || show.left <= 0 => "",
        What::Groups(_) if circles::goes_on(state) => "until we change",
        What::Groups(it) if it.shape != Shape::InnerOuter => "until we meet",
        _ => "",
    };
    // What follows a turn is no part of it: whoever speaks sees the time to speak.
    let follows = match &step.what {
        What::Turns(turns) => state.follows(turns).min(show.of / 2),
        _ => 0,
    };
    (show.of > 0).then_some(Countdown {
        until,
        left: show.left - follows,
        of: show.of - follows,
        held: show.held,
        digits: show.of >= COUNTED_FROM && !matches!(step.what, What::Say(_)),
        landing,
        grace,
        after: follows + state.to_change(),
    })
}

fn keys(state: &State, show: &Show, has_clock: bool) -> Vec<(Action, String)> {
    let mut keys = Vec::new();
    let mut offer = |action, words: &str| keys.push((action, words.to_string()));
    let is_named_turn = |it: &Turn| is_named(state, &it.person);
    if state.may_later() && show.turn.as_ref().is_some_and(is_named_turn) {
        offer(Action::Later, "later");
    }
    if let Some((action, words)) = wishes::key(state) {
        offer(action, &words);
    }
    let side_by_side = state.groups_step().is_some() && !state.is_together();
    let change_clock = |offer: &mut dyn FnMut(Action, &str)| {
        offer(Action::More, "half a minute more");
        if show.of > 30 {
            offer(Action::Less, "half a minute less");
        }
    };
    let is_talk = side_by_side && !show.opens;
    // What people take along, or have in front of them on a screen, comes before the rest.
    let (text, is_first) = text_key(state);
    if is_first {
        offer(Action::Text, text);
    }
    if has_clock && is_talk {
        change_clock(&mut offer);
    }
    let may_other = state.may_swap().is_some();
    if may_other && show.opens {
        offer(Action::Other, "other questions");
    }
    if has_clock {
        offer(Action::Hold, if show.held { "go on" } else { "hold" });
        if !is_talk {
            change_clock(&mut offer);
        }
    }
    if state.opening().counted {
        offer(Action::Joined, "joined");
        offer(Action::Gone, "gone");
    }
    if state.may_back() {
        offer(Action::Back, back_key(state));
    }
    if may_other && !show.opens {
        offer(Action::Other, "other questions");
    }
    if !is_first {
        offer(Action::Text, text);
    }
    offer(Action::Time, "time, and words that help");
    offer(Action::Moment, "a moment");
    offer(Action::Leave, "stop");
    keys
}

/// Where `b` leads to, where that is more than a step or a turn.
fn back_key(state: &State) -> &'static str {
    let side_by_side = |it: &State| it.is_talking() && !it.is_together();
    if side_by_side(state) {
        "back to before they began"
    } else if state.back(state.now()).is_some_and(|it| side_by_side(&it)) {
        "back into the groups"
    } else {
        "back"
    }
}

/// What `v` gives here, and whether it is wanted now.
fn text_key(state: &State) -> (&'static str, bool) {
    let is_at_groups = state.groups_step().is_some() && !state.is_together();
    let lies = state.table().is_some() && !is_said(state);
    match state.mode() {
        Mode::Room if is_at_groups && chat::may_have_slips(state) => ("slips", true),
        Mode::Room => ("text to copy", false),
        Mode::Remote | Mode::Hybrid => ("text for the chat", is_at_groups || lies),
    }
}

/// Whether the facilitator's own line stands on the stage, which stands alone.
fn is_said(state: &State) -> bool {
    let step = state.at_hand();
    step.is_some_and(|it| matches!(it.what, What::Say(_)))
}

/// A word with a capital first.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
