//! What a round of groups looks like: who sits where, and what goes on in groups of each size.
//!
//! Pure. A room is where a group sits: people on screens have rooms, people in the room tables.

use std::collections::BTreeMap;

use crate::ritual::{Groups, Mode, Seconds, Shape, Step, What};
use crate::session::event::Person;
use crate::session::{Show, State};
use crate::ui::Stage;

use super::screens::{self, PASS, without_pass};

pub(super) mod circles;
mod tracks;

/// Puts a round of groups on the stage.
pub(super) fn lay_out(state: &State, groups: &Groups, show: &Show, stage: &mut Stage) {
    stage.rooms = rooms(state)
        .into_iter()
        .map(|it| (it.name, it.people))
        .collect();
    if show.opens {
        stage.text = opening_line(state, groups);
        stage.enter = opening_word(state, groups).to_string();
        return;
    }
    stage.text = first_line(groups).unwrap_or_default();
    if groups.shape == Shape::Stations {
        stage.text = [stage.text.as_str(), "Move on when you like."].join("\n");
    }
    if let Some(line) = circles::who_does_what(state, groups) {
        stage.text = format!("{}\n{line}", stage.text).trim().to_string();
    }
    if let Some(step) = spoken(groups) {
        stage.foot = screens::foot(state, step);
    }
    if stage.text.contains(PASS) {
        stage.foot = without_pass(&stage.foot);
    }
    stage.enter = match (groups.shape, circles::goes_on(state)) {
        (Shape::InnerOuter, true) => "the circles change",
        (_, true) => "the next round",
        (Shape::InnerOuter, false) => "next",
        (_, false) if is_one(state) => "next",
        (_, false) => "we are back",
    }
    .to_string();
    stage.tracks = tracks::tracks(state, groups);
}

/// What is told to groups now: before they begin, or how they talk.
pub(super) fn notes(groups: &Groups, show: &Show) -> Vec<String> {
    let is_deal = |it: &&Step| matches!(it.what, What::Deal(_));
    let now = groups.steps.iter().filter(|it| is_deal(it) == show.opens);
    now.filter_map(|it| it.cue.clone()).collect()
}

/// What Enter is called when the groups may begin.
fn opening_word(state: &State, groups: &Groups) -> &'static str {
    let is_there = groups.shape == Shape::InnerOuter || (groups.stays() && state.round() > 0);
    match state.mode() {
        Mode::Remote if !is_one(state) && !is_there => "the rooms are open",
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
        let name = format!("{place} {number}");
        let mut people = self.names(group);
        people.sort_by_key(|it| it.to_lowercase());
        (name, people)
    }

    /// The names of a group, one by one.
    pub fn names(&self, group: &[&Person]) -> Vec<String> {
        let all_remote = self.mode == Mode::Remote;
        let on_screens = all_remote || on_screens(group);
        // Nobody faces a table alone: whoever sits in the room comes to the others on a screen.
        let called = |it: &&Person| {
            let is_own = on_screens && !it.remote && !all_remote;
            let own = if is_own { " (own screen)" } else { "" };
            format!("{}{own}", screens::called(it))
        };
        group.iter().map(called).collect()
    }
}

/// Where a group sits.
pub(super) struct Room {
    pub(super) name: String,
    /// In the room, and not on screens.
    pub(super) is_table: bool,
    /// Who is here, by name.
    pub(super) people: Vec<String>,
    /// Their ids.
    ids: Vec<String>,
    /// How many sat down there.
    pub(super) size: usize,
}

