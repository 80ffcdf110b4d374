//! The groups of a round: who sits where, who is placed anew, and how far the round is.
//!
//! Who leaves while groups talk stays in the group they were in, because they met; whoever
//! comes when half of a round has gone sits beside it. Forming and mending groups is asked for
//! from outside ([`super::NeedGroups`]); nothing here draws lots.

use std::collections::BTreeSet;

use crate::ritual::{Groups, Shape, What};

use crate::clock::Stamp;

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
        let mut groups = Vec::new();
        for group in self.seats() {
            let here = group.into_iter().filter(|it| it.here);
            let here: Vec<&Person> = here.map(|it| &it.person).collect();
            groups.extend((!here.is_empty()).then_some(here));
        }
        groups
    }

    /// The same with everybody who sat there since the groups began, so that places stay.
    pub fn seats(&self) -> Vec<Vec<&Present>> {
        let group = |it: &Vec<usize>| it.iter().map(|&it| &self.people[it]).collect();
        self.seated().iter().map(group).collect()
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

    /// How many sat down in each of [`State::seats`]: whoever left on the way did not.
    pub fn sizes(&self) -> Vec<usize> {
        let place = (self.course.step, self.course.round);
        let sat = |it: &&usize| !self.has_turned_back(place, **it);
        let seated = self.seated().iter();
        seated.map(|it| it.iter().filter(sat).count()).collect()
    }

    /// Whether somewhere two go on by themselves where more had sat down.
    pub fn has_new_pairs(&self) -> bool {
        let here = |it: &Vec<&Present>| it.iter().filter(|it| it.here).count();
        let seats = self.seats();
        let mut groups = seats.iter().map(here).zip(self.sizes());
        self.is_talking() && groups.any(|(here, size)| here == 2 && size > 2)
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
        let sizes: BTreeSet<usize> = if groups.shape == Shape::Stations {
            BTreeSet::from([0])
        } else if let Some(inner) = self.inner_circle() {
            BTreeSet::from([self.groups()[inner].len()])
        } else if self.seated().is_empty() || self.is_unsorted() {
            groups.size.iter().copied().collect()
        } else {
            let seats = self.seats().into_iter().zip(self.sizes());
            let seats = seats.filter(|(it, _)| it.iter().any(|it| it.here));
            seats.map(|it| it.1).collect()
        };
        let (whole, adjusted) = match self.clock.filter(|_| self.course.open) {
            Some(_) if self.is_together() => (self.talk, [].as_slice()),
            Some(clock) => (clock, self.adjusted.as_slice()),
            None => (self.plan().talk, [].as_slice()),
        };
        let clock = Clock {
            whole,
            way_in: self.way_in(),
            way_back: match self.course.open {
                true => self.way_back,
                false => self.way_to_leave(),
            },
            pace: self.opening.pace,
            adjusted,
        };
        let track = |&size: &usize| schedule::track(groups, size, &clock);
        sizes.iter().map(track).collect()
    }

    /// Seconds from `now` until the groups of this round are back; 0 where there are none.
    pub fn until_back(&self, now: Stamp) -> i64 {
        let plan = self.plan();
        let since = if self.held {
            0
        } else {
            (now - self.now).num_seconds().max(0)
        };
        if self.is_together() {
            return (self.talk - self.talked / 1000 - since).max(0);
        }
        let clock = (plan.clock - self.spent / 1000 - since).max(0);
        match plan.talk {
            0 => 0,
            _ if self.course.open => clock,
            _ => clock + self.to_talk(),
        }
    }

    /// Seconds from `now` until whoever leads calls the groups of this round: the way back is theirs.
    pub fn until_called(&self, now: Stamp) -> i64 {
        self.until_back(now) - self.way_back
    }

    /// Seconds that the groups of this round will have, with the ways; those that went back to
    /// before they began have what was left of it.
    fn to_talk(&self) -> i64 {
        let mut begun = self.clone();
        begun.open_rooms();
        begun.set_clock();
        let (clock, spent) = match begun.is_together() {
            true => (begun.talk, begun.talked),
            false => (begun.plan().clock, begun.spent),
        };
        (clock - spent / 1000).max(0)
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
        self.course.round + 1 >= self.rounds()
    }

    /// Seconds to get back from the groups of the round at hand: between rounds nobody does.
    pub(super) fn way_to_leave(&self) -> i64 {
        if self.is_last_round() {
            self.travel(self.course.step)
        } else {
            0
        }
    }

    /// Whether groups are to be formed or mended now.
    pub(super) fn wants_groups(&self) -> bool {
        let place = (self.course.step, self.course.round);
        self.opening.counted
            && self.groups_step().is_some()
            && !self.is_at_stations()
            && self.placed().next().is_some()
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
            made_of: self.groups_made_of(),
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

    /// Seats people as `groups` says. Groups keep their places, so that rooms keep their names;
    /// who left while talking stays with those who were in the same group.
    pub(super) fn seat(&mut self, step: usize, round: usize, groups: &[Vec<String>]) {
        let place = |id: &String| self.people.iter().position(|it| it.person.id == *id);
        let group = |it: &Vec<String>| it.iter().filter_map(place).collect::<Vec<_>>();
        let mut new: Vec<Vec<usize>> = groups.iter().map(group).collect();
        let old = self.seated();
        let mut pairs = Vec::new();
        for (from, old) in old.iter().enumerate() {
            for (to, new) in new.iter().enumerate() {
                let shared = new.iter().filter(|it| old.contains(it)).count();
                pairs.extend((shared > 0).then_some((shared, from, to)));
            }
        }
        pairs.sort_by_key(|&(shared, from, to)| (usize::MAX - shared, from, to));
        let mut seated: Vec<Option<Vec<usize>>> = vec![None; old.len()];
        for (_, from, to) in pairs {
            if seated[from].is_none() && !new[to].is_empty() {
                seated[from] = Some(std::mem::take(&mut new[to]));
            }
        }
        if self.course.open {
            for (seated, old) in seated.iter_mut().zip(old) {
                let gone = old.iter().filter(|&&it| !self.people[it].here);
                seated.get_or_insert_default().extend(gone);
            }
        }
        let seated = seated.into_iter().flatten();
        let rest = new.into_iter().filter(|it| !it.is_empty());
        let seated = seated.chain(rest).collect();
        self.groups.insert((step, round), seated);
        self.course.settled = true;
    }

    /// Finds out where somebody who came sits: in a group, or beside the round when half of it
    /// has gone: who comes into a talk that late only hears its end.
    pub(super) fn make_place(&mut self, id: &str) {
        let Some(number) = self.people.iter().position(|it| it.person.id == id) else {
            return;
        };
        if self.groups_step().is_none() || self.is_at_stations() {
            return;
        }
        if self.is_together() {
            self.sit_together();
            return;
        }
        // Whoever comes back finds the others of the group; or nobody, and then goes elsewhere.
        let place = (self.course.step, self.course.round);
        self.turned_back.remove(&(place.0, place.1, number));
        let seat = self.seated().iter().find(|it| it.contains(&number));
        if let Some(seat) = seat {
            let is_other = |it: &&usize| **it != number && self.people[**it].here;
            self.course.settled &= seat.iter().any(|it| is_other(&it));
            return;
        }
        let clock = self.plan().clock * 1000;
        // In the outer circle there is always a place.
        let is_closed = self.course.open && self.inner_circle().is_none();
        if is_closed && self.spent * 2 >= clock {
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
        let on_the_way = self.spent < self.way_in() * 1000;
        if self.is_talking() && on_the_way {
            let place = (self.course.step, self.course.round, number);
            self.turned_back.insert(place);
        }
        let group = self.seated().iter().find(|it| it.contains(&number));
        let stay = group.map(|it| it.iter().filter(|&&it| self.people[it].here).count());
        if self.is_together() {
            self.sit_together();
            return;
        }
        if !self.course.open || (stay == Some(1) && self.placed().count() > 1) {
            self.course.settled = false;
        }
    }

    pub(super) fn close_rooms(&mut self) {
        self.course.open = false;
        self.course.inner = None;
        self.course.settled = false;
        self.course.beside.clear();
    }

    /// The groups of the round at hand, with those who left while they talked.
    fn seated(&self) -> &[Vec<usize>] {
        let place = (self.course.step, self.course.round);
        self.groups.get(&place).map_or(&[], Vec::as_slice)
    }

    pub(super) fn has_turned_back(&self, (step, round): (usize, usize), person: usize) -> bool {
        self.turned_back.contains(&(step, round, person))
    }

    /// Everybody who is to sit in a group of this round.
    fn placed(&self) -> impl Iterator<Item = usize> {
        let here = (0..self.people.len()).filter(|&it| self.people[it].here);
        here.filter(|it| !self.course.beside.contains(it) && !self.is_outside(*it))
    }

    /// Whether somebody stays out of the groups of this round. Where one person alone would be in
    /// them, nobody does.
    pub(super) fn is_outside(&self, number: usize) -> bool {
        let is_in = |it: &usize| {
            self.people[*it].here && !self.outside.contains(it) && !self.course.beside.contains(it)
        };
        self.outside.contains(&number) && (0..self.people.len()).filter(is_in).count() > 1
    }
}

#[cfg(test)]
mod tests;
