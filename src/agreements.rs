//! Agreements on how a team shares stories: `agreements/<date>-<id>.toml` in the team's folder, one
//! small file each, written once. The one in force is the latest, as long as it holds; nobody goes
//! back to an older one. Whoever reads two clones as one folder finds the same. Nothing in them tells who wanted what.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};

use crate::disk::{Disk, Kind, Rights, whole};
use crate::fault::{Broken, Fault};
use crate::fields::{self, Field, LARGEST, Shape, may, must};
use crate::ritual::agreed::{Agreement, Questions, RULE_WORDS, Way};

/// The name of the format, with its major version.
const FORMAT: &str = "firelight.agreement/1";

/// What may be written in it.
pub const AGREEMENT: &[Field] = &[
    must(
        "format",
        Shape::Format(FORMAT),
        "The format's name and major version.",
    ),
    must("made", Shape::Date, "The day on which it was made."),
    may(
        "time",
        Shape::Time,
        "When on that day: of two made on one day, the later one counts.",
    ),
    must("way", Shape::OneOf(Way::WORDS), "How stories are shared."),
    must(
        "confidentiality",
        Shape::OneOf(RULE_WORDS),
        "What may be repeated outside.",
    ),
    must(
        "questions",
        Shape::OneOf(Questions::WORDS),
        "Questions after a story: none, or what the teller wishes.",
    ),
    must(
        "review",
        Shape::Date,
        "From this day on it is talked about again, and holds no more.",
    ),
];

/// Where they lie.
pub fn folder(team: &Path) -> PathBuf {
    team.join("agreements")
}

/// The agreement in force on a day, and the files that are passed over because they are damaged.
/// The one made last counts, of several made at one time the last by name; past its day there is none.
pub fn in_force(disk: &dyn Disk, team: &Path, day: NaiveDate) -> (Option<Agreement>, Vec<Broken>) {
    let (all, broken) = read(disk, team);
    let newest = all.into_iter().filter(|it| it.is_made_by(day));
    // The newest has the last word even where it is past its day: nobody goes back to an older one,
    // nor to one that is older than a file which cannot be read.
    let newest = newest.max_by_key(|it| (it.made, it.time));
    let is_older = |it: &Agreement| {
        broken
            .iter()
            .any(|other| made(&other.path) >= Some(it.made))
    };
    let newest = newest.filter(|it| it.holds(day) && !is_older(it));
    (newest, broken)
}

/// The day in a file's name; of one with another name, any day.
fn made(path: &Path) -> Option<NaiveDate> {
    let name = path.file_name()?.to_str()?;
    let day = name.get(..10).and_then(|it| it.parse().ok());
    Some(day.unwrap_or(NaiveDate::MAX))
}

/// All of them by file name, and the files that are passed over.
pub fn read(disk: &dyn Disk, team: &Path) -> (Vec<Agreement>, Vec<Broken>) {
    let folder = folder(team);
    if disk.look(&folder).is_ok_and(|it| it.kind == Kind::Link) {
        let message = "this is a link, which is not followed".to_string();
        let help = "put the folder itself there";
        return (Vec::new(), vec![Broken::of(&folder, "S001", message, help)]);
    }
    let mut paths = match disk.list(&folder) {
        Ok(paths) => paths,
        Err(error) => return (Vec::new(), vec![Broken::unreadable(&folder, &error)]),
    };
    paths.retain(|it| it.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    let (mut all, mut broken) = (Vec::new(), Vec::new());
    for path in paths {
        let source = match disk.read(&path, LARGEST) {
            Ok(source) => source,
            Err(error) => {
                broken.push(Broken::unreadable(&path, &error));
                continue;
            }
        };
        let (agreement, faults) = parse(&path, &source);
        all.extend(agreement);
        broken.extend(Broken::found(&path, &source, faults));
    }
    (all, broken)
}

/// Reads the bytes of one; `path` is only named in faults. One with an error in it is none: half an
/// agreement is not what was agreed.
pub fn parse(path: &Path, source: &[u8]) -> (Option<Agreement>, Vec<Fault>) {
    let (table, mut faults) = fields::read(source, path, "agreement", AGREEMENT);
    // Keys of a newer version are kept and passed over.
    faults.retain(|it| it.rule != "S004");
    let day = |key| table.text(key).and_then(|it| it.parse::<NaiveDate>().ok());
    let agreement = || {
        Some(Agreement {
            made: day("made")?,
            time: table
                .text("time")
                .and_then(|it| NaiveTime::parse_from_str(it, "%H:%M").ok()),
            way: table.word("way")?,
            confidentiality: table.word("confidentiality")?,
            questions: table.word("questions")?,
            review: day("review")?,
        })
    };
    let agreement = agreement();
    if agreement.is_some_and(|it| it.review <= it.made) {
        let message = "`review` is not after `made`, so this never holds";
        let help = "write the day on which it is talked about again";
        faults.add("P107", table.span("review"), message, help);
    }
    let faults = faults.beside(Some(())).faults;
    (agreement.filter(|_| faults.is_empty()), faults)
}

/// The id of one that was made in a session: whenever that is closed, it is the same.
pub fn id(session: &str) -> &str {
    let last = session.get(session.len().saturating_sub(6)..);
    last.filter(|it| fields::is_slug(it)).unwrap_or("agreed")
}

/// Whether one lies in the team's folder under this id.
pub fn has(disk: &dyn Disk, team: &Path, agreement: &Agreement, id: &str) -> bool {
    disk.look(&path(team, agreement, id)).is_ok()
}

fn path(team: &Path, agreement: &Agreement, id: &str) -> PathBuf {
    folder(team).join(format!("{}-{id}.toml", agreement.made))
}

/// Writes one; where it lies then. One that is there already under this id is the same, and stays.
///
/// # Errors
/// As the disk says; there is none then, unless only its folder could not be synced. `InvalidInput`
/// where the folder is a link.
pub fn write(disk: &dyn Disk, team: &Path, agreement: &Agreement, id: &str) -> io::Result<PathBuf> {
    if disk
        .look(&folder(team))
        .is_ok_and(|it| it.kind == Kind::Link)
    {
        let link = "a link, which is not followed; put the folder itself there";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, link));
    }
    disk.make_folder(&folder(team), Rights::Shared)?;
    let path = path(team, agreement, id);
    match whole::appear(disk, &path, Rights::Shared, bytes(agreement).as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(path),
        put => put.map(|()| path),
    }
}

