//! Gathering moments, a line each, with a nudge for whoever wants one.

use super::super::Failure;
use super::studio::{Studio, number};
use crate::fields::one_line;
use crate::story::ENOUGH;
use crate::ui::{Choice, Question};

/// How many of the last moments stand beside the question.
const RECENT: usize = 3;

/// Asks for moments until that is all for now.
pub(super) fn run(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let mut nudge = None;
    loop {
        let n = studio.story.moments.len();
        let mut help = vec![match &nudge {
            Some(nudge) => format!("If you like: {nudge}"),
            None if n > RECENT => "A moment a line, a few words each. l: all of them.".to_string(),
            None => "A moment a line, a few words each; ten to fifteen in all. Strictly professional is fine.".to_string(),
        }];
        if n > 0 {
            help.push(format!("So far {n}:"));
            let rows = studio.rows(&studio.story.moments);
            help.extend_from_slice(&rows[n.saturating_sub(RECENT)..]);
        }
        let question = Question {
            text: "You were born. Then what?".to_string(),
            help,
            empty: "a nudge, or enough for now".to_string(),
            lines: true,
            ..Question::default()
        };
        let Some(typed) = studio.ask_for_moments(&question)? else {
            return Ok(());
        };
        let texts = studio.take_lines(&typed)?;
        if !texts.is_empty() {
            studio.change(|it| it.extend(texts.clone()))?;
            continue;
        }
        let mut options = vec![('n', "a nudge".to_string())];
        options.extend((n > 0).then(|| ('l', "all of them".to_string())));
        options.extend((n > 0).then(|| ('c', "change one, or remove it".to_string())));
        options.push(('d', "enough for now".to_string()));
        let enough = options.len() - 1;
        let choice = Choice {
            text: match n {
                0 => "No moment yet.".to_string(),
                1 => "1 moment so far.".to_string(),
                n => format!("{n} moments so far."),
            },
            options,
            default: enough,
            live: (n < ENOUGH).then_some(0),
            ..Choice::default()
        };
        match studio.choose(&choice)? {
            Some(0) => nudge = Some(studio.nudge("nudges", None)?),
            Some(chosen) if chosen == enough => return Ok(()),
            Some(1) => studio.list()?,
            Some(_) => mend(studio)?,
            None => {}
        }
    }
}

/// Changes one moment, or takes it out.
fn mend(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let mut help = studio.rows(&studio.story.moments);
    loop {
        let question = Question {
            text: "Which one? Its number.".to_string(),
            help: help.clone(),
            empty: "none".to_string(),
            ..Question::default()
        };
        let Some(typed) = studio.ask(&question)?.filter(|it| !it.trim().is_empty()) else {
            return Ok(());
        };
        let moment = match number(&typed, studio.story.moments.len()) {
            Ok(number) => studio.story.moments[number - 1].clone(),
            Err(sentence) => {
                help = studio.rows(&studio.story.moments);
                help.push(sentence);
                continue;
            }
        };
        let choice = Choice {
            text: one_line(moment.text.as_str()),
            options: vec![
                ('w', "other words".to_string()),
                ('r', "remove it".to_string()),
                ('l', "leave it as it is".to_string()),
            ],
            default: 2,
            ..Choice::default()
        };
        match studio.choose(&choice)? {
            Some(0) => {
                let question = Question {
                    text: "What shall it say?".to_string(),
                    help: vec![format!("So far: {}", one_line(moment.text.as_str()))],
                    empty: "leave it as it is".to_string(),
                    draft: one_line(moment.text.as_str()),
                    ..Question::default()
                };
                let typed = studio.ask(&question)?.unwrap_or_default();
                if let Some(text) = studio.take(&typed)? {
                    let mut is_undecided = false;
                    studio.set(moment.id, |it| is_undecided = it.reword(text.clone()))?;
                    if is_undecided {
                        studio.ui.tell("It is undecided again.")?;
                    }
                }
            }
            Some(1) => studio.change(|it| it.remove(moment.id))?,
            Some(_) | None => {}
        }
        return Ok(());
    }
}
