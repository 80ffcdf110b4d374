//! Which questions make a hand.
//!
//! A hand has a stair: a light one, another that is light or open, two personal
//! ones and a tender one where they may be dealt, and then what comes. On each stair the question
//! that was dealt least often comes first, and among those one of a theme that the hand has not.
//! From several banks it has as much of each as can be.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rand::Rng;
use rand::seq::SliceRandom;

use super::{Dealt, Past};
use crate::bank::{Bank, Item, Repeat};
use crate::ritual::Level::{self, Light, Open, Personal, Tender};
use crate::session::event::Card;

/// Tender questions in a hand at most.
const TENDER: usize = 2;
/// Cards of a hand that ask little, always.
const SAFE: usize = 2;
/// Themes that a hand has at least, where what comes next allows it.
const THEMES: usize = 4;

/// A question that may be dealt: whether it lay on this table already, how often the team had it,
/// and its place in the bank.
#[derive(Clone, Copy)]
struct Candidate<'b> {
    laid: bool,
    dealt: Dealt,
    place: usize,
    item: &'b Item,
}

impl Candidate<'_> {
    /// Smaller comes earlier: what never lay here, then what was there least often.
    fn rank(&self) -> (bool, Dealt) {
        (self.laid, self.dealt)
    }
}

fn candidates<'b>(
    may: &[&'b Item],
    past: &Past,
    laid: &[Card],
    rng: &mut impl Rng,
) -> Vec<Candidate<'b>> {
    let laid: BTreeSet<&str> = laid.iter().map(|it| it.id.as_str()).collect();
    let candidate = |(place, item): (usize, &&'b Item)| Candidate {
        laid: laid.contains(item.id.as_str()),
        dealt: match item.repeat {
            Repeat::Evergreen => Dealt::default(),
            Repeat::Usual | Repeat::Once => past.of(&item.id),
        },
        place,
        item,
    };
    let mut candidates: Vec<_> = may.iter().enumerate().map(candidate).collect();
    candidates.shuffle(rng);
    candidates.sort_by_key(Candidate::rank);
    candidates
}

/// `n` questions, lightest first. After a first hand (`laid`), each is of the level that the one
/// in its place had, or else lighter.
pub(super) fn lay<'b>(
    may: &[&'b Item],
    n: usize,
    newcomer: bool,
    past: &Past,
    laid: &[Card],
    rng: &mut impl Rng,
) -> Vec<&'b Item> {
    let mut rest = candidates(may, past, laid, rng);
    let mut hand = Hand::default();
    let table = &laid[laid.len().saturating_sub(n)..];
    for place in 0..n {
        let slot = slot(place, n, newcomer, table);
        // Of several banks, one from which the hand has least comes first.
        let by_share = hand.share(&rest);
        let _ = slot
            .iter()
            .any(|levels| hand.take(&mut rest, levels, by_share))
            || slot
                .iter()
                .any(|levels| hand.take(&mut rest, levels, usize::MAX));
    }
    hand.spread(&mut rest);
    // Within a level in the order of the bank, so that a hand reads the same wherever it is shown.
    hand.cards.sort_by_key(|it| (it.item.level, it.place));
    hand.cards.into_iter().map(|it| it.item).collect()
}

/// The levels that the card in this place of a hand may have, the best first. `table` is the hand
/// that it comes instead of, if there was one.
fn slot(place: usize, n: usize, newcomer: bool, table: &[Card]) -> Vec<RangeInclusive<Level>> {
    // Whoever is new has a choice that asks little, and nobody sees that it is for them.
    let little = if newcomer {
        SAFE.max(n.div_ceil(2))
    } else {
        SAFE
    };
    let cap = match place {
        0 => Light,
        _ if place < little => Open,
        _ => Tender,
    };
    let before = table.get(place).or(table.last());
    match before.and_then(|it| Level::from_number(it.level.into())) {
        Some(before) => {
            let level = before.min(cap);
            vec![level..=level, Light..=level, Light..=before]
        }
        None if place < little => vec![Light..=cap, Light..=Open, Light..=Tender],
        None => match place - little {
            0 | 1 => vec![Personal..=Personal, Light..=Tender],
            2 => vec![Tender..=Tender, Light..=Tender],
            _ => vec![Light..=Tender],
        },
    }
}

