//! The stage in a window of its own reads along: whatever becomes of the journals in the
//! person's folder, it shows what everybody may see, or asks for a moment.

use std::fs;
use std::path::PathBuf;

use chrono::TimeDelta;
use firelight::clock::{Clock, VirtualClock};
use firelight::disk::{Disk, RealDisk};
use firelight::host::follow::Follower;
use firelight::journal::Journal;
use firelight::journal::moment::Moment;
use firelight::journal::shelf;
use firelight::places::Places;
use firelight::session::event::{Event, Opening, Stamped};

use crate::faulty_disk::{FaultyDisk, Then};
use crate::sample::{Folders, at, journals, opening, team};

const WAITS: &str = "One moment, please.";
const FIRST: &str = "First line.";
const SECOND: &str = "Second line.";
const THANKS: &str = "Thank you.";

/// A session of two lines to be said, which takes the place of `n` others before it.
fn session(n: usize) -> Opening {
    let mut opening = opening();
    opening.id = format!("0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d{n:02x}");
    opening.started = at(n);
    let say = |text: &str| serde_json::json!({ "what": { "say": { "text": text, "seconds": 5 } } });
    opening.ritual.steps =
        serde_json::from_value(serde_json::json!([say(FIRST), say(SECOND)])).unwrap();
    opening
}

fn stamped(second: usize, event: Event) -> Stamped {
    Stamped {
        at: at(second),
        event,
    }
}

fn places(folders: &Folders) -> Places {
    Places {
        team: PathBuf::from("/team"),
        private: folders.top.join("private"),
        is_usual: false,
    }
}

/// What the stage says now, if that is new.
fn text(follower: &mut Follower<'_>) -> Option<String> {
    follower.look().map(|it| it.text)
}

#[track_caller]
fn says(follower: &mut Follower<'_>, words: &str) {
    assert_eq!(text(follower).as_deref(), Some(words));
    assert_eq!(text(follower), None, "said twice");
}

#[test]
fn it_follows_line_by_line_and_waits_before_between_and_after() {
    let folders = Folders::new();
    let clock = VirtualClock::at(at(0));
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    // The person's folder is not there yet.
    says(&mut follower, WAITS);
    assert!(!journals(&folders.top).exists());
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    says(&mut follower, FIRST);
    journal.append(&stamped(2, Event::StepOver {})).unwrap();
    says(&mut follower, SECOND);
    journal.append(&stamped(3, Event::Stop {})).unwrap();
    says(&mut follower, WAITS);
    drop(journal);
    // Another window takes it over while this one looks on.
    let found = shelf::running(&RealDisk, &folder).found.remove(0);
    let mut journal = Journal::resume(&RealDisk, &found).unwrap();
    journal.append(&stamped(4, Event::Resume {})).unwrap();
    says(&mut follower, SECOND);
    journal.append(&stamped(5, Event::StepOver {})).unwrap();
    says(&mut follower, THANKS);
    journal.finish(&RealDisk).unwrap();
    assert_eq!(text(&mut follower), None);
    let next = Journal::begin(&RealDisk, &folder, &session(6)).unwrap();
    says(&mut follower, FIRST);
    // Gone between two looks: it came to its end.
    next.finish(&RealDisk).unwrap();
    says(&mut follower, THANKS);
}

#[test]
fn a_line_that_is_being_written_is_waited_for() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    journal.append(&stamped(2, Event::StepOver {})).unwrap();
    let path = journal.path().to_path_buf();
    let whole = fs::read(&path).unwrap();
    let clock = VirtualClock::at(at(0));
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    let head = whole.iter().position(|it| *it == b'\n').unwrap() + 1;
    let mut shown = Vec::new();
    for length in 0..=whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        shown.extend(text(&mut follower).map(|it| (length, it)));
    }
    let expected = [(0, WAITS), (head, FIRST), (whole.len(), SECOND)];
    assert_eq!(
        shown,
        expected.map(|(length, text)| (length, text.to_string()))
    );
}

