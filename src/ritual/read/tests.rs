//! Reading rituals, whole ones and broken ones.

use proptest::prelude::*;

use super::*;
use crate::fault::{RULES, render, row};
use crate::keep::Class;
use crate::ritual::{Confidentiality, Family};

pub(crate) const TWO_WORDS: &str = r#"format = "firelight.ritual/1"
title = "Two words"
family = "moments"
aliases = ["two-word-check-in"]
purpose = "See how people arrive, in two words each."
minutes = 4
people = { min = 2, best = [3, 12], max = 20 }
ceiling = "open"
confidentiality = "ask-me-first"

[[step]]
kind = "say"
for = "30s"
text = "Two words for how you are right now. Pass is a full answer."
cue = "Say yours first if the room is new."

[[step]]
kind = "solo"
do = "think"
for = "20s"

[[step]]
kind = "deal"
bank = "feelings"
show = "grid"

[[step]]
kind = "turns"
each = "10s"
order = "random"
response = "silence"
keep = "none"

[variants.again]
say = "Two words each. Pass is fine."
skip = ["solo"]
"#;

/// A head with `steps` below it.
pub(crate) fn with_steps(steps: &str) -> String {
    let (head, _) = TWO_WORDS.split_once("[[step]]").unwrap();
    format!("{head}{steps}").replace("minutes = 4", "minutes = 60")
}

pub(crate) fn clean(id: &str, source: &str) -> Ritual {
    let read = read(id, Path::new("a.toml"), source.as_bytes());
    assert_eq!(read.faults, []);
    read.value.unwrap()
}

#[test]
fn two_words_is_read_as_written() {
    let ritual = clean("two-words", TWO_WORDS);
    assert_eq!(ritual.family, Family::Moments);
    assert_eq!(
        ritual.people,
        People {
            min: 2,
            best: (3, 12),
            max: 20
        }
    );
    assert_eq!(ritual.ceiling, Level::Open);
    assert_eq!(ritual.confidentiality, Confidentiality::AskMeFirst);
    assert_eq!(ritual.hash.len(), 67);
    let words: Vec<&str> = ritual.steps.iter().map(|it| it.what.word()).collect();
    assert_eq!(words, ["say", "solo", "deal", "turns"]);
    let What::Deal(deal) = &ritual.steps[2].what else {
        panic!()
    };
    assert_eq!((deal.show, deal.hand, deal.think), (Layout::Grid, 6, 0));
    let What::Turns(turns) = &ritual.steps[3].what else {
        panic!()
    };
    assert_eq!((turns.each, turns.rounds), (Some(10), 1));
    assert_eq!(turns.response[0].form, "silence");
    assert_eq!(ritual.variants[0].form, Form::Again);
    assert_eq!(ritual.variants[0].change.skip, ["solo"]);
}

#[test]
fn all_nine_kinds_are_read_with_their_defaults() {
    let source = with_steps(
        r#"
[[step]]
kind = "say"
text = "Hello, all of you, and welcome."
only = ["remote", "n25"]
[[step]]
when = "before"
lead = "7d"
kind = "solo"
do = "prepare-milestones"
keep = "private"
sheet = "milestones"
[[step]]
kind = "open"
for = "2m"
[[step]]
id = "four"
kind = "groups"
for = "10m"
  [[step.steps]]
  kind = "deal"
  bank = "help"
  levels = ["light", "open"]
  [[step.steps]]
  kind = "turns"
  response = "silence:15s, thanks:60s"
  pass = true
[[step]]
when = "after"
due = "2d"
kind = "gather"
what = "One word that stays."
keep = "kept"
[[step]]
kind = "ask"
text = "Again next week?"
mode = "consent"
[[step]]
kind = "use"
ritual = "debrief"
with = { say = "Short.", minutes = 3 }
[variants.n25]
skip = ["four"]
[variants.hybrid]
note = "Voices from afar first."
"#,
    );
    let ritual = clean("all", &source);
    let steps = &ritual.steps;
    assert_eq!(steps[0].only, [Form::Remote, Form::Many]);
    assert_eq!(steps[1].when, When::Before { days: 7 });
    assert_eq!(steps[1].keep, Class::Private);
    let What::Groups(groups) = &steps[3].what else {
        panic!()
    };
    assert_eq!(
        (&groups.size[..], groups.mix.as_str(), groups.shape),
        (&[3, 4][..], "fewest-repeats", super::super::Shape::Circle)
    );
    let What::Turns(turns) = &groups.steps[1].what else {
        panic!()
    };
    assert_eq!(turns.each, None);
    assert_eq!(
        turns.response[1],
        Response {
            form: "thanks".to_string(),
            seconds: 60
        }
    );
    let What::Gather(gather) = &steps[4].what else {
        panic!()
    };
    assert_eq!(
        (gather.form.as_str(), gather.by.as_str(), gather.seconds),
        ("item", "voice", 120)
    );
    let What::Ask(ask) = &steps[5].what else {
        panic!()
    };
    assert_eq!(ask.min_n, 5);
    assert_eq!(steps[4].when, When::After { days: 2 });
    let mut forms: Vec<Form> = ritual.variants.iter().map(|it| it.form).collect();
    forms.sort();
    assert_eq!(forms, [Form::Many, Form::Hybrid]);
}

