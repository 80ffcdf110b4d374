//! Whom a team can call when somebody needs more than a moment: `care.toml`, which belongs to
//! people. Only the care card on the cue shows it; it is never logged, and never on a stage.

use std::path::Path;

use crate::disk::Disk;
use crate::fault::{Broken, Fault, Severity};
use crate::fields::{self, Field, LARGEST, Shape, Table, may, must};

/// The file's name in the team's folder.
pub const FILE: &str = "care.toml";

/// Somebody who can be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub who: String,
    /// How: a number, a door.
    pub how: String,
    /// When.
    pub hours: Option<String>,
    /// In which languages.
    pub languages: Vec<String>,
}

/// What may be written in it.
pub const CARE: &[Field] = &[
    may(
        "format",
        Shape::Format("firelight.care/1"),
        "The format's name and major version.",
    ),
    may(
        "contact",
        Shape::List(&Shape::Table(CONTACT)),
        "Whom to call, one [[contact]] each.",
    ),
];

const CONTACT: &[Field] = &[
    must("who", Shape::Text, "Who it is."),
    must(
        "how",
        Shape::Text,
        "How they are reached, such as a number.",
    ),
    may("hours", Shape::Text, "When they are there."),
    may(
        "languages",
        Shape::OneOrMore(&Shape::Text),
        "Languages they speak.",
    ),
];

/// Reads a team's contacts. From a file with an error in it none are taken: half a number is
/// worse than none.
pub fn read(disk: &dyn Disk, folder: &Path) -> (Vec<Contact>, Option<Broken>) {
    let path = folder.join(FILE);
    let source = match disk.read(&path, LARGEST) {
        Ok(source) => source,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Vec::new(), None),
        Err(error) => return (Vec::new(), Some(Broken::unreadable(&path, &error))),
    };
    let (contacts, faults) = parse(&path, &source);
    (contacts, Broken::found(&path, &source, faults))
}

/// Reads the bytes of such a file; `path` is only named in faults.
pub fn parse(path: &Path, source: &[u8]) -> (Vec<Contact>, Vec<Fault>) {
    let (table, faults) = fields::read(source, path, "care card", CARE);
    let faults = faults.beside(Some(())).faults;
    if faults.iter().any(|it| it.severity == Severity::Error) {
        return (Vec::new(), faults);
    }
    (
        table.tables("contact").filter_map(contact).collect(),
        faults,
    )
}

fn contact(table: &Table) -> Option<Contact> {
    Some(Contact {
        who: table.string("who")?,
        how: table.string("how")?,
        hours: table.string("hours"),
        languages: table.strings("languages"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        [[contact]]
        who = "Dr. Lind"
        how = "+49 30 1234"
        hours = "9 to 17"
        languages = ["German", "English"]

        [[contact]]
        who = "Night line"
        how = "+49 30 5678"
    "#;

    #[test]
    fn every_contact_is_read() {
        let (contacts, faults) = parse(Path::new(FILE), WHOLE.as_bytes());
        assert_eq!(faults, Vec::new());
        assert_eq!(contacts.len(), 2);
        assert_eq!(contacts[0].languages, ["German", "English"]);
        assert_eq!(contacts[1].how, "+49 30 5678");
        assert_eq!(parse(Path::new(FILE), b""), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_damaged_file_gives_no_contact_and_says_where() {
        for (from, to, words) in [
            ("hours", "houres", "hours"),
            ("how =", "#how =", "how"),
            ("[[contact]]", "[[contact", "]"),
        ] {
            let source = WHOLE.replacen(from, to, 1);
            let (contacts, faults) = parse(Path::new(FILE), source.as_bytes());
            assert_eq!(contacts, Vec::new(), "{to}");
            let told = faults.iter().any(|it| {
                (it.message.contains(words) || it.help.contains(words)) && it.span.end > 0
            });
            assert!(told, "{to}: {faults:?}");
        }
    }
}
