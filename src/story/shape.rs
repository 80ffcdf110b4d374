//! Six ways to build five minutes, each with a budget for every beat.
//!
//! Seven moments in five minutes are about 40 seconds each, so that no shape is seven small biographies.

use std::ops::Range;

use super::WHOLE;
use crate::ui::times::ticking;

/// How a story is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Short scenes, one after another.
    Beads,
    /// Before, the moment, after.
    Turn,
    /// Three scenes and what they have in common.
    Doors,
    /// A thing or a place, and what it saw.
    Object,
    /// What happened at work, and nothing else.
    Work,
    /// A line of ups and downs, and a walk along it.
    Line,
}

/// A part of the telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// What it is, in words.
    pub name: String,
    /// Its budget, in seconds.
    pub seconds: i64,
    /// Which of the moments are told in it, counted from 0.
    pub holds: Range<usize>,
}

/// What may be in a shape.
enum Part {
    /// A beat that tells no moment by itself.
    Bare(&'static str, i64),
    /// A beat that tells moments.
    Holds(&'static str, i64),
    /// As many beats as there are moments, which share these seconds.
    Each(&'static str, i64),
}

use Part::{Bare, Each, Holds};

/// Beats that moments get of their own at most; more of them share.
const MOST: usize = 25;

/// Beats of their own where nothing was chosen yet.
const USUAL: usize = 6;

/// A budget is a multiple of this, so that it can be kept in mind.
const STEP: i64 = 5;

impl Shape {
    /// All of them, the best for a first time first.
    pub const ALL: [Self; 6] = [
        Self::Beads,
        Self::Turn,
        Self::Doors,
        Self::Object,
        Self::Work,
        Self::Line,
    ];

    /// How it is written in the file.
    pub const WORDS: [&str; 6] = ["beads", "turn", "doors", "object", "work", "line"];

    /// How it is written in the file.
    pub fn word(self) -> &'static str {
        Self::WORDS[self.place()]
    }

    /// The one that is written so.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|it| *it == self).unwrap_or(0)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Beads => "String of beads",
            Self::Turn => "One turn",
            Self::Doors => "Three doors",
            Self::Object => "An object or a place",
            Self::Work => "Working life only",
            Self::Line => "A line",
        }
    }

