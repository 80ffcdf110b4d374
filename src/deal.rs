//! Dealing: which items of a bank lie on the table. Pure and seeded.
//!
//! [`refusal`] says of one item why it may not be dealt, if it may not: nothing above the ceiling,
//! nothing of level 5, nothing flagged that was not asked for. [`hand`]
//! lays out what may, so that nothing comes back to a team until the others were there. How deep
//! people may go in their setting is [`ceiling`]'s.

pub mod ceiling;
mod hand;
mod past;

use std::collections::HashSet;

use rand::Rng;
use rand::seq::SliceRandom;

use crate::bank::{Bank, Item, Quarter, Repeat};
use crate::ritual::{Deal, Layout, Level};
use crate::session::event::Card;

pub use past::{Dealt, Past};

/// What holds beside the step's own wishes: what the team decided, and who is there.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The deepest level.
    pub ceiling: Level,
    /// Flags, themes, tags and contexts that this team never deals.
    pub exclude: Vec<String>,
    /// What is going on around the team, such as `layoffs`.
    pub contexts: Vec<String>,
    /// People who sit together, at most, where that is known.
    pub together: Option<usize>,
    /// Whether somebody is here who is new: more of a hand asks little, so that they have a choice.
    pub newcomer: bool,
}

impl Limits {
    /// No limit but a ceiling.
    pub fn up_to(ceiling: Level) -> Self {
        Self {
            ceiling,
            exclude: Vec::new(),
            contexts: Vec::new(),
            together: None,
            newcomer: false,
        }
    }
}

/// Why an item may not be dealt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its bank says `deal = false`.
    NotForDealing,
    /// Its level is 5: its teller chooses it, days before.
    Deep,
    /// It is deeper than this.
    Deeper(Level),
    /// Nobody but its writer has read it, and it is deeper than light.
    Unreviewed,
    /// It has a flag that the step does not ask for.
    Flagged(String),
    /// The team excludes this flag, theme, tag or context of it.
    Excluded(String),
    /// It is not dealt while this goes on.
    Context(String),
    /// It breaks this rule, for which nothing is dealt.
    Barred(&'static str),
    /// It is for so many people together at most.
    Crowd(usize),
    /// It needs so many seconds to think, and the step gives fewer.
    Hurried(i64),
    /// The step asks for other levels.
    OtherLevel,
    /// The step asks for other themes.
    OtherTheme,
    /// The step asks for other tags.
    OtherTag,
    /// It is dealt once to a team, and was.
    Once,
}

impl Refusal {
    /// The reason, as the end of a sentence that begins with "It is not dealt:".
    pub fn words(&self) -> String {
        match self {
            Self::NotForDealing => "its bank says `deal = false`".to_string(),
            Self::Deep => "deep questions are chosen by their teller, days before".to_string(),
            Self::Deeper(ceiling) => format!("it is deeper than {}", ceiling.word()),
            Self::Unreviewed => {
                "nobody but its writer has read it yet, and it is deeper than light".to_string()
            }
            Self::Flagged(flag) => format!("it touches `{flag}`, which is off unless asked for"),
            Self::Excluded(word) => format!("the team excludes `{word}`"),
            Self::Context(context) => format!("it is left out in times of `{context}`"),
            Self::Barred(rule) => {
                let rule = crate::fault::RULES.iter().find(|it| it.id == *rule);
                let (id, meaning) = rule.map_or(("", ""), |it| (it.id, it.meaning));
                format!("it breaks {id}: {meaning}; the line to mend is told by firelight check")
            }
            Self::Crowd(most) => format!("it is for at most {most} people together"),
            Self::Hurried(seconds) => {
                format!("it needs {seconds} seconds to think, and there are fewer")
            }
            Self::OtherLevel => "other levels are asked for".to_string(),
            Self::OtherTheme => "other themes are asked for".to_string(),
            Self::OtherTag => "other tags are asked for".to_string(),
            Self::Once => "it is dealt once to a team, and was".to_string(),
        }
    }
}

