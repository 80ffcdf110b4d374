//! Journals: read from any bytes, written by one, gone on with after damage.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use firelight::disk::{Disk, RealDisk};
use firelight::journal::Journal;
use firelight::journal::read::{Torn, read};
use firelight::journal::shelf::{Found, running};
use firelight::session::event::{Event, Stamped};
use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::sample::{EVENTS, Folders, at, event, events, journals, opening};

/// The bytes of a whole journal.
fn journal_bytes() -> Vec<u8> {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &opening()).unwrap();
    for n in 0..EVENTS {
        journal.append(&event(n)).unwrap();
    }
    fs::read(journal.path()).unwrap()
}

#[test]
fn every_beginning_of_a_journal_gives_its_whole_lines() {
    let bytes = journal_bytes();
    for end in 0..=bytes.len() {
        let lines = bytes[..end].iter().filter(|it| **it == b'\n').count();
        let read = read(&bytes[..end]);
        assert_eq!(read.events, events(lines.saturating_sub(1)));
        assert_eq!(read.opening.is_some(), lines > 0);
        let whole = bytes[..end].ends_with(b"\n");
        assert_eq!(read.torn.is_none(), whole, "{end}");
        if lines > 0 && !whole {
            assert_eq!(read.torn, Some(Torn::LastLine { line: lines + 1 }));
        }
    }
}

#[test]
fn no_changed_byte_loses_an_event_before_it() {
    let mut bytes = journal_bytes();
    for place in 0..bytes.len() {
        let line = bytes[..place].iter().filter(|it| **it == b'\n').count();
        let was = bytes[place];
        for now in [0, b'\n', b'"', b'}', b' ', b'9', 0xff, was ^ 1] {
            bytes[place] = now;
            let read = read(&bytes);
            let before = line.saturating_sub(1);
            if line > 0 {
                assert_eq!(read.opening.as_ref(), Some(&opening()));
                assert!(read.events.len() >= before, "byte {place} made {now}");
                assert_eq!(read.events[..before], events(before));
            }
            assert!(read.good_bytes <= bytes.len() as u64);
        }
        bytes[place] = was;
    }
}

fn only_found(top: &Path) -> Found {
    let mut found = running(&RealDisk, &journals(top)).found;
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn a_session_has_one_writer() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let journal = Journal::begin(&RealDisk, &folder, &opening()).unwrap();
    let found = only_found(&folders.top);
    assert!(found.locked);
    let refused = Journal::resume(&RealDisk, &found).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::WouldBlock);
    drop(journal);
    assert!(!only_found(&folders.top).locked);

    // Somebody goes on between looking and resuming.
    let mut other = Journal::resume(&RealDisk, &found).unwrap();
    other.append(&event(0)).unwrap();
    drop(other);
    let refused = Journal::resume(&RealDisk, &found).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::WouldBlock);
    let found = only_found(&folders.top);
    assert_eq!(found.events, events(1));

    // Or comes to its end.
    let other = Journal::resume(&RealDisk, &found).unwrap();
    other.finish(&RealDisk).unwrap();
    let refused = Journal::resume(&RealDisk, &found).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::WouldBlock);
}

#[test]
fn damage_in_the_middle_is_put_aside_as_it_is() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut damaged = journal_bytes();
    let middle = damaged.len() * 3 / 4;
    damaged[middle] = b'\n';
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{}.jsonl", opening().id));
    fs::write(&path, &damaged).unwrap();

    let found = only_found(&folders.top);
    let before = found.events.len();
    assert!(matches!(found.torn, Some(Torn::Damaged { .. })));
    let mut journal = Journal::resume(&RealDisk, &found).unwrap();
    journal.append(&event(before)).unwrap();
    assert_eq!(fs::read(path.with_extension("torn")).unwrap(), damaged);
    assert_eq!(only_found(&folders.top).events, events(before + 1));

    journal.finish(&RealDisk).unwrap();
    assert!(RealDisk.list(&folder).unwrap().is_empty());
}

#[test]
fn an_event_that_cannot_be_read_back_is_refused_and_the_next_is_not() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &opening()).unwrap();
    let by = f32::NAN;
    let unreadable = Stamped {
        at: at(1),
        event: Event::Minutes { by },
    };
    assert!(journal.append(&unreadable).is_err());
    journal.append(&event(0)).unwrap();
    assert_eq!(only_found(&folders.top).events, events(1));
}

#[test]
fn an_event_is_one_append_and_one_sync() {
    let folders = Folders::new();
    let disk = FaultyDisk::new(usize::MAX, Then::Kill);
    let mut journal = Journal::begin(&disk, &journals(&folders.top), &opening()).unwrap();
    journal.append(&event(0)).unwrap();
    assert_eq!(
        disk.trail(),
        "make_folder create append sync sync_folder append sync"
    );
}

#[test]
fn a_journal_that_failed_once_is_never_written_again() {
    for at in [6, 7] {
        let folders = Folders::new();
        let folder = journals(&folders.top);
        let disk = FaultyDisk::new(at, Then::Error(Errno::IO));
        let mut journal = Journal::begin(&disk, &folder, &opening()).unwrap();
        assert!(journal.append(&event(0)).is_err());
        let (trail, bytes) = (disk.trail(), fs::read(journal.path()).unwrap());
        assert!(journal.append(&event(1)).is_err());
        assert_eq!(disk.trail(), trail);
        assert_eq!(fs::read(journal.path()).unwrap(), bytes);

        let anew = Journal::rewrite(&disk, &folder, &opening(), &events(2)).unwrap();
        assert_eq!(only_found(&folders.top).path, anew.path());
        assert_eq!(only_found(&folders.top).events, events(2));
        assert!(!journal.path().exists());
    }
}

