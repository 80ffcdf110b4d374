//! What a round of groups looks like: who sits where, what goes on in groups of each size, and
//! the text that runs a room which cannot see this screen.
//!
//! Pure. A room is where a group sits: people on screens have rooms, people in the room tables.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::ritual::{Groups, Mode, Seconds, Step, What};
use crate::session::event::Person;
use crate::session::schedule::{self, Doing, Part};
use crate::session::{Show, State};
use crate::ui::{Stage, Track, text};

use super::screens;

/// Columns of a text for the chat at most.
const CHAT: usize = 76;

/// What is said wherever somebody answers.
const PASS: &str = "Pass is a full answer.";

/// Puts a round of groups on the stage.
pub(super) fn lay_out(state: &State, groups: &Groups, show: &Show, stage: &mut Stage) {
    stage.rooms = rooms(state)
        .into_iter()
        .map(|it| (it.name, it.people))
        .collect();
    if show.opens {
        stage.text = opening_line(state, groups);
        stage.enter = opening_word(state).to_string();
        return;
    }
    stage.text = first_line(groups).unwrap_or_default();
    if let Some(step) = spoken(groups) {
        stage.foot = screens::foot(state, step);
    }
    if stage.text.contains(PASS) {
        stage.foot = without_pass(&stage.foot);
    }
    stage.enter = if is_one(state) { "next" } else { "we are back" }.to_string();
    stage.tracks = tracks(state, groups);
}

fn without_pass(line: &str) -> String {
    line.replace(PASS, "").trim().to_string()
}

/// What is told to groups now: before they begin, or how they talk.
pub(super) fn notes(groups: &Groups, show: &Show) -> Vec<String> {
    let is_deal = |it: &&Step| matches!(it.what, What::Deal(_));
    let now = groups.steps.iter().filter(|it| is_deal(it) == show.opens);
    now.filter_map(|it| it.cue.clone()).collect()
}

/// What Enter is called when the groups may begin.
fn opening_word(state: &State) -> &'static str {
    match state.mode() {
        Mode::Remote if !is_one(state) => "the rooms are open",
        Mode::Room | Mode::Remote | Mode::Hybrid => "we begin",
    }
}

/// Rooms by name, as groups come: people on screens sit in rooms, others at tables.
pub struct Numbers {
    mode: Mode,
    rooms: usize,
    tables: usize,
}

impl Numbers {
    /// None yet.
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            rooms: 0,
            tables: 0,
        }
    }

    /// The next room, and its people by name, in the order of the alphabet: who is first begins.
    pub fn room(&mut self, group: &[&Person]) -> (String, Vec<String>) {
        let all_remote = self.mode == Mode::Remote;
        let on_screens = all_remote || group.iter().any(|it| it.remote);
        let (place, number) = if on_screens {
            ("Room", &mut self.rooms)
        } else {
            ("Table", &mut self.tables)
        };
        *number += 1;
        // Nobody faces a table alone: whoever sits in the room comes to the others on a screen.
        let called = |it: &&Person| {
            let is_own = on_screens && !it.remote && !all_remote;
            let own = if is_own { " (own screen)" } else { "" };
            format!("{}{own}", screens::called(it))
        };
        let mut people: Vec<String> = group.iter().map(called).collect();
        people.sort_by_key(|it| it.to_lowercase());
        (format!("{place} {number}"), people)
    }
}

/// Where a group sits.
struct Room {
    name: String,
    /// In the room, and not on screens.
    is_table: bool,
    /// Who is here, by name.
    people: Vec<String>,
    /// How many sat down there.
    size: usize,
}

/// Who sits where. Nothing where nobody has a name.
fn rooms(state: &State) -> Vec<Room> {
    let seats = state.seats();
    if !seats.iter().flatten().any(|it| it.person.name.is_some()) {
        return Vec::new();
    }
    let mut numbers = Numbers::new(state.mode());
    let mut rooms = Vec::new();
    for group in seats {
        // Those who left count for where the room is, so that it keeps its name.
        let all: Vec<&Person> = group.iter().map(|it| &it.person).collect();
        let before = numbers.tables;
        let (name, _) = numbers.room(&all);
        let here = group.iter().filter(|it| it.here);
        let here: Vec<&Person> = here.map(|it| &it.person).collect();
        let (_, people) = Numbers::new(state.mode()).room(&here);
        if !people.is_empty() {
            rooms.push(Room {
                name,
                is_table: numbers.tables > before,
                people,
                size: all.len(),
            });
        }
    }
    rooms.sort_by_key(|it| it.is_table);
    rooms
}

