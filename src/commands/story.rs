//! `firelight story`: a person's own studio, from the first moment to a timed five minutes.
//!
//! No verb takes a word of the story as an argument, and nothing of it is said in an error. What
//! shows text does so on a screen that is cleared at every end, and not while a session runs.

mod choose;
mod editor;
mod gather;
mod lines;
mod out;
mod prep;
mod rehearse;
mod studio;
mod typed;
mod wipe;
mod words;

use std::path::PathBuf;

use clap::builder::PossibleValue;
use serde::Serialize;

use super::{Context, Exit, Failure};
use crate::disk::Held;
use crate::places::Places;
use crate::plan::slots;
use crate::story::steps::{self, Step};
use crate::story::{Fence, Story, said, store};
use crate::ui::Ui;

/// The command, for help.
pub const ABOUT: &str = "Your own story in five minutes, in private";

/// What to do with it.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "It says where you are and shows no word. Everything else is for a screen that nobody else sees.\n\nExamples:\n  firelight story\n  firelight story prep\n  firelight story rehearse\n  firelight story card --page card.html"
)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Nine steps in any order; stop whenever you like
    #[command(
        after_help = "Examples:\n  firelight story prep\n  firelight story prep fence           the same as firelight story prep 3\n  firelight story prep gather --editor"
    )]
    Prep {
        /// One of the nine, its word or its number
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(named()))]
        step: Option<String>,
        /// Gathers in your own editor, which may keep or send copies
        #[arg(long)]
        editor: bool,
    },
    /// Says it aloud to a clock, a beat at a time
    #[command(
        after_help = "How long each beat took is kept in your own folder, and nothing else.\n\nExamples:\n  firelight story rehearse\n  firelight story rehearse --pace 120      for words that are written out"
    )]
    Rehearse {
        /// Words a minute that you speak, more or less
        #[arg(long, value_name = "N", value_parser = pace)]
        pace: Option<i64>,
    },
    /// The card for your hand: only what you marked tell
    #[command(
        after_help = "Examples:\n  firelight story card\n  firelight story card --text\n  firelight story card --page card.html      one side of A5, to print"
    )]
    Card {
        /// Prints it as text
        #[arg(long, conflicts_with = "page")]
        text: bool,
        /// Writes it as a page to print, to a file that is not there yet
        #[arg(long, value_name = "FILE")]
        page: Option<PathBuf>,
    },
    /// Everything that you wrote
    #[command(after_help = "Example:\n  firelight story show")]
    Show,
    /// Takes everything away, and says what it cannot reach
    #[command(after_help = "Example:\n  firelight story wipe")]
    Wipe,
    /// The nine steps as a sheet to print, for a pen
    #[command(
        after_help = "Examples:\n  firelight story paper\n  firelight story paper --page sheet.html"
    )]
    Paper {
        /// Writes it as a page to print, to a file that is not there yet
        #[arg(long, value_name = "FILE")]
        page: Option<PathBuf>,
    },
    /// What this protects from, and what not
    #[command(after_help = "Example:\n  firelight story privacy")]
    Privacy,
}

/// The steps by their words; their numbers mean the same.
fn named() -> Vec<PossibleValue> {
    let steps = Step::ALL.into_iter().zip(1..);
    let named = steps.map(|(it, n)| PossibleValue::new(it.word()).alias(format!("{n}")));
    named.collect()
}

fn pace(typed: &str) -> Result<i64, String> {
    let pace = typed.parse().ok().filter(|it| said::PACES.contains(it));
    let wanted = || {
        let (least, most) = (said::PACES.start(), said::PACES.end());
        format!("words a minute, from {least} to {most}")
    };
    pace.ok_or_else(wanted)
}

/// Does one thing with the story.
///
/// # Errors
/// When the own folder is refused, the file is damaged, or a session runs.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    match &args.verb {
        None => status(context),
        Some(Verb::Prep { step, editor }) => prep::run(context, step.as_deref(), *editor),
        Some(Verb::Rehearse { pace }) => rehearse::run(context, *pace),
        Some(Verb::Card { text, page }) => out::card(context, *text, page.as_deref()),
        Some(Verb::Show) => out::show(context),
        Some(Verb::Wipe) => wipe::run(context),
        Some(Verb::Paper { page }) => out::paper(context, page.as_deref()),
        Some(Verb::Privacy) => words::privacy(context),
    }
}

/// Where somebody is, in numbers; what `--json` prints of every verb that shows text.
#[derive(Serialize)]
struct Status {
    moments: usize,
    chosen: usize,
    fences: Fences,
    shape: bool,
    first_line: bool,
    last_line: bool,
    boundaries: bool,
    rehearsals: usize,
    next: &'static str,
}

#[derive(Serialize)]
struct Fences {
    tell: usize,
    maybe: usize,
    mine: usize,
}

impl Status {
    fn of(story: &Story) -> Self {
        let chosen = story.chosen();
        let n = |fence| chosen.iter().filter(|it| it.fence == Some(fence)).count();
        Self {
            moments: story.moments.len(),
            chosen: chosen.len(),
            fences: Fences {
                tell: n(Fence::Tell),
                maybe: n(Fence::Maybe),
                mine: n(Fence::Mine),
            },
            shape: story.shape.is_some(),
            first_line: story.first.is_some(),
            last_line: story.last.is_some(),
            boundaries: story.questions.is_some(),
            rehearsals: story.rehearsals.len(),
            next: steps::next(story).word(),
        }
    }
}

/// Keeps the story closed while a screen may be shared, for as long as what is given lives, and
/// warns whoever leads when it, or the page of who tells, is open. Nothing of them is read.
///
/// # Errors
/// When the screen cannot be written.
pub fn close(
    context: &Context<'_>,
    places: &Places,
    ui: &mut dyn Ui,
) -> Result<Option<Held>, Failure> {
    let (held, is_open) = store::close(context.disk, &places.private);
    if is_open || slots::is_open(context.disk, &places.private) {
        ui.tell(
            "Something of yours is open in another window. Close it before you share the screen.",
        )?;
    }
    Ok(held)
}

/// The story, for whoever only reads it.
fn read(context: &Context<'_>) -> Result<Story, Failure> {
    let places = context.places()?;
    store::read(context.disk, &places.private).map_err(Failure::Failed)
}

fn status(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let story = read(context)?;
    if context.globals.json {
        context.json(&Status::of(&story))?;
        return Ok(Exit::Done);
    }
    if story.is_empty() {
        context.hang("", "There is no story here yet, and none is needed.")?;
        context.hang("", words::PROMISE)?;
        context.hang("", "To begin: firelight story prep")?;
        return Ok(Exit::Done);
    }
    writeln!(context.out, "Your story")?;
    for step in Step::ALL {
        let far = steps::how_far(&story, step);
        let far = if far.is_empty() { "not yet" } else { &far };
        context.hang(&format!("  {:<12}", step.word()), far)?;
    }
    let next = steps::next(&story).word();
    context.hang("", &format!("To go on: firelight story prep {next}"))?;
    Ok(Exit::Done)
}
