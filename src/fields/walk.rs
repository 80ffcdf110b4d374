//! The walk through a file against its table of fields, collecting every fault.

mod words;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Field, Kind, LARGEST, Shape, Spot, Table, Value, days, is_date, is_time, seconds};
use crate::fault::{Faults, closest};

use words::{among, short, wants};

/// Words in a line to be said before it is warned of: more is no breath.
const LONG_LINE: usize = 45;

/// Syntax errors shown of one file: random bytes have one in every word.
const MOST_ERRORS: usize = 50;

/// Reads `source` against `fields`; `what` is the word for such a file.
///
/// Whatever is missing or wrong in the file is missing in the table and named in the faults.
pub fn read(source: &[u8], path: &Path, what: &str, fields: &'static [Field]) -> (Table, Faults) {
    let mut walk = Walk {
        faults: Faults::new(path),
    };
    let source = match std::str::from_utf8(source) {
        Ok(text) if source.len() as u64 <= LARGEST => text,
        Ok(_) => {
            let help = "a file may have 1 MB at most; split it";
            walk.faults.add("S001", 0..0, "the file is too large", help);
            return (Table::default(), walk.faults);
        }
        Err(error) => {
            let at = error.valid_up_to();
            let help = "save the file as UTF-8";
            walk.faults
                .add("S001", at..at, "this is not UTF-8 text", help);
            return (Table::default(), walk.faults);
        }
    };
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut broken = Vec::new();
    for error in errors.iter().take(MOST_ERRORS) {
        let span = error.span().unwrap_or(0..0);
        broken.push(span.start);
        let help = "mend the TOML here; texts stand in quotes";
        walk.faults.add("S002", span, error.message(), help);
    }
    let first_line = 0..source.lines().next().map_or(0, str::len);
    let table = walk.table(first_line, root.get_ref(), &format!("a {what}"), &[fields]);
    if !broken.is_empty() {
        // What the parser made up to go on is no fault of the writer.
        let line = |at: usize| source.get(..at).and_then(|it| it.rfind('\n'));
        let broken: HashSet<_> = broken.into_iter().map(line).collect();
        walk.faults.retain(|it| {
            it.rule == "S002" || it.rule != "S005" && !broken.contains(&line(it.span.start))
        });
    }
    if walk.faults.any("S003") {
        // In a file of another format every other complaint would be noise.
        walk.faults.retain(|it| it.rule == "S003");
        return (Table::default(), walk.faults);
    }
    (table, walk.faults)
}

/// Whether `text` is an id: `[a-z0-9-]{1,40}`, the first no hyphen, so that nothing takes it
/// for an option and a log can be named after it.
pub fn is_slug(text: &str) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    (1..=40).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(fits)
}

struct Walk {
    faults: Faults,
}

impl Walk {
    fn table(
        &mut self,
        span: Range<usize>,
        table: &DeTable<'_>,
        what: &str,
        fields: &[&'static [Field]],
    ) -> Table {
        let known = || fields.iter().copied().flatten();
        let mut pairs = Vec::new();
        for (key, value) in table.iter() {
            let name = key.get_ref().as_ref();
            let Some(field) = known().find(|it| it.name == name) else {
                let names: Vec<&str> = known().map(|it| it.name).collect();
                let message = format!("`{}` is not a key of {what}", short(name));
                self.faults
                    .add("S004", key.span(), message, among(name, &names));
                continue;
            };
            if let Some(spot) = self.value(value, name, &field.shape) {
                pairs.push((name.to_string(), spot));
            }
        }
        for field in known().filter(|it| it.required && !table.contains_key(it.name)) {
            let name = field.name;
            let message = format!("`{name}` is missing in {what}");
            let help = format!("add `{name} = …`: {}", wants(&field.shape));
            self.faults.add("S005", span.clone(), message, help);
        }
        Table { span, pairs }
    }

    /// The known keys of a table whose other keys may be right or wrong.
    fn some_of(
        &mut self,
        span: Range<usize>,
        table: &DeTable<'_>,
        fields: &'static [Field],
    ) -> Table {
        let pairs = fields.iter().filter_map(|field| {
            let spot = self.value(table.get(field.name)?, field.name, &field.shape)?;
            Some((field.name.to_string(), spot))
        });
        Table {
            pairs: pairs.collect(),
            span,
        }
    }

    /// The kind of a step and its own fields: as written, or as it was likely meant.
    fn kind(
        &mut self,
        span: Range<usize>,
        table: &DeTable<'_>,
        shape: &Shape,
        kinds: &'static [Kind],
    ) -> Option<Kind> {
        let Some(kind) = table.get("kind") else {
            let message = "`kind` is missing in a step";
            self.faults.add("S005", span, message, wants(shape));
            return None;
        };
        // A kind of another type has its fault from the common keys.
        let word = kind.get_ref().as_str()?;
        let names: Vec<&str> = kinds.iter().map(|it| it.0).collect();
        if !names.contains(&word) && !word.trim().is_empty() {
            let message = format!("`{}` is not a kind of step", short(word));
            self.faults
                .add("S007", kind.span(), message, among(word, &names));
        }
        let meant = closest(word, names)?;
        kinds.iter().find(|it| it.0 == meant).copied()
    }

    fn value(&mut self, it: &Spanned<DeValue<'_>>, name: &str, shape: &Shape) -> Option<Spot> {
        let span = it.span();
        let value = match (shape, it.get_ref()) {
            (Shape::List(inner) | Shape::OneOrMore(inner), DeValue::Array(list)) => {
                let spots = list.iter().filter_map(|it| self.value(it, name, inner));
                Value::List(spots.collect())
            }
            (Shape::Pair(inner), DeValue::Array(list)) if list.len() == 2 => {
                let spots = list.iter().filter_map(|it| self.value(it, name, inner));
                Value::List(spots.collect())
            }
            (Shape::OneOrMore(inner), _) => Value::List(vec![self.value(it, name, inner)?]),
            (Shape::Table(fields), DeValue::Table(table)) => {
                let what = format!("`{name}`");
                Value::Table(self.table(span.clone(), table, &what, &[fields]))
            }
            (Shape::Map(inner), DeValue::Table(table)) => {
                let pairs = table.iter().filter_map(|(key, it)| {
                    let key = key.get_ref().to_string();
                    let spot = self.value(it, &key, inner)?;
                    Some((key, spot))
                });
                Value::Table(Table {
                    span: span.clone(),
                    pairs: pairs.collect(),
                })
            }
            (Shape::Kinds { common, kinds }, DeValue::Table(table)) => {
                Value::Table(match self.kind(span.clone(), table, shape, kinds) {
                    Some((word, fields)) => {
                        let what = format!("a `{word}` step");
                        let mut step = self.table(span.clone(), table, &what, &[common, fields]);
                        // A misspelt kind has its fault; the step is taken for what was meant.
                        if let Some((_, spot)) = step.pairs.iter_mut().find(|it| it.0 == "kind") {
                            spot.value = Value::Text(word.to_string());
                        }
                        step
                    }
                    // Which keys such a step has nobody knows, but for the common ones.
                    None => self.some_of(span.clone(), table, common),
                })
            }
            (Shape::Flag, DeValue::Boolean(it)) => Value::Flag(*it),
            (Shape::Date, DeValue::Datetime(it)) if it.time.is_none() => {
                Value::Text(it.to_string())
            }
            (Shape::Integer { .. } | Shape::Scale(_), DeValue::Integer(digits)) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
                let (least, most) = match shape {
                    Shape::Scale(words) => (1, words.len() as i64),
                    Shape::Integer { min, max } => (*min, *max),
                    _ => return self.wrong_type(it, name, shape),
                };
                let Some(number) = number.filter(|it| (least..=most).contains(it)) else {
                    let message = format!("`{name}` cannot be {}", short(digits.as_str()));
                    self.faults.add("S007", span, message, wants(shape));
                    return None;
                };
                Value::Number(number)
            }
            (_, DeValue::String(text)) => match self.text(text, name, shape, &span) {
                Ok(value) => value?,
                Err(WrongType) => return self.wrong_type(it, name, shape),
            },
            _ => return self.wrong_type(it, name, shape),
        };
        Some(Spot { value, span })
    }

