//! How the time that is left is shared out among the steps that are left.
//!
//! Law 9 of the method rules here: time is equal, and when it is short rounds are cut, not
//! people. Optional steps fall away first, the last one first; then everything that can be
//! shorter becomes shorter by the same share; the close, the last step, keeps its length.
//! What still does not fit is asked about.

use crate::ritual::{Seconds, Step, Turns, What, Who};
use crate::session::State;

/// Seconds of a turn at least.
const SHORTEST_TURN: Seconds = 5;
/// Seconds of a turn when nobody wrote a length and the time is not known.
const USUAL_TURN: Seconds = 60;
/// Seconds of a solo step at least.
const SHORTEST_SOLO: Seconds = 10;

/// What is planned from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Seconds planned for each step, 0 for those behind; for the step at hand, what is left of it.
    pub seconds: Vec<Seconds>,
    /// Length of the clock at hand: the step's, or one turn's; 0 for none.
    pub clock: Seconds,
    /// Optional steps that fall away.
    pub dropped: Vec<usize>,
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
struct Length {
    /// How many equal parts it has: turns, or 1.
    parts: Seconds,
    /// Seconds of a part.
    ideal: Seconds,
    /// Seconds of a part at least.
    least: Seconds,
    /// Seconds that no shortening changes: between turns.
    fixed: Seconds,
    /// Seconds of the first part, once its clock runs: nothing that happens meanwhile changes it.
    first: Option<Seconds>,
    /// Seconds by which people changed the first part.
    adjusted: Seconds,
    /// Seconds of the first part that have passed.
    spent: Seconds,
}

impl Length {
    fn whole(ideal: Seconds, least: Seconds) -> Self {
        Self {
            parts: 1,
            ideal,
            least: least.min(ideal),
            fixed: 0,
            first: None,
            adjusted: 0,
            spent: 0,
        }
    }

    /// The clock of the part at hand, if each part takes `part`.
    fn clock(&self, part: Seconds) -> Seconds {
        (self.first.unwrap_or(part) + self.adjusted).max(0)
    }

    /// Seconds to come, if each part takes `part`.
    fn rest(&self, part: Seconds) -> Seconds {
        if self.parts == 0 {
            return 0;
        }
        (self.clock(part) - self.spent).max(0) + (self.parts - 1) * part + self.fixed
    }
}

/// Shares the time that is left.
pub(super) fn make(state: &State) -> Plan {
    let steps = &state.opening.ritual.steps;
    let close = steps.len().saturating_sub(1);
    let mut lengths: Vec<Length> = (0..steps.len())
        .map(|it| length(state, it, close))
        .collect();
    let left = state.left();
    let most = left + left.max(0) / 10;
    let ideal_total =
        |lengths: &[Length]| -> Seconds { lengths.iter().map(|it| it.rest(it.ideal)).sum() };

    let mut dropped = Vec::new();
    for number in (state.course.step..close).rev() {
        if ideal_total(&lengths) <= most {
            break;
        }
        let begun =
            number == state.course.step && (state.spent > 0 || state.adjusted != 0 || state.held);
        if steps[number].optional && !begun && lengths[number].parts > 0 {
            lengths[number] = Length::whole(0, 0);
            dropped.push(number);
        }
    }

    let ideal = ideal_total(&lengths);
    let least: Seconds = lengths.iter().map(|it| it.rest(it.least)).sum();
    let too_much = if ideal <= most { 0 } else { ideal - left };
    let slack = ideal - least;
    let mut plan = Plan {
        dropped,
        seconds: Vec::with_capacity(steps.len()),
        ..Plan::default()
    };
    for (number, length) in lengths.iter().enumerate() {
        let part = if too_much == 0 || slack <= 0 {
            length.ideal
        } else {
            let spare = length.ideal - length.least;
            let cut = (spare * too_much + slack - 1) / slack;
            (length.ideal - cut).max(length.least)
        };
        if number == state.course.step {
            plan.clock = length.clock(part);
        }
        plan.seconds.push(length.rest(part));
    }
    if plan.total() > most {
        plan.over = plan.total() - left;
    }
    plan
}

fn length(state: &State, number: usize, close: usize) -> Length {
    let step = &state.opening.ritual.steps[number];
    if number < state.course.step || state.course.left_out.contains_key(&number) {
        return Length {
            parts: 0,
            ..Length::whole(0, 0)
        };
    }
    let mut length = planned(state, step);
    if number == close {
        length.least = length.ideal;
    }
    if number == state.course.step {
        if state.turns().is_some() && !state.course.queue.is_empty() {
            length = turns_to_come(state, length);
        }
        length.first = state.clock;
        length.adjusted = state.adjusted;
        length.spent = state.spent / 1000;
    }
    length
}

/// The rest of a round that has begun, and the rounds after it.
fn turns_to_come(state: &State, length: Length) -> Length {
    let Some(turns) = state.turns() else {
        return length;
    };
    let waiting = state.course.queue.len() as Seconds;
    let rounds = (turns.rounds - 1).saturating_sub(state.course.round) as Seconds;
    let parts = waiting + rounds * state.here() as Seconds;
    Length {
        parts,
        fixed: turns.between * (parts - 1).max(0),
        ..length
    }
}

/// What a step takes when nobody has begun it.
fn planned(state: &State, step: &Step) -> Length {
    let opening = &state.opening;
    let paced = |seconds: Seconds| seconds * opening.pace.max(1) / 100;
    match &step.what {
        What::Say(say) => Length::whole(paced(say.seconds), paced(say.seconds)),
        What::Solo(solo) => Length::whole(
            paced(solo.seconds),
            (paced(solo.seconds) / 2).max(SHORTEST_SOLO),
        ),
        What::Deal(deal) => Length::whole(paced(deal.think), paced(deal.think) / 2),
        What::Open(open) => Length::whole(open.seconds, open.seconds * 2 / 5),
        What::Gather(gather) => Length::whole(gather.seconds, gather.seconds / 2),
        What::Turns(turns) => turns_length(state, turns, paced),
        // Not held by this version, so they take no time.
        What::Groups(_) | What::Ask(_) | What::Use(_) => Length {
            parts: 0,
            ..Length::whole(0, 0)
        },
    }
}

fn turns_length(state: &State, turns: &Turns, paced: impl Fn(Seconds) -> Seconds) -> Length {
    if let Some(seconds) = turns.seconds {
        return Length::whole(paced(seconds), paced(seconds) / 2);
    }
    let people = if state.opening.counted {
        state.here()
    } else {
        state.opening.ritual.people.best.1
    };
    let people = turns.max.map_or(people, |most| people.min(most)) as Seconds;
    let parts = people * turns.rounds as Seconds;
    let each = turns.each.unwrap_or(USUAL_TURN);
    let response: Seconds = turns.response.iter().map(|it| it.seconds).sum();
    let ideal = paced(each) + response;
    let least = (ideal * 3 / 5).max(SHORTEST_TURN).min(ideal);
    let between = turns.between * (parts - 1).max(0);
    if !state.opening.counted || turns.who != Who::All {
        // One clock for the whole round: nobody knows who, or how many.
        return Length::whole(parts * ideal + between, parts * least + between);
    }
    Length {
        parts,
        fixed: between,
        ..Length::whole(ideal, least)
    }
}
