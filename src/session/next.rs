//! What comes next: what the session needs, shows, or asks.

use crate::logs::NEEDS_TWO;
use crate::ritual::{Order, Seconds, Step, What};

use super::State;
use super::agreed::AGREED_OTHERWISE;
use super::asks::NO_QUESTIONS;
use super::event::Card;
use super::wishes::NOT_NEEDED;

/// Why an optional step falls away.
pub const TIME_WAS_SHORT: &str = "time was short";

/// Why a step falls away that stands for another ritual's steps.
const NOT_RESOLVED: &str = "the other ritual was not read";

/// What the session needs or shows next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Deal a hand, without the ids dealt before; comes back as [`event::Event::Hand`].
    NeedHand {
        /// For which step.
        step: usize,
        /// Ids not to deal.
        laid: Vec<Card>,
    },
    /// Form groups, or mend them; comes back as [`event::Event::Groups`].
    NeedGroups(NeedGroups),
    /// Draw an order; comes back as [`event::Event::Order`].
    NeedOrder {
        /// For which step.
        step: usize,
        /// Ids of those present.
        people: Vec<String>,
    },
    /// This step will not be held; comes back as [`event::Event::LeftOut`].
    LeaveOut {
        /// Which.
        step: usize,
        /// Why, for the log.
        reason: String,
    },
    /// What is left does not fit: accept an overrun, or go to the close.
    CannotFit {
        /// By how many seconds.
        over: Seconds,
    },
    /// Show a step, or one turn of it.
    Show(Show),
    /// A person left the program; it waits for [`event::Event::Resume`].
    Stopped,
    /// All held; the log can be written.
    Over,
}

/// Which groups are needed, and of whom.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedGroups {
    /// For which step.
    pub step: usize,
    /// For which round, from 0.
    pub round: usize,
    /// Ids of those who will sit in groups.
    pub people: Vec<String>,
    /// The groups that people know of already, without those who left; empty when none.
    pub before: Vec<Vec<String>>,
    /// The groups that these are made of, without those who left: of the round before where people
    /// stay together, of the step before where groups are joined; empty when they are formed anew.
    pub made_of: Vec<Vec<String>>,
    /// Whether they talk already.
    pub talking: bool,
}

/// A step, or one turn of it, on its clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Which step.
    pub step: usize,
    /// Whose turn, in a round of turns.
    pub turn: Option<Turn>,
    /// Whether groups wait to begin: Enter is [`event::Event::RoomsOpen`].
    pub opens: bool,
    /// Seconds left on its clock; negative when it ran over.
    pub left: Seconds,
    /// Length of its clock in seconds; 0 for none.
    pub of: Seconds,
    /// Whether the clock stands.
    pub held: bool,
}

impl Show {
    /// The same, so many seconds after the last event: its clock has run on.
    pub fn after(mut self, seconds: Seconds) -> Self {
        if !self.held && self.of > 0 {
            self.left -= seconds.max(0);
        }
        self
    }
}

/// One turn of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Whose; an id.
    pub person: String,
    /// Which one in this round, from 1.
    pub nth: usize,
    /// How many in this round.
    pub of: usize,
    /// Who may be next.
    pub then: Option<String>,
    /// Whom it is about, where people sit in a ring.
    pub about: Option<String>,
}

/// What comes now.
pub fn next(state: &State) -> Next {
    if state.stopped {
        return Next::Stopped;
    }
    let Some(step) = state.step() else {
        return Next::Over;
    };
    let number = state.course.step;
    let plan = state.plan();
    if state.asking {
        return Next::CannotFit { over: plan.over };
    }
    if plan.dropped.contains(&number) {
        return Next::LeaveOut {
            step: number,
            reason: TIME_WAS_SHORT.to_string(),
        };
    }
    // Another ritual's steps stand in its place when a session begins.
    if matches!(step.what, What::Use(_)) {
        return Next::LeaveOut {
            step: number,
            reason: NOT_RESOLVED.to_string(),
        };
    }
    if state.is_not_needed(step) {
        return Next::LeaveOut {
            step: number,
            reason: NOT_NEEDED.to_string(),
        };
    }
    if state.is_agreed_otherwise(step) {
        return Next::LeaveOut {
            step: number,
            reason: AGREED_OTHERWISE.to_string(),
        };
    }
    if needs_two(state, step) {
        return Next::LeaveOut {
            step: number,
            reason: NEEDS_TWO.to_string(),
        };
    }
    if let Some(need) = need(state) {
        return need;
    }
    if state.asked().is_some_and(|it| it.of == 0) {
        return Next::LeaveOut {
            step: number,
            reason: NO_QUESTIONS.to_string(),
        };
    }
    let of = plan.clock;
    Next::Show(Show {
        step: number,
        turn: turn(state),
        opens: state.may_open(),
        left: of - state.spent / 1000,
        of,
        held: state.held,
    })
}

