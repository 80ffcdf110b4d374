//! `t`: how many minutes there are, and words for when a talk is stuck. On the cue they have the
//! names of what goes wrong; where everybody sees the window they do not.

use crate::leak_rig::Ground;

const FOUR: [&str; 4] = ["--with", "Ana,Ben,Chi,Dev", "--mode", "room"];

/// Holds a ritual with these lines typed, and gives all that was said.
fn said(start: &[&str], lines: &[&str]) -> String {
    let arguments = [&["run"], start, &FOUR].concat();
    let enters = std::iter::repeat_n("", 30);
    let lines = lines.iter().copied().chain(enters).map(str::to_string);
    let ran = Ground::new().within(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

/// The pages that have this title, without it.
fn pages<'a>(said: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    let heading = format!("\n{title}\n");
    let pages = said.split(heading.as_str()).skip(1);
    let lines = |it: &'a str| it.lines().take_while(|it| it.starts_with('“')).collect();
    pages.map(lines).collect()
}

#[test]
fn other_words_each_time_and_a_lighter_question_for_what_was_dealt() {
    let out = said(
        &["breakout", "--cue", "--ceiling", "tender"],
        &["", "t", "1", "t", "1", "t", "5", "t", "4"],
    );
    let silence = pages(&out, "Nobody speaks");
    assert_eq!(silence.len(), 2, "{out}");
    assert_eq!(silence[0].len(), 3, "{out}");
    assert!(
        silence[0].iter().all(|it| !silence[1].contains(it)),
        "{silence:?}"
    );
    assert!(out.contains("Lighter, about the same:\n"), "{out}");
    let change = "A topic to leave out, or a question that does not fit";
    assert_eq!(pages(&out, change)[0].len(), 3, "{out}");
    assert!(out.contains("s deals other questions."), "{out}");
    assert!(out.contains("the card stands here then."), "{out}");
}

#[test]
fn where_everybody_sees_the_window_nothing_says_what_went_wrong() {
    let keys: Vec<String> = ('1'..='7')
        .flat_map(|it| ["t".to_string(), it.to_string()])
        .collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let out = said(
        &["breakout"],
        &[&[""], &keys[..], &keys, &keys, &keys, &keys].concat(),
    );
    assert_eq!(pages(&out, "To begin").len(), 5, "{out}");
    // The menu and the lines, beside the questions that are dealt.
    let shown = |it: &&str| it.starts_with('“') || it.as_bytes().get(1) == Some(&b':');
    let shown: Vec<&str> = out.lines().filter(shown).collect();
    assert!(shown.len() > 5 * 7 * 8, "{out}");
    let shown = shown.join("\n").to_lowercase();
    for phrase in ["nobody speaks", "a long turn", "is moved", "does not fit"] {
        assert!(!shown.contains(phrase), "{phrase}: {shown}");
    }
    let mut words = shown.split(|it: char| !it.is_alphabetic());
    let presses = |it: &&str| ["late", "left", "care", "quiet", "skip"].contains(it);
    assert_eq!(words.find(presses), None, "{shown}");
}

#[test]
fn fewer_minutes_make_a_new_plan_that_is_one_line_on_the_cue() {
    let out = said(&["headlines", "--cue"], &["", "", "t", "t", "2"]);
    let plan = out.lines().find(|it| it.starts_with("new plan: "));
    let plan = plan.unwrap_or_else(|| panic!("{out}"));
    assert!(
        plan.contains("the whole: 2 min left, ends about "),
        "{plan}"
    );
    assert!(plan.contains("turns of"), "{plan}");
    assert_eq!(out.matches("new plan").count(), 1, "{out}");
    let alone = said(&["headlines"], &["", "t", "t", "x", "t", "t", "4"]);
    assert!(
        alone.contains("A whole number from 1 to 600, such as 12."),
        "{alone}"
    );
    assert!(alone.contains("4 minutes to the end."), "{alone}");
    assert!(!alone.contains("new plan"), "{alone}");
}

#[test]
fn nothing_is_offered_that_would_not_be_dealt() {
    let bank = |kind: &str, items: &str| {
        format!("[bank]\ntitle = \"Own\"\nkind = \"{kind}\"\n[bank.defaults]\nlevel = 1\n{items}")
    };
    let item = |id: &str, more: &str| {
        format!("[[item]]\nid = \"{id}\"\ntext = \"What about {id} today?\"\n{more}\n")
    };
    let thin = "avoid_with = [\"layoffs\"]";
    let questions = [
        item("zz-desk", "lighter = \"zz-room\""),
        item("zz-room", thin),
        item("zz-walk", "lighter = \"zz-gone\""),
        item("zz-gone", ""),
    ];
    let light = [item("zz-work", thin), item("zz-lamp", "")];
    let ground = Ground::new();
    ground.team_file(
        "prompts/questions/core.toml",
        bank("question", &questions.concat()),
    );
    ground.team_file("prompts/topics/rescue.toml", bank("topic", &light.concat()));
    let said = |team: &str| {
        ground.team_file("firelight.toml", team);
        let arguments = [&["run", "breakout-graded", "--new"][..], &FOUR].concat();
        let lines = ["", "t", "1"].into_iter();
        let lines = lines.chain(std::iter::repeat_n("", 30));
        let ran = ground.within(&arguments, lines.map(str::to_string));
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        ran.out
    };
    let hidden = said("hide = [\"zz-gone\"]\ncontexts = [\"layoffs\"]\n");
    for id in ["zz-room", "zz-gone", "zz-work"] {
        assert!(!hidden.contains(id), "{id}: {hidden}");
    }
    assert!(hidden.contains("What about zz-lamp today?"), "{hidden}");
}
