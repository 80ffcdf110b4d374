//! Who has met whom, and what it costs to let them meet again.

use super::Round;

/// Meeting again costs this much for every time they met.
pub(crate) const AGAIN: i64 = 1_000;
/// And this much, divided by the square of the rounds since.
const SOON: i64 = 4_000;
/// Up to so many people every pair has its cost ready; beyond, the two rows are compared.
const TABLE: usize = 1_500;

/// The past of a set of people.
pub(crate) struct Met {
    n: usize,
    /// For every person and past round the group they sat in, from 1; 0 when they were away.
    rows: Vec<u32>,
    rounds: usize,
    costs: Vec<i32>,
}

impl Met {
    /// The past of `n` people; people who are not among them are passed over.
    pub(crate) fn new(n: usize, past: &[Round]) -> Self {
        let rounds = past.len();
        let mut rows = vec![0; n * rounds];
        for (round, groups) in past.iter().enumerate() {
            for (number, group) in groups.iter().enumerate() {
                for person in group.iter().filter(|it| **it < n) {
                    rows[person * rounds + round] = number as u32 + 1;
                }
            }
        }
        let mut met = Self {
            n,
            rows,
            rounds,
            costs: Vec::new(),
        };
        if n <= TABLE && rounds > 0 {
            met.costs = vec![0; n * n];
            for one in 0..n {
                for other in 0..one {
                    let cost = met.compare(one, other) as i32;
                    met.costs[one * n + other] = cost;
                    met.costs[other * n + one] = cost;
                }
            }
        }
        met
    }

    /// What it costs to seat `one` with `other`.
    pub(crate) fn cost(&self, one: usize, other: usize) -> i64 {
        if self.rounds == 0 {
            0
        } else if self.costs.is_empty() {
            self.compare(one, other)
        } else {
            i64::from(self.costs[one * self.n + other])
        }
    }

    fn compare(&self, one: usize, other: usize) -> i64 {
        let row = |it: usize| &self.rows[it * self.rounds..][..self.rounds];
        let both = row(one).iter().zip(row(other)).enumerate();
        let together = both.filter(|(_, (one, other))| one == other && **one > 0);
        let (mut times, mut last) = (0, 0);
        for (round, _) in together {
            times += 1;
            last = round;
        }
        if times == 0 {
            return 0;
        }
        let gap = (self.rounds - last) as i64;
        times * AGAIN + SOON / (gap * gap)
    }
}
