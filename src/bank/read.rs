//! From TOML to a clean bank, every fault at once.

mod shape;

use std::path::Path;

use super::{Axes, Bank, Item, Repeat};
use crate::fault::{Faults, Read};
use crate::fields::{self, Table, Value};
use crate::ritual::Level;

pub use shape::{BANK, FORMAT};

/// Reads the bank `id` from the bytes of its file; `path` is only named in faults.
pub fn read(id: &str, path: &Path, source: &[u8]) -> Read<Bank> {
    let (mut table, mut faults) = fields::read(source, path, "bank", BANK);
    table.plain();
    if !fields::is_slug(id) {
        let help = "name the file by lower-case letters, digits and hyphens, at most 40";
        faults.add("S001", 0..0, format!("`{id}` is no id for a bank"), help);
    }
    let bank = bank(id, &table, &mut faults);
    faults.beside(bank)
}

fn bank(id: &str, table: &Table, faults: &mut Faults) -> Option<Bank> {
    let head = table.table("bank")?;
    if head.text("id").is_some_and(|it| it != id) {
        let help = format!("write `id = \"{id}\"`, rename the file, or take the line out");
        faults.add(
            "S007",
            head.span("id"),
            "a bank's id is the name of its file",
            help,
        );
    }
    let none = Table::default();
    let defaults = head.table("defaults").unwrap_or(&none);
    let kind = head.text("kind").or(defaults.text("kind"));
    let kind = match kind {
        None if table.get("word").is_some() => "word",
        None => "question",
        Some("feelings") => "word",
        Some(kind) => kind,
    };
    let mut items = Vec::new();
    for written in table.tables("item") {
        items.extend(item(written, defaults, kind, faults).map(|it| (it, written)));
    }
    for written in table.tables("word") {
        items.extend(word(written, faults).map(|it| (it, written)));
    }
    check_twice(&items, faults);
    check_near(&items, faults);
    Some(Bank {
        id: id.to_string(),
        title: head.string("title")?,
        lang: head.string("lang").unwrap_or("en".to_string()),
        licence: head.string("licence").unwrap_or_default(),
        origin: head.string("origin").unwrap_or_default(),
        kind: kind.to_string(),
        items: items.into_iter().map(|(item, _)| item).collect(),
    })
}

/// A key of the item, or else the default of its bank.
fn inherited<'a>(key: &str, written: &'a Table, defaults: &'a Table) -> &'a Table {
    match written.get(key) {
        Some(_) => written,
        None => defaults,
    }
}

fn item(written: &Table, defaults: &Table, kind: &str, faults: &mut Faults) -> Option<Item> {
    let from = |key| inherited(key, written, defaults);
    let asks = matches!(kind, "question" | "stem" | "pair");
    let level = from("level").number("level");
    if asks && level.is_none() {
        let help = "add `level = 1` (light) to 5 (deep)";
        faults.add(
            "Q015",
            written.span.clone(),
            format!("this {kind} has no level"),
            help,
        );
    }
    let level = level.and_then(Level::from_number).unwrap_or(Level::Light);
    let themes = from("themes").strings("themes");
    if kind == "question" && themes.is_empty() {
        let help = "add `themes = [\"…\"]` here or in `[bank.defaults]`";
        faults.add(
            "Q015",
            written.span.clone(),
            "this question has no theme",
            help,
        );
    }
    let none = Table::default();
    let needs = written.table("needs").unwrap_or(&none);
    let allow = written.table("allow").map(Table::pairs);
    let may_deal = from("deal").flag("deal");
    if level == Level::Deep && may_deal == Some(true) {
        let help = "write `deal = false`: a deep question is chosen by its teller, days before";
        faults.add(
            "Q018",
            written.span("level"),
            "a deep question would be dealt",
            help,
        );
    }
    if let Some(score) = written.text("score") {
        check_score(score, level, written, faults);
    }
    if kind == "trivia" {
        let options = written.strings("options");
        if !written
            .string("answer")
            .is_some_and(|it| options.contains(&it))
        {
            let help = "add `options = […]` and `answer` with the words of one of them";
            faults.add(
                "B101",
                written.span("answer"),
                "the answer is none of the options",
                help,
            );
        }
    }
    Some(Item {
        id: written.string("id")?,
        text: written.string("text")?,
        level,
        score: written.string("score"),
        themes,
        lighter: written.string("lighter"),
        follow: written.strings("follow"),
        flags: from("flags").strings("flags"),
        tags: from("tags").strings("tags"),
        tense: written.string("tense"),
        avoid_with: written.strings("avoid_with"),
        deal: may_deal.unwrap_or(level != Level::Deep),
        reviewed: from("reviewed").flag("reviewed").unwrap_or(true),
        uses: from("uses").strings("uses"),
        repeat: from("repeat").word("repeat").unwrap_or_default(),
        group_max: needs.count("group_max"),
        think: needs.number("think"),
        allow: allow
            .into_iter()
            .flatten()
            .map(|it| it.0.to_string())
            .collect(),
        part: 0,
        barred: None,
        axes: None,
        means: None,
        near: Vec::new(),
        options: match (written.string("a"), written.string("b")) {
            (Some(a), Some(b)) => vec![a, b],
            _ => written.strings("options"),
        },
        answer: written.string("answer"),
        source: written.string("source"),
    })
}

