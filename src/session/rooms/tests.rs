//! Groups that form, change and end, event by event.

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::keep;
use crate::ritual::read::tests::{clean, with_steps};
use crate::session::event::{Event, FORMAT, Opening, Stamped};
use crate::session::{Next, apply, next};

const BREAKOUT: &str = "[[step]]\nkind = \"groups\"\nfor = \"10m\"\nrounds = 2\ntravel = \"60s\"\n[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n";

struct Evening {
    state: State,
    seconds: i64,
}

fn person(name: &str, remote: bool) -> Person {
    Person {
        id: name.to_lowercase(),
        name: keep::name(name),
        remote,
        tags: Vec::new(),
    }
}

impl Evening {
    fn of(people: &[&str]) -> Self {
        let mut ritual = clean("a", &with_steps(BREAKOUT));
        ritual.steps.retain(|it| matches!(it.what, What::Groups(_)));
        let opening = Opening {
            format: FORMAT.to_string(),
            id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".to_string(),
            started: DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap(),
            zone: "Europe/Berlin".to_string(),
            mode: crate::ritual::Mode::Room,
            counted: true,
            people: people.iter().map(|it| person(it, false)).collect(),
            minutes: 60,
            pace: 100,
            team: "/team".to_string(),
            ritual,
            agreement: None,
        };
        Self {
            state: State::begin(opening),
            seconds: 0,
        }
    }

    /// Lets so many seconds pass, and then something happen.
    fn then(&mut self, seconds: i64, event: Event) -> bool {
        self.seconds += seconds;
        let at = self.state.opening().started + TimeDelta::seconds(self.seconds);
        apply(&mut self.state, &Stamped { at, event }).is_ok()
    }

    fn seat(&mut self, groups: &[&[&str]]) -> bool {
        let Next::NeedGroups(need) = next(&self.state) else {
            return false;
        };
        let group = |it: &&[&str]| it.iter().map(|it| it.to_string()).collect();
        let event = Event::Groups {
            step: need.step,
            round: need.round,
            groups: groups.iter().map(group).collect(),
        };
        self.then(0, event)
    }

    fn seated(&self) -> String {
        let groups = self.state.groups();
        let names =
            |it: &Vec<&Person>| -> Vec<String> { it.iter().map(|it| it.id.clone()).collect() };
        let groups = groups.iter().map(|it| names(it).join(" "));
        groups.collect::<Vec<_>>().join(" | ")
    }

    fn logged(&self) -> Vec<Vec<Vec<String>>> {
        let log = self.state.log();
        log.steps[0]
            .rounds
            .iter()
            .map(|it| it.groups.clone())
            .collect()
    }
}

#[test]
fn who_comes_in_the_first_half_is_seated_and_later_waits_for_the_next_round() {
    let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
    assert!(
        !evening.then(0, Event::RoomsOpen {}),
        "nobody is seated yet"
    );
    assert!(
        !evening.seat(&[&["a", "b", "c"], &["d", "e"]]),
        "f is missing"
    );
    assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
    assert!(
        !evening.then(0, Event::StepOver {}),
        "the rooms are not open"
    );
    assert!(evening.then(9, Event::RoomsOpen {}));
    // Ten minutes and one on the way.
    assert_eq!(evening.state.until_back(evening.state.now()), 660);

    assert!(evening.then(300, Event::Joined(person("U", false))));
    assert!(evening.seat(&[&["a", "b", "c", "u"], &["d", "e", "f"]]));
    assert!(evening.then(60, Event::Joined(person("V", false))));
    assert!(matches!(next(&evening.state), Next::Show(_)));
    let beside: Vec<&str> = evening.state.beside().map(|it| it.id.as_str()).collect();
    assert_eq!(beside, ["v"]);
    assert!(evening.then(300, Event::StepOver {}));
    let Next::NeedGroups(need) = next(&evening.state) else {
        panic!("a second round needs groups");
    };
    assert_eq!(
        (need.round, need.people.len(), need.before.len()),
        (1, 8, 0)
    );
    assert_eq!(evening.state.rounds_before().len(), 1);
}

