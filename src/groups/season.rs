//! Many rounds at once: perfect where a perfect plan is known, searched as a whole where everybody
//! is there every time, and round by round where people come and go.

use rand::Rng;

use super::lots::Lots;
use super::met::Met;
use super::plan::Plan;
use super::quality::{self, Quality, Tally};
use super::sizes::on_screens;
use super::whole;
use super::wishes::{Refused, Wishes};
use super::{Asked, Member, Round, deal_out};

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
    let whole = n > 0 && n <= whole::MOST && one_camp && plan.past.is_empty();
    let mut tally = Tally::default();
    let mut rounds = if whole && plan.rounds > 1 && there.iter().all(|it| it.len() == n) {
        let rounds = whole::season(plan, &screens, &mut lots);
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
        // What could not be had is told, and whatever else could not be had beside it.
        let is_told = |it: &Refused, told: &[Refused]| {
            let covers = |told: &Refused| it.people.iter().all(|it| told.people.contains(it));
            told.iter().any(covers)
        };
        for it in plan.wishes.broken(n, round) {
            if !is_told(&it, &new) {
                new.push(it);
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::ChaCha12Rng;

    use super::super::{Five, Sizes};
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
    fn of_a_bunch_larger_than_a_group_nobody_is_lost_and_nobody_sits_twice() {
        let members = vec![Member::default(); 6];
        for together in [&[(0, 1), (1, 2)][..], &[(0, 1), (1, 2), (2, 3), (3, 4)]] {
            for seed in 0..20 {
                let wishes = Wishes {
                    together,
                    ..Wishes::default()
                };
                let plan = Plan {
                    sizes: Sizes { least: 2, most: 2 },
                    ..plan(&members, 1, wishes)
                };
                let season = season(&plan, &mut ChaCha12Rng::seed_from_u64(seed));
                let round = &season.rounds[0];
                assert!(round.iter().all(|it| it.len() == 2), "{round:?}");
                let mut all = round.concat();
                all.sort_unstable();
                assert_eq!(all, [0, 1, 2, 3, 4, 5]);
                assert!(!season.refused.is_empty());
            }
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
