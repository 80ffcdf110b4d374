//! Nothing that was shown as saved is lost when the power goes.
//!
//! A disk in memory keeps apart what was synced and what was not. After every operation of a
//! session it is cut off in every way that a real one could be: any of the changes of names
//! that were not synced may have happened, and any part of the bytes. As on real systems, a
//! sync that failed drops its bytes, and the next one says that all is well.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use firelight::apart::{self, Apart};
use firelight::disk::{Appending, Disk, Kind, Look, Rights};
use firelight::journal::shelf::running;
use firelight::logs::publish::{Published, send_unsent};
use firelight::logs::read::read_all;
use firelight::team::hidden;

use crate::sample::{EVENTS, at, events, hold, journals, log_of, opening, private, team};

/// What is on the disk, and what only seems to be.
#[derive(Clone, Default)]
pub struct State {
    folders: BTreeSet<PathBuf>,
    files: Vec<File>,
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeMap<PathBuf, usize>,
    unsynced: Vec<Change>,
}

#[derive(Clone, Default)]
struct File {
    bytes: Vec<u8>,
    synced: usize,
    dropped: bool,
}

/// A change of names in one folder; a move is one change.
#[derive(Clone)]
struct Change {
    gone: Option<PathBuf>,
    there: Option<(PathBuf, usize)>,
}

impl Change {
    fn is_in(&self, folder: &Path) -> bool {
        let path = self.gone.as_ref().or(self.there.as_ref().map(|it| &it.0));
        path.and_then(|it| it.parent()) == Some(folder)
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        if let Some(path) = &self.gone {
            names.remove(path);
        }
        if let Some((path, file)) = &self.there {
            names.insert(path.clone(), *file);
        }
    }
}

impl State {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.names);
        self.unsynced.push(change);
    }

    fn file(&mut self, path: &Path) -> io::Result<&mut File> {
        let file = self.names.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(&mut self.files[*file])
    }

    /// Everything that could be found after the power went.
    pub fn after_power_cut(&self) -> Vec<State> {
        let mut states = Vec::new();
        for happened in 0..1_u32 << self.unsynced.len() {
            let mut names = self.synced_names.clone();
            for (idx, change) in self.unsynced.iter().enumerate() {
                if happened & (1 << idx) != 0 {
                    change.apply(&mut names);
                }
            }
            for part in 0..3 {
                let mut files = self.files.clone();
                for file in &mut files {
                    let more = file.bytes.len() - file.synced;
                    file.bytes.truncate(file.synced + more * part / 2);
                }
                states.push(State {
                    folders: self.folders.clone(),
                    files,
                    names: names.clone(),
                    synced_names: names.clone(),
                    unsynced: Vec::new(),
                });
            }
        }
        states
    }
}

#[derive(Clone, Default)]
pub struct MemoryDisk(Rc<Inner>);

#[derive(Default)]
struct Inner {
    state: RefCell<State>,
    /// The state after each operation, with the number of events shown as saved by then.
    past: RefCell<Vec<(State, usize)>>,
    saved: Cell<usize>,
    done: Cell<usize>,
    fails_at: usize,
}

impl MemoryDisk {
    pub fn new(state: State, fails_at: usize) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(state),
            fails_at,
            ..Inner::default()
        }))
    }

    /// Does one thing, unless it is the one that fails.
    fn act<T>(&self, act: impl FnOnce(&mut State, bool) -> io::Result<T>) -> io::Result<T> {
        self.0.done.set(self.0.done.get() + 1);
        let fails = self.0.done.get() == self.0.fails_at;
        let done = act(&mut self.0.state.borrow_mut(), fails);
        self.remember();
        if fails {
            return Err(io::ErrorKind::StorageFull.into());
        }
        done
    }

    /// That so much was shown as saved by now.
    pub fn saved(&self, n: usize) {
        self.0.saved.set(n);
        self.remember();
    }

    /// The state after each operation, with how much was shown as saved by then.
    pub fn past(&self) -> Vec<(State, usize)> {
        self.0.past.take()
    }

    /// How often it was asked for something.
    pub fn done(&self) -> usize {
        self.0.done.get()
    }

    fn remember(&self) {
        let state = self.0.state.borrow().clone();
        self.0.past.borrow_mut().push((state, self.0.saved.get()));
    }
}

