//! What people agree to keep, typed line by line once a `gather` step is over.

use crate::keep::{self, Class, Place};
use crate::ritual::What;
use crate::session::event::Event;
use crate::ui::{Error, Question, Reply, Ui};

use super::{Running, World, screens, take};

/// After a `gather` step whose text people agreed to keep: the lines that are kept, one after the
/// other or all in one paste, until an empty one. Whoever goes back begins anew; whoever comes back
/// after a break finds the lines before it.
pub(super) fn keep_lines(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Reply<()>, Error> {
    let Some((form, most, class)) = running.state.step().and_then(|step| match &step.what {
        What::Gather(gather) if step.keep == Class::Kept => {
            Some((gather.form.clone(), gather.max_words, step.keep))
        }
        _ => None,
    }) else {
        return Ok(Reply::Given(()));
    };
    let mut help = vec![
        "One line each, without names. Everybody who can read the team's folder can read it."
            .to_string(),
    ];
    if most > 0 {
        let most = screens::count(most as i64, "word");
        help.push(format!("At most {most} each."));
    }
    let mut question = if running.state.keeps_some() {
        another("What was typed before is kept. /back: begin anew.")
    } else {
        Question {
            text: "What do we keep?".to_string(),
            help,
            empty: "nothing".to_string(),
            lines: true,
            ..Question::default()
        }
    };
    loop {
        let lines = match ui.ask(&question)? {
            Reply::Given(lines) => lines,
            Reply::Aside(action) => {
                if running.state.keeps_some() {
                    take(running, world, Event::KeepAnew {});
                }
                return Ok(Reply::Aside(action));
            }
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        };
        if lines.trim().is_empty() {
            return Ok(Reply::Given(()));
        }
        let is_long = |it: &str| most > 0 && it.split_whitespace().count() > most;
        if lines.lines().any(is_long) {
            let most = screens::count(most as i64, "word");
            ui.tell(&format!("Some have more than {most}; kept as they are."))?;
        }
        for line in lines.lines() {
            if line.len() > keep::LONGEST {
                ui.tell("A line was too long; what is beyond 10,000 bytes is not kept.")?;
            }
            if let Some(text) = keep::text(class, Place::Journal, line) {
                let form = form.clone();
                take(running, world, Event::Kept { form, class, text });
            }
        }
        question = another("/back: begin anew.");
    }
}

fn another(help: &str) -> Question {
    Question {
        text: "Another line?".to_string(),
        help: vec![help.to_string()],
        empty: "that is all".to_string(),
        lines: true,
        ..Question::default()
    }
}
