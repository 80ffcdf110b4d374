//! Groups that stand become others: joined two by two, or all of them the halves of one circle.

use rand::Rng;

use super::lots::Lots;
use super::mend::mend;
use super::met::Met;
use super::sizes::on_screens;
use super::{Asked, Round, Sizes};

/// So many ways to join are looked at.
const TRIES: usize = 40;

/// Joins groups whole to groups of about `about` people, and of half as many more at most: pairs to
/// fours, and of an odd number three to a six. Whoever is in no group goes where somebody is missing.
///
/// Of several ways it takes one with the fewest of `apart` together, and then the fewest who met in
/// `asked.past`. Screens join screens, and the room the room; nobody is left alone.
#[must_use]
pub fn join(
    asked: &Asked,
    groups: &[Vec<usize>],
    about: usize,
    apart: &[(usize, usize)],
    rng: &mut impl Rng,
) -> Round {
    let n = asked.members.len();
    let screens = on_screens(asked.members);
    let met = Met::new(n, asked.past, 0);
    let most = about + about / 2;
    let mut units: Vec<Vec<usize>> = groups.to_vec();
    let single = (0..n).filter(|it| !groups.iter().any(|group| group.contains(it)));
    units.extend(single.map(|it| vec![it]));
    let mut best: Option<((usize, usize), Round)> = None;
    for _ in 0..TRIES {
        let mut lots = Lots::new(rng);
        lots.shuffle(&mut units);
        let mut round = Round::new();
        for camp in [true, false] {
            let is_of = |it: &&Vec<usize>| it.iter().any(|it| screens[*it]) == camp;
            let camp: Vec<&Vec<usize>> = units.iter().filter(is_of).collect();
            round.extend(filled(&camp, about, most));
        }
        let share = |it: &&(usize, usize)| {
            round
                .iter()
                .any(|group| group.contains(&it.0) && group.contains(&it.1))
        };
        let cost = (apart.iter().filter(share).count(), met.again(&round));
        if best.as_ref().is_none_or(|it| cost < it.0) {
            best = Some((cost, round));
        }
    }
    let round = best.map(|it| it.1).unwrap_or_default();
    // Somebody may be the only one of their camp, or of a group that all others have left.
    let asked = Asked {
        sizes: joined_sizes(about),
        ..*asked
    };
    mend(&asked, &round, true, rng)
}

/// The sizes within which joined groups are left alone: [`mend`] adds one while groups talk.
#[must_use]
pub fn joined_sizes(about: usize) -> Sizes {
    Sizes {
        least: 2,
        most: (about + about / 2).saturating_sub(1),
    }
}

/// Fills groups with whole units, the largest first into the emptiest; as many groups as come
/// nearest to `about` each.
fn filled(units: &[&Vec<usize>], about: usize, most: usize) -> Round {
    let mut units = units.to_vec();
    units.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let fill = |n_groups: usize| {
        let mut groups = vec![Vec::new(); n_groups];
        let mut n_units = vec![0; n_groups];
        for unit in &units {
            let emptiest = (0..n_groups)
                .min_by_key(|it| groups[*it].len())
                .unwrap_or(0);
            groups[emptiest].extend(unit.iter().copied());
            n_units[emptiest] += 1;
        }
        let is_too_large = |it: (&Vec<usize>, &usize)| it.0.len() > most && *it.1 > 1;
        let too_large = groups.iter().zip(&n_units).filter(|it| is_too_large(*it));
        // Too few is worse than too many: a pair that stays a pair was not joined.
        let cost = |it: &Vec<usize>| {
            let (over, under) = (
                it.len().saturating_sub(about),
                about.saturating_sub(it.len()),
            );
            over * over + 4 * under * under
        };
        let cost: usize = groups.iter().map(cost).sum();
        (too_large.count(), cost, groups)
    };
    let tried = (1..=units.len()).map(fill);
    let best = tried.min_by_key(|it| (it.0, it.1));
    best.map(|it| it.2).unwrap_or_default()
}

