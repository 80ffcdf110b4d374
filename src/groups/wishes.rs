//! What people wish about who sits with whom, as costs of pairs; and what cannot be had.

use super::Round;
use super::pairs::pairs;

/// What weighs more when it pulls against the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum First {
    /// The mix is as good as can be, and then as few meet again as can be.
    #[default]
    Mix,
    /// Neither: two who share a value are as bad as two who meet again.
    Both,
    /// As few meet again as can be, and then the mix is as good as can be.
    Meetings,
}

/// Wishes about who sits with whom. All of them may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes<'a> {
    /// Pairs who never share a group.
    pub apart: &'a [(usize, usize)],
    /// Pairs who always share a group when both are there; buddies, say.
    pub together: &'a [(usize, usize)],
    /// For every attribute to be mixed, the value that everybody has.
    pub mix: &'a [Vec<usize>],
    /// People of whom there is one in every group, as far as they go.
    pub hosts: &'a [usize],
    /// People who are new: where it can be, none of them sit among themselves.
    pub new: &'a [usize],
    /// What weighs more.
    pub first: First,
}

/// A wish that cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which wish.
    pub rule: Rule,
    /// Whose.
    pub people: Vec<usize>,
}

/// The wishes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Two who never share a group.
    Apart,
    /// Two who always share a group.
    Together,
    /// One to a group.
    Hosts,
}

impl Rule {
    /// The name of the wish.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::Together => "together",
            Self::Hosts => "hosts",
        }
    }
}

/// What it costs to break a wish: far more than any meetings.
const BROKEN: i32 = 4_000_000;
/// What two hosts in one group cost.
const HOSTS: i32 = 1_000_000;
/// What two who are new cost: they are spread as hosts are, but nothing hangs on it.
const NEW: i32 = 100_000;

