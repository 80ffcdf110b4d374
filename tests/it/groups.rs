//! Groups without a session: for people, for files, for scripts, and what stays private.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

use crate::leak_rig::{Ground, run};

const TEAM: &str = "Ana (lead, dept:x) <ana@x.org>, Ben (dept:x) <ben@x.org>, Chi (dept:y), Dev (dept:y), Elif, Farouk, Gustav, Henrike, Isolde, Joachim, Katrin, Leopold, Mariam";

fn team(ground: &Ground) {
    ground.within(&["team", "add", TEAM], []);
}

fn say(ground: &Ground, arguments: &[&str]) -> String {
    let ran = ground.within(&[&["groups"], arguments].concat(), []);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out + &ran.err
}

fn rounds(json: &str) -> Vec<Vec<Vec<String>>> {
    let answer: Value = serde_json::from_str(json).unwrap();
    serde_json::from_value(answer["rounds"].clone()).unwrap()
}

/// The form of all files but for who somebody is, when it was, and how groups come.
fn files(ground: &Ground) -> Vec<(String, Vec<String>)> {
    let plain = |text: &str| -> String {
        let one = |it: char| if it.is_alphanumeric() { 'x' } else { it };
        text.chars().map(one).collect()
    };
    let files = ground.everything().into_iter().map(|it| {
        let path = it.path.strip_prefix(&ground.top).unwrap();
        let text = String::from_utf8_lossy(&it.bytes).into_owned();
        let mut lines: Vec<String> = text.lines().map(plain).collect();
        lines.sort();
        (plain(&path.to_string_lossy()), lines)
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

fn pairs(rounds: &[Vec<Vec<String>>]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for group in rounds.iter().flatten() {
        for (at, one) in group.iter().enumerate() {
            let others = group[..at].iter();
            pairs.extend(others.map(|it| (one.min(it).clone(), one.max(it).clone())));
        }
    }
    pairs
}

#[test]
fn a_coffee_season_for_thirteen_and_what_is_said_of_it() {
    let ground = Ground::new();
    team(&ground);
    let said = say(&ground, &["--size", "2", "--rounds", "9", "--save"]);
    assert_eq!(said.matches("Round ").count(), 9);
    let (_, sentence) = said.rsplit_once("\n\n").unwrap();
    assert_snapshot!(sentence, @r"
    13 people do not all fit into pairs: one group is of three.
    72 pairs meet for the first time, and nobody meets again.
    Saved: from now on these people have met. Others: firelight groups again
    ");
    // Saved groups are history: the next pairs are those who have not met, as far as there are any.
    let said = say(&ground, &["again", "--size", "2"]);
    assert!(said.contains("after "), "{said}");
    let json = say(&ground, &["--size", "2", "--json"]);
    let again = pairs(&rounds(&json)).len();
    assert_eq!(again, 8);
    let log = ground.within(&["log", "check"], []);
    assert_eq!(log.code, Some(0), "{}", log.out);
}

#[test]
fn again_has_the_size_of_before_unless_another_is_asked_for() {
    let ground = Ground::new();
    team(&ground);
    let sizes = |arguments: &[&str]| -> Vec<usize> {
        let json = say(&ground, &[arguments, &["--json"]].concat());
        let mut sizes: Vec<usize> = rounds(&json)[0].iter().map(Vec::len).collect();
        sizes.sort_unstable();
        sizes
    };
    let pairs = sizes(&["--size", "2", "--save"]);
    assert_eq!(pairs, [2, 2, 2, 2, 2, 3], "thirteen people");
    assert_eq!(sizes(&["again"]), pairs);
    assert_eq!(sizes(&["again", "--size", "4"]), [3, 3, 3, 4]);
    let both = sizes(&["--save"]);
    assert_eq!(sizes(&["again"]), both);
}

#[test]
fn people_without_names_count_off() {
    let ground = Ground::new();
    let said = say(&ground, &["--people", "7", "--seed", "1"]);
    let of: Vec<&str> = said.lines().take(2).collect();
    assert!(of.iter().all(|it| it.starts_with("Table ")), "{said}");
    let json = say(&ground, &["--people", "7", "--remote", "4", "--json"]);
    let mut all: Vec<String> = rounds(&json).concat().concat();
    all.sort();
    assert_eq!(all, ["1", "2", "3", "4", "5", "6", "7"]);
    assert!(!ground.team().join("sessions").exists(), "nobody met");
    let ran = run(ground.program(["groups", "--people", "7", "--save"]), "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn again_needs_saved_groups_and_nobody_is_no_team() {
    let ground = Ground::new();
    let ran = ground.within(&["groups"], []);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("firelight team add"), "{}", ran.err);
    team(&ground);
    let ran = ground.within(&["groups", "again"], []);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("firelight groups --save"), "{}", ran.err);
}

#[test]
fn wishes_hold_and_those_that_cannot_are_named_with_the_nearest_groups() {
    let ground = Ground::new();
    team(&ground);
    for seed in ["1", "2", "3", "4", "5"] {
        let json = say(
            &ground,
            &[
                "--together",
                "Ben:Chi",
                "--mix",
                "dept",
                "--seed",
                seed,
                "--json",
            ],
        );
        let pairs = pairs(&rounds(&json));
        let has = |one: &str, other: &str| pairs.contains(&(one.into(), other.into()));
        assert!(has("Ben", "Chi"), "{pairs:?}");
        assert!(!has("Ana", "Ben") && !has("Chi", "Dev"), "{pairs:?}");
    }
    let ran = ground.within(
        &[
            "groups",
            "--size",
            "2",
            "--together",
            "Ana:Ben,Ben:Chi,Chi:Dev",
        ],
        [],
    );
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("Not possible as wished (together)"),
        "{}",
        ran.err
    );
    let ran = ground.within(&["groups", "--mix", "site"], []);
    assert_eq!(ran.code, Some(2));
    let ran = ground.within(&["groups", "--together", "Ana:Zed"], []);
    assert!(
        ran.err.contains("Zed is not among those who are here"),
        "{}",
        ran.err
    );
}

#[test]
fn zoom_gets_rooms_and_says_who_lacks_an_address() {
    let ground = Ground::new();
    team(&ground);
    let ran = ground.within(&["groups", "--with", "Ana,Ben,Chi", "--as", "zoom"], []);
    let mut lines: Vec<&str> = ran.out.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "Pre-assign Room Name,Email Address",
            "Room 1,ana@x.org",
            "Room 1,ben@x.org"
        ]
    );
    assert!(
        ran.err
            .contains("Without an address, and so in no room: Chi."),
        "{}",
        ran.err
    );
    let csv = ground
        .within(&["groups", "--with", "Ana,=HELLO,Chi", "--as", "csv"], [])
        .out;
    assert!(csv.contains("'=HELLO"), "{csv}");
}

