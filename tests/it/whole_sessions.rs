//! Whole sessions on a disk that fails, with an input that ends, and with faults of our own:
//! the meeting goes on, and nothing that was shown as over is lost.

use std::panic::{AssertUnwindSafe, catch_unwind};

use firelight::commands::{Exit, Failure};
use firelight::disk::{Disk, RealDisk};
use firelight::journal::shelf;
use firelight::logs::Log;
use firelight::session::event::Event;
use rustix::io::Errno;

use crate::faulty_disk::{self, FaultyDisk};
use crate::rig::{ENOUGH, Enters, Outcome, Rig, Shown, Then};

/// Sessions as they are begun.
pub const BEGUN: [&str; 3] = [
    "run two-words --with Ana,Ben,Chi,Dev --mode room",
    "run headlines --with Ana,Ben,Chi,Dev --mode room",
    "run breakout-graded --with Ana,Ben,Chi,Dev,Eli,Finn --mode hybrid --remote Ana,Ben",
];

/// The session as it is without any fault.
pub fn undisturbed(line: &str) -> (Vec<Shown>, Log) {
    let rig = Rig::new();
    let outcome = rig.run(line);
    assert_eq!(outcome.code(), 0, "{}", outcome.err);
    let mut logs = rig.logs();
    assert_eq!(logs.len(), 1);
    assert!(outcome.stages.iter().all(|it| it.note.is_none()));
    (outcome.stages, logs.remove(0))
}

/// Turns and steps that are over, as the disk has it.
fn over_on_disk(rig: &Rig) -> usize {
    let shelf = shelf::running(&RealDisk, &rig.running());
    let Some(found) = shelf.found.first() else {
        return 0;
    };
    let is_over = |it: &Event| {
        matches!(
            it,
            Event::StepOver {} | Event::TurnOver {} | Event::RoomsOpen {}
        )
    };
    found.events.iter().filter(|it| is_over(&it.event)).count()
}

/// Where the logs of a session lie, copies and all.
pub fn files_with(rig: &Rig, id: &str) -> Vec<String> {
    let mut files = rig.files();
    files.retain(|it| it.contains(id));
    files
}

/// Nothing of a session lies anywhere but its one log, and nothing half made either.
pub fn only_the_log_is_left(rig: &Rig, id: &str, when: &str) {
    let files = files_with(rig, id);
    assert_eq!(files.len(), 1, "{when}: {files:?}");
    assert!(
        files[0].ends_with(&format!("{id}.json")),
        "{when}: {files:?}"
    );
    assert!(files[0].starts_with("team/sessions/"), "{when}: {files:?}");
    let all = rig.files();
    let is_half_made = |it: &String| it.ends_with(".tmp") || it.starts_with("private/running/");
    assert!(!all.iter().any(is_half_made), "{when}: {all:?}");
}

/// Holds `line` while `disk` fails, and then looks at everything.
fn hold_on(disk: &FaultyDisk, rig: &Rig, line: &str, whole: &[Shown], log: &Log, when: &str) {
    let said_unsaved = std::cell::Cell::new(0);
    let outcome = rig.run_watched(disk, line, ENOUGH, &|shown| {
        if shown.is_unsaved() {
            said_unsaved.set(said_unsaved.get() + 1);
            assert!(disk.was_reached(), "{when}: said to be unsaved too early");
            return;
        }
        let at = whole.iter().position(|it| it.at() == shown.at()).unwrap();
        assert!(
            over_on_disk(rig) >= at,
            "{when}: {at} steps are over and not on the disk"
        );
    });
    let at: Vec<_> = outcome.stages.iter().map(Shown::at).collect();
    let all: Vec<_> = whole.iter().map(Shown::at).collect();
    match &outcome.ended {
        // The folders or the ritual could not be read: nothing had begun.
        Err(Failure::Failed(_)) if outcome.stages.is_empty() => {
            assert!(disk.was_reached(), "{when}");
            return;
        }
        Ok(Exit::Done | Exit::Faults) => assert_eq!(at, all, "{when}"),
        other => panic!("{when}: {other:?}: {}", outcome.err),
    }
    is_kept(rig, &outcome, log, when);
    // The disk is whole again, and the next session begins.
    let was_lost = matches!(outcome.ended, Ok(Exit::Faults));
    let next = rig.run("run two-words --people 3 --mode room --seed 8");
    assert_eq!(next.code(), 0, "{when}: {}", next.err);
    if was_lost {
        // Its log was handed to a person; what the journal has is offered.
        if next.said.contains("was not finished") {
            assert_eq!(files_with(rig, &log.id).len(), 1, "{when}");
        }
        return;
    }
    assert!(
        !next.said.contains("was not finished"),
        "{when}: {}",
        next.said
    );
    assert!(
        !next.said.contains("cannot be read"),
        "{when}: {}",
        next.said
    );
    assert_eq!(rig.logs().len(), 2, "{when}");
    only_the_log_is_left(
        rig,
        &log.id,
        &format!("{when} of {}: {}", disk.trail(), next.said),
    );
}

