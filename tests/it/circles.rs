//! Groups in every shape, as they are held: rounds with others, roles, joined groups, two circles,
//! stations; live and in rehearsal.

use insta::assert_snapshot;

use crate::leak_rig::Ground;
use crate::rig::Rig;

const SEVEN: &str = "Ana,Ben,Chi,Dev,Eli,Finn,Gus";
const THIRTEEN: &str = "Ana,Ben,Chi,Dev,Eli,Finn,Gus,Hana,Ivo,Jun,Kim,Lea,Mio";

/// A ritual of these steps between two lines.
fn ritual(steps: &str) -> String {
    format!(
        r#"format = "firelight.ritual/1"
title = "Circles"
family = "conversations"
purpose = "To sit in groups."
minutes = 30
people = {{ min = 2, best = [6, 16], max = 60 }}
ceiling = "open"
confidentiality = "lessons-leave"

[[step]]
kind = "say"
for = "10s"
text = "Here we are. Pass is a full answer."

{steps}
[[step]]
kind = "say"
for = "10s"
text = "Thank you."
"#
    )
}

/// A groups step with these fields and these inner steps.
fn groups(fields: &str, steps: &[&str]) -> String {
    let steps: Vec<String> = steps
        .iter()
        .map(|it| format!("[[step.steps]]\n{it}\n"))
        .collect();
    format!(
        "[[step]]\nkind = \"groups\"\nfor = \"5m\"\n{fields}\n{}",
        steps.concat()
    )
}

const TURNS: &str = "kind = \"turns\"\neach = \"auto\"\nstem = \"What went well?\"";
const OPEN: &str = "kind = \"open\"\nfor = \"4m\"\ntext = \"What do you make of it?\"";
const HAND: &str = "kind = \"deal\"\nbank = \"core\"\nhand = 3";
const ROLES: &str = "size = 3\nroles = [\"speaks\", \"listens\", \"watches\"]";

fn ground(steps: &str) -> Ground {
    let ground = Ground::new();
    ground.team_file("prompts/rituals/circles.toml", ritual(steps));
    ground
}

/// Holds it with these lines typed, and then Enter to its end.
fn held(steps: &str, with: &[&str], lines: &[&str]) -> String {
    let arguments = [&["run", "circles"], with].concat();
    let enters = std::iter::repeat_n("", 40);
    let lines = lines.iter().copied().chain(enters).map(str::to_string);
    let ran = ground(steps).within(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

/// Lines that begin like this.
fn lines_of<'a>(said: &'a str, begins: &str) -> Vec<&'a str> {
    said.lines().filter(|it| it.starts_with(begins)).collect()
}

/// The groups of each round in the log, by step.
fn logged(steps: &str, with: &str) -> Vec<Vec<Vec<Vec<String>>>> {
    let rig = Rig::new();
    let folder = rig.team().join("prompts/rituals");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("circles.toml"), ritual(steps)).unwrap();
    let outcome = rig.run(&format!("run circles {with}"));
    assert_eq!(outcome.code(), 0, "{}", outcome.err);
    let log = rig.logs().remove(0);
    let rounds =
        |it: &firelight::logs::Step| it.rounds.iter().map(|it| it.groups.clone()).collect();
    log.steps
        .iter()
        .filter(|it| it.kind == "groups")
        .map(rounds)
        .collect()
}

#[test]
fn three_rounds_in_pairs_are_told_in_the_room_and_in_the_chat() {
    let steps = groups("shape = \"pairs\"\nrounds = 3\ntravel = \"30s\"", &[TURNS]);
    let said = held(
        &steps,
        &["--with", "Ana,Ben,Chi,Dev", "--mode", "remote"],
        &["", "v", "", "", "v", "", "", "v"],
    );
    assert_eq!(lines_of(&said, "Round 2 of 3.").len(), 4, "{said}");
    assert_eq!(
        lines_of(&said, "The next round begins at ").len(),
        2,
        "{said}"
    );
    assert_eq!(lines_of(&said, "Back at ").len(), 1, "{said}");
    assert!(
        said.contains("until we change") && said.contains("until we meet"),
        "{said}"
    );
    assert!(said.contains("Enter: the next round."), "{said}");
    let first = lines_of(&said, "Room 1: ");
    let partners: std::collections::BTreeSet<&str> =
        first.iter().map(|it| it.trim_end_matches('.')).collect();
    assert_eq!(partners.len(), 3, "others each time: {said}");
}

