//! What is known of the past, and what is not.

use super::*;
use crate::disk::{Rights, whole};

/// A log of groups so many days before the start, with these people in one.
fn log(days: i64, people: &[&str]) -> Log {
    of(days, "breakout-graded", &[&[people]], &["q"])
}

fn of(days: i64, ritual: &str, rounds: &[&[&[&str]]], dealt: &[&str]) -> Log {
    let rounds: Vec<_> = rounds
        .iter()
        .map(|it| serde_json::json!({ "groups": it }))
        .collect();
    let dealt: Vec<_> = dealt
        .iter()
        .map(|it| serde_json::json!({ "id": it }))
        .collect();
    let log = serde_json::json!({
        "format": "firelight.session/1", "id": format!("{days}"), "ritual": { "id": ritual, "title": "T" },
        "started": now() - TimeDelta::days(days), "finished": true,
        "steps": [{ "kind": "groups", "rounds": rounds, "dealt": dealt }],
    });
    serde_json::from_value(log).unwrap()
}

fn now() -> Stamp {
    Stamp::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap()
}

fn history(logs: &[Log]) -> History {
    History::of(logs, &Roster::default())
}

#[test]
fn times_in_groups_count_up_to_a_long_gap() {
    let history = history(&[log(7, &["a", "b"]), log(60, &["a", "c"]), log(120, &["a"])]);
    let times = |person| history.times_in_groups(person, now());
    assert_eq!(times("a"), 2, "from 60 to 120 days it is too long");
    assert_eq!(times("b"), 1);
    assert_eq!(times("c"), 0, "60 days ago is too long ago");
    assert_eq!(times("d"), 0);
}

#[test]
fn saved_groups_and_sessions_that_were_broken_off_make_nobody_used_to_depth() {
    let saved = of(3, "groups", &[&[&["a", "b"]]], &[]);
    let broken_off = Log {
        finished: false,
        ..log(2, &["a", "b"])
    };
    let history = history(&[saved, broken_off, log(9, &["a"])]);
    assert_eq!(history.times_in_groups("a", now()), 1);
    assert_eq!(history.times_in_groups("b", now()), 0);
    // They have met all the same.
    assert_eq!(history.rounds(&["a", "b"]).len(), 2);
}

#[test]
fn what_a_wrong_clock_dated_into_the_future_does_not_count() {
    let history = history(&[log(-3, &["a"]), log(3, &["a"])]);
    assert_eq!(history.times_in_groups("a", now()), 1);
    assert_eq!(times(&history, "breakout-graded", &["a"]), 1);
    let asked = [of(-3, "x", &[], &["q", "r"]), of(3, "x", &[], &["r"])];
    let deals = super::tests::history(&asked).deals(now());
    let dealt = |times, lately| Dealt { times, lately };
    // That it was dealt is so whatever the clock said; only when is not known.
    assert_eq!(deals.of("q"), dealt(1, false));
    assert_eq!(deals.of("r"), dealt(2, true));
}

fn times(history: &History, ritual: &str, people: &[&str]) -> usize {
    history.times(ritual, people, now() - TimeDelta::days(90), now())
}

#[test]
fn people_know_what_most_of_them_held_together_to_its_end() {
    let history = history(&[log(7, &["a", "b", "c"]), log(14, &["a", "b", "d"])]);
    let known = |people: &[&str]| times(&history, "breakout-graded", people);
    assert_eq!(known(&["a", "b"]), 2);
    assert_eq!(known(&["a", "c", "x"]), 1, "of three, two is most");
    assert_eq!(known(&["a", "x"]), 0, "half is not");
    assert_eq!(known(&["x", "y"]), 0, "strangers");
    assert_eq!(known(&[]), 0, "nobody knows who is here");
}

#[test]
fn what_seats_nobody_counts_for_the_team_and_groups_without_names_for_nobody() {
    let mut words = of(7, "two-words", &[], &[]);
    words.steps[0].kind = "turns".to_string();
    let nameless = of(7, "breakout-graded", &[], &["q"]);
    let history = history(&[words, nameless]);
    assert_eq!(times(&history, "two-words", &["a", "b"]), 1);
    assert_eq!(times(&history, "breakout-graded", &["a", "b"]), 0);
}

#[test]
fn a_trial_is_no_session_for_what_people_know_nor_for_depth() {
    let timed = |actual: f64| {
        let mut log = log(3, &["a", "b"]);
        log.steps[0].planned_minutes = Some(10.0);
        log.steps[0].actual_minutes = Some(actual);
        log
    };
    let mut alone = log(3, &["a", "b"]);
    alone.steps[0].left_out = Some(NEEDS_TWO.to_string());
    for (log, n) in [(timed(4.0), 1), (timed(0.3), 0), (alone, 0)] {
        let history = history(&[log]);
        assert_eq!(times(&history, "breakout-graded", &["a", "b"]), n);
        assert_eq!(history.times_in_groups("a", now()), n);
    }
}