/// Who sits where. Nothing where nobody has a name.
pub(super) fn rooms(state: &State) -> Vec<Room> {
    let seats = state.seats();
    let has_names = seats.iter().flatten().any(|it| it.person.name.is_some());
    // All at one place need no list, unless some of them need a screen of their own.
    let Some(groups) = state.groups_step().filter(|_| has_names) else {
        return Vec::new();
    };
    let need_screens = state.mode() == Mode::Hybrid && groups.shape != Shape::InnerOuter;
    if is_one(state) && !need_screens {
        return Vec::new();
    }
    let inner = state.inner_circle();
    let mut numbers = Numbers::new(state.mode());
    let mut rooms = Vec::new();
    for (at, (group, size)) in seats.into_iter().zip(state.sizes()).enumerate() {
        // Those who left count for where the room is, so that it keeps its name.
        let all: Vec<&Person> = group.iter().map(|it| &it.person).collect();
        let before = numbers.tables;
        let (name, _) = numbers.room(&all);
        let here = group.iter().filter(|it| it.here);
        let here: Vec<&Person> = here.map(|it| &it.person).collect();
        let (_, mut people) = Numbers::new(state.mode()).room(&here);
        if !groups.roles.is_empty() {
            people = circles::with_roles(state, groups, &here, &numbers.names(&here));
        }
        if inner.is_some() {
            // All see and hear each other.
            people = here.iter().map(|it| screens::called(it)).collect();
            people.sort_by_key(|it| it.to_lowercase());
        }
        if !people.is_empty() {
            rooms.push(Room {
                name: match inner {
                    Some(inner) if inner == at => "Inner circle".to_string(),
                    Some(_) => "Outer circle".to_string(),
                    None => name,
                },
                is_table: numbers.tables > before,
                people,
                ids: here.iter().map(|it| it.id.clone()).collect(),
                size,
            });
        }
    }
    match inner {
        Some(_) => rooms.sort_by(|one, other| one.name.cmp(&other.name)),
        None => rooms.sort_by_key(|it| it.is_table),
    }
    rooms
}

/// What groups sit in here, to be told something.
pub(super) fn whom(state: &State) -> &'static str {
    match state.mode() {
        Mode::Remote => "the rooms",
        Mode::Room => "the tables",
        Mode::Hybrid => "the rooms and the tables",
    }
}

pub(super) fn is_one(state: &State) -> bool {
    let here = state.here();
    state.opening().counted
        && !state.is_at_stations()
        && (state.groups().len() == 1 || (here > 0 && here < 3))
}

