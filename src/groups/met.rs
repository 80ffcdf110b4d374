//! Who has met whom, and what it costs to let them meet again.

use super::Round;
use super::pairs::pairs;

/// What it costs to meet again at all; what follows is little beside it, so that as many as can be
/// are new.
pub(crate) const AGAIN: i32 = 1_000;
/// And for every time they met, so that it is not always the same.
const OFTEN: i32 = 100;
/// And for meeting again before long: times the square of the rounds of a cycle, divided by that of
/// the rounds since.
const SOON: i32 = 30;
/// And for meeting again within two sevenths of a cycle, times the square of its rounds: where it
/// can be helped, nobody does.
const TOO_SOON: i32 = 50;
/// Up to so many people there is a table of pairs; beyond, the rounds of two people are compared.
pub(crate) const TABLE: usize = 1_500;

/// In how many rounds somebody could meet everybody, in tenths of a round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cycle(i32);

impl Cycle {
    /// When `n` people are known, of whom some sit in groups of `sizes`. Many people would make
    /// everything seem soon, so there are never more than eight rounds.
    pub(crate) fn of(n: usize, sizes: impl Iterator<Item = usize>) -> Self {
        let (groups, seated) = sizes.fold((0, 0), |sum, it| (sum.0 + 1, sum.1 + it));
        let others = seated.saturating_sub(groups).max(1);
        Self((10 * n.saturating_sub(1) * groups / others).min(80) as i32)
    }

    fn soon(self, since: usize) -> i32 {
        let since = since.clamp(1, 100) as i32;
        let square = self.0 * self.0;
        if since * 35 <= self.0 {
            TOO_SOON * square / 100
        } else {
            SOON * square / (100 * since * since)
        }
    }
}

/// Who met whom, how often and how lately. Of more than 1,500 people it keeps four bytes for each
/// and every round; of fewer, a table of pairs.
#[derive(Clone, Debug)]
pub struct Met {
    n: usize,
    /// Rounds held so far.
    held: usize,
    /// How often every two met, and in which round last, row by row.
    times: Vec<u16>,
    last: Vec<u32>,
    /// For every person and round the group they sat in, from 1; 0 when they were away.
    rows: Vec<u32>,
    /// Rounds that a row has place for.
    places: usize,
}

impl Met {
    /// The past of `n` people, oldest round first, and place for `more` rounds; people who are not
    /// among them are passed over.
    #[must_use]
    pub fn new(n: usize, past: &[Round], more: usize) -> Self {
        let few = n <= TABLE;
        let places = past.len() + more;
        let mut met = Self {
            n,
            held: 0,
            times: vec![0; if few { n * n } else { 0 }],
            last: vec![0; if few { n * n } else { 0 }],
            rows: vec![0; if few { 0 } else { n * places }],
            places,
        };
        past.iter().for_each(|it| met.hold(it));
        met
    }

    /// How many people there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether it is nobody's past.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// How many rounds were held.
    pub(crate) fn held(&self) -> usize {
        self.held
    }

    /// One more round was held. People who are not among them are passed over.
    pub fn hold(&mut self, round: &Round) {
        if self.times.is_empty() && self.held == self.places {
            self.widen();
        }
        for (number, group) in round.iter().enumerate() {
            for (at, one) in group.iter().enumerate().filter(|it| *it.1 < self.n) {
                if self.times.is_empty() {
                    self.rows[one * self.places + self.held] = number as u32 + 1;
                    continue;
                }
                let others = group[..at].iter().filter(|it| **it < self.n && *it != one);
                for other in others {
                    for pair in [one * self.n + other, other * self.n + one] {
                        self.times[pair] = self.times[pair].saturating_add(1);
                        self.last[pair] = self.held as u32;
                    }
                }
            }
        }
        self.held += 1;
    }

    /// Makes place for as many rounds again.
    fn widen(&mut self) {
        let places = 2 * self.places + 1;
        let mut rows = vec![0; self.n * places];
        for one in 0..self.n {
            rows[one * places..][..self.held].copy_from_slice(self.row(one));
        }
        (self.rows, self.places) = (rows, places);
    }

    /// How often two met, and how many rounds ago the last time was.
    pub(crate) fn times(&self, one: usize, other: usize) -> (usize, usize) {
        if !self.times.is_empty() {
            let pair = one * self.n + other;
            let since = self.held - self.last[pair] as usize;
            return (usize::from(self.times[pair]), since);
        }
        let both = self.row(one).iter().zip(self.row(other)).enumerate();
        let together = both.filter(|(_, (one, other))| one == other && **one > 0);
        together.fold((0, self.held), |(times, _), (at, _)| {
            (times + 1, self.held - at)
        })
    }

    /// Whether two met at all.
    pub(crate) fn ever(&self, one: usize, other: usize) -> bool {
        if !self.times.is_empty() {
            return self.times[one * self.n + other] > 0;
        }
        // Without a way out in the middle, many rounds are compared at a time.
        let both = self.row(one).iter().zip(self.row(other));
        both.fold(false, |met, (one, other)| met | (one == other) & (*one > 0))
    }

    /// How many pairs of a round met before.
    #[must_use]
    pub fn again(&self, round: &Round) -> usize {
        let met = round.iter().flat_map(|group| pairs(group));
        met.filter(|it| self.ever(it.0, it.1)).count()
    }

    /// For everybody, whom they have not met: a bit a person.
    pub(crate) fn strangers(&self) -> Vec<Vec<u64>> {
        let row = |one: usize| {
            let mut row = vec![0; self.n.div_ceil(64)];
            for other in (0..self.n).filter(|it| *it != one && !self.ever(one, *it)) {
                row[other / 64] |= 1 << (other % 64);
            }
            row
        };
        (0..self.n).map(row).collect()
    }

    fn row(&self, person: usize) -> &[u32] {
        &self.rows[person * self.places..][..self.held]
    }

    /// What it costs to seat `one` with `other`, where it takes `cycle` rounds to meet everybody.
    pub(crate) fn cost(&self, one: usize, other: usize, cycle: Cycle) -> i32 {
        let (times, since) = self.times(one, other);
        if times == 0 {
            return 0;
        }
        AGAIN + times as i32 * OFTEN + cycle.soon(since)
    }
}
