//! Groups for scripts: a request in JSON, an answer in JSON. Same request, same bytes.
//!
//! Reads and answers texts; whose they are, and where they come from and go, is the caller's.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{First, Five, Member, Plan, Quality, Refused, Round, Season, Sizes, Wishes, season};

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

/// What is wrong with a request: one sentence, the rule it breaks, and whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The key of the request.
    pub rule: &'static str,
    /// Names, as they were written.
    pub people: Vec<String>,
    /// What is wrong.
    pub says: String,
}

/// A request that can be answered.
#[derive(Clone, Debug)]
pub struct Request {
    names: Vec<String>,
    members: Vec<Member>,
    sizes: Sizes,
    five: Five,
    rounds: usize,
    present: Vec<Vec<usize>>,
    past: Vec<Round>,
    apart: Vec<(usize, usize)>,
    together: Vec<(usize, usize)>,
    mix: Vec<Vec<usize>>,
    hosts: Vec<usize>,
    first: First,
    /// The seed, when the request names one.
    pub seed: Option<u64>,
}

/// The answer; what it holds is the JSON to print.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The groups that were asked for.
    Groups(Groups),
    /// What was asked for cannot be had, or nothing was found for it.
    Impossible(Refusal),
}

/// The groups that were asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Groups {
    /// Round by round the groups, by names.
    pub rounds: Vec<Vec<Vec<String>>>,
    /// How good they are.
    pub quality: Figures,
    /// What fixed chance.
    pub seed: u64,
}

/// What cannot be had.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Which wishes, and whose.
    pub impossible: Vec<Impossible>,
    /// The groups that come nearest.
    pub nearest: Nearest,
}

/// A wish that cannot be had.
#[derive(Clone, Debug, Serialize)]
pub struct Impossible {
    /// The key of the request.
    pub rule: &'static str,
    /// Whose wish it is.
    pub people: Vec<String>,
}

/// The groups that come nearest.
#[derive(Clone, Debug, Serialize)]
pub struct Nearest {
    /// Round by round the groups, by names.
    pub rounds: Vec<Vec<Vec<String>>>,
}