fn bytes(agreement: &Agreement) -> String {
    let [way, rule, questions] = agreement.words();
    let time = agreement.time.map_or(String::new(), |it| {
        format!("time = \"{}\"\n", it.format("%H:%M"))
    });
    format!(
        "format = \"{FORMAT}\"\nmade = {}\n{time}way = \"{way}\"\nconfidentiality = \"{rule}\"\nquestions = \"{questions}\"\nreview = {}\n",
        agreement.made, agreement.review,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use crate::ritual::agreed::RULES;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn put(team: &Path, name: &str, text: &str) {
        let path = folder(team).join(name);
        whole::put_new(&RealDisk, &path, Rights::Shared, text.as_bytes()).unwrap();
    }

    #[test]
    fn what_is_written_is_read_and_the_latest_is_in_force_while_it_holds() {
        let team = tempfile::tempdir().unwrap();
        let team = team.path();
        assert_eq!(read(&RealDisk, team), (Vec::new(), Vec::new()));
        let old = Agreement::new(day("2026-09-01"), Way::Pairs, RULES[2], Questions::Teller);
        let new = Agreement::new(day("2026-12-01"), Way::Fours, RULES[0], Questions::None);
        let path = write(&RealDisk, team, &old, "7kq2mz").unwrap();
        assert!(path.ends_with("agreements/2026-09-01-7kq2mz.toml"));
        // The same once more is no second file.
        write(&RealDisk, team, &old, "7kq2mz").unwrap();
        write(&RealDisk, team, &new, "p3x9aa").unwrap();
        assert_eq!(read(&RealDisk, team), (vec![old, new], Vec::new()));
        for (on, wanted) in [
            ("2026-08-30", None),
            ("2026-11-29", Some(old)),
            ("2026-12-01", Some(new)),
            ("2027-05-31", Some(new)),
            ("2027-06-01", None),
        ] {
            assert_eq!(in_force(&RealDisk, team, day(on)).0, wanted, "{on}");
        }
        insta::assert_snapshot!(bytes(&new), @r#"
        format = "firelight.agreement/1"
        made = 2026-12-01
        way = "fours"
        confidentiality = "stays"
        questions = "none"
        review = 2027-06-01
        "#);
    }

    #[test]
    fn of_two_made_on_one_day_the_later_one_counts() {
        let team = tempfile::tempdir().unwrap();
        let team = team.path();
        let of = |way, time: &str| {
            Agreement::new(day("2026-12-01"), way, RULES[0], Questions::None)
                .at(time.parse().unwrap())
        };
        let (early, late) = (of(Way::Whole, "09:30:12"), of(Way::Fours, "15:00:59"));
        write(&RealDisk, team, &late, "aaaaaa").unwrap();
        write(&RealDisk, team, &early, "bbbbbb").unwrap();
        let found = in_force(&RealDisk, team, day("2026-12-01"));
        assert_eq!(found, (Some(late), Vec::new()));
    }

    #[test]
    fn a_damaged_one_says_where_and_the_others_hold() {
        let team = tempfile::tempdir().unwrap();
        let team = team.path();
        let whole = Agreement::new(day("2026-12-01"), Way::Wall, RULES[1], Questions::None);
        write(&RealDisk, team, &whole, "aaaaaa").unwrap();
        let text = bytes(&whole);
        put(team, "b.toml", &text.replace("\"wall\"", "\"walls\""));
        put(team, "c.toml", &text.replace("agreement/1", "agreement/2"));
        put(team, "d.toml", &text[..40]);
        put(team, "e.toml", &format!("{text}later = 1\n"));
        put(team, "f.txt", "no agreement");
        put(team, "2026-11-30-old.toml", &text[..40]);
        assert_eq!(in_force(&RealDisk, team, day("2026-12-02")).0, None);
        for name in ["b", "c", "d"] {
            let path = folder(team).join(format!("{name}.toml"));
            let older = folder(team).join(format!("2026-11-30-{name}.toml"));
            RealDisk.rename_new(&path, &older).unwrap();
        }
        assert_eq!(in_force(&RealDisk, team, day("2026-12-02")).0, Some(whole));
        let (all, broken) = read(&RealDisk, team);
        assert_eq!(all, [whole, whole]);
        let names = broken.iter().map(|it| it.path.file_name().unwrap());
        assert_eq!(
            names.collect::<Vec<_>>(),
            [
                "2026-11-30-b.toml",
                "2026-11-30-c.toml",
                "2026-11-30-d.toml",
                "2026-11-30-old.toml"
            ]
        );
        assert!(broken[0].faults[0].help.contains("did you mean `wall`?"));
        let span = broken[0].faults[0].span.clone();
        assert_eq!(&broken[0].source[span], "\"walls\"");
    }
}
