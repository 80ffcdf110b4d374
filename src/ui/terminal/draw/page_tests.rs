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

#[test]
fn what_is_said_aloud_can_be_read_to_its_end_in_the_smallest_window() {
    let stage = Stage {
        title: "Two words".to_owned(),
        text: "Ten minutes in small groups, as people, not job titles. You choose the question and how deep you go. Say it, answer, stop when you like. Pass is a full answer.".to_owned(),
        foot: "Please do not bring it up later; whoever spoke may. Kept: when we met and the words to choose from. Nothing that is said.".to_owned(),
        enter: "next".to_owned(),
        ..Stage::default()
    };
    let notes = vec![
        "Questions go up to personal at most: some here do this for the first or second time."
            .to_owned(),
    ];
    let shown = |page| {
        let view = View {
            page,
            notes: notes.clone(),
            ..View::default()
        };
        let rows = frame(&stage, 12, 40, &view).into_iter();
        rows.map(|it| it.text).collect::<Vec<_>>().join("\n")
    };
    assert!(shown(0).contains("1 of "), "{}", shown(0));
    let all: String = (0..4).map(shown).collect();
    let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in stage
        .foot
        .split_inclusive(['.', ';'])
        .chain(notes.iter().map(String::as_str))
    {
        assert!(words(&all).contains(sentence.trim()), "{sentence}: {all}");
    }
}

#[test]
fn no_word_touches_the_edge_and_a_short_turn_says_about_how_long_it_is() {
    let mut stage = super::tests::turn();
    stage.grid = stage
        .grid
        .map(|it| it.map(|words| words.iter().map(|it| format!("{it} and so on")).collect()));
    stage.clock = Some(crate::ui::Countdown {
        left: 7,
        of: 10,
        held: false,
        digits: false,
        until: "",
        landing: "please land",
        grace: 20,
        after: 0,
    });
    for columns in [40, 60, 72, 80, 100] {
        let view = View {
            left: Some(7),
            ..View::default()
        };
        let rows = frame(&stage, 24, columns, &view);
        assert!(
            rows[0].text.contains("about 10 s   3 of 8"),
            "{}",
            rows[0].text
        );
        let words = rows[1..].iter().filter(|it| it.text.contains("and so"));
        assert!(words.clone().count() > 2);
        for row in words {
            assert!(row.text.starts_with(' '), "{columns}: {:?}", row.text);
        }
    }
}

#[test]
fn text_for_a_chat_is_paged_where_a_line_is_empty_and_no_word_is_broken() {
    let lines: Vec<String> = [
        "Room 1: Ana, Ben",
        "Room 2: Chi, Dev",
        "",
        "open: one question",
        "open: and another",
        "",
        "About 2 min each.",
        "Back at 10:25.",
    ]
    .map(str::to_owned)
    .to_vec();
    let pages = super::blocks::paragraphs(&lines, 7, 40);
    let pages: Vec<Vec<&str>> = pages
        .iter()
        .map(|it| it.iter().map(|it| it.text.as_str()).collect())
        .collect();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].last(), Some(&"open: and another"));
    assert_eq!(pages[1], ["About 2 min each.", "Back at 10:25."]);
}