/// The log is in the team's folder, or waits, or was handed over.
fn is_kept(rig: &Rig, outcome: &Outcome, log: &Log, when: &str) {
    if matches!(outcome.ended, Ok(Exit::Faults)) {
        let handed: Log = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!(handed.id, log.id, "{when}");
        assert!(outcome.err.contains("Here it is"), "{when}");
        return;
    }
    let files = files_with(rig, &log.id);
    let is_log = |it: &String| it.starts_with("team/sessions/") || it.ends_with(".unsent");
    assert!(files.iter().any(is_log), "{when}: {files:?}");
    assert!(outcome.said.contains("Enter: finish."), "{when}");
}

#[test]
fn the_meeting_goes_on_whatever_the_disk_does_and_nothing_is_lost() {
    for line in BEGUN {
        let (whole, log) = undisturbed(line);
        let mut held = 0;
        for error in [Errno::NOSPC, Errno::IO, Errno::ACCESS] {
            for (kind, then) in [
                ("once", faulty_disk::Then::Error(error)),
                ("lasting", faulty_disk::Then::Errors(error)),
            ] {
                for in_private in [false, true] {
                    for n in 1.. {
                        let rig = Rig::new();
                        let disk = if in_private {
                            FaultyDisk::within(&rig.private(), n, then)
                        } else {
                            FaultyDisk::new(n, then)
                        };
                        let place = if in_private { "in private" } else { "anywhere" };
                        let when = format!("{line}: {error:?} {kind} at {n} {place}");
                        hold_on(&disk, &rig, line, &whole, &log, &when);
                        held += 1;
                        if !disk.was_reached() {
                            break;
                        }
                    }
                }
            }
        }
        assert!(held > 500, "{held} sessions");
    }
}

#[test]
fn an_error_that_passes_is_said_once_and_the_journal_is_whole_again() {
    let line = BEGUN[0];
    let mut unsaved = 0;
    for n in 1.. {
        let rig = Rig::new();
        let disk = FaultyDisk::new(n, faulty_disk::Then::Error(Errno::NOSPC));
        let outcome = rig.run_on(&disk, line, Enters(4, Then::End));
        let times = outcome.stages.iter().filter(|it| it.is_unsaved()).count();
        assert!(times <= 1, "at {n}: unsaved {times} times");
        unsaved += times;
        if !outcome.stages.is_empty() {
            assert_eq!(outcome.code(), 1);
            assert!(
                outcome.err.contains("Saved. To go on"),
                "at {n}: {}",
                outcome.err
            );
            assert_eq!(over_on_disk(&rig), 4, "at {n}");
        }
        if !disk.was_reached() {
            break;
        }
    }
    assert!(unsaved > 0);
}

/// Leaves a session after each number of Enters, and goes on with it to its end.
fn left_and_resumed(line: &str, then: Then) -> usize {
    let (whole, log) = undisturbed(line);
    for k in 0..whole.len() {
        let when = format!("{line}: {then:?} at prompt {k}");
        let rig = Rig::new();
        let left = catch_unwind(AssertUnwindSafe(|| {
            rig.run_on(&RealDisk, line, Enters(k, then))
        }));
        match left {
            Ok(outcome) => {
                assert_eq!(outcome.code(), 1, "{when}");
                assert!(outcome.err.contains("Saved. To go on"), "{when}");
                assert_eq!(outcome.stages, whole[..=k], "{when}");
            }
            Err(_) => assert_eq!(then, Then::Panic, "{when}"),
        }
        let resumed = rig.run("run --resume");
        assert_eq!(resumed.code(), 0, "{when}: {}", resumed.err);
        let at = |stages: &[Shown]| -> Vec<String> {
            // Before the first turn nobody knew the order, so another one may be drawn.
            let who = |it: &Shown| it.speaker.clone().filter(|_| k > 1);
            let line = |it: &Shown| format!("{:?} {:?} {:?}", it.at(), who(it), it.note);
            stages.iter().map(line).collect()
        };
        assert_eq!(at(&resumed.stages), at(&whole[k..]), "{when}");
        let logs = rig.logs();
        assert_eq!(logs.len(), 1, "{when}");
        same(&logs[0], &log, k > 0, &when);
        only_the_log_is_left(&rig, &log.id, &when);
    }
    whole.len()
}

/// The same bytes, apart from the times, which differ when a session is left and resumed.
/// Chance begins anew in each process: a hand that was not dealt before is another, as large.
pub fn same(left: &Log, right: &Log, is_same_hand: bool, when: &str) {
    let logs = [left, right].map(|it| {
        let mut log = it.clone();
        log.ended = None;
        for step in &mut log.steps {
            step.actual_minutes = None;
            for dealt in step.dealt.iter_mut().filter(|_| !is_same_hand) {
                (dealt.id, dealt.text, dealt.level) = (String::new(), String::new(), 0);
            }
        }
        String::from_utf8(log.bytes().unwrap()).unwrap()
    });
    assert_eq!(logs[0], logs[1], "{when}");
}

