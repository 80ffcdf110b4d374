//! `firelight man`: everything help says, as one manual page.

use clap::{Arg, Command};
use roff::{Roff, bold, italic, roman};
use serde::Serialize;

use super::{Context, Exit, Failure};

/// The command, for help.
pub const ABOUT: &str = "The manual page, all commands on it";

/// Nothing can be chosen.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight man | man -l -\n  firelight man > ~/.local/share/man/man1/firelight.1"
)]
pub struct Args {}

#[derive(Serialize)]
struct Answer {
    man: String,
}

/// What a command's exit code means.
const EXITS: &[(&str, &str)] = &[
    ("0", "Done."),
    (
        "1",
        "Failed, or what was looked at has faults; or the input ended early and the session is kept.",
    ),
    ("2", "Asked for wrongly."),
    (
        "129, 130, 143",
        "The terminal went away; somebody stopped it; it was told to end. What was saved is safe.",
    ),
];

/// What the environment may say.
const VARIABLES: &[(&str, &str)] = &[
    ("FIRELIGHT_HOME", "The team's folder, as with --home."),
    ("FIRELIGHT_PRIVATE", "Your own folder, as with --private."),
    (
        "ACCESSIBLE",
        "Anything but 0: lines instead of screens, as with --plain.",
    ),
    (
        "NO_COLOR, CLICOLOR=0, TERM=dumb",
        "Nothing is set off by its looks; TERM=dumb means lines instead of screens.",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "Where they name no UTF-8, marks that are not ASCII are written with those that are.",
    ),
    ("TZ", "The time zone."),
];

/// Prints the page; `groups` are the commands in the groups of help, of a `root` that is built.
///
/// # Errors
/// When the answer cannot be written.
pub fn run(
    context: &mut Context<'_>,
    root: &Command,
    groups: &[(&str, Vec<&str>)],
) -> Result<Exit, Failure> {
    let man = page(root, groups).to_roff();
    if context.globals.json {
        context.json(&Answer { man })?;
    } else {
        write!(context.out, "{man}")?;
    }
    Ok(Exit::Done)
}

fn page(root: &Command, groups: &[(&str, Vec<&str>)]) -> Roff {
    let mut page = Roff::new();
    let version = format!("firelight {}", root.get_version().unwrap_or_default());
    page.control("TH", ["FIRELIGHT", "1", "", version.as_str()]);
    page.control("SH", ["NAME"]);
    let about = root.get_about().map(ToString::to_string);
    page.text([roman(format!("firelight - {}", about.unwrap_or_default()))]);
    page.control("SH", ["SYNOPSIS"]);
    page.text([bold("firelight"), roman(" [COMMAND]")]);
    for (group, names) in groups {
        page.control("SH", [group.to_uppercase().as_str()]);
        for name in names {
            if let Some(it) = root.find_subcommand(name) {
                command(&mut page, "firelight", it);
            }
        }
    }
    page.control("SH", ["EVERYWHERE"]);
    options(&mut page, root.get_arguments());
    for (head, lines) in [("EXIT STATUS", EXITS), ("ENVIRONMENT", VARIABLES)] {
        page.control("SH", [head]);
        for (name, meaning) in lines {
            page.control("TP", []);
            page.text([bold(*name)]);
            page.text([roman(*meaning)]);
        }
    }
    page
}

fn command(page: &mut Roff, before: &str, it: &Command) {
    let name = format!("{before} {}", it.get_name());
    page.control("SS", [usage(&name, it).as_str()]);
    if let Some(about) = it.get_about() {
        page.text([roman(about.to_string())]);
    }
    options(
        page,
        it.get_arguments()
            .filter(|it| !it.is_global_set() && it.get_id() != "help"),
    );
    if let Some(more) = it.get_after_help() {
        page.control("PP", []);
        page.control("nf", []);
        for line in more.to_string().lines() {
            page.text([roman(line)]);
        }
        page.control("fi", []);
    }
    for it in it.get_subcommands().filter(|it| it.get_name() != "help") {
        command(page, &name, it);
    }
}

/// The command with what it takes, without its options.
fn usage(name: &str, it: &Command) -> String {
    let mut usage = name.to_string();
    for it in it.get_positionals() {
        let (open, close) = if it.is_required_set() {
            ('<', '>')
        } else {
            ('[', ']')
        };
        usage.push_str(&format!(" {open}{}{close}", value_names(it)));
    }
    usage
}

fn value_names(it: &Arg) -> String {
    let names = it.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|it| it.as_str()).collect();
    names.join(" ")
}

fn options<'a>(page: &mut Roff, all: impl Iterator<Item = &'a Arg>) {
    for it in all.filter(|it| !it.is_hide_set()) {
        page.control("TP", []);
        let mut head = Vec::new();
        if let Some(long) = it.get_long() {
            head.push(bold(format!("--{long}")));
        }
        if it.get_action().takes_values() {
            head.push(roman(if head.is_empty() { "" } else { " " }));
            head.push(italic(value_names(it)));
        }
        page.text(head);
        let help = it.get_help().map(ToString::to_string).unwrap_or_default();
        let words: Vec<String> = it
            .get_possible_values()
            .iter()
            .map(|it| it.get_name().to_string())
            .collect();
        let words = if words.is_empty() || !it.get_action().takes_values() {
            String::new()
        } else {
            format!(": {}", words.join(", "))
        };
        page.text([roman(format!("{help}{words}."))]);
    }
}
