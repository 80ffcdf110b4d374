//! Properties of dealing over random banks, teams and pasts: what may never happen, and what
//! always does.
//!
//! `FIRELIGHT_HANDS` sets how many hands.

use std::collections::HashSet;

use firelight::bank::{Bank, Item, Repeat};
use firelight::deal::{self, Dealt, Limits, Past, refusal};
use firelight::disk::RealDisk;
use firelight::library::Library;
use firelight::ritual::{Deal, Layout, Level};
use firelight::session::event::Card;
use rand::rngs::ChaCha12Rng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};

fn hands() -> usize {
    std::env::var("FIRELIGHT_HANDS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(100_000)
}

fn step(hand: usize) -> Deal {
    Deal {
        swap: 1,
        ..Deal::of("core", Layout::Hand, hand)
    }
}

fn core() -> Bank {
    Library::new(&RealDisk, None, &[]).bank("core").unwrap()
}

const THEMES: [&str; 12] = [
    "now", "working", "craft", "help", "choices", "places", "objects", "people", "play", "time",
    "hopes", "team",
];

fn question(template: &Item, number: usize, rng: &mut impl Rng) -> Item {
    let pick = |list: &[&str], rng: &mut ChaCha12Rng| list.choose(rng).map(|it| it.to_string());
    let mut own = ChaCha12Rng::seed_from_u64(rng.random());
    let level = *[1, 1, 1, 2, 2, 2, 3, 3, 4, 5].choose(&mut own).unwrap();
    let mut item = template.clone();
    item.id = format!("q{number}");
    item.text = format!("Question {number}?");
    item.level = Level::from_number(level).unwrap();
    item.deal = own.random_bool(0.95);
    item.reviewed = own.random_bool(0.9);
    item.themes = (0..own.random_range(1..3))
        .filter_map(|_| pick(&THEMES, &mut own))
        .collect();
    item.flags = (0..10)
        .filter(|_| own.random_bool(0.02))
        .map(|_| "food".to_string())
        .collect();
    item.tags = (0..1)
        .filter(|_| own.random_bool(0.2))
        .map(|_| "work-useful".to_string())
        .collect();
    item.avoid_with = (0..1)
        .filter(|_| own.random_bool(0.1))
        .map(|_| "layoffs".to_string())
        .collect();
    item.group_max = own.random_bool(0.1).then_some(3);
    item.think = own.random_bool(0.1).then_some(60);
    item.barred = own.random_bool(0.1).then_some("Q010");
    item.repeat = *[
        Repeat::Usual,
        Repeat::Usual,
        Repeat::Usual,
        Repeat::Evergreen,
        Repeat::Once,
    ]
    .choose(&mut own)
    .unwrap();
    item
}

fn some<'a>(words: &[&'a str], chance: f64, rng: &mut impl Rng) -> Vec<String> {
    let chosen = words.iter().filter(|_| rng.random_bool(chance));
    chosen.map(|it: &&'a str| it.to_string()).collect()
}

/// A team's decisions, a step and a past, all by chance.
fn evening(bank: &Bank, rng: &mut ChaCha12Rng) -> (Deal, Limits, Past) {
    let mut deal = step(rng.random_range(6..9));
    deal.flags = some(&["food"], 0.2, rng);
    deal.themes = if rng.random_bool(0.1) {
        some(&THEMES, 0.5, rng)
    } else {
        Vec::new()
    };
    deal.think = *[0, 30, 90].choose(rng).unwrap();
    deal.ceiling = Level::from_number(rng.random_range(1..12));
    let limits = Limits {
        ceiling: Level::from_number(rng.random_range(1..6)).unwrap(),
        exclude: some(&["food", "work-useful", "now", "team", "hopes"], 0.15, rng),
        contexts: some(&["layoffs"], 0.3, rng),
        together: *[None, Some(2), Some(4)].choose(rng).unwrap(),
        newcomer: rng.random_bool(0.3),
    };
    let share = rng.random_range(0.0..1.0);
    let dealt = |times| Dealt {
        times,
        lately: times > 2,
    };
    let past = bank.items.iter().filter_map(|it| {
        let times = rng.random_range(1..4);
        rng.random_bool(share)
            .then(|| (it.id.clone(), dealt(times)))
    });
    (deal, limits, past.collect())
}

/// What may be dealt, with how often it was.
fn pool<'b>(bank: &'b Bank, deal: &Deal, limits: &Limits, past: &Past) -> Vec<(&'b Item, Dealt)> {
    let may = bank
        .items
        .iter()
        .filter(|it| refusal(it, deal, limits, past).is_none());
    may.map(|it| {
        let dealt = if it.repeat == Repeat::Evergreen {
            Dealt::default()
        } else {
            past.of(&it.id)
        };
        (it, dealt)
    })
    .collect()
}