#[test]
fn writing_anew_removes_only_what_it_has_written_again() {
    let folders = Folders::new();
    let folder = journals(&folders.top);
    let mut journal = Journal::begin(&RealDisk, &folder, &opening()).unwrap();
    for n in 0..3 {
        journal.append(&event(n)).unwrap();
    }
    let path = journal.path().to_path_buf();
    let bytes = fs::read(&path).unwrap();
    drop(journal);
    // The last event could not be taken, so it is not among those written again.
    Journal::rewrite(&RealDisk, &folder, &opening(), &events(2)).unwrap();
    assert!(!path.exists());
    let aside = path.with_extension("torn");
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    // Nor does the next one touch what was put aside.
    let journal = Journal::rewrite(&RealDisk, &folder, &opening(), &events(2)).unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    assert_eq!(read(&fs::read(journal.path()).unwrap()).events, events(2));
}

#[test]
fn a_journal_that_says_what_cannot_be_is_left_as_it_is() {
    let line = |opening: &firelight::session::event::Opening| {
        serde_json::to_string(opening).unwrap() + "\n"
    };
    let person = |id: &str| serde_json::json!({ "id": id, "remote": false });
    let mut opening = opening();
    opening.people = serde_json::from_value(serde_json::json!([person("7kq2mz")])).unwrap();
    let say = serde_json::json!([{ "what": { "say": { "text": "Hello.", "seconds": 5 } } }]);
    opening.ritual.steps = serde_json::from_value(say).unwrap();
    let whole = line(&opening);
    assert!(read(whole.as_bytes()).opening.is_some());
    let seconds = |n: i64| (r#""seconds":5"#, format!(r#""seconds":{n}"#));
    let groups = |field: &str| {
        let say = r#"{"say":{"text":"Hello.","seconds":5}}"#;
        let groups = format!(
            r#"{{"groups":{{"size":[3,4],"mix":"x","rounds":1,"shape":"circle","seconds":60,"steps":[],{field}}}}}"#
        );
        // A second key of the same name is damage of another kind.
        let groups = match field.split_once(':') {
            Some(("\"rounds\"", _)) => groups.replacen("\"rounds\":1,", "", 1),
            _ => groups,
        };
        (say, groups)
    };
    for ((from, to), what) in [
        (("2026-11-30", "0000-11-30".to_string()), "start"),
        (("2026-11-30", "9999-11-30".to_string()), "start"),
        (
            (
                r#""minutes":4,"pace""#,
                r#""minutes":-4,"pace""#.to_string(),
            ),
            "minutes",
        ),
        (
            (
                r#""minutes":4,"pace""#,
                r#""minutes":99999,"pace""#.to_string(),
            ),
            "minutes",
        ),
        ((r#""pace":100"#, r#""pace":0"#.to_string()), "pace"),
        (
            (r#""pace":100"#, r#""pace":9223372036854775807"#.to_string()),
            "pace",
        ),
        (seconds(-1), "seconds"),
        (seconds(i64::MAX), "seconds"),
        (groups(r#""travel":-60"#), "seconds"),
        (groups(r#""rounds":1000000000"#), "rounds"),
        (("7kq2mz", "../../x".to_string()), "id"),
        (("7kq2mz", "Ana Quux".to_string()), "id"),
        (("0193a6c2-7f0e", "../../../etc/x".to_string()), "id"),
        (
            (r#""id":"two-words""#, r#""id":"../two-words""#.to_string()),
            "id",
        ),
    ] {
        let changed = whole.replacen(from, &to, 1);
        assert_ne!(changed, whole, "{from} is not in {whole}");
        let read = read(changed.as_bytes());
        assert_eq!(read.opening, None, "{to}");
        let why = read.torn.unwrap().to_string();
        assert!(why.contains("Line 1") && why.contains(what), "{to}: {why}");
        assert!(!why.contains("Quux") && !why.contains("etc"), "{why}");
    }
}

#[test]
fn an_event_that_cannot_be_ends_what_is_read_of_a_journal() {
    let bytes = journal_bytes();
    for event in [
        r#"{"at":"9999-11-30T09:31:00+01:00","hold":{}}"#,
        r#"{"at":"0000-11-30T09:31:00+01:00","hold":{}}"#,
        r#"{"at":"2026-11-30T09:31:00+01:00","joined":{"id":"../x","name":"Uma"}}"#,
        r#"{"at":"2026-11-30T09:31:00+01:00","joined":{"id":"Uma Quux"}}"#,
    ] {
        let read = read(&[&bytes, event.as_bytes(), b"\n"].concat());
        assert_eq!(read.events, events(EVENTS));
        let line = EVENTS + 2;
        assert_eq!(read.torn, Some(Torn::Impossible { line }), "{event}");
        assert_eq!(read.good_bytes, bytes.len() as u64);
    }
}
