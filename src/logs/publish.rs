//! Writing a session log, once and whole.
//!
//! A log first lies under a name that readers skip, is synced and read back, and then takes
//! its final name without replacing anything. Where the team's folder cannot take it, it
//! waits in the person's `unsent` folder and is tried again at a later start.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::Stamp;
use crate::disk::{Appending, Disk, Kind, Rights, words};
use crate::json::json_safe;

use super::{Log, MOST, month};

/// What became of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Published {
    /// It lies in the team's folder, for good.
    Done {
        /// Where.
        path: PathBuf,
    },
    /// The team's folder did not take it; it waits in the person's folder.
    Unsent {
        /// Where it waits.
        path: PathBuf,
        /// Why, in words.
        why: String,
    },
    /// Nothing took it: these bytes are all there is beside the journal.
    Nowhere {
        /// The log.
        bytes: Vec<u8>,
        /// Why, in words.
        why: String,
    },
}

/// What became of a log that waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It lies in the team's folder now.
    Done {
        /// Where.
        path: PathBuf,
    },
    /// It still waits.
    Waits {
        /// Where.
        path: PathBuf,
        /// Why, in words.
        why: String,
    },
}

/// The first line of a waiting file; the log follows as it is.
#[derive(Serialize, Deserialize)]
struct Waiting {
    format: String,
    team: String,
}

const WAITING: &str = "firelight.unsent/1";

/// Writes a log below the team's folder under `name`, see [`Log::name`], or lets it wait
/// below the person's.
pub fn publish(
    disk: &dyn Disk,
    team: &Path,
    private: &Path,
    name: &Path,
    bytes: Vec<u8>,
) -> Published {
    let why = match put_in_team(disk, team, name, &bytes) {
        Ok(path) => return Published::Done { path },
        Err(error) => words(&error),
    };
    match let_wait(disk, team, private, name, &bytes) {
        Ok(path) => Published::Unsent { path, why },
        Err(error) => Published::Nowhere {
            bytes,
            why: format!(
                "{}: {why}; {}: {}",
                team.display(),
                private.display(),
                words(&error)
            ),
        },
    }
}

/// Tries again what waits, each log in its own team's folder.
pub fn send_unsent(disk: &dyn Disk, private: &Path) -> Vec<Sent> {
    let folder = unsent(private);
    let mut sent = Vec::new();
    let waiting = match disk.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let why = words(&error);
            return vec![Sent::Waits { path: folder, why }];
        }
    };
    for path in waiting {
        let ending = path.extension().unwrap_or_default();
        // What was left behind half made; its session was kept and published since, or will be.
        if ending == "tmp" {
            let _ = disk.clear(&path);
        }
        if ending != "unsent" {
            continue;
        }
        match send(disk, &path) {
            Ok(done) => {
                // If it stays, the next try finds the log published and removes it.
                let _ = disk.remove(&path).and_then(|()| disk.sync_folder(&folder));
                sent.push(Sent::Done { path: done });
            }
            Err(error) => {
                let why = words(&error);
                sent.push(Sent::Waits { path, why });
            }
        }
    }
    sent
}

/// Where logs wait below the person's folder.
pub fn unsent(private: &Path) -> PathBuf {
    private.join("unsent")
}

/// Whether an id is already that of a log which lies where one that begins at `started` goes, or
/// waits: of two sessions with one id, readers would take one for a copy of the other.
pub fn is_taken(disk: &dyn Disk, team: &Path, private: &Path, started: Stamp, id: &str) -> bool {
    let holds = |folder: &Path| {
        let paths = disk.list(folder).unwrap_or_default();
        let mut names = paths.iter().filter_map(|it| it.file_name());
        names.any(|it| it.to_string_lossy().contains(id))
    };
    holds(&team.join(month(started))) || holds(&unsent(private))
}

/// Whether the log of this session lies in the team's folder or waits in the person's.
pub fn is_published(disk: &dyn Disk, team: &Path, private: &Path, name: &Path, id: &str) -> bool {
    let waits = name.file_name().is_some_and(|name| {
        let path = unsent(private).join(name).with_extension("unsent");
        disk.look(&path).is_ok()
    });
    let path = team.join(name);
    let is_it = |bytes: &[u8]| serde_json::from_slice::<Log>(bytes).is_ok_and(|it| it.id == id);
    let mut there = (1..100).map(|n| numbered(&path, n));
    let mut there = std::iter::from_fn(|| there.next().filter(|it| disk.look(it).is_ok()));
    waits || there.any(|it| disk.read(&it, MOST).is_ok_and(|it| is_it(&it)))
}

