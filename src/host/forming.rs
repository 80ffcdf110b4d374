//! Groups for a round: who is here, who met whom before, and what the room decides about five.
//!
//! Forming itself is [`crate::groups`]'s; here people become its members and past sessions its
//! history. Who left or came after the list was shown moves as few others as can be.

use std::collections::BTreeMap;

use crate::groups::{self, Asked, Five, Member, Sizes};
use crate::logs::read;
use crate::ritual::Groups;
use crate::session::event::Event;
use crate::session::{NeedGroups, State};
use crate::ui::{Choice, Error, Reply, Ui, Why};

use super::{Running, World, take};

/// Forms groups, or mends them, and takes them.
pub(super) fn form(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    need: &NeedGroups,
) -> Result<Option<Why>, Error> {
    let Some(step) = running.state.groups_step().cloned() else {
        return Ok(None);
    };
    let members = members(&running.state, need);
    let sizes = sizes(&step);
    let five = if need.before.is_empty() {
        match five(ui, &members, sizes)? {
            Reply::Given(five) => five,
            Reply::Aside(_) => Five::Split,
            Reply::Stopped(why) => return Ok(Some(why)),
        }
    } else if need.before.iter().any(|it| it.len() >= 5) {
        Five::One
    } else {
        Five::Split
    };
    let place: BTreeMap<&str, usize> = need.people.iter().map(String::as_str).zip(0..).collect();
    let placed = |groups: &[Vec<String>]| -> groups::Round {
        let numbers = |it: &Vec<String>| -> Vec<usize> {
            let numbers = it.iter().filter_map(|it| place.get(it.as_str()));
            numbers.copied().collect()
        };
        let groups = groups.iter().map(numbers);
        groups.filter(|it| !it.is_empty()).collect()
    };
    let mut past: Vec<groups::Round> = Vec::new();
    if need.before.is_empty() {
        past.extend(history(world).iter().map(|it| placed(it)));
        past.extend(running.state.rounds_before().iter().map(|it| placed(it)));
        past.retain(|it| it.iter().any(|it| it.len() > 1));
    }
    let asked = Asked {
        members: &members,
        sizes,
        five,
        past: &past,
    };
    let rng = world.chance.rng();
    let groups = if need.before.is_empty() {
        groups::form(&asked, rng)
    } else {
        groups::mend(&asked, &placed(&need.before), need.talking, rng)
    };
    let id = |it: &usize| need.people[*it].clone();
    let event = Event::Groups {
        step: need.step,
        round: need.round,
        groups: groups
            .iter()
            .map(|it| it.iter().map(id).collect())
            .collect(),
    };
    take(running, world, event);
    Ok(None)
}

fn members(state: &State, need: &NeedGroups) -> Vec<Member> {
    let member = |id: &String| Member {
        remote: state.person(id).is_some_and(|it| it.remote),
    };
    need.people.iter().map(member).collect()
}

fn sizes(step: &Groups) -> Sizes {
    Sizes {
        least: step.size.first().copied().unwrap_or(3),
        most: step.size.last().copied().unwrap_or(4),
    }
}

/// Five people can be a three and a pair, or stay together with shorter turns: asked, since only
/// they know (`method.md` §1.0.6).
fn five(ui: &mut dyn Ui, members: &[Member], sizes: Sizes) -> Result<Reply<Five>, Error> {
    let screens = members.iter().filter(|it| it.remote).count();
    let room = members.len() - screens;
    let differs = |n: usize, remote: bool| {
        n == 5
            && groups::sizes(n, sizes, remote, Five::Split)
                != groups::sizes(n, sizes, remote, Five::One)
    };
    if !differs(screens, true) && !differs(room, false) {
        return Ok(Reply::Given(Five::Split));
    }
    let who = match (screens, room) {
        (_, 0) | (0, _) => "Five people",
        (5, 5) => "Five people on screens, and five in the room",
        (5, _) => "Five people on screens",
        _ => "Five people in the room",
    };
    let choice = Choice {
        text: format!("{who}: how shall they sit?"),
        help: vec!["In one group of five, turns are shorter.".to_string()],
        options: vec![
            ('3', "three and two".to_string()),
            ('5', "one group of five".to_string()),
        ],
        ..Choice::default()
    };
    Ok(match ui.choose(&choice)? {
        Reply::Given(1) => Reply::Given(Five::One),
        Reply::Given(_) => Reply::Given(Five::Split),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// The rounds of groups in all logs, oldest first, as ids. Logs that cannot be read are passed
/// over here; `firelight log check` names them.
fn history(world: &World<'_>) -> Vec<Vec<Vec<String>>> {
    let logs = read::read_all(world.disk, &world.places.team).logs;
    let rounds = logs.iter().rev().flat_map(|(log, _)| &log.steps);
    // Somebody who was added twice is one person, with both histories.
    let ids = |it: &Vec<String>| -> Vec<String> {
        let ids = it.iter().map(|it| world.roster.canonical(it).to_string());
        ids.collect()
    };
    let rounds = rounds.flat_map(|it| &it.rounds);
    rounds
        .map(|it| it.groups.iter().map(ids).collect())
        .collect()
}
