//! The log of a session: what is left of it for the team, a pure function of its journal.
//!
//! No names, no turns, nobody's time: steps as planned and as they were, what was dealt as a
//! set, and what people agreed to keep, which passes through [`keep`] once more on its way.

use std::collections::BTreeMap;

use crate::keep::{self, Place};
use crate::logs;
use crate::ritual::{Level, Seconds, What};

use super::State;
use super::wishes::NOT_NEEDED;

impl State {
    /// The log of all that has happened up to the last event.
    pub fn log(&self) -> logs::Log {
        let opening = &self.opening;
        let ritual = &opening.ritual;
        let mut kept: Vec<logs::Kept> = self
            .kept
            .iter()
            .filter_map(|it| {
                Some(logs::Kept {
                    form: it.form.clone(),
                    text: keep::text(it.class, Place::Log, it.text.as_str())?,
                })
            })
            .collect();
        // The order in which things were said could tell who said them.
        kept.sort_by(|a, b| (&a.text, &a.form).cmp(&(&b.text, &b.form)));
        logs::Log {
            format: logs::FORMAT.to_string(),
            id: opening.id.clone(),
            ritual: logs::Held {
                id: ritual.id.clone(),
                title: ritual.title.clone(),
                hash: ritual.hash.clone(),
                family: ritual.family.word().to_string(),
            },
            started: opening.started,
            ended: Some(self.now),
            zone: opening.zone.clone(),
            mode: opening.mode.word().to_string(),
            finished: self.step().is_none() && !self.course.ended_early,
            ceiling: self.ceiling().word().to_string(),
            steps: (0..ritual.steps.len())
                .map(|it| self.logged_step(it))
                .collect(),
            kept,
            counts: self.logged_counts(),
        }
    }

    /// What came of choices, by the step's id, or else its place.
    fn logged_counts(&self) -> BTreeMap<String, logs::Count> {
        let steps = &self.opening.ritual.steps;
        let counts = self.counts.iter().filter_map(|(number, total)| {
            let id = steps[*number].id.clone();
            let count = logs::Count {
                n: total.n()?,
                mean: total.mean(),
                chosen: total.chosen().map(<[String]>::to_vec),
                agreed: total.agreed(),
            };
            Some((id.unwrap_or_else(|| format!("step-{}", number + 1)), count))
        });
        counts.collect()
    }

    /// The deepest level that could be dealt.
    fn ceiling(&self) -> Level {
        let ritual = &self.opening.ritual;
        let deals = ritual.steps.iter().filter_map(|it| it.deal()?.ceiling);
        let deepest = deals.max().unwrap_or(ritual.ceiling);
        ritual.ceiling.min(deepest)
    }

    fn logged_step(&self, number: usize) -> logs::Step {
        let step = &self.opening.ritual.steps[number];
        let kind = step.what.word().to_string();
        // Whether anybody took a turn by their own wish, and how many, is in no log.
        let waits = !step.without.is_empty() || !step.after_turns.is_empty();
        let by_wish = matches!(&step.what, What::Turns(turns) if turns.is_by_wish());
        if let Some(reason) = self.why_left_out(number) {
            return logs::Step {
                kind,
                left_out: Some(reason.to_string()).filter(|it| it != NOT_NEEDED),
                // Of several rounds some may have been held: those people have met.
                rounds: self.logged_rounds(number),
                ..logs::Step::default()
            };
        }
        let cards = self.hands.get(&number).map(|it| it.laid.as_slice());
        let dealt = cards.unwrap_or_default().iter().map(|it| logs::Dealt {
            id: it.id.clone(),
            text: it.text.clone(),
            level: it.level,
        });
        let mut dealt: Vec<logs::Dealt> = dealt.collect();
        dealt.sort_by(|a, b| a.id.cmp(&b.id));
        logs::Step {
            kind,
            planned_minutes: (!waits).then(|| minutes(self.planned[number] * 1000)),
            actual_minutes: (!waits && !by_wish).then(|| minutes(self.actual[number])),
            dealt,
            rounds: self.logged_rounds(number),
            ..logs::Step::default()
        }
    }

    /// Who sat together in each round that was held; nothing where people have no names, whose
    /// ids are gone tomorrow.
    fn logged_rounds(&self, number: usize) -> Vec<logs::Round> {
        let is_behind = |round: usize| {
            (number, round) < (self.course.step, self.course.round)
                || (self.course.open && (number, round) == (self.course.step, self.course.round))
        };
        let person = |it: &usize| &self.people[*it].person;
        // Whoever left on the way met nobody.
        let met = |place: &(usize, usize), group: &Vec<usize>| -> Vec<usize> {
            let group = group.iter().copied();
            group
                .filter(|&it| !self.has_turned_back(*place, it))
                .collect()
        };
        let rounds = self.groups.range((number, 0)..(number + 1, 0));
        let rounds = rounds.filter(|((_, round), _)| is_behind(*round));
        let round = |groups: &Vec<Vec<usize>>| {
            let named =
                |it: &&Vec<usize>| it.len() > 1 && it.iter().any(|it| person(it).name.is_some());
            let ids = |group: &Vec<usize>| {
                let mut ids: Vec<String> = group.iter().map(|it| person(it).id.clone()).collect();
                ids.sort_unstable();
                ids
            };
            let mut groups: Vec<Vec<String>> = groups.iter().filter(named).map(ids).collect();
            groups.sort_unstable();
            logs::Round { groups }
        };
        let rounds = rounds.map(|(place, groups)| -> Vec<Vec<usize>> {
            groups.iter().map(|it| met(place, it)).collect()
        });
        let mut rounds: Vec<Vec<Vec<usize>>> = rounds.collect();
        if self.stays_in(number) {
            only_largest(&mut rounds);
        }
        let rounds = rounds.iter().map(round);
        rounds.filter(|it| !it.groups.is_empty()).collect()
    }
}

/// Whoever stays with the same people round after round has met them once: groups that are within
/// another one go.
fn only_largest(rounds: &mut [Vec<Vec<usize>>]) {
    let all: Vec<(usize, Vec<usize>)> = (0..)
        .zip(rounds.iter())
        .flat_map(|(round, groups)| groups.iter().map(move |it| (round, it.clone())))
        .collect();
    for (round, groups) in rounds.iter_mut().enumerate() {
        groups.retain(|group| {
            !all.iter().any(|(at, other)| {
                let is_within = group.iter().all(|it| other.contains(it));
                let is_larger = other.len() > group.len();
                is_within && (is_larger || (*at < round && other.len() == group.len()))
            })
        });
    }
}

/// Minutes of a step that are published at most: a day. More says only that a clock was set
/// anew meanwhile.
const LONGEST: f64 = 1_440.0;

/// Minutes to one decimal: finer times could tell people apart.
fn minutes(millis: Seconds) -> f64 {
    ((millis as f64 / 6_000.0).round() / 10.0).clamp(0.0, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_have_one_decimal_and_end_with_the_day() {
        assert_eq!(minutes(89_999), 1.5);
        // A computer that began in 1970 learnt the time in the middle of a step.
        assert_eq!(minutes(1_790_000_000_000), LONGEST);
        assert_eq!(minutes(-1), 0.0);
    }
}
