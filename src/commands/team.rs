//! `firelight team`: the roster. Who is in the team, who is away, and a few tags.

pub mod admit;
mod apart;

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Context, Exit, Failure, reason, run};
use crate::clock::day;
use crate::disk::Disk;
use crate::fault::{closest, visible};
use crate::host::screens::count;
use crate::keep;
use crate::names::list::{self, Entry};
use crate::places::Places;
use crate::roster::{self, Person, Roster, write};
use crate::ui::text::width;
use crate::ui::{Question, Ui};

use admit::{Admitted, Door};

/// The command, for help.
pub const ABOUT: &str = "Who is in the team; add, import, away, tag, remove";

/// Bytes of a list that is imported, at most.
const LARGEST: u64 = 16 << 20;

/// Columns of the names in the list, at most.
const NAMES: usize = 40;

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
        after_help = "Example:\n  firelight team apart\n\nIt takes no names here: what is typed after a command can be seen by others."
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
        None => list(context, &places, &roster),
        Some(Verb::Add { names }) => add(context, &places, &names.join(" ")),
        Some(Verb::Import { file }) => import(context, &places, file),
        Some(Verb::Away { name, until }) => away(context, &places, &roster, name, until),
        Some(Verb::Tag { name, tags, off }) => {
            tag(context, &places, &roster, name, &tags.join(","), *off)
        }
        Some(Verb::Apart) => apart::run(context, &places, &roster),
        Some(Verb::Remove { name }) => remove(context, &places, &roster, name),
    }
}

/// A person as `--json` prints them.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    email: Option<&'a str>,
    tags: Vec<&'a str>,
    away_until: Option<NaiveDate>,
    since: Option<NaiveDate>,
}

fn row(person: &Person) -> Row<'_> {
    Row {
        id: &person.id,
        name: person.name.as_str(),
        email: person.email.as_ref().map(|it| it.as_str()),
        tags: person.tags.iter().map(|it| it.as_str()).collect(),
        away_until: person.away_until,
        since: person.since,
    }
}

fn list(context: &mut Context<'_>, places: &Places, roster: &Roster) -> Result<Exit, Failure> {
    if context.globals.json {
        let rows: Vec<Row<'_>> = roster.people.iter().map(row).collect();
        context.json(&rows)?;
        return Ok(Exit::Done);
    }
    if roster.people.is_empty() {
        writeln!(
            context.out,
            "Nobody is in the team yet. To add people: firelight team add Ana, Ben, Chi"
        )?;
        return Ok(Exit::Done);
    }
    let today = today(context, places)?;
    let names: Vec<String> = roster
        .people
        .iter()
        .map(|it| shown(it.name.as_str()))
        .collect();
    let widest = names
        .iter()
        .map(|it| width(it))
        .max()
        .unwrap_or_default()
        .min(NAMES);
    for (person, name) in roster.people.iter().zip(&names) {
        let mut about: Vec<String> = person.tags.iter().map(|it| visible(it.as_str())).collect();
        if let Some(until) = person.away_until.filter(|_| person.is_away(today)) {
            about.push(format!("away until {}", words(until)));
        }
        let gap = " ".repeat(widest.saturating_sub(width(name)));
        let line = format!("{name}{gap}  {}", about.join(", "));
        writeln!(context.out, "{}", line.trim_end())?;
    }
    let n_away = roster.people.iter().filter(|it| it.is_away(today)).count();
    let away = match n_away {
        0 => String::new(),
        n => format!(", {n} of them away"),
    };
    writeln!(context.out, "\n{}{away}.", people(roster.people.len()))?;
    Ok(Exit::Done)
}

