//! Lists of people as they are exported or pasted: CSV with a header or without, or lines of
//! names. What cannot be read is named with its line and never stops the rest.

use std::ops::Range;
use std::path::Path;

use crate::fault::{Faults, Read};

use super::{Name, Typed, read as read_names};

/// Somebody in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name and its labels.
    pub name: Name,
    /// An address, if there was one.
    pub email: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    First,
    Last,
    Email,
    Tags,
    Other,
}

/// Labels that a column without a header may hold.
const KNOWN: &[&str] = &["lead", "new", "remote"];

/// Reads a list; `path` is only named in faults.
pub fn read(path: &Path, source: &[u8]) -> Read<Vec<Entry>> {
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
    // Spreadsheets put a mark in front.
    let from = text.len() - text.trim_start_matches('\u{feff}').len();
    let rows = rows(&text[from..], from);
    let entries = match rows.first().and_then(|it| header(&it.1)) {
        Some(columns) => table(&rows[1..], &columns, &mut faults),
        None if rows.iter().any(|it| it.1.len() > 1) && rows.iter().all(|it| is_row(&it.1)) => {
            table(&rows, &[], &mut faults)
        }
        None => lines(text, from, &mut faults),
    };
    // These faults are of single lines, and the other lines count.
    Read {
        value: Some(entries),
        faults: faults.beside(Some(())).faults,
    }
}

/// People as they are typed or pasted into one line: `Ana (lead) <ana@example.org>, Ben`.
///
/// # Errors
/// A sentence, when it cannot be read.
pub fn entries(typed: &str) -> Result<Vec<Entry>, String> {
    const LIKE_THIS: &str = "An address stands behind its name, like this: Ana <ana@example.org>.";
    let mut entries = Vec::new();
    let mut rest = typed;
    while let Some((before, behind)) = rest.split_once('<') {
        let (address, after) = behind.split_once('>').ok_or(LIKE_THIS)?;
        add_names(before, &mut entries)?;
        let last = entries.last_mut().filter(|_| is_address(address.trim()));
        let last: &mut Entry = last.ok_or(LIKE_THIS)?;
        last.email = Some(address.trim().to_string());
        rest = after;
    }
    add_names(rest, &mut entries)?;
    Ok(entries)
}

fn add_names(typed: &str, entries: &mut Vec<Entry>) -> Result<(), String> {
    match read_names(typed.trim().trim_start_matches([',', ';']))? {
        Typed::Names(names) => {
            let of = |name| Entry { name, email: None };
            entries.extend(names.into_iter().map(of));
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

fn rows(text: &str, from: usize) -> Vec<Row> {
    let first = text.lines().next().unwrap_or_default();
    let count = |it: u8| first.bytes().filter(|b| *b == it).count();
    let mut delimiter = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(delimiter) {
            delimiter = other;
        }
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter)
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
            rows.push((from + start..from + end, fields));
        }
    }
    rows
}

/// The columns that a header names; `None` when it is none.
fn header(fields: &[String]) -> Option<Vec<Column>> {
    let column = |field: &String| {
        let word = field.to_lowercase().replace(['_', '-', ' '], "");
        match word.as_str() {
            "name" | "names" | "fullname" | "displayname" | "person" => Column::Name,
            "firstname" | "givenname" => Column::First,
            "lastname" | "familyname" | "surname" => Column::Last,
            "email" | "mail" | "emailaddress" | "email1value" => Column::Email,
            "tag" | "tags" | "label" | "labels" | "role" | "roles" => Column::Tags,
            _ => Column::Other,
        }
    };
    let columns: Vec<Column> = fields.iter().map(column).collect();
    let names = |it: &Column| matches!(it, Column::Name | Column::First);
    columns.iter().any(names).then_some(columns)
}

/// Whether fields without a header are a row of a table, and not names one after another.
fn is_row(fields: &[String]) -> bool {
    let is_label = |it: &str| it.is_empty() || KNOWN.contains(&it);
    let fits =
        |it: &String| is_address(it) || it.to_lowercase().split([',', ' ', '|', '/']).all(is_label);
    fields.iter().skip(1).all(fits)
}

fn table(rows: &[Row], columns: &[Column], faults: &mut Faults) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (span, fields) in rows {
        let mut entry = Entry::default();
        let (mut whole, mut first, mut last) = ("", "", "");
        for (idx, field) in fields.iter().enumerate().filter(|it| !it.1.is_empty()) {
            let column = match columns.get(idx) {
                Some(column) => *column,
                None if !columns.is_empty() => Column::Other,
                None if idx == 0 => Column::Name,
                None if is_address(field) => Column::Email,
                None => Column::Tags,
            };
            match column {
                Column::Name => whole = field,
                Column::First => first = field,
                Column::Last => last = field,
                Column::Email if is_address(field) => entry.email = Some(field.clone()),
                Column::Email => {
                    let message = "this is no address: a name, an @ and a place make one";
                    let help = "mend it; the person is taken without it";
                    faults.add("P102", span.clone(), message, help);
                }
                Column::Tags => add_tags(&mut entry.name, field),
                Column::Other => {}
            }
        }
        let parts = format!("{first} {last}");
        let name = if whole.is_empty() {
            parts.trim()
        } else {
            whole
        };
        if name.contains('\n') {
            let message = "a quotation mark opens here and is not closed";
            let help = "close it, or double it where it belongs to the name";
            faults.add("P101", span.clone(), message, help);
        } else if !name.chars().any(char::is_alphanumeric) {
            let message = "there is no name in this line";
            let help = "write one into its column, or remove the line";
            faults.add("P101", span.clone(), message, help);
        } else {
            entry.name.name = name.to_string();
            entries.push(entry);
        }
    }
    entries
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

