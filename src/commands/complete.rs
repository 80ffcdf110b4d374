//! What may stand where the cursor is in a shell: commands, options, their values, and what
//! the team has. The shells' scripts ask by a word that help does not show.
//!
//! Only the command at hand is built, and only what is asked for is looked up: an answer is
//! awaited between two keys. Nothing is written, and no person is named but those of the team.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command};
use serde::Serialize;

use super::{Context, Exit, Failure};
use crate::evidence;
use crate::fault::visible;
use crate::library::Library;
use crate::logs::read;
use crate::roster;
use crate::team;

/// The command, which help does not show.
pub const ABOUT: &str = "What may stand here, for the scripts of shells";

/// Log ids that are offered: the latest.
const MOST_LOGS: usize = 50;

/// The words behind the program's name, the last one as far as it is typed.
#[derive(Debug, clap::Args)]
#[command(about = ABOUT, after_help = "Example:\n  firelight complete -- run two")]
pub struct Args {
    #[arg(
        value_name = "WORDS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<String>,
}

/// Something that may stand there, and what it is.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    value: String,
    about: String,
}

/// The command that clap adds when it builds all others.
const HELP: (&str, &str) = ("help", "What there is, and how it is used");

/// What the shell itself knows better.
const PATHS: &str = ":paths";
const FOLDERS: &str = ":folders";

/// Prints what may stand there, a line each: the word, a tab, what it is.
///
/// # Errors
/// When the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args, root: Command) -> Result<Exit, Failure> {
    let candidates = candidates(context, root, &args.words);
    if context.globals.json {
        context.json(&candidates)?;
        return Ok(Exit::Done);
    }
    for it in candidates {
        // What would be shown otherwise than it is typed is no use in a shell.
        if visible(&it.value) == it.value {
            writeln!(context.out, "{}\t{}", it.value, visible(&it.about))?;
        }
    }
    Ok(Exit::Done)
}

fn candidates(context: &mut Context<'_>, root: Command, words: &[String]) -> Vec<Candidate> {
    let (last, before) = match words.split_last() {
        Some((last, before)) => (last.as_str(), before),
        None => ("", words),
    };
    let cursor = Cursor::after(root, before);
    let folder = |flag| cursor.given(flag).map(PathBuf::from);
    context.globals.home = folder("home").or(context.globals.home.take());
    context.globals.private = folder("private").or(context.globals.private.take());

    let mut found = Vec::new();
    if let Some(arg) = &cursor.awaiting {
        values(context, &cursor, arg, last, "", &mut found);
    } else if let Some((flag, value)) = last.split_once('=').filter(|_| cursor.takes(last)) {
        if let Some(arg) = cursor.option(flag) {
            values(
                context,
                &cursor,
                arg,
                value,
                &format!("{flag}="),
                &mut found,
            );
        }
    } else if cursor.takes(last) {
        let shown = cursor.options.iter().filter(|it| !it.is_hide_set());
        found.extend(shown.filter_map(|it| {
            let about = it.get_help().map(ToString::to_string);
            candidate(format!("--{}", it.get_long()?), about, last)
        }));
        if cursor.is_root() {
            found.extend(
                ["--help", "--version"]
                    .iter()
                    .filter_map(|it| candidate(it.to_string(), None, last)),
            );
        }
    } else {
        if cursor.n_values == 0 {
            let known = cursor
                .command
                .get_subcommands()
                .filter(|it| !it.is_hide_set());
            found.extend(known.filter_map(|it| {
                let about = it.get_about().map(ToString::to_string);
                candidate(it.get_name().to_string(), about, last)
            }));
            if cursor.is_root() {
                found.extend(candidate(
                    HELP.0.to_string(),
                    Some(HELP.1.to_string()),
                    last,
                ));
            }
        }
        let positionals: Vec<&Arg> = cursor.command.get_positionals().collect();
        let many = positionals.last().filter(|it| takes_many(it));
        if let Some(arg) = positionals.get(cursor.n_values).or(many) {
            values(context, &cursor, arg, last, "", &mut found);
        }
    }
    found
}

