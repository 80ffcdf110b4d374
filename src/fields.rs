//! What people may write in a file: one table of fields drives reading, unknown keys,
//! "did you mean" and the words of every complaint.
//!
//! [`read`] walks a file against such a table and gives a [`Table`] that holds only values of
//! the right shape, and every fault at once. What the values mean together is for the caller.

pub mod idle;
pub mod schema;
mod walk;

use std::ops::Range;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};

use crate::fault::{steers, visible};

pub use walk::{is_slug, read};

/// Bytes a file may have at most.
pub const LARGEST: u64 = 1_000_000;

/// One key that people may write.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// Whether anything acts on it, or it is only read so far.
    pub acts: bool,
}

impl Field {
    /// What it means, and whether that is all so far.
    pub fn meaning(&self) -> String {
        match self.acts {
            true => self.doc.to_string(),
            false => format!("{} Nothing acts on it yet.", self.doc),
        }
    }
}

/// A key that may be left out.
pub const fn may(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field {
        name,
        shape,
        required: false,
        doc,
        acts: true,
    }
}

/// A key that may be left out, and that nothing acts on yet: once something does, it is one that
/// `may` stand there.
pub const fn later(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field {
        acts: false,
        ..may(name, shape, doc)
    }
}

/// A key that must be there.
pub const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field {
        name,
        shape,
        required: true,
        doc,
        acts: true,
    }
}

/// The word for a kind of step, and the keys that only this kind has.
pub type Kind = (&'static str, &'static [Field]);

/// What a value looks like.
#[derive(Debug)]
pub enum Shape {
    /// Text, not blank.
    Text,
    /// Text that somebody says aloud: a long one is warned of.
    Line,
    /// An id: lower-case letters, digits and hyphens, at most 40.
    Slug,
    /// `true` or `false`.
    Flag,
    /// `"90s"`, `"2m"`, `"7m30s"`: read as seconds, 1 second to 24 hours.
    Duration,
    /// A duration, or this word.
    DurationOr(&'static str),
    /// `"7d"`: read as a number of days.
    Days,
    /// `2026-11-30`, with or without quotes: read as that text.
    Date,
    /// `"09:30"`.
    Time,
    /// A whole number within bounds.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// One of these words, or its number, counted from 1: read as the number.
    Scale(&'static [&'static str]),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A list of exactly two.
    Pair(&'static Shape),
    /// A list, or a single value that is read as a list of one.
    OneOrMore(&'static Shape),
    /// The name and major version of the format.
    Format(&'static str),
    /// A table with these keys.
    Table(&'static [Field]),
    /// A table whose keys are free, such as languages.
    Map(&'static Shape),
    /// A step: its `kind` decides which keys it has beside the common ones.
    Kinds {
        /// The keys of every kind.
        common: &'static [Field],
        /// The kinds, each with its own keys.
        kinds: &'static [Kind],
    },
}

/// A value of the right shape, and where it stands.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The value.
    pub value: Value,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// A value of the right shape.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, an id, a word.
    Text(String),
    /// A number, seconds, days, a level.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A list.
    List(Vec<Spot>),
    /// A table.
    Table(Table),
}

/// A table that holds only known keys with values of the right shape.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its head, or the first line of the file.
    pub span: Range<usize>,
    pairs: Vec<(String, Spot)>,
}

impl Table {
    /// What stands under `key`.
    pub fn get(&self, key: &str) -> Option<&Spot> {
        self.pairs
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, spot)| spot)
    }

    /// Where `key` stands, or else the table.
    pub fn span(&self, key: &str) -> Range<usize> {
        self.get(key)
            .map_or_else(|| self.span.clone(), |it| it.span.clone())
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The text under `key`, as one's own.
    pub fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_string)
    }

    /// The word under `key` as the enum that spells it so.
    pub fn word<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        typed(self.text(key)?)
    }

    /// The words in the list under `key` as the enum that spells them so.
    pub fn words<T: serde::de::DeserializeOwned>(&self, key: &str) -> Vec<T> {
        let texts = self.list(key).iter().filter_map(Spot::text);
        texts.filter_map(typed).collect()
    }

    /// The number under `key`.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.get(key)?.number()
    }

    /// The number under `key`, if it counts things.
    pub fn count(&self, key: &str) -> Option<usize> {
        usize::try_from(self.number(key)?).ok()
    }

    /// Whether `key` is true.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            Value::Flag(it) => Some(it),
            _ => None,
        }
    }

    /// The members of the list under `key`; none when it is not there.
    pub fn list(&self, key: &str) -> &[Spot] {
        match self.get(key).map(|it| &it.value) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// The texts in the list under `key`.
    pub fn strings(&self, key: &str) -> Vec<String> {
        let texts = self.list(key).iter().filter_map(Spot::text);
        texts.map(str::to_string).collect()
    }

    /// The counts in the list under `key`.
    pub fn counts(&self, key: &str) -> Vec<usize> {
        let numbers = self.list(key).iter().filter_map(Spot::number);
        numbers.filter_map(|it| usize::try_from(it).ok()).collect()
    }

    /// The table under `key`.
    pub fn table(&self, key: &str) -> Option<&Self> {
        self.get(key)?.table()
    }

    /// The tables in the list under `key`.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = &Self> {
        self.list(key).iter().filter_map(Spot::table)
    }

    /// All keys with what stands under them.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Spot)> {
        self.pairs.iter().map(|(key, spot)| (key.as_str(), spot))
    }

    /// Makes every text in here one line of letters that can be seen.
    pub fn plain(&mut self) {
        for (_, spot) in &mut self.pairs {
            spot.plain();
        }
    }

    /// Every text in here, however deep, in the order of the file.
    pub fn texts(&self) -> Vec<&Spot> {
        let mut texts = Vec::new();
        let mut waiting: Vec<&Spot> = self.pairs.iter().map(|(_, spot)| spot).collect();
        while let Some(spot) = waiting.pop() {
            match &spot.value {
                Value::Text(_) => texts.push(spot),
                Value::List(list) => waiting.extend(list),
                Value::Table(table) => waiting.extend(table.pairs.iter().map(|(_, it)| it)),
                Value::Number(_) | Value::Flag(_) => {}
            }
        }
        texts.sort_by_key(|it| it.span.start);
        texts
    }

    /// The tables under all keys, each with its key.
    pub fn each_table(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.pairs()
            .filter_map(|(key, spot)| Some((key, spot.table()?)))
    }
}

