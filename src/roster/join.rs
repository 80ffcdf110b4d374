//! Which files are one person: copies that sync clients make, and somebody who was added in two
//! clones. The same set of files gives the same answer, in whatever order they come.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::alike::fold;
use super::{File, Person};

/// People, each once, and which id every id stands for.
pub(super) fn join(files: &[File]) -> (Vec<Person>, HashMap<String, String>) {
    let mut order: Vec<&File> = files.iter().collect();
    // The first of a group is who all of them are: named as such, here longest, fullest.
    order.sort_by_key(|it| {
        let Person { id, name, .. } = &it.person;
        let since = it.person.since.unwrap_or(NaiveDate::MAX);
        let said = it.person.same_as.is_some();
        (
            said,
            since,
            id,
            Reverse(fullness(&it.person)),
            name,
            &it.path,
        )
    });
    let mut sets = Sets((0..order.len()).collect());
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (idx, it) in order.iter().enumerate() {
        let first = *by_id.entry(&it.person.id).or_insert(idx);
        sets.unite(first, idx);
    }
    let mut elsewhere: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (idx, it) in order.iter().enumerate() {
        if let Some(other) = it.person.same_as.as_deref() {
            // The file of that id may be gone; whoever it was, they are still the same.
            let other = by_id.get(other).copied();
            let other = other.unwrap_or_else(|| {
                let said = it.person.same_as.as_deref().unwrap_or_default();
                *elsewhere.entry(said).or_insert(idx)
            });
            sets.unite(other, idx);
        }
        by_name
            .entry(fold(it.person.name.as_str()))
            .or_default()
            .push(idx);
    }
    for same_name in by_name.into_values().filter(|it| it.len() > 1) {
        by_address(&order, &same_name, &mut sets);
    }

    let mut people: Vec<Person> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    let mut ids = HashMap::new();
    for (idx, it) in order.iter().enumerate() {
        let root = sets.root(idx);
        let at = *place.entry(root).or_insert(people.len());
        match people.get_mut(at) {
            Some(person) => add(person, &it.person),
            None => people.push(it.person.clone()),
        }
        ids.insert(it.person.id.clone(), people[at].id.clone());
    }
    for (gone, idx) in elsewhere {
        let one = people[place[&sets.root(idx)]].id.clone();
        ids.insert(gone.to_string(), one);
    }
    people.sort_by_cached_key(|it| (fold(it.name.as_str()), it.id.clone()));
    (people, ids)
}

/// Joins people of one name unless their addresses tell them apart. One without an address goes
/// with the others only where there is no doubt with whom.
fn by_address(order: &[&File], same_name: &[usize], sets: &mut Sets) {
    let mut by_address: HashMap<String, usize> = HashMap::new();
    for idx in same_name {
        let email = order[*idx].person.email.as_ref();
        let email = email.map_or_else(String::new, |it| fold(it.as_str()));
        let first = *by_address.entry(email).or_insert(*idx);
        sets.unite(first, *idx);
    }
    if let Some(without) = by_address.remove("")
        && by_address.len() == 1
        && let Some(with) = by_address.values().next()
    {
        sets.unite(without, *with);
    }
}

/// What another file has beyond this one.
fn add(person: &mut Person, other: &Person) {
    person.email = person.email.take().or_else(|| other.email.clone());
    person.away_until = person.away_until.max(other.away_until);
    for tag in &other.tags {
        if !person.tags.contains(tag) {
            person.tags.push(tag.clone());
        }
    }
}

fn fullness(person: &Person) -> usize {
    usize::from(person.email.is_some())
        + usize::from(person.away_until.is_some())
        + person.tags.len()
}

