//! Taking the story away, and saying what that cannot reach.

use super::super::{Context, Exit, Failure, agrees};
use super::studio;
use super::words::OUT_OF_REACH;
use crate::disk::words as reason;
use crate::story::store;
use crate::ui::Choice;

/// Asks, and takes everything away. A damaged story goes as well.
pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let places = context.places()?;
    if !store::is_there(context.disk, &places.private) {
        return said(context, false, "There is no story here.");
    }
    let lock = studio::lock(context, &places)?;
    let choice = Choice {
        text: "Take your whole story away, for good?".to_string(),
        help: vec!["Moments, lines, times, everything.".to_string()],
        options: vec![
            ('n', "no, keep it".to_string()),
            ('y', "yes, all of it".to_string()),
        ],
        ..Choice::default()
    };
    if !agrees(context, &choice)? {
        return said(context, false, "It is all still there.");
    }
    store::wipe(context.disk, &places.private).map_err(|it| {
        Failure::Failed(format!(
            "Not all of it could be taken away: {}. Try again: firelight story wipe",
            reason(&it)
        ))
    })?;
    drop(lock);
    said(context, true, "Your story is gone from this folder.")
}

fn said(context: &mut Context<'_>, wiped: bool, sentence: &str) -> Result<Exit, Failure> {
    if context.globals.json {
        context.json(&serde_json::json!({ "wiped": wiped, "out_of_reach": OUT_OF_REACH }))?;
        return Ok(Exit::Done);
    }
    context.hang("", sentence)?;
    if wiped {
        context.hang("", "What Firelight cannot reach:")?;
        for line in OUT_OF_REACH {
            context.hang("  - ", line)?;
        }
    }
    Ok(Exit::Done)
}