fn is_one(state: &State) -> bool {
    let here = state.here();
    state.opening().counted && (state.groups().len() == 1 || (here > 0 && here < 3))
}

/// What the stage says before the groups begin.
fn opening_line(state: &State, groups: &Groups) -> String {
    let choose = match groups.deal() {
        Some(_) if state.table().is_some() => "Choose one, quietly",
        _ => "",
    };
    let find = match state.mode() {
        _ if is_one(state) => "",
        Mode::Remote => "The rooms open in a moment.",
        Mode::Room => "Then find your table.",
        Mode::Hybrid => "Then find your room or your table.",
    };
    let line = match (choose, state.mode()) {
        ("", _) => find.replace("Then find", "Find"),
        (choose, Mode::Remote) if !is_one(state) => {
            format!("{choose}, before the rooms open.")
        }
        (choose, _) => format!("{choose}. {find}").trim().to_string(),
    };
    let line = if line.is_empty() {
        "Ready?".to_string()
    } else {
        line
    };
    match sizes_in_words(state, groups) {
        Some(sizes) => format!("{line}\n{sizes}"),
        None => line,
    }
}

/// How many groups of how many, where nobody has a name to put on a list.
fn sizes_in_words(state: &State, groups: &Groups) -> Option<String> {
    if !state.opening().counted {
        let (least, most) = (groups.size.first()?, groups.size.last()?);
        let of = if least == most {
            number(*most)
        } else {
            format!("{} or {}", number(*least), number(*most))
        };
        return Some(format!("In groups of {of}, with whoever is near."));
    }
    if !rooms(state).is_empty() || is_one(state) {
        return None;
    }
    let mut sizes: BTreeMap<usize, i64> = BTreeMap::new();
    for group in state.groups() {
        *sizes.entry(group.len()).or_default() += 1;
    }
    let words = sizes.iter().map(|(&size, &n)| {
        let groups = screens::count(n, "group");
        format!("{groups} of {}", number(size))
    });
    let words: Vec<String> = words.collect();
    Some(format!("{}.", words.join(" and ")))
}

/// The step in which people speak: its line stands on the stage.
fn spoken(groups: &Groups) -> Option<&Step> {
    let mut steps = groups.steps.iter();
    steps.find(|it| matches!(it.what, What::Turns(_) | What::Open(_)))
}

fn first_line(groups: &Groups) -> Option<String> {
    let step = spoken(groups).or_else(|| {
        let mut steps = groups.steps.iter();
        steps.find(|it| !matches!(it.what, What::Deal(_)))
    })?;
    Some(screens::line(step))
}

/// What goes on in groups of each size, and when the rooms are to be closed.
fn tracks(state: &State, groups: &Groups) -> Vec<Track> {
    let tracks = state.tracks();
    let mut shown: Vec<Track> = tracks.iter().map(|it| track(groups, it)).collect();
    let has_rooms = state.mode() != Mode::Room && !is_one(state);
    let back = tracks.first().and_then(|it| it.parts.last());
    if let Some(part) = back.filter(|it| has_rooms && it.doing == Doing::WayBack) {
        shown.push(Track {
            marks: vec![(part.from, "Close the rooms now.".to_string())],
            ..Track::default()
        });
    }
    shown
}

fn track(groups: &Groups, track: &schedule::Track) -> Track {
    let mark = |it: &Part| (it.from, doing(groups, it.doing));
    Track {
        name: format!("Groups of {}", number(track.size)),
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
        Doing::Step(number) => match groups.steps.get(number).map(screens::line) {
            Some(line) if !line.is_empty() => line,
            _ => "a short round".to_string(),
        },
    }
}