#[test]
fn an_input_that_ends_at_any_prompt_leaves_a_session_that_goes_on() {
    for line in BEGUN {
        assert!(left_and_resumed(line, Then::End) >= 5);
    }
}

#[test]
fn a_panic_at_any_prompt_leaves_a_session_that_goes_on() {
    for line in BEGUN {
        assert!(left_and_resumed(line, Then::Panic) >= 5);
    }
}

#[test]
fn a_session_that_was_published_is_never_offered_again() {
    // The person's folder fails from the middle on, and the log goes to the team's all the same.
    let rig = Rig::new();
    let (_, log) = undisturbed(BEGUN[0]);
    let full = faulty_disk::Then::Errors(Errno::NOSPC);
    let disk = FaultyDisk::within(&rig.private(), 20, full);
    assert_eq!(rig.run_on(&disk, BEGUN[0], ENOUGH).code(), 0);
    assert_eq!(rig.logs().len(), 1);
    let again = rig.run("run --resume");
    assert_eq!(again.code(), 1);
    assert!(matches!(again.ended, Err(Failure::Failed(_))));
    only_the_log_is_left(&rig, &log.id, "after it was published");
}

#[test]
fn a_first_line_that_was_never_whole_is_cleared_away_unsaid() {
    let rig = Rig::new();
    let id = undisturbed(BEGUN[0]).1.id;
    RealDisk
        .make_folder(&rig.running(), firelight::disk::Rights::Private)
        .unwrap();
    for (name, bytes) in [
        (format!("{id}.jsonl"), ""),
        (format!("{id}-2.jsonl"), "{\"form"),
    ] {
        let path = rig.running().join(name);
        let mut file = RealDisk
            .create(&path, firelight::disk::Rights::Private)
            .unwrap();
        file.append(bytes.as_bytes()).unwrap();
    }
    // One that somebody has open stays.
    let open = rig.running().join(format!("{id}-3.jsonl"));
    let held = RealDisk
        .create(&open, firelight::disk::Rights::Private)
        .unwrap();
    let outcome = rig.run("run two-words --people 3 --mode room --seed 8");
    assert_eq!(
        files_with(&rig, &id),
        [format!("private/running/{id}-3.jsonl")]
    );
    drop(held);
    assert!(!outcome.said.contains("Line 1"), "{}", outcome.said);
    let outcome = rig.run("run two-words --people 3 --mode room --seed 9");
    assert!(!outcome.said.contains("cannot be read"), "{}", outcome.said);
    assert_eq!(files_with(&rig, &id).len(), 0);
}

#[test]
fn sessions_of_one_seed_and_one_moment_are_two_whatever_became_of_the_first() {
    let line = BEGUN[0];
    let id_of = |it: &Log| it.id.clone();
    // The first is over.
    let rig = Rig::new();
    for again in 1..=3 {
        let outcome = rig.run(line);
        assert_eq!(outcome.code(), 0, "{}", outcome.err);
        let ids: std::collections::BTreeSet<_> = rig.logs().iter().map(id_of).collect();
        assert_eq!(ids.len(), again);
    }
    // The first was left, and still can go on; or it is held at this moment.
    for is_held in [false, true] {
        let rig = Rig::new();
        let left = rig.run_on(&RealDisk, line, Enters(4, Then::End));
        assert_eq!(left.code(), 1, "{}", left.err);
        let before = shelf::running(&RealDisk, &rig.running()).found.remove(0);
        let held = is_held.then(|| RealDisk.reopen(&before.path, u64::MAX).unwrap());
        let outcome = rig.run_watched(&RealDisk, &format!("{line} --new"), ENOUGH, &|shown| {
            assert_eq!(shown.note, None);
        });
        drop(held);
        assert_eq!(outcome.code(), 0, "{}", outcome.err);
        let after = shelf::running(&RealDisk, &rig.running()).found;
        assert_eq!(after.len(), 1);
        assert_eq!(
            (&after[0].path, &after[0].opening, &after[0].events),
            (&before.path, &before.opening, &before.events)
        );
        assert_eq!(rig.run("run --resume").code(), 0);
        assert_eq!(rig.logs().len(), 2, "both are in the team's folder");
    }
    // The first waits, because its team's folder was away.
    let rig = Rig::new();
    let disk = FaultyDisk::within(&rig.team(), 1, faulty_disk::Then::Errors(Errno::ACCESS));
    let waits = rig.run_on(&disk, line, ENOUGH);
    assert!(
        waits.err.contains("waits in your own folder"),
        "{}",
        waits.err
    );
    rig.run(line);
    assert_eq!(rig.logs().len(), 2);
}