    /// A value written as text; `None` once its fault has been added.
    fn text(
        &mut self,
        text: &str,
        name: &str,
        shape: &Shape,
        span: &Range<usize>,
    ) -> Result<Option<Value>, WrongType> {
        let own = || Value::Text(text.to_string());
        let number = |it: Option<i64>| it.map(Value::Number);
        let value = match shape {
            Shape::Text | Shape::Line => {
                let words = text.split_whitespace().count();
                if matches!(shape, Shape::Line) && words > LONG_LINE {
                    let message =
                        format!("`{name}` has {words} words, too many to be said in one breath");
                    let help = format!("use at most {LONG_LINE} words, or two steps");
                    self.faults.add("T009", span.clone(), message, help);
                }
                (words > 0).then(own)
            }
            Shape::Slug => is_slug(text).then(own),
            Shape::Duration => number(seconds(text)),
            Shape::DurationOr(word) if text == *word => Some(own()),
            Shape::DurationOr(_) => number(seconds(text)),
            Shape::Days => number(days(text)),
            Shape::Date => is_date(text).then(own),
            Shape::Time => is_time(text).then(own),
            Shape::Scale(words) => number(
                words
                    .iter()
                    .zip(1..)
                    .find(|it| *it.0 == text)
                    .map(|it| it.1),
            ),
            Shape::OneOf(words) => words.contains(&text).then(own),
            Shape::Format(format) if text == *format => Some(own()),
            Shape::Format(format) => {
                let kind = format.trim_end_matches(|it: char| it.is_ascii_digit());
                let message = match text.strip_prefix(kind) {
                    Some(major) => format!(
                        "version {} of this format is unknown here: `{format}` is read",
                        short(major)
                    ),
                    None => format!("`{}` is not the format expected here", short(text)),
                };
                let help = format!(
                    "write `format = \"{format}\"`, or use the Firelight that the file was made for"
                );
                self.faults.add("S003", span.clone(), message, help);
                return Ok(None);
            }
            Shape::Flag
            | Shape::Integer { .. }
            | Shape::List(_)
            | Shape::Pair(_)
            | Shape::OneOrMore(_)
            | Shape::Table(_)
            | Shape::Map(_)
            | Shape::Kinds { .. } => return Err(WrongType),
        };
        if value.is_none() {
            let message = match text.trim() {
                "" => format!("`{name}` is empty"),
                text => format!("`{name}` cannot be `{}`", short(text)),
            };
            let help = match shape {
                Shape::OneOf(words) | Shape::Scale(words) => among(text, words),
                _ => wants(shape),
            };
            self.faults.add("S007", span.clone(), message, help);
        }
        Ok(value)
    }

    fn wrong_type(&mut self, it: &Spanned<DeValue<'_>>, name: &str, shape: &Shape) -> Option<Spot> {
        let is = match it.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{name}` cannot be {is}");
        self.faults.add("S006", it.span(), message, wants(shape));
        None
    }
}

struct WrongType;

#[cfg(test)]
mod tests;