/// A length of turn as people say it, to a quarter of a minute.
fn each(seconds: Seconds) -> String {
    let rounded = (seconds + 7) / 15 * 15;
    match (rounded / 60, rounded % 60) {
        (0, seconds) => format!("about {seconds} s each"),
        (minutes, 0) => format!("about {minutes} min each"),
        (minutes, seconds) => format!("about {minutes} min {seconds} each"),
    }
}

fn number(n: usize) -> String {
    const WORDS: [&str; 11] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    WORDS
        .get(n)
        .map_or_else(|| n.to_string(), |it| it.to_string())
}

/// The text that runs a room without us, and a slip for each table; flush left, at most 76
/// columns.
pub(super) fn chat(state: &State, groups: &Groups, now: Stamp) -> Vec<String> {
    let tracks = state.tracks();
    let rooms = rooms(state);
    let (tables, screens): (Vec<&Room>, Vec<&Room>) = rooms.iter().partition(|it| it.is_table);
    let line = |it: &Room| format!("{}: {}", it.name, it.people.join(", "));
    let mut lines: Vec<String> = screens.iter().copied().map(line).collect();
    if tables.is_empty() || !screens.is_empty() {
        if !screens.is_empty() {
            lines.push(String::new());
        }
        lines.extend(body(state, groups, &tracks, now));
    }
    for table in tables {
        if !lines.is_empty() {
            lines.extend([String::new(), "- - -".to_string(), String::new()]);
        }
        lines.extend([line(table), String::new()]);
        // A slip lies on one table, whose size is known.
        let own = tracks.iter().filter(|it| it.size == table.size);
        lines.extend(body(state, groups, &own.cloned().collect::<Vec<_>>(), now));
    }
    let wrapped = lines.iter().flat_map(|it| match it.as_str() {
        "" => vec![String::new()],
        line => text::wrap(line, CHAT),
    });
    wrapped.collect()
}

/// What a room needs to know: the questions, how long each, what is said, and when to be back.
fn body(state: &State, groups: &Groups, tracks: &[schedule::Track], now: Stamp) -> Vec<String> {
    let mut lines = Vec::new();
    let hand = screens::table(state);
    if !hand.is_empty() {
        lines.push("Choose one for yourself. Nobody asks why.".to_string());
        let row = |(word, question): (String, String)| match word.as_str() {
            "" => question,
            word => format!("{word}: {question}"),
        };
        lines.extend(hand.into_iter().map(row));
        lines.push(String::new());
    }
    let each_size = tracks.iter().filter_map(|it| {
        let each = each(it.each?);
        Some(match tracks.len() {
            1 => format!("{each}."),
            _ => format!("In groups of {}: {each}.", number(it.size)),
        })
    });
    let mut how = capital(&each_size.collect::<Vec<_>>().join(" "));
    let mut steps = groups.steps.iter();
    if steps.any(|it| matches!(it.what, What::Turns(_))) {
        how += " First name in the alphabet starts.";
    }
    lines.extend(Some(how.trim().to_string()).filter(|it| !it.is_empty()));
    let mut has_pass = false;
    let mut begun = false;
    let steps = groups.steps.iter();
    for step in steps.filter(|it| !matches!(it.what, What::Deal(_))) {
        let line = screens::line(step);
        has_pass |= line.contains(PASS);
        if !line.is_empty() {
            lines.push(if begun { format!("Then: {line}") } else { line });
            begun = true;
        }
        if spoken(groups).is_some_and(|it| std::ptr::eq(it, step)) {
            let foot = screens::foot(state, step);
            let foot = if has_pass { without_pass(&foot) } else { foot };
            lines.extend(Some(foot).filter(|it| !it.is_empty()));
            has_pass = true;
        }
    }
    if !has_pass {
        lines.push(PASS.to_string());
    }
    lines.push(
        state
            .opening()
            .ritual
            .confidentiality
            .sentence()
            .to_string(),
    );
    // To the minute, rounded, since nobody reads seconds off a meeting's clock.
    let back = now + TimeDelta::seconds(state.until_back(now) + 30);
    lines.push(format!("Back at {}.", back.format("%H:%M")));
    lines
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
