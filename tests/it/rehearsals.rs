//! A rehearsal shows what would come: this team's people and past, or made-up ones that say so,
//! and leaves no trace.

use crate::leak_rig::Ground;

const TEAM: &str = "Ana-Qx (lead), Ben-Qx, Chi-Qx (remote), Dev-Qx (remote), Eli-Qx (new), Finn-Qx, Gus-Qx, Hana-Qx";
const EXAMPLES: &str = "The names are examples.";

fn team() -> Ground {
    let ground = Ground::new();
    let ran = ground.within(&["team", "add", TEAM], []);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ground
}

/// What is said, after a look that nothing was written.
fn rehearsed(ground: &Ground, arguments: &[&str]) -> String {
    let before = ground.everything();
    let ran = ground.within(&[&["rehearse"], arguments].concat(), []);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(ground.everything(), before);
    ran.out
}

fn json(ground: &Ground, arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&rehearsed(ground, &[arguments, &["--json"]].concat())).unwrap()
}

#[test]
fn the_team_is_who_is_here_without_those_who_are_away() {
    let ground = team();
    let away = ground.within(&["team", "away", "Gus-Qx", "--until", "2026-12-24"], []);
    assert_eq!(away.code, Some(0), "{}{}", away.out, away.err);
    let said = rehearsed(&ground, &["headlines"]);
    assert!(said.contains("7 people in a room and on screens"), "{said}");
    assert!(
        !said.contains(EXAMPLES) && said.contains("The names are the team's"),
        "{said}"
    );
    assert!(
        said.contains("Ana-Qx") && !said.contains("Gus-Qx"),
        "{said}"
    );
    let answer = json(&ground, &["headlines"]);
    assert_eq!(
        (&answer["people"], &answer["mode"]),
        (&7.into(), &"hybrid".into())
    );
    // Who is on a screen speaks first, and nobody new does.
    let first = |name: &str| said.find(&format!(" {name}\n")).unwrap_or(usize::MAX);
    assert!(
        first("Chi-Qx").min(first("Dev-Qx")) < first("Eli-Qx"),
        "{said}"
    );
}

#[test]
fn without_a_team_or_by_number_the_names_are_examples() {
    for (ground, people) in [(Ground::new(), None), (team(), Some("9"))] {
        let with: Vec<&str> = people.map_or(vec![], |it| vec!["--people", it]);
        let said = rehearsed(&ground, &[&["headlines"][..], &with].concat());
        assert!(said.contains(EXAMPLES) && !said.contains("-Qx"), "{said}");
        let n = people.unwrap_or("8");
        assert!(said.contains(&format!("{n} people in one room")), "{said}");
    }
}

#[test]
fn what_is_better_held_as_two_says_so_and_what_to_hold_instead() {
    let ground = Ground::new();
    let with = ["in-person-day", "--people", "8", "--mode"];
    let answer = json(&ground, &[&with[..], &["hybrid"]].concat());
    assert_eq!(answer["suitable"], false, "{answer}");
    let reason = answer["reason"].as_str().unwrap();
    assert!(reason.starts_with("it is better held as two"), "{reason}");
    assert!(answer["instead"].is_string(), "{answer}");
    for mode in ["room", "remote"] {
        let answer = json(&ground, &[&with[..], &[mode]].concat());
        assert_eq!(answer["suitable"], true, "{answer}");
    }
}

#[test]
fn an_hour_of_design_leaves_room_to_breathe() {
    for people in ["4", "8", "25"] {
        let answer = json(&Ground::new(), &["ritual-design", "--people", people]);
        let minutes = answer["planned_seconds"].as_i64().unwrap() / 60;
        assert!((44..=54).contains(&minutes), "{people}: {minutes}");
    }
}