#[test]
fn roles_go_round_among_the_same_people() {
    let said = held(
        &groups(ROLES, &[OPEN]),
        &["--with", SEVEN, "--mode", "room"],
        &["", "v"],
    );
    let tables: Vec<&str> = lines_of(&said, "Table ")
        .into_iter()
        .filter(|it| it.contains(": speaks, "))
        .collect();
    assert_snapshot!(tables.join("\n"));
    assert!(
        said.contains("Stay where you are: the roles go round."),
        "{said}"
    );
    assert!(
        said.contains("In each round every role moves on to the next name in the alphabet."),
        "{said}"
    );
    let three = held(
        &groups(ROLES, &[OPEN]),
        &["--with", "Ana,Ben,Chi", "--mode", "room"],
        &[],
    );
    assert!(
        three.contains("Ana: speaks. Ben: listens. Chi: watches."),
        "{three}"
    );
    assert!(
        three.contains("Chi: speaks. Ana: listens. Ben: watches."),
        "{three}"
    );
    assert!(three.contains("Round 3 of 3."), "{three}");
    let two = held(
        &groups(ROLES, &[OPEN]),
        &["--with", "Ana,Ben", "--mode", "room"],
        &[],
    );
    assert!(
        two.contains("Ben: speaks. Ana: listens.") && !two.contains("watches"),
        "{two}"
    );
    let nameless = held(
        &groups(ROLES, &[OPEN]),
        &["--people", "9", "--mode", "room"],
        &[],
    );
    let first = "First name in the alphabet: speaks. The next: listens. All others: watches.";
    assert!(nameless.contains(first), "{nameless}");
    assert!(
        nameless.contains("Each role moves on to the next name"),
        "{nameless}"
    );
}

#[test]
fn pairs_become_fours_and_one_who_came_meanwhile_joins_them() {
    let steps =
        groups("shape = \"pairs\"", &[OPEN]) + &groups("merge = 4\ntravel = \"20s\"", &[OPEN]);
    let said = held(
        &steps,
        &["--with", THIRTEEN, "--mode", "room"],
        &["", "", "j", "Uma", "y", "v"],
    );
    let tables = lines_of(&said, "Table ");
    assert!(
        said.contains("Groups join each other. Find your table."),
        "{said}"
    );
    let joined = said.split("Groups join each other.").nth(1).unwrap();
    let sizes: Vec<usize> = lines_of(joined, "Table ")
        .iter()
        .take(3)
        .map(|it| it.matches(", ").count() + 1)
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 14, "{said}");
    assert!(
        sizes.iter().all(|it| (4..=6).contains(it)),
        "{sizes:?}: {tables:?}"
    );
    let four = held(
        &steps,
        &["--with", "Ana,Ben,Chi,Dev", "--mode", "room"],
        &[],
    );
    assert!(four.contains("All groups come together."), "{four}");
    let alone = held(
        &groups("merge = 4", &[OPEN]),
        &["--with", SEVEN, "--mode", "room"],
        &[],
    );
    assert!(
        alone.contains("Find your table.") && !alone.contains("join each other"),
        "{alone}"
    );
}

#[test]
fn two_circles_change_and_five_people_are_one() {
    let steps = groups("shape = \"inner-outer\"", &[OPEN]);
    let said = held(&steps, &["--with", SEVEN, "--mode", "room"], &[]);
    let inner = lines_of(&said, "Inner circle: ");
    let outer = lines_of(&said, "Outer circle: ");
    let names = |it: &str| it.split(": ").nth(1).unwrap().to_string();
    let inner: Vec<String> = inner
        .iter()
        .map(|it| names(it))
        .filter(|it| !it.starts_with("What"))
        .collect();
    let outer: Vec<String> = outer.iter().map(|it| names(it)).collect();
    assert_eq!((&inner[0], &inner[1]), (&outer[1], &outer[0]), "{said}");
    assert!(said.contains("Now the circles change."), "{said}");
    assert!(
        !said.contains("until we meet") && !said.contains("rooms"),
        "{said}"
    );
    let few = held(
        &steps,
        &["--with", "Ana,Ben,Chi,Dev,Eli", "--mode", "room"],
        &[],
    );
    assert!(
        few.contains("We are few, so we sit in one circle, and all may talk."),
        "{few}"
    );
    assert!(!few.contains("Round 2"), "{few}");
}

#[test]
fn stations_name_nobody() {
    let steps = groups("shape = \"stations\"\ntravel = \"30s\"", &[HAND, OPEN]);
    let said = held(
        &steps,
        &["--with", THIRTEEN, "--remote", "Ben,Eli"],
        &["", "v"],
    );
    assert!(
        said.contains("Station 1 (on screens): ") && said.contains("Station 2: "),
        "{said}"
    );
    assert!(!said.contains("Ana"), "{said}");
    assert!(!said.contains("who sat together"), "{said}");
    let remote = held(&steps, &["--with", SEVEN, "--mode", "remote"], &["", "v"]);
    assert!(remote.contains("Each station is a room."), "{remote}");
    assert!(remote.contains("\nRoom 1: "), "{remote}");
    let slips = held(&steps, &["--with", SEVEN, "--mode", "room"], &["", "v"]);
    assert_eq!(lines_of(&slips, "Station 3").len(), 1, "{slips}");
    assert_eq!(
        logged(&steps, "--with Ana,Ben,Chi,Dev,Eli,Finn --mode room"),
        [Vec::<Vec<Vec<String>>>::new()]
    );
}

