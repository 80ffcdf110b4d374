//! What whoever leads does now and next while people sit in groups, in the order in which it is done.
//!
//! Pure.

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::ritual::{Groups, Mode, Shape};
use crate::session::{Show, State};

use super::rooms::{self, circles};

/// Now, and next.
pub(super) fn moves(state: &State, groups: &Groups, show: &Show, now: Stamp) -> [String; 2] {
    if show.opens {
        return before(state, groups);
    }
    let until = state.until_called(now);
    let at = (now + TimeDelta::seconds(until + 30)).format("%H:%M");
    let (call, then) = match (circles::goes_on(state), has_rooms(state, groups)) {
        (true, _) => ("say that it is time to change", "all are ready"),
        (false, true) => ("close the rooms", "all are back"),
        (false, false) if groups.shape == Shape::InnerOuter => {
            ("say that it is time", "all have landed")
        }
        (false, false) => ("call them back", "all are back"),
    };
    if show.held {
        return [
            "the clock stands for all groups; Space lets it go on".to_string(),
            format!("{call}; Enter when {then}"),
        ];
    }
    if until <= 0 {
        return [call.to_string(), format!("Enter when {then}")];
    }
    let talk = match groups.shape {
        Shape::InnerOuter => "the inner circle talks, the outer one listens",
        Shape::Circle | Shape::Pairs | Shape::Stations => "the groups talk; leave them to it",
    };
    [
        talk.to_string(),
        format!("at {at} {call}; Enter when {then}"),
    ]
}

/// Before they talk.
fn before(state: &State, groups: &Groups) -> [String; 2] {
    let chooses = groups.deal().is_some() && state.table().is_some();
    let now_and_next = |now: &str, next: &str| [now.to_string(), next.to_string()];
    if rooms::is_one(state) {
        let now = if chooses {
            "each chooses, quietly"
        } else {
            "all sit together"
        };
        return now_and_next(now, "Enter: the first one begins");
    }
    if groups.shape == Shape::InnerOuter || (groups.stays() && state.round() > 0) {
        return now_and_next(
            "let them find their places",
            "Enter when all are ready: their clock begins",
        );
    }
    let quietly = if chooses {
        "a quiet minute to choose"
    } else {
        "let them find each other"
    };
    match state.mode() {
        Mode::Remote => [
            format!("v: paste the text into the chat. Build the rooms meanwhile: {quietly}"),
            "open the rooms, then Enter: their clock begins".to_string(),
        ],
        Mode::Hybrid => [
            format!("v: paste the text into the chat. Build the rooms meanwhile: {quietly}"),
            "open the rooms, tables sit down, then Enter: their clock begins".to_string(),
        ],
        Mode::Room => [
            quietly.to_string(),
            "Enter when all sit at their tables: their clock begins".to_string(),
        ],
    }
}

/// Whether some sit where they cannot be called.
fn has_rooms(state: &State, groups: &Groups) -> bool {
    state.mode() != Mode::Room && !rooms::is_one(state) && groups.shape != Shape::InnerOuter
}