#[test]
fn what_cannot_be_read_is_never_shown_nor_told() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0));
    let journal = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    let path = journal.path().to_path_buf();
    let whole = fs::read_to_string(&path).unwrap();
    let newer = whole.replace("firelight.journal/1", "firelight.journal/2");
    for damaged in [
        newer,
        format!("{whole}{{\"at\":\"2026-11-30T09:30:20+01:00\",\"sung\":{{}}}}\n"),
        format!("{whole}{{\"at\":\"2026-11-30T09:30:20+01:00\",\"turn_over\":{{}}}}\n"),
        format!("{whole}Ana-Qx\n{whole}"),
        "Ana-Qx\n".to_string(),
    ] {
        fs::write(&path, &damaged).unwrap();
        let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
        says(&mut follower, WAITS);
        fs::write(&path, &whole).unwrap();
        says(&mut follower, FIRST);
        fs::write(&path, &damaged).unwrap();
        let now = text(&mut follower).unwrap();
        assert!(now == WAITS || now == THANKS, "{now}: {damaged}");
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    says(
        &mut Follower::new(&RealDisk, &places(&folders), &clock),
        WAITS,
    );
}

#[test]
fn a_journal_that_is_written_anew_goes_on_where_it_was() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0));
    let opening = session(1);
    let first = Journal::begin(&RealDisk, &folder, &opening).unwrap();
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut follower, FIRST);
    let events = [stamped(2, Event::StepOver {})];
    let anew = Journal::rewrite(&RealDisk, &folder, &opening, &events).unwrap();
    assert_ne!(first.path(), anew.path());
    says(&mut follower, SECOND);
    // One that was put aside under another name does not count.
    fs::rename(anew.path(), folder.join("other.jsonl.bak")).unwrap();
    says(&mut follower, THANKS);
}

#[test]
fn of_several_sessions_the_last_that_was_begun_or_gone_on_with_is_shown() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0));
    let mut older = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    older.append(&stamped(2, Event::StepOver {})).unwrap();
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut follower, SECOND);
    let mut newer = Journal::begin(&RealDisk, &folder, &session(3)).unwrap();
    says(&mut follower, FIRST);
    // What happens in the older one does not take the stage back…
    older.append(&stamped(9, Event::Hold {})).unwrap();
    assert_eq!(text(&mut follower), None);
    // …until the newer one is left.
    newer.append(&stamped(10, Event::Stop {})).unwrap();
    says(&mut follower, SECOND);
    newer.append(&stamped(11, Event::Resume {})).unwrap();
    says(&mut follower, FIRST);
}

#[test]
fn names_of_another_day_or_team_are_not_put_on_the_stage() {
    let later = |hours| VirtualClock::at(at(0) + TimeDelta::hours(hours));
    for (opened, other_team, shown, resumed) in [
        (1, false, FIRST, FIRST),
        // Whoever goes on with it while the stage is open is followed.
        (5, false, WAITS, FIRST),
        (1, true, WAITS, WAITS),
        (0, true, WAITS, WAITS),
    ] {
        let folders = Folders::new();
        let folder = journals(&folders.top);
        let mut opening = session(0);
        if other_team {
            opening.team = "/other".to_string();
        }
        let mut journal = Journal::begin(&RealDisk, &folder, &opening).unwrap();
        let clock = later(opened);
        let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
        says(&mut follower, shown);
        let event = Event::Resume {};
        let at = clock.now();
        journal.append(&Stamped { at, event }).unwrap();
        assert_eq!(text(&mut follower).as_deref().unwrap_or(shown), resumed);
    }
}

#[test]
fn a_session_stamped_by_a_wrong_clock_is_shown_only_while_somebody_holds_it() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0) - TimeDelta::hours(3));
    let mut journal = Journal::begin(&RealDisk, &folder, &session(0)).unwrap();
    // The clock was set right while the session went on.
    let mut during = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut during, FIRST);
    journal.append(&stamped(2, Event::StepOver {})).unwrap();
    says(&mut during, SECOND);
    // It was killed, and days later its names would still be those of an hour to come.
    drop(journal);
    let mut after = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut after, WAITS);
    let found = shelf::running(&RealDisk, &folder).found.remove(0);
    let _journal = Journal::resume(&RealDisk, &found).unwrap();
    let mut again = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut again, SECOND);
}

