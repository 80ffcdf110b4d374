//! How a team wants to share stories: the three things it agrees on, and which steps hang on them.
//!
//! Everybody is asked, also whoever will not tell. The rule of every choice: an option that would
//! not be all right for somebody is out, and of the others the most preferred is taken.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use crate::keep;

use super::Confidentiality;

/// In which way stories are shared, the gentlest first: the fewer listen at once, the gentler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// No stories for now.
    NotYet,
    /// Written, put on a wall, and read in silence.
    Wall,
    /// Two and two.
    Pairs,
    /// In groups of three or four.
    Fours,
    /// To everybody.
    Whole,
}

impl Way {
    /// All five, as they are asked for.
    pub const ALL: [Self; 5] = [
        Self::Whole,
        Self::Fours,
        Self::Pairs,
        Self::Wall,
        Self::NotYet,
    ];
    /// Their words in TOML, in the same order.
    pub const WORDS: &'static [&'static str] = &["whole", "fours", "pairs", "wall", "not-yet"];

    /// What is taken where nobody says otherwise. Whoever would rather only listen can do so when
    /// stories are told to everybody by whoever wishes; among many, that is for too many ears.
    pub fn safest(n_people: usize) -> Self {
        match n_people {
            0..=2 => Self::Pairs,
            3..=8 => Self::Whole,
            _ => Self::Fours,
        }
    }

    /// What was agreed, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Whole => "Stories are told to the whole team, by whoever wishes.",
            Self::Fours => "Stories are told in groups of three or four.",
            Self::Pairs => "Stories are told in pairs.",
            Self::Wall => "Stories are written on a wall and read in silence.",
            Self::NotYet => "No stories for now.",
        }
    }
}

/// Whether a teller may be asked something after the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Questions {
    /// Silence and thanks, no questions.
    None,
    /// The teller says it before they begin.
    Teller,
}

impl Questions {
    /// Both, as they are asked for.
    pub const ALL: [Self; 2] = [Self::None, Self::Teller];
    /// Their words in TOML, in the same order.
    pub const WORDS: &'static [&'static str] = &["none", "teller"];

    /// What was agreed, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::None => "After a story: silence and thanks, no questions.",
            Self::Teller => {
                "After a story: silence and thanks; a question only if the teller wishes."
            }
        }
    }
}

/// What may be repeated of stories, the gentlest first.
pub const RULES: [Confidentiality; 3] = [
    Confidentiality::Stays,
    Confidentiality::NoAttribution,
    Confidentiality::LessonsLeave,
];
/// The words of [`RULES`] in TOML.
pub const RULE_WORDS: &[&str] = &["stays", "no-attribution", "lessons-leave"];

/// How a team wants to share stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The day on which it was made.
    pub made: NaiveDate,
    /// When on that day, so that of two the later one counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
    /// In which way.
    pub way: Way,
    /// What may be repeated.
    pub confidentiality: Confidentiality,
    /// Whether a teller may be asked something.
    pub questions: Questions,
    /// The day from which on it is to be talked about again, and holds no more.
    pub review: NaiveDate,
}

impl Agreement {
    /// One that holds for half a year; "not yet" for a month.
    pub fn new(
        made: NaiveDate,
        way: Way,
        confidentiality: Confidentiality,
        questions: Questions,
    ) -> Self {
        let review = match way {
            Way::NotYet => made.checked_add_days(Days::new(28)),
            _ => made.checked_add_months(Months::new(6)),
        };
        Self {
            made,
            time: None,
            way,
            confidentiality,
            questions,
            // A year of five digits is no day in a file.
            review: review
                .filter(|it| it.year() <= 9999)
                .unwrap_or(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(made)),
        }
    }

    /// The same, made at this time of its day.
    pub fn at(self, time: NaiveTime) -> Self {
        let time = time.with_second(0).and_then(|it| it.with_nanosecond(0));
        Self { time, ..self }
    }

    /// What is taken where nobody says otherwise: the usual way for so many, and the gentlest of the
    /// rest.
    pub fn safest(made: NaiveDate, n_people: usize) -> Self {
        let way = Way::safest(n_people);
        Self::new(made, way, RULES[0], Questions::None)
    }

