//! How the time that is left is shared out among the steps that are left.
//!
//! Time is equal, and when it is short rounds are cut, not
//! people. Turns by wish, and items to talk about, become fewer first; then optional steps fall
//! away, the last one first; then everything that can be shorter becomes shorter by the same share; the close, the last step, keeps its length.
//! What still does not fit is asked about.

use crate::ritual::length::{self, Length};
use crate::ritual::{Groups, Seconds, Step, What, Who};
use crate::session::State;
use crate::session::next::falls_away_alone;
use crate::session::together::is_held_together;

/// Seconds of a turn at least.
const SHORTEST_TURN: Seconds = 5;
/// Seconds of a turn at least, where turns share what is left.
const SHORTEST_SHARE: Seconds = 15;
/// Seconds of a solo step at least.
const SHORTEST_SOLO: Seconds = 10;

/// What is planned from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Seconds planned for each step, 0 for those behind; for the step at hand, what is left of it.
    pub seconds: Vec<Seconds>,
    /// Length of the clock at hand: the step's, or one turn's; 0 for none.
    pub clock: Seconds,
    /// Length of the clock on which the groups of this round talk, with the ways; 0 without.
    pub talk: Seconds,
    /// Length of each of its parts to come, such as the turns after this one.
    pub part: Seconds,
    /// Turns or items that may yet begin at hand, where they are taken by wish.
    pub more: Option<Seconds>,
    /// Optional steps that fall away.
    pub dropped: Vec<usize>,
    /// Seconds by which it would be too long, if nothing became shorter.
    pub short: Seconds,
    /// Seconds by which it is too long all the same; 0 when it fits.
    pub over: Seconds,
}

impl Plan {
    /// Whether the plan is at most the time left and a tenth.
    pub fn fits(&self) -> bool {
        self.over == 0
    }

    /// Seconds of all that is left.
    pub fn total(&self) -> Seconds {
        self.seconds.iter().sum()
    }
}

/// What a step would take: at best, and at least.
#[derive(Clone, Copy)]
struct Room {
    /// How many parts it has, and what is fixed.
    length: Length,
    /// Seconds of a part.
    ideal: Seconds,
    /// Seconds of a part at least.
    least: Seconds,
    /// Seconds of the first part, once its clock runs: nothing that happens meanwhile changes it.
    first: Option<Seconds>,
    /// Seconds of the first part, where it is not like the others.
    head: Option<Seconds>,
    /// Seconds by which the first part is longer than the others.
    more: Seconds,
    /// By how much talking in this round is longer than the other parts, where groups will talk.
    talk: Option<Seconds>,
    /// How many parts it has at least, where they are taken by wish.
    fewest: Option<Seconds>,
    /// Seconds by which people changed the first part.
    adjusted: Seconds,
    /// Seconds of the first part that have passed.
    spent: Seconds,
}

impl Room {
    /// The clock of the part at hand, if each part takes `part`.
    fn clock(&self, part: Seconds) -> Seconds {
        let first = self.first.or(self.head).unwrap_or(part + self.more);
        (first + self.adjusted).max(0)
    }

    /// Seconds to come, if each part takes `part`.
    fn rest(&self, part: Seconds) -> Seconds {
        if self.length.parts == 0 {
            return 0;
        }
        let first = (self.clock(part) - self.spent).max(0);
        first + (self.length.parts - 1) * part + self.length.fixed
    }
}

/// Shares the time that is left.
pub(super) fn make(state: &State) -> Plan {
    let steps = &state.opening.ritual.steps;
    let close = steps.len().saturating_sub(1);
    let mut rooms: Vec<Room> = (0..steps.len()).map(|it| room(state, it, close)).collect();
    let left = state.left();
    let most = left + left.max(0) / 10;
    let ideal_total =
        |rooms: &[Room]| -> Seconds { rooms.iter().map(|it| it.rest(it.ideal)).sum() };
    share(&mut rooms, left);

    for number in (state.course.step..steps.len()).rev() {
        let Some(fewest) = rooms[number].fewest else {
            continue;
        };
        while rooms[number].length.parts > fewest && ideal_total(&rooms) > most {
            rooms[number].length.parts -= 1;
        }
    }

    let mut dropped = Vec::new();
    for number in (state.course.step..close).rev() {
        if ideal_total(&rooms) <= most {
            break;
        }
        let begun = number == state.course.step && state.has_begun();
        if steps[number].optional && !begun && rooms[number].length.parts > 0 {
            rooms[number].length.parts = 0;
            dropped.push(number);
        }
    }

    let ideal = ideal_total(&rooms);
    let least: Seconds = rooms.iter().map(|it| it.rest(it.least)).sum();
    let too_much = if ideal <= most { 0 } else { ideal - left };
    let slack = ideal - least;
    let mut plan = Plan {
        dropped,
        short: too_much,
        seconds: Vec::with_capacity(steps.len()),
        ..Plan::default()
    };
    for (number, room) in rooms.iter().enumerate() {
        let part = if too_much == 0 || slack <= 0 {
            room.ideal
        } else {
            let spare = room.ideal - room.least;
            let cut = (spare * too_much + slack - 1) / slack;
            (room.ideal - cut).max(room.least)
        };
        if number == state.course.step {
            plan.more = room.fewest.map(|_| room.length.parts - 1);
            plan.clock = room.clock(part);
            plan.part = part;
            plan.talk = match room.talk {
                Some(more) => (part + more).max(0),
                None => 0,
            };
        }
        plan.seconds.push(room.rest(part));
    }
    if plan.total() > most {
        plan.over = plan.total() - left;
    }
    plan
}

