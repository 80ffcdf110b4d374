//! What a hand is, a swap, a grid, and why an item is not dealt. Random ones are in `tests/it/hands.rs`.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;

use super::*;
use crate::bank::read::read;
use crate::bank::read::tests::HELP;
use crate::disk::Disk;
use crate::library::Library;
use crate::library::tests::Shelf;

fn step(show: Layout, hand: usize) -> Deal {
    Deal {
        swap: 1,
        ..Deal::of("core", show, hand)
    }
}

fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

fn core() -> Bank {
    let shelf = Shelf::default();
    Library::new(&shelf as &dyn Disk, None, &[])
        .bank("core")
        .unwrap()
}

#[test]
fn a_second_hand_goes_no_deeper_and_has_nothing_of_the_first() {
    let core = core();
    for seed in 0..300 {
        let mut rng = rng(seed);
        let deal = step(Layout::Hand, 7);
        let limits = Limits::up_to(Level::Tender);
        let first = super::deal(&core, &deal, &limits, &Past::default(), &[], &mut rng);
        let second = super::deal(&core, &deal, &limits, &Past::default(), &first, &mut rng);
        assert!(second.iter().all(|it| !first.contains(it)));
        let levels = |hand: &[Card]| hand.iter().map(|it| it.level).collect::<Vec<_>>();
        let (before, after) = (levels(&first), levels(&second));
        assert!(
            before.iter().zip(&after).all(|(a, b)| b <= a),
            "{before:?} {after:?}"
        );
        assert!(after.iter().filter(|it| **it <= 2).count() >= 2);
    }
}

#[test]
fn what_was_swapped_comes_again_only_where_nothing_else_asks_little() {
    let mut core = core();
    let light: Vec<String> = core
        .items
        .iter()
        .filter(|it| it.level == Level::Light)
        .map(|it| it.id.clone())
        .collect();
    core.items
        .retain(|it| it.level > Level::Open || it.id == light[0] || it.id == light[1]);
    let deal = step(Layout::Hand, 6);
    let limits = Limits::up_to(Level::Tender);
    let first = super::deal(&core, &deal, &limits, &Past::default(), &[], &mut rng(1));
    let second = super::deal(&core, &deal, &limits, &Past::default(), &first, &mut rng(2));
    let again: Vec<&Card> = second.iter().filter(|it| first.contains(it)).collect();
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|it| it.level == 1));
}

#[test]
fn a_hand_of_several_banks_has_as_much_of_each_as_can_be() {
    let shelf = Shelf::default();
    let library = Library::new(&shelf as &dyn Disk, None, &[]);
    let coffee = ["coffee-light", "coffee-working", "coffee-own"];
    let of = |id: &str, banks: &[&str]| {
        let beside = banks.iter().map(|it| it.to_string()).collect();
        let deal = Deal {
            beside,
            swap: 1,
            ..Deal::of(id, Layout::Hand, 3)
        };
        (library.bank_for("coffee-round", &deal).unwrap(), deal)
    };
    let (bank, deal) = of(coffee[0], &coffee[1..]);
    assert_eq!(bank.items.len(), 180);
    let limits = Limits::up_to(Level::Open);
    let from = |hand: &[Card]| -> Vec<usize> {
        let begins = ["coffee-light-", "coffee-work-", "coffee-own-"];
        let whose = |it: &Card| begins.iter().position(|id| it.id.starts_with(id));
        hand.iter().map(|it| whose(it).unwrap()).collect()
    };
    let mut past = Past::default();
    for seed in 0..60 {
        let mut rng = rng(seed);
        let first = super::deal(&bank, &deal, &limits, &past, &[], &mut rng);
        let second = super::deal(&bank, &deal, &limits, &past, &first, &mut rng);
        assert_eq!(
            (from(&first), from(&second)),
            (vec![0, 1, 2], vec![0, 1, 2])
        );
        for card in &first {
            past.add(&card.id);
        }
    }
    // All sixty cards of each were there once.
    let dealt = bank.items.iter().filter(|it| past.of(&it.id).times == 1);
    assert_eq!(dealt.count(), 180);
    // Five cards of two banks are three and two; one bank that is hidden takes nothing away.
    let (bank, mut deal) = of(coffee[1], &coffee[2..]);
    deal.hand = 5;
    let hand = super::deal(&bank, &deal, &limits, &Past::default(), &[], &mut rng(1));
    let n_own = from(&hand).iter().filter(|it| **it == 2).count();
    assert!((2..=3).contains(&n_own) && hand.len() == 5, "{hand:?}");
    let (bank, deal) = of(coffee[0], &["gone"]);
    let hand = super::deal(&bank, &deal, &limits, &Past::default(), &[], &mut rng(1));
    assert_eq!(from(&hand), [0, 0, 0]);
}

