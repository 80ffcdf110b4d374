//! From TOML to a clean ritual, every fault at once.
//!
//! [`shape`] says what may be written, `rules` what it must mean together; here the checked
//! values become the clean type. Nothing here knows other rituals or banks.

mod rules;
pub mod shape;

use std::path::Path;

use super::agreed::OnlyWhere;
use super::{
    Ask, Change, DOTS, Deal, FEWEST_REPEATS, Form, Gather, Groups, Layout, Level, Open, Order,
    People, Response, Ritual, Say, Shape, Solo, Step, Turns, Use, Variant, What, When, Who,
    seconds_to_say,
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
        rules::check_rounds(ritual, &table, &mut faults);
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
        around: Vec::new(),
        variants: table.table("variants").map(variants).unwrap_or_default(),
        hash,
    })
}

fn variants(table: &Table) -> Vec<Variant> {
    let variants = table.each_table().filter_map(|(name, change_table)| {
        Some(Variant {
            form: form(name)?,
            change: change(change_table),
        })
    });
    variants.collect()
}

/// A form by its name, or the other name of one.
pub fn form(name: &str) -> Option<Form> {
    match name {
        "n25" => Some(Form::Many),
        name => fields::typed(name),
    }
}

fn change(table: &Table) -> Change {
    Change {
        say: table.string("say"),
        skip: table.strings("skip"),
        minutes: table.number("minutes"),
        note: table.string("note"),
        unsuited: table.string("unsuited"),
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
        only: forms(table),
        care: table.flag("care").unwrap_or(false),
        level: table.number("level").and_then(Level::from_number),
        without: table.string("without").into_iter().collect(),
        after_turns: table.string("after_turns").into_iter().collect(),
        agreed: table.table("agreed").map(only_where).unwrap_or_default(),
        what: what(table)?,
    })
}

fn only_where(table: &Table) -> OnlyWhere {
    OnlyWhere {
        way: table.words("way"),
        confidentiality: table.words("confidentiality"),
        questions: table.words("questions"),
    }
}

/// The title and the aliases alone, from what stands before the first table, where TOML has them.
pub fn names(path: &Path, source: &[u8]) -> (String, Vec<String>) {
    let table = source.windows(2).position(|it| it == b"\n[");
    let head = &source[..table.unwrap_or(source.len())];
    let (table, _) = fields::read(head, path, "ritual", shape::RITUAL);
    (
        table.string("title").unwrap_or_default(),
        table.strings("aliases"),
    )
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
        }),
        "deal" => {
            let banks = table.strings("bank");
            let show = table.word("show").unwrap_or(Layout::Hand);
            let hand = table.count("hand").unwrap_or(6);
            What::Deal(Deal {
                beside: banks.get(1..)?.to_vec(),
                levels: levels(table),
                themes: table.strings("themes"),
                tags: table.strings("tags"),
                flags: table.strings("flags"),
                swap: table.count("swap").unwrap_or(0),
                think: table.number("think").unwrap_or(0),
                ..Deal::of(&banks[0], show, hand)
            })
        }
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
            max: table.count("max"),
            extend_vote: table.flag("extend_vote").unwrap_or(false),
        }),
        "groups" => What::Groups(Groups {
            size: sizes(table),
            mix: table.string("mix").unwrap_or(FEWEST_REPEATS.to_string()),
            rounds: match (table.count("rounds"), table.text("shape")) {
                (Some(rounds), _) => Some(rounds),
                // Each circle is the inner one once.
                (None, Some("inner-outer")) => Some(2),
                // With roles, as many as the largest group has people.
                (None, _) => table.list("roles").is_empty().then_some(1),
            },
            roles: table.strings("roles"),
            merge: table.count("merge"),
            shape: table.word("shape").unwrap_or(Shape::Circle),
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
            mode: table.word("mode")?,
            options: table.strings("options"),
            bank: table.string("bank").map(|it| {
                let rounds = table.count("rounds").unwrap_or(1);
                Deal::of(&it, Layout::Hand, rounds)
            }),
            rounds: table.count("rounds").unwrap_or(1),
            by: table.string("by").unwrap_or("hands".to_string()),
            dots: table.count("dots").unwrap_or(DOTS),
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

/// The sizes of groups that are wanted, smallest first.
fn sizes(table: &Table) -> Vec<usize> {
    let mut sizes = table.counts("size");
    sizes.sort_unstable();
    match (table.text("shape"), table.count("merge")) {
        (Some("pairs"), _) => vec![2],
        // Where there are no groups to be joined.
        (_, Some(merge)) => vec![merge.saturating_sub(1), merge],
        _ if sizes.is_empty() => vec![3, 4],
        _ => sizes,
    }
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

fn forms(table: &Table) -> Vec<Form> {
    let words = table.list("only").iter().filter_map(Spot::text);
    words.filter_map(form).collect()
}

#[cfg(test)]
pub(crate) mod tests;
