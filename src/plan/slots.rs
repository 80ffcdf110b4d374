//! Who would like to tell a story: the organiser's own page, `<private>/slots/<date>.toml`.
//!
//! Names only, in the order of telling, for nobody else's eyes: no session reads it and no log has
//! it. Whoever withdraws is gone from it to the last byte, and nothing tells that there was anybody.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use crate::disk::{Disk, Rights, whole};
use crate::fault::{Broken, steers};
use crate::fields::{self, Field, LARGEST, Shape, may, must, quoted};
use crate::roster::mention::{Mention, Mentions};

/// The name of the format, with its major version.
const FORMAT: &str = "firelight.slots/1";

/// Stories that one session holds at most.
pub const MOST: usize = 6;

/// Days after the session for which the page is kept.
pub const KEPT: u64 = 7;

/// Bytes of a name at most.
const LONGEST: usize = 200;

/// What may be written in it.
static SLOTS: &[Field] = &[
    must(
        "format",
        Shape::Format(FORMAT),
        "The format's name and major version.",
    ),
    may(
        "tells",
        Shape::List(&Shape::Text),
        "Names, in the order of telling.",
    ),
];

/// Where all pages lie.
pub fn folder(private: &Path) -> PathBuf {
    private.join("slots")
}

/// Where the page for a day lies.
pub fn path(private: &Path, on: NaiveDate) -> PathBuf {
    folder(private).join(format!("{on}.toml"))
}

/// Reads who tells on a day, in order; nobody where there is no page.
///
/// # Errors
/// What is wrong with the file. None of its text is in the faults.
pub fn read(disk: &dyn Disk, private: &Path, on: NaiveDate) -> Result<Vec<String>, Broken> {
    let path = path(private, on);
    let source = match disk.read(&path, LARGEST) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Broken::unreadable(&path, &error)),
    };
    let (table, faults) = fields::read(&source, &path, "page", SLOTS);
    if faults.any_error() {
        let what = "the page of tellers is damaged";
        let help = "mend it, or remove it and ask once more";
        return Err(Broken::of(&path, "S001", what.to_string(), help));
    }
    let names = table.strings("tells");
    Ok(names.iter().filter_map(|it| name(it)).collect())
}

/// Writes who tells on a day; with nobody there is no page.
///
/// # Errors
/// As the disk says; the page is as it was then.
pub fn write(disk: &dyn Disk, private: &Path, on: NaiveDate, tells: &[String]) -> io::Result<()> {
    let path = path(private, on);
    if tells.is_empty() {
        // An empty page would tell that somebody withdrew.
        return remove(disk, private, on);
    }
    disk.make_folder(private, Rights::Private)?;
    disk.make_folder(&folder(private), Rights::Private)?;
    let mut text = format!("format = \"{FORMAT}\"\ntells = [\n");
    for it in tells {
        text.push_str(&format!("    {},\n", quoted(it)));
    }
    text.push_str("]\n");
    whole::replace(disk, &path, Rights::Private, text.as_bytes())
}

/// Takes the page for a day away, with what a killed process left of it.
///
/// # Errors
/// As the disk says; something may still be there.
pub fn remove(disk: &dyn Disk, private: &Path, on: NaiveDate) -> io::Result<()> {
    whole::remove(disk, &path(private, on))
}

/// Moves the page to another day, with the session.
///
/// # Errors
/// As the disk says; a page for one of the two days is whole.
pub fn shift(disk: &dyn Disk, private: &Path, from: NaiveDate, to: NaiveDate) -> io::Result<()> {
    if from == to || disk.look(&path(private, from)).is_err() {
        return Ok(());
    }
    disk.replace(&path(private, from), &path(private, to))?;
    whole::remove(disk, &path(private, from))?;
    disk.sync_folder(&folder(private))
}

/// Takes away every page whose session is more than a week past, and whatever a killed process left
/// half made.
///
/// # Errors
/// As the disk says; what could not be taken away is there for the next command.
pub fn sweep(disk: &dyn Disk, private: &Path, today: NaiveDate) -> io::Result<()> {
    for path in disk.list(&folder(private))? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let on = stem.parse::<NaiveDate>().ok();
        let last = on.and_then(|it| it.checked_add_days(Days::new(KEPT)));
        let is_half = path.extension().is_some_and(|it| it == "tmp");
        if is_half || last.is_some_and(|it| it < today) {
            whole::remove_if_there(disk, &path)?;
        }
    }
    Ok(())
}

