//! A folder of a thousand logs, one in twenty damaged in one of the ways that disks, editors,
//! git and sync clients damage files: each of these is named, all others are read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firelight::disk::RealDisk;
use firelight::logs::read::{check_all, read_all};

use crate::rig::Rig;
use crate::sample::{event, log_of, opening};

const LOGS: u32 = 1_000;
const EVERY: u32 = 20;

/// What became of a file: its bytes, what its name gets, and whether the session is read.
struct Damage {
    bytes: Vec<u8>,
    suffix: &'static str,
    is_read: bool,
}

/// One kind of damage after the other; `at` is anywhere in the file but at its ends.
fn damage(kind: u32, text: &str, at: usize) -> Damage {
    let bytes = text.as_bytes();
    let front = |it: &str| text.replacen('{', it, 1).into_bytes();
    let swap = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1).into_bytes()
    };
    let lost = |bytes: Vec<u8>| Damage {
        bytes,
        suffix: "",
        is_read: false,
    };
    let odd = |bytes: Vec<u8>| Damage {
        is_read: true,
        ..lost(bytes)
    };
    let beside = |suffix: &'static str, bytes: Vec<u8>| Damage {
        suffix,
        ..odd(bytes)
    };
    match kind {
        0 => lost(bytes[..at].to_vec()),
        1 => lost(Vec::new()),
        2 => lost([&bytes[..at], &vec![0; bytes.len() - at]].concat()),
        3 => lost(
            (0..2048_usize)
                .map(|it| (it * at * 31 % 251) as u8)
                .collect(),
        ),
        4 => odd([b"\xef\xbb\xbf", bytes].concat()),
        5 => odd(text.replace('\n', "\r\n").into_bytes()),
        6 => lost(
            [0xfeff]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
        ),
        7 => lost([&bytes[..at], b"\xff\xfe", &bytes[at..]].concat()),
        8 => lost(front(r#"{"id": "other", "id": 7,"#)),
        9 => lost(
            ["[".repeat(200_000), "]".repeat(200_000)]
                .concat()
                .into_bytes(),
        ),
        10 => odd(front(&format!(
            r#"{{"n": 1{}, "e": 1e999999,"#,
            "0".repeat(5_000)
        ))),
        11 => lost(front(r#"{"n": NaN,"#)),
        12 => lost([bytes, &bytes[..100]].concat()),
        13 => {
            let cut = text[..at].rfind('\n').unwrap() + 1;
            let (before, behind) = text.split_at(cut);
            let half = &behind[..behind.len().min(90)];
            let mark = format!("<<<<<<< HEAD\n{half}\n=======\n{half}\n>>>>>>> other\n");
            lost([before, &mark, behind].concat().into_bytes())
        }
        14 => beside(" (Ada's conflicted copy 2026-05-01)", bytes.to_vec()),
        15 => lost(format!("[{text}]").into_bytes()),
        16 => lost(swap("session/1", "session/999")),
        17 => lost(swap("\"steps\": [", "\"steps\": \"none\", \"was\": [")),
        18 => beside(".swp", [b"b0VIM 8.2\0\0\0", &bytes[..at]].concat()),
        19 => odd(text.trim_end().as_bytes().to_vec()),
        20 => beside(
            ".sync-conflict-20260501-101010-ABCDEFG",
            swap("\"finished\": true", "\"finished\": false"),
        ),
        _ => unreachable!("there are {KINDS} kinds"),
    }
}

const KINDS: u32 = 21;

#[test]
fn of_a_thousand_logs_each_damaged_one_is_named_and_all_others_are_read() {
    let rig = Rig::new();
    let folder = rig.team().join("sessions/2026/11");
    fs::create_dir_all(&folder).unwrap();
    let (mut damaged, mut whole, mut odd) = (BTreeSet::new(), BTreeSet::new(), 0);
    for number in 0..LOGS {
        let mut opening = opening();
        opening.id = format!("0193a6c2-7f0e-7c1b-9d4e-{number:012x}");
        opening.started += chrono::TimeDelta::hours(i64::from(number));
        let log = log_of(&opening, &[event(0)]);
        let text = String::from_utf8(log.bytes().unwrap()).unwrap();
        let name = log.name().unwrap();
        let name = name.file_stem().unwrap().to_str().unwrap();
        if number % EVERY > 0 {
            fs::write(folder.join(format!("{name}.json")), text).unwrap();
            whole.insert(opening.id);
            continue;
        }
        // Somewhere else in the file each time, and never within its first or last line.
        let at = 10 + (number as usize * 7_919) % (text.len() - 20);
        let it = damage(number / EVERY % KINDS, &text, at);
        if !it.suffix.is_empty() {
            fs::write(folder.join(format!("{name}.json")), &text).unwrap();
        }
        let path = folder.join(format!("{name}{}.json", it.suffix));
        fs::write(&path, it.bytes).unwrap();
        damaged.insert(path);
        if it.is_read {
            whole.insert(opening.id);
            odd += 1;
        }
    }
    assert_eq!(damaged.len() as u32, LOGS / EVERY);

    let checked = check_all(&RealDisk, &rig.team());
    let named = checked
        .faults
        .iter()
        .map(|it| Path::new(&it.path).to_path_buf());
    let named: BTreeSet<_> = named.collect();
    assert_eq!(named, damaged);
    let read: BTreeSet<_> = checked.logs.iter().map(|(it, _)| it.id.clone()).collect();
    assert_eq!(read, whole);

    // Who only reads is told of what was lost, and not of what was merely touched.
    let read = read_all(&RealDisk, &rig.team());
    assert_eq!(read.logs, checked.logs);
    let told = read.faults.len();
    assert!(
        told < checked.faults.len() && told >= damaged.len() - odd,
        "{told}"
    );

    let outcome = rig.run("log check");
    assert_eq!(outcome.code(), 1);
    for path in &damaged {
        let path = format!("{}:", path.display());
        assert!(
            outcome.out.contains(&path),
            "{path} is not in\n{}",
            outcome.out
        );
    }
}

#[test]
fn whoever_holds_a_session_or_forms_groups_is_told_what_does_not_count() {
    let rig = Rig::new();
    let run = "run two-words --with Ana,Ben --mode room";
    assert_eq!(rig.run(run).err, "");
    let path = &read_all(&RealDisk, &rig.team()).logs[0].1;
    let name = path.file_name().unwrap().to_str().unwrap().to_string();
    fs::write(path, "{").unwrap();
    for line in [run, "groups --with Ana,Ben,Chi,Dev"] {
        let outcome = rig.run(line);
        assert_eq!(outcome.code(), 0, "{line}: {}", outcome.err);
        let told = format!("A session log, {}…, cannot be read", &name[..30]);
        assert!(outcome.err.contains(&told), "{line}: {}", outcome.err);
        assert!(!outcome.said.contains(&name[..9]), "{line}: on the stage");
    }
}

#[test]
fn a_file_with_two_flaws_is_one_file_to_look_at() {
    let rig = Rig::new();
    assert_eq!(rig.run("run two-words --people 3 --mode room").code(), 0);
    let path = &read_all(&RealDisk, &rig.team()).logs[0].1;
    let text = fs::read_to_string(path).unwrap();
    let changed = text.replace("\"planned_minutes\": ", "\"planned_minutes\": -");
    assert_ne!(changed, text);
    fs::write(path, changed).unwrap();
    let outcome = rig.run("log check");
    assert!(outcome.out.matches("[L016]").count() > 1, "{}", outcome.out);
    assert!(
        outcome
            .out
            .ends_with("1 sessions read, 1 files to look at.\n"),
        "{}",
        outcome.out
    );
}
