//! `questions new`: one question, written step by step, with what the rules say of it at once.

use super::super::{Context, Exit, Failure, library, replied};
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

/// What is asked of a question to score it, and what 0, 1 and 2 mean.
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

/// What was said so far of a question that is being written.
#[derive(Default)]
struct Draft {
    text: Option<Text>,
    /// What the score is, digit by digit.
    score: Vec<usize>,
    theme: usize,
    lighter: Option<Text>,
    follow: Option<Text>,
}

impl Draft {
    fn digits(&self) -> String {
        self.score.iter().map(usize::to_string).collect()
    }

    fn level(&self) -> Level {
        level_of(&self.digits()).unwrap_or(Level::Deep)
    }

    /// How many things are asked; what goes deeper needs two more.
    fn steps(&self) -> usize {
        let deeper = self.score.len() == SCORE.len() && self.level() >= Level::Personal;
        2 + SCORE.len() + if deeper { 2 } else { 0 }
    }
}

/// Asks for a question until it is one, and for what belongs to it; `None` when there is none.
/// From each thing that is asked one may go back to the one before.
fn write_one(
    ui: &mut dyn Ui,
    ids: &mut std::collections::HashSet<String>,
) -> Result<Option<New>, Failure> {
    const THEME: usize = 1 + SCORE.len();
    const LIGHTER: usize = THEME + 1;
    let mut draft = Draft::default();
    let mut step = 0;
    while step < draft.steps() {
        let went_on = match step {
            0 => match ask_text(ui, draft.text.take())? {
                None => return Ok(None),
                text => {
                    draft.text = text;
                    true
                }
            },
            scored if scored < THEME => {
                let (asked, words) = SCORE[scored - 1];
                draft.score.truncate(scored - 1);
                let digit = choose(ui, asked, &words.map(str::to_string), ['0', '1', '2'])?;
                draft.score.extend(digit);
                if digit.is_some() && scored == SCORE.len() {
                    ui.tell(&format!("That makes it {}.", draft.level().word()))?;
                }
                digit.is_some()
            }
            THEME => {
                let words = THEMES.map(|it| it.1.to_string());
                let theme = choose(ui, "Which theme?", &words, THEMES.map(|it| it.0))?;
                draft.theme = theme.unwrap_or(draft.theme);
                theme.is_some()
            }
            LIGHTER => {
                let asked = "Which lighter question could stand in for it?";
                let help = ["For somebody who would rather not answer this one.".to_string()];
                let typed = line(ui, asked, &help, "none yet")?;
                draft.lighter = typed.as_deref().and_then(keep::bank);
                typed.is_some()
            }
            _ => {
                let help = ["Open, and about what was told: What came of it?".to_string()];
                let typed = line(ui, "What may a listener ask?", &help, "nothing yet")?;
                draft.follow = typed.as_deref().and_then(keep::bank);
                typed.is_some()
            }
        };
        step = if went_on { step + 1 } else { step - 1 };
    }
    let level = draft.level();
    let score = draft.digits();
    let is_deeper = level >= Level::Personal;
    let Some(text) = draft.text else {
        return Ok(None);
    };
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
        themes: vec![THEMES[draft.theme].1.to_string()],
        flags,
        lighter: draft.lighter.filter(|_| is_deeper),
        follow: draft.follow.filter(|_| is_deeper).into_iter().collect(),
        deal: level < Level::Deep && !slips.iter().any(|it| FORBIDDEN.contains(&it.rule)),
    }))
}

/// The question itself; what the rules say of it is told, and it may be kept. `before` is what it
/// was when somebody came back to it.
fn ask_text(ui: &mut dyn Ui, mut before: Option<Text>) -> Result<Option<Text>, Failure> {
    let mut help = vec![match &before {
        Some(text) => format!("So far: {}", text.as_str()),
        None => {
            "Open, one thing, 6 to 20 words: What small help of this week did you like?".to_string()
        }
    }];
    loop {
        let empty = if before.is_some() {
            "keep it as it is"
        } else {
            "write nothing"
        };
        let asked = "Your question, as you would say it?";
        // Nothing lies before it, so that going back asks again.
        let Some(typed) = line(ui, asked, &help, empty)? else {
            continue;
        };
        let Some(typed) = keep::bank(&typed) else {
            return Ok(before);
        };
        let slips = check::of_question(typed.as_str(), Level::Light, &[]);
        if slips.is_empty() {
            return Ok(Some(typed));
        }
        let slips = slips
            .iter()
            .map(|it| format!("{}: {}.", it.message, it.help));
        help = slips.collect();
        help.push("Say it another way, or keep it.".to_string());
        before = Some(typed);
    }
}

/// What was typed; `None` for back.
fn line(
    ui: &mut dyn Ui,
    text: &str,
    help: &[String],
    empty: &str,
) -> Result<Option<String>, Failure> {
    let question = Question {
        text: text.to_string(),
        help: help.to_vec(),
        empty: empty.to_string(),
        ..Question::default()
    };
    replied(|| ui.ask(&question))
}

/// Which was chosen; `None` for back.
fn choose<const N: usize>(
    ui: &mut dyn Ui,
    text: &str,
    words: &[String],
    keys: [char; N],
) -> Result<Option<usize>, Failure> {
    let choice = Choice {
        text: text.to_string(),
        options: keys.into_iter().zip(words.iter().cloned()).collect(),
        // What is not said counts as the most that could be asked, so that nothing deep is dealt by mistake.
        default: keys.len() - 1,
        ..Choice::default()
    };
    replied(|| ui.choose(&choice))
}