    /// Every one that there can be, whenever it was made.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |way| {
            let rules = RULES.into_iter();
            rules.flat_map(move |rule| {
                let made = NaiveDate::MIN;
                Questions::ALL.map(|it| Self::new(made, way, rule, it))
            })
        };
        Way::ALL.into_iter().flat_map(of)
    }

    /// Whether it was made by that day. Where that was, it may have been tomorrow already.
    pub fn is_made_by(&self, day: NaiveDate) -> bool {
        day.succ_opt().is_none_or(|it| self.made <= it)
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.is_made_by(day) && day < self.review
    }

    /// Its words in TOML: the way, the rule, the questions.
    pub fn words(&self) -> [&'static str; 3] {
        [
            Way::WORDS[place(&Way::ALL, &self.way)],
            RULE_WORDS[place(&RULES, &self.confidentiality)],
            Questions::WORDS[place(&Questions::ALL, &self.questions)],
        ]
    }

    /// All of it, one sentence each.
    pub fn sentences(&self) -> Vec<&'static str> {
        match self.way {
            Way::NotYet => vec![self.way.sentence()],
            way => vec![
                way.sentence(),
                self.confidentiality.sentence(),
                self.questions.sentence(),
            ],
        }
    }
}

/// What must be agreed for a step to be held; a list that is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlyWhere {
    /// One of these ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<Way>,
    /// One of these rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confidentiality: Vec<Confidentiality>,
    /// One of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Questions>,
}

impl OnlyWhere {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it asks for, a phrase for each thing.
    pub fn words(&self) -> Vec<String> {
        let [ways, rules, questions] = TOPICS.map(|it| it.options);
        let ways = self.way.iter().map(|it| ways[place(&Way::ALL, it)]);
        let rule = |it| rules[place(&RULES, it)];
        let asked = |it| questions[place(&Questions::ALL, it)];
        let all: [Vec<&str>; 3] = [
            ways.collect(),
            self.confidentiality.iter().map(rule).collect(),
            self.questions.iter().map(asked).collect(),
        ];
        let all = all.map(|it| it.join(" or "));
        all.into_iter().filter(|it| !it.is_empty()).collect()
    }

    /// Asks for what another asks for too, where it does not ask for something itself.
    pub fn and(&mut self, other: &Self) {
        fn fill<T: Clone>(own: &mut Vec<T>, other: &[T]) {
            if own.is_empty() {
                own.extend_from_slice(other);
            }
        }
        fill(&mut self.way, &other.way);
        fill(&mut self.confidentiality, &other.confidentiality);
        fill(&mut self.questions, &other.questions);
    }

    /// Whether an agreement is such a one.
    pub fn holds(&self, agreed: &Agreement) -> bool {
        fn one_of<T: PartialEq>(wanted: &[T], is: &T) -> bool {
            wanted.is_empty() || wanted.contains(is)
        }
        one_of(&self.way, &agreed.way)
            && one_of(&self.confidentiality, &agreed.confidentiality)
            && one_of(&self.questions, &agreed.questions)
    }
}

/// Where a thing stands among all there are; what is no choice here counts as the first of them,
/// which of rules and questions is the gentlest.
fn place<T: PartialEq>(all: &[T], it: &T) -> usize {
    all.iter().position(|one| one == it).unwrap_or(0)
}

/// How an answer comes of what people want, to be said before they are asked.
pub const RULE: &str = "What would not be all right for one of us is out. Of the rest we take what most prefer, and of two as good the gentler.";

/// One of the three things that are agreed on: what is asked, and what may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The question, to be said aloud.
    pub text: &'static str,
    /// What may be chosen.
    pub options: &'static [&'static str],
}

/// All three, in the order in which they are asked.
pub const TOPICS: [Topic; 3] = [
    Topic {
        text: "How would we like to share stories?",
        options: &[
            "the whole team, told by whoever wishes",
            "groups of three or four",
            "pairs",
            "a written wall, read in silence",
            "not yet",
        ],
    },
    Topic {
        text: "What of it may leave the room?",
        options: &[
            "nothing: what is said stays, and nobody mentions it again",
            "themes, without names",
            "what you learn for yourself; stories and names stay",
        ],
    },
    Topic {
        text: "Questions after a story?",
        options: &[
            "none: silence, then thanks",
            "one, where the teller wishes it",
        ],
    },
];

