//! The patient search over a whole season: two people change places in one round.
//!
//! Every meeting of two people costs more than the one before, so that repeats are few and evenly
//! spread; `next` holds what one more would cost.

use super::Round;
use super::lots::Lots;
use super::table::{Patience, exchange};

/// What a second meeting costs; a third costs twice that, and so on.
pub(crate) const REPEAT: i32 = 1_024;

/// A season while it is being improved.
pub(crate) struct Weeks {
    n: usize,
    /// What one more meeting of two people costs, row by row.
    next: Vec<i32>,
    rounds: Vec<Week>,
    /// Who moves together; empty when nobody does.
    bunches: Vec<Vec<usize>>,
    /// What all of it costs.
    pub(crate) cost: i64,
}

#[derive(Clone)]
struct Week {
    /// People, group after group.
    seats: Vec<u16>,
    /// The seat of every person; of nobody who is away.
    seat_of: Vec<u16>,
    /// First seat, and the one behind the last, of the group that a seat is in.
    bounds: Vec<(u16, u16)>,
}

impl Weeks {
    /// Begins with `rounds` of `n` people. `fixed` is what every two people cost whenever they
    /// meet, row by row; empty when nothing is wished.
    pub(crate) fn new(n: usize, rounds: &[Round], fixed: &[i32], bunches: Vec<Vec<usize>>) -> Self {
        let mut weeks = Self {
            n,
            next: if fixed.is_empty() {
                vec![0; n * n]
            } else {
                fixed.to_vec()
            },
            rounds: Vec::new(),
            bunches,
            cost: 0,
        };
        for round in rounds {
            let mut week = Week {
                seats: Vec::new(),
                seat_of: vec![u16::MAX; n],
                bounds: Vec::new(),
            };
            for group in round {
                let from = week.seats.len() as u16;
                let to = from + group.len() as u16;
                for (at, person) in group.iter().enumerate() {
                    week.seat_of[*person] = from + at as u16;
                    week.seats.push(*person as u16);
                    week.bounds.push((from, to));
                    for other in &group[..at] {
                        weeks.cost += i64::from(weeks.next[person * n + other]);
                        weeks.add(*person, *other, REPEAT);
                    }
                }
            }
            weeks.rounds.push(week);
        }
        weeks
    }

    fn add(&mut self, one: usize, other: usize, cost: i32) {
        self.next[one * self.n + other] += cost;
        self.next[other * self.n + one] += cost;
    }

    /// The rounds as lists.
    pub(crate) fn rounds(&self) -> Vec<Round> {
        let round = |week: &Week| {
            let mut groups = Vec::new();
            let mut at = 0;
            while let Some((from, to)) = week.bounds.get(at) {
                let seats = &week.seats[usize::from(*from)..usize::from(*to)];
                groups.push(seats.iter().map(|it| usize::from(*it)).collect());
                at = usize::from(*to);
            }
            groups
        };
        self.rounds.iter().map(round).collect()
    }

    /// Searches, and leaves the best that was found. Stops early at `enough`.
    pub(crate) fn search(&mut self, patience: Patience, enough: i64, lots: &mut Lots) {
        let (from, to) = patience.heat;
        let mut heat = from;
        let mut best: Option<(i64, Vec<Week>, Vec<i32>)> = None;
        let mut least = self.cost;
        for it in 0..patience.tries {
            if it % 256 == 0 {
                if least <= enough {
                    break;
                }
                let left = (patience.tries - it) as i64;
                heat = to + (from - to) * left / patience.tries as i64;
            }
            let bits = lots.bits();
            let pick =
                |bits: u64, below: usize| (((bits & 0xF_FFFF) * below as u64) >> 20) as usize;
            let week = pick(bits, self.rounds.len());
            let round = &self.rounds[week];
            let (one, other) = (
                pick(bits >> 20, round.seats.len()),
                pick(bits >> 40, round.seats.len()),
            );
            if round.bounds[one].0 == round.bounds[other].0 {
                continue;
            }
            let person = |seat: usize| usize::from(round.seats[seat]);
            let (a, b) = (person(one), person(other));
            if self.bunched(a) || self.bunched(b) {
                if self.cost == least && best.as_ref().is_none_or(|it| it.0 > least) {
                    best = Some((least, self.rounds.clone(), self.next.clone()));
                }
                self.try_bunch(week, a, b, heat, lots);
                least = least.min(self.cost);
                continue;
            }
            let change = i64::from(self.change(week, one, other));
            if change > 0 && (change > 12 * heat || change > lots.tolerance(heat)) {
                continue;
            }
            // The way up from the best so far: remember it before leaving it.
            if change > 0 && self.cost == least && best.as_ref().is_none_or(|it| it.0 > least) {
                best = Some((least, self.rounds.clone(), self.next.clone()));
            }
            self.swap(week, one, other);
            self.cost += change;
            least = least.min(self.cost);
        }
        if let Some((cost, rounds, next)) = best
            && cost < self.cost
        {
            (self.cost, self.rounds, self.next) = (cost, rounds, next);
        }
    }