#[test]
fn names_that_are_given_are_those_of_the_rehearsal() {
    let ground = team();
    let given = [
        "headlines",
        "--with",
        "Ana-Qx,Ben-Qx,Uma-Qx",
        "--remote",
        "Uma-Qx",
    ];
    let said = rehearsed(&ground, &given);
    assert!(said.contains("3 people in a room and on screens"), "{said}");
    assert!(said.contains("Uma-Qx is a guest."), "{said}");
    assert!(
        !said.contains(EXAMPLES) && !said.contains("the team's"),
        "{said}"
    );
    for wrong in [
        &["headlines", "--with", "Ana", "--remote", "Zoe"][..],
        &["headlines", "--with", " "],
        &["headlines", "--people", "4", "--remote", "Nobody"],
    ] {
        let ran = ground.within(&[&["rehearse"], wrong].concat(), []);
        assert_eq!(ran.code, Some(2), "{wrong:?}: {}", ran.err);
    }
}

#[test]
fn the_ceiling_is_the_teams_or_the_one_that_is_asked_for() {
    let levels = |said: &str| {
        let is_listed = |word: &str| said.contains(&format!("\n   {word}  "));
        ["light", "open", "personal"].map(is_listed)
    };
    let ground = Ground::new();
    let few = ["breakout", "--people", "6"];
    let said = rehearsed(&ground, &few);
    assert_eq!(levels(&said), [true, true, true], "{said}");
    assert!(
        said.contains("Questions go up to personal at most"),
        "{said}"
    );
    let asked = [&few[..], &["--ceiling", "open"]].concat();
    assert_eq!(levels(&rehearsed(&ground, &asked)), [true, true, false]);
    ground.team_file("firelight.toml", "ceiling = \"open\"\n");
    assert_eq!(levels(&rehearsed(&ground, &few)), [true, true, false]);
}

#[test]
fn who_sat_together_before_does_not_again() {
    let ground = Ground::new();
    ground.within(
        &[
            "team",
            "add",
            "Ana-Qx, Ben-Qx, Chi-Qx, Dev-Qx, Eli-Qx, Finn-Qx",
        ],
        [],
    );
    let saved = ground.within(&["groups", "--size", "3", "--save", "--json"], []);
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    let saved: serde_json::Value = serde_json::from_str(&saved.out).unwrap();
    let before: Vec<String> = saved["rounds"][0]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            serde_json::from_value::<Vec<String>>(it.clone())
                .unwrap()
                .join(", ")
        })
        .collect();
    // By chance alone one in ten would be the same again.
    for seed in 0..40 {
        let said = rehearsed(&ground, &["breakout", "--seed", &seed.to_string()]);
        // Columns of names below "Table 1" and "Table 2".
        let below = said.split("   Table 1").nth(1).unwrap();
        let rows = below.lines().skip(1).take_while(|it| !it.is_empty());
        let rows: Vec<Vec<&str>> = rows.map(|it| it.split_whitespace().collect()).collect();
        assert!(
            rows.len() == 3 && rows.iter().all(|it| it.len() == 2),
            "{said}"
        );
        for table in 0..2 {
            let table: Vec<&str> = rows.iter().map(|it| it[table]).collect();
            let table = table.join(", ");
            assert!(!before.contains(&table), "{table} sits together again");
        }
    }
}

#[test]
fn it_says_what_it_really_takes_and_shows_the_stage_as_people_see_it() {
    let ground = Ground::new();
    let short = ["breakout", "--people", "6", "--minutes", "3"];
    let said = rehearsed(&ground, &short);
    assert!(
        said.contains("Not suited: it takes 13 minutes, not 3."),
        "{said}"
    );
    assert!(
        said.contains("it takes about 13 minutes instead of 3."),
        "{said}"
    );
    let last = said.lines().rfind(|it| it.starts_with("--- ")).unwrap();
    assert!(
        last.starts_with("--- 12:"),
        "the close of 30 s begins at {last}"
    );
    assert_eq!(json(&ground, &short)["planned_seconds"], 12 * 60 + 47);
    // Laid out in 80 columns; a turn that is like the one before is one line.
    assert!(said.lines().all(|it| it.chars().count() <= 80), "{said}");
    assert!(said.contains("\n   Table 1    Table 2\n"), "{said}");
    assert!(said.contains("    after 7:32  back together.\n"), "{said}");
    let words = rehearsed(&ground, &["two-words", "--people", "4"]);
    assert_eq!(words.matches("about 10 s   1 of 4\n").count(), 1, "{words}");
    assert!(words.contains("\n--- 1:20   4 of 4   "), "{words}");
    assert!(!words.contains("Enter"), "{words}");
}
