//! A season in which everybody is always there: what is known to be perfect, as far as it goes, or
//! the best of several searches of the season as a whole.
//!
//! The searches run side by side; which of them is taken does not depend on how many do.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::lots::Lots;
use super::met::{Cycle, Met};
use super::pairs::pairs;
use super::plan::Plan;
use super::quality;
use super::relabel::relabel;
use super::sizes::{Seats, layout};
use super::starters;
use super::table::Patience;
use super::weeks::{REPEAT, Weeks};
use super::wishes::First;
use super::{Round, seat};

/// So many people at most have their season searched as a whole.
pub(crate) const MOST: usize = 400;
/// Searches of a season; tries of one, for each seat and at most.
const STARTS: usize = 14;
const TRIES: usize = 40_000;
const MOST_TRIES: usize = 5_000_000;

/// Plans the season.
pub(crate) fn season(plan: &Plan, screens: &[bool], lots: &mut Lots) -> Vec<Round> {
    let n = screens.len();
    let n_screens = if screens[0] { n } else { 0 };
    let layout = layout(n_screens, n - n_screens, plan.sizes, plan.five);
    let mut perfect = known(n, &layout);
    for rounds in &mut perfect {
        lots.shuffle(rounds);
        rounds.truncate(plan.rounds);
        rename(n, rounds, lots);
    }
    let is_wished = !plan.wishes.is_empty();
    match perfect.first() {
        Some(rounds) if rounds.len() == plan.rounds && !is_wished => return rounds.clone(),
        _ => {}
    }
    if let Some(mut rounds) = starters::fewest(n, layout.len(), plan.rounds)
        && !is_wished
    {
        rename(n, &mut rounds, lots);
        return repeats_last(n, rounds);
    }
    if !plan.wishes.together.is_empty() {
        // Whoever is always together is not in a plan where nobody meets twice.
        perfect.clear();
    }
    let search = Search {
        plan,
        screens,
        enough: quality::fewest_cost(n, &layout, plan.rounds, REPEAT),
        layout,
        perfect,
        fixed: if is_wished {
            plan.wishes.costs(n, REPEAT, 6)
        } else {
            Vec::new()
        },
        bunches: if is_wished {
            plan.wishes.bunches(n)
        } else {
            Vec::new()
        },
    };
    repeats_last(n, search.best(lots))
}

/// Gives the places of `rounds` to people as chance has it.
fn rename(n: usize, rounds: &mut [Round], lots: &mut Lots) {
    let mut names: Vec<usize> = (0..n).collect();
    lots.shuffle(&mut names);
    for person in rounds.iter_mut().flatten().flatten() {
        *person = names[*person];
    }
}

/// What all searches of one season share.
struct Search<'a> {
    plan: &'a Plan<'a>,
    screens: &'a [bool],
    layout: Vec<Seats>,
    /// Seasons that are perfect, as far as they go.
    perfect: Vec<Vec<Round>>,
    /// What every two cost whenever they meet.
    fixed: Vec<i32>,
    bunches: Vec<Vec<usize>>,
    /// Nothing can cost less.
    enough: i64,
}

/// What is taken goes by the wishes, then by what comes first, then by cost; and then, as one must
/// be taken, by which search it was.
type Rank = (i64, usize, i64, usize);

