//! Properties of the session fold over random rituals, people and events.
//!
//! `FIRELIGHT_SESSIONS` sets how many sessions; the seed of a failing one is in the message.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta};
use firelight::clock::Stamp;
use firelight::keep::{self, Class};
use firelight::ritual::{
    Ask, Confidentiality, Deal, Family, Gather, Groups, Layout, Level, Mode, Open, Order, People,
    Response, Ritual, Say, Shape, Solo, Step, Turns, Vote, What, When, Who,
};
use firelight::session::event::{Card, Event, FORMAT, Opening, Person, Stamped};
use firelight::session::{NOT_NEEDED, NeedGroups, Next, State, Wish, apply, next};
use rand::rngs::ChaCha12Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

fn sessions() -> u64 {
    std::env::var("FIRELIGHT_SESSIONS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(10_000)
}

#[test]
fn random_sessions_are_fair_keep_their_close_fit_their_time_and_replay() {
    let mut turns = 0;
    let mut backs = 0;
    let mut formed = 0;
    let mut began = 0;
    let mut counted = 0;
    let mut waited = [0, 0];
    for seed in 0..sessions() {
        let mut run = Run::new(seed);
        run.run_out();
        run.everybody_had_the_same_number_of_turns();
        run.the_close_was_held();
        run.replays_to_the_same_state_and_log();
        turns += run.offered.len();
        run.who_sat_together_is_in_the_log();
        backs += run.backs;
        formed += run.formed;
        run.what_waits_for_turns_is_held_where_nobody_took_one();
        run.choices_are_told_of_five_at_least();
        began += run.began;
        counted += run.counted;
        waited[0] += run.waited[0];
        waited[1] += run.waited[1];
    }
    // The generator must reach what it is there for.
    assert!(turns as u64 > sessions(), "only {turns} turns");
    assert!(backs as u64 > sessions() / 4, "only {backs} steps back");
    assert!(formed as u64 > sessions() / 4, "only {formed} times groups");
    assert!(began as u64 > sessions() / 2, "only {began} turns by wish");
    assert!(counted as u64 > sessions() / 60, "only {counted} choices");
    assert!(
        waited.iter().all(|it| *it as u64 > sessions() / 100),
        "steps waited for turns: {waited:?}"
    );
}

/// Who took a turn by wish: nobody knows.
const SOMEBODY: &str = "somebody";

/// One movement in effect: its step, and whose turn was over, if it was a turn.
type Movement = (usize, Option<String>);

struct Run {
    seed: u64,
    rng: ChaCha12Rng,
    opening: Opening,
    state: State,
    events: Vec<Stamped>,
    now: Stamp,
    offered: Vec<Movement>,
    /// Who was here when a step ended by itself.
    ended_with: BTreeMap<usize, BTreeSet<String>>,
    shown: BTreeSet<usize>,
    backs: usize,
    formed: usize,
    began: usize,
    counted: usize,
    /// Steps that wait for turns, after none and after some.
    waited: [usize; 2],
    people: usize,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let opening = opening(&mut rng);
        let state = State::begin(opening.clone());
        Self {
            seed,
            now: opening.started,
            people: opening.people.len(),
            rng,
            state,
            opening,
            events: Vec::new(),
            offered: Vec::new(),
            ended_with: BTreeMap::new(),
            shown: BTreeSet::new(),
            backs: 0,
            formed: 0,
            began: 0,
            counted: 0,
            waited: [0, 0],
        }
    }

    fn run_out(&mut self) {
        let mut asides = self.rng.random_range(0..40);
        for count in 0.. {
            assert!(count < 5_000, "seed {}: no end in sight", self.seed);
            let event = match next(&self.state) {
                Next::Over => return,
                Next::NeedHand { step, laid } => Event::Hand {
                    step,
                    items: vec![card(laid.len()), card(laid.len() + 1)],
                },
                Next::NeedGroups(need) => self.groups(&need),
                Next::NeedOrder { step, mut people } => {
                    people.shuffle(&mut self.rng);
                    Event::Order { step, people }
                }
                Next::LeaveOut { step, reason } => Event::LeftOut { step, reason },
                Next::CannotFit { over } => {
                    assert!(over > 0, "seed {}: asked for nothing", self.seed);
                    let close = self.opening.ritual.steps.len() - 1;
                    if self.state.step_number() == close || self.rng.random_bool(0.8) {
                        Event::Overrun { seconds: over + 60 }
                    } else {
                        Event::EndHere {}
                    }
                }
                Next::Stopped => Event::Resume {},
                Next::Show(show) => {
                    self.shown.insert(show.step);
                    if asides > 0 && self.rng.random_bool(0.4) {
                        asides -= 1;
                        self.aside()
                    } else if show.turn.is_some() {
                        Event::TurnOver {}
                    } else if show.opens {
                        Event::RoomsOpen {}
                    } else if let Some(wish) = self.state.wish() {
                        self.wished(wish)
                    } else if self.state.may_count().is_some()
                        && self.state.came().is_none()
                        && self.rng.random_bool(0.5)
                    {
                        // Seen after that, and then gone on from.
                        let votes = self.rng.random_range(5..30);
                        self.counted += 1;
                        Event::Counted {
                            total: keep::mean(&[0, votes, 0]).unwrap(),
                        }
                    } else {
                        Event::StepOver {}
                    }
                }
            };
            self.take(event);
        }
    }

    /// Somebody begins, or nobody does; people stay with an item now and then.
    fn wished(&mut self, wish: Wish) -> Event {
        match (wish.running, self.rng.random_range(0..4)) {
            (true, 0) if self.state.may_stay().is_some() => Event::Stay {},
            (true, _) => Event::TurnOver {},
            (false, 0) => Event::StepOver {},
            (false, _) => {
                self.began += 1;
                Event::TurnBegins {}
            }
        }
    }

    /// Groups of anybody with anybody; nobody alone but where only one is here.
    fn groups(&mut self, need: &NeedGroups) -> Event {
        let mut people = need.people.clone();
        people.shuffle(&mut self.rng);
        let here = self.state.people().iter().filter(|it| it.here);
        let here: BTreeSet<&String> = here.map(|it| &it.person.id).collect();
        assert!(
            need.people.iter().all(|it| here.contains(it)),
            "seed {}: somebody who is gone is to sit in a group",
            self.seed
        );
        assert!(!people.is_empty(), "seed {}: nobody to seat", self.seed);
        let size = self.rng.random_range(2..=5);
        let mut groups: Vec<Vec<String>> = people.chunks(size).map(<[String]>::to_vec).collect();
        if groups.len() > 1 && groups.last().is_some_and(|it| it.len() == 1) {
            let alone = groups.pop().unwrap();
            groups[0].extend(alone);
        }
        self.formed += 1;
        Event::Groups {
            step: need.step,
            round: need.round,
            groups,
        }
    }

    /// Anything a person may do at any time; some of it is not legal, and then nothing happens.
    fn aside(&mut self) -> Event {
        let known: Vec<Person> = self
            .state
            .people()
            .iter()
            .map(|it| it.person.clone())
            .collect();
        match self.rng.random_range(0..15) {
            14 => match known.choose(&mut self.rng) {
                Some(it) => Event::Moved {
                    id: it.id.clone(),
                    remote: !it.remote,
                },
                None => Event::RoomsOpen {},
            },
            0 => Event::Later {},
            1 | 2 => {
                self.people += 1;
                Event::Joined(person(self.people))
            }
            3 => match known.choose(&mut self.rng) {
                Some(it) => Event::Joined(it.clone()),
                None => Event::Hold {},
            },
            4 | 5 => match known.choose(&mut self.rng) {
                Some(it) => Event::Gone { id: it.id.clone() },
                None => Event::GoOn {},
            },
            6 | 7 => Event::Back {},
            8 => Event::Minutes {
                by: *[-0.5, 0.5, 1.0, f32::NAN].choose(&mut self.rng).unwrap(),
            },
            9 => Event::Hold {},
            10 => Event::GoOn {},
            11 => Event::Swap {
                step: self.rng.random_range(0..self.opening.ritual.steps.len()),
            },
            12 => Event::Stop {},
            13 => Event::ToEnd {
                seconds: self.rng.random_range(0..1200),
            },
            _ => match self.rng.random_range(0..4) {
                0 => Event::EndHere {},
                1 => Event::Slept { seconds: 600 },
                2 => Event::Resume {},
                _ => Event::Kept {
                    form: "theme".into(),
                    class: Class::Kept,
                    text: keep::text(Class::Kept, keep::Place::Journal, "We ask for help late.")
                        .unwrap(),
                },
            },
        }
    }

    fn take(&mut self, event: Event) {
        let passes = match event {
            Event::Resume {} => self.rng.random_range(0..100_000),
            Event::Slept { seconds } => seconds + 3,
            // Clocks are set back now and then.
            _ if self.rng.random_bool(0.02) => -300,
            _ => self.rng.random_range(0..70),
        };
        self.now += TimeDelta::milliseconds(passes * 1000 + self.rng.random_range(0..1000));
        let before = self.state.clone();
        let stamped = Stamped {
            at: self.now,
            event,
        };
        if apply(&mut self.state, &stamped).is_err() {
            assert_eq!(
                before, self.state,
                "seed {}: an illegal event changed something",
                self.seed
            );
            return;
        }
        self.events.push(stamped.clone());
        self.nobody_sits_alone();
        self.follow(&before, &stamped.event);
        self.the_plan_fits(&stamped.event);
    }

    /// Whenever groups are shown, nobody is alone in one while others sit in others.
    fn nobody_sits_alone(&self) {
        if self.opening.counted && matches!(next(&self.state), Next::Show(_)) {
            let groups = self.state.groups();
            let alone = groups.len() > 1 && groups.iter().any(|it| it.len() == 1);
            assert!(!alone, "seed {}: {groups:?}", self.seed);
        }
    }

    /// An own, simple account of turns, kept apart from the fold.
    fn follow(&mut self, before: &State, event: &Event) {
        let mut from = before.step_number();
        match event {
            Event::TurnOver {} => {
                let Next::Show(show) = next(before) else {
                    panic!("seed {}: a turn ended where none was", self.seed);
                };
                let runs = before.wish().is_some_and(|it| it.running);
                assert!(show.turn.is_some() || runs, "seed {}: no turn", self.seed);
                self.offered
                    .push((show.step, show.turn.map(|it| it.person)));
            }
            Event::TurnBegins {} => {
                self.offered
                    .push((before.step_number(), Some(SOMEBODY.to_string())));
                let step = &self.opening.ritual.steps[before.step_number()];
                let most = match &step.what {
                    What::Turns(turns) => turns.max.unwrap_or(usize::MAX),
                    What::Open(open) => open.max.unwrap_or(3),
                    _ => 0,
                };
                let begun = (before.step_number(), Some(SOMEBODY.to_string()));
                let begun = self.offered.iter().filter(|it| **it == begun).count();
                assert!(begun <= most, "seed {}: {begun} of {most}", self.seed);
            }
            Event::Stay {}
            | Event::Counted { .. }
            | Event::StepOver {}
            | Event::RoomsOpen {}
            | Event::Later {}
            | Event::EndHere {} => {
                self.offered.push((before.step_number(), None));
            }
            Event::Back {} => {
                let (step, _) = self.offered.pop().expect("a movement to take back");
                from = step;
                self.ended_with.retain(|it, _| *it < step);
                self.backs += 1;
            }
            _ => {}
        }
        if matches!(event, Event::EndHere {}) {
            return;
        }
        let here = self.state.people().iter().filter(|it| it.here);
        let here: BTreeSet<String> = here.map(|it| it.person.id.clone()).collect();
        for step in from..self.state.step_number() {
            if !matches!(event, Event::LeftOut { step: left, .. } if *left == step) {
                self.ended_with.insert(step, here.clone());
            }
        }
    }

    fn the_plan_fits(&self, event: &Event) {
        let passes_time_only = matches!(
            event,
            Event::Hold {}
                | Event::GoOn {}
                | Event::Slept { .. }
                | Event::Moved { .. }
                | Event::Swap { .. }
                | Event::Kept { .. }
                | Event::Stop {}
        );
        if passes_time_only
            || self.state.is_talking()
            || !matches!(next(&self.state), Next::Show(_))
        {
            return;
        }
        if matches!(
            event,
            Event::Hand { .. } | Event::Order { .. } | Event::Groups { .. } | Event::LeftOut { .. }
        ) {
            // These follow at once in life; here time passes before them, which nobody asks about.
            return;
        }
        let (total, left) = (self.state.plan().total(), self.state.left());
        assert!(
            total <= left + left.max(0) / 10,
            "seed {}: {total} s planned in {left} s after {event:?}",
            self.seed
        );
    }

    fn everybody_had_the_same_number_of_turns(&self) {
        for (number, step) in self.opening.ritual.steps.iter().enumerate() {
            let What::Turns(turns) = &step.what else {
                continue;
            };
            if !self.opening.counted || turns.who != Who::All {
                continue;
            }
            let Some(here) = self.ended_with.get(&number) else {
                continue;
            };
            for id in here {
                let mine = |it: &&Movement| it.0 == number && it.1.as_ref() == Some(id);
                let had = self.offered.iter().filter(mine).count();
                let late = self.joined_during(number, id);
                // Where time became short, rounds were cut: nobody is left without a turn.
                let is_cut = |it: &Stamped| matches!(it.event, Event::ToEnd { .. });
                let late = late || self.events.iter().any(is_cut);
                if late && turns.rounds > 1 {
                    assert!(
                        (1..=turns.rounds).contains(&had),
                        "seed {}: {had} turns",
                        self.seed
                    );
                } else {
                    assert_eq!(had, turns.rounds, "seed {}: step {number}, {id}", self.seed);
                }
            }
        }
    }

    /// Whether somebody came, or came back, in this session after its start.
    fn joined_during(&self, _step: usize, id: &str) -> bool {
        self.events
            .iter()
            .any(|it| matches!(&it.event, Event::Joined(person) if person.id == id))
    }

    fn the_close_was_held(&self) {
        let close = self.opening.ritual.steps.len() - 1;
        let nobody = self.opening.counted
            && matches!(self.opening.ritual.steps[close].what, What::Turns(_))
            && self.ended_with.get(&close).is_some_and(BTreeSet::is_empty);
        assert!(
            nobody || self.shown.contains(&close),
            "seed {}: no close",
            self.seed
        );
    }

    /// What waits for turns falls away where somebody took one, and only there.
    fn what_waits_for_turns_is_held_where_nobody_took_one(&mut self) {
        let log = self.state.log();
        let steps = self.opening.ritual.steps.iter().enumerate();
        for (number, step) in steps.filter(|it| !it.1.without.is_empty()) {
            let named = |it: &Step| it.id.as_ref() == step.without.first();
            let named = self.opening.ritual.steps.iter().position(named).unwrap();
            let taken = (named, Some(SOMEBODY.to_string()));
            let taken = self.offered.contains(&taken);
            let left_out = self.state.why_left_out(number);
            // The log is the same either way.
            let logged = &log.steps[number];
            assert!(logged.left_out.as_deref() != Some(NOT_NEEDED));
            assert!(logged.actual_minutes.is_none() && logged.planned_minutes.is_none());
            assert!(
                !taken || left_out.is_some(),
                "seed {}: held after turns",
                self.seed
            );
            assert!(
                taken || left_out != Some(NOT_NEEDED),
                "seed {}: nobody took a turn",
                self.seed
            );
            self.waited[usize::from(taken)] += 1;
        }
    }

    /// The log tells what came of choices, of five people at least, and nothing of who.
    fn choices_are_told_of_five_at_least(&self) {
        let log = self.state.log();
        assert!(
            log.counts.values().all(|it| it.n >= 5),
            "seed {}",
            self.seed
        );
    }

    /// Everybody who is in a round of the log is in it once, and nobody sat alone with others
    /// about when the rooms opened.
    fn who_sat_together_is_in_the_log(&self) {
        let named = self
            .state
            .people()
            .iter()
            .any(|it| it.person.name.is_some());
        for (step, logged) in self.state.log().steps.iter().enumerate() {
            let is_groups = matches!(self.opening.ritual.steps[step].what, What::Groups(_));
            assert!(is_groups || logged.rounds.is_empty(), "seed {}", self.seed);
            let ended_early = logged.left_out.as_deref() == Some("ended early");
            assert!(
                !is_groups
                    || ended_early
                    || logged.left_out.is_none()
                    || !logged.rounds.is_empty()
                    || !self.opened(step),
                "seed {}: groups talked and are left out: {:?}",
                self.seed,
                logged.left_out
            );
            if !is_groups || logged.left_out.is_some() || !self.opening.counted || !named {
                continue;
            }
            let What::Groups(groups) = &self.opening.ritual.steps[step].what else {
                continue;
            };
            if groups.shape == Shape::Stations {
                assert!(logged.rounds.is_empty(), "seed {}", self.seed);
                continue;
            }
            let was_ended = self.state.log().steps.len() > step && !self.shown.contains(&step);
            // Where all but one left on the way, nobody met anybody.
            let alone = self.ended_with.get(&step).is_some_and(|it| it.len() < 2)
                || !self.began_with_two(step);
            assert!(
                was_ended || alone || !logged.rounds.is_empty() || !self.opened(step),
                "seed {}: step {step} has no round",
                self.seed
            );
            for round in &logged.rounds {
                let ids: Vec<&String> = round.groups.iter().flatten().collect();
                let once: BTreeSet<&String> = ids.iter().copied().collect();
                assert_eq!(
                    ids.len(),
                    once.len(),
                    "seed {}: twice in a round",
                    self.seed
                );
                assert!(round.groups.is_sorted(), "seed {}", self.seed);
                assert!(
                    round.groups.len() < 2 || round.groups.iter().all(|it| it.len() > 1),
                    "seed {}: somebody alone",
                    self.seed
                );
            }
        }
    }

    /// Whether two people or more sat in groups of a step when they began.
    fn began_with_two(&self, step: usize) -> bool {
        let mut seated = 0;
        self.events.iter().any(|it| match &it.event {
            Event::Groups {
                step: at, groups, ..
            } => {
                seated = match *at == step {
                    true => groups.iter().map(Vec::len).sum(),
                    false => 0,
                };
                false
            }
            Event::RoomsOpen {} => seated > 1,
            _ => false,
        })
    }

    /// Whether the rooms of a step were open at its end, and not taken back.
    fn opened(&self, step: usize) -> bool {
        self.offered.iter().filter(|it| it.0 == step).count() > 1
    }

    fn replays_to_the_same_state_and_log(&self) {
        let (again, fault) = State::replay(self.opening.clone(), &self.events);
        assert_eq!(fault, None, "seed {}", self.seed);
        assert_eq!(again, self.state, "seed {}: replay differs", self.seed);
        assert_eq!(
            again.log().bytes().unwrap(),
            self.state.log().bytes().unwrap()
        );
    }
}