/// The level that a score of five digits makes: by their sum.
pub fn level_of(score: &str) -> Option<Level> {
    let digits = score.chars().map(|it| it.to_digit(3));
    let digits: Vec<u32> = digits.collect::<Option<_>>()?;
    let by_sum = match digits.iter().sum() {
        0..=1 => Level::Light,
        2..=3 => Level::Open,
        4..=5 => Level::Personal,
        6..=7 => Level::Tender,
        _ => Level::Deep,
    };
    // What could harm if it were repeated is for few ears, however easy it is to answer.
    let least = if digits.first() == Some(&2) {
        Level::Tender
    } else {
        Level::Light
    };
    (digits.len() == 5).then(|| by_sum.max(least))
}

/// Holds the level against the score.
fn check_score(score: &str, level: Level, written: &Table, faults: &mut Faults) {
    let digits: Vec<i64> = score
        .bytes()
        .map(|it| i64::from(it) - i64::from(b'0'))
        .collect();
    if digits.len() != 5 || !digits.iter().all(|it| (0..=2).contains(it)) {
        let help =
            "write five digits from 0 to 2: exposure, emotion, self-evaluation, domain, effort";
        faults.add(
            "S007",
            written.span("score"),
            "`score` is not five digits",
            help,
        );
        return;
    }
    let wanted = level_of(score).unwrap_or(level);
    if level != wanted {
        let (is, word) = (level.word(), wanted.word());
        let help = format!("write `level = {}`, or score it again", wanted.number());
        faults.add(
            "Q016",
            written.span("score"),
            format!("the score makes it {word}, the level says {is}"),
            help,
        );
    }
}

fn word(written: &Table, faults: &mut Faults) -> Option<Item> {
    let text = written.text("text")?;
    if written.get("means").is_none() {
        let help = "add `means = \"…\"` for somebody who does not know the word";
        faults.add(
            "F001",
            written.span.clone(),
            "this word has no definition",
            help,
        );
    }
    let (x, y) = (written.number("x")?, written.number("y")?);
    if x == 0 || y == 0 {
        let key = if x == 0 { "x" } else { "y" };
        let help = "choose a side: -5 to -1 or 1 to 5";
        faults.add(
            "F001",
            written.span(key),
            "this word lies between two quarters",
            help,
        );
    }
    let id = written.string("id").unwrap_or_else(|| slug(text));
    if !fields::is_slug(&id) {
        let help = "add `id = \"…\"` in lower-case letters, digits and hyphens";
        faults.add(
            "Q001",
            written.span("text"),
            "no id can be made of this word",
            help,
        );
    }
    Some(Item {
        id,
        text: text.to_string(),
        level: Level::Light,
        score: None,
        themes: Vec::new(),
        lighter: None,
        follow: Vec::new(),
        flags: written.strings("flags"),
        tags: written.strings("tags"),
        tense: None,
        avoid_with: Vec::new(),
        deal: true,
        reviewed: true,
        uses: Vec::new(),
        repeat: Repeat::Evergreen,
        group_max: None,
        think: None,
        allow: Vec::new(),
        part: 0,
        barred: None,
        axes: Some(Axes { x, y }),
        means: written.string("means"),
        near: written.strings("near"),
        options: Vec::new(),
        answer: None,
        source: None,
    })
}

fn check_twice(items: &[(Item, &Table)], faults: &mut Faults) {
    let mut ids = std::collections::HashSet::new();
    let mut texts = std::collections::HashSet::new();
    for (item, written) in items {
        if !ids.insert(item.id.as_str()) {
            let help = "give each item its own id, and never use one again";
            let key = if written.get("id").is_some() {
                "id"
            } else {
                "text"
            };
            faults.add(
                "Q001",
                written.span(key),
                format!("`{}` is there twice", item.id),
                help,
            );
        } else if !texts.insert(normal(&item.text)) {
            let rule = if item.axes.is_some() { "F001" } else { "Q002" };
            let help = "take one of the two out";
            faults.add(
                rule,
                written.span("text"),
                "this text is in the bank already",
                help,
            );
        }
    }
}

fn check_near(items: &[(Item, &Table)], faults: &mut Faults) {
    let known: std::collections::HashSet<&str> = items
        .iter()
        .flat_map(|(it, _)| [it.id.as_str(), it.text.as_str()])
        .collect();
    for (_, written) in items {
        for spot in written.list("near") {
            if let Value::Text(near) = &spot.value
                && !known.contains(near.as_str())
            {
                let help = "name a word of this bank by its id or text";
                faults.add(
                    "F002",
                    spot.span.clone(),
                    format!("`{near}` is not in this bank"),
                    help,
                );
            }
        }
    }
}

/// A text without case, punctuation and spacing, to find it again.
pub(super) fn normal(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(|it| !matches!(it, '\'' | '’'))
        .collect();
    let words = bare
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The id that a word's text makes.
fn slug(text: &str) -> String {
    normal(text).replace(' ', "-")
}

#[cfg(test)]
pub(crate) mod tests;
