//! A session as a fold over its journal: [`next`] says what comes, [`apply`] takes an event.
//!
//! No clock, file, chance or terminal in here. What needs chance is asked for
//! ([`Next::NeedHand`], [`Next::NeedGroups`], [`Next::NeedOrder`]) and comes back as an event, so replaying the
//! events gives the same state and the same log, anywhere, at any time. Time is the stamp of
//! the last event. Nothing knows whether a turn was spoken or passed.

mod agreed;
mod apply;
mod asks;
mod back;
mod circles;
pub mod event;
mod hurry;
mod log;
mod next;
pub mod plan;
mod queue;
mod rooms;
pub mod schedule;
mod together;
mod wishes;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::clock::Stamp;
use crate::keep::{Class, Text, Total};
use crate::ritual::{Deal, Mode, Seconds, Step, What};

pub use agreed::AGREED_OTHERWISE;
pub use apply::apply;
pub use asks::Asked;
pub use next::{NeedGroups, Next, Show, TIME_WAS_SHORT, Turn, next};
pub use wishes::{NOT_NEEDED, Wish};

use event::{Card, Opening, Person, Stamped};
use plan::Plan;

/// Everything that is known about a running session.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    opening: Arc<Opening>,
    now: Stamp,
    /// Everybody who is or was here; nobody is ever taken out, so places in it are names.
    people: Vec<Present>,
    /// How far the session is.
    course: Course,
    /// How far it was before each movement, for going back.
    trail: Vec<Arc<back::Before>>,
    /// How far groups had talked that went back to before they began: their step and round.
    begun: Option<((usize, usize), back::Run)>,
    /// Milliseconds that the clock of this step or turn has run.
    spent: i64,
    /// Seconds of the clock of this step or turn, once it runs.
    clock: Option<Seconds>,
    held: bool,
    /// How people changed the clock of this step or turn: when, in seconds of it, and by how many.
    adjusted: Vec<(Seconds, Seconds)>,
    orders: BTreeMap<usize, Vec<usize>>,
    hands: BTreeMap<usize, Hand>,
    /// Who stays out of all groups, to look after them.
    outside: BTreeSet<usize>,
    /// Groups by step and round, as places in `people`; who left while they talked is in them.
    groups: BTreeMap<(usize, usize), Vec<Vec<usize>>>,
    /// Whoever left on the way to a group, by step and round: they are in it and met nobody.
    turned_back: BTreeSet<(usize, usize, usize)>,
    /// Who had which role when groups began, by step, round and person.
    roles: BTreeMap<(usize, usize, usize), usize>,
    /// Seconds that the groups of this round have to talk, when all sit in one.
    talk: Seconds,
    /// Seconds to get back from the groups of this round, fixed when they began.
    way_back: Seconds,
    /// Milliseconds of them that have passed.
    talked: i64,
    /// Milliseconds spent in each step; time away is in none of them.
    actual: Vec<i64>,
    planned: Vec<Seconds>,
    kept: Vec<Kept>,
    /// What came of choices by everybody, by step.
    counts: BTreeMap<usize, Total>,
    /// Seconds by which the session is longer than planned, or shorter.
    overrun: Seconds,
    /// How many rounds of a step are held, where time is too short for all.
    fewer: BTreeMap<usize, usize>,
    /// Whether to ask before going on, because the plan does not fit.
    asking: bool,
    stopped: bool,
}

/// What a movement changes, and going back restores.
#[derive(Clone, Debug, Default, PartialEq)]
struct Course {
    step: usize,
    /// Which round of groups.
    round: usize,
    /// Which inner step, where all sit in one group and hold its steps on the stage.
    inner: Option<usize>,
    /// How often turns have gone round, or how many questions were asked.
    lap: usize,
    /// Whether the answer to a question is seen.
    revealed: bool,
    /// How many turns or items have begun, where they are taken by wish.
    began: usize,
    /// Whether one of them runs.
    running: bool,
    /// Whether people stay with it.
    stayed: bool,
    /// The steps in which somebody took a turn.
    taken_in: BTreeSet<usize>,
    /// Who is yet to have a turn in this round, the one who has it now first.
    queue: VecDeque<usize>,
    /// Who had a turn in this round.
    taken: Vec<usize>,
    /// Whether the groups of this round talk.
    open: bool,
    /// Whether the groups of this round are as they should be.
    settled: bool,
    /// Who came when half of this round had gone, and sits beside it.
    beside: Vec<usize>,
    left_out: BTreeMap<usize, String>,
    /// What was chosen so far of how to share stories: places among the options.
    chosen: Vec<usize>,
    ended_early: bool,
}

