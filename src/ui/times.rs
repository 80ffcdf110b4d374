//! How time goes, in one line for whoever leads: of what is on now and of the whole. It moves with
//! the countdown.

use super::Countdown;
use crate::clock::Stamp;

use chrono::TimeDelta;

/// What the line knows when a stage is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// What stands before it.
    pub heading: String,
    /// Whose clock runs, such as "this turn".
    pub what: &'static str,
    /// Seconds left of the whole, by plan.
    pub left: i64,
    /// When the whole ends, by plan.
    pub ends: Stamp,
    /// What else is to be known of the plan; nothing, most often.
    pub more: Vec<String>,
}

impl Times {
    /// The line with so many seconds left on the clock that was shown with it.
    pub fn words(&self, clock: Option<Countdown>, left: Option<i64>) -> String {
        // Whatever a clock says, there are no years here.
        const MOST: i64 = 86_400 * 366;
        let clock = clock.filter(|it| it.of > 0);
        let left = clock.map(|it| left.unwrap_or(it.left).clamp(-MOST, MOST));
        let was = clock.map_or(0, |it| it.left.clamp(-MOST, MOST));
        let passed = left.map_or(0, |left| was - left);
        let over = |left: i64| (-left).max(0);
        // What runs over takes nothing off the rest, and all of it ends later.
        let more = left.map_or(0, |left| over(left) - over(was));
        let now = clock.zip(left).map(|(it, left)| match left {
            0.. => format!("{}: {} left of {}", self.what, ticking(left), length(it.of)),
            _ => format!(
                "{}: {} over its {}",
                self.what,
                ticking(-left),
                length(it.of)
            ),
        });
        let minutes = (self.left - passed + more + 59) / 60;
        let end = match clock.is_some_and(|it| it.held) {
            true => "once the clock goes on".to_string(),
            false => {
                let ends = self.ends + TimeDelta::seconds(more + 30);
                format!("ends about {}", ends.format("%H:%M"))
            }
        };
        let whole = format!("the whole: {} min left, {end}", minutes.max(1));
        let parts = now.into_iter().chain([whole]).chain(self.more.clone());
        parts.collect::<Vec<_>>().join("; ")
    }
}

impl Times {
    /// The line with its heading, where it is read aloud.
    pub fn said(&self, clock: Option<Countdown>, left: Option<i64>) -> String {
        format!("{}: {}", self.heading, self.words(clock, left))
    }
}

/// Minutes and seconds, as clocks have them; hours are so many minutes.
pub fn ticking(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A length of time in few letters: 20 s, 1:45, 9 min.
pub fn length(seconds: i64) -> String {
    match seconds.max(0) {
        it @ 0..60 => format!("{it} s"),
        it if it % 60 == 0 => format!("{} min", it / 60),
        it => ticking(it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(left: i64) -> Option<Countdown> {
        Some(Countdown {
            left,
            of: 420,
            held: false,
            digits: true,
            until: "",
            landing: "please land",
            grace: 0,
            after: 0,
        })
    }

    #[test]
    fn the_line_moves_with_the_clock_and_ends_later_only_when_it_runs_over() {
        let times = Times {
            heading: "time".to_string(),
            what: "this step",
            left: 700,
            ends: Stamp::parse_from_rfc3339("2026-11-30T10:41:00+01:00").unwrap(),
            more: Vec::new(),
        };
        let words = |left: i64| times.words(clock(200), Some(left));
        assert_eq!(
            words(200),
            "this step: 3:20 left of 7 min; the whole: 12 min left, ends about 10:41"
        );
        assert_eq!(
            words(20),
            "this step: 0:20 left of 7 min; the whole: 9 min left, ends about 10:41"
        );
        assert_eq!(
            words(-70),
            "this step: 1:10 over its 7 min; the whole: 9 min left, ends about 10:42"
        );
        // Shown when it was over already.
        assert_eq!(
            times.words(clock(-70), Some(-70)),
            "this step: 1:10 over its 7 min; the whole: 12 min left, ends about 10:41"
        );
        let held = clock(200).map(|it| Countdown { held: true, ..it });
        assert_eq!(
            times.words(held, None),
            "this step: 3:20 left of 7 min; the whole: 12 min left, once the clock goes on"
        );
        assert_eq!(
            times.words(None, None),
            "the whole: 12 min left, ends about 10:41"
        );
    }
}
