//! `firelight log`: the team's session logs, listed, shown and checked.

use std::collections::BTreeSet;

use super::{Context, Exit, Failure};
use crate::fault::{Severity, visible};
use crate::logs::Log;
use crate::logs::read::{self, Logs};

/// The command, for help.
pub const ABOUT: &str = "What is kept of sessions; show, check";

/// Columns of the titles in the list.
const TITLES: usize = 28;

/// Columns that a row of the list takes.
const TABLE: usize = 84;

/// What can be asked for.
#[derive(Debug, clap::Args)]
#[command(about = ABOUT, after_help = "Examples:\n  firelight log\n  firelight log show\n  firelight log check")]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// One session: everything that is kept of it
    #[command(
        after_help = "Examples:\n  firelight log show             the last one\n  firelight log show 0193a6c2    by its id, or how it begins"
    )]
    Show {
        /// Its id, or how it begins; without it, the last one
        #[arg(value_name = "LOG")]
        id: Option<String>,
    },
    /// Reads every file and names what is damaged
    #[command(after_help = "Example:\n  firelight log check --json")]
    Check,
}

/// Lists, shows or checks logs.
///
/// # Errors
/// When there is no such log, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let (disk, team) = (context.disk, &places.team);
    match &args.verb {
        None => list(context, &read::read_all(disk, team)),
        Some(Verb::Show { id }) => show(context, &read::read_all(disk, team), id.as_deref()),
        Some(Verb::Check) => check(context, &read::check_all(disk, team)),
    }
}

fn list(context: &mut Context<'_>, logs: &Logs) -> Result<Exit, Failure> {
    if context.globals.json {
        context.json(&logs.list())?;
    } else if logs.logs.is_empty() {
        writeln!(
            context.out,
            "No session has been held yet. To hold one: firelight run"
        )?;
    } else {
        for (log, _) in &logs.logs {
            let started = log.started.format("%Y-%m-%d %H:%M");
            let (title, id) = (visible(&log.ritual.title), visible(&log.id));
            if context.width() < TABLE {
                context.hang("", &format!("{started}  {title}"))?;
                context.hang("  ", &id)?;
            } else {
                writeln!(context.out, "{started}  {}  {id}", padded(&title))?;
            }
        }
    }
    // Nothing is passed over silently.
    if !logs.faults.is_empty() {
        writeln!(
            context.err,
            "{} a look: firelight log check",
            match n_files(logs) {
                1 => "1 file needs".to_string(),
                n => format!("{n} files need"),
            }
        )?;
    }
    Ok(Exit::Done)
}

/// In how many files there is something to look at.
fn n_files(logs: &Logs) -> usize {
    let paths: BTreeSet<&str> = logs.faults.iter().map(|it| it.path.as_str()).collect();
    paths.len()
}

/// A title as wide as the column of titles, at least.
fn padded(title: &str) -> String {
    let width = crate::ui::text::width(title);
    title.to_string() + &" ".repeat(TITLES.saturating_sub(width))
}

fn show(context: &mut Context<'_>, logs: &Logs, id: Option<&str>) -> Result<Exit, Failure> {
    let mut found = logs
        .logs
        .iter()
        .filter(|(log, _)| id.is_none_or(|id| !id.is_empty() && log.id.starts_with(id)));
    let Some((log, path)) = found.next() else {
        return Err(match id {
            Some(id) => Failure::Misuse(format!(
                "No log has an id that begins with {}. All of them: firelight log",
                visible(id)
            )),
            None => Failure::Failed(
                "No session has been held yet. To hold one: firelight run".to_string(),
            ),
        });
    };
    if id.is_some() && found.next().is_some() {
        return Err(Failure::Misuse(
            "Several ids begin like that; type a little more.".to_string(),
        ));
    }
    if context.globals.json {
        context.json(log)?;
        return Ok(Exit::Done);
    }
    for line in lines(log) {
        let text = line.trim_start();
        let inset = " ".repeat(line.len() - text.len());
        context.hang(&inset, &visible(text))?;
    }
    writeln!(context.out, "\n{}", visible(&path.to_string_lossy()))?;
    Ok(Exit::Done)
}

fn lines(log: &Log) -> Vec<String> {
    let ended = log
        .ended
        .map_or(String::new(), |it| format!(" to {}", it.format("%H:%M")));
    let end = if log.finished { "" } else { ", ended early" };
    let mut lines = vec![
        log.ritual.title.clone(),
        format!(
            "{}{ended}, {}{end}",
            log.started.format("%Y-%m-%d %H:%M"),
            log.mode
        ),
        String::new(),
    ];
    for (number, step) in log.steps.iter().enumerate() {
        let what = match (&step.left_out, step.actual_minutes, step.planned_minutes) {
            (Some(why), _, _) => format!("left out: {why}"),
            (None, Some(actual), Some(planned)) => format!("{actual} min, planned {planned}"),
            (None, None, Some(planned)) => format!("planned {planned} min"),
            (None, _, _) => String::new(),
        };
        lines.push(format!("{}. {:<8} {what}", number + 1, step.kind));
        if !step.dealt.is_empty() {
            let dealt: Vec<&str> = step.dealt.iter().map(|it| it.text.as_str()).collect();
            lines.push(format!("   dealt: {}", dealt.join(" · ")));
        }
        for round in &step.rounds {
            let groups: Vec<String> = round.groups.iter().map(|it| it.join(" ")).collect();
            lines.push(format!(
                "   who sat together, as ids: {}",
                groups.join(" · ")
            ));
        }
    }
    lines.push(String::new());
    if log.kept.is_empty() && log.counts.is_empty() {
        lines.push("Nothing that anybody said is kept.".to_string());
    }
    let counts = log.counts.iter();
    lines.extend(counts.map(|(what, it)| format!("counted, {what}: {}", it.words())));
    lines.extend(
        log.kept
            .iter()
            .map(|it| format!("kept, {}: {}", it.form, it.text.as_str())),
    );
    lines
}

fn check(context: &mut Context<'_>, logs: &Logs) -> Result<Exit, Failure> {
    if context.globals.json {
        context.json(&logs.faults)?;
    } else {
        for it in &logs.faults {
            writeln!(
                context.out,
                "{}:{}:{}: {} [{}]",
                visible(&it.path),
                it.line,
                it.column,
                visible(&it.message),
                it.rule
            )?;
        }
        writeln!(
            context.out,
            "{} sessions read, {} files to look at.",
            logs.logs.len(),
            n_files(logs)
        )?;
    }
    let is_bad = logs.faults.iter().any(|it| it.severity == Severity::Error);
    Ok(if is_bad { Exit::Faults } else { Exit::Done })
}