fn card(n: usize) -> Card {
    Card {
        id: format!("q{n}"),
        text: format!("Question {n}?"),
        level: 1,
        quarter: None,
        options: vec!["this".into(), "that".into()],
        answer: Some("that".into()),
        note: None,
    }
}

fn person(n: usize) -> Person {
    Person {
        id: format!("p{n}"),
        name: keep::name(&format!("Name {n}")),
        remote: n.is_multiple_of(3),
        tags: Vec::new(),
    }
}

fn step(what: What) -> Step {
    Step {
        id: None,
        when: When::Live,
        cue: None,
        keep: Class::None,
        optional: false,
        only: Vec::new(),
        care: false,
        level: None,
        without: Vec::new(),
        after_turns: Vec::new(),
        agreed: firelight::ritual::agreed::OnlyWhere::default(),
        what,
    }
}

fn say(seconds: i64) -> Step {
    step(What::Say(Say {
        text: "Two words.".into(),
        stage: None,
        seconds,
    }))
}

fn opening(rng: &mut ChaCha12Rng) -> Opening {
    let mut steps = vec![say(30)];
    for _ in 0..rng.random_range(0..5) {
        let mut it = match rng.random_range(0..9) {
            7 => ask(rng),
            8 => {
                let mut wish = turns(rng);
                if let What::Turns(turns) = &mut wish.what {
                    turns.who = Who::Tellers;
                    turns.each = Some(rng.random_range(1..200));
                }
                let id = format!("wish-{}", steps.len());
                wish.id = Some(id.clone());
                steps.push(wish);
                Step {
                    without: vec![id],
                    ..say(20)
                }
            }
            6 => groups(rng),
            0 => say(rng.random_range(0..60)),
            1 => step(What::Solo(Solo {
                r#do: "think".into(),
                text: None,
                seconds: rng.random_range(1..120),
            })),
            2 => step(What::Deal(Deal {
                bank: "feelings".into(),
                show: Layout::Hand,
                hand: 2,
                levels: Vec::new(),
                tags: Vec::new(),
                beside: Vec::new(),
                themes: Vec::new(),
                flags: Vec::new(),
                swap: rng.random_range(0..3),
                think: rng.random_range(0..2) * 30,
                ceiling: None,
            })),
            3 => step(What::Open(Open {
                text: None,
                seconds: rng.random_range(1..300),
                rescue: Vec::new(),
                each_item: rng.random_bool(0.5),
                max: rng.random_bool(0.5).then(|| rng.random_range(1..5)),
                extend_vote: rng.random_bool(0.5),
            })),
            4 => step(What::Gather(Gather {
                text: "What is kept?".into(),
                form: "theme".into(),
                by: "voice".into(),
                max_words: 0,
                attributed: false,
                seconds: rng.random_range(1..120),
            })),
            _ => turns(rng),
        };
        it.optional = rng.random_bool(0.2);
        steps.push(it);
    }
    let round = turns(rng);
    steps.push(round);
    steps.push(if rng.random_bool(0.8) {
        say(15)
    } else {
        turns(rng)
    });
    let people = rng.random_range(0..30);
    Opening {
        format: FORMAT.into(),
        id: "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e".into(),
        started: DateTime::parse_from_rfc3339("2026-11-30T09:30:12+01:00").unwrap(),
        zone: "Europe/Berlin".into(),
        mode: Mode::Hybrid,
        counted: rng.random_bool(0.9),
        people: (1..=people).map(person).collect(),
        minutes: rng.random_range(1..30),
        pace: *[70, 100, 130].choose(rng).unwrap(),
        team: "team".into(),
        agreement: None,
        ritual: Ritual {
            id: "made-up".into(),
            title: "Made up".into(),
            family: Family::Moments,
            aliases: Vec::new(),
            purpose: "See.".into(),
            minutes: 5,
            people: People {
                min: 2,
                best: (3, 8),
                max: 30,
            },
            ceiling: Level::Open,
            confidentiality: Confidentiality::AskMeFirst,
            lead_days: 0,
            claims: Vec::new(),
            steps,
            around: Vec::new(),
            variants: Vec::new(),
            hash: "b3:00".into(),
        },
    }
}

