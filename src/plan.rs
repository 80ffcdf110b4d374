//! What was planned: `plans/<year>-W<nn>.toml` for a week, `plans/story-<date>.toml` for stories.
//! The program drafts them and people may edit them. Here is what may be written in one.
//!
//! Only the day of a session is ever in them: who tells is for [`slots`], in private.

pub mod slots;
pub mod story;

use crate::fields::Shape::{Date, Flag, Format, Integer, List, Slug, Table, Text, Time};
use crate::fields::{Field, may, must};

/// The format that is read.
pub const FORMAT: &str = "firelight.plan/1";

/// Changes that are counted.
const CHANGES: i64 = 1_000_000;

/// A plan.
pub static PLAN: &[Field] = &[
    must("format", Format(FORMAT), "The format of the file."),
    must(
        "minutes",
        Integer { min: 0, max: 600 },
        "Minutes for each person.",
    ),
    may("slot", List(&Table(SLOT)), "What is held when."),
];

static SLOT: &[Field] = &[
    must("date", Date, "The day, such as 2026-11-30."),
    may("time", Time, "When it begins, such as \"09:30\"."),
    may(
        "zone",
        Text,
        "Whose clocks show that time, such as \"Europe/Berlin\".",
    ),
    must("ritual", Slug, "The ritual's id."),
    must(
        "minutes",
        Integer { min: 1, max: 480 },
        "How long it takes.",
    ),
    may("reason", Text, "Why it is proposed, in one sentence."),
    may("pinned", Flag, "Whether a new draft leaves it as it is."),
    may("uid", Text, "Its name in calendars, which never changes."),
    may(
        "sequence",
        Integer {
            min: 0,
            max: CHANGES,
        },
        "How often it was changed, for calendars.",
    ),
    may(
        "made",
        Text,
        "When it was planned or changed last, such as \"2026-11-30T09:30:00+01:00\".",
    ),
    may("off", Flag, "Whether it was called off."),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::fields::read;

    #[test]
    fn a_plan_is_read_as_people_write_it() {
        let source = br#"
            format = "firelight.plan/1"
            minutes = 60
            [[slot]]
            date = 2026-11-30
            time = "09:30"
            ritual = "two-words"
            minutes = 4
            reason = "Monday, and held every week since September."
            pinned = false
            uid = "0193"
        "#;
        let (plan, faults) = read(source, Path::new("plans/2026-W49.toml"), "plan", PLAN);
        assert_eq!(faults.beside(Some(())).faults, []);
        let slot = plan.tables("slot").next().unwrap();
        assert_eq!(slot.text("date"), Some("2026-11-30"));
        assert_eq!(slot.text("time"), Some("09:30"));
        assert_eq!(slot.flag("pinned"), Some(false));
    }
}
