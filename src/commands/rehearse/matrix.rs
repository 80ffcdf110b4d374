//! `firelight rehearse` without a ritual: every ritual, with few people and many, in one table, so
//! that a lead sees what suits the team and an author where a ritual does not hold.

use std::collections::BTreeMap;

use super::{Answer, instead, invented, judge, opening};
use crate::commands::{Context, Exit, Failure};
use crate::fault::visible;
use crate::host::World;
use crate::library::Library;
use crate::ritual::{Family, Mode, Ritual};
use crate::team::Team;
use crate::ui::text;

/// Numbers of people: a pair, the fewest for groups, the one that cannot be cut into threes and
/// fours, two groups, several, and more than a round of all can bear.
const PEOPLE: [u16; 6] = [2, 3, 5, 8, 12, 25];

/// Columns of a title, at most.
const WIDTH: usize = 34;

/// Columns below which a title says nothing; the id alone does then.
const LEAST: usize = 12;

/// Columns of a cell.
const CELL: usize = 5;

/// Prints the table for one mode, or all answers as JSON.
///
/// # Errors
/// When the answer cannot be written, or a ritual cannot be resolved.
pub(super) fn print(
    context: &mut Context<'_>,
    world: &mut World<'_>,
    mode: Option<&str>,
    (team, library): (&Team, &Library<'_>),
) -> Result<Exit, Failure> {
    let (mut rituals, faults) = world.library.rituals();
    rituals.sort_by_key(|it| (it.family == Family::Craft, it.minutes, it.id.clone()));
    let asked = Mode::ALL.into_iter().filter(|it| match mode {
        Some(mode) => it.word() == mode,
        None => context.globals.json || *it == Mode::Room,
    });
    let mut answers = Vec::new();
    for mode in asked {
        for ritual in &rituals {
            for people in PEOPLE {
                answers.push(judged(world, ritual, people, mode, (team, library))?);
            }
        }
    }
    if context.globals.json {
        context.json(&answers)?;
        return Ok(Exit::Done);
    }
    table(
        context,
        &rituals,
        &answers,
        mode.unwrap_or(Mode::Room.word()),
    )?;
    if !faults.is_empty() {
        writeln!(context.err, "Some rituals are broken: firelight check")?;
    }
    Ok(Exit::Done)
}

/// How a ritual would go with so many people who do not exist.
fn judged(
    world: &mut World<'_>,
    ritual: &Ritual,
    people: u16,
    mode: Mode,
    (team, library): (&Team, &Library<'_>),
) -> Result<Answer, Failure> {
    let held = invented(&ritual.id, people, Some(mode));
    let opening = opening(world, &held, team, ritual.clone(), &mut std::io::sink())?;
    let mut answer = judge(ritual, &opening);
    if !answer.suitable {
        answer.instead = instead(world, &held, team, ritual, library);
    }
    Ok(answer)
}

fn table(
    context: &mut Context<'_>,
    rituals: &[Ritual],
    answers: &[Answer],
    mode: &str,
) -> Result<(), Failure> {
    let heading = match mode {
        "room" => "Minutes in one room, with so many people",
        "remote" => "Minutes on screens, with so many people",
        _ => "Minutes in a room and on screens, with so many people",
    };
    writeln!(context.out, "{heading}:\n")?;
    let ids = rituals.iter().map(|it| it.id.len()).max().unwrap_or(0);
    let left = context
        .width()
        .saturating_sub(ids + 4 + CELL * PEOPLE.len());
    let width = if left < LEAST { 0 } else { left.min(WIDTH) };
    write!(context.out, "  {:ids$}  {:width$}", "", "")?;
    for people in PEOPLE {
        write!(context.out, "{people:>CELL$}")?;
    }
    writeln!(context.out)?;
    // Reasons that several numbers of people share are told once.
    let mut reasons: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for (ritual, answers) in rituals.iter().zip(answers.chunks(PEOPLE.len())) {
        let title = match width {
            0 => String::new(),
            _ => text::shorten(&visible(&ritual.title), width),
        };
        let gap = " ".repeat(width - text::width(&title));
        write!(context.out, "  {:ids$}  {title}{gap}", ritual.id)?;
        for answer in answers {
            let cell = match &answer.reason {
                None => ((answer.planned_seconds + 59) / 60).to_string(),
                Some(reason) => {
                    let instead = match &answer.instead {
                        Some(id) => format!("{reason}; instead: {id}"),
                        None => reason.clone(),
                    };
                    let same = reasons.entry((&ritual.id, instead)).or_default();
                    same.push(answer.people.to_string());
                    "-".to_string()
                }
            };
            write!(context.out, "{cell:>CELL$}")?;
        }
        writeln!(context.out)?;
    }
    if !reasons.is_empty() {
        writeln!(context.out)?;
    }
    for ((id, reason), people) in reasons {
        let with = format!("{id} with {}: {}", people.join(", "), visible(&reason));
        write!(
            context.out,
            "{}",
            text::hanging("  ", &with, context.width())
        )?;
    }
    writeln!(
        context.out,
        "\nOne of them, minute by minute: firelight rehearse <id> --people 8"
    )?;
    Ok(())
}
