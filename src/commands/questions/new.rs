//! `questions new`: one question, written step by step, with what the rules say of it at once.

use super::super::{Context, Exit, Failure, answer, library};
use super::{FORBIDDEN, RITUAL, put, taken};
use crate::bank::read::level_of;
use crate::bank::write::{self, New};
use crate::check;
use crate::fault::visible;
use crate::keep::{self, Text};
use crate::ritual::Level;
use crate::ui::{Choice, Question, Ui};

/// The twelve themes of the shipped questions.
const THEMES: [(char, &str); 12] = [
    ('n', "now"),
    ('w', "working"),
    ('c', "craft"),
    ('h', "help"),
    ('o', "choices"),
    ('p', "places"),
    ('m', "objects"),
    ('e', "people"),
    ('y', "play"),
    ('t', "time"),
    ('f', "hopes"),
    ('a', "team"),
];

/// What is asked of a question to score it (`method.md` §2.2), and what 0, 1 and 2 mean.
pub(super) const SCORE: [(&str, [&str; 3]); 5] = [
    (
        "If an answer were repeated in the corridor?",
        ["nothing", "some discomfort", "harm is thinkable"],
    ),
    (
        "What do people feel while they answer?",
        ["calm or pleasant", "mixed", "strong"],
    ),
    (
        "Does it touch fault, pride or shame?",
        ["no", "a little", "at its centre"],
    ),
    (
        "What is it about?",
        [
            "things, tastes",
            "ways of working, choices",
            "self-worth, close people, belonging",
        ],
    ),
    (
        "How soon is there an answer?",
        ["at once", "with some thought", "only prepared"],
    ),
];

/// Which ritual may take it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firelight questions new")]
pub(super) struct Args {
    /// Which ritual may deal it
    #[arg(long = "use", value_name = "RITUAL", default_value = RITUAL)]
    ritual: String,
}

pub(super) fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let ritual = library(context.disk, &places, &team).find(&args.ritual)?.id;
    let mut ids = taken(context, &places);
    let door = context.door;
    let mut ui = door()?;
    let written = write_one(ui.as_mut(), &mut ids);
    if let Err(Failure::Stopped(_)) = &written {
        drop(ui);
        writeln!(context.err, "Nothing is written.")?;
        return written.map(|_| Exit::Done);
    }
    let Some(item) = written? else {
        ui.tell("Nothing is written.")?;
        drop(ui);
        if context.globals.json {
            context.json(&serde_json::json!({ "id": null }))?;
        }
        return Ok(Exit::Done);
    };
    drop(ui);
    let path = put(
        context,
        &places,
        &item.id,
        &item.text,
        &ritual,
        std::slice::from_ref(&item),
    )?;
    let path = path.to_string_lossy();
    if context.globals.json {
        context.json(
            &serde_json::json!({ "id": item.id, "level": item.level.number(), "path": path }),
        )?;
        return Ok(Exit::Done);
    }
    writeln!(context.out, "Written to {}.", visible(&path))?;
    let sentence = if !item.deal {
        "It is not dealt: no bank asks about this. What is wrong: firelight check"
    } else if item.level == Level::Light {
        "It is light, so it may be dealt from now on."
    } else {
        "It is dealt when a second person has read and scored it: then write `reviewed = true` in that file."
    };
    context.hang("", sentence)?;
    Ok(Exit::Done)
}

/// Asks for a question until it is one, and for what belongs to it; `None` when there is none.
fn write_one(
    ui: &mut dyn Ui,
    ids: &mut std::collections::HashSet<String>,
) -> Result<Option<New>, Failure> {
    let mut help = vec![
        "Open, one thing, 6 to 20 words: What small help of this week did you like?".to_string(),
    ];
    let mut before: Option<Text> = None;
    let text = loop {
        let empty = if before.is_some() {
            "keep it as it is"
        } else {
            "write nothing"
        };
        let typed = line(ui, "Your question, as you would say it?", &help, empty)?;
        let typed = match (keep::bank(&typed), before.take()) {
            (None, before) => break before,
            (Some(typed), _) => typed,
        };
        let slips = check::of_question(typed.as_str(), Level::Light, &[]);
        if slips.is_empty() {
            break Some(typed);
        }
        help = slips
            .iter()
            .map(|it| format!("{}: {}.", it.message, it.help))
            .collect();
        help.push("Say it another way, or keep it.".to_string());
        before = Some(typed);
    };
    let Some(text) = text else {
        return Ok(None);
    };
    let mut score = String::new();
    for (asked, words) in SCORE {
        score
            .push_str(&choose(ui, asked, &words.map(str::to_string), ['0', '1', '2'])?.to_string());
    }
    let level = level_of(&score).unwrap_or(Level::Deep);
    ui.tell(&format!("That makes it {}.", level.word()))?;
    let words = THEMES.map(|it| it.1.to_string());
    let theme = choose(ui, "Which theme?", &words, THEMES.map(|it| it.0))?;
    let (mut lighter, mut follow) = (None, Vec::new());
    if level >= Level::Personal {
        let help = ["For somebody who would rather not answer this one.".to_string()];
        lighter = keep::bank(&line(
            ui,
            "Which lighter question could stand in for it?",
            &help,
            "none yet",
        )?);
        let help = ["Open, and about what was told: What came of it?".to_string()];
        follow.extend(keep::bank(&line(
            ui,
            "What may a listener ask?",
            &help,
            "nothing yet",
        )?));
    }
    let flags: Vec<String> = check::flags_of(text.as_str())
        .into_iter()
        .map(str::to_string)
        .collect();
    let slips = check::of_question(text.as_str(), level, &flags);
    Ok(Some(New {
        id: write::id_of(text.as_str(), ids),
        text,
        level,
        score: Some(score),
        themes: vec![words[theme].clone()],
        flags,
        lighter,
        follow,
        deal: level < Level::Deep && !slips.iter().any(|it| FORBIDDEN.contains(&it.rule)),
    }))
}

fn line(ui: &mut dyn Ui, text: &str, help: &[String], empty: &str) -> Result<String, Failure> {
    let question = Question {
        text: text.to_string(),
        help: help.to_vec(),
        empty: empty.to_string(),
        lines: false,
    };
    loop {
        if let Some(typed) = answer(ui.ask(&question)?)? {
            return Ok(typed);
        }
    }
}

fn choose<const N: usize>(
    ui: &mut dyn Ui,
    text: &str,
    words: &[String],
    keys: [char; N],
) -> Result<usize, Failure> {
    let choice = Choice {
        text: text.to_string(),
        options: keys.into_iter().zip(words.iter().cloned()).collect(),
        // What is not said counts as the most that could be asked, so that nothing deep is dealt by mistake.
        default: keys.len() - 1,
        ..Choice::default()
    };
    loop {
        if let Some(chosen) = answer(ui.choose(&choice)?)? {
            return Ok(chosen);
        }
    }
}
