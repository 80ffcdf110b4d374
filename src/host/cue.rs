//! What only whoever leads sees, in a window of their own: the line to say, a note, who comes
//! next, how the time is shared, and what may help when it is quiet or somebody needs a moment.
//!
//! Pure, and private: nothing here may reach the stage that everybody sees.

use crate::ritual::{Mode, Order, Seconds, Step, What};
use crate::session::{Show, State, Turn};
use crate::team::care::Contact;
use crate::ui::{Action, Countdown, Stage, text};

use super::rooms::circles;
use super::{asking, chat, rooms, screens, wishes};

/// Said when a turn or a talk has come to its time, where no bank has other words.
const LANDING: &str = "One more sentence, and then we thank you.";

/// What stands before the words with which a turn ends.
pub(super) const LAND: &str = "land";
/// What stands before how the time is shared out.
pub(super) const TIME: &str = "time";

/// The cue for a step, or one turn of it.
pub fn screen(state: &State, show: &Show) -> Stage {
    let seen = screens::stage(state, show);
    let (Some(step), Some(outer)) = (state.at_hand(), state.step()) else {
        return seen;
    };
    let mut rows = Vec::new();
    let mut row = |heading: &str, words: String| rows.push((heading.to_string(), words));
    if let Some(turn) = show.turn.as_ref().filter(|it| it.nth > 1) {
        row("say", quoted(&between(state, turn)));
    }
    let is_first_line = matches!(step.what, What::Say(_)) && show.step == 0;
    if is_first_line {
        row("and", quoted(&seen.foot));
    }
    if let Some(words) = circles::said(state).filter(|_| show.opens) {
        row("say", quoted(&words));
    }
    if show.step == 0 {
        for line in screens::around(&state.opening().ritual, true) {
            row("before", line);
        }
    }
    if let Some(note) = &step.cue {
        row("note", note.clone());
    }
    if let Some(words) = state.came().and_then(asking::what_next) {
        row("note", words.to_string());
    }
    if let Some(words) = circles::few_on_screens(state).filter(|_| show.opens) {
        row("note", words);
    }
    if let What::Groups(groups) = &step.what {
        for note in rooms::notes(groups, show) {
            row("note", note);
        }
    }
    if let Some(turn) = &show.turn {
        row("then", ahead(state, turn));
    }
    if let Some(words) = wishes::ahead(state) {
        row("then", words);
    }
    row(TIME, time(state, show));
    for (number, words) in silence(step).into_iter().enumerate() {
        row(if number == 0 { "pause" } else { "or" }, words);
    }
    if seen.clock.is_some_and(|it| it.landing == "please land") {
        row(LAND, quoted(LANDING));
    }
    if may_be_pasted(state, show) {
        let words = "v shows the text to paste; whole, in another window: firelight stage --text";
        row("chat", words.to_string());
    }
    if matches!(step.what, What::Groups(_)) && chat::may_have_slips(state) {
        let words = "for the tables, to print: firelight stage --slips > slips.txt";
        row("slips", words.to_string());
    }
    if step.care || outer.care {
        row("m", "a moment, should somebody need one".to_string());
    }
    let place = if show.turn.is_some() {
        seen.place
    } else {
        let of = state.opening().ritual.steps.len();
        let round =
            circles::round_of(state).map_or(String::new(), |it| format!(", {}", it.to_lowercase()));
        format!("step {} of {of}{round}", show.step + 1)
    };
    Stage {
        title: titled(state),
        place,
        speaker: seen.speaker,
        text: quoted(&seen.text),
        list: seen.list,
        rows,
        rooms: seen.rooms,
        tracks: seen.tracks,
        clock: seen.clock.map(|it| with_digits(step, it)),
        enter: seen.enter,
        keys: seen.keys,
        ..Stage::default()
    }
}

/// The cue while a moment is taken: the care card.
pub fn moment(state: &State, contacts: &[Contact]) -> Stage {
    Stage {
        title: titled(state),
        text: "The stage says: We take a moment.".to_string(),
        rows: card(contacts),
        enter: "go on".to_string(),
        keys: vec![(Action::Text, "read all".to_string())],
        ..Stage::default()
    }
}

/// The care card as lines, to be read page by page.
pub fn card_lines(contacts: &[Contact]) -> Vec<String> {
    let lines = card(contacts).into_iter();
    lines
        .flat_map(|(heading, words)| [format!("{heading}: {words}"), String::new()])
        .collect()
}

/// Five steps and whom to call. Source: `method.md` §1.0.6, tears and disclosure.
fn card(contacts: &[Contact]) -> Vec<(String, String)> {
    let steps = [
        "Slow down. Nothing has to happen now, and nobody has to explain anything.",
        "Ask, and wait: “Take your time. Do you want to go on, pause, or hand over? All fine.” Whoever has the turn decides how it ends.",
        "A break of five minutes is fine, for everybody. The clock stands.",
        "Afterwards, just the two of you: “Is there someone you'd like me to call?” A person is the support: not this program, and not you alone.",
        "If somebody may be in danger, promise no secrecy: “Thank you for telling us. I'd like to speak with you right after, just us.” Then do as your place has it.",
    ];
    let mut rows: Vec<(String, String)> = ('1'..)
        .zip(steps)
        .map(|(number, words)| (number.to_string(), words.to_string()))
        .collect();
    for it in contacts {
        let more = it.hours.iter().chain(&it.languages);
        let words = more.fold(it.how.clone(), |words, it| format!("{words}, {it}"));
        rows.push((it.who.clone(), words));
    }
    if contacts.is_empty() {
        let words = "Whom to call near you can stand here: in care.toml in the team's folder, [[contact]] with who = \"…\" and how = \"…\".";
        rows.push(("call".to_string(), words.to_string()));
    }
    rows
}

fn titled(state: &State) -> String {
    format!("{} (your cue)", state.opening().ritual.title)
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

/// How the time that is left is shared out, in one line.
fn time(state: &State, show: &Show) -> String {
    let plan = state.plan();
    let left = match state.left() {
        left if left < 0 => format!("{} over", length(-left)),
        left => format!("{} left", length(left)),
    };
    let mut parts = vec![format!("{left}, {} planned", length(plan.total()))];
    if let Some(What::Turns(turns)) = state.at_hand().map(|it| &it.what)
        && show.turn.as_ref().is_some_and(|it| it.nth < it.of)
    {
        let wanted = turns.each.map(|it| it * state.opening().pace / 100);
        parts.push(match wanted {
            Some(wanted) if plan.part < wanted => format!(
                "turns of {} now, instead of {}",
                length(plan.part),
                length(wanted)
            ),
            _ => format!("turns of {}", length(plan.part)),
        });
    }
    if let Some((held, rounds)) = state.fewer_rounds() {
        parts.push(format!("{held} of {rounds} rounds"));
    }
    let steps = &state.opening().ritual.steps;
    let close = steps.len() - 1;
    if show.step < close {
        parts.push(format!("close {}", length(plan.seconds[close])));
    }
    for &number in &plan.dropped {
        let step = &steps[number];
        let name = step.id.as_deref().unwrap_or(step.what.word());
        parts.push(format!("{name} falls away"));
    }
    parts.join("; ")
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

/// A length of time in few letters: 20 s, 1:45, 9 min.
fn length(seconds: Seconds) -> String {
    match seconds.max(0) {
        it @ 0..60 => format!("{it} s"),
        it @ 60..180 => format!("{}:{:02}", it / 60, it % 60),
        it => format!("{} min", (it + 30) / 60),
    }
}

pub(super) fn quoted(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("“{words}”")
}
