//! Where things are written: the team's folder and the person's.
//!
//! The environment comes in from outside; the file system is only looked at. Once resolved,
//! both paths are absolute and free of links. The person's folder is refused wherever
//! somebody else could come to read it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::disk::{Disk, Rights, private_folder_fault, whole};

/// The two folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The team's: shared, may live in git or a synced folder.
    pub team: PathBuf,
    /// The person's: nobody else's.
    pub private: PathBuf,
    /// Whether the team's folder is the platform's, because none was named or found.
    pub is_usual: bool,
}

/// What was asked for, and the world it was asked in.
pub struct Asked<'a> {
    /// `--home`.
    pub home: Option<&'a Path>,
    /// `--private`.
    pub private: Option<&'a Path>,
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    /// The current folder, absolute.
    pub folder: &'a Path,
}

/// Why a folder is not used; each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No home folder to start from.
    #[error(
        "HOME is not set, so there is no usual place for {what}. Name one: {flag} DIR, or the environment variable {variable}."
    )]
    NoHome {
        /// What the place is for.
        what: &'static str,
        /// The flag that names it.
        flag: &'static str,
        /// The variable that names it.
        variable: &'static str,
    },
    /// A path that cannot be written down in a journal.
    #[error("The team's folder {} has a name that is no text. Rename it.", .0.display())]
    NoText(PathBuf),
    /// The person's folder is not private.
    #[error(
        "The private folder {} lies in {why}, where others may come to read it. Name another: --private DIR, or the environment variable FIRELIGHT_PRIVATE.",
        path.display()
    )]
    NotPrivate {
        /// The person's folder.
        path: PathBuf,
        /// What it lies in.
        why: String,
    },
    /// The person's folder has the wrong rights or owner, or is a link.
    #[error("The private folder {0}")]
    Rights(String),
}

/// Finds both folders and refuses a person's folder that is not private.
///
/// # Errors
/// A sentence for the person, with what to do.
pub fn resolve(asked: &Asked<'_>) -> Result<Places, Refused> {
    let named = asked.private.map(Path::to_path_buf);
    let private = match named.or_else(|| variable(asked, "FIRELIGHT_PRIVATE")) {
        Some(private) => private,
        None => platform(asked, "XDG_STATE_HOME", ".local/state")
            .ok_or(Refused::NoHome {
                what: "what is private",
                flag: "--private",
                variable: "FIRELIGHT_PRIVATE",
            })?
            .join("firelight"),
    };
    // Without a stroke at its end, which would follow a link.
    let private: PathBuf = asked.folder.join(private).components().collect();
    // Before links are resolved: a link in the last place is refused, not followed.
    if let Some(fault) = private_folder_fault(&private) {
        return Err(Refused::Rights(fault));
    }
    // What lies below is written to as well, and a link there would lead out.
    for inner in ["running", "unsent", "slots"] {
        if let Some(fault) = private_folder_fault(&private.join(inner)) {
            return Err(Refused::Rights(fault));
        }
    }
    let private = without_links(&private);

    let named = asked.home.map(Path::to_path_buf);
    let team = named
        .or_else(|| variable(asked, "FIRELIGHT_HOME"))
        .or_else(|| parent_with_team(asked.folder))
        .or_else(|| last_team(&private));
    let is_usual = team.is_none();
    let team = match team {
        Some(team) => team,
        None => platform(asked, "XDG_DATA_HOME", ".local/share")
            .ok_or(Refused::NoHome {
                what: "the team's folder",
                flag: "--home",
                variable: "FIRELIGHT_HOME",
            })?
            .join("firelight/team"),
    };
    let team = without_links(&asked.folder.join(team));
    if team.to_str().is_none() {
        return Err(Refused::NoText(team));
    }
    match shared_with(&private, &team) {
        Some(why) => Err(Refused::NotPrivate { path: private, why }),
        None => Ok(Places {
            team,
            private,
            is_usual,
        }),
    }
}

impl Places {
    /// Where running sessions lie.
    pub fn running(&self) -> PathBuf {
        self.private.join("running")
    }

    /// Whether it is written down which team's folder was used last.
    pub fn remembers_team(&self) -> bool {
        self.private.join(LAST_TEAM).is_file()
    }

    /// Makes both folders, and keeps in mind that this team was the last.
    ///
    /// # Errors
    /// As the disk says.
    pub fn make(&self, disk: &dyn Disk) -> io::Result<()> {
        disk.make_folder(&self.private, Rights::Private)?;
        // A name that was mistyped, or a disk that is not mounted, is no reason to make folders:
        // logs wait in the person's folder until the team's is there.
        if !self.is_usual && !self.team.parent().is_some_and(Path::is_dir) {
            return Ok(());
        }
        disk.make_folder(&self.team, Rights::Shared)?;
        if last_team(&self.private).as_ref() == Some(&self.team) {
            return Ok(());
        }
        let path = self.private.join(LAST_TEAM);
        // Not in one move: it is a convenience, and without it the usual folder is taken.
        whole::remove_if_there(disk, &path)?;
        // The end of the line shows that it is whole: half a path may be a folder too.
        let mut line = self.team.as_os_str().as_encoded_bytes().to_vec();
        line.push(b'\n');
        whole::put_new(disk, &path, Rights::Private, &line)
    }
}