#[test]
fn what_is_wished_in_private_holds_and_is_nowhere_to_be_seen() {
    let wished = |wish: &str| {
        let ground = Ground::new();
        team(&ground);
        let ran = ground.within(&["team", "apart"], [wish.to_string(), String::new()]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains("Kept."), "{}", ran.out);
        ground
    };
    let (one, other) = (wished("Ana, Ben"), wished("Ana, Elif"));
    for seed in 1..=20 {
        let seed = seed.to_string();
        let json = |ground: &Ground| say(ground, &["--seed", &seed, "--json"]);
        let met = pairs(&rounds(&json(&one)));
        assert!(!met.contains(&("Ana".into(), "Ben".into())), "{met:?}");
        let met = pairs(&rounds(&json(&other)));
        assert!(!met.contains(&("Ana".into(), "Elif".into())), "{met:?}");
    }
    // A session tells nothing of which of two a wish names: but for who sits where, every byte of
    // what is said and kept has the same form.
    let held = |ground: &Ground| {
        let arguments = ["run", "breakout-graded", "--mode", "room"];
        let lines = std::iter::repeat_n(String::new(), 20);
        let ran = ground.within(&arguments, lines);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let names = TEAM.split(", ").map(|it| it.split(' ').next().unwrap());
        let names: BTreeSet<&str> = names.collect();
        // Whoever leads is asked about by name, whatever is wished.
        let is_room = |it: &&str| !it.starts_with("Table ") && !it.starts_with("1: ");
        let said: Vec<&str> = ran.out.lines().filter(is_room).collect();
        let said = said.join("\n");
        assert!(names.iter().all(|it| !said.contains(it)), "{said}");
        (said, ran.err, files(ground))
    };
    assert_eq!(held(&one), held(&other));
    // Whoever asks aloud for the two by name gets them and hears nothing, as anybody would.
    for seed in ["1", "2", "3"] {
        let aloud = say(&one, &["--together", "Ana:Ben", "--seed", seed, "--json"]);
        let met = pairs(&rounds(&aloud));
        assert!(met.contains(&("Ana".into(), "Ben".into())), "{met:?}");
        assert!(aloud.contains("\"seed\""), "{aloud}");
    }
    let mut program = one.program(["groups", "--json"]);
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = crate::forks::spawn(&mut program)
        .wait_with_output()
        .unwrap();
    let json = String::from_utf8_lossy(&ran.stdout);
    assert!(json.contains("rounds") && !json.contains("seed"), "{json}");
    for ground in [&one, &other] {
        let found = ground.holding("apart");
        assert_eq!(found, [ground.private().join("apart.toml")]);
    }
    // Asked again, the same two take it back.
    let ran = one.within(
        &["team", "apart"],
        ["ben and ana".to_string(), String::new()],
    );
    assert!(ran.out.contains("Taken back."), "{}", ran.out);
}

