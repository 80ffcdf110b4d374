//! The groups of a round: who sits where, who is placed anew, and how far the round is.
//!
//! Who leaves while groups talk stays in the group they were in, because they met; whoever
//! comes when half of a round has gone sits beside it. Forming and mending groups is asked for
//! from outside ([`super::NeedGroups`]); nothing here draws lots.

use std::collections::BTreeSet;

use crate::ritual::{Groups, What};

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
        let sizes: BTreeSet<usize> = if self.seated().is_empty() || self.is_unsorted() {
            groups.size.iter().copied().collect()
        } else {
            let seats = self.seats().into_iter().zip(self.sizes());
            let seats = seats.filter(|(it, _)| it.iter().any(|it| it.here));
            seats.map(|it| it.1).collect()
        };
        let travel = self.travel(self.course.step);
        let (whole, adjusted) = match self.clock.filter(|_| self.course.open) {
            Some(_) if self.is_together() => (self.talk, [].as_slice()),
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
            .is_none_or(|it| self.course.round + 1 >= self.rounds(self.course.step, it.rounds))
    }

    /// Whether groups are to be formed or mended now.
    pub(super) fn wants_groups(&self) -> bool {
        let place = (self.course.step, self.course.round);
        self.opening.counted
            && self.groups_step().is_some()
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
    /// has gone (`method.md` §1.0.6).
    pub(super) fn make_place(&mut self, id: &str) {
        let Some(number) = self.people.iter().position(|it| it.person.id == id) else {
            return;
        };
        if self.groups_step().is_none() {
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
        let on_the_way = self.spent < self.travel(self.course.step) * 1000;
        if self.is_talking() && on_the_way {
            let place = (self.course.step, self.course.round, number);
            self.turned_back.insert(place);
        }
        let group = self.seated().iter().find(|it| it.contains(&number));
        let stay = group.map(|it| it.iter().filter(|&&it| self.people[it].here).count());
        if self.is_together() {
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
        let is_out = |it: &usize| self.course.beside.contains(it) || self.outside.contains(it);
        here.filter(move |it| !is_out(it))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::keep;
    use crate::ritual::read::tests::{clean, with_steps};
    use crate::session::event::{Event, FORMAT, Opening, Stamped};
    use crate::session::{Next, apply, next};

    const BREAKOUT: &str = "[[step]]\nkind = \"groups\"\nfor = \"10m\"\nrounds = 2\ntravel = \"60s\"\n[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n";

    struct Evening {
        state: State,
        seconds: i64,
    }

    fn person(name: &str, remote: bool) -> Person {
        Person {
            id: name.to_lowercase(),
            name: keep::name(name),
            remote,
            tags: Vec::new(),
        }
    }

    impl Evening {
        fn of(people: &[&str]) -> Self {
            let mut ritual = clean("a", &with_steps(BREAKOUT));
            ritual.steps.retain(|it| matches!(it.what, What::Groups(_)));
            let opening = Opening {
                format: FORMAT.to_string(),
                id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".to_string(),
                started: DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap(),
                zone: "Europe/Berlin".to_string(),
                mode: crate::ritual::Mode::Room,
                counted: true,
                people: people.iter().map(|it| person(it, false)).collect(),
                minutes: 60,
                pace: 100,
                team: "/team".to_string(),
                ritual,
            };
            Self {
                state: State::begin(opening),
                seconds: 0,
            }
        }

        /// Lets so many seconds pass, and then something happen.
        fn then(&mut self, seconds: i64, event: Event) -> bool {
            self.seconds += seconds;
            let at = self.state.opening().started + TimeDelta::seconds(self.seconds);
            apply(&mut self.state, &Stamped { at, event }).is_ok()
        }

        fn seat(&mut self, groups: &[&[&str]]) -> bool {
            let Next::NeedGroups(need) = next(&self.state) else {
                return false;
            };
            let group = |it: &&[&str]| it.iter().map(|it| it.to_string()).collect();
            let event = Event::Groups {
                step: need.step,
                round: need.round,
                groups: groups.iter().map(group).collect(),
            };
            self.then(0, event)
        }

        fn seated(&self) -> String {
            let groups = self.state.groups();
            let names =
                |it: &Vec<&Person>| -> Vec<String> { it.iter().map(|it| it.id.clone()).collect() };
            let groups = groups.iter().map(|it| names(it).join(" "));
            groups.collect::<Vec<_>>().join(" | ")
        }

        fn logged(&self) -> Vec<Vec<Vec<String>>> {
            let log = self.state.log();
            log.steps[0]
                .rounds
                .iter()
                .map(|it| it.groups.clone())
                .collect()
        }
    }

    #[test]
    fn who_comes_in_the_first_half_is_seated_and_later_waits_for_the_next_round() {
        let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
        assert!(
            !evening.then(0, Event::RoomsOpen {}),
            "nobody is seated yet"
        );
        assert!(
            !evening.seat(&[&["a", "b", "c"], &["d", "e"]]),
            "f is missing"
        );
        assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
        assert!(
            !evening.then(0, Event::StepOver {}),
            "the rooms are not open"
        );
        assert!(evening.then(9, Event::RoomsOpen {}));
        // Ten minutes and one on the way.
        assert_eq!(evening.state.until_back(evening.state.now()), 660);

        assert!(evening.then(300, Event::Joined(person("U", false))));
        assert!(evening.seat(&[&["a", "b", "c", "u"], &["d", "e", "f"]]));
        assert!(evening.then(60, Event::Joined(person("V", false))));
        assert!(matches!(next(&evening.state), Next::Show(_)));
        let beside: Vec<&str> = evening.state.beside().map(|it| it.id.as_str()).collect();
        assert_eq!(beside, ["v"]);
        assert!(evening.then(300, Event::StepOver {}));
        let Next::NeedGroups(need) = next(&evening.state) else {
            panic!("a second round needs groups");
        };
        assert_eq!(
            (need.round, need.people.len(), need.before.len()),
            (1, 8, 0)
        );
        assert_eq!(evening.state.rounds_before().len(), 1);
    }

    #[test]
    fn who_leaves_while_talking_has_met_the_others_and_nobody_stays_alone() {
        let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
        assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
        assert!(evening.then(0, Event::RoomsOpen {}));
        assert!(evening.then(60, Event::Gone { id: "a".into() }));
        assert!(
            matches!(next(&evening.state), Next::Show(_)),
            "two may talk"
        );
        assert!(evening.then(60, Event::Gone { id: "b".into() }));
        let Next::NeedGroups(need) = next(&evening.state) else {
            panic!("c is alone");
        };
        assert!(need.talking);
        assert_eq!(need.before, [vec!["c"], vec!["d", "e", "f"]]);
        assert!(evening.seat(&[&["d", "e", "f", "c"]]));
        assert_eq!(evening.seated(), "d e f c");
        // Those who left met each other, and not those whom the last of them went to.
        assert_eq!(
            evening.logged(),
            [[vec!["a", "b"], vec!["c", "d", "e", "f"]]]
        );
        // The room of those who left keeps its place, so that the other one keeps its name.
        assert_eq!(evening.state.seats().len(), 2);
    }

    #[test]
    fn before_the_rooms_open_whoever_leaves_was_in_no_group() {
        let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
        assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
        assert!(evening.then(5, Event::Gone { id: "a".into() }));
        assert!(evening.then(
            5,
            Event::Moved {
                id: "b".into(),
                remote: true
            }
        ));
        assert!(evening.seat(&[&["b", "c"], &["d", "e", "f"]]));
        assert_eq!(evening.logged(), Vec::<Vec<Vec<String>>>::new());
        assert!(evening.then(5, Event::RoomsOpen {}));
        assert_eq!(evening.logged(), [[vec!["b", "c"], vec!["d", "e", "f"]]]);
        // Back before the rooms opened: the list stays, and is looked at once more.
        assert!(evening.then(5, Event::Back {}));
        assert!(matches!(next(&evening.state), Next::NeedGroups(_)));
        assert!(evening.seat(&[&["b", "c"], &["d", "e", "f"]]));
        assert!(matches!(next(&evening.state), Next::Show(show) if show.opens));
    }

    /// Of how many people each line of time is.
    fn sizes(evening: &Evening) -> Vec<usize> {
        evening.state.tracks().iter().map(|it| it.size).collect()
    }

    #[test]
    fn who_leaves_on_the_way_never_sat_there_and_a_pair_has_its_own_time() {
        let mut evening = Evening::of(&["a", "b", "c", "d", "e", "f"]);
        assert!(evening.seat(&[&["a", "b", "c"], &["d", "e", "f"]]));
        assert!(evening.then(0, Event::RoomsOpen {}));
        assert!(evening.then(30, Event::Gone { id: "a".into() }));
        assert_eq!(sizes(&evening), [2, 3]);
        assert_eq!(evening.state.sizes(), [2, 3]);
        assert!(!evening.state.has_new_pairs());
        let pair = &evening.state.tracks()[0];
        assert_eq!(pair.each, Some(300));
        assert_eq!(evening.logged(), [[vec!["b", "c"], vec!["d", "e", "f"]]]);
        // Whoever turns round once more sits down after all.
        assert!(evening.then(20, Event::Joined(person("A", false))));
        assert_eq!(sizes(&evening), [3]);
        // Once they talk, a turn that has begun keeps its length, and those who met have met.
        assert!(evening.then(60, Event::Gone { id: "a".into() }));
        assert_eq!(sizes(&evening), [3]);
        assert!(evening.state.has_new_pairs());
        assert_eq!(
            evening.logged(),
            [[vec!["a", "b", "c"], vec!["d", "e", "f"]]]
        );
    }

    #[test]
    fn all_in_one_group_have_turns_within_the_time_to_talk() {
        let mut three = Evening::of(&["a", "b", "c"]);
        assert!(three.seat(&[&["a", "b", "c"]]));
        assert!(three.then(0, Event::RoomsOpen {}));
        let Next::NeedOrder { step, people } = next(&three.state) else {
            panic!("an order is drawn");
        };
        assert!(three.then(0, Event::Order { step, people }));
        let shown = |evening: &Evening| match next(&evening.state) {
            Next::Show(show) => (show.turn.unwrap().person, show.of),
            _ => panic!("a turn is shown"),
        };
        assert_eq!(shown(&three), ("a".to_string(), 200));
        assert!(!three.then(0, Event::StepOver {}), "somebody has the turn");
        assert!(three.then(100, Event::TurnOver {}));
        assert_eq!(shown(&three), ("b".to_string(), 250));
        assert_eq!(three.state.until_back(three.state.now()), 500);
        // Whoever comes has a turn as well, and nobody is seated anew.
        assert!(three.then(0, Event::Joined(person("D", false))));
        assert!(three.then(200, Event::TurnOver {}));
        assert_eq!(shown(&three), ("c".to_string(), 150));
        assert!(three.then(0, Event::Back {}));
        assert_eq!(shown(&three).0, "b");
        for _ in 0..3 {
            assert!(three.then(10, Event::TurnOver {}));
        }
        // The second round of groups is formed of all.
        assert!(matches!(next(&three.state), Next::NeedGroups(need) if need.round == 1));
        assert_eq!(three.logged(), [[["a", "b", "c", "d"]]]);
    }

    #[test]
    fn one_person_has_no_groups_and_two_need_no_way() {
        let alone = Evening::of(&["a"]);
        assert!(matches!(next(&alone.state), Next::LeaveOut { .. }));
        let mut two = Evening::of(&["a", "b"]);
        assert!(two.seat(&[&["a", "b"]]));
        assert!(two.then(0, Event::RoomsOpen {}));
        assert_eq!(two.state.until_back(two.state.now()), 600);
    }

    #[test]
    fn who_comes_back_to_an_empty_room_goes_to_others() {
        let mut evening = Evening::of(&["a", "b", "c", "d", "e"]);
        assert!(evening.seat(&[&["a", "b"], &["c", "d", "e"]]));
        assert!(evening.then(0, Event::RoomsOpen {}));
        assert!(evening.then(9, Event::Gone { id: "a".into() }));
        assert!(evening.seat(&[&["c", "d", "e", "b"]]));
        assert!(evening.then(9, Event::Joined(person("A", false))));
        assert!(matches!(next(&evening.state), Next::NeedGroups(_)));
        assert!(evening.seat(&[&["c", "d", "e", "b", "a"]]));
        // One who comes back to others who are still there just sits down again.
        assert!(evening.then(9, Event::Gone { id: "c".into() }));
        assert!(evening.then(9, Event::Joined(person("C", false))));
        assert!(matches!(next(&evening.state), Next::Show(_)));
    }

    #[test]
    fn a_pair_that_talked_has_met_although_one_left() {
        let mut two = Evening::of(&["a", "b"]);
        assert!(two.seat(&[&["a", "b"]]));
        assert!(two.then(0, Event::RoomsOpen {}));
        assert!(two.then(60, Event::Gone { id: "a".into() }));
        assert!(!matches!(next(&two.state), Next::LeaveOut { .. }));
        assert_eq!(two.logged(), [[["a", "b"]]]);
    }

    #[test]
    fn until_all_are_back_counts_on_while_the_clock_runs_and_not_while_it_is_held() {
        let mut two = Evening::of(&["a", "b"]);
        assert!(two.seat(&[&["a", "b"]]));
        assert!(two.then(0, Event::RoomsOpen {}));
        let later = two.state.now() + TimeDelta::seconds(90);
        assert_eq!(two.state.until_back(later), 510);
        assert!(two.then(30, Event::Hold {}));
        let later = two.state.now() + TimeDelta::seconds(90);
        assert_eq!(two.state.until_back(later), 570);
    }

    #[test]
    fn where_all_have_gone_to_screens_nobody_looks_for_a_table() {
        let mut two = Evening::of(&["a", "b"]);
        for id in ["a", "b"] {
            let id = id.to_string();
            assert!(two.then(0, Event::Moved { id, remote: true }));
        }
        assert_eq!(two.state.mode(), crate::ritual::Mode::Remote);
    }
}
