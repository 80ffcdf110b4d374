//! Reading a request: what may stand in it, and everything that is wrong with it at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::{Request, Wrong, shape};
use crate::groups::{First, Five, Member, Round, Sizes, pairs};

/// A request as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    people: Vec<RawPerson>,
    size: serde_json::Value,
    rounds: Option<usize>,
    #[serde(default)]
    present: Vec<Vec<String>>,
    #[serde(default)]
    history: Vec<Vec<Vec<String>>>,
    #[serde(default)]
    apart: Vec<Vec<String>>,
    #[serde(default)]
    together: Vec<Vec<String>>,
    #[serde(default)]
    mix: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    new: Vec<String>,
    first: Option<String>,
    seed: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    name: String,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    remote: bool,
}

/// More rounds than a year has days are a slip of the finger.
const MOST_ROUNDS: usize = 400;

/// Reads a request.
pub(super) fn read(text: &str) -> Result<Request, Vec<Wrong>> {
    let text = text.trim_start_matches('\u{feff}');
    let raw: Raw = serde_json::from_str(text).map_err(|error| shape::wrong(text, &error))?;
    let mut reader = Reader {
        numbers: HashMap::new(),
        wrong: Vec::new(),
    };
    reader.people(&raw.people);
    let size = reader.size(&raw.size);
    let rounds = raw.rounds.unwrap_or(raw.present.len().max(1));
    if !raw.present.is_empty() && raw.present.len() != rounds {
        let says = format!(
            "{rounds} rounds are asked for, and {} say who is there.",
            raw.present.len()
        );
        reader.wrong("present", &[], says);
    }
    if !(1..=MOST_ROUNDS).contains(&rounds) {
        let says = format!("{rounds} rounds: 1 to {MOST_ROUNDS} can be had.");
        reader.wrong("rounds", &[], says);
    }
    let request = Request {
        members: raw
            .people
            .iter()
            .map(|it| Member { remote: it.remote })
            .collect(),
        sizes: size.0,
        five: size.1,
        rounds,
        present: raw
            .present
            .iter()
            .map(|it| reader.once("present", it))
            .collect(),
        past: reader.history(&raw.history),
        apart: reader.pairs("apart", &raw.apart),
        together: reader.pairs("together", &raw.together),
        mix: raw
            .mix
            .iter()
            .map(|it| reader.mix(it, &raw.people))
            .collect(),
        hosts: reader.once("hosts", &raw.hosts),
        new: reader.once("new", &raw.new),
        first: reader.first(raw.first.as_deref()),
        seed: raw.seed,
        names: raw.people.into_iter().map(|it| it.name).collect(),
    };
    if reader.wrong.is_empty() {
        Ok(request)
    } else {
        Err(reader.wrong)
    }
}

/// Turns names into numbers, and gathers what is wrong on the way.
struct Reader {
    /// By names as they were written, and as [`plain`] has them.
    numbers: HashMap<String, usize>,
    wrong: Vec<Wrong>,
}