impl Search<'_> {
    /// The best of all searches.
    fn best(&self, lots: &mut Lots) -> Vec<Round> {
        let seeds: Vec<Lots> = (0..STARTS).map(|_| lots.split()).collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let next = AtomicUsize::new(0);
        // The first search with nothing left to better; what comes of those after it depends on
        // when they heard of it, and is not looked at.
        let done = AtomicUsize::new(STARTS);
        let work = || {
            let mut found = Vec::new();
            loop {
                let start = next.fetch_add(1, Ordering::Relaxed);
                if start >= STARTS || done.load(Ordering::Relaxed) < start {
                    return found;
                }
                let stop = || done.load(Ordering::Relaxed) < start;
                let (rank, rounds) = self.one(start, stop, seeds[start].clone());
                if rank.2 <= self.enough || self.is_proved(&rounds) {
                    done.fetch_min(start, Ordering::Relaxed);
                }
                found.push((rank, rounds));
            }
        };
        let found: Vec<_> = std::thread::scope(|scope| {
            let others = (1..threads.min(STARTS)).map(|_| scope.spawn(work));
            let others: Vec<_> = others.collect();
            let own = work();
            let others = others.into_iter().filter_map(|it| it.join().ok());
            others.flatten().chain(own).collect()
        });
        let last = done.load(Ordering::Relaxed);
        let counts = found.into_iter().filter(|it| it.0.3 <= last);
        let best = counts.min_by_key(|it| it.0);
        best.map(|it| it.1).unwrap_or_default()
    }

    /// Whether no rounds have fewer meetings again, where nothing else is wished.
    fn is_proved(&self, rounds: &[Round]) -> bool {
        let n = self.screens.len();
        let there = vec![(0..n).collect(); rounds.len()];
        let mut met = Met::new(n, &[], 0);
        let mut again = 0;
        for round in rounds {
            again += met.again(round);
            met.hold(round);
        }
        self.fixed.is_empty() && again == quality::fewest_again(self.plan, &there, rounds)
    }

    /// One search, which gives up when `stop` says.
    fn one(&self, start: usize, stop: impl Fn() -> bool, mut lots: Lots) -> (Rank, Vec<Round>) {
        let (n, lots) = (self.screens.len(), &mut lots);
        let mut rounds: Vec<Round> = Vec::new();
        // Every third search goes on from what is perfect as far as it goes, again and again.
        if start.is_multiple_of(3) && !self.perfect.is_empty() {
            let perfect = &self.perfect[start / 3 % self.perfect.len()];
            rounds.extend(perfect.iter().cycle().take(self.plan.rounds).cloned());
        }
        let gentle = !rounds.is_empty();
        if gentle && !self.fixed.is_empty() {
            relabel(n, &mut rounds, &self.fixed, lots);
        }
        while rounds.len() < self.plan.rounds {
            rounds.push(seat(&self.layout, self.screens, &self.bunches, lots));
        }
        let mut weeks = Weeks::new(n, &rounds, &self.fixed, &self.bunches);
        // What is perfect so far melts when it gets warm; from nothing, the best is come upon by
        // wandering where few repeat.
        let (from, to) = if gentle {
            (REPEAT / 4, REPEAT / 7)
        } else {
            (REPEAT * 3 / 10, REPEAT * 6 / 25)
        };
        let patience = Patience {
            tries: (TRIES * n * self.plan.rounds).min(MOST_TRIES),
            heat: (i64::from(from), i64::from(to)),
        };
        weeks.search(patience, self.enough, stop, lots);
        let rounds = weeks.rounds();
        let same = match self.plan.wishes.first {
            First::Mix => quality::same(self.plan.wishes.mix, &rounds),
            First::Both | First::Meetings => 0,
        };
        ((weeks.cost / 1_000_000, same, weeks.cost, start), rounds)
    }
}

/// What is known to be perfect for these groups, the longest first.
fn known(n: usize, layout: &[Seats]) -> Vec<Vec<Round>> {
    let mut sizes: Vec<usize> = layout.iter().map(|it| it.screens + it.room).collect();
    sizes.sort_unstable();
    // Groups of three and four are those of some design for threes, or of one for fours.
    let known = [2, 3, 4]
        .into_iter()
        .flat_map(|size| starters::perfect(n, size));
    let fits = |rounds: &Vec<Round>| {
        rounds.first().is_some_and(|it| {
            let mut known: Vec<usize> = it.iter().map(Vec::len).collect();
            known.sort_unstable();
            known == sizes
        })
    };
    let mut known: Vec<Vec<Round>> = known.filter(fits).collect();
    known.sort_by_key(|it| std::cmp::Reverse(it.len()));
    known
}

/// Puts the rounds with the most new meetings first.
fn repeats_last(n: usize, mut rounds: Vec<Round>) -> Vec<Round> {
    let mut met = Met::new(n, &[], rounds.len());
    let mut ordered = Vec::new();
    while !rounds.is_empty() {
        let cost = |round: &Round| {
            let cycle = Cycle::of(n, round.iter().map(Vec::len));
            let all = round.iter().flat_map(|group| pairs(group));
            all.map(|it| i64::from(met.cost(it.0, it.1, cycle)))
                .sum::<i64>()
        };
        let next = (0..rounds.len()).min_by_key(|it| cost(&rounds[*it]));
        let round = rounds.remove(next.unwrap_or_default());
        met.hold(&round);
        ordered.push(round);
    }
    ordered
}
