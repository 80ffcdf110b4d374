//! A disk that fails, or ends the process, at the n-th thing it is asked to do.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use firelight::disk::{Appending, Disk, Look, RealDisk, Rights};
use rustix::io::Errno;

/// What happens at the n-th operation.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    /// It answers with this error once; an append has written half of its bytes.
    Error(Errno),
    /// It and every later one answer with this error.
    Errors(Errno),
    /// The process is killed; an append has written half of its bytes.
    Kill,
}

/// The real disk with one fault in it.
pub struct FaultyDisk {
    fault: Rc<Fault>,
}

struct Fault {
    trail: RefCell<Vec<&'static str>>,
    at: usize,
    then: Then,
    only: Option<PathBuf>,
}

impl FaultyDisk {
    /// A disk whose `at`-th operation, counted from 1, goes wrong.
    pub fn new(at: usize, then: Then) -> Self {
        Self::with(at, then, None)
    }

    /// One that goes wrong only in `folder`; nothing else counts.
    pub fn within(folder: &Path, at: usize, then: Then) -> Self {
        Self::with(at, then, Some(folder.to_path_buf()))
    }

    fn with(at: usize, then: Then, only: Option<PathBuf>) -> Self {
        let fault = Fault {
            trail: RefCell::default(),
            at,
            then,
            only,
        };
        Self {
            fault: Rc::new(fault),
        }
    }

    /// Whether it came to the fault.
    pub fn was_reached(&self) -> bool {
        self.fault.trail.borrow().len() >= self.fault.at
    }

    /// What it was asked to do so far, in one line.
    pub fn trail(&self) -> String {
        self.fault.trail.borrow().join(" ")
    }
}

impl Fault {
    /// Counts an operation; when it is to fail, `half` of it is done first.
    fn meet(&self, path: &Path, what: &'static str, half: impl FnOnce()) -> io::Result<()> {
        if self.only.as_ref().is_some_and(|it| !path.starts_with(it)) {
            return Ok(());
        }
        self.trail.borrow_mut().push(what);
        let n = self.trail.borrow().len();
        match self.then {
            Then::Error(error) if n == self.at => {
                half();
                Err(error.into())
            }
            Then::Errors(error) if n >= self.at => {
                half();
                Err(error.into())
            }
            Then::Kill if n == self.at => {
                half();
                let this = rustix::process::getpid();
                rustix::process::kill_process(this, rustix::process::Signal::KILL)?;
                unreachable!("nobody survives this signal");
            }
            Then::Error(_) | Then::Errors(_) | Then::Kill => Ok(()),
        }
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path, rights: Rights) -> io::Result<()> {
        self.fault.meet(path, "make_folder", || ())?;
        RealDisk.make_folder(path, rights)
    }

    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Appending>> {
        self.fault.meet(path, "create", || ())?;
        Ok(self.wrap(path, RealDisk.create(path, rights)?))
    }

    fn reopen(&self, path: &Path, keep: u64) -> io::Result<Box<dyn Appending>> {
        self.fault.meet(path, "reopen", || ())?;
        Ok(self.wrap(path, RealDisk.reopen(path, keep)?))
    }

    fn is_locked(&self, path: &Path) -> io::Result<bool> {
        self.fault.meet(path, "is_locked", || ())?;
        RealDisk.is_locked(path)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.fault.meet(to, "rename_new", || ())?;
        RealDisk.rename_new(from, to)
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.fault.meet(to, "replace", || ())?;
        RealDisk.replace(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.fault.meet(path, "sync_folder", || ())?;
        RealDisk.sync_folder(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.fault.meet(path, "remove", || ())?;
        RealDisk.remove(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.fault.meet(path, "remove", || ())?;
        RealDisk.remove_folder(path)
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        self.fault.meet(path, "read", || ())?;
        RealDisk.read(path, most)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.fault.meet(path, "list", || ())?;
        RealDisk.list(path)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        self.fault.meet(path, "look", || ())?;
        RealDisk.look(path)
    }
}

impl FaultyDisk {
    fn wrap(&self, path: &Path, file: Box<dyn Appending>) -> Box<dyn Appending> {
        Box::new(FaultyFile {
            path: path.to_path_buf(),
            file,
            fault: Rc::clone(&self.fault),
        })
    }
}

struct FaultyFile {
    path: PathBuf,
    file: Box<dyn Appending>,
    fault: Rc<Fault>,
}

impl Appending for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let half = &bytes[..bytes.len() / 2];
        let file = &mut self.file;
        self.fault.meet(&self.path, "append", || {
            let _ = file.append(half);
        })?;
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.fault.meet(&self.path, "sync", || ())?;
        self.file.sync()
    }

    fn cut(&mut self, keep: u64) -> io::Result<()> {
        self.fault.meet(&self.path, "cut", || ())?;
        self.file.cut(keep)
    }
}
