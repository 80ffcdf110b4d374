//! Going back: how far the session was before a movement, on the clock that had run by then.
//!
//! Time that was spent stays spent. A turn goes on with what was left of it. Groups that sit side
//! by side talked on meanwhile, wherever the screen was, so that "Back at 10:25" stays true.

use crate::ritual::Seconds;

use super::{Course, State};

/// The clock of a step or turn, as far as it has run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    /// Milliseconds that it has run.
    spent: i64,
    clock: Option<Seconds>,
    adjusted: Vec<(Seconds, Seconds)>,
    talk: Seconds,
    talked: i64,
}

/// How it was before a movement.
#[derive(Debug, PartialEq)]
pub(super) struct Before {
    course: Course,
    run: Run,
    /// Whether what came of the question at hand was there.
    came: bool,
    /// Milliseconds that the session had lasted, without time away.
    lasted: i64,
}

impl State {
    /// How it is now, for going back to it.
    pub(super) fn before(&self) -> Before {
        Before {
            course: self.course.clone(),
            run: self.run(),
            came: self.came().is_some(),
            lasted: self.actual.iter().sum(),
        }
    }

    /// The last movement did not happen.
    pub(super) fn go_back(&mut self) {
        let Some(before) = self.trail.pop() else {
            return;
        };
        let at = |it: &Course| (it.step, it.round);
        let (place, was_open) = (at(&self.course), self.course.open);
        let is_same = place == at(&before.course);
        if was_open && is_same && !before.course.open {
            // Should they begin again, they have what is left.
            self.begun = Some((place, self.run()));
        }
        self.course = before.course.clone();
        // What is kept of a step is asked for again, so nothing is kept that was taken back.
        self.kept.retain(|it| it.step < self.course.step);
        let here = self.course.step;
        self.counts
            .retain(|it, _| *it < here || (*it == here && before.came));
        if self.turns().is_some() && !self.course.queue.is_empty() {
            self.mend_queue();
        }
        // Others may be here than before.
        self.course.settled = false;
        if self.is_together() {
            self.sit_together();
        }
        self.restart_clock();
        if self.course.queue.front() == before.course.queue.front() {
            let talked = (self.talk, self.talked);
            self.go_on_from(&before.run);
            if is_same {
                (self.talk, self.talked) = talked;
            } else if self.course.open && !self.is_together() {
                let lasted: i64 = self.actual.iter().sum();
                self.spent += lasted - before.lasted;
            }
        }
        self.enter();
    }

    /// Groups that begin again after going back go on with the time that they had left.
    pub(super) fn begin_again(&mut self) {
        let place = (self.course.step, self.course.round);
        if let Some((_, run)) = self.begun.take_if(|it| it.0 == place) {
            match self.is_together() {
                true => (self.talk, self.talked) = (run.talk, run.talked),
                false => self.go_on_from(&run),
            }
        }
    }

    fn run(&self) -> Run {
        Run {
            spent: self.spent,
            clock: self.clock,
            adjusted: self.adjusted.clone(),
            talk: self.talk,
            talked: self.talked,
        }
    }

