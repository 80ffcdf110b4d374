//! A countdown while a screen waits: how much is left, and whether the computer slept.

use std::time::{Duration, Instant};

use super::Countdown;
use crate::clock::{Clock, Stamp};

/// Wall time may run ahead of the monotonic clock by this much before it counts as sleep.
const ASLEEP: i64 = 5;

/// A countdown that runs from when the screen was first shown. Time asleep is not counted:
/// the monotonic clock stands still then.
pub(super) struct Timer<'a> {
    clock: &'a dyn Clock,
    countdown: Countdown,
    began: Instant,
    seen: (Instant, Stamp),
}

impl<'a> Timer<'a> {
    pub(super) fn start(clock: &'a dyn Clock, countdown: Countdown) -> Self {
        let began = Instant::now();
        Self {
            clock,
            countdown,
            began,
            seen: (began, clock.now()),
        }
    }

    /// Whether waiting changes anything.
    pub(super) fn is_moving(&self) -> bool {
        !self.countdown.held && !self.clock.is_virtual()
    }

    /// Seconds left, negative once the time has run out.
    pub(super) fn left(&self) -> i64 {
        if !self.is_moving() {
            return self.countdown.left;
        }
        let passed = i64::try_from(self.began.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.countdown.left.saturating_sub(passed)
    }

    /// How long until so many seconds are left.
    pub(super) fn until(&self, left: i64) -> Duration {
        let passed = self.countdown.left.saturating_sub(left);
        let passed = Duration::from_secs(u64::try_from(passed).unwrap_or(0));
        passed.saturating_sub(self.began.elapsed())
    }

    /// Seconds that the computer slept since the last look, if it did.
    pub(super) fn slept(&mut self) -> Option<i64> {
        if !self.is_moving() {
            return None;
        }
        let now = (Instant::now(), self.clock.now());
        let awake = i64::try_from((now.0 - self.seen.0).as_secs()).unwrap_or(i64::MAX);
        let asleep = (now.1 - self.seen.1).num_seconds().saturating_sub(awake);
        self.seen = now;
        (asleep > ASLEEP).then_some(asleep)
    }

    /// Lets a virtual countdown run out.
    pub(super) fn run_out(&self) {
        let Countdown {
            left, held, after, ..
        } = self.countdown;
        if self.clock.is_virtual() && !held && left + after > 0 {
            self.clock.run_out(left + after);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use chrono::{DateTime, TimeDelta};

    use super::*;

    /// A wall clock that a test moves by hand.
    struct Wall(Cell<Stamp>);

    impl Clock for Wall {
        fn now(&self) -> Stamp {
            self.0.get()
        }

        fn run_out(&self, _seconds: i64) {}

        fn is_virtual(&self) -> bool {
            false
        }
    }

    #[test]
    fn wall_time_that_jumps_ahead_is_sleep_and_does_not_eat_the_turn() {
        let noon = DateTime::parse_from_rfc3339("2026-11-30T12:00:00+01:00").unwrap();
        let wall = Wall(Cell::new(noon));
        let countdown = Countdown {
            left: 120,
            of: 120,
            held: false,
            digits: true,
            landing: "please land",
            grace: 0,
            after: 0,
            until: "",
        };
        let mut timer = Timer::start(&wall, countdown);
        wall.0.set(noon + TimeDelta::seconds(4));
        assert_eq!(timer.slept(), None);
        wall.0.set(noon + TimeDelta::seconds(304));
        assert_eq!(timer.slept(), Some(300));
        assert_eq!(timer.slept(), None);
        wall.0.set(noon - TimeDelta::seconds(3000));
        assert_eq!(timer.slept(), None);
        assert!(timer.left() > 100);
    }
}
