//! A breakout of people without names: how many sit where, who comes and goes, and that nobody
//! on a screen faces a table.

use crate::leak_rig::{Ground, Ran};

/// Holds a breakout with these lines typed, then Enter to the end.
fn ran(with: &[&str], lines: &[&str]) -> Ran {
    let arguments = [&["run", "breakout-graded"], with].concat();
    let enters = std::iter::repeat_n("", 14);
    let lines = lines.iter().copied().chain(enters).map(str::to_string);
    Ground::new().within(&arguments, lines)
}

fn said(with: &[&str], lines: &[&str]) -> String {
    let ran = ran(with, lines);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

#[track_caller]
fn says(said: &str, sentence: &str) {
    assert!(
        said.lines().any(|it| it == sentence),
        "{sentence}\n--\n{said}"
    );
}

const NINE: [&str; 2] = ["--people", "9"];

#[test]
fn where_some_are_on_screens_it_is_asked_how_many() {
    let hybrid = [&NINE[..], &["--mode", "hybrid"]].concat();
    // Five of them, in a three and a two.
    let by_answer = said(&hybrid, &["5", "", "3"]);
    says(&by_answer, "How many are on a screen?");
    let by_flag = said(&[&NINE[..], &["--remote", "5"]].concat(), &["", "3"]);
    assert!(!by_flag.contains("on a screen?"), "{by_flag}");
    for said in [&by_answer, &by_flag] {
        says(said, "On screens: 1 room of two and 1 room of three.");
        says(said, "In the room: 1 table of four.");
    }
    let asked = said(&NINE, &["3", "6"]);
    says(&asked, "How many are on a screen?");
    says(&asked, "On screens: 2 rooms of three.");
    says(&asked, "In the room: 1 table of three.");
    // One alone has company from the room, each with a screen of their own.
    let one = said(&[&NINE[..], &["--remote", "1"]].concat(), &[]);
    says(
        &one,
        "On screens: 1 room of three, with two from the room on screens of their own.",
    );
    says(&one, "In the room: 2 tables of three.");
    // And whoever is alone in the room joins the others on a screen.
    let eight = said(&[&NINE[..], &["--remote", "8"]].concat(), &[]);
    says(
        &eight,
        "On screens: 2 rooms of three and 1 room of three, with one from the room on a screen of their own.",
    );
    assert!(!eight.contains("In the room:"), "{eight}");
}

#[test]
fn who_does_not_know_how_many_keeps_screens_and_room_apart() {
    let apart = "In groups of three or four: screens with screens, the room with the room.";
    says(
        &said(&[&NINE[..], &["--mode", "hybrid"]].concat(), &[]),
        apart,
    );
    says(&said(&["--mode", "hybrid"], &[""]), apart);
    // A ritual without groups does not ask.
    let ground = Ground::new();
    let lines = [""; 12].map(str::to_string);
    let ran = ground.within(
        &["run", "two-words", "--people", "9", "--mode", "hybrid"],
        lines,
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.out.contains("on a screen?"), "{}", ran.out);
}

#[test]
fn a_number_that_cannot_be_is_said() {
    let refused = |with: &[&str]| {
        let ran = ran(with, &[]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err
    };
    let more = refused(&["--people", "9", "--remote", "12"]);
    assert!(
        more.contains("12 are more than the 9 who are here."),
        "{more}"
    );
    let names = refused(&["--with", "Ana,Ben,Chi", "--remote", "2"]);
    assert!(names.contains("such as Ben, Chi"), "{names}");
    let nobody = refused(&["--people", "9", "--remote", "Ben"]);
    assert!(nobody.contains("how many are on a screen"), "{nobody}");
    // At a question it is asked again.
    let again = said(
        &[&NINE[..], &["--mode", "hybrid"]].concat(),
        &["12", "Ben", "6"],
    );
    says(&again, "12 are more than the 9 who are here.");
    says(&again, "On screens: 2 rooms of three.");
}

#[test]
fn whoever_comes_to_talking_groups_is_told_where_to_sit() {
    let room = [&NINE[..], &["--mode", "room"]].concat();
    // Before they begin, the sizes on the stage are those of who is here.
    let early = said(&room, &["", "j"]);
    says(&early, "2 groups of three and 1 group of four.");
    let talking = said(&room, &["", "", "j"]);
    says(
        &talking,
        "10 people here now. Whoever came joins a table of three.",
    );
    says(&talking, "Groups of four, about 2 min each: on the way.");
    // From which side somebody comes is asked where there are two.
    let hybrid = [&NINE[..], &["--remote", "6"]].concat();
    let screen = said(&hybrid, &["", "", "j", "2"]);
    says(
        &screen,
        "10 people here now. Whoever came joins a room of three.",
    );
    let early = said(&hybrid, &["", "j", "2", "g", "1"]);
    says(&early, "On screens: 1 room of three and 1 room of four.");
    says(&early, "In the room: 1 table of two.");
}

#[test]
fn whoever_goes_is_asked_from_where_only_when_that_makes_a_difference() {
    let room = [&NINE[..], &["--mode", "room"]].concat();
    let same = said(&room, &["", "", "g", "1"]);
    says(&same, "Groups of two, about 4 min 15 each: on the way.");
    let ten = ["--people", "10", "--mode", "room"];
    let asked = said(&ten, &["", "", "g", "2"]);
    says(&asked, "Who has gone?");
    says(&asked, "2: one of a table of four");
    assert!(!asked.contains("Groups of two"), "{asked}");
}
