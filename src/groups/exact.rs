//! One round of few people, every way tried: how few must meet again.

use super::met::Met;

/// So many people at most, and groups that are begun or filled.
const MOST: usize = 16;
const TRIES: usize = 120_000;

/// The fewest meetings again that any groups of these sizes have, where some have `found`; none when
/// there are too many ways.
pub(crate) fn fewest_again(
    met: &Met,
    there: &[usize],
    sizes: impl Iterator<Item = usize>,
    found: usize,
) -> Option<usize> {
    let mut sizes: Vec<usize> = sizes.collect();
    if there.len() > MOST || sizes.iter().sum::<usize>() != there.len() {
        return None;
    }
    sizes.sort_unstable();
    let mut known = vec![0_u64; there.len()];
    for (one, a) in there.iter().enumerate() {
        for (other, b) in there.iter().enumerate().filter(|it| it.0 != one) {
            known[one] |= u64::from(met.ever(*a, *b)) << other;
        }
    }
    let mut ways = Ways {
        known,
        sizes,
        least: found,
        left: TRIES,
    };
    let everybody = u64::MAX.checked_shr(64 - there.len() as u32).unwrap_or(0);
    ways.seat(everybody, 0);
    (ways.left > 0).then_some(ways.least)
}

struct Ways {
    /// Whom everybody has met, a bit a person.
    known: Vec<u64>,
    /// Sizes of groups that are still to be filled.
    sizes: Vec<usize>,
    least: usize,
    left: usize,
}

impl Ways {
    /// Fills the other groups for whoever is `free`; so many meet again so far.
    fn seat(&mut self, free: u64, again: usize) {
        if free == 0 {
            self.least = self.least.min(again);
            return;
        }
        if again + self.short(free) >= self.least {
            return;
        }
        let first = free.trailing_zeros();
        for at in 0..self.sizes.len() {
            // Groups of one size are alike.
            if at > 0 && self.sizes[at] == self.sizes[at - 1] {
                continue;
            }
            let size = self.sizes.remove(at);
            self.fill(free & !(1 << first), 1 << first, size - 1, again, first);
            self.sizes.insert(at, size);
        }
    }

    /// So many meet again at least among the `free`, who may have too few strangers left there.
    fn short(&self, free: u64) -> usize {
        let others = self.sizes.first().map_or(0, |it| it - 1);
        let short = |one: usize| {
            let strangers = free & !self.known[one] & !(1 << one);
            others.saturating_sub(strangers.count_ones() as usize)
        };
        let free = (0..self.known.len()).filter(|it| free >> it & 1 == 1);
        free.map(short).sum::<usize>().div_ceil(2)
    }

    /// Adds `more` people to a group, each behind `last`.
    fn fill(&mut self, free: u64, group: u64, more: usize, again: usize, last: u32) {
        if again >= self.least || self.left == 0 {
            return;
        }
        self.left -= 1;
        if more == 0 {
            self.seat(free, again);
            return;
        }
        for one in last + 1..self.known.len() as u32 {
            if free >> one & 1 == 1 {
                let met = (self.known[one as usize] & group).count_ones() as usize;
                self.fill(
                    free & !(1 << one),
                    group | 1 << one,
                    more - 1,
                    again + met,
                    one,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pairs::pairs;
    use super::*;

    #[test]
    fn every_way_is_tried() {
        // Four people who met in two pairs, then in two others: one way is left, and then none.
        let past = [vec![vec![0, 1], vec![2, 3]], vec![vec![0, 2], vec![1, 3]]];
        let fewest = |past: &[Vec<Vec<usize>>]| {
            let met = Met::new(4, past, 0);
            fewest_again(&met, &[0, 1, 2, 3], [2, 2].into_iter(), 9)
        };
        assert_eq!(fewest(&past), Some(0));
        let all = [&past[..], &[vec![vec![0, 3], vec![1, 2]]]].concat();
        assert_eq!(fewest(&all), Some(2));
        // A trio of three who never met is found among a pair who did.
        let met = Met::new(5, &[vec![vec![0, 1], vec![2, 3, 4]]], 0);
        assert_eq!(
            fewest_again(&met, &[0, 1, 2, 3, 4], [3, 2].into_iter(), 4),
            Some(1)
        );
        let crowd: Vec<usize> = (0..17).collect();
        let met = Met::new(17, &[], 0);
        assert_eq!(
            fewest_again(&met, &crowd, [4, 4, 3, 3, 3].into_iter(), 0),
            None
        );
    }

    /// The fewest in any order of people who sit down group after group.
    fn in_any_order(met: &Met, sizes: &[usize], seated: &mut Vec<usize>) -> usize {
        if seated.len() == met.len() {
            let mut left = &seated[..];
            let again = sizes.iter().map(|size| {
                let (group, others) = left.split_at(*size);
                left = others;
                pairs(group).filter(|it| met.ever(it.0, it.1)).count()
            });
            return again.sum();
        }
        let mut fewest = usize::MAX;
        for one in 0..met.len() {
            if !seated.contains(&one) {
                seated.push(one);
                fewest = fewest.min(in_any_order(met, sizes, seated));
                seated.pop();
            }
        }
        fewest
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn what_is_not_looked_at_is_no_better(
            known in prop::collection::vec(prop::collection::vec(0_usize..7, 2..5), 0..10),
            sizes in prop::sample::select(vec![vec![2, 2, 3], vec![3, 4], vec![1, 3, 3]]),
        ) {
            let met = Met::new(7, &known.into_iter().map(|it| vec![it]).collect::<Vec<_>>(), 0);
            let fewest = in_any_order(&met, &sizes, &mut Vec::new());
            let there: Vec<usize> = (0..7).collect();
            for found in [fewest, fewest + 1, 99] {
                let got = fewest_again(&met, &there, sizes.iter().copied(), found);
                prop_assert_eq!(got, Some(fewest));
            }
        }
    }
}
