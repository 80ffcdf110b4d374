//! Many rounds at once: perfect where a perfect plan is known, searched as a whole where everybody
//! is there every time, and round by round where people come and go.

use rand::Rng;

use super::lots::Lots;
use super::met::Met;
use super::quality::{self, Tally};
use super::relabel::relabel;
use super::sizes::{Seats, layout, on_screens};
use super::starters;
use super::table::Patience;
use super::weeks::{REPEAT, Weeks};
use super::wishes::{First, Refused, Wishes};
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
    let mut tally = Tally::default();
    let mut rounds = if whole && plan.rounds > 1 && there.iter().all(|it| it.len() == n) {
        let rounds = all_there(plan, &screens, &mut lots);
        let mut met = Met::new(n, &[], 0);
        for round in &rounds {
            tally.count(&met, round);
            met.hold(round);
        }
        rounds
    } else {
        as_they_come(plan, &there, &mut tally, &mut lots)
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
        quality: quality::of(plan, &there, &rounds, tally),
        rounds,
        refused,
    }
}

/// Round by round: each knows those before it, and nothing of those who come later.
fn as_they_come(
    plan: &Plan,
    there: &[Vec<usize>],
    tally: &mut Tally,
    lots: &mut Lots,
) -> Vec<Round> {
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
        tally.count(&met, &round);
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
    let mut perfect = known(n, &layout);
    lots.shuffle(&mut perfect);
    perfect.truncate(plan.rounds);
    let mut names: Vec<usize> = (0..n).collect();
    lots.shuffle(&mut names);
    perfect
        .iter_mut()
        .flatten()
        .flatten()
        .for_each(|it| *it = names[*it]);
    if perfect.len() == plan.rounds && plan.wishes.is_empty() {
        return perfect;
    }
    if !plan.wishes.together.is_empty() {
        // Whoever is always together is not in a plan where nobody meets twice.
        perfect.clear();
    }
    let fixed = if plan.wishes.is_empty() {
        Vec::new()
    } else {
        plan.wishes.costs(n, REPEAT, 3)
    };
    let bunches = if plan.wishes.together.is_empty() {
        Vec::new()
    } else {
        plan.wishes.bunches(n)
    };
    // The search goes by cost; which of its seasons is taken goes by what comes first.
    let rank = |weeks: &Weeks| {
        let same = match plan.wishes.first {
            First::Mix => quality::same(plan.wishes.mix, &weeks.rounds()),
            First::Both | First::Meetings => 0,
        };
        (weeks.cost / 1_000_000, same, weeks.cost)
    };
    let mut best: Option<Weeks> = None;
    for start in 0..STARTS {
        let mut rounds: Vec<Round> = Vec::new();
        // Every third search goes on from what is perfect as far as it goes, again and again.
        while start % 3 == 0 && !perfect.is_empty() && rounds.len() < plan.rounds {
            rounds.extend(perfect.iter().take(plan.rounds - rounds.len()).cloned());
        }
        let gentle = !rounds.is_empty();
        if gentle && !fixed.is_empty() {
            relabel(n, &mut rounds, &fixed, lots);
        }
        while rounds.len() < plan.rounds {
            rounds.push(seat(&layout, screens, &bunches, lots));
        }
        let mut weeks = Weeks::new(n, &rounds, &fixed, bunches.clone());
        let from = if gentle { REPEAT / 4 } else { REPEAT / 3 };
        let patience = Patience {
            tries: TRIES,
            // Some seasons come out better when the search ends warm.
            heat: (
                i64::from(from),
                i64::from(if start % 2 == 0 {
                    REPEAT / 7
                } else {
                    REPEAT * 2 / 9
                }),
            ),
        };
        weeks.search(patience, bound, lots);
        if best.as_ref().is_none_or(|it| rank(&weeks) < rank(it)) {
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
const TRIES: usize = 5_000_000;

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::ChaCha12Rng;

    use super::*;

    fn plan<'a>(members: &'a [Member], rounds: usize, wishes: Wishes<'a>) -> Plan<'a> {
        Plan {
            members,
            sizes: Sizes { least: 4, most: 4 },
            five: Five::Split,
            rounds,
            present: &[],
            past: &[],
            wishes,
        }
    }

    fn made(plan: &Plan) -> Season {
        season(plan, &mut ChaCha12Rng::seed_from_u64(1))
    }

    #[test]
    fn where_a_perfect_season_is_known_nobody_meets_twice() {
        for (n, rounds) in [(16, 5), (23, 7), (24, 7), (40, 13), (50, 16)] {
            let members = vec![Member::default(); n];
            let quality = made(&plan(&members, rounds, Wishes::default())).quality;
            assert_eq!((quality.again, quality.proven), (0, true), "{n}");
        }
    }

    #[test]
    fn hosts_sit_one_to_a_group_and_buddies_together() {
        let members = vec![Member::default(); 19];
        let wishes = Wishes {
            hosts: &[0, 1, 2, 3, 4],
            together: &[(0, 7), (8, 9)],
            apart: &[(1, 8), (1, 10), (2, 10)],
            ..Wishes::default()
        };
        for present in [Vec::new(), vec![(0..18).collect(), (1..19).collect()]] {
            let season = made(&Plan {
                present: &present,
                ..plan(&members, 2, wishes)
            });
            assert_eq!(season.refused, []);
            for round in &season.rounds {
                let hosts = |group: &Vec<usize>| group.iter().filter(|it| **it < 5).count();
                assert!(round.iter().all(|it| hosts(it) <= 1), "{round:?}");
            }
        }
    }

    #[test]
    fn the_mix_is_at_its_floor_when_it_comes_first() {
        let members = vec![Member::default(); 24];
        let departments: Vec<Vec<usize>> = vec![(0..24).map(|it| it % 4).collect()];
        let wishes = Wishes {
            mix: &departments,
            ..Wishes::default()
        };
        let quality = made(&plan(&members, 4, wishes)).quality;
        assert_eq!(quality.mix, [(0, 0)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_wished_everybody_sits_once_and_what_is_broken_is_named(
            n in 1_usize..20, rounds in 1_usize..4, seed: u64,
            apart in prop::collection::vec((0_usize..20, 0_usize..20), 0..8),
            together in prop::collection::vec((0_usize..20, 0_usize..20), 0..4),
            hosts in prop::collection::vec(0_usize..20, 0..4),
            away in prop::collection::vec(0_usize..20, 0..3),
            remote: u32,
        ) {
            let members: Vec<Member> = (0..n).map(|it| Member { remote: remote >> it & 3 == 3 }).collect();
            let present: Vec<Vec<usize>> = (0..rounds).map(|round| {
                (0..n).filter(|it| away.get(round) != Some(it)).collect()
            }).collect();
            let wishes = Wishes { apart: &apart, together: &together, hosts: &hosts, ..Wishes::default() };
            let plan = Plan { present: &present, ..plan(&members, rounds, wishes) };
            let season = season(&plan, &mut ChaCha12Rng::seed_from_u64(seed));
            for (round, there) in season.rounds.iter().zip(&present) {
                let mut everybody = round.concat();
                everybody.sort_unstable();
                prop_assert_eq!(&everybody, there);
                let both = |a: usize, b: usize| round.iter().any(|it| it.contains(&a) && it.contains(&b));
                for (a, b) in apart.iter().filter(|it| it.0 != it.1 && both(it.0, it.1)) {
                    let named = |it: &Refused| it.people.contains(a) && it.people.contains(b);
                    prop_assert!(season.refused.iter().any(named), "{} and {}", a, b);
                }
            }
        }
    }
}
