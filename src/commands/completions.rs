//! `firelight completions`: the script that lets a shell complete what is typed.
//!
//! The scripts know nothing: they ask `firelight complete`, so that they never grow old.

use std::path::Path;

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::{Context, Exit, Failure};
use crate::disk::Disk;
use crate::fields::{self, Field, LARGEST, Shape, may};

/// The command, for help.
pub const ABOUT: &str = "Lets your shell complete commands, rituals and names";

/// For which shell.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  bash, in ~/.bashrc:  source <(firelight completions bash)\n  zsh, in ~/.zshrc:    source <(firelight completions zsh)\n  fish:                firelight completions fish > ~/.config/fish/completions/firelight.fish"
)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = PossibleValuesParser::new(["bash", "zsh", "fish"]))]
    shell: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    shell: &'a str,
    script: &'static str,
}

/// Prints the script.
///
/// # Errors
/// When the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let script = match args.shell.as_str() {
        "bash" => include_str!("completions/firelight.bash"),
        "zsh" => include_str!("completions/firelight.zsh"),
        _ => include_str!("completions/firelight.fish"),
    };
    if context.globals.json {
        let shell = &args.shell;
        context.json(&Answer { shell, script })?;
    } else {
        write!(context.out, "{script}")?;
    }
    Ok(Exit::Done)
}

static PERSON: &[Field] = &[may("name", Shape::Text, "As typed.")];

/// The names of the people of a team, sorted.
pub fn names(disk: &dyn Disk, team: &Path) -> Vec<String> {
    let files = disk.list(&team.join("people")).unwrap_or_default();
    let is_person = |it: &&std::path::PathBuf| it.extension().is_some_and(|it| it == "toml");
    let mut names: Vec<String> = files
        .iter()
        .filter(is_person)
        .filter_map(|path| {
            let source = disk.read(path, LARGEST).ok()?;
            // Its other keys are no matter here.
            let (person, _) = fields::read(&source, path, "person", PERSON);
            person.string("name")
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
