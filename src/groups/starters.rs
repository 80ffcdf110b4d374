//! Perfect seasons: nobody meets anybody twice, for as many rounds as can be.
//!
//! Found once by searching with a prescribed symmetry and kept as a table: people sit in rings of
//! `turns` places (whoever is over stands still), a round is written down, and turning the rings by
//! one gives the next, until the first comes round again. `benches/groups` holds the search; a test
//! proves every plan.
//!
//! That such plans exist was known: Kirkman triple systems (Ray-Chaudhuri and Wilson 1971),
//! resolvable designs with blocks of four (Hanani, Ray-Chaudhuri and Wilson 1972), and what is
//! collected in OEIS A107431 and by Miller, Valkov and Abel (Symmetry 18(2):269, 2026). Eight fours
//! for ten rounds were first found by Aguado (2004).

mod table;

use super::Round;

/// A season to be unrolled.
struct Starter {
    /// How many people.
    people: usize,
    /// How many sit in a group; who is over makes some larger by one.
    size: usize,
    /// How often the rings are turned until they stand as before.
    turns: usize,
    /// The rounds written down, group after group, one round after the other.
    weeks: Vec<usize>,
    /// Groups that, turned, make one round together.
    across: Vec<usize>,
}

/// The starters for so many people and groups of this size, the longest first.
fn starters(people: usize, size: usize) -> impl Iterator<Item = Starter> {
    all().filter(move |it| it.people == people && it.size == size)
}

fn all() -> impl Iterator<Item = Starter> {
    table::STARTERS.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let mut number = || words.next()?.parse::<usize>().ok();
        let (people, size, turns) = (number()?, number()?, number()?);
        let mut letters = || {
            words
                .next()
                .unwrap_or_default()
                .chars()
                .map(person)
                .collect()
        };
        Some(Starter {
            people,
            size,
            turns,
            weeks: letters(),
            across: letters(),
        })
    })
}

/// The person whom a letter stands for.
fn person(letter: char) -> usize {
    let letter = letter as usize;
    letter - if letter < 0xA1 { 0x23 } else { 0x45 }
}

impl Starter {
    fn turned(&self, person: usize, by: usize) -> usize {
        let ring = person / self.turns * self.turns;
        if ring + self.turns > self.people {
            person
        } else {
            ring + (person - ring + by) % self.turns
        }
    }

    /// All rounds.
    fn rounds(&self) -> Vec<Round> {
        let group = |group: &[usize], by: usize| {
            group
                .iter()
                .map(|it| self.turned(*it, by))
                .collect::<Vec<_>>()
        };
        let mut rounds = Vec::new();
        for week in self.weeks.chunks(self.people) {
            let turned = |by: usize| -> Round {
                let round = seated(week, self.people / self.size);
                round.iter().map(|it| group(it, by)).collect()
            };
            let first = in_order(turned(0));
            let is_new = |by: &usize| *by == 0 || in_order(turned(*by)) != first;
            rounds.extend((0..self.turns).take_while(is_new).map(turned));
        }
        for across in self.across.chunks(self.size) {
            rounds.push((0..self.turns).map(|by| group(across, by)).collect());
        }
        rounds
    }
}

/// The season of so many rounds with the fewest meetings again that is known for `n` people, where
/// none is perfect and a search comes upon it by luck.
pub(crate) fn fewest(n: usize, groups: usize, rounds: usize) -> Option<Vec<Round>> {
    let head = format!("{n} {groups} {rounds} ");
    let line = table::FEWEST.lines();
    let seats = line.filter_map(|it| it.strip_prefix(&head)).next()?;
    let people: Vec<usize> = seats.chars().map(person).collect();
    let rounds = people.chunks(n).map(|it| seated(it, groups));
    Some(rounds.collect())
}

/// A round of `k` groups, from a list of everybody that has the larger groups first.
fn seated(people: &[usize], k: usize) -> Round {
    let mut left = people;
    let groups = (0..k).map(|it| {
        let size = people.len() / k + usize::from(it < people.len() % k);
        let (one, others) = left.split_at(size);
        left = others;
        one.to_vec()
    });
    groups.collect()
}

/// The same groups in an order that says nothing.
fn in_order(mut round: Round) -> Round {
    round.iter_mut().for_each(|it| it.sort_unstable());
    round.sort_unstable();
    round
}

/// The perfect seasons known for `n` people in groups of `size`, the longest first; a shorter one
/// may suit wishes better. When `n` does not divide, some groups of four are one smaller, and some
/// of three one larger.
pub(crate) fn perfect(n: usize, size: usize) -> Vec<Vec<Round>> {
    if size == 2 && n.is_multiple_of(2) {
        return vec![ring_of_pairs(n)];
    }
    let whole = if size == 4 {
        n.next_multiple_of(size)
    } else {
        n
    };
    let rounds = starters(whole, size).map(|it| without(it.rounds(), whole, whole - n, size));
    rounds.collect()
}

/// Everybody with everybody in pairs: one stands, the others go round.
fn ring_of_pairs(n: usize) -> Vec<Round> {
    let ring = n.saturating_sub(1);
    let round = |round: usize| {
        let pair = |it: usize| {
            let other = (ring + round - it) % ring;
            vec![(round + it) % ring, if it == 0 { ring } else { other }]
        };
        (0..n / 2).map(pair).collect()
    };
    (0..ring).map(round).collect()
}

