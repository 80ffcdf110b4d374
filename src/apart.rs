//! Keep-apart wishes: who should not share a group, in the person's own folder.
//!
//! Ids only, in pairs, and the salt that is mixed into live grouping, so that nobody can work a
//! wish out from a seed. Nothing else may show, log or name a wish.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, Rights, whole};
use crate::fault::{Broken, Faults};
use crate::fields::{self, Field, LARGEST, Shape, Table, may, must};

/// The name of the format, with its major version.
const FORMAT: &str = "firelight.apart/1";

/// What may be written in it.
static APART: &[Field] = &[
    must(
        "format",
        Shape::Format(FORMAT),
        "The format's name and major version.",
    ),
    may("salt", Shape::Text, "Mixed into chance."),
    may(
        "pair",
        Shape::List(&Shape::Table(PAIR)),
        "Two who do not share a group.",
    ),
];

static PAIR: &[Field] = &[must("people", Shape::List(&Shape::Text), "Their ids.")];

/// The wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Ids, two by two, the smaller first.
    pub pairs: Vec<(String, String)>,
    /// Mixed into chance; none until there is a wish.
    pub salt: Option<u64>,
}

/// Where the wishes lie.
pub fn path(private: &Path) -> PathBuf {
    private.join("apart.toml")
}

/// Reads the wishes; none where there is no file.
///
/// # Errors
/// What is wrong with the file: groups formed without its wishes would break them.
pub fn read(disk: &dyn Disk, private: &Path) -> Result<Apart, Broken> {
    let path = path(private);
    let source = match disk.read(&path, LARGEST) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Apart::default()),
        Err(error) => return Err(Broken::unreadable(&path, &error)),
    };
    let (table, faults): (Table, Faults) = fields::read(&source, &path, "list of wishes", APART);
    let faults = faults.beside(Some(())).faults;
    if let Some(broken) = Broken::found(&path, &source, faults) {
        return Err(broken);
    }
    let pair = |it: &Table| match &it.strings("people")[..] {
        [one, other] if one != other => Some(ordered(one, other)),
        _ => None,
    };
    let salt = table.text("salt");
    Ok(Apart {
        pairs: table.tables("pair").filter_map(pair).collect(),
        salt: salt.and_then(|it| u64::from_str_radix(it, 16).ok()),
    })
}

/// Writes the wishes whole; the file goes when there are none.
///
/// # Errors
/// As the disk says; the wishes are as they were then.
pub fn write(disk: &dyn Disk, private: &Path, apart: &Apart) -> io::Result<()> {
    let path = path(private);
    if apart.pairs.is_empty() {
        // Even an empty list would tell that there had been one.
        return whole::remove(disk, &path);
    }
    disk.make_folder(private, Rights::Private)?;
    let mut lines = format!("format = \"{FORMAT}\"\n");
    if let Some(salt) = apart.salt {
        lines.push_str(&format!("salt = \"{salt:016x}\"\n"));
    }
    for (one, other) in &apart.pairs {
        lines.push_str(&format!("\n[[pair]]\npeople = [\"{one}\", \"{other}\"]\n"));
    }
    whole::replace(disk, &path, Rights::Private, lines.as_bytes())
}

impl Apart {
    /// Makes a wish, or takes it back where it is there already; whether it is there now.
    pub fn turn(&mut self, one: &str, other: &str) -> bool {
        let pair = ordered(one, other);
        let before = self.pairs.len();
        self.pairs.retain(|it| *it != pair);
        let is_new = self.pairs.len() == before;
        if is_new {
            self.pairs.push(pair);
            self.pairs.sort();
        }
        is_new
    }

    /// Takes back every wish about somebody.
    pub fn forget(&mut self, is_they: impl Fn(&str) -> bool) {
        self.pairs
            .retain(|(one, other)| !is_they(one) && !is_they(other));
    }
}

fn ordered(one: &str, other: &str) -> (String, String) {
    let (one, other) = if one < other {
        (one, other)
    } else {
        (other, one)
    };
    (one.to_string(), other.to_string())
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "the test writes files that are damaged"
    )]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::disk::RealDisk;

    #[test]
    fn wishes_are_made_taken_back_kept_in_private_and_never_half_read() {
        let folder = tempfile::tempdir().unwrap();
        let private = folder.path().join("me");
        let mut apart = read(&RealDisk, &private).unwrap();
        assert_eq!(apart, Apart::default());
        assert!(apart.turn("b2", "a1"));
        assert!(apart.turn("c3", "a1"));
        apart.salt = Some(7);
        write(&RealDisk, &private, &apart).unwrap();
        let mode = std::fs::metadata(path(&private))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(read(&RealDisk, &private).unwrap(), apart);
        assert!(!apart.turn("a1", "b2"));
        assert_eq!(apart.pairs, [("a1".to_string(), "c3".to_string())]);
        apart.forget(|it| it == "c3");
        // As a kill leaves it.
        std::fs::write(path(&private).with_extension("tmp"), "people = [\"a1\"").unwrap();
        write(&RealDisk, &private, &apart).unwrap();
        let left = RealDisk.list(&private).unwrap();
        assert_eq!(left, [""; 0].map(PathBuf::from));
        assert_eq!(read(&RealDisk, &private).unwrap(), Apart::default());

        std::fs::write(path(&private), "pair = 3").unwrap();
        let broken = read(&RealDisk, &private).unwrap_err();
        assert!(!broken.faults.is_empty());
    }
}
