//! When there are fewer minutes than planned: rounds are cut before people, and what is optional
//! falls away; the close is kept.
//!
//! A round is cut when at least half of it is missing; what is missing then is shared by all parts
//! that are left ([`super::plan`]). A clock that all are on at once becomes shorter too, down to
//! what is needed to come to an end; a turn that has begun keeps its length.

use crate::ritual::{Seconds, What, Who};

use super::State;

/// Seconds that groups keep at least, to end and to thank.
const SHORTEST_TALK: Seconds = 60;
/// Seconds that any other step keeps at least.
const SHORTEST_REST: Seconds = 10;

impl State {
    /// How many of so many rounds of a step will be held.
    pub(super) fn held_rounds(&self, step: usize, rounds: usize) -> usize {
        let fewer = self.fewer.get(&step);
        fewer.map_or(rounds, |&it| it.min(rounds))
    }

    /// How often turns go round in the step at hand.
    pub(super) fn laps(&self) -> usize {
        match self.turns() {
            None => 1,
            Some(turns) if self.is_together() => turns.rounds,
            Some(turns) => self.held_rounds(self.course.step, turns.rounds),
        }
    }

    /// How many rounds of the step at hand will be held, and of how many, where some were cut.
    pub fn fewer_rounds(&self) -> Option<(usize, usize)> {
        let (rounds, _) = self.round_of(self.course.step)?;
        let held = self.held_rounds(self.course.step, rounds);
        (held < rounds).then_some((held, rounds))
    }

    /// From now on there are so many seconds to the end.
    pub(super) fn have(&mut self, seconds: Seconds) {
        self.overrun += seconds - self.left();
        self.fewer.clear();
        while let Some((step, held)) = self.round_to_cut() {
            self.fewer.insert(step, held - 1);
        }
        self.shorten_clock();
    }

    /// The last step that can do with a round less, and how many it has, if so much is missing.
    fn round_to_cut(&self) -> Option<(usize, usize)> {
        let missing = self.plan().short;
        let close = self.opening.ritual.steps.len().saturating_sub(1);
        let mut steps = (self.course.step..close).rev();
        steps.find_map(|step| {
            let (rounds, seconds) = self.round_of(step)?;
            let held = self.held_rounds(step, rounds);
            let begun = match step == self.course.step {
                true => self.course.round.max(self.course.lap) + 1,
                false => 1,
            };
            (held > begun && 2 * missing >= seconds).then_some((step, held))
        })
    }

    /// How many rounds a step has by plan, and how many seconds one of them takes.
    fn round_of(&self, step: usize) -> Option<(usize, Seconds)> {
        let (rounds, seconds) = match &self.opening.ritual.steps.get(step)?.what {
            // Where roles go round, or circles change, a round is somebody's turn.
            What::Groups(groups) if !groups.stays() => {
                (groups.rounds?, groups.seconds + groups.travel)
            }
            What::Turns(turns) if turns.who == Who::All && self.opening.counted => {
                let each = turns.each? * self.opening.pace.max(1) / 100 + turns.between;
                (turns.rounds, each * self.here() as Seconds)
            }
            _ => return None,
        };
        (rounds > 1).then_some((rounds, seconds.max(1)))
    }

    /// What is still too long is taken off the clock at hand, where nobody has the turn.
    fn shorten_clock(&mut self) {
        let over = self.plan().total() - self.left();
        if over <= 0 {
            return;
        }
        if self.is_together() {
            self.talk = (self.talk - over).max(self.talked / 1000);
        } else if self.turns().is_none() && self.clock.is_some() {
            let least = match self.is_talking() {
                true => SHORTEST_TALK,
                false => SHORTEST_REST,
            };
            let passed = self.spent / 1000;
            let rest = self.plan().clock - passed;
            let by = over.min(rest - least).max(0);
            self.adjusted.extend((by > 0).then_some((passed, -by)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::back::tests::Evening;
    use crate::session::event::Event;
    use crate::session::{Next, next};

    const OPTIONAL: &str = "[[step]]\nkind = \"open\"\nfor = \"2m\"\noptional = true\n";
    const CLOSE: &str = "[[step]]\nkind = \"gather\"\nfor = \"60s\"\nwhat = \"One word.\"\n";

    fn to_end(minutes: i64) -> Event {
        Event::ToEnd {
            seconds: minutes * 60,
        }
    }

    #[test]
    fn rounds_are_cut_and_what_is_optional_falls_away_but_everybody_has_a_turn_and_a_close() {
        let turns = "[[step]]\nkind = \"turns\"\neach = \"60s\"\nrounds = 3\n";
        let steps = format!("{turns}{OPTIONAL}{CLOSE}");
        let mut evening = Evening::of(4, &steps);
        evening.then(0, Event::Hold {});
        evening.then(0, Event::GoOn {});
        assert_eq!(evening.0.plan().total(), 12 * 60 + 120 + 60);
        evening.then(30, to_end(9));
        let plan = evening.0.plan();
        // Two rounds, of which 30 seconds have passed; then the close.
        assert_eq!(plan.seconds, [8 * 60 - 30, 0, 60]);
        assert_eq!(plan.dropped, [1]);
        assert_eq!(evening.0.fewer_rounds(), Some((2, 3)));
        // With more time than was thought, the rounds are back.
        evening.then(0, to_end(20));
        assert_eq!(evening.0.fewer_rounds(), None);
        evening.then(0, to_end(5));
        assert_eq!(evening.0.fewer_rounds(), Some((1, 3)));
        for _ in 0..3 {
            evening.then(60, Event::TurnOver {});
        }
        evening.take(60, Event::TurnOver {});
        let Next::LeaveOut { step: 1, reason } = next(&evening.0) else {
            panic!("{:?}", next(&evening.0));
        };
        assert_eq!(evening.then(0, Event::LeftOut { step: 1, reason }), 60);
        assert_eq!(evening.0.step_number(), 2);
    }

    #[test]
    fn groups_that_talk_come_back_sooner_so_that_the_close_is_kept() {
        let groups = "[[step]]\nkind = \"groups\"\nfor = \"10m\"\nrounds = 2\n[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n";
        let mut evening = Evening::of(6, &format!("{groups}{CLOSE}"));
        let event = evening.needed().unwrap();
        evening.take(0, event);
        assert_eq!(evening.then(0, Event::RoomsOpen {}), 600);
        // Five minutes to the end: no second round, and four minutes of this one.
        assert_eq!(evening.then(60, to_end(5)), 240);
        assert_eq!(evening.0.fewer_rounds(), Some((1, 2)));
        assert_eq!(evening.0.plan().seconds, [240, 60]);
        // Less than it takes to end and to thank is never left to them.
        assert_eq!(evening.then(0, to_end(1)), SHORTEST_TALK);
        evening.take(60, Event::StepOver {});
        assert_eq!(next(&evening.0), Next::CannotFit { over: 60 });
    }

    #[test]
    fn one_group_has_shorter_turns_and_its_turn_at_hand_keeps_its_length() {
        let groups = "[[step]]\nkind = \"groups\"\nfor = \"10m\"\n[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n";
        let mut evening = Evening::of(3, &format!("{groups}{CLOSE}"));
        let event = evening.needed().unwrap();
        evening.take(0, event);
        assert_eq!(evening.then(0, Event::RoomsOpen {}), 200);
        assert_eq!(evening.then(50, to_end(5)), 150);
        // Of five minutes one is the close, and this turn takes two and a half.
        assert_eq!(evening.then(150, Event::TurnOver {}), 45);
    }
}
