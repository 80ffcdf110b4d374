//! How long steps take by plan, for a number of people. Arithmetic only.

use chrono::NaiveDate;

use super::agreed::Agreement;
use super::{Seconds, Step, Turns, What, Who};

/// A step as equal parts, one after the other: turns, or rounds, or the one part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub parts: Seconds,
    /// Seconds of each.
    pub part: Seconds,
    /// Seconds between them, which no hurry changes.
    pub fixed: Seconds,
    /// Whether the parts share what is left; `part` is then only what follows each.
    pub shares: bool,
}

impl Length {
    fn whole(seconds: Seconds) -> Self {
        Self {
            parts: 1,
            part: seconds,
            fixed: 0,
            shares: false,
        }
    }

    /// Seconds of all of it.
    pub fn seconds(&self) -> Seconds {
        self.parts * self.part + self.fixed
    }
}

/// The parts of one live step for `n_people`. Another ritual's steps count nothing unless their
/// minutes are written here.
pub fn of_step(step: &Step, n_people: usize) -> Length {
    match &step.what {
        What::Say(it) => Length::whole(it.seconds),
        What::Solo(it) => Length::whole(it.seconds),
        What::Deal(it) => Length::whole(it.think),
        What::Open(it) => Length {
            parts: step.wishes(n_people).unwrap_or(1) as Seconds,
            ..Length::whole(it.seconds)
        },
        What::Gather(it) => Length::whole(it.seconds),
        What::Ask(it) => Length {
            parts: it.questions() as Seconds,
            ..Length::whole(it.seconds)
        },
        What::Use(it) => Length::whole(it.with.minutes.unwrap_or(0) * 60),
        What::Turns(it) => of_turns(it, n_people),
        What::Groups(it) => {
            let n_rounds = it.planned_rounds(n_people) as Seconds;
            Length {
                parts: n_rounds,
                fixed: it.ways(n_rounds) * it.travel,
                ..Length::whole(it.seconds)
            }
        }
    }
}

fn of_turns(turns: &Turns, n_people: usize) -> Length {
    let n_turns = match (turns.who, turns.max) {
        (Who::All, _) | (Who::Volunteers | Who::Tellers, None) => n_people,
        (Who::Volunteers | Who::Tellers, Some(max)) => n_people.min(max),
    };
    let rounds = if turns.is_by_wish() { 1 } else { turns.rounds };
    let n_turns = (n_turns * rounds) as Seconds;
    let response: Seconds = turns.response.iter().map(|it| it.seconds).sum();
    if let Some(seconds) = turns.seconds.filter(|_| !turns.is_by_wish()) {
        // A fixed length is shared among the turns.
        return Length {
            parts: n_turns,
            part: seconds / n_turns.max(1),
            ..Length::whole(seconds)
        };
    }
    Length {
        parts: n_turns,
        part: turns.each.unwrap_or(0) + response,
        fixed: (n_turns - 1).max(0) * turns.between,
        shares: turns.each.is_none(),
    }
}

/// The planned length of all live steps for `n_people`; where some hang on what was agreed, that of
/// the agreement with which it takes longest.
pub fn of_steps(steps: &[Step], n_people: usize) -> Seconds {
    let is_live = |it: &&Step| it.when == super::When::Live && it.without.is_empty();
    let live: Vec<&Step> = steps.iter().filter(is_live).collect();
    let seconds = |agreed: Agreement| -> Seconds {
        let held = live.iter().filter(|it| it.agreed.holds(&agreed));
        held.map(|it| of_step(it, n_people).seconds()).sum()
    };
    if live.iter().all(|it| it.agreed.is_empty()) {
        return seconds(Agreement::safest(NaiveDate::MIN, n_people));
    }
    Agreement::all().map(seconds).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ritual::read::tests::{TWO_WORDS, clean, with_steps};

    #[test]
    fn two_words_takes_ten_seconds_a_person() {
        let ritual = clean("two-words", TWO_WORDS);
        assert_eq!(of_steps(&ritual.steps, 12), 30 + 20 + 12 * 10);
        assert_eq!(of_steps(&ritual.steps, 2), 30 + 20 + 2 * 10);
    }

    #[test]
    fn tellers_are_counted_up_to_their_most_with_what_follows_each() {
        let turns = "[[step]]\nkind = \"turns\"\nwho = \"tellers\"\nmax = 3\neach = \"5m\"\nbetween = \"45s\"\nresponse = \"silence:15s\"\n";
        let ritual = clean("a", &with_steps(turns));
        assert_eq!(of_steps(&ritual.steps, 12), 3 * 315 + 2 * 45);
        assert_eq!(of_steps(&ritual.steps, 0), 0);
    }

    #[test]
    fn the_way_into_groups_and_back_is_counted() {
        let groups =
            "[[step]]\nkind = \"groups\"\nrounds = 2\nfor = \"5m\"\ntravel = \"30s\"\nsteps = []\n";
        let ritual = clean("a", &with_steps(groups));
        assert_eq!(of_steps(&ritual.steps, 8), 2 * 300 + 3 * 30);
    }
}
