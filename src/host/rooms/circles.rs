//! The words for groups that are more than fours for one round: roles, two circles, stations,
//! groups that are joined, and rounds with others.
//!
//! Pure.

use crate::ritual::{Groups, Mode, Shape, What};
use crate::session::State;
use crate::session::event::{Card, Person};

use super::super::screens;
use super::{each, is_one, number, on_screens};

/// Who begins where people take turns and nobody has another role.
pub(in crate::host) const ALPHABET: &str = "First name in the alphabet starts.";

/// How roles go round, for those who do not see who has which.
pub(in crate::host) const ROLES_MOVE: &str =
    "In each round every role moves on to the next name in the alphabet.";

/// Which round it is, where there are several.
pub(in crate::host) fn round_of(state: &State) -> Option<String> {
    let rounds = state.rounds();
    let is_counted = state.groups_step().is_some() && rounds > 1;
    is_counted.then(|| format!("Round {} of {rounds}", state.round() + 1))
}

/// Whether another round comes after this one.
pub(in crate::host) fn goes_on(state: &State) -> bool {
    state.groups_step().is_some() && state.round() + 1 < state.rounds()
}

/// Where people go now, before they talk; nothing where the usual words do.
pub(super) fn find(state: &State, groups: &Groups) -> Option<String> {
    let words = match groups.shape {
        Shape::Stations => match state.mode() {
            Mode::Remote => "Each station is a room. Go where you like, and move on when you like.",
            Mode::Room | Mode::Hybrid => "Go where you like, and move on when you like.",
        },
        Shape::InnerOuter if is_one(state) => {
            "We are few, so we sit in one circle, and all may talk."
        }
        Shape::InnerOuter if state.round() % 2 == 1 => {
            "Now the circles change. The inner one talks, the outer one listens."
        }
        Shape::InnerOuter => "The inner circle talks, the outer one listens. Then they change.",
        Shape::Circle | Shape::Pairs if groups.stays() && state.round() > 0 => {
            "Stay where you are: the roles go round."
        }
        Shape::Circle | Shape::Pairs if state.is_joined() && is_one(state) => {
            "All groups come together."
        }
        Shape::Circle | Shape::Pairs if state.is_joined() => match state.mode() {
            Mode::Remote => "Groups join each other. The rooms open in a moment.",
            Mode::Room => "Groups join each other. Find your table.",
            Mode::Hybrid => "Groups join each other. Find your room or your table.",
        },
        Shape::Circle | Shape::Pairs => return None,
    };
    Some(words.to_string())
}

/// What is said aloud before a round, for whoever leads.
pub(in crate::host) fn said(state: &State) -> Option<String> {
    let groups = state.groups_step()?;
    let round = round_of(state);
    let words = match groups.shape {
        Shape::Stations => {
            "Go where you like, and move on when you like. Nobody notes who is where."
        }
        Shape::InnerOuter if state.round() > 0 => "Thank you. Now the circles change.",
        _ if state.is_joined() => "Thank you. Now groups join each other.",
        _ if state.round() == 0 => return None,
        _ if groups.stays() => "Thank you. Stay with your group: the roles go round.",
        _ => "Thank your partners. Now others.",
    };
    Some(match round.filter(|_| state.round() > 0) {
        Some(round) => format!("{words} {round}."),
        None => words.to_string(),
    })
}

/// Who begins, or who has which role, where no list says so.
pub(in crate::host) fn who_does_what(state: &State, groups: &Groups) -> Option<String> {
    if let Some(roles) = roles(state, groups) {
        return roles;
    }
    let has_turns = groups
        .steps
        .iter()
        .any(|it| matches!(it.what, What::Turns(_)));
    let is_apart = !is_one(state) && groups.shape != Shape::Stations;
    (has_turns && is_apart).then(|| ALPHABET.to_string())
}

/// Who has which role in words: by name where all sit in one group, and not at all where the list
/// of rooms says it. `None` where there are no roles.
fn roles(state: &State, groups: &Groups) -> Option<Option<String>> {
    let [first, others @ ..] = groups.roles.as_slice() else {
        return None;
    };
    let seated = state.groups();
    let has_names = seated.iter().flatten().any(|it| it.name.is_some());
    if has_names && !is_one(state) {
        return Some(None);
    }
    if has_names {
        let people = seated.concat();
        let names: Vec<String> = people.iter().map(|it| screens::called(it)).collect();
        let people = with_roles(state, groups, &people, &names);
        return Some(Some(format!("{}.", people.join(". "))));
    }
    if state.round() > 0 {
        return Some(Some(
            "Each role moves on to the next name in the alphabet.".to_string(),
        ));
    }
    let mut words = vec![format!("First name in the alphabet: {first}.")];
    words.extend(others.iter().map(|it| format!("The next: {it}.")));
    if others.len() > 1
        && let Some((last, role)) = words.last_mut().zip(others.last())
    {
        *last = format!("All others: {role}.");
    }
    Some(Some(words.join(" ")))
}