#[derive(Default)]
struct Hand<'b> {
    cards: Vec<Candidate<'b>>,
}

impl<'b> Hand<'b> {
    /// Adds the first of `rest` that is of these levels, from a bank of which at most `share` cards
    /// are here; of those ranked alike, one whose themes are new. Whether there was one.
    fn take(
        &mut self,
        rest: &mut Vec<Candidate<'b>>,
        levels: &RangeInclusive<Level>,
        share: usize,
    ) -> bool {
        let tender = self.cards.iter().filter(|it| it.item.level == Tender);
        let deepest = if tender.count() < TENDER {
            Tender
        } else {
            Personal
        };
        // Only where nothing else asks little may what was swapped come again.
        let again = self.cards.len() < SAFE;
        let fits = |it: &Candidate| {
            let level = it.item.level;
            let may = levels.contains(&level) && level <= deepest && (again || !it.laid);
            may && self.of_part(it.item.part) <= share
        };
        let Some(first) = rest.iter().position(fits) else {
            return false;
        };
        let rank = rest[first].rank();
        let has = themes(&self.cards);
        let is_new = |it: &Candidate| !it.item.themes.iter().any(|it| has.contains(it.as_str()));
        let alike = rest[first..].iter().take_while(|it| it.rank() == rank);
        let new = alike.enumerate().find(|(_, it)| fits(it) && is_new(it));
        let at = first + new.map_or(0, |(at, _)| at);
        self.cards.push(rest.remove(at));
        true
    }

    /// How many cards are from one of the banks.
    fn of_part(&self, part: usize) -> usize {
        self.cards.iter().filter(|it| it.item.part == part).count()
    }

    /// Of the banks that have more, the fewest cards that are here from one.
    fn share(&self, rest: &[Candidate<'b>]) -> usize {
        let parts: BTreeSet<usize> = rest.iter().map(|it| it.item.part).collect();
        let least = parts.into_iter().map(|it| self.of_part(it)).min();
        least.unwrap_or(0)
    }

    /// Gives the hand its four themes where cards of the same level and rank have more of them.
    fn spread(&mut self, rest: &mut [Candidate<'b>]) {
        while let Some((card, other)) = self.better(rest) {
            std::mem::swap(&mut self.cards[card], &mut rest[other]);
        }
    }

    /// A card and another in its place with which the hand has more themes.
    fn better(&self, rest: &[Candidate<'b>]) -> Option<(usize, usize)> {
        let now = themes(&self.cards).len();
        if now >= THEMES.min(self.cards.len()) {
            return None;
        }
        (0..self.cards.len()).find_map(|at| {
            let card = self.cards[at];
            let beside = themes(self.cards.iter().filter(|it| it.place != card.place));
            let gains = |other: &Candidate| {
                other.item.level == card.item.level
                    && other.item.part == card.item.part
                    && other.rank() == card.rank()
                    && beside.union(&themes([other])).count() > now
            };
            Some((at, rest.iter().position(gains)?))
        })
    }
}

/// The themes of some cards.
fn themes<'c, 'b: 'c>(cards: impl IntoIterator<Item = &'c Candidate<'b>>) -> BTreeSet<&'b str> {
    let themes = cards.into_iter().flat_map(|it| &it.item.themes);
    themes.map(String::as_str).collect()
}

/// One question. In place of another, its lighter twin, or else one of its level, or lighter.
pub(super) fn card<'b>(
    may: &[&'b Item],
    bank: &'b Bank,
    past: &Past,
    laid: &[Card],
    rng: &mut impl Rng,
) -> Option<&'b Item> {
    let rest = candidates(may, past, laid, rng);
    let mut fresh = rest.iter().filter(|it| !it.laid).map(|it| it.item);
    let Some(before) = laid.last() else {
        return fresh.next();
    };
    let item = bank.items.iter().find(|it| it.id == before.id);
    let twin = item.and_then(|it| it.lighter.as_deref());
    let fresh: Vec<&Item> = fresh.collect();
    let level = before.level;
    let find = |fits: &dyn Fn(&Item) -> bool| fresh.iter().find(|it| fits(it)).copied();
    find(&|it| twin == Some(it.id.as_str()))
        .or_else(|| find(&|it| it.level.number() == level))
        .or_else(|| find(&|it| it.level.number() < level))
}
