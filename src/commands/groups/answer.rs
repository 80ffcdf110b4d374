//! What `groups` answers: rooms, a sentence on how good they are, or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{Context, Failure};
use super::{Args, Gathered, Rooms};
use crate::export;
use crate::fault::visible;
use crate::groups::{First, Refused, Round, Season};
use crate::host::quality;
use crate::host::rooms::Numbers;
use crate::host::screens;
use crate::roster::Roster;
use crate::ui::text;

#[derive(Serialize)]
struct Groups<'a> {
    rounds: Vec<Vec<&'a [String]>>,
    quality: Figures,
    seed: Option<u64>,
}

#[derive(Serialize)]
struct Figures {
    new: usize,
    again: usize,
    oldest_gap: Option<usize>,
    shortest_gap: Option<usize>,
    best_possible: usize,
    proven: bool,
    first: &'static str,
    mix: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct Refusal<'a> {
    impossible: Vec<Impossible<'a>>,
    nearest: Nearest<'a>,
}

#[derive(Serialize)]
struct Impossible<'a> {
    rule: &'static str,
    people: Vec<&'a str>,
}

#[derive(Serialize)]
struct Nearest<'a> {
    rounds: Vec<Vec<&'a [String]>>,
}

/// The rooms of all rounds, by name.
pub(super) fn rooms(gathered: &Gathered, rounds: &[Round]) -> Rooms {
    let round = |round: &Round| {
        let mut numbers = Numbers::new(gathered.mode);
        let mut rooms: Vec<export::Room> = round
            .iter()
            .map(|group| {
                let people: Vec<_> = group.iter().map(|&it| &gathered.people[it]).collect();
                let (name, people) = numbers.room(&people);
                export::Room { name, people }
            })
            .collect();
        rooms.sort_by_key(|it| it.name.starts_with("Table"));
        rooms
    };
    rounds.iter().map(round).collect()
}

/// Says them.
#[expect(
    clippy::too_many_arguments,
    reason = "everything that is known of them"
)]
pub(super) fn say(
    context: &mut Context<'_>,
    args: &Args,
    gathered: &Gathered,
    rounds: &Rooms,
    season: &Season,
    refused: &[&Refused],
    seed: u64,
    roster: &Roster,
) -> Result<(), Failure> {
    if context.globals.json {
        return json(context, gathered, rounds, season, refused, seed);
    }
    let form = args.form.as_deref();
    match form {
        Some("csv") => write!(context.out, "{}", export::csv(rounds))?,
        Some("zoom") => zoom(context, rounds, roster)?,
        Some("markdown") => lines(context, &export::markdown(rounds))?,
        Some("slips") => lines(context, &export::slips(rounds))?,
        _ => lines(context, &export::chat(rounds))?,
    }
    for it in refused {
        let people: Vec<String> = it
            .people
            .iter()
            .map(|&it| visible(&screens::called(&gathered.people[it])))
            .collect();
        writeln!(
            context.err,
            "Not possible as wished ({}): {}. These groups come nearest.",
            it.rule.name(),
            text::listed(&people)
        )?;
    }
    // What is pasted or read by a program stands alone.
    let sentence = quality::sentence(&season.quality);
    if form.is_none() {
        writeln!(context.out)?;
        for (round, people) in later(gathered) {
            writeln!(context.out, "From round {round} on: {people}.")?;
        }
        writeln!(context.out, "{sentence}")?;
        let count = match (args.save, refused.is_empty()) {
            (true, true) => {
                "Saved: from now on these people have met. Others: firelight groups again"
            }
            (true, false) => "Not saved: ask for them without the wish, and they will be.",
            (false, _) => "To make them count: --save. For others, run it once more.",
        };
        writeln!(context.out, "{count}")?;
    }
    Ok(())
}

/// Who comes in after the first round, by the round they come in.
fn later(gathered: &Gathered) -> BTreeMap<usize, String> {
    let mut later: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (number, person) in gathered.people.iter().enumerate() {
        let first = gathered.present.iter().position(|it| it.contains(&number));
        if let Some(round) = first.filter(|it| *it > 0) {
            let name = visible(&screens::called(person));
            later.entry(round + 1).or_default().push(name);
        }
    }
    let named = later
        .into_iter()
        .map(|(round, it)| (round, text::listed(&it)));
    named.collect()
}

fn lines(context: &mut Context<'_>, lines: &[String]) -> Result<(), Failure> {
    for line in lines {
        writeln!(context.out, "{}", visible(line))?;
    }
    Ok(())
}

fn zoom(context: &mut Context<'_>, rounds: &Rooms, roster: &Roster) -> Result<(), Failure> {
    let Some(round) = rounds.first() else {
        return Ok(());
    };
    let address = |name: &str| {
        let email = match roster.find(name)[..] {
            [one] => one.email.as_ref(),
            _ => None,
        };
        email.map(|it| it.as_str().to_string())
    };
    let (file, without) = export::zoom(round, address);
    write!(context.out, "{file}")?;
    if !without.is_empty() {
        writeln!(
            context.err,
            "Without an address, and so in no room: {}. Add one: firelight team import FILE",
            visible(&text::listed(&without))
        )?;
    }
    if rounds.len() > 1 {
        writeln!(context.err, "Only the first round: Zoom assigns one.")?;
    }
    Ok(())
}

fn json(
    context: &mut Context<'_>,
    gathered: &Gathered,
    rounds: &Rooms,
    season: &Season,
    refused: &[&Refused],
    seed: u64,
) -> Result<(), Failure> {
    let rounds: Vec<Vec<&[String]>> = rounds
        .iter()
        .map(|it| it.iter().map(|it| it.people.as_slice()).collect())
        .collect();
    if refused.is_empty() {
        let quality = &season.quality;
        return context.json(&Groups {
            rounds,
            quality: Figures {
                new: quality.new,
                again: quality.again,
                oldest_gap: quality.oldest_gap,
                shortest_gap: quality.shortest_gap,
                best_possible: quality.best_possible,
                proven: quality.proven,
                first: first(quality.first),
                mix: quality.mix.clone(),
            },
            // With a wish in private, a seed would only seem to tell how these came about.
            seed: gathered.apart.is_empty().then_some(seed),
        });
    }
    let people = |it: &&Refused| {
        let names = it
            .people
            .iter()
            .map(|&it| gathered.people[it].name.as_ref());
        names.map(|it| it.map_or("", |it| it.as_str())).collect()
    };
    context.json(&Refusal {
        impossible: refused
            .iter()
            .map(|it| Impossible {
                rule: it.rule.name(),
                people: people(it),
            })
            .collect(),
        nearest: Nearest { rounds },
    })
}

fn first(first: First) -> &'static str {
    match first {
        First::Mix => "mix",
        First::Both => "both",
        First::Meetings => "meetings",
    }
}
