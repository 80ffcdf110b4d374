//! The patient search for one round: people change places, with some patience for worse.
//!
//! For every group and person it is kept what that person would cost there, so a try is four
//! look-ups; only a change that is made has to be carried into two rows.

use super::lots::Lots;

/// How patiently to search; nothing here is time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Tries. In a search for one round a change that is made counts as several, by how many
    /// people it must be carried to, so that no past makes a round take much longer than another.
    pub(crate) tries: usize,
    /// How much worse is taken at first, and how much at last.
    pub(crate) heat: (i64, i64),
}

/// One round while it is being improved.
pub(crate) struct Table<'a> {
    n: usize,
    /// What every two people cost together, row by row.
    costs: &'a [i32],
    /// Only people of one kind change places.
    kinds: &'a [u8],
    /// Who moves together; empty when nobody does.
    bunches: &'a [Vec<usize>],
    /// The group of everybody; only those who are seated take part.
    pub(crate) group_of: Vec<u32>,
    seated: Vec<u32>,
    /// `near[group * n + person]`.
    near: Vec<i32>,
    /// What it costs as they sit now.
    pub(crate) cost: i64,
}

/// The group of somebody who is away.
pub(crate) const AWAY: u32 = u32::MAX;

impl<'a> Table<'a> {
    /// Begins with the groups that `group_of` tells, among `k`. `extra` adds to what somebody
    /// costs in a group.
    pub(crate) fn new(
        costs: &'a [i32],
        kinds: &'a [u8],
        bunches: &'a [Vec<usize>],
        group_of: Vec<u32>,
        k: usize,
        extra: impl Fn(usize, usize) -> i32,
    ) -> Self {
        let n = group_of.len();
        let mut near = vec![0; k * n];
        for group in 0..k {
            for person in 0..n {
                near[group * n + person] = extra(person, group);
            }
        }
        let seated: Vec<u32> = (0..n as u32)
            .filter(|it| group_of[*it as usize] != AWAY)
            .collect();
        for other in &seated {
            let row = &costs[*other as usize * n..][..n];
            let near = &mut near[group_of[*other as usize] as usize * n..][..n];
            near.iter_mut()
                .zip(row)
                .for_each(|(near, cost)| *near += cost);
        }
        let mut table = Self {
            n,
            costs,
            kinds,
            bunches,
            group_of,
            seated,
            near,
            cost: 0,
        };
        for person in &table.seated {
            let group = table.group_of[*person as usize] as usize;
            let extra = extra(*person as usize, group);
            let near = table.near[group * n + *person as usize];
            // Every meeting is seen from both sides.
            table.cost += i64::from(near - extra) + 2 * i64::from(extra);
        }
        table.cost /= 2;
        table
    }

    /// Searches, and leaves the best that was found. Stops early at `enough`.
    pub(crate) fn search(&mut self, patience: Patience, enough: i64, lots: &mut Lots) {
        let (mut best, mut least) = (self.group_of.clone(), self.cost);
        let (from, to) = patience.heat;
        let mut heat = from;
        let (mut spent, mut cool) = (0, 0);
        while spent < patience.tries && least > enough {
            if spent >= cool {
                let left = (patience.tries - spent) as i64;
                heat = to + (from - to) * left / patience.tries as i64;
                cool = spent + 64;
            }
            spent += 1;
            let bits = lots.bits();
            let pick = |bits: u64| {
                let at = ((bits & 0xFFFF_FFFF) * self.seated.len() as u64) >> 32;
                self.seated[at as usize] as usize
            };
            let (one, other) = (pick(bits), pick(bits >> 32));
            let (here, there) = (self.group_of[one] as usize, self.group_of[other] as usize);
            if here == there || self.kinds[one] != self.kinds[other] {
                continue;
            }
            if self.bunched(one) || self.bunched(other) {
                self.try_bunch(one, other, heat, lots);
            } else {
                let change = self.change(one, other);
                if change > 0 && (change > 12 * heat || change > lots.tolerance(heat)) {
                    continue;
                }
                self.swap(one, other);
                self.cost += change;
                spent += self.n / 16;
            }
            if self.cost < least {
                least = self.cost;
                best.copy_from_slice(&self.group_of);
            }
        }
        self.cost = least;
        self.group_of = best;
    }

    fn bunched(&self, person: usize) -> bool {
        self.bunches.get(person).is_some_and(|it| !it.is_empty())
    }

    fn change(&self, one: usize, other: usize) -> i64 {
        let n = self.n;
        let (here, there) = (self.group_of[one] as usize, self.group_of[other] as usize);
        let change = self.near[there * n + one] + self.near[here * n + other]
            - self.near[here * n + one]
            - self.near[there * n + other]
            - 2 * self.costs[one * n + other];
        i64::from(change)
    }

    /// A bunch changes places with as many people of another group.
    fn try_bunch(&mut self, one: usize, other: usize, heat: i64, lots: &mut Lots) {
        let Some(pairs) = exchange(self.bunches, one, other, |like| {
            let mates = self.seated.iter().map(|it| *it as usize);
            mates
                .filter(|it| {
                    self.group_of[*it] == self.group_of[like] && self.kinds[*it] == self.kinds[like]
                })
                .collect()
        }) else {
            return;
        };
        let group = |it: usize| self.group_of[it];
        let (here, there) = (group(pairs[0].0), group(pairs[0].1));
        if pairs
            .iter()
            .any(|it| group(it.0) != here || group(it.1) != there)
        {
            return;
        }
        let before = self.cost;
        for (one, other) in &pairs {
            self.cost += self.change(*one, *other);
            self.swap(*one, *other);
        }
        if self.cost - before > lots.tolerance(heat) {
            for (one, other) in pairs.iter().rev() {
                self.swap(*one, *other);
            }
            self.cost = before;
        }
    }

    fn swap(&mut self, one: usize, other: usize) {
        let n = self.n;
        let (here, there) = (self.group_of[one] as usize, self.group_of[other] as usize);
        let gone = &self.costs[one * n..][..n];
        let come = &self.costs[other * n..][..n];
        let near = &mut self.near[here * n..][..n];
        for ((near, come), gone) in near.iter_mut().zip(come).zip(gone) {
            *near += come - gone;
        }
        let near = &mut self.near[there * n..][..n];
        for ((near, come), gone) in near.iter_mut().zip(come).zip(gone) {
            *near -= come - gone;
        }
        self.group_of.swap(one, other);
    }

    /// The groups as lists.
    pub(crate) fn groups(&self, k: usize) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); k];
        for person in &self.seated {
            let group = self.group_of[*person as usize] as usize;
            groups[group].push(*person as usize);
        }
        groups
    }
}

/// Who changes places with whom so that the bunches of both stay whole: the larger bunch with the
/// other's, filled up from `mates` of the other who are in none.
pub(crate) fn exchange(
    bunches: &[Vec<usize>],
    one: usize,
    other: usize,
    mates: impl Fn(usize) -> Vec<usize>,
) -> Option<Vec<(usize, usize)>> {
    let (one, other) = if bunches[one].len() < bunches[other].len() {
        (other, one)
    } else {
        (one, other)
    };
    let (mut these, mut those) = (vec![one], vec![other]);
    these.extend(&bunches[one]);
    those.extend(&bunches[other]);
    let free = mates(other);
    let free = free
        .into_iter()
        .filter(|it| bunches[*it].is_empty() && *it != other);
    those.extend(free.take(these.len() - those.len()));
    (these.len() == those.len()).then(|| these.into_iter().zip(those).collect())
}
