//! `firelight team`: the roster. Which verb does what, and who is meant by a name.

mod add;
pub mod admit;
mod apart;
mod change;
mod list;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Context, Exit, Failure, agrees};
use crate::clock::day;
use crate::fault::{closest, visible};
use crate::host::screens::count;
use crate::names;
use crate::places::Places;
use crate::roster::{self, Person, Roster};
use crate::ui::Choice;

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
        /// Takes people of one name for one person, and does not ask
        #[arg(long)]
        yes: bool,
    },
    /// Adds everybody in a file: CSV with name, email, tags; or one name a line
    #[command(
        after_help = "Examples:\n  firelight team import people.csv\n  firelight team import people.csv --tags Dept     dept:design and the like, for groups --mix dept\n\nA list, as a spreadsheet saves it:\n  Name,Email,Tags,Dept\n  Ana,ana@example.org,lead,Design\n  \"Özil, Finn\",,remote,Sales\n\nVorname and Nachname, Pr\u{e9}nom and Nom, Nombre and Apellidos are known too.\nWhat stands in other columns is not taken, and they are named. Everybody in a list is added,\nor nobody while a line of it is wrong or it cannot be told who is meant."
    )]
    Import {
        /// The file
        file: PathBuf,
        /// Columns to take as tags too, with commas between them
        #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
        tags: Vec<String>,
        /// Takes people of one name for one person, and does not ask
        #[arg(long)]
        yes: bool,
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
        Some(Verb::Add { names, yes }) => add::typed(context, &places, &names.join(" "), *yes),
        Some(Verb::Import { file, tags, yes }) => add::import(context, &places, file, tags, *yes),
        Some(Verb::Away { name, until }) => change::away(context, &places, &roster, name, until),
        Some(Verb::Tag { name, tags, off }) => {
            change::tag(context, &places, &roster, name, &tags.join(","), *off)
        }
        Some(Verb::Apart) => apart::run(context, &places, &roster),
        Some(Verb::Remove { name }) => change::remove(context, &places, &roster, name),
    }
}

/// Who is meant: one name as it is, or several with commas between them. Somebody whose name only
/// begins so is asked about at a terminal, and nobody is taken for them elsewhere.
///
/// # Errors
/// Misuse, when nobody or more than one is called so.
pub fn meant<'r>(
    context: &Context<'_>,
    roster: &'r Roster,
    typed: &str,
) -> Result<Vec<&'r Person>, Failure> {
    let parts = if roster.find(typed).is_empty() {
        names::each(typed).map_err(Failure::Misuse)?
    } else {
        vec![typed.to_string()]
    };
    let mut people: Vec<&Person> = Vec::new();
    for part in parts {
        let exact = roster.find(&part);
        let begun = roster.begun(&part);
        match (&exact[..], &begun[..]) {
            ([one], _) => people.push(one),
            ([], []) => {
                let help = match closest(&part, roster.names()) {
                    Some(near) => format!("Did you mean {}?", visible(near)),
                    None => "Who is: firelight team".to_string(),
                };
                return Err(Failure::Misuse(format!(
                    "{} {help}",
                    names::nobody(&part, &[])
                )));
            }
            ([], [one]) if is_meant(context, &part, one)? => people.push(one),
            ([], [_]) => return Err(Failure::Misuse(names::nobody(&part, &begun))),
            (several, begun) => {
                let who = several.iter().chain(begun);
                let who = who.map(|it| format!("{} ({})", it.name.as_str(), it.id));
                let who = visible(&who.collect::<Vec<_>>().join(", "));
                return Err(Failure::Misuse(format!(
                    "{} may be one of several: {who}. Type more of the name, or the id.",
                    visible(&part)
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

/// Whether somebody is meant by a name with which theirs only begins.
///
/// # Errors
/// When nobody answers.
fn is_meant(context: &Context<'_>, typed: &str, person: &Person) -> Result<bool, Failure> {
    if !context.is_terminal {
        return Ok(false);
    }
    let name = person.name.as_str().to_string();
    let choice = Choice {
        text: names::nobody(typed, &[person]),
        options: vec![('n', "no".to_string()), ('y', format!("yes, {name}"))],
        ..Choice::default()
    };
    agrees(context, &choice)
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