/// Which things are one, by any chain of links; the least of them stands for all.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut it: usize) -> usize {
        while self.0[it] != it {
            self.0[it] = self.0[self.0[it]];
            it = self.0[it];
        }
        it
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keep;

    fn file(id: &str, name: &str, email: &str, since: u32, same_as: Option<&str>) -> File {
        File {
            path: format!("people/{id}.toml").into(),
            person: Person {
                id: id.into(),
                name: keep::roster(name).unwrap(),
                email: keep::roster(email),
                tags: Vec::new(),
                away_until: None,
                since: NaiveDate::from_ymd_opt(2026, 11, since),
                same_as: same_as.map(str::to_string),
            },
        }
    }

    fn joined(files: &[File]) -> Vec<String> {
        let (people, ids) = join(files);
        let mut all: Vec<(&String, &String)> = ids.iter().collect();
        all.sort();
        let ids = all.iter().map(|(id, one)| format!("{id}={one}"));
        people
            .iter()
            .map(|it| it.name.as_str().to_string())
            .chain(ids)
            .collect()
    }

    #[test]
    fn the_same_person_from_two_clones_is_one_and_the_first_id_stands_for_both() {
        let files = [file("b", "Ana", "", 1, None), file("a", "ANA", "", 2, None)];
        assert_eq!(joined(&files), ["Ana", "a=b", "b=b"]);
        let files = [
            file("b", "Ana", "", 1, None),
            file("a", "ana", "a@x.org", 2, None),
        ];
        assert_eq!(joined(&files), ["Ana", "a=b", "b=b"]);
    }

    #[test]
    fn addresses_tell_people_of_one_name_apart() {
        let files = [
            file("a", "Ana", "a@x.org", 1, None),
            file("b", "Ana", "b@x.org", 1, None),
            file("c", "Ana", "", 1, None),
            file("d", "Ana", "A@X.org", 2, None),
        ];
        assert_eq!(
            joined(&files),
            ["Ana", "Ana", "Ana", "a=a", "b=b", "c=c", "d=a"]
        );
    }

    #[test]
    fn what_is_said_to_be_the_same_is_whatever_is_gone_or_goes_round() {
        let files = [
            file("a", "Ana", "", 5, Some("z")),
            file("b", "Anna", "", 6, Some("z")),
            file("c", "Cleo", "", 1, Some("d")),
            file("d", "Clio", "", 1, Some("c")),
        ];
        assert_eq!(
            joined(&files),
            ["Ana", "Cleo", "a=a", "b=a", "c=c", "d=c", "z=a"]
        );
    }

    #[test]
    fn copies_of_a_file_are_one_person_with_all_that_either_knows() {
        let mut copy = file("a", "Ana", "a@x.org", 1, None);
        copy.path = "people/a (conflicted copy).toml".into();
        copy.person.tags = keep::roster("lead").into_iter().collect();
        let mut own = file("a", "Ana", "", 1, None);
        own.person.tags = keep::roster("new").into_iter().collect();
        let (people, _) = join(&[own, copy]);
        assert_eq!(people.len(), 1);
        assert!(people[0].email.is_some());
        assert_eq!(
            people[0]
                .tags
                .iter()
                .map(|it| it.as_str())
                .collect::<Vec<_>>(),
            ["lead", "new"]
        );
    }

    proptest! {
        #[test]
        fn the_order_of_files_does_not_matter(picks in prop::collection::vec((0..6_usize, 0..3_usize, 0..3_usize, 1..4_u32, 0..8_usize), 1..12), seed in any::<u64>()) {
            let files: Vec<File> = picks.iter().map(|(id, name, email, since, same)| {
                let same_as = ["a", "b", "c", "d", "e", "f"].get(*same).copied();
                file(["a", "b", "c", "d", "e", "f"][*id], ["Ana", "Ben", "ana"][*name], ["", "a@x", "b@x"][*email], *since, same_as)
            }).collect();
            let mut other = files.clone();
            let n = other.len();
            other.rotate_left(seed as usize % n);
            other.reverse();
            prop_assert_eq!(joined(&files), joined(&other));
        }
    }
}
