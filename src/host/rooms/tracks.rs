//! What goes on in groups of each size while they talk, on their common clock.
//!
//! Pure.

use crate::ritual::{Groups, Mode, Shape};
use crate::session::State;
use crate::session::schedule::{self, Doing, Part};
use crate::ui::Track;

use super::super::screens;
use super::{a_group, each, in_groups, is_one, number, rooms};

/// What goes on in groups of each size, and when the rooms are to be closed.
pub(super) fn tracks(state: &State, groups: &Groups) -> Vec<Track> {
    let tracks = state.tracks();
    let mut shown: Vec<Track> = tracks.iter().map(|it| track(state, groups, it)).collect();
    shown.extend(tracks.first().and_then(|it| new_pairs(state, groups, it)));
    let has_rooms =
        state.mode() != Mode::Room && !is_one(state) && groups.shape != Shape::InnerOuter;
    let back = tracks.first().and_then(|it| it.parts.last());
    if let Some(part) = back.filter(|it| has_rooms && it.doing == Doing::WayBack) {
        shown.push(Track {
            marks: vec![(part.from, "Close the rooms now.".to_string())],
            ..Track::default()
        });
    }
    shown
}

/// Two who go on by themselves where more had sat down: nobody knows who of them has spoken, so
/// they share the time there is, and only what comes for all has its place in it.
fn new_pairs(state: &State, groups: &Groups, track: &schedule::Track) -> Option<Track> {
    let is_turn = |it: &&Part| matches!(it.doing, Doing::Turn { .. });
    let last = track.parts.iter().rposition(|it| is_turn(&it))?;
    let after = track.parts[last + 1..].iter();
    state.has_new_pairs().then(|| Track {
        name: format!("{}, now two", screens::capital(&pairs_in_words(state))),
        about: "share the time there is".to_string(),
        marks: after.map(|it| (it.from, doing(groups, it.doing))).collect(),
    })
}

/// The rooms in which two go on by themselves where more had sat down.
fn pairs_in_words(state: &State) -> String {
    let rooms = rooms(state).into_iter();
    let names = rooms
        .filter(|it| it.people.len() == 2 && it.size > 2)
        .map(|it| it.name);
    let mut names: Vec<String> = names.collect();
    if names.is_empty() {
        // Groups without anybody are in the seats and not among the groups.
        let seats = state.seats().into_iter().zip(state.sizes());
        let sizes = seats.filter(|(it, _)| it.iter().any(|it| it.here));
        let pairs = state.groups().into_iter().zip(sizes.map(|it| it.1));
        let pairs = pairs.filter(|(here, size)| here.len() == 2 && *size > 2);
        names = pairs
            .map(|(here, size)| a_group(state, &here, size))
            .collect();
    }
    names.join(", ")
}

fn track(state: &State, groups: &Groups, track: &schedule::Track) -> Track {
    let mark = |it: &Part| (it.from, doing(groups, it.doing));
    Track {
        name: match groups.shape {
            Shape::Stations => "At the stations".to_string(),
            Shape::InnerOuter if state.inner_circle().is_some() => "Inner circle".to_string(),
            _ => format!("Groups of {}", number(track.size)),
        },
        about: track.each.map_or(String::new(), each),
        marks: track.parts.iter().map(mark).collect(),
    }
}

fn doing(groups: &Groups, doing: Doing) -> String {
    const NTH: [&str; 8] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    ];
    match doing {
        Doing::WayIn => "on the way".to_string(),
        Doing::WayBack => "back together".to_string(),
        Doing::Turn { nth, .. } => match NTH.get(nth - 1) {
            Some(word) => format!("{word} person"),
            None => format!("person {nth}"),
        },
        Doing::Step(number) => match groups.steps.get(number).map(in_groups) {
            Some(line) if !line.is_empty() => line,
            _ => "a short round".to_string(),
        },
    }
}
