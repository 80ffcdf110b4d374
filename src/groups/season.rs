//! Many rounds at once: perfect where a perfect plan is known, searched as a whole where everybody
//! is there every time, and round by round where people come and go.

use rand::Rng;

use super::lots::Lots;
use super::met::Met;
use super::quality;
use super::sizes::{Seats, layout, on_screens};
use super::starters;
use super::table::Patience;
use super::weeks::{REPEAT, Weeks};
use super::wishes::{Refused, Wishes};
use super::{Asked, Five, Member, Round, Sizes, deal_out, seat};

pub use super::quality::Quality;

/// A season that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Everybody who may come; elsewhere people are numbers into this list.
    pub members: &'a [Member],
    /// How large groups are wanted.
    pub sizes: Sizes,
    /// What becomes of five.
    pub five: Five,
    /// How many rounds.
    pub rounds: usize,
    /// Who is there, round by round; empty when everybody always is. A round is formed from the
    /// rounds before it alone.
    pub present: &'a [Vec<usize>],
    /// Rounds already held, oldest first.
    pub past: &'a [Round],
    /// What is wished.
    pub wishes: Wishes<'a>,
}

/// The rounds, and how good they are.
#[derive(Clone, Debug)]
pub struct Season {
    /// Round by round the groups.
    pub rounds: Vec<Round>,
    /// How good they are.
    pub quality: Quality,
    /// Wishes that cannot be had, or that nothing was found for: then the rounds come as near as
    /// could be.
    pub refused: Vec<Refused>,
}

/// Plans a season. The same plan and chance give the same rounds.
#[must_use]
pub fn season(plan: &Plan, rng: &mut impl Rng) -> Season {
    let mut lots = Lots::new(rng);
    let n = plan.members.len();
    let known = |it: &usize| *it < n;
    let pairs = |pairs: &[(usize, usize)]| {
        let known = pairs
            .iter()
            .filter(|it| known(&it.0) && known(&it.1) && it.0 != it.1);
        known.copied().collect::<Vec<_>>()
    };
    let (apart, together) = (pairs(plan.wishes.apart), pairs(plan.wishes.together));
    let hosts: Vec<usize> = plan.wishes.hosts.iter().copied().filter(known).collect();
    let wishes = Wishes {
        apart: &apart,
        together: &together,
        hosts: &hosts,
        ..plan.wishes
    };
    let plan = &Plan { wishes, ..*plan };
    let there: Vec<Vec<usize>> = (0..plan.rounds)
        .map(|it| match plan.present.get(it) {
            Some(there) => there.iter().copied().filter(known).collect(),
            None => (0..n).collect(),
        })
        .collect();
    let screens = on_screens(plan.members);
    let one_camp = screens.windows(2).all(|it| it[0] == it[1]);
    let whole = n > 0 && n <= WHOLE && one_camp && plan.past.is_empty();
    let mut rounds = if whole && plan.rounds > 1 && there.iter().all(|it| it.len() == n) {
        all_there(plan, &screens, &mut lots)
    } else {
        as_they_come(plan, &there, &mut lots)
    };
    for round in &mut rounds {
        round.iter_mut().for_each(|it| lots.shuffle(it));
        lots.shuffle(round);
    }
    let mut refused: Vec<Refused> = Vec::new();
    for (there, round) in there.iter().zip(&rounds) {
        if plan.wishes.is_empty() {
            break;
        }
        let sizes: Vec<usize> = round.iter().map(Vec::len).collect();
        let mut new = plan.wishes.refused(n, there, &sizes);
        if new.is_empty() {
            new = plan.wishes.broken(n, round);
        }
        for it in new {
            if !refused.contains(&it) {
                refused.push(it);
            }
        }
    }
    Season {
        quality: quality::of(plan, &there, &rounds),
        rounds,
        refused,
    }
}

/// Round by round: each knows those before it, and nothing of those who come later.
fn as_they_come(plan: &Plan, there: &[Vec<usize>], lots: &mut Lots) -> Vec<Round> {
    let mut met = Met::new(plan.members.len(), plan.past, there.len());
    let mut rounds = Vec::new();
    for there in there {
        let members: Vec<Member> = there.iter().map(|it| plan.members[*it].clone()).collect();
        let asked = Asked {
            members: &members,
            sizes: plan.sizes,
            five: plan.five,
            past: &[],
        };
        let mut round = deal_out(&asked, &met, there, plan.wishes, lots);
        for person in round.iter_mut().flatten() {
            *person = there[*person];
        }
        met.hold(&round);
        rounds.push(round);
    }
    rounds
}

