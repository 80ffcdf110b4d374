//! One group for all: where everybody sits together and sees the stage, the steps of a round are
//! held there like any others, turn by turn, within the time that groups have to talk.
//!
//! Several groups talk side by side on one clock instead ([`super::schedule`]).

use crate::clock::Stamp;
use crate::ritual::{Groups, Step, What};

use super::State;

impl State {
    /// The step that people are at: where all sit in one group, the inner one.
    pub fn at_hand(&self) -> Option<&Step> {
        let step = self.step()?;
        match (&step.what, self.course.inner) {
            (What::Groups(groups), Some(inner)) => groups.steps.get(inner),
            _ => Some(step),
        }
    }

    /// Whether all sit in one group now and hold its steps on the stage.
    pub fn is_together(&self) -> bool {
        self.course.inner.is_some()
    }

    /// How it would be after going back now.
    pub fn back(&self, now: Stamp) -> Option<Self> {
        let mut state = self.clone();
        let event = super::event::Event::Back {};
        let back = super::event::Stamped { at: now, event };
        super::apply(&mut state, &back).is_ok().then_some(state)
    }

    /// The groups begin to talk; one alone begins with its first step.
    pub(super) fn open_rooms(&mut self) {
        self.talk = self.plan().talk;
        self.talked = 0;
        self.way_back = self.way_to_leave();
        self.take_roles();
        self.course.open = true;
        let is_one = self.opening.counted && self.groups().len() == 1;
        let first = self.groups_step().filter(|_| is_one);
        self.course.inner = first.and_then(|it| inner_from(it, 0));
        self.clear_turns();
        self.restart_clock();
        self.begin_again();
    }

    /// Whether somebody here may still stay out of the groups to come.
    pub(super) fn may_stay_outside(&self, id: &str) -> bool {
        let is_here = |it: &super::Present| it.here && it.person.id == id;
        !self.course.open && self.people.iter().any(is_here)
    }

    /// Somebody stays out of the groups to come.
    pub(super) fn stay_outside(&mut self, id: &str) {
        let number = self.people.iter().position(|it| it.person.id == id);
        self.outside.extend(number);
        self.course.settled = false;
    }

    /// Whoever is here sits with the others, who see the stage all the same.
    pub(super) fn sit_together(&mut self) {
        let place = (self.course.step, self.course.round);
        let mut all = self.groups.remove(&place).unwrap_or_default().concat();
        for number in 0..self.people.len() {
            let is_in = !self.is_outside(number);
            if self.people[number].here && is_in && !all.contains(&number) {
                all.push(number);
            }
        }
        self.groups.insert(place, vec![all]);
        self.course.settled = true;
    }

    /// Goes past the step at hand: to the next inner one, the next round, or the next step.
    pub(super) fn pass_on(&mut self) {
        let inner = self.course.inner;
        let groups = self.groups_step();
        let next = inner
            .zip(groups)
            .and_then(|(at, groups)| inner_from(groups, at + 1));
        if next.is_some() {
            self.course.inner = next;
            self.clear_turns();
            self.restart_clock();
        } else if self.is_last_round() {
            self.move_to(self.course.step + 1);
        } else {
            self.course.round += 1;
            self.close_rooms();
            self.clear_turns();
            self.restart_clock();
        }
    }
}

/// The first step from this one on that one group holds on the stage.
fn inner_from(groups: &Groups, from: usize) -> Option<usize> {
    let mut steps = groups.steps.iter().enumerate().skip(from);
    let found = steps.find(|(_, it)| is_held_together(it));
    found.map(|it| it.0)
}

/// What is dealt lies on the table already, and groups in groups are not held.
pub(super) fn is_held_together(step: &Step) -> bool {
    match step.what {
        What::Say(_)
        | What::Solo(_)
        | What::Turns(_)
        | What::Open(_)
        | What::Gather(_)
        | What::Ask(_) => true,
        What::Deal(_) | What::Groups(_) | What::Use(_) => false,
    }
}
