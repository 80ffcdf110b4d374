//! `questions import`: a team's own list, from text, Markdown or CSV. Nobody but its writer has
//! read it, so that of it only light questions are dealt, and none that a rule forbids.

use std::collections::HashSet;
use std::path::PathBuf;

use serde::Serialize;

use super::super::{Context, Exit, Failure, library, reason};
use super::{FORBIDDEN, KIND, RITUAL, level, levels, put, taken};
use crate::bank::write::{self, New};
use crate::check;
use crate::fault::visible;
use crate::fields::{LARGEST, is_slug};
use crate::host::screens::count;
use crate::keep::{self, Text};
use crate::ritual::Level;

/// What to bring.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  firelight questions import ours.txt --level light\n  firelight questions import ours.csv      with a first line such as text,level,themes\n\nWithout a level a question counts as open, and is not dealt until a second person has read it."
)]
pub(super) struct Args {
    /// The file: a question a line, a Markdown list, or CSV with a first line
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The new bank's name; without it, that of the file
    #[arg(long, value_name = "NAME")]
    bank: Option<String>,
    /// The level of all that say none
    #[arg(long, value_name = "WORD", value_parser = levels(), ignore_case = true, hide_possible_values = true)]
    level: Option<Level>,
    /// The theme of all that say none
    #[arg(long, value_name = "WORD", default_value = "own")]
    theme: String,
    /// Which ritual may deal them
    #[arg(long = "use", value_name = "RITUAL", default_value = RITUAL)]
    ritual: String,
}

/// A question as it stands in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    number: usize,
    text: String,
    level: Option<String>,
    themes: Vec<String>,
    flags: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    bank: String,
    path: String,
    written: usize,
    left_out: Vec<LeftOut>,
    held_back: Vec<LeftOut>,
}

#[derive(Serialize)]
struct LeftOut {
    line: usize,
    reason: String,
}

pub(super) fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let ritual = library(context.disk, &places, &team).find(&args.ritual)?.id;
    let name = visible(&args.file.to_string_lossy());
    let file = context.folder.join(&args.file);
    let source = context.disk.read(&file, LARGEST);
    let source =
        source.map_err(|it| Failure::Failed(format!("{name} cannot be read: {}.", reason(&it))))?;
    let source = String::from_utf8(source).map_err(|_| {
        Failure::Failed(format!(
            "{name} is not UTF-8 text. Save it as UTF-8, and try again."
        ))
    })?;
    let bank = bank_name(args)?;
    let lines = lines(&source);
    let known = known(context, &places);
    let mut ids = taken(context, &places);
    let (mut items, mut left_out, mut held_back) = (Vec::new(), Vec::new(), Vec::new());
    let mut texts: HashSet<String> = known;
    for line in lines {
        let out = |reason: String| LeftOut {
            line: line.number,
            reason,
        };
        let Some(text) = keep::bank(&line.text) else {
            continue;
        };
        if line.text.contains('\n') {
            return Err(Failure::Failed(format!(
                "{name}, line {}: a quotation mark that is not closed takes in the lines below it. Close it; nothing was written.",
                line.number
            )));
        }
        if !texts.insert(plain(&line.text)) {
            left_out.push(out("it is there already".to_string()));
            continue;
        }
        let level = match line.level.as_deref().map(read_level) {
            Some(Some(level)) => level,
            Some(None) => {
                let word = visible(line.level.as_deref().unwrap_or_default());
                left_out.push(out(format!("`{word}` is no level; levels are 1 to 5, or light, open, personal, tender, deep")));
                continue;
            }
            None => args.level.unwrap_or(Level::Open),
        };
        let mut item = new(text, &line, level, &args.theme, &mut ids);
        if let Some(broken) = forbidden(&item) {
            item.deal = false;
            held_back.push(out(broken));
        }
        items.push(item);
    }
    if items.is_empty() {
        let why = left_out
            .first()
            .map_or("it holds no text".to_string(), |it| {
                format!("line {}: {}", it.line, it.reason)
            });
        return Err(Failure::Failed(format!(
            "Nothing of {name} can be taken: {why}."
        )));
    }
    let title = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let title = keep::bank(&title)
        .or_else(|| keep::bank("Our own"))
        .ok_or(Failure::Closed)?;
    let path = put(context, &places, &bank, &title, &ritual, &items)?;
    let answer = Answer {
        bank,
        path: path.to_string_lossy().into_owned(),
        written: items.len(),
        left_out,
        held_back,
    };
    if context.globals.json {
        context.json(&answer)?;
    } else {
        tell(
            context,
            &answer,
            items
                .iter()
                .filter(|it| it.deal && it.level == Level::Light)
                .count(),
        )?;
    }
    Ok(Exit::Done)
}