    /// What it is good for.
    pub fn good_for(self) -> &'static str {
        match self {
            Self::Beads => "a first time",
            Self::Turn => "listeners who want to come close",
            Self::Doors => "most people",
            Self::Object => "showing something, also to a camera",
            Self::Work => "staying strictly professional",
            Self::Line => "whoever thinks in pictures",
        }
    }

    fn parts(self) -> &'static [Part] {
        match self {
            Self::Beads => &[Bare("opening", 30), Each("bead", 250), Bare("landing", 20)],
            Self::Turn => &[
                Holds("before", 60),
                Holds("the moment", 120),
                Holds("after", 75),
                Bare("what I carry", 45),
            ],
            Self::Doors => &[
                Holds("first door", 80),
                Holds("second door", 80),
                Holds("third door", 80),
                Bare("the thread between them", 60),
            ],
            Self::Object => &[
                Bare("the thing", 30),
                Holds("how it came", 90),
                Holds("what it saw", 120),
                Holds("today", 60),
            ],
            Self::Work => &[
                Holds("a first job that taught me", 60),
                Holds("a hard week", 90),
                Holds("someone who helped", 60),
                Holds("why I am here", 90),
            ],
            Self::Line => &[Each("along the line", 240), Bare("one sentence", 60)],
        }
    }

    /// Its beats for so many moments. Their budgets sum to [`WHOLE`], and each moment is in one.
    pub fn beats(self, n_moments: usize) -> Vec<Beat> {
        let n_each = match n_moments {
            0 => USUAL,
            n => n.min(MOST),
        };
        let n_holding = |it: &Part| match it {
            Bare(..) => 0,
            Holds(..) => 1,
            Each(..) => n_each,
        };
        let all: usize = self.parts().iter().map(n_holding).sum();
        // The middle gets a moment first, and one more where they do not come out even.
        let edge = |nth: usize| (2 * nth * n_moments + all) / (2 * all.max(1));
        let mut beats = Vec::new();
        let mut nth = 0;
        for part in self.parts() {
            match *part {
                Bare(name, seconds) => beats.push(Beat {
                    name: name.to_string(),
                    seconds,
                    holds: edge(nth)..edge(nth),
                }),
                Holds(name, seconds) => {
                    beats.push(Beat {
                        name: name.to_string(),
                        seconds,
                        holds: edge(nth)..edge(nth + 1),
                    });
                    nth += 1;
                }
                Each(name, seconds) => {
                    for (idx, seconds) in shared(seconds, n_each).into_iter().enumerate() {
                        beats.push(Beat {
                            name: format!("{name} {}", idx + 1),
                            seconds,
                            holds: edge(nth)..edge(nth + 1),
                        });
                        nth += 1;
                    }
                }
            }
        }
        debug_assert_eq!(beats.iter().map(|it| it.seconds).sum::<i64>(), WHOLE);
        beats
    }

    /// Its budget in a few words.
    pub fn budget(self) -> String {
        let parts = self.parts().iter().map(|it| match it {
            Bare(name, seconds) | Holds(name, seconds) => format!("{name} {}", ticking(*seconds)),
            Each(name, seconds) if *name == "bead" => {
                let each = [7, 5].map(|n| ticking(shared(*seconds, n)[n - 1]));
                format!("five to seven of {} to {}", each[0], each[1])
            }
            Each(name, seconds) => format!("{name} {}", ticking(*seconds)),
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// Seconds for each of `n`, as even as multiples of [`STEP`] can be.
fn shared(seconds: i64, n: usize) -> Vec<i64> {
    let n = i64::try_from(n.max(1)).unwrap_or(1);
    let (steps, left) = (seconds / STEP / n, seconds / STEP % n);
    (0..n)
        .map(|nth| (steps + i64::from(nth < left)) * STEP)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(shape: Shape, n: usize) -> Vec<i64> {
        shape.beats(n).iter().map(|it| it.seconds).collect()
    }

    #[test]
    fn a_string_of_beads_shares_what_opening_and_landing_leave() {
        assert_eq!(seconds(Shape::Beads, 5), [30, 50, 50, 50, 50, 50, 20]);
        assert_eq!(seconds(Shape::Beads, 6), [30, 45, 45, 40, 40, 40, 40, 20]);
        assert_eq!(
            seconds(Shape::Beads, 7),
            [30, 40, 35, 35, 35, 35, 35, 35, 20]
        );
        assert_eq!(
            Shape::Beads.budget(),
            "opening 0:30, five to seven of 0:35 to 0:50, landing 0:20"
        );
    }

    #[test]
    fn one_moment_is_the_one_of_a_turn_and_three_have_a_door_each() {
        let holds = |shape: Shape, n| -> Vec<usize> {
            shape.beats(n).iter().map(|it| it.holds.len()).collect()
        };
        assert_eq!(holds(Shape::Turn, 1), [0, 1, 0, 0]);
        assert_eq!(holds(Shape::Turn, 4), [1, 2, 1, 0]);
        assert_eq!(holds(Shape::Doors, 3), [1, 1, 1, 0]);
        assert_eq!(holds(Shape::Work, 4), [1, 1, 1, 1]);
        assert_eq!(holds(Shape::Object, 5), [0, 2, 1, 2]);
    }

    proptest! {
        #[test]
        fn budgets_sum_to_five_minutes_and_every_moment_has_its_place(n in 0_usize..2000) {
            for shape in Shape::ALL {
                let beats = shape.beats(n);
                prop_assert_eq!(beats.iter().map(|it| it.seconds).sum::<i64>(), WHOLE);
                prop_assert!(beats.iter().all(|it| it.seconds >= STEP && it.seconds % STEP == 0));
                let mut next = 0;
                for beat in beats {
                    prop_assert_eq!(beat.holds.start, next);
                    next = beat.holds.end;
                }
                prop_assert_eq!(next, n);
                prop_assert_eq!(Shape::of(shape.word()), Some(shape));
            }
        }
    }
}
