//! Who would like to tell a story: the organiser's own page, `<private>/slots/<date>-<plan>.toml`.
//!
//! A page belongs to a plan, by the plan's uid: two teams may have stories on one day, and a plan's
//! day may change behind the page's back. The day in its name says when it goes by itself.
//!
//! Names only, in the order of telling, for nobody else's eyes: no session reads it and no log has
//! it. Whoever withdraws is gone from it to the last byte, and nothing tells that there was anybody.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use crate::disk::{Appending, Disk, Rights, whole};
use crate::fault::{Broken, steers};
use crate::fields::{self, Field, LARGEST, Shape, may, must, quoted};

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

/// Letters of a page's name that say whose plan it is.
const KEY: usize = 12;

/// Where all pages lie.
pub fn folder(private: &Path) -> PathBuf {
    private.join("slots")
}

fn lock_path(private: &Path) -> PathBuf {
    private.join("slots.lock")
}

/// Keeps every other window from changing a page, as long as it lives.
pub struct Lock(#[expect(dead_code, reason = "it is held, not used")] Box<dyn Appending>);

/// Takes the lock, to show a page and change it.
///
/// # Errors
/// `WouldBlock` when another window has it; otherwise as the disk says.
pub fn lock(disk: &dyn Disk, private: &Path) -> io::Result<Lock> {
    disk.make_folder(private, Rights::Private)?;
    whole::lock(disk, &lock_path(private)).map(Lock)
}

/// Takes the lock, to change pages that are not shown. `None` where no window ever showed one, or
/// where nothing can be locked: whoever takes names away is not stopped by that.
///
/// # Errors
/// `WouldBlock` when another window has it.
pub fn lock_if_used(disk: &dyn Disk, private: &Path) -> io::Result<Option<Lock>> {
    match disk.reopen(&lock_path(private), u64::MAX) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(error),
        file => Ok(file.ok().map(Lock)),
    }
}

/// Whether a page is shown in a window. Nothing of it is read.
pub fn is_open(disk: &dyn Disk, private: &Path) -> bool {
    disk.is_locked(&lock_path(private)).unwrap_or(false)
}

/// The page of a plan. To change it, the lock is to be held.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// What it lies on.
    pub disk: &'a dyn Disk,
    /// The person's folder.
    pub private: &'a Path,
    /// The plan's own name.
    pub uid: &'a str,
    /// The plan's day.
    pub on: NaiveDate,
}

/// What became of a page from which somebody was to be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortened {
    /// The others are on it.
    Kept,
    /// The page had to go with all who were on it.
    Gone,
}

impl Page<'_> {
    /// Where it is written.
    pub fn path(&self) -> PathBuf {
        let name = format!("{}-{}.toml", self.on, key(self.uid));
        folder(self.private).join(name)
    }

    /// Wherever it lies: under another day where the plan's was changed by hand.
    fn found(&self) -> io::Result<Vec<PathBuf>> {
        let mut paths = self.disk.list(&folder(self.private))?;
        let key = key(self.uid);
        paths.retain(|it| day_of(it).is_some() && key_of(it) == key);
        Ok(paths)
    }

    /// Reads who tells, in order; nobody where there is no page.
    ///
    /// # Errors
    /// What is wrong with the file. None of its text is in the faults.
    pub fn read(&self) -> Result<Vec<String>, Broken> {
        let unreadable = |it: &io::Error| Broken::unreadable(&folder(self.private), it);
        let mut found = self.found().map_err(|it| unreadable(&it))?;
        let path = self.path();
        let last = found.pop().unwrap_or_else(|| path.clone());
        let path = if found.contains(&path) { path } else { last };
        read(self.disk, &path)
    }

    /// Whether it is as the program writes it, with nothing that the next change would take away.
    pub fn is_as_written(&self, tells: &[String]) -> bool {
        let source = self.disk.read(&self.path(), LARGEST);
        source.map_or(tells.is_empty(), |it| it == bytes(tells).as_bytes())
    }

    /// Writes who tells; with nobody there is no page.
    ///
    /// # Errors
    /// As the disk says; the page is as it was then.
    pub fn write(&self, tells: &[String]) -> io::Result<()> {
        self.disk.make_folder(self.private, Rights::Private)?;
        self.disk
            .make_folder(&folder(self.private), Rights::Private)?;
        write(self.disk, &self.path(), tells)?;
        self.remove_but(Some(&self.path()))
    }

    /// Writes who is left when somebody withdrew, which needs no free space: that name goes before
    /// all else.
    ///
    /// # Errors
    /// As the disk says; the name may still be there.
    pub fn shorten(&self, tells: &[String]) -> io::Result<Shortened> {
        // Where it cannot be renamed, the page of another day goes below.
        let _ = self.settle();
        let path = self.path();
        let done = shorten(self.disk, &path, tells)?;
        self.remove_but(Some(&path)).map(|()| done)
    }

    /// Takes it away, with what a killed process left of it.
    ///
    /// # Errors
    /// As the disk says; something may still be there.
    pub fn remove(&self) -> io::Result<()> {
        whole::remove(self.disk, &self.path())?;
        self.remove_but(None)
    }

    fn remove_but(&self, kept: Option<&Path>) -> io::Result<()> {
        let mut found = self.found()?;
        found.retain(|it| Some(it.as_path()) != kept);
        found.iter().try_for_each(|it| whole::remove(self.disk, it))
    }

    /// Gives it the plan's day, which was another one.
    ///
    /// # Errors
    /// As the disk says; the page is whole, under one of the two days.
    pub fn settle(&self) -> io::Result<()> {
        let (found, path) = (self.found()?, self.path());
        let Some(last) = found.last().filter(|it| **it != path) else {
            return self.remove_but(Some(&path));
        };
        if !found.contains(&path) {
            self.disk.replace(last, &path)?;
            self.disk.sync_folder(&folder(self.private))?;
        }
        self.remove_but(Some(&path))
    }
}

