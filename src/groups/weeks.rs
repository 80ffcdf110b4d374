//! The patient search over a whole season: two people change places in one round.
//!
//! Every meeting of two people costs more than the one before, so that repeats are few and evenly
//! spread; `next` holds what one more would cost. Annealing by swaps, with costs convex in the
//! times two meet, is what maximally diverse grouping is searched with (Lai and Hao 2016).

use super::Round;
use super::lots::Lots;
use super::table::{Patience, exchange};

/// What a second meeting costs; a third costs twice that, and so on.
pub(crate) const REPEAT: i32 = 1_024;

/// A season while it is being improved: everybody is always there, in groups of the same sizes.
pub(crate) struct Weeks<'a> {
    n: usize,
    /// What one more meeting of two people costs, row by row.
    next: Vec<i32>,
    /// More than this nobody saves by leaving a group: most tries can be given up early.
    saves: Vec<i32>,
    /// Round by round people, group after group.
    seats: Vec<u16>,
    /// First seat, and the one behind the last, of the group that a seat is in.
    bounds: Vec<(usize, usize)>,
    /// Who moves together; empty when nobody does.
    bunches: &'a [Vec<usize>],
    /// What all of it costs.
    pub(crate) cost: i64,
}

impl<'a> Weeks<'a> {
    /// Begins with `rounds` of `n` people, all of whom sit in each. `fixed` is what every two people
    /// cost whenever they meet, row by row; empty when nothing is wished.
    pub(crate) fn new(
        n: usize,
        rounds: &[Round],
        fixed: &[i32],
        bunches: &'a [Vec<usize>],
    ) -> Self {
        let largest = rounds.iter().flatten().map(Vec::len).max().unwrap_or(1);
        let dearest = |row: &[i32]| row.iter().copied().max().unwrap_or(0) * (largest - 1) as i32;
        let mut weeks = Self {
            n,
            next: if fixed.is_empty() {
                vec![0; n * n]
            } else {
                fixed.to_vec()
            },
            saves: if fixed.is_empty() {
                vec![0; n]
            } else {
                fixed.chunks(n).map(dearest).collect()
            },
            seats: Vec::new(),
            bounds: Vec::new(),
            bunches,
            cost: 0,
        };
        for round in rounds {
            let mut round = round.clone();
            round.sort_by_key(|it| std::cmp::Reverse(it.len()));
            weeks.bounds.clear();
            for group in &round {
                let from = weeks.bounds.len();
                for (at, person) in group.iter().enumerate() {
                    weeks.seats.push(*person as u16);
                    weeks.bounds.push((from, from + group.len()));
                    for other in &group[..at] {
                        weeks.cost += i64::from(weeks.next[person * n + other]);
                        weeks.add(*person, *other, REPEAT);
                    }
                }
            }
        }
        weeks
    }

    /// Two people meet once more, or once less.
    fn add(&mut self, one: usize, other: usize, cost: i32) {
        self.next[one * self.n + other] += cost;
        self.next[other * self.n + one] += cost;
        let now = self.next[one * self.n + other];
        let again = |next: i32| (next - REPEAT).max(0);
        let more = again(now) - again(now - cost);
        self.saves[one] += more;
        self.saves[other] += more;
    }

    /// The rounds as lists.
    pub(crate) fn rounds(&self) -> Vec<Round> {
        let round = |week: &[u16]| {
            let mut groups = Vec::new();
            let mut at = 0;
            while let Some((from, to)) = self.bounds.get(at) {
                let seats = &week[*from..*to];
                groups.push(seats.iter().map(|it| usize::from(*it)).collect());
                at = *to;
            }
            groups
        };
        self.seats.chunks(self.n).map(round).collect()
    }

