//! The groups of a round: who sits where, who is placed anew, and how far the round is.
//!
//! Who leaves while groups talk stays in the group they were in, because they met; whoever
//! comes when half of a round has gone sits beside it. Forming and mending groups is asked for
//! from outside ([`super::NeedGroups`]); nothing here draws lots.

use std::collections::BTreeSet;

use crate::ritual::{Groups, What};

use super::event::Person;
use super::next::NeedGroups;
use super::schedule::{self, Clock, Track};
use super::{Present, State};

impl State {
    /// The `groups` step at hand.
    pub fn groups_step(&self) -> Option<&Groups> {
        match &self.step()?.what {
            What::Groups(groups) => Some(groups),
            _ => None,
        }
    }

    /// Whether groups talk now.
    pub fn is_talking(&self) -> bool {
        self.course.open && self.groups_step().is_some()
    }

    /// The groups of the round at hand, without those who left. Empty where nobody is counted.
    pub fn groups(&self) -> Vec<Vec<&Person>> {
        let here = |it: &&usize| self.people[**it].here;
        let group = |it: &Vec<usize>| {
            let people = it.iter().filter(here).map(|&it| &self.people[it].person);
            people.collect::<Vec<_>>()
        };
        let groups = self.seated().iter().map(group);
        groups.filter(|it| !it.is_empty()).collect()
    }

    /// The groups of all rounds before the one at hand, as ids, oldest first.
    pub fn rounds_before(&self) -> Vec<Vec<Vec<String>>> {
        let id = |it: &usize| self.people[*it].person.id.clone();
        let group = |it: &Vec<usize>| it.iter().map(id).collect::<Vec<_>>();
        let rounds = self.groups.range(..(self.course.step, self.course.round));
        rounds
            .map(|(_, groups)| groups.iter().map(group).collect())
            .collect()
    }

    /// Who came when half of the round had gone, and sits beside it.
    pub fn beside(&self) -> impl Iterator<Item = &Person> {
        let beside = self.course.beside.iter().map(|&it| &self.people[it]);
        beside.filter(|it| it.here).map(|it| &it.person)
    }

    /// What groups of each size do when, on the clock of this round: as planned until they talk.
    pub fn tracks(&self) -> Vec<Track> {
        let Some(groups) = self.groups_step() else {
            return Vec::new();
        };
        let sizes: BTreeSet<usize> = if self.seated().is_empty() {
            groups.size.iter().copied().collect()
        } else {
            self.seated().iter().map(Vec::len).collect()
        };
        let travel = self.travel(self.course.step);
        let (whole, adjusted) = match self.clock.filter(|_| self.course.open) {
            Some(clock) => (clock, self.adjusted.as_slice()),
            None => (self.plan().talk, [].as_slice()),
        };
        let clock = Clock {
            whole,
            way_in: travel,
            way_back: if self.is_last_round() { travel } else { 0 },
            pace: self.opening.pace,
            adjusted,
        };
        let track = |&size: &usize| schedule::track(groups, size, &clock);
        sizes.iter().map(track).collect()
    }

    /// Seconds until the groups of this round are back; 0 where there are none.
    pub fn until_back(&self) -> i64 {
        let plan = self.plan();
        let clock = (plan.clock - self.spent / 1000).max(0);
        match plan.talk {
            0 => 0,
            _ if self.course.open => clock,
            talk => clock + talk,
        }
    }

    /// Seconds to get to the rooms of a step, and again back: none where all stay together.
    pub(super) fn travel(&self, number: usize) -> i64 {
        let Some(What::Groups(groups)) = self.opening.ritual.steps.get(number).map(|it| &it.what)
        else {
            return 0;
        };
        let formed = self.groups.range((number, 0)..(number + 1, 0)).next_back();
        let is_one = match formed {
            Some((_, groups)) => groups.len() == 1,
            None => self.opening.counted && self.here() <= groups.most(),
        };
        if is_one { 0 } else { groups.travel }
    }

    /// Whether the round at hand waits to be opened.
    pub(super) fn may_open(&self) -> bool {
        self.groups_step().is_some() && !self.course.open
    }