fn key(uid: &str) -> String {
    blake3::hash(uid.as_bytes()).to_hex()[..KEY].to_string()
}

/// The day in a page's name; none where it is no page.
fn day_of(path: &Path) -> Option<NaiveDate> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".toml")?.get(..10)?.parse().ok()
}

fn key_of(path: &Path) -> &str {
    let stem = path.file_stem().and_then(|it| it.to_str());
    stem.and_then(|it| it.get(11..)).unwrap_or_default()
}

fn is_half(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "tmp")
}

fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<String>, Broken> {
    let source = match disk.read(path, LARGEST) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Broken::unreadable(path, &error)),
    };
    let (table, faults) = fields::read(&source, path, "page", SLOTS);
    let broken = |rule, what: &str, help| Broken::of(path, rule, what.to_string(), help);
    if faults.any("S003") {
        let what = "another version of Firelight wrote the page of tellers";
        return Err(broken("S003", what, "go on with that one"));
    }
    if faults.any_error() {
        let what = "the page of tellers is damaged";
        return Err(broken(
            "S001",
            what,
            "mend it there, or remove it and ask once more",
        ));
    }
    let names = table.strings("tells");
    let kept: Option<Vec<String>> = names.iter().map(|it| name(it)).collect();
    kept.ok_or_else(|| {
        let what = "a name on the page of tellers is too long, or cannot be seen";
        broken("S006", what, "mend it there")
    })
}

fn bytes(tells: &[String]) -> String {
    let names: String = tells
        .iter()
        .map(|it| format!("    {},\n", quoted(it)))
        .collect();
    format!("format = \"{FORMAT}\"\ntells = [\n{names}]\n")
}

fn write(disk: &dyn Disk, path: &Path, tells: &[String]) -> io::Result<()> {
    match tells {
        // An empty page would tell that somebody withdrew.
        [] => whole::remove(disk, path),
        _ => whole::replace(disk, path, Rights::Private, bytes(tells).as_bytes()),
    }
}

fn shorten(disk: &dyn Disk, path: &Path, tells: &[String]) -> io::Result<Shortened> {
    // In place, where a whole new page has no room beside the old one.
    let in_place = || {
        whole::remove_if_there(disk, &whole::half(path))?;
        let mut file = disk.reopen(path, 0)?;
        file.append(bytes(tells).as_bytes())?;
        file.sync()
    };
    if write(disk, path, tells).or_else(|_| in_place()).is_ok() {
        return Ok(Shortened::Kept);
    }
    whole::remove(disk, path).map(|()| Shortened::Gone)
}

/// Takes away every page whose session is more than a week past, and whatever a killed process left
/// half made. A page of one of `ahead`, plans by their uid, stays whatever its name says; and none
/// is touched while one is shown.
///
/// # Errors
/// As the disk says; what could not be taken away is there for the next command.
pub fn sweep(disk: &dyn Disk, private: &Path, today: NaiveDate, ahead: &[&str]) -> io::Result<()> {
    let is_over = |it: &PathBuf| {
        let last = day_of(it).and_then(|it| it.checked_add_days(Days::new(KEPT)));
        let is_ahead = || ahead.iter().any(|uid| key(uid) == key_of(it));
        is_half(it) || last.is_some_and(|it| it < today) && !is_ahead()
    };
    let mut paths = disk.list(&folder(private))?;
    paths.retain(is_over);
    if paths.is_empty() {
        return Ok(());
    }
    let _lock = lock_if_used(disk, private)?;
    for path in paths {
        whole::remove_if_there(disk, &path)?;
    }
    disk.sync_folder(&folder(private))
}

/// Takes a person out of every page, and takes away whatever a killed process left half made. The
/// lock is to be held.
///
/// # Errors
/// As the disk says, or what is wrong with a page; the others are done.
pub fn forget(disk: &dyn Disk, private: &Path, is_them: &dyn Fn(&str) -> bool) -> io::Result<()> {
    let mut done = Ok(());
    for path in disk.list(&folder(private))? {
        let one = match (is_half(&path), day_of(&path)) {
            (true, _) => whole::remove_if_there(disk, &path).map(|_| ()),
            (false, Some(_)) => forget_on(disk, &path, is_them),
            (false, None) => Ok(()),
        };
        done = done.and(one);
    }
    done
}

