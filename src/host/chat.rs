//! What can be taken elsewhere: the text for a chat, which runs a room that cannot see this screen,
//! and slips for tables.
//!
//! Pure, flush left, undecorated. A paragraph is a line, however long: a chat breaks it as it
//! likes. What is to be printed is broken here.

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::ritual::{Groups, Mode, What};
use crate::session::State;
use crate::session::schedule::Track;
use crate::ui::{Stage, text};

use super::asking;
use super::rooms::{self, Room, circles};
use super::screens::{self, PASS, without_pass};

/// Columns of what is to be printed at most.
const PAPER: usize = 76;
/// Where slips are cut apart.
const CUT: &str = "- - -";

/// What is pasted into a chat: what to answer, what to choose from, and in groups all they need.
pub fn text(state: &State, now: Stamp) -> Vec<String> {
    let Some(step) = state.at_hand() else {
        return Vec::new();
    };
    if let What::Groups(groups) = &step.what {
        return for_rooms(state, groups, now);
    }
    if let Some(asked) = state.asked() {
        return asking::text(&asked);
    }
    let mut stage = Stage::default();
    screens::lay_out(state, &mut stage);
    let mut lines = vec![screens::line(step)];
    lines.extend(stage.list.iter().map(row));
    for words in stage.grid.iter().flatten().filter(|it| !it.is_empty()) {
        lines.push(words.join(", "));
    }
    if !lines.iter().any(|it| it.contains(PASS)) {
        lines.push(PASS.to_string());
    }
    lines
}

/// A slip for each table, in the words of who or how many sit there; none where nobody does.
pub fn slips(state: &State, now: Stamp) -> Vec<Vec<String>> {
    let Some(groups) = state.groups_step().filter(|_| may_have_slips(state)) else {
        return Vec::new();
    };
    let tracks = state.tracks();
    let slip = |head: String, size: usize| {
        // A slip lies on one table, whose size is known.
        let own: Vec<Track> = tracks
            .iter()
            .filter(|it| it.size == size)
            .cloned()
            .collect();
        let mut lines = vec![head, String::new()];
        lines.extend(hand(state));
        lines.extend(body(state, groups, &own, now));
        lines
    };
    if state.is_at_stations() {
        let stations = circles::stations(state).into_iter();
        let at_tables = stations.filter(|it| !it.is_on_screens);
        let slip = |it: circles::Station| {
            let mut lines = vec![it.name, String::new(), it.text];
            lines.extend(body(state, groups, &tracks, now));
            lines
        };
        return at_tables.map(slip).collect();
    }
    let rooms = rooms::rooms(state);
    if !rooms.is_empty() {
        let has_roles = !groups.roles.is_empty();
        let tables = rooms.iter().filter(|it| it.is_table);
        return tables
            .map(|it| slip(sentence(it, has_roles), it.size))
            .collect();
    }
    let seated = state.groups().into_iter().zip(state.sizes());
    let tables = seated.filter(|(it, _)| it.iter().all(|it| !it.remote) && !state.is_unsorted());
    let slips: Vec<Vec<String>> = tables
        .map(|(it, size)| {
            slip(
                screens::capital(&rooms::a_group(state, &it, it.len())),
                size,
            )
        })
        .collect();
    if slips.is_empty() && (!state.opening().counted || state.is_unsorted()) {
        // How many tables there will be is seen when people sit down.
        let mut lines = vec!["For each table".to_string(), String::new()];
        lines.extend(hand(state));
        lines.extend(body(state, groups, &tracks, now));
        return vec![lines];
    }
    slips
}

/// Whether groups at tables are there, or about to be.
pub fn may_have_slips(state: &State) -> bool {
    let is_at_groups = state.groups_step().is_some() && !state.is_together();
    // In two circles all see the stage.
    let sits_apart = !rooms::is_one(state) && state.inner_circle().is_none();
    is_at_groups && sits_apart && state.mode() != Mode::Remote
}

/// Slips one under the other, with lines to cut along.
pub fn to_cut(slips: &[Vec<String>]) -> Vec<String> {
    slips.join(&[String::new(), CUT.to_string(), String::new()][..])
}

/// The same for a printer, which breaks no line by itself.
pub fn to_print(slips: &[Vec<String>]) -> Vec<String> {
    let lines = to_cut(slips).into_iter();
    lines.flat_map(|it| text::wrap(&it, PAPER)).collect()
}