/// Why an item may not be dealt for this step, or `None` when it may.
pub fn refusal(item: &Item, deal: &Deal, limits: &Limits, past: &Past) -> Option<Refusal> {
    let ceiling = deal
        .ceiling
        .map_or(limits.ceiling, |it| it.min(limits.ceiling));
    let among = |words: &[String], list: &[String]| {
        let same = |it: &&String| list.iter().any(|word| is_same(it, word));
        words.iter().find(same).cloned()
    };
    let excluded = || {
        let own = [&item.flags, &item.themes, &item.tags, &item.avoid_with];
        own.into_iter().find_map(|it| among(it, &limits.exclude))
    };
    if item.level == Level::Deep {
        return Some(Refusal::Deep);
    }
    if !item.deal {
        return Some(Refusal::NotForDealing);
    }
    if let Some(rule) = item.barred {
        return Some(Refusal::Barred(rule));
    }
    if item.level > ceiling {
        return Some(Refusal::Deeper(ceiling));
    }
    if !item.reviewed && item.level > Level::Light {
        return Some(Refusal::Unreviewed);
    }
    if let Some(word) = excluded() {
        return Some(Refusal::Excluded(word));
    }
    if let Some(flag) = item
        .flags
        .iter()
        .find(|it| !deal.flags.iter().any(|flag| is_same(it, flag)))
    {
        return Some(Refusal::Flagged(flag.clone()));
    }
    if let Some(context) = among(&item.avoid_with, &limits.contexts) {
        return Some(Refusal::Context(context));
    }
    if let Some(most) = item
        .group_max
        .filter(|most| limits.together.is_some_and(|it| it > *most))
    {
        return Some(Refusal::Crowd(most));
    }
    // A step that gives no time of its own leaves it to those beside it.
    if let Some(think) = item.think.filter(|it| deal.think > 0 && *it > deal.think) {
        return Some(Refusal::Hurried(think));
    }
    if !deal.levels.is_empty() && !deal.levels.contains(&item.level) {
        return Some(Refusal::OtherLevel);
    }
    if !deal.themes.is_empty() && among(&item.themes, &deal.themes).is_none() {
        return Some(Refusal::OtherTheme);
    }
    if !deal.tags.is_empty() && among(&item.tags, &deal.tags).is_none() {
        return Some(Refusal::OtherTag);
    }
    (item.repeat == Repeat::Once && past.of(&item.id).times > 0).then_some(Refusal::Once)
}

/// Whether two flags, themes or tags are one: a capital makes no other word of it.
fn is_same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// Deals from `bank` as `deal` says. `laid` are the cards that lay there before and are to be
/// swapped, oldest first; of them, those on the table stand last. Fewer cards than wanted come
/// back when the bank has no more.
pub fn deal(
    bank: &Bank,
    deal: &Deal,
    limits: &Limits,
    past: &Past,
    laid: &[Card],
    rng: &mut impl Rng,
) -> Vec<Card> {
    let may: Vec<&Item> = bank
        .items
        .iter()
        .filter(|it| refusal(it, deal, limits, past).is_none())
        .collect();
    let dealt = match deal.show {
        Layout::Grid => {
            let laid: HashSet<&str> = laid.iter().map(|it| it.id.as_str()).collect();
            let fresh: Vec<&Item> = may
                .into_iter()
                .filter(|it| !laid.contains(it.id.as_str()))
                .collect();
            grid(&fresh, deal.hand, rng)
        }
        Layout::Hand => hand::lay(&may, deal.hand, limits.newcomer, past, laid, rng),
        Layout::Card => Vec::from_iter(hand::card(&may, bank, past, laid, rng)),
    };
    dealt.into_iter().map(card).collect()
}

/// A hand for each of `n` groups, no question twice while the bank has others; beside them,
/// whether one had to come twice.
pub fn hands(
    bank: &Bank,
    deal: &Deal,
    limits: &[Limits],
    past: &Past,
    rng: &mut impl Rng,
) -> (Vec<Vec<Card>>, bool) {
    let mut past = past.clone();
    let mut seen = HashSet::new();
    let mut shared = false;
    let mut dealt = Vec::new();
    for limits in limits {
        let hand = self::deal(bank, deal, limits, &past, &[], rng);
        for card in &hand {
            past.add(&card.id);
            shared |= !seen.insert(card.id.clone());
        }
        dealt.push(hand);
    }
    (dealt, shared)
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
        options: item.options.clone(),
        answer: item.answer.clone(),
        note: item.source.clone().filter(|_| item.answer.is_some()),
    }
}

#[cfg(test)]
mod tests;
