//! Screens as they look, and that any stage fits any screen.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::ui::times::Times;
use crate::ui::{Action, Countdown, Track, text};

fn words(words: &str) -> Vec<String> {
    words.split(", ").map(str::to_owned).collect()
}

fn countdown(of: i64) -> Countdown {
    Countdown {
        left: of,
        of,
        held: false,
        digits: true,
        landing: "please land",
        grace: 0,
        after: 0,
        until: "",
    }
}

pub(super) fn turn() -> Stage {
    Stage {
        title: "Two words".to_owned(),
        place: "3 of 8".to_owned(),
        speaker: Some("Ben".to_owned()),
        text: "Two words for how you are right now.".to_owned(),
        grid: Some([
            words("curious, playful, awake, proud, hopeful, eager"),
            words("tense, rushed, annoyed, uneasy, torn, worried"),
            words("calm, steady, rested, content, quiet, at ease"),
            words("tired, flat, foggy, slow, low, far away"),
        ]),
        foot: "Pass is a full answer. Nobody will ask about your words.".to_owned(),
        then: Some("Chi".to_owned()),
        enter: "next".to_owned(),
        keys: vec![
            (Action::Later, "later".to_owned()),
            (Action::Hold, "hold".to_owned()),
            (Action::More, "half a minute".to_owned()),
            (Action::Less, "half a minute".to_owned()),
        ],
        ..Stage::default()
    }
}

