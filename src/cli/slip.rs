//! What was mistyped on the command line, in a sentence, and what was likely meant. Nothing that
//! clap itself would say reaches anybody.

use std::error::Error as _;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::commands::complete::Cursor;
use crate::fault::closest;

/// The sentence for a slip; `None` for what is none, such as a question for help.
pub fn sentence(error: &clap::Error, root: Command, arguments: &[String]) -> Option<String> {
    if !error.use_stderr() {
        return None;
    }
    let texts = |kind| match error.get(kind) {
        Some(ContextValue::String(it)) => vec![it.as_str()],
        Some(ContextValue::Strings(all)) => all.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let text = |kind| texts(kind).first().copied().unwrap_or_default();
    if let ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument = error.kind() {
        let typed = match text(ContextKind::InvalidSubcommand) {
            "" => text(ContextKind::InvalidArg),
            command => command,
        };
        return Some(unknown(root, arguments, typed));
    }
    // `--people <N>`: the option alone.
    let bare = |it: &str| it.split([' ', '=']).next().unwrap_or_default().to_string();
    let option = bare(text(ContextKind::InvalidArg));
    let typed = text(ContextKind::InvalidValue);
    let cursor = Cursor::after(root, arguments);
    let takes = what_it_takes(&cursor);
    Some(match error.kind() {
        ErrorKind::InvalidValue => {
            let known = texts(ContextKind::ValidValue);
            let all = match &known[..] {
                [] => takes,
                known => format!("Possible: {}.", known.join(", ")),
            };
            if typed.is_empty() {
                format!("{option} needs a value. {all}")
            } else {
                let near = meant(typed, known);
                format!("\"{typed}\" is no value of {option}{near} {all}")
            }
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("\"{typed}\" is no value of {option}, which takes {why}.")
        }
        ErrorKind::TooManyValues => format!("{option} takes no value. {takes}"),
        ErrorKind::ArgumentConflict => {
            let other = texts(ContextKind::PriorArg);
            let other: Vec<String> = other.iter().map(|it| bare(it)).collect();
            if other.contains(&option) {
                format!("{option} is there twice; once is enough. {takes}")
            } else {
                let other = other.join(" and ");
                format!("{option} does not go together with {other}. {takes}")
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(ContextKind::InvalidArg);
            let missing: Vec<String> = missing
                .iter()
                .map(|it| it.replace(['<', '>'], "").replace("...", ""))
                .collect();
            let like = match example(&cursor) {
                Some(example) => format!("Such as: {example}"),
                None => takes,
            };
            format!("{} needs {}. {like}", cursor.name, missing.join(" and "))
        }
        ErrorKind::InvalidUtf8 => {
            format!(
                "Something typed behind {} is no UTF-8 text. {takes}",
                cursor.name
            )
        }
        _ => format!("{} was not understood. {takes}", cursor.name),
    })
}

/// Where everything stands that a command takes.
fn what_it_takes(cursor: &Cursor) -> String {
    let (_, command) = cursor.name.split_once(' ').unwrap_or_default();
    format!(
        "What it takes: {}",
        format!("firelight help {command}").trim_end()
    )
}

/// The first example in a command's help.
fn example(cursor: &Cursor) -> Option<String> {
    let help = cursor.command.get_after_help()?.to_string();
    let mut lines = help.lines().map(str::trim);
    lines
        .find(|it| it.starts_with("firelight "))
        .map(str::to_string)
}

fn unknown(root: Command, arguments: &[String], typed: &str) -> String {
    let is_it = |it: &String| it == typed || it.split_once('=').is_some_and(|it| it.0 == typed);
    let at = arguments.iter().position(is_it).unwrap_or(arguments.len());
    let cursor = Cursor::after(root, &arguments[..at]);
    let known = cursor.known(typed);
    let near = meant(typed, known.iter().map(String::as_str));
    let (name, help) = match cursor.name.split_once(' ') {
        Some((_, command)) => (&*cursor.name, format!("firelight help {command}")),
        None => ("firelight", "firelight help".to_string()),
    };
    let what = if typed.starts_with('-') {
        "option"
    } else if known.is_empty() {
        return format!("\"{typed}\" is one word too many for {name}. What it takes: {help}");
    } else {
        "command"
    };
    format!("{name} has no {what} \"{typed}\"{near} All of them: {help}")
}

/// The end of a sentence: what was likely meant, if anything. No number is nearly another.
fn meant<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known = known
        .into_iter()
        .filter(|it| it.contains(char::is_alphabetic));
    match closest(typed, known) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None => ".".to_string(),
    }
}
