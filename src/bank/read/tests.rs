//! Reading banks, whole ones and broken ones.

use proptest::prelude::*;

use super::*;
use crate::fault::render;

pub(crate) const HELP: &str = r#"[bank]
title = "Help and being helped"
[bank.defaults]
themes = ["help"]
deal = true
[[item]]
id = "zz-small-hand"
text = "Which favour of this week did you nearly overlook?"
level = 2
score = "00111"
follow = ["What did it make easier?"]
[[item]]
id = "help-trusted-early"
text = "Who counted on you early, before others did?"
level = 3
score = "01121"
lighter = "zz-small-hand"
follow = ["What came of it?"]
needs = { group_max = 5, think = "30s" }
[item.i18n.de]
text = "Wann hat dir jemand etwas zugetraut?"
"#;

pub(crate) const FEELINGS: &str = r#"format = "firelight.bank/1"
[bank]
title = "Feelings"
kind = "feelings"
[[word]]
text = "at ease"
x = 3
y = -2
means = "nothing presses"
near = ["calm"]
[[word]]
text = "calm"
x = 4
y = -4
means = "quiet inside"
"#;

fn rules(source: &str) -> Vec<&'static str> {
    let read = read("help", Path::new("help.toml"), source.as_bytes());
    read.faults.iter().map(|it| it.rule).collect()
}

#[test]
fn a_bank_is_read_with_its_defaults() {
    let bank = read("help", Path::new("a"), HELP.as_bytes()).value.unwrap();
    assert_eq!((bank.kind.as_str(), bank.lang.as_str()), ("question", "en"));
    let item = &bank.items[1];
    assert_eq!((item.level, item.deal), (Level::Personal, true));
    assert_eq!(item.themes, ["help"]);
    assert_eq!(item.lighter.as_deref(), Some("zz-small-hand"));
}

#[test]
fn feelings_are_words_on_two_axes() {
    let bank = read("feelings", Path::new("a"), FEELINGS.as_bytes())
        .value
        .unwrap();
    assert_eq!(bank.kind, "word");
    assert_eq!(bank.items[0].id, "at-ease");
    assert_eq!(bank.items[0].axes, Some(Axes { x: 3, y: -2 }));
}

#[test]
fn every_rule_trips_where_it_should() {
    assert!(rules(HELP).is_empty());
    assert!(rules(FEELINGS).is_empty());
    let help = [
        ("\"help-trusted-early\"", "\"zz-small-hand\"", "Q001"),
        (
            "Who counted on you early, before others did?",
            "which favour of this week, did you nearly overlook",
            "Q002",
        ),
        ("level = 2\n", "", "Q015"),
        ("level = 3", "level = 4", "Q016"),
        ("\"00111\"", "\"20000\"", "Q016"),
        ("\"00111\"", "\"0011\"", "S007"),
        ("level = 3\nscore = \"01121\"", "level = 5", "Q018"),
        ("[bank]\n", "[bank]\nid = \"other\"\n", "S007"),
        ("[bank]\n", "[bank]\nkind = \"questoin\"\n", "S007"),
        ("lighter", "ligther", "S004"),
    ];
    for (from, to, rule) in help {
        assert!(
            rules(&HELP.replacen(from, to, 1)).contains(&rule),
            "{to}: {:?}",
            rules(&HELP.replacen(from, to, 1))
        );
    }
    assert_eq!(
        rules(&HELP.replace("themes = [\"help\"]\n", "")),
        ["Q015", "Q015"]
    );
    assert!(rules(&HELP.replace("[bank]\n", "[bank]\nid = \"help\"\n")).is_empty());
    let exposed = HELP.replace(
        "level = 2\nscore = \"00111\"",
        "level = 4\nscore = \"20000\"",
    );
    assert!(rules(&exposed).is_empty());
    let feelings = [
        ("text = \"at ease\"", "text = \"Calm\"", "Q001"),
        (
            "text = \"at ease\"",
            "id = \"quiet\"\ntext = \"Calm\"",
            "F001",
        ),
        ("means = \"quiet inside\"\n", "", "F001"),
        ("x = 4", "x = 0", "F001"),
        ("near = [\"calm\"]", "near = [\"clam\"]", "F002"),
        ("text = \"at ease\"", "text = \"嬉しい\"", "Q001"),
    ];
    for (from, to, rule) in feelings {
        assert_eq!(rules(&FEELINGS.replacen(from, to, 1)), [rule], "{to}");
    }
    let trivia = "[bank]\ntitle = \"x\"\nkind = \"trivia\"\n[[item]]\nid = \"a\"\ntext = \"Which?\"\noptions = [\"b\", \"c\"]\nanswer = \"";
    assert!(rules(&format!("{trivia}c\"")).is_empty());
    assert_eq!(rules(&format!("{trivia}d\"")), ["B101"]);
}

