//! No finished line of a story is lost, whatever the disk does: killed or failing at every single
//! operation, and at every power cut.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use firelight::cli::{self, Asked};
use firelight::clock::VirtualClock;
use firelight::commands::Context;
use firelight::disk::{Disk, RealDisk};
use firelight::keep;
use firelight::story::{Story, store};
use firelight::ui::plain::Plain;
use firelight::ui::scripted::Script;
use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::leak_rig::{Ground, NOW};
use crate::power_cut::{MemoryDisk, State};
use crate::story::story;

/// Moments that are typed in these.
const MOMENTS: usize = 5;

fn lines() -> Vec<String> {
    let mut lines = vec![String::new(), "1".to_string()];
    lines.extend((1..=MOMENTS).map(|it| format!("moment {it}")));
    lines.extend(["", "d", "q"].map(str::to_string));
    lines
}

/// How many lines were shown as kept: the last count before anything was said not to be saved.
fn shown(out: &str) -> usize {
    let saved = out.split("Not saved just now").next().unwrap();
    let counts = saved.lines().filter_map(|it| it.strip_prefix("So far "));
    let mut counts = counts.filter_map(|it| it.trim_end_matches(':').parse().ok());
    counts.next_back().unwrap_or(0)
}

fn is_beginning(story: &Story, when: &str) {
    for (moment, nth) in story.moments.iter().zip(1..) {
        assert_eq!(moment.text.as_str(), format!("moment {nth}"), "{when}");
    }
}

#[test]
fn a_disk_that_fails_anywhere_loses_no_line_that_was_shown() {
    let fail = [
        Then::Error(Errno::NOSPC),
        Then::Errors(Errno::NOSPC),
        Then::Error(Errno::IO),
        Then::Errors(Errno::ACCESS),
    ];
    let mut faults = 0;
    for then in fail {
        for at in 1.. {
            let ground = Ground::in_memory();
            let disk = FaultyDisk::within(&ground.private(), at, then);
            let ran = ground.within_on(&disk, &["story", "prep"], lines(), |it| Box::new(it));
            if !disk.was_reached() {
                assert_eq!(ran.code, Some(0), "{ran:?}");
                break;
            }
            faults += 1;
            let when = format!("{then:?} at {at}, {}: {ran:?}", disk.trail());
            let kept = story(&ground);
            is_beginning(&kept, &when);
            assert!(kept.moments.len() >= shown(&ran.out), "{when}");
            // What is not there in the end, or may not stay there, is said.
            let is_whole = kept.moments.len() == MOMENTS;
            assert!(matches!(ran.code, Some(0 | 1)), "{when}");
            assert!(is_whole || ran.code == Some(1), "{when}");
            let next = ground.within(&["story", "prep"], ["", "q", "q"].map(str::to_string));
            assert_eq!(next.code, Some(0), "{when}, then {next:?}");
            let left: Vec<_> = RealDisk.list(&ground.private()).unwrap();
            assert!(
                left.len() <= 3 && !left.iter().any(|it| it.ends_with("story.tmp")),
                "{left:?}"
            );
        }
    }
    assert!(faults > 100, "{faults}");
}

const CHILD: &str = "FIRELIGHT_TEST_STORY";

/// Types a story and is killed at an operation on the disk.
#[test]
fn child() {
    let Ok(order) = std::env::var(CHILD) else {
        return;
    };
    let (at, top) = order.split_once(' ').unwrap();
    let private = Path::new(top).join("private");
    let disk = FaultyDisk::within(&private, at.parse().unwrap(), Then::Kill);
    let words = ["firelight", "--now", NOW, "story", "prep"].map(Into::into);
    let Asked::Command(globals, matches) = cli::read(words, cli::WIDEST) else {
        panic!("it is a command");
    };
    let clock = VirtualClock::at(globals.now.unwrap());
    let said = std::fs::File::create(Path::new(top).join("said")).unwrap();
    let said = std::sync::Arc::new(said);
    let door = || -> Result<Box<dyn firelight::ui::Ui + '_>, firelight::ui::Error> {
        Ok(Box::new(Plain::new(
            Script::new(lines()),
            std::sync::Arc::clone(&said),
            &clock,
        )))
    };
    let ended = cli::run(
        &mut Context {
            globals,
            clock: &clock,
            disk: &disk,
            env: &|name| match name {
                "FIRELIGHT_HOME" => Some(Path::new(top).join("team").into()),
                "FIRELIGHT_PRIVATE" => Some(private.clone().into()),
                _ => None,
            },
            folder: Path::new(top),
            out: &mut io::sink(),
            err: &mut io::sink(),
            door: &door,
            is_terminal: false,
            columns: None,
        },
        &matches,
    );
    assert!(ended.is_ok(), "{ended:?}");
}

#[test]
fn a_kill_at_any_operation_loses_no_line_that_was_shown() {
    for at in 1.. {
        let ground = Ground::in_memory();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "story_killed::child", "--test-threads=1"])
            .env(CHILD, format!("{at} {}", ground.top.display()))
            .stdout(Stdio::null());
        let status = crate::forks::spawn(&mut command).wait().unwrap();
        let said = std::fs::read_to_string(ground.top.join("said")).unwrap();
        let kept = story(&ground);
        is_beginning(&kept, &said);
        assert!(kept.moments.len() >= shown(&said), "killed at {at}: {said}");
        // What a killed process left half made goes when it is opened next.
        let next = ground.within(&["story", "prep"], ["", "q", "q"].map(str::to_string));
        assert_eq!(next.code, Some(0), "killed at {at}: {next:?}");
        let mut left: BTreeSet<String> = RealDisk
            .list(&ground.private())
            .unwrap()
            .iter()
            .map(|it| it.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        left.remove("story.toml");
        assert!(
            left.iter().all(|it| it == "story.lock"),
            "killed at {at}: {left:?}"
        );
        if status.success() {
            assert!(at > 30, "{at} operations");
            return;
        }
    }
}

#[test]
fn no_power_cut_loses_a_line_or_leaves_half_a_story() {
    let private = Path::new("/top/private");
    let mut cuts = 0;
    for fails_at in 1.. {
        let disk = MemoryDisk::new(State::default(), fails_at);
        let Ok(lock) = store::lock(&disk, private) else {
            continue;
        };
        let mut typed = Story::default();
        let mut saved = 0;
        for nth in 1..=MOMENTS {
            typed.add(keep::story(&format!("moment {nth}")).unwrap());
            if store::write(&disk, private, &typed).is_ok() {
                saved = nth;
                disk.saved(saved);
            }
        }
        assert!(saved >= MOMENTS - 1, "one fault costs one line at most");
        drop(lock);
        for (idx, (state, saved)) in disk.past().iter().enumerate() {
            for found in state.after_power_cut() {
                cuts += 1;
                let when = format!("failing {fails_at}, cut after {idx}");
                let kept = store::read(&MemoryDisk::new(found, 0), private);
                let kept = kept.unwrap_or_else(|it| panic!("{when}: {it}"));
                is_beginning(&kept, &when);
                assert!(
                    kept.moments.len() >= *saved,
                    "{when}: {}",
                    kept.moments.len()
                );
            }
        }
        if disk.done() < fails_at {
            assert!(cuts > 5_000, "{cuts} power cuts");
            return;
        }
    }
}
