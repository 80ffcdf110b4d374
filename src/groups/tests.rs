//! What holds for every dealing of groups, tried on many.

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;

use super::*;

const THREE_TO_FOUR: Sizes = Sizes { least: 3, most: 4 };
const PAIRS: Sizes = Sizes { least: 2, most: 2 };

fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

fn members(remote: &[bool]) -> Vec<Member> {
    remote.iter().map(|it| Member { remote: *it }).collect()
}

fn asked<'a>(members: &'a [Member], sizes: Sizes, past: &'a [Round]) -> Asked<'a> {
    Asked {
        members,
        sizes,
        five: Five::Split,
        past,
    }
}

#[test]
fn sizes_are_those_of_the_method() {
    let count = |n, remote| sizes(n, THREE_TO_FOUR, remote, Five::Split).len();
    assert_eq!((count(25, false), count(25, true)), (8, 7));
    let five = |five| sizes(5, THREE_TO_FOUR, false, five);
    assert_eq!(five(Five::Split), [3, 2]);
    assert_eq!(five(Five::One), [5]);
    assert_eq!(sizes(1, THREE_TO_FOUR, true, Five::Split), [1]);
    assert_eq!(sizes(2, THREE_TO_FOUR, true, Five::Split), [2]);
    assert_eq!(sizes(7, PAIRS, true, Five::One), [3, 2, 2]);
    assert_eq!(sizes(5, PAIRS, true, Five::One), [3, 2]);
    let threes = Sizes { least: 3, most: 3 };
    assert_eq!(sizes(8, threes, true, Five::Split), [4, 4]);
    let fours = Sizes { least: 4, most: 4 };
    assert_eq!(sizes(17, fours, false, Five::Split), [4, 4, 3, 3, 3]);
    assert_eq!(sizes(0, fours, false, Five::Split), [0; 0]);
    for n in 6..2_000 {
        for remote in [false, true] {
            let sizes = sizes(n, THREE_TO_FOUR, remote, Five::One);
            assert_eq!(sizes.iter().sum::<usize>(), n);
            assert!(sizes.iter().all(|it| (3..=4).contains(it)), "{n} {sizes:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_range_divides_evenly_and_leaves_nobody_alone(n in 2_usize..500, least in 0_usize..9, more in 0_usize..4, remote: bool) {
        let sizes = sizes(n, Sizes { least, most: least + more }, remote, Five::Split);
        prop_assert_eq!(sizes.iter().sum::<usize>(), n);
        prop_assert!(sizes[0] - sizes[sizes.len() - 1] <= 1);
        prop_assert!(sizes[sizes.len() - 1] >= 2);
        prop_assert!(sizes[0] <= (least + more).max(4), "{:?}", sizes);
    }
}

/// Everybody once, nobody alone, nobody facing a table, sizes as the law has them.
fn lawful(remote: &[bool], wanted: Sizes, groups: &[Vec<usize>]) -> Result<(), String> {
    everybody_once(remote, groups)?;
    let n_far = remote.iter().filter(|it| **it).count();
    let n_room = remote.len() - n_far;
    let (mut screens, mut room) = (Vec::new(), Vec::new());
    for group in groups {
        let (far, near) = made(remote, group);
        if n_room <= 1 {
            screens.push(group.len());
        } else if far == 0 {
            room.push(near);
        } else if n_far == 1 && (1..=2).contains(&near) {
            // They sit beside the screen.
        } else if n_far > 1 && near == 0 {
            screens.push(far);
        } else {
            return Err(format!("{far} on screens with {near} of a room"));
        }
    }
    for (mut got, far) in [(screens, true), (room, false)] {
        got.sort_unstable_by(|a, b| b.cmp(a));
        let usual = sizes(got.iter().sum(), wanted, far, Five::Split);
        let free = |sizes: &[usize]| {
            sizes
                .iter()
                .all(|it| (wanted.least..=wanted.most).contains(it))
        };
        if got != usual && !(free(&usual) && free(&got)) {
            return Err(format!("groups of {got:?}"));
        }
    }
    Ok(())
}

fn everybody_once(remote: &[bool], groups: &[Vec<usize>]) -> Result<(), String> {
    let mut everybody: Vec<usize> = groups.concat();
    everybody.sort_unstable();
    let alone = remote.len() > 1 && groups.iter().any(|it| it.len() < 2);
    if everybody.into_iter().eq(0..remote.len()) && !alone {
        Ok(())
    } else {
        Err(format!("not everybody, or somebody alone: {groups:?}"))
    }
}

/// How many of a group are on screens, and how many in the room.
fn made(remote: &[bool], group: &[usize]) -> (usize, usize) {
    let far = group.iter().filter(|it| remote[**it]).count();
    (far, group.len() - far)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases,
        ..ProptestConfig::default()
    }
}

fn wanted() -> impl Strategy<Value = Sizes> {
    prop_oneof![
        Just(THREE_TO_FOUR),
        Just(PAIRS),
        Just(Sizes { least: 3, most: 3 }),
        Just(Sizes { least: 2, most: 4 }),
        Just(Sizes { least: 4, most: 5 })
    ]
}

/// Some people, few or many of them on screens.
fn people(most: usize) -> impl Strategy<Value = Vec<bool>> {
    let share = prop_oneof![Just(0), Just(1), Just(10), Just(50), Just(99), Just(100)];
    (prop_oneof![1_usize..=12, 1_usize..=most], share).prop_flat_map(|(n, share)| {
        prop::collection::vec((0..100).prop_map(move |it| it < share), n)
    })
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn forming_is_lawful_and_the_same_for_the_same_seed(remote in people(1_000), wanted in wanted(), seed in 0..u64::MAX - 3) {
        let members = members(&remote);
        let mut past: Vec<Round> = Vec::new();
        for round in 0..2 {
            let groups = form(&asked(&members, wanted, &past), &mut rng(seed + round));
            prop_assert_eq!(lawful(&remote, wanted, &groups), Ok(()));
            prop_assert_eq!(&groups, &form(&asked(&members, wanted, &past), &mut rng(seed + round)));
            past.push(groups);
        }
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn mending_is_lawful_whatever_happened(
        remote in people(300), wanted in wanted(), seed: u64,
        gone in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        come in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        turned in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        talking: bool,
    ) {
        let before = members(&remote);
        let groups = form(&asked(&before, wanted, &[]), &mut rng(seed));
        let gone: Vec<usize> = gone.iter().map(|it| it.index(remote.len())).collect();
        let stay: Vec<usize> = (0..remote.len()).filter(|it| !gone.contains(it)).collect();
        let mut now: Vec<bool> = stay.iter().map(|it| remote[*it]).collect();
        now.extend(come.iter().map(|it| it.index(2) == 1));
        prop_assume!(!now.is_empty());
        for it in turned {
            let it = it.index(now.len());
            now[it] = !now[it];
        }
        let number = |it: &usize| stay.iter().position(|other| other == it);
        let groups: Vec<Vec<usize>> = groups.iter().map(|it| it.iter().filter_map(number).collect()).collect();
        let members = members(&now);
        let after = mend(&asked(&members, wanted, &[]), &groups, talking, &mut rng(seed));
        let law = if talking {
            lawful_while_talking(&now, wanted, &groups, &after)
        } else {
            lawful(&now, wanted, &after)
        };
        prop_assert_eq!(law, Ok(()));
        prop_assert_eq!(&after, &mend(&asked(&members, wanted, &[]), &groups, talking, &mut rng(seed)));
    }
}

/// While people talk: two to one more than wanted, and nobody alone across a camera; screens and
/// room sit together only where at least two of each did already.
fn lawful_while_talking(
    remote: &[bool],
    wanted: Sizes,
    old: &[Vec<usize>],
    new: &[Vec<usize>],
) -> Result<(), String> {
    everybody_once(remote, new)?;
    let n_far = remote.iter().filter(|it| **it).count();
    let n_room = remote.len() - n_far;
    for group in new {
        let (far, near) = made(remote, group);
        if group.len() > wanted.most + 1 {
            return Err(format!("a group of {}", group.len()));
        }
        let grew = |it: &Vec<usize>| {
            let (far, near) = made(remote, it);
            far > 1 && near > 1 && it.iter().all(|it| group.contains(it))
        };
        let apart = n_room <= 1 || far == 0 || near == 0;
        let beside = n_far == 1 && near <= 2;
        if !apart && !beside && !old.iter().any(grew) {
            return Err(format!("{far} on screens with {near} of a room"));
        }
    }
    Ok(())
}

/// The fewest people who must move so that `new` comes from `old`.
fn moves(old: &[Vec<usize>], new: &[Vec<usize>]) -> usize {
    fn stay(old: &[Vec<usize>], new: &[Vec<usize>], used: u32) -> usize {
        let Some((first, rest)) = old.split_first() else {
            return 0;
        };
        let goes_on = new
            .iter()
            .enumerate()
            .filter(|(it, _)| used >> it & 1 == 0)
            .map(|(it, group)| {
                let same = first.iter().filter(|it| group.contains(it)).count();
                same + stay(rest, new, used | 1 << it)
            });
        goes_on.chain([stay(rest, new, used)]).max().unwrap()
    }
    old.iter().map(Vec::len).sum::<usize>() - stay(old, new, 0)
}

/// Every way to divide `n` people.
fn divisions(n: usize) -> Vec<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
    for person in 0..n {
        let grown = all.iter().flat_map(|groups| {
            let join = (0..groups.len()).map(|it| {
                let mut groups = groups.clone();
                groups[it].push(person);
                groups
            });
            let mut own = groups.clone();
            own.push(vec![person]);
            join.chain([own]).collect::<Vec<_>>()
        });
        all = grown.collect();
    }
    all
}

#[test]
fn no_way_to_mend_moves_fewer() {
    let mut lots = Lots::new(&mut rng(7));
    let mut moved = [0; 4];
    for n in 1..=8 {
        let all = divisions(n);
        for it in 0..if n == 8 { 150 } else { 250 } {
            let wanted = if it % 3 == 0 { PAIRS } else { THREE_TO_FOUR };
            let talking = it % 2 == 0;
            let share = [0, 1, 4, 8][lots.below(4)];
            let remote: Vec<bool> = (0..n).map(|_| lots.below(8) < share).collect();
            let mut old = all[lots.below(all.len())].clone();
            // Up to two are newcomers, and nobody was ever in a group of more than five.
            for _ in 0..lots.below(3) {
                let newcomer = lots.below(n);
                old.iter_mut()
                    .for_each(|it| it.retain(|it| *it != newcomer));
            }
            old.retain(|it| !it.is_empty());
            if old.iter().any(|it| it.len() > wanted.most + 1) {
                continue;
            }
            let members = members(&remote);
            let new = mend(&asked(&members, wanted, &[]), &old, talking, &mut rng(it));
            let lawful = |groups: &[Vec<usize>]| {
                if talking {
                    lawful_while_talking(&remote, wanted, &old, groups).is_ok()
                } else {
                    lawful(&remote, wanted, groups).is_ok()
                }
            };
            assert!(lawful(&new), "{remote:?} {old:?} {new:?} {talking}");
            let least = all
                .iter()
                .filter(|it| lawful(it))
                .map(|it| moves(&old, it))
                .min()
                .unwrap();
            assert_eq!(
                moves(&old, &new),
                least,
                "{remote:?} {wanted:?} {old:?} {new:?} {talking}"
            );
            moved[least.min(3)] += 1;
        }
    }
    assert!(moved.iter().all(|it| *it > 20), "{moved:?}");
}

#[test]
fn whoever_met_lately_does_not_meet_again_where_that_can_be() {
    let members = members(&[false; 24]);
    let mut past: Vec<Round> = Vec::new();
    let mut pairs = std::collections::BTreeSet::new();
    for round in 0..5 {
        let groups = form(&asked(&members, THREE_TO_FOUR, &past), &mut rng(round));
        for group in &groups {
            for (it, one) in group.iter().enumerate() {
                for other in &group[..it] {
                    assert!(pairs.insert((one.min(other).to_owned(), one.max(other).to_owned())));
                }
            }
        }
        past.push(groups);
    }
}

#[test]
fn a_newcomer_joins_the_smallest_group_and_moves_nobody() {
    let old = vec![vec![0, 1, 2, 3], vec![4, 5, 6], vec![7, 8, 9, 10]];
    let members = members(&[false; 12]);
    for talking in [false, true] {
        let mut new = mend(
            &asked(&members, THREE_TO_FOUR, &[]),
            &old,
            talking,
            &mut rng(1),
        );
        new.iter_mut().for_each(|it| it.sort_unstable());
        assert_eq!(
            new,
            [vec![0, 1, 2, 3], vec![4, 5, 6, 11], vec![7, 8, 9, 10]]
        );
    }
}

#[test]
fn of_few_people_nobody_meets_again_where_that_can_be() {
    let mut lots = Lots::new(&mut rng(3));
    let kinds = [3, 4].map(|it| Sizes {
        least: it,
        most: it,
    });
    let mut found = 0;
    for it in 0..250 {
        let n = if it % 2 == 0 { 9 } else { 6 + lots.below(7) };
        let members = members(&vec![false; n]);
        let mut past: Vec<Round> = Vec::new();
        for _ in 0..lots.below(6) {
            past.push(form(&asked(&members, PAIRS, &past), &mut rng(it)));
        }
        let plan = Plan {
            members: &members,
            sizes: kinds[lots.below(2)],
            five: Five::Split,
            rounds: 1,
            present: &[],
            past: &past,
            wishes: Wishes::default(),
        };
        let quality = season(&plan, &mut rng(it)).quality;
        // Where some must, they may be one more, so that nobody does again at once.
        if quality.best_possible == 0 {
            assert!(quality.proven, "{plan:?} {quality:?}");
            found += usize::from(past.len() > 1);
        }
    }
    assert!(found > 50, "{found}");
}

#[test]
fn where_people_sit_does_not_tell_whom_a_wish_names() {
    // In which room, and in which place there, whoever wishes, whoever is named and somebody else
    // are; and with whom they are.
    let members = members(&[false; 12]);
    let apart = [(0, 5)];
    let plan = Plan {
        members: &members,
        sizes: Sizes { least: 4, most: 4 },
        five: Five::Split,
        rounds: 1,
        present: &[],
        past: &[],
        wishes: Wishes {
            apart: &apart,
            ..Wishes::default()
        },
    };
    const TIMES: usize = 3_000;
    let mut seats = [[0_usize; 12]; 12];
    let mut with = [[0_usize; 12]; 12];
    for seed in 0..TIMES {
        let round = season(&plan, &mut rng(seed as u64)).rounds.concat();
        for (seat, one) in round.iter().flatten().enumerate() {
            seats[*one][seat] += 1;
        }
        for (one, other) in round.iter().flat_map(|it| pairs::pairs(it)) {
            with[one][other] += 1;
            with[other][one] += 1;
        }
    }
    // 250 are to be expected, and 16 is one standard deviation.
    let even = |it: &usize| (170..330).contains(it);
    assert!(seats.iter().flatten().all(even), "{seats:?}");
    assert_eq!(with[0][5], 0);
    // All others with the two about as often, and with each other.
    let about = |expected: usize| move |it: &&usize| it.abs_diff(expected) < expected / 5;
    let others = [1, 2, 3, 4, 6, 7, 8, 9, 10, 11];
    for two in [0, 5] {
        let met: Vec<usize> = others.iter().map(|it| with[two][*it]).collect();
        assert!(met.iter().all(|it| about(TIMES * 3 / 10)(&it)), "{met:?}");
    }
}