#[test]
fn a_deal_may_ask_for_tags() {
    let core = core();
    let tag = core.items.iter().find_map(|it| it.tags.first().cloned());
    let tag = tag.unwrap();
    let deal = Deal {
        tags: vec![tag.to_uppercase(), "nothing".to_string()],
        ..step(Layout::Hand, 4)
    };
    let limits = Limits::up_to(Level::Tender);
    for item in &core.items {
        let refused = refusal(item, &deal, &limits, &Past::default());
        let other = refused == Some(Refusal::OtherTag);
        assert!(!other || !item.tags.contains(&tag), "{item:?}");
        assert!(refused.is_some() || item.tags.contains(&tag), "{item:?}");
    }
}

#[test]
fn one_card_gives_way_to_its_lighter_twin() {
    let core = core();
    let deal = step(Layout::Card, 1);
    let limits = Limits::up_to(Level::Tender);
    for item in core
        .items
        .iter()
        .filter(|it| (3..5).contains(&it.level.number()))
    {
        let twin = item.lighter.as_deref().unwrap();
        let mut laid = vec![card(item)];
        let next = super::deal(&core, &deal, &limits, &Past::default(), &laid, &mut rng(1));
        assert_eq!(next[0].id, twin);
        // Then one of its level, and so on until there is nothing lighter.
        laid.push(next[0].clone());
        let next = super::deal(&core, &deal, &limits, &Past::default(), &laid, &mut rng(1));
        assert!(next[0].level <= laid[1].level && !laid.contains(&next[0]));
    }
}

#[test]
fn a_single_card_comes_again_when_all_the_others_were_there() {
    let core = core();
    let deal = step(Layout::Card, 1);
    let limits = Limits::up_to(Level::Light);
    let mut past = Past::default();
    let mut rng = rng(3);
    let may = |it: &&Item| refusal(it, &deal, &limits, &Past::default()).is_none();
    let n = core.items.iter().filter(may).count();
    let mut seen = HashSet::new();
    for at in 0..n * 2 {
        let hand = super::deal(&core, &deal, &limits, &past, &[], &mut rng);
        assert_eq!(seen.insert(hand[0].id.clone()), at < n);
        past.add(&hand[0].id);
    }
}

#[test]
fn groups_have_hands_of_their_own_while_there_are_questions() {
    let core = core();
    let deal = step(Layout::Hand, 6);
    let limits = vec![Limits::up_to(Level::Personal); 4];
    let (dealt, shared) = hands(&core, &deal, &limits, &Past::default(), &mut rng(1));
    assert_eq!((dealt.len(), shared), (4, false));
    let ids: HashSet<&String> = dealt.iter().flatten().map(|it| &it.id).collect();
    assert_eq!(ids.len(), 24);
    let mut core = core;
    core.items.retain(|it| it.level == Level::Light);
    core.items.truncate(20);
    let limits = vec![Limits::up_to(Level::Light); 4];
    let (dealt, shared) = hands(&core, &deal, &limits, &Past::default(), &mut rng(1));
    assert!(shared);
    assert!(dealt.iter().all(|it| it.len() == 6));
}

#[test]
fn a_grid_has_its_words_in_every_quarter_from_mild_to_strong() {
    let shelf = Shelf::default();
    let bank = Library::new(&shelf as &dyn Disk, None, &[])
        .bank("feelings")
        .unwrap();
    let deal = step(Layout::Grid, 4);
    for seed in 0..200 {
        let limits = Limits::up_to(Level::Light);
        let first = super::deal(&bank, &deal, &limits, &Past::default(), &[], &mut rng(seed));
        assert_eq!(first.len(), 16);
        for quarter in Quarter::ALL {
            let of = |it: &&Card| it.quarter == Some(quarter);
            let words: Vec<&Card> = first.iter().filter(of).collect();
            let strengths: Vec<i64> = words
                .iter()
                .map(|word| strength(bank.items.iter().find(|it| it.id == word.id).unwrap()))
                .collect();
            assert_eq!(strengths.len(), 4);
            assert!(
                strengths.is_sorted() && strengths[0] < strengths[3],
                "{strengths:?}"
            );
        }
        let second = super::deal(
            &bank,
            &deal,
            &limits,
            &Past::default(),
            &first,
            &mut rng(seed),
        );
        assert!(second.iter().all(|it| !first.contains(it)));
    }
}

