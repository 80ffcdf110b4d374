//! Turns by wish, and talk item by item: one loop. Somebody begins, or nobody does (any more).
//!
//! Nothing here knows who: a turn begins, and it is over. A step with `without` is held only
//! where nobody began in the `turns` step that it names.

use crate::ritual::{Open, Seconds, Step, Turns, What};

use super::State;

/// Why a step falls away that waits for turns, or for none: never which of the two.
pub const NOT_NEEDED: &str = "not needed this time";

/// How a loop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Whether one runs; otherwise it is free to begin.
    pub running: bool,
    /// The one that runs, or would begin now, from 1.
    pub nth: usize,
    /// How many there can be.
    pub of: usize,
}

impl Wish {
    /// Whether the one that runs is the last there can be.
    pub fn is_last(self) -> bool {
        self.running && self.nth >= self.of
    }
}

impl State {
    /// The loop at hand. Inside groups all of it has one clock.
    pub fn wish(&self) -> Option<Wish> {
        let step = self.step().filter(|_| self.course.inner.is_none())?;
        let of = step.wishes(self.wishing())?;
        let (running, began) = (self.course.running, self.course.began);
        let nth = if running { began } else { began + 1 };
        Some(Wish {
            running,
            nth,
            of: of.max(nth),
        })
    }

    /// The talk at hand about one item, where people may stay with it.
    pub fn may_stay(&self) -> Option<&Open> {
        let runs = self.wish().is_some_and(|it| it.running);
        match &self.step()?.what {
            What::Open(open) if runs && open.extend_vote => Some(open),
            _ => None,
        }
    }

    /// Seconds of a turn that follow what is said: silence, thanks.
    pub fn follows(&self, turns: &Turns) -> Seconds {
        let seconds: Seconds = turns.response.iter().map(|it| it.seconds).sum();
        seconds * self.opening.pace.max(1) / 100
    }

    /// Seconds from the turn by wish that runs to the next one.
    pub fn to_change(&self) -> Seconds {
        let runs = self.wish().is_some_and(|it| it.running && !it.is_last());
        match self.step().map(|it| &it.what) {
            Some(What::Turns(turns)) if runs => turns.between,
            _ => 0,
        }
    }

    /// How many people might like to, as far as is known.
    pub(super) fn wishing(&self) -> usize {
        if self.opening.counted {
            self.here()
        } else {
            self.opening.ritual.people.best.1
        }
    }

    /// One begins.
    pub(super) fn begin_wish(&mut self) {
        self.course.began += 1;
        self.course.running = true;
        self.course.stayed = false;
        self.turns_taken();
        self.restart_clock();
    }

    /// The one that runs is over.
    pub(super) fn end_wish(&mut self) {
        self.course.running = false;
        self.course.stayed = false;
        self.restart_clock();
    }

    /// Whether a loop has come to its end by itself: enough have begun, or no time is left for more.
    pub(super) fn is_enough(&self) -> bool {
        let Some(wish) = self.wish() else {
            return false;
        };
        let most = self.step().and_then(|it| it.wishes(self.wishing()));
        let has_begun = !wish.running && self.course.began > 0;
        has_begun && (most.is_none_or(|it| self.course.began >= it) || self.plan().more == Some(0))
    }

    /// Somebody took a turn in the step at hand.
    pub(super) fn turns_taken(&mut self) {
        if matches!(self.step().map(|it| &it.what), Some(What::Turns(_))) {
            self.course.taken_in.insert(self.course.step);
        }
    }

    /// Whether a step waits for turns that were not taken, or for none where some were.
    pub(super) fn is_not_needed(&self, step: &Step) -> bool {
        let taken = |it: usize| self.course.taken_in.contains(&it);
        let not_taken = |id: &String| {
            let mut named = self.named(std::slice::from_ref(id)).peekable();
            named.peek().is_some() && !named.any(taken)
        };
        self.named(&step.without).any(taken) || step.after_turns.iter().any(not_taken)
    }

    /// The same, where turns that are yet to come are expected to be taken.
    pub(super) fn is_hardly_needed(&self, step: &Step) -> bool {
        let to_come = |it: usize| {
            let may_be = it >= self.course.step && !self.course.left_out.contains_key(&it);
            may_be && !self.is_agreed_otherwise(&self.opening.ritual.steps[it])
        };
        if self.named(&step.after_turns).any(to_come) {
            return false;
        }
        self.is_not_needed(step) || self.named(&step.without).any(to_come)
    }

