//! Whole sessions that are killed: at every single operation on the disk, and again while they
//! are taken up, and then held to their end.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use firelight::commands::Exit;
use firelight::disk::RealDisk;
use firelight::journal::shelf;
use firelight::session::event::Event;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::rig::{Rig, Shown};
use crate::whole_sessions::{only_the_log_is_left, same, undisturbed};

const CHILD: &str = "FIRELIGHT_TEST_SESSION";

/// How far a session has come, as the disk has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Nothing of it was ever shown.
    NotBegun,
    /// It waits to go on; whether its hand has been dealt.
    Waits { dealt: bool },
    /// Its log is there and nothing waits.
    Held,
}

fn stands(rig: &Rig) -> Stands {
    let shelf = shelf::running(&RealDisk, &rig.running());
    match shelf.found.first() {
        Some(found) => {
            let is_hand = |it: &Event| matches!(it, Event::Hand { .. });
            let dealt = found.events.iter().any(|it| is_hand(&it.event));
            Stands::Waits { dealt }
        }
        None if rig.logs().is_empty() => Stands::NotBegun,
        None => Stands::Held,
    }
}

/// Runs one command and is killed at an operation on the disk.
#[test]
fn child() {
    let Ok(order) = std::env::var(CHILD) else {
        return;
    };
    let mut order = order.splitn(3, ' ');
    let at = order.next().unwrap().parse().unwrap();
    let rig = Rig::at(Path::new(order.next().unwrap()));
    let disk = FaultyDisk::new(at, Then::Kill);
    let ended = rig.run_to_files(&disk, order.next().unwrap());
    assert!(matches!(ended, Ok(Exit::Done)), "{ended:?}");
}

/// Begins or goes on, in a process that is killed at `n`; gives whether it came to its end.
fn run_child(rig: &Rig, n: usize, line: &str) -> bool {
    let _ = std::fs::remove_file(rig.top.join("stages"));
    let line = match stands(rig) {
        Stands::NotBegun => line,
        Stands::Waits { .. } => "run --resume",
        Stands::Held => return true,
    };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "whole_sessions_killed::child",
            "--test-threads=1",
        ])
        .env(CHILD, format!("{n} {} {line}", rig.top.display()))
        .stdout(Stdio::null());
    let status = crate::forks::spawn(&mut command).wait().unwrap();
    assert!(status.success() || status.signal() == Some(9), "{status:?}");
    status.success()
}

/// What was on the screens of several processes, one after the other.
struct Screens<'a> {
    whole: &'a [Shown],
    last: Option<usize>,
    speakers: Vec<Option<Option<String>>>,
}

impl Screens<'_> {
    /// Goes on exactly where the last process stopped, or one further; the same people speak.
    fn follow(&mut self, stages: &[Shown], when: &str) {
        for (idx, shown) in stages.iter().enumerate() {
            assert_eq!(shown.note, None, "{when}");
            let at = self.whole.iter().position(|it| it.at() == shown.at());
            let at = at.unwrap_or_else(|| panic!("{when}: {shown:?}"));
            let last = self.last.replace(at);
            match (last, idx) {
                (None, _) => assert_eq!(at, 0, "{when}"),
                (Some(last), 0) => {
                    assert!((last..=last + 1).contains(&at), "{when}: {at} after {last}");
                }
                (Some(last), _) => assert_eq!(at, last + 1, "{when}"),
            }
            match &self.speakers[at] {
                Some(before) => assert_eq!(*before, shown.speaker, "{when}"),
                None => self.speakers[at] = Some(shown.speaker.clone()),
            }
        }
    }
}

/// Kills a session at every operation; gives how often it was killed.
fn killed_everywhere(line: &str) -> usize {
    let (whole, log) = undisturbed(line);
    let mut kills = 0;
    for n in 1.. {
        for m in [1 + n % 15, 1 + (n + 7) % 15] {
            let when = format!("{line}: kill at {n}, then at {m}");
            let rig = Rig::new();
            let mut screens = Screens {
                whole: &whole,
                last: None,
                speakers: vec![None; whole.len()],
            };
            let is_whole = run_child(&rig, n, line);
            screens.follow(&rig.stages(), &when);
            let first = stands(&rig);
            if is_whole {
                assert_eq!(screens.last, Some(whole.len() - 1), "{when}");
                assert_eq!(first, Stands::Held);
                return kills;
            }
            assert!(
                first != Stands::NotBegun || screens.last.is_none(),
                "{when}: a session that was shown has gone"
            );
            kills += 1;
            if !run_child(&rig, m, line) {
                kills += 1;
            }
            screens.follow(&rig.stages(), &when);
            let second = stands(&rig);
            assert!(run_child(&rig, usize::MAX, line), "{when}");
            screens.follow(&rig.stages(), &when);
            // A session whose end was shown may only have been published by the last process.
            assert_eq!(screens.last, Some(whole.len() - 1), "{when}");

            assert_eq!(stands(&rig), Stands::Held, "{when}");
            let logs = rig.logs();
            assert_eq!(logs.len(), 1, "{when}");
            let is_same_hand = ![first, second].contains(&Stands::Waits { dealt: false });
            same(&logs[0], &log, is_same_hand, &when);
            only_the_log_is_left_after_the_next(&rig, &log.id, &when);
        }
    }
    kills
}

/// What a killed process left half made goes with the next session at the latest.
fn only_the_log_is_left_after_the_next(rig: &Rig, id: &str, when: &str) {
    let next = rig.run("run two-words --people 3 --mode room --seed 8");
    assert_eq!(next.code(), 0, "{when}: {}", next.err);
    assert!(!next.said.contains("was not finished"), "{when}");
    assert!(!next.said.contains("cannot be read"), "{when}");
    only_the_log_is_left(rig, id, when);
}

#[test]
fn a_session_of_two_that_is_killed_anywhere_goes_on_at_the_same_place() {
    assert!(killed_everywhere("run two-words --with Ana,Ben --mode room") > 100);
}

#[test]
fn a_session_of_four_that_is_killed_anywhere_goes_on_at_the_same_place() {
    assert!(killed_everywhere("run two-words --with Ana,Ben,Chi,Dev --mode room") > 100);
}

#[test]
fn headlines_of_five_that_are_killed_anywhere_go_on_at_the_same_place() {
    assert!(killed_everywhere("run headlines --with Ana,Ben,Chi,Dev,Eli --mode room") > 100);
}
