//! Lists of people as they are exported or pasted: CSV with a header or without, or lines of
//! names. Every line that cannot be read is named, and then nobody is taken: whoever mends the
//! list reads it again, and nothing is half done.

use std::ops::Range;
use std::path::Path;

use crate::fault::{Faults, Read};

use super::{Name, Typed, read as read_names};

/// Somebody in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomer {
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

/// What may stand between columns; of two that fit alike the first is meant.
const DELIMITERS: [char; 3] = ['\t', ';', ','];

/// Reads a list; `path` is only named in faults.
pub fn read(path: &Path, source: &[u8]) -> Read<Vec<Newcomer>> {
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
    let first = rows.first().map(|it| columns(&it.1)).unwrap_or_default();
    let has = |wanted: &[Column]| first.iter().any(|it| wanted.contains(it));
    let newcomers = if has(&[Column::Name, Column::First]) {
        table(&rows[1..], &first, &mut faults)
    } else if has(&[Column::Last, Column::Email, Column::Tags]) {
        let message = "no column here is called name";
        let help = "call the column with the names so: name";
        faults.add("P105", rows[0].0.clone(), message, help);
        Vec::new()
    } else if is_prose(&text) || rows.iter().all(|it| it.1.len() < 2) {
        lines(&text, &mut faults)
    } else if rows.iter().all(|it| behind(it).all(fits)) {
        table(&rows, &[], &mut faults)
    } else if delimiter == ',' && !rows.iter().any(|it| behind(it).any(is_no_name)) {
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
    faults.beside(Some(newcomers))
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
            let of = |name| Newcomer { name, email: None };
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

/// What the fields of a header say; a row that is none says nothing.
fn columns(fields: &[String]) -> Vec<Column> {
    let column = |field: &String| {
        let word = field.to_lowercase().replace(['_', '-', ' ', '"'], "");
        match word.trim() {
            "name" | "names" | "fullname" | "displayname" | "person" => Column::Name,
            "firstname" | "givenname" => Column::First,
            "lastname" | "familyname" | "surname" => Column::Last,
            "email" | "mail" | "emailaddress" | "email1value" => Column::Email,
            "tag" | "tags" | "label" | "labels" | "role" | "roles" => Column::Tags,
            _ => Column::Other,
        }
    };
    fields.iter().map(column).collect()
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

fn table(rows: &[Row], columns: &[Column], faults: &mut Faults) -> Vec<Newcomer> {
    let mut newcomers = Vec::new();
    for (span, fields) in rows {
        let mut newcomer = Newcomer::default();
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
                Column::Email if is_address(field) => newcomer.email = Some(field.clone()),
                Column::Email => {
                    let message = "this is no address: a name, an @ and a place make one";
                    let help = "mend it, or leave its place empty";
                    faults.add("P102", span.clone(), message, help);
                }
                Column::Tags => add_tags(&mut newcomer.name, field),
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
        } else if is_address(name) || !name.chars().any(char::is_alphabetic) {
            let message = "there is no name in this line";
            let help = "write one into its column, or remove the line";
            faults.add("P101", span.clone(), message, help);
        } else {
            newcomer.name.name = name.to_string();
            newcomers.push(newcomer);
        }
    }
    newcomers
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
                found.extend(more);
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every newcomer as `name <email> [tags]`, then every fault as `line: message`.
    fn told(source: &[u8]) -> Vec<String> {
        let Read { value, faults } = read(Path::new("team.csv"), source);
        let newcomer = |it: Newcomer| {
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
        let newcomers = value.unwrap_or_default().into_iter().map(newcomer);
        newcomers.chain(faults.iter().map(fault)).collect()
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
    fn what_cannot_be_read_is_named_with_its_line_and_then_nobody_is_taken() {
        let rows = told(b"name,email\nAna,ana\n,b@x.org\nChi,c@x.org\nd@x.org,\n");
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows[0].starts_with("2: this is no address"), "{rows:?}");
        assert!(rows[1].starts_with("3: there is no name"), "{rows:?}");
        assert!(rows[2].starts_with("5: there is no name"), "{rows:?}");
        let pasted = told(b"Ana (lead\nBen\n\nChi <x>\n42\ne@x.org\n");
        assert_eq!(pasted.len(), 4, "{pasted:?}");
        assert!(pasted[0].starts_with("1: A bracket"), "{pasted:?}");
        assert!(pasted[1].starts_with("4: An address"), "{pasted:?}");
        assert!(pasted[2].starts_with("5: there is no name"), "{pasted:?}");
        assert!(pasted[3].starts_with("6: An address"), "{pasted:?}");
        let open = told(b"name,email\n\"Ana,a@x.org\nBen,b@x.org\n");
        assert_eq!(open, ["2: a quotation mark opens here and is not closed"]);
        assert_eq!(told(b"Ana\nB\xe9n\n"), ["2: this is not UTF-8 text"]);
        assert_eq!(told(b""), [""; 0]);
    }

    #[test]
    fn a_header_without_a_column_of_names_is_refused_and_adds_nobody() {
        for header in ["email,dept", "E-Mail;Abteilung", "last name\temail", "tags"] {
            let rows = told(format!("{header}\nana@x.org\n").as_bytes());
            assert_eq!(rows, ["1: no column here is called name"], "{header}");
        }
    }

    #[test]
    fn lines_that_begin_with_a_hash_are_comments() {
        let ana = ["Ana <ana@x.org> [\"lead\"]"];
        for source in [
            "# from the wiki, \"June\nAna <ana@x.org> (lead)\n  # Ben is gone\n",
            "\u{feff}# name, email\r\nname,email,tags\r\nAna,ana@x.org,lead\r\n#Ben,b@x.org,\r\n",
            "#,name,email,tags\n1,Ana,ana@x.org,lead\n",
        ] {
            let source = source.replace("Ana <ana@x.org> (lead)", "Ana (lead) <ana@x.org>");
            assert_eq!(told(source.as_bytes()), ana, "{source}");
        }
        let rows = told(b"# one\n\n# two\n<x\n");
        assert!(rows[0].starts_with("4: "), "{rows:?}");
    }

    #[test]
    fn semicolons_and_tabs_make_columns_whatever_the_first_line_has() {
        for between in [";", "\t"] {
            let rows = told(format!("Gus\nHal{between}lead\nIda{between}i@x.org\n").as_bytes());
            assert_eq!(rows, ["Gus []", "Hal [\"lead\"]", "Ida <i@x.org> []"]);
            // Design may be a tag or somebody.
            let rows = told(format!("Hal{between}design\nIda{between}lead\n").as_bytes());
            assert_eq!(rows, ["1: this may be several people, or one with tags"]);
        }
        let rows = told(b"Ana,lead\nBen,design\n");
        assert_eq!(rows, ["2: this may be several people, or one with tags"]);
        assert_eq!(told(b"Ana\rBen\r"), ["Ana []", "Ben []"]);
    }

    #[test]
    fn quotation_marks_are_not_of_the_name() {
        assert_eq!(
            told(b"\"Ana\"\n\"Lopez, Ben\" <b@x.org>, Chi \"Cheech\" Diaz\n"),
            [
                "Ana []",
                "Lopez, Ben <b@x.org> []",
                "Chi \"Cheech\" Diaz []"
            ]
        );
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
