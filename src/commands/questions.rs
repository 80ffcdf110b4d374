//! `firelight questions`: what can be asked, found by text, level, theme, flag and use; and what a
//! team does with it: deal, hide, ask why, bring its own.

mod deal;
mod import;
mod new;
mod why;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::{Context, Exit, Failure, library, reason};
use crate::bank::{Bank, Item, write};
use crate::disk::{Disk, Rights};
use crate::fault::{closest, visible};
use crate::keep::Text;
use crate::library::Library;
use crate::places::Places;
use crate::ritual::Level;
use crate::team::hidden;

/// The command, for help.
pub const ABOUT: &str = "What can be asked: find, deal, ask why, hide, bring your own";

/// The kind of bank whose items are dealt in hands.
const KIND: &str = "question";
/// The ritual that takes a team's own questions, unless another is named.
const RITUAL: &str = "breakout-graded";

/// Rules that nobody overrules by writing alone: what breaks one is not dealt.
const FORBIDDEN: [&str; 5] = ["Q010", "Q011", "Q022", "Q023", "Q025"];

/// What can be asked for.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight questions --level open --theme help\n  firelight questions --find meeting\n  firelight questions deal --ceiling open"
)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Only those that hold this text
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,
    /// Only this level: light, open, personal, tender, deep
    #[arg(long, value_name = "WORD", value_parser = levels(), ignore_case = true, hide_possible_values = true)]
    level: Option<Level>,
    /// Only this theme
    #[arg(long, value_name = "WORD")]
    theme: Option<String>,
    /// Only what has this flag
    #[arg(long, value_name = "WORD")]
    flag: Option<String>,
    /// Only what this ritual may take
    #[arg(long = "use", value_name = "RITUAL")]
    usage: Option<String>,
    /// Every kind of bank, not only questions
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// A hand of questions to look at, or one for each of several groups
    Deal(deal::Args),
    /// What is known of a question, and whether it may be dealt now
    #[command(after_help = "Example:\n  firelight questions why help-small-hand")]
    Why {
        /// The question's id
        id: String,
    },
    /// Never deal a question in this team again
    #[command(after_help = "Example:\n  firelight questions hide help-small-hand")]
    Hide {
        /// The question's id
        id: String,
    },
    /// Bring questions from a text, Markdown or CSV file
    Import(import::Args),
    /// Write a question, step by step
    New(new::Args),
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    bank: &'a str,
    kind: &'a str,
    text: &'a str,
    level: u8,
    score: Option<&'a str>,
    themes: &'a [String],
    flags: &'a [String],
    tags: &'a [String],
    lighter: Option<&'a str>,
    follow: &'a [String],
}

/// The level with this word, however it is written.
fn level(word: &str) -> Option<Level> {
    let is_it = |it: &Level| it.word() == word.to_lowercase();
    Level::ALL.into_iter().find(is_it)
}

/// Reads a level on the command line.
fn levels() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::word))
        // What is no level does not come here.
        .map(|word| level(&word).unwrap_or(Level::Light))
}

/// Lists questions, or does what the verb says.
///
/// # Errors
/// When there is no such question, a file cannot be read or written, or the answer cannot.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    match &args.verb {
        None => list(context, args),
        Some(Verb::Deal(args)) => deal::run(context, args),
        Some(Verb::Why { id }) => why::run(context, id),
        Some(Verb::Hide { id }) => hide(context, id),
        Some(Verb::Import(args)) => import::run(context, args),
        Some(Verb::New(args)) => new::run(context, args),
    }
}

fn list(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let (banks, broken) = library(context.disk, &places, &team).banks();
    for broken in &broken {
        context.warn_of(broken)?;
    }
    let find = args.find.as_ref().map(|it| it.to_lowercase());
    let is_wanted = |bank: &Bank, it: &Item| {
        let has = |list: &[String], word: &Option<String>| {
            word.as_ref().is_none_or(|word| list.contains(word))
        };
        (args.all || bank.kind == KIND)
            && find
                .as_ref()
                .is_none_or(|find| it.text.to_lowercase().contains(find) || it.id.contains(find))
            && args.level.is_none_or(|level| it.level == level)
            && has(&it.themes, &args.theme)
            && has(&it.flags, &args.flag)
            && has(&it.uses, &args.usage)
    };
    let mut found: Vec<(&Bank, &Item)> = banks
        .iter()
        .flat_map(|bank| bank.items.iter().map(move |it| (bank, it)))
        .filter(|(bank, it)| is_wanted(bank, it))
        .collect();
    found.sort_by_key(|(bank, it)| (&bank.id, it.level));
    if context.globals.json {
        let rows: Vec<Row<'_>> = found.iter().map(|(bank, it)| row(bank, it)).collect();
        context.json(&rows)?;
        return Ok(Exit::Done);
    }
    for (_, it) in &found {
        let flags = if it.flags.is_empty() {
            String::new()
        } else {
            format!(" [{}]", it.flags.join(", "))
        };
        let text = format!("{}{flags}  ({})", it.text, it.id);
        context.hang(&format!("{:<9} ", it.level.word()), &visible(&text))?;
    }
    let sentence = match found.len() {
        0 => none(args, &banks),
        n => format!("{}.", crate::host::screens::count(n as i64, "question")),
    };
    writeln!(
        context.out,
        "{}{sentence}",
        if found.is_empty() { "" } else { "\n" }
    )?;
    Ok(Exit::Done)
}