fn tell(context: &mut Context<'_>, answer: &Answer, dealt: usize) -> Result<(), Failure> {
    let questions = |n: usize| count(n as i64, "question");
    let path = visible(&answer.path);
    writeln!(
        context.out,
        "{} written to {path}.",
        questions(answer.written)
    )?;
    for it in &answer.left_out {
        context.hang(
            &format!("  line {}: left out, ", it.line),
            &visible(&it.reason),
        )?;
    }
    for it in &answer.held_back {
        context.hang(
            &format!("  line {}: not dealt, ", it.line),
            &visible(&it.reason),
        )?;
    }
    let sentence = match dealt {
        0 => "None is dealt yet. When a second person has read and scored them, write `reviewed = true` in that file; light ones need no second person.".to_string(),
        n => format!("{} may be dealt now, as light; the others when a second person has read and scored them.", questions(n)),
    };
    writeln!(context.out)?;
    context.hang("", &sentence)?;
    context.hang(
        "",
        &format!(
            "What to look at: firelight check {}",
            crate::shell::word(&path)
        ),
    )
}

fn bank_name(args: &Args) -> Result<String, Failure> {
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let name = args.bank.clone().unwrap_or_else(|| slug(&stem));
    if is_slug(&name) {
        return Ok(name);
    }
    Err(Failure::Misuse(format!(
        "{} is no name for a bank: lower-case letters, digits and hyphens, at most 40. Choose one: --bank ours",
        visible(args.bank.as_deref().unwrap_or(&stem))
    )))
}

/// Every text that can be asked already.
fn known(context: &Context<'_>, places: &crate::places::Places) -> HashSet<String> {
    let library = crate::library::Library::new(context.disk, Some(&places.team), &[]);
    let banks = library.banks().0.into_iter().filter(|it| it.kind == KIND);
    banks
        .flat_map(|it| it.items)
        .map(|it| plain(&it.text))
        .collect()
}

/// A text without case and marks.
fn plain(text: &str) -> String {
    let words = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn slug(text: &str) -> String {
    let words = text
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    slug.chars()
        .take(40)
        .collect::<String>()
        .trim_matches('-')
        .to_string()
}

fn new(text: Text, line: &Line, level: Level, theme: &str, ids: &mut HashSet<String>) -> New {
    let slugs = |words: &[String]| -> Vec<String> {
        words
            .iter()
            .map(|it| slug(it))
            .filter(|it| !it.is_empty())
            .collect()
    };
    let mut themes = slugs(&line.themes);
    if themes.is_empty() {
        themes = vec![slug(theme)];
    }
    New {
        id: write::id_of(&line.text, ids),
        text,
        level,
        score: None,
        themes,
        flags: slugs(&line.flags),
        lighter: None,
        follow: Vec::new(),
        deal: level < Level::Deep,
    }
}

/// What a question may not ask, if it does: nobody else will have looked before it is dealt.
fn forbidden(item: &New) -> Option<String> {
    let slips = check::of_question(item.text.as_str(), item.level, &item.flags);
    let grave = slips.into_iter().find(|it| FORBIDDEN.contains(&it.rule));
    grave.map(|it| format!("{} ({})", it.message, it.rule))
}

fn read_level(word: &str) -> Option<Level> {
    let word = word.trim();
    let by_number = word.parse().ok().and_then(Level::from_number);
    by_number.or_else(|| level(word))
}

/// The questions of a list: CSV when its first line says so, or else a line each.
fn lines(source: &str) -> Vec<Line> {
    let source = source.trim_start_matches('\u{feff}');
    let first = source.lines().next().unwrap_or_default();
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|it| first.matches(*it).count())
        .unwrap_or(',');
    let heads: Vec<String> = first
        .split(delimiter)
        .map(|it| it.trim().trim_matches('"').to_lowercase())
        .collect();
    let is_head = |it: &String| matches!(it.as_str(), "text" | "question");
    match heads.iter().position(is_head) {
        Some(text) => table(source, delimiter, &heads, text),
        None => source
            .lines()
            .zip(1..)
            .scan(Line::default(), plain_line)
            .flatten()
            .collect(),
    }
}

