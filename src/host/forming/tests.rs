//! Any groups of any shape, with people who come, go and move: what must hold always.

use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;

use super::*;
use crate::keep;
use crate::ritual::Mode;
use crate::ritual::read::tests::{clean, with_steps};
use crate::session::event::{Card, FORMAT, Opening, Stamped};
use crate::session::{Next, apply, next};

const SHAPES: [&str; 10] = [
    "size = 3",
    "rounds = 3",
    "shape = \"pairs\"\nrounds = 3",
    "shape = \"pairs\"\nmix = \"dept\"",
    "roles = [\"speaks\", \"listens\", \"watches\"]",
    "shape = \"pairs\"\nroles = [\"asks\", \"tells\"]\nrounds = 4",
    "shape = \"inner-outer\"",
    "shape = \"stations\"",
    "merge = 4",
    "merge = 6",
];

/// A ritual of two groups steps and a close.
fn ritual(shapes: [usize; 2], inner: [bool; 2], travel: bool) -> crate::ritual::Ritual {
    let step = |at: usize| {
        let mut step = format!(
            "[[step]]\nkind = \"groups\"\nfor = \"6m\"\n{}\n",
            SHAPES[shapes[at]]
        );
        if travel {
            step += "travel = \"30s\"\n";
        }
        if inner[at] || shapes[at] == 7 {
            step += "[[step.steps]]\nkind = \"deal\"\nbank = \"core\"\nhand = 4\nthink = \"20s\"\n";
        }
        step += "[[step.steps]]\nkind = \"solo\"\ndo = \"think\"\nfor = \"20s\"\n";
        step += match shapes[at] {
            7 => "[[step.steps]]\nkind = \"open\"\nfor = \"2m\"\n",
            _ => "[[step.steps]]\nkind = \"turns\"\neach = \"auto\"\n",
        };
        step + "[[step.steps]]\nkind = \"gather\"\nwhat = \"One word.\"\nfor = \"30s\"\n"
    };
    let close = "[[step]]\nkind = \"say\"\ntext = \"Thank you.\"\n";
    clean("a", &with_steps(&format!("{}{}{close}", step(0), step(1))))
}

fn person(number: usize, remote: bool) -> Person {
    let dept = keep::roster(["dept:x", "dept:y", "lead"][number % 3]);
    Person {
        id: format!("p{number:05}"),
        name: keep::name(&format!("N{number:02}")),
        remote,
        tags: dept.into_iter().collect(),
    }
}

/// A session that is led by numbers.
struct Evening {
    opening: Opening,
    state: State,
    events: Vec<Stamped>,
    rng: ChaCha12Rng,
    came: usize,
}

impl Evening {
    fn take(&mut self, seconds: i64, event: Event) -> bool {
        let at = self.state.now() + TimeDelta::seconds(seconds);
        let stamped = Stamped { at, event };
        let done = apply(&mut self.state, &stamped).is_ok();
        if done {
            self.events.push(stamped);
        }
        done
    }

    /// Gives what is needed until something is shown; `false` when it is over.
    fn go_on(&mut self) -> bool {
        loop {
            let event = match next(&self.state) {
                Next::Show(_) => return true,
                Next::Over | Next::Stopped => return false,
                Next::NeedHand { step, .. } => {
                    let card = |it: usize| Card {
                        id: format!("c{it}"),
                        text: format!("Question {it}?"),
                        level: 1,
                        quarter: None,
                        options: Vec::new(),
                        answer: None,
                        note: None,
                    };
                    let items = (0..4).map(card).collect();
                    Event::Hand { step, items }
                }
                Next::NeedOrder { step, people } => Event::Order { step, people },
                Next::LeaveOut { step, reason } => Event::LeftOut { step, reason },
                Next::CannotFit { over } => Event::Overrun {
                    seconds: over + 120,
                },
                Next::NeedGroups(need) => {
                    let step = self.state.groups_step().unwrap().clone();
                    let (groups, _) = arranged(
                        &self.state,
                        &step,
                        &need,
                        Five::Split,
                        Vec::new(),
                        &[],
                        &mut self.rng,
                    );
                    Event::Groups {
                        step: need.step,
                        round: need.round,
                        groups,
                    }
                }
            };
            let what = format!("{event:?}");
            assert!(self.take(0, event), "{what} is refused");
        }
    }

    /// One thing that people do.
    fn act(&mut self, what: u8, who: usize, seconds: i64) {
        let here: Vec<Person> = self
            .state
            .people()
            .iter()
            .filter(|it| it.here)
            .map(|it| it.person.clone())
            .collect();
        let one = here.get(who % here.len().max(1)).cloned();
        let event = match (what, one) {
            (0, _) => {
                self.came += 1;
                Event::Joined(person(self.came, who.is_multiple_of(2)))
            }
            (1, Some(one)) => Event::Gone { id: one.id },
            (2, Some(one)) => Event::Moved {
                id: one.id,
                remote: !one.remote,
            },
            (3, _) => Event::Minutes {
                by: if who.is_multiple_of(2) { 0.5 } else { -0.5 },
            },
            (4, _) => Event::Back {},
            _ => match next(&self.state) {
                Next::Show(show) if show.turn.is_some() => Event::TurnOver {},
                Next::Show(show) if show.opens => Event::RoomsOpen {},
                _ => Event::StepOver {},
            },
        };
        self.take(seconds, event);
    }

