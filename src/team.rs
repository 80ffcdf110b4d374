//! What a team decided about itself: `firelight.toml`, which belongs to people. The program
//! reads it and never edits it. Everything in it is optional, and so is the file.

pub mod care;
pub mod hidden;

use std::path::Path;

use crate::disk::Disk;
use crate::fault::{Broken, Fault, Severity};
use crate::fields::{self, Field, LARGEST, Shape, Table, later, may};
use crate::ritual::Level;
use crate::ritual::read::shape::LEVEL;

/// The file's name in the team's folder.
pub const FILE: &str = "firelight.toml";

/// A team's decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// What it calls itself.
    pub name: Option<String>,
    /// The IANA name of its time zone.
    pub tz: Option<String>,
    /// The deepest level dealt in this team.
    pub ceiling: Level,
    /// Flags, themes and tags never dealt.
    pub exclude: Vec<String>,
    /// What is going on around the team, such as `layoffs`: some questions are not dealt then.
    pub contexts: Vec<String>,
    /// Ids never used.
    pub hide: Vec<String>,
    /// Minutes of rituals a week, for each person.
    pub minutes_a_week: Option<i64>,
    /// Whether its file is damaged, so that something stricter may have stood in it.
    pub is_damaged: bool,
}

impl Default for Team {
    fn default() -> Self {
        Self {
            name: None,
            tz: None,
            ceiling: Level::Tender,
            exclude: Vec::new(),
            contexts: Vec::new(),
            hide: Vec::new(),
            minutes_a_week: None,
            is_damaged: false,
        }
    }
}

impl Team {
    /// What a damaged file says no more may have been the strictest thing in it.
    fn strictest(self) -> Self {
        Self {
            ceiling: Level::Light,
            is_damaged: true,
            ..self
        }
    }
}

/// Times in which trust is thin (`method.md` §2.3): some questions are not dealt, and none goes as
/// deep as usual.
pub const CONTEXTS: &[&str] = &["layoffs", "reorganisation", "conflict", "incident"];

/// What may be written in it.
pub const TEAM: &[Field] = &[
    may(
        "format",
        Shape::Format("firelight.team/1"),
        "The format's name and major version.",
    ),
    may("name", Shape::Text, "What the team calls itself."),
    may(
        "tz",
        Shape::Text,
        "The team's time zone, such as \"Europe/Berlin\".",
    ),
    may("ceiling", LEVEL, "The deepest level dealt in this team."),
    may(
        "exclude",
        Shape::List(&Shape::Text),
        "Flags, themes and tags never dealt.",
    ),
    may(
        "contexts",
        Shape::List(&Shape::OneOf(CONTEXTS)),
        "What is going on: trust is thinner then, and less is asked.",
    ),
    may(
        "hide",
        Shape::List(&Shape::Slug),
        "Ids of rituals and items never used.",
    ),
    later(
        "holidays",
        Shape::List(&Shape::Text),
        "Days off: \"2026-12-24\" or \"2026-12-24..2027-01-01\".",
    ),
    later(
        "minutes_a_week",
        Shape::Integer { min: 0, max: 600 },
        "Minutes of rituals a week, for each person.",
    ),
    later(
        "lines",
        Shape::OneOf(&["warm", "neutral"]),
        "How the facilitator's lines sound.",
    ),
];

/// Reads the team's file, and what it hid. When the file has faults, they come beside as much of it
/// as could be read.
pub fn read(disk: &dyn Disk, folder: &Path) -> (Team, Option<Broken>) {
    let (mut team, broken) = read_by(parse, disk, folder);
    match hidden::read(disk, folder) {
        Ok(ids) => team.hide.extend(ids),
        Err(error) if broken.is_none() => {
            let path = folder.join(hidden::FOLDER);
            return (team, Some(Broken::unreadable(&path, &error)));
        }
        Err(_) => {}
    }
    (team, broken)
}

/// Everything that a person should look at in the team's file, also what nothing acts on yet.
pub fn check(disk: &dyn Disk, folder: &Path) -> Option<Broken> {
    read_by(parse_and_look, disk, folder).1
}

