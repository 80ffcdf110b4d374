//! Two folders and a place to run the program in, from outside or within this process, and
//! a search through every byte that was left behind.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use firelight::cli::{self, Asked};
use firelight::clock::VirtualClock;
use firelight::commands::Context;
use firelight::disk::{Disk, RealDisk};
use firelight::ui::Ui;
use firelight::ui::plain::Plain;
use firelight::ui::scripted::scripted;

/// Nothing here takes longer, unless it hangs.
const DEADLINE: Duration = Duration::from_secs(60);

/// The moment at which all of these sessions begin.
pub const NOW: &str = "2026-11-30T09:30:12+01:00";

/// A team's folder, a person's, one for temporary files, and one to stand in.
pub struct Ground {
    _temp: tempfile::TempDir,
    pub top: PathBuf,
}

/// How a run ended, and all it said.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Something that lies below a folder: where, its rights, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub path: PathBuf,
    pub mode: u32,
    pub bytes: Vec<u8>,
}

impl Ground {
    pub fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    /// One that needs no real disk, where hundreds of them sync at every line.
    pub fn in_memory() -> Self {
        let memory = tempfile::tempdir_in("/dev/shm");
        Self::in_folder(memory.or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn in_folder(temp: tempfile::TempDir) -> Self {
        let top = temp.path().canonicalize().unwrap();
        for name in ["team", "tmp", "cwd", "home"] {
            fs::create_dir(top.join(name)).unwrap();
        }
        Self { _temp: temp, top }
    }

    pub fn team(&self) -> PathBuf {
        self.top.join("team")
    }

    pub fn private(&self) -> PathBuf {
        self.top.join("private")
    }

    pub fn running(&self) -> PathBuf {
        self.top.join("private/running")
    }

    /// Writes a file below the team's folder.
    pub fn team_file(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.team().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program with these arguments; nothing of the tester's own environment comes along.
    pub fn program<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firelight"));
        self.settle(&mut command);
        command.args(arguments);
        command
    }

    /// Gives a command this ground to stand on.
    pub fn settle(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.top.join("home"))
            .env("TMPDIR", self.top.join("tmp"))
            .env("FIRELIGHT_HOME", self.team())
            .env("FIRELIGHT_PRIVATE", self.private())
            .current_dir(self.top.join("cwd"));
    }

    /// The same within this process, on a virtual clock and with fixed chance.
    pub fn within(&self, arguments: &[&str], lines: impl IntoIterator<Item = String>) -> Ran {
        self.within_wrapped(arguments, lines, |plain| Box::new(plain))
    }

    /// The same again, with something of the test's own around the door.
    pub fn within_wrapped(
        &self,
        arguments: &[&str],
        lines: impl IntoIterator<Item = String>,
        wrap: impl for<'a> Fn(Plain<'a>) -> Box<dyn Ui + 'a>,
    ) -> Ran {
        self.within_on(&RealDisk, arguments, lines, wrap)
    }

    /// The same again, on another disk.
    pub fn within_on(
        &self,
        disk: &dyn Disk,
        arguments: &[&str],
        lines: impl IntoIterator<Item = String>,
        wrap: impl for<'a> Fn(Plain<'a>) -> Box<dyn Ui + 'a>,
    ) -> Ran {
        // A test that holds several sessions says when each begins.
        let begins = if arguments.contains(&"--now") {
            &["firelight", "--seed", "7"][..]
        } else {
            &["firelight", "--seed", "7", "--now", NOW]
        };
        let all = begins.iter().chain(arguments).copied().map(Into::into);
        let (globals, matches) = match cli::read(all, cli::WIDEST) {
            Asked::Command(globals, matches) => (globals, matches),
            Asked::Text(_) | Asked::Misuse(_) => panic!("{arguments:?} is no command"),
        };
        let clock = VirtualClock::at(globals.now.unwrap());
        let lines = RefCell::new(Some(lines.into_iter().collect::<Vec<_>>()));
        let heard = RefCell::new(None);
        let door = || {
            let lines = lines.borrow_mut().take().unwrap_or_default();
            let (plain, said) = scripted(lines, &clock);
            *heard.borrow_mut() = Some(said);
            Ok(wrap(plain))
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let ended = cli::run(
            &mut Context {
                globals,
                clock: &clock,
                disk,
                env: &|name| match name {
                    "FIRELIGHT_HOME" => Some(self.team().into()),
                    "FIRELIGHT_PRIVATE" => Some(self.private().into()),
                    _ => None,
                },
                folder: &self.top.join("cwd"),
                out: &mut out,
                err: &mut err,
                door: &door,
                is_terminal: false,
                columns: None,
            },
            &matches,
        );
        let said = heard.take().map_or(String::new(), |it| it.text());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (code, failure) = match ended {
            Ok(exit) => (exit.code(), String::new()),
            Err(failure) => (failure.code(), format!("{failure:?}")),
        };
        Ran {
            code: Some(code.into()),
            out: said + &text(out),
            err: text(err) + &failure,
        }
    }

    /// Everything below all of its folders.
    pub fn everything(&self) -> Vec<Left> {
        below(&self.top)
    }

    /// Where a word is found: in paths or bytes, whatever its case.
    pub fn holding(&self, word: &str) -> Vec<PathBuf> {
        let found = self.everything().into_iter().filter(|it| {
            let path = it.path.to_string_lossy().into_owned();
            has(path.as_bytes(), word) || has(&it.bytes, word)
        });
        found.map(|it| it.path).collect()
    }
}

