//! What each of the nine steps does with what people type that is no answer, and how it says
//! what it found.

use crate::leak_rig::{Ground, NOW, Ran, run};
use crate::story::{MOMENTS, prepared, story};

fn typed<const N: usize>(ground: &Ground, arguments: &[&str], lines: [&str; N]) -> Ran {
    ground.within(arguments, lines.map(str::to_string))
}

fn texts(ground: &Ground) -> Vec<String> {
    let moments = story(ground).moments;
    let texts = moments.iter().map(|it| it.text.as_str().to_string());
    texts.collect()
}

#[test]
fn what_asks_for_help_or_the_way_out_is_no_moment() {
    let ground = Ground::new();
    let lines = [
        "", "/help", "?", "/halp", "a door", " q", "//a path", " /help", "q",
    ];
    let ran = typed(&ground, &["story", "prep", "gather"], lines);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert_eq!(texts(&ground), ["a door", "q", "/a path", "/help"]);
    assert_eq!(ran.out.matches("one question back").count(), 2, "{ran:?}");
    assert_eq!(ran.out.matches("There is no /halp").count(), 1, "{ran:?}");
}

#[test]
fn all_moments_are_shown_for_a_letter() {
    let ground = Ground::new();
    prepared(&ground);
    for asked in ["l", "/list"] {
        let ran = typed(&ground, &["story", "prep", "gather"], [asked, "q"]);
        for moment in &MOMENTS[..9] {
            assert!(ran.out.contains(moment), "{asked}: {ran:?}");
        }
    }
    assert_eq!(story(&ground).moments.len(), 10);
}

#[test]
fn choosing_goes_on_where_it_was_left() {
    let ground = Ground::new();
    let mut lines = vec![String::new()];
    lines.extend((1..=17).map(|it| format!("moment {it}")));
    lines.push("q".to_string());
    ground.within(&["story", "prep", "gather"], lines);
    typed(&ground, &["story", "prep", "choose"], ["y", "n", "q"]);
    assert_eq!(story(&ground).chosen().len(), 1);
    let ran = typed(&ground, &["story", "prep", "choose"], ["/back", "n", "q"]);
    let (third, second) = (ran.out.find("3 of 17"), ran.out.find("2 of 17"));
    assert!(third.is_some() && third < second, "{ran:?}");
    assert!(!ran.out.contains("1 of 17"), "{ran:?}");
    // Once it came to its end it begins from the first.
    typed(&ground, &["story", "prep", "choose"], ["r", "", "", "q"]);
    let ran = typed(&ground, &["story", "prep", "choose"], ["q"]);
    assert!(ran.out.contains("1 of 17"), "{ran:?}");
}

#[test]
fn back_is_one_question_back_in_every_step() {
    let ground = Ground::new();
    prepared(&ground);
    for (step, lines, asked) in [
        ("choose", &["r", "/back"][..], "10 of 10"),
        ("choose", &["r", "", "/back"], "In which order"),
        ("fence", &["1", "/back"], "1 of 5"),
        ("lines", &["", "/back"], "Your first line?"),
        ("boundaries", &["o", "/back"], "May listeners"),
        ("boundaries", &["o", "o", "/back"], "something with you?"),
        (
            "boundaries",
            &["o", "o", "k", "/back"],
            "don't ask me about:",
        ),
    ] {
        let lines = lines.iter().chain(&["q"]).map(|it| it.to_string());
        let ran = ground.within(&["story", "prep", step], lines);
        let last = ran.out.rfind(asked).unwrap();
        assert!(!ran.out[last..].contains("Nine steps"), "{step}: {ran:?}");
        let n = if asked == "10 of 10" { 1 } else { 2 };
        assert_eq!(ran.out.matches(asked).count(), n, "{step}: {ran:?}");
    }
    // From its first question it leads to the nine steps.
    for step in [
        "gather",
        "choose",
        "fence",
        "shape",
        "lines",
        "cut",
        "boundaries",
    ] {
        let ran = typed(&ground, &["story", "prep", step], ["/back", "q"]);
        assert_eq!(ran.code, Some(0), "{step}: {ran:?}");
        assert!(ran.out.contains("Nine steps"), "{step}: {ran:?}");
    }
}

