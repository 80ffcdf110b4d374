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
        // No wait tells of both a child and a signal without a thread or a handler of our own, and
        // a look costs nothing beside an editor.
        thread::sleep(LOOK);
    }
}

/// Ends an editor and what it started; what does not go by itself is taken down.
fn end(editor: &mut Child) {
    // One that has ended already needs no telling.
    let tell = |pid: Pid, signal| {
        let _ = kill_process(pid, signal);
    };
    let until = Instant::now() + SHORTLY;
    let mut all = vec![Pid::from_child(editor)];
    let mut n_told = 0;
    loop {
        // Any of them may start more while it is told to end; those of one that has ended are no
        // longer found under it, so all are found before the next is told.
        let mut nth = 0;
        while let Some(pid) = all.get(nth) {
            let new = children(*pid).into_iter().filter(|it| !all.contains(it));
            let new: Vec<Pid> = new.collect();
            all.extend(new);
            nth += 1;
        }
        all[n_told..].iter().for_each(|it| tell(*it, Signal::TERM));
        n_told = all.len();
        let has_ended = !matches!(editor.try_wait(), Ok(None));
        if has_ended && all[1..].iter().all(|it| test_kill_process(*it).is_err()) {
            return;
        }
        if Instant::now() >= until {
            break;
        }
        thread::sleep(LOOK);
    }
    all[1..].iter().for_each(|it| tell(*it, Signal::KILL));
    // It knows whether it has ended, so that nobody else is met under its number.
    let _ = editor.kill().and_then(|()| editor.wait());
}

/// What a process started, as the system tells; where it does not, as `ps` does. A group of its own
/// would be no way: a terminal stops whoever reads it from another group than the one in front.
fn children(pid: Pid) -> Vec<Pid> {
    if !Path::new("/proc/thread-self/children").exists() {
        let mut ps = Command::new("ps");
        let table = ps.args(["-A", "-o", "pid=", "-o", "ppid="]).output();
        let table = table.map(|it| it.stdout).unwrap_or_default();
        return children_in(&String::from_utf8_lossy(&table), pid);
    }
    let pid = pid.as_raw_nonzero();
    let list = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let list = list.unwrap_or_default();
    let pids = list.split_whitespace().filter_map(|it| it.parse().ok());
    pids.filter_map(Pid::from_raw).collect()
}

/// The processes in a table of them and whoever started each.
fn children_in(table: &str, parent: Pid) -> Vec<Pid> {
    let pair = |row: &str| {
        let mut pids = row.split_whitespace().map(str::parse::<i32>);
        Some((pids.next()?.ok()?, pids.next()?.ok()?))
    };
    let pairs = table.lines().filter_map(pair);
    let own = pairs.filter(|it| Pid::from_raw(it.1) == Some(parent));
    own.filter_map(|it| Pid::from_raw(it.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_processes_tells_who_started_which() {
        let table = "    1     0\n  812     1\n 4711   812\n 4712   812\n 4713  4711\nPID odd\n";
        let of = |pid| {
            let pids = children_in(table, Pid::from_raw(pid).unwrap());
            pids.into_iter().map(Pid::as_raw_pid).collect::<Vec<_>>()
        };
        assert_eq!(of(812), [4711, 4712]);
        assert_eq!(of(4711), [4713]);
        assert_eq!(of(4712), [0; 0]);
    }
}
