//! What a team decided about itself: `firelight.toml`, which belongs to people. The program
//! reads it and never edits it. Everything in it is optional, and so is the file.

pub mod care;
pub mod hidden;
mod words;

use std::ops::RangeInclusive;
use std::path::Path;

use chrono::NaiveDate;

use crate::bank::wording;
use crate::clock::day;
use crate::deal::{Limits, ceiling};
use crate::disk::Disk;
use crate::fault::{Broken, Fault, Faults, Severity, closest};
use crate::fields::{self, Field, LARGEST, Shape, Table, later, may};
use crate::library::Library;
use crate::ritual::Level;
use crate::ritual::read::shape::LEVEL;

use hidden::Hidden;

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
    /// Days off, on which nothing is due.
    pub holidays: Vec<RangeInclusive<NaiveDate>>,
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
            holidays: Vec::new(),
            is_damaged: false,
        }
    }
}

impl Team {
    /// What may be dealt where nobody knows yet who will be there: up to this level, no deeper than
    /// the team allows, and less deep while something goes on in which trust is thin.
    pub fn limits(&self, deepest: Level) -> Limits {
        let deepest = deepest.min(self.ceiling);
        self.limits_within(match self.contexts.is_empty() {
            true => deepest,
            false => ceiling::lowered(deepest),
        })
    }

    /// What may be dealt up to a level that was agreed for a session, by all that goes on there.
    pub fn limits_within(&self, agreed: Level) -> Limits {
        Limits {
            exclude: self.exclude.clone(),
            contexts: self.contexts.clone(),
            ..Limits::up_to(agreed)
        }
    }

    /// What a damaged file says no more may have been the strictest thing in it. Refusing to hold
    /// anything would cost a team its meeting for a comma, so that light questions are left, and of
    /// those none with a flag, whatever a step asks for.
    fn strictest(mut self) -> Self {
        let flags = wording::FLAGS.iter().map(|it| it.0.to_string());
        self.exclude.extend(flags);
        Self {
            ceiling: Level::Light,
            is_damaged: true,
            ..self
        }
    }
}