/// Everybody is always there: the whole season is searched at once.
fn all_there(plan: &Plan, screens: &[bool], lots: &mut Lots) -> Vec<Round> {
    let n = screens.len();
    let n_screens = if screens[0] { n } else { 0 };
    let layout = layout(n_screens, n - n_screens, plan.sizes, plan.five);
    let bound = quality::fewest_cost(n, &layout, plan.rounds, REPEAT);
    let mut perfect = Vec::new();
    if plan.wishes.is_empty() {
        perfect = known(n, &layout);
        lots.shuffle(&mut perfect);
        let mut names: Vec<usize> = (0..n).collect();
        lots.shuffle(&mut names);
        perfect
            .iter_mut()
            .flatten()
            .flatten()
            .for_each(|it| *it = names[*it]);
        if perfect.len() >= plan.rounds {
            perfect.truncate(plan.rounds);
            return perfect;
        }
    }
    let fixed = if plan.wishes.is_empty() {
        Vec::new()
    } else {
        plan.wishes.costs(n, REPEAT)
    };
    let bunches = if plan.wishes.together.is_empty() {
        Vec::new()
    } else {
        plan.wishes.bunches(n)
    };
    let mut best: Option<Weeks> = None;
    for start in 0..STARTS {
        let mut rounds: Vec<Round> = Vec::new();
        // Every other search goes on from what is perfect as far as it goes, again and again.
        while start % 2 == 0 && !perfect.is_empty() && rounds.len() < plan.rounds {
            rounds.extend(perfect.iter().take(plan.rounds - rounds.len()).cloned());
        }
        let gentle = !rounds.is_empty();
        while rounds.len() < plan.rounds {
            rounds.push(seat(&layout, screens, &bunches, lots));
        }
        let mut weeks = Weeks::new(n, &rounds, &fixed, bunches.clone());
        let from = if gentle { REPEAT / 4 } else { REPEAT * 2 / 5 };
        let patience = Patience {
            tries: TRIES,
            heat: (i64::from(from), i64::from(REPEAT / 5)),
        };
        weeks.search(patience, bound, lots);
        if best.as_ref().is_none_or(|it| weeks.cost < it.cost) {
            best = Some(weeks);
        }
        if best.as_ref().is_some_and(|it| it.cost <= bound) {
            break;
        }
    }
    let rounds = best.map(|it| it.rounds()).unwrap_or_default();
    repeats_last(n, rounds)
}

/// So many people at most have their season searched as a whole.
const WHOLE: usize = 400;
/// Searches of a season, and tries of one.
const STARTS: usize = 6;
const TRIES: usize = 4_000_000;

/// What is known to be perfect for these groups.
fn known(n: usize, layout: &[Seats]) -> Vec<Round> {
    let mut sizes: Vec<usize> = layout.iter().map(|it| it.screens + it.room).collect();
    sizes.sort_unstable();
    // Groups of three and four are those of some design for threes, or of one for fours.
    let known = [2, 3, 4].map(|size| starters::perfect(n, size));
    let fits = |rounds: &Vec<Round>| {
        rounds.first().is_some_and(|it| {
            let mut known: Vec<usize> = it.iter().map(Vec::len).collect();
            known.sort_unstable();
            known == sizes
        })
    };
    let longest = known.into_iter().filter(fits).max_by_key(Vec::len);
    longest.unwrap_or_default()
}

/// Puts the rounds with the most new meetings first.
fn repeats_last(n: usize, mut rounds: Vec<Round>) -> Vec<Round> {
    let mut met = Met::new(n, &[], rounds.len());
    let mut ordered = Vec::new();
    while !rounds.is_empty() {
        let cost = |round: &Round| {
            let pairs = round.iter().flat_map(|group| quality::pairs(group));
            pairs.map(|it| i64::from(met.cost(it.0, it.1))).sum::<i64>()
        };
        let next = (0..rounds.len()).min_by_key(|it| cost(&rounds[*it]));
        let round = rounds.remove(next.unwrap_or_default());
        met.hold(&round);
        ordered.push(round);
    }
    ordered
}
