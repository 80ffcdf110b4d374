//! Everything that is drawn by lot: ids, and who speaks when.
//!
//! A draw enters the journal as its result, so a session replays without this room. `--seed`
//! fixes chance; otherwise it comes from the operating system.

use rand::rngs::{ChaCha12Rng, SysRng};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use crate::clock::Stamp;
use crate::ritual::Order;
use crate::session::event::Person;

/// Letters and digits that nobody reads for one another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A source of chance.
pub struct Chance {
    rng: ChaCha12Rng,
}

impl Chance {
    /// Chance fixed by a seed, or from the operating system without one.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn new(seed: Option<u64>) -> std::io::Result<Self> {
        let rng = match seed {
            Some(seed) => ChaCha12Rng::seed_from_u64(seed),
            None => ChaCha12Rng::try_from_rng(&mut SysRng).map_err(std::io::Error::other)?,
        };
        Ok(Self { rng })
    }

    /// The generator itself, for dealing.
    pub fn rng(&mut self) -> &mut ChaCha12Rng {
        &mut self.rng
    }

    /// A seed for another source of chance, such as one that is told.
    pub fn seed(&mut self) -> u64 {
        self.rng.random()
    }

    /// An opaque id for a person: six letters and digits that say nothing.
    pub fn person_id(&mut self) -> String {
        (0..6)
            .map(|_| LETTERS[self.rng.random_range(0..LETTERS.len())] as char)
            .collect()
    }

    /// An id for a session that begins now; a UUID of version 7 sorts by time.
    pub fn session_id(&mut self, now: Stamp) -> String {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.rng.random())
            .into_uuid()
            .to_string()
    }

    /// Who speaks when: people on a screen first, then the room; a lead second or third, somebody
    /// new never first where that can be: they hear how others do it. Gives ids.
    pub fn order(&mut self, order: Order, people: &[&Person]) -> Vec<String> {
        let mut people = people.to_vec();
        if order == Order::Random {
            people.shuffle(&mut self.rng);
            let has = |person: &Person, tag: &str| person.tags.iter().any(|it| it.as_str() == tag);
            people.sort_by_key(|it| !it.remote);
            if let Some(lead) = people.iter().position(|it| has(it, "lead")) {
                let to = self.rng.random_range(1..=2).min(people.len() - 1);
                let lead = people.remove(lead);
                people.insert(to, lead);
            }
            // The first seat goes to somebody who has been here for a while, if there is one.
            if people
                .first()
                .is_some_and(|it| has(it, "new") || has(it, "lead"))
                && let Some(other) = people
                    .iter()
                    .position(|it| !has(it, "new") && !has(it, "lead"))
            {
                let other = people.remove(other);
                people.insert(0, other);
            }
        }
        people.into_iter().map(|it| it.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::keep;

    fn person(id: &str, remote: bool, tags: &[&str]) -> Person {
        Person {
            id: id.into(),
            name: None,
            remote,
            tags: tags.iter().filter_map(|it| keep::tag(it)).collect(),
        }
    }

    #[test]
    fn people_on_a_screen_speak_first_a_lead_second_or_third_and_nobody_new_first() {
        let people = [
            person("lead", false, &["lead"]),
            person("new", false, &["new"]),
            person("a", false, &[]),
            person("b", true, &[]),
            person("c", true, &[]),
            person("d", false, &[]),
        ];
        let people: Vec<&Person> = people.iter().collect();
        let mut firsts = BTreeSet::new();
        for seed in 0..500 {
            let order = Chance::new(Some(seed))
                .unwrap()
                .order(Order::Random, &people);
            assert!(["b", "c"].contains(&order[0].as_str()), "{order:?}");
            let lead = order.iter().position(|it| it == "lead").unwrap();
            assert!((1..=2).contains(&lead), "{order:?}");
            firsts.insert(order[0].clone());
        }
        assert_eq!(firsts.len(), 2);
    }

    #[test]
    fn somebody_new_is_first_only_when_everybody_is() {
        let all_new = [person("a", false, &["new"]), person("b", false, &["new"])];
        let people: Vec<&Person> = all_new.iter().collect();
        assert_eq!(
            Chance::new(Some(1))
                .unwrap()
                .order(Order::Random, &people)
                .len(),
            2
        );
        let one_old = [person("a", true, &["new"]), person("b", false, &[])];
        let people: Vec<&Person> = one_old.iter().collect();
        for seed in 0..50 {
            assert_eq!(
                Chance::new(Some(seed))
                    .unwrap()
                    .order(Order::Random, &people)[0],
                "b"
            );
        }
    }

    #[test]
    fn a_lone_lead_has_the_only_turn() {
        let lead = person("lead", false, &["lead"]);
        assert_eq!(
            Chance::new(Some(1)).unwrap().order(Order::Random, &[&lead]),
            ["lead"]
        );
        assert_eq!(
            Chance::new(Some(1)).unwrap().order(Order::Random, &[]),
            [""; 0]
        );
    }

    #[test]
    fn every_place_is_drawn_equally_often() {
        let people: Vec<Person> = (0..5)
            .map(|it| person(&it.to_string(), false, &[]))
            .collect();
        let people: Vec<&Person> = people.iter().collect();
        let mut first = [0; 5];
        for seed in 0..5_000 {
            let order = Chance::new(Some(seed))
                .unwrap()
                .order(Order::Random, &people);
            first[order[0].parse::<usize>().unwrap()] += 1;
        }
        // 1,000 expected each; 5 standard deviations are 141.
        assert!(
            first.iter().all(|it| (859..=1_141).contains(it)),
            "{first:?}"
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_ids_in_every_version() {
        let mut chance = Chance::new(Some(7)).unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap();
        insta::assert_snapshot!(format!("{} {}", chance.person_id(), chance.session_id(now)), @"paekbe 01a22b93-6e20-7905-b6ad-e04fd2ab8aa0");
    }
}