#[test]
fn who_leaves_while_talking_has_met_the_others_and_nobody_stays_alone() {
    let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
    assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
    assert!(evening.then(0, Event::RoomsOpen {}));
    assert!(evening.then(60, Event::Gone { id: "a".into() }));
    assert!(
        matches!(next(&evening.state), Next::Show(_)),
        "two may talk"
    );
    assert!(evening.then(60, Event::Gone { id: "b".into() }));
    let Next::NeedGroups(need) = next(&evening.state) else {
        panic!("c is alone");
    };
    assert!(need.talking);
    assert_eq!(need.before, [vec!["c"], vec!["d", "e", "f"]]);
    assert!(evening.seat(&[&["d", "e", "f", "c"]]));
    assert_eq!(evening.seated(), "d e f c");
    // Those who left met each other, and not those whom the last of them went to.
    assert_eq!(
        evening.logged(),
        [[vec!["a", "b"], vec!["c", "d", "e", "f"]]]
    );
    // The room of those who left keeps its place, so that the other one keeps its name.
    assert_eq!(evening.state.seats().len(), 2);
}

#[test]
fn before_the_rooms_open_whoever_leaves_was_in_no_group() {
    let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
    assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
    assert!(evening.then(5, Event::Gone { id: "a".into() }));
    assert!(evening.then(
        5,
        Event::Moved {
            id: "b".into(),
            remote: true
        }
    ));
    assert!(evening.seat(&[&["b", "c"], &["d", "e", "f"]]));
    assert_eq!(evening.logged(), Vec::<Vec<Vec<String>>>::new());
    assert!(evening.then(5, Event::RoomsOpen {}));
    assert_eq!(evening.logged(), [[vec!["b", "c"], vec!["d", "e", "f"]]]);
    // Back before the rooms opened: the list stays, and is looked at once more.
    assert!(evening.then(5, Event::Back {}));
    assert!(matches!(next(&evening.state), Next::NeedGroups(_)));
    assert!(evening.seat(&[&["b", "c"], &["d", "e", "f"]]));
    assert!(matches!(next(&evening.state), Next::Show(show) if show.opens));
}

/// Of how many people each line of time is.
fn sizes(evening: &Evening) -> Vec<usize> {
    evening.state.tracks().iter().map(|it| it.size).collect()
}

#[test]
fn who_leaves_on_the_way_never_sat_there_and_a_pair_has_its_own_time() {
    let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
    assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
    assert!(evening.then(0, Event::RoomsOpen {}));
    assert!(evening.then(30, Event::Gone { id: "a".into() }));
    assert_eq!(sizes(&evening), [2, 3]);
    assert_eq!(evening.state.sizes(), [2, 3]);
    assert!(!evening.state.has_new_pairs());
    let pair = &evening.state.tracks()[0];
    assert_eq!(pair.each, Some(300));
    assert_eq!(evening.logged(), [[vec!["b", "c"], vec!["d", "e", "f"]]]);
    // Whoever turns round once more sits down after all.
    assert!(evening.then(20, Event::Joined(person("A", false))));
    assert_eq!(sizes(&evening), [3]);
    // Once they talk, a turn that has begun keeps its length, and those who met have met.
    assert!(evening.then(60, Event::Gone { id: "a".into() }));
    assert_eq!(sizes(&evening), [3]);
    assert!(evening.state.has_new_pairs());
    assert_eq!(
        evening.logged(),
        [[vec!["a", "b", "c"], vec!["d", "e", "f"]]]
    );
}

#[test]
fn all_in_one_group_have_turns_within_the_time_to_talk() {
    let mut three = Evening::of(&["a", "b", "c"]);
    assert!(three.seat(&[&["a", "b", "c"]]));
    assert!(three.then(0, Event::RoomsOpen {}));
    let Next::NeedOrder { step, people } = next(&three.state) else {
        panic!("an order is drawn");
    };
    assert!(three.then(0, Event::Order { step, people }));
    let shown = |evening: &Evening| match next(&evening.state) {
        Next::Show(show) => (show.turn.unwrap().person, show.of),
        _ => panic!("a turn is shown"),
    };
    assert_eq!(shown(&three), ("a".to_string(), 200));
    assert!(!three.then(0, Event::StepOver {}), "somebody has the turn");
    assert!(three.then(100, Event::TurnOver {}));
    assert_eq!(shown(&three), ("b".to_string(), 250));
    assert_eq!(three.state.until_back(three.state.now()), 500);
    // Whoever comes has a turn as well, and nobody is seated anew.
    assert!(three.then(0, Event::Joined(person("D", false))));
    assert!(three.then(200, Event::TurnOver {}));
    assert_eq!(shown(&three), ("c".to_string(), 150));
    assert!(three.then(0, Event::Back {}));
    assert_eq!(shown(&three).0, "b");
    for _ in 0..3 {
        assert!(three.then(10, Event::TurnOver {}));
    }
    // The second round of groups is formed of all.
    assert!(matches!(next(&three.state), Next::NeedGroups(need) if need.round == 1));
    assert_eq!(three.logged(), [[["a", "b", "c", "d"]]]);
}