/// Somebody who is or was here.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    /// Who.
    pub person: Person,
    /// Whether still here.
    pub here: bool,
}

/// What was dealt for a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hand {
    /// What lies on the table.
    pub cards: Vec<Card>,
    /// Everything that lay there, what was swapped too.
    laid: Vec<Card>,
    /// How many swaps.
    pub swaps: usize,
    /// Whether another hand was asked for.
    wanted: bool,
}

/// A text that people agreed to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// In which step.
    step: usize,
    /// What it may be written to.
    class: Class,
    /// item, headline, theme and so on.
    pub form: String,
    /// The text.
    pub text: Text,
}

/// An event that cannot have happened here. A journal with one is read up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot happen here: {0}")]
pub struct Illegal(pub &'static str);

impl State {
    /// A session at its very beginning.
    pub fn begin(opening: Opening) -> Self {
        let steps = opening.ritual.steps.len();
        let people = opening.people.iter().map(|it| Present {
            person: it.clone(),
            here: true,
        });
        let mut state = Self {
            now: opening.started,
            people: people.collect(),
            course: Course::default(),
            trail: Vec::new(),
            begun: None,
            spent: 0,
            clock: None,
            held: false,
            adjusted: Vec::new(),
            orders: BTreeMap::new(),
            hands: BTreeMap::new(),
            outside: BTreeSet::new(),
            groups: BTreeMap::new(),
            turned_back: BTreeSet::new(),
            roles: BTreeMap::new(),
            talk: 0,
            way_back: 0,
            talked: 0,
            actual: vec![0; steps],
            planned: Vec::new(),
            kept: Vec::new(),
            counts: BTreeMap::new(),
            overrun: 0,
            fewer: BTreeMap::new(),
            asking: false,
            stopped: false,
            opening: Arc::new(opening),
        };
        let plan = state.plan();
        state.asking = !plan.fits();
        state.planned = plan.seconds;
        state.enter();
        state.set_clock();
        state
    }

    /// Replays `events`; stops at the first illegal one and gives its place.
    pub fn replay(opening: Opening, events: &[Stamped]) -> (Self, Option<(usize, Illegal)>) {
        let mut state = Self::begin(opening);
        for (idx, event) in events.iter().enumerate() {
            if let Err(illegal) = apply(&mut state, event) {
                return (state, Some((idx, illegal)));
            }
        }
        (state, None)
    }

    /// What it began with.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// The stamp of the last event.
    pub fn now(&self) -> Stamp {
        self.now
    }

    /// Everybody who is or was here, in the order they came.
    pub fn people(&self) -> &[Present] {
        &self.people
    }

    /// How many people are here.
    pub fn here(&self) -> usize {
        self.people.iter().filter(|it| it.here).count()
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people
            .iter()
            .map(|it| &it.person)
            .find(|it| it.id == id)
    }

    /// Where people are now: somebody may have gone to a screen, or left one.
    pub fn mode(&self) -> Mode {
        let here = || self.people.iter().filter(|it| it.here);
        match (
            here().any(|it| it.person.remote),
            here().any(|it| !it.person.remote),
        ) {
            (true, true) => Mode::Hybrid,
            (true, false) => Mode::Remote,
            (false, _) => self.opening.mode,
        }
    }

    /// The step at hand; `None` when all is over.
    pub fn step(&self) -> Option<&Step> {
        self.opening.ritual.steps.get(self.course.step)
    }

    /// The number of the step at hand, from 0.
    pub fn step_number(&self) -> usize {
        self.course.step
    }

    /// What lies on the table: the last hand dealt up to here, and its step. It is taken away when
    /// the talk about it is over: the first turns, open talk or groups after it.
    pub fn table(&self) -> Option<(usize, &Deal, &Hand)> {
        // What is asked from a bank is seen question by question, and does not lie there.
        let steps = &self.opening.ritual.steps;
        let lies_at = |it: usize| !matches!(steps[it].what, What::Ask(_));
        let mut hands = self.hands.range(..=self.course.step);
        let (&number, hand) = hands.rfind(|it| lies_at(*it.0))?;
        let is_talk =
            |it: &Step| matches!(it.what, What::Turns(_) | What::Open(_) | What::Groups(_));
        let mut held =
            (number..self.course.step).filter(|it| !self.course.left_out.contains_key(it));
        let is_over = held.any(|it| steps.get(it).is_some_and(is_talk));
        let deal = steps.get(number)?.deal();
        deal.filter(|_| !is_over).map(|it| (number, it, hand))
    }

    /// What was dealt for the other steps.
    pub fn laid_beside(&self, step: usize) -> impl Iterator<Item = &Card> {
        let others = self.hands.iter().filter(move |(at, _)| **at != step);
        others.flat_map(|(_, hand)| &hand.laid)
    }

    /// The step whose hand lies on the table, if it may be swapped once more. Groups that talk
    /// keep what they chose from.
    pub fn may_swap(&self) -> Option<usize> {
        let (step, deal, hand) = self.table()?;
        (hand.swaps < deal.swap && !self.course.open).then_some(step)
    }

    /// Whether there is a movement to take back.
    pub fn may_back(&self) -> bool {
        !self.trail.is_empty()
    }

    /// Why a step fell away, if it did.
    pub fn why_left_out(&self, step: usize) -> Option<&str> {
        self.course.left_out.get(&step).map(String::as_str)
    }

    /// Whether a step fell away for this reason.
    pub fn has_left_out(&self, reason: &str) -> bool {
        self.course.left_out.values().any(|it| it == reason)
    }

    /// Whether some are on screens and nobody knows who, or how many.
    pub fn is_unsorted(&self) -> bool {
        let mut here = self.people.iter().filter(|it| it.here);
        let is_sorted = here.any(|it| it.person.remote || it.person.name.is_some());
        self.mode() == Mode::Hybrid && !is_sorted
    }

    /// Whether something is kept of the step at hand already.
    pub fn keeps_some(&self) -> bool {
        let step = self.course.step;
        self.counts.contains_key(&step) || self.kept.iter().any(|it| it.step == step)
    }

    /// Seconds planned for what is left, step by step.
    pub fn plan(&self) -> Plan {
        plan::make(self)
    }

    /// Seconds left of the time that was agreed.
    pub fn left(&self) -> Seconds {
        let elapsed: i64 = self.actual.iter().sum();
        self.opening
            .minutes
            .saturating_mul(60)
            .saturating_add(self.overrun)
            - elapsed / 1000
    }

    /// Whether the step at hand has begun.
    fn has_begun(&self) -> bool {
        let course = &self.course;
        self.spent > 0
            || self.held
            || !self.adjusted.is_empty()
            || course.open
            || course.round > 0
            || course.lap > 0
            || course.revealed
            || course.began > 0
            || !course.queue.is_empty()
            || !course.taken.is_empty()
    }

    /// Goes past everything that needs nobody, and makes the queue of a round.
    fn enter(&mut self) {
        while let Some(step) = self.at_hand() {
            if self.course.left_out.contains_key(&self.course.step) {
                self.move_to(self.course.step + 1);
                continue;
            }
            let passed = match &step.what {
                What::Deal(deal) => {
                    deal.think == 0
                        && self
                            .hands
                            .get(&self.course.step)
                            .is_some_and(|it| !it.wanted)
                }
                _ if self.is_enough() => true,
                What::Turns(_) => self.turns().is_some() && !self.fill_queue(),
                _ => false,
            };
            if !passed {
                return;
            }
            self.pass_on();
        }
    }

    fn move_to(&mut self, step: usize) {
        self.course.step = step;
        self.course.round = 0;
        self.close_rooms();
        self.clear_turns();
        self.restart_clock();
    }

    fn clear_turns(&mut self) {
        self.course.lap = 0;
        self.course.revealed = false;
        self.course.began = 0;
        self.course.running = false;
        self.course.stayed = false;
        self.course.queue.clear();
        self.course.taken.clear();
    }

    fn restart_clock(&mut self) {
        self.spent = 0;
        self.clock = None;
        self.adjusted.clear();
        self.held = false;
    }

    /// Fixes the length of the clock at hand, unless people must be asked first.
    fn set_clock(&mut self) {
        if self.clock.is_none() && !self.asking {
            self.clock = Some(self.plan().clock);
        }
    }
}