#[test]
fn what_was_dealt_counts_once_a_session_and_lately_for_a_month() {
    let deals = history(&[
        of(1, "x", &[], &["a", "a"]),
        of(7, "x", &[], &["a"]),
        of(60, "x", &[], &["b"]),
    ])
    .deals(now());
    let dealt = |times, lately| Dealt { times, lately };
    assert_eq!(deals.of("a"), dealt(2, true));
    assert_eq!(deals.of("b"), dealt(1, false));
    assert_eq!(deals.of("c"), Dealt::default());
}

#[test]
fn several_rounds_of_a_session_are_one_time() {
    let logs = [of(1, "x", &[&[&["a", "b"]], &[&["a", "c"]]], &["q"])];
    assert_eq!(history(&logs).times_in_groups("a", now()), 1);
}

#[test]
fn a_person_added_twice_has_both_pasts() {
    let top = tempfile::tempdir().unwrap();
    let disk = crate::disk::RealDisk;
    for (id, more) in [("a", ""), ("b", "same_as = \"a\"\n")] {
        let text = format!("format = \"firelight.person/1\"\nid = \"{id}\"\nname = \"A\"\n{more}");
        put(&top.path().join(format!("people/{id}.toml")), &text);
    }
    let roster = crate::roster::read(&disk, top.path());
    let one = roster.canonical("a");
    assert_eq!(one, roster.canonical("b"));
    let history = History::of(&[log(1, &["a", "c"]), log(2, &["b", "c"])], &roster);
    assert_eq!(history.times_in_groups(one, now()), 2);
    assert_eq!(history.rounds(&["c", one]).len(), 2);
}

fn put(path: &Path, text: &str) {
    let disk = crate::disk::RealDisk;
    disk.make_folder(path.parent().unwrap(), Rights::Shared)
        .unwrap();
    whole::put_new(&disk, path, Rights::Shared, text.as_bytes()).unwrap();
}

#[test]
fn rounds_are_oldest_first_with_only_those_who_are_asked_for() {
    let logs = [
        of(1, "x", &[&[&["a", "b", "z"], &["c", "y"]]], &[]),
        of(
            9,
            "x",
            &[&[&["a", "c"]], &[&["b", "c"]], &[&["y", "z"]]],
            &[],
        ),
    ];
    let wanted: Vec<Round> = vec![vec![vec![0, 2]], vec![vec![1, 2]], vec![vec![0, 1]]];
    assert_eq!(history(&logs).rounds(&["a", "b", "c"]), wanted);
    let [one, other] = logs;
    let turned = [other, one];
    assert_eq!(history(&turned).rounds(&["a", "b", "c"]), wanted);
}

#[test]
fn what_was_dealt_and_held_is_known_newest_first() {
    let logs = [
        of(30, "x", &[], &["q1", "q2"]),
        of(1, "y", &[], &["q1"]),
        of(95, "x", &[], &["q1", "q1"]),
    ];
    let history = history(&logs);
    let days = |it: &Held| (now() - it.started).num_days();
    let dealt: Vec<i64> = history.dealt("q1").map(days).collect();
    assert_eq!(dealt, [1, 30, 95], "once a session");
    assert_eq!(history.dealt("q3").len(), 0);
    assert_eq!(history.held("x").map(days).collect::<Vec<_>>(), [30, 95]);
    assert_eq!(
        times(&history, "x", &["a"]),
        0,
        "nobody knows who sat there"
    );
    let last = history.sessions().next();
    assert_eq!(last.map(|it| it.ritual.as_str()), Some("y"));
}

#[test]
fn whoever_sat_in_the_last_groups_is_known() {
    let logs = [
        of(5, "groups", &[&[&["a", "b"]], &[&["c", "a"]]], &[]),
        of(1, "other", &[&[&["d", "e"]]], &[]),
        of(9, "groups", &[&[&["f", "g"]]], &[]),
    ];
    let history = history(&logs);
    let seated = history.seated_last("groups").unwrap();
    assert_eq!(seated.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(history.seated_last("never"), None);
}

#[test]
fn what_was_passed_over_is_said_by_the_beginning_of_its_name() {
    let mut history = History::default();
    assert_eq!(history.passed_over(), None);
    let name = "20261130T083012Z-breakout-graded-0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e.json";
    history.unread.push(name.to_string());
    insta::assert_snapshot!(history.passed_over().unwrap(), @"A session log, 20261130T083012Z-breakout-grad…, cannot be read and does not count. Why: firelight log check");
    history.unread.push("x\u{1b}.json".to_string());
    insta::assert_snapshot!(history.passed_over().unwrap(), @"2 session logs, 20261130T083012Z-breakout-grad… among them, cannot be read and do not count. Why: firelight log check");
}