/// Times in which trust is thin: some questions are not dealt, and none goes as
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
        Shape::OneOrMore(&Shape::Text),
        "Flags, themes and tags never dealt.",
    ),
    may(
        "contexts",
        Shape::OneOrMore(&Shape::OneOf(CONTEXTS)),
        "What is going on: trust is thinner then, and less is asked.",
    ),
    may(
        "hide",
        Shape::OneOrMore(&Shape::Slug),
        "Ids of rituals and items never used.",
    ),
    may(
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

/// Reads the team's file, and what it hid. When something in them has faults, they come beside as
/// much as could be read; where a fault may hide what is never dealt, only what is light is.
pub fn read(disk: &dyn Disk, folder: &Path) -> (Team, Vec<Broken>) {
    look(disk, folder, false)
}

/// The ids that a team hides, and nothing else of it: shells ask for this between two keys.
pub fn hides(disk: &dyn Disk, folder: &Path) -> Vec<String> {
    let source = disk.read(&folder.join(FILE), LARGEST).unwrap_or_default();
    let mut hide = parse(Path::new(FILE), &source).0.hide;
    hide.extend(hidden::read(disk, folder).unwrap_or_default().ids);
    hide
}

/// Everything that a person should look at in the team's file and in what it hid, also what nothing
/// acts on yet.
pub fn check(disk: &dyn Disk, folder: &Path) -> Vec<Broken> {
    look(disk, folder, true).1
}

fn look(disk: &dyn Disk, folder: &Path, closely: bool) -> (Team, Vec<Broken>) {
    let path = folder.join(FILE);
    let library = Library::new(disk, Some(folder), &[]);
    let mut broken = Vec::new();
    let mut team = Team::default();
    match disk.read(&path, LARGEST) {
        Ok(source) => {
            let (table, mut faults) = fields::read(&source, &path, "team", TEAM);
            look_at(&table, &mut faults);
            words::look(&table, &library, &mut faults);
            if closely {
                fields::idle::tell(&table, TEAM, &mut faults);
            }
            team = of(&table);
            let faults = faults.beside(Some(())).faults;
            if faults.iter().any(|it| it.severity == Severity::Error) {
                team = team.strictest();
            }
            broken.extend(Broken::found(&path, &source, faults));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            team = team.strictest();
            broken.push(Broken::unreadable(&path, &error));
        }
    }
    match hidden::read(disk, folder) {
        Ok(found) => {
            if closely {
                broken.extend(strange(&found, folder, &library));
            }
            team.hide.extend(found.ids);
        }
        Err(error) => {
            team = team.strictest();
            broken.push(Broken::unreadable(&folder.join(hidden::FOLDER), &error));
        }
    }
    (team, broken)
}

/// Files in the folder of what is hidden that hide nothing.
fn strange(found: &Hidden, folder: &Path, library: &Library<'_>) -> Vec<Broken> {
    if found.ids.is_empty() && found.odd.is_empty() {
        return Vec::new();
    }
    let ids = words::ids(library);
    let tell = |path: &Path, name: &str| {
        let message = format!("nothing has the id `{name}`, so this file hides nothing");
        Broken::of(path, "S009", message, words::meant(name, &ids))
    };
    let odd = found.odd.iter().map(|it| {
        let name = it.file_name().unwrap_or_default().to_string_lossy();
        tell(it, &name)
    });
    let gone = found.ids.iter().filter(|it| !ids.contains(*it));
    let gone = gone.map(|it| tell(&folder.join(hidden::FOLDER).join(it), it));
    odd.chain(gone).collect()
}

/// Reads the bytes of a team's file; `path` is only named in faults.
pub fn parse(path: &Path, source: &[u8]) -> (Team, Vec<Fault>) {
    let (table, mut faults) = fields::read(source, path, "team", TEAM);
    look_at(&table, &mut faults);
    (of(&table), faults.beside(Some(())).faults)
}

/// What the file alone can tell.
fn look_at(table: &Table, faults: &mut Faults) {
    for spot in table.list("holidays") {
        if let Some(text) = spot.text().filter(|it| day::off(it).is_none()) {
            let message = format!("`{text}` is no day off, so people are taken to work on it");
            let help = "write 2026-12-24, or the first and the last day: 2026-12-24..2027-01-01";
            faults.warn("S007", spot.span.clone(), message, help);
        }
    }
    let Some(zone) = table.text("tz").filter(|it| !day::is_zone(it)) else {
        return;
    };
    let message = format!("`{zone}` is no time zone, so days are those of this computer");
    let help = match closest(zone, day::zones()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a name such as `Europe/Berlin`".to_string(),
    };
    // Nobody is dealt anything by a zone.
    faults.warn("S007", table.span("tz"), message, help);
}

fn of(table: &Table) -> Team {
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
        holidays: table
            .strings("holidays")
            .iter()
            .filter_map(|it| day::off(it))
            .collect(),
        ..usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault;
    use crate::library::tests::Shelf;

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
        assert_eq!(team.holidays, [day::off("2026-12-24..2027-01-01").unwrap()]);
    }

    /// What is read of a folder with these files, and what is told: rule, line and help.
    fn told(files: &[(&str, &str)]) -> (Team, Vec<(&'static str, usize, String)>) {
        let shelf = files.iter().fold(Shelf::default(), |it, (path, source)| {
            it.with(&format!("team/{path}"), source)
        });
        let (team, broken) = look(&shelf, Path::new("team"), true);
        let rows = broken.iter().flat_map(|broken| {
            let row = |it: &Fault| {
                (
                    it.rule,
                    fault::row(it, &broken.source).line,
                    it.help.clone(),
                )
            };
            broken.faults.iter().map(row)
        });
        (team, rows.collect())
    }

    fn rules(source: &str) -> (Team, Vec<&'static str>) {
        let (team, told) = told(&[(FILE, source)]);
        (team, told.iter().map(|it| it.0).collect())
    }

    #[test]
    fn what_nothing_acts_on_yet_is_told_to_whoever_checks_alone() {
        let source =
            "holidays = [\"2026-12-24\"]\nname = \"A\"\nlines = \"warm\"\nminutes_a_week = 60\n";
        assert_eq!(parse(Path::new(FILE), source.as_bytes()).1, []);
        let (team, rules) = rules(source);
        assert_eq!((team.name.as_deref(), team.is_damaged), (Some("A"), false));
        assert_eq!(rules, ["S008"; 2]);
    }

    #[test]
    fn words_that_mean_something_are_taken_in_any_case_and_alone() {
        let source = "exclude = \"Family\"\nhide = \"core\"\ncontexts = \"layoffs\"\n";
        let (team, rules) = rules(source);
        assert_eq!(rules, [""; 0]);
        assert_eq!(team.exclude, ["family"]);
        assert_eq!(
            (team.hide, team.contexts),
            (vec!["core".into()], vec!["layoffs".into()])
        );
        for word in ["work-useful", "hopes", "alcohol", "layoffs"] {
            assert!(
                !self::rules(&format!("exclude = [\"{word}\"]")).0.is_damaged,
                "{word}"
            );
        }
    }

    #[test]
    fn a_word_that_means_nothing_is_told_with_its_line_and_what_was_meant() {
        let (team, found) = told(&[(FILE, "name = \"A\"\nexclude = [\"food\", \"famly\"]\n")]);
        assert_eq!(found, [("S007", 2, "did you mean `family`?".to_string())]);
        assert_eq!((team.ceiling, team.is_damaged), (Level::Light, true));
        assert!(
            team.exclude.contains(&"family".to_string()),
            "nothing with a flag is left"
        );
        let (team, found) = told(&[(FILE, "\nhide = [\"help-small-hnd\", \"two-words\"]\n")]);
        assert_eq!((found.len(), found[0].0, found[0].1), (1, "S009", 2));
        assert!(!team.is_damaged);
        let (team, found) = told(&[(FILE, "tz = \"Europe/Berln\"\n")]);
        assert_eq!(
            found,
            [("S007", 1, "did you mean `Europe/Berlin`?".to_string())]
        );
        assert!(!team.is_damaged);
        let (team, rules) = rules("contexts = [\"layoff\"]\n");
        assert_eq!((team.ceiling, rules), (Level::Light, vec!["S007"]));
    }

    #[test]
    fn a_wrong_type_leaves_only_what_is_light_and_has_no_flag() {
        for source in [
            "exclude = true",
            "exclude = { family = true }",
            "exclude = [\"food\", 3]",
            "hide = 7",
            "hide = [[\"help-small-hand\"]]",
            "hide = [\"Help Small Hand\"]",
            "exclude = [\"family\" \"food\"]",
        ] {
            let (team, rules) = rules(source);
            assert!(team.is_damaged && !rules.is_empty(), "{source}");
            assert_eq!(team.ceiling, Level::Light, "{source}");
            assert!(team.exclude.iter().any(|it| it == "family"), "{source}");
        }
    }

    #[test]
    fn what_lies_beside_hidden_ids_is_told_and_a_broken_folder_too() {
        let (team, found) = told(&[
            ("hidden/core", ""),
            ("hidden/.gitkeep", ""),
            ("hidden/core (copy)", ""),
            ("hidden/coree", ""),
        ]);
        assert_eq!(team.hide, ["core", "coree"]);
        let wanted = "did you mean `core`?";
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|it| it.0 == "S009"), "{found:?}");
        assert_eq!(found[1].2, wanted);
        let (team, found) = told(&[("hidden", "a file")]);
        assert_eq!((team.ceiling, found[0].0), (Level::Light, "S001"));
    }

    #[test]
    fn limits_are_the_teams_and_lower_in_hard_times_but_for_what_was_agreed() {
        let mut team = Team {
            ceiling: Level::Personal,
            exclude: vec!["family".to_string()],
            ..Team::default()
        };
        assert_eq!(team.limits(Level::Tender).ceiling, Level::Personal);
        assert_eq!(team.limits(Level::Light).ceiling, Level::Light);
        team.contexts = vec!["layoffs".to_string()];
        let limits = team.limits(Level::Tender);
        assert_eq!(limits.ceiling, Level::Open);
        assert_eq!(
            (limits.exclude, limits.contexts),
            (team.exclude.clone(), team.contexts.clone())
        );
        assert_eq!(team.limits_within(Level::Personal).ceiling, Level::Personal);
        assert_eq!(team.limits_within(Level::Personal).contexts, team.contexts);
    }

    #[test]
    fn a_mistyped_key_keeps_what_is_right() {
        let (team, faults) = parse(Path::new(FILE), b"name = \"A\"\nceilling = \"open\"\n");
        assert_eq!(team.name.as_deref(), Some("A"));
        assert!(faults[0].help.contains("ceiling"), "{faults:?}");
    }
}
