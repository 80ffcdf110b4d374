//! `firelight rituals`: what can be held, by family; `show`: one of them, line by line.

mod sheet;

use serde::Serialize;

use super::{Context, Exit, Failure, capital, library, sentence};
use crate::evidence;
use crate::fault::{Broken, visible};
use crate::host::screens::count;
use crate::library::{Library, Origin, STARTERS, starter};
use crate::ritual::{Ask, Change, Deal, Family, Form, Groups, Ritual, Shape, Step, What, When};

/// The command, for help.
pub const ABOUT: &str = "What can be held; show: what is said and done";

/// A window of fewer columns has no room for a table.
const NARROW: usize = 60;

/// What can be asked for.
#[derive(Debug, clap::Args)]
#[command(about = ABOUT, after_help = "Examples:\n  firelight rituals\n  firelight rituals --all               what each is for, and for how many\n  firelight rituals show two-words", args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// All of them, with what each is for
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// One ritual: what happens, and every line that is said
    #[command(
        after_help = "Examples:\n  firelight rituals show headlines\n  firelight rituals show breakout --print > sheet.txt     a page, and cards to cut out"
    )]
    Show {
        /// An id, an alias, or how one begins
        ritual: String,
        /// A run sheet for paper, with the cards or words to lay out
        #[arg(long)]
        print: bool,
    },
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    family: &'static str,
    minutes: i64,
    people: Range,
    ceiling: &'static str,
    /// Whether the team wrote it.
    own: bool,
}

#[derive(Serialize)]
struct Range {
    min: usize,
    max: usize,
}

/// Lists or shows rituals.
///
/// # Errors
/// When there is no such ritual, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let library = library(context.disk, &places, &team);
    if let Some(Verb::Show { ritual, print }) = &args.verb {
        let ritual = library.find(ritual)?;
        if context.globals.json {
            context.json(&ritual)?;
        } else if *print {
            sheet::print(context, (&places, &team, &library), &ritual)?;
        } else {
            show(context, &ritual, library.origin(&ritual.id))?;
        }
        return Ok(Exit::Done);
    }
    let (rituals, broken) = library.rituals();
    for broken in &broken {
        context.warn_of(broken)?;
    }
    if context.globals.json {
        let rows: Vec<Row<'_>> = rituals.iter().map(|it| row(it, &library)).collect();
        context.json(&rows)?;
    } else {
        list(context, &rituals, &library, args.all)?;
    }
    Ok(if broken.iter().any(Broken::any_error) {
        Exit::Faults
    } else {
        Exit::Done
    })
}

fn row<'a>(ritual: &'a Ritual, library: &Library<'_>) -> Row<'a> {
    Row {
        id: &ritual.id,
        title: &ritual.title,
        family: ritual.family.word(),
        minutes: ritual.minutes,
        people: Range {
            min: ritual.people.min,
            max: ritual.people.max,
        },
        ceiling: ritual.ceiling.word(),
        own: library.origin(&ritual.id) != Origin::BuiltIn,
    }
}

/// How many people it is for; where it has a form for more than its most, there is no most.
fn people(ritual: &Ritual) -> String {
    let (min, max) = (ritual.people.min, ritual.people.max);
    if ritual.variants.iter().any(|it| it.form == Form::Many) {
        format!("{min} or more people")
    } else if min == max {
        count(min as i64, "person")
    } else {
        format!("{min} to {max} people")
    }
}

/// Those to begin with, and then a line for each of the others, by family. With `all`, what each is
/// for, and those too that are for inside others.
fn list(
    context: &mut Context<'_>,
    rituals: &[Ritual],
    library: &Library<'_>,
    all: bool,
) -> Result<(), Failure> {
    let ids = rituals.iter().map(|it| it.id.len());
    let width = ids.max().unwrap_or(0);
    let is_first = |it: &&Ritual| starter(&it.id) < STARTERS.len();
    let mut first: Vec<&Ritual> = rituals.iter().filter(is_first).collect();
    first.sort_by_key(|it| starter(&it.id));
    if !first.is_empty() {
        writeln!(context.out, "To begin with")?;
        for it in first {
            row_of(context, it, library, (width, true))?;
        }
    }
    for family in Family::ALL {
        let is_shown = |it: &&Ritual| it.family == family && !is_first(it);
        let mut of_family = rituals.iter().filter(is_shown).peekable();
        if of_family.peek().is_none() || family == Family::Craft && !all {
            continue;
        }
        if all {
            writeln!(context.out)?;
        }
        writeln!(context.out, "{}", capital(&family.word().replace('-', " ")))?;
        for it in of_family {
            row_of(context, it, library, (width, all))?;
        }
    }
    writeln!(context.out)?;
    if !all {
        context.hang(
            "firelight rituals --all     ",
            "what each is for, and for how many",
        )?;
    }
    context.hang("firelight rituals show ID   ", "what is said and done")?;
    context.hang("firelight run ID            ", "hold it")
}