#[test]
fn one_person_has_no_groups_and_two_need_no_way() {
    let alone = Evening::of(&["a"]);
    assert!(matches!(next(&alone.state), Next::LeaveOut { .. }));
    let mut two = Evening::of(&["a", "b"]);
    assert!(two.seat(&[&["a", "b"]]));
    assert!(two.then(0, Event::RoomsOpen {}));
    assert_eq!(two.state.until_back(two.state.now()), 600);
}

#[test]
fn who_comes_back_to_an_empty_room_goes_to_others() {
    let mut evening = Evening::of(&["a", "b", "c", "d", "e"]);
    assert!(evening.seat(&[&["a", "b"], &["c", "d", "e"]]));
    assert!(evening.then(0, Event::RoomsOpen {}));
    assert!(evening.then(9, Event::Gone { id: "a".into() }));
    assert!(evening.seat(&[&["c", "d", "e", "b"]]));
    assert!(evening.then(9, Event::Joined(person("A", false))));
    assert!(matches!(next(&evening.state), Next::NeedGroups(_)));
    assert!(evening.seat(&[&["c", "d", "e", "b", "a"]]));
    // One who comes back to others who are still there just sits down again.
    assert!(evening.then(9, Event::Gone { id: "c".into() }));
    assert!(evening.then(9, Event::Joined(person("C", false))));
    assert!(matches!(next(&evening.state), Next::Show(_)));
}

#[test]
fn a_pair_that_talked_has_met_although_one_left() {
    let mut two = Evening::of(&["a", "b"]);
    assert!(two.seat(&[&["a", "b"]]));
    assert!(two.then(0, Event::RoomsOpen {}));
    assert!(two.then(60, Event::Gone { id: "a".into() }));
    assert!(!matches!(next(&two.state), Next::LeaveOut { .. }));
    assert_eq!(two.logged(), [[["a", "b"]]]);
}

#[test]
fn until_all_are_back_counts_on_while_the_clock_runs_and_not_while_it_is_held() {
    let mut two = Evening::of(&["a", "b"]);
    assert!(two.seat(&[&["a", "b"]]));
    assert!(two.then(0, Event::RoomsOpen {}));
    let later = two.state.now() + TimeDelta::seconds(90);
    assert_eq!(two.state.until_back(later), 510);
    assert!(two.then(30, Event::Hold {}));
    let later = two.state.now() + TimeDelta::seconds(90);
    assert_eq!(two.state.until_back(later), 570);
}

#[test]
fn where_all_have_gone_to_screens_nobody_looks_for_a_table() {
    let mut two = Evening::of(&["a", "b"]);
    for id in ["a", "b"] {
        let id = id.to_string();
        assert!(two.then(0, Event::Moved { id, remote: true }));
    }
    assert_eq!(two.state.mode(), crate::ritual::Mode::Remote);
}

#[test]
fn whoever_stays_outside_comes_in_where_one_would_be_left_alone() {
    let mut evening = Evening::of(&["Ana", "Ben", "Chi", "Dev"]);
    assert!(evening.then(
        0,
        Event::Outside {
            id: "ana".to_string()
        }
    ));
    assert!(evening.seat(&[&["ben", "chi", "dev"]]));
    for id in ["chi", "dev"] {
        assert!(evening.then(0, Event::Gone { id: id.to_string() }));
    }
    let Next::NeedGroups(need) = next(&evening.state) else {
        panic!("{:?}", next(&evening.state));
    };
    assert_eq!(need.people, ["ana", "ben"]);
}

#[test]
fn the_one_outside_has_a_turn_where_the_others_of_one_group_have_gone() {
    let mut evening = Evening::of(&["Ana", "Ben", "Chi", "Dev"]);
    assert!(evening.then(
        0,
        Event::Outside {
            id: "ana".to_string()
        }
    ));
    assert!(evening.seat(&[&["ben", "chi", "dev"]]));
    assert!(evening.then(0, Event::RoomsOpen {}));
    while let Next::NeedOrder { step, people } = next(&evening.state) {
        assert!(evening.then(0, Event::Order { step, people }));
    }
    let waiting = |it: &Evening| {
        it.state
            .waiting()
            .map(|it| it.id.clone())
            .collect::<Vec<_>>()
    };
    assert!(!waiting(&evening).contains(&"ana".to_string()));
    for id in ["chi", "dev"] {
        assert!(evening.then(10, Event::Gone { id: id.to_string() }));
    }
    let Next::Show(show) = next(&evening.state) else {
        panic!("{:?}", next(&evening.state));
    };
    assert_eq!(show.turn.map(|it| it.of), Some(2));
    assert_eq!(waiting(&evening), ["ana"]);
}
