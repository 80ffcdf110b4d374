//! Whom a newcomer already is, or looks like, however many are in the team: every question is
//! answered by looking up what the name may share with others, and never by asking all of them.

use std::collections::HashMap;

use super::alike::{Looks, fold};
use super::{Person, Roster};

/// Names that share a number and are compared letter by letter, at most.
const MOST: usize = 200;

/// Those in the team, as newcomers are compared with them.
#[derive(Debug, Default)]
pub struct Known {
    people: Vec<Person>,
    names: Vec<OneName>,
    by_name: HashMap<String, usize>,
    by_name_and_email: HashMap<(usize, String), usize>,
    by_email: HashMap<String, usize>,
    by_skeleton: HashMap<String, First>,
    by_near: HashMap<u64, Vec<usize>>,
}

/// A name, and who has it.
#[derive(Debug)]
struct OneName {
    looks: Looks,
    first: First,
}

/// Of several people the first, and those whom no address tells apart, in order.
#[derive(Debug, Default)]
struct First {
    of_all: Option<usize>,
    without_email: Vec<usize>,
}

impl First {
    fn add(&mut self, at: usize, has_email: bool) {
        self.of_all = self.of_all.or(Some(at));
        self.without_email.retain(|it| *it != at);
        if !has_email {
            self.without_email.push(at);
        }
    }

    /// The first that may be somebody with an address, or without.
    fn beside(&self, has_email: bool) -> Option<usize> {
        if has_email {
            self.without_email.first().copied()
        } else {
            self.of_all
        }
    }
}

impl Known {
    /// Everybody in a roster, by every name that one of their files has.
    pub fn of(roster: &Roster) -> Self {
        let mut known = Self::default();
        for person in &roster.people {
            let at = known.add(person.clone());
            for alias in roster.all_of(&person.id) {
                known.call(at, alias);
            }
        }
        known
    }

    /// Adds somebody and gives their place.
    pub fn add(&mut self, person: Person) -> usize {
        let at = self.people.len();
        self.people.push(person.clone());
        self.call(at, &person);
        at
    }

    /// The person at a place.
    pub fn get(&self, at: usize) -> &Person {
        &self.people[at]
    }

    /// Changes what is known of somebody beside the name.
    pub fn change(&mut self, at: usize, change: impl FnOnce(&mut Person)) {
        change(&mut self.people[at]);
        let person = self.people[at].clone();
        self.call(at, &person);
    }

    /// Lets `at` be found by the name and address of `person`.
    fn call(&mut self, at: usize, person: &Person) {
        let email = address(person);
        let has_email = self.people[at].email.is_some();
        let folded = fold(person.name.as_str());
        let name = *self.by_name.entry(folded).or_insert_with_key(|folded| {
            let looks = Looks::of(folded);
            for number in looks.near() {
                self.by_near
                    .entry(number)
                    .or_default()
                    .push(self.names.len());
            }
            let first = First::default();
            self.names.push(OneName { looks, first });
            self.names.len() - 1
        });
        let named = &mut self.names[name];
        named.first.add(at, has_email);
        let skeleton = named.looks.skeleton().to_string();
        let same = self.by_skeleton.entry(skeleton).or_default();
        same.add(at, has_email);
        if let Some(email) = email {
            self.by_email.entry(email.clone()).or_insert(at);
            self.by_name_and_email.entry((name, email)).or_insert(at);
        }
    }

    /// Who has this name, unless the addresses say that it is somebody else.
    pub fn same(&self, person: &Person) -> Option<usize> {
        let name = *self.by_name.get(&fold(person.name.as_str()))?;
        let email = address(person);
        let beside = self.names[name].first.beside(email.is_some());
        let same = email.and_then(|it| self.by_name_and_email.get(&(name, it)).copied());
        [same, beside].into_iter().flatten().min()
    }

    /// Who may be meant: one with a name that looks alike, or with the same address.
    pub fn like(&self, person: &Person) -> Option<usize> {
        let email = address(person);
        let has_email = email.is_some();
        let looks = Looks::of(&fold(person.name.as_str()));
        let by_email = email.and_then(|it| self.by_email.get(&it).copied());
        let by_skeleton = self.by_skeleton.get(looks.skeleton());
        let mut found = by_email;
        let mut meet = |it: Option<usize>| found = [found, it].into_iter().flatten().min();
        meet(by_skeleton.and_then(|it| it.beside(has_email)));
        for number in looks.near() {
            let near = self.by_near.get(&number).into_iter().flatten();
            let near = near.take(MOST).map(|it| &self.names[*it]);
            for it in near.filter(|it| it.looks.like(&looks)) {
                meet(it.first.beside(has_email));
            }
        }
        found
    }
}

fn address(person: &Person) -> Option<String> {
    person.email.as_ref().map(|it| fold(it.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keep;

    fn person(name: &str, email: &str) -> Person {
        Person {
            id: "7kq2mz".into(),
            name: keep::roster(name).unwrap(),
            email: keep::roster(email),
            tags: Vec::new(),
            away_until: None,
            since: None,
            same_as: None,
        }
    }

    /// As said, and as slow: everybody is asked.
    fn asking_all(people: &[Person], new: &Person) -> (Option<usize>, Option<usize>) {
        let looks = |it: &Person| Looks::of(&fold(it.name.as_str()));
        let email = address(new);
        let told_apart =
            |it: &Person| address(it).is_some() && email.is_some() && address(it) != email;
        let same = people
            .iter()
            .position(|it| fold(it.name.as_str()) == fold(new.name.as_str()) && !told_apart(it));
        let like = people.iter().position(|it| {
            email.is_some() && address(it) == email
                || looks(it).like(&looks(new)) && !told_apart(it)
        });
        (same, like)
    }

    proptest! {
        #[test]
        fn nobody_is_missed_by_not_asking_all(
            picks in prop::collection::vec(("[ab]{1,2}[abc\u{430}\u{e4}1]{1,5}", 0..4_usize), 1..40),
        ) {
            let email = |it: usize| ["", "a@x", "b@x", "A@x"][it];
            let people: Vec<Person> = picks.iter().map(|it| person(&it.0, email(it.1))).collect();
            let mut known = Known::default();
            for (idx, new) in people.iter().enumerate() {
                let (same, like) = asking_all(&people[..idx], new);
                prop_assert_eq!(known.same(new), same);
                prop_assert_eq!(known.like(new), like);
                known.add(new.clone());
            }
        }
    }

    #[test]
    fn whoever_has_two_names_is_known_by_both() {
        let mut known = Known::default();
        let at = known.add(person("Ana", ""));
        known.call(at, &person("Annika", ""));
        assert_eq!(known.same(&person("annika", "a@x")), Some(at));
        known.change(at, |it| it.email = keep::roster("a@x"));
        assert_eq!(known.like(&person("Zo\u{eb}", "a@x")), Some(at));
        assert_eq!(known.same(&person("Ana", "b@x")), None);
    }
}