#[test]
fn the_reason_is_the_first_that_a_person_could_change() {
    let bank = read("help", Path::new("a"), HELP.as_bytes()).value.unwrap();
    let deal = step(Layout::Hand, 6);
    let item = &bank.items[1];
    let because = |change: &dyn Fn(&mut Item, &mut Deal, &mut Limits)| {
        let (mut item, mut deal, mut limits) =
            (item.clone(), deal.clone(), Limits::up_to(Level::Tender));
        change(&mut item, &mut deal, &mut limits);
        refusal(&item, &deal, &limits, &Past::default())
    };
    assert_eq!(because(&|_, _, _| ()), None);
    assert_eq!(
        because(&|it, _, _| it.level = Level::Deep),
        Some(Refusal::Deep)
    );
    assert_eq!(
        because(&|it, _, _| it.deal = false),
        Some(Refusal::NotForDealing)
    );
    assert_eq!(
        because(&|it, _, _| it.reviewed = false),
        Some(Refusal::Unreviewed)
    );
    assert_eq!(
        because(&|_, deal, _| deal.ceiling = Some(Level::Open)),
        Some(Refusal::Deeper(Level::Open))
    );
    assert_eq!(
        because(&|_, _, limits| limits.ceiling = Level::Light),
        Some(Refusal::Deeper(Level::Light))
    );
    assert_eq!(
        because(&|it, _, _| it.flags = vec!["loss".into()]),
        Some(Refusal::Flagged("loss".into()))
    );
    let asked = |it: &mut Item, deal: &mut Deal, _: &mut Limits| {
        it.flags = vec!["loss".into()];
        deal.flags = vec!["loss".into()];
    };
    assert_eq!(because(&asked), None);
    let excluded = |it: &mut Item, deal: &mut Deal, limits: &mut Limits| {
        asked(it, deal, limits);
        limits.exclude = vec!["loss".into()];
    };
    assert_eq!(because(&excluded), Some(Refusal::Excluded("loss".into())));
    let context = |it: &mut Item, _: &mut Deal, limits: &mut Limits| {
        it.avoid_with = vec!["layoffs".into()];
        limits.contexts = vec!["layoffs".into()];
    };
    assert_eq!(because(&context), Some(Refusal::Context("layoffs".into())));
    assert_eq!(
        because(&|_, deal, _| deal.levels = vec![Level::Light]),
        Some(Refusal::OtherLevel)
    );
    assert_eq!(
        because(&|_, deal, _| deal.themes = vec!["now".into()]),
        Some(Refusal::OtherTheme)
    );
    let mut once = item.clone();
    once.repeat = Repeat::Once;
    let mut past = Past::default();
    past.add(&once.id);
    let limits = Limits::up_to(Level::Tender);
    assert_eq!(refusal(&once, &deal, &limits, &past), Some(Refusal::Once));
    assert_eq!(refusal(&once, &deal, &limits, &Past::default()), None);
}

#[test]
fn what_an_item_needs_is_given_or_it_is_not_dealt() {
    let bank = read("help", Path::new("help.toml"), HELP.as_bytes()).value;
    let mut item = bank.unwrap().items.remove(0);
    let (mut deal, mut limits) = (step(Layout::Hand, 1), Limits::up_to(Level::Tender));
    let why =
        |item: &Item, deal: &Deal, limits: &Limits| refusal(item, deal, limits, &Past::default());
    item.group_max = Some(4);
    assert_eq!(
        why(&item, &deal, &limits),
        None,
        "nobody knows how many sit together"
    );
    limits.together = Some(4);
    assert_eq!(why(&item, &deal, &limits), None);
    limits.together = Some(5);
    assert_eq!(why(&item, &deal, &limits), Some(Refusal::Crowd(4)));
    limits.together = None;
    item.think = Some(60);
    assert_eq!(
        why(&item, &deal, &limits),
        None,
        "the step leaves it to others"
    );
    deal.think = 45;
    assert_eq!(why(&item, &deal, &limits), Some(Refusal::Hurried(60)));
    deal.think = 60;
    assert_eq!(why(&item, &deal, &limits), None);
    item.barred = Some("Q010");
    let words = why(&item, &deal, &limits).unwrap().words();
    assert!(
        words.contains("Q010") && words.contains("firelight check"),
        "{words}"
    );
}

#[test]
fn a_word_that_is_excluded_is_so_in_any_case() {
    let bank = read("help", Path::new("help.toml"), HELP.as_bytes()).value;
    let mut item = bank.unwrap().items.remove(0);
    item.tags = vec!["Über".to_string()];
    let mut limits = Limits::up_to(Level::Tender);
    limits.exclude = vec!["über".to_string()];
    let why = refusal(&item, &step(Layout::Hand, 1), &limits, &Past::default());
    assert_eq!(why, Some(Refusal::Excluded("Über".to_string())));
}