/// Whether a step wants others and one person is alone with it. What has begun goes on: somebody
/// may come back.
fn needs_two(state: &State, step: &Step) -> bool {
    !state.has_begun() && falls_away_alone(state, state.course.step, step)
}

/// Whether a step that has not begun falls away, because one person is here, or nobody.
pub(super) fn falls_away_alone(state: &State, number: usize, step: &Step) -> bool {
    let is_alone = state.opening.counted && state.here() < 2;
    // The close is held whoever is there to hear it.
    let is_close = number + 1 == state.opening.ritual.steps.len();
    let is_for_more = state.opening.ritual.people.min > 1;
    is_alone
        && match step.what {
            What::Groups(_) => true,
            What::Turns(_) | What::Open(_) | What::Gather(_) | What::Ask(_) => {
                is_for_more && !is_close
            }
            What::Say(_) | What::Solo(_) | What::Deal(_) | What::Use(_) => false,
        }
}

/// Whose turn it is, counted through all laps.
fn turn(state: &State) -> Option<Turn> {
    let id = |it: usize| state.people[it].person.id.clone();
    let course = &state.course;
    let &first = course.queue.front()?;
    let laps = state.laps();
    let in_a_lap = course.taken.len() + course.queue.len();
    let mut next = course.queue.get(1).copied();
    if next.is_none() && course.lap + 1 < laps {
        let order = state.orders.get(&course.step);
        let mut order = order.into_iter().flatten().copied();
        next = order.find(|&it| it != first && state.people[it].here);
    }
    Some(Turn {
        person: id(first),
        nth: course.lap * in_a_lap + course.taken.len() + 1,
        of: laps * in_a_lap,
        then: next.map(id),
        about: about(state, first).map(id),
    })
}

/// The next one in the ring: after the last comes the first.
fn about(state: &State, first: usize) -> Option<usize> {
    state.turns().filter(|it| it.order == Order::Ring)?;
    let order = state.orders.get(&state.course.step)?;
    // Whoever came since sits at the end.
    let came = (0..state.people.len()).filter(|it| !order.contains(it));
    let ring: Vec<usize> = order.iter().copied().chain(came).collect();
    let at = ring.iter().position(|&it| it == first)?;
    let mut others = ring[at + 1..].iter().chain(&ring[..at]).copied();
    others.find(|&it| state.people[it].here)
}

/// What must be dealt or drawn before the step at hand can go on: its own hand or order, or
/// another hand for what lies on the table.
pub(super) fn need(state: &State) -> Option<Next> {
    let number = state.course.step;
    let step = state.step()?;
    if step.deal().is_some() && !state.hands.contains_key(&number) {
        return Some(Next::NeedHand {
            step: number,
            laid: Vec::new(),
        });
    }
    if state.wants_groups() {
        return Some(Next::NeedGroups(state.needed_groups()));
    }
    if state.turns().is_some() && state.course.queue.is_empty() {
        let here = state.people.iter().filter(|it| it.here);
        return Some(Next::NeedOrder {
            step: number,
            people: here.map(|it| it.person.id.clone()).collect(),
        });
    }
    let (step, hand) = state.hands.range(..=number).find(|(_, it)| it.wanted)?;
    Some(Next::NeedHand {
        step: *step,
        laid: hand.laid.clone(),
    })
}
