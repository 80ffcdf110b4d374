//! The breakout as it is held: rooms, one common clock, and people who come, go and move.

use insta::assert_snapshot;

use crate::leak_rig::Ground;
use crate::rig::Rig;

const FOURTEEN: &str = "Ana,Ben,Chi,Dev,Eli,Finn,Gus,Hana,Ivo,Jun,Kim,Lea,Mio,Noa";

/// Holds a breakout with these lines typed, and gives all that was said.
fn held(ground: &Ground, with: &[&str], lines: &[&str]) -> String {
    let arguments = [&["run", "breakout-graded"], with].concat();
    let enters = std::iter::repeat_n("", 20);
    let lines = lines.iter().copied().chain(enters).map(str::to_string);
    let ran = ground.within(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

/// Without the questions, which are another bank's business.
fn without_questions(said: &str) -> String {
    let is_question = |it: &&str| it.starts_with(|c: char| c.is_ascii_digit()) && it.contains(": ");
    let lines: Vec<&str> = said.lines().filter(|it| !is_question(it)).collect();
    lines.join("\n")
}

#[test]
fn a_hybrid_breakout_of_fourteen_with_one_late_one_gone_and_one_who_moved() {
    let ground = Ground::new();
    let said = held(
        &ground,
        &["--with", FOURTEEN, "--remote", "Ana,Ben,Chi,Dev,Eli,Finn"],
        &[
            "",
            "g",
            "Hana",
            "j",
            "Uma (remote)",
            "j",
            "Gus (remote)",
            "",
            "v",
            "g",
            "Noa",
        ],
    );
    assert_snapshot!(without_questions(&said));
}

#[test]
fn it_takes_its_planned_minutes_and_few_keys() {
    let rig = Rig::new();
    let with = format!("run breakout --with {FOURTEEN} --remote Ana,Ben,Chi,Dev,Eli,Finn");
    let outcome = rig.run(&with);
    let log = rig.logs().remove(0);
    let took = (log.ended.unwrap() - log.started).num_seconds();
    assert!((16 * 54..=16 * 66).contains(&took), "{took} s");
    // One key a stage, and the Enter in the shell.
    let keys = 1 + outcome.stages.len();
    assert!(keys <= 12, "{keys} keys");
    let rounds = &log.steps[1].rounds;
    assert_eq!(rounds.len(), 1);
    let sizes: Vec<usize> = rounds[0].groups.iter().map(Vec::len).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 14);
    assert!(sizes.iter().all(|it| (3..=4).contains(it)), "{sizes:?}");
}

#[test]
fn five_are_asked_and_two_are_a_pair_and_twenty_five_are_seven_or_eight_rooms() {
    let rooms = |with: &[&str], lines: &[&str]| {
        let said = held(&Ground::new(), with, lines);
        let rooms = said
            .lines()
            .filter(|it| it.starts_with("Room ") || it.starts_with("Table "));
        rooms.count()
    };
    let five = ["--with", "Ana,Ben,Chi,Dev,Eli", "--mode", "room"];
    assert_eq!(rooms(&five, &["", "3"]), 2);
    // Where all sit at one place there is nothing to find.
    assert_eq!(rooms(&five, &["", "5"]), 0);
    assert_eq!(rooms(&["--with", "Ana,Ben", "--mode", "room"], &[]), 0);
    let many: Vec<String> = (1..=25).map(|it| format!("P{it}")).collect();
    let many = many.join(",");
    assert_eq!(rooms(&["--with", &many, "--mode", "room"], &[]), 8);
    assert_eq!(rooms(&["--with", &many, "--mode", "remote"], &[]), 7);
}

#[test]
fn without_names_people_are_told_how_many_groups_and_nothing_is_kept_of_them() {
    let ground = Ground::new();
    let said = held(&ground, &["--people", "14", "--mode", "room"], &[]);
    assert!(
        said.contains("2 groups of three and 2 groups of four."),
        "{said}"
    );
    assert!(ground.holding("\"groups\": [").is_empty());
    let said = held(&ground, &["--mode", "room"], &[]);
    assert!(
        said.contains("In groups of three or four, with whoever is near."),
        "{said}"
    );
}

#[test]
fn the_text_for_the_chat_runs_a_room_without_us_and_breaks_no_sentence() {
    let said = held(
        &Ground::new(),
        &["--with", FOURTEEN, "--mode", "remote"],
        &["", "v"],
    );
    let from = said.find("Room 1: ").unwrap();
    let page = said[from..].rfind("Choose one for yourself").unwrap() + from;
    let until = said[page..].find("Back at").unwrap() + page + "Back at 10:44.".len();
    assert_snapshot!(&said[page..until]);
    for line in said[page..until].lines().filter(|it| !it.is_empty()) {
        assert!(line.ends_with(['.', '?', '…']), "{line}");
    }
}

#[test]
fn what_v_gives_is_slips_where_all_sit_at_tables_and_its_key_says_so() {
    let key = |with: &[&str]| {
        let said = held(&Ground::new(), with, &["", "?"]);
        let line = said.lines().find(|it| it.starts_with("v: "));
        line.unwrap().to_string()
    };
    let with = |mode| ["--with", FOURTEEN, "--mode", mode];
    assert_eq!(key(&with("room")), "v: slips.");
    assert_eq!(key(&with("remote")), "v: text for the chat.");
    assert_eq!(
        key(&["--with", FOURTEEN, "--remote", "Ana,Ben,Chi"]),
        "v: text for the chat."
    );
    let slips = held(&Ground::new(), &with("room"), &["", "v"]);
    assert_eq!(slips.matches("- - -").count(), 3, "{slips}");
    assert_eq!(slips.matches("\nAbout 2 min 45 each.\n").count(), 2);
}

#[test]
fn the_first_screen_says_one_rule_once_and_what_is_kept() {
    let first = |line: &str| {
        let rig = Rig::new();
        let outcome = rig.run(line);
        let said: Vec<String> = outcome.said.lines().map(str::to_string).collect();
        let end = said.iter().position(|it| it == "Enter: next.").unwrap();
        (said[..end].join("\n"), rig.logs().remove(0))
    };
    let (named, log) = first("run breakout --with Ana,Ben,Chi,Dev --mode room");
    let rule = "Stories and names stay here; what you learn for yourself may leave.";
    let kept = "Kept: when we met, the questions and who sat together. Nothing that is said.";
    assert!(named.ends_with(&format!("{rule} {kept}")), "{named}");
    assert_eq!(named.matches("may leave").count(), 1, "{named}");
    assert!(!named.contains("Nothing is kept"), "{named}");
    assert!(!log.steps[1].dealt.is_empty() && !log.steps[1].rounds.is_empty());
    // Nobody's name, nobody's seat.
    let (nameless, log) = first("run breakout --people 4 --mode room");
    let kept = "Kept: when we met and the questions. Nothing that is said.";
    assert!(nameless.ends_with(kept), "{nameless}");
    assert!(log.steps[1].rounds.is_empty());
    let (words, _) = first("run two-words --people 4 --mode room");
    let kept = "Kept: when we met and the words to choose from. Nothing that is said.";
    assert!(words.ends_with(kept), "{words}");
}

#[test]
fn asking_for_other_questions_answers_and_is_offered_no_more_once_it_is_spent() {
    let room = ["--with", FOURTEEN, "--mode", "room"];
    let said = held(&Ground::new(), &room, &["", "s", "s"]);
    let first = "Another hand lies here now, and this one stays.";
    assert_eq!(said.matches(first).count(), 1, "{said}");
    assert_eq!(
        said.matches("Not here. ? shows the keys.").count(),
        1,
        "{said}"
    );
    let keys = held(&Ground::new(), &room, &["", "?", "s", "?"]);
    assert_eq!(keys.matches("s: other questions.").count(), 1, "{keys}");
}

#[test]
fn going_back_into_groups_never_gives_back_time_that_is_spent() {
    // `next` ends a step without its clock running out, so all of the talk is still to come.
    let room = ["--with", FOURTEEN, "--mode", "room"];
    let said = held(
        &Ground::new(),
        &room,
        &["", "", "next", "y", "b", "", "b", "y"],
    );
    let asked = "Back into the groups?\nEverybody sits down again where they were. Their clock went on: 11 minutes until we meet.\nn: no, stay here\ny: yes, back\n(Enter: no, stay here)\n";
    assert_eq!(said.matches(asked).count(), 2, "{said}");
    assert_eq!(said.matches("One or two voices").count(), 2, "{said}");
    let spent = held(&Ground::new(), &room, &["", "", "", "b", "y", ""]);
    assert!(
        spent.contains("Their clock went on: their time is over; + gives more."),
        "{spent}"
    );
    let talking = held(&Ground::new(), &room, &["", "", "b", ""]);
    assert!(
        talking.contains("Back to before they began?\nThis screen goes back to choosing, and their clock stands until you open them again: then it is 11 minutes more. They do not know of it, so tell the tables."),
        "{talking}"
    );
}

#[test]
fn questions_go_as_deep_as_the_setting_and_the_people_allow_and_that_is_said() {
    let deepest = |with: &[&str]| {
        let said = held(&Ground::new(), with, &[]);
        let levels = ["light", "open", "personal", "tender"];
        let is_dealt = |it: &&&str| said.contains(&format!(". {it}: "));
        let deepest = *levels.iter().rfind(is_dealt).unwrap();
        let first = said.lines().next().unwrap().to_string();
        (deepest, first)
    };
    let four = ["--with", "Ana,Ben,Chi,Dev", "--mode", "room"];
    let (level, said) = deepest(&four);
    assert_eq!(level, "personal");
    assert_eq!(
        said,
        "Questions go up to personal at most: some here do this for the first or second time."
    );
    let lead = ["--with", "Ana (lead),Ben,Chi,Dev", "--mode", "room"];
    let (level, said) = deepest(&lead);
    assert_eq!(level, "open");
    assert!(said.ends_with("open at most today."), "{said}");
    let agreed = [&four[..], &["--ceiling", "tender"]].concat();
    assert_eq!(deepest(&agreed).0, "tender");
    let agreed = [&lead[..], &["--ceiling", "tender"]].concat();
    assert_eq!(deepest(&agreed).0, "personal");
}

#[test]
fn what_a_team_does_not_deal_is_not_dealt() {
    let excluded = ["craft-trusted-more", "working-remark-stayed", "hopes-"];
    for seed in 0..30 {
        let ground = Ground::new();
        ground.team_file(
            "firelight.toml",
            "format = \"firelight.team/1\"\nexclude = [\"layoffs\", \"hopes\"]\n",
        );
        let seed = seed.to_string();
        let with = [
            "--with",
            FOURTEEN,
            "--mode",
            "room",
            "--ceiling",
            "tender",
            "--seed",
        ];
        held(&ground, &[&with[..], &[seed.as_str()]].concat(), &["", "s"]);
        for word in excluded {
            assert!(ground.holding(&format!("\"{word}")).is_empty(), "{word}");
        }
    }
}

#[test]
fn after_a_session_on_screens_nobody_is_marked_as_being_on_one() {
    let ground = Ground::new();
    // Each has a turn and says thanks, all on one stage.
    let keys = [&[""; 10][..], &["y"]].concat();
    held(
        &ground,
        &["--with", "Ana-Qx,Ben-Qx,Chi-Qx", "--mode", "remote"],
        &keys,
    );
    let team = ground.within(&["team", "--json"], []).out;
    assert!(
        team.contains("Ana-Qx") && !team.contains("remote"),
        "{team}"
    );
}

#[test]
fn a_lead_who_comes_later_lowers_what_is_dealt() {
    let lines = ["j", "Uma (lead)", "", "s"];
    let said = held(
        &Ground::new(),
        &["--with", "Ana,Ben,Chi,Dev,Eli,Finn", "--mode", "room"],
        &lines,
    );
    assert!(
        said.contains("open: ") && !said.contains("personal: "),
        "{said}"
    );
}

#[test]
fn a_rehearsal_shows_it_all_and_leaves_no_trace() {
    let ground = Ground::new();
    ground.team_file("firelight.toml", "format = \"firelight.team/1\"\n");
    let before = ground.everything();
    for mode in ["room", "remote", "hybrid"] {
        let arguments = ["rehearse", "breakout", "--people", "9", "--mode", mode];
        let ran = ground.within(&arguments, []);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains("back to an ordinary day."), "{}", ran.out);
        assert!(ran.out.contains("groups   12:00"), "{}", ran.out);
    }
    // What one alone is not led through takes no time.
    let alone = ground.within(&["rehearse", "breakout", "--people", "1"], []);
    assert!(
        alone.out.contains("1 person in one room, 2 of 16 min"),
        "{}",
        alone.out
    );
    assert!(!alone.out.contains("who sat together"), "{}", alone.out);
    let ran = ground.within(&["rehearse", "headlines", "--people", "1", "--json"], []);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["suitable"], false);
    assert_eq!(answer["reason"], "it needs at least 2 people");
    assert_eq!(ground.everything(), before);
}

#[test]
fn a_ritual_far_over_its_time_comes_to_an_end() {
    let ground = Ground::new();
    let text = r#"format = "firelight.ritual/1"
title = "Long"
family = "moments"
purpose = "Take days."
minutes = 61
people = { min = 1, best = [3, 12], max = 1000 }
ceiling = "open"
confidentiality = "open"
[[step]]
kind = "turns"
each = "5m"
[[step]]
kind = "say"
text = "Bye."
"#;
    ground.team_file("prompts/rituals/long.toml", text);
    let ran = ground.within(&["rehearse", "long", "--people", "600"], []);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("Bye."));
}