    /// The places of the `turns` steps with these ids.
    fn named(&self, ids: &[String]) -> impl Iterator<Item = usize> {
        let steps = self.opening.ritual.steps.iter().enumerate();
        let is_named = |it: &Step| it.id.as_ref().is_some_and(|id| ids.contains(id));
        let named = steps.filter(move |(_, it)| is_named(it) && matches!(it.what, What::Turns(_)));
        named.map(|it| it.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::back::tests::Evening;
    use crate::session::event::Event;
    use crate::session::{Next, next};

    const TELLERS: &str = "[[step]]\nid = \"tellers\"\nkind = \"turns\"\nwho = \"volunteers\"\neach = \"2m\"\nmax = 2\n[[step]]\nkind = \"open\"\nfor = \"5m\"\nwithout = \"tellers\"\n[[step]]\nkind = \"open\"\nfor = \"60s\"\n";
    const ITEMS: &str = "[[step]]\nkind = \"open\"\nfor = \"4m\"\neach_item = true\nmax = 2\nextend_vote = true\n[[step]]\nkind = \"open\"\nfor = \"60s\"\n";

    fn wish(evening: &Evening) -> Option<(bool, usize, usize)> {
        let wish = evening.0.wish();
        wish.map(|it| (it.running, it.nth, it.of))
    }

    fn left_out(evening: &Evening) -> Option<String> {
        match next(&evening.0) {
            Next::LeaveOut { reason, .. } => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn turns_by_wish_end_when_as_many_as_can_be_had_one_and_what_waited_falls_away() {
        let mut evening = Evening::of(6, TELLERS);
        assert_eq!(wish(&evening), Some((false, 1, 2)));
        assert_eq!(evening.then(5, Event::TurnBegins {}), 120);
        assert_eq!(wish(&evening), Some((true, 1, 2)));
        evening.then(100, Event::TurnOver {});
        assert_eq!(wish(&evening), Some((false, 2, 2)));
        evening.then(5, Event::TurnBegins {});
        assert!(evening.0.wish().unwrap().is_last());
        evening.take(100, Event::TurnOver {});
        assert_eq!(evening.0.step_number(), 1);
        assert_eq!(left_out(&evening).as_deref(), Some(NOT_NEEDED));
    }

    #[test]
    fn nobody_has_to_and_then_there_is_something_else() {
        let mut evening = Evening::of(6, TELLERS);
        evening.then(20, Event::StepOver {});
        assert_eq!((evening.0.step_number(), left_out(&evening)), (1, None));
        // Somebody would like to after all.
        evening.then(0, Event::Back {});
        assert_eq!(wish(&evening), Some((false, 1, 2)));
        evening.then(0, Event::TurnBegins {});
        evening.then(60, Event::TurnOver {});
        evening.take(0, Event::StepOver {});
        assert_eq!(left_out(&evening).as_deref(), Some(NOT_NEEDED));
    }

    #[test]
    fn going_back_undoes_a_turn_that_began_and_one_that_was_over() {
        let mut evening = Evening::of(6, TELLERS);
        evening.then(0, Event::TurnBegins {});
        evening.then(30, Event::Back {});
        assert_eq!(wish(&evening), Some((false, 1, 2)));
        evening.then(0, Event::StepOver {});
        assert_eq!(left_out(&evening), None, "nobody had one");
        evening.then(0, Event::Back {});
        evening.then(0, Event::TurnBegins {});
        evening.then(30, Event::TurnOver {});
        evening.then(0, Event::Back {});
        assert_eq!(wish(&evening), Some((true, 1, 2)));
    }

    #[test]
    fn people_stay_with_an_item_once_or_more_and_items_come_to_their_end() {
        let mut evening = Evening::of(6, ITEMS);
        assert_eq!(evening.0.may_stay(), None, "nothing runs");
        let whole = evening.then(0, Event::TurnBegins {});
        assert!(evening.0.may_stay().is_some());
        assert_eq!(evening.then(whole, Event::Stay {}), whole / 2);
        evening.then(0, Event::Back {});
        assert!(!evening.0.course.stayed);
        evening.then(0, Event::Stay {});
        evening.then(0, Event::TurnOver {});
        evening.then(0, Event::TurnBegins {});
        assert!(evening.0.wish().unwrap().is_last());
        evening.then(0, Event::TurnOver {});
        assert_eq!((evening.0.step_number(), wish(&evening)), (1, None));
    }

    #[test]
    fn the_turn_that_runs_is_one_whoever_has_gone() {
        let mut evening = Evening::of(6, TELLERS);
        evening.then(0, Event::TurnBegins {});
        for it in 0..6 {
            let id = format!("person{it}");
            evening.then(0, Event::Gone { id });
        }
        // Whoever speaks is one of them, whoever that is.
        assert_eq!(wish(&evening), Some((true, 1, 1)));
    }
}