    /// Searches, and leaves the best that was found. Stops early at `enough`, or when `stop` says.
    pub(crate) fn search(
        &mut self,
        patience: Patience,
        enough: i64,
        stop: impl Fn() -> bool,
        lots: &mut Lots,
    ) {
        let (from, to) = patience.heat;
        let mut heat = from;
        let mut best: Option<(i64, Vec<u16>)> = None;
        let mut least = self.cost;
        let weeks = self.seats.len() / self.n;
        for it in 0..patience.tries {
            if it % 256 == 0 {
                if least <= enough || stop() {
                    break;
                }
                let left = (patience.tries - it) as i64;
                heat = to + (from - to) * left / patience.tries as i64;
            }
            let bits = lots.bits();
            let pick =
                |bits: u64, below: usize| (((bits & 0xF_FFFF) * below as u64) >> 20) as usize;
            let week = pick(bits, weeks);
            let (one, other) = (pick(bits >> 20, self.n), pick(bits >> 40, self.n));
            if self.bounds[one].0 == self.bounds[other].0 {
                continue;
            }
            let before = self.cost;
            let worse = lots.tolerance(heat);
            // The way up from the best so far: remember it before leaving it.
            let leave = |weeks: &Self, best: &mut Option<(i64, Vec<u16>)>| {
                if before == least && best.as_ref().is_none_or(|it| it.0 > least) {
                    *best = Some((least, weeks.seats.clone()));
                }
            };
            let person = |seat: usize| usize::from(self.seats[week * self.n + seat]);
            if self.bunched(person(one)) || self.bunched(person(other)) {
                // To move a bunch takes far longer than to move one person, and leads no further.
                if bits >> 60 < 4 {
                    leave(self, &mut best);
                    self.try_bunch(week, one, other, worse);
                }
            } else if let Some(change) = self.change(week, one, other, worse as i32) {
                if change > 0 {
                    leave(self, &mut best);
                }
                self.swap(week, one, other);
                self.cost += i64::from(change);
            }
            least = least.min(self.cost);
        }
        if let Some((cost, seats)) = best
            && cost < self.cost
        {
            (self.cost, self.seats) = (cost, seats);
        }
    }

    fn bunched(&self, person: usize) -> bool {
        self.bunches.get(person).is_some_and(|it| !it.is_empty())
    }

    /// A bunch changes places with as many people of another group.
    fn try_bunch(&mut self, week: usize, one: usize, other: usize, worse: i64) {
        let round = &self.seats[week * self.n..][..self.n];
        let person = |seat: usize| usize::from(round[seat]);
        let seat = |it: usize| round.iter().position(|seat| usize::from(*seat) == it);
        let group = |it: usize| seat(it).map(|it| self.bounds[it].0);
        let pairs = exchange(self.bunches, person(one), person(other), |like| {
            let (from, to) = seat(like).map_or((0, 0), |it| self.bounds[it]);
            (from..to).map(person).collect()
        });
        let Some(pairs) = pairs else {
            return;
        };
        let (here, there) = (group(pairs[0].0), group(pairs[0].1));
        if pairs
            .iter()
            .any(|it| group(it.0) != here || group(it.1) != there)
        {
            return;
        }
        let pairs = pairs.iter().map(|it| seat(it.0).zip(seat(it.1)));
        let seats: Vec<(usize, usize)> = pairs.flatten().collect();
        let before = self.cost;
        let swap = |weeks: &mut Self, (one, other): (usize, usize)| {
            let change = weeks.change(week, one, other, i32::MAX / 4);
            weeks.cost += i64::from(change.unwrap_or_default());
            weeks.swap(week, one, other);
        };
        seats.iter().for_each(|it| swap(self, *it));
        if self.cost - before > worse {
            seats.iter().rev().for_each(|it| swap(self, *it));
        }
    }

    /// What it changes when two change places, if it is no more than `worse`.
    fn change(&self, week: usize, one: usize, other: usize, worse: i32) -> Option<i32> {
        let round = &self.seats[week * self.n..][..self.n];
        let (a, b) = (usize::from(round[one]), usize::from(round[other]));
        let row = |it: usize| &self.next[it * self.n..][..self.n];
        let (row_a, row_b) = (row(a), row(b));
        let mates = |seat: usize| {
            let (from, to) = self.bounds[seat];
            round[from..to].iter().map(|it| usize::from(*it))
        };
        let at_most = worse.saturating_add(self.saves[a] + self.saves[b]);
        let mut change = 0;
        for person in mates(other).filter(|it| *it != b) {
            change += row_a[person];
        }
        if change > at_most {
            return None;
        }
        for person in mates(one).filter(|it| *it != a) {
            change += row_b[person];
        }
        if change > at_most {
            return None;
        }
        for person in mates(one).filter(|it| *it != a) {
            change -= row_a[person] - REPEAT;
        }
        for person in mates(other).filter(|it| *it != b) {
            change -= row_b[person] - REPEAT;
        }
        (change <= worse).then_some(change)
    }

    fn swap(&mut self, week: usize, one: usize, other: usize) {
        let first = week * self.n;
        let (a, b) = (self.seats[first + one], self.seats[first + other]);
        for (seat, out, come) in [(one, a, b), (other, b, a)] {
            let (from, to) = self.bounds[seat];
            for at in (from..to).filter(|it| *it != seat) {
                let person = usize::from(self.seats[first + at]);
                self.add(usize::from(out), person, -REPEAT);
                self.add(usize::from(come), person, REPEAT);
            }
        }
        self.seats.swap(first + one, first + other);
    }
}
