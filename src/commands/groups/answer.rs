//! What `groups` answers: rooms, a sentence on how good they are, or JSON.

use serde::Serialize;

use super::super::{Context, Failure};
use super::{Args, Gathered, Rooms};
use crate::export;
use crate::fault::visible;
use crate::groups::{First, Quality, Refused, Round, Season};
use crate::host::rooms::Numbers;
use crate::host::screens::{self, count};
use crate::roster::Roster;

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
            people.join(", ")
        )?;
    }
    // What is pasted or read by a program stands alone.
    let sentence = sentence(&season.quality);
    if form.is_none() {
        writeln!(context.out, "\n{sentence}")?;
        if args.save {
            writeln!(context.out, "Saved: from now on these people have met.")?;
        } else {
            writeln!(
                context.out,
                "To make them count: --save. Others: firelight groups again"
            )?;
        }
    }
    Ok(())
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
            visible(&without.join(", "))
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

/// How good they are, in words.
pub fn sentence(quality: &Quality) -> String {
    // One pair may meet again several times: what is counted is meetings.
    let meet = |n: usize, when: &str| format!("{} {when}", count(n as i64, "meeting"));
    let mut sentences = vec![match quality.again {
        0 => format!(
            "{}, and none of two who had.",
            meet(quality.new, "of two who had not met")
        ),
        again => {
            let gap = match (quality.shortest_gap, quality.oldest_gap) {
                (Some(one), Some(other)) if one == other => {
                    format!(", after {}", count(one as i64, "round"))
                }
                (Some(one), Some(other)) => format!(", after {one} to {other} rounds"),
                _ => String::new(),
            };
            let new = meet(quality.new, "of two who had not met");
            format!("{new}, and {}{gap}.", meet(again, "of two who had"))
        }
    }];
    sentences.extend(match (quality.again, quality.proven) {
        (0, _) => None,
        (_, true) => Some("No groups have fewer of those.".to_string()),
        (_, false) => {
            let least = quality.best_possible;
            Some(match least {
                0 => "Other groups may have fewer; none are known.".to_string(),
                _ => format!("Any groups would have at least {least}."),
            })
        }
    });
    let is_mixed = quality.mix.iter().all(|(same, least)| same == least);
    sentences.extend(quality.mix.iter().map(|(same, least)| match same == least {
        true => "The mix is as good as can be.".to_string(),
        false => format!("In the mix {same} pairs are alike; {least} could be."),
    }));
    if !quality.mix.is_empty() && (quality.again > quality.best_possible || !is_mixed) {
        sentences.push(
            match quality.first {
                First::Mix => "The mix went first; --first meetings turns that round.",
                First::Both => "Mix and new meetings weighed alike; --first puts one before.",
                First::Meetings => "New meetings went first; --first mix turns that round.",
            }
            .to_string(),
        );
    }
    sentences.join(" ")
}