fn table(source: &str, delimiter: char, heads: &[String], text: usize) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .delimiter(delimiter as u8)
        .flexible(true)
        .has_headers(true);
    let column = |names: &[&str]| heads.iter().position(|it| names.contains(&it.as_str()));
    let (level, themes, flags) = (
        column(&["level"]),
        column(&["themes", "theme"]),
        column(&["flags", "flag"]),
    );
    let mut reader = reader.from_reader(source.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| {
        let cell = |at: Option<usize>| at.and_then(|it| row.get(it)).unwrap_or_default().trim();
        let words = |at| -> Vec<String> {
            let words = cell(at).split([' ', ';', '|']).filter(|it| !it.is_empty());
            words.map(str::to_string).collect()
        };
        let number = row
            .position()
            .map_or(0, |it| usize::try_from(it.line()).unwrap_or(0));
        Line {
            number,
            text: cell(Some(text)).to_string(),
            level: Some(cell(level).to_string()).filter(|it| !it.is_empty()),
            themes: words(themes),
            flags: words(flags),
        }
    })
    .collect()
}

/// A line of text or Markdown; a heading is the level or the theme of what comes below it.
fn plain_line(above: &mut Line, (line, number): (&str, usize)) -> Option<Option<Line>> {
    let line = line.trim();
    if let Some(heading) = line.strip_prefix('#') {
        let heading = heading.trim_matches(['#', ' ']);
        if read_level(heading).is_some() {
            above.level = Some(heading.to_string());
        } else {
            above.themes = vec![heading.to_string()];
        }
        return Some(None);
    }
    let bare = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let bare = if bare.len() < line.len() {
        bare.strip_prefix(['.', ')']).unwrap_or(line)
    } else {
        line
    };
    let bare = bare
        .strip_prefix(['-', '*', '+', '\u{2022}'])
        .unwrap_or(bare);
    let mut line = Line {
        number,
        ..above.clone()
    };
    let mut text = bare.trim_start();
    // A box to tick, or a level in front.
    if let Some((mark, rest)) = text.strip_prefix('[').and_then(|it| it.split_once(']')) {
        if read_level(mark).is_some() {
            line.level = Some(mark.to_string());
        }
        if line.level.as_deref() == Some(mark) || matches!(mark, " " | "x" | "X") {
            text = rest;
        }
    }
    line.text = text.trim_matches(['*', '_', '"', ' ']).to_string();
    Some((!line.text.is_empty()).then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(usize, String)> {
        lines(source)
            .into_iter()
            .map(|it| (it.number, it.text))
            .collect()
    }

    #[test]
    fn lists_are_read_as_people_write_them() {
        let wanted: Vec<_> = [(1, "What is near?"), (3, "What is far?")]
            .map(|(n, it)| (n, it.to_string()))
            .into();
        for source in [
            "What is near?\n\nWhat is far?\n",
            "- What is near?\n\n* What is far?",
            "1. What is near?\r\n\r\n2) **What is far?**\r\n",
            "\u{feff}- [ ] What is near?\n\n- [x] \"What is far?\"\n",
        ] {
            assert_eq!(texts(source), wanted, "{source}");
        }
        assert_eq!(texts(""), []);
        assert_eq!(
            texts("7 things near you?"),
            [(1, "7 things near you?".to_string())]
        );
    }

    #[test]
    fn a_heading_is_a_theme() {
        let found = lines("# Help\n- What helped?\n## Play\n- What is fun?\n");
        assert_eq!(found[0].themes, ["Help"]);
        assert_eq!(found[1].themes, ["Play"]);
    }

    #[test]
    fn a_level_stands_in_a_heading_or_in_front() {
        let found = lines(
            "## Light\n- What is near?\n## Help\n- [open] What helped?\n- [x] What is far?\n",
        );
        let levels: Vec<_> = found
            .iter()
            .map(|it| it.level.as_deref().unwrap())
            .collect();
        assert_eq!(levels, ["Light", "open", "Light"]);
        assert_eq!(found[1].text, "What helped?");
        assert_eq!(found[2].themes, ["Help"]);
    }

    #[test]
    fn a_table_has_levels_themes_and_flags() {
        for source in [
            "Question,Level,Theme,Flags\n\"Near, or far?\",light,now,food pets\n",
            "question;level;theme;flags\nNear, or far?;light;now;food|pets\n",
            "level\tflags\tquestion\ttheme\nlight\tfood pets\tNear, or far?\tnow\n",
        ] {
            let line = &lines(source)[0];
            assert_eq!(
                (line.text.as_str(), line.number),
                ("Near, or far?", 2),
                "{source}"
            );
            assert_eq!(line.level.as_deref(), Some("light"));
            assert_eq!(
                (line.themes.join(" "), line.flags.join(" ")),
                ("now".into(), "food pets".into())
            );
        }
    }

    #[test]
    fn a_level_is_a_word_or_a_number() {
        assert_eq!(read_level(" Light "), Some(Level::Light));
        assert_eq!(read_level("4"), Some(Level::Tender));
        assert_eq!(read_level("9"), None);
        assert_eq!(read_level("easy"), None);
    }
}