fn judge(bank: &Bank, deal: &Deal, limits: &Limits, past: &Past, hand: &[Card]) {
    let pool = pool(bank, deal, limits, past);
    let find = |card: &Card| pool.iter().find(|(it, _)| it.id == card.id).copied();
    let dealt: Vec<(&Item, Dealt)> = hand
        .iter()
        .map(|it| find(it).unwrap_or_else(|| panic!("{} may not be dealt", it.id)))
        .collect();
    for (item, _) in &dealt {
        assert!(item.level < Level::Deep && item.level <= limits.ceiling);
        assert!(
            !item.flags.iter().any(|it| !deal.flags.contains(it)),
            "{item:?}"
        );
        assert!(
            !item
                .flags
                .iter()
                .chain(&item.themes)
                .chain(&item.tags)
                .any(|it| limits.exclude.contains(it))
        );
        assert!(
            !item
                .avoid_with
                .iter()
                .any(|it| limits.contexts.contains(it))
        );
        assert!(item.reviewed || item.level == Level::Light);
        assert!(item.barred.is_none());
        assert!(
            limits
                .together
                .is_none_or(|it| it <= item.group_max.unwrap_or(it))
        );
        assert!(deal.think == 0 || item.think.is_none_or(|it| it <= deal.think));
    }
    let ids: HashSet<&str> = hand.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), hand.len(), "twice in one hand");
    let count = |levels: &[Level]| {
        dealt
            .iter()
            .filter(|it| levels.contains(&it.0.level))
            .count()
    };
    let there = |levels: &[Level]| {
        pool.iter()
            .filter(|it| levels.contains(&it.0.level))
            .count()
    };
    let little = [Level::Light, Level::Open];
    assert!(count(&[Level::Light]) >= there(&[Level::Light]).min(1));
    assert!(count(&little) >= there(&little).min(2));
    if limits.newcomer {
        assert!(count(&little) >= there(&little).min(deal.hand.div_ceil(2)));
    }
    let tender = there(&[Level::Tender]);
    let all_but_tender = pool.len() - tender;
    assert_eq!(
        hand.len(),
        deal.hand.min(all_but_tender + tender.min(2)),
        "a short hand"
    );
    // Nothing that a card could stand for, and that the team had less often, was left out.
    for (item, had) in &dealt {
        let better = pool.iter().find(|(other, less)| {
            other.level == item.level && less < had && !ids.contains(other.id.as_str())
        });
        assert!(better.is_none(), "{} before {better:?}", item.id);
    }
    let themes: HashSet<&String> = dealt.iter().flat_map(|it| &it.0.themes).collect();
    if themes.len() < 4.min(hand.len()) {
        for (at, (item, had)) in dealt.iter().enumerate() {
            let others = dealt.iter().enumerate().filter(|it| it.0 != at);
            let others: HashSet<&String> = others.flat_map(|it| &it.1.0.themes).collect();
            let more = pool.iter().find(|(other, as_often)| {
                let with = others
                    .iter()
                    .copied()
                    .chain(&other.themes)
                    .collect::<HashSet<_>>();
                other.level == item.level
                    && as_often == had
                    && !ids.contains(other.id.as_str())
                    && with.len() > themes.len()
            });
            assert!(
                more.is_none(),
                "{more:?} would give a theme more than {item:?}"
            );
        }
    }
}

#[test]
fn no_hand_breaks_a_rule() {
    let hands = hands();
    let mut rng = ChaCha12Rng::seed_from_u64(7);
    let mut core = core();
    let template = core.items[0].clone();
    for at in 0..hands {
        if at % 50 == 0 && at > hands / 2 {
            let n = rng.random_range(0..80);
            core.items = (0..n).map(|it| question(&template, it, &mut rng)).collect();
        }
        let (deal, limits, past) = evening(&core, &mut rng);
        let hand = deal::deal(&core, &deal, &limits, &past, &[], &mut rng);
        judge(&core, &deal, &limits, &past, &hand);
        let second = deal::deal(&core, &deal, &limits, &past, &hand, &mut rng);
        for level in 1..=4 {
            let deeper = |hand: &[Card]| hand.iter().filter(|it| it.level >= level).count();
            assert!(deeper(&second) <= deeper(&hand), "{second:?} for {hand:?}");
        }
        let again = second.iter().filter(|it| hand.contains(it)).count();
        assert!(again <= 2, "{again} of the first hand come again");
    }
}

#[test]
fn nothing_comes_again_until_the_pool_is_used_up() {
    let core = core();
    for level in [Level::Light, Level::Open, Level::Tender] {
        let deal = step(7);
        let limits = Limits::up_to(level);
        let mut past = Past::default();
        let mut rng = ChaCha12Rng::seed_from_u64(level.number().into());
        for _ in 0..60 {
            let hand = deal::deal(&core, &deal, &limits, &past, &[], &mut rng);
            judge(&core, &deal, &limits, &past, &hand);
            for card in &hand {
                past.add(&card.id);
            }
        }
        let may = pool(&core, &deal, &limits, &past);
        for wanted in Level::ALL {
            let times: Vec<u32> = may
                .iter()
                .filter(|it| it.0.level == wanted)
                .map(|it| it.1.times)
                .collect();
            let (Some(least), Some(most)) = (times.iter().min(), times.iter().max()) else {
                continue;
            };
            assert!(most - least <= 1, "{wanted:?}: {times:?}");
        }
    }
}
