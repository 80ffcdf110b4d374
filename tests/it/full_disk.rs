//! The disk with the person's folder is full from some moment on; the team's is another one.
//! Files can still be removed, as on any full disk.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use firelight::disk::{Appending, Disk, Look, RealDisk, Rights};

use crate::leak_rig::{Ground, has};

/// Lines that still find room.
pub struct FullDisk(pub Rc<Cell<usize>>);

struct FullFile(Box<dyn Appending>, Rc<Cell<usize>>);

fn full() -> io::Error {
    io::ErrorKind::StorageFull.into()
}

impl Appending for FullFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let room = self.1.get().checked_sub(1).ok_or_else(full)?;
        self.1.set(room);
        self.0.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }

    fn cut(&mut self, keep: u64) -> io::Result<()> {
        self.0.cut(keep)
    }
}

impl Disk for FullDisk {
    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Appending>> {
        let file = RealDisk.create(path, rights)?;
        match rights {
            Rights::Private => Ok(Box::new(FullFile(file, Rc::clone(&self.0)))),
            Rights::Shared => Ok(file),
        }
    }

    fn reopen(&self, path: &Path, keep: u64) -> io::Result<Box<dyn Appending>> {
        let file = RealDisk.reopen(path, keep)?;
        Ok(Box::new(FullFile(file, Rc::clone(&self.0))))
    }

    fn make_folder(&self, path: &Path, rights: Rights) -> io::Result<()> {
        RealDisk.make_folder(path, rights)
    }

    fn is_locked(&self, path: &Path) -> io::Result<bool> {
        RealDisk.is_locked(path)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename_new(from, to)
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.replace(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_folder(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_folder(path)
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        RealDisk.read(path, most)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(path)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        RealDisk.look(path)
    }
}

#[test]
fn no_name_stays_behind_when_the_disk_fills_up_and_the_log_is_published() {
    for room in 0..14 {
        let ground = Ground::new();
        let disk = FullDisk(Rc::new(Cell::new(room)));
        let arguments = [
            "run",
            "two-words",
            "--with",
            "Qxone,Qxtwo,Qxthree",
            "--mode",
            "room",
        ];
        let lines = (0..20).map(|_| String::new());
        let ran = ground.within_on(&disk, &arguments, lines, |it| Box::new(it));
        assert_eq!(ran.code, Some(0), "room for {room}: {ran:?}");
        let logs = ground.holding("firelight.session/1");
        assert!(
            logs.len() == 1 && logs[0].starts_with(ground.team()),
            "{logs:?}"
        );
        // A process that another test starts holds our locks for a moment, and a file that
        // somebody holds is spared; the next start looks again.
        let started = std::time::Instant::now();
        while fs::read_dir(ground.running()).is_ok_and(|mut it| it.next().is_some()) {
            assert!(
                started.elapsed().as_secs() < 5,
                "room for {room}: something stays"
            );
            let again = ground.within_on(&RealDisk, &["run"], [], |it| Box::new(it));
            assert_eq!(again.code, Some(1), "{again:?}");
        }
        for word in ["qxone", "qxtwo", "qxthree"] {
            let found = ground.holding(word);
            assert_eq!(found, [] as [PathBuf; 0], "room for {room}");
        }
        let left = fs::read_dir(ground.running()).map_or(0, |it| it.count());
        assert_eq!(left, 0, "room for {room}");
        assert!(!has(ran.err.as_bytes(), "qx"), "{}", ran.err);
    }
}
