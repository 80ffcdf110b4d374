//! What only whoever leads sees, in a window of their own: the line to say, what to do now and
//! next, who comes then, how the time goes; and, behind a page, what may help besides.
//!
//! Pure, and private: nothing here may reach the stage that everybody sees.

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::ritual::{Level, Mode, Order, Seconds, Step, What};
use crate::session::event::Card;
use crate::session::{Show, State, Turn};
use crate::ui::times::{self, Times};
use crate::ui::{Countdown, Stage, text};

use super::moves::moves;
use super::notes::{self, Row};
use super::rooms::circles;
use super::{asking, chat, rooms, screens, wishes};

/// Seconds of a turn from which on such a sentence is no longer than what it ends.
const LANDED_FROM: Seconds = 15;
/// Said when a turn or a talk has come to its time, where no bank has other words.
const LANDING: &str = "One more sentence, and then we thank you.";

/// What stands before what whoever leads does now.
pub(super) const NOW: &str = "now";
/// What stands before the words with which a turn ends.
pub(super) const LAND: &str = "land";
/// Said where a question may be tender.
const DANGER: &str = "This does not cover danger to somebody, or what has to be reported.";

/// The cue for a step, or one turn of it.
pub fn screen(state: &State, show: &Show, now: Stamp) -> Stage {
    let seen = screens::stage(state, show);
    let (Some(step), Some(outer)) = (state.at_hand(), state.step()) else {
        return seen;
    };
    let is_shared = matches!(step.what, What::Groups(_));
    let (rows, more) = notes::pages(
        at_once(state, show, &seen, step, now),
        others(state, show, step, outer),
    );
    let place = if show.turn.is_some() {
        seen.place
    } else {
        let of = state.opening().ritual.steps.len();
        let part = match state.asked() {
            Some(asked) if asked.of > 1 => Some(format!("question {}", seen.place)),
            _ => circles::round_of(state).map(|it| it.to_lowercase()),
        };
        let part = part.map_or(String::new(), |it| format!(", {it}"));
        format!("step {} of {of}{part}", show.step + 1)
    };
    Stage {
        title: titled(state),
        place,
        speaker: seen.speaker,
        text: quoted(&seen.text),
        list: seen.list,
        rows,
        times: Some(times(state, show, now)),
        more,
        // Who sits where is needed at once, and stands among the rows.
        rooms: if is_shared { Vec::new() } else { seen.rooms },
        tracks: seen.tracks,
        clock: seen.clock.map(|it| with_digits(step, it)),
        enter: seen.enter,
        keys: seen.keys,
        ..Stage::default()
    }
}

/// What is needed at once: what to say and to do now and next, who sits where, who is ahead.
fn at_once(state: &State, show: &Show, seen: &Stage, step: &Step, now: Stamp) -> Vec<Row> {
    let mut rows = Rows::default();
    if let Some(turn) = show.turn.as_ref().filter(|it| it.nth > 1) {
        rows.add("say", quoted(&between(state, turn)));
    }
    let is_first_line = matches!(step.what, What::Say(_)) && show.step == 0;
    if is_first_line {
        rows.add("and", quoted(&seen.foot));
        if may_be_tender(state) {
            rows.add("and", quoted(DANGER));
        }
    }
    if let Some(words) = circles::said(state).filter(|_| show.opens) {
        rows.add("say", quoted(&words));
    }
    if let What::Groups(groups) = &step.what {
        let [now, next] = moves(state, groups, show, now);
        rows.add(NOW, now);
        rows.add("next", next);
        for (name, people) in &seen.rooms {
            rows.add(name, text::listed(people));
        }
    }
    if let Some(turn) = &show.turn {
        rows.add("then", ahead(state, turn));
    }
    if let Some(words) = wishes::after_a_story(state) {
        rows.add(NOW, words);
    }
    if let Some(words) = wishes::ahead(state) {
        rows.add("then", words);
    }
    if let Some(words) = state.came().and_then(asking::what_next) {
        rows.add(NOW, words.to_string());
    }
    if let Some(note) = state.asked().and_then(|it| it.note) {
        rows.add("from", note.to_string());
    }
    // A choice has nothing to land.
    let is_talk = matches!(step.what, What::Turns(_) | What::Open(_) | What::Groups(_));
    let is_long = show.of >= LANDED_FROM;
    if is_talk && is_long && seen.clock.is_some_and(|it| it.landing == "please land") {
        rows.add(LAND, quoted(LANDING));
    }
    rows.0
}

