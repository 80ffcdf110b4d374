//! Lists of people as they are exported or pasted: CSV with a header or without, or lines of
//! names. Every line that cannot be read is named, and then nobody is taken: whoever mends the
//! list reads it again, and nothing is half done.

mod heads;

use std::ops::Range;
use std::path::Path;

use crate::fault::{Faults, Read};

use heads::{Column, columns};

use super::{Name, Typed, read as read_names, same};

/// Somebody in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomer {
    /// The name and its labels.
    pub name: Name,
    /// An address, if there was one.
    pub email: Option<String>,
    /// In which line of a file it stands.
    pub line: Option<usize>,
}

/// What a list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Everybody in it.
    pub people: Vec<Newcomer>,
    /// What the columns are called that nothing was taken from.
    pub left: Vec<String>,
}

/// Labels that a column without a header may hold.
const KNOWN: &[&str] = &["lead", "new", "remote"];

/// What may stand between columns; of two that fit alike the first is meant.
const DELIMITERS: [char; 3] = ['\t', ';', ','];

/// Reads a list; `path` is only named in faults. Beside what every list may have, only the columns
/// in `wanted` are taken, as tags such as `dept:design`: what else an export holds about people is
/// nobody's business here.
pub fn read(path: &Path, source: &[u8], wanted: &[String]) -> Read<List> {
    let mut faults = Faults::new(path);
    let text = match std::str::from_utf8(source) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let help = "save it as UTF-8; spreadsheets call that \"CSV UTF-8\"";
            faults.add("S001", at..at, "this is not UTF-8 text", help);
            return faults.beside(None);
        }
    };
    let text = without_comments(text);
    let delimiter = delimiter(&text);
    let rows = rows(&text, delimiter);
    let mut first = rows.first().map(|it| columns(&it.1)).unwrap_or_default();
    let heads = rows.first().map_or(&[][..], |it| &it.1);
    for (column, head) in first.iter_mut().zip(heads) {
        if *column == Column::Other && wanted.iter().any(|it| same(it, head)) {
            *column = Column::Tag(key(head));
        }
    }
    let has = |wanted: &[Column]| first.iter().any(|it| wanted.contains(it));
    let has_labels = rows.iter().any(|it| behind(it).any(is_no_name));
    let newcomers = if has(&[Column::Name, Column::First]) {
        table(&text, &rows[1..], &first, &mut faults)
    } else if has(&[Column::Last, Column::Email, Column::Tags]) {
        let message = "no column here is called name";
        let help = "call the column with the names so: name";
        faults.add("P105", rows[0].0.clone(), message, help);
        Vec::new()
    } else if is_prose(&text) || rows.iter().all(|it| it.1.len() < 2) {
        lines(&text, &mut faults)
    } else if rows.iter().all(|it| behind(it).all(fits)) {
        table(&text, &rows, &[], &mut faults)
    } else if !has_labels && is_table(&rows) {
        let message = "this line does not say in which column the names are";
        let help = "call that column Name, or two of them First name and Last name; or write one name a line";
        faults.add("P105", rows[0].0.clone(), message, help);
        Vec::new()
    } else if !has_labels && delimiter == ',' {
        // So people write names one after another.
        lines(&text, &mut faults)
    } else {
        for (span, _) in rows.iter().filter(|it| !behind(it).all(fits)) {
            let message = "this may be several people, or one with tags";
            let between = match delimiter {
                '\t' => "a tab".to_string(),
                mark => format!("a {mark}"),
            };
            let help = format!(
                "put a first line: name and tags with {between} between; or write one name a line"
            );
            faults.add("P104", span.clone(), message, help);
        }
        Vec::new()
    };
    let has_heads = has(&[Column::Name, Column::First]);
    let left = first.iter().zip(heads);
    let left = left.filter(|it| has_heads && *it.0 == Column::Other && !it.1.is_empty());
    faults.beside(Some(List {
        people: newcomers,
        left: left.map(|it| it.1.clone()).collect(),
    }))
}

/// Whether rows are those of a table: all with the same number of cells. What stands in it may be
/// anything, so nobody is taken for a name by guessing.
fn is_table(rows: &[Row]) -> bool {
    let columns = rows.first().map_or(0, |it| it.1.len());
    rows.len() > 1 && columns > 1 && rows.iter().all(|it| it.1.len() == columns)
}

