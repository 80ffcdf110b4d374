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
    let first = |name: &str| said.find(&format!("{name}.")).unwrap_or(usize::MAX);
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
    let levels = |said: &str| ["light: ", "open: ", "personal: "].map(|it| said.contains(it));
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
        let tables: Vec<&str> = said.lines().filter(|it| it.starts_with("Table")).collect();
        assert_eq!(tables.len(), 2, "{said}");
        for group in &before {
            let again = tables.iter().any(|it| it.contains(group));
            assert!(!again, "{group} sits together again: {tables:?}");
        }
    }
}
