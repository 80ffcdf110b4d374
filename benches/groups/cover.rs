//! A second search for starters, for those that chance does not find: symmetries are prescribed,
//! and every way to fill what they leave open is tried.
//!
//! People sit in rings that turn, as in the table; another symmetry multiplies places and exchanges
//! rings. A week is fixed by some of these and carried to others by the rest, so that only one week
//! of each kind is filled. Groups come in orbits of what fixes their week; an orbit takes up people
//! of its week and *kinds* of pairs (what all symmetries make of one pair), each once: an exact
//! cover, branched where the fewest orbits are left (Knuth 2000).

use std::collections::{BTreeMap, BTreeSet};

type Way = Vec<u8>;
type Group = Vec<u8>;
type Mask = [u64; 4];

/// What is prescribed.
struct Shape {
    people: usize,
    size: usize,
    turns: usize,
    /// By what places are multiplied, and which ring comes where, once for every other symmetry.
    others: &'static [(usize, &'static [usize])],
    /// For every week that is filled: how far turning leaves it as it is, and whether the other
    /// symmetries do.
    weeks: &'static [(Option<usize>, bool)],
}

const ROTATED: &[usize] = &[1, 2, 0];
const ONCE: &[(Option<usize>, bool)] = &[(None, true)];
const TURNED: (Option<usize>, bool) = (Some(1), false);

/// The shapes in which there is something.
const SHAPES: &[Shape] = &[
    Shape {
        people: 81,
        size: 3,
        turns: 27,
        others: &[(10, ROTATED)],
        weeks: &[
            (None, true),
            (Some(1), true),
            TURNED,
            TURNED,
            TURNED,
            TURNED,
        ],
    },
    Shape {
        people: 93,
        size: 3,
        turns: 31,
        others: &[(5, ROTATED)],
        weeks: &[(None, true), TURNED, TURNED, TURNED, TURNED, TURNED],
    },
    Shape {
        people: 32,
        size: 4,
        turns: 8,
        others: &[],
        weeks: &[(Some(2), true), (Some(4), true), (Some(4), true)],
    },
    Shape {
        people: 68,
        size: 4,
        turns: 17,
        others: &[(1, &[1, 0, 3, 2])],
        weeks: &[(None, true), TURNED, TURNED],
    },
    Shape {
        people: 80,
        size: 4,
        turns: 26,
        others: &[(3, ROTATED)],
        weeks: ONCE,
    },
    Shape {
        people: 88,
        size: 4,
        turns: 29,
        others: &[(16, &[0, 1, 2]), (1, ROTATED)],
        weeks: ONCE,
    },
    Shape {
        people: 92,
        size: 4,
        turns: 23,
        others: &[(1, &[1, 0, 3, 2])],
        weeks: &[(None, true), TURNED, TURNED],
    },
    Shape {
        people: 100,
        size: 4,
        turns: 33,
        others: &[(1, ROTATED)],
        weeks: ONCE,
    },
];

/// Looks for a starter, and gives it as a line of the table. `tries` are orbits that are put down.
pub fn starter(people: usize, size: usize, tries: usize) -> Option<String> {
    let shape = SHAPES
        .iter()
        .find(|it| it.people == people && it.size == size)?;
    let n = shape.people;
    let turn = shape.way(1, 1, None);
    let others: Vec<Way> = shape
        .others
        .iter()
        .map(|it| shape.way(0, it.0, Some(it.1)))
        .collect();
    let fixing = |week: &(Option<usize>, bool)| {
        let mut ways: Vec<Way> = week
            .0
            .map(|it| shape.way(it, 1, None))
            .into_iter()
            .collect();
        ways.extend(others.iter().filter(|_| week.1).cloned());
        closed(&ways, n)
    };
    let every = [std::slice::from_ref(&turn), &others].concat();
    let all = closed(&every, n);
    let fixing: Vec<Vec<Way>> = shape.weeks.iter().map(fixing).collect();
    let weeks = Cover::new(shape, &all, &fixing).run(tries)?;

    // All weeks, and of those that turn into each other one.
    let mut seen = BTreeSet::new();
    let (mut written, mut across) = (Vec::new(), Vec::new());
    for week in &weeks {
        for way in &all {
            let mut week = image(week, way);
            if seen.contains(&week) {
                continue;
            }
            let ring = |it: &u8| usize::from(*it) / shape.turns;
            let rings = |group: &Group| group.iter().map(ring).collect::<BTreeSet<_>>().len();
            let first = &week[0];
            if image(&week, &turn) == week && rings(first) == shape.size {
                across.extend(first.clone());
                seen.insert(week);
                continue;
            }
            written.extend(week.concat());
            while seen.insert(week.clone()) {
                week = image(&week, &turn);
            }
        }
    }
    let letter = |it: &u8| char::from(*it + if *it < 92 { 0x23 } else { 0x45 });
    let letters = |people: &[u8]| people.iter().map(letter).collect::<String>();
    Some(format!(
        "{people} {size} {} {} {}",
        shape.turns,
        letters(&written),
        letters(&across)
    ))
}

