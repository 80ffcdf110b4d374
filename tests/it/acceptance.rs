//! Evenings as they are to be, from beginning to end: what the room
//! saw, what whoever led saw, and every byte that was left.

use std::path::PathBuf;

use firelight::clock::Stamp;
use firelight::disk::RealDisk;
use firelight::plan::slots;
use insta::assert_snapshot;

use crate::leak_rig::{Ground, Ran, below};
use crate::two_windows::{hold, transcript, words};

const SEVEN: &str = "Ana-Qx,Ben-Qx,Chi-Qx,Dev-Qx,Eli-Qx,Finn-Qx,Gus-Qx";
/// When the second session of a meeting begins.
const LATER: &str = "2026-11-30T09:40:00+01:00";

/// Every file that is left in both folders, and all that is in it.
fn left(ground: &Ground) -> String {
    let mut lines = Vec::new();
    for folder in [ground.team(), ground.private()] {
        for it in below(&folder).into_iter().filter(|it| !it.bytes.is_empty()) {
            let path = it.path.strip_prefix(&ground.top).unwrap();
            lines.push(format!("== {} {:o}", path.display(), it.mode));
            let text = String::from_utf8(it.bytes).unwrap();
            lines.push(text.replace(ground.top.to_str().unwrap(), "(top)"));
        }
    }
    lines.join("\n")
}

/// Holds one with a cue, keeps both transcripts, and looks for names where none may be.
/// Gives all that was seen in both windows.
fn held(ground: &Ground, name: &str, line: &str, keys: &[&str]) -> String {
    let (ran, seen) = hold(ground, line, keys);
    assert_eq!(ran.code, Some(0), "{line}\n{}{}", ran.out, ran.err);
    assert_snapshot!(format!("{name}_stage"), transcript(&seen.stages));
    assert_snapshot!(format!("{name}_cue"), transcript(&seen.cues));
    let left: Vec<_> = ground.holding("-Qx");
    let is_own = |it: &PathBuf| it.starts_with(ground.private().join("slots"));
    assert!(left.iter().all(is_own), "a name is left: {line}");
    let all: String = seen.stages.iter().map(words).collect();
    assert!(!all.contains("Your cue"), "{all}");
    all + &transcript(&seen.cues)
}

#[test]
fn seven_hybrid_two_words_and_a_breakout_with_one_later_one_gone_and_one_pass() {
    let ground = Ground::new();
    let with = format!("--with {SEVEN} --remote Ana-Qx,Ben-Qx,Chi-Qx --cue");
    // Nobody can tell which of these turns was a pass: it is the same key.
    let keys = ["", "", "l", "", "g", "Gus-Qx", "j", "Hana-Qx"];
    held(
        &ground,
        "a_two_words",
        &format!("run two-words {with}"),
        &keys,
    );
    let keys = ["", "j", "Hana-Qx", "", "g", "Gus-Qx", "", "y"];
    let line = format!("run breakout-graded {with} --now {LATER}");
    held(&ground, "a_breakout", &line, &keys);
    assert_snapshot!("a_left", left(&ground));
}

#[test]
fn twenty_five_on_screens_headlines_all_at_once_and_rooms() {
    let ground = Ground::new();
    let names: Vec<String> = (1..=25).map(|it| format!("P{it}-Qx")).collect();
    let with = format!("--with {} --mode remote --cue", names.join(","));
    held(
        &ground,
        "b_headlines",
        &format!("run headlines {with}"),
        &["", "v", ""],
    );
    let line = format!("run breakout-graded {with} --now {LATER}");
    held(&ground, "b_breakout", &line, &["", "v", ""]);
    assert_snapshot!("b_left", left(&ground));
}

#[test]
fn two_trade_their_stories() {
    let ground = Ground::new();
    let line = "run story-trade --with Ana-Qx,Ben-Qx --mode room --cue";
    held(&ground, "c_trade", line, &["", "", "", "m", ""]);
    assert_snapshot!("c_left", left(&ground));
}

/// The one who offers a story, and takes the offer back an hour before.
const WITHDREW: &str = "Zora-Qxgone";

/// What a lead does on a day, written down.
fn lead(ground: &Ground, days: &mut Vec<String>, at: &str, line: &str, typed: &[&str]) -> Ran {
    let line = format!("--now {at} {line}");
    let arguments: Vec<&str> = line.split(' ').collect();
    let ran = ground.within(&arguments, typed.iter().map(|it| it.to_string()));
    assert_eq!(ran.code, Some(0), "{line}\n{ran:?}");
    let all = format!("$ firelight {line}\n{}{}", ran.out, ran.err);
    days.push(all.replace(ground.top.to_str().unwrap(), "(top)"));
    ran
}

