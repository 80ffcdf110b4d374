//! What can happen in a session, one line of the journal each.

use serde::{Deserialize, Serialize};

use crate::bank::Quarter;
use crate::clock::Stamp;
use crate::keep::{Class, Text, Total};
use crate::ritual::agreed::Agreement;
use crate::ritual::{Mode, Ritual};

/// The name of the journal's format, with its major version.
pub const FORMAT: &str = "firelight.journal/1";

/// Line 1 of a journal: everything a session begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// [`FORMAT`].
    pub format: String,
    /// The session's id, a UUID of version 7.
    pub id: String,
    /// When it began.
    pub started: Stamp,
    /// The IANA name of the time zone, such as `Europe/Berlin`.
    pub zone: String,
    /// Where people are.
    pub mode: Mode,
    /// Whether it is known who is here, or how many; otherwise a round is one open clock.
    pub counted: bool,
    /// Who was here at the start.
    pub people: Vec<Person>,
    /// Minutes planned for the whole.
    pub minutes: i64,
    /// Speaking and thinking time as a percentage, 100 unless a slower pace was asked for.
    pub pace: i64,
    /// The team's folder that the log goes to.
    pub team: String,
    /// The whole ritual, resolved.
    pub ritual: Ritual,
    /// How the team shares stories, where that was agreed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
}

/// Somebody in the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Opaque: six random letters and digits.
    pub id: String,
    /// As typed; nobody needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// On a screen.
    #[serde(default)]
    pub remote: bool,
    /// lead, new, and whatever else people write in brackets behind a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Text>,
}

/// An item that was dealt, whole, so that a session can be resumed without its bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The item's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its level, 1 to 5.
    pub level: u8,
    /// Its quarter, on a grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<Quarter>,
    /// What may be answered, where it is asked of everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The right one of them, for a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Where the answer is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamped {
    /// When.
    pub at: Stamp,
    /// What.
    pub event: Event,
}

/// What can happen. A turn over is one event, spoken or passed: nothing tells which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A hand was dealt for a step.
    Hand {
        /// Which step.
        step: usize,
        /// What was dealt.
        items: Vec<Card>,
    },
    /// The order of a round was drawn.
    Order {
        /// Which step.
        step: usize,
        /// Ids of people.
        people: Vec<String>,
    },
    /// Groups were formed for a round of a `groups` step, or mended.
    Groups {
        /// Which step.
        step: usize,
        /// Which round, from 0.
        round: usize,
        /// Ids of people.
        groups: Vec<Vec<String>>,
    },
    /// Everybody has chosen; the groups begin to talk.
    RoomsOpen {},
    /// The step is over, or one round of its groups, or one question; before its answer is seen,
    /// a quiz goes on to it. Where turns are free, nobody (else) takes one.
    StepOver {},
    /// Somebody begins a turn that was free, or people begin with an item.
    TurnBegins {},
    /// People stay with the item that they talk about.
    Stay {},
    /// The turn is over.
    TurnOver {},
    /// Whoever has the turn takes it later.
    Later {},
    /// Somebody is here who was not.
    Joined(Person),
    /// Somebody is no longer here.
    Gone {
        /// The person's id.
        id: String,
    },
    /// Somebody stays out of all groups to come, to look after them.
    Outside {
        /// The person's id.
        id: String,
    },
    /// Somebody who is here went to a screen, or from one into the room.
    Moved {
        /// The person's id.
        id: String,
        /// Whether on a screen now.
        remote: bool,
    },
    /// The last movement (step over, a turn begun or over, rooms open, chosen, later, stay, end here) did not happen.
    Back {},
    /// The clock of this step was changed.
    Minutes {
        /// By how many minutes; half minutes are fine.
        by: f32,
    },
    /// The clock stands.
    Hold {},
    /// The clock goes on.
    GoOn {},
    /// The computer slept, so the clock of this step did not run.
    Slept {
        /// For how long.
        seconds: i64,
    },
    /// Another hand was asked for.
    Swap {
        /// Which step.
        step: usize,
    },
    /// A step cannot be held.
    LeftOut {
        /// Which step.
        step: usize,
        /// Why, for the log.
        reason: String,
    },
    /// What is kept of this step is asked for anew; nothing is kept of it so far.
    KeepAnew {},
    /// A text that people agreed to keep.
    Kept {
        /// item, headline, theme and so on.
        form: String,
        /// Its class.
        class: Class,
        /// The text.
        text: Text,
    },
    /// There are so many seconds to the end, whatever was planned.
    ToEnd {
        /// How many.
        seconds: i64,
    },
    /// What came of a choice by everybody.
    Counted {
        /// It; never who, never what lost.
        total: Total,
    },
    /// What came of a question on how to share stories.
    Chosen {
        /// The place of the option, from 0; never who, never what lost.
        option: usize,
    },
    /// It was accepted that the session takes longer.
    Overrun {
        /// By how many seconds.
        seconds: i64,
    },
    /// A person left the program; the session waits.
    Stop {},
    /// The session goes on.
    Resume {},
    /// Straight to the close.
    EndHere {},
}
