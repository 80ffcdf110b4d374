//! From what a clock on the wall shows in a time zone to the moment that is meant, over both
//! changes of the clocks.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone as _, Utc};

/// The moment at which the clocks of a zone show something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// They show it once.
    Once(DateTime<Utc>),
    /// They show it twice, as they are put back between; this is the first time.
    Twice(DateTime<Utc>),
    /// They never show it: they are put on, and leave it out.
    Never,
}

/// When the clocks of a zone show this; those of UTC where it is no zone that is known.
pub fn at(shown: NaiveDateTime, zone: &str) -> Wall {
    let zone = zone.parse::<chrono_tz::Tz>().unwrap_or(chrono_tz::UTC);
    match zone.from_local_datetime(&shown) {
        LocalResult::Single(it) => Wall::Once(it.to_utc()),
        LocalResult::Ambiguous(first, second) => Wall::Twice(first.min(second).to_utc()),
        LocalResult::None => Wall::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_changes_of_the_clocks_in_two_zones() {
        let berlin = "Europe/Berlin";
        for (shown, zone, wanted) in [
            ("2026-12-15T15:00:00", berlin, "2026-12-15T14:00:00Z"),
            ("2026-07-15T15:00:00", berlin, "2026-07-15T13:00:00Z"),
            ("2026-10-25T01:59:00", berlin, "2026-10-24T23:59:00Z"),
            ("2026-10-25T03:00:00", berlin, "2026-10-25T02:00:00Z"),
            (
                "2026-03-08T03:00:00",
                "America/New_York",
                "2026-03-08T07:00:00Z",
            ),
            ("2026-12-15T15:00:00", "no/where", "2026-12-15T15:00:00Z"),
        ] {
            let wanted = Wall::Once(wanted.parse().unwrap());
            assert_eq!(at(shown.parse().unwrap(), zone), wanted, "{shown} {zone}");
        }
        for (shown, zone, first) in [
            ("2026-10-25T02:30:00", berlin, "2026-10-25T00:30:00Z"),
            (
                "2026-11-01T01:30:00",
                "America/New_York",
                "2026-11-01T05:30:00Z",
            ),
        ] {
            let first = Wall::Twice(first.parse().unwrap());
            assert_eq!(at(shown.parse().unwrap(), zone), first, "{shown} {zone}");
        }
        for (shown, zone) in [
            ("2026-03-29T02:30:00", berlin),
            ("2026-03-08T02:00:00", "America/New_York"),
        ] {
            assert_eq!(at(shown.parse().unwrap(), zone), Wall::Never, "{shown}");
        }
    }
}