    /// Whether the round at hand is the last one of its step.
    pub(super) fn is_last_round(&self) -> bool {
        self.groups_step()
            .is_none_or(|it| self.course.round + 1 >= it.rounds)
    }

    /// Whether groups are to be formed or mended now.
    pub(super) fn wants_groups(&self) -> bool {
        let place = (self.course.step, self.course.round);
        self.opening.counted
            && self.groups_step().is_some()
            && (!self.course.settled || !self.groups.contains_key(&place))
    }

    pub(super) fn needed_groups(&self) -> NeedGroups {
        let id = |it: &Present| it.person.id.clone();
        let groups = self.groups();
        NeedGroups {
            step: self.course.step,
            round: self.course.round,
            people: self.placed().map(|it| id(&self.people[it])).collect(),
            before: groups
                .iter()
                .map(|it| it.iter().map(|it| it.id.clone()).collect())
                .collect(),
            talking: self.course.open,
        }
    }

    /// Whether these ids are groups of exactly those who are to sit in some.
    pub(super) fn can_be_groups(&self, groups: &[Vec<String>]) -> bool {
        let mut ids: Vec<&String> = groups.iter().flatten().collect();
        ids.sort_unstable();
        let mut placed: Vec<&String> = self.placed().map(|it| &self.people[it].person.id).collect();
        placed.sort_unstable();
        ids == placed && groups.iter().all(|it| !it.is_empty())
    }

    /// Seats people as `groups` says. Who left while talking stays with most of their group.
    pub(super) fn seat(&mut self, step: usize, round: usize, groups: &[Vec<String>]) {
        let place = |id: &String| self.people.iter().position(|it| it.person.id == *id);
        let group = |it: &Vec<String>| it.iter().filter_map(place).collect::<Vec<_>>();
        let mut seated: Vec<Vec<usize>> = groups.iter().map(group).collect();
        if self.course.open {
            for old in self.seated() {
                let gone = old.iter().filter(|&&it| !self.people[it].here);
                let gone: Vec<usize> = gone.copied().collect();
                let shared = |it: &Vec<usize>| it.iter().filter(|it| old.contains(it)).count();
                match seated.iter_mut().max_by_key(|it| shared(it)) {
                    Some(it) if shared(it) > 0 => it.extend(gone),
                    _ => {}
                }
            }
        }
        self.groups.insert((step, round), seated);
        self.course.settled = true;
    }

    /// Finds out where somebody who came sits: in a group, or beside the round when half of it
    /// has gone (`method.md` §1.0.6).
    pub(super) fn make_place(&mut self, id: &str) {
        let Some(number) = self.people.iter().position(|it| it.person.id == id) else {
            return;
        };
        if self.groups_step().is_none() || self.seated().iter().flatten().any(|&it| it == number) {
            return;
        }
        let clock = self.clock.unwrap_or(0) * 1000;
        if self.course.open && self.spent * 2 >= clock {
            if !self.course.beside.contains(&number) {
                self.course.beside.push(number);
            }
        } else {
            self.course.settled = false;
        }
    }

    /// Somebody has left: groups that have not begun are made right, and nobody is left alone in one.
    pub(super) fn leave_place(&mut self, number: usize) {
        self.course.beside.retain(|&it| it != number);
        let group = self.seated().iter().find(|it| it.contains(&number));
        let stay = group.map(|it| it.iter().filter(|&&it| self.people[it].here).count());
        if !self.course.open || stay == Some(1) {
            self.course.settled = false;
        }
    }

    pub(super) fn close_rooms(&mut self) {
        self.course.open = false;
        self.course.settled = false;
        self.course.beside.clear();
    }

    /// The groups of the round at hand, with those who left while they talked.
    fn seated(&self) -> &[Vec<usize>] {
        let place = (self.course.step, self.course.round);
        self.groups.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Everybody who is to sit in a group of this round.
    fn placed(&self) -> impl Iterator<Item = usize> {
        let here = (0..self.people.len()).filter(|&it| self.people[it].here);
        here.filter(|it| !self.course.beside.contains(it))
    }
}