impl Wishes<'_> {
    /// Whether nothing is wished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.apart.is_empty()
            && self.together.is_empty()
            && self.mix.is_empty()
            && self.hosts.is_empty()
            && self.new.is_empty()
    }

    /// What every two of `n` people cost whenever they share a group, row by row, when a repeat
    /// costs `repeat`, and a pair to be mixed `strict` times that if the mix comes first.
    pub(crate) fn costs(&self, n: usize, repeat: i32, strict: i32) -> Vec<i32> {
        let mut costs = vec![0; n * n];
        let mut add = |one: usize, other: usize, cost: i32| {
            if one != other && one < n && other < n {
                costs[one * n + other] += cost;
                costs[other * n + one] += cost;
            }
        };
        let same = match self.first {
            First::Mix => repeat * strict,
            First::Both => repeat,
            First::Meetings => repeat / 16,
        };
        for values in self.mix {
            for (one, value) in values.iter().enumerate() {
                let others = values[..one].iter().enumerate();
                for (other, _) in others.filter(|it| it.1 == value) {
                    add(one, other, same);
                }
            }
        }
        for (people, cost) in [(self.hosts, HOSTS), (self.new, NEW)] {
            for (one, other) in pairs(people) {
                add(one, other, cost);
            }
        }
        self.apart.iter().for_each(|it| add(it.0, it.1, BROKEN));
        costs
    }

    /// Who always sits with whom: for everybody the others of their bunch, or nobody. Whom a wish
    /// keeps apart nothing brings together.
    pub(crate) fn bunches(&self, n: usize) -> Vec<Vec<usize>> {
        let mut bunch_of: Vec<usize> = (0..n).collect();
        for (one, other) in self.together {
            let (old, new) = (bunch_of[*one], bunch_of[*other]);
            let joins = |it: usize| [old, new].contains(&bunch_of[it]);
            if self.apart.iter().any(|it| joins(it.0) && joins(it.1)) {
                continue;
            }
            for bunch in bunch_of.iter_mut().filter(|it| **it == old) {
                *bunch = new;
            }
        }
        let bunch = |one: usize| {
            let others = (0..n).filter(|it| *it != one && bunch_of[*it] == bunch_of[one]);
            others.collect()
        };
        (0..n).map(bunch).collect()
    }

    /// What cannot be had whoever sits where, for those who are `present` and the sizes of their
    /// groups.
    pub(crate) fn refused(&self, n: usize, present: &[usize], sizes: &[usize]) -> Vec<Refused> {
        let mut refused = Vec::new();
        let here = |it: usize| present.contains(&it);
        let largest = sizes.iter().copied().max().unwrap_or_default();
        let smallest = sizes.iter().copied().min().unwrap_or_default();
        let bunches = self.bunches(n);
        for (one, others) in bunches.iter().enumerate() {
            let mut bunch: Vec<usize> = others.iter().copied().chain([one]).collect();
            bunch.retain(|it| here(*it));
            bunch.sort_unstable();
            if bunch.len() > largest && bunch.first() == Some(&one) {
                refused.push(Refused {
                    rule: Rule::Together,
                    people: bunch,
                });
            }
        }
        for (one, other) in self.together {
            if one != other && here(*one) && here(*other) && !bunches[*one].contains(other) {
                refused.push(Refused {
                    rule: Rule::Together,
                    people: vec![*one.min(other), *one.max(other)],
                });
            }
        }
        for one in present {
            let from = |it: &usize| {
                let pair = self
                    .apart
                    .iter()
                    .find(|pair| **pair == (*one, *it) || **pair == (*it, *one));
                pair.is_some()
            };
            let never: Vec<usize> = present.iter().copied().filter(from).collect();
            if present.len() - never.len() < smallest {
                let mut people = never;
                people.push(*one);
                people.sort_unstable();
                refused.push(Refused {
                    rule: Rule::Apart,
                    people,
                });
            }
        }
        refused
    }

    /// Two who are apart, and others who are apart from all of them and each other.
    fn all_apart(
        &self,
        two: (usize, usize),
        n: usize,
        here: impl Fn(&usize) -> bool,
    ) -> Vec<usize> {
        let apart = |one: usize, other: usize| {
            let is = |it: &(usize, usize)| *it == (one, other) || *it == (other, one);
            self.apart.iter().any(is)
        };
        let mut all = vec![two.0, two.1];
        for one in (0..n).filter(here) {
            if all.iter().all(|other| apart(one, *other)) {
                all.push(one);
            }
        }
        all.sort_unstable();
        all
    }

    /// The wishes that a round breaks.
    pub(crate) fn broken(&self, n: usize, round: &Round) -> Vec<Refused> {
        let mut group_of = vec![None; n];
        for (number, group) in round.iter().enumerate() {
            group.iter().for_each(|it| group_of[*it] = Some(number));
        }
        let both = |pair: &(usize, usize)| group_of[pair.0].zip(group_of[pair.1]);
        let pair = |rule: Rule, pair: &(usize, usize)| Refused {
            rule,
            people: vec![pair.0.min(pair.1), pair.0.max(pair.1)],
        };
        let mut broken = Vec::new();
        for it in self.apart {
            if both(it).is_some_and(|it| it.0 == it.1) {
                let here = |it: &usize| group_of[*it].is_some();
                let all = self.all_apart(*it, n, here);
                // More people than groups, none of whom may share one: that is why.
                broken.push(match all.len() > round.len() {
                    true => Refused {
                        rule: Rule::Apart,
                        people: all,
                    },
                    false => pair(Rule::Apart, it),
                });
            }
        }
        let together = self
            .together
            .iter()
            .filter(|it| both(it).is_some_and(|it| it.0 != it.1));
        broken.extend(together.map(|it| pair(Rule::Together, it)));
        let hosts = self
            .hosts
            .iter()
            .filter(|it| group_of[**it].is_some())
            .count();
        let most = hosts.div_ceil(round.len().max(1));
        for group in round {
            let hosts = group.iter().copied().filter(|it| self.hosts.contains(it));
            let people: Vec<usize> = hosts.collect();
            if people.len() > most {
                broken.push(Refused {
                    rule: Rule::Hosts,
                    people,
                });
            }
        }
        broken
    }
}