fn ask(rng: &mut ChaCha12Rng) -> Step {
    let bank = rng.random_bool(0.4).then(|| Deal {
        bank: "this-or-that".into(),
        show: Layout::Hand,
        hand: 2,
        levels: Vec::new(),
        tags: Vec::new(),
        beside: Vec::new(),
        themes: Vec::new(),
        flags: Vec::new(),
        swap: 0,
        think: 0,
        ceiling: None,
    });
    let ask = What::Ask(Ask {
        text: "Again?".into(),
        mode: *[Vote::Pick, Vote::Scale, Vote::Consent, Vote::Quiz]
            .choose(rng)
            .unwrap(),
        options: vec!["this".into(), "that".into()],
        rounds: if bank.is_some() { 2 } else { 1 },
        bank,
        by: "hands".into(),
        dots: 3,
        answer: Some("this".into()),
        min_n: 5,
        seconds: rng.random_range(1..120),
    });
    Step {
        keep: if rng.random_bool(0.7) {
            Class::Count
        } else {
            Class::None
        },
        ..step(ask)
    }
}

fn groups(rng: &mut ChaCha12Rng) -> Step {
    let mut steps = Vec::new();
    if rng.random_bool(0.7) {
        steps.push(step(What::Deal(Deal {
            bank: "core".into(),
            show: Layout::Hand,
            hand: 2,
            levels: Vec::new(),
            tags: Vec::new(),
            beside: Vec::new(),
            themes: Vec::new(),
            flags: Vec::new(),
            swap: rng.random_range(0..2),
            think: rng.random_range(0..2) * 60,
            ceiling: None,
        })));
    }
    steps.push(turns(rng));
    let shapes = [
        Shape::Circle,
        Shape::Pairs,
        Shape::InnerOuter,
        Shape::Stations,
    ];
    let shape = *shapes.choose(rng).unwrap();
    let has_roles = shape == Shape::Circle && rng.random_bool(0.5);
    let merge = shape == Shape::Circle && rng.random_bool(0.3);
    step(What::Groups(Groups {
        size: vec![3, 4],
        mix: "fewest-repeats".into(),
        rounds: (!has_roles || rng.random_bool(0.5)).then(|| rng.random_range(1..4)),
        roles: has_roles
            .then(|| ["a", "b", "c"].map(String::from))
            .into_iter()
            .flatten()
            .collect(),
        merge: merge.then_some(4),
        shape,
        seconds: rng.random_range(60..600),
        travel: rng.random_range(0..2) * 60,
        steps,
    }))
}

fn turns(rng: &mut ChaCha12Rng) -> Step {
    step(What::Turns(Turns {
        each: rng.random_bool(0.9).then(|| rng.random_range(1..90)),
        order: Order::Random,
        who: *[Who::All, Who::All, Who::All, Who::Volunteers]
            .choose(rng)
            .unwrap(),
        response: vec![Response {
            form: "thanks".into(),
            seconds: rng.random_range(0..2) * 3,
        }],
        stem: None,
        rounds: rng.random_range(1..3),
        max: rng.random_bool(0.2).then_some(3),
        between: rng.random_range(0..2) * 5,
        seconds: rng.random_bool(0.1).then(|| rng.random_range(30..600)),
    }))
}