fn takes_many(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

fn candidate(value: String, about: Option<String>, typed: &str) -> Option<Candidate> {
    value.starts_with(typed).then(|| Candidate {
        value,
        about: about.unwrap_or_default(),
    })
}

/// What an argument may be. The name of its value says what is meant.
fn values(
    context: &mut Context<'_>,
    cursor: &Cursor,
    arg: &Arg,
    typed: &str,
    front: &str,
    found: &mut Vec<Candidate>,
) {
    let all = arg.get_possible_values();
    let mut offer = |value: &str, about: Option<String>| {
        if value.starts_with(typed) {
            found.extend(candidate(format!("{front}{value}"), about, front));
        }
    };
    if !all.is_empty() {
        for it in all.iter().filter(|it| !it.is_hide_set()) {
            offer(it.get_name(), it.get_help().map(ToString::to_string));
        }
        return;
    }
    let name = arg.get_value_names().and_then(|it| it.first());
    let name = name.map_or("", |it| it.as_str());
    let Ok(places) = context.places() else {
        return;
    };
    match name {
        "RITUAL" => {
            let hides = team::hides(context.disk, &places.team);
            let library = Library::new(context.disk, Some(&places.team), &hides);
            for (id, title, aliases) in library.names() {
                for name in std::iter::once(&id).chain(&aliases) {
                    offer(name, Some(title.clone()));
                }
            }
        }
        "TOPIC" => {
            let evidence = evidence::read();
            for (topic, ids) in evidence.topics() {
                offer(topic, Some(ids.join(", ")));
            }
            for it in &evidence.findings {
                offer(&it.id, Some(it.claim.clone()));
            }
        }
        "LOG" => {
            for (id, about) in read::latest(context.disk, &places.team, MOST_LOGS) {
                offer(&id, Some(about));
            }
        }
        "NAME" => {
            for it in names(context, &places.team) {
                offer(&it, None);
            }
        }
        "NAMES" => {
            let head = typed.rfind(',').map_or("", |it| &typed[..=it]);
            // Who is on a screen is one of those who are here.
            let here = cursor
                .given("with")
                .filter(|_| arg.get_long() == Some("remote"));
            let all = match here {
                Some(here) => here.split(',').map(str::to_string).collect(),
                None => names(context, &places.team),
            };
            let is_free = |it: &String| !head.split(',').any(|taken| taken == it);
            for it in all.iter().filter(|it| is_free(it)) {
                offer(&format!("{head}{it}"), None);
            }
        }
        "DIR" => found.extend(candidate(FOLDERS.to_string(), None, "")),
        "PATH" | "FILE" => found.extend(candidate(PATHS.to_string(), None, "")),
        _ => {}
    }
}

/// What the people of a team are called.
fn names(context: &Context<'_>, team: &Path) -> Vec<String> {
    let roster = roster::read(context.disk, team);
    roster.names().into_iter().map(str::to_string).collect()
}

/// Where a command line has come to.
pub struct Cursor {
    /// The command at hand, built.
    pub command: Command,
    /// Its name with those before it: `firelight log`.
    pub name: String,
    /// Its options, and those that all commands have.
    options: Vec<Arg>,
    /// The option whose value comes next.
    awaiting: Option<Arg>,
    /// Values that are no options and no commands.
    n_values: usize,
    /// Whether everything that follows is such a value.
    only_values: bool,
    /// Options with their values.
    given: Vec<(String, String)>,
}

impl Cursor {
    /// Where `words` lead to.
    pub fn after(root: Command, words: &[String]) -> Self {
        let globals = root
            .get_arguments()
            .filter(|it| it.is_global_set())
            .cloned();
        let mut cursor = Self {
            name: root.get_name().to_string(),
            options: globals.collect(),
            command: root,
            awaiting: None,
            n_values: 0,
            only_values: false,
            given: Vec::new(),
        };
        for word in words {
            cursor.step(word);
        }
        cursor
    }

    fn step(&mut self, word: &str) {
        if let Some(arg) = self.awaiting.take() {
            self.note(&arg, word);
        } else if word == "--" && !self.only_values {
            self.only_values = true;
        } else if self.takes(word) {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag, Some(value)),
                None => (word, None),
            };
            let arg = self
                .option(flag)
                .filter(|it| it.get_action().takes_values())
                .cloned();
            match (arg, value) {
                (Some(arg), Some(value)) => self.note(&arg, value),
                (arg, _) => self.awaiting = arg,
            }
        } else if word == HELP.0 && self.is_root() {
            // The commands that follow are those that stand here.
        } else if let Some(next) = self
            .command
            .find_subcommand(word)
            .filter(|_| self.n_values == 0)
        {
            let mut next = next.clone();
            next.build();
            self.options.retain(Arg::is_global_set);
            let own = next.get_arguments().filter(|it| it.get_long().is_some());
            self.options.extend(own.cloned());
            self.name = format!("{} {word}", self.name);
            self.command = next;
        } else {
            self.n_values += 1;
        }
    }

    fn is_root(&self) -> bool {
        !self.name.contains(' ')
    }

    fn note(&mut self, arg: &Arg, value: &str) {
        self.given
            .push((arg.get_id().to_string(), value.to_string()));
    }

    fn given(&self, flag: &str) -> Option<&str> {
        let mut given = self.given.iter().rev();
        given.find(|it| it.0 == flag).map(|it| it.1.as_str())
    }

    /// Whether a word is taken for an option here.
    fn takes(&self, word: &str) -> bool {
        !self.only_values && word.starts_with('-')
    }

    fn option(&self, flag: &str) -> Option<&Arg> {
        let long = flag.strip_prefix("--")?;
        self.options.iter().find(|it| it.get_long() == Some(long))
    }

    /// Words that may stand here: commands for a bare word, options for another.
    pub fn known(&self, word: &str) -> Vec<String> {
        if word.starts_with('-') {
            let longs = self.options.iter().filter_map(|it| it.get_long());
            return longs.map(|it| format!("--{it}")).collect();
        }
        let known = self
            .command
            .get_subcommands()
            .filter(|it| !it.is_hide_set());
        known.map(|it| it.get_name().to_string()).collect()
    }
}
