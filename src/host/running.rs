//! A session that runs: its state, and its journal as long as the disk takes it.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use crate::journal::{self, Journal};
use crate::logs::publish;
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
    /// How good the groups are that were formed last, for the cue.
    pub(super) met: Option<String>,
    /// Whether it was asked who stays out of the groups.
    pub(super) asked_outside: bool,
    /// How often words were asked for, by topic, so that the same are not shown each time.
    pub(super) helped: BTreeMap<char, usize>,
    /// Whether the time that is left is shared out anew, which the cue says once.
    pub(super) is_new_plan: bool,
}

impl Running {
    /// A session that begins now, under an id that no other here has: with the same seed at the
    /// same moment another may have drawn it too. Without a disk it runs all the same, unsaved.
    pub fn begin(world: &mut World<'_>, mut opening: Opening) -> Self {
        const TRIES: usize = 100;
        let mut journal = None;
        for _ in 0..TRIES {
            if !is_taken(world, &opening) {
                let begun = Journal::begin(world.disk, &world.places.running(), &opening);
                // Another process can have begun it since.
                if begun.as_ref().err().map(std::io::Error::kind) != Some(ErrorKind::AlreadyExists)
                {
                    journal = begun.ok();
                    break;
                }
            }
            opening.id = world.chance.session_id(opening.started);
        }
        Self {
            state: State::begin(opening.clone()),
            opening,
            events: Vec::new(),
            journal,
            note: None,
            met: None,
            asked_outside: false,
            helped: BTreeMap::new(),
            is_new_plan: false,
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
            met: None,
            asked_outside: false,
            helped: BTreeMap::new(),
            is_new_plan: false,
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
        self.is_new_plan |= changes_plan(&stamped.event);
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

/// Whether what is left is shared out anew after this, and not only because time went by.
fn changes_plan(event: &Event) -> bool {
    matches!(
        event,
        Event::Joined(_)
            | Event::Gone { .. }
            | Event::Minutes { .. }
            | Event::ToEnd { .. }
            | Event::Overrun { .. }
            | Event::LeftOut { .. }
    )
}

/// Whether a session that runs, was left, or is over has the id of this one.
fn is_taken(world: &World<'_>, opening: &Opening) -> bool {
    let (disk, places) = (world.disk, &world.places);
    let team = super::team_of(world, opening);
    journal::is_there(disk, &places.running(), &opening.id)
        || publish::is_taken(disk, team, &places.private, opening.started, &opening.id)
}
