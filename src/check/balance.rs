//! How the items of one bank are spread: levels, themes, openings, and what they are good for.
//! Small banks are as their team wants them; the rules begin where a
//! bank is large enough to be dealt from for a year.

use std::collections::BTreeMap;

use crate::bank::{Bank, Item, wording};
use crate::ritual::Level;

/// Items from which on shares say something.
const SEVERAL: usize = 25;
/// Items of several levels from which on a bank is held to the whole scale.
const LARGE: usize = 100;
/// Levels of a large bank, in per cent, from light to deep.
const SHARES: [usize; 5] = [30, 30, 23, 12, 5];
/// Points that a share may be off.
const OFF: usize = 5;
/// Items that a theme of a large bank has at least.
const THEME: usize = 20;

/// A rule that a bank breaks: which, whether badly, what, and how to mend it.
pub(super) type Lopsided = (&'static str, bool, String, String);

/// Every rule about its items together that a bank breaks.
pub(super) fn judge(bank: &Bank) -> Vec<Lopsided> {
    let mut found = Vec::new();
    let items = &bank.items;
    if !wording::asks(&bank.kind) || items.len() < SEVERAL {
        return found;
    }
    same_beginnings(items, &mut found);
    if wording::language(&bank.lang) == "en" {
        words(items, &mut found);
    }
    let is_graded = items.iter().any(|it| it.level >= Level::Personal);
    if bank.kind == "question" && items.len() >= LARGE && is_graded {
        spread(items, &mut found);
    }
    found
}

fn same_beginnings(items: &[Item], found: &mut Vec<Lopsided>) {
    let n = items.len();
    for (opening, times) in openings(items).into_iter().filter(|it| it.1 * 100 > 12 * n) {
        let message = format!("{times} of {n} begin with “{opening}”");
        found.push((
            "Q004",
            false,
            message,
            "begin some of them in another way".to_string(),
        ));
    }
}

fn words(items: &[Item], found: &mut Vec<Lopsided>) {
    let n = items.len();
    let share = |is: &dyn Fn(&[String]) -> bool| {
        let texts = items.iter().map(|it| wording::words(&it.text));
        texts.filter(|it| is(it)).count()
    };
    let mut beyond =
        |rule, grave, most: usize, is: &dyn Fn(&[String]) -> bool, what: &str, help: &str| {
            let times = share(is);
            if times * 100 > most * n {
                let message = format!("{times} of {n} {what}; {most} per cent is enough");
                found.push((rule, grave, message, help.to_string()));
            }
        };
    let tail = |words: &[String]| {
        words
            .windows(2)
            .any(|it| it[0] == "and" && matches!(it[1].as_str(), "why" | "what" | "how"))
    };
    beyond(
        "Q006",
        false,
        20,
        &tail,
        "have a second question behind “and”",
        "ask one thing",
    );
    let ranks = |words: &[String]| wording::is_ranking(words).is_some();
    beyond(
        "Q008",
        true,
        8,
        &ranks,
        "ask for a ranking",
        "ask for one of several",
    );
    let help = "ask about what was, or is";
    beyond(
        "Q009",
        false,
        20,
        &wording::is_hypothetical,
        "are about what is not",
        help,
    );
}

fn spread(items: &[Item], found: &mut Vec<Lopsided>) {
    let n = items.len();
    let mut warn = |rule, message: String, help: String| found.push((rule, false, message, help));
    for (level, wanted) in Level::ALL.into_iter().zip(SHARES) {
        let there = items.iter().filter(|it| it.level == level).count();
        if (there * 100).abs_diff(wanted * n) > OFF * n {
            let message = format!(
                "{there} of {n} are {}; about {wanted} per cent is good",
                level.word()
            );
            warn(
                "Q019",
                message,
                "write some of the levels that lack them".to_string(),
            );
        }
    }
    let themes = themes(items);
    for (theme, levels) in &themes {
        let all: usize = levels.iter().sum();
        if all < THEME {
            let message = format!("the theme `{theme}` has {all} items");
            warn(
                "Q020",
                message,
                format!("give it {THEME}, or put them under another theme"),
            );
        }
        for (level, _) in Level::ALL.into_iter().zip(levels).filter(|it| *it.1 == 0) {
            let message = format!("the theme `{theme}` has nothing {}", level.word());
            warn(
                "Q019",
                message,
                "write one, so that a hand can stay with the theme".to_string(),
            );
        }
    }
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in items.iter().flat_map(|it| &it.tags) {
        *tags.entry(tag).or_insert(0) += 1;
    }
    for (tag, _) in tags.iter().filter(|it| *it.1 == 1) {
        let message = format!("the tag `{tag}` is used once");
        warn(
            "Q020",
            message,
            "use it for others too, or take it out".to_string(),
        );
    }
    let useful = useful(items);
    if useful * 100 < 35 * n {
        let message = format!("{useful} of {n} have the tag `work-useful`; 35 per cent is good");
        warn(
            "Q027",
            message,
            "write more that helps people work together".to_string(),
        );
    }
    let now = now(items);
    if now * 100 < 50 * n {
        let message =
            format!("{now} of {n} can be answered about today or this month; half is good");
        warn(
            "Q027",
            message,
            "write more with `tense = \"now\"`, `\"near\"` or `\"any\"`".to_string(),
        );
    }
}

/// The first two words of all items, the most frequent first.
pub(super) fn openings(items: &[Item]) -> Vec<(String, usize)> {
    let mut openings: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let words = wording::words(&item.text);
        if let [one, two, ..] = words.as_slice() {
            *openings.entry(format!("{one} {two}")).or_insert(0) += 1;
        }
    }
    let mut openings: Vec<_> = openings.into_iter().collect();
    openings.sort_by_key(|it| std::cmp::Reverse(it.1));
    openings
}

/// The first theme of each item, with how many there are of each level.
pub(super) fn themes(items: &[Item]) -> BTreeMap<&str, [usize; 5]> {
    let mut themes: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for item in items {
        if let Some(theme) = item.themes.first() {
            themes.entry(theme).or_default()[usize::from(item.level.number()) - 1] += 1;
        }
    }
    themes
}

/// How many help people to work together.
pub(super) fn useful(items: &[Item]) -> usize {
    let useful = |it: &&Item| it.tags.iter().any(|it| it == "work-useful");
    items.iter().filter(useful).count()
}

/// How many can be answered about today or this month.
pub(super) fn now(items: &[Item]) -> usize {
    let now = |it: &&Item| it.tense.as_deref() != Some("past");
    items.iter().filter(now).count()
}