const LAST_TEAM: &str = "last-team";

/// What makes a folder a team's.
const TEAM: &str = "firelight.toml";

/// The team's folder that was used last, if it is still there.
fn last_team(private: &Path) -> Option<PathBuf> {
    let path = private.join(LAST_TEAM);
    // A pipe in its place would be waited for.
    let line = path.is_file().then(|| fs::read_to_string(path).ok())??;
    let path = PathBuf::from(line.strip_suffix('\n')?);
    (path.is_absolute() && path.is_dir()).then_some(path)
}

fn parent_with_team(folder: &Path) -> Option<PathBuf> {
    let mut parents = folder.ancestors();
    let found = parents.find(|it| it.join(TEAM).is_file())?;
    Some(found.to_path_buf())
}

/// A variable that is set and not empty.
fn variable(asked: &Asked<'_>, name: &str) -> Option<PathBuf> {
    let value = (asked.env)(name)?;
    (!value.is_empty()).then(|| PathBuf::from(value))
}

/// One of the XDG base folders. As the specification has it, one that is not absolute does
/// not count.
fn platform(asked: &Asked<'_>, name: &str, below_home: &str) -> Option<PathBuf> {
    let absolute = |name| variable(asked, name).filter(|it| it.is_absolute());
    absolute(name).or_else(|| Some(absolute("HOME")?.join(below_home)))
}

/// The path with every link in it followed, as far as it exists.
fn without_links(path: &Path) -> PathBuf {
    for existing in path.ancestors() {
        let (Ok(real), Ok(rest)) = (existing.canonicalize(), path.strip_prefix(existing)) else {
            continue;
        };
        let mut resolved = real;
        for part in rest.components() {
            match part {
                Component::ParentDir => {
                    resolved.pop();
                }
                Component::Normal(name) => resolved.push(name),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        return resolved;
    }
    path.to_path_buf()
}

/// What makes this folder one that others may come to read.
fn shared_with(private: &Path, team: &Path) -> Option<String> {
    if private.starts_with(team) {
        return Some(format!("the team's folder {}", team.display()));
    }
    spread(private)
}

/// What carries a folder to others or keeps its older versions: a team, a history of versions, or
/// a sync client.
pub fn spread(folder: &Path) -> Option<String> {
    const VERSIONS: [(&str, &str); 4] = [
        (".git", "git"),
        (".hg", "Mercurial"),
        (".jj", "Jujutsu"),
        (".svn", "Subversion"),
    ];
    for parent in folder.ancestors() {
        let shown = parent.display();
        if parent.join(TEAM).is_file() {
            return Some(format!("the team's folder {shown}"));
        }
        let of = VERSIONS.iter().find(|it| parent.join(it.0).exists());
        if let Some((_, of)) = of {
            return Some(format!("the {of} work tree {shown}"));
        }
        if parent.file_name().is_some_and(is_synced_name) || has_sync_marker(parent) {
            return Some(format!("the synced folder {shown}"));
        }
    }
    None
}

/// Names that sync clients give the folder they keep in step.
fn is_synced_name(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let names = [
        "box sync",
        "google drive",
        "googledrive",
        "icloud",
        "icloud drive",
        "iclouddrive",
        "kdrive",
        "mega",
        "megasync",
        "mobile documents",
        "cloudstorage",
        "pcloud drive",
        "pclouddrive",
        "proton drive",
        "seafile",
    ];
    // These add a number, an account or a firm.
    let begun = ["dropbox", "nextcloud", "onedrive", "owncloud"];
    let is_begun = |it: &str| {
        let rest = name.strip_prefix(it);
        rest.is_some_and(|it| !it.starts_with(|it: char| it.is_ascii_alphabetic()))
    };
    names.contains(&name.as_ref()) || begun.iter().any(|it| is_begun(it))
}

/// Files that sync clients leave at the top of what they keep in step.
fn has_sync_marker(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_marker = match name.as_ref() {
            // Dropbox also keeps its settings in a folder of this name, in the home folder.
            ".dropbox" => entry.file_type().is_ok_and(|it| it.is_file()),
            ".dropbox.cache" | ".stfolder" | ".tmp.drivedownload" | ".owncloudsync.log"
            | ".nextcloudsync.log" => true,
            _ => {
                (name.starts_with(".sync_") || name.starts_with("._sync_")) && name.ends_with(".db")
            }
        };
        if is_marker {
            return true;
        }
    }
    false
}