/// How good the groups are.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Meetings of two people who had not met.
    pub new: usize,
    /// Meetings of two who had.
    pub again: usize,
    /// The most rounds since two who meet again had met.
    pub oldest_gap: Option<usize>,
    /// The fewest.
    pub shortest_gap: Option<usize>,
    /// No groups have fewer meetings again.
    pub best_possible: usize,
    /// Whether these have no more.
    pub proven: bool,
    /// What was put first: `mix`, `both` or `meetings`.
    pub first: &'static str,
    /// Pairs who share a value though they were to be mixed, and the fewest that can be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mix: Vec<(usize, usize)>,
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<Wrong>> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| {
            vec![Wrong {
                rule: "json",
                people: Vec::new(),
                says: error.to_string(),
            }]
        })?;
        let mut reader = Reader {
            numbers: BTreeMap::new(),
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
        if rounds > MOST_ROUNDS {
            let says = format!("{rounds} rounds are more than {MOST_ROUNDS}.");
            reader.wrong("rounds", &[], says);
        }
        let request = Self {
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

    /// Answers with chance that `seed` fixed.
    #[must_use]
    pub fn answer(&self, seed: u64, rng: &mut impl Rng) -> Answer {
        let plan = Plan {
            members: &self.members,
            sizes: self.sizes,
            five: self.five,
            rounds: self.rounds,
            present: &self.present,
            past: &self.past,
            wishes: Wishes {
                apart: &self.apart,
                together: &self.together,
                mix: &self.mix,
                hosts: &self.hosts,
                first: self.first,
            },
        };
        let Season {
            rounds,
            quality,
            refused,
        } = season(&plan, rng);
        let rounds = rounds
            .iter()
            .map(|it| it.iter().map(|it| self.named(it)).collect());
        let rounds = rounds.collect();
        if refused.is_empty() {
            Answer::Groups(Groups {
                rounds,
                quality: figures(quality),
                seed,
            })
        } else {
            let named = |it: &Refused| Impossible {
                rule: it.rule.name(),
                people: self.named(&it.people),
            };
            Answer::Impossible(Refusal {
                impossible: refused.iter().map(named).collect(),
                nearest: Nearest { rounds },
            })
        }
    }

    fn named(&self, people: &[usize]) -> Vec<String> {
        people.iter().map(|it| self.names[*it].clone()).collect()
    }
}

/// More rounds than a year has days are a slip of the finger.
const MOST_ROUNDS: usize = 400;

fn figures(quality: Quality) -> Figures {
    Figures {
        new: quality.new,
        again: quality.again,
        oldest_gap: quality.oldest_gap,
        shortest_gap: quality.shortest_gap,
        best_possible: quality.best_possible,
        proven: quality.proven,
        first: match quality.first {
            First::Mix => "mix",
            First::Both => "both",
            First::Meetings => "meetings",
        },
        mix: quality.mix,
    }
}

/// Turns names into numbers, and gathers what is wrong on the way.
struct Reader {
    numbers: BTreeMap<String, usize>,
    wrong: Vec<Wrong>,
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
        for person in people {
            if person.name.trim().is_empty() {
                self.wrong("people", &[], "A name is empty.".into());
            }
            let number = self.numbers.len();
            if self.numbers.insert(person.name.clone(), number).is_some() {
                let says = format!("{:?} is there twice; names tell people apart.", person.name);
                self.wrong("people", std::slice::from_ref(&person.name), says);
            }
        }
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
        let number = self.numbers.get(name).copied();
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
            pairs.extend(super::quality::pairs(&people));
        }
        pairs
    }

    /// Rounds held. Whoever is no longer among the people is passed over.
    fn history(&mut self, history: &[Vec<Vec<String>>]) -> Vec<Round> {
        let mut rounds = Vec::new();
        for round in history {
            let mut seen = BTreeSet::new();
            let mut groups = Vec::new();
            for group in round {
                for name in group.iter().filter(|it| !seen.insert(it.as_str())) {
                    let says = format!("{name:?} sat in one round twice.");
                    self.wrong.push(Wrong {
                        rule: "history",
                        people: vec![name.clone()],
                        says,
                    });
                }
                let numbers = group.iter().filter_map(|it| self.numbers.get(it));
                groups.push(numbers.copied().collect());
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

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha12Rng;

    use super::*;

    fn answer(text: &str) -> serde_json::Value {
        let request = Request::read(text).unwrap();
        match request.answer(1, &mut ChaCha12Rng::seed_from_u64(1)) {
            Answer::Groups(it) => serde_json::to_value(it).unwrap(),
            Answer::Impossible(it) => serde_json::to_value(it).unwrap(),
        }
    }

    const FIVE: &str = r#"{"name":"Ana","tags":{"dept":"x"}},{"name":"Ben","tags":{"dept":"x"}},{"name":"Chi"},{"name":"Dee"},{"name":"Eli"}"#;

    #[test]
    fn the_example_of_the_formats_is_answered() {
        let text = format!(
            r#"{{"people":[{FIVE}],"size":4,"rounds":2,"present":[["Ana","Ben","Chi","Dee"],["Ana","Ben","Chi","Dee","Eli"]],"history":[[["Ana","Ben"],["Gone","Chi"]]],"apart":[["Chi","Dee"]],"together":[],"mix":["dept"],"seed":1}}"#
        );
        let text = text.replace(r#""apart":[["Chi","Dee"]]"#, r#""apart":[]"#);
        let answer = answer(&text);
        assert_eq!(answer["rounds"][0].as_array().unwrap().len(), 1);
        assert_eq!(answer["rounds"][1].as_array().unwrap().len(), 2);
        assert_eq!(answer["seed"], 1);
        assert_eq!(answer["quality"]["first"], "mix");
        let new = answer["quality"]["new"].as_u64().unwrap();
        let again = answer["quality"]["again"].as_u64().unwrap();
        assert_eq!(new + again, 6 + 4);
    }

    #[test]
    fn what_cannot_be_had_is_named_with_what_comes_nearest() {
        let text = format!(r#"{{"people":[{FIVE}],"size":3,"apart":[["Ana","Ben"]]}}"#);
        let answer = answer(&text);
        assert_eq!(
            answer["impossible"].to_string(),
            r#"[{"people":["Ana","Ben"],"rule":"apart"}]"#
        );
        assert_eq!(
            answer["nearest"]["rounds"][0][0].as_array().unwrap().len(),
            5
        );
    }

    #[test]
    fn everything_wrong_is_said_with_the_rule_and_the_people() {
        let wrong = |rest: &str| {
            let text = format!(r#"{{"people":[{FIVE},{{"name":"Ana"}}],{rest}}}"#);
            let wrong = Request::read(&text).unwrap_err();
            let wrong = wrong
                .iter()
                .map(|it| format!("{} {}", it.rule, it.people.join(",")));
            wrong.collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(
                r#""size":5,"rounds":3,"present":[["Ana","Ana","Zoe"]],"history":[[["Ben"],["Ben"]]],"apart":[["Ana"]],"mix":["site"],"hosts":["Kim"],"first":"luck""#
            ),
            [
                "people Ana",
                "size ",
                "present ",
                "present Ana",
                "present Zoe",
                "history Ben",
                "apart Ana",
                "mix ",
                "hosts Kim",
                "first "
            ]
        );
        let unknown = Request::read(r#"{"people":[],"size":3,"seeds":1}"#).unwrap_err();
        assert!(
            unknown[0].says.contains("unknown field `seeds`"),
            "{unknown:?}"
        );
    }

    #[test]
    fn the_same_request_gives_the_same_bytes() {
        let text = format!(r#"{{"people":[{FIVE}],"size":"3-4","rounds":9}}"#);
        assert_eq!(answer(&text).to_string(), answer(&text).to_string());
    }
}
