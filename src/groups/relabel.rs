//! A season stays as good when people take each other's names in it, so the names may go where
//! wishes are best met.

use super::Round;
use super::lots::Lots;
use super::pairs::pairs;

/// Tries, and how much worse is taken at first: what the cheapest pair costs.
const TRIES: usize = 300_000;

/// Gives the places of `rounds` to people so that what every two cost whenever they meet (`fixed`,
/// row by row) is little in all.
pub(crate) fn relabel(n: usize, rounds: &mut [Round], fixed: &[i32], lots: &mut Lots) {
    let mut meet = vec![0_i64; n * n];
    for (one, other) in rounds.iter().flatten().flat_map(|it| pairs(it)) {
        meet[one * n + other] += 1;
        meet[other * n + one] += 1;
    }
    let mut names: Vec<usize> = (0..n).collect();
    lots.shuffle(&mut names);
    let (mut best, mut least, mut cost) = (names.clone(), 0, 0);
    let cheapest = fixed
        .iter()
        .copied()
        .filter(|it| *it > 0)
        .min()
        .unwrap_or_default();
    for it in 0..TRIES {
        let (one, other) = (lots.below(n), lots.below(n));
        if one == other {
            continue;
        }
        let (a, b) = (names[one], names[other]);
        let change = (0..n).filter(|it| *it != one && *it != other).map(|it| {
            let more = meet[one * n + it] - meet[other * n + it];
            let cost = fixed[b * n + names[it]] - fixed[a * n + names[it]];
            more * i64::from(cost)
        });
        let change: i64 = change.sum();
        let heat = i64::from(cheapest) * (TRIES - it) as i64 / TRIES as i64;
        if change <= 0 || change <= lots.tolerance(heat) {
            names.swap(one, other);
            cost += change;
            if cost < least {
                least = cost;
                best.copy_from_slice(&names);
            }
        }
    }
    for person in rounds.iter_mut().flatten().flatten() {
        *person = best[*person];
    }
}
