//! A breakout of two, who need no groups, and of one, who has nobody to talk with.

use crate::leak_rig::Ground;
use crate::rig::Rig;

fn said(ground: &Ground, with: &[&str], lines: &[&str]) -> String {
    let arguments = [&["run", "breakout-graded"], with].concat();
    let enters = std::iter::repeat_n("", 20);
    let lines = lines.iter().copied().chain(enters).map(str::to_string);
    let ran = ground.within(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

const TWO: [&str; 4] = ["--with", "Ana,Ben", "--mode", "room"];

#[test]
fn two_trade_turn_by_turn_and_enter_ends_one_turn_only() {
    let said = said(&Ground::new(), &TWO, &[]);
    let turns: Vec<&str> = said
        .lines()
        .filter(|it| it.starts_with(|c: char| c.is_ascii_digit()) && it.contains(" of "))
        // A question is numbered too, and has its level before it.
        .filter(|it| !it.contains(": "))
        .collect();
    let [first, second] = [turns[0], turns[1]].map(|it| it.split(". ").nth(1).unwrap());
    assert_ne!(first, second);
    let wanted = [first, second, first, second].into_iter().zip(1..);
    let wanted: Vec<String> = wanted.map(|(who, n)| format!("{n} of 4. {who}")).collect();
    assert_eq!(turns[..4], wanted, "{said}");
    assert_eq!(turns[4], format!("1 of 2. {first}"), "the thanks: {said}");
    assert_eq!(turns.len(), 6);
    assert!(said.contains("We trade questions"), "{said}");
    assert!(said.contains("2 minutes 10 seconds."), "{said}");
    assert!(!said.contains("Groups of two"), "{said}");
    assert!(!said.contains("until we meet"), "{said}");
    assert!(!said.contains("voices"), "{said}");
    assert!(!said.contains("Table 1"), "{said}");
}

#[test]
fn the_time_that_a_short_turn_leaves_is_shared_by_the_turns_after_it() {
    // Without the clock running out: next is not Enter.
    let said = said(&Ground::new(), &TWO, &["", "", "next"]);
    assert!(said.contains("2 minutes 10 seconds."), "{said}");
    assert!(said.contains("2 minutes 53 seconds."), "{said}");
}

#[test]
fn two_who_sat_together_have_met_and_it_takes_its_minutes() {
    let rig = Rig::new();
    rig.run("run breakout --with Ana,Ben --mode room");
    let log = rig.logs().remove(0);
    assert_eq!(log.steps[1].kind, "groups");
    assert_eq!(log.steps[1].rounds[0].groups.len(), 1);
    let took = (log.ended.unwrap() - log.started).num_seconds();
    assert!((12 * 60..=14 * 60).contains(&took), "{took} s");
}

#[test]
fn a_third_who_comes_has_a_turn_and_going_back_is_by_turns() {
    let third = said(&Ground::new(), &TWO, &["", "", "j", "Uma"]);
    assert!(third.contains(". Uma.\n"), "{third}");
    let back = said(&Ground::new(), &TWO, &["", "", "", "b"]);
    let first = back.lines().filter(|it| it.starts_with("1 of 4. "));
    assert_eq!(first.count(), 2, "{back}");
    assert!(!back.contains("anew"), "{back}");
}

#[test]
fn five_in_one_group_have_their_turns_on_the_stage_and_a_sixth_sits_with_them() {
    let five = ["--with", "Ana,Ben,Chi,Dev,Eli", "--mode", "room"];
    let said = said(&Ground::new(), &five, &["", "5", "", "j", "Uma"]);
    assert!(said.contains("1 of 5. "), "{said}");
    assert!(said.contains("6 of 6. Uma.\n"), "{said}");
    assert!(!said.contains("Table"), "{said}");
    // What is left is shared by those who are here now.
    assert!(said.contains("1 minute 38 seconds."), "{said}");
    assert!(said.contains("1 minute 16 seconds."), "{said}");
}

#[test]
fn nobody_gets_all_the_time_that_others_left() {
    let said = said(&Ground::new(), &TWO, &["", "", "next", "next", "next"]);
    // At most half as much again as an equal share, which is 2:10; the last one's is no longer.
    assert!(said.contains("\n3 minutes 15 seconds.\n4 of 4. "), "{said}");
    let last = said.split("4 of 4. ").nth(1).unwrap();
    let next = last.lines().nth(1).unwrap();
    assert_eq!(next, "Half time.", "{said}");
}

#[test]
fn one_alone_is_told_before_it_begins_and_may_wait_for_others() {
    let alone = Rig::new().run("run breakout --people 1 --mode room").said;
    let asked = "Ten minutes, one question you choose needs two people, and one is here.\n";
    assert_eq!(alone.matches(asked).count(), 1, "{alone}");
    let rehearse = "What it is like: firelight rehearse breakout-graded\n";
    assert!(alone.contains(rehearse), "{alone}");
    assert!(
        alone.contains("(Enter: hear its lines all the same)"),
        "{alone}"
    );
    let begins = alone.find("Ten minutes in small groups");
    assert!(alone.find(asked) < begins, "{alone}");
    let who = ["--with", "Ana", "--mode", "room"];
    let waited = said(&Ground::new(), &who, &["w", "/back", "w", "Ben", ""]);
    assert_eq!(waited.matches(asked).count(), 2, "{waited}");
    assert!(waited.contains("1 of 4. "), "{waited}");
    let number = ["--people", "1", "--mode", "room"];
    let waited = said(&Ground::new(), &number, &["w", "2", ""]);
    assert!(waited.contains("1 of 3. "), "{waited}");
}

#[test]
fn whoever_is_alone_and_has_nobody_to_name_leaves_and_nothing_is_kept() {
    for keys in [&["l"][..], &["w", ""]] {
        let ground = Ground::new();
        let lines = keys.iter().map(|it| it.to_string());
        let line = ["run", "breakout", "--with", "Ana", "--mode", "room"];
        let ran = ground.within(&line, lines);
        assert_eq!(ran.code, Some(130), "{}", ran.out);
        assert!(ground.holding("breakout").is_empty(), "{keys:?}");
    }
}

#[test]
fn whoever_leads_is_asked_about_once_and_may_stay_out_of_the_groups() {
    let who = [
        "--with",
        "Ana (lead),Ben,Chi,Dev,Eli,Finn,Gus",
        "--mode",
        "room",
    ];
    let question = "Does anybody stay out of the groups, to look after them?\n";
    let out = said(&Ground::new(), &who, &["", "1"]);
    assert_eq!(out.matches(question).count(), 1, "{out}");
    let tables = |it: &str| -> String {
        let lines = it.lines().filter(|it| it.starts_with("Table "));
        lines.collect::<Vec<_>>().join(" ")
    };
    assert!(!tables(&out).contains("Ana"), "{out}");
    assert!(tables(&out).contains("Gus"), "{out}");
    let all = said(&Ground::new(), &who, &[]);
    assert!(tables(&all).contains("Ana"), "{all}");
    let nobody_leads = ["--with", "Ana,Ben,Chi,Dev,Eli,Finn", "--mode", "room"];
    assert!(!said(&Ground::new(), &nobody_leads, &[]).contains(question));
}

#[test]
fn one_alone_is_not_led_through_what_needs_others() {
    for who in ["--with Ana --mode room", "--people 1 --mode room"] {
        let rig = Rig::new();
        let outcome = rig.run(&format!("run breakout {who}"));
        assert_eq!(outcome.code(), 0);
        let said = outcome.said;
        let falls = "What needs two people falls away.";
        assert_eq!(said.matches(falls).count(), 1, "{said}");
        assert!(!said.contains("how was it to talk"), "{said}");
        let two = Some("needs two people");
        let log = rig.logs().remove(0);
        let left_out = log.steps.iter().map(|it| it.left_out.as_deref());
        let left_out: Vec<_> = left_out.collect();
        assert_eq!(left_out, [None, two, two, None]);
    }
    let rig = Rig::new();
    let outcome = rig.run("run two-words --people 1 --mode room");
    assert!(!outcome.said.contains("1 of 1"), "{}", outcome.said);
    let log = rig.logs().remove(0);
    assert_eq!(log.steps[3].left_out.as_deref(), Some("needs two people"));
}
