//! `firelight check`: everything that is wrong in rituals and banks, where, and how to mend it.

use std::path::PathBuf;

use super::{Context, Exit, Failure, library};
use crate::agreements;
use crate::check;
use crate::check::portrait::HEAD;
use crate::fault::{self, Severity, visible};
use crate::library::Library;
use crate::plan;
use crate::team::{self, care};

/// The command, for help.
pub const ABOUT: &str = "What is wrong in rituals and banks, and how to mend it";

/// What to check.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight check                      everything this team has\n  firelight check prompts/rituals      files on their way\n  firelight check --portrait           a line about each bank\n  firelight check --portrait core      a page about one of them"
)]
pub struct Args {
    /// Files, or folders with all that lies below; without any, what this team has. With --portrait
    /// also the name of a bank
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Show a line about each bank; with the name of one, a page: levels by theme, lengths, beginnings
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
    let (_, broken_agreements) = agreements::read(context.disk, &places.team);
    let (_, broken_plans) = plan::story::read(context.disk, &places.team, &context.zone());
    let library = library(context.disk, &places, &team);
    if args.portrait {
        return portraits(context, args, &library);
    }
    let found = if args.paths.is_empty() {
        let mut found = check::library(&library);
        for broken in broken
            .into_iter()
            .chain(broken_care)
            .chain(broken_agreements)
            .chain(broken_plans)
        {
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
    // What lies nowhere and looks like no path is the name of a bank.
    let is_name = |it: &&PathBuf| {
        let id = it.to_string_lossy();
        crate::fields::is_slug(&id) && context.disk.look(&context.folder.join(it)).is_err()
    };
    let (names, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = args.paths.iter().partition(is_name);
    let unreadable = |it| Failure::Failed(format!("{it}."));
    let mut portraits = Vec::new();
    if names.is_empty() || !paths.is_empty() {
        let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
        portraits = check::portraits(context.disk, &paths, library).map_err(unreadable)?;
    }
    if !names.is_empty() {
        let all = check::portraits(context.disk, &[], library).map_err(unreadable)?;
        for name in names {
            let name = name.to_string_lossy();
            let Some(portrait) = all.iter().find(|it| it.bank == name) else {
                let ids = all.iter().map(|it| it.bank.as_str());
                let help = match fault::closest(&name, ids) {
                    Some(near) => format!("; did you mean {}?", visible(near)),
                    None => ". All of them: firelight check --portrait".to_string(),
                };
                return Err(Failure::Misuse(format!("There is no bank {name}{help}")));
            };
            portraits.push(portrait.clone());
        }
    }
    if context.globals.json {
        context.json(&portraits)?;
        return Ok(Exit::Done);
    }
    match &portraits[..] {
        [] => writeln!(context.out, "There is no bank here that can be read.")?,
        [portrait] => {
            for line in portrait.page().lines() {
                writeln!(context.out, "{}", visible(line))?;
            }
        }
        portraits => {
            writeln!(context.out, "{HEAD}")?;
            for portrait in portraits {
                writeln!(context.out, "{}", visible(&portrait.line()))?;
            }
            let one = &portraits[0].bank;
            let hint = format!("A page about one of them: firelight check --portrait {one}");
            writeln!(context.out)?;
            context.hang("", &visible(&hint))?;
        }
    }
    Ok(Exit::Done)
}
