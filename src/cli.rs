//! The command line: which words lead to which command, and what its help says.
//!
//! Commands are laid out with deferred arguments, so that a start costs only what the command
//! at hand needs. Nothing is done here.

mod slip;

use std::ffi::OsString;

use clap::{Args as _, ColorChoice, Command, FromArgMatches as _};

use crate::commands::{self, Context, Exit, Failure, Globals};
use crate::ui::text::hanging;

/// The commands, in the order and the groups that help shows.
const GROUPS: &[(&str, &[Word])] = &[
    (
        "In the meeting",
        &[
            Word {
                name: "run",
                about: commands::run::ABOUT,
                arguments: commands::run::Args::augment_args,
                run: |context, matches| commands::run::run(context, &from(matches)?),
            },
            Word {
                name: "stage",
                about: commands::stage::ABOUT,
                arguments: commands::stage::Args::augment_args,
                run: |context, matches| commands::stage::run(context, &from(matches)?),
            },
            Word {
                name: "groups",
                about: commands::groups::ABOUT,
                arguments: commands::groups::Args::augment_args,
                run: |context, matches| commands::groups::run(context, &from(matches)?),
            },
        ],
    ),
    (
        "Before",
        &[
            Word {
                name: "plan",
                about: commands::plan::ABOUT,
                arguments: commands::plan::Args::augment_args,
                run: |context, matches| commands::plan::run(context, &from(matches)?),
            },
            Word {
                name: "rituals",
                about: commands::rituals::ABOUT,
                arguments: commands::rituals::Args::augment_args,
                run: |context, matches| commands::rituals::run(context, &from(matches)?),
            },
            Word {
                name: "rehearse",
                about: commands::rehearse::ABOUT,
                arguments: commands::rehearse::Args::augment_args,
                run: |context, matches| commands::rehearse::run(context, &from(matches)?),
            },
            Word {
                name: "team",
                about: commands::team::ABOUT,
                arguments: commands::team::Args::augment_args,
                run: |context, matches| commands::team::run(context, &from(matches)?),
            },
            Word {
                name: "log",
                about: commands::log::ABOUT,
                arguments: commands::log::Args::augment_args,
                run: |context, matches| commands::log::run(context, &from(matches)?),
            },
            Word {
                name: "stored",
                about: commands::stored::ABOUT,
                arguments: commands::stored::Args::augment_args,
                run: |context, matches| commands::stored::run(context, &from(matches)?),
            },
            Word {
                name: "forget",
                about: commands::forget::ABOUT,
                arguments: commands::forget::Args::augment_args,
                run: |context, matches| commands::forget::run(context, &from(matches)?),
            },
        ],
    ),
    (
        "For you alone",
        &[Word {
            name: "story",
            about: commands::story::ABOUT,
            arguments: commands::story::Args::augment_args,
            run: |context, matches| commands::story::run(context, &from(matches)?),
        }],
    ),
    (
        "For authors",
        &[
            Word {
                name: "questions",
                about: commands::questions::ABOUT,
                arguments: commands::questions::Args::augment_args,
                run: |context, matches| commands::questions::run(context, &from(matches)?),
            },
            Word {
                name: "check",
                about: commands::check::ABOUT,
                arguments: commands::check::Args::augment_args,
                run: |context, matches| commands::check::run(context, &from(matches)?),
            },
            Word {
                name: "evidence",
                about: commands::evidence::ABOUT,
                arguments: commands::evidence::Args::augment_args,
                run: |context, matches| commands::evidence::run(context, &from(matches)?),
            },
            Word {
                name: "schema",
                about: commands::schema::ABOUT,
                arguments: commands::schema::Args::augment_args,
                run: |context, matches| commands::schema::run(context, &from(matches)?),
            },
            Word {
                name: "completions",
                about: commands::completions::ABOUT,
                arguments: commands::completions::Args::augment_args,
                run: |context, matches| commands::completions::run(context, &from(matches)?),
            },
            Word {
                name: "man",
                about: commands::man::ABOUT,
                arguments: commands::man::Args::augment_args,
                run: |context, _| commands::man::run(context, &whole(), &names()),
            },
        ],
    ),
];

/// What only programs ask for.
const HIDDEN: &[Word] = &[Word {
    name: "complete",
    about: commands::complete::ABOUT,
    arguments: commands::complete::Args::augment_args,
    run: |context, matches| commands::complete::run(context, &from(matches)?, command(WIDEST)),
}];

