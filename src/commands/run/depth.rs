//! How deep this session may go: what past sessions, the people and the setting say about it.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::Args;
use crate::clock::Stamp;
use crate::deal::ceiling::{self, Setting};
use crate::host::World;
use crate::logs::{Log, read};
use crate::ritual::{Deal, Level, Ritual, Step, What};
use crate::session::event::Person;

/// After so many days without, depth counts as a first time again (`screens.md`, Home).
const LONG: i64 = 56;
/// The kind of bank whose items have graded levels.
const GRADED: &str = "question";

/// Lowers the ceiling of every deal of questions to what the setting allows, and says so.
pub(super) fn limit(
    world: &World<'_>,
    args: &Args,
    ritual: &mut Ritual,
    people: Option<&[Person]>,
) -> Option<String> {
    let is_graded = |deal: &Deal| {
        let bank = world.library.bank(&deal.bank);
        bank.is_ok_and(|it| it.kind == GRADED)
    };
    let is_lead = |it: &Person| it.tags.iter().any(|it| it.as_str() == "lead");
    let (most, confidentiality) = (ritual.ceiling, ritual.confidentiality);
    let mut times = None;
    let mut said = None;
    let mut deepest = None;
    for step in &mut ritual.steps {
        let grouped = matches!(step.what, What::Groups(_));
        let Some(deal) = deal_mut(step).filter(|it| is_graded(it)) else {
            continue;
        };
        let times = *times.get_or_insert_with(|| times_of(world, people.unwrap_or_default()));
        let setting = Setting {
            grouped,
            people: people.map(<[Person]>::len),
            times,
            has_lead: people.is_some_and(|it| it.iter().any(is_lead)),
            confidentiality,
        };
        let (level, sentence) = ceiling::ceiling(&setting);
        let agreed = ceiling::agreed(level, args.ceiling());
        let own = deal.ceiling.unwrap_or(Level::Deep).min(most);
        deal.ceiling = Some(agreed.min(own));
        deepest = deepest.max(deal.ceiling);
        if agreed == level && level < own {
            said.get_or_insert(sentence);
        }
    }
    if let Some(deepest) = deepest {
        ritual.ceiling = ritual.ceiling.min(deepest);
    }
    said
}

fn deal_mut(step: &mut Step) -> Option<&mut Deal> {
    match &mut step.what {
        What::Deal(deal) => Some(deal),
        What::Groups(groups) => groups.steps.iter_mut().find_map(deal_mut),
        _ => None,
    }
}

/// How often whoever has been there least sat in groups, without a long gap up to now.
fn times_of(world: &World<'_>, people: &[Person]) -> usize {
    let logs = read::read_all(world.disk, &world.places.team).logs;
    let logs: Vec<&Log> = logs.iter().map(|it| &it.0).collect();
    let times = people.iter().map(|person| {
        let is_they = |id: &str| world.roster.canonical(id) == person.id;
        in_a_row(&logs, is_they, world.clock.now())
    });
    times.min().unwrap_or(0)
}

/// In how many of these sessions, newest first, somebody sat in a group before a long gap.
fn in_a_row(logs: &[&Log], is_they: impl Fn(&str) -> bool, now: Stamp) -> usize {
    let mut since = now;
    let mut days = BTreeSet::new();
    for log in logs {
        let groups = log.steps.iter().flat_map(|it| &it.rounds);
        let mut ids = groups.flat_map(|it| it.groups.iter().flatten());
        if log.started > now || !ids.any(|it| is_they(it)) {
            continue;
        }
        if since - log.started > TimeDelta::days(LONG) {
            break;
        }
        since = log.started;
        days.insert(&log.id);
    }
    days.len()
}
