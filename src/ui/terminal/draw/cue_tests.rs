//! Notes for whoever leads in windows of three sizes, and a stage that is only looked at.

use insta::assert_snapshot;

use super::tests::{shown, turn};
use super::{View, frame};
use crate::ui::Stage;
use crate::ui::times::Times;

/// A turn as whoever leads sees it.
fn cue() -> Stage {
    let row = |heading: &str, words: &str| (heading.to_owned(), words.to_owned());
    Stage {
        text: "“Your headline. Then 'ask me' or 'just read'.”".to_owned(),
        grid: None,
        foot: String::new(),
        then: None,
        rows: vec![
            row("say", "“Thank you. Ben, if you like.”"),
            row(
                "note",
                "Long story: 'One more sentence, and then we thank you.' About somebody else: 'Please speak only for yourself.' Bad news: 'Thank you for telling us. We'll leave a moment.' Wait ten seconds.",
            ),
            row("then", "Chi, Dev, Ana, Finn"),
            row("pause", "no hurry: a turn may be silent"),
            row("land", "“One more sentence, and then we thank you.”"),
        ],
        times: Some(Times {
            heading: "time".to_owned(),
            what: "this turn",
            left: 165,
            ends: "2026-11-30T09:35:00+01:00".parse().unwrap(),
            more: vec!["5 min to spare".to_owned()],
        }),
        ..turn()
    }
}

#[test]
fn more_notes_wait_behind_a_page() {
    let row = |words: &str| vec![("note".to_owned(), words.to_owned())];
    let cue = Stage {
        more: vec![row("What may wait."), row("What may wait longer.")],
        ..cue()
    };
    assert!(!shown(&cue, 24, 80, 0).contains("What may wait"));
    for (page, words) in [(1, "What may wait."), (2, "What may wait longer.")] {
        let view = View {
            page,
            by_hand: true,
            ..View::default()
        };
        let rows = frame(&cue, 24, 80, &view).into_iter();
        let page: String = rows.map(|it| it.text + "\n").collect();
        assert!(page.contains(words), "{page}");
        assert!(page.contains("of 3: arrow keys"), "{page}");
        assert!(!page.contains("Chi, Dev"), "{page}");
    }
}

#[test]
fn a_cue_at_80_by_24() {
    assert_snapshot!(shown(&cue(), 24, 80, 0), @r#"
    --------------------------------------------------------------------------------
     Two words                                                               3 of 8



                                          Ben


                     “Your headline. Then 'ask me' or 'just read'.”


       say     “Thank you. Ben, if you like.”
       note    Long story: 'One more sentence, and then we thank you.' About
               somebody else: 'Please speak only for yourself.' Bad news: 'Thank
               you for telling us. We'll leave a moment.' Wait ten seconds.
       then    Chi, Dev, Ana, Finn
       pause   no hurry: a turn may be silent
       land    “One more sentence, and then we thank you.”
       time    the whole: 3 min left, ends about 09:35; 5 min to spare





     Enter next    l later    Space hold    ? all keys
    --------------------------------------------------------------------------------
    "#);
}

#[test]
fn a_cue_at_60_by_20() {
    assert_snapshot!(shown(&cue(), 20, 60, 0), @r#"
    ------------------------------------------------------------
     Two words                                           3 of 8


                                Ben

           “Your headline. Then 'ask me' or 'just read'.”

       say     “Thank you. Ben, if you like.”
       note    Long story: 'One more sentence, and then we
               thank you.' About somebody else: 'Please speak
               only for yourself.' Bad news: 'Thank you for
               telling us. We'll leave a moment.' Wait ten
               seconds.
       then    Chi, Dev, Ana, Finn
       pause   no hurry: a turn may be silent
       land    “One more sentence, and then we thank you.”
       time    the whole: 3 min left, ends about 09:35; 5 min
               to spare

     Enter next    l later    Space hold    ? all keys
    ------------------------------------------------------------
    "#);
}

#[test]
fn a_cue_at_40_by_12() {
    assert_snapshot!(shown(&cue(), 12, 40, 0), @r#"
    ----------------------------------------
     Two words                       3 of 8
                      Ben
        “Your headline. Then 'ask me' or
                 'just read'.”
     say     “Thank you. Ben, if you like.”
     note    Long story: 'One more
             sentence, and then we thank
             you.' About somebody else:
             'Please speak only for
             yourself.' Bad news: 'Thank
                                     1 of 3
     Enter next  l later  ? all keys
    ----------------------------------------
    "#);
}

#[test]
fn what_does_not_fit_on_a_cue_waits_on_another_page_until_it_is_turned() {
    let view = |page| View {
        page,
        by_hand: true,
        ..View::default()
    };
    let page = |page| {
        let rows = frame(&cue(), 12, 40, &view(page)).into_iter();
        rows.map(|it| it.text).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(page(1), @r#"
    Two words                       3 of 8

                     Ben
       “Your headline. Then 'ask me' or
                'just read'.”
            you for telling us. We'll
            leave a moment.' Wait ten
            seconds.
    then    Chi, Dev, Ana, Finn
    pause   no hurry: a turn may be silent
                        2 of 3: arrow keys
    Enter next  l later  ? all keys
    "#);
    let all: String = (0..4).map(page).collect();
    for words in [
        "Wait ten",
        "seconds.",
        "a turn may be silent",
        "we thank you",
    ] {
        assert!(all.contains(words), "{all}");
    }
}

#[test]
fn a_stage_that_is_only_looked_at_has_no_key() {
    let stage = Stage {
        enter: String::new(),
        keys: Vec::new(),
        ..turn()
    };
    for (n_rows, columns) in [(24, 80), (20, 60), (12, 40), (4, 40)] {
        let screen = shown(&stage, n_rows, columns, 0);
        assert!(screen.contains("Ben"), "{screen}");
        assert!(
            !screen.contains("Enter") && !screen.contains("keys"),
            "{screen}"
        );
    }
}