/// A name that fits into its column.
fn shown(name: &str) -> String {
    let name = visible(name);
    if width(&name) <= NAMES {
        return name;
    }
    let mut cut = String::new();
    for c in name.chars() {
        if width(&cut) >= NAMES - 2 {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

fn add(context: &mut Context<'_>, places: &Places, typed: &str) -> Result<Exit, Failure> {
    let mut typed = typed.to_string();
    let door = context.door;
    let mut ui = None;
    if typed.trim().is_empty() {
        typed = ask(&mut **ui.insert(door()?))?;
    }
    let entries = list::entries(&typed).map_err(Failure::Misuse)?;
    if entries.is_empty() {
        return Err(Failure::Misuse(
            "There is no name in that. To add people: firelight team add Ana, Ben, Chi".to_string(),
        ));
    }
    admit_and_tell(context, places, entries, ui)
}

fn ask(ui: &mut dyn Ui) -> Result<String, Failure> {
    let question = Question {
        text: "Who is in the team?".to_string(),
        help: vec![
            "Names with commas between them, or one a line: Ana (lead), Ben (remote).".to_string(),
        ],
        empty: "nobody".to_string(),
        lines: true,
    };
    loop {
        if let Some(typed) = super::answer(ui.ask(&question)?)? {
            return Ok(typed);
        }
    }
}

fn import(context: &mut Context<'_>, places: &Places, file: &PathBuf) -> Result<Exit, Failure> {
    let path = context.folder.join(file);
    let source = context.disk.read(&path, LARGEST).map_err(|error| {
        let path = visible(&file.to_string_lossy());
        Failure::Failed(format!("{path} cannot be read: {}.", reason(&error)))
    })?;
    let read = list::read(file, &source);
    let text = String::from_utf8_lossy(&source);
    for fault in &read.faults {
        writeln!(context.err, "{}\n", crate::fault::render(fault, &text))?;
    }
    let is_whole = read.faults.is_empty();
    let entries = read.value.unwrap_or_default();
    if entries.is_empty() {
        let path = visible(&file.to_string_lossy());
        return Err(Failure::Failed(format!("{path} names nobody.")));
    }
    let exit = admit_and_tell(context, places, entries, None)?;
    Ok(if is_whole { exit } else { Exit::Faults })
}

fn admit_and_tell<'a>(
    context: &mut Context<'a>,
    places: &Places,
    entries: Vec<Entry>,
    mut ui: Door<'a>,
) -> Result<Exit, Failure> {
    // A folder that cannot be made is named by the first file that cannot be written.
    let _ = places.make(context.disk);
    let today = today(context, places)?;
    let mut chance = run::chance(&context.globals)?;
    let (door, is_terminal) = (context.door, context.is_terminal);
    let mut ask = |new: &str, old: &str| {
        if !is_terminal {
            return Ok(true);
        }
        let ui = match &mut ui {
            Some(ui) => ui,
            None => ui.insert(door()?),
        };
        admit::ask_about(&mut **ui, new, old)
    };
    let admitted = admit::admit(
        context.disk,
        &places.team,
        entries,
        today,
        &mut chance,
        &mut ask,
    );
    // What follows is read in the shell.
    drop(ui);
    let admitted = admitted?;
    if context.globals.json {
        context.json(&admitted)?;
        return Ok(Exit::Done);
    }
    for line in told(&admitted) {
        writeln!(context.out, "{}", visible(&line))?;
    }
    Ok(Exit::Done)
}

/// What became of people who were to be added.
fn told(admitted: &Admitted) -> Vec<String> {
    let mut lines = Vec::new();
    let some = |who: &[String]| match who {
        [_, ..] if who.len() > 8 => people(who.len()),
        who => who.join(", "),
    };
    if !admitted.added.is_empty() {
        lines.push(format!("Added: {}.", some(&admitted.added)));
    }
    if !admitted.already.is_empty() {
        lines.push(format!("In the team already: {}.", some(&admitted.already)));
    }
    if !admitted.left_out.is_empty() {
        lines.push(format!("Not added: {}.", some(&admitted.left_out)));
    }
    lines.extend(admitted.doubts());
    if admitted.joined > 0 {
        let people = people(admitted.joined);
        lines.push(format!("{people} had been added twice and count once now."));
    }
    lines
}

fn away(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
    until: &str,
) -> Result<Exit, Failure> {
    let people = meant(roster, name)?;
    let today = today(context, places)?;
    let Some(until) = day::read(until, today) else {
        return Err(Failure::Misuse(format!(
            "{} is no day that can be told. Write it like one of these: {}.",
            visible(until),
            day::LIKE_THIS
        )));
    };
    if until < today {
        let until = words(until);
        return Err(Failure::Misuse(format!(
            "{until} has passed. Whoever is back: --until today."
        )));
    }
    let until = Some(until).filter(|it| *it > today);
    change(context.disk, places, roster, &people, |it| {
        it.away_until = until
    })?;
    tell(context, places, &people, |name| match until {
        Some(until) => format!(
            "{name} is away until {}, and here again on that day.",
            words(until)
        ),
        None => format!("{name} is here."),
    })
}

fn tag(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
    tags: &str,
    off: bool,
) -> Result<Exit, Failure> {
    let people = meant(roster, name)?;
    let tags: Vec<keep::Text> = tags
        .to_lowercase()
        .split(',')
        .filter_map(keep::roster)
        .collect();
    if tags.is_empty() {
        return Err(Failure::Misuse(
            "A tag is a word, such as lead, new or remote.".to_string(),
        ));
    }
    change(context.disk, places, roster, &people, |it| {
        it.tags.retain(|tag| !tags.contains(tag));
        if !off {
            it.tags.extend(tags.iter().cloned());
        }
    })?;
    let words: Vec<&str> = tags.iter().map(|it| it.as_str()).collect();
    let words = words.join(", ");
    tell(context, places, &people, |name| match off {
        false => format!("{name}: {words}."),
        true => format!("{name}: no longer {words}."),
    })
}

fn remove(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
    name: &str,
) -> Result<Exit, Failure> {
    let people = meant(roster, name)?;
    for person in &people {
        take_out(context.disk, places, roster, person)?;
    }
    tell(context, places, &people, |name| {
        format!(
            "{name} is not in the team any more. What else holds that name: firelight forget {name}"
        )
    })
}

/// Removes every file of a person.
///
/// # Errors
/// When one stays.
pub fn take_out(
    disk: &dyn Disk,
    places: &Places,
    roster: &Roster,
    person: &Person,
) -> Result<(), Failure> {
    let files = roster.files_of(&person.id);
    let removed = write::remove(disk, files).and_then(|()| write::settle(disk, &places.team));
    removed.map_err(|error| {
        let folder = places.team.join(roster::FOLDER);
        Failure::Failed(format!(
            "A file in {} could not be removed: {}.",
            visible(&folder.to_string_lossy()),
            reason(&error)
        ))
    })
}

/// Changes every file of these people: aliases and copies too, so that none says otherwise.
fn change(
    disk: &dyn Disk,
    places: &Places,
    roster: &Roster,
    people: &[&Person],
    change: impl Fn(&mut Person),
) -> Result<(), Failure> {
    for path in people.iter().flat_map(|it| roster.files_of(&it.id)) {
        write::change(disk, path, &change).map_err(|error| admit::not_written(path, &error))?;
    }
    let folder = places.team.join(roster::FOLDER);
    write::settle(disk, &places.team).map_err(|error| admit::not_written(&folder, &error))
}

/// Says a line a person, or prints them as they are now.
fn tell(
    context: &mut Context<'_>,
    places: &Places,
    people: &[&Person],
    line: impl Fn(&str) -> String,
) -> Result<Exit, Failure> {
    if context.globals.json {
        let now = roster::read(context.disk, &places.team);
        let is_one = |it: &&Person| people.iter().any(|one| one.id == it.id);
        let rows: Vec<Row<'_>> = now.people.iter().filter(is_one).map(row).collect();
        context.json(&rows)?;
        return Ok(Exit::Done);
    }
    for person in people {
        writeln!(context.out, "{}", visible(&line(person.name.as_str())))?;
    }
    Ok(Exit::Done)
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
                let names = roster.people.iter().map(|it| it.name.as_str());
                let help = match closest(part.trim(), names) {
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

fn words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

fn people(n: usize) -> String {
    count(n as i64, "person")
}