/// Who sits in a room; roles behind names set these further apart.
fn sentence(room: &Room, has_roles: bool) -> String {
    let people = match has_roles {
        true => room.people.join("; "),
        false => text::listed(&room.people),
    };
    format!("{}: {people}", room.name)
}

fn for_rooms(state: &State, groups: &Groups, now: Stamp) -> Vec<String> {
    let rooms = rooms::rooms(state);
    let screens = rooms.iter().filter(|it| !it.is_table);
    let has_roles = !groups.roles.is_empty();
    let round = circles::round_of(state).map(|it| format!("{it}."));
    let mut lines: Vec<String> = round
        .into_iter()
        .chain(screens.map(|it| sentence(it, has_roles)))
        .collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    // Those at tables have a time of their own on their slip.
    let seats = state.groups().into_iter().zip(state.sizes());
    let seats =
        seats.filter(|(it, _)| state.mode() != Mode::Hybrid || it.iter().any(|it| it.remote));
    let sizes: Vec<usize> = seats.map(|it| it.1).collect();
    let mut tracks = state.tracks();
    if !sizes.is_empty() {
        tracks.retain(|it| sizes.contains(&it.size));
    }
    lines.extend(hand(state));
    lines.extend(body(state, groups, &tracks, now));
    lines
}

/// What lies on the table, and what to do with it.
fn hand(state: &State) -> Vec<String> {
    let hand = screens::table(state);
    if hand.is_empty() {
        return Vec::new();
    }
    let first = match state.is_at_stations() {
        true => "Go where you like, and move on when you like.",
        false => "Choose one for yourself. Nobody asks why.",
    };
    let rows = hand.iter().map(row);
    let lines = std::iter::once(first.to_string()).chain(rows);
    lines.chain([String::new()]).collect()
}

fn row((word, question): &(String, String)) -> String {
    match word.as_str() {
        "" => question.clone(),
        word => format!("{word}: {question}"),
    }
}

/// What a room needs to know: how long each, who does what, what is said, and when to be back.
fn body(state: &State, groups: &Groups, tracks: &[Track], now: Stamp) -> Vec<String> {
    let mut lines = Vec::new();
    for track in tracks {
        let Some(each) = track.each.map(rooms::each) else {
            continue;
        };
        lines.push(match tracks.len() {
            1 => format!("{}.", screens::capital(&each)),
            _ => format!("In groups of {}: {each}.", rooms::number(track.size)),
        });
    }
    lines.extend(circles::who_does_what(state, groups));
    if !groups.roles.is_empty() && circles::goes_on(state) {
        lines.push(circles::ROLES_MOVE.to_string());
    }
    let mut has_pass = false;
    let mut begun = false;
    let steps = groups.steps.iter().enumerate();
    for (number, step) in steps.filter(|(_, it)| !matches!(it.what, What::Deal(_))) {
        let mut line = rooms::in_groups(step);
        // Nobody there sees our clock.
        let length = tracks.first().and_then(|it| it.length_of(number));
        let is_timed = !matches!(step.what, What::Say(_) | What::Turns(_));
        if let Some(length) = length.filter(|it| is_timed && !line.is_empty() && *it >= 30) {
            line = format!("{line} {}.", screens::capital(&rooms::about(length)));
        }
        has_pass |= line.contains(PASS);
        if !line.is_empty() {
            lines.push(if begun { format!("Then: {line}") } else { line });
            begun = true;
        }
        if rooms::spoken(groups).is_some_and(|it| std::ptr::eq(it, step)) {
            let foot = screens::foot(state, step);
            let foot = if has_pass { without_pass(&foot) } else { foot };
            lines.extend(Some(foot).filter(|it| !it.is_empty()));
            has_pass = true;
        }
    }
    if !has_pass {
        lines.push(PASS.to_string());
    }
    let rule = state.confidentiality().sentence();
    lines.push(rule.to_string());
    let what = match circles::goes_on(state) {
        true => "The next round begins at",
        false => "Back at",
    };
    lines.push(format!("{what} {}.", clock(back(state, now))));
    lines
}

/// When the groups of this round come back.
pub(super) fn back(state: &State, now: Stamp) -> Stamp {
    now + TimeDelta::seconds(state.until_back(now))
}

/// To the minute, rounded, since nobody reads seconds off a meeting's clock.
pub(super) fn clock(at: Stamp) -> String {
    (at + TimeDelta::seconds(30)).format("%H:%M").to_string()
}
