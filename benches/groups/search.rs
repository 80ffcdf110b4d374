//! The search for starters: rounds that, turned, never let two people meet twice.
//!
//! People sit in rings of equal length, whoever is over stands still, and turning the rings gives
//! the next round. So only the rounds written down are searched, for pairs whose *differences* are
//! all different. A second symmetry that leaves the written rounds as they are (places multiplied
//! by a number, rings exchanged) makes the search far smaller where there is one.

/// A kind of starter to look for.
#[derive(Clone)]
struct Shape {
    people: usize,
    size: usize,
    turns: usize,
    rings: usize,
    /// Rounds written down.
    written: usize,
    /// Rounds that are one group, turned.
    across: usize,
    /// The second symmetry: what places are multiplied by, how many rings are exchanged in turn,
    /// and whether those who stand still change places as well.
    times: usize,
    exchange: usize,
    standing: bool,
}

/// Looks for a starter, and gives it as a line of the table.
pub fn starter(people: usize, size: usize, tries: usize) -> Option<String> {
    shapes(people, size).iter().find_map(|shape| {
        let (weeks, across) = Search::new(shape).run(tries)?;
        let flat = |groups: &[Vec<usize>]| {
            let mut groups = groups.to_vec();
            groups.sort_by_key(|it| std::cmp::Reverse(it.len()));
            groups.concat()
        };
        let weeks: Vec<usize> = weeks.iter().flat_map(|it| flat(it)).collect();
        // As the table spells people: from `#`, with `¡` after `~`.
        let letter = |it: &usize| char::from(*it as u8 + if *it < 92 { 0x23 } else { 0x45 });
        let letters = |people: &[usize]| people.iter().map(letter).collect::<String>();
        let (weeks, across) = (letters(&weeks), letters(&flat(&across)));
        Some(format!("{people} {size} {} {weeks} {across}", shape.turns))
    })
}

/// Numbers whose third power is one: symmetries of order three.
fn thirds(turns: usize) -> Vec<usize> {
    (2..turns)
        .filter(|it| it * it % turns * it % turns == 1)
        .collect()
}

/// What to try, the most symmetric first.
fn shapes(people: usize, size: usize) -> Vec<Shape> {
    let plain = |turns: usize, rings: usize, written: usize| Shape {
        people,
        size,
        turns,
        rings,
        written,
        across: 0,
        times: 1,
        exchange: 1,
        standing: false,
    };
    let mut shapes = Vec::new();
    let groups = people / size;
    if size == 4 {
        let still = [3, 0, 0, 0, 1, 0, 0, 0, 2][people % 12];
        let base = plain((people - still) / 3, 3, 1);
        for times in thirds(base.turns).into_iter().chain([1]) {
            for exchange in [3, 1] {
                for standing in [true, false] {
                    shapes.push(Shape {
                        times,
                        exchange,
                        standing,
                        ..base.clone()
                    });
                }
            }
        }
        shapes.push(plain(groups + 1, 3, 1));
        shapes.push(plain(groups, 4, 1));
    } else if people.is_multiple_of(6) || people % 12 == 3 {
        let base = plain((people - 1) / 2, 2, 1);
        for times in thirds(base.turns).into_iter().chain([1]) {
            shapes.push(Shape {
                times,
                ..base.clone()
            });
        }
        shapes.push(plain((people - 2) / 4, 4, 2));
        shapes.push(plain(1, people, groups));
    } else if people.is_multiple_of(3) {
        let base = Shape {
            across: (groups - 1) / 2,
            ..plain(groups, 3, 1)
        };
        for times in thirds(groups).into_iter().chain([1]) {
            for exchange in [3, 1] {
                shapes.push(Shape {
                    times,
                    exchange,
                    ..base.clone()
                });
            }
        }
    } else {
        // No plan is longer than all pairs allow; go down from there.
        let meetings = 3 * groups + 3 * (people % groups);
        let most = people * (people - 1) / 2 / meetings;
        for rounds in (most.saturating_sub(3).max(2)..=most).rev() {
            for written in (1..=3).filter(|it| rounds % it == 0 && rounds / it > 1) {
                let turns = rounds / written;
                for rings in [people / turns, people / turns - 1] {
                    if rings > 0 && people - rings * turns <= groups {
                        shapes.push(plain(turns, rings, written));
                    }
                }
            }
        }
    }
    shapes
}