#[test]
fn fourteen_days_to_an_hour_of_stories_with_two_vetoes_and_one_who_withdraws() {
    let ground = Ground::new();
    ground.team_file("firelight.toml", "tz = \"Europe/Berlin\"\n");
    let mut days = Vec::new();
    let morning = |day: u8| format!("2026-12-{day:02}T09:00:00+01:00");
    let mut do_on = |at: &str, line: &str, typed: &[&str]| {
        lead(&ground, &mut days, at, line, typed);
    };
    do_on(&morning(1), "plan story --on 2026-12-15 --at 15:00", &[]);
    do_on(&morning(1), "plan story messages invitation", &[]);
    do_on(&morning(1), "plan story calendar --mine", &[]);
    do_on(&morning(4), "plan story form", &[]);
    do_on(&morning(4), "plan story messages say", &[]);
    // Two would not be all right with groups, or with pairs; the others prefer what is left.
    let say = [
        "6",
        "2 2 1 0 1",
        "0 1 1 0 0",
        "3 2 1",
        "0 0 0",
        "4 2",
        "0 0",
        "y",
    ];
    do_on(&morning(8), "plan story say", &say);
    do_on(&morning(11), "plan story messages reminder", &[]);
    let page = |at: &str, typed: &[&str]| {
        let line = format!("--now {at} plan story slots");
        let arguments: Vec<&str> = line.split(' ').collect();
        let ran = ground.within(&arguments, typed.iter().map(|it| it.to_string()));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    };
    page(
        &morning(3),
        &["t", "Ana-Qxtells", "t", WITHDREW, "t", "Ben-Qxtells", "d"],
    );
    assert_eq!(ground.holding(WITHDREW).len(), 1, "on the one private page");
    let before = days.clone();
    // An hour before.
    page("2026-12-15T14:00:00+01:00", &["w", WITHDREW, "d"]);
    assert!(ground.holding(WITHDREW).is_empty());

    // Six are there, two tell, and one moment is taken; words that are typed by mistake are gone.
    let line = "run story-session --people 6 --mode room --cue --now 2026-12-15T15:00:00+01:00";
    let keys = [
        "",
        "",
        "",
        "",
        "qxstory one",
        "m",
        "",
        "",
        "",
        "qxstory two",
        "",
        "n",
        "",
        "",
        "",
    ];
    let seen = held(&ground, "d_stories", line, &keys);
    let page = page("2026-12-15T16:00:00+01:00", &["d"]);
    for word in ["Qxgone", "qxstory"] {
        let all = [&seen, &page.out, &page.err];
        assert!(all.iter().all(|it| !it.contains(word)), "{word}");
    }
    let mut days = before;
    lead(
        &ground,
        &mut days,
        &morning(16),
        "plan story messages follow-up",
        &[],
    );
    lead(&ground, &mut days, &morning(16), "log show", &[]);
    lead(&ground, &mut days, &morning(16), "stored", &[]);
    assert_snapshot!("d_lead", days.join("\n"));
    assert_snapshot!(
        "d_left",
        left(&ground)
            .replace("Ana-Qxtells", "(teller)")
            .replace("Ben-Qxtells", "(teller)")
    );
    assert!(ground.holding("qxstory").is_empty());
    for word in ["Qxgone", "Qxtells", "qxstory"] {
        assert!(!days.concat().contains(word), "{word}");
    }
    // A week later whoever comes by first takes the page away too.
    let day = "2026-12-23".parse().unwrap();
    slots::sweep(&RealDisk, &ground.private(), day, &[]).unwrap();
    assert!(ground.holding("Qxtells").is_empty());
}

#[test]
fn an_hour_of_stories_ends_within_its_minutes_in_every_way_and_with_every_number_of_tellers() {
    for way in ["whole", "fours", "pairs", "wall", "not-yet"] {
        for (people, tellers) in [
            (2, 0),
            (2, 2),
            (6, 0),
            (6, 1),
            (6, 2),
            (6, 3),
            (6, 4),
            (6, 5),
            (6, 6),
            (12, 6),
            (25, 0),
        ] {
            let ground = Ground::in_memory();
            ground.team_file(
                "agreements/2026-11-01-abcdef.toml",
                format!(
                    "format = \"firelight.agreement/1\"\nmade = 2026-11-01\nway = \"{way}\"\nconfidentiality = \"stays\"\nquestions = \"none\"\nreview = 2027-05-01\n"
                ),
            );
            let n = people.to_string();
            let line = [
                "run",
                "story-session",
                "--people",
                &n,
                "--mode",
                "room",
                "--json",
            ];
            let turns = [""; 2].repeat(tellers);
            let keys = [""; 3].iter().chain(&turns).chain(&["n"]).chain(&[""; 60]);
            let ran = ground.within(&line, keys.map(|it| it.to_string()));
            assert_eq!(ran.code, Some(0), "{way} {people}: {ran:?}");
            let json = &ran.out[ran.out.find("{\n").unwrap()..];
            let log: serde_json::Value = serde_json::from_str(json).unwrap();
            let at = |key: &str| log[key].as_str().unwrap().parse::<Stamp>().unwrap();
            let took = (at("ended") - at("started")).num_seconds();
            assert!(
                took <= 3600,
                "{way}, {people} people, {tellers} tell: {took} s"
            );
            // Whether anybody told, and how many, does not stand in it.
            let turns = log["steps"].as_array().unwrap().iter();
            let mut turns = turns.filter(|it| it["kind"] == "turns");
            assert!(turns.all(|it| it["actual_minutes"].is_null()), "{log}");
            if way == "whole" && people == 6 {
                assert!(took >= 300 * tellers as i64, "{tellers}: {took}");
            }
        }
    }
}