/// Columns of help at most, and at least, whatever the window.
pub const WIDEST: usize = 100;
const NARROWEST: usize = 20;

struct Word {
    name: &'static str,
    about: &'static str,
    arguments: fn(Command) -> Command,
    run: fn(&mut Context<'_>, &clap::ArgMatches) -> Result<Exit, Failure>,
}

fn words() -> impl Iterator<Item = &'static Word> {
    let shown = GROUPS.iter().flat_map(|(_, words)| *words);
    shown.chain(HIDDEN)
}

/// What was asked for.
pub enum Asked {
    /// A command with its arguments.
    Command(Globals, clap::ArgMatches),
    /// Help or the version: text for stdout.
    Text(String),
    /// Something that is no command: text for stderr.
    Misuse(String),
}

/// Reads the arguments, the program's name first; help is wrapped to `columns`.
pub fn read(arguments: impl IntoIterator<Item = OsString>, columns: usize) -> Asked {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let read = command(columns)
        .try_get_matches_from(&arguments)
        .and_then(|matches| {
            let globals = Globals::from_arg_matches(&matches)?;
            Ok((globals, matches))
        });
    match read {
        Ok((globals, matches)) => Asked::Command(globals, matches),
        Err(error) => {
            let words = arguments
                .iter()
                .skip(1)
                .map(|it| it.to_string_lossy().into_owned());
            let slip = slip::sentence(&error, command(columns), &words.collect::<Vec<_>>());
            let text = slip.unwrap_or_else(|| error.render().to_string());
            let text = visible_lines(&text);
            if error.use_stderr() {
                Asked::Misuse(text)
            } else {
                Asked::Text(text)
            }
        }
    }
}

/// Does what was asked for.
///
/// # Errors
/// As the command.
pub fn run(context: &mut Context<'_>, matches: &clap::ArgMatches) -> Result<Exit, Failure> {
    let Some((name, matches)) = matches.subcommand() else {
        return commands::home::run(context);
    };
    match words().find(|it| it.name == name) {
        Some(word) => (word.run)(context, matches),
        None => Err(Failure::Misuse(format!("There is no command {name}."))),
    }
}

/// Whether a program reads the answer, so that no byte of it may be another.
pub fn is_for_a_program(globals: &Globals, matches: &clap::ArgMatches) -> bool {
    let hidden = HIDDEN.iter().map(|it| it.name);
    let is_asked = |it: &str| hidden.chain(["schema"]).any(|name| name == it);
    globals.json || matches.subcommand_name().is_some_and(is_asked)
}

fn from<T: clap::FromArgMatches>(matches: &clap::ArgMatches) -> Result<T, Failure> {
    T::from_arg_matches(matches)
        .map_err(|it| Failure::Misuse(visible_lines(&it.render().to_string())))
}

/// The whole command line.
pub fn command(columns: usize) -> Command {
    let columns = columns.clamp(NARROWEST, WIDEST);
    let mut command = Globals::augment_args(Command::new("firelight"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Holds team rituals: small ways to know each other, with nothing kept that anybody said")
        .color(ColorChoice::Never)
        .term_width(columns)
        .help_template(help(columns));
    for it in words() {
        let hidden = HIDDEN.iter().any(|hidden| hidden.name == it.name);
        let word = Command::new(it.name).about(it.about).hide(hidden);
        command = command.subcommand(word.defer(it.arguments));
    }
    command
}

/// The same with everything that is deferred.
fn whole() -> Command {
    let mut command = command(WIDEST);
    command.build();
    command
}

/// The names of all commands that are shown, in their groups.
fn names() -> Vec<(&'static str, Vec<&'static str>)> {
    let groups = GROUPS.iter();
    groups
        .map(|(group, words)| (*group, words.iter().map(|it| it.name).collect()))
        .collect()
}

/// Help in groups, which clap has for options but not for commands.
fn help(columns: usize) -> String {
    let mut help = "{about}\n\n{usage-heading} firelight [COMMAND]\n".to_string();
    for (group, words) in GROUPS {
        help.push_str(&format!("\n{group}:\n"));
        for it in *words {
            help.push_str(&hanging(&format!("  {:<12} ", it.name), it.about, columns));
        }
    }
    help.push_str("\nEverywhere:\n{options}\n\n");
    let more = "One command's help, with examples: firelight help run";
    help.push_str(&hanging("", more, columns));
    help
}

/// What people mistyped is shown back, but not its control characters.
fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(crate::fault::visible).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_holds_together() {
        super::command(super::WIDEST).debug_assert();
    }
}
