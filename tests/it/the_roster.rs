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
    done(&ground, &["tag", "ANA lopez", "lead"]);
    assert!(roster(&ground.team()).find("Ana Lopez")[0].has("lead"));
}

#[test]
fn a_first_name_takes_nobody_for_somebody_anywhere() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana Maria, Ben"]);
    let sentence = "Nobody in the team is called Ana. Did you mean Ana Maria?";
    for arguments in [
        &["team", "tag", "Ana", "lead"][..],
        &["team", "away", "Ben,Ana", "--until", "fri"],
        &["team", "remove", "Ana"],
        &["forget", "Ana", "--yes"],
        &["groups", "--with", "Ana,Ben,Chi"],
    ] {
        let ran = ground.within(arguments, []);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(sentence), "{arguments:?}: {ran:?}");
    }
    assert_eq!(names(&roster(&ground.team())), ["Ana Maria", "Ben"]);
    // Whoever is somebody else can say so.
    let guest = ["groups", "--with", "Ana (guest),Ben,Chi"];
    assert_eq!(ground.within(&guest, []).code, Some(0));
    // At a terminal it is asked, and Enter changes nothing.
    for (answer, has) in [("\r", false), ("y", true)] {
        let (home, private) = (ground.team(), ground.private());
        let env = [
            ("FIRELIGHT_HOME", home.to_str().unwrap()),
            ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
            ("LANG", "C.UTF-8"),
        ];
        let command = [
            env!("CARGO_BIN_EXE_firelight"),
            "team",
            "tag",
            "Ana",
            "lead",
        ];
        let mut pty = Pty::spawn(&command, &env, &ground.top, (24, 80));
        pty.wait_for("Did you mean Ana Maria?");
        pty.send(answer);
        pty.exit_code();
        let found = roster(&ground.team());
        assert_eq!(found.find("Ana Maria")[0].has("lead"), has, "{answer:?}");
    }
}

#[test]
fn a_name_with_a_comma_is_one_person_wherever_names_are_listed() {
    let ground = Ground::new();
    let said = done(&ground, &["add", "\"\u{d6}zil, Finn\", Ana, Ben"]);
    assert_eq!(said, "Added: \"\u{d6}zil, Finn\", Ana, Ben.\n");
    let said = done(&ground, &["tag", "\"\u{d6}zil, Finn\",Ana", "new"]);
    assert_eq!(said, "\u{d6}zil, Finn: new.\nAna: new.\n");
    let ran = ground.within(&["groups", "--with", "\"\u{d6}zil, Finn\",Ana,Ben"], []);
    assert!(ran.out.contains("\"\u{d6}zil, Finn\""), "{ran:?}");
    let run = ["run", "two-words", "--mode", "room", "--with"];
    let with = ["\"\u{d6}zil, Finn\",Uma (guest),\"Lind, Jo\""];
    let ran = ground.within(&[&run[..], &with].concat(), []);
    assert!(ran.out.contains("Guests: Uma, \"Lind, Jo\"."), "{ran:?}");
}

