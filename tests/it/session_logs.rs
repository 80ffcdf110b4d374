//! A team's logs: published once, and read from any heap of files.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use firelight::disk::{Disk, RealDisk};
use firelight::logs::Log;
use firelight::logs::publish::{Published, Sent, publish, send_unsent};
use firelight::logs::read::{Logs, check_all, latest, read_all};
use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::sample::{event, log_of, opening};

fn log(number: u32) -> Log {
    let mut opening = opening();
    opening.id = format!("0193a6c2-7f0e-7c1b-9d4e-{number:012x}");
    opening.started += chrono::TimeDelta::days(i64::from(number));
    log_of(&opening, &[event(0)])
}

fn put(path: PathBuf, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn rules(logs: &Logs) -> Vec<(String, String)> {
    let row = |it: &firelight::fault::Row| {
        let name = Path::new(&it.path).file_name().unwrap();
        (it.rule.clone(), name.to_str().unwrap().to_string())
    };
    logs.faults.iter().map(row).collect()
}

#[test]
fn a_log_is_written_once_and_never_over_another_file() {
    let top = tempfile::tempdir().unwrap();
    let (team, private) = (top.path().join("team"), top.path().join("private"));
    fs::create_dir(&team).unwrap();
    let log = log(1);
    let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
    put(team.join(&name), "");
    let expected = Published::Done {
        path: team.join(name.to_str().unwrap().replace(".json", "-2.json")),
    };
    for _again in 0..2 {
        let done = publish(&RealDisk, &team, &private, &name, bytes.clone());
        assert_eq!(done, expected);
    }
    assert_eq!(fs::read(team.join(&name)).unwrap(), b"");
    let read = read_all(&RealDisk, &team);
    assert_eq!(read.logs.len(), 1);
    assert_eq!(read.faults[0].rule, "L001");
    assert!(!private.exists());
}

#[test]
fn a_log_waits_while_its_team_is_away() {
    let top = tempfile::tempdir().unwrap();
    let (team, private) = (top.path().join("team"), top.path().join("private"));
    let log = log(1);
    let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
    for _again in 0..2 {
        let done = publish(&RealDisk, &team, &private, &name, bytes.clone());
        let Published::Unsent { why, .. } = done else {
            panic!("{done:?}");
        };
        assert!(!why.contains("os error"), "{why}");
    }
    assert!(!team.exists(), "a folder that is away is not made");
    assert!(matches!(
        send_unsent(&RealDisk, &private)[..],
        [Sent::Waits { .. }]
    ));

    fs::create_dir(&team).unwrap();
    put(private.join("unsent/.left.unsent.1.tmp"), "half");
    let path = team.join(&name);
    assert_eq!(
        send_unsent(&RealDisk, &private),
        [Sent::Done { path: path.clone() }]
    );
    assert_eq!(fs::read(path).unwrap(), bytes);
    assert_eq!(send_unsent(&RealDisk, &private), []);
    assert!(RealDisk.list(&private.join("unsent")).unwrap().is_empty());
}

#[test]
fn damaged_files_are_each_named_and_stop_nothing() {
    let top = tempfile::tempdir().unwrap();
    let team = top.path();
    let bytes = log(1).bytes().unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let here = |name: &str| team.join("sessions").join(name);
    put(here("good.json"), &bytes);
    put(here("2026/11/copy of good.json"), &bytes);
    put(here("a.json"), "");
    put(here("b.json"), &bytes[..bytes.len() / 2]);
    put(here("c.json"), "{}");
    put(here("d.json"), text.replace("session/1", "session/2"));
    put(
        here("e.json"),
        format!("<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n"),
    );
    put(here("f.json"), "[".repeat(100_000));
    put(here("g.json"), [0; 200]);
    put(here("h.json"), text.replace("two-words", "../../x"));
    symlink("good.json", here("i.json")).unwrap();
    symlink("..", here("j")).unwrap();
    put(here("notes.txt"), "not a log");
    put(here(".k.json.tmp"), "half");
    put(here(".l.json.icloud"), "placeholder");
    let huge = fs::File::create(here("m.json")).unwrap();
    huge.set_len(65 << 20).unwrap();
    put(
        here("n.json"),
        text.replace("\"format\"", "\"future\": 1, \"format\"")
            .replace("000000000001", "000000000002")
            .replace("\"counts\": {}", "\"counts\": {\"again\": {\"n\": 4}}"),
    );

    let read = read_all(&RealDisk, team);
    let ids: Vec<&str> = read.logs.iter().map(|(it, _)| it.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "0193a6c2-7f0e-7c1b-9d4e-000000000001",
            "0193a6c2-7f0e-7c1b-9d4e-000000000002"
        ]
    );
    let expected = [
        ("L012", ".l.json.icloud"),
        ("L001", "a.json"),
        ("L002", "b.json"),
        ("L003", "c.json"),
        ("L004", "d.json"),
        ("L007", "e.json"),
        ("L003", "f.json"),
        ("L002", "g.json"),
        ("L003", "h.json"),
        ("L006", "i.json"),
        ("L006", "j"),
        ("L005", "m.json"),
        ("L009", "n.json"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, name)| (rule.to_string(), name.to_string()))
        .collect();
    assert_eq!(rules(&read), expected);
    assert!(read.faults[2].line > 1, "{:?}", read.faults[2]);
}