/// Chance.
pub struct Lots(u64);

impl Lots {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (((self.bits() >> 32) * n as u64) >> 32) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for it in (1..of.len()).rev() {
            of.swap(it, self.below(it + 1));
        }
    }
}

type Group = Vec<usize>;

struct Search<'a> {
    shape: &'a Shape,
    /// The second symmetry: who becomes whom, for every way of applying it; the first changes
    /// nothing.
    images: Vec<Vec<usize>>,
    /// The kind of every pair: what turning, or the second symmetry, makes of it.
    kinds: Vec<usize>,
    /// How often a kind may appear in what is written down.
    may: Vec<i64>,
    appear: Vec<i64>,
    lots: Lots,
    /// The written rounds one after another, and then what goes across.
    groups: Vec<Group>,
    cost: i64,
}

impl<'a> Search<'a> {
    fn new(shape: &'a Shape) -> Self {
        let n = shape.people;
        let seated = shape.rings * shape.turns;
        let turn = |it: usize| match it < seated {
            true => it / shape.turns * shape.turns + (it % shape.turns + 1) % shape.turns,
            false => it,
        };
        let second = |it: usize| {
            if it >= seated {
                let still = n - seated;
                let by = usize::from(shape.standing);
                return seated + (it - seated + by) % still;
            }
            let (ring, place) = (it / shape.turns, it % shape.turns);
            let set = ring / shape.exchange * shape.exchange;
            let ring = set + (ring - set + 1) % shape.exchange;
            ring * shape.turns + place * shape.times % shape.turns
        };
        let mut images = vec![(0..n).collect::<Vec<_>>()];
        loop {
            let next: Vec<usize> = images[images.len() - 1]
                .iter()
                .map(|it| second(*it))
                .collect();
            if next == images[0] || images.len() > 3 {
                break;
            }
            images.push(next);
        }
        // Follow every pair round until nothing new comes.
        let mut kinds = vec![usize::MAX; n * n];
        let mut may = Vec::new();
        for pair in 0..n * n {
            let (one, other) = (pair / n, pair % n);
            if one >= other || kinds[pair] != usize::MAX {
                continue;
            }
            let mut open = vec![(one, other)];
            let mut many = 0;
            while let Some((one, other)) = open.pop() {
                if kinds[one * n + other] != usize::MAX {
                    continue;
                }
                kinds[one * n + other] = may.len();
                kinds[other * n + one] = may.len();
                many += 1;
                open.push((turn(one), turn(other)));
                // What goes across is turned only, so its pairs are told apart.
                if shape.across == 0 {
                    open.push((second(one), second(other)));
                }
            }
            may.push(many / shape.turns as i64);
        }
        Self {
            shape,
            images,
            kinds,
            appear: vec![0; may.len()],
            may,
            lots: Lots(1),
            groups: Vec::new(),
            cost: 0,
        }
    }

    fn run(&mut self, tries: usize) -> Option<(Vec<Vec<Group>>, Vec<Group>)> {
        let once = 3_000_000 / self.images.len();
        for _ in 0..tries.div_ceil(once) {
            self.begin()?;
            let heats = [0.2, 0.25, 0.3, 0.35, 0.4, 0.5];
            let heat = heats[self.lots.below(6)] * self.images.len() as f64;
            for _ in 0..once {
                if self.cost == 0 {
                    let each = self.shape.people / self.shape.size;
                    let (weeks, across) = self.groups.split_at(each * self.shape.written);
                    return Some((
                        weeks.chunks(each).map(<[Group]>::to_vec).collect(),
                        across.to_vec(),
                    ));
                }
                self.attempt(heat);
            }
        }
        None
    }

