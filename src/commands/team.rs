//! `firelight team`: the roster. Which verb does what, and who is meant by a name.

mod add;
pub mod admit;
mod apart;
mod change;
mod list;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Context, Exit, Failure};
use crate::clock::day;
use crate::fault::{closest, visible};
use crate::host::screens::count;
use crate::places::Places;
use crate::roster::{self, Person, Roster};

pub use apart::{keep as keep_wishes, read as wishes};
pub use change::take_out;

/// The command, for help.
pub const ABOUT: &str = "Who is in the team; add, import, away, tag, remove";

/// What can be done with the roster.
#[derive(Debug, clap::Args)]
#[command(about = ABOUT, after_help = "Examples:\n  firelight team\n  firelight team add \"Ana (lead), Ben (remote), Chi\"\n  firelight team away Ana --until fri")]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Adds people: names with commas between them; without, it asks
    #[command(
        after_help = "Examples:\n  firelight team add Ana, Ben, Chi\n  firelight team add \"Ana (lead, new) <ana@example.org>, Ben (remote)\""
    )]
    Add {
        /// Names, with tags in brackets and an address in < > if you like
        names: Vec<String>,
    },
    /// Adds everybody in a file: CSV with name, email, tags; or one name a line
    #[command(after_help = "Example:\n  firelight team import people.csv")]
    Import {
        /// The file
        file: PathBuf,
    },
    /// Marks people as away until a day, on which they are here again
    #[command(
        after_help = "Examples:\n  firelight team away Ana --until fri\n  firelight team away Ana,Ben --until \"2 weeks\"\n  firelight team away Ana --until today      she is back"
    )]
    Away {
        /// Who: a name, or several with commas between them
        name: String,
        /// A day such as fri, "2 weeks", "3 Dec", 2026-12-03
        #[arg(long, value_name = "DATE")]
        until: String,
    },
    /// Gives people a tag, or takes it off: lead, new, remote, or any word
    #[command(
        after_help = "Examples:\n  firelight team tag Ana lead\n  firelight team tag Ben,Chi remote\n  firelight team tag Ana new --off"
    )]
    Tag {
        /// Who: a name, or several with commas between them
        name: String,
        /// Tags
        #[arg(required = true)]
        tags: Vec<String>,
        /// Takes them off
        #[arg(long)]
        off: bool,
    },
    /// Who should not share a group: asked in private, never shown
    #[command(
        after_help = "Example:\n  firelight team apart\n\nIt takes no names here: what is typed after a command can be seen by others.\nOver a season anyone can count who never meets."
    )]
    Apart,
    /// Takes people out of the team; logs keep their ids and never had their names
    #[command(
        after_help = "Example:\n  firelight team remove Ana\n\nTo see what else names somebody: firelight forget Ana"
    )]
    Remove {
        /// Who: a name, or several with commas between them
        name: String,
    },
}

/// Lists the roster or changes it.
///
/// # Errors
/// When somebody is not found, a file cannot be read or written, or a folder is refused.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let roster = roster::read(context.disk, &places.team);
    for broken in &roster.broken {
        context.warn_of(broken)?;
    }
    match &args.verb {
        None => list::run(context, &places, &roster),
        Some(Verb::Add { names }) => add::typed(context, &places, &names.join(" ")),
        Some(Verb::Import { file }) => add::import(context, &places, file),
        Some(Verb::Away { name, until }) => change::away(context, &places, &roster, name, until),
        Some(Verb::Tag { name, tags, off }) => {
            change::tag(context, &places, &roster, name, &tags.join(","), *off)
        }
        Some(Verb::Apart) => apart::run(context, &places, &roster),
        Some(Verb::Remove { name }) => change::remove(context, &places, &roster, name),
    }
}

/// Who is meant: one name as it is, or several with commas between them.
///
/// # Errors
/// Misuse, when nobody or more than one is called so.
pub fn meant<'r>(roster: &'r Roster, typed: &str) -> Result<Vec<&'r Person>, Failure> {
    let parts: Vec<&str> = if roster.find(typed).is_empty() {
        typed.split(',').collect()
    } else {
        vec![typed]
    };
    let mut people: Vec<&Person> = Vec::new();
    for part in parts.into_iter().filter(|it| !it.trim().is_empty()) {
        match roster.find(part)[..] {
            [one] => people.push(one),
            [] => {
                let help = match closest(part.trim(), roster.names()) {
                    Some(near) => format!("Did you mean {}?", visible(near)),
                    None => "Who is: firelight team".to_string(),
                };
                return Err(Failure::Misuse(format!(
                    "Nobody in the team is called {}. {help}",
                    visible(part.trim())
                )));
            }
            ref several => {
                let who = several
                    .iter()
                    .map(|it| format!("{} ({})", it.name.as_str(), it.id));
                let who = visible(&who.collect::<Vec<_>>().join(", "));
                return Err(Failure::Misuse(format!(
                    "{} may be one of several: {who}. Type more of the name, or the id.",
                    visible(part.trim())
                )));
            }
        }
    }
    if people.is_empty() {
        return Err(Failure::Misuse(
            "A name is missing. Who is in the team: firelight team".to_string(),
        ));
    }
    Ok(people)
}

fn today(context: &mut Context<'_>, places: &Places) -> Result<NaiveDate, Failure> {
    let team = context.team(places)?;
    Ok(day::today(context.clock.now(), team.tz.as_deref()))
}

fn in_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

fn people(n: usize) -> String {
    count(n as i64, "person")
}
