//! `questions deal`: a hand to look at, or one for each of several groups. A session may go less
//! deep, by who is there.

use serde::Serialize;

use super::super::{Context, Exit, Failure, groups, library};
use super::{KIND, levels};
use crate::deal;
use crate::fault::visible;
use crate::history::History;
use crate::ritual::{Deal, Layout, Level};
use crate::roster::Roster;
use crate::session::event::Card;

/// What to deal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  firelight questions deal --ceiling open\n  firelight questions deal --hands 4      a hand for each of four groups"
)]
pub(super) struct Args {
    /// From which bank
    #[arg(long, value_name = "BANK", default_value = "core")]
    bank: String,
    /// How many questions
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u8).range(1..=20))]
    hand: u8,
    /// How many hands, none with a question of another while the bank has enough
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    hands: u8,
    /// The deepest level
    #[arg(long, value_name = "WORD", default_value = "personal", value_parser = levels(), ignore_case = true, hide_possible_values = true)]
    ceiling: Level,
    /// Only this theme
    #[arg(long, value_name = "WORD")]
    theme: Vec<String>,
}

#[derive(Serialize)]
struct Dealt<'a> {
    id: &'a str,
    text: &'a str,
    level: u8,
}

pub(super) fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let bank = library(context.disk, &places, &team).bank(&args.bank)?;
    if bank.kind != KIND {
        return Err(Failure::Misuse(format!(
            "{} holds no questions. They are listed by: firelight questions",
            visible(&bank.id)
        )));
    }
    let deal = Deal {
        themes: args.theme.clone(),
        ..Deal::of(&bank.id, Layout::Hand, args.hand.into())
    };
    let limits = team.limits(args.ceiling);
    let deepest = limits.ceiling;
    let past =
        History::read(context.disk, &places.team, &Roster::default()).deals(context.clock.now());
    let (seed, mut chance) = groups::chance(context.globals.seed, None)?;
    let limits = vec![limits; args.hands.into()];
    let (hands, shared) = deal::hands(&bank, &deal, &limits, &past, chance.rng());
    if context.globals.json {
        let rows: Vec<Vec<Dealt<'_>>> = hands
            .iter()
            .map(|it| it.iter().map(row).collect())
            .collect();
        let answer = match rows.as_slice() {
            [hand] => serde_json::json!({ "hand": hand, "seed": seed }),
            hands => serde_json::json!({ "hands": hands, "shared": shared, "seed": seed }),
        };
        context.json(&answer)?;
        return Ok(Exit::Done);
    }
    for (number, hand) in hands.iter().enumerate() {
        if hands.len() > 1 {
            let between = if number > 0 { "\n" } else { "" };
            writeln!(context.out, "{between}Group {}", number + 1)?;
        }
        for card in hand {
            let level = Level::from_number(card.level.into()).map_or("", Level::word);
            let text = format!("{}  ({})", card.text, card.id);
            context.hang(&format!("  {level:<9} "), &visible(&text))?;
        }
    }
    writeln!(context.out)?;
    if hands.iter().all(Vec::is_empty) {
        writeln!(
            context.out,
            "Nothing may be dealt so. Why: firelight questions why ID"
        )?;
    } else if hands.iter().any(|it| it.len() < args.hand.into()) {
        writeln!(context.out, "There are no more that fit.")?;
    }
    if shared {
        writeln!(
            context.out,
            "There are too few that fit: some are in several hands."
        )?;
    }
    if deepest < args.ceiling {
        writeln!(
            context.out,
            "Up to {} at most: the team's file says so.",
            deepest.word()
        )?;
    }
    context.hang(
        "",
        &format!("Again: --seed {seed}. What is dealt here counts as dealt to nobody."),
    )?;
    Ok(Exit::Done)
}

fn row(card: &Card) -> Dealt<'_> {
    Dealt {
        id: &card.id,
        text: &card.text,
        level: card.level,
    }
}
