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
mod tests;
