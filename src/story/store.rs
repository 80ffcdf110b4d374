//! Where the story lies: one file in the person's own folder, written whole in one move.
//!
//! A second file holds the lock, so that two windows never write over each other; it is empty.

use std::io;
use std::path::{Path, PathBuf};

use super::{Story, file, sheet};
use crate::disk::{self, Appending, Disk, Held, Kind, Rights, whole};
use crate::fault::{Broken, Fault, RULES};
use crate::fields::LARGEST;

/// Where the story lies.
pub fn path(private: &Path) -> PathBuf {
    private.join("story.toml")
}

/// Where the moments lie while an editor has them: in a folder of its own, since it may keep copies
/// beside a file under any name.
pub fn edited(private: &Path) -> PathBuf {
    editing(private).join("story.txt")
}

fn editing(private: &Path) -> PathBuf {
    private.join("story-edit")
}

fn lock_path(private: &Path) -> PathBuf {
    private.join("story.lock")
}

fn temp_path(private: &Path) -> PathBuf {
    whole::half(&path(private))
}

/// Keeps everybody else from writing the story, as long as it lives.
pub struct Lock(#[expect(dead_code, reason = "it is held, not used")] Box<dyn Appending>);

/// Takes the lock.
///
/// # Errors
/// `WouldBlock` when another window has it; otherwise as the disk says.
pub fn lock(disk: &dyn Disk, private: &Path) -> io::Result<Lock> {
    disk.make_folder(private, Rights::Private)?;
    let lock = Lock(whole::lock(disk, &lock_path(private))?);
    // What a killed process left half made; where it cannot go now, it goes with the next write.
    let _ = whole::remove_if_there(disk, &temp_path(private));
    Ok(lock)
}

/// Keeps a screen from being shared unwarned, as long as it lives. `None` where another window has
/// the story open and sees to that.
///
/// # Errors
/// `WouldBlock` when a screen may be shared.
pub fn show(disk: &dyn Disk, private: &Path) -> io::Result<Option<Held>> {
    let blocked = |it: &io::Error| it.kind() == io::ErrorKind::WouldBlock;
    match disk.hold_alone(private) {
        Ok(held) => Ok(Some(held)),
        // Those who share can be together; another window of the story is alone.
        Err(error) if blocked(&error) => match disk.hold_together(private) {
            Err(other) if blocked(&other) => Ok(None),
            Ok(_) | Err(_) => Err(error),
        },
        // A folder that cannot be held is told of where it is written.
        Err(_) => Ok(None),
    }
}

/// Keeps the story closed while a screen may be shared, and says whether it is open already.
/// Nothing of it is read.
pub fn close(disk: &dyn Disk, private: &Path) -> (Option<Held>, bool) {
    let held = disk.hold_together(private);
    let is_shown = matches!(&held, Err(it) if it.kind() == io::ErrorKind::WouldBlock);
    let is_written = disk.is_locked(&lock_path(private)).unwrap_or(false);
    (held.ok(), is_shown || is_written)
}

/// Reads the story; an empty one where there is none.
///
/// # Errors
/// What is wrong with the file, in a sentence that holds no word of it.
pub fn read(disk: &dyn Disk, private: &Path) -> Result<Story, String> {
    parse(private, source(disk, private)?.as_deref())
}

/// The file's bytes, by which it is known again; `None` where there is none.
///
/// # Errors
/// Why it cannot be read.
pub fn source(disk: &dyn Disk, private: &Path) -> Result<Option<Vec<u8>>, String> {
    let path = path(private);
    match disk.read(&path, LARGEST) {
        Ok(source) => Ok(Some(source)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let broken = Broken::unreadable(&path, &error);
            Err(sentence(&broken.faults, &path, ""))
        }
    }
}

/// The story in these bytes.
///
/// # Errors
/// As [`read`].
pub fn parse(private: &Path, source: Option<&[u8]>) -> Result<Story, String> {
    let Some(source) = source else {
        return Ok(Story::default());
    };
    let path = path(private);
    file::parse(&path, source)
        .map_err(|faults| sentence(&faults, &path, &String::from_utf8_lossy(source)))
}

/// Where the first fault is, and what it is; never what stands there.
fn sentence(faults: &[Fault], path: &Path, source: &str) -> String {
    let Some(fault) = faults.first() else {
        return String::new();
    };
    let row = crate::fault::row(fault, source);
    let path = crate::fault::visible(&path.to_string_lossy());
    if fault.rule == "S003" {
        return format!(
            "{path}:{}:{}: another version of Firelight wrote it. Nothing in it was changed. Go on with that one.",
            row.line, row.column
        );
    }
    // Only these say nothing of a value.
    let what = match fault.rule {
        "S001" if source.is_empty() => row.message,
        "S005" | "S006" => row.message,
        rule => {
            let rule = RULES.iter().find(|it| it.id == rule);
            format!(
                "it breaks the rule that {}",
                rule.map_or("", |it| it.meaning)
            )
        }
    };
    format!(
        "{path}:{}:{}: {what}. Nothing in it was changed. Mend it there, or let it go: firelight story wipe",
        row.line, row.column
    )
}

/// Whether a story is not larger than its file may be.
pub fn fits(story: &Story) -> bool {
    file::bytes(story).len() as u64 <= LARGEST
}

/// Writes the story and gives the file's bytes; when it returns, they are there for good. The lock
/// is to be held.
///
/// # Errors
/// Before anything is touched, `FileTooLarge`, and `InvalidData` for what could not be read again;
/// otherwise as the disk says. The story is as it was then.
pub fn write(disk: &dyn Disk, private: &Path, story: &Story) -> io::Result<Vec<u8>> {
    let bytes = file::bytes(story);
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let path = path(private);
    if file::parse(&path, &bytes).is_err() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it could not be read again",
        ));
    }
    whole::replace(disk, &path, Rights::Private, &bytes)?;
    Ok(bytes)
}