impl Shape {
    /// Who becomes whom, when places are multiplied and moved on, and rings exchanged.
    fn way(&self, on: usize, times: usize, rings: Option<&[usize]>) -> Way {
        let seated = self.people / self.turns * self.turns;
        let becomes = |one: usize| {
            if one >= seated {
                return one;
            }
            let (ring, place) = (one / self.turns, one % self.turns);
            let ring = rings.map_or(ring, |it| it[ring]);
            ring * self.turns + (place * times + on) % self.turns
        };
        (0..self.people).map(|it| becomes(it) as u8).collect()
    }
}

/// All that comes of doing `ways` one after another.
fn closed(ways: &[Way], n: usize) -> Vec<Way> {
    let none: Way = (0..n as u8).collect();
    let (mut all, mut seen) = (vec![none.clone()], BTreeSet::from([none]));
    let mut at = 0;
    while at < all.len() {
        for way in ways {
            let next: Way = all[at].iter().map(|it| way[usize::from(*it)]).collect();
            if seen.insert(next.clone()) {
                all.push(next);
            }
        }
        at += 1;
    }
    all
}

/// What a way makes of a group, or of a week; in an order that says nothing.
fn image_of(group: &[u8], way: &Way) -> Group {
    let mut image: Group = group.iter().map(|it| way[usize::from(*it)]).collect();
    image.sort_unstable();
    image
}

fn image(week: &[Group], way: &Way) -> Vec<Group> {
    let mut image: Vec<Group> = week.iter().map(|it| image_of(it, way)).collect();
    image.sort_unstable();
    image
}

/// Groups that stand for their orbit, and what the orbit takes up.
struct Orbit {
    group: [u8; 4],
    week: u8,
    takes: Mask,
}

struct Cover<'a> {
    shape: &'a Shape,
    fixing: &'a [Vec<Way>],
    orbits: Vec<Orbit>,
    /// What has to be taken up.
    must: Mask,
    items: usize,
    left: usize,
}

fn has(mask: &Mask, it: usize) -> bool {
    mask[it / 64] >> (it % 64) & 1 == 1
}

impl<'a> Cover<'a> {
    fn new(shape: &'a Shape, all: &[Way], fixing: &'a [Vec<Way>]) -> Self {
        let n = shape.people;
        // The kind of every pair, and how many pairs are of it.
        let mut kinds = vec![usize::MAX; n * n];
        let mut many: Vec<usize> = Vec::new();
        for pair in (0..n * n).filter(|it| it / n < it % n) {
            if kinds[pair] != usize::MAX {
                continue;
            }
            let mut same = BTreeSet::new();
            for way in all {
                let (one, other) = (usize::from(way[pair / n]), usize::from(way[pair % n]));
                same.insert((one.min(other), one.max(other)));
                kinds[one * n + other] = many.len();
                kinds[other * n + one] = many.len();
            }
            many.push(same.len());
        }
        // People of every week, who are one where what fixes it makes them so.
        let mut items = many.len();
        let people: Vec<Vec<usize>> = fixing
            .iter()
            .map(|ways| {
                let mut item = vec![usize::MAX; n];
                for one in 0..n {
                    if item[one] == usize::MAX {
                        ways.iter()
                            .for_each(|way| item[usize::from(way[one])] = items);
                        items += 1;
                    }
                }
                item
            })
            .collect();
        assert!(items <= 256, "{items}");
        let mut cover = Self {
            shape,
            fixing,
            orbits: Vec::new(),
            must: [0; 4],
            items,
            left: 0,
        };
        for (week, ways) in fixing.iter().enumerate() {
            let times = all.len() / ways.len();
            each_group(n, shape.size, &mut |group| {
                let Some(orbit) = orbit(group, ways) else {
                    return;
                };
                let mut takes = [0; 4];
                let mut take = |it: usize| takes[it / 64] |= 1 << (it % 64);
                let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
                for group in &orbit {
                    for (at, one) in group.iter().enumerate() {
                        take(people[week][usize::from(*one)]);
                        for other in &group[..at] {
                            *uses
                                .entry(kinds[usize::from(*one) * n + usize::from(*other)])
                                .or_default() += 1;
                        }
                    }
                }
                if uses.iter().all(|(kind, used)| used * times <= many[*kind]) {
                    uses.keys().for_each(|it| take(*it));
                    let mut own = [0; 4];
                    own[..shape.size].copy_from_slice(group);
                    cover.orbits.push(Orbit {
                        group: own,
                        week: week as u8,
                        takes,
                    });
                }
            });
        }
        (many.len()..items).for_each(|it| cover.must[it / 64] |= 1 << (it % 64));
        cover
    }