/// What helps besides, the most needed first.
fn others(state: &State, show: &Show, step: &Step, outer: &Step) -> Vec<Row> {
    let mut rows = Rows::default();
    if show.step == 0 {
        for line in screens::around(&state.opening().ritual, true) {
            rows.add("before", line);
        }
    }
    if let Some(words) = circles::few_on_screens(state).filter(|_| show.opens) {
        rows.add("note", words);
    }
    let inner = match &step.what {
        What::Groups(groups) => rooms::notes(groups, show),
        _ => Vec::new(),
    };
    // Before groups talk, how to choose is what they are told now.
    // What is agreed already needs no advice on how to ask.
    let is_agreed = state.asked().is_some_and(|it| it.agreed.is_some());
    let own = step.cue.clone().filter(|_| !is_agreed).into_iter();
    let notes: Vec<String> = match show.opens {
        true => inner.into_iter().chain(own).collect(),
        false => own.chain(inner).collect(),
    };
    for note in notes {
        rows.add("note", note);
    }
    for (number, words) in silence(step).into_iter().enumerate() {
        rows.add(if number == 0 { "pause" } else { "or" }, words);
    }
    if may_be_pasted(state, show) {
        let words = "v shows the text to paste; whole, in another window: firelight stage --text";
        rows.add("chat", words.to_string());
    }
    if matches!(step.what, What::Groups(_)) && chat::may_have_slips(state) {
        let words = "for the tables, to print: firelight stage --slips > slips.txt";
        rows.add("slips", words.to_string());
    }
    if step.care || outer.care {
        rows.add("m", "a moment, should somebody need one".to_string());
    }
    rows.0
}

#[derive(Default)]
struct Rows(Vec<Row>);

impl Rows {
    fn add(&mut self, heading: &str, words: String) {
        self.0.push((heading.to_string(), words));
    }
}

/// Whether a tender question lies on the table, or may.
fn may_be_tender(state: &State) -> bool {
    let is_tender = |it: &Card| it.level >= Level::Tender.number();
    match state.table() {
        Some((_, _, hand)) => hand.cards.iter().any(is_tender),
        None => {
            let ritual = &state.opening().ritual;
            let questions = ritual
                .steps
                .iter()
                .filter(|it| matches!(it.what, What::Groups(_)));
            let mut ceilings = questions.filter_map(|it| it.deal()?.ceiling);
            ceilings.any(|it| it.min(ritual.ceiling) >= Level::Tender)
        }
    }
}

pub(super) fn titled(state: &State) -> String {
    format!("Your cue: {}", state.opening().ritual.title)
}

/// What is said between two turns.
fn between(state: &State, turn: &Turn) -> String {
    let is_drawn = is_drawn(state);
    let person = state.person(&turn.person).filter(|_| is_drawn);
    match person.and_then(|it| it.name.as_ref()) {
        Some(name) => format!("Thank you. {}, if you like.", name.as_str()),
        None => "Thank you. Whoever is ready.".to_string(),
    }
}

/// Whether people have turns in an order that is known.
fn is_drawn(state: &State) -> bool {
    let turns = state.at_hand().map(|it| &it.what);
    matches!(turns, Some(What::Turns(turns)) if turns.order != Order::Volunteers)
}