/// Puts a text where an editor finds it, for its owner's eyes.
///
/// # Errors
/// As the disk says.
pub fn lend(disk: &dyn Disk, private: &Path, text: &str) -> io::Result<()> {
    sweep(disk, private)?;
    disk.make_folder(&editing(private), Rights::Private)?;
    let put = whole::put_new(disk, &edited(private), Rights::Private, text.as_bytes());
    if put.is_err() {
        let _ = sweep(disk, private);
    }
    put
}

/// What lies where an editor had the moments.
#[derive(Debug, PartialEq, Eq)]
pub enum Lent {
    /// Nothing.
    Nothing,
    /// What it saved.
    Text(String),
    /// Something that cannot be read, and why.
    Broken(String),
}

/// What an editor left, if it left anything.
pub fn lent(disk: &dyn Disk, private: &Path) -> Lent {
    let path = edited(private);
    let error = match disk.read(&path, LARGEST) {
        Ok(bytes) => match sheet::text(bytes) {
            Some(text) => return Lent::Text(text),
            None => return Lent::Broken("it is not UTF-8 text".to_string()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Lent::Nothing,
        Err(error) => error,
    };
    let kind = disk.look(&path).map(|it| it.kind).ok();
    Lent::Broken(match kind {
        Some(Kind::Folder) => "it is a folder".to_string(),
        Some(Kind::Link) => "it is a link".to_string(),
        Some(Kind::Other) => "it is no ordinary file".to_string(),
        Some(Kind::File) if error.kind() == io::ErrorKind::FileTooLarge => {
            "it is larger than 1 MB".to_string()
        }
        Some(Kind::File) | None => disk::words(&error),
    })
}

fn is_folder(disk: &dyn Disk, path: &Path) -> bool {
    disk.look(path).is_ok_and(|it| it.kind == Kind::Folder)
}

/// Takes away what an editor had, and whatever it left in the same folder.
///
/// # Errors
/// As the disk says.
pub fn sweep(disk: &dyn Disk, private: &Path) -> io::Result<()> {
    let top = editing(private);
    if !is_folder(disk, &top) {
        whole::remove_if_there(disk, &top)?;
        return Ok(());
    }
    let mut folders = vec![top];
    let mut nth = 0;
    while let Some(folder) = folders.get(nth).cloned() {
        for path in disk.list(&folder)? {
            if is_folder(disk, &path) {
                folders.push(path);
            } else {
                whole::remove_if_there(disk, &path)?;
            }
        }
        nth += 1;
    }
    let mut inner_first = folders.iter().rev();
    inner_first.try_for_each(|it| disk.remove_folder(it))
}

/// Whether anything of a story lies here.
pub fn is_there(disk: &dyn Disk, private: &Path) -> bool {
    let there = disk.list(private).unwrap_or_default();
    there.iter().any(|it| is_own(private, it))
}

/// Whether a path is the story's, or in a folder of its.
pub fn is_own(private: &Path, it: &Path) -> bool {
    let own = [path(private), temp_path(private), lock_path(private)];
    own.iter().any(|own| own == it) || it.starts_with(editing(private))
}

/// Takes everything away; the lock, which is to be held, goes last.
///
/// # Errors
/// As the disk says; something may still be there.
pub fn wipe(disk: &dyn Disk, private: &Path) -> io::Result<()> {
    whole::remove(disk, &path(private))?;
    sweep(disk, private)?;
    whole::remove_if_there(disk, &lock_path(private))?;
    disk.sync_folder(private)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "the test writes files that are damaged"
    )]

    use std::os::unix::fs::PermissionsExt as _;

    use super::super::tests::story;
    use super::*;
    use crate::disk::RealDisk;

    #[test]
    fn a_story_is_its_owner_s_alone_and_goes_whole() {
        let folder = tempfile::tempdir().unwrap();
        let private = folder.path().join("me");
        assert!(read(&RealDisk, &private).unwrap().is_empty());
        let held = lock(&RealDisk, &private).unwrap();
        let second = lock(&RealDisk, &private).err().unwrap();
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        write(&RealDisk, &private, &story(3)).unwrap();
        write(&RealDisk, &private, &story(4)).unwrap();
        assert_eq!(read(&RealDisk, &private).unwrap(), story(4));
        lend(&RealDisk, &private, "1. a door\n").unwrap();
        let door = Lent::Text("1. a door\n".to_string());
        assert_eq!(lent(&RealDisk, &private), door);
        for path in RealDisk.list(&private).unwrap() {
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode & 0o777, wanted, "{}", path.display());
        }
        // Whatever an editor calls its copies, and wherever in there it keeps them.
        let beside = |name: &str| edited(&private).with_file_name(name);
        std::fs::create_dir_all(beside("kept/older")).unwrap();
        for copy in [".story.txt.swp", "4913", "sedXYZ", "kept/older/%story"] {
            std::fs::write(beside(copy), "a door").unwrap();
        }
        wipe(&RealDisk, &private).unwrap();
        assert_eq!(RealDisk.list(&private).unwrap(), [""; 0].map(PathBuf::from));
        drop(held);
    }

    #[test]
    fn what_an_editor_leaves_that_is_no_text_is_named_and_can_go() {
        let folder = tempfile::tempdir().unwrap();
        let private = folder.path();
        let at = edited(private);
        let lend_nothing = || lend(&RealDisk, private, "").unwrap();
        let gone = || std::fs::remove_file(&at).unwrap();
        let broken = |why: &str| Lent::Broken(why.to_string());
        assert_eq!(lent(&RealDisk, private), Lent::Nothing);
        lend_nothing();
        std::fs::write(&at, vec![b'x'; 10_000_000]).unwrap();
        assert_eq!(lent(&RealDisk, private), broken("it is larger than 1 MB"));
        std::fs::write(&at, b"caf\xe9").unwrap();
        assert_eq!(lent(&RealDisk, private), broken("it is not UTF-8 text"));
        gone();
        std::os::unix::fs::symlink("/nowhere", &at).unwrap();
        assert_eq!(lent(&RealDisk, private), broken("it is a link"));
        gone();
        let _socket = std::os::unix::net::UnixListener::bind(&at).unwrap();
        assert_eq!(lent(&RealDisk, private), broken("it is no ordinary file"));
        wipe(&RealDisk, private).unwrap();
        assert!(!is_there(&RealDisk, private));
        std::fs::create_dir_all(&at).unwrap();
        assert_eq!(lent(&RealDisk, private), broken("it is a folder"));
        // A link in its place goes, and never what it leads to.
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join("a"), "a door").unwrap();
        sweep(&RealDisk, private).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), editing(private)).unwrap();
        lend_nothing();
        assert!(elsewhere.path().join("a").exists());
        sweep(&RealDisk, private).unwrap();
        assert!(!is_there(&RealDisk, private));
    }

    #[test]
    fn a_fault_is_told_by_its_place_and_never_by_what_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        for source in [
            "format = \"firelight.story/1\"\nfirst = \"qxsecret",
            "format = \"qxsecret\"\n",
            "format = \"firelight.story/1\"\nqxsecret\n",
            "format = \"firelight.story/1\"\nshape = \"qxsecret\"\n",
            "format = \"firelight.story/1\"\nfirst = [\"qxsecret\"]\n",
            "format = \"firelight.story/1\"\n[[moment]]\nid = 1\nwords = \"qxsecret\"\n",
        ] {
            std::fs::write(path(folder.path()), source).unwrap();
            let said = read(&RealDisk, folder.path()).unwrap_err();
            assert!(
                !said.contains("qx") && said.contains("story.toml:"),
                "{said}"
            );
        }
    }

    #[test]
    fn what_could_not_be_read_again_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        write(&RealDisk, folder.path(), &story(2)).unwrap();
        let mut odd = story(3);
        odd.pace = Some(1_000);
        let error = write(&RealDisk, folder.path(), &odd).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(read(&RealDisk, folder.path()).unwrap(), story(2));
    }

    #[test]
    fn more_than_a_file_holds_leaves_the_story_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        write(&RealDisk, folder.path(), &story(2)).unwrap();
        let mut much = story(0);
        for _ in 0..200 {
            much.add(crate::keep::story(&"x".repeat(9_000)).unwrap());
        }
        let error = write(&RealDisk, folder.path(), &much).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&RealDisk, folder.path()).unwrap(), story(2));
    }
}