/// Two halves, one within the other; fewer than `fewest` people are one circle. Whoever is in
/// `before` stays in the same half where that can be, and neither half has only one person on a
/// screen where more are.
#[must_use]
pub fn halves(asked: &Asked, before: &[Vec<usize>], fewest: usize, rng: &mut impl Rng) -> Round {
    let n = asked.members.len();
    let mut people: Vec<usize> = (0..n).collect();
    if n < fewest {
        return vec![people];
    }
    let mut lots = Lots::new(rng);
    lots.shuffle(&mut people);
    let half_of = |it: usize| before.iter().position(|half| half.contains(&it));
    let mut halves: Round = vec![Vec::new(), Vec::new()];
    let (seated, new): (Vec<usize>, Vec<usize>) = people
        .into_iter()
        .partition(|it| half_of(*it).is_some_and(|it| it < 2));
    for person in seated {
        halves[half_of(person).unwrap_or(0)].push(person);
    }
    let is_screen = |it: &usize| asked.members[*it].remote;
    let (screens, room): (Vec<usize>, Vec<usize>) = new.into_iter().partition(is_screen);
    for person in screens.into_iter().chain(room) {
        let smaller = usize::from(halves[1].len() < halves[0].len());
        halves[smaller].push(person);
    }
    while halves[0].len().abs_diff(halves[1].len()) > 1 {
        let larger = usize::from(halves[1].len() > halves[0].len());
        if let Some(person) = halves[larger].pop() {
            halves[1 - larger].push(person);
        }
    }
    let n_screens = |it: &[usize]| it.iter().filter(|it| is_screen(it)).count();
    // Whoever would be the only one on a screen changes places with somebody of the other half.
    if let Some(alone) = (0..2).find(|it| n_screens(&halves[*it]) == 1)
        && n_screens(&halves[1 - alone]) > 0
    {
        let place =
            |half: &[usize], screen: bool| half.iter().position(|it| is_screen(it) == screen);
        if let (Some(one), Some(other)) = (
            place(&halves[alone], true),
            place(&halves[1 - alone], false),
        ) {
            let person = halves[alone][one];
            halves[alone][one] = halves[1 - alone][other];
            halves[1 - alone][other] = person;
        }
    }
    halves
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha12Rng;

    use super::*;
    use crate::groups::{Five, Member};

    fn asked(members: &[Member]) -> Asked<'_> {
        Asked {
            members,
            sizes: Sizes { least: 3, most: 4 },
            five: Five::Split,
            past: &[],
        }
    }

    fn members(n: usize, remote: &[usize]) -> Vec<Member> {
        let member = |it: usize| Member {
            remote: remote.contains(&it),
        };
        (0..n).map(member).collect()
    }

    fn sorted(mut round: Round) -> Round {
        round.iter_mut().for_each(|it| it.sort_unstable());
        round.sort();
        round
    }

    fn sizes_of(n: usize, units: &[&[usize]]) -> Vec<usize> {
        let units: Vec<Vec<usize>> = units.iter().map(|it| it.to_vec()).collect();
        let members = members(n, &[]);
        let round = join(
            &asked(&members),
            &units,
            4,
            &[],
            &mut ChaCha12Rng::seed_from_u64(1),
        );
        for unit in units.iter().filter(|it| it.len() > 1) {
            let whole = |it: &Vec<usize>| unit.iter().all(|person| it.contains(person));
            assert!(round.iter().any(whole), "{unit:?} was parted: {round:?}");
        }
        let mut sizes: Vec<usize> = round.iter().map(Vec::len).collect();
        sizes.sort_unstable();
        sizes
    }

    #[test]
    fn pairs_become_fours_and_an_odd_one_makes_a_six_or_stays_a_trio() {
        assert_eq!(sizes_of(8, &[&[0, 1], &[2, 3], &[4, 5], &[6, 7]]), [4, 4]);
        assert_eq!(sizes_of(6, &[&[0, 1], &[2, 3], &[4, 5]]), [6]);
        assert_eq!(sizes_of(7, &[&[0, 1], &[2, 3], &[4, 5, 6]]), [3, 4]);
        assert_eq!(
            sizes_of(10, &[&[0, 1], &[2, 3], &[4, 5], &[6, 7], &[8, 9]]),
            [4, 6]
        );
        assert_eq!(sizes_of(4, &[&[0, 1], &[2, 3]]), [4]);
        assert_eq!(sizes_of(2, &[&[0, 1]]), [2]);
    }

    #[test]
    fn whoever_came_or_lost_a_partner_goes_to_a_group_that_is_joined() {
        assert_eq!(sizes_of(7, &[&[0, 1], &[2, 3], &[4, 5], &[6]]), [3, 4]);
        assert_eq!(sizes_of(5, &[&[0, 1], &[2, 3]]), [5]);
        assert_eq!(sizes_of(3, &[&[0], &[1], &[2]]), [3]);
    }

    #[test]
    fn screens_join_screens_and_a_wish_is_kept_where_that_can_be() {
        let members = members(12, &[0, 1, 2, 3]);
        let units: Vec<Vec<usize>> = (0..6).map(|it| vec![2 * it, 2 * it + 1]).collect();
        for seed in 0..20 {
            let mut rng = ChaCha12Rng::seed_from_u64(seed);
            let round = sorted(join(&asked(&members), &units, 4, &[(4, 6)], &mut rng));
            assert_eq!(round[0], [0, 1, 2, 3]);
            assert!(
                !round.iter().any(|it| it.contains(&4) && it.contains(&6)),
                "{round:?}"
            );
        }
    }

    #[test]
    fn halves_differ_by_one_at_most_and_people_stay_in_theirs() {
        let members = members(9, &[3, 4, 5]);
        let mut rng = ChaCha12Rng::seed_from_u64(1);
        let round = halves(&asked(&members), &[], 6, &mut rng);
        assert_eq!(round.iter().map(Vec::len).collect::<Vec<_>>(), [5, 4]);
        let screens = |it: &Vec<usize>| it.iter().filter(|it| members[**it].remote).count();
        assert!(round.iter().all(|it| screens(it) != 1), "{round:?}");
        let again = halves(&asked(&members), &round, 6, &mut rng);
        assert_eq!(sorted(again), sorted(round));
        assert_eq!(halves(&asked(&members[..5]), &[], 6, &mut rng).len(), 1);
    }
}