impl Spot {
    fn plain(&mut self) {
        match &mut self.value {
            Value::Text(text) if text.contains(steers) => *text = one_line(text),
            Value::List(list) => list.iter_mut().for_each(Self::plain),
            Value::Table(table) => table.plain(),
            Value::Text(_) | Value::Number(_) | Value::Flag(_) => {}
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(it) => Some(it),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<i64> {
        match self.value {
            Value::Number(it) => Some(it),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(it) => Some(it),
            _ => None,
        }
    }
}

/// A text as one line: whatever ends a line, steers a terminal or turns words round is a space at
/// most, so that nothing that was written in a file forges a line of another.
pub fn one_line(text: &str) -> String {
    let words = text.split(|it: char| it.is_whitespace() || it.is_control());
    let words = words.map(|it| it.replace(steers, ""));
    let words: Vec<String> = words.filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

/// A text as TOML; what moves a cursor or hides is escaped, so that the file is safe to look at.
pub fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_string();
    for c in text.chars() {
        let is_plain = visible(c.encode_utf8(&mut [0; 4])).chars().eq([c]);
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if is_plain => quoted.push(c),
            _ => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// `word` as the enum that spells it so.
pub fn typed<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    let word: StrDeserializer<'_, WordError> = word.into_deserializer();
    T::deserialize(word).ok()
}

/// Seconds of a duration as people write it: `"90s"`, `"2m"`, `"7m30s"`, from 1 second to 24 hours.
pub fn seconds(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut sum = 0;
    for (unit, worth) in [('h', 3600), ('m', 60), ('s', 1)] {
        if let Some((digits, after)) = rest.split_once(unit) {
            sum += digits_of(digits)? * worth;
            rest = after;
        }
    }
    (rest.is_empty() && (1..=86_400).contains(&sum)).then_some(sum)
}

/// The days of `"7d"`, at most a year.
pub fn days(text: &str) -> Option<i64> {
    digits_of(text.strip_suffix('d')?).filter(|it| *it <= 366)
}

/// What `source` holds beside these fields, as TOML: what a newer version wrote stays in a file
/// that this one writes again.
pub fn beside(source: &str, fields: &[Field]) -> String {
    let mut table: toml::Table = toml::from_str(source).unwrap_or_default();
    table.retain(|key, _| fields.iter().all(|it| it.name != key));
    table.to_string()
}

/// The same of each table in the list under `key`, a line a key.
pub fn beside_each(source: &str, key: &str, fields: &[Field]) -> Vec<String> {
    let table: toml::Table = toml::from_str(source).unwrap_or_default();
    let list = table.get(key).and_then(|it| it.as_array());
    let lines = |it: &toml::Value| {
        let pairs = it.as_table().into_iter().flatten();
        let others = pairs.filter(|(key, _)| fields.iter().all(|it| it.name != *key));
        others
            .map(|(key, value)| format!("{} = {value}\n", quoted(key)))
            .collect()
    };
    list.into_iter().flatten().map(lines).collect()
}

/// Whether `text` is a day of the calendar, such as `2026-11-30`.
fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// Whether `text` is a time of the day, such as `09:30`.
fn is_time(text: &str) -> bool {
    text.len() == 5 && chrono::NaiveTime::parse_from_str(text, "%H:%M").is_ok()
}

/// A number of one to five digits and nothing else.
fn digits_of(text: &str) -> Option<i64> {
    let fits = (1..=5).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let good = [
            ("90s", 90),
            ("2m", 120),
            ("7m30s", 450),
            ("1h", 3600),
            ("24h", 86_400),
        ];
        for (text, wanted) in good {
            assert_eq!(seconds(text), Some(wanted), "{text}");
        }
        for text in [
            "",
            "0s",
            "5",
            "m",
            "30s7m",
            "1m1m",
            "-5s",
            "+5s",
            "1.5m",
            "25h",
            "99999999h",
            "2 m",
            "２m",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_times_are_those_of_a_calendar_and_a_clock() {
        assert!(is_date("2026-11-30") && is_date("2028-02-29"));
        for text in [
            "2026-02-29",
            "2026-11-31",
            "26-11-30",
            "2026-1-030",
            "2026/11/30",
            "",
        ] {
            assert!(!is_date(text), "{text}");
        }
        assert!(is_time("09:30") && is_time("23:59"));
        for text in ["9:30", "24:00", "09:60", "09-30", "+9:30", ""] {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        assert_eq!(days("14d"), Some(14));
        for text in ["", "d", "14", "-1d", "400d", "1w"] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
