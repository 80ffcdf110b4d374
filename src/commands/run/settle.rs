//! Sessions that are over and yet have a journal: the program was killed, or its disk failed,
//! between the last word and the end of the housekeeping. Nobody is asked about them.

use crate::commands::Failure;
use crate::host::{self, Ending, Running, World};
use crate::journal::Journal;
use crate::journal::shelf::{self, Found};
use crate::logs::publish;
use crate::session::{Next, State, next};
use crate::ui::Ui;

/// Publishes what came to its end, and clears away what is published. With `--resume` a session
/// that came to its end is left to be gone on with, which publishes it just so.
///
/// # Errors
/// When the screen cannot be written.
pub fn settle(world: &World<'_>, ui: &mut dyn Ui, is_resumed: bool) -> Result<(), Failure> {
    let shelf = shelf::running(world.disk, &world.places.running());
    for found in shelf.found.iter().filter(|it| !it.locked) {
        let (state, stopped) = State::replay(found.opening.clone(), &found.events);
        let is_over = stopped.is_none() && matches!(next(&state), Next::Over);
        let is_settled = if is_over {
            !is_resumed
        } else {
            is_published(world, found, &state)
        };
        let Some(journal) = is_settled
            .then(|| Journal::resume(world.disk, found).ok())
            .flatten()
        else {
            continue;
        };
        if !is_over {
            // What stays is tried again at the next start.
            let _ = journal.finish(world.disk);
            continue;
        }
        let (running, _) = Running::go_on(
            world,
            Some(journal),
            found.opening.clone(),
            found.events.clone(),
        );
        if let Ending::Held(_) = host::close(world, running) {
            ui.tell("A session that had come to its end is in the team's folder now.")?;
        }
    }
    Ok(())
}

/// Its log can be ahead of a journal that could no longer be written.
fn is_published(world: &World<'_>, found: &Found, state: &State) -> bool {
    let team = host::team_of(world, &found.opening);
    state.log().name().is_ok_and(|name| {
        publish::is_published(
            world.disk,
            team,
            &world.places.private,
            &name,
            &found.opening.id,
        )
    })
}