#[test]
fn a_part_of_a_whole_has_large_digits_and_the_whole_moves_with_it() {
    let part = Stage {
        speaker: Some("Bead 2".to_owned()),
        clock: Some(countdown(40)),
        whole: Some(crate::ui::Whole {
            before: 96,
            of: 300,
        }),
        enter: "next".to_owned(),
        ..Stage::default()
    };
    let at = |left| {
        let view = View {
            left: Some(left),
            ..View::default()
        };
        let rows = frame(&part, 24, 80, &view);
        rows.into_iter()
            .map(|it| it.text)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(at(40).contains("1:36 of 5:00 so far"), "{}", at(40));
    assert!(at(0).contains("2:16 of 5:00 so far"), "{}", at(0));
    assert!(at(-5).contains("2:21 of 5:00 so far"), "{}", at(-5));
    let large = &super::super::digits::big("0:40")[0];
    assert!(at(40).contains(large.trim_end()), "{}", at(40));
}

pub(super) fn hand() -> Stage {
    let item = |level: &str, text: &str| (level.to_owned(), text.to_owned());
    Stage {
        title: "Breakout: ten minutes, one question you choose".to_owned(),
        place: "until we meet".to_owned(),
        text: "Say the question, answer it, stop when you like.".to_owned(),
        list: vec![
            item("light", "Which sound in your day do you secretly like?"),
            item(
                "light",
                "What within your reach right now has a small story?",
            ),
            item("open", "What part of your week do you protect, and how?"),
            item(
                "open",
                "What small help this week did you nearly not notice?",
            ),
            item("personal", "When did somebody trust you before you did?"),
            item(
                "personal",
                "What do you ask for more easily than you used to?",
            ),
            item("personal", "Which choice turned out larger than it looked?"),
        ],
        foot: "Pass is a full answer. No advice.".to_owned(),
        clock: Some(countdown(600)),
        enter: "we are back".to_owned(),
        keys: vec![
            (Action::More, "half a minute".to_owned()),
            (Action::Less, "half a minute".to_owned()),
            (Action::Text, "text for the chat".to_owned()),
        ],
        ..Stage::default()
    }
}

fn say() -> Stage {
    Stage {
        title: "Headlines".to_owned(),
        text: "Share one window, not your whole desktop.\n\nOne headline from your week: the \
               title only, as a newspaper would print it."
            .to_owned(),
        note: Some("Not being saved just now.".to_owned()),
        clock: Some(countdown(90)),
        enter: "go on".to_owned(),
        ..Stage::default()
    }
}

pub(super) fn shown(stage: &Stage, n_rows: usize, columns: usize, left: i64) -> String {
    let view = View {
        left: Some(left),
        ..View::default()
    };
    let rows = frame(stage, n_rows, columns, &view);
    assert_eq!(rows.len(), n_rows);
    let rows: Vec<_> = rows.into_iter().map(|it| it.text).collect();
    // The rulers keep the first and the last row in the picture.
    let ruler = "-".repeat(columns);
    format!("{ruler}\n{}\n{ruler}", rows.join("\n"))
}

#[test]
fn a_turn_at_80_by_24() {
    assert_snapshot!(shown(&turn(), 24, 80, 0), @r#"
    --------------------------------------------------------------------------------
     Two words                                                               3 of 8


                                          Ben


                          Two words for how you are right now.


                 curious    playful                tense      rushed
                 awake      proud                  annoyed    uneasy
                 hopeful    eager                  torn       worried

                 calm       steady                 tired      flat
                 rested     content                foggy      slow
                 quiet      at ease                low        far away


                Pass is a full answer. Nobody will ask about your words.

                                 then, if you like: Chi


     Enter next    l later    Space hold    ? all keys
    --------------------------------------------------------------------------------
    "#);
}

#[test]
fn a_turn_at_60_by_20() {
    assert_snapshot!(shown(&turn(), 20, 60, 0), @r#"
    ------------------------------------------------------------
     Two words                                           3 of 8


                                Ben

                Two words for how you are right now.

       curious    playful                tense      rushed
       awake      proud                  annoyed    uneasy
       hopeful    eager                  torn       worried

       calm       steady                 tired      flat
       rested     content                foggy      slow
       quiet      at ease                low        far away

      Pass is a full answer. Nobody will ask about your words.

                       then, if you like: Chi

     Enter next    l later    Space hold    ? all keys
    ------------------------------------------------------------
    "#);
}

#[test]
fn a_turn_at_40_by_12() {
    assert_snapshot!(shown(&turn(), 12, 40, 0), @r#"
    ----------------------------------------
     Two words                       3 of 8
                      Ben
      Two words for how you are right now.
        curious                tense
        playful                rushed
        awake                  annoyed
        calm                   tired
        steady                 flat
        rested                 foggy
       Pass is a full answer. Nobody will
             ask about your words.
     Enter next  l later  ? all keys
    ----------------------------------------
    "#);
}

#[test]
fn a_turn_with_a_clock_at_80_by_24() {
    let mut stage = turn();
    stage.clock = Some(countdown(60));
    assert_snapshot!(shown(&stage, 24, 80, 52), @r#"
    --------------------------------------------------------------------------------
     Two words                                                               3 of 8

                                          Ben

                          Two words for how you are right now.

                               ██████      ██████  ██████
                               ██  ██  ██  ██          ██
                               ██  ██      ██████  ██████
                               ██  ██  ██      ██  ██
                               ██████      ██████  ██████


                 curious    playful                tense      rushed
                 awake      proud                  annoyed    uneasy
                 hopeful    eager                  torn       worried

                 calm       steady                 tired      flat
                 rested     content                foggy      slow
                 quiet      at ease                low        far away

                Pass is a full answer. Nobody will ask about your words.
                                 then, if you like: Chi
     Enter next    l later    Space hold    ? all keys
    --------------------------------------------------------------------------------
    "#);
}

#[test]
fn a_hand_at_80_by_24() {
    assert_snapshot!(shown(&hand(), 24, 80, 460), @r#"
    --------------------------------------------------------------------------------
     Breakout: ten minutes, one question you choose                   until we meet


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

                           Pass is a full answer. No advice.

     Enter we are back    + - half a minute    v text for the chat    ? all keys
    --------------------------------------------------------------------------------
    "#);
}

#[test]
fn a_hand_at_60_by_20() {
    assert_snapshot!(shown(&hand(), 20, 60, 460), @r#"
    ------------------------------------------------------------
     Breakout: ten minutes, one questio…   7:40   until we meet

          Say the question, answer it, stop when you like.

       light      Which sound in your day do you secretly
                  like?
       light      What within your reach right now has a
                  small story?
       open       What part of your week do you protect, and
                  how?
       open       What small help this week did you nearly
                  not notice?
       personal   When did somebody trust you before you did?
       personal   What do you ask for more easily than you
                  used to?
       personal   Which choice turned out larger than it
                  looked?

                 Pass is a full answer. No advice.
     Enter we are back    + - half a minute    ? all keys
    ------------------------------------------------------------
    "#);
}

#[test]
fn a_line_to_say_at_80_by_24() {
    assert_snapshot!(shown(&say(), 24, 80, -12), @r#"
    --------------------------------------------------------------------------------
     Headlines




                       Share one window, not your whole desktop.

      One headline from your week: the title only, as a newspaper would print it.


                                   ██████        ██    ██████
                             ██    ██  ██  ██  ████        ██
                           ██████  ██  ██        ██    ██████
                             ██    ██  ██  ██    ██    ██
                                   ██████      ██████  ██████
                                      please land






                               Not being saved just now.
     Enter go on    ? all keys
    --------------------------------------------------------------------------------
    "#);
}

#[test]
fn a_line_to_say_at_60_by_20() {
    let mut stage = say();
    stage.clock = stage.clock.map(|it| Countdown { held: true, ..it });
    assert_snapshot!(shown(&stage, 20, 60, 75), @r#"
    ------------------------------------------------------------
     Headlines


             Share one window, not your whole desktop.

         One headline from your week: the title only, as a
                     newspaper would print it.


                       ██          ██    ██████
                     ████    ██  ████    ██
                       ██          ██    ██████
                       ██    ██    ██        ██
                     ██████      ██████  ██████
                                held



                     Not being saved just now.
     Enter go on    ? all keys
    ------------------------------------------------------------
    "#);
}

#[test]
fn a_line_to_say_at_40_by_12() {
    assert_snapshot!(shown(&say(), 12, 40, 75), @r#"
    ----------------------------------------
     Headlines                         1:15


        Share one window, not your whole
                    desktop.

        One headline from your week: the
        title only, as a newspaper would
                   print it.

           Not being saved just now.
     Enter go on  ? all keys
    ----------------------------------------
    "#);
}

#[test]
fn all_keys_at_40_by_12() {
    let view = View {
        explains: true,
        ..View::default()
    };
    let rows = frame(&turn(), 12, 40, &view);
    let rows: Vec<_> = rows.into_iter().map(|it| it.text).collect();
    assert_snapshot!(rows.join("\n"), @r#"
    Two words                       3 of 8

      Enter   next
      l       later
      Space   hold
      + -     half a minute
      q       stop




    Enter back to the screen
    "#);
}

#[test]
fn a_clock_without_digits_only_lands() {
    let mut stage = turn();
    stage.clock = Some(Countdown {
        digits: false,
        landing: "please land",
        grace: 0,
        after: 0,
        ..countdown(20)
    });
    let first_row = |left| {
        let view = View {
            left: Some(left),
            ..View::default()
        };
        frame(&stage, 24, 80, &view)[0].text.trim().to_owned()
    };
    assert!(!first_row(12).contains(':'));
    assert!(first_row(0).ends_with("please land   3 of 8"));
}

#[test]
fn the_question_outlives_everything_but_the_keys() {
    let mut stage = turn();
    stage.text = "What part of your week do you protect, and how?".to_owned();
    stage.clock = Some(countdown(60));
    let screen = shown(&stage, 4, 40, 10);
    for words in ["Ben", "What part", "how?", "Enter next"] {
        assert!(screen.contains(words), "{screen}");
    }
    stage.text = stage.text.repeat(9);
    let screen = shown(&stage, 4, 40, 10);
    for words in ["Ben", "What part", "…", "Enter next"] {
        assert!(screen.contains(words), "{screen}");
    }
}

prop_compose! {
    fn any_stage()(
        (title, place, text, foot, enter) in any::<(String, String, String, String, String)>(),
        (speaker, then, note) in any::<(Option<String>, Option<String>, Option<String>)>(),
        grid in any::<Option<[Vec<String>; 4]>>(),
        list in prop::collection::vec(any::<(String, String)>(), 0..12),
        rows in prop::collection::vec(any::<(String, String)>(), 0..6),
        clock in any::<Option<(i64, i64, bool, bool)>>(),
        rooms in prop::collection::vec(any::<(String, Vec<String>)>(), 0..12),
        more in prop::collection::vec(prop::collection::vec(any::<(String, String)>(), 0..4), 0..3),
        tracks in prop::collection::vec(any::<(String, String, i64, String)>(), 0..4),
        key in any::<String>(),
    ) -> Stage {
        let clock = clock.map(|(left, of, held, digits)| Countdown { left, of, held, digits, landing: "please land", grace: 0, after: 0, until: "" });
        let keys = vec![(Action::Later, key.clone()), (Action::More, key)];
        let track = |(name, about, from, words)| Track { name, about, marks: vec![(from, words)] };
        let tracks = tracks.into_iter().map(track).collect();
        let times = more.first().map(|_| Times { heading: title.clone(), what: "this turn", left: 60, ends: crate::clock::Stamp::default(), more: Vec::new() });
        let whole = then.as_ref().map(|_| crate::ui::Whole { before: 7, of: 300 });
        Stage { whole, title, place, speaker, text, grid, list, rows, times, more, rooms, tracks, foot, then, note, clock, enter, keys }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_stage_fits_any_screen(
        stage in any_stage(),
        (n_rows, columns) in (1_usize..60, 1_usize..200),
        left in any::<Option<i64>>(),
        (explains, by_hand, page) in any::<(bool, bool, i64)>(),
        notes in any::<Vec<String>>(),
    ) {
        let options = vec![("h".to_owned(), "hold something else".to_owned())];
        let view = View { left, explains, options, page, by_hand, notes };
        for (n_rows, columns) in [(n_rows, columns), (n_rows / 8 + 1, columns / 16 + 1)] {
            let rows = frame(&stage, n_rows, columns, &view);
            prop_assert_eq!(rows.len(), n_rows);
            for row in rows {
                prop_assert!(text::width(&row.text) <= columns, "{:?}", row);
                prop_assert_eq!(text::clean(&row.text), row.text);
            }
        }
    }
}