/// A ritual in the list: what to type, how long it takes, and what it is called; `whole` tells for
/// whom and what for, too.
fn row_of(
    context: &mut Context<'_>,
    ritual: &Ritual,
    library: &Library<'_>,
    (width, whole): (usize, bool),
) -> Result<(), Failure> {
    let id = format!("{:<width$}", visible(&ritual.id));
    let yours = match library.origin(&ritual.id) {
        Origin::BuiltIn => "",
        Origin::Team | Origin::InPlace => "  (yours)",
    };
    let title = visible(&ritual.title);
    let words = if whole {
        let end = if title.ends_with(['.', '?', '!']) {
            ""
        } else {
            "."
        };
        format!(
            "{title}{end} {} {}.{yours}",
            visible(&ritual.purpose),
            capital(&people(ritual))
        )
    } else {
        format!("{title}{yours}")
    };
    if context.width() < NARROW {
        writeln!(context.out, "  {id}")?;
        context.hang("      ", &format!("{} min. {words}", ritual.minutes))
    } else {
        let head = format!("  {id}  {:>3} min  ", ritual.minutes);
        context.hang(&head, &words)
    }
}

fn show(context: &mut Context<'_>, ritual: &Ritual, origin: Origin) -> Result<(), Failure> {
    let whose = match origin {
        Origin::BuiltIn => None,
        Origin::Team => Some("Yours."),
        Origin::InPlace => Some("Yours, in the place of the built-in one."),
    };
    let mut lines: Vec<String> = whose.map(str::to_string).into_iter().collect();
    lines.extend([
        visible(&ritual.title),
        visible(&ritual.purpose),
        String::new(),
        format!(
            "{} minutes, {}, at most {}. {}",
            ritual.minutes,
            people(ritual),
            ritual.ceiling.word(),
            ritual.confidentiality.sentence()
        ),
    ]);
    if ritual.lead_days > 0 {
        let days = count(ritual.lead_days, "day");
        lines.push(format!("People should know of it {days} before."));
    }
    lines.extend(claims(ritual));
    lines.push(String::new());
    for (number, step) in ritual.steps.iter().enumerate() {
        lines.extend(of_step(number, step));
    }
    let mut variants: Vec<_> = ritual.variants.iter().collect();
    variants.sort_by_key(|it| it.form);
    for variant in variants {
        lines.extend(of_variant(variant.form, &variant.change));
    }
    for line in lines {
        for row in textwrap::wrap(
            &line,
            textwrap::Options::new(width(context)).subsequent_indent(indent(&line)),
        ) {
            writeln!(context.out, "{}", row.trim_end())?;
        }
    }
    Ok(())
}

/// The evidence that a ritual names, a line each.
fn claims(ritual: &Ritual) -> Vec<String> {
    let evidence = evidence::read();
    let line = |id: &String| match evidence.find(id) {
        Some(it) => {
            let (id, strong, claim) = (&it.id, it.how_strong(), &it.claim);
            format!("Evidence: {id} ({strong}): {claim}; more: firelight evidence {id}")
        }
        None => format!(
            "Evidence: {}, which is none that there is; more: firelight check",
            visible(id)
        ),
    };
    ritual.claims.iter().map(line).collect()
}

/// Readable lines, whatever the window.
fn width(context: &Context<'_>) -> usize {
    context.columns.unwrap_or(80).clamp(40, 90)
}

fn indent(line: &str) -> &'static str {
    if line.starts_with("   ") {
        "      "
    } else {
        ""
    }
}

