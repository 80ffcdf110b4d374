//! How long steps take by plan, for a number of people. Arithmetic only.

use super::{Seconds, Step, What, Who};

/// The planned length of one live step for `n_people`.
///
/// Turns that divide what is left count nothing, and so does another ritual's steps unless
/// their minutes are written here.
pub fn of_step(step: &Step, n_people: usize) -> Seconds {
    match &step.what {
        What::Say(it) => it.seconds,
        What::Solo(it) => it.seconds,
        What::Deal(it) => it.think,
        What::Turns(it) => {
            if let Some(seconds) = it.seconds {
                return seconds;
            }
            let Some(each) = it.each else {
                return 0;
            };
            let n_turns = match (it.who, it.max) {
                (Who::All, _) | (Who::Volunteers | Who::Tellers, None) => n_people,
                (Who::Volunteers | Who::Tellers, Some(max)) => n_people.min(max),
            };
            let n_turns = (n_turns * it.rounds) as Seconds;
            let response: Seconds = it.response.iter().map(|it| it.seconds).sum();
            n_turns * (each + response) + (n_turns - 1).max(0) * it.between
        }
        What::Open(it) => it.seconds,
        What::Groups(it) => {
            let n_rounds = it.rounds as Seconds;
            n_rounds * it.seconds + (n_rounds + 1) * it.travel
        }
        What::Gather(it) => it.seconds,
        What::Ask(it) => it.seconds,
        What::Use(it) => it.with.minutes.unwrap_or(0) * 60,
    }
}

/// The planned length of all live steps for `n_people`.
pub fn of_steps(steps: &[Step], n_people: usize) -> Seconds {
    let live = steps.iter().filter(|it| it.when == super::When::Live);
    live.map(|it| of_step(it, n_people)).sum()
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
