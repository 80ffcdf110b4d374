//! The story's file, `firelight.story/1`: what may stand in it, reading it, and its bytes.
//!
//! Keys that a newer version wrote stay where they were. A fault names its place and never
//! what stands there.

use std::fmt::Write as _;
use std::path::Path;

use super::shape::Shape as Build;
use super::{Bring, Fence, Moment, Questions, Rehearsal, Story, said};
use crate::fault::Fault;
use crate::fields::{self, Field, Shape, Spot, Table, may, must, quoted};
use crate::keep::{self, LONGEST, Text};

/// The name of the format, with its major version.
const FORMAT: &str = "firelight.story/1";

/// What stands above it all, for whoever opens it by hand.
const ABOVE: &str = "# Your story, as Firelight keeps it. Mend it by hand as you like; a comment of your own goes\n# with the next save.\n";

const FENCES: &[&str] = &words(Fence::ALL);
const QUESTIONS: &[&str] = &words(Questions::ALL);
const BRINGS: &[&str] = &words(Bring::ALL);

const fn words<T: Copy, const N: usize>(all: [(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut nth = 0;
    while nth < N {
        words[nth] = all[nth].0;
        nth += 1;
    }
    words
}

const COUNT: Shape = Shape::Integer {
    min: 0,
    max: 1_000_000,
};

/// What may be written in it.
static STORY: &[Field] = &[
    must(
        "format",
        Shape::Format(FORMAT),
        "The format's name and major version.",
    ),
    may("shape", Shape::OneOf(&Build::WORDS), "How it is built."),
    may("first", Shape::Text, "The first line."),
    may("last", Shape::Text, "The last line."),
    may(
        "questions",
        Shape::OneOf(QUESTIONS),
        "What listeners may ask afterwards.",
    ),
    may("bring", Shape::OneOf(BRINGS), "What the teller brings."),
    may(
        "not_about",
        Shape::List(&Shape::Text),
        "What nobody should ask about.",
    ),
    may(
        "pace",
        Shape::Integer {
            min: *said::PACES.start(),
            max: *said::PACES.end(),
        },
        "Words a minute.",
    ),
    may("asked", COUNT, "The moment that choosing came to."),
    may("nudged", COUNT, "Nudges that were shown."),
    may(
        "moment",
        Shape::List(&Shape::Table(MOMENT)),
        "What came to mind.",
    ),
    may(
        "rehearsal",
        Shape::List(&Shape::Table(REHEARSAL)),
        "How long it took to say.",
    ),
];

static MOMENT: &[Field] = &[
    must("id", COUNT, "Its number."),
    must("text", Shape::Text, "A few words."),
    may("when", Shape::Text, "A year, or about when."),
    may("fence", Shape::OneOf(FENCES), "Whether it may leave."),
    may("chosen", Shape::Flag, "Whether it is in the telling."),
    may("order", COUNT, "Its place there."),
    may("cut", Shape::Flag, "Whether it was dropped."),
];

static REHEARSAL: &[Field] = &[
    must("on", Shape::Date, "The day."),
    must("shape", Shape::OneOf(&Build::WORDS), "The shape it had."),
    may(
        "moments",
        Shape::List(&COUNT),
        "The numbers of its moments, in order.",
    ),
    must("seconds", Shape::List(&COUNT), "How long each beat took."),
];

/// Reads one; `path` is only named in faults. There is no story while there is a fault, since
/// writing it again would lose what could not be read.
///
/// # Errors
/// What is wrong.
pub fn parse(path: &Path, source: &[u8]) -> Result<Story, Vec<Fault>> {
    let (table, mut faults) = fields::read(source, path, "story", STORY);
    // Keys of a newer version are kept and passed over.
    faults.retain(|it| it.rule != "S004");
    // Longer than anything that was typed here, and it would be cut when it is written again.
    let long = |it: &&Spot| it.text().is_some_and(|it| it.len() > LONGEST);
    for spot in table.texts().into_iter().filter(long) {
        let message = format!("a text here has more than {LONGEST} bytes");
        faults.add("S007", spot.span.clone(), message, "make two of it");
    }
    let faults = faults.beside(Some(())).faults;
    if !faults.is_empty() {
        return Err(faults);
    }
    let source = String::from_utf8_lossy(source);
    let texts = |key: &str| {
        table
            .strings(key)
            .iter()
            .filter_map(|it| keep::story(it))
            .collect()
    };
    let mut rests = fields::beside_each(&source, "moment", MOMENT).into_iter();
    let moments = table.tables("moment");
    let moments = moments.filter_map(|it| moment(it, rests.next().unwrap_or_default()));
    let mut story = Story {
        moments: moments.collect(),
        shape: table.text("shape").and_then(Build::of),
        first: table.text("first").and_then(keep::story),
        last: table.text("last").and_then(keep::story),
        questions: one_of(&table, "questions", &Questions::ALL),
        bring: one_of(&table, "bring", &Bring::ALL),
        not_about: texts("not_about"),
        pace: table.number("pace"),
        asked: table.number("asked"),
        nudged: table.count("nudged").unwrap_or(0),
        rehearsals: Vec::new(),
        rest: fields::beside(&source, STORY),
    };
    // Numbers that were given twice by hand would make two moments one.
    let mut seen = std::collections::HashSet::new();
    let mut free = story.moments.iter().map(|it| it.id).max().unwrap_or(0);
    for moment in &mut story.moments {
        if !seen.insert(moment.id) {
            free += 1;
            moment.id = free;
        }
    }
    let mut rests = fields::beside_each(&source, "rehearsal", REHEARSAL).into_iter();
    let rehearsals = table.tables("rehearsal");
    let rehearsals = rehearsals.filter_map(|it| rehearsal(it, rests.next().unwrap_or_default()));
    story.rehearsals = rehearsals.collect();
    Ok(story)
}

fn one_of<T: Copy>(table: &Table, key: &str, all: &[(&str, T)]) -> Option<T> {
    let word = table.text(key)?;
    all.iter().find(|it| it.0 == word).map(|it| it.1)
}

fn word_of<T: Copy + PartialEq>(it: T, all: &[(&str, T)]) -> Option<String> {
    let found = all.iter().find(|other| other.1 == it);
    found.map(|it| quoted(it.0))
}

fn moment(table: &Table, rest: String) -> Option<Moment> {
    let order = table.number("order").unwrap_or(i64::MAX);
    Some(Moment {
        id: table.number("id")?,
        text: table.text("text").and_then(keep::story)?,
        when: table.text("when").and_then(keep::story),
        fence: one_of(table, "fence", &Fence::ALL),
        order: table.flag("chosen").filter(|it| *it).map(|_| order),
        cut: table.flag("cut").unwrap_or(false),
        rest,
    })
}

fn rehearsal(table: &Table, rest: String) -> Option<Rehearsal> {
    let numbers = |key| {
        table
            .list(key)
            .iter()
            .filter_map(|it| it.number())
            .collect()
    };
    Some(Rehearsal {
        on: table.text("on")?.parse().ok()?,
        shape: table.text("shape").and_then(Build::of)?,
        moments: numbers("moments"),
        seconds: numbers("seconds"),
        rest,
    })
}

/// The file's bytes.
pub fn bytes(story: &Story) -> Vec<u8> {
    let mut out = format!("{ABOVE}format = \"{FORMAT}\"\n");
    // Writing to a String cannot fail.
    let _ = write(&mut out, story);
    out.into_bytes()
}

fn write(out: &mut String, story: &Story) -> std::fmt::Result {
    line(out, "shape", story.shape.map(|it| quoted(it.word())))?;
    line(out, "first", story.first.as_ref().map(text))?;
    line(out, "last", story.last.as_ref().map(text))?;
    let questions = story.questions.and_then(|it| word_of(it, &Questions::ALL));
    line(out, "questions", questions)?;
    let bring = story.bring.and_then(|it| word_of(it, &Bring::ALL));
    line(out, "bring", bring)?;
    let not_about: Vec<String> = story.not_about.iter().map(text).collect();
    let not_about = (!not_about.is_empty()).then(|| format!("[{}]", not_about.join(", ")));
    line(out, "not_about", not_about)?;
    line(out, "pace", story.pace.map(|it| it.to_string()))?;
    line(out, "asked", story.asked.map(|it| it.to_string()))?;
    line(
        out,
        "nudged",
        (story.nudged > 0).then(|| story.nudged.to_string()),
    )?;
    out.push_str(&story.rest);
    for moment in &story.moments {
        writeln!(out, "\n[[moment]]\nid = {}", moment.id)?;
        line(out, "text", Some(text(&moment.text)))?;
        line(out, "when", moment.when.as_ref().map(text))?;
        let fence = moment.fence.and_then(|it| word_of(it, &Fence::ALL));
        line(out, "fence", fence)?;
        line(out, "chosen", moment.order.map(|_| "true".to_string()))?;
        let order = moment.order.filter(|it| *it < i64::MAX);
        line(out, "order", order.map(|it| it.to_string()))?;
        line(out, "cut", moment.cut.then(|| "true".to_string()))?;
        out.push_str(&moment.rest);
    }
    for said in &story.rehearsals {
        writeln!(out, "\n[[rehearsal]]\non = {}", said.on)?;
        line(out, "shape", Some(quoted(said.shape.word())))?;
        line(out, "moments", Some(list(&said.moments)))?;
        line(out, "seconds", Some(list(&said.seconds)))?;
        out.push_str(&said.rest);
    }
    Ok(())
}

fn line(out: &mut String, key: &str, value: Option<String>) -> std::fmt::Result {
    value.map_or(Ok(()), |it| writeln!(out, "{key} = {it}"))
}

fn text(text: &Text) -> String {
    quoted(text.as_str())
}

fn list(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(", "))
}

#[cfg(test)]
mod tests;
