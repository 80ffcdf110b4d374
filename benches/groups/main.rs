//! How good groups are and how long they take, and the search that found the starters.
//!
//! ```text
//! cargo bench --bench groups                   how long a round takes, for few people and very many
//! cargo bench --bench groups -- FILE…          a table over instances (people, attendance, history, …)
//! cargo bench --bench groups -- --json FILE    the rounds of one instance, as JSON
//! cargo bench --bench groups -- --search N SIZE [TRIES]   a starter, as a line of its table
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a script that stops at the first surprise and prints what it found"
)]

mod cover;
mod scale;
mod search;

use std::time::Instant;

use firelight::groups::{Five, Member, Plan, Season, Sizes, Wishes, season};
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds a flag of its own.
    let arguments: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|it| *it != "--bench")
        .collect();
    match arguments[..] {
        [] => scale::table(),
        ["--search", people, size] => find(people, size, "20000000"),
        ["--search", people, size, tries] => find(people, size, tries),
        ["--json", file] => {
            let instance = Instance::read(file);
            let name = |it: &usize| instance.names[*it].clone();
            let group = |it: &Vec<usize>| it.iter().map(name).collect::<Vec<_>>();
            let rounds = instance.plan().0.rounds;
            let rounds = rounds
                .iter()
                .map(|it| it.iter().map(group).collect::<Vec<_>>());
            let rounds: Vec<_> = rounds.collect();
            println!("{}", serde_json::json!({ "rounds": rounds }));
        }
        _ => {
            println!(
                "{:32} {:>6} {:>6} {:>6} {:>9}  mix got/least",
                "instance", "new", "again", "bound", "ms"
            );
            for file in arguments {
                let instance = Instance::read(file);
                let (season, ms) = instance.plan();
                let quality = season.quality;
                let name = file.rsplit('/').next().unwrap();
                println!(
                    "{name:32} {:>6} {:>6} {:>6} {ms:>9.2}  {:?}{}",
                    quality.new,
                    quality.again,
                    quality.best_possible,
                    quality.mix,
                    if season.refused.is_empty() {
                        ""
                    } else {
                        " cannot be had"
                    },
                );
            }
        }
    }
}

fn find(people: &str, size: &str, tries: &str) {
    let (people, size) = (people.parse().unwrap(), size.parse().unwrap());
    let tries = tries.parse().unwrap();
    let found = cover::starter(people, size, tries / 100);
    match found.or_else(|| search::starter(people, size, tries)) {
        Some(starter) => println!("{starter}"),
        None => println!("Nothing was found for {people} people in groups of {size}."),
    }
}

/// What is planned, from a file that names people, who is there, and what is wished.
struct Instance {
    names: Vec<String>,
    size: u64,
    present: Vec<Vec<usize>>,
    past: Vec<Vec<Vec<usize>>>,
    apart: Vec<(usize, usize)>,
    together: Vec<(usize, usize)>,
    mix: Vec<Vec<usize>>,
}

impl Instance {
    fn read(file: &str) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let people = json["people"].as_array().unwrap();
        let names: Vec<String> = people
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect();
        let numbers: std::collections::HashMap<&str, usize> = names
            .iter()
            .enumerate()
            .map(|(at, it)| (it.as_str(), at))
            .collect();
        let list = |of: &Value| -> Vec<usize> {
            let names = of.as_array().into_iter().flatten();
            names.map(|it| numbers[it.as_str().unwrap()]).collect()
        };
        let lists = |of: &Value| {
            of.as_array()
                .into_iter()
                .flatten()
                .map(list)
                .collect::<Vec<_>>()
        };
        let pairs = |of: &Value| lists(of).iter().map(|it| (it[0], it[1])).collect();
        let keys = people[0]
            .as_object()
            .unwrap()
            .keys()
            .filter(|it| *it != "name");
        let value = |key: &String| {
            let mut values: Vec<&str> = people.iter().map(|it| it[key].as_str().unwrap()).collect();
            let all = values.clone();
            values.sort_unstable();
            all.iter()
                .map(|it| values.partition_point(|other| other < it))
                .collect()
        };
        Self {
            size: json["size"].as_u64().unwrap(),
            present: lists(&json["attendance"]),
            past: json["history"]
                .as_array()
                .into_iter()
                .flatten()
                .map(lists)
                .collect(),
            apart: pairs(&json["keep_apart"]),
            together: pairs(&json["keep_together"]),
            mix: keys.map(value).collect(),
            names,
        }
    }

    /// The season, and the milliseconds it took.
    fn plan(&self) -> (Season, f64) {
        let members = vec![Member::default(); self.names.len()];
        let size = usize::try_from(self.size).unwrap();
        let plan = Plan {
            members: &members,
            sizes: Sizes {
                least: size,
                most: size,
            },
            five: if size == 3 { Five::One } else { Five::Split },
            rounds: self.present.len(),
            present: &self.present,
            past: &self.past,
            wishes: Wishes {
                apart: &self.apart,
                together: &self.together,
                mix: &self.mix,
                ..Wishes::default()
            },
        };
        let start = Instant::now();
        let season = season(&plan, &mut ChaCha12Rng::seed_from_u64(1));
        (season, start.elapsed().as_secs_f64() * 1_000.0)
    }
}
