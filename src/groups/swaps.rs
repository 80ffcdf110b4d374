//! The search for one round: two people change places, as long as that makes it better; then
//! with some patience for worse. Budgets are counted in tries, never in seconds.

use super::lots::Lots;
use super::met::{AGAIN, Met};

/// What it is worth that somebody stays where they are: more than any meetings.
const STAY: i64 = 1_000_000_000;
/// Tries of the patient search.
const TRIES: usize = 60_000;
/// Above so many people clashes are few among many, and mending them one by one finds all.
const PATIENT: usize = 400;

/// Groups while they are being improved.
pub(crate) struct Swaps<'a> {
    pub(crate) met: &'a Met,
    /// Only people of one kind change places.
    pub(crate) kinds: &'a [u8],
    /// The group that somebody would not like to leave.
    pub(crate) homes: &'a [Option<usize>],
    pub(crate) groups: Vec<Vec<usize>>,
    /// Group and place of every person.
    places: Vec<(usize, usize)>,
}

impl<'a> Swaps<'a> {
    /// Begins with `groups`.
    pub(crate) fn new(
        met: &'a Met,
        kinds: &'a [u8],
        homes: &'a [Option<usize>],
        groups: Vec<Vec<usize>>,
    ) -> Self {
        let mut places = vec![(usize::MAX, 0); kinds.len()];
        for (number, group) in groups.iter().enumerate() {
            for (place, person) in group.iter().enumerate() {
                places[*person] = (number, place);
            }
        }
        Self {
            met,
            kinds,
            homes,
            groups,
            places,
        }
    }

    /// What it costs `person` to sit with a group, without `gone`.
    fn with(&self, person: usize, group: usize, gone: usize) -> i64 {
        let others = self.groups[group].iter();
        let others = others.filter(|it| **it != gone && **it != person);
        let meetings = others.map(|it| self.met.cost(person, *it)).sum::<i64>();
        let home = self.homes.get(person).copied().flatten() == Some(group);
        meetings - if home { STAY } else { 0 }
    }

    /// What changes when the two change places.
    fn change(&self, one: usize, other: usize) -> i64 {
        let (here, there) = (self.places[one].0, self.places[other].0);
        self.with(one, there, other) + self.with(other, here, one)
            - self.with(one, here, one)
            - self.with(other, there, other)
    }

    fn may_swap(&self, one: usize, other: usize) -> bool {
        self.kinds[one] == self.kinds[other] && self.places[one].0 != self.places[other].0
    }

    fn swap(&mut self, one: usize, other: usize) {
        let (here, there) = (self.places[one], self.places[other]);
        self.groups[here.0][here.1] = other;
        self.groups[there.0][there.1] = one;
        self.places[one] = there;
        self.places[other] = here;
    }

    /// What the meetings cost as people sit now.
    pub(crate) fn cost(&self) -> i64 {
        let group = |group: &Vec<usize>| {
            let pairs = group.iter().enumerate();
            let pairs =
                pairs.flat_map(|(it, one)| group[..it].iter().map(move |other| (one, other)));
            pairs
                .map(|(one, other)| self.met.cost(*one, *other))
                .sum::<i64>()
        };
        self.groups.iter().map(group).sum()
    }

    /// Improves until nobody knows better, within the budget.
    pub(crate) fn improve(&mut self, lots: &mut Lots) {
        if self.groups.len() < 2 {
            return;
        }
        self.mend_clashes(lots);
        let cost = self.cost();
        if cost > 0 && self.kinds.len() <= PATIENT {
            self.be_patient(cost, lots);
        }
    }

    /// Everybody who sits with somebody they met looks for a better place.
    fn mend_clashes(&mut self, lots: &mut Lots) {
        let n = self.kinds.len();
        for _ in 0..20 {
            let mut better = false;
            for one in 0..n {
                let here = self.places[one].0;
                let tries = if here == usize::MAX { 0 } else { 60 };
                for _ in 0..tries {
                    if self.with(one, self.places[one].0, one) <= 0 {
                        break;
                    }
                    let other = lots.below(n);
                    if self.places[other].0 != usize::MAX
                        && self.may_swap(one, other)
                        && self.change(one, other) < 0
                    {
                        self.swap(one, other);
                        better = true;
                    }
                }
            }
            if !better {
                return;
            }
        }
    }

    fn be_patient(&mut self, mut cost: i64, lots: &mut Lots) {
        let n = self.kinds.len();
        let (mut best, mut least) = (self.groups.clone(), cost);
        for it in 0..TRIES {
            let (one, other) = (lots.below(n), lots.below(n));
            let seated = self.places[one].0 != usize::MAX && self.places[other].0 != usize::MAX;
            if !seated || !self.may_swap(one, other) {
                continue;
            }
            // From 0.6 of a repeat down to nothing.
            let heat = AGAIN * 6 / 10 * (TRIES - it) as i64 / TRIES as i64;
            let change = self.change(one, other);
            if change <= lots.tolerance(heat) {
                self.swap(one, other);
                cost += change;
                if cost < least {
                    (best, least) = (self.groups.clone(), cost);
                    if least <= 0 {
                        break;
                    }
                }
            }
        }
        *self = Self::new(self.met, self.kinds, self.homes, best);
    }
}
