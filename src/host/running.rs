//! A session that runs: its state, and its journal as long as the disk takes it.

use crate::journal::Journal;
use crate::session::event::{Event, Opening, Stamped};
use crate::session::{Illegal, State, apply};

use super::World;

/// A session that runs, with all that happened so far.
pub struct Running {
    pub(super) state: State,
    pub(super) opening: Opening,
    events: Vec<Stamped>,
    /// `None` while it is not being saved.
    pub(super) journal: Option<Journal>,
    /// What the next screen should say quietly.
    pub(super) note: Option<String>,
}

impl Running {
    /// A session that begins now. Without a disk it runs all the same, unsaved.
    pub fn begin(world: &World<'_>, opening: Opening) -> Self {
        let journal = Journal::begin(world.disk, &world.places.running(), &opening);
        Self {
            state: State::begin(opening.clone()),
            opening,
            events: Vec::new(),
            journal: journal.ok(),
            note: None,
        }
    }

    /// A session that goes on from its journal, and whether all of it could be taken. What
    /// another version wrote and this one does not take is put aside.
    pub fn go_on(
        world: &World<'_>,
        journal: Option<Journal>,
        opening: Opening,
        mut events: Vec<Stamped>,
    ) -> (Self, bool) {
        let (state, stopped) = State::replay(opening.clone(), &events);
        let journal = match stopped {
            None => journal,
            Some((at, _)) => {
                events.truncate(at);
                journal.and_then(|it| it.put_aside(world.disk, &opening, &events).ok())
            }
        };
        let running = Self {
            state,
            opening,
            events,
            journal,
            note: None,
        };
        (running, stopped.is_none())
    }

    /// What is known about it.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether everything so far is on the disk.
    pub fn is_saved(&self) -> bool {
        self.journal.is_some()
    }

    /// Takes an event that happens now: first on the disk, then in the state.
    ///
    /// # Errors
    /// When the event cannot happen; nothing was written.
    pub fn take(&mut self, world: &World<'_>, event: Event) -> Result<(), Illegal> {
        let stamped = Stamped {
            at: world.clock.now(),
            event,
        };
        let mut after = self.state.clone();
        apply(&mut after, &stamped)?;
        let written = match self.journal.as_mut() {
            Some(journal) => journal.append(&stamped).is_ok(),
            None => false,
        };
        self.events.push(stamped);
        self.state = after;
        if !written {
            self.write_anew(world);
        }
        Ok(())
    }

    /// After a failed write nothing about the old file can be trusted, so all of it goes to a new one.
    fn write_anew(&mut self, world: &World<'_>) {
        self.journal = None;
        let folder = world.places.running();
        self.journal = Journal::rewrite(world.disk, &folder, &self.opening, &self.events).ok();
    }
}
