//! The preparation: a promise first, then nine steps in any order, each left at any time.

use super::super::{Context, Exit, Failure, answer};
use super::studio::{Studio, work};
use super::{choose, editor, gather, lines, out, rehearse, words};
use crate::story::card;
use crate::story::steps::{self, Step};
use crate::ui::{Choice, Stage};

pub(super) fn run(
    context: &mut Context<'_>,
    step: Option<&str>,
    in_editor: bool,
) -> Result<Exit, Failure> {
    let step = step.and_then(Step::of);
    if in_editor {
        return match step {
            None | Some(Step::Gather) => editor::run(context),
            Some(other) => Err(Failure::Misuse(format!(
                "Only gathering goes on in an editor: firelight story prep gather --editor. Without one: firelight story prep {}",
                other.word()
            ))),
        };
    }
    work(context, |studio| {
        if studio.story.is_empty() {
            promise(studio)?;
        }
        if let Some(step) = step {
            take(studio, step)?;
        }
        while let Some(step) = menu(studio)? {
            take(studio, step)?;
        }
        Ok(())
    })
}

fn take(studio: &mut Studio<'_>, step: Step) -> Result<(), Failure> {
    match step {
        Step::Gather => gather::run(studio),
        Step::Choose => choose::choose(studio),
        Step::Fence => choose::fence(studio),
        Step::Shape => lines::shape(studio),
        Step::Lines => lines::lines(studio),
        Step::Say => rehearse::say(studio),
        Step::Cut => rehearse::cut(studio),
        Step::Card => {
            let card = card::of(&studio.story);
            studio.page("Your card", out::shown(&card))
        }
        Step::Boundaries => lines::boundaries(studio),
    }
}

/// What is promised before the first word.
fn promise(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let stage = Stage {
        title: "Your story".to_string(),
        text: words::PROMISE.to_string(),
        foot: format!("{} {}", words::NOT_FOR, words::YOURS),
        enter: "begin".to_string(),
        ..Stage::default()
    };
    while answer(studio.ui.stage(&stage)?)?.is_none() {}
    Ok(())
}

/// Which step; `None` to leave. Nothing in it is a word of the story.
fn menu(studio: &mut Studio<'_>) -> Result<Option<Step>, Failure> {
    studio.look()?;
    let story = &studio.story;
    let words = |step: Step| match steps::how_far(story, step) {
        far if far.is_empty() => {
            format!("{}: {}, {} min", step.word(), step.what(), step.minutes())
        }
        far => format!("{}: {far}", step.word()),
    };
    let mut options: Vec<(char, String)> = ('1'..).zip(Step::ALL.map(words)).collect();
    options.push(('q', "leave; every finished line is kept".to_string()));
    let next = steps::next(story);
    let choice = Choice {
        text: "Nine steps, in any order".to_string(),
        default: options.len() - 1,
        live: Step::ALL.iter().position(|it| *it == next),
        options,
        ..Choice::default()
    };
    let chosen = studio.choose(&choice)?;
    Ok(chosen.and_then(|it| Step::ALL.get(it).copied()))
}
