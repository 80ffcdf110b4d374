//! Whoever leads groups from a window of their own: what to do now and next, who sits where, and
//! what the groups are to be told when their time changes, in the order in which it is needed.

use firelight::ui::Stage;

use crate::leak_rig::{Ground, run};
use crate::two_windows::hold;

const SIX: &str = "--with Ana,Ben,Chi,Dev,Eli,Finn";

/// What stood on the cue while a breakout was held with these keys.
fn cues(mode: &str, keys: &[&str]) -> Vec<Stage> {
    let line = format!("run breakout-graded {SIX} --mode {mode} --cue");
    let (ran, seen) = hold(&Ground::new(), &line, keys);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    seen.cues
}

fn row<'a>(cue: &'a Stage, heading: &str) -> &'a str {
    let found = cue.rows.iter().find(|it| it.0 == heading);
    found.map_or("", |it| it.1.as_str())
}

/// What the groups were to be told, once for each time that it changed.
fn told(cues: &[Stage]) -> Vec<&str> {
    let rows = cues.iter().flat_map(|it| &it.rows).map(|it| it.1.as_str());
    let mut told: Vec<&str> = rows.filter(|it| it.starts_with("Tell ")).collect();
    told.dedup();
    told
}

#[test]
fn the_first_page_has_what_to_do_who_sits_where_and_the_time() {
    let cues = cues("remote", &["", ""]);
    let groups: Vec<&Stage> = cues
        .iter()
        .filter(|it| !row(it, "now").is_empty())
        .collect();
    let headings = |it: &Stage| -> Vec<String> {
        let rows = it.rows.iter().take(4).map(|it| it.0.clone());
        rows.collect()
    };
    for cue in &groups {
        assert_eq!(headings(cue), ["now", "next", "Room 1", "Room 2"]);
        assert!(cue.times.is_some() && cue.rooms.is_empty());
    }
    assert!(row(groups[0], "now").starts_with("v: paste the text"));
    assert_eq!(
        row(groups[0], "next"),
        "open the rooms, then Enter: their clock begins"
    );
    assert_eq!(row(groups[1], "now"), "the groups talk; leave them to it");
    assert_eq!(
        row(groups[1], "next"),
        "at 09:43 close the rooms; Enter when all are back"
    );
}

#[test]
fn at_most_a_glance_of_notes_stands_on_a_page_and_each_belongs_to_now() {
    for mode in ["room", "remote", "hybrid"] {
        let cues = cues(mode, &["", ""]);
        for cue in &cues {
            let is_note = |it: &&(String, String)| ["note", "pause", "or"].contains(&it.0.as_str());
            for page in std::iter::once(&cue.rows).chain(&cue.more) {
                let notes = page.iter().filter(is_note);
                let n: usize = notes.map(|it| it.1.split_whitespace().count()).sum();
                assert!(n <= 45, "{page:?}");
            }
        }
        let all = |cue: &Stage| format!("{:?}{:?}", cue.rows, cue.more);
        let talk = cues
            .iter()
            .find(|it| row(it, "now").starts_with("the groups talk"));
        assert!(!all(talk.unwrap()).contains("deal another hand"));
        // For the first time nobody is asked anything tender.
        assert!(!cues.iter().any(|it| all(it).contains("danger to somebody")));
    }
}

#[test]
fn groups_are_to_be_told_when_their_time_changes() {
    // Twice the same minute, then another one; the text for the chat tells it, and then nothing.
    let more = cues("remote", &["", "", "+", "+", "v", "b", "n"]);
    assert_eq!(told(&more), ["Tell the rooms: back at 09:45."]);
    let last = more.iter().rfind(|it| !row(it, "now").is_empty()).unwrap();
    assert_eq!(row(last, "now"), "the groups talk; leave them to it");
    let less = cues("room", &["", "", "-", "-"]);
    assert!(
        told(&less)[0].starts_with("Tell the tables: back at 09:4"),
        "{less:?}"
    );
    let minutes = cues("hybrid --remote Ana,Ben,Chi", &["", "", "t", "t", "6"]);
    let words = "Tell the rooms and the tables: back at ";
    assert!(told(&minutes)[0].starts_with(words), "{:?}", told(&minutes));
    let none = cues("remote", &["", "", "j", "Uma", "v"]);
    assert_eq!(told(&none), [""; 0]);
}

#[test]
fn a_moment_says_that_all_groups_stand_and_not_where_there_are_none() {
    let stands = |it: &Stage| row(it, "groups").starts_with("The clock stands for all groups");
    let cues = cues("remote", &["", "m", "", "", "m"]);
    let moments: Vec<bool> = cues
        .iter()
        .filter(|it| it.text.contains("We take a moment."))
        .map(stands)
        .collect();
    assert_eq!(moments, [false, true]);
}

#[test]
fn with_one_window_the_card_for_a_moment_is_printed_in_another() {
    let ground = Ground::new();
    let contact = "[[contact]]\nwho = \"Dr. Lind\"\nhow = \"+49 30 1234\"\n";
    ground.team_file("care.toml", contact);
    let card = run(ground.program(["stage", "--card"]), "");
    assert_eq!(card.code, Some(0), "{}", card.err);
    assert!(card.out.starts_with("1: Slow down."), "{}", card.out);
    assert!(card.out.contains("Dr. Lind: +49 30 1234"), "{}", card.out);
}
