//! `firelight team`: who is in the team, who is away, and their tags.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Context, Exit, Failure, in_words, people, today};
use crate::fault::visible;
use crate::places::Places;
use crate::roster::{self, Person, Roster};
use crate::ui::text::width;

/// Columns of the names in the list, at most.
const NAMES: usize = 40;

/// Lists everybody.
///
/// # Errors
/// When the list cannot be written.
pub(super) fn run(
    context: &mut Context<'_>,
    places: &Places,
    roster: &Roster,
) -> Result<Exit, Failure> {
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
            about.push(format!("away until {}", in_words(until)));
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

/// Says a line a person, or prints them as they are now.
///
/// # Errors
/// When it cannot be written.
pub(super) fn tell(
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