/// People by their roles, each with the role; as they are where nobody has one.
pub(super) fn with_roles(
    state: &State,
    groups: &Groups,
    people: &[&Person],
    names: &[String],
) -> Vec<String> {
    let roles = people.iter().map(|it| state.role(it));
    let mut named: Vec<(Option<usize>, String)> = roles.zip(names.iter().cloned()).collect();
    named.sort_by_key(|it| (it.0, it.1.to_lowercase()));
    let words =
        named.into_iter().map(
            |(role, name)| match role.and_then(|it| groups.roles.get(it)) {
                Some(role) => format!("{name}: {role}"),
                None => name,
            },
        );
    words.collect()
}

/// The two circles by how many sit there, where nobody has a name.
pub(super) fn circles_in_words(state: &State) -> String {
    let groups = state.groups();
    let Some(inner) = state.inner_circle() else {
        return "Half of us sit in the inner circle, half in the outer one.".to_string();
    };
    format!(
        "In the inner circle {}, in the outer one {}.",
        number(groups[inner].len()),
        number(groups[1 - inner].len())
    )
}

/// A station, and what there is to do at it.
pub(in crate::host) struct Station {
    pub(in crate::host) name: String,
    pub(in crate::host) text: String,
    pub(in crate::host) is_on_screens: bool,
}

/// All stations, those on screens first.
pub(in crate::host) fn stations(state: &State) -> Vec<Station> {
    let Some((_, _, hand)) = state.table() else {
        return Vec::new();
    };
    let here = || state.people().iter().filter(|it| it.here);
    let (all, remote) = (here().count(), here().filter(|it| it.person.remote).count());
    let n = hand.cards.len();
    let on_screens = match state.mode() {
        Mode::Hybrid => (n * remote / all.max(1)).clamp(1, n.saturating_sub(1).max(1)),
        Mode::Room | Mode::Remote => 0,
    };
    let is_on_screens = |at: usize| state.mode() == Mode::Remote || at < on_screens;
    let name = |at: usize| match state.mode() {
        Mode::Remote => format!("Room {}", at + 1),
        _ if is_on_screens(at) => format!("Station {} (on screens)", at + 1),
        _ => format!("Station {}", at + 1),
    };
    let cards = hand.cards.iter().enumerate();
    let station = |(at, it): (usize, &Card)| Station {
        name: name(at),
        text: it.text.clone(),
        is_on_screens: is_on_screens(at),
    };
    cards.map(station).collect()
}

/// What whoever leads should know of people on screens who are few.
pub(in crate::host) fn few_on_screens(state: &State) -> Option<String> {
    let groups = state.groups_step()?;
    let people = state.people().iter().filter(|it| it.here);
    let remote: Vec<&Person> = people.map(|it| &it.person).filter(|it| it.remote).collect();
    if state.mode() != Mode::Hybrid || state.is_unsorted() {
        return None;
    }
    if groups.shape == Shape::Stations {
        return (remote.len() == 1).then(|| {
            "Only one person is on a screen: ask somebody in the room to come to that station too, on a screen of their own.".to_string()
        });
    }
    let is_remote = |it: &&Person| it.remote;
    let groups_of_room = state.groups();
    let of_screens = groups_of_room.iter().filter(|it| on_screens(it)).count();
    let all_stay = groups.stays() || state.rounds() < 2 || of_screens != 1 || remote.len() < 2;
    if all_stay || !groups_of_room.iter().any(|it| it.iter().all(is_remote)) {
        return None;
    }
    let names: Option<Vec<&str>> = remote
        .iter()
        .map(|it| Some(it.name.as_ref()?.as_str()))
        .collect();
    let who = match names.as_deref() {
        Some([others @ .., last]) if !others.is_empty() => {
            format!(
                "{} and {last} are the only ones on screens",
                others.join(", ")
            )
        }
        _ => format!("Only {} are on screens", number(remote.len())),
    };
    let example = state
        .people()
        .iter()
        .filter(|it| it.here && !it.person.remote);
    let example = example.filter_map(|it| it.person.name.as_ref()).next();
    let how = example.map_or_else(
        || "j, on a screen, and g for the place in the room".to_string(),
        |it| format!("j, then {} (remote)", it.as_str()),
    );
    Some(format!(
        "{who}, so they sit together in every round. For other partners, let two from the room take a screen of their own: {how}."
    ))
}

/// How long the turns are that have not begun, once the common clock was changed.
pub(in crate::host) fn changed(state: &State) -> Option<String> {
    if !state.is_talking() || state.is_together() {
        return None;
    }
    let spent = state.clock_spent();
    let tracks = state
        .tracks()
        .into_iter()
        .filter(|it| it.has_turns_after(spent));
    let lengths: Vec<(usize, i64)> = tracks.filter_map(|it| Some((it.size, it.each?))).collect();
    if lengths.iter().any(|it| it.1 < 5) {
        return Some(
            "Too little time is left for the turns to come: + gives them more.".to_string(),
        );
    }
    let words = match lengths.as_slice() {
        [] => return None,
        [one] => format!("{} now", each(one.1)),
        all => {
            let words = all
                .iter()
                .map(|it| format!("{} in groups of {}", each(it.1), number(it.0)));
            words.collect::<Vec<_>>().join(", ")
        }
    };
    Some(format!("Turns to come: {words}."))
}
