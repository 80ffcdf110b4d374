//! What the shipped banks hold: enough of each kind, scored, levelled and spread as their authors
//! promised, and free of faults.

use std::collections::{BTreeMap, BTreeSet};

use firelight::bank::{Bank, Item};
use firelight::check::{self, portrait::Portrait};
use firelight::disk::RealDisk;
use firelight::fault::{Severity, row};
use firelight::library::Library;
use firelight::ritual::{Level, Step, What};

fn banks() -> Vec<Bank> {
    let (banks, broken) = Library::new(&RealDisk, None, &[]).banks();
    assert!(broken.is_empty(), "{broken:?}");
    banks
}

fn bank(id: &str) -> Bank {
    Library::new(&RealDisk, None, &[]).bank(id).unwrap()
}

#[test]
fn every_bank_has_what_it_is_for() {
    let lines = [
        "opening-lines",
        "rule-lines",
        "pass-lines",
        "time-lines",
        "silence-lines",
        "monologue-lines",
        "care-lines",
        "hybrid-lines",
        "late-and-leaving-lines",
        "swap-lines",
        "close-lines",
        "invite-lines",
    ];
    let count = |id: &str| bank(id).items.len();
    assert_eq!(lines.map(count).iter().sum::<usize>(), 200);
    for (id, least) in [
        ("core", 360),
        ("key-scenes", 30),
        ("feelings", 240),
        ("neutral", 40),
        ("metaphors", 60),
        ("headlines", 60),
        ("no-work", 120),
        ("rescue", 40),
        ("this-or-that", 100),
        ("coffee-light", 60),
        ("coffee-working", 60),
        ("coffee-own", 60),
        ("self-facts", 60),
        ("team-lore", 40),
        ("world", 120),
        ("nudges", 80),
        ("scenes", 40),
        ("first-last", 30),
        ("listening", 60),
        ("appreciation", 60),
        ("debrief", 60),
        ("commitments", 90),
        ("show-and-tell", 60),
        ("games", 40),
    ] {
        assert!(count(id) >= least, "{id} has {}", count(id));
    }
}

#[test]
fn nothing_is_wrong_and_hardly_anything_is_to_look_at() {
    let found = check::library(&Library::new(&RealDisk, None, &[]));
    let errors = found
        .iter()
        .filter(|(it, _)| it.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|(it, source)| row(it, source)).collect();
    assert_eq!(errors, []);
    let items: usize = banks().iter().map(|it| it.items.len()).sum();
    assert!(
        found.len() * 100 < items,
        "{} warnings for {items} items",
        found.len()
    );
}

#[test]
fn every_text_is_read_by_two_and_is_there_once() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for bank in banks() {
        let by_two = ["scored by two", "read by a second person", "reviewed twice"];
        assert!(
            by_two.iter().any(|it| bank.origin.contains(it)),
            "{}: {}",
            bank.id,
            bank.origin
        );
        assert_eq!(bank.licence, "CC-BY-4.0", "{}", bank.id);
        for item in &bank.items {
            let before = texts.insert(item.text.to_lowercase(), bank.id.clone());
            assert_eq!(before, None, "{}: {}", bank.id, item.text);
        }
    }
}

#[test]
fn the_core_has_every_theme_on_every_level_and_what_each_needs() {
    let core = bank("core");
    let portrait = Portrait::of(&core);
    assert_eq!(portrait.themes.len(), 12);
    for (theme, levels) in &portrait.themes {
        assert_eq!(levels.iter().sum::<usize>(), 30, "{theme}");
        assert!(levels.iter().all(|it| *it > 0), "{theme}: {levels:?}");
    }
    for (there, wanted) in portrait.levels.iter().zip([30, 30, 23, 12, 5]) {
        assert!(
            (there * 100).abs_diff(wanted * 360) <= 360,
            "{:?}",
            portrait.levels
        );
    }
    let by_id: BTreeMap<&str, &Item> = core.items.iter().map(|it| (it.id.as_str(), it)).collect();
    for item in &core.items {
        assert!(item.score.is_some(), "{} has no score", item.id);
        assert_eq!(item.deal, item.level < Level::Deep, "{}", item.id);
        if item.level < Level::Personal {
            continue;
        }
        assert!(
            item.follow.len() >= 2,
            "{} has {} follow-ups",
            item.id,
            item.follow.len()
        );
        let lighter = item.lighter.as_deref().unwrap();
        let twin = by_id
            .get(lighter)
            .unwrap_or_else(|| panic!("{}: no {lighter}", item.id));
        assert!(
            twin.level <= Level::Open,
            "{}: {lighter} is no lighter",
            item.id
        );
        assert_eq!(
            twin.themes.first(),
            item.themes.first(),
            "{}: {lighter}",
            item.id
        );
    }
}

