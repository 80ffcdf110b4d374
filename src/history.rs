//! What a team did before, for whoever deals, forms groups or asks how well people know each
//! other: its logs, read once a command.
//!
//! Logs that cannot be read are passed over here; `firelight log check` names them. Somebody who
//! was added twice is one person, with both pasts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::deal::{Dealt, Past};
use crate::disk::Disk;
use crate::groups::Round;
use crate::logs::Log;
use crate::logs::read::read_all;
use crate::roster::Roster;
use crate::session::event::Person;

/// Days without, after which depth counts as a first time again (`screens.md`, Home).
const LONG: i64 = 56;
/// Days in which a question counts as dealt lately.
const LATELY: i64 = 30;

/// The sessions of a team.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Newest first.
    logs: Vec<Log>,
}

impl History {
    /// Reads a team's logs.
    pub fn read(disk: &dyn Disk, team: &Path) -> Self {
        let logs = read_all(disk, team).logs.into_iter();
        Self {
            logs: logs.map(|(log, _)| log).collect(),
        }
    }

    /// The sessions of a ritual, newest first.
    pub fn of_ritual<'h>(&'h self, ritual: &'h str) -> impl Iterator<Item = &'h Log> {
        self.logs.iter().filter(move |it| it.ritual.id == ritual)
    }

    /// The rounds of groups, oldest first, of people by their place in `people`; whoever is not
    /// among them is passed over.
    pub fn rounds(&self, roster: &Roster, people: &[Person]) -> Vec<Round> {
        let place: BTreeMap<&str, usize> =
            people.iter().map(|it| it.id.as_str()).zip(0..).collect();
        let placed = |id: &String| place.get(roster.canonical(id)).copied();
        let steps = self.logs.iter().rev().flat_map(|it| &it.steps);
        let rounds = steps.flat_map(|it| &it.rounds).map(|round| {
            let groups = round.groups.iter();
            let groups = groups.map(|it| it.iter().filter_map(placed).collect::<Vec<_>>());
            groups.filter(|it| it.len() > 1).collect::<Vec<_>>()
        });
        rounds.filter(|it| !it.is_empty()).collect()
    }

    /// How often somebody sat in groups up to now, newest first, before a long gap. What a wrong
    /// clock dated into the future does not count.
    pub fn times_in_groups(&self, is_they: impl Fn(&str) -> bool, now: Stamp) -> usize {
        let mut since = now;
        let mut times = 0;
        for log in &self.logs {
            let rounds = log.steps.iter().flat_map(|it| &it.rounds);
            let mut ids = rounds.flat_map(|it| it.groups.iter().flatten());
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

    /// In how many sessions each item was dealt, and whether lately.
    pub fn dealt(&self, now: Stamp) -> Past {
        let since = now - TimeDelta::days(LATELY);
        let mut past: HashMap<&str, Dealt> = HashMap::new();
        for log in &self.logs {
            let dealt = log.steps.iter().flat_map(|it| &it.dealt);
            let ids: BTreeSet<&str> = dealt.map(|it| it.id.as_str()).collect();
            for id in ids {
                let dealt = past.entry(id).or_default();
                dealt.times += 1;
                dealt.lately |= log.started >= since;
            }
        }
        let past = past.into_iter();
        past.map(|(id, dealt)| (id.to_string(), dealt)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Logs of groups, each so many days before the start, with these people in one.
    fn history(logs: &[(i64, &[&str])]) -> History {
        let log = |(days, people): &(i64, &[&str])| {
            let text = serde_json::json!({
                "format": "firelight.session/1", "id": format!("{days}"),
                "ritual": { "id": "breakout-graded" },
                "started": now() - TimeDelta::days(*days),
                "steps": [{
                    "kind": "groups", "rounds": [{ "groups": [people] }],
                    "dealt": [{ "id": "q1", "text": "?", "level": 1 }, { "id": format!("q{days}"), "text": "?", "level": 1 }],
                }],
            });
            serde_json::from_value(text).unwrap()
        };
        History {
            logs: logs.iter().map(log).collect(),
        }
    }

    fn now() -> Stamp {
        Stamp::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap()
    }

    #[test]
    fn times_in_groups_count_up_to_a_long_gap() {
        let history = history(&[(7, &["a", "b"]), (60, &["a", "c"]), (120, &["a"])]);
        let times = |ids: &[&str]| history.times_in_groups(|id| ids.contains(&id), now());
        assert_eq!(times(&["a"]), 2, "from 60 to 120 days it is too long");
        assert_eq!(times(&["b"]), 1);
        assert_eq!(times(&["c"]), 0, "60 days ago is too long ago");
        assert_eq!(times(&["b", "c"]), 2, "two ids of one person");
        assert_eq!(times(&["d"]), 0);
    }

    #[test]
    fn what_a_wrong_clock_dated_into_the_future_does_not_count() {
        let history = history(&[(-3, &["a"]), (3, &["a"])]);
        assert_eq!(history.times_in_groups(|id| id == "a", now()), 1);
    }

    #[test]
    fn what_was_dealt_counts_once_a_session() {
        let past = history(&[(1, &["a"]), (7, &["a"]), (60, &["a"])]).dealt(now());
        let dealt = |times, lately| Dealt { times, lately };
        assert_eq!(past.of("q1"), dealt(3, true));
        assert_eq!(past.of("q60"), dealt(1, false));
        assert_eq!(past.of("q2"), Dealt::default());
    }
}