#[test]
fn a_step_is_called_by_its_number_or_its_word() {
    let ground = Ground::new();
    prepared(&ground);
    for step in ["2", "choose"] {
        let ran = typed(&ground, &["story", "prep", step], ["q"]);
        assert!(ran.out.contains("1 of 10"), "{ran:?}");
    }
    for step in ["10", "0", "chose"] {
        let ran = run(ground.program(["story", "prep", step]), "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("choose"), "{ran:?}");
    }
}

#[test]
fn marks_of_a_pasted_list_are_no_part_of_a_moment() {
    let ground = Ground::new();
    let pasted =
        "4. a flat\n- a door\n  • a key\n12) a desk\n* a bell\n2019. a year\n3.5 turns\n-5 degrees";
    typed(&ground, &["story", "prep", "gather"], ["", pasted, "q"]);
    let expected = [
        "a flat",
        "a door",
        "a key",
        "a desk",
        "a bell",
        "2019. a year",
        "3.5 turns",
        "-5 degrees",
    ];
    assert_eq!(texts(&ground), expected);
}

#[test]
fn all_that_was_written_is_shown_with_marks_in_plain_words() {
    let ground = Ground::new();
    prepared(&ground);
    let ran = run(ground.program(["story", "show"]), "");
    for row in [
        "1. qxmoment1, a flat by the river (number 2 in your order; tell: on the card)",
        "2. qxmoment2, the night shift at a printer's (number 4 in your order; mine: stays here)",
        "3. qxmoment3, 日本 for one spring (number 3 in your order; maybe: stays here for now)",
        "4. qxmoment4, the wrong key (qxwhen, around 2019; number 1 in your order; tell: on the card)",
        "6. qxmoment6, learned to weld badly\n",
    ] {
        assert!(ran.out.contains(row), "{row}: {ran:?}");
    }
}

#[test]
fn the_eighth_to_tell_is_named_where_it_is_marked() {
    let ground = Ground::new();
    let mut lines = vec![String::new()];
    lines.extend((1..=8).map(|it| format!("moment {it}")));
    lines.push("q".to_string());
    ground.within(&["story", "prep", "gather"], lines);
    let ran = ground.within(&["story", "prep", "choose"], vec!["y".to_string(); 8]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let threes = vec!["3".to_string(); 8];
    let ran = ground.within(&["story", "prep", "fence"], threes);
    let named = "The card has room for seven, so this one is not on it: moment 8.";
    assert!(ran.out.contains(named), "{ran:?}");
    let ran = typed(&ground, &["story", "prep", "card"], ["q"]);
    assert!(ran.out.contains("moment 8"), "{ran:?}");
}

#[test]
fn a_rehearsal_that_was_only_clicked_through_is_not_kept() {
    let ground = Ground::new();
    prepared(&ground);
    assert_eq!(story(&ground).rehearsals.len(), 1);
    let ran = run(ground.program(["story", "rehearse"]), &"\n".repeat(9));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("no time is kept"), "{ran:?}");
    assert!(!ran.out.contains("in all, within"), "{ran:?}");
    assert_eq!(story(&ground).rehearsals.len(), 1);
}

#[test]
fn a_word_count_is_said_of_words_only() {
    let ground = Ground::new();
    let ran = ground.within(&["story", "rehearse"], vec![String::new(); 12]);
    assert!(ran.out.contains("5:00 in all"), "{ran:?}");
    assert!(!ran.out.contains("word"), "{ran:?}");
    let ground = Ground::new();
    prepared(&ground);
    let ran = run(
        ground.program(["--now", NOW, "story", "rehearse"]),
        &"\n".repeat(9),
    );
    assert!(ran.out.contains("the rest is told freely"), "{ran:?}");
}