#[test]
fn a_deep_question_is_not_dealt_unless_somebody_says_so() {
    let source = HELP
        .replace("deal = true\n", "")
        .replace("level = 3\nscore = \"01121\"", "level = 5");
    let bank = read("help", Path::new("a"), source.as_bytes())
        .value
        .unwrap();
    assert!(!bank.items[1].deal);
}

#[test]
fn a_wrong_level_is_shown_with_the_right_one() {
    let source = HELP.replace("level = 3", "level = 2");
    let read = read(
        "help",
        Path::new("prompts/questions/help.toml"),
        source.as_bytes(),
    );
    insta::assert_snapshot!(render(&read.faults[0], &source), @r#"
    error[Q016]: the score makes it personal, the level says open
      --> prompts/questions/help.toml:16:9
       |
    16 | score = "01121"
       |         ^^^^^^^
       |
       = help: write `level = 3`, or score it again
    "#);
}

proptest! {
    #[test]
    fn no_slip_makes_it_panic(at in 0..FEELINGS.len(), cut in 0..40_usize, put in "\\PC{0,6}|[\\[\\]{}=.\"\n#]{0,9}") {
        let mut bytes = FEELINGS.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put.bytes());
        let source = String::from_utf8_lossy(&bytes).into_owned();
        for fault in &read("feelings", Path::new("a"), &bytes).faults {
            render(fault, &source);
        }
    }
}

#[test]
fn a_text_is_read_as_one_line_whatever_stands_in_it() {
    let odd = HELP.replace("text = \"", "text = \"\\u001B[2J\\u202EOne\\r\\n\\u2028 ");
    assert_ne!(odd, HELP);
    let bank = read("help", Path::new("a"), odd.as_bytes()).value.unwrap();
    for item in &bank.items {
        assert!(item.text.starts_with("[2JOne "), "{:?}", item.text);
        assert!(!item.text.contains(|it: char| crate::fault::steers(it)));
    }
}

#[test]
fn an_item_of_a_team_is_barred_by_what_it_breaks_unless_that_is_allowed() {
    let source = |more: &str| {
        format!(
            "[bank]\ntitle = \"Zz\"\n[[item]]\nid = \"zz-a\"\nthemes = \"now\"\nlevel = 1\n{more}\n"
        )
    };
    let barred = |more: &str| {
        let mut bank = read("zz", Path::new("a"), source(more).as_bytes())
            .value
            .unwrap();
        bank.bar();
        bank.items[0].barred
    };
    assert_eq!(barred("text = \"What grows near you?\""), None);
    let salary = "text = \"What would you do with your salary?\"";
    assert_eq!(barred(salary), Some("Q010"));
    let allowed = format!("{salary}\nallow = {{ Q010 = \"a team of accountants\" }}");
    assert_eq!(barred(&allowed), None);
    // What is a matter of taste bars nothing.
    assert_eq!(
        barred("text = \"Which sound here do you like most?\""),
        None
    );
}
