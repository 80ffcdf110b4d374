//! A session that runs: its state, and its journal as long as the disk takes it.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use crate::clock::Stamp;
use crate::journal::{self, Journal};
use crate::logs::publish;
use crate::session::event::{Event, Opening, Stamped};
use crate::session::{Illegal, Next, State, apply, next};

use super::{World, chat, rooms};

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
    /// When the groups of a round come back, as they know it.
    back: Option<Back>,
}

/// When groups come back, of which step and round.
#[derive(Clone, Copy)]
struct Back {
    place: (usize, usize),
    at: Stamp,
    /// When that was known.
    since: Stamp,
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
        Self::with(State::begin(opening.clone()), opening, Vec::new(), journal)
    }

    fn with(
        state: State,
        opening: Opening,
        events: Vec<Stamped>,
        journal: Option<Journal>,
    ) -> Self {
        Self {
            state,
            opening,
            events,
            journal,
            note: None,
            met: None,
            asked_outside: false,
            helped: BTreeMap::new(),
            is_new_plan: false,
            back: None,
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
        let mut running = Self::with(state, opening, events, journal);
        // Groups that talk know the time from before it was left.
        let left = running.state.now();
        running.tells(left);
        (running, stopped.is_none())
    }

    /// What is known about it.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the clock at hand stands.
    pub fn is_held(&self) -> bool {
        is_held(&self.state)
    }

    /// Whether everything so far is on the disk.
    pub fn is_saved(&self) -> bool {
        self.journal.is_some()
    }

    /// What groups that talk side by side are to be told: that they come back at another time than
    /// they know of. They know what the text for the chat said last, or else when they began.
    pub(super) fn tells(&mut self, now: Stamp) -> Option<String> {
        // Less than this nobody needs to know.
        const SMALL: i64 = 30;
        let back = Back::of(&self.state, now)?;
        let talks = self.state.is_talking();
        let known = self.back.filter(|it| it.place == back.place);
        let Some(known) = known else {
            self.back = talks.then_some(back);
            return None;
        };
        let differs = (back.at - known.at).num_seconds().abs() >= SMALL
            && chat::clock(back.at) != chat::clock(known.at);
        // While the clock stands nobody knows how long, and one that was set back knows nothing.
        let is_known = !is_held(&self.state) && now >= known.since;
        (talks && differs && is_known).then(|| {
            let what = match rooms::circles::goes_on(&self.state) {
                true => "the next round at",
                false => "back at",
            };
            format!(
                "Tell {}: {what} {}.",
                rooms::whom(&self.state),
                chat::clock(back.at)
            )
        })
    }

    /// The text for the chat was shown: whoever pastes it tells the time in it.
    pub(super) fn told_by_text(&mut self, now: Stamp) {
        self.back = Back::of(&self.state, now).or(self.back);
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

impl Back {
    /// Nothing where all sit in one group, or none is there.
    fn of(state: &State, now: Stamp) -> Option<Self> {
        let is_apart = state.groups_step().is_some() && !rooms::is_one(state);
        (is_apart && !state.is_together()).then(|| Self {
            place: (state.step_number(), state.round()),
            at: chat::back(state, now),
            since: now,
        })
    }
}

/// Whether the clock at hand stands.
pub(super) fn is_held(state: &State) -> bool {
    matches!(next(state), Next::Show(show) if show.held)
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
