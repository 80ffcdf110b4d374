//! The nine steps, in any order: what each is, how far it came, and which is next.
//!
//! What is said of a step holds numbers and no word of the story, so that it may be read by
//! whoever looks on.

use super::{ENOUGH, Fence, Story, WHOLE, said};
use crate::ui::times::ticking;

/// A step of the preparation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Moments, as they come to mind.
    Gather,
    /// Five to seven of them, in an order.
    Choose,
    /// Mine, maybe, tell.
    Fence,
    /// One of six.
    Shape,
    /// The first and the last.
    Lines,
    /// Aloud, to a clock.
    Say,
    /// Down to five minutes.
    Cut,
    /// What to hold in one's hand.
    Card,
    /// What listeners may do.
    Boundaries,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Gather,
        Self::Choose,
        Self::Fence,
        Self::Shape,
        Self::Lines,
        Self::Say,
        Self::Cut,
        Self::Card,
        Self::Boundaries,
    ];

    /// What it is called on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gather => "gather",
            Self::Choose => "choose",
            Self::Fence => "fence",
            Self::Shape => "shape",
            Self::Lines => "lines",
            Self::Say => "say",
            Self::Cut => "cut",
            Self::Card => "card",
            Self::Boundaries => "boundaries",
        }
    }

    /// The step that is called so, by its word or its number.
    pub fn of(typed: &str) -> Option<Self> {
        let mut steps = Self::ALL.into_iter().zip(1..);
        let found = steps.find(|(it, n)| it.word() == typed || typed.parse() == Ok(*n));
        found.map(|it| it.0)
    }

    /// Minutes that it takes, more or less.
    pub fn minutes(self) -> i64 {
        match self {
            Self::Gather => 10,
            Self::Shape => 8,
            Self::Choose | Self::Cut => 5,
            Self::Fence | Self::Lines => 3,
            Self::Say => 10,
            Self::Card | Self::Boundaries => 1,
        }
    }

    /// What there is to do.
    pub fn what(self) -> &'static str {
        match self {
            Self::Gather => "moments, as they come to mind",
            Self::Choose => "five to seven of them, in an order",
            Self::Fence => "mine, maybe, or tell",
            Self::Shape => "one of six, with minutes",
            Self::Lines => "the first and the last",
            Self::Say => "aloud, to a clock",
            Self::Cut => "down to five minutes",
            Self::Card => "for your hand, to print if you like",
            Self::Boundaries => "questions after? something to show?",
        }
    }
}

/// Whether nothing is left to do in a step. Nobody needs to do any of them.
pub fn is_done(story: &Story, step: Step) -> bool {
    match step {
        Step::Gather => story.moments.len() >= ENOUGH || !story.chosen().is_empty(),
        Step::Choose => !story.chosen().is_empty(),
        Step::Fence => {
            let chosen = story.chosen();
            !chosen.is_empty() && chosen.iter().all(|it| it.fence.is_some())
        }
        Step::Shape => story.shape.is_some(),
        Step::Lines => story.first.is_some() && story.last.is_some(),
        Step::Say => !story.rehearsals.is_empty(),
        Step::Cut => story
            .rehearsals
            .last()
            .is_some_and(|it| said::without(story, it).1 <= WHOLE),
        Step::Boundaries => story.questions.is_some(),
        // It is made anew whenever it is asked for.
        Step::Card => false,
    }
}

/// The step to go on with.
pub fn next(story: &Story) -> Step {
    let open = Step::ALL.into_iter().filter(|it| *it != Step::Card);
    let mut open = open.filter(|it| !is_done(story, *it));
    open.next().unwrap_or(Step::Card)
}

/// How far a step came, in numbers; empty where it was not begun.
pub fn how_far(story: &Story, step: Step) -> String {
    let chosen = story.chosen();
    match step {
        Step::Gather => match story.moments.len() {
            0 => String::new(),
            1 => "1 moment".to_string(),
            n => format!("{n} moments"),
        },
        Step::Choose => match chosen.len() {
            0 => String::new(),
            n => format!("{n} chosen"),
        },
        Step::Fence => {
            let n = |fence| chosen.iter().filter(|it| it.fence == fence).count();
            let counts = [
                (n(Some(Fence::Tell)), "to tell"),
                (n(Some(Fence::Maybe)), "maybe"),
                (n(Some(Fence::Mine)), "mine"),
                (n(None), "open"),
            ];
            if n(None) == chosen.len() {
                return String::new();
            }
            let counts = counts.iter().filter(|it| it.0 > 0);
            let counts = counts.map(|(n, word)| format!("{n} {word}"));
            counts.collect::<Vec<_>>().join(", ")
        }
        Step::Shape => story.shape.map_or("", |_| "one is chosen").to_string(),
        Step::Lines => match (story.first.is_some(), story.last.is_some()) {
            (true, true) => "both are there",
            (true, false) => "the first is there",
            (false, true) => "the last is there",
            (false, false) => "",
        }
        .to_string(),
        Step::Say => match (story.rehearsals.len(), story.rehearsals.last()) {
            (1, Some(last)) => format!("once, in {}", ticking(last.whole())),
            (n, Some(last)) => format!("{n} times, the last in {}", ticking(last.whole())),
            (_, None) => String::new(),
        },
        Step::Cut => match chosen.iter().filter(|it| it.cut).count() {
            0 => String::new(),
            n => format!("{n} dropped"),
        },
        Step::Card => match story.told().len() {
            0 => String::new(),
            1 => "1 moment on it".to_string(),
            n => format!("{} moments on it", n.min(super::card::MOST)),
        },
        Step::Boundaries => story.questions.map_or("", |_| "set").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::story;
    use super::super::{Questions, Rehearsal, shape::Shape};
    use super::*;
    use crate::keep;

    #[test]
    fn the_steps_follow_one_another_and_the_card_comes_last() {
        let mut story = story(0);
        assert_eq!(next(&story), Step::Gather);
        for nth in 0..ENOUGH {
            story.add(keep::story(&format!("moment {nth}")).unwrap());
        }
        assert_eq!(next(&story), Step::Choose);
        story.choose(&[3, 1, 2, 5, 4]);
        assert_eq!(next(&story), Step::Fence);
        for moment in &mut story.moments {
            moment.fence = Some(Fence::Tell);
        }
        assert_eq!(next(&story), Step::Shape);
        story.shape = Some(Shape::Beads);
        assert_eq!(next(&story), Step::Lines);
        (story.first, story.last) = (keep::story("a"), keep::story("b"));
        assert_eq!(next(&story), Step::Say);
        let said = |seconds: i64| Rehearsal {
            on: "2026-11-30".parse().unwrap(),
            shape: Shape::Beads,
            moments: vec![3, 1, 2, 5, 4],
            seconds: vec![seconds; 7],
            rest: String::new(),
        };
        story.remember(said(50));
        assert_eq!(next(&story), Step::Cut);
        story.remember(said(40));
        assert_eq!(next(&story), Step::Boundaries);
        story.questions = Some(Questions::One);
        assert_eq!(next(&story), Step::Card);
        let far: Vec<String> = Step::ALL.map(|it| how_far(&story, it)).to_vec();
        assert_eq!(
            far.join(" | "),
            "10 moments | 5 chosen | 5 to tell | one is chosen | both are there | 2 times, the last in 4:40 |  | 5 moments on it | set"
        );
    }

    #[test]
    fn whoever_chose_has_gathered_enough() {
        let story = story(3);
        assert_eq!(next(&story), Step::Shape);
    }
}
