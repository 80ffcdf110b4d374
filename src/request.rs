//! Groups for scripts: a request in JSON, an answer in JSON. Same request, same bytes.
//!
//! Reads and answers texts; whose they are, and where they come from and go, is the caller's.

mod read;
mod shape;

use rand::Rng;
use serde::Serialize;

use crate::groups::{
    First, Five, Member, Plan, Quality, Refused, Round, Season, Sizes, Wishes, season,
};

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
    new: Vec<usize>,
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
        read::read(text)
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
                new: &self.new,
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
    }

    #[test]
    fn two_spellings_of_a_name_are_one_person() {
        let wrong = Request::read(r#"{"people":[{"name":"Ana"},{"name":"ana "}],"size":2}"#);
        assert_eq!(wrong.unwrap_err()[0].rule, "people");
        let text = format!(r#"{{"people":[{FIVE}],"size":2,"history":[[["ANA"," Ben"]]]}}"#);
        let text = format!("\u{feff}{text}");
        assert_eq!(answer(&text)["quality"]["best_possible"], 0);
    }

    #[test]
    fn the_same_request_gives_the_same_bytes() {
        let text = format!(r#"{{"people":[{FIVE}],"size":"3-4","rounds":9}}"#);
        assert_eq!(answer(&text).to_string(), answer(&text).to_string());
    }
}