    /// What must hold whenever something is shown.
    fn check(&self) {
        let state = &self.state;
        let Some(step) = state.groups_step() else {
            return;
        };
        let groups = state.groups();
        if step.shape == Shape::Stations {
            assert!(groups.is_empty(), "nobody is seated at stations");
            return;
        }
        let seated: usize = groups.iter().map(Vec::len).sum();
        assert_eq!(
            seated + state.beside().count(),
            state.here(),
            "everybody is seated once"
        );
        for group in &groups {
            let remote = group.iter().filter(|it| it.remote).count();
            let room = group.len() - remote;
            let alone = group.len() == 1 && seated > 1;
            assert!(!alone, "somebody is alone: {:?}", state.groups());
            let faces =
                step.shape != Shape::InnerOuter && groups.len() > 1 && remote == 1 && room > 3;
            assert!(!faces, "one on a screen faces {room}");
        }
        let planned = state.tracks();
        for track in &planned {
            assert!(
                track.parts.windows(2).all(|it| it[0].from <= it[1].from),
                "{track:?}"
            );
            assert!(
                track.parts.iter().all(|it| it.from <= track.end),
                "{track:?}"
            );
        }
        assert!(state.until_back(state.now()) >= 0);
    }
}

fn evening(shapes: [usize; 2], inner: [bool; 2], people: usize, mode: Mode, seed: u64) -> Evening {
    let remote = |it: usize| match mode {
        Mode::Room => false,
        Mode::Remote => true,
        Mode::Hybrid => it % 3 == 1,
    };
    let opening = Opening {
        format: FORMAT.to_string(),
        id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".to_string(),
        started: DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap(),
        zone: "Europe/Berlin".to_string(),
        mode,
        counted: true,
        people: (1..=people).map(|it| person(it, remote(it))).collect(),
        minutes: 60,
        pace: 100,
        team: "/team".to_string(),
        ritual: ritual(shapes, inner, seed.is_multiple_of(2)),
        agreement: None,
    };
    Evening {
        state: State::begin(opening.clone()),
        opening,
        events: Vec::new(),
        rng: ChaCha12Rng::seed_from_u64(seed),
        came: people,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn everybody_is_seated_and_nobody_alone_whoever_comes_or_goes(
        shapes in [0..SHAPES.len(), 0..SHAPES.len()],
        inner in any::<[bool; 2]>(),
        people in 1..=40usize,
        mode in prop_oneof![Just(Mode::Room), Just(Mode::Remote), Just(Mode::Hybrid)],
        seed in any::<u64>(),
        acts in prop::collection::vec((0..12u8, any::<u16>(), 0..400i64), 0..40),
    ) {
        let mut evening = evening(shapes, inner, people, mode, seed);
        for (what, who, seconds) in acts {
            if !evening.go_on() {
                break;
            }
            evening.check();
            evening.act(what, who.into(), seconds);
        }
        // Whatever happened, it comes to its end.
        for _ in 0..2_000 {
            if !evening.go_on() {
                break;
            }
            evening.check();
            evening.act(9, 0, 30);
        }
        prop_assert!(matches!(next(&evening.state), Next::Over));
        let (again, illegal) = State::replay(evening.opening, &evening.events);
        prop_assert_eq!(illegal, None);
        prop_assert_eq!(again, evening.state);
    }

    #[test]
    fn each_role_comes_to_everybody_once_before_it_comes_again(
        people in 2..=40usize,
        mode in prop_oneof![Just(Mode::Room), Just(Mode::Remote), Just(Mode::Hybrid)],
        seed in any::<u64>(),
    ) {
        let mut evening = evening([4, 0], [false; 2], people, mode, seed);
        let mut held: BTreeMap<(String, usize), usize> = BTreeMap::new();
        let mut groups = Vec::new();
        while evening.go_on() && evening.state.step_number() == 0 {
            let Next::Show(show) = next(&evening.state) else { unreachable!() };
            if show.opens {
                evening.act(9, 0, 30);
                evening.go_on();
                let now: Vec<Vec<String>> = evening.state.groups().iter().map(|it| {
                    let mut ids: Vec<String> = it.iter().map(|it| it.id.clone()).collect();
                    ids.sort();
                    ids
                }).collect();
                if groups.is_empty() {
                    groups.clone_from(&now);
                }
                prop_assert_eq!(&now, &groups, "the groups stay");
                for group in evening.state.groups() {
                    let mut roles: Vec<usize> = group.iter().filter_map(|it| evening.state.role(it)).collect();
                    roles.sort();
                    let wanted: Vec<usize> = (0..group.len()).map(|it| it.min(2)).collect();
                    prop_assert_eq!(roles, wanted, "each role is held once, the last one shared");
                    for it in group {
                        *held.entry((it.id.clone(), evening.state.role(it).unwrap())).or_default() += 1;
                    }
                }
            }
            evening.act(9, 0, 30);
        }
        for group in &groups {
            for role in 0..2.min(group.len()) {
                let times: Vec<usize> = group.iter().map(|it| held.get(&(it.clone(), role)).copied().unwrap_or(0)).collect();
                let (least, most) = (times.iter().min().unwrap(), times.iter().max().unwrap());
                prop_assert!(*least >= 1 && most - least <= 1, "{:?} had role {} {:?} times", group, role, times);
            }
        }
    }
}
