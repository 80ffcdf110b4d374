//! What was mistyped on the command line, in a sentence, and what was likely meant.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::commands::complete::Place;
use crate::fault::closest;

/// The sentence for a slip; `None` for every other kind of misuse.
pub fn sentence(error: &clap::Error, root: Command, arguments: &[String]) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(it)) => Some(it.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand)?;
            Some(unknown(root, arguments, typed))
        }
        ErrorKind::UnknownArgument => {
            Some(unknown(root, arguments, text(ContextKind::InvalidArg)?))
        }
        ErrorKind::InvalidValue => {
            let typed = text(ContextKind::InvalidValue).filter(|it| !it.is_empty())?;
            let option = text(ContextKind::InvalidArg)?.split(' ').next()?;
            let Some(ContextValue::Strings(known)) = error.get(ContextKind::ValidValue) else {
                return None;
            };
            let near = meant(typed, known);
            let known = known.join(", ");
            Some(format!(
                "\"{typed}\" is no value of {option}{near} Possible: {known}."
            ))
        }
        _ => None,
    }
}

fn unknown(root: Command, arguments: &[String], typed: &str) -> String {
    let is_it = |it: &String| it == typed || it.split_once('=').is_some_and(|it| it.0 == typed);
    let at = arguments.iter().position(is_it).unwrap_or(arguments.len());
    let place = Place::after(root, &arguments[..at]);
    let known = place.known(typed);
    let near = meant(typed, &known);
    let (name, help) = match place.name.split_once(' ') {
        Some((_, command)) => (&*place.name, format!("firelight help {command}")),
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

/// The end of a sentence: what was likely meant, if anything.
fn meant(typed: &str, known: &[String]) -> String {
    match closest(typed, known.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None => ".".to_string(),
    }
}
