//! What a team's past sessions say to whoever plans the next: who met whom and when, which
//! questions were dealt when, how often and when a ritual was held.
//!
//! [`History::read`] reads the logs, once a command; everything else is a look into maps. Nobody
//! else walks the logs for this. People are their ids, which the roster joins where somebody was
//! added twice; no answer tells how much anybody took part.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::TimeDelta;

use crate::clock::Stamp;
use crate::deal::{Dealt, Past};
use crate::disk::Disk;
use crate::fault::visible;
use crate::groups::Round;
use crate::logs::read::{self, Logs};
use crate::logs::{Log, NEEDS_TWO, SAVED, Step};
use crate::roster::Roster;

/// After so many days without groups, depth counts as a first time again: a team
/// that has not talked for eight weeks begins gently.
const LONG: TimeDelta = TimeDelta::days(56);

/// For so long a question counts as dealt lately.
const LATELY: TimeDelta = TimeDelta::days(30);

/// Characters of a file's name that say when it began, and what.
const SHOWN: usize = 30;

/// A session that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The ritual's id.
    pub ritual: String,
    /// Its title then.
    pub title: String,
    /// When it began.
    pub started: Stamp,
    /// Whether people did it together, to its end: then they know it.
    pub whole: bool,
    /// Whether people sat in groups of which nobody knows who was in them.
    unknown: bool,
}

/// Whether people did it together, to its end. What was ended early, gone through alone, or clicked
/// through in a small part of its time to see what it is like, makes nobody used to it.
fn is_whole(log: &Log) -> bool {
    const PART: f64 = 0.25;
    let sum = |of: fn(&Step) -> Option<f64>| log.steps.iter().filter_map(of).sum::<f64>();
    let is_short = sum(|it| it.actual_minutes) < PART * sum(|it| it.planned_minutes);
    let was_alone = (log.steps.iter()).any(|it| it.left_out.as_deref() == Some(NEEDS_TWO));
    log.finished && !is_short && !was_alone
}

/// All of the past, by what is asked of it.
#[derive(Debug, Default)]
pub struct History {
    /// Newest first.
    sessions: Vec<Held>,
    /// Places among the sessions, newest first, by ritual.
    by_ritual: HashMap<String, Vec<usize>>,
    /// The same, by question.
    by_question: HashMap<String, Vec<usize>>,
    /// Numbers of people, by id.
    people: HashMap<String, usize>,
    /// Their ids, by number.
    ids: Vec<String>,
    /// Sessions in which somebody answered questions in a group, newest first, by number.
    seats: Vec<Vec<usize>>,
    /// Groups of every round, newest session first, each with its session.
    rounds: Vec<(usize, Round)>,
    /// Files that could not be read.
    unread: Vec<String>,
}