fn read_by(
    parse: fn(&Path, &[u8]) -> (Team, Vec<Fault>),
    disk: &dyn Disk,
    folder: &Path,
) -> (Team, Option<Broken>) {
    let path = folder.join(FILE);
    let source = match disk.read(&path, LARGEST) {
        Ok(source) => source,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return (Team::default(), None);
        }
        Err(error) => {
            let broken = Broken::unreadable(&path, &error);
            return (Team::default().strictest(), Some(broken));
        }
    };
    let (team, faults) = parse(&path, &source);
    let is_damaged = faults.iter().any(|it| it.severity == Severity::Error);
    let team = if is_damaged { team.strictest() } else { team };
    let broken = (!faults.is_empty()).then(|| Broken {
        path,
        source: String::from_utf8_lossy(&source).into_owned(),
        faults,
    });
    (team, broken)
}

/// Reads the bytes of a team's file; `path` is only named in faults.
pub fn parse(path: &Path, source: &[u8]) -> (Team, Vec<Fault>) {
    let (table, faults) = fields::read(source, path, "team", TEAM);
    (team(&table), faults.beside(Some(())).faults)
}

fn parse_and_look(path: &Path, source: &[u8]) -> (Team, Vec<Fault>) {
    let (table, mut faults) = fields::read(source, path, "team", TEAM);
    fields::idle::tell(&table, TEAM, &mut faults);
    (team(&table), faults.beside(Some(())).faults)
}

fn team(table: &Table) -> Team {
    let usual = Team::default();
    Team {
        name: table.string("name"),
        tz: table.string("tz"),
        ceiling: table
            .number("ceiling")
            .and_then(Level::from_number)
            .unwrap_or(usual.ceiling),
        exclude: table
            .strings("exclude")
            .iter()
            .map(|it| it.to_lowercase())
            .collect(),
        contexts: table.strings("contexts"),
        hide: table.strings("hide"),
        minutes_a_week: table.number("minutes_a_week"),
        ..usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_a_team() {
        assert_eq!(parse(Path::new(FILE), b""), (Team::default(), Vec::new()));
    }

    #[test]
    fn every_key_is_read() {
        let source = br#"
            format = "firelight.team/1"
            name = "The Lanterns"
            tz = "Europe/Berlin"
            ceiling = "personal"
            exclude = ["family"]
            contexts = ["layoffs"]
            hide = ["help-small-hand"]
            holidays = ["2026-12-24..2027-01-01"]
            minutes_a_week = 60
            lines = "warm"
        "#;
        let (team, faults) = parse(Path::new(FILE), source);
        assert_eq!(faults, Vec::new());
        assert_eq!(team.name.as_deref(), Some("The Lanterns"));
        assert_eq!(team.tz.as_deref(), Some("Europe/Berlin"));
        assert_eq!(team.ceiling, Level::Personal);
        assert_eq!(
            (team.exclude, team.hide),
            (vec!["family".into()], vec!["help-small-hand".into()])
        );
        assert_eq!(team.contexts, ["layoffs"]);
        assert_eq!(team.minutes_a_week, Some(60));
    }

    #[test]
    fn what_nothing_acts_on_yet_is_told_to_whoever_checks_alone() {
        let source = b"holidays = []\nname = \"A\"\nlines = \"warm\"\nminutes_a_week = 60\n";
        assert_eq!(parse(Path::new(FILE), source).1, []);
        let (team, faults) = parse_and_look(Path::new(FILE), source);
        assert_eq!(team.minutes_a_week, Some(60));
        let told: Vec<_> = faults.iter().map(|it| (it.rule, &*it.message)).collect();
        assert_eq!(
            told,
            [
                ("S008", "`holidays` is read, and nothing acts on it yet"),
                ("S008", "`lines` is read, and nothing acts on it yet"),
                (
                    "S008",
                    "`minutes_a_week` is read, and nothing acts on it yet"
                ),
            ]
        );
    }

    #[test]
    fn a_mistyped_key_keeps_what_is_right() {
        let (team, faults) = parse(Path::new(FILE), b"name = \"A\"\nceilling = \"open\"\n");
        assert_eq!(team.name.as_deref(), Some("A"));
        assert!(faults[0].help.contains("ceiling"), "{faults:?}");
    }
}