    fn bunched(&self, person: usize) -> bool {
        self.bunches.get(person).is_some_and(|it| !it.is_empty())
    }

    /// A bunch changes places with as many people of another group.
    fn try_bunch(&mut self, week: usize, one: usize, other: usize, heat: i64, lots: &mut Lots) {
        let round = &self.rounds[week];
        let group = |it: usize| round.bounds[usize::from(round.seat_of[it])].0;
        let pairs = exchange(&self.bunches, one, other, |like| {
            let (from, to) = round.bounds[usize::from(round.seat_of[like])];
            let mates = round.seats[usize::from(from)..usize::from(to)].iter();
            mates.map(|it| usize::from(*it)).collect()
        });
        let Some(pairs) = pairs else {
            return;
        };
        let (here, there) = (group(pairs[0].0), group(pairs[0].1));
        if pairs
            .iter()
            .any(|it| group(it.0) != here || group(it.1) != there)
        {
            return;
        }
        let before = self.cost;
        let exchange = |weeks: &mut Self, one: usize, other: usize| {
            let seat = |it: usize| usize::from(weeks.rounds[week].seat_of[it]);
            let (one, other) = (seat(one), seat(other));
            weeks.cost += i64::from(weeks.change(week, one, other));
            weeks.swap(week, one, other);
        };
        for (one, other) in &pairs {
            exchange(self, *one, *other);
        }
        if self.cost - before > lots.tolerance(heat) {
            for (one, other) in pairs.iter().rev() {
                exchange(self, *one, *other);
            }
        }
    }

    fn change(&self, week: usize, one: usize, other: usize) -> i32 {
        let round = &self.rounds[week];
        let (a, b) = (
            usize::from(round.seats[one]),
            usize::from(round.seats[other]),
        );
        let row_a = &self.next[a * self.n..][..self.n];
        let row_b = &self.next[b * self.n..][..self.n];
        let mut change = 0;
        let (from, to) = round.bounds[one];
        for person in &round.seats[usize::from(from)..usize::from(to)] {
            let person = usize::from(*person);
            if person != a {
                change += row_b[person] - row_a[person] + REPEAT;
            }
        }
        let (from, to) = round.bounds[other];
        for person in &round.seats[usize::from(from)..usize::from(to)] {
            let person = usize::from(*person);
            if person != b {
                change += row_a[person] - row_b[person] + REPEAT;
            }
        }
        change
    }

    fn swap(&mut self, week: usize, one: usize, other: usize) {
        let round = &self.rounds[week];
        let (a, b) = (round.seats[one], round.seats[other]);
        for (seat, out, come) in [(one, a, b), (other, b, a)] {
            let (from, to) = self.rounds[week].bounds[seat];
            for at in usize::from(from)..usize::from(to) {
                let person = usize::from(self.rounds[week].seats[at]);
                if at != seat {
                    self.add(usize::from(out), person, -REPEAT);
                    self.add(usize::from(come), person, REPEAT);
                }
            }
        }
        let round = &mut self.rounds[week];
        round.seats.swap(one, other);
        round.seat_of[usize::from(a)] = other as u16;
        round.seat_of[usize::from(b)] = one as u16;
    }
}