struct MemoryFile(MemoryDisk, usize);

impl Appending for MemoryFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.act(|state, fails| {
            let part = if fails { bytes.len() / 2 } else { bytes.len() };
            state.files[self.1].bytes.extend_from_slice(&bytes[..part]);
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.act(|state, fails| {
            let file = &mut state.files[self.1];
            file.dropped |= fails;
            if !file.dropped {
                file.synced = file.bytes.len();
            }
            Ok(())
        })
    }

    fn cut(&mut self, keep: u64) -> io::Result<()> {
        self.0.act(|state, _| {
            let file = &mut state.files[self.1];
            file.bytes.truncate(usize::try_from(keep).unwrap());
            file.synced = file.bytes.len();
            Ok(())
        })
    }
}

impl Disk for MemoryDisk {
    fn make_folder(&self, path: &Path, _: Rights) -> io::Result<()> {
        self.act(|state, fails| {
            if !fails {
                state
                    .folders
                    .extend(path.ancestors().map(Path::to_path_buf));
            }
            Ok(())
        })
    }

    fn create(&self, path: &Path, _: Rights) -> io::Result<Box<dyn Appending>> {
        self.act(|state, fails| {
            if state.names.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let file = state.files.len();
            if !fails {
                state.files.push(File::default());
                state.change(Change {
                    gone: None,
                    there: Some((path.to_path_buf(), file)),
                });
            }
            Ok(Box::new(MemoryFile(self.clone(), file)) as Box<dyn Appending>)
        })
    }

    fn reopen(&self, path: &Path, _: u64) -> io::Result<Box<dyn Appending>> {
        self.act(|state, _| {
            let file = *state.names.get(path).ok_or(io::ErrorKind::NotFound)?;
            Ok(Box::new(MemoryFile(self.clone(), file)) as Box<dyn Appending>)
        })
    }

    fn is_locked(&self, _: &Path) -> io::Result<bool> {
        Ok(false)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|state, fails| {
            if state.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let file = *state.names.get(from).ok_or(io::ErrorKind::NotFound)?;
            if !fails {
                state.change(Change {
                    gone: Some(from.to_path_buf()),
                    there: Some((to.to_path_buf(), file)),
                });
            }
            Ok(())
        })
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|state, fails| {
            let file = *state.names.get(from).ok_or(io::ErrorKind::NotFound)?;
            if !fails {
                state.change(Change {
                    gone: Some(from.to_path_buf()),
                    there: Some((to.to_path_buf(), file)),
                });
            }
            Ok(())
        })
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.act(|state, fails| {
            if !fails {
                let (synced, rest) = std::mem::take(&mut state.unsynced)
                    .into_iter()
                    .partition::<Vec<_>, _>(|it| it.is_in(path));
                for change in synced {
                    change.apply(&mut state.synced_names);
                }
                state.unsynced = rest;
            }
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.act(|state, fails| {
            state.file(path)?;
            if !fails {
                state.change(Change {
                    gone: Some(path.to_path_buf()),
                    there: None,
                });
            }
            Ok(())
        })
    }

    fn read(&self, path: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.act(|state, _| Ok(state.file(path)?.bytes.clone()))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.act(|state, _| {
            let all = state.names.keys().chain(&state.folders);
            let mut inside: Vec<PathBuf> = all
                .filter(|it| it.parent() == Some(path))
                .cloned()
                .collect();
            inside.sort();
            Ok(inside)
        })
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        self.act(|state, _| {
            let (kind, length) = if state.folders.contains(path) {
                (Kind::Folder, 0)
            } else {
                (Kind::File, state.file(path)?.bytes.len() as u64)
            };
            Ok(Look {
                kind,
                changed: at(0),
                length,
            })
        })
    }
}

