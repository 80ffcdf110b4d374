//! The roster from outside: adding, importing, tags, days away, two clones, damage, and a disk
//! that fails at any moment.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};

use chrono::NaiveDate;
use firelight::disk::{Disk as _, RealDisk};
use firelight::keep;
use firelight::roster::{self, Person, Roster, write};
use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::leak_rig::{Ground, NOW, Ran, run};
use crate::pty::Pty;

fn team(ground: &Ground, arguments: &[&str]) -> Ran {
    let all = ["--now", NOW, "team"].iter().chain(arguments);
    run(ground.program(all), "")
}

fn done(ground: &Ground, arguments: &[&str]) -> String {
    let ran = team(ground, arguments);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (Some(0), ""),
        "{arguments:?}: {ran:?}"
    );
    ran.out
}

fn roster(team: &Path) -> Roster {
    roster::read(&RealDisk, team)
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.people.iter().map(|it| it.name.as_str()).collect()
}

#[test]
fn people_are_added_listed_tagged_away_and_removed() {
    let ground = Ground::new();
    assert!(done(&ground, &[]).contains("firelight team add"));
    done(
        &ground,
        &[
            "add",
            "Ana",
            "(lead)",
            "<ana@example.org>,",
            "Zo\u{eb},",
            "Ben",
            "(remote)",
        ],
    );
    assert_eq!(
        done(&ground, &["add", "ANA, Zoe\u{308}"]),
        "In the team already: ANA, Zoe\u{308}.\n"
    );
    assert_eq!(
        done(&ground, &["away", "ana,ben", "--until", "fri"])
            .lines()
            .next()
            .unwrap(),
        "Ana is away until Friday 4 December 2026, and here again on that day."
    );
    done(&ground, &["tag", "Zo\u{eb}", "new", "ux"]);
    done(&ground, &["tag", "Zo\u{eb}", "new", "--off"]);
    done(&ground, &["away", "Ben", "--until", "today"]);
    insta::assert_snapshot!(done(&ground, &[]), @r"
    Ana  lead, away until Friday 4 December 2026
    Ben  remote
    Zoë  ux

    3 people, 1 of them away.
    ");
    let json: serde_json::Value = serde_json::from_str(&done(&ground, &["--json"])).unwrap();
    assert_eq!(json[0]["email"], "ana@example.org");
    assert_eq!(json[0]["away_until"], "2026-12-04");
    assert_eq!(json[1]["tags"], serde_json::json!(["remote"]));
    // On Friday she is here.
    let friday = run(
        ground.program(["--now", "2026-12-04T08:00:00+01:00", "team"]),
        "",
    );
    assert!(friday.out.ends_with("\n3 people.\n"), "{friday:?}");
    done(&ground, &["remove", "Ana"]);
    assert_eq!(names(&roster(&ground.team())), ["Ben", "Zo\u{eb}"]);
    assert!(ground.holding("example.org").is_empty());
}

#[test]
fn whoever_is_not_found_is_misuse_with_a_suggestion() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana Lopez, Ana Mori, Ben"]);
    for (arguments, said) in [
        (&["remove", "Bne"][..], "Did you mean Ben?"),
        (&["remove", "ana"], "one of several: Ana Lopez ("),
        (
            &["away", "Ben", "--until", "soon"],
            "fri, tomorrow, 2 weeks",
        ),
        (&["away", "Ben", "--until", "2020-01-01"], "has passed"),
        (&["tag", "Ben", ","], "A tag is a word"),
        (&["add", "8"], "not a number"),
    ] {
        let ran = team(&ground, arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {ran:?}");
    }
    let id = roster(&ground.team()).find("Ana Mori")[0].id.clone();
    done(&ground, &["remove", &id]);
    done(&ground, &["tag", "ana", "lead"]);
    assert!(roster(&ground.team()).find("Ana Lopez")[0].has("lead"));
}

#[test]
fn fri_is_fri_where_the_team_is() {
    let ground = Ground::new();
    ground.team_file("firelight.toml", "tz = \"Pacific/Auckland\"\n");
    done(&ground, &["add", "Ana"]);
    // Thursday evening in Berlin is Friday in Auckland.
    let arguments = [
        "--now",
        "2026-12-03T21:00:00+01:00",
        "team",
        "away",
        "Ana",
        "--until",
        "fri",
    ];
    let ran = run(ground.program(arguments), "");
    assert!(ran.out.contains("Friday 11 December"), "{ran:?}");
}

#[test]
fn a_list_is_imported_and_what_cannot_be_read_is_named_with_its_line() {
    let ground = Ground::new();
    let file = ground.top.join("cwd/people.csv");
    fs::write(
        &file,
        "\u{feff}Name;E-Mail;Tags\r\nAna;ana@x.org;lead\r\n;b@x.org;\r\nChi;;new, ux\r\n",
    )
    .unwrap();
    let ran = team(&ground, &["import", "people.csv"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.out, "Added: Ana, Chi.\n");
    assert!(
        ran.err.contains("people.csv:3:1") && ran.err.contains("no name"),
        "{ran:?}"
    );
    // Again: nobody is added twice, and what is new of them is taken.
    fs::write(&file, "name,email\nana,ana@x.org\nCHI,chi@x.org\n").unwrap();
    assert_eq!(
        done(&ground, &["import", "people.csv"]),
        "In the team already: ana, CHI.\n"
    );
    let roster = roster(&ground.team());
    assert_eq!(roster.people[1].email, keep::roster("chi@x.org"));
    assert_eq!(roster.people[1].tags.len(), 2);
    let ran = team(&ground, &["import", "none.csv"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("none.csv cannot be read"), "{ran:?}");
}

#[test]
fn somebody_added_in_two_clones_is_one_person_and_soon_says_so() {
    let (one, other) = (Ground::new(), Ground::new());
    done(&one, &["add", "Ana, Ben"]);
    done(&other, &["add", "ana (lead), Chi"]);
    let ids = [&one, &other].map(|it| roster(&it.team()).find("Ana")[0].id.clone());
    assert_ne!(ids[0], ids[1]);
    for path in RealDisk.list(&other.team().join("people")).unwrap() {
        let name = path.file_name().unwrap().to_str().unwrap();
        one.team_file(Path::new("people").join(name), fs::read(&path).unwrap());
    }
    // Reading joins them and changes nothing.
    let before = one.everything();
    assert!(done(&one, &[]).ends_with("3 people.\n"));
    assert_eq!(one.everything(), before);
    let joined = roster(&one.team());
    assert_eq!(joined.canonical(&ids[0]), joined.canonical(&ids[1]));
    let said = done(&one, &["add", "Dev"]);
    assert!(said.contains("1 person had been added twice"), "{said}");
    let first = joined.canonical(&ids[0]).to_string();
    assert_eq!(one.holding(&format!("same_as = \"{first}\"")).len(), 1);
    // What is changed is changed in both files, and both go.
    done(&one, &["tag", "Ana", "lead", "--off"]);
    assert!(one.holding("lead").is_empty());
    done(&one, &["remove", "Ana"]);
    assert_eq!(names(&roster(&one.team())), ["Ben", "Chi", "Dev"]);
}

#[test]
fn a_damaged_file_is_named_and_the_others_are_listed() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana, Ben"]);
    ground.team_file(
        "people/x.toml",
        "format = \"firelight.person/1\"\nname = \"Chi\"\n<<<<<<< HEAD\n",
    );
    ground.team_file("people/y.toml", "");
    ground.team_file("people/.z.toml.tmp", "half");
    ground.team_file("people/README.md", "no person");
    std::os::unix::fs::symlink("/etc/hostname", ground.team().join("people/w.toml")).unwrap();
    let ran = team(&ground, &[]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.ends_with("3 people.\n"), "{ran:?}");
    for place in ["people/x.toml:3:1", "people/y.toml:1:1", "people/w.toml"] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    // A damaged file is for a person to mend.
    let ran = team(&ground, &["tag", "Chi", "lead"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err
            .contains("x.toml could not be written: the file is damaged"),
        "{ran:?}"
    );
}

#[test]
fn whoever_looks_like_somebody_is_asked_about_at_a_terminal_and_said_elsewhere() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana"]);
    let said = done(&ground, &["add", "Anna"]);
    assert!(said.contains("Anna looks like Ana."), "{said}");
    let (team, private) = (ground.team(), ground.private());
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    // A Cyrillic letter that looks like ours.
    let command = [
        env!("CARGO_BIN_EXE_firelight"),
        "team",
        "add",
        "\u{410}na, Ben",
    ];
    let mut pty = Pty::spawn(&command, &env, &ground.top, (24, 80));
    pty.wait_for("looks like Ana, who is in the team");
    pty.send("s");
    pty.wait_for("Not added: \u{410}na.");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(names(&roster(&team)), ["Ana", "Anna", "Ben"]);
}

fn ana() -> Person {
    Person {
        id: "7kq2mz".into(),
        name: keep::roster("Ana").unwrap(),
        email: None,
        tags: Vec::new(),
        away_until: None,
        since: NaiveDate::from_ymd_opt(2026, 11, 30),
        same_as: None,
    }
}

#[test]
fn a_file_is_whole_or_not_there_whenever_the_disk_fails() {
    let mut tried = 0;
    for then in [Then::Error(Errno::NOSPC), Then::Errors(Errno::IO)] {
        for n in 1.. {
            let ground = Ground::new();
            let (team, path) = (ground.team(), ground.team().join("people/7kq2mz.toml"));
            let disk = FaultyDisk::new(n, then);
            let added = write::add(&disk, &team, &ana());
            if added.is_ok() {
                assert_eq!(names(&roster(&team)), ["Ana"]);
            }
            let lead = |it: &mut Person| it.tags.extend(keep::roster("lead"));
            let changed = added.and_then(|()| write::change(&disk, &path, lead));
            let is_whole = changed.and_then(|()| write::settle(&disk, &team)).is_ok();
            let now = roster(&team);
            assert!(now.broken.is_empty(), "at {n}: {:?}", now.broken);
            assert!(now.people.iter().all(|it| it.name.as_str() == "Ana"));
            // Whatever was left half made goes with what is done next.
            write::add(
                &RealDisk,
                &team,
                &Person {
                    id: "other".into(),
                    ..ana()
                },
            )
            .unwrap();
            write::settle(&RealDisk, &team).unwrap();
            let left = RealDisk.list(&team.join("people")).unwrap();
            assert!(
                left.iter().all(|it| it.extension().unwrap() == "toml"),
                "{left:?}"
            );
            tried += 1;
            if is_whole && !disk.was_reached() {
                break;
            }
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn of_thirty_who_add_somebody_at_once_nobody_is_lost() {
    let ground = Ground::new();
    for round in 0..4 {
        let add = |n: usize| {
            let mut program = ground.program(["team", "add", &format!("Person {round}{n:02}")]);
            program.stdin(Stdio::null()).stdout(Stdio::null());
            program.stderr(Stdio::piped()).spawn().unwrap()
        };
        let programs: Vec<Child> = (0..30).map(add).collect();
        for it in programs {
            let ended = it.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{said}");
        }
        let roster = roster(&ground.team());
        assert_eq!(roster.people.len(), 30 * (round + 1));
        assert!(roster.broken.is_empty());
    }
    let left = RealDisk.list(&ground.team().join("people")).unwrap();
    assert_eq!(left.len(), 120, "{left:?}");
}

#[test]
fn of_many_who_change_one_person_at_once_none_undoes_another() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana"]);
    let tags: Vec<String> = (0..12).map(|n| format!("tag{n:02}")).collect();
    let tag = |tag: &String| {
        let mut program = ground.program(["team", "tag", "Ana", tag]);
        program.stdin(Stdio::null()).stdout(Stdio::null());
        program.stderr(Stdio::piped()).spawn().unwrap()
    };
    let programs: Vec<Child> = tags.iter().map(tag).collect();
    let mut said: Vec<&str> = Vec::new();
    for (it, tag) in programs.into_iter().zip(&tags) {
        // One that gave up waiting said so and changed nothing.
        if it.wait_with_output().unwrap().status.success() {
            said.push(tag);
        }
    }
    let roster = roster(&ground.team());
    let mut there: Vec<&str> = roster.people[0].tags.iter().map(|it| it.as_str()).collect();
    there.sort_unstable();
    assert_eq!(there, said);
    assert!(!said.is_empty());
}

#[test]
fn where_people_is_no_folder_adding_ends_with_its_path() {
    let ground = Ground::new();
    ground.team_file("people", "no folder");
    let ran = ground.within(&["team", "add", "Uno"], []);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.err.contains("people"), "{}", ran.err);
}