#[test]
fn every_word_that_may_be_written_has_its_clean_value() {
    let words = |key: &str| match &shape::RITUAL
        .iter()
        .find(|it| it.name == key)
        .unwrap()
        .shape
    {
        fields::Shape::OneOf(words) => *words,
        _ => panic!(),
    };
    assert_eq!(Level::ALL.map(Level::word), shape::LEVELS);
    assert!(
        words("family")
            .iter()
            .all(|it| fields::typed::<Family>(it).is_some())
    );
    assert!(
        words("confidentiality")
            .iter()
            .all(|it| fields::typed::<Confidentiality>(it).is_some())
    );
}

#[test]
fn a_ritual_of_another_format_is_refused_in_one_sentence() {
    for format in ["firelight.ritual/2", "firelight.bank/1"] {
        let source = TWO_WORDS.replace("firelight.ritual/1", format);
        let read = read("two-words", Path::new("a.toml"), source.as_bytes());
        let rules: Vec<&str> = read.faults.iter().map(|it| it.rule).collect();
        assert_eq!((read.value, rules), (None, vec!["S003"]));
    }
}

#[test]
fn a_large_file_full_of_faults_ends_in_good_time() {
    let source: String = (0..60_000).map(|it| format!("key-{it} = 1\n")).collect();
    let read = read("two-words", Path::new("a.toml"), source.as_bytes());
    assert_eq!(read.faults.len(), 1000);
}

#[test]
fn a_slip_in_a_step_is_shown_where_it_is() {
    let source = TWO_WORDS.replace("each =", "eech =");
    let read = read("two-words", Path::new("two-words.toml"), source.as_bytes());
    assert_eq!(read.value, None);
    insta::assert_snapshot!(render(&read.faults[0], &source), @r#"
    error[S004]: `eech` is not a key of a `turns` step
      --> two-words.toml:29:1
       |
    29 | eech = "10s"
       | ^^^^
       |
       = help: did you mean `each`? Possible here: id, kind, when, lead, due, without, after_turns, agreed, cue, keep, optional, only, care, level, pass, each, order, who, response, stem, rounds, max, between, for
    "#);
}

#[test]
fn a_slip_in_the_kind_hides_no_other() {
    let rules = |step: &str| -> Vec<(&str, String)> {
        let source = with_steps(&format!("[[step]]\n{step}"));
        let read = read("a", Path::new("a.toml"), source.as_bytes());
        let faults = read.faults.into_iter();
        faults.map(|it| (it.rule, it.message)).collect()
    };
    let found = rules(
        "kind = \"turn\"\neech = \"10s\"\nkeep = \"kept\"\n[variants.n2]\nskip = [\"turns\"]\n",
    );
    let found: Vec<&str> = found.iter().map(|it| it.0).collect();
    assert_eq!(found, ["S007", "S004", "T002"]);
    let found = rules("kind = \"applause\"\neech = \"10s\"\nkeep = \"keept\"\n");
    let found: Vec<&str> = found.iter().map(|it| it.0).collect();
    assert_eq!(found, ["S007", "S007"]);
    assert_eq!(rules("keep = \"keept\"\n").len(), 2);
    assert_eq!(rules("kind = \" \"\n").len(), 1);
    assert_eq!(rules("kind = 1\n").len(), 1);
}

#[test]
fn what_is_missing_is_shown_at_its_step() {
    let source = TWO_WORDS.replace("do = \"think\"\n", "");
    let read = read("two-words", Path::new("two-words.toml"), source.as_bytes());
    insta::assert_snapshot!(render(&read.faults[0], &source), @r#"
    error[S005]: `do` is missing in a `solo` step
      --> two-words.toml:17:1
       |
    17 | [[step]]
       | ^^^^^^^^
       |
       = help: add `do = …`: write a text in quotes
    "#);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        look(&bytes);
    }

    #[test]
    fn no_slip_makes_it_panic(at in 0..TWO_WORDS.len(), cut in 0..40_usize, put in "\\PC{0,6}|[\\[\\]{}=.\"\n#]{0,9}") {
        let mut bytes = TWO_WORDS.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put.bytes());
        look(&bytes);
    }
}

/// Reads, shows, and holds what every reader promises.
fn look(bytes: &[u8]) {
    let read = read("two-words", Path::new("a.toml"), bytes);
    assert!(read.value.is_some() || !read.faults.is_empty());
    let source = String::from_utf8_lossy(bytes);
    for fault in &read.faults {
        assert!(RULES.iter().any(|it| it.id == fault.rule), "{}", fault.rule);
        render(fault, &source);
        row(fault, &source);
    }
}
