//! Who has a turn when, where turns are counted: everybody who is here once a round.

use crate::ritual::{Turns, What, Who};

use super::State;
use super::event::Person;

impl State {
    /// Who waits for a turn in the round at hand, in order.
    pub fn waiting(&self) -> impl DoubleEndedIterator<Item = &Person> {
        let waiting = self.course.queue.iter().skip(1);
        waiting.map(|&it| &self.people[it].person)
    }

    /// Whether somebody could take the turn before the one who has it.
    pub fn may_later(&self) -> bool {
        self.course.queue.len() > 1 && self.turns().is_some()
    }

    /// The round of turns at hand, if turns are counted.
    pub(super) fn turns(&self) -> Option<&Turns> {
        match &self.at_hand()?.what {
            What::Turns(turns) if self.opening.counted && turns.who == Who::All => Some(turns),
            _ => None,
        }
    }

    /// Makes the queue of the round at hand; false when no turn is left in this step.
    pub(super) fn fill_queue(&mut self) -> bool {
        let Some(order) = self
            .orders
            .get(&self.course.step)
            .filter(|_| self.turns().is_some())
        else {
            return true;
        };
        let (order, rounds) = (order.clone(), self.laps());
        while self.course.queue.is_empty() {
            if !self.course.taken.is_empty() {
                self.course.lap += 1;
                self.course.taken.clear();
            }
            if self.course.lap >= rounds {
                return false;
            }
            self.course.queue = order.iter().copied().collect();
            self.mend_queue();
            if self.course.queue.is_empty() {
                return false;
            }
        }
        true
    }

    /// Nobody waits who is not here, and everybody who is here and had no turn waits.
    pub(super) fn mend_queue(&mut self) {
        // Whoever stays out of the groups has no turn in them.
        let in_groups = self.groups_step().is_some();
        let n = self.people.len();
        let out: Vec<bool> = (0..n).map(|it| in_groups && self.is_outside(it)).collect();
        let (people, course) = (&self.people, &mut self.course);
        course.queue.retain(|&it| people[it].here && !out[it]);
        for (number, it) in people.iter().enumerate() {
            if it.here
                && !out[number]
                && !course.queue.contains(&number)
                && !course.taken.contains(&number)
            {
                course.queue.push_back(number);
            }
        }
    }
}