/// Everything below a folder, links and pipes unopened.
pub fn below(folder: &Path) -> Vec<Left> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let about = fs::symlink_metadata(&path).unwrap();
            let bytes = if about.is_file() {
                fs::read(&path).unwrap()
            } else if about.is_symlink() {
                fs::read_link(&path)
                    .unwrap()
                    .into_os_string()
                    .into_encoded_bytes()
            } else {
                Vec::new()
            };
            if about.is_dir() {
                folders.push(path.clone());
            }
            let mode = about.permissions().mode() & 0o7777;
            found.push(Left { path, mode, bytes });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Whether bytes hold an ASCII word, whatever its case.
pub fn has(bytes: &[u8], word: &str) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    let word = word.to_ascii_lowercase();
    bytes.windows(word.len()).any(|it| it == word.as_bytes())
}

/// Runs a command with this input to its end, or fails when it comes to none.
pub fn run(mut command: Command, input: &str) -> Ran {
    let mut talk = Talk::begin(&mut command);
    talk.say(input);
    talk.end()
}

/// A program that runs, with pipes for a terminal.
pub struct Talk {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
    heard: String,
}

impl Talk {
    pub fn begin(command: &mut Command) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = crate::forks::spawn(piped.stderr(Stdio::piped()));
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Self {
            child,
            out,
            err,
            heard: String::new(),
        }
    }

    pub fn say(&mut self, input: &str) {
        self.say_bytes(input.as_bytes());
    }

    pub fn say_bytes(&mut self, input: &[u8]) {
        // A program that has ended already hears nothing, which is no fault of this test.
        let _ = self.child.stdin.as_mut().unwrap().write_all(input);
    }

    /// Waits until a line with this word was said.
    pub fn hear(&mut self, word: &str) {
        while !self.heard.contains(word) {
            match self.out.recv_timeout(DEADLINE) {
                Ok(line) => self.heard += &line,
                Err(error) => self.give_up(&format!("{word:?} was not said: {error}")),
            }
        }
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Closes the input and waits for the end.
    pub fn end(mut self) -> Ran {
        drop(self.child.stdin.take());
        self.ended()
    }

    /// Waits for the end that a signal makes. The input stays open: its end, seen first, would be
    /// another one.
    pub fn ended(mut self) -> Ran {
        let mut err = String::new();
        for is_err in [false, true] {
            loop {
                let from = if is_err { &self.err } else { &self.out };
                match from.recv_timeout(DEADLINE) {
                    Ok(line) if is_err => err += &line,
                    Ok(line) => self.heard += &line,
                    Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                    Err(error) => self.give_up(&format!("no end: {error}")),
                }
            }
        }
        // Both of its outputs are closed, so it ends now.
        let code = self.child.wait().unwrap().code();
        let out = self.heard;
        Ran { code, out, err }
    }

    fn give_up(&mut self, why: &str) -> ! {
        let _ = self.child.kill();
        let _ = self.child.wait();
        panic!("{why}; before that:\n{}", self.heard);
    }
}

/// Lines as they come, on a channel that can be waited for.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (to, lines) = channel();
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line).is_ok_and(|it| it > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if to.send(text).is_err() {
                return;
            }
            line.clear();
        }
    });
    lines
}

/// The first character that may not reach a terminal, or be hidden in it.
pub fn unsafe_in(text: &str) -> Option<char> {
    text.chars().find(|it| {
        *it != '\n' && it.is_control()
            || matches!(
                u32::from(*it),
                0x61c | 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff
                    | 0x206a..=0x206f | 0xe0000..=0xe007f
            )
    })
}