    fn go_on_from(&mut self, run: &Run) {
        self.spent = run.spent;
        self.clock = run.clock;
        self.adjusted.clone_from(&run.adjusted);
        (self.talk, self.talked) = (run.talk, run.talked);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::ritual::What;
    use crate::ritual::read::tests::{clean, with_steps};
    use crate::session::event::{Event, FORMAT, Opening, Person, Stamped};
    use crate::session::{Next, apply, next};

    const BREAKOUT: &str = "[[step]]\nkind = \"groups\"\nfor = \"10m\"\n[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n[[step]]\nkind = \"turns\"\neach = \"60s\"\n[[step]]\nkind = \"open\"\nfor = \"2m\"\n";

    /// A session held by hand.
    pub(in crate::session) struct Evening(pub State);

    impl Evening {
        pub fn of(people: u8, steps: &str) -> Self {
            let mut ritual = clean("a", &with_steps(steps));
            ritual.steps.retain(|it| !matches!(it.what, What::Say(_)));
            let person = |it: u8| Person {
                id: format!("person{it}"),
                name: None,
                remote: false,
                tags: Vec::new(),
            };
            Self(State::begin(Opening {
                format: FORMAT.to_string(),
                id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".to_string(),
                started: DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap(),
                zone: "Europe/Berlin".to_string(),
                mode: crate::ritual::Mode::Room,
                counted: true,
                people: (0..people).map(person).collect(),
                minutes: 30,
                pace: 100,
                team: "/team".to_string(),
                ritual,
                agreement: None,
            }))
        }

        /// So many seconds later something happens; gives what is left on the clock then.
        pub fn then(&mut self, seconds: i64, event: Event) -> i64 {
            self.take(seconds, event);
            while let Some(event) = self.needed() {
                self.take(0, event);
            }
            match next(&self.0) {
                Next::Show(show) => show.left,
                other => panic!("{other:?}"),
            }
        }

        pub fn take(&mut self, seconds: i64, event: Event) {
            let at = self.0.now() + TimeDelta::seconds(seconds);
            apply(&mut self.0, &Stamped { at, event }).unwrap();
        }

        /// Whether this could happen now.
        pub fn may(&self, event: Event) -> bool {
            let at = self.0.now();
            apply(&mut self.0.clone(), &Stamped { at, event }).is_ok()
        }

        pub fn needed(&self) -> Option<Event> {
            match next(&self.0) {
                Next::NeedGroups(need) => Some(Event::Groups {
                    step: need.step,
                    round: need.round,
                    groups: match need.before.is_empty() {
                        true => need.people.chunks(3).map(<[String]>::to_vec).collect(),
                        false => need.before,
                    },
                }),
                Next::NeedOrder { step, people } => Some(Event::Order { step, people }),
                _ => None,
            }
        }
    }

    #[test]
    fn a_turn_goes_on_with_what_was_left_of_it() {
        let turns = "[[step]]\nkind = \"turns\"\neach = \"60s\"\n";
        let mut evening = Evening::of(4, turns);
        evening.then(0, Event::Hold {});
        assert_eq!(evening.then(0, Event::GoOn {}), 60);
        assert_eq!(evening.then(40, Event::Minutes { by: 0.5 }), 50);
        // A slip of a finger after 45 seconds, seen five seconds later.
        assert_eq!(evening.then(5, Event::TurnOver {}), 60);
        assert_eq!(evening.then(5, Event::Back {}), 45);
        assert_eq!(evening.then(20, Event::Hold {}), 25);
        // Whoever is next has a whole turn all the same.
        assert_eq!(evening.then(0, Event::TurnOver {}), 60);
        // Where the one who had it has gone, somebody else begins.
        let first = evening.0.people()[0].person.id.clone();
        evening.then(0, Event::Gone { id: first });
        assert_eq!(evening.then(10, Event::Back {}), 60);
    }

    #[test]
    fn groups_talk_on_while_the_screen_is_elsewhere_and_begin_again_with_what_is_left() {
        let mut evening = Evening::of(6, BREAKOUT);
        let event = evening.needed().unwrap();
        evening.take(0, event);
        let whole = evening.then(30, Event::RoomsOpen {});
        assert_eq!(evening.then(100, Event::Hold {}), whole - 100);
        evening.then(0, Event::GoOn {});
        evening.then(20, Event::StepOver {});
        assert_eq!(evening.then(15, Event::Back {}), whole - 135);
        // Away from the program no time passes.
        evening.then(0, Event::StepOver {});
        evening.take(5, Event::Stop {});
        evening.then(600, Event::Resume {});
        assert_eq!(evening.then(0, Event::Back {}), whole - 140);
        // Back to before they began, and then again.
        evening.then(0, Event::Back {});
        assert_eq!(evening.then(60, Event::RoomsOpen {}), whole - 140);
    }

    #[test]
    fn one_group_has_no_more_time_to_talk_after_going_back_into_it() {
        let mut evening = Evening::of(3, BREAKOUT);
        let event = evening.needed().unwrap();
        evening.take(0, event);
        let first = evening.then(0, Event::RoomsOpen {});
        for _ in 0..2 {
            evening.then(first, Event::TurnOver {});
        }
        evening.then(first - 10, Event::TurnOver {});
        assert_eq!(evening.then(30, Event::Back {}), 10);
        assert_eq!(evening.0.talked / 1000, 3 * first - 10);
    }
}