#[test]
fn no_power_cut_loses_an_event_or_leaves_half_a_log() {
    let top = Path::new("/top");
    let whole = log_of(&opening(), &events(EVENTS));
    let mut cuts = 0;
    for fails_at in 1.. {
        let mut state = State::default();
        let team_folder = team(top);
        state
            .folders
            .extend(team_folder.ancestors().map(Path::to_path_buf));
        let disk = MemoryDisk::new(state, fails_at);
        let outcome = hold(&disk, top, &|shown| {
            disk.saved(shown);
        });
        assert!(!matches!(outcome, Published::Nowhere { .. }), "{fails_at}");

        let past = disk.past();
        for (idx, (state, saved)) in past.iter().enumerate() {
            for found in state.after_power_cut() {
                cuts += 1;
                let disk = MemoryDisk::new(found, 0);
                send_unsent(&disk, &private(top));
                let logs = read_all(&disk, &team_folder);
                assert_eq!(logs.faults, [], "failing {fails_at}, cut after {idx}");
                let kept = match logs.logs.first() {
                    Some((log, _)) => {
                        assert_eq!(*log, whole);
                        EVENTS
                    }
                    None => {
                        let found = running(&disk, &journals(top)).found.into_iter().next();
                        let found = found.map(|it| it.events).unwrap_or_default();
                        assert_eq!(found, events(found.len()));
                        found.len()
                    }
                };
                assert!(
                    kept >= *saved,
                    "failing {fails_at}, cut after {idx}: {kept} of {saved}"
                );
            }
        }
        if disk.done() < fails_at {
            assert!(fails_at > 2 * EVENTS && cuts > 10_000, "{cuts} power cuts");
            return;
        }
    }
}

/// Every state after the last operation and a power cut.
fn cut_now(disk: &MemoryDisk) -> Vec<MemoryDisk> {
    let (now, _) = disk.past().pop().unwrap();
    let states = now.after_power_cut().into_iter();
    states.map(|it| MemoryDisk::new(it, 0)).collect()
}

#[test]
fn what_was_said_to_be_hidden_is_hidden_after_a_power_cut() {
    let team = Path::new("/top/team");
    for fails_at in 0.. {
        let disk = MemoryDisk::new(State::default(), fails_at);
        let mut is_hidden = hidden::add(&disk, team, "core-a").is_ok();
        let done = disk.done();
        // Whoever was told that it failed asks again.
        is_hidden |= hidden::add(&disk, team, "core-a").is_ok();
        assert!(is_hidden, "failing {fails_at}");
        for cut in cut_now(&disk) {
            let ids = hidden::read(&cut, team).unwrap().ids;
            assert_eq!(ids, ["core-a"], "failing {fails_at}");
        }
        if fails_at > done {
            return;
        }
    }
}

#[test]
fn a_wish_that_was_taken_back_is_nowhere_after_a_power_cut() {
    let private = Path::new("/top/private");
    for fails_at in 0.. {
        let disk = MemoryDisk::new(State::default(), fails_at);
        let mut wish = Apart::default();
        wish.turn("a1", "b2");
        let kept = apart::write(&disk, private, &wish);
        // It may be the list itself that fails.
        let files = disk.list(private).or_else(|_| disk.list(private)).unwrap();
        if kept.is_err() && !files.contains(&apart::path(private)) {
            assert_eq!(files, [""; 0].map(PathBuf::from), "failing {fails_at}");
        }
        let none = Apart::default();
        let taken = apart::write(&disk, private, &none);
        let done = disk.done();
        if taken.is_err() {
            apart::write(&disk, private, &none).unwrap();
        }
        for cut in cut_now(&disk) {
            let left = cut.list(private).unwrap();
            assert_eq!(left, [""; 0].map(PathBuf::from), "failing {fails_at}");
        }
        if fails_at > done {
            return;
        }
    }
}
