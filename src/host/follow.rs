//! The stage in a window of its own: what everybody sees, from reading along in the journal of
//! whoever holds the session.
//!
//! It only reads. Whatever it cannot read or show is no business of those who look at it: then
//! it asks for a moment.

use chrono::TimeDelta;

use crate::clock::{Clock, Stamp};
use crate::disk::Disk;
use crate::journal::follow::{self, Session};
use crate::places::Places;
use crate::ritual::{Say, What};
use crate::session::{Next, Show, State, next};
use crate::ui::Stage;

use super::screens;

/// A session that was not heard of for so long does not run any more: one that somebody has
/// open, and one where that cannot be seen.
const QUIET: TimeDelta = TimeDelta::hours(4);
const QUIET_AND_UNSEEN: TimeDelta = TimeDelta::hours(1);
/// Stamps further ahead than this come from a clock that was wrong.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// Reads along, and gives a stage whenever there is another one.
pub struct Follower<'a> {
    journals: follow::Follower<'a>,
    clock: &'a dyn Clock,
    team: String,
    /// The session that is, or was last, on the stage.
    following: Option<String>,
    shown: Option<Stage>,
}

/// What can be said of a session.
enum Seen {
    /// It runs, and there is something to see.
    Stage(Box<Stage>),
    /// It runs, and what comes next is about to be dealt or drawn.
    Between,
    /// It runs, and there is nothing to see.
    Waits,
    /// It was left, and can go on.
    Stopped,
    /// It is over.
    Over,
}

impl<'a> Follower<'a> {
    /// Opens the stage. The person's folder need not be there yet.
    pub fn new(disk: &'a dyn Disk, places: &Places, clock: &'a dyn Clock) -> Self {
        Self {
            journals: follow::Follower::new(disk, &places.running()),
            clock,
            team: places.team.to_string_lossy().into_owned(),
            following: None,
            shown: None,
        }
    }

    /// Looks; gives a stage when it is another one than before.
    pub fn look(&mut self) -> Option<Stage> {
        if !self.journals.look() && self.shown.is_some() {
            return None;
        }
        let stage = match self.see() {
            Seen::Stage(stage) => *stage,
            Seen::Between => self.shown.clone().unwrap_or_else(waiting),
            Seen::Waits | Seen::Stopped => waiting(),
            Seen::Over => says("Thank you."),
        };
        if self.shown.as_ref() == Some(&stage) {
            return None;
        }
        self.shown = Some(stage.clone());
        Some(stage)
    }

    /// The session that runs, as it is now; of several, the one begun or gone on with last.
    pub fn state(&mut self) -> Option<State> {
        self.journals.look();
        let sessions = self.journals.sessions().into_iter();
        let alive = sessions.filter(|it| it.is_whole && !it.is_left && self.is_alive(it));
        let states = alive.filter_map(|it| {
            let (state, illegal) = State::replay(it.opening.clone(), it.events);
            let runs = illegal.is_none() && !matches!(next(&state), Next::Stopped | Next::Over);
            runs.then(|| (it.begun(), state))
        });
        states.max_by_key(|it| it.0).map(|it| it.1)
    }

    /// The session that runs; of several, the one that was begun or gone on with last. If none
    /// runs, whatever became of the one before.
    fn see(&mut self) -> Seen {
        let mut running: Option<(Stamp, String, Seen)> = None;
        let mut before = None;
        for session in self.journals.sessions() {
            let is_followed = self.following.as_ref() == Some(&session.opening.id);
            if !is_followed && !self.is_alive(&session) {
                continue;
            }
            match self.see_one(&session) {
                seen @ (Seen::Stopped | Seen::Over) if is_followed => before = Some(seen),
                Seen::Stopped | Seen::Over => {}
                seen => {
                    let begun = session.begun();
                    if running.as_ref().is_none_or(|it| it.0 < begun) {
                        running = Some((begun, session.opening.id.clone(), seen));
                    }
                }
            }
        }
        match running {
            Some((_, id, seen)) => {
                self.following = Some(id);
                seen
            }
            // A journal goes when its session is over.
            None if self.following.is_some() => before.unwrap_or(Seen::Over),
            None => Seen::Waits,
        }
    }

    /// Whether somebody may hold it just now. One that was killed long ago, or is another team's,
    /// would put names on the stage that have no business there.
    fn is_alive(&self, session: &Session<'_>) -> bool {
        let since = self.clock.now() - session.last();
        // How long ago a wrong clock's session was left nobody can tell.
        let is_recent = if self.journals.is_held(&session.opening.id) {
            since <= QUIET
        } else {
            since <= QUIET_AND_UNSEEN && since >= -AHEAD
        };
        session.opening.team == self.team && is_recent
    }

    fn see_one(&self, session: &Session<'_>) -> Seen {
        let (state, illegal) = State::replay(session.opening.clone(), session.events);
        if !session.is_whole || illegal.is_some() {
            return Seen::Waits;
        }
        if session.is_left {
            return Seen::Stopped;
        }
        match next(&state) {
            Next::Show(show) if session.in_a_moment && show.held => {
                Seen::Stage(Box::new(only_seen(screens::moment(&state))))
            }
            Next::Show(show) => {
                let since = self.clock.now() - state.now();
                let show = show.after(since.num_seconds());
                Seen::Stage(Box::new(stage(&state, &show)))
            }
            Next::NeedHand { .. }
            | Next::NeedGroups(_)
            | Next::NeedOrder { .. }
            | Next::LeaveOut { .. } => Seen::Between,
            Next::CannotFit { .. } => Seen::Waits,
            Next::Stopped => Seen::Stopped,
            Next::Over => Seen::Over,
        }
    }
}

/// The stage for those who look at it: a line that is said aloud stands there in its short form,
/// and there is nothing to press.
pub fn stage(state: &State, show: &Show) -> Stage {
    let mut stage = only_seen(screens::stage(state, show));
    if let Some(What::Say(Say {
        stage: Some(short), ..
    })) = state.step().map(|it| &it.what)
    {
        stage.text.clone_from(short);
    }
    stage
}

fn only_seen(stage: Stage) -> Stage {
    Stage {
        enter: String::new(),
        keys: Vec::new(),
        note: None,
        // When the rooms are to be closed is for whoever leads.
        tracks: stage
            .tracks
            .into_iter()
            .filter(|it| !it.name.is_empty())
            .collect(),
        ..stage
    }
}

fn waiting() -> Stage {
    says("One moment, please.")
}

fn says(words: &str) -> Stage {
    Stage {
        text: words.to_string(),
        ..Stage::default()
    }
}
