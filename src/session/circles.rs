//! Groups that are more than fours for one round: the same people with roles that go round, all
//! in two circles, and groups that are joined from those before.

use std::collections::BTreeMap;

use crate::ritual::{Groups, Shape, What};

use super::State;
use super::event::Person;

impl State {
    /// The round of groups at hand, from 0.
    pub fn round(&self) -> usize {
        self.course.round
    }

    /// How many rounds the groups at hand have: with roles so many that the first one still comes
    /// to everybody who is here.
    pub fn rounds(&self) -> usize {
        let Some(groups) = self.groups_step() else {
            return 1;
        };
        let (step, round) = (self.course.step, self.course.round);
        let mut formed = self.groups.range((step, 0)..=(step, round));
        let Some((_, formed)) = formed.next_back().filter(|_| self.opening.counted) else {
            let people = if self.opening.counted {
                self.here()
            } else {
                self.opening.ritual.people.best.1
            };
            return self.held_rounds(step, groups.planned_rounds(people));
        };
        let is_here = |it: &&usize| self.people[**it].here;
        let here = || formed.iter().map(|it| it.iter().filter(is_here));
        if groups.shape == Shape::InnerOuter
            && here().filter(|it| it.clone().count() > 0).count() < 2
        {
            return 1;
        }
        let rounds = groups.rounds.unwrap_or_else(|| {
            let waits = |it: &&usize| self.had(step, round, **it, 0) == 0;
            let waiting = here().map(|it| it.filter(waits).count()).max();
            round + waiting.unwrap_or(0).max(1)
        });
        self.held_rounds(step, rounds)
    }

    /// Which of [`State::seats`] is the inner circle now, where there are two.
    pub fn inner_circle(&self) -> Option<usize> {
        let is_circles = self.groups_step()?.shape == Shape::InnerOuter;
        (is_circles && self.groups().len() == 2).then_some(self.course.round % 2)
    }

    /// The role of somebody in this round, as a place in the list of roles; nothing where there are
    /// none, or nobody sits in groups. What one has when the groups begin stays for the round, and
    /// whoever comes meanwhile shares the last one.
    pub fn role(&self, person: &Person) -> Option<usize> {
        let roles = &self.groups_step()?.roles;
        let number = self
            .people
            .iter()
            .position(|it| it.person.id == person.id)?;
        let (step, round) = (self.course.step, self.course.round);
        let last = roles.len().checked_sub(1)?;
        match self.course.open {
            true => Some(
                self.roles
                    .get(&(step, round, number))
                    .copied()
                    .unwrap_or(last),
            ),
            false => self.dealt_roles().get(&number).copied(),
        }
    }

    /// Fixes who has which role in the round that begins.
    pub(super) fn take_roles(&mut self) {
        let (step, round) = (self.course.step, self.course.round);
        let dealt = self.dealt_roles();
        self.roles.retain(|it, _| (it.0, it.1) != (step, round));
        let dealt = dealt.into_iter();
        self.roles
            .extend(dealt.map(|(person, role)| ((step, round, person), role)));
    }

    /// Who has which role in the round at hand: whoever had it least, and of those the next one by
    /// the alphabet. Among people who stay this is a round by the alphabet.
    fn dealt_roles(&self) -> BTreeMap<usize, usize> {
        let n_roles = self.groups_step().map_or(0, |it| it.roles.len());
        let (step, round) = (self.course.step, self.course.round);
        let mut dealt = BTreeMap::new();
        for group in self.groups.get(&(step, round)).into_iter().flatten() {
            let mut people: Vec<usize> = group
                .iter()
                .copied()
                .filter(|&it| self.people[it].here)
                .collect();
            let name = |it: &usize| {
                let name = self.people[*it].person.name.as_ref();
                (name.map(|it| it.as_str().to_lowercase()), *it)
            };
            people.sort_by_key(name);
            let mut from = 0;
            for role in 0..n_roles.min(people.len()) {
                let next = |it: usize| (from + it) % people.len();
                let free = (0..people.len()).map(next);
                let free: Vec<usize> = free
                    .filter(|it| !dealt.contains_key(&people[*it]))
                    .collect();
                if role + 1 == n_roles {
                    dealt.extend(free.into_iter().map(|it| (people[it], role)));
                } else if let Some(chosen) = free
                    .into_iter()
                    .min_by_key(|it| self.had(step, round, people[*it], role))
                {
                    dealt.insert(people[chosen], role);
                    from = chosen + 1;
                }
            }
        }
        dealt
    }

    /// How often somebody had a role before a round.
    fn had(&self, step: usize, round: usize, person: usize, role: usize) -> usize {
        let before = (0..round).filter(|it| self.roles.get(&(step, *it, person)) == Some(&role));
        before.count()
    }

    /// The groups that those at hand are made of, without who left: those of the round before,
    /// where people stay, or of the step before, where groups are joined.
    pub(super) fn groups_made_of(&self) -> Vec<Vec<String>> {
        let (step, round) = (self.course.step, self.course.round);
        let made_of = match self.groups_step() {
            Some(it) if round > 0 && it.stays() => self.groups.range((step, 0)..(step, round)),
            Some(it) if it.merge.is_some() => self.groups.range(..(step, 0)),
            _ => return Vec::new(),
        };
        let Some((_, made_of)) = made_of.into_iter().next_back() else {
            return Vec::new();
        };
        let here = |it: &Vec<usize>| -> Vec<String> {
            let here = it.iter().map(|it| &self.people[*it]).filter(|it| it.here);
            here.map(|it| it.person.id.clone()).collect()
        };
        made_of
            .iter()
            .map(here)
            .filter(|it| !it.is_empty())
            .collect()
    }

    /// Whether the groups at hand are joined from those of a step before.
    pub fn is_joined(&self) -> bool {
        let merges = self.groups_step().is_some_and(|it| it.merge.is_some());
        merges && self.opening.counted && !self.groups_made_of().is_empty()
    }

    /// Seconds that the clock at hand has run, up to the last event.
    pub fn clock_spent(&self) -> i64 {
        self.spent / 1000
    }

    /// Seconds to get to the groups of the round at hand: whoever stays is there already.
    pub(super) fn way_in(&self) -> i64 {
        let stays = self.groups_step().is_some_and(Groups::stays);
        if stays && self.course.round > 0 {
            return 0;
        }
        self.travel(self.course.step)
    }

    /// Whether people go where they like in a step, and nobody knows who is where.
    pub fn is_at_stations(&self) -> bool {
        self.groups_step()
            .is_some_and(|it| it.shape == Shape::Stations)
    }

    /// Whether people stay with those they are with in the groups of a step.
    pub(super) fn stays_in(&self, number: usize) -> bool {
        let step = self.opening.ritual.steps.get(number);
        matches!(step.map(|it| &it.what), Some(What::Groups(it)) if it.stays())
    }
}