#[test]
fn the_log_says_once_who_sat_together() {
    let with = "--with Ana,Ben,Chi,Dev,Eli,Finn,Gus,Hana --mode room";
    let sizes = |steps: &str| -> Vec<Vec<Vec<usize>>> {
        let logged = logged(steps, with).into_iter();
        let of_round = |it: &Vec<Vec<String>>| it.iter().map(Vec::len).collect();
        logged.map(|it| it.iter().map(of_round).collect()).collect()
    };
    assert_eq!(
        sizes(&groups("shape = \"pairs\"\nrounds = 2", &[OPEN])),
        [[[2, 2, 2, 2], [2, 2, 2, 2]]]
    );
    assert_eq!(
        sizes(&groups("shape = \"inner-outer\"", &[OPEN])),
        [[[4, 4]]]
    );
    assert_eq!(
        sizes(&groups("size = 4\nroles = [\"a\", \"b\"]", &[OPEN])),
        [[[4, 4]]]
    );
    let merged = groups("shape = \"pairs\"", &[OPEN]) + &groups("merge = 4", &[OPEN]);
    assert_eq!(sizes(&merged), [vec![vec![2, 2, 2, 2]], vec![vec![4, 4]]]);
}

#[test]
fn a_tag_is_spread_over_the_groups() {
    let steps = groups("shape = \"pairs\"\nmix = \"dept\"", &[OPEN]);
    let with =
        "Ana (dept:x), Ben (dept:x), Chi (dept:x), Dev (dept:y), Eli (dept:y), Finn (dept:y)";
    let said = held(&steps, &["--with", with, "--mode", "room"], &[]);
    let of_x = |it: &&str| {
        ["Ana", "Ben", "Chi"]
            .iter()
            .filter(|name| it.contains(*name))
            .count()
    };
    let tables = lines_of(&said, "Table ");
    assert!(
        tables.len() >= 3 && tables.iter().all(|it| of_x(it) == 1),
        "{said}"
    );
}

#[test]
fn who_goes_on_as_two_and_what_a_shorter_clock_means_is_said() {
    let steps = groups("size = 3", &[TURNS]);
    let said = held(
        &steps,
        &["--with", "Ana,Ben,Chi,Dev,Eli,Finn", "--mode", "room"],
        &["", "", "-", "g", "Ana"],
    );
    assert!(
        said.contains("Turns to come: about 1 min 30 each now."),
        "{said}"
    );
    assert!(
        said.contains("First name in the alphabet starts."),
        "{said}"
    );
    let pair = said
        .lines()
        .find(|it| it.contains(", now two, share the time there is"));
    let table = lines_of(&said, "Table ")
        .into_iter()
        .find(|it| it.contains("Ana"))
        .unwrap();
    assert!(pair.unwrap().starts_with(&table[..7]), "{said}");
}

#[test]
fn few_on_screens_are_told_of_on_the_cue_alone() {
    let steps = groups("shape = \"pairs\"\nrounds = 3", &[TURNS]);
    let with = ["--with", THIRTEEN, "--remote", "Ben,Eli"];
    let words = "Ben and Eli are the only ones on screens, so they sit together in every round.";
    // What to do about it waits behind a page.
    let cue = held(&steps, &[&["--cue"], &with[..]].concat(), &["", "?"]);
    assert!(
        cue.contains(words) && cue.contains("j, then Ana (remote)"),
        "{cue}"
    );
    assert!(
        cue.contains("“Thank your partners. Now others. Round 2 of 3.”"),
        "{cue}"
    );
    assert!(!held(&steps, &with, &[]).contains(words));
}

#[test]
fn every_shape_fits_its_plan_with_any_number_of_people_and_in_any_mode() {
    let solo = "kind = \"solo\"\ndo = \"think\"\nfor = \"30s\"";
    let ask = "kind = \"ask\"\nmode = \"pick\"\ntext = \"Which one?\"\noptions = [\"tea\", \"cake\"]\nfor = \"30s\"";
    let gather = "kind = \"gather\"\nwhat = \"One word.\"\nfor = \"30s\"";
    let talk = "kind = \"open\"\nfor = \"90s\"\ntext = \"Talk.\"";
    let shapes = [
        "size = 3",
        "shape = \"pairs\"\nrounds = 3",
        ROLES,
        "shape = \"inner-outer\"",
        "merge = 4",
        "shape = \"stations\"",
    ];
    for shape in shapes {
        let hand = if shape.contains("stations") {
            HAND
        } else {
            solo
        };
        let steps = groups(
            &format!("{shape}\ntravel = \"20s\""),
            &[hand, solo, ask, talk, gather],
        );
        let ground = ground(&steps);
        for people in ["2", "3", "5", "8", "12", "25"] {
            for mode in ["room", "remote", "hybrid"] {
                let ran = ground.within(
                    &["rehearse", "circles", "--people", people, "--mode", mode],
                    [],
                );
                assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
                assert!(
                    !ran.out.contains("Not suited"),
                    "{shape} {people} {mode}: {}",
                    ran.out
                );
                assert!(
                    ran.out.contains("Thank you."),
                    "{shape} {people} {mode}: {}",
                    ran.out
                );
            }
        }
    }
}