/// The key of the tags of a column: its head in lower case, hyphens for what stands between words.
fn key(head: &str) -> String {
    let words = head.split(|it: char| !it.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The text with spaces for lines that begin with `#`, and for the mark that spreadsheets put in
/// front, so that everything else stays in its place. A column of a header may be called `#`.
fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let bare = text.trim_start_matches('\u{feff}');
    plain.extend(std::iter::repeat_n(' ', text.len() - bare.len()));
    for line in bare.split_inclusive(['\n', '\r']) {
        let is_header = || {
            let fields: Vec<String> = line.split(DELIMITERS).map(str::to_string).collect();
            columns(&fields)
                .iter()
                .any(|it| *it == Column::Name || *it == Column::First)
        };
        if line.trim_start().starts_with('#') && !is_header() {
            let end = line.trim_end_matches(['\n', '\r']);
            plain.extend(std::iter::repeat_n(' ', end.len()));
            plain.push_str(&line[end.len()..]);
        } else {
            plain.push_str(line);
        }
    }
    plain
}

/// What stands between columns: what makes a header of the first line, or else what is in most
/// lines.
fn delimiter(text: &str) -> char {
    let lines = || text.lines().filter(|it| !it.trim().is_empty());
    let first: &str = lines().next().unwrap_or_default();
    let names_columns = |it: &char| {
        let fields: Vec<String> = first.split(*it).map(str::to_string).collect();
        columns(&fields)
            .iter()
            .filter(|it| **it != Column::Other)
            .count()
    };
    let in_lines = |it: &char| lines().filter(|line| line.contains(*it)).count();
    let best = DELIMITERS
        .iter()
        .rev()
        .max_by_key(|it| (names_columns(it), in_lines(it)));
    best.copied().unwrap_or(',')
}

/// Whether a list is written as people write, with brackets, addresses in `< >` or marks in
/// front of its lines.
fn is_prose(text: &str) -> bool {
    let is_marked = |line: &str| {
        let bare = line.trim_start_matches(|it: char| it.is_ascii_digit());
        let marks: &[char] = if bare.len() < line.len() {
            &['.', ')']
        } else {
            &['-', '*', '\u{2022}']
        };
        bare.strip_prefix(marks)
            .is_some_and(|it| it.starts_with(char::is_whitespace))
    };
    text.contains(['(', '<']) || text.lines().any(|it| is_marked(it.trim_start()))
}

/// People as they are typed or pasted into one line: `Ana (lead) <ana@example.org>, Ben`.
///
/// # Errors
/// A sentence, when it cannot be read.
pub fn newcomers(typed: &str) -> Result<Vec<Newcomer>, String> {
    let mut newcomers = Vec::new();
    let mut rest = typed;
    while let Some((before, behind)) = rest.split_once('<') {
        let (address, after) = behind.split_once('>').ok_or(LIKE_THIS)?;
        add_names(before, &mut newcomers)?;
        let last = newcomers.last_mut().filter(|_| is_address(address.trim()));
        let last: &mut Newcomer = last.ok_or(LIKE_THIS)?;
        last.email = Some(address.trim().to_string());
        rest = after;
    }
    add_names(rest, &mut newcomers)?;
    Ok(newcomers)
}

const LIKE_THIS: &str = "An address stands behind its name, like this: Ana <ana@example.org>.";

fn add_names(typed: &str, newcomers: &mut Vec<Newcomer>) -> Result<(), String> {
    match read_names(typed.trim().trim_start_matches([',', ';']))? {
        Typed::Names(names) if names.iter().any(|it| is_address(&it.name)) => {
            Err(LIKE_THIS.to_string())
        }
        Typed::Names(names) => {
            let of = |name| Newcomer {
                name,
                ..Newcomer::default()
            };
            newcomers.extend(names.into_iter().map(of));
            Ok(())
        }
        Typed::Nobody => Ok(()),
        Typed::Number(_) => Err("Names are wanted here, not a number.".to_string()),
    }
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(who, at)| !who.is_empty() && !at.is_empty())
        && !text.contains(char::is_whitespace)
}

/// A row's bytes in the file, and its fields.
type Row = (Range<usize>, Vec<String>);

fn rows(text: &str, delimiter: char) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    // Text in memory that is UTF-8 has no way to fail.
    for row in reader.records().flatten() {
        let start = row.position().map_or(0, |it| it.byte() as usize);
        // Empty lines before a row count as part of it.
        let start = text.len() - text.get(start..).unwrap_or_default().trim_start().len();
        let end = text[start..]
            .find(['\r', '\n'])
            .map_or(text.len(), |it| start + it);
        if row.iter().any(|it| !it.is_empty()) {
            let fields = row.iter().map(str::to_string).collect();
            rows.push((start..end, fields));
        }
    }
    rows
}

/// The fields behind the first.
fn behind((_, fields): &Row) -> impl Iterator<Item = &str> {
    fields.iter().skip(1).map(String::as_str)
}

