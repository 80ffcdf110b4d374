//! One person's file: what may stand in it, reading it, and its bytes.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;

use crate::fault::Fault;
use crate::fields::{self, Field, Shape, may, must, quoted};
use crate::keep::{self, Text};

use super::Person;
use super::alike::{bare, fold};

/// The name of the format, with its major version.
const FORMAT: &str = "firelight.person/1";

/// What may be written in it.
pub const PERSON: &[Field] = &[
    must(
        "format",
        Shape::Format(FORMAT),
        "The format's name and major version.",
    ),
    must(
        "id",
        Shape::Slug,
        "Opaque: it stands for the person in session logs.",
    ),
    must("name", Shape::Text, "The name, as typed."),
    may("email", Shape::Text, "An address, if the team keeps it."),
    may(
        "tags",
        Shape::List(&Shape::Text),
        "lead, new, remote, and whatever else the team uses.",
    ),
    may(
        "away_until",
        Shape::Date,
        "The day on which the person is here again.",
    ),
    may(
        "since",
        Shape::Date,
        "The day on which the person was added.",
    ),
    may(
        "same_as",
        Shape::Slug,
        "The id of the same person, who was added twice.",
    ),
];

/// Reads one; `path` is only named in faults. Whoever has a name and an id counts, whatever else
/// is wrong: an id goes into logs and names a file, so nothing else ever stands in for it.
pub(super) fn parse(path: &Path, source: &[u8]) -> (Option<Person>, Vec<Fault>) {
    let (table, mut faults) = fields::read(source, path, "person", PERSON);
    // Keys of a newer version are kept and passed over.
    faults.retain(|it| it.rule != "S004");
    let mut id = table.string("id");
    let name = table.text("name").and_then(keep::roster);
    if let (Some(says), Some(name)) = (&id, &name)
        && tells(says, name.as_str())
    {
        let message = "this id tells who it is, and it would stand in logs for good";
        let help = "remove the file and add the person again, with: firelight team add; or write six letters and digits drawn by lot";
        faults.add("P103", table.span("id"), message, help);
        id = None;
    }
    let day = |key| table.text(key).and_then(|it| it.parse::<NaiveDate>().ok());
    let person = id.zip(name).map(|(id, name)| Person {
        id,
        name,
        email: table.text("email").and_then(keep::roster),
        tags: table
            .strings("tags")
            .iter()
            .filter_map(|it| keep::roster(it))
            .collect(),
        away_until: day("away_until"),
        since: day("since"),
        same_as: table.string("same_as"),
    });
    (person, faults.beside(Some(())).faults)
}

/// Whether an id has a word of the name in it, or the whole name.
fn tells(id: &str, name: &str) -> bool {
    let name = bare(&fold(name));
    let words = || name.split([' ', '-']).filter(|it| it.chars().count() > 1);
    let together: String = words().collect();
    let mut parts = id.split('-');
    parts.any(|part| words().any(|it| it == part)) || id.replace('-', "") == together
}