fn send(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the waiting file is damaged");
    let bytes = disk.read(path, MOST)?;
    let end = bytes
        .iter()
        .position(|it| *it == b'\n')
        .ok_or_else(damaged)?;
    let (head, log) = (&bytes[..end], &bytes[end + 1..]);
    let head: Waiting = serde_json::from_slice(head).map_err(|_| damaged())?;
    let name = serde_json::from_slice::<Log>(log)
        .ok()
        .filter(|_| head.format == WAITING)
        .and_then(|it| it.name().ok())
        .ok_or_else(damaged)?;
    put_in_team(disk, Path::new(&head.team), &name, log)
}

fn put_in_team(disk: &dyn Disk, team: &Path, name: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    // The team's folder itself is never made here: where it is on a disk that is not mounted
    // now, a new one would take its place unseen. The dot makes a link to it count.
    if disk.look(&team.join("."))?.kind != Kind::Folder {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    put(disk, &team.join(name), bytes, Rights::Shared)
}

fn let_wait(
    disk: &dyn Disk,
    team: &Path,
    private: &Path,
    name: &Path,
    bytes: &[u8],
) -> io::Result<PathBuf> {
    let unusable = |why| io::Error::new(io::ErrorKind::InvalidInput, why);
    let team = team.to_str();
    let head = Waiting {
        format: WAITING.to_string(),
        team: team
            .ok_or_else(|| unusable("the team's folder has a name that is no text"))?
            .to_string(),
    };
    let name = name.file_name().ok_or_else(|| unusable("no file name"))?;
    let mut waiting = json_safe(&serde_json::to_string(&head)?).into_bytes();
    waiting.push(b'\n');
    waiting.extend_from_slice(bytes);
    let path = unsent(private).join(name).with_extension("unsent");
    put(disk, &path, &waiting, Rights::Private)
}

/// Puts a whole file at `path`, or beside it as `-2` and so on where something else is;
/// the same bytes already there are as good.
fn put(disk: &dyn Disk, path: &Path, bytes: &[u8], rights: Rights) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    disk.make_folder(folder, rights)?;
    let mut temp = None;
    let put = put_under_free_name(disk, path, bytes, rights, &mut temp);
    // Also what an earlier try left when the process was killed.
    for left in disk.list(folder).unwrap_or_default() {
        let is_own = temp.as_ref().is_some_and(|it| it.path == left);
        if is_own {
            let _ = disk.remove(&left);
        } else if is_temp_of(&left, path) {
            let _ = disk.clear(&left);
        }
    }
    let put = put?;
    disk.sync_folder(folder)?;
    Ok(put)
}

/// A whole file under a name that readers skip. It stays locked until it is dropped, so that
/// nobody takes it for one that was left behind.
struct Temp {
    path: PathBuf,
    _lock: Box<dyn Appending>,
}

fn put_under_free_name(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    rights: Rights,
    temp: &mut Option<Temp>,
) -> io::Result<PathBuf> {
    let mut n = 1;
    while n < 100 {
        let wanted = numbered(path, n);
        match disk.read(&wanted, MOST) {
            Ok(there) if there == bytes => return Ok(wanted),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let written = match temp {
                    Some(written) => written,
                    None => temp.insert(write_temp(disk, path, bytes, rights)?),
                };
                match disk.rename_new(&written.path, &wanted) {
                    // Somebody was faster; perhaps with the same bytes.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    renamed => return renamed.map(|()| wanted),
                }
            }
            // Something else has this name: an empty file of a sync client, a folder, a link.
            Ok(_) => n += 1,
            Err(_) if disk.look(&wanted).is_ok() => n += 1,
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Writes, syncs and reads back a dot-file in the same folder.
fn write_temp(disk: &dyn Disk, path: &Path, bytes: &[u8], rights: Rights) -> io::Result<Temp> {
    for n in 1..100 {
        let temp = path.with_file_name(format!("{}{n}.tmp", temp_start(path)));
        let mut file = match disk.create(&temp, rights) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            created => created?,
        };
        let whole = file
            .append(bytes)
            .and_then(|()| file.sync())
            .and_then(|()| disk.read(&temp, MOST));
        let why = match whole {
            Ok(back) if back == bytes => {
                return Ok(Temp {
                    path: temp,
                    _lock: file,
                });
            }
            Ok(_) => io::Error::new(
                io::ErrorKind::InvalidData,
                "what was read back is not what was written",
            ),
            Err(error) => error,
        };
        let _ = disk.remove(&temp);
        return Err(why);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn temp_start(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.")
}

fn is_temp_of(left: &Path, path: &Path) -> bool {
    let name = left.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(&temp_start(path)) && name.ends_with(".tmp")
}

fn numbered(path: &Path, n: u32) -> PathBuf {
    if n == 1 {
        return path.to_path_buf();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{n}.{ending}"))
}
