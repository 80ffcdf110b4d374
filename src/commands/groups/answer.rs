//! What `groups` answers: rooms, a sentence on how good they are, or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{Context, Failure};
use super::{Args, Gathered, Rooms};
use crate::export;
use crate::fault::visible;
use crate::groups::{First, Refused, Round, Season, Sizes};
use crate::host::quality;
use crate::host::rooms::{Numbers, number};
use crate::host::screens;
use crate::roster::Roster;
use crate::ui::text;

#[derive(Serialize)]
struct Groups {
    rounds: Vec<Vec<Vec<String>>>,
    quality: Figures,
    /// Only what was asked for: any other would tell whether a private salt was mixed in.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    nearest: Nearest,
}

#[derive(Serialize)]
struct Impossible<'a> {
    rule: &'static str,
    people: Vec<&'a str>,
}

#[derive(Serialize)]
struct Nearest {
    rounds: Vec<Vec<Vec<String>>>,
}

/// The rooms of all rounds.
pub(super) fn rooms(gathered: &Gathered, roster: &Roster, rounds: &[Round]) -> Rooms {
    let address = |id: &str| {
        let one = roster.people.iter().find(|it| it.id == id)?;
        Some(one.email.as_ref()?.as_str().to_string())
    };
    let round = |round: &Round| {
        let mut numbers = Numbers::new(gathered.mode);
        let mut rooms: Vec<export::Room> = round
            .iter()
            .map(|group| {
                let people: Vec<_> = group.iter().map(|&it| &gathered.people[it]).collect();
                let shown = numbers.names(&people);
                let seats = people.iter().zip(shown).map(|(it, shown)| export::Seat {
                    name: screens::called(it),
                    shown,
                    address: address(&it.id),
                });
                let mut seats: Vec<export::Seat> = seats.collect();
                seats.sort_by_key(|it| it.name.to_lowercase());
                let (name, _) = numbers.room(&people);
                export::Room {
                    name,
                    people: seats,
                }
            })
            .collect();
        rooms.sort_by_key(|it| it.name.starts_with("Table"));
        rooms
    };
    rounds.iter().map(round).collect()
}

/// Says them.
pub(super) fn say(
    context: &mut Context<'_>,
    args: &Args,
    gathered: &Gathered,
    rounds: &Rooms,
    season: &Season,
    refused: &[&Refused],
    sizes: Sizes,
) -> Result<(), Failure> {
    if context.globals.json {
        return json(context, gathered, rounds, season, refused);
    }
    let form = args.form.as_deref();
    match form {
        Some("csv") => write!(context.out, "{}", export::csv(rounds))?,
        Some("zoom") => zoom(context, rounds)?,
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
        let uneven = season.rounds.iter().find_map(|it| uneven(it, sizes));
        for sentence in uneven.into_iter().chain([sentence]) {
            writeln!(context.out, "{sentence}")?;
        }
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

/// Why some groups are not of the size that was asked for; nothing where all are.
fn uneven(round: &Round, sizes: Sizes) -> Option<String> {
    let mut odd: BTreeMap<usize, usize> = BTreeMap::new();
    let sat = round.iter().map(Vec::len);
    for size in sat.filter(|it| !(sizes.least..=sizes.most).contains(it)) {
        *odd.entry(size).or_default() += 1;
    }
    let people: usize = round.iter().map(Vec::len).sum();
    if odd.is_empty() || people == 0 {
        return None;
    }
    if people == 1 {
        return Some("One person is no group.".to_string());
    }
    let wanted = match (sizes.least, sizes.most) {
        (2, 2) => "pairs",
        (3, 3) => "threes",
        (4, 4) => "fours",
        _ => "threes and fours",
    };
    let are = odd.iter().map(|(size, n)| match n {
        1 => format!("one group is of {}", number(*size)),
        n if *n == round.len() => format!("all groups are of {}", number(*size)),
        n => format!("{} groups are of {}", number(*n), number(*size)),
    });
    let are = match round.len() {
        1 => "they are one group".to_string(),
        _ => text::listed(&are.collect::<Vec<_>>()),
    };
    let people = screens::capital(&number(people));
    Some(format!(
        "{people} people do not all fit into {wanted}: {are}."
    ))
}

fn zoom(context: &mut Context<'_>, rounds: &Rooms) -> Result<(), Failure> {
    let Some(round) = rounds.first() else {
        return Ok(());
    };
    let (file, without) = export::zoom(round);
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
) -> Result<(), Failure> {
    let names = |room: &export::Room| -> Vec<String> {
        room.people.iter().map(|it| it.name.clone()).collect()
    };
    let round = |rooms: &export::Round| rooms.iter().map(names).collect();
    let rounds = rounds.iter().map(round).collect();
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
            seed: context.globals.seed,
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