/// Who has a turn after this one.
fn ahead(state: &State, turn: &Turn) -> String {
    let waiting: Vec<_> = state.waiting().collect();
    if turn.nth == turn.of {
        return "this is the last turn".to_string();
    }
    let names: Vec<String> = waiting
        .iter()
        .filter(|_| is_drawn(state))
        .filter_map(|it| it.name.as_ref())
        .map(|it| it.as_str().to_string())
        .collect();
    if names.is_empty() {
        return screens::count((turn.of - turn.nth) as i64, "more turn");
    }
    text::listed(&names)
}

/// How the time goes: what is on now, and the whole by plan.
fn times(state: &State, show: &Show, now: Stamp) -> Times {
    let plan = state.plan();
    let since = (now - state.now()).num_seconds().max(0);
    // Of the clock at hand as much has passed as it had; beyond that nothing becomes shorter.
    let at_event = plan.clock.min(show.left.max(0) + since).max(0);
    let passed = match show.held {
        true => 0,
        false => since.min(at_event),
    };
    let left = (plan.total() - passed).max(0);
    let mut more = Vec::new();
    let spare = state.left() - since - left;
    match (spare.abs() + 30) / 60 {
        0 => {}
        minutes if spare > 0 => more.push(format!("{minutes} min to spare")),
        minutes => more.push(format!("{minutes} min longer than agreed")),
    }
    if let Some(What::Turns(turns)) = state.at_hand().map(|it| &it.what)
        && show.turn.as_ref().is_some_and(|it| it.nth < it.of)
    {
        let wanted = turns.each.map(|it| it * state.opening().pace / 100);
        if let Some(wanted) = wanted.filter(|it| plan.part < *it) {
            let [now, before] = [plan.part, wanted].map(times::length);
            more.push(format!("turns of {now} now, instead of {before}"));
        }
    }
    if let Some((held, rounds)) = state.fewer_rounds() {
        more.push(format!("{held} of {rounds} rounds"));
    }
    for &number in &plan.dropped {
        let step = &state.opening().ritual.steps[number];
        let name = step.id.as_deref().unwrap_or(step.what.word());
        more.push(format!("{name} falls away"));
    }
    let is_shared = state.groups_step().is_some() && !state.is_together();
    Times {
        heading: "time".to_string(),
        what: match (&show.turn, is_shared) {
            (Some(_), _) => "this turn",
            (None, true) if show.opens => "to choose",
            (None, true) => "the groups",
            (None, false) => "this step",
        },
        left,
        ends: now + TimeDelta::seconds(left),
        more,
    }
}

/// What helps when nobody speaks.
fn silence(step: &Step) -> Vec<String> {
    let patience = "no hurry: count to eight in your head";
    match &step.what {
        What::Open(open) => match open.rescue.split_first() {
            Some((first, others)) => {
                let mut lines = vec![format!("{patience}, then {}", quoted(first))];
                lines.extend(others.iter().map(|it| quoted(it)));
                lines
            }
            None => vec![format!("{patience}, then read it once more")],
        },
        What::Gather(_) => vec![format!("{patience}, then read it once more")],
        What::Turns(_) => vec!["no hurry: a turn may be silent".to_string()],
        What::Say(_)
        | What::Solo(_)
        | What::Deal(_)
        | What::Groups(_)
        | What::Ask(_)
        | What::Use(_) => Vec::new(),
    }
}

/// Whether people on a screen need what has just been laid on the table.
fn may_be_pasted(state: &State, show: &Show) -> bool {
    let is_new = state
        .table()
        .is_some_and(|(step, _, _)| show.step <= step + 1);
    let is_say = state
        .at_hand()
        .is_some_and(|it| matches!(it.what, What::Say(_)));
    is_new && !is_say && state.opening().mode != Mode::Room
}

/// Whoever leads sees how long it is, also where the stage only says when to land.
fn with_digits(step: &Step, clock: Countdown) -> Countdown {
    Countdown {
        digits: !matches!(step.what, What::Say(_)),
        ..clock
    }
}

pub(super) fn quoted(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("“{words}”")
}