fn lines(text: &str, from: usize, faults: &mut Faults) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        // `- Ana`, `3. Ana`: lists are pasted with their marks.
        let number = |it: char| it.is_ascii_digit() || it.is_whitespace();
        let bare = line.trim_start_matches(number);
        let bare = bare.trim_start_matches(['-', '*', '\u{2022}', '.', ')']);
        match entries(bare.trim()) {
            Ok(more) => found.extend(more),
            Err(sentence) => {
                let help = "write one name a line, such as: Ana (lead)";
                faults.add("P101", span, sentence, help);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every entry as `name <email> [tags]`, then every fault as `line: message`.
    fn told(source: &[u8]) -> Vec<String> {
        let Read { value, faults } = read(Path::new("team.csv"), source);
        let entry = |it: Entry| {
            let email = it.email.map_or_else(String::new, |it| format!(" <{it}>"));
            let mut tags = it.name.tags;
            tags.extend(it.name.remote.then(|| "remote".to_string()));
            format!("{}{email} {tags:?}", it.name.name)
        };
        let text = String::from_utf8_lossy(source);
        let fault = |it| {
            let row = crate::fault::row(it, &text);
            format!("{}: {}", row.line, row.message)
        };
        let entries = value.unwrap_or_default().into_iter().map(entry);
        entries.chain(faults.iter().map(fault)).collect()
    }

    #[test]
    fn tables_are_read_with_any_mark_end_and_separator() {
        let wanted = [
            "Ana Lopez <ana@x.org> [\"lead\", \"ux\"]",
            "Ben [\"remote\"]",
            "Chi, Dr. []",
        ];
        for source in [
            "name,email,tags\nAna Lopez,ana@x.org,\"lead,ux\"\nBen,,remote\n\"Chi, Dr.\",,\n",
            "\u{feff}Name;E-Mail;Tags\r\nAna Lopez;ana@x.org;lead,ux\r\n\r\nBen;;Remote\r\nChi, Dr.;;\r\n",
            "Tags\tName\tTeam\tEmail\nlead/ux\tAna Lopez\tx\tana@x.org\nremote\tBen\n\t\"Chi, Dr.\"",
        ] {
            assert_eq!(told(source.as_bytes()), wanted, "{source}");
        }
        let names = "First Name,Last Name,E-mail Address\nAna,Lopez,ana@x.org\nBen,,\n";
        assert_eq!(
            told(names.as_bytes()),
            ["Ana Lopez <ana@x.org> []", "Ben []"]
        );
    }

    #[test]
    fn without_a_header_addresses_and_known_tags_make_a_table() {
        assert_eq!(
            told(b"Ana,ana@x.org,lead\nBen,,remote\nChi\n"),
            ["Ana <ana@x.org> [\"lead\"]", "Ben [\"remote\"]", "Chi []"]
        );
        assert_eq!(told(b"Ana,Ben\nChi,Dev\n").len(), 4);
    }

    #[test]
    fn pasted_lines_are_read_with_marks_brackets_and_addresses() {
        let source =
            "- Ana (lead, new)\n2. Ben <ben@x.org>\n\nChi, Dev (remote)\nEli <e@x.org>; Finn\n";
        assert_eq!(
            told(source.as_bytes()),
            [
                "Ana [\"lead\", \"new\"]",
                "Ben <ben@x.org> []",
                "Chi []",
                "Dev [\"remote\"]",
                "Eli <e@x.org> []",
                "Finn []"
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line_and_the_rest_is_taken() {
        let rows = told(b"name,email\nAna,ana\n,b@x.org\nChi,c@x.org\n");
        assert_eq!(rows[..2], ["Ana []", "Chi <c@x.org> []"]);
        assert!(rows[2].starts_with("2: this is no address"), "{rows:?}");
        assert!(rows[3].starts_with("3: there is no name"), "{rows:?}");
        let pasted = told(b"Ana (lead\nBen\n\nChi <x>\n");
        assert_eq!(pasted[0], "Ben []");
        assert!(pasted[1].starts_with("1: A bracket"), "{pasted:?}");
        assert!(pasted[2].starts_with("4: An address"), "{pasted:?}");
        let open = told(b"name,email\n\"Ana,a@x.org\nBen,b@x.org\n");
        assert_eq!(open, ["2: a quotation mark opens here and is not closed"]);
        assert_eq!(told(b"Ana\nB\xe9n\n"), ["2: this is not UTF-8 text"]);
        assert_eq!(told(b""), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_named(
            source in prop::collection::vec(any::<u8>(), 0..200),
            text in "[a-z,;\"\n\r\t(<>@ é\u{a0}]{0,80}",
        ) {
            let _ = told(&source);
            let _ = told(text.as_bytes());
        }
    }
}