/// Turns that share what is left get it in equal parts.
fn share(rooms: &mut [Room], left: Seconds) {
    let shares = |it: &Room| it.length.shares && it.length.parts > 0;
    let parts: Seconds = rooms
        .iter()
        .filter(|it| shares(it))
        .map(|it| it.length.parts)
        .sum();
    if parts == 0 {
        return;
    }
    let others: Seconds = rooms
        .iter()
        .filter(|it| !shares(it))
        .map(|it| it.rest(it.ideal))
        .sum();
    for room in rooms.iter_mut().filter(|it| shares(it)) {
        room.ideal = room.ideal.max((left - others) / parts).max(SHORTEST_SHARE);
        room.least = room.least.max(SHORTEST_SHARE);
    }
}

/// What a step takes from now on.
fn room(state: &State, number: usize, close: usize) -> Room {
    let step = &state.opening.ritual.steps[number];
    let mut room = planned(state, number, step);
    if number < state.course.step || state.course.left_out.contains_key(&number) {
        room.length.parts = 0;
        return room;
    }
    if number == close {
        room.least = room.ideal;
    }
    if number == state.course.step {
        if let Some(turns) = state.turns().filter(|_| !state.course.queue.is_empty()) {
            let waiting = state.course.queue.len();
            let laps = (state.laps() - 1).saturating_sub(state.course.lap);
            room.length.parts = (waiting + laps * state.here()) as Seconds;
            room.length.fixed = turns.between * (room.length.parts - 1);
        }
        wishes(state, step, &mut room);
        match (&step.what, state.course.inner) {
            (What::Ask(_), None) => questions(state, &mut room),
            (What::Groups(groups), Some(inner)) => together(state, groups, inner, &mut room),
            (What::Groups(groups), None) => round(state, groups, &mut room),
            _ => {}
        }
        room.first = state.clock;
        room.adjusted = state.adjusted.iter().map(|it| it.1).sum();
        room.spent = state.spent / 1000;
    }
    room
}

/// What is yet to come of turns by wish, or of items: while one is free, no clock runs.
fn wishes(state: &State, step: &Step, room: &mut Room) {
    let Some(wish) = state.wish() else {
        return;
    };
    let most = step.wishes(state.wishing()).unwrap_or(0);
    let more = most.saturating_sub(state.course.began) as Seconds;
    room.length.parts = 1 + more;
    room.fewest = Some(if state.course.began > 0 { 1 } else { 2 });
    if !wish.running {
        room.head = Some(0);
    } else if state.course.stayed {
        room.head = Some(room.ideal / 2);
    }
}

/// What is yet to come of questions: an answer is seen as long as people like.
fn questions(state: &State, room: &mut Room) {
    let asked = state.questions() as Seconds;
    let is_agreed = state.is_about_agreement() && state.agreement().is_some();
    if asked > 0 && !is_agreed {
        room.length.parts = (asked - state.course.lap as Seconds).max(0);
    }
    // Nor has reading back what was agreed a clock.
    if state.course.revealed || is_agreed {
        room.length.parts = 1;
        room.head = Some(0);
    }
}

/// What the round at hand takes, and the rounds after it: choosing, and then talking with the
/// way there in it, and back in the last one.
fn round(state: &State, groups: &Groups, room: &mut Room) {
    let rounds = state.rounds() as Seconds;
    let gone = state.course.round as Seconds;
    let think = if gone == 0 { room.head.unwrap_or(0) } else { 0 };
    let travel = state.travel(state.course.step);
    let back = if state.is_last_round() { travel } else { 0 };
    // Where people stay together, only the first round has a way there.
    let there = if groups.stays() { state.way_in() } else { 0 };
    room.talk = Some(there + back - think);
    if state.course.open {
        room.head = None;
        room.more = there + back - think;
        room.length.parts = rounds - gone;
        room.length.fixed = travel - back;
    } else {
        room.head = Some(think);
        room.length.parts = 1 + rounds - gone;
        room.length.fixed = there + travel - think;
    }
}

