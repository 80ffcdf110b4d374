//! Time as the rest of the house sees it: a stamp and a clock.
//!
//! Nobody else asks the operating system what time it is. The virtual clock stands still
//! until a countdown runs out; rehearsals and tests live on it.

pub mod day;
pub mod wall;

use std::cell::Cell;

use chrono::{DateTime, FixedOffset, Local, TimeDelta, Timelike};

/// A moment with its offset from UTC, to the millisecond.
pub type Stamp = DateTime<FixedOffset>;

/// Something that knows what time it is.
pub trait Clock {
    /// The time now, to the millisecond.
    fn now(&self) -> Stamp;

    /// Told that a countdown with `seconds` left was allowed to run out. Real clocks do
    /// nothing: their time has passed already. Virtual clocks move.
    fn run_out(&self, seconds: i64);

    /// Whether time passes only in [`Clock::run_out`].
    fn is_virtual(&self) -> bool;
}

/// The computer's clock in its own zone.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one door to the computer's clock"
    )]
    fn now(&self) -> Stamp {
        whole_millis(Local::now().fixed_offset())
    }

    fn run_out(&self, _seconds: i64) {}

    fn is_virtual(&self) -> bool {
        false
    }
}

/// A clock that moves only as countdowns run out (`--now TIME`).
pub struct VirtualClock {
    now: Cell<Stamp>,
}

impl VirtualClock {
    /// A virtual clock that stands at `start`.
    pub fn at(start: Stamp) -> Self {
        Self {
            now: Cell::new(whole_millis(start)),
        }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Stamp {
        self.now.get()
    }

    fn run_out(&self, seconds: i64) {
        let passed = TimeDelta::try_seconds(seconds.max(0)).unwrap_or_default();
        if let Some(later) = self.now.get().checked_add_signed(passed) {
            self.now.set(later);
        }
    }

    fn is_virtual(&self) -> bool {
        true
    }
}

/// The IANA name of the time zone, such as `Europe/Berlin`: what `TZ` asks for if it is a name,
/// else the computer's.
pub fn zone(asked: Option<&str>) -> String {
    let is_name = |it: &&str| {
        let mut letters = it.chars();
        let fits = |c: char| c.is_ascii_alphanumeric() || "/_-+".contains(c);
        (it.contains('/') || *it == "UTC")
            && !it.starts_with('/')
            && it.len() < 64
            && letters.all(fits)
    };
    if let Some(name) = asked.map(|it| it.trim_start_matches(':')).filter(is_name) {
        return name.to_string();
    }
    iana_time_zone::get_timezone().unwrap_or_else(|_| "Etc/UTC".to_string())
}

fn whole_millis(at: Stamp) -> Stamp {
    let millis = at.timestamp_subsec_millis();
    at.with_nanosecond(millis * 1_000_000).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_is_asked_for_by_name_is_told_and_nothing_else_is() {
        for name in ["Europe/Berlin", ":Europe/Berlin", "UTC", "Etc/GMT-3"] {
            assert_eq!(zone(Some(name)), name.trim_start_matches(':'));
        }
        for odd in [
            "",
            "CET-1CEST",
            "/usr/share/zoneinfo/UTC",
            "../../etc/passwd",
            "a/\u{1b}b",
        ] {
            assert_eq!(zone(Some(odd)), zone(None), "{odd}");
        }
    }
}
