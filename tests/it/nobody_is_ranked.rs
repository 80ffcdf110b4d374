//! No command ranks, scores or lists people by participation: two teams that differ in nothing but
//! who of them was there are told the same, in the same order and words.

use std::fs;

use serde_json::Value;

use crate::leak_rig::Ground;
use crate::surfaces::LINES;

/// Names of one length, so that columns are alike, and their ids in logs.
const TEAM: [(&str, &str); 6] = [
    ("Kay-Qx", "7kq2mz"),
    ("Lou-Qx", "p3x9aa"),
    ("Mio-Qx", "t0w4bd"),
    ("Noa-Qx", "m8r1cc"),
    ("Ola-Qx", "z5y6de"),
    ("Pia-Qx", "k2j7fe"),
];

/// Sessions in the past of a team.
const SESSIONS: usize = 9;

/// A team of which one was in all sessions, one in none, and the others in more and more of them.
/// `order` says who, from the one who was always there.
fn team(order: [usize; 6]) -> Ground {
    let ground = Ground::new();
    for (name, id) in TEAM {
        let source = format!(
            "format = \"firelight.person/1\"\nid = \"{id}\"\nname = \"{name}\"\nsince = 2026-01-05\n"
        );
        ground.team_file(format!("people/{id}.toml"), source);
    }
    let others = order.iter().enumerate();
    for session in 0..SESSIONS {
        let was_there = |place: usize| place == 0 || place < 5 && session % (place + 1) == 0;
        let there = others.clone().filter(|it| was_there(it.0));
        let mut ids: Vec<&str> = there.map(|it| TEAM[*it.1].1).collect();
        ids.sort_unstable();
        let id = format!("0193a6c2-7f0e-7c1b-9d4e-00000000000{session}");
        let log = serde_json::json!({
            "format": "firelight.session/1",
            "id": id,
            "ritual": {
                "id": "breakout-graded",
                "title": "Ten minutes, one question you choose",
                "hash": "b3:00",
                "family": "conversations",
            },
            "started": format!("2026-11-{:02}T09:30:12+01:00", session * 3 + 1),
            "ended": format!("2026-11-{:02}T09:46:40+01:00", session * 3 + 1),
            "zone": "Europe/Berlin",
            "mode": "room",
            "finished": true,
            "ceiling": "personal",
            "steps": [{
                "kind": "groups", "planned_minutes": 10.0, "actual_minutes": 10.5,
                "rounds": [{ "groups": [ids] }],
                "dealt": [{ "id": "help-small-hand", "text": "What small help?", "level": 2 }],
            }],
        });
        let name = format!("sessions/2026/11/202611{:02}-{id}.json", session * 3 + 1);
        ground.team_file(name, serde_json::to_string_pretty(&log).unwrap());
    }
    fs::write(ground.top.join("cwd/list.csv"), "name\nZora-Qx\n").unwrap();
    fs::write(
        ground.top.join("cwd/ours.txt"),
        "What small sound do you like here?\n",
    )
    .unwrap();
    ground
}

/// What is said, without who stands in a log, and, where groups are formed, without names.
fn said(ground: &Ground, line: &str) -> String {
    let line = line
        .replace("LIST", "list.csv")
        .replace("QUESTIONS", "ours.txt");
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let ran = ground.within(&arguments, vec![String::new(); 400]);
    let mut said = format!("{:?}\n{}{}", ran.code, ran.out, ran.err);
    said = said.replace(ground.top.to_str().unwrap(), "TOP");
    // How many sat together in a log is its own; only who is nobody's business.
    for (name, id) in TEAM {
        said = said.replace(id, "------");
        if ["run", "rehearse", "groups"].contains(&arguments[0]) {
            said = said.replace(name, "------");
        }
    }
    said
}

#[test]
fn who_was_there_changes_nothing_that_any_command_says() {
    let lines = LINES.iter().map(|it| (*it).to_string());
    let of_people = [
        "team --json",
        "groups",
        "groups --size 2",
        "groups --rounds 4 --size 3",
        "rehearse breakout",
        "rehearse two-words",
        "rehearse headlines",
        "run two-words --with Kay-Qx,Lou-Qx,Mio-Qx,Noa-Qx,Ola-Qx,Pia-Qx --mode room --new",
        "run breakout --with Kay-Qx,Lou-Qx,Mio-Qx,Noa-Qx,Ola-Qx,Pia-Qx --mode room --new",
        "log",
        "log show --json",
        "stored --json",
        "complete -- forget ",
        "complete -- run two-words --with ",
        "team away Kay-Qx,Pia-Qx --until fri",
        "team",
        "forget Kay-Qx --yes",
        "forget Pia-Qx --yes",
        "team",
    ];
    let lines: Vec<String> = lines
        .filter(|it| !it.is_empty())
        .chain(of_people.map(str::to_string))
        .collect();
    let orders = [[0, 1, 2, 3, 4, 5], [5, 1, 2, 3, 4, 0], [3, 5, 0, 4, 1, 2]];
    let teams = orders.map(team);
    for line in &lines {
        let [one, rest @ ..] = teams.each_ref().map(|it| said(it, line));
        for other in rest {
            assert_eq!(one, other, "{line}");
        }
    }
    // Something was said of both ends.
    assert!(said(&teams[0], "log show").contains("Ten minutes"));
}

#[test]
fn names_in_a_group_stand_in_the_order_of_the_team_whoever_was_there() {
    let mut n_seen = 0;
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 5, 0, 4, 1, 2]] {
        let ground = team(order);
        for size in ["2", "3"] {
            let ran = ground.within(&["groups", "--size", size, "--json"], []);
            let answer: Value = serde_json::from_str(&ran.out).unwrap();
            let groups = answer["rounds"][0].as_array().unwrap();
            for group in groups.iter().map(|it| it.as_array().unwrap()) {
                let names: Vec<&str> = group.iter().map(|it| it.as_str().unwrap()).collect();
                assert!(names.is_sorted(), "{order:?} {names:?}");
                n_seen += 1;
            }
        }
    }
    assert_eq!(n_seen, 3 * (3 + 2));
}