/// The file's bytes; `rest` is what else stood in it.
pub(super) fn bytes(person: &Person, rest: &str) -> Vec<u8> {
    let mut lines = format!("format = \"{FORMAT}\"\n");
    let mut line = |key: &str, value: Option<String>| {
        // Writing to a String cannot fail.
        let _ = value.map(|it| writeln!(lines, "{key} = {it}"));
    };
    let text = |it: &Text| quoted(it.as_str());
    let tags: Vec<String> = person.tags.iter().map(text).collect();
    line("id", Some(quoted(&person.id)));
    line("name", Some(text(&person.name)));
    line("email", person.email.as_ref().map(text));
    line(
        "tags",
        (!tags.is_empty()).then(|| format!("[{}]", tags.join(", "))),
    );
    line("away_until", person.away_until.map(|it| it.to_string()));
    line("since", person.since.map(|it| it.to_string()));
    line("same_as", person.same_as.as_deref().map(quoted));
    lines.push_str(rest);
    lines.into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::visible;

    fn person(name: &str) -> Person {
        Person {
            id: "7kq2mz".into(),
            name: keep::roster(name).unwrap(),
            email: keep::roster("ana@example.org"),
            tags: ["remote", "a \"b\" \\"]
                .iter()
                .filter_map(|it| keep::roster(it))
                .collect(),
            away_until: NaiveDate::from_ymd_opt(2026, 12, 3),
            since: NaiveDate::from_ymd_opt(2026, 11, 30),
            same_as: Some("p3x9aa".into()),
        }
    }

    #[test]
    fn a_file_is_read_as_people_would_write_it() {
        let source = bytes(&person("Zo\u{eb} \u{202e}x"), "");
        insta::assert_snapshot!(String::from_utf8(source).unwrap(), @r#"
        format = "firelight.person/1"
        id = "7kq2mz"
        name = "Zoë \U0000202Ex"
        email = "ana@example.org"
        tags = ["remote", "a \"b\" \\"]
        away_until = 2026-12-03
        since = 2026-11-30
        same_as = "p3x9aa"
        "#);
        let small = b"format = \"firelight.person/1\"\nid = \"7kq2mz\"\nname = \"Ana\"\naway_until = \"2026-12-03\"\n";
        let (read, faults) = parse(Path::new("people/ana.toml"), small);
        assert_eq!(faults, []);
        let read = read.unwrap();
        assert_eq!((read.id.as_str(), read.name.as_str()), ("7kq2mz", "Ana"));
        assert_eq!(read.away_until, NaiveDate::from_ymd_opt(2026, 12, 3));
    }

    #[test]
    fn what_a_newer_version_wrote_stays() {
        let source = "format = \"firelight.person/1\"\nid = \"a\"\nname = \"Ana\"\npronouns = \"she\"\n\n[more]\nx = 1\n";
        let (read, faults) = parse(Path::new("a.toml"), source.as_bytes());
        assert_eq!(faults, []);
        let again = bytes(&read.unwrap(), &fields::beside(source, PERSON));
        assert_eq!(String::from_utf8(again).unwrap(), source);
    }

    #[test]
    fn a_damaged_file_names_its_place_and_gives_what_can_be_read() {
        let source = b"format = \"firelight.person/1\"\nid = \"a\"\nname = \"Ana\"\ntags = 3\n";
        let (read, faults) = parse(Path::new("a.toml"), source);
        assert!(read.is_some());
        assert_eq!((faults.len(), faults[0].rule), (1, "S006"));
        let newer = b"format = \"firelight.person/2\"\nname = \"Ana\"\n";
        let (read, faults) = parse(Path::new("a.toml"), newer);
        assert!(read.is_none() && faults[0].message.contains("unknown here"));
    }

    #[test]
    fn without_an_id_that_says_nothing_there_is_nobody_and_the_mend_is_said() {
        for (id, rule, mend) in [
            ("", "S005", "add `id = …`"),
            ("id = \"\"", "S007", "lower-case letters"),
            ("id = \"../../etc/x\"", "S007", "lower-case letters"),
            ("id = \"A B\"", "S007", "at most 40"),
            (&format!("id = {:?}", "a".repeat(41)), "S007", "at most 40"),
            ("id = 7", "S006", "lower-case letters"),
            ("id = \"lind\"", "P103", "firelight team add"),
            ("id = \"x-zoe\"", "P103", "firelight team add"),
            ("id = \"zoelind\"", "P103", "firelight team add"),
        ] {
            let source =
                format!("format = \"firelight.person/1\"\n{id}\nname = \"Zo\u{eb} Lind\"\n");
            let (read, faults) = parse(Path::new("people/zoe.toml"), source.as_bytes());
            assert_eq!(read, None, "{id}");
            assert_eq!((faults.len(), faults[0].rule), (1, rule), "{faults:?}");
            assert!(faults[0].help.contains(mend), "{faults:?}");
        }
        assert!(!tells("7kq2mz", "Zo\u{eb} Lind") && !tells("a", "A"));
    }

    proptest! {
        #[test]
        fn any_name_comes_back_and_nothing_in_the_file_moves_a_cursor(name in "\\PC.{0,40}|.{0,40}") {
            prop_assume!(keep::roster(&name).is_some());
            let person = person(&name);
            let bytes = bytes(&person, "");
            let (read, faults) = parse(Path::new("a.toml"), &bytes);
            prop_assert_eq!(faults, []);
            prop_assert_eq!(read, Some(person));
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(text.lines().all(|it| visible(it) == it));
        }
    }
}