    /// Written rounds by chance, but such that the second symmetry leaves them as they are. None
    /// when it cannot.
    fn begin(&mut self) -> Option<()> {
        let Shape {
            people: n, size, ..
        } = *self.shape;
        let images = self.images.len();
        self.groups.clear();
        for _ in 0..self.shape.written {
            if images == 1 {
                let mut people: Vec<usize> = (0..n).collect();
                self.lots.shuffle(&mut people);
                let k = n / size;
                for it in 0..k {
                    let rest = people.split_off(n / k + usize::from(it < n % k));
                    self.groups.push(std::mem::replace(&mut people, rest));
                }
                continue;
            }
            let orbit = |it: usize| {
                let mut orbit: Vec<usize> = self.images.iter().map(|image| image[it]).collect();
                orbit.sort_unstable();
                orbit.dedup();
                orbit
            };
            let orbits = (0..n)
                .map(orbit)
                .enumerate()
                .filter(|(it, orbit)| orbit[0] == *it);
            let (mut whole, mut fixed) = (Vec::new(), Vec::new());
            for (_, orbit) in orbits {
                if orbit.len() == images {
                    whole.push(orbit);
                } else {
                    fixed.extend(orbit);
                }
            }
            self.lots.shuffle(&mut whole);
            if images != 3 {
                return None;
            }
            if size == 4 {
                for person in fixed {
                    let mut group = whole.pop()?;
                    group.push(person);
                    self.groups.push(group);
                }
            } else {
                if fixed.len() == 3 {
                    self.groups.push(fixed);
                } else if !fixed.is_empty() {
                    return None;
                }
                let threes = whole.len() % 3 + 3 * self.lots.below(whole.len() / 3 + 1);
                self.groups.extend(whole.split_off(whole.len() - threes));
            }
            if whole.len() % size != 0 {
                return None;
            }
            for orbits in whole.chunks(size) {
                let group: Vec<usize> = orbits.iter().map(|it| it[self.lots.below(3)]).collect();
                for image in &self.images {
                    self.groups
                        .push(group.iter().map(|it| image[*it]).collect());
                }
            }
        }
        let turns = self.shape.turns;
        for _ in 0..self.shape.across {
            let group = (0..self.shape.rings).map(|ring| ring * turns + self.lots.below(turns));
            self.groups.push(group.collect());
        }
        self.appear.fill(0);
        self.cost = 0;
        for at in 0..self.groups.len() {
            self.count(at, 1);
        }
        Some(())
    }

    /// Adds a group to what appears, or takes it out.
    fn count(&mut self, group: usize, by: i64) {
        let group = &self.groups[group];
        for (at, one) in group.iter().enumerate() {
            for other in &group[..at] {
                let kind = self.kinds[one * self.shape.people + other];
                let over = |appear: i64| (appear - self.may[kind]).max(0);
                self.cost += over(self.appear[kind] + by) - over(self.appear[kind]);
                self.appear[kind] += by;
            }
        }
    }

    /// People change places, in all images at once; or somebody who goes across another.
    fn attempt(&mut self, heat: f64) {
        let Shape {
            people: n,
            turns,
            across,
            ..
        } = *self.shape;
        let written = self.groups.len() - across;
        let mut change: Vec<(usize, Group)> = Vec::new();
        if across > 0 && self.lots.below(3) == 0 {
            let at = written + self.lots.below(across);
            let mut group = self.groups[at].clone();
            let ring = self.lots.below(group.len());
            group[ring] = ring * turns + self.lots.below(turns);
            change.push((at, group));
        } else {
            let (one, other) = (self.lots.below(n), self.lots.below(n));
            let stays = |it: usize| self.images.iter().filter(|image| image[it] == it).count();
            if one == other || stays(one) != stays(other) {
                return;
            }
            let round = self.lots.below(self.shape.written);
            let mut becomes: Vec<(usize, usize)> = Vec::new();
            let same = self.images.iter().any(|image| image[one] == other) && stays(one) == 1;
            for image in self.images.iter().take(self.images.len() / stays(one)) {
                becomes.push((image[one], image[other]));
                if !same {
                    becomes.push((image[other], image[one]));
                }
            }
            let each = written / self.shape.written;
            for at in round * each..(round + 1) * each {
                let new_place =
                    |it: &usize| becomes.iter().find(|to| to.0 == *it).map_or(*it, |to| to.1);
                let group: Group = self.groups[at].iter().map(new_place).collect();
                if group != self.groups[at] {
                    change.push((at, group));
                }
            }
        }
        let before = self.cost;
        self.exchange(&mut change);
        let worse = (self.cost - before) as f64;
        if worse > 0.0 && self.lots.unit() >= (-worse / heat).exp() {
            self.exchange(&mut change);
        }
    }

    fn exchange(&mut self, change: &mut [(usize, Group)]) {
        for (at, group) in change {
            self.count(*at, -1);
            std::mem::swap(&mut self.groups[*at], group);
            self.count(*at, 1);
        }
    }
}
