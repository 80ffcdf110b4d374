//! What tags ask of groups: one host to a group; whoever is new not among themselves, and with the
//! buddy whom a tag names.
//!
//! A tag is a wish that gives way: where it cannot be had, nobody hears of it.

use std::collections::BTreeMap;

use crate::groups::Sizes;
use crate::names;
use crate::session::event::Person;

/// The tag of somebody new.
const NEW: &str = "new";
/// The tag of somebody who leads a group.
const HOST: &str = "host";
/// What stands before a buddy's name in a tag of somebody new: `buddy:Ana`.
const BUDDY: &str = "buddy:";

/// What tags ask for, by places among people.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tagged {
    /// One of them to a group.
    pub hosts: Vec<usize>,
    /// Not among themselves.
    pub new: Vec<usize>,
    /// Somebody new, and their buddy.
    pub buddies: Vec<(usize, usize)>,
}

/// Reads the tags of those who will sit in groups of these sizes.
pub fn read(people: &[Person], sizes: Sizes, apart: &[(usize, usize)]) -> Tagged {
    let has = |it: &Person, tag: &str| it.tags.iter().any(|it| it.as_str() == tag);
    let tagged = |tag: &str| {
        (0..people.len())
            .filter(|it| has(&people[*it], tag))
            .collect()
    };
    let new: Vec<usize> = tagged(NEW);
    let mut buddies: Vec<(usize, usize)> = Vec::new();
    for &one in &new {
        let Some(other) = buddy(one, people) else {
            continue;
        };
        // With a buddy in every pair somebody new would meet nobody else; a group keeps a place
        // for a third; and nobody is drawn across the camera.
        let others = buddies.iter().filter(|it| it.1 == other).map(|it| it.0);
        let group: Vec<usize> = others.chain([one, other]).collect();
        let are_apart = apart
            .iter()
            .any(|it| group.contains(&it.0) && group.contains(&it.1));
        let is_chain = new.contains(&other);
        let fits = group.len() < sizes.least && people[one].remote == people[other].remote;
        if fits && !are_apart && !is_chain {
            buddies.push((one, other));
        }
    }
    Tagged {
        hosts: tagged(HOST),
        new,
        buddies,
    }
}

/// The value that everybody has of a tag `key:value`, as a number; of a plain tag, whether they have
/// it. Whoever has none is like nobody else. `None` where nobody has one.
pub fn mix(key: &str, people: &[Person]) -> Option<Vec<usize>> {
    let mut values: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let value = person.tags.iter().find_map(|it| {
            let rest = it.as_str().strip_prefix(key)?;
            (rest.is_empty() || rest.starts_with([':', '='])).then(|| rest.to_string())
        });
        let next = values.len();
        found.push(match value {
            Some(value) => *values.entry(value).or_insert(next),
            None => people.len() + number,
        });
    }
    (!values.is_empty()).then_some(found)
}

/// The place of whom a tag names, if it can only be one person here.
fn buddy(one: usize, people: &[Person]) -> Option<usize> {
    let tags = people[one].tags.iter();
    let name = tags
        .filter_map(|it| it.as_str().strip_prefix(BUDDY))
        .next()?;
    match names::find(name, people).as_slice() {
        [it] => people.iter().position(|other| other.id == it.id),
        _ => None,
    }
    .filter(|it| *it != one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep;

    const FOURS: Sizes = Sizes { least: 3, most: 4 };

    fn people(names: &[(&str, &[&str])]) -> Vec<Person> {
        let person = |(id, (name, tags)): (usize, &(&str, &[&str]))| Person {
            id: id.to_string(),
            name: keep::roster(name),
            remote: false,
            tags: tags.iter().filter_map(|it| keep::roster(it)).collect(),
        };
        names.iter().enumerate().map(person).collect()
    }

    #[test]
    fn whoever_is_new_has_a_buddy_where_that_can_be() {
        let mut people = people(&[
            ("Uma", &["new", "buddy:ana"]),
            ("Ana Lind", &["host"]),
            ("Kim", &["new", "buddy:Ana"]),
            ("Lea", &["buddy:Ana"]),
            ("Max", &["new", "buddy:Zed"]),
        ]);
        let tagged = read(&people, FOURS, &[]);
        assert_eq!((tagged.hosts, tagged.new), (vec![1], vec![0, 2, 4]));
        // A second would fill the group of three; somebody who is not new any more has none.
        assert_eq!(tagged.buddies, [(0, 1)]);
        assert_eq!(read(&people, FOURS, &[(1, 0)]).buddies, [(2, 1)]);
        let pairs = Sizes { least: 2, most: 2 };
        assert_eq!(read(&people, pairs, &[]).buddies, []);
        people[0].remote = true;
        assert_eq!(read(&people, FOURS, &[]).buddies, [(2, 1)]);
    }
}
