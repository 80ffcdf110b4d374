//! From TOML to a clean ritual, every fault at once.
//!
//! [`shape`] says what may be written, [`rules`] what it must mean together; here the checked
//! values become the clean type. Nothing here knows other rituals or banks.

mod rules;
pub mod shape;

use std::path::Path;

use super::{
    Ask, Change, Deal, Form, Gather, Groups, Level, Open, Order, People, Response, Ritual, Say,
    Show, Solo, Step, Turns, Use, Variant, What, When, Who, seconds_to_say,
};
use crate::fault::Read;
use crate::fields::{self, Spot, Table};

/// Reads the ritual `id` from the bytes of its file; `path` is only named in faults.
pub fn read(id: &str, path: &Path, source: &[u8]) -> Read<Ritual> {
    let (table, mut faults) = fields::read(source, path, "ritual", shape::RITUAL);
    if !fields::is_slug(id) {
        let help = "name the file by lower-case letters, digits and hyphens, at most 40";
        faults.add("S001", 0..0, format!("`{id}` is no id for a ritual"), help);
    }
    rules::check(&table, &mut faults);
    let hash = format!("b3:{}", blake3::hash(source).to_hex());
    let ritual = ritual(id, &table, hash).filter(|_| !faults.any_error());
    if let Some(ritual) = &ritual {
        rules::check_minutes(ritual, &table, &mut faults);
    }
    faults.beside(ritual)
}

/// `None` where something required is missing, which has its fault already.
fn ritual(id: &str, table: &Table, hash: String) -> Option<Ritual> {
    let people = table.table("people")?;
    let [from, to] = people.counts("best")[..] else {
        return None;
    };
    Some(Ritual {
        id: id.to_string(),
        title: table.string("title")?,
        family: table.word("family")?,
        aliases: table.strings("aliases"),
        purpose: table.string("purpose")?,
        minutes: table.number("minutes")?,
        people: People {
            min: people.count("min")?,
            best: (from, to),
            max: people.count("max")?,
        },
        ceiling: Level::from_number(table.number("ceiling")?)?,
        confidentiality: table.word("confidentiality")?,
        lead_days: table.number("lead").unwrap_or(0),
        claims: table.strings("claim"),
        steps: table.tables("step").map(step).collect::<Option<_>>()?,
        variants: table.table("variants").map(variants).unwrap_or_default(),
        hash,
    })
}

fn variants(table: &Table) -> Vec<Variant> {
    let variants = table.each_table().filter_map(|(name, change_table)| {
        let form = match name {
            "n25" => Form::Many,
            name => fields::typed(name)?,
        };
        Some(Variant {
            form,
            change: change(change_table),
        })
    });
    variants.collect()
}

fn change(table: &Table) -> Change {
    Change {
        say: table.string("say"),
        skip: table.strings("skip"),
        minutes: table.number("minutes"),
        note: table.string("note"),
    }
}

fn step(table: &Table) -> Option<Step> {
    Some(Step {
        id: table.string("id"),
        when: match table.text("when") {
            Some("before") => When::Before {
                days: table.number("lead").unwrap_or(0),
            },
            Some("after") => When::After {
                days: table.number("due").unwrap_or(0),
            },
            _ => When::Live,
        },
        cue: table.string("cue"),
        keep: table.word("keep").unwrap_or_default(),
        optional: table.flag("optional").unwrap_or(false),
        only: words(table, "only"),
        care: table.flag("care").unwrap_or(false),
        level: table.number("level").and_then(Level::from_number),
        what: what(table)?,
    })
}

