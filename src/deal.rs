//! Dealing: which items of a bank lie on the table. Pure and seeded.
//!
//! Nothing above the ceiling is ever dealt, nothing of level 5 at all, nothing flagged; a hand
//! always has two items that ask little (`method.md` §1.2, §2.3). How deep people may go in
//! their setting is [`ceiling`]'s.

pub mod ceiling;

use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};

use crate::bank::{Bank, Item, Quarter};
use crate::ritual::{Deal, Layout, Level};
use crate::session::event::Card;

/// Deals from `bank` as `deal` says, none of `without`, nothing deeper than `ceiling`. Fewer
/// cards than wanted come back when the bank has no more.
pub fn deal(
    bank: &Bank,
    deal: &Deal,
    ceiling: Level,
    without: &[String],
    rng: &mut impl Rng,
) -> Vec<Card> {
    let fresh: Vec<&Item> = bank
        .items
        .iter()
        .filter(|it| may_be_dealt(it, deal, ceiling) && !without.contains(&it.id))
        .collect();
    let dealt = match deal.show {
        Layout::Grid => grid(&fresh, deal.hand, rng),
        Layout::Hand => hand(&fresh, deal.hand, rng),
        Layout::Card => fresh.choose(rng).copied().into_iter().collect(),
    };
    dealt.into_iter().map(card).collect()
}

/// Whether an item may be dealt for this step at all.
pub fn may_be_dealt(item: &Item, deal: &Deal, ceiling: Level) -> bool {
    item.deal
        && item.level <= ceiling
        && deal.ceiling.is_none_or(|it| item.level <= it)
        && item.level < Level::Deep
        && item.flags.is_empty()
        && (deal.levels.is_empty() || deal.levels.contains(&item.level))
        && (deal.themes.is_empty() || item.themes.iter().any(|it| deal.themes.contains(it)))
}

/// `each` words in every quarter, from all strengths of feeling: mild ones on top.
fn grid<'b>(fresh: &[&'b Item], each: usize, rng: &mut impl Rng) -> Vec<&'b Item> {
    let mut dealt = Vec::new();
    for quarter in Quarter::ALL {
        let mut words: Vec<&Item> = fresh
            .iter()
            .filter(|it| it.axes.is_some_and(|axes| axes.quarter() == quarter))
            .copied()
            .collect();
        words.shuffle(rng);
        words.sort_by_key(|it| strength(it));
        // One word from each of `each` equal slices, so that no hand is all mild or all strong.
        let n = each.min(words.len());
        dealt.extend((0..n).map(|slice| {
            let (from, to) = (slice * words.len() / n, (slice + 1) * words.len() / n);
            words[rng_in(from, to, rng)]
        }));
    }
    dealt
}

/// Tender questions in a hand at most.
const TENDER: usize = 2;

/// A hand, lightest first (`method.md` §1.2): a light one, another that is light or open, two
/// personal ones and a tender one where they may be dealt, and then what comes, from as many
/// themes as can be.
fn hand<'b>(fresh: &[&'b Item], n: usize, rng: &mut impl Rng) -> Vec<&'b Item> {
    use Level::{Light, Open, Personal, Tender};
    let mut rest: Vec<(usize, &Item)> = fresh.iter().copied().enumerate().collect();
    rest.shuffle(rng);
    let mut dealt: Vec<(usize, &Item)> = Vec::new();
    let wishes = [
        Light..=Light,
        Light..=Open,
        Personal..=Personal,
        Personal..=Personal,
        Tender..=Tender,
    ];
    let anything = std::iter::repeat(Light..=Tender);
    for wish in wishes.into_iter().chain(anything.take(n)) {
        let tender = dealt.iter().filter(|it| it.1.level == Tender).count();
        let fits = |it: &Item| wish.contains(&it.level) && (it.level < Tender || tender < TENDER);
        let is_new = |it: &Item| {
            let mut themes = dealt.iter().flat_map(|it| &it.1.themes);
            !themes.any(|theme| it.themes.contains(theme))
        };
        let at = rest.iter().position(|(_, it)| fits(it) && is_new(it));
        let at = at.or_else(|| rest.iter().position(|(_, it)| fits(it)));
        if let Some(at) = at.filter(|_| dealt.len() < n) {
            dealt.push(rest.remove(at));
        }
    }
    // Within a level in the order of the bank, so that a hand reads the same wherever it is shown.
    dealt.sort_by_key(|(place, it)| (it.level, *place));
    dealt.into_iter().map(|(_, it)| it).collect()
}

fn strength(item: &Item) -> i64 {
    item.axes.map_or(0, |it| it.x.abs() + it.y.abs())
}

fn rng_in(from: usize, to: usize, rng: &mut impl Rng) -> usize {
    use rand::RngExt;
    rng.random_range(from..to.max(from + 1))
}

fn card(item: &Item) -> Card {
    Card {
        id: item.id.clone(),
        text: item.text.clone(),
        level: item.level.number(),
        quarter: item.axes.map(crate::bank::Axes::quarter),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bank::read::read;
    use crate::bank::read::tests::HELP;

    #[test]
    fn the_ceiling_of_the_deal_and_that_of_the_session_both_hold() {
        let bank = read("help", Path::new("a"), HELP.as_bytes()).value.unwrap();
        let dealt = |own: Option<Level>, ceiling| {
            let deal = Deal {
                bank: "help".to_string(),
                show: Layout::Hand,
                hand: 2,
                levels: Vec::new(),
                themes: Vec::new(),
                swap: 0,
                think: 0,
                ceiling: own,
            };
            let fits = bank
                .items
                .iter()
                .filter(|it| may_be_dealt(it, &deal, ceiling));
            fits.count()
        };
        assert_eq!(dealt(None, Level::Tender), 2);
        assert_eq!(dealt(Some(Level::Light), Level::Tender), 0);
        assert_eq!(dealt(Some(Level::Open), Level::Tender), 1);
        assert_eq!(dealt(Some(Level::Tender), Level::Open), 1);
    }
}