/// What comes of the five ways, by how many prefer each and for how many each would not be all
/// right, in the order of [`Way::ALL`]. Among as many, the gentler is taken. That there are none
/// for now is always possible: nobody can be made to share.
pub fn way(prefer: &[u64], vetoes: &[u64]) -> Way {
    let is_out = |(at, it): (usize, &u64)| *it > 0 && Way::ALL.get(at) != Some(&Way::NotYet);
    let out: Vec<bool> = vetoes.iter().enumerate().map(is_out).collect();
    let best = keep::best(prefer, &out).into_iter();
    let best = best.filter_map(|it| Way::ALL.get(it).copied()).min();
    best.unwrap_or(Way::NotYet)
}

/// What comes of a choice among things of which the gentlest stands first: its place. Where
/// everything is out, or nobody prefers anything, that is the gentlest.
pub fn gentlest(prefer: &[u64], vetoes: &[u64]) -> usize {
    let out: Vec<bool> = vetoes.iter().map(|it| *it > 0).collect();
    keep::best(prefer, &out).first().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();

    #[test]
    fn a_veto_outweighs_and_among_as_many_the_gentler_is_taken() {
        assert_eq!(way(&[4, 2, 1, 0, 0], &[0; 5]), Way::Whole);
        assert_eq!(way(&[4, 2, 1, 0, 0], &[1, 0, 0, 0, 0]), Way::Fours);
        assert_eq!(way(&[3, 3, 0, 0, 0], &[0; 5]), Way::Fours);
        assert_eq!(way(&[5, 0, 0, 0, 0], &[1, 1, 1, 1, 0]), Way::NotYet);
        assert_eq!(way(&[0, 0, 0, 0, 6], &[0, 0, 0, 0, 3]), Way::NotYet);
        assert_eq!(way(&[0; 5], &[0; 5]), Way::NotYet);
        assert_eq!(gentlest(&[1, 4, 4], &[0, 0, 0]), 1);
        assert_eq!(gentlest(&[0, 4, 1], &[0, 1, 1]), 0);
    }

    #[test]
    fn an_agreement_holds_until_it_is_to_be_talked_about_again() {
        let agreed = Agreement::safest(DAY, 6);
        assert_eq!(agreed.way, Way::Whole);
        assert_eq!(agreed.confidentiality, Confidentiality::Stays);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let holds = [
            ("2026-11-29", false),
            ("2026-11-30", true),
            ("2026-12-01", true),
            ("2027-05-31", true),
            ("2027-06-01", false),
        ];
        for (text, wanted) in holds {
            assert_eq!(agreed.holds(day(text)), wanted, "{text}");
        }
        let not_yet = Agreement::new(DAY, Way::NotYet, RULES[0], Questions::None);
        assert_eq!(not_yet.review, day("2026-12-29"));
    }

    #[test]
    fn a_step_hangs_on_each_thing_it_names() {
        let agreed = Agreement::safest(DAY, 20);
        let mut only = OnlyWhere::default();
        assert!(only.holds(&agreed) && only.is_empty());
        only.way = vec![Way::Pairs, Way::Fours];
        assert!(only.holds(&agreed));
        only.confidentiality = vec![Confidentiality::LessonsLeave];
        assert!(!only.holds(&agreed));
    }

    #[test]
    fn every_topic_has_its_words() {
        let lengths = [Way::WORDS.len(), RULE_WORDS.len(), Questions::WORDS.len()];
        assert_eq!(TOPICS.map(|it| it.options.len()), lengths);
        let words = |it: &str| crate::fields::typed::<Way>(it);
        let ways: Vec<Way> = Way::WORDS.iter().filter_map(|it| words(it)).collect();
        assert_eq!(ways, Way::ALL);
        let rules: Vec<Confidentiality> = RULE_WORDS
            .iter()
            .filter_map(|it| crate::fields::typed(it))
            .collect();
        assert_eq!(rules, RULES);
        let questions: Vec<Questions> = Questions::WORDS
            .iter()
            .filter_map(|it| crate::fields::typed(it))
            .collect();
        assert_eq!(questions, Questions::ALL);
    }
}
