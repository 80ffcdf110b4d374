//! How good a season is, said honestly: what it has, and what no season could better.

use super::Round;
use super::exact;
use super::met::{self, Met};
use super::pairs::{choose, pairs, spread};
use super::plan::Plan;
use super::sizes::Seats;
use super::wishes::First;

/// How good the rounds are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    /// Meetings of two people who had not met before.
    pub new: usize,
    /// Meetings of two who had.
    pub again: usize,
    /// The longest that two who meet again had not met, in rounds.
    pub oldest_gap: Option<usize>,
    /// The shortest.
    pub shortest_gap: Option<usize>,
    /// No rounds with these groups have fewer meetings again than this.
    pub best_possible: usize,
    /// Whether these have no more.
    pub proven: bool,
    /// What was put first.
    pub first: First,
    /// For every attribute to be mixed, how many pairs share a value, and the fewest that can.
    pub mix: Vec<(usize, usize)>,
}

/// The least that a whole season can cost when a second meeting costs `repeat`, a third twice that,
/// and so on: every pair meets about equally often.
pub(crate) fn fewest_cost(n: usize, layout: &[Seats], rounds: usize, repeat: i32) -> i64 {
    let round: usize = layout.iter().map(|it| choose(it.screens + it.room)).sum();
    spread(round * rounds, choose(n)) as i64 * i64::from(repeat)
}

/// Who meets anew and who again, counted as the rounds are held.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    new: usize,
    again: usize,
    oldest: Option<usize>,
    shortest: Option<usize>,
}

impl Tally {
    /// Counts a round that comes after those of `met`.
    pub(crate) fn count(&mut self, met: &Met, round: &Round) {
        for (one, other) in round.iter().flat_map(|it| pairs(it)) {
            if !met.ever(one, other) {
                self.new += 1;
                continue;
            }
            let (_, since) = met.times(one, other);
            self.again += 1;
            self.oldest = self.oldest.max(Some(since));
            self.shortest = Some(self.shortest.unwrap_or(since).min(since));
        }
    }
}

/// How many pairs share a value of an attribute that was to be mixed.
pub(crate) fn same(mix: &[Vec<usize>], rounds: &[Round]) -> usize {
    let pairs = rounds.iter().flatten().flat_map(|it| pairs(it));
    pairs
        .map(|it| {
            mix.iter()
                .filter(|values| values[it.0] == values[it.1])
                .count()
        })
        .sum()
}

/// Looks at a season.
pub(crate) fn of(plan: &Plan, there: &[Vec<usize>], rounds: &[Round], tally: Tally) -> Quality {
    let mix = plan.wishes.mix.iter().map(|values| {
        let same = same(std::slice::from_ref(values), rounds);
        let fewest = rounds.iter().zip(there).map(|(round, there)| {
            let mut counts = std::collections::BTreeMap::new();
            there
                .iter()
                .for_each(|it| *counts.entry(values[*it]).or_default() += 1);
            counts
                .into_values()
                .map(|it| spread(it, round.len()))
                .sum::<usize>()
        });
        (same, fewest.sum())
    });
    let best_possible = fewest_again(plan, there, rounds);
    Quality {
        new: tally.new,
        again: tally.again,
        oldest_gap: tally.oldest,
        shortest_gap: tally.shortest,
        best_possible,
        proven: tally.again == best_possible,
        first: plan.wishes.first,
        mix: mix.collect(),
    }
}

/// No way to fill groups of these sizes has fewer meetings again: counted over all, person by
/// person, and by how few groups of one round there are to draw the next one's from; of one round
/// of few people, by trying every way. Who is kept apart is not looked at, so that this tells nothing
/// of it.
pub(crate) fn fewest_again(plan: &Plan, there: &[Vec<usize>], rounds: &[Round]) -> usize {
    let n = plan.members.len();
    if n > met::TABLE {
        return 0;
    }
    let past = Met::new(n, plan.past, 0);
    let mut could = vec![false; n * n];
    for there in there {
        for one in there {
            for other in there {
                could[one * n + other] |= one != other && !past.ever(*one, *other);
            }
        }
    }
    let strangers = |one: usize| could[one * n..][..n].iter().filter(|it| **it).count();
    let possible = (0..n).map(strangers).sum::<usize>() / 2;
    let meetings: usize = rounds.iter().flatten().map(|it| choose(it.len())).sum();
    let counted = meetings.saturating_sub(possible);

    let mut least = vec![0; n];
    for (there, round) in there.iter().zip(rounds) {
        let smallest = round.iter().map(Vec::len).min().unwrap_or(1);
        there.iter().for_each(|it| least[*it] += smallest - 1);
    }
    let each = (0..n).map(|it| usize::saturating_sub(least[it], strangers(it)));
    let each = each.sum::<usize>().div_ceil(2);

    let mut drawn = 0;
    for (at, pair) in rounds.windows(2).enumerate() {
        if there[at].len() == n && there[at + 1].len() == n {
            drawn += pair[1]
                .iter()
                .map(|it| spread(it.len(), pair[0].len()))
                .sum::<usize>();
        }
    }
    let all_there = plan.past.is_empty() && there.iter().all(|it| it.len() == n);
    let proved = match (n, rounds.len(), rounds.first().map_or(0, Vec::len)) {
        // There is no perfect plan: every way was tried (OEIS A107431).
        (12, 5, 4) | (20, 6, 5) if all_there => 1,
        _ => 0,
    };
    let tried = match (rounds, there) {
        ([round], [there]) => {
            let sizes = round.iter().map(Vec::len);
            exact::fewest_again(&past, there, sizes, past.again(round))
        }
        _ => None,
    };
    let wished = always_together(plan, rounds, &past);
    let bound = counted.max(each).max(drawn).max(proved).max(wished);
    bound.max(tried.unwrap_or_default())
}

/// How often those meet again who were to be always together, and are.
fn always_together(plan: &Plan, rounds: &[Round], past: &Met) -> usize {
    let bunches = plan.wishes.bunches(plan.members.len());
    let mut again = 0;
    for (one, others) in bunches.iter().enumerate() {
        for other in others.iter().filter(|it| **it < one) {
            let share = |it: &&Vec<usize>| it.contains(&one) && it.contains(other);
            let times = rounds.iter().flatten().filter(share).count();
            again += times.saturating_sub(usize::from(!past.ever(one, *other)));
        }
    }
    again
}