#[test]
fn copies_that_differ_are_one_log_by_a_rule_and_said_aloud() {
    let whole = log(1);
    let mut left = whole.clone();
    left.finished = false;
    left.zone = "A much longer name of a zone, so that length alone would win".to_string();
    let mut answers = Vec::new();
    for names in [["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]] {
        let top = tempfile::tempdir().unwrap();
        let file = |name: &str| top.path().join(format!("sessions/{name}/x.json"));
        put(file(names[0]), whole.bytes().unwrap());
        put(file(names[1]), left.bytes().unwrap());
        put(file(names[2]), whole.bytes().unwrap());
        let read = read_all(&RealDisk, top.path());
        assert_eq!(read.faults.len(), 1);
        assert_eq!(read.faults[0].rule, "L008");
        assert!(
            read.faults[0]
                .path
                .ends_with(&format!("{}/x.json", names[1]))
        );
        answers.push(read.logs.into_iter().map(|it| it.0).collect::<Vec<_>>());
    }
    assert_eq!(answers, vec![vec![whole]; 3]);
}

#[test]
fn every_beginning_and_every_changed_byte_of_a_log_is_read_or_named() {
    let top = tempfile::tempdir().unwrap();
    let bytes = log(1).bytes().unwrap();
    let path = top.path().join("sessions/x.json");
    put(path.clone(), &bytes);
    for end in 0..bytes.len() - 1 {
        fs::write(&path, &bytes[..end]).unwrap();
        let read = read_all(&RealDisk, top.path());
        assert_eq!((read.logs.len(), read.faults.len()), (0, 1), "{end}");
    }
    for place in 0..bytes.len() {
        for now in [0, b'"', b'}', b'9', 0xff] {
            let mut changed = bytes.clone();
            changed[place] = now;
            fs::write(&path, changed).unwrap();
            let read = read_all(&RealDisk, top.path());
            assert_eq!(read.logs.len() + read.faults.len(), 1, "{place}");
        }
    }
}

#[test]
fn many_facilitators_in_one_folder_leave_each_session_once() {
    let top = tempfile::tempdir().unwrap();
    let (team, private) = (top.path().join("team"), top.path().join("private"));
    fs::create_dir(&team).unwrap();
    let sessions = 8;
    std::thread::scope(|threads| {
        for n in 0..4 * sessions {
            let (team, private) = (&team, &private);
            threads.spawn(move || {
                // Four at once publish the same session, and all sessions the same second.
                let mut log = log(n % sessions);
                log.started = opening().started;
                let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
                let done = publish(&RealDisk, team, private, &name, bytes);
                // Who meets another's file half made lets it wait.
                assert!(!matches!(done, Published::Nowhere { .. }));
            });
        }
    });
    for sent in send_unsent(&RealDisk, &private) {
        assert!(matches!(sent, Sent::Done { .. }), "{sent:?}");
    }
    let read = read_all(&RealDisk, &team);
    assert_eq!(read.faults, []);
    assert_eq!(read.logs.len(), sessions as usize);
    let files = RealDisk.list(&team.join("sessions/2026/11")).unwrap();
    assert_eq!(files.len(), sessions as usize, "{files:?}");
}

#[test]
fn a_log_is_on_the_disk_before_it_has_its_name() {
    let top = tempfile::tempdir().unwrap();
    let disk = FaultyDisk::new(usize::MAX, Then::Error(Errno::IO));
    let log = log(1);
    let (name, bytes) = (log.name().unwrap(), log.bytes().unwrap());
    let done = publish(&disk, top.path(), Path::new("/nowhere"), &name, bytes);
    assert!(matches!(done, Published::Done { .. }));
    assert_eq!(
        disk.trail(),
        "look make_folder read create append sync read rename_new list sync_folder"
    );
}

#[test]
fn the_latest_logs_are_known_by_the_names_of_their_files() {
    let top = tempfile::tempdir().unwrap();
    // Over the end of a month and of a year, and never opened.
    for number in [0, 1, 30, 31, 62] {
        put(top.path().join(log(number).name().unwrap()), "");
    }
    put(top.path().join("sessions/2026/11/notes.txt"), "");
    put(top.path().join("sessions/README"), "");
    let ids = |most| {
        let latest = latest(&RealDisk, top.path(), most);
        latest.into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    let wanted: Vec<String> = [62, 31, 30, 1, 0].map(|it| log(it).id).to_vec();
    assert_eq!(ids(9), wanted);
    assert_eq!(ids(2), wanted[..2]);
    let (_, about) = &latest(&RealDisk, top.path(), 9)[4];
    assert_eq!(about, "two-words, 2026-11-30");
}

#[test]
fn what_a_log_cannot_say_is_named_with_its_line() {
    let top = tempfile::tempdir().unwrap();
    let team = top.path();
    let log = log(0);
    let text = String::from_utf8(log.bytes().unwrap()).unwrap();
    let text = text.replace(
        r#""kind": "ask","#,
        r#""kind": "groups", "planned_minutes": 2.0, "actual_minutes": 2.5,
      "rounds": [{ "groups": [["7kq2mz", "p3x9aa"]] }],"#,
    );
    let name = log.name().unwrap();
    let good = team.join(&name);
    put(good.clone(), &text);
    assert_eq!(check_all(&RealDisk, team).faults, []);
    let line_of =
        |text: &str, what: &str| text.lines().position(|it| it.contains(what)).unwrap() + 1;
    for (from, to, rule, place) in [
        (
            r#""ended": "2026-11"#,
            r#""ended": "2025-11"#,
            "L015",
            "\"ended\"",
        ),
        (
            r#""ended": "2026-11"#,
            r#""ended": "2027-11"#,
            "L015",
            "\"ended\"",
        ),
        (
            r#""started": "2026"#,
            r#""started": "0000"#,
            "L015",
            "\"started\"",
        ),
        (
            r#""started": "2026"#,
            r#""started": "9999"#,
            "L015",
            "\"started\"",
        ),
        (
            r#""actual_minutes": 2.5"#,
            r#""actual_minutes": -2.5"#,
            "L016",
            "actual_minutes",
        ),
        (
            r#""planned_minutes": 2.0"#,
            r#""planned_minutes": 1e12"#,
            "L016",
            "planned_minutes",
        ),
        (r#""7kq2mz""#, r#""Ana Quux""#, "L018", "\"rounds\""),
        (
            &log.id,
            "0193a6c2-7f0e-7c1b-9d4e-00000000000f",
            "L017",
            "\"id\"",
        ),
        (
            r#""id": "two-words""#,
            r#""id": "headlines""#,
            "L017",
            "\"id\"",
        ),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from} is not in {text}");
        put(good.clone(), &changed);
        let read = check_all(&RealDisk, team);
        assert_eq!(read.logs.len(), 1, "{to}");
        let found: Vec<_> = read.faults.iter().map(|it| it.rule.as_str()).collect();
        assert!(found.contains(&rule), "{to}: {found:?}");
        let fault = read.faults.iter().find(|it| it.rule == rule).unwrap();
        assert_eq!(fault.line, line_of(&changed, place), "{to}");
        assert!(!fault.message.contains("Quux"), "{}", fault.message);
    }
    // A name of one's own says nothing, and a copy's says the same and more.
    fs::remove_file(&good).unwrap();
    put(team.join("sessions/kickoff.json"), &text);
    let stem = name.file_stem().unwrap().to_str().unwrap();
    put(
        team.join(format!("sessions/Copy of {stem} (2).json")),
        &text,
    );
    let rules: Vec<_> = rules(&check_all(&RealDisk, team))
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(rules, ["L014"]);
}