#[test]
fn the_core_sounds_like_many_voices_and_is_of_use() {
    let it = Portrait::of(&bank("core"));
    let share = |part: usize| part * 100 / it.items;
    assert_eq!(it.closed, 0);
    assert!(share(it.ranking) <= 5 && share(it.hypothetical) <= 15);
    assert!(share(it.flagged) <= 10 && share(it.work_useful) >= 35 && share(it.now) >= 50);
    assert!(
        it.openings
            .iter()
            .all(|(_, times)| times * 100 <= 12 * it.items),
        "{:?}",
        it.openings
    );
    assert_eq!(it.alike, 0);
    // What is imagined need not stand at the beginning.
    let imagined = |it: &&Item| {
        let words: BTreeSet<&str> = it.text.split([' ', ',', '?']).collect();
        ["would", "could", "if"].iter().any(|it| words.contains(it))
    };
    let imagined = bank("core").items.iter().filter(imagined).count();
    assert!(imagined * 100 <= 15 * it.items, "{imagined}");
}

#[test]
fn feelings_fill_every_cell_of_the_two_axes() {
    let feelings = bank("feelings");
    let mut cells: BTreeMap<_, usize> = BTreeMap::new();
    for item in &feelings.items {
        let axes = item.axes.unwrap();
        let strength = match axes.x.abs() + axes.y.abs() {
            2..=4 => "mild",
            5..=7 => "middle",
            _ => "strong",
        };
        *cells.entry((axes.quarter(), strength)).or_default() += 1;
        let means = item.means.as_deref().unwrap();
        assert!(means.split(' ').count() <= 12, "{}: {means}", item.text);
        // Longer words leave a grid of 80 columns no second one in a row.
        assert!(item.text.len() <= 16, "{}", item.text);
        assert!(!item.near.is_empty(), "{}", item.text);
    }
    assert_eq!(cells.len(), 12);
    assert!(cells.values().all(|it| *it == 20), "{cells:?}");
}

/// A hand that goes up for a feeling, alone in its corner, says whose it is.
#[test]
fn nobody_is_asked_for_a_hand_among_feelings() {
    let (rituals, _) = Library::new(&RealDisk, None, &[]).rituals();
    let feelings: Vec<String> = banks()
        .into_iter()
        .filter(|it| it.items.iter().any(|it| it.axes.is_some()))
        .map(|it| it.id)
        .collect();
    let mut n_seen = 0;
    for ritual in rituals {
        let has = |it: &&Step| it.deal().is_some_and(|it| feelings.contains(&it.bank));
        if !ritual.steps.iter().any(|it| has(&it)) {
            continue;
        }
        n_seen += 1;
        for step in &ritual.steps {
            let is_asked = matches!(&step.what, What::Ask(it) if it.by == "hands");
            assert!(!is_asked, "{}", ritual.id);
        }
    }
    assert!(n_seen >= 2, "{n_seen}");
}

#[test]
fn three_coffee_cards_make_a_triple() {
    let cards = |id: &str| -> Vec<String> {
        let tag = |it: &Item| it.tags.iter().find(|it| it.starts_with("card-")).cloned();
        let mut cards: Vec<String> = bank(id).items.iter().filter_map(tag).collect();
        cards.sort();
        cards
    };
    let wanted: Vec<String> = (1..=60).map(|it| format!("card-{it:02}")).collect();
    for (id, most) in [
        ("coffee-light", Level::Light),
        ("coffee-working", Level::Open),
        ("coffee-own", Level::Open),
    ] {
        assert_eq!(cards(id), wanted, "{id}");
        assert!(bank(id).items.iter().all(|it| it.level <= most), "{id}");
    }
}

#[test]
fn what_a_facilitator_says_is_said_in_twenty_seconds() {
    for bank in banks().iter().filter(|it| it.kind == "line") {
        for item in &bank.items {
            assert!(item.text.split_whitespace().count() <= 45, "{}", item.text);
        }
    }
}

#[test]
fn a_portrait_of_all_banks_is_a_line_each_and_of_one_a_page() {
    let ground = crate::leak_rig::Ground::new();
    let said = |arguments: &[&str]| ground.within(arguments, []);
    let all = said(&["check", "--portrait"]);
    let lines: Vec<&str> = all.out.lines().collect();
    assert_eq!(lines.len(), banks().len() + 3, "{}", all.out);
    assert!(lines.iter().all(|it| it.len() <= 80), "{}", all.out);
    let core = lines.iter().find(|it| it.starts_with("core ")).unwrap();
    let words: Vec<&str> = core.split_whitespace().collect();
    assert_eq!(
        words[1..7],
        ["question", "360", "light", "to", "deep", "12"]
    );
    let page = said(&["check", "--portrait", "core"]).out;
    assert!(page.contains("Most frequent beginnings"), "{page}");
    let none = said(&["check", "--portrait", "cores"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("did you mean core?"), "{}", none.err);
}
