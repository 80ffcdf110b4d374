//! How deep this session may go: what past sessions, the people and the setting say about it.

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

/// Lowers the ceiling of every deal of questions to what the setting allows, and says so.
pub(super) fn limit(
    world: &World<'_>,
    args: &Args,
    ritual: &mut Ritual,
    people: Option<&[Person]>,
) -> Option<String> {
    let is_graded = |deal: &Deal| {
        let bank = world.library.bank(&deal.bank);
        bank.is_ok_and(|it| it.kind == ceiling::GRADED)
    };
    let is_lead = |it: &Person| it.tags.iter().any(|it| it.as_str() == "lead");
    let (most, confidentiality) = (ritual.ceiling, ritual.confidentiality);
    let mut times = None;
    let mut said = None;
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
            thin: !world.team.contexts.is_empty(),
            confidentiality,
        };
        let (level, sentence) = ceiling::ceiling(&setting);
        let agreed = ceiling::agreed(level, args.ceiling());
        let own = deal.ceiling.unwrap_or(Level::Deep).min(most);
        deal.ceiling = Some(agreed.min(own));
        let is_lowered = args.ceiling().is_none_or(|asked| agreed < asked.min(own));
        if is_lowered && agreed < own {
            said.get_or_insert(sentence);
        }
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
    let mut times = 0;
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
        times += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log of groups so many days before the start, with these people in one.
    fn log(days: i64, people: &[&str]) -> Log {
        let started = now() - TimeDelta::days(days);
        let text = serde_json::json!({
            "format": "firelight.session/1", "id": format!("{days}"), "ritual": { "id": "breakout-graded" },
            "started": started,
            "steps": [{ "kind": "groups", "rounds": [{ "groups": [people] }] }],
        });
        serde_json::from_value(text).unwrap()
    }

    fn now() -> Stamp {
        Stamp::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap()
    }

    fn times(logs: &[Log], ids: &[&str]) -> usize {
        let logs: Vec<&Log> = logs.iter().collect();
        in_a_row(&logs, |id| ids.contains(&id), now())
    }

    #[test]
    fn times_in_groups_count_up_to_a_long_gap() {
        let logs = [log(7, &["a", "b"]), log(60, &["a", "c"]), log(120, &["a"])];
        assert_eq!(
            times(&logs, &["a"]),
            2,
            "from 60 to 120 days it is too long"
        );
        assert_eq!(times(&logs, &["b"]), 1);
        assert_eq!(times(&logs, &["c"]), 0, "60 days ago is too long ago");
        assert_eq!(times(&logs, &["b", "c"]), 2, "two ids of one person");
        assert_eq!(times(&logs, &["d"]), 0);
    }

    #[test]
    fn what_a_wrong_clock_dated_into_the_future_does_not_count() {
        assert_eq!(times(&[log(-3, &["a"]), log(3, &["a"])], &["a"]), 1);
    }
}