/// What the stage says before the groups begin.
fn opening_line(state: &State, groups: &Groups) -> String {
    let choose = match groups.deal() {
        Some(_) if state.table().is_some() && !state.is_at_stations() => "Choose one, quietly",
        _ => "",
    };
    if let Some(find) = circles::find(state, groups) {
        let choose = Some(choose).filter(|it| !it.is_empty());
        let line = choose.map_or(find.clone(), |it| format!("{it}. {find}"));
        let sizes = sizes_in_words(state, groups);
        let roles = circles::who_does_what(state, groups).filter(|_| !groups.roles.is_empty());
        let lines: Vec<String> = [Some(line), sizes, roles].into_iter().flatten().collect();
        return lines.join("\n");
    }
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
    let roles = circles::who_does_what(state, groups).filter(|_| !groups.roles.is_empty());
    let lines = [Some(line), sizes_in_words(state, groups), roles];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// How many groups of how many, where nobody has a name to put on a list.
fn sizes_in_words(state: &State, groups: &Groups) -> Option<String> {
    if groups.shape == Shape::Stations {
        return None;
    }
    if groups.shape == Shape::InnerOuter {
        let has_names = state.groups().iter().flatten().any(|it| it.name.is_some());
        return (!has_names && !is_one(state)).then(|| circles::circles_in_words(state));
    }
    if !state.opening().counted || state.is_unsorted() {
        let (least, most) = (groups.size.first()?, groups.size.last()?);
        let of = if least == most {
            number(*most)
        } else {
            format!("{} or {}", number(*least), number(*most))
        };
        let whom = match state.mode() {
            Mode::Hybrid => ": screens with screens, the room with the room.",
            Mode::Room | Mode::Remote => ", with whoever is near.",
        };
        return Some(format!("In groups of {of}{whom}"));
    }
    let groups = state.groups();
    if groups.iter().flatten().any(|it| it.name.is_some()) || is_one(state) {
        return None;
    }
    if state.mode() != Mode::Hybrid {
        return Some(format!("{}.", counted(&groups, "group")));
    }
    let (screens, tables): (Vec<_>, Vec<_>) = groups.into_iter().partition(|it| on_screens(it));
    let line = |place: &str, groups: &[Vec<&Person>], thing: &str| match groups {
        [] => String::new(),
        groups => format!("{place}: {}.", counted(groups, thing)),
    };
    let lines = [
        line("On screens", &screens, "room"),
        line("In the room", &tables, "table"),
    ];
    let lines: Vec<String> = lines.into_iter().filter(|it| !it.is_empty()).collect();
    Some(lines.join("\n"))
}

/// Groups by how many people are in them, those of the room among screens apart.
fn counted(groups: &[Vec<&Person>], thing: &str) -> String {
    let mut kinds: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for group in groups {
        let of_room = match on_screens(group) {
            true if thing == "room" => group.iter().filter(|it| !it.remote).count(),
            _ => 0,
        };
        *kinds.entry((of_room, group.len())).or_default() += 1;
    }
    let words = kinds.iter().map(|(&(of_room, size), &n)| {
        let own = match of_room {
            0 => String::new(),
            1 => ", with one from the room on a screen of their own".to_string(),
            n => format!(", with {} from the room on screens of their own", number(n)),
        };
        let groups = screens::count(n, thing);
        format!("{groups} of {}{own}", number(size))
    });
    words.collect::<Vec<_>>().join(" and ")
}

fn on_screens(group: &[&Person]) -> bool {
    group.iter().any(|it| it.remote)
}

/// Where somebody is who may go, as people say it: at a table of four, or in the room; with a
/// number to sort by.
pub(super) fn place_of(state: &State, person: &Person) -> (usize, String) {
    let is_here = |it: &&Vec<&Person>| it.iter().any(|it| it.id == person.id);
    let groups = state.groups();
    match groups.iter().find(is_here) {
        Some(group) if state.is_talking() && !is_one(state) => {
            let size = group.len();
            (size, format!("one of {}", a_group(state, group, size)))
        }
        _ if person.remote => (1, "one on a screen".to_string()),
        _ => (0, "one in the room".to_string()),
    }
}

pub(super) fn a_group(state: &State, group: &[&Person], size: usize) -> String {
    let place = if state.mode() == Mode::Remote || on_screens(group) {
        "room"
    } else {
        "table"
    };
    format!("a {place} of {}", number(size))
}

/// Where these people sit now who sat elsewhere or nowhere before, in sentences.
pub(super) fn told_where(state: &State, moved: &[String], were_seated: bool) -> Vec<String> {
    if is_one(state) {
        return Vec::new();
    }
    let rooms = rooms(state);
    let groups = state.groups();
    let sentence = |id: &String| {
        let group = groups.iter().find(|it| it.iter().any(|it| it.id == *id))?;
        let person = group.iter().find(|it| it.id == *id)?;
        if person.name.is_some() {
            let name = screens::called(person);
            let is_theirs = |it: &&Room| it.ids.contains(id);
            let room = rooms.iter().find(is_theirs)?;
            return Some(match state.inner_circle() {
                Some(_) => format!("{name} joins the {}.", room.name.to_lowercase()),
                None => format!("{name} joins {}.", room.name),
            });
        }
        let others = group.iter().filter(|it| !moved.contains(&it.id)).count();
        let who = if were_seated {
            "Whoever is alone now"
        } else {
            "Whoever came"
        };
        Some(format!("{who} joins {}.", a_group(state, group, others)))
    };
    moved.iter().filter_map(sentence).collect()
}

/// The step in which people speak: its line stands on the stage.
pub(super) fn spoken(groups: &Groups) -> Option<&Step> {
    let mut steps = groups.steps.iter();
    steps.find(|it| matches!(it.what, What::Turns(_) | What::Open(_)))
}

fn first_line(groups: &Groups) -> Option<String> {
    let step = spoken(groups).or_else(|| {
        let mut steps = groups.steps.iter();
        steps.find(|it| !matches!(it.what, What::Deal(_)))
    })?;
    Some(in_groups(step))
}

/// The line of a step that groups hold without a screen.
pub(super) fn in_groups(step: &Step) -> String {
    match &step.what {
        What::Solo(it) if it.text.is_none() => {
            format!(
                "Each for yourself, quietly: {}.",
                it.r#do.trim_end_matches('.')
            )
        }
        What::Ask(it) if !it.options.is_empty() => {
            format!("{} {}.", it.text, it.options.join(" / "))
        }
        _ => screens::line(step),
    }
}

/// A length of turn as people say it, to a quarter of a minute.
pub(super) fn each(seconds: Seconds) -> String {
    format!("{} each", about(seconds))
}

/// A length of time as people say it, to a quarter of a minute.
pub(super) fn about(seconds: Seconds) -> String {
    let rounded = (seconds + 7) / 15 * 15;
    match (rounded / 60, rounded % 60) {
        (0, 0) => "a few seconds".to_string(),
        (0, seconds) => format!("about {seconds} s"),
        (minutes, 0) => format!("about {minutes} min"),
        (minutes, seconds) => format!("about {minutes} min {seconds}"),
    }
}

/// A number as a word, up to ten.
pub fn number(n: usize) -> String {
    const WORDS: [&str; 11] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    WORDS
        .get(n)
        .map_or_else(|| n.to_string(), |it| it.to_string())
}