#[test]
fn nothing_is_asked_in_private_while_a_session_runs() {
    let ground = Ground::new();
    team(&ground);
    let mut run = ground.program(["run", "two-words", "--people", "3", "--mode", "room"]);
    let mut running = crate::leak_rig::Talk::begin(&mut run);
    running.hear("Two words");
    let ran = ground.within(&["team", "apart"], ["Ana, Ben".to_string()]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("A session is running"), "{}", ran.err);
    assert!(!ground.private().join("apart.toml").exists());
    let _ = running.end();
}

#[test]
fn a_request_in_json_is_answered_in_json_the_same_each_time() {
    let ground = Ground::new();
    let request = ground.top.join("cwd/request.json");
    let text = r#"{"people":[{"name":"Ana"},{"name":"Ben"},{"name":"Chi"},{"name":"Dev"},{"name":"Eli"},{"name":"Flo"}],"size":2,"rounds":5,"seed":7}"#;
    std::fs::write(&request, text).unwrap();
    let answer = say(&ground, &["--request", "request.json"]);
    assert_eq!(answer, say(&ground, &["--request", "request.json"]));
    let all: BTreeSet<_> = pairs(&rounds(&answer)).into_iter().collect();
    assert_eq!(all.len(), 15, "everybody has met everybody once");
    std::fs::write(&request, text.replace("\"Flo\"", "\"Ana\"")).unwrap();
    let ran = ground.within(&["groups", "--request", "request.json"], []);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("is there twice"), "{}", ran.err);
}