fn forget_on(disk: &dyn Disk, path: &Path, is_them: &dyn Fn(&str) -> bool) -> io::Result<()> {
    let mut tells = read(disk, path).map_err(|_| io::Error::other("a page cannot be read"))?;
    let before = tells.len();
    tells.retain(|it| !is_them(it));
    match tells.len() < before {
        true => shorten(disk, path, &tells).map(|_| ()),
        false => Ok(()),
    }
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

    fn page<'a>(private: &'a Path, on: &str) -> Page<'a> {
        let (disk, uid, on) = (&RealDisk, "0193", day(on));
        Page {
            disk,
            private,
            uid,
            on,
        }
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| it.to_string()).collect()
    }

    #[test]
    fn a_page_is_its_owner_s_alone_and_who_withdraws_leaves_no_byte() {
        let top = tempfile::tempdir().unwrap();
        let private = top.path().join("me");
        let own = page(&private, "2026-12-15");
        assert_eq!(own.read().unwrap(), [""; 0]);
        own.write(&names(&["Ana", "Qx\"ben", "Chi"])).unwrap();
        assert_eq!(own.read().unwrap(), ["Ana", "Qx\"ben", "Chi"]);
        for (path, wanted) in [(folder(&private), 0o700), (own.path(), 0o600)] {
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, wanted, "{}", path.display());
        }
        // As a kill leaves it.
        std::fs::write(own.path().with_extension("tmp"), "Qx").unwrap();
        own.write(&names(&["Ana", "Chi"])).unwrap();
        let left = RealDisk.list(&folder(&private)).unwrap();
        assert_eq!(left, [own.path()]);
        assert!(!std::fs::read_to_string(&left[0]).unwrap().contains("Qx"));
    }

    #[test]
    fn a_page_is_its_plan_s_whatever_the_day_and_goes_a_week_after_it() {
        let top = tempfile::tempdir().unwrap();
        let private = top.path();
        let (own, moved) = (page(private, "2026-12-15"), page(private, "2027-01-12"));
        let other = Page { uid: "0194", ..own };
        own.write(&names(&["Ana", "Chi"])).unwrap();
        assert_eq!(other.read().unwrap(), [""; 0]);
        other.write(&names(&["Ben"])).unwrap();
        // Before its name says so, and after.
        for _ in 0..2 {
            assert_eq!(moved.read().unwrap(), ["Ana", "Chi"]);
            moved.settle().unwrap();
        }
        assert!(moved.path().exists() && !own.path().exists());
        assert_eq!(other.read().unwrap(), ["Ben"]);
        own.remove().unwrap();
        assert_eq!(moved.read().unwrap(), [""; 0]);
        let left = || RealDisk.list(&folder(private)).unwrap().len();
        for (today, ahead, wanted) in [
            ("2026-12-22", &[][..], 1),
            ("2026-12-23", &["0194"][..], 1),
            ("2026-12-23", &["0193"][..], 0),
        ] {
            sweep(&RealDisk, private, day(today), ahead).unwrap();
            assert_eq!(left(), wanted, "{today}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_told_without_a_word_of_it() {
        let top = tempfile::tempdir().unwrap();
        let own = page(top.path(), "2026-12-15");
        own.write(&names(&["Ana"])).unwrap();
        assert!(own.is_as_written(&names(&["Ana"])));
        let long = format!(
            "format = \"{FORMAT}\"\ntells = [\"Qxana{}\"]",
            "a".repeat(200)
        );
        for (text, wanted) in [
            ("tells = [\"Qxana\"", "S001"),
            (
                "format = \"firelight.slots/2\"\ntells = [\"Qxana\"]",
                "S003",
            ),
            (&long, "S006"),
        ] {
            std::fs::write(own.path(), text).unwrap();
            let broken = own.read().unwrap_err();
            assert_eq!(broken.faults[0].rule, wanted);
            assert!(!format!("{broken:?}").contains("Qxana"));
        }
        let noted = format!("# mine\n{}", bytes(&names(&["Ana"])));
        std::fs::write(own.path(), noted).unwrap();
        assert!(!own.is_as_written(&own.read().unwrap()));
    }

    #[test]
    fn one_window_has_the_pages_at_a_time() {
        let top = tempfile::tempdir().unwrap();
        let private = top.path();
        assert!(lock_if_used(&RealDisk, private).unwrap().is_none());
        let held = lock(&RealDisk, private).unwrap();
        assert!(is_open(&RealDisk, private));
        let refused = lock(&RealDisk, private).err().map(|it| it.kind());
        assert_eq!(refused, Some(io::ErrorKind::WouldBlock));
        assert!(lock_if_used(&RealDisk, private).is_err());
        drop(held);
        assert!(!is_open(&RealDisk, private));
        assert!(lock_if_used(&RealDisk, private).unwrap().is_some());
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