    /// Fills the weeks, with more and more patience.
    fn run(&mut self, tries: usize) -> Option<Vec<Vec<Group>>> {
        let mut lots = super::search::Lots::new(1);
        let (mut spent, mut patience) = (0, 2_000);
        while spent < tries {
            let mut live: Vec<u32> = (0..self.orbits.len() as u32).collect();
            lots.shuffle(&mut live);
            self.left = patience;
            let mut chosen = Vec::new();
            if self.fill(&live, self.must, &mut chosen) {
                let week = |week: usize| {
                    let own = chosen.iter().map(|it| &self.orbits[*it as usize]);
                    let own = own.filter(|it| usize::from(it.week) == week);
                    let groups = own
                        .filter_map(|it| orbit(&it.group[..self.shape.size], &self.fixing[week]));
                    let mut groups: Vec<Group> = groups.flatten().collect();
                    groups.sort_unstable();
                    groups
                };
                return Some((0..self.fixing.len()).map(week).collect());
            }
            if self.left > 0 {
                // Every way was tried.
                return None;
            }
            spent += patience;
            patience += patience / 8;
        }
        None
    }

    fn fill(&mut self, live: &[u32], must: Mask, chosen: &mut Vec<u32>) -> bool {
        if must == [0; 4] {
            return true;
        }
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let mut supply = vec![0_u32; self.items];
        for it in live {
            let takes = self.orbits[*it as usize].takes;
            for (word, mut bits) in takes.into_iter().enumerate() {
                while bits != 0 {
                    supply[word * 64 + bits.trailing_zeros() as usize] += 1;
                    bits &= bits - 1;
                }
            }
        }
        let open = (0..self.items).filter(|it| has(&must, *it));
        let Some(scarce) = open.min_by_key(|it| supply[*it]) else {
            return false;
        };
        let (those, others): (Vec<u32>, Vec<u32>) = live
            .iter()
            .partition(|it| has(&self.orbits[**it as usize].takes, scarce));
        for one in those {
            let takes = self.orbits[one as usize].takes;
            let apart = |it: &&u32| {
                let other = &self.orbits[**it as usize].takes;
                (0..4).all(|word| other[word] & takes[word] == 0)
            };
            let next: Vec<u32> = others.iter().filter(apart).copied().collect();
            let left = std::array::from_fn(|word| must[word] & !takes[word]);
            chosen.push(one);
            if self.fill(&next, left, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }
}

/// The groups that `ways` make of one, if they share nobody; only for the first of them.
fn orbit(group: &[u8], ways: &[Way]) -> Option<Vec<Group>> {
    let mut orbit: Vec<Group> = Vec::new();
    for way in ways {
        let image = image_of(group, way);
        if image[..] < *group {
            return None;
        }
        if !orbit.contains(&image) {
            if orbit.iter().flatten().any(|it| image.contains(it)) {
                return None;
            }
            orbit.push(image);
        }
    }
    Some(orbit)
}

fn each_group(n: usize, size: usize, take: &mut impl FnMut(&[u8])) {
    fn grow(group: &mut Group, n: usize, size: usize, take: &mut impl FnMut(&[u8])) {
        if group.len() == size {
            take(group);
            return;
        }
        for one in group.last().map_or(0, |it| it + 1)..n as u8 {
            group.push(one);
            grow(group, n, size, take);
            group.pop();
        }
    }
    grow(&mut Vec::new(), n, size, take);
}