#[test]
fn groups_of_another_size_than_asked_for_are_explained() {
    let ground = Ground::new();
    let said = |people: &str, size: &str| {
        let said = say(&ground, &["--people", people, "--size", size]);
        let sentence = said.rsplit_once("\n\n").unwrap().1.lines().next().unwrap();
        sentence.to_string()
    };
    let asked = [
        ("1", "2"),
        ("3", "2"),
        ("7", "2"),
        ("5", "3-4"),
        ("7", "3"),
        ("9", "4"),
        ("14", "3"),
    ];
    let all: Vec<String> = asked.iter().map(|it| said(it.0, it.1)).collect();
    assert_snapshot!(all.join("\n"), @r"
    One person is no group.
    Three people do not all fit into pairs: they are one group.
    Seven people do not all fit into pairs: one group is of three.
    Five people do not all fit into threes and fours: one group is of two.
    Seven people do not all fit into threes: one group is of four.
    Nine people do not all fit into fours: all groups are of three.
    14 people do not all fit into threes: two groups are of four.
    ");
    assert!(said("8", "4").starts_with("12 pairs"));
}

#[test]
fn names_for_programs_are_names_alone() {
    let ground = Ground::new();
    team(&ground);
    // One of the room sits with the only one on a screen, who is a guest of a name in the team.
    let here = ["--with", "Ana (guest),Ben,Chi", "--remote", "Ana"];
    assert!(say(&ground, &here).contains("(own screen)"));
    let mut names = rounds(&say(&ground, &[&here[..], &["--json"]].concat()))
        .concat()
        .concat();
    names.sort();
    assert_eq!(names, ["Ana", "Ben", "Chi"]);
    let csv = say(&ground, &[&here[..], &["--as", "csv"]].concat());
    assert!(!csv.contains("own screen"), "{csv}");
    let zoom = ground.within(&[&["groups"], &here[..], &["--as", "zoom"]].concat(), []);
    assert!(zoom.out.contains("ben@x.org"), "{}", zoom.out);
    assert!(!zoom.out.contains("ana@x.org"), "{}", zoom.out);
    let csv = say(&ground, &["--with", "Ana,\u{1b}[31mRed", "--as", "csv"]);
    assert!(!csv.contains('\u{1b}'), "{csv}");
}

#[test]
fn groups_saved_twice_in_one_moment_are_two_logs() {
    let ground = Ground::new();
    team(&ground);
    say(&ground, &["--size", "2", "--save"]);
    say(&ground, &["--size", "2", "--save"]);
    let list: Value = {
        let ran = ground.within(&["log", "--json"], []);
        serde_json::from_str(&ran.out).unwrap()
    };
    assert_eq!(list.as_array().unwrap().len(), 2, "{list}");
}

#[test]
fn in_a_season_whoever_is_away_comes_in_when_they_are_back() {
    let ground = Ground::new();
    team(&ground);
    let ran = ground.within(&["team", "away", "Katrin", "--until", "2 weeks"], []);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let season = ["--size", "2", "--rounds", "4"];
    let said = say(&ground, &season);
    assert!(said.contains("From round 3 on: Katrin."), "{said}");
    let has = |json: &str| -> Vec<bool> {
        let rounds = rounds(json);
        let there = |it: &Vec<Vec<String>>| it.concat().contains(&"Katrin".to_string());
        rounds.iter().map(there).collect()
    };
    let json = say(&ground, &[&season[..], &["--json"]].concat());
    assert_eq!(has(&json), [false, false, true, true]);
    let json = say(
        &ground,
        &[&season[..], &["--every", "14", "--json"]].concat(),
    );
    assert_eq!(has(&json), [false, true, true, true]);
    assert!(!say(&ground, &[]).contains("Katrin"));
    // Whoever is named is here, whatever the roster says.
    assert!(say(&ground, &["--with", "Ana,Katrin"]).contains("Katrin"));
}

#[test]
fn whoever_is_new_sits_with_a_buddy_and_not_among_themselves() {
    let ground = Ground::new();
    team(&ground);
    ground.within(&["team", "tag", "Elif", "new,buddy:Farouk"], []);
    ground.within(&["team", "tag", "Gustav,Henrike,Isolde", "new"], []);
    for seed in ["1", "2", "3", "4", "5"] {
        let rounds = rounds(&say(&ground, &["--size", "4", "--seed", seed, "--json"]));
        let is_new = |it: &&String| ["Elif", "Gustav", "Henrike", "Isolde"].contains(&it.as_str());
        let new: Vec<usize> = rounds[0]
            .iter()
            .map(|it| it.iter().filter(is_new).count())
            .collect();
        assert!(new.iter().all(|it| *it == 1), "{rounds:?}");
        let pair = ("Elif".to_string(), "Farouk".to_string());
        assert!(pairs(&rounds).contains(&pair), "{rounds:?}");
        // A pair with the buddy each time would be a season with nobody else.
        let season = self::rounds(&say(
            &ground,
            &["--size", "2", "--rounds", "3", "--seed", seed, "--json"],
        ));
        assert!(pairs(&season).iter().filter(|it| **it == pair).count() < 3);
    }
    // A wish in private weighs more than a buddy, and nobody hears of it.
    ground.within(
        &["team", "apart"],
        ["Elif, Farouk".to_string(), String::new()],
    );
    for _ in 0..5 {
        let met = pairs(&rounds(&say(&ground, &["--json"])));
        assert!(!met.contains(&("Elif".into(), "Farouk".into())), "{met:?}");
    }
}

#[test]
fn whoever_is_forgotten_leaves_the_counts_of_the_others() {
    let ground = Ground::new();
    team(&ground);
    let four = ["--with", "Ana,Ben,Chi,Dev", "--size", "4"];
    say(&ground, &[&four[..], &["--save"]].concat());
    let ran = ground.within(&["forget", "Dev"], ["y".to_string(), "y".to_string()]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let json = say(
        &ground,
        &[
            "--with",
            "Ana,Ben,Chi,Elif,Farouk,Gustav",
            "--size",
            "2",
            "--json",
        ],
    );
    let met = pairs(&rounds(&json));
    for (one, other) in [("Ana", "Ben"), ("Ana", "Chi"), ("Ben", "Chi")] {
        assert!(!met.contains(&(one.into(), other.into())), "{met:?}");
    }
}

#[test]
fn wishes_that_cannot_be_read_are_told_before_groups_and_never_on_the_stage() {
    let ground = Ground::new();
    ground.within(&["team", "add", "Ana, Ben, Chi, Dev"], []);
    let wish = ["Ana, Ben".to_string(), String::new()];
    ground.within(&["team", "apart"], wish);
    fs::write(ground.private().join("apart.toml"), "pair = 3").unwrap();
    let run = |more: &[&str]| {
        let names = ["--with", "Ana,Ben,Chi,Dev", "--mode", "room"];
        let arguments = [&["run"], more, &names[..]].concat();
        let ran = ground.within(&arguments, vec![String::new(); 40]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    };
    let private = "asked in private cannot be read";
    let stage = run(&["breakout"]);
    assert!(stage.err.contains(private), "{}", stage.err);
    assert!(stage.err.contains("firelight team apart"), "{}", stage.err);
    assert!(!stage.out.contains(private), "{}", stage.out);
    let cue = run(&["breakout", "--cue"]);
    assert!(cue.out.contains(private), "{}", cue.out);
    let no_groups = run(&["two-words"]);
    assert!(!no_groups.err.contains(private), "{}", no_groups.err);
    let ran = ground.within(&["groups"], []);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("apart.toml cannot be read"), "{ran:?}");
    assert!(ran.err.contains("Mend it, or remove it"), "{ran:?}");
}