/// Takes a person out of every page; whether anybody was taken out.
///
/// # Errors
/// As the disk says, or what is wrong with a page; the others are done.
pub fn forget(disk: &dyn Disk, private: &Path, mentions: &Mentions) -> io::Result<bool> {
    let mut done = Ok(false);
    for path in disk.list(&folder(private))? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let Ok(on) = stem.parse::<NaiveDate>() else {
            continue;
        };
        let Ok(mut tells) = read(disk, private, on) else {
            done = Err(io::Error::other("a page of tellers is damaged"));
            continue;
        };
        let before = tells.len();
        tells.retain(|it| mentions.in_text(it) != Some(Mention::Named));
        if tells.len() < before {
            let written = write(disk, private, on, &tells);
            done = written.and(done).map(|_| true);
        }
    }
    done
}

/// A name as it is kept: one line of letters that can be seen.
pub fn name(typed: &str) -> Option<String> {
    let name = fields::one_line(typed);
    let has_letters = name.contains(char::is_alphanumeric);
    let fits = has_letters && name.len() <= LONGEST && !name.contains(steers);
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "the test looks at rights and bytes"
    )]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::disk::RealDisk;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| it.to_string()).collect()
    }

    #[test]
    fn a_page_is_its_owner_s_alone_and_who_withdraws_leaves_no_byte() {
        let top = tempfile::tempdir().unwrap();
        let private = top.path().join("me");
        let on = day("2026-12-15");
        assert_eq!(read(&RealDisk, &private, on).unwrap(), [""; 0]);
        write(&RealDisk, &private, on, &names(&["Ana", "Qx\"ben", "Chi"])).unwrap();
        assert_eq!(
            read(&RealDisk, &private, on).unwrap(),
            ["Ana", "Qx\"ben", "Chi"]
        );
        for (path, wanted) in [(folder(&private), 0o700), (path(&private, on), 0o600)] {
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, wanted, "{}", path.display());
        }
        // As a kill leaves it.
        std::fs::write(path(&private, on).with_extension("tmp"), "Qx").unwrap();
        write(&RealDisk, &private, on, &names(&["Ana", "Chi"])).unwrap();
        let left = RealDisk.list(&folder(&private)).unwrap();
        assert_eq!(left, [path(&private, on)]);
        assert!(!std::fs::read_to_string(&left[0]).unwrap().contains("Qx"));
        shift(&RealDisk, &private, on, day("2027-01-12")).unwrap();
        assert_eq!(read(&RealDisk, &private, on).unwrap(), [""; 0]);
        assert_eq!(
            read(&RealDisk, &private, day("2027-01-12")).unwrap(),
            ["Ana", "Chi"]
        );
        sweep(&RealDisk, &private, day("2027-01-19")).unwrap();
        assert_eq!(RealDisk.list(&folder(&private)).unwrap().len(), 1);
        sweep(&RealDisk, &private, day("2027-01-20")).unwrap();
        assert_eq!(RealDisk.list(&folder(&private)).unwrap().len(), 0);
    }

    #[test]
    fn a_damaged_page_is_told_without_a_word_of_it() {
        let top = tempfile::tempdir().unwrap();
        let private = top.path().join("me");
        let on = day("2026-12-15");
        write(&RealDisk, &private, on, &names(&["Ana"])).unwrap();
        std::fs::write(path(&private, on), "tells = [\"Qxana\"").unwrap();
        let broken = read(&RealDisk, &private, on).unwrap_err();
        assert!(!format!("{broken:?}").contains("Qxana"));
    }

    #[test]
    fn a_name_is_one_line_that_steers_nothing() {
        assert_eq!(
            name(" Ana\n Lund\u{1b}[2J "),
            Some("Ana Lund [2J".to_string())
        );
        assert_eq!((name(" \u{200b}\n"), name(&"x".repeat(300))), (None, None));
    }
}
