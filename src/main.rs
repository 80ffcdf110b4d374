//! Meets the world: arguments, environment, terminal or not, clock, exit code. The rooms behind
//! it are given what they need of all this and ask for nothing themselves.

#![expect(
    clippy::disallowed_methods,
    reason = "the world is met here and nowhere else"
)]

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use firelight::cli::{self, Asked};
use firelight::clock::{Clock, SystemClock, VirtualClock};
use firelight::commands::{Context, Failure};
use firelight::disk::RealDisk;
use firelight::ui::lines::Stream;
use firelight::ui::marks::Ascii;
use firelight::ui::plain::Plain;
use firelight::ui::signals::Signals;
use firelight::ui::terminal::{self, Terminal, restore_terminal};
use firelight::ui::{Error, Ui};
use rustix::process::{Resource, Rlimit, setrlimit};

fn main() -> ExitCode {
    mend_panics();
    leave_no_core();
    // Pipes are as wide as help is at most.
    let columns = terminal::columns().unwrap_or(cli::WIDEST);
    let set = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
    let is_utf8 = is_utf8(&set);
    let (globals, matches) = match cli::read(std::env::args_os(), columns) {
        Asked::Command(globals, matches) => (globals, matches),
        Asked::Text(text) => {
            return finish(lines(io::stdout(), is_utf8).write_all(text.as_bytes()));
        }
        Asked::Misuse(text) => {
            let _ = lines(io::stderr(), is_utf8).write_all(text.as_bytes());
            return ExitCode::from(2);
        }
    };
    let clock: Box<dyn Clock> = match globals.now {
        Some(now) => Box::new(VirtualClock::at(now)),
        None => Box::new(SystemClock),
    };
    let clock = &*clock;
    let is_dumb = set("TERM").is_none_or(|it| it == "dumb");
    let is_terminal = io::stdin().is_terminal()
        && io::stderr().is_terminal()
        && !is_dumb
        && !globals.plain
        && set("ACCESSIBLE").is_none_or(|it| it == "0");
    let json = globals.json;
    let door = || -> Result<Box<dyn Ui + '_>, Error> {
        let signals = Signals::install().map_err(Error::Screen)?;
        if is_terminal {
            let terminal = Terminal::open(clock, is_utf8, may_stand_out(&set))?;
            return Ok(Box::new(terminal));
        }
        let output = if json {
            lines(io::stderr(), is_utf8)
        } else {
            lines(io::stdout(), is_utf8)
        };
        let input = Stream::new(io::stdin(), move || signals.stopped());
        Ok(Box::new(Plain::new(input, output, clock)))
    };
    let folder = std::env::current_dir().unwrap_or_else(|_| "/".into());
    let is_exact = cli::is_for_a_program(&globals, &matches);
    let mut out = lines(io::stdout(), is_utf8 || is_exact);
    let mut warnings = AfterTheStage {
        to: lines(io::stderr(), is_utf8),
        waiting: Vec::new(),
    };
    let mut context = Context {
        globals,
        clock,
        disk: &RealDisk,
        env: &|name| std::env::var_os(name),
        folder: &folder,
        out: &mut *out,
        err: &mut warnings,
        door: &door,
        is_terminal,
        columns: terminal::columns(),
    };
    let ended = cli::run(&mut context, &matches);
    // Where nobody can be told any more, the exit code says it.
    let _ = warnings.flush();
    match ended {
        Ok(exit) => {
            let flushed = finish(out.flush());
            if exit.code() == 0 {
                flushed
            } else {
                ExitCode::from(exit.code())
            }
        }
        Err(failure) => {
            if let Failure::Misuse(sentence) | Failure::Failed(sentence) = &failure {
                let _ = writeln!(warnings.to, "{}", sentence.trim_end());
            }
            ExitCode::from(failure.code())
        }
    }
}

/// What is in memory is private, and a core dump would put it into the current folder.
fn leave_no_core() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Where it is refused, dumping a core was not allowed either.
    let _ = setrlimit(Resource::Core, none);
}

/// Standard error, but never onto a stage: paths and errors wait until it has gone.
struct AfterTheStage {
    to: Box<dyn Write>,
    waiting: Vec<u8>,
}

impl Write for AfterTheStage {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        self.flush()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if terminal::is_taken() {
            return Ok(());
        }
        self.to.write_all(&std::mem::take(&mut self.waiting))
    }
}

/// A full device is an error; a reader that went away is not.
fn finish(written: io::Result<()>) -> ExitCode {
    match written.map_err(Failure::from) {
        Ok(()) | Err(Failure::Closed | Failure::Stopped(_)) => ExitCode::SUCCESS,
        Err(Failure::Misuse(sentence) | Failure::Failed(sentence)) => {
            let _ = writeln!(io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Where lines go: as they are, or with our own marks in ASCII.
fn lines(to: impl Write + 'static, is_utf8: bool) -> Box<dyn Write> {
    if is_utf8 {
        Box::new(to)
    } else {
        Box::new(Ascii::new(to))
    }
}

/// Whether anything may look different from plain text (no-color.org, bixense.com/clicolors).
fn may_stand_out(set: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let is_forced = set("CLICOLOR_FORCE").is_some_and(|it| it != "0");
    let is_off = set("CLICOLOR").is_some_and(|it| it == "0");
    set("NO_COLOR").is_none() && (is_forced || !is_off)
}

/// Whether the terminal's language is written in UTF-8.
fn is_utf8(set: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let language = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let language = language
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    language.contains("utf-8") || language.contains("utf8")
}

/// A fault of our own puts the terminal right and says where it was, without a word of what
/// anybody typed: a message could hold it.
fn mend_panics() {
    std::panic::set_hook(Box::new(|fault| {
        restore_terminal();
        let place = fault
            .location()
            .map_or_else(String::new, |it| format!(" ({}:{})", it.file(), it.line()));
        let _ = writeln!(
            io::stderr(),
            "Firelight stopped because of a fault of its own{place}. What was saved is safe: firelight run --resume, or firelight story"
        );
    }));
}
