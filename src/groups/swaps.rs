//! The search for one round. Few people: [`Table`]. Many: clashes are few among them whoever sits
//! where, so they are found in one pass and mended one by one.

use super::lots::Lots;
use super::met::{AGAIN, Cycle, Met, TABLE};
use super::table::{AWAY, Patience, Table};
use super::wishes::Wishes;

/// Above so many people clashes are mended first; often that is all.
const FEW: usize = 200;
/// What it is worth that somebody stays where they are: more than any meetings.
const STAY: i32 = 100_000_000;

/// One round to be improved. People are numbers below the length of `kinds`.
pub(crate) struct Swaps<'a> {
    pub(crate) met: &'a Met,
    /// Who these people are in `met` and `wishes`.
    pub(crate) ids: &'a [usize],
    pub(crate) wishes: Wishes<'a>,
    /// Only people of one kind change places.
    pub(crate) kinds: &'a [u8],
    /// The group that somebody would not like to leave.
    pub(crate) homes: &'a [Option<usize>],
    /// Whether later rounds matter.
    pub(crate) look_ahead: bool,
}

impl Swaps<'_> {
    /// Improves the groups within a budget of tries.
    pub(crate) fn improve(&self, mut groups: Vec<Vec<usize>>, lots: &mut Lots) -> Vec<Vec<usize>> {
        if groups.len() < 2 {
            return groups;
        }
        if self.ids.len() > FEW && self.homes.is_empty() && self.wishes.is_empty() {
            let left = self.mend_clashes(&mut groups, lots);
            if left == 0 {
                return groups;
            }
        }
        if self.ids.len() > TABLE {
            return groups;
        }
        let cycle = Cycle::of(self.met.len(), groups.iter().map(Vec::len));
        let costs = self.costs(cycle);
        let mut group_of = vec![AWAY; self.ids.len()];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|it| group_of[*it] = number as u32);
        }
        let home = |person: usize, group: usize| match self.homes.get(person) {
            Some(Some(home)) if *home == group => -STAY,
            _ => 0,
        };
        let stay = |it: usize| i64::from(home(it, group_of[it] as usize));
        // With an eye on later rounds nothing is known to be enough.
        let enough = if self.look_ahead {
            i64::MIN
        } else {
            (0..self.ids.len()).map(stay).sum()
        };
        let bunches = self.bunches();
        let mut table = Table::new(
            &costs,
            self.kinds,
            &bunches,
            group_of.clone(),
            groups.len(),
            home,
        );
        table.search(patience(self.ids.len(), groups.len()), enough, lots);
        table.groups(groups.len())
    }

    /// What every two cost together, row by row.
    fn costs(&self, cycle: Cycle) -> Vec<i32> {
        let n = self.ids.len();
        let known = self.met.len();
        let mut costs = vec![0; n * n];
        let wished = if self.wishes.is_empty() {
            Vec::new()
        } else {
            self.wishes.costs(known, AGAIN, 24)
        };
        let strangers = if self.look_ahead {
            self.met.strangers()
        } else {
            Vec::new()
        };
        let many = |row: &[u64]| row.iter().map(|it| it.count_ones()).sum::<u32>() as i32;
        let left: Vec<i32> = strangers.iter().map(|it| many(it)).collect();
        for one in 0..n {
            for other in 0..one {
                let (a, b) = (self.ids[one], self.ids[other]);
                let mut cost = self.met.cost(a, b, cycle);
                if cost == 0 && self.look_ahead {
                    let common = strangers[a].iter().zip(&strangers[b]).map(|it| it.0 & it.1);
                    let common: Vec<u64> = common.collect();
                    cost = (COMMON * many(&common) - LEFT * (left[a] + left[b])) / known as i32;
                }
                cost += wished.get(a * known + b).copied().unwrap_or_default();
                costs[one * n + other] = cost;
                costs[other * n + one] = cost;
            }
        }
        costs
    }

    /// Who moves together: those of a bunch who are here and of one kind.
    pub(crate) fn bunches(&self) -> Vec<Vec<usize>> {
        if self.wishes.together.is_empty() {
            return Vec::new();
        }
        let all = self.wishes.bunches(self.met.len());
        let bunch = |one: usize| {
            let others = (0..self.ids.len()).filter(|other| {
                self.kinds[one] == self.kinds[*other]
                    && all[self.ids[one]].contains(&self.ids[*other])
            });
            others.collect()
        };
        (0..self.ids.len()).map(bunch).collect()
    }

    /// Everybody who sits with somebody they met looks for a better place. Gives how many found
    /// none.
    fn mend_clashes(&self, groups: &mut [Vec<usize>], lots: &mut Lots) -> usize {
        let met = |one: usize, other: usize| self.met.ever(self.ids[one], self.ids[other]);
        let mut places = vec![(usize::MAX, 0); self.ids.len()];
        let mut clashing = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            for (at, one) in group.iter().enumerate() {
                places[*one] = (number, at);
                if group[..at].iter().any(|other| met(*one, *other)) {
                    clashing.push(*one);
                }
            }
        }
        let clashes = |groups: &[Vec<usize>], one: usize, with: usize, gone: usize| {
            let others = groups[with].iter().filter(|it| **it != gone && **it != one);
            others.filter(|it| met(one, **it)).count()
        };
        for _ in 0..20 {
            let mut left = Vec::new();
            for one in clashing {
                let here = places[one].0;
                let now = clashes(groups, one, here, one);
                let mut found = now == 0;
                for _ in 0..if found { 0 } else { 200 } {
                    let other = lots.below(places.len());
                    let there = places[other].0;
                    if here == there || there == usize::MAX || self.kinds[one] != self.kinds[other]
                    {
                        continue;
                    }
                    let before = now + clashes(groups, other, there, other);
                    let after = clashes(groups, one, there, other);
                    if after < before && after + clashes(groups, other, here, one) < before {
                        let (a, b) = (places[one], places[other]);
                        groups[a.0][a.1] = other;
                        groups[b.0][b.1] = one;
                        (places[one], places[other]) = (b, a);
                        found = after == 0;
                        // Whoever had to go may sit with somebody they met, too.
                        if clashes(groups, other, here, other) > 0 {
                            left.push(other);
                        }
                        break;
                    }
                }
                if !found {
                    left.push(one);
                }
            }
            clashing = left;
            if clashing.is_empty() {
                break;
            }
        }
        clashing.len()
    }
}

/// What a new meeting is worth for having many left to meet: they may have too few rounds left.
const LEFT: i32 = 100;
/// What it costs for having many strangers in common: with those, groups are new to everybody
/// later.
const COMMON: i32 = 25;

/// The more people, the more tries; pairs are found sooner.
fn patience(n: usize, groups: usize) -> Patience {
    let few = n.clamp(1, 150);
    let tries = 200_000 + 2_000 * few + 100 * few * few;
    Patience {
        tries: if n < 3 * groups { tries / 2 } else { tries },
        heat: (i64::from(AGAIN) / 2, i64::from(AGAIN) * 15 / 100),
    }
}