#[test]
fn columns_that_are_not_taken_are_named_and_one_is_taken_as_a_tag_when_asked_for() {
    let ground = Ground::new();
    let list = ground.top.join("people.csv");
    fs::write(
        &list,
        "Name,Email,Dept,Where\nAna,,Design,remote\n\"\u{d6}zil, Finn\",,\"Sales, North\",Office\n",
    )
    .unwrap();
    let list = list.to_str().unwrap();
    let ran = team(&ground, &["import", list]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told =
        "Not taken: Dept, Where. To have one as a tag, for groups --mix: firelight team import";
    assert!(ran.err.contains(told), "{ran:?}");
    assert!(
        roster(&ground.team())
            .people
            .iter()
            .all(|it| it.tags.is_empty())
    );
    let ran = team(&ground, &["import", list, "--tags", "dept,Where", "--yes"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert!(
        ran.out
            .contains("Updated: Ana: dept:design, remote.\nUpdated: \"\u{d6}zil, Finn\": "),
        "{ran:?}"
    );
    let found = roster(&ground.team());
    let tags = |name: &str| -> Vec<String> {
        let tags = found.find(name)[0].tags.iter();
        tags.map(|it| it.as_str().to_string()).collect()
    };
    assert_eq!(tags("Ana"), ["dept:design", "remote"]);
    assert_eq!(
        tags("\u{d6}zil, Finn"),
        ["dept:sales north", "where:office"]
    );
    let ran = team(&ground, &["import", list, "--tags", "Detp"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .contains("No column is called Detp. Did you mean Dept?"),
        "{ran:?}"
    );
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
fn a_list_is_imported_whole_and_what_cannot_be_read_is_named_with_its_line() {
    let ground = Ground::new();
    let file = ground.top.join("cwd/people.csv");
    fs::write(
        &file,
        "\u{feff}Name;E-Mail;Tags\r\nAna;ana@x.org;lead\r\n;b@x.org;\r\nChi;;new, ux\r\n",
    )
    .unwrap();
    let ran = team(&ground, &["import", "people.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
    for said in [
        "people.csv:3:1",
        "no name",
        "Nobody was added: a list is taken whole, or not at all. Mend line 3 of people.csv, and",
    ] {
        assert!(ran.err.contains(said), "{said}: {ran:?}");
    }
    assert!(names(&roster(&ground.team())).is_empty());
    fs::write(
        &file,
        "\u{feff}Name;E-Mail;Tags\r\nAna;ana@x.org;lead\r\n\r\nChi;;new, ux\r\n",
    )
    .unwrap();
    assert_eq!(
        done(&ground, &["import", "people.csv"]),
        "Added: Ana, Chi.\n"
    );
    // Again: nobody is added twice, and what is new of them is taken.
    fs::write(&file, "name,email\nana,ana@x.org\nCHI,chi@x.org\n").unwrap();
    assert_eq!(
        done(&ground, &["import", "people.csv", "--yes"]),
        "In the team already: ana, CHI.\nUpdated: Chi: chi@x.org.\n"
    );
    let roster = roster(&ground.team());
    assert_eq!(roster.people[1].email, keep::roster("chi@x.org"));
    assert_eq!(roster.people[1].tags.len(), 2);
    let ran = team(&ground, &["import", "none.csv"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("none.csv cannot be read"), "{ran:?}");
}

#[test]
fn two_of_one_name_are_not_taken_for_one_unasked_and_what_changes_is_said() {
    let ground = Ground::new();
    let list = |source: &str| {
        let file = ground.top.join("cwd/people.csv");
        fs::write(file, format!("name,email,tags\n{source}")).unwrap();
    };
    done(&ground, &["add", "Ana, Ben Roth, Chi <c@x.org>"]);
    let before = ground.everything();
    for (source, said) in [
        (
            "Dev,,new\nEli,,\nDev,,lead\n",
            "Dev stands in lines 2 and 4. If these are two people, write more of each name",
        ),
        ("Dev,d@x.org,\nDev,,\n", "Dev stands in lines 2 and 3."),
        (
            "Ana,ana@x.org,\nDev,,\n",
            "Ana is in the team already, and more is said of them here (Ana: ana@x.org).",
        ),
        ("Chi,,ux\n", "Chi: ux"),
    ] {
        list(source);
        let ran = team(&ground, &["import", "people.csv"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.err.contains(said), "{said}: {ran:?}");
        assert!(ran.err.ends_with("Nobody was added.\n"), "{ran:?}");
    }
    fs::remove_file(ground.top.join("cwd/people.csv")).unwrap();
    assert_eq!(ground.everything(), before);
    // A whole name, or an address that both have, tells who it is.
    list("Ben Roth,b@x.org,new\nChi,c@x.org,ux\nEli,e@x.org,\nEli,e@x.org,\nEli,f@x.org,\n");
    assert_eq!(
        done(&ground, &["import", "people.csv"]),
        "Added: Eli, Eli.\nIn the team already: Ben Roth, Chi, Eli.\n\
         Updated: Ben Roth: b@x.org, new.\nUpdated: Chi: ux.\n"
    );
    // Whoever says so joins them, and says so in a pipe too.
    list("Ana,ana@x.org,lead\nDev,,new\nDev,,lead\n");
    let json = done(&ground, &["import", "people.csv", "--yes", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let wanted = serde_json::json!([{"name": "Ana", "email": "ana@x.org", "tags": ["lead"]}]);
    assert_eq!(json["updated"], wanted);
    assert_eq!(roster(&ground.team()).find("Dev")[0].tags.len(), 2);
    // Typed, too.
    let ran = team(&ground, &["add", "Gus, Gus"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("Gus stands twice."), "{ran:?}");
}

#[test]
fn at_a_terminal_it_is_asked_whether_two_of_one_name_are_one() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana"]);
    let file = ground.top.join("people.csv");
    fs::write(&file, "name,email\nAna,ana@x.org\nDev,\nDev,\n").unwrap();
    let (team, private) = (ground.team(), ground.private());
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let program = env!("CARGO_BIN_EXE_firelight");
    let command = [program, "team", "import", file.to_str().unwrap()];
    for (one, same, code, n) in [("\r", "y", 1, 1), ("1", "\r", 1, 1), ("1", "y", 0, 2)] {
        let mut pty = Pty::spawn(&command, &env, &ground.top, (24, 80));
        pty.wait_for("Dev stands in lines 3 and 4.");
        pty.send(one);
        pty.wait_for("Ana: ana@x.org");
        pty.send(same);
        assert_eq!(pty.exit_code(), code, "{}", pty.screen());
        assert_eq!(roster(&team).people.len(), n, "{}", pty.screen());
    }
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
        "format = \"firelight.person/1\"\nid = \"k2j7fe\"\nname = \"Chi\"\n<<<<<<< HEAD\n",
    );
    ground.team_file("people/y.toml", "");
    ground.team_file("people/.z.toml.tmp", "half");
    ground.team_file("people/README.md", "no person");
    std::os::unix::fs::symlink("/etc/hostname", ground.team().join("people/w.toml")).unwrap();
    let ran = team(&ground, &[]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.ends_with("3 people.\n"), "{ran:?}");
    for place in ["people/x.toml:4:1", "people/y.toml:1:1", "people/w.toml"] {
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
    // Who is said to be new is not doubted again.
    let command = [env!("CARGO_BIN_EXE_firelight"), "team", "add", "Annna"];
    let mut pty = Pty::spawn(&command, &env, &ground.top, (24, 80));
    pty.wait_for("looks like");
    pty.send("n");
    pty.wait_for("Added: Annna.");
    assert_eq!(pty.exit_code(), 0);
    assert!(!pty.screen().contains("looks like"), "{}", pty.screen());
    done(&ground, &["remove", "Annna"]);
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
            let is_whole = changed.and_then(|()| write::seal(&disk, &team)).is_ok();
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
            write::seal(&RealDisk, &team).unwrap();
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
fn a_file_without_an_id_of_its_own_is_nobody_and_nothing_is_called_after_it() {
    let ground = Ground::new();
    done(&ground, &["add", "Ben"]);
    let files = [
        ("zora", "name = \"Zora-Qx\"".to_string()),
        ("yara", "id = \"\"\nname = \"Yara-Qx\"".to_string()),
        (
            "xeno",
            "id = \"../../../xeno-Qx\"\nname = \"Xeno-Qx\"".to_string(),
        ),
        (
            "wim",
            format!("id = {:?}\nname = \"Wim-Qx\"", "w".repeat(300)),
        ),
        ("vera", "id = \"vera\"\nname = \"Vera-Qx\"".to_string()),
    ];
    for (stem, lines) in &files {
        let source = format!("format = \"firelight.person/1\"\n{lines}\n");
        ground.team_file(format!("people/{stem}.toml"), source);
    }
    let ran = team(&ground, &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "Ben\n\n1 person.\n")
    );
    for (stem, _) in &files {
        assert!(ran.err.contains(&format!("people/{stem}.toml:")), "{ran:?}");
    }
    // They can be there as guests; nothing of the files comes into a log.
    let with = "Zora-Qx,Yara-Qx,Xeno-Qx,Wim-Qx,Vera-Qx,Ben";
    let arguments = ["groups", "--with", with, "--save"];
    let ran = ground.within(&arguments, []);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let logs = crate::leak_rig::below(&ground.team().join("sessions"));
    let logs: Vec<_> = logs.iter().filter(|it| !it.bytes.is_empty()).collect();
    assert_eq!(logs.len(), 1);
    for (stem, _) in &files {
        assert!(
            !crate::leak_rig::has(&logs[0].bytes, &format!("\"{stem}")),
            "{stem}"
        );
    }
    // What a journal that was changed by hand brings is not taken for the name of a file.
    let strange = Person {
        id: "../x".into(),
        ..ana()
    };
    let refused = write::add(&RealDisk, &ground.team(), &strange).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn whoever_was_added_under_two_names_is_found_under_both() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana Lima <ana@x.org>, Ben"]);
    let id = roster(&ground.team()).find("Ana Lima")[0].id.clone();
    let annika = format!(
        "format = \"firelight.person/1\"\nid = \"zz9zz9\"\nname = \"Nika Qx\"\nsame_as = \"{id}\"\n"
    );
    ground.team_file("people/zz9zz9.toml", annika);
    assert!(done(&ground, &[]).ends_with("\n2 people.\n"));
    for name in [
        "Nika Qx",
        "nika qx",
        "zz9zz9",
        "Ana Lima",
        "ana LIMA",
        "ana@x.org",
    ] {
        assert_eq!(roster(&ground.team()).find(name).len(), 1, "{name}");
    }
    done(&ground, &["tag", "Nika qx", "lead"]);
    assert_eq!(ground.holding("lead").len(), 2);
    done(&ground, &["away", "nika qx", "--until", "fri"]);
    done(&ground, &["away", "nika qx", "--until", "today"]);
    assert_eq!(
        done(&ground, &["add", "Nika QX"]),
        "In the team already: Nika QX.\n"
    );
    let ran = team(&ground, &["tag", "Niak Qx", "lead"]);
    assert!(ran.err.contains("Did you mean Nika Qx?"), "{ran:?}");
    let ran = ground.within(&["complete", "--", "forget", "N"], []);
    assert!(ran.out.contains("Nika Qx"), "{ran:?}");
    let here = [
        "run",
        "two-words",
        "--with",
        "Nika Qx,Ben",
        "--remote",
        "Nika",
    ];
    let ran = ground.within(&here, vec![String::new(); 200]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Ana Lima") && !ran.out.contains("guest"),
        "{ran:?}"
    );
    done(&ground, &["remove", "Nika Qx"]);
    assert_eq!(names(&roster(&ground.team())), ["Ben"]);
}

#[test]
fn a_name_in_a_suggested_command_is_one_word_of_it() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana O'Neill"]);
    let said = done(&ground, &["add", "Ana O'Neil"]);
    assert!(
        said.contains("firelight team remove 'Ana O'\\''Neil'\n"),
        "{said}"
    );
    let said = done(&ground, &["remove", "Ana O'Neil"]);
    assert!(
        said.contains("firelight forget 'Ana O'\\''Neil'\n"),
        "{said}"
    );
}

#[test]
fn nobody_is_written_or_read_through_a_link_in_place_of_the_folder() {
    let ground = Ground::new();
    let outside = ground.top.join("cwd/elsewhere");
    fs::create_dir(&outside).unwrap();
    let own = "format = \"firelight.person/1\"\nid = \"zz9zz9\"\nname = \"Chi\"\n";
    fs::write(outside.join("zz9zz9.toml"), own).unwrap();
    let link = ground.team().join("people");
    std::os::unix::fs::symlink(&outside, &link).unwrap();
    let sentence = "a link, which is not followed; put the folder itself there";
    for arguments in [
        &["add", "Ana"][..],
        &["remove", "Chi"],
        &["tag", "Chi", "lead"],
    ] {
        let ran = team(&ground, arguments);
        assert_ne!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(sentence), "{arguments:?}: {ran:?}");
    }
    let ran = team(&ground, &["add", "Ana"]);
    assert!(
        ran.err
            .contains(&format!("{} could not be written", link.display()))
    );
    let ran = team(&ground, &[]);
    assert!(ran.out.contains("Nobody is in the team yet"), "{ran:?}");
    assert!(ran.err.contains(sentence), "{ran:?}");
    assert_eq!(RealDisk.list(&outside).unwrap().len(), 1);

    // The team's folder itself may be reached by one.
    let ground = Ground::new();
    let way = ground.top.join("cwd/team");
    std::os::unix::fs::symlink(ground.team(), &way).unwrap();
    done(&ground, &["--home", way.to_str().unwrap(), "add", "Ana"]);
    assert_eq!(names(&roster(&ground.team())), ["Ana"]);
}

#[test]
fn whoever_stops_at_a_question_has_added_nobody() {
    let ground = Ground::new();
    done(&ground, &["add", "Ana"]);
    let (team, private) = (ground.team(), ground.private());
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let program = env!("CARGO_BIN_EXE_firelight");
    let command = [program, "team", "add", "Ben, Anna, Chi"];
    let mut pty = Pty::spawn(&command, &env, &ground.top, (24, 80));
    pty.wait_for("looks like Ana");
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 130);
    assert_eq!(names(&roster(&team)), ["Ana"]);
}

#[test]
fn what_a_full_disk_did_not_take_is_said_and_the_same_again_adds_it() {
    let ground = Ground::new();
    let people = ground.team().join("people");
    let mut said = String::new();
    for n in 1..200 {
        let disk = FaultyDisk::within(&people, n, Then::Errors(Errno::NOSPC));
        let arguments = ["team", "add", "Ana, Ben, Chi"];
        let ran = ground.within_on(&disk, &arguments, [], |plain| Box::new(plain));
        if ran.code == Some(0) {
            break;
        }
        said += &ran.err;
    }
    let sentence = "1 of 3 were added before that; the same command adds the rest.";
    assert!(said.contains(sentence), "{said}");
    assert_eq!(names(&roster(&ground.team())), ["Ana", "Ben", "Chi"]);
}

#[test]
fn of_thirty_who_add_somebody_at_once_nobody_is_lost() {
    let ground = Ground::new();
    for round in 0..4 {
        let add = |n: usize| {
            let mut program = ground.program(["team", "add", &format!("Person {round}{n:02}")]);
            program.stdin(Stdio::null()).stdout(Stdio::null());
            crate::forks::spawn(program.stderr(Stdio::piped()))
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
        crate::forks::spawn(program.stderr(Stdio::piped()))
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