/// Whether a field without a header stands behind a name as no other name does.
fn is_no_name(field: &str) -> bool {
    let is_label = |it: &str| it.is_empty() || KNOWN.contains(&it);
    !field.is_empty()
        && (is_address(field)
            || field
                .to_lowercase()
                .split([',', ' ', '|', '/'])
                .all(is_label))
}

fn fits(field: &str) -> bool {
    field.is_empty() || is_no_name(field)
}

fn table(text: &str, rows: &[Row], columns: &[Column], faults: &mut Faults) -> Vec<Newcomer> {
    let mut newcomers = Vec::new();
    for (span, fields) in rows {
        let mut newcomer = Newcomer {
            line: Some(line(text, span)),
            ..Newcomer::default()
        };
        let (mut whole, mut first, mut last) = ("", "", String::new());
        for (idx, field) in fields.iter().enumerate().filter(|it| !it.1.is_empty()) {
            let column = match columns.get(idx) {
                Some(column) => column.clone(),
                None if !columns.is_empty() => Column::Other,
                None if idx == 0 => Column::Name,
                None if is_address(field) => Column::Email,
                None => Column::Tags,
            };
            match column {
                Column::Name => whole = field,
                Column::First => first = field,
                Column::Last if last.is_empty() => last.push_str(field),
                // Some people have two.
                Column::Last => last = format!("{last} {field}"),
                Column::Email if is_address(field) => newcomer.email = Some(field.clone()),
                Column::Email => {
                    let message = "this is no address: a name, an @ and a place make one";
                    let help = "mend it, or leave its place empty";
                    faults.add("P102", span.clone(), message, help);
                }
                Column::Tags => add_tags(&mut newcomer.name, field),
                Column::Tag(key) => {
                    // Remote is remote, whatever the column is called.
                    let words = field.split([',', ';', '|', '/', ' ']);
                    let words = words.filter(|it| !it.is_empty()).map(str::to_lowercase);
                    let value = words.collect::<Vec<_>>().join(" ");
                    let is_known = KNOWN.contains(&value.as_str());
                    let tag = if is_known {
                        value
                    } else {
                        format!("{key}:{value}")
                    };
                    add_tags(&mut newcomer.name, &tag);
                }
                Column::Other => {}
            }
        }
        let name = heads::joined(whole, first, &last);
        if name.contains('\n') {
            let message = "a quotation mark opens here and is not closed";
            let help = "close it, or double it where it belongs to the name";
            faults.add("P101", span.clone(), message, help);
        } else if is_address(&name) || !name.chars().any(char::is_alphabetic) {
            let message = "there is no name in this line";
            let help = "write one into its column, or remove the line";
            faults.add("P101", span.clone(), message, help);
        } else {
            newcomer.name.name = name;
            newcomers.push(newcomer);
        }
    }
    newcomers
}

/// The number of the line in which a row begins.
fn line(text: &str, span: &Range<usize>) -> usize {
    let before = text.get(..span.start).unwrap_or(text);
    let n_ends = before.matches(['\n', '\r']).count() - before.matches("\r\n").count();
    n_ends + 1
}

fn add_tags(name: &mut Name, field: &str) {
    for tag in field
        .to_lowercase()
        .split([',', ';', '|', '/'])
        .map(str::trim)
    {
        match tag {
            "" => {}
            "remote" => name.remote = true,
            _ if name.tags.iter().any(|it| it == tag) => {}
            _ => name.tags.push(tag.to_string()),
        }
    }
}

fn lines(text: &str, faults: &mut Faults) -> Vec<Newcomer> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let span = at..at + line.trim_end().len();
        at += line.len();
        // A line under a head, or an empty one.
        if !line.contains(char::is_alphanumeric) {
            continue;
        }
        // `- Ana`, `3. Ana`: lists are pasted with their marks.
        let number = |it: char| it.is_ascii_digit() || it.is_whitespace();
        let bare = line.trim_start_matches(number);
        let bare = bare.trim_start_matches(['-', '*', '\u{2022}', '.', ')']);
        let sentence = match newcomers(bare.trim()) {
            Ok(more) if more.is_empty() => "there is no name in this line".to_string(),
            Ok(more) => {
                let here = Some(self::line(text, &span));
                found.extend(more.into_iter().map(|it| Newcomer { line: here, ..it }));
                continue;
            }
            Err(sentence) => sentence,
        };
        let help = "write one name a line, such as: Ana (lead)";
        faults.add("P101", span, sentence, help);
    }
    found
}

#[cfg(test)]
mod tests;