/// That nothing was found, and what may have been meant.
fn none(args: &Args, banks: &[Bank]) -> String {
    let items = || banks.iter().flat_map(|it| &it.items);
    let known = [
        (
            &args.theme,
            items().flat_map(|it| &it.themes).collect::<HashSet<_>>(),
        ),
        (&args.flag, items().flat_map(|it| &it.flags).collect()),
        (&args.usage, items().flat_map(|it| &it.uses).collect()),
    ];
    for (word, known) in known {
        let Some(word) = word.as_ref().filter(|it| !known.contains(it)) else {
            continue;
        };
        let mut known: Vec<&str> = known.into_iter().map(String::as_str).collect();
        known.sort_unstable();
        return match closest(word, known.iter().copied()) {
            Some(near) => format!("None has {}; did you mean {near}?", visible(word)),
            None if known.is_empty() => format!("None has {}.", visible(word)),
            None => format!("None has {}; there is {}.", visible(word), known.join(", ")),
        };
    }
    "Nothing fits all of that.".to_string()
}

fn row<'a>(bank: &'a Bank, it: &'a Item) -> Row<'a> {
    Row {
        id: &it.id,
        bank: &bank.id,
        kind: &bank.kind,
        text: &it.text,
        level: it.level.number(),
        score: it.score.as_deref(),
        themes: &it.themes,
        flags: &it.flags,
        tags: &it.tags,
        lighter: it.lighter.as_deref(),
        follow: &it.follow,
    }
}

fn hide(context: &mut Context<'_>, id: &str) -> Result<Exit, Failure> {
    let places = context.places()?;
    let (_, item) = find(context, &places, id)?;
    let is_hidden =
        hidden::read(context.disk, &places.team).is_ok_and(|it| it.ids.contains(&item.id));
    let path = places.team.join(hidden::FOLDER).join(&item.id);
    hidden::add(context.disk, &places.team, &item.id).map_err(|error| unwritten(&path, &error))?;
    if context.globals.json {
        context.json(&serde_json::json!({ "hidden": item.id, "was_hidden": is_hidden }))?;
        return Ok(Exit::Done);
    }
    let (again, path) = (
        if is_hidden { " already" } else { "" },
        path.to_string_lossy(),
    );
    writeln!(
        context.out,
        "{}\nIs hidden{again}: this team is never dealt it again.",
        visible(&item.text)
    )?;
    writeln!(
        context.out,
        "To take that back, remove the file {}.",
        visible(&path)
    )?;
    Ok(Exit::Done)
}

/// The question with this id, hidden or not, and its bank.
fn find(context: &Context<'_>, places: &Places, id: &str) -> Result<(Bank, Item), Failure> {
    let (banks, _) = Library::new(context.disk, Some(&places.team), &[]).banks();
    let mut ids = Vec::new();
    for bank in &banks {
        if let Some(item) = bank.items.iter().find(|it| it.id == id) {
            return Ok((bank.clone(), item.clone()));
        }
        ids.extend(bank.items.iter().map(|it| it.id.as_str()));
    }
    let id = visible(id);
    Err(Failure::Misuse(match closest(&id, ids) {
        Some(near) => format!("There is no question {id}; did you mean {near}?"),
        None => format!("There is no question {id}. Ids are in brackets in: firelight questions"),
    }))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let path = visible(&path.to_string_lossy());
    Failure::Failed(format!("{path} cannot be written: {}.", reason(error)))
}

/// Ids of everything there is, so that a new one is new.
fn taken(context: &Context<'_>, places: &Places) -> HashSet<String> {
    let (banks, _) = Library::new(context.disk, Some(&places.team), &[]).banks();
    banks
        .into_iter()
        .flat_map(|it| it.items)
        .map(|it| it.id)
        .collect()
}

/// Puts a new bank into the team's folder; it appears whole. Gives where it lies.
///
/// # Errors
/// When there is one of that name, or it cannot be written.
fn put(
    context: &Context<'_>,
    places: &Places,
    id: &str,
    title: &Text,
    ritual: &str,
    items: &[write::New],
) -> Result<PathBuf, Failure> {
    // A bank of the same name would stand in the place of the one that is there.
    let (banks, _) = Library::new(context.disk, Some(&places.team), &[]).banks();
    if banks.iter().any(|it| it.id == id) {
        return Err(Failure::Misuse(format!(
            "There is a bank {} already; choose another name: --bank NAME",
            visible(id)
        )));
    }
    let folder = places.team.join("prompts").join("questions");
    let path = folder.join(format!("{id}.toml"));
    let half = folder.join(format!("{id}.tmp"));
    let write = |disk: &dyn Disk| -> io::Result<()> {
        disk.make_folder(&folder, Rights::Shared)?;
        let mut file = match disk.create(&half, Rights::Shared) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // Of somebody who was stopped before it was whole; whoever writes it now keeps it.
                disk.clear(&half)?;
                disk.create(&half, Rights::Shared)?
            }
            created => created?,
        };
        file.append(&write::bytes(title, ritual, items))?;
        file.sync()?;
        disk.rename_new(&half, &path)?;
        disk.sync_folder(&folder)
    };
    match write(context.disk) {
        Ok(()) => Ok(path),
        Err(error) => {
            // What is half written is cleared away by the next one, if not now.
            let _ = context.disk.clear(&half);
            if error.kind() == io::ErrorKind::AlreadyExists {
                let path = visible(&path.to_string_lossy());
                return Err(Failure::Misuse(format!(
                    "{path} is there already; choose another name: --bank NAME"
                )));
            }
            Err(unwritten(&path, &error))
        }
    }
}