#[test]
fn a_moment_is_told_apart_from_a_hold_only_while_it_lasts() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0));
    let opening = session(1);
    let mut journal = Journal::begin(&RealDisk, &folder, &opening).unwrap();
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    says(&mut follower, FIRST);
    let moment = Moment::begin(&RealDisk, &folder, &opening).unwrap();
    assert_eq!(text(&mut follower), None);
    journal.append(&stamped(2, Event::Hold {})).unwrap();
    says(&mut follower, "We take a moment.");
    // Another start does not clear it away while it lasts, nor take it for a session.
    shelf::clear_half_made(&RealDisk, &folder);
    assert_eq!(text(&mut follower), None);
    assert_eq!(shelf::running(&RealDisk, &folder).faults, []);
    moment.end(&RealDisk);
    let held = follower.look().unwrap();
    assert_eq!(held.text, FIRST);
    assert!(held.clock.is_some_and(|it| it.held));
    // The journal of a moment and of a hold are the same.
    let read = fs::read_to_string(journal.path()).unwrap();
    let (_, events) = read.split_once('\n').unwrap();
    assert!(
        events.contains("hold") && !events.contains("moment"),
        "{events}"
    );
    // One that a killed program left goes at the next start, or with its session.
    drop(Moment::begin(&RealDisk, &folder, &opening).unwrap());
    shelf::clear_half_made(&RealDisk, &folder);
    assert_eq!(RealDisk.list(&folder).unwrap().len(), 1);
    drop(Moment::begin(&RealDisk, &folder, &opening).unwrap());
    journal.finish(&RealDisk).unwrap();
    assert_eq!(RealDisk.list(&folder).unwrap().len(), 0);
}

#[test]
fn a_window_that_was_closed_without_a_word_leaves_no_name_on_the_stage() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let clock = VirtualClock::at(at(0));
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    let mut journal = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    journal.append(&stamped(2, Event::StepOver {})).unwrap();
    says(&mut follower, SECOND);
    // Killed: nothing was written.
    drop(journal);
    says(&mut follower, WAITS);
    assert!(follower.state().is_none());
    // Another session that comes to a stop does not bring it back.
    let mut other = Journal::begin(&RealDisk, &folder, &session(3)).unwrap();
    says(&mut follower, FIRST);
    other.append(&stamped(4, Event::Stop {})).unwrap();
    drop(other);
    says(&mut follower, WAITS);
    // Whoever goes on with it is followed.
    let running = shelf::running(&RealDisk, &folder).found.into_iter();
    let first = session(1).id;
    let found = running
        .into_iter()
        .find(|it| it.opening.id == first)
        .unwrap();
    let _journal = Journal::resume(&RealDisk, &found).unwrap();
    says(&mut follower, SECOND);
}

#[test]
fn its_clock_goes_on_from_what_the_journal_says() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let _journal = Journal::begin(&RealDisk, &folder, &session(0)).unwrap();
    let clock = VirtualClock::at(at(0) + TimeDelta::seconds(3));
    let mut follower = Follower::new(&RealDisk, &places(&folders), &clock);
    assert_eq!(follower.look().unwrap().clock.unwrap().left, 2);
}

#[test]
fn looking_only_reads_and_reads_only_what_is_new() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &session(1)).unwrap();
    let disk = FaultyDisk::new(usize::MAX, Then::Kill);
    let clock = VirtualClock::at(at(0));
    let mut follower = Follower::new(&disk, &places(&folders), &clock);
    says(&mut follower, FIRST);
    journal.append(&stamped(2, Event::StepOver {})).unwrap();
    says(&mut follower, SECOND);
    let look = "list look is_locked";
    assert_eq!(
        disk.trail(),
        format!("{look} read {look} {look} read {look}")
    );
    assert!(team(&folders.top).read_dir().unwrap().next().is_none());
}
