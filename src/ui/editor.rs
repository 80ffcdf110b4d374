//! A person's own editor, in the terminal that we have given back meanwhile.

use std::io;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::Why;
use super::signals::Signals;

/// How often it is looked whether the editor has ended, or somebody asked us to.
const LOOK: Duration = Duration::from_millis(30);

/// How long an editor that is to end may take to save and go.
const SHORTLY: Duration = Duration::from_millis(1_500);

/// How an editor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It says that all went well.
    Well,
    /// It says that it did not, or was ended by somebody else.
    Badly,
    /// We were asked to stop, and it was ended for that.
    Stopped(Why),
}

/// Opens a file in an editor and waits for its end. When we are terminated or hung up, it is ended
/// with all that it started, so that nobody writes the file any more once we are gone.
///
/// `command` is read by a shell, as git does: it may have arguments and quotes.
///
/// # Errors
/// When it cannot be started.
pub fn edit(command: &str, path: &Path) -> io::Result<Ended> {
    let signals = Signals::install()?;
    // The path is an argument of its own, so that no name in it is read by the shell.
    let mut editor = Command::new("/bin/sh")
        .args(["-c", &format!("{command} \"$@\""), "editor"])
        .arg(path)
        .spawn()?;
    loop {
        // A Ctrl-C reaches the editor by itself and is its own; the others may not reach it.
        let why = signals.stopped().filter(|it| *it != Why::Person);
        if let Some(why) = why {
            end(&mut editor);
            return Ok(Ended::Stopped(why));
        }
        if let Some(ended) = editor.try_wait()? {
            let is_well = ended.success();
            return Ok(if is_well { Ended::Well } else { Ended::Badly });
        }
        thread::sleep(LOOK);
    }
}

/// Ends an editor and what it started; what does not go by itself is taken down.
fn end(editor: &mut Child) {
    let mut all = vec![Pid::from_child(editor)];
    // Those of a script that ends are no longer found under it.
    let mut nth = 0;
    while let Some(pid) = all.get(nth) {
        all.extend(children(*pid));
        nth += 1;
    }
    let started = all.split_off(1);
    let tell = |pids: &[Pid], signal| {
        for pid in pids {
            // One that has ended already needs no telling.
            let _ = kill_process(*pid, signal);
        }
    };
    tell(&all, Signal::TERM);
    tell(&started, Signal::TERM);
    let until = Instant::now() + SHORTLY;
    let mut is_there = true;
    while is_there && Instant::now() < until {
        thread::sleep(LOOK);
        let has_ended = !matches!(editor.try_wait(), Ok(None));
        is_there = !has_ended || started.iter().any(|it| test_kill_process(*it).is_ok());
    }
    if is_there {
        tell(&started, Signal::KILL);
        // It knows whether it has ended, so that nobody else is met under its number.
        let _ = editor.kill().and_then(|()| editor.wait());
    }
}

/// What a process started, where the system tells; elsewhere a script is to end its own.
fn children(pid: Pid) -> Vec<Pid> {
    let pid = pid.as_raw_nonzero();
    let list = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let list = list.unwrap_or_default();
    let pids = list.split_whitespace().filter_map(|it| it.parse().ok());
    pids.filter_map(Pid::from_raw).collect()
}
