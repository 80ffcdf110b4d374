//! Nothing that was shown as saved is ever lost, wherever the disk fails or the process ends.
//!
//! One short session is held again and again, and each time the next operation on the disk
//! goes wrong: until a session comes to its end without meeting the fault.

use std::cell::Cell;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use firelight::disk::{Disk, RealDisk};
use firelight::journal::Journal;
use firelight::journal::shelf::running;
use firelight::logs::Log;
use firelight::logs::publish::{Published, Sent, publish, send_unsent};
use firelight::logs::read::read_all;
use firelight::session::event::Stamped;
use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::sample::{
    EVENTS, Folders, event, events, hold, journals, log_of, opening, private, team,
};

const CHILD: &str = "FIRELIGHT_TEST_CHILD";

/// Events in the journal that would be offered, checked to be the right ones.
fn in_journal(top: &Path) -> Option<Vec<Stamped>> {
    let shelf = running(&RealDisk, &journals(top));
    let found = shelf.found.into_iter().next()?.events;
    assert_eq!(found, events(found.len()));
    Some(found)
}

/// Logs in the team's folder after everything that waits was sent there.
fn published(top: &Path) -> Vec<Log> {
    for sent in send_unsent(&RealDisk, &private(top)) {
        assert!(matches!(sent, Sent::Done { .. }), "{sent:?}");
    }
    let read = read_all(&RealDisk, &team(top));
    assert_eq!(read.faults, []);
    read.logs.into_iter().map(|(log, _)| log).collect()
}

#[test]
fn no_error_of_the_disk_loses_an_event_or_a_log() {
    for error in [Errno::NOSPC, Errno::IO, Errno::ACCESS] {
        for then in [Then::Error(error), Then::Errors(error)] {
            let mut n = 0;
            loop {
                n += 1;
                let folders = Folders::new();
                let disk = FaultyDisk::new(n, then);
                let acknowledged = Cell::new(0);
                let outcome = hold(&disk, &folders.top, &|shown| {
                    acknowledged.set(shown);
                    let there = in_journal(&folders.top).map_or(0, |it| it.len());
                    assert!(there >= shown, "{then:?} at {n}: {there} of {shown}");
                });
                let whole = log_of(&opening(), &events(EVENTS));
                match outcome {
                    Published::Done { .. } | Published::Unsent { .. } => {
                        assert_eq!(published(&folders.top), [whole], "{then:?} at {n}");
                    }
                    Published::Nowhere { bytes, .. } => {
                        assert_eq!(bytes, whole.bytes().unwrap());
                        let there = in_journal(&folders.top).map_or(0, |it| it.len());
                        assert!(there >= acknowledged.get(), "{then:?} at {n}");
                    }
                }
                if !disk.was_reached() {
                    break;
                }
            }
            assert!(n > 2 * EVENTS, "a session of {n} operations");
        }
    }
}

/// Holds a session, or goes on with the one that is there, and says what was acknowledged.
#[test]
fn child() {
    let Ok(order) = std::env::var(CHILD) else {
        return;
    };
    let (n, top) = order.split_once(' ').unwrap();
    let (disk, top) = (
        FaultyDisk::new(n.parse().unwrap(), Then::Kill),
        Path::new(top),
    );
    for sent in send_unsent(&disk, &private(top)) {
        assert!(matches!(sent, Sent::Done { .. }), "{sent:?}");
    }
    let found = running(&disk, &journals(top)).found.into_iter().next();
    let (mut journal, mut so_far) = match found {
        Some(found) => (Journal::resume(&disk, &found).unwrap(), found.events),
        // A first line that was torn counts as nothing, so the session is begun anew.
        None if RealDisk.list(&journals(top)).unwrap().is_empty() => {
            if !read_all(&RealDisk, &team(top)).logs.is_empty() {
                return;
            }
            let journal = Journal::begin(&disk, &journals(top), &opening()).unwrap();
            (journal, Vec::new())
        }
        None => {
            let journal = Journal::rewrite(&disk, &journals(top), &opening(), &[]).unwrap();
            (journal, Vec::new())
        }
    };
    let mut shown = fs::File::create(top.join("shown")).unwrap();
    for n in so_far.len()..EVENTS {
        so_far.push(event(n));
        journal.append(&so_far[n]).unwrap();
        shown.write_all(b"x").unwrap();
    }
    let log = log_of(&opening(), &so_far);
    let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
    let outcome = publish(&disk, &team(top), &private(top), &name, bytes);
    assert!(matches!(outcome, Published::Done { .. }), "{outcome:?}");
    journal.finish(&disk).unwrap();
}

/// Runs [`child`] and returns whether it came to its end.
fn run_child(top: &Path, n: usize) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "nothing_lost::child", "--test-threads=1"])
        .env(CHILD, format!("{n} {}", top.display()))
        .stdout(Stdio::null());
    let status = crate::forks::spawn(&mut command).wait().unwrap();
    assert!(status.success() || status.signal() == Some(9), "{status:?}");
    status.success()
}

/// How many events were shown as saved by the last child, on top of `before`.
fn shown(top: &Path) -> usize {
    let shown = fs::read(top.join("shown")).map_or(0, |it| it.len());
    let _ = fs::remove_file(top.join("shown"));
    shown
}

/// Events that can be got back, from the journal or the log.
fn kept(top: &Path) -> usize {
    let whole = log_of(&opening(), &events(EVENTS));
    if RealDisk.list(&team(top)).unwrap().is_empty() {
        return in_journal(top).map_or(0, |it| it.len());
    }
    match published(top).as_slice() {
        [] => in_journal(top).map_or(0, |it| it.len()),
        [log] => {
            assert_eq!(*log, whole);
            EVENTS
        }
        more => panic!("{} logs of one session", more.len()),
    }
}

#[test]
fn no_kill_loses_an_event_and_none_during_recovery_does() {
    let mut n = 0;
    loop {
        n += 1;
        // Odd and even in turn: half as many runs, and every m is met from both sides.
        for m in (1 + n % 2..=10).step_by(2) {
            let folders = Folders::new();
            let top = &folders.top;
            let finished = run_child(top, n);
            let acknowledged = shown(top);
            let before = kept(top);
            assert!(before >= acknowledged, "{before} after a kill at {n}");
            if finished {
                assert!(n > 2 * EVENTS, "a session of {n} operations");
                assert_eq!(before, EVENTS);
                return;
            }
            run_child(top, m);
            let more = before + shown(top);
            assert!(kept(top) >= more, "kill at {n}, then at {m}");

            assert!(run_child(top, usize::MAX));
            assert_eq!(kept(top), EVENTS, "kill at {n}, then at {m}");
            let left = RealDisk.list(&journals(top)).unwrap();
            assert!(left.is_empty(), "kill at {n}, then at {m}: {left:?}");
            let logs = RealDisk.list(&team(top).join("sessions/2026/11")).unwrap();
            assert_eq!(logs.len(), 1, "kill at {n}, then at {m}: {logs:?}");
        }
    }
}