fn of_step(number: usize, step: &Step) -> Vec<String> {
    let when = match step.when {
        When::Before { days: 0 } => ", before".to_string(),
        When::After { days: 0 } => ", after".to_string(),
        When::Before { days } => format!(", {} before", count(days, "day")),
        When::Live => String::new(),
        When::After { days } => format!(", {} after", count(days, "day")),
    };
    let (length, said) = match &step.what {
        What::Say(it) => (seconds(it.seconds), Some(format!("\"{}\"", it.text))),
        What::Solo(it) => (
            format!("{}, {}", visible(&it.r#do), seconds(it.seconds)),
            it.text.clone(),
        ),
        What::Deal(it) => (dealt(it), None),
        What::Turns(it) => (
            it.each.map_or_else(
                || "equal shares".to_string(),
                |each| format!("{} each", seconds(each)),
            ),
            it.stem.clone(),
        ),
        What::Open(it) => (seconds(it.seconds), it.text.clone()),
        What::Groups(it) => (of_groups(it), None),
        What::Gather(it) => (
            format!("by {}, {}", it.by, seconds(it.seconds)),
            Some(it.text.clone()),
        ),
        What::Ask(it) => (asked(it), Some(it.text.clone())),
        What::Use(it) => (it.ritual.clone(), None),
    };
    let mut lines = vec![format!(
        "{}. {}: {length}{when}",
        number + 1,
        step.what.word()
    )];
    if !step.only.is_empty() {
        let forms: Vec<&str> = step.only.iter().map(|it| it.phrase()).collect();
        lines.push(format!("   Only {}.", forms.join(", or ")));
    }
    for without in &step.without {
        lines.push(format!("   Only where nobody took a turn in {without}."));
    }
    for turns in &step.after_turns {
        lines.push(format!("   Only where somebody took a turn in {turns}."));
    }
    let agreed = step.agreed.words();
    if !agreed.is_empty() {
        lines.push(format!(
            "   Only where this is agreed: {}.",
            agreed.join("; ")
        ));
    }
    lines.extend(said.map(|it| format!("   {}", visible(&it))));
    if let What::Ask(ask) = &step.what {
        let options = ask.options.iter();
        lines.extend(options.map(|it| format!("   - {}", visible(it))));
    }
    lines.extend(
        step.cue
            .as_ref()
            .map(|it| format!("   For you: {}", visible(it))),
    );
    lines.push(String::new());
    lines
}

/// What is dealt, and from where.
fn dealt(deal: &Deal) -> String {
    let banks: Vec<&str> = deal.banks().map(String::as_str).collect();
    let tags = match &deal.tags[..] {
        [] => String::new(),
        tags => format!(", tagged {}", visible(&tags.join(" or "))),
    };
    format!("from {}{tags}, {}", banks.join(" and "), deal.hand)
}

/// How a question is asked: its mode, how many there are, how people answer, and for how long.
fn asked(ask: &Ask) -> String {
    let each = if ask.rounds > 1 { " each" } else { "" };
    let from = match &ask.bank {
        Some(deal) => format!(", {} from {}", ask.rounds, deal.bank),
        None => String::new(),
    };
    let (mode, by, time) = (ask.mode.word(), &ask.by, seconds(ask.seconds));
    format!("{mode}{from}, by {by}, {time}{each}")
}

/// How people sit, and how often and for how long.
fn of_groups(groups: &Groups) -> String {
    let mut words = match groups.shape {
        Shape::Circle => Vec::new(),
        Shape::Pairs => vec!["in pairs".to_string()],
        Shape::InnerOuter => vec!["two circles".to_string()],
        Shape::Stations => vec!["stations".to_string()],
    };
    words.extend(
        groups
            .merge
            .map(|it| format!("joined to groups of about {it}")),
    );
    if !groups.roles.is_empty() {
        words.push(format!("roles: {}", visible(&groups.roles.join(" / "))));
    }
    words.extend(groups.mixed().map(|it| format!("mixed by {it}")));
    words.push(match groups.rounds {
        Some(rounds) => count(rounds as i64, "round"),
        None => "a round for each person of a group".to_string(),
    });
    words.push(seconds(groups.seconds));
    words.join(", ")
}

fn of_variant(form: Form, change: &Change) -> Vec<String> {
    let mut lines = vec![format!("{}:", capital(form.phrase()))];
    lines.extend(
        change
            .say
            .as_ref()
            .map(|it| format!("   \"{}\"", visible(it))),
    );
    if let Some(reason) = &change.unsuited {
        lines.push(format!("   Not suited: {}", sentence(&visible(reason))));
    }
    if !change.skip.is_empty() {
        lines.push(format!("   Without: {}", change.skip.join(", ")));
    }
    lines.extend(
        change
            .note
            .as_ref()
            .map(|it| format!("   For you: {}", visible(it))),
    );
    lines.push(String::new());
    lines
}

fn seconds(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, rest) => format!("{rest} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}