impl History {
    /// Reads the logs below a team's folder.
    pub fn read(disk: &dyn Disk, team: &Path, roster: &Roster) -> Self {
        let Logs { logs, faults } = read::read_all(disk, team);
        let logs: Vec<Log> = logs.into_iter().map(|it| it.0).collect();
        let unread = faults.iter().filter(|it| read::is_unread(it));
        let name = |path: &str| {
            let name = Path::new(path).file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        Self {
            unread: unread.map(|it| name(&it.path)).collect(),
            ..Self::of(&logs, roster)
        }
    }

    /// The past as these logs have it, in whatever order they come.
    pub fn of(logs: &[Log], roster: &Roster) -> Self {
        let mut logs: Vec<&Log> = logs.iter().collect();
        logs.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
        let mut history = Self::default();
        for log in logs {
            history.add(log, roster);
        }
        history
    }

    /// Takes a session that is older than all before it.
    fn add(&mut self, log: &Log, roster: &Roster) {
        let number = self.sessions.len();
        self.sessions.push(Held {
            ritual: log.ritual.id.clone(),
            title: log.ritual.title.clone(),
            started: log.started,
            whole: is_whole(log),
            unknown: (log.steps.iter())
                .any(|it| it.kind == "groups" && it.left_out.is_none() && it.rounds.is_empty()),
        });
        let of_ritual = self.by_ritual.entry(log.ritual.id.clone());
        of_ritual.or_default().push(number);
        let dealt: BTreeSet<&String> = log
            .steps
            .iter()
            .flat_map(|it| &it.dealt)
            .map(|it| &it.id)
            .collect();
        for id in dealt {
            self.by_question.entry(id.clone()).or_default().push(number);
        }
        // Depth grows by questions that were answered in groups to the end, and not by a lunch, a
        // list of pairs that was saved, or a trial.
        let is_whole = self.sessions[number].whole;
        let rounds = log.steps.iter().flat_map(|step| {
            let is_depth = is_whole && !step.dealt.is_empty();
            step.rounds.iter().map(move |it| (is_depth, it))
        });
        for (is_depth, round) in rounds {
            let mut groups = Round::new();
            for group in &round.groups {
                let mut numbers = Vec::with_capacity(group.len());
                for id in group {
                    let person = self.person(roster.canonical(id));
                    // In several rounds of a session somebody sat there once.
                    if is_depth && self.seats[person].last() != Some(&number) {
                        self.seats[person].push(number);
                    }
                    numbers.push(person);
                }
                groups.push(numbers);
            }
            self.rounds.push((number, groups));
        }
    }

    fn person(&mut self, id: &str) -> usize {
        if let Some(&number) = self.people.get(id) {
            return number;
        }
        let number = self.ids.len();
        self.people.insert(id.to_string(), number);
        self.ids.push(id.to_string());
        self.seats.push(Vec::new());
        number
    }

    /// The sessions that were held, newest first. Groups that were saved are none.
    pub fn sessions(&self) -> impl Iterator<Item = &Held> {
        self.sessions.iter().filter(|it| it.ritual != SAVED)
    }

    /// When a ritual was held, newest first.
    pub fn held(&self, ritual: &str) -> impl ExactSizeIterator<Item = &Held> {
        self.at(self.by_ritual.get(ritual))
    }

    /// How often these people held a ritual to its end from a moment up to now: with most of them
    /// there, as far as it seats anybody; where it seats nobody, nobody is known, and it counts
    /// for the team. What a wrong clock dated into the future does not count.
    pub fn times(&self, ritual: &str, people: &[&str], since: Stamp, now: Stamp) -> usize {
        let sessions = self.by_ritual.get(ritual).into_iter().flatten();
        let lately = sessions.filter(|&&it| {
            let held = &self.sessions[it];
            held.whole && (since..=now).contains(&held.started)
        });
        lately.filter(|&&it| self.had_most(it, people)).count()
    }

    /// Whether most of these people were in a session, as far as that is known of anybody.
    fn had_most(&self, session: usize, people: &[&str]) -> bool {
        let rounds = self.rounds.iter().filter(|it| it.0 == session);
        let seated: BTreeSet<usize> = rounds
            .flat_map(|it| it.1.iter().flatten())
            .copied()
            .collect();
        if seated.is_empty() {
            return !self.sessions[session].unknown;
        }
        let was_there = |it: &&&str| self.people.get(**it).is_some_and(|it| seated.contains(it));
        2 * people.iter().filter(was_there).count() > people.len()
    }

    /// The sessions in which a question was dealt, newest first.
    pub fn dealt(&self, question: &str) -> impl ExactSizeIterator<Item = &Held> {
        self.at(self.by_question.get(question))
    }

    /// In how many sessions each question was dealt, and whether lately, up to now. What a wrong
    /// clock dated into the future was dealt all the same, at a time that nobody knows.
    pub fn deals(&self, now: Stamp) -> Past {
        let lately = now - LATELY..=now;
        let deals = self.by_question.iter().map(|(id, sessions)| {
            let mut held = self.at(Some(sessions));
            let dealt = Dealt {
                times: u32::try_from(sessions.len()).unwrap_or(u32::MAX),
                lately: held.any(|it| lately.contains(&it.started)),
            };
            (id.clone(), dealt)
        });
        deals.collect()
    }

    /// The rounds of groups so far, oldest first, of people by their place in `people`, who are
    /// there under the ids of the roster. Nobody else is in them.
    pub fn rounds(&self, people: &[&str]) -> Vec<Round> {
        let mut place = vec![None; self.ids.len()];
        for (at, id) in people.iter().enumerate() {
            if let Some(&number) = self.people.get(*id) {
                place[number] = Some(at);
            }
        }
        let mut rounds = Vec::with_capacity(self.rounds.len());
        // Of one session the rounds lie in their own order.
        for of_session in self.rounds.chunk_by(|a, b| a.0 == b.0).rev() {
            for (_, round) in of_session {
                let placed = round.iter().map(|group| {
                    let placed = group.iter().filter_map(|&it| place[it]);
                    placed.collect::<Vec<usize>>()
                });
                let placed: Round = placed.filter(|it| it.len() > 1).collect();
                if !placed.is_empty() {
                    rounds.push(placed);
                }
            }
        }
        rounds
    }

    /// In how many sessions somebody answered questions in a group, up to now and without a long gap.
    pub fn times_in_groups(&self, person: &str, now: Stamp) -> usize {
        let mut since = now;
        let mut times = 0;
        let seats = self.people.get(person).map(|&it| &self.seats[it]);
        for held in self.at(seats).filter(|it| it.started <= now) {
            if since - held.started > LONG {
                break;
            }
            since = held.started;
            times += 1;
        }
        times
    }

    /// The ids of whoever sat in groups when a ritual was held last; `None` when it never was.
    pub fn seated_last(&self, ritual: &str) -> Option<BTreeSet<&str>> {
        let &last = self.by_ritual.get(ritual)?.first()?;
        let rounds = self.rounds.iter().filter(|it| it.0 == last);
        let people = rounds.flat_map(|it| it.1.iter().flatten());
        Some(people.map(|&it| self.ids[it].as_str()).collect())
    }

    /// How many sat in each group of the first round that was held last as `ritual`.
    pub fn groups_last(&self, ritual: &str) -> Vec<usize> {
        let last = self.by_ritual.get(ritual).and_then(|it| it.first());
        let round = last.and_then(|last| self.rounds.iter().find(|it| it.0 == *last));
        round.map_or_else(Vec::new, |it| it.1.iter().map(|it| it.len()).collect())
    }

    /// That files were passed over, if any were: of a damaged log its name alone says when
    /// it was held, and what.
    pub fn passed_over(&self) -> Option<String> {
        let first = self.unread.first()?;
        let mut name: String = first.chars().take(SHOWN).collect();
        if name.len() < first.len() {
            name.push('…');
        }
        let name = visible(&name);
        Some(match self.unread.len() {
            1 => format!(
                "A session log, {name}, cannot be read and does not count. Why: firelight log check"
            ),
            n => format!(
                "{n} session logs, {name} among them, cannot be read and do not count. Why: firelight log check"
            ),
        })
    }

    fn at(&self, places: Option<&Vec<usize>>) -> impl ExactSizeIterator<Item = &Held> {
        let places = places.map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|&it| &self.sessions[it])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log of groups so many days before the start, with these people in one.
    fn log(days: i64, people: &[&str]) -> Log {
        of(days, "breakout-graded", &[&[people]], &["q"])
    }

    fn of(days: i64, ritual: &str, rounds: &[&[&[&str]]], dealt: &[&str]) -> Log {
        let rounds: Vec<_> = rounds
            .iter()
            .map(|it| serde_json::json!({ "groups": it }))
            .collect();
        let dealt: Vec<_> = dealt
            .iter()
            .map(|it| serde_json::json!({ "id": it }))
            .collect();
        let log = serde_json::json!({
            "format": "firelight.session/1", "id": format!("{days}"), "ritual": { "id": ritual, "title": "T" },
            "started": now() - TimeDelta::days(days), "finished": true,
            "steps": [{ "kind": "groups", "rounds": rounds, "dealt": dealt }],
        });
        serde_json::from_value(log).unwrap()
    }

    fn now() -> Stamp {
        Stamp::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap()
    }

    fn history(logs: &[Log]) -> History {
        History::of(logs, &Roster::default())
    }

    #[test]
    fn times_in_groups_count_up_to_a_long_gap() {
        let history = history(&[log(7, &["a", "b"]), log(60, &["a", "c"]), log(120, &["a"])]);
        let times = |person| history.times_in_groups(person, now());
        assert_eq!(times("a"), 2, "from 60 to 120 days it is too long");
        assert_eq!(times("b"), 1);
        assert_eq!(times("c"), 0, "60 days ago is too long ago");
        assert_eq!(times("d"), 0);
    }

    #[test]
    fn saved_groups_and_sessions_that_were_broken_off_make_nobody_used_to_depth() {
        let saved = of(3, "groups", &[&[&["a", "b"]]], &[]);
        let broken_off = Log {
            finished: false,
            ..log(2, &["a", "b"])
        };
        let history = history(&[saved, broken_off, log(9, &["a"])]);
        assert_eq!(history.times_in_groups("a", now()), 1);
        assert_eq!(history.times_in_groups("b", now()), 0);
        // They have met all the same.
        assert_eq!(history.rounds(&["a", "b"]).len(), 2);
    }

    #[test]
    fn what_a_wrong_clock_dated_into_the_future_does_not_count() {
        let history = history(&[log(-3, &["a"]), log(3, &["a"])]);
        assert_eq!(history.times_in_groups("a", now()), 1);
        assert_eq!(times(&history, "breakout-graded", &["a"]), 1);
        let asked = [of(-3, "x", &[], &["q", "r"]), of(3, "x", &[], &["r"])];
        let deals = super::tests::history(&asked).deals(now());
        let dealt = |times, lately| Dealt { times, lately };
        // That it was dealt is so whatever the clock said; only when is not known.
        assert_eq!(deals.of("q"), dealt(1, false));
        assert_eq!(deals.of("r"), dealt(2, true));
    }

    fn times(history: &History, ritual: &str, people: &[&str]) -> usize {
        history.times(ritual, people, now() - TimeDelta::days(90), now())
    }

    #[test]
    fn people_know_what_most_of_them_held_together_to_its_end() {
        let history = history(&[log(7, &["a", "b", "c"]), log(14, &["a", "b", "d"])]);
        let known = |people: &[&str]| times(&history, "breakout-graded", people);
        assert_eq!(known(&["a", "b"]), 2);
        assert_eq!(known(&["a", "c", "x"]), 1, "of three, two is most");
        assert_eq!(known(&["a", "x"]), 0, "half is not");
        assert_eq!(known(&["x", "y"]), 0, "strangers");
        assert_eq!(known(&[]), 0, "nobody knows who is here");
    }

    #[test]
    fn what_seats_nobody_counts_for_the_team_and_groups_without_names_for_nobody() {
        let mut words = of(7, "two-words", &[], &[]);
        words.steps[0].kind = "turns".to_string();
        let nameless = of(7, "breakout-graded", &[], &["q"]);
        let history = history(&[words, nameless]);
        assert_eq!(times(&history, "two-words", &["a", "b"]), 1);
        assert_eq!(times(&history, "breakout-graded", &["a", "b"]), 0);
    }

    #[test]
    fn a_trial_is_no_session_for_what_people_know_nor_for_depth() {
        let timed = |actual: f64| {
            let mut log = log(3, &["a", "b"]);
            log.steps[0].planned_minutes = Some(10.0);
            log.steps[0].actual_minutes = Some(actual);
            log
        };
        let mut alone = log(3, &["a", "b"]);
        alone.steps[0].left_out = Some(NEEDS_TWO.to_string());
        for (log, n) in [(timed(4.0), 1), (timed(0.3), 0), (alone, 0)] {
            let history = history(&[log]);
            assert_eq!(times(&history, "breakout-graded", &["a", "b"]), n);
            assert_eq!(history.times_in_groups("a", now()), n);
        }
    }

    #[test]
    fn what_was_dealt_counts_once_a_session_and_lately_for_a_month() {
        let deals = history(&[
            of(1, "x", &[], &["a", "a"]),
            of(7, "x", &[], &["a"]),
            of(60, "x", &[], &["b"]),
        ])
        .deals(now());
        let dealt = |times, lately| Dealt { times, lately };
        assert_eq!(deals.of("a"), dealt(2, true));
        assert_eq!(deals.of("b"), dealt(1, false));
        assert_eq!(deals.of("c"), Dealt::default());
    }

    #[test]
    fn several_rounds_of_a_session_are_one_time() {
        let logs = [of(1, "x", &[&[&["a", "b"]], &[&["a", "c"]]], &["q"])];
        assert_eq!(history(&logs).times_in_groups("a", now()), 1);
    }

    #[test]
    fn a_person_added_twice_has_both_pasts() {
        let top = tempfile::tempdir().unwrap();
        let disk = crate::disk::RealDisk;
        for (id, more) in [("a", ""), ("b", "same_as = \"a\"\n")] {
            let text =
                format!("format = \"firelight.person/1\"\nid = \"{id}\"\nname = \"A\"\n{more}");
            put(&top.path().join(format!("people/{id}.toml")), &text);
        }
        let roster = crate::roster::read(&disk, top.path());
        let one = roster.canonical("a");
        assert_eq!(one, roster.canonical("b"));
        let history = History::of(&[log(1, &["a", "c"]), log(2, &["b", "c"])], &roster);
        assert_eq!(history.times_in_groups(one, now()), 2);
        assert_eq!(history.rounds(&["c", one]).len(), 2);
    }

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own folder")]
    fn put(path: &Path, text: &str) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn rounds_are_oldest_first_with_only_those_who_are_asked_for() {
        let logs = [
            of(1, "x", &[&[&["a", "b", "z"], &["c", "y"]]], &[]),
            of(
                9,
                "x",
                &[&[&["a", "c"]], &[&["b", "c"]], &[&["y", "z"]]],
                &[],
            ),
        ];
        let wanted: Vec<Round> = vec![vec![vec![0, 2]], vec![vec![1, 2]], vec![vec![0, 1]]];
        assert_eq!(history(&logs).rounds(&["a", "b", "c"]), wanted);
        let [one, other] = logs;
        let turned = [other, one];
        assert_eq!(history(&turned).rounds(&["a", "b", "c"]), wanted);
    }

    #[test]
    fn what_was_dealt_and_held_is_known_newest_first() {
        let logs = [
            of(30, "x", &[], &["q1", "q2"]),
            of(1, "y", &[], &["q1"]),
            of(95, "x", &[], &["q1", "q1"]),
        ];
        let history = history(&logs);
        let days = |it: &Held| (now() - it.started).num_days();
        let dealt: Vec<i64> = history.dealt("q1").map(days).collect();
        assert_eq!(dealt, [1, 30, 95], "once a session");
        assert_eq!(history.dealt("q3").len(), 0);
        assert_eq!(history.held("x").map(days).collect::<Vec<_>>(), [30, 95]);
        assert_eq!(
            times(&history, "x", &["a"]),
            0,
            "nobody knows who sat there"
        );
        let last = history.sessions().next();
        assert_eq!(last.map(|it| it.ritual.as_str()), Some("y"));
    }

    #[test]
    fn whoever_sat_in_the_last_groups_is_known() {
        let logs = [
            of(5, "groups", &[&[&["a", "b"]], &[&["c", "a"]]], &[]),
            of(1, "other", &[&[&["d", "e"]]], &[]),
            of(9, "groups", &[&[&["f", "g"]]], &[]),
        ];
        let history = history(&logs);
        let seated = history.seated_last("groups").unwrap();
        assert_eq!(seated.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(history.seated_last("never"), None);
    }

    #[test]
    fn what_was_passed_over_is_said_by_the_beginning_of_its_name() {
        let mut history = History::default();
        assert_eq!(history.passed_over(), None);
        let name = "20261130T083012Z-breakout-graded-0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e.json";
        history.unread.push(name.to_string());
        insta::assert_snapshot!(history.passed_over().unwrap(), @"A session log, 20261130T083012Z-breakout-grad…, cannot be read and does not count. Why: firelight log check");
        history.unread.push("x\u{1b}.json".to_string());
        insta::assert_snapshot!(history.passed_over().unwrap(), @"2 session logs, 20261130T083012Z-breakout-grad… among them, cannot be read and do not count. Why: firelight log check");
    }
}