/// What the inner step at hand takes where all sit in one group, then the steps after it in what
/// is left of the time to talk, and the rounds after this one.
fn together(state: &State, groups: &Groups, inner: usize, room: &mut Room) {
    let length = |step: &Step| {
        let mut length = length::of_step(step, state.here());
        if matches!(step.what, What::Turns(_) | What::Solo(_)) {
            length.part = length.part * state.opening.pace.max(1) / 100;
        }
        length
    };
    let mut now = length(&groups.steps[inner]);
    if state.course.revealed {
        now.part = 0;
    }
    let counted = state.turns().filter(|_| !state.course.queue.is_empty());
    if let Some(turns) = counted {
        // The laps to come were reckoned with for any turns.
        now.parts = room.length.parts;
        now.fixed = turns.between * (now.parts - 1);
    }
    let later = groups.steps[inner + 1..].iter();
    let later: Vec<Length> = later
        .filter(|it| is_held_together(it))
        .map(length)
        .collect();
    let all = || std::iter::once(&now).chain(&later);
    let parts: Seconds = all().filter(|it| it.shares).map(|it| it.parts).sum();
    let fixed: Seconds = all().map(Length::seconds).sum();
    // What this turn has taken so far is still its own.
    let left = state.talk - (state.talked - state.spent) / 1000;
    // What others left is shared by those after them, but nobody gets it all.
    let had = counted.map_or(0, |_| {
        let (taken, waiting) = (state.course.taken.len(), state.course.queue.len());
        (state.course.lap * (taken + waiting) + taken) as Seconds
    });
    let share = if parts == 0 {
        0
    } else {
        let equal = (state.talk - fixed) / (parts + had);
        let most = equal * 3 / 2;
        ((left - fixed) / parts).min(most).max(SHORTEST_SHARE)
    };
    let part = |it: &Length| it.part + if it.shares { share } else { 0 };
    let whole = |it: &Length| it.parts * part(it) + it.fixed;
    let rounds = state.rounds().saturating_sub(state.course.round + 1) as Seconds;
    let after = later.iter().map(whole).sum::<Seconds>() + rounds * room.ideal;
    let is_one_clock = state.turns().is_none();
    let ideal = if is_one_clock {
        whole(&now)
    } else {
        part(&now)
    };
    *room = Room {
        length: Length {
            parts: if is_one_clock { 1 } else { now.parts },
            part: ideal,
            fixed: after + if is_one_clock { 0 } else { now.fixed },
            shares: false,
        },
        ideal,
        least: ideal,
        head: None,
        ..*room
    };
}

/// What a step takes when nobody has begun it.
fn planned(state: &State, number: usize, step: &Step) -> Room {
    let opening = &state.opening;
    let people = if opening.counted {
        state.here()
    } else {
        opening.ritual.people.best.1
    };
    let mut length = length::of_step(step, people);
    // Thinking and speaking take longer for some; talk on a clock takes what the clock says.
    let pace = |it: Seconds| it * opening.pace.max(1) / 100;
    let paced = pace(length.part);
    let mut head = None;
    let is_to_come = number > state.course.step;
    let fewest = step.wishes(people).map(|_| length.parts.min(1));
    let (ideal, least) = match &step.what {
        _ if is_to_come && falls_away_alone(state, number, step) => {
            length.parts = 0;
            (0, 0)
        }
        _ if state.is_agreed_otherwise(step) => {
            length.parts = 0;
            (0, 0)
        }
        _ if is_to_come && state.is_hardly_needed(step) => {
            length.parts = 0;
            (0, 0)
        }
        What::Say(_) => (paced, paced),
        What::Solo(_) => (paced, (paced / 2).max(SHORTEST_SOLO)),
        What::Deal(_) => (paced, paced / 2),
        What::Turns(turns) if turns.is_by_wish() => (paced, paced * 3 / 5),
        What::Turns(turns) if !opening.counted || turns.who != Who::All => {
            // One clock for the whole round: nobody knows who, or how many.
            let whole = length.parts * paced + length.fixed;
            length = Length {
                parts: 1,
                part: whole,
                fixed: 0,
                shares: length.shares,
            };
            (whole, whole * 3 / 5)
        }
        What::Turns(turns) => {
            let held = state.held_rounds(number, turns.rounds) as Seconds;
            length.parts = length.parts * held / turns.rounds.max(1) as Seconds;
            length.fixed = turns.between * (length.parts - 1).max(0);
            (paced, (paced * 3 / 5).max(SHORTEST_TURN))
        }
        What::Open(_) => (length.part, length.part * 2 / 5),
        What::Gather(_) | What::Ask(_) => {
            if step.is_agreement() && opening.agreement.is_some() {
                length.parts = 1;
            }
            (length.part, length.part / 2)
        }
        What::Groups(_) if opening.counted && people < 2 => {
            length.parts = 0;
            (0, 0)
        }
        What::Groups(groups) => {
            let (travel, think) = (state.travel(number), pace(groups.think()));
            head = Some(think);
            length.parts = 1 + state.held_rounds(number, length.parts as usize) as Seconds;
            let (each, once) = if groups.stays() {
                (0, travel)
            } else {
                (travel, 0)
            };
            length.fixed = once + travel - think;
            (each + paced, each + (paced * 3 / 5).max(think))
        }
        // Not held by this version, so they take no time.
        What::Use(_) => {
            length.parts = 0;
            (0, 0)
        }
    };
    Room {
        length,
        ideal,
        least: least.min(ideal),
        first: None,
        head,
        more: 0,
        talk: None,
        fewest,
        adjusted: 0,
        spent: 0,
    }
}