/// The kind of a step with its own fields; `None` where something required is missing.
pub fn what(table: &Table) -> Option<What> {
    let seconds = table.number("for");
    Some(match table.text("kind")? {
        "say" => What::Say(Say {
            text: table.string("text")?,
            stage: table.string("stage"),
            seconds: seconds.unwrap_or_else(|| seconds_to_say(table.text("text").unwrap_or(""))),
        }),
        "solo" => What::Solo(Solo {
            r#do: table.string("do")?,
            text: table.string("text"),
            seconds: seconds.unwrap_or(0),
            sheet: table.string("sheet"),
        }),
        "deal" => What::Deal(Deal {
            bank: table.string("bank")?,
            show: table.word("show").unwrap_or(Show::Hand),
            hand: table.count("hand").unwrap_or(6),
            levels: levels(table),
            themes: table.strings("themes"),
            swap: table.count("swap").unwrap_or(0),
            think: table.number("think").unwrap_or(0),
        }),
        "turns" => What::Turns(Turns {
            each: table.number("each"),
            order: table.word("order").unwrap_or(Order::Random),
            who: table.word("who").unwrap_or(Who::All),
            response: responses(table.text("response").unwrap_or("thanks"))?,
            stem: table.string("stem"),
            rounds: table.count("rounds").unwrap_or(1),
            max: table.count("max"),
            between: table.number("between").unwrap_or(0),
            seconds,
        }),
        "open" => What::Open(Open {
            text: table.string("text"),
            seconds: seconds?,
            rescue: table.strings("rescue"),
            each_item: table.flag("each_item").unwrap_or(false),
            extend_vote: table.flag("extend_vote").unwrap_or(false),
        }),
        "groups" => What::Groups(Groups {
            size: match table.counts("size") {
                sizes if sizes.is_empty() => vec![3, 4],
                mut sizes => {
                    sizes.sort_unstable();
                    sizes
                }
            },
            mix: table.string("mix").unwrap_or("fewest-repeats".to_string()),
            rounds: table.count("rounds").unwrap_or(1),
            roles: table.strings("roles"),
            merge: table.count("merge"),
            shape: table.string("shape").unwrap_or("circle".to_string()),
            seconds: seconds?,
            travel: table.number("travel").unwrap_or(0),
            steps: table.tables("steps").map(step).collect::<Option<_>>()?,
        }),
        "gather" => What::Gather(Gather {
            text: table.string("what")?,
            form: table.string("form").unwrap_or("item".to_string()),
            by: table.string("by").unwrap_or("voice".to_string()),
            max_words: table.count("max_words").unwrap_or(0),
            attributed: table.flag("attributed").unwrap_or(false),
            seconds: seconds.unwrap_or(120),
        }),
        "ask" => What::Ask(Ask {
            text: table.string("text")?,
            mode: table.string("mode")?,
            options: table.strings("options"),
            answer: table.string("answer"),
            min_n: table.count("min_n").unwrap_or(5),
            seconds: seconds.unwrap_or(60),
        }),
        "use" => What::Use(Use {
            ritual: table.string("ritual")?,
            with: table.table("with").map(change).unwrap_or_default(),
        }),
        _ => return None,
    })
}

/// `"silence:15s, thanks:60s"`, or one form alone.
fn responses(text: &str) -> Option<Vec<Response>> {
    let responses = text.split(',').map(|part| {
        let (form, seconds) = match part.trim().split_once(':') {
            Some((form, length)) => (form.trim(), fields::seconds(length.trim())?),
            None => (part.trim(), 0),
        };
        shape::RESPONSES.contains(&form).then(|| Response {
            form: form.to_string(),
            seconds,
        })
    });
    responses.collect()
}

fn levels(table: &Table) -> Vec<Level> {
    let numbers = table.list("levels").iter().filter_map(Spot::number);
    numbers.filter_map(Level::from_number).collect()
}

fn words<T: serde::de::DeserializeOwned>(table: &Table, key: &str) -> Vec<T> {
    let words = table.list(key).iter().filter_map(Spot::text);
    words.filter_map(fields::typed).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::{RULES, render, row};
    use crate::keep::Class;
    use crate::ritual::{Confidentiality, Family, Mode};

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
        assert_eq!((deal.show, deal.hand, deal.think), (Show::Grid, 6, 0));
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
only = "remote"
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
kind = "gather"
what = "One word that stays."
keep = "kept"
[[step]]
kind = "ask"
text = "Again next week?"
mode = "consent"
[[step]]
when = "after"
due = "2d"
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
        assert_eq!(steps[0].only, [Mode::Remote]);
        assert_eq!(steps[1].when, When::Before { days: 7 });
        assert_eq!(steps[1].keep, Class::Private);
        let What::Groups(groups) = &steps[3].what else {
            panic!()
        };
        assert_eq!(
            (&groups.size[..], groups.mix.as_str(), groups.shape.as_str()),
            (&[3, 4][..], "fewest-repeats", "circle")
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
        assert_eq!(steps[6].when, When::After { days: 2 });
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
           = help: did you mean `each`? Possible here: id, kind, when, lead, due, cue, keep, optional, only, care, level, pass, each, order, who, response, stem, rounds, max, between, for
        "#);
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
}