/// A name without what tells nobody apart: capitals, and spaces too many.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl Reader {
    fn wrong(&mut self, rule: &'static str, people: &[String], says: String) {
        self.wrong.push(Wrong {
            rule,
            people: people.to_vec(),
            says,
        });
    }

    fn people(&mut self, people: &[RawPerson]) {
        for (number, person) in people.iter().enumerate() {
            let name = plain(&person.name);
            if name.is_empty() {
                self.wrong("people", &[], "A name is empty.".into());
            } else if self.numbers.insert(name, number).is_some() {
                let says = format!("{:?} is there twice; names tell people apart.", person.name);
                self.wrong("people", std::slice::from_ref(&person.name), says);
            }
            self.numbers.insert(person.name.clone(), number);
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        let number = self.numbers.get(name);
        number.or_else(|| self.numbers.get(&plain(name))).copied()
    }

    fn size(&mut self, size: &serde_json::Value) -> (Sizes, Five) {
        let (least, most) = match (size.as_u64(), size.as_str()) {
            (Some(2), _) | (_, Some("2")) => (2, 2),
            (Some(3), _) | (_, Some("3")) => (3, 3),
            (Some(4), _) | (_, Some("4")) => (4, 4),
            (_, Some("3-4")) => (3, 4),
            _ => {
                let says = format!("{size} is no size: 2, 3, 4 or \"3-4\".");
                self.wrong("size", &[], says);
                (3, 4)
            }
        };
        // Three each for five leaves two; who asks for three would rather have five together.
        let five = if most == 3 { Five::One } else { Five::Split };
        (Sizes { least, most }, five)
    }

    fn first(&mut self, first: Option<&str>) -> First {
        match first {
            None | Some("mix") => First::Mix,
            Some("both") => First::Both,
            Some("meetings") => First::Meetings,
            Some(other) => {
                let says =
                    format!("{other:?} cannot be put first: \"mix\", \"both\" or \"meetings\".");
                self.wrong("first", &[], says);
                First::Mix
            }
        }
    }

    fn number(&mut self, rule: &'static str, name: &String) -> Option<usize> {
        let number = self.find(name);
        if number.is_none() {
            let says = format!("{name:?} is not among the people.");
            self.wrong(rule, std::slice::from_ref(name), says);
        }
        number
    }

    /// People, each of whom may be named once.
    fn once(&mut self, rule: &'static str, names: &[String]) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        for name in names {
            if let Some(number) = self.number(rule, name)
                && !seen.insert(number)
            {
                let says = format!("{name:?} is named twice.");
                self.wrong(rule, std::slice::from_ref(name), says);
            }
        }
        seen.into_iter().collect()
    }

    fn pairs(&mut self, rule: &'static str, wishes: &[Vec<String>]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for wish in wishes {
            let people = self.once(rule, wish);
            if people.len() < 2 {
                let says = "Such a wish is about two people at least.".into();
                self.wrong(rule, wish, says);
            }
            pairs.extend(pairs::pairs(&people));
        }
        pairs
    }

    /// Rounds held. Whoever is no longer among the people is passed over.
    fn history(&mut self, history: &[Vec<Vec<String>>]) -> Vec<Round> {
        let mut rounds = Vec::with_capacity(history.len());
        // In which round everybody sat last, so that nobody sits in one twice.
        let mut last = vec![usize::MAX; self.numbers.len()];
        for (number, round) in history.iter().enumerate() {
            let mut others = HashSet::new();
            let mut groups = Vec::with_capacity(round.len());
            for group in round {
                let mut people = Vec::with_capacity(group.len());
                for name in group {
                    let is_twice = match self.find(name) {
                        Some(one) => {
                            people.push(one);
                            std::mem::replace(&mut last[one], number) == number
                        }
                        None => !others.insert(name),
                    };
                    if is_twice {
                        let says = format!("{name:?} sat in one round twice.");
                        self.wrong("history", std::slice::from_ref(name), says);
                    }
                }
                groups.push(people);
            }
            rounds.push(groups);
        }
        rounds
    }

    /// The value that everybody has; whoever has none is like nobody else.
    fn mix(&mut self, key: &str, people: &[RawPerson]) -> Vec<usize> {
        let mut values: BTreeMap<&str, usize> = BTreeMap::new();
        for person in people {
            if let Some(value) = person.tags.get(key) {
                let number = values.len();
                values.entry(value).or_insert(number);
            }
        }
        if values.is_empty() {
            self.wrong("mix", &[], format!("Nobody has a tag {key:?}."));
        }
        let value = |(at, person): (usize, &RawPerson)| {
            let value = person.tags.get(key).and_then(|it| values.get(it.as_str()));
            value.copied().unwrap_or(people.len() + at)
        };
        people.iter().enumerate().map(value).collect()
    }
}