/// Takes `gone` people out, so that as few rounds as can be are lost: those in which two of
/// them sat together, and now too few would.
fn without(mut rounds: Vec<Round>, n: usize, gone: usize, size: usize) -> Vec<Round> {
    if gone == 0 {
        return rounds;
    }
    let mut met = vec![false; n * n];
    for group in rounds.iter().flatten() {
        for one in group {
            for other in group {
                met[one * n + other] = true;
            }
        }
    }
    // People who never meet, or else people of one group, who meet only once.
    let mut out: Vec<usize> = Vec::new();
    for first in 0..n {
        let mut strangers = vec![first];
        for other in 0..n {
            if strangers.len() < gone && strangers.iter().all(|it| !met[it * n + other]) {
                strangers.push(other);
            }
        }
        if strangers.len() > out.len() {
            out = strangers;
        }
    }
    if out.len() < gone {
        out = rounds[0][0][..gone].to_vec();
    }
    rounds.retain(|round| {
        let left = |group: &Vec<usize>| group.iter().filter(|it| !out.contains(it)).count();
        round.iter().all(|it| left(it) + 1 >= size)
    });
    out.sort_unstable();
    for person in rounds.iter_mut().flatten().flat_map(|it| {
        it.retain(|it| !out.contains(it));
        it
    }) {
        *person -= out.iter().filter(|it| **it < *person).count();
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::super::met::Met;
    use super::*;

    /// The most rounds that any plan can have (counted), but where less is known to be all.
    fn known(n: usize, size: usize) -> usize {
        match (n, size) {
            (12, 3) => 4,
            (16, 4) | (20, 4) => 5,
            // One and three more are known to be possible; the search has not found them.
            (68, 4) => 21,
            (92, 4) => 27,
            _ => (n - 1) / (size - 1),
        }
    }

    fn longest(n: usize, size: usize) -> Vec<Round> {
        perfect(n, size).into_iter().next().unwrap_or_default()
    }

    fn assert_fair(round: &Round, n: usize, groups: usize) {
        let mut everybody = round.concat();
        everybody.sort_unstable();
        assert!(everybody.into_iter().eq(0..n), "{n}");
        let mut sizes: Vec<usize> = round.iter().map(Vec::len).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let fair = (0..groups).map(|it| n / groups + usize::from(it < n % groups));
        assert!(sizes.into_iter().eq(fair), "{n}");
    }

    fn assert_perfect(rounds: &[Round], n: usize, groups: usize) {
        let mut met = std::collections::BTreeSet::new();
        for round in rounds {
            assert_fair(round, n, groups);
            for group in round {
                for one in group {
                    for other in group.iter().filter(|it| *it < one) {
                        assert!(met.insert((*one, *other)), "{n}: {one} {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_starter_is_perfect_and_as_long_as_can_be() {
        for starter in all() {
            let rounds = starter.rounds();
            assert_perfect(&rounds, starter.people, starter.people / starter.size);
            let is_longest = starters(starter.people, starter.size)
                .next()
                .is_some_and(|it| it.rounds().len() == rounds.len());
            if is_longest && starter.people.is_multiple_of(starter.size) {
                let known = known(starter.people, starter.size);
                assert_eq!(rounds.len(), known, "{}", starter.people);
            }
        }
    }

    #[test]
    fn whatever_groups_of_three_or_four_divide_up_to_a_hundred_people_is_known() {
        for size in [3, 4] {
            for n in (size * size..=100).filter(|it| it % size == 0) {
                assert_eq!(longest(n, size).len(), known(n, size), "{n} by {size}");
            }
        }
    }

    #[test]
    fn taking_people_out_costs_at_most_one_round() {
        for starter in all().filter(|it| it.size == 4) {
            for gone in 1..=3 {
                let n = starter.people - gone;
                let rounds = longest(n, 4);
                assert_perfect(&rounds, n, n.div_ceil(4));
                assert!(rounds.len() + 1 >= known(starter.people, 4), "{n}");
            }
        }
        let lengths = [13, 22, 23, 50].map(|n| longest(n, 4).len());
        assert_eq!(lengths, [4, 7, 7, 16]);
    }

    #[test]
    fn where_none_is_perfect_as_few_meet_again_as_is_known() {
        let known = [(12, 4, 5, 3), (17, 5, 6, 1), (17, 5, 7, 11), (20, 5, 6, 6)];
        for (n, groups, length, few) in known {
            let rounds = fewest(n, groups, length).unwrap();
            assert_eq!(rounds.len(), length);
            let mut met = Met::new(n, &[], 0);
            let mut again = 0;
            for round in &rounds {
                assert_fair(round, n, groups);
                again += met.again(round);
                met.hold(round);
            }
            assert_eq!(again, few, "{n} for {length} rounds");
        }
        assert_eq!(table::FEWEST.trim().lines().count(), known.len());
    }

    #[test]
    fn pairs_meet_everybody_once() {
        for n in (2..=100).step_by(2) {
            let rounds = longest(n, 2);
            assert_perfect(&rounds, n, n / 2);
            assert_eq!(rounds.len(), n - 1);
        }
    }
}
