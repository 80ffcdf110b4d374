//! `firelight completions`: the script that lets a shell complete what is typed.
//!
//! The scripts know nothing: they ask `firelight complete`, so that they never grow old.

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::{Context, Exit, Failure};

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
