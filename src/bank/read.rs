//! From TOML to a clean bank, every fault at once.

mod shape;

use std::path::Path;

use super::{Axes, Bank, Item};
use crate::fault::{Faults, Read};
use crate::fields::{self, Table, Value};
use crate::ritual::Level;

pub use shape::{BANK, FORMAT};

/// Reads the bank `id` from the bytes of its file; `path` is only named in faults.
pub fn read(id: &str, path: &Path, source: &[u8]) -> Read<Bank> {
    let (table, mut faults) = fields::read(source, path, "bank", BANK);
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
    for entry in table.tables("item") {
        items.extend(item(entry, defaults, kind, faults).map(|it| (it, entry)));
    }
    for entry in table.tables("word") {
        items.extend(word(entry, faults).map(|it| (it, entry)));
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
fn inherited<'a>(key: &str, entry: &'a Table, defaults: &'a Table) -> &'a Table {
    match entry.get(key) {
        Some(_) => entry,
        None => defaults,
    }
}

fn item(entry: &Table, defaults: &Table, kind: &str, faults: &mut Faults) -> Option<Item> {
    let from = |key| inherited(key, entry, defaults);
    let asks = matches!(kind, "question" | "stem" | "pair");
    let level = from("level").number("level");
    if asks && level.is_none() {
        let help = "add `level = 1` (light) to 5 (deep)";
        faults.add(
            "Q015",
            entry.span.clone(),
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
            entry.span.clone(),
            "this question has no theme",
            help,
        );
    }
    let written = from("deal").flag("deal");
    if level == Level::Deep && written == Some(true) {
        let help = "write `deal = false`: a deep question is chosen by its teller, days before";
        faults.add(
            "Q018",
            entry.span("level"),
            "a deep question would be dealt",
            help,
        );
    }
    if let Some(score) = entry.text("score") {
        check_score(score, level, entry, faults);
    }
    if kind == "trivia" {
        let options = entry.strings("options");
        if !entry
            .string("answer")
            .is_some_and(|it| options.contains(&it))
        {
            let help = "add `options = […]` and `answer` with the words of one of them";
            faults.add(
                "B101",
                entry.span("answer"),
                "the answer is none of the options",
                help,
            );
        }
    }
    Some(Item {
        id: entry.string("id")?,
        text: entry.string("text")?,
        level,
        score: entry.string("score"),
        themes,
        lighter: entry.string("lighter"),
        follow: entry.strings("follow"),
        flags: from("flags").strings("flags"),
        tags: from("tags").strings("tags"),
        tense: entry.string("tense"),
        avoid_with: entry.strings("avoid_with"),
        deal: written.unwrap_or(level != Level::Deep),
        axes: None,
        means: None,
        near: Vec::new(),
    })
}

/// Holds the level against the score (`method.md` §2.2).
fn check_score(score: &str, level: Level, entry: &Table, faults: &mut Faults) {
    let digits: Vec<i64> = score
        .bytes()
        .map(|it| i64::from(it) - i64::from(b'0'))
        .collect();
    if digits.len() != 5 || !digits.iter().all(|it| (0..=2).contains(it)) {
        let help =
            "write five digits from 0 to 2: exposure, emotion, self-evaluation, domain, effort";
        faults.add(
            "S007",
            entry.span("score"),
            "`score` is not five digits",
            help,
        );
        return;
    }
    let by_sum = match digits.iter().sum::<i64>() {
        0..=1 => Level::Light,
        2..=3 => Level::Open,
        4..=5 => Level::Personal,
        6..=7 => Level::Tender,
        _ => Level::Deep,
    };
    let least = if digits[0] == 2 {
        Level::Tender
    } else {
        Level::Light
    };
    let wanted = by_sum.max(least);
    if level != wanted {
        let (is, word) = (level.word(), wanted.word());
        let help = format!("write `level = {}`, or score it again", wanted.number());
        faults.add(
            "Q016",
            entry.span("score"),
            format!("the score makes it {word}, the level says {is}"),
            help,
        );
    }
}

fn word(entry: &Table, faults: &mut Faults) -> Option<Item> {
    let text = entry.text("text")?;
    if entry.get("means").is_none() {
        let help = "add `means = \"…\"` for somebody who does not know the word";
        faults.add(
            "F001",
            entry.span.clone(),
            "this word has no definition",
            help,
        );
    }
    let (x, y) = (entry.number("x")?, entry.number("y")?);
    if x == 0 || y == 0 {
        let key = if x == 0 { "x" } else { "y" };
        let help = "choose a side: -5 to -1 or 1 to 5";
        faults.add(
            "F001",
            entry.span(key),
            "this word lies between two quarters",
            help,
        );
    }
    let id = entry.string("id").unwrap_or_else(|| slug(text));
    if !fields::is_slug(&id) {
        let help = "add `id = \"…\"` in lower-case letters, digits and hyphens";
        faults.add(
            "Q001",
            entry.span("text"),
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
        flags: entry.strings("flags"),
        tags: entry.strings("tags"),
        tense: None,
        avoid_with: Vec::new(),
        deal: true,
        axes: Some(Axes { x, y }),
        means: entry.string("means"),
        near: entry.strings("near"),
    })
}

fn check_twice(items: &[(Item, &Table)], faults: &mut Faults) {
    let mut ids = std::collections::HashSet::new();
    let mut texts = std::collections::HashSet::new();
    for (item, entry) in items {
        if !ids.insert(item.id.as_str()) {
            let help = "give each item its own id, and never use one again";
            let key = if entry.get("id").is_some() {
                "id"
            } else {
                "text"
            };
            faults.add(
                "Q001",
                entry.span(key),
                format!("`{}` is there twice", item.id),
                help,
            );
        } else if !texts.insert(normal(&item.text)) {
            let rule = if item.axes.is_some() { "F001" } else { "Q002" };
            let help = "take one of the two out";
            faults.add(
                rule,
                entry.span("text"),
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
    for (_, entry) in items {
        for spot in entry.list("near") {
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
fn normal(text: &str) -> String {
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
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::render;

    pub(crate) const HELP: &str = r#"[bank]
title = "Help and being helped"
[bank.defaults]
themes = ["help"]
deal = true
[[item]]
id = "help-small-hand"
text = "What small help this week did you nearly not notice?"
level = 2
score = "00111"
follow = ["What did it make easier?"]
[[item]]
id = "help-trusted-early"
text = "When did somebody trust you before you trusted yourself?"
level = 3
score = "01121"
lighter = "help-small-hand"
needs = { group_max = 5, think = "30s" }
[item.i18n.de]
text = "Wann hat dir jemand etwas zugetraut?"
"#;

    pub(crate) const FEELINGS: &str = r#"format = "firelight.bank/1"
[bank]
title = "Feelings"
kind = "feelings"
[[word]]
text = "at ease"
x = 3
y = -2
means = "nothing presses"
near = ["calm"]
[[word]]
text = "calm"
x = 4
y = -4
means = "quiet inside"
"#;

    fn rules(source: &str) -> Vec<&'static str> {
        let read = read("help", Path::new("help.toml"), source.as_bytes());
        read.faults.iter().map(|it| it.rule).collect()
    }

    #[test]
    fn a_bank_is_read_with_its_defaults() {
        let bank = read("help", Path::new("a"), HELP.as_bytes()).value.unwrap();
        assert_eq!((bank.kind.as_str(), bank.lang.as_str()), ("question", "en"));
        let item = &bank.items[1];
        assert_eq!((item.level, item.deal), (Level::Personal, true));
        assert_eq!(item.themes, ["help"]);
        assert_eq!(item.lighter.as_deref(), Some("help-small-hand"));
    }

    #[test]
    fn feelings_are_words_on_two_axes() {
        let bank = read("feelings", Path::new("a"), FEELINGS.as_bytes())
            .value
            .unwrap();
        assert_eq!(bank.kind, "word");
        assert_eq!(bank.items[0].id, "at-ease");
        assert_eq!(bank.items[0].axes, Some(Axes { x: 3, y: -2 }));
    }

    #[test]
    fn every_rule_trips_where_it_should() {
        assert!(rules(HELP).is_empty());
        assert!(rules(FEELINGS).is_empty());
        let help = [
            ("\"help-trusted-early\"", "\"help-small-hand\"", "Q001"),
            (
                "When did somebody trust you before you trusted yourself?",
                "what small help, this week, did you nearly not notice",
                "Q002",
            ),
            ("level = 2\n", "", "Q015"),
            ("level = 3", "level = 4", "Q016"),
            ("\"00111\"", "\"20000\"", "Q016"),
            ("\"00111\"", "\"0011\"", "S007"),
            ("level = 3\nscore = \"01121\"", "level = 5", "Q018"),
            ("[bank]\n", "[bank]\nid = \"other\"\n", "S007"),
            ("[bank]\n", "[bank]\nkind = \"questoin\"\n", "S007"),
            ("lighter", "ligther", "S004"),
        ];
        for (from, to, rule) in help {
            assert!(
                rules(&HELP.replacen(from, to, 1)).contains(&rule),
                "{to}: {:?}",
                rules(&HELP.replacen(from, to, 1))
            );
        }
        assert_eq!(
            rules(&HELP.replace("themes = [\"help\"]\n", "")),
            ["Q015", "Q015"]
        );
        assert!(rules(&HELP.replace("[bank]\n", "[bank]\nid = \"help\"\n")).is_empty());
        let exposed = HELP.replace(
            "level = 2\nscore = \"00111\"",
            "level = 4\nscore = \"20000\"",
        );
        assert!(rules(&exposed).is_empty());
        let feelings = [
            ("text = \"at ease\"", "text = \"Calm\"", "Q001"),
            (
                "text = \"at ease\"",
                "id = \"quiet\"\ntext = \"Calm\"",
                "F001",
            ),
            ("means = \"quiet inside\"\n", "", "F001"),
            ("x = 4", "x = 0", "F001"),
            ("near = [\"calm\"]", "near = [\"clam\"]", "F002"),
            ("text = \"at ease\"", "text = \"嬉しい\"", "Q001"),
        ];
        for (from, to, rule) in feelings {
            assert_eq!(rules(&FEELINGS.replacen(from, to, 1)), [rule], "{to}");
        }
        let trivia = "[bank]\ntitle = \"x\"\nkind = \"trivia\"\n[[item]]\nid = \"a\"\ntext = \"Which?\"\noptions = [\"b\", \"c\"]\nanswer = \"";
        assert!(rules(&format!("{trivia}c\"")).is_empty());
        assert_eq!(rules(&format!("{trivia}d\"")), ["B101"]);
    }

    #[test]
    fn a_deep_question_is_not_dealt_unless_somebody_says_so() {
        let source = HELP
            .replace("deal = true\n", "")
            .replace("level = 3\nscore = \"01121\"", "level = 5");
        let bank = read("help", Path::new("a"), source.as_bytes())
            .value
            .unwrap();
        assert!(!bank.items[1].deal);
    }

    #[test]
    fn a_wrong_level_is_shown_with_the_right_one() {
        let source = HELP.replace("level = 3", "level = 2");
        let read = read(
            "help",
            Path::new("prompts/questions/help.toml"),
            source.as_bytes(),
        );
        insta::assert_snapshot!(render(&read.faults[0], &source), @r#"
        error[Q016]: the score makes it personal, the level says open
          --> prompts/questions/help.toml:16:9
           |
        16 | score = "01121"
           |         ^^^^^^^
           |
           = help: write `level = 3`, or score it again
        "#);
    }

    proptest! {
        #[test]
        fn no_slip_makes_it_panic(at in 0..FEELINGS.len(), cut in 0..40_usize, put in "\\PC{0,6}|[\\[\\]{}=.\"\n#]{0,9}") {
            let mut bytes = FEELINGS.as_bytes().to_vec();
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, put.bytes());
            let source = String::from_utf8_lossy(&bytes).into_owned();
            for fault in &read("feelings", Path::new("a"), &bytes).faults {
                render(fault, &source);
            }
        }
    }
}
