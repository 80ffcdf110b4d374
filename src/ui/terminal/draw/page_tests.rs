//! Lists that do not fit whole: page by page, nothing cut.

use insta::assert_snapshot;

use super::tests::hand;
use super::{View, frame};
use crate::ui::{Stage, Track};

/// The screen with lists turned so often.
fn turned(stage: &Stage, n_rows: usize, columns: usize, page: i64) -> String {
    let view = View {
        left: Some(460),
        page,
        ..View::default()
    };
    let rows = frame(stage, n_rows, columns, &view).into_iter();
    rows.map(|it| it.text).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_hand_at_40_by_12_comes_page_by_page_and_no_question_is_cut() {
    assert_snapshot!(turned(&hand(), 12, 40, 0), @r#"
    Breakout: ten …   7:40   until we meet

      Say the question, answer it, stop
                when you like.
    light: Which sound in your day do
      you secretly like?
    light: What within your reach right
      now has a small story?
    open: What part of your week do you
      protect, and how?
                                    1 of 3
    Enter we are back  ? all keys
    "#);
    assert_snapshot!(turned(&hand(), 12, 40, 1), @r#"
    Breakout: ten …   7:40   until we meet

      Say the question, answer it, stop
                when you like.
    open: What small help this week did
      you nearly not notice?
    personal: When did somebody trust
      you before you did?
    personal: What do you ask for more
      easily than you used to?
                                    2 of 3
    Enter we are back  ? all keys
    "#);
    // Round and round, either way.
    assert_eq!(turned(&hand(), 12, 40, 3), turned(&hand(), 12, 40, 0));
    assert_eq!(turned(&hand(), 12, 40, -1), turned(&hand(), 12, 40, 2));
}

/// A breakout that runs, with many rooms.
fn talking() -> Stage {
    let room = |n: usize| {
        let people = ["Ana", "Eli", "Ivo", "Mio"].map(|it| format!("{it} {n}"));
        (format!("Room {n}"), people.to_vec())
    };
    Stage {
        rooms: (1..=10).map(room).collect(),
        tracks: vec![
            track("Groups of three", "about 2 min 45 each"),
            track("Groups of four", "about 2 min each"),
        ],
        ..hand()
    }
}

fn track(name: &str, about: &str) -> Track {
    Track {
        name: name.to_owned(),
        about: about.to_owned(),
        marks: vec![(0, "first person".to_owned())],
    }
}

#[test]
fn every_question_and_every_name_is_whole_on_some_page_of_any_window() {
    for stage in [hand(), talking()] {
        for (n_rows, columns) in [(12, 40), (20, 60), (24, 80), (16, 50), (10, 44)] {
            let pages: Vec<String> = (0..20)
                .map(|it| turned(&stage, n_rows, columns, it))
                .collect();
            let flat = |it: &String| it.split_whitespace().collect::<Vec<_>>().join(" ");
            let pages: Vec<String> = pages.iter().map(flat).collect();
            let names = stage.rooms.iter().flat_map(|it| &it.1);
            for wanted in stage.list.iter().map(|it| &it.1).chain(names) {
                assert!(
                    pages.iter().any(|it| it.contains(wanted.as_str())),
                    "{wanted} at {columns}x{n_rows}: {pages:#?}"
                );
            }
            assert!(pages.iter().all(|it| it.contains("Say the question")));
            let has_clock = |it: &String| it.contains("7:40") || it.contains("██");
            assert!(
                pages.iter().all(has_clock),
                "{columns}x{n_rows}: {pages:#?}"
            );
        }
    }
}

#[test]
fn a_large_window_has_a_large_clock_also_where_rooms_are_listed() {
    assert_snapshot!(turned(&talking(), 50, 120, 0), @r#"
    Breakout: ten minutes, one question you choose                                                           until we meet




                                       Say the question, answer it, stop when you like.


                                                  ██████      ██  ██  ██████
                                                      ██  ██  ██  ██  ██  ██
                                                      ██      ██████  ██  ██
                                                      ██  ██      ██  ██  ██
                                                      ██          ██  ██████



                         light      Which sound in your day do you secretly like?
                         light      What within your reach right now has a small story?
                         open       What part of your week do you protect, and how?
                         open       What small help this week did you nearly not notice?
                         personal   When did somebody trust you before you did?
                         personal   What do you ask for more easily than you used to?
                         personal   Which choice turned out larger than it looked?

                         Room 1     Room 2     Room 3     Room 4     Room 5
                         Ana 1      Ana 2      Ana 3      Ana 4      Ana 5
                         Eli 1      Eli 2      Eli 3      Eli 4      Eli 5
                         Ivo 1      Ivo 2      Ivo 3      Ivo 4      Ivo 5
                         Mio 1      Mio 2      Mio 3      Mio 4      Mio 5

                         Room 6     Room 7     Room 8     Room 9     Room 10
                         Ana 6      Ana 7      Ana 8      Ana 9      Ana 10
                         Eli 6      Eli 7      Eli 8      Eli 9      Eli 10
                         Ivo 6      Ivo 7      Ivo 8      Ivo 9      Ivo 10
                         Mio 6      Mio 7      Mio 8      Mio 9      Mio 10

                         Groups of three   about 2 min 45 each   now: first person
                         Groups of four    about 2 min each      now: first person


                                              Pass is a full answer. No advice.








    Enter we are back    + - half a minute    v text for the chat    ? all keys
    "#);
    assert!(turned(&talking(), 24, 80, 0).contains("7:40"));
}
