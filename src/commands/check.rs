//! `firelight check`: everything that is wrong in rituals and banks, where, and how to mend it.

use std::path::PathBuf;

use super::{Context, Exit, Failure, library};
use crate::check;
use crate::fault::{self, Severity};
use crate::library::Library;
use crate::team::{self, care};

/// The command, for help.
pub const ABOUT: &str = "What is wrong in rituals and banks, and how to mend it";

/// What to check.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight check                      everything this team has\n  firelight check prompts/rituals      files on their way"
)]
pub struct Args {
    /// Files, or folders with all that lies below; without any, what this team has
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Show each bank on one page: levels by theme, lengths, beginnings, flags
    #[arg(long)]
    portrait: bool,
}

/// Checks, prints every fault, and counts them.
///
/// # Errors
/// When a path cannot be read, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let (team, _) = team::read(context.disk, &places.team);
    let broken = team::check(context.disk, &places.team);
    let (_, broken_care) = care::read(context.disk, &places.team);
    let library = library(context.disk, &places, &team);
    if args.portrait {
        return portraits(context, args, &library);
    }
    let found = if args.paths.is_empty() {
        let mut found = check::library(&library);
        for broken in broken.into_iter().chain(broken_care) {
            let source = broken.source.into();
            found.extend(
                broken
                    .faults
                    .into_iter()
                    .map(|it| (it, std::rc::Rc::clone(&source))),
            );
        }
        found
    } else {
        check::paths(context.disk, &args.paths, &library)
            .map_err(|it| Failure::Failed(format!("{it}.")))?
    };
    let errors = found
        .iter()
        .filter(|(it, _)| it.severity == Severity::Error)
        .count();
    if context.globals.json {
        let rows: Vec<fault::Row> = found
            .iter()
            .map(|(it, source)| fault::row(it, source))
            .collect();
        context.json(&rows)?;
    } else {
        for (fault, source) in &found {
            writeln!(context.out, "{}\n", fault::render(fault, source))?;
        }
        let warnings = found.len() - errors;
        let sentence = match (errors, warnings) {
            (0, 0) => "Nothing to mend.".to_string(),
            (0, _) => format!("Usable; {warnings} to look at."),
            (_, _) => format!("{errors} to mend, {warnings} to look at."),
        };
        writeln!(context.out, "{sentence}")?;
    }
    Ok(if errors == 0 {
        Exit::Done
    } else {
        Exit::Faults
    })
}

fn portraits(
    context: &mut Context<'_>,
    args: &Args,
    library: &Library<'_>,
) -> Result<Exit, Failure> {
    let portraits = check::portraits(context.disk, &args.paths, library)
        .map_err(|it| Failure::Failed(format!("{it}.")))?;
    if context.globals.json {
        context.json(&portraits)?;
        return Ok(Exit::Done);
    }
    if portraits.is_empty() {
        writeln!(context.out, "There is no bank here that can be read.")?;
    }
    for (at, portrait) in portraits.iter().enumerate() {
        let between = if at > 0 { "\n\n" } else { "" };
        write!(context.out, "{between}")?;
        for line in portrait.page().lines() {
            writeln!(context.out, "{}", fault::visible(line))?;
        }
    }
    Ok(Exit::Done)
}
