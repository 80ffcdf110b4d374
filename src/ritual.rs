//! A ritual as the program may believe it: the clean type, which cannot be wrong.
//!
//! [`read`] leads from TOML to here and reports every fault; the journal keeps a whole
//! resolved ritual, so these types also go to JSON and back. Nothing here shows, asks,
//! times or stores anything. Step kinds and their fields: [`read`].

pub mod agreed;
pub mod length;
pub mod read;
mod step;

use serde::{Deserialize, Serialize};

pub use step::{
    Ask, DOTS, Deal, FEWEST_IN_CIRCLES, FEWEST_REPEATS, Gather, Groups, Layout, Open, Order,
    Response, Say, Shape, Solo, Step, Turns, Use, Vote, What, When, Who,
};

/// Whole seconds of planned time.
pub type Seconds = i64;

/// A ritual: a template for sessions, all of it data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ritual {
    /// The file's name without its ending: lower-case letters, digits and hyphens.
    pub id: String,
    /// What the room sees above everything else.
    pub title: String,
    /// Which of the six families it belongs to.
    pub family: Family,
    /// Other names that find it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// Planned length of the whole, in minutes.
    pub minutes: i64,
    /// How many people it is made for.
    pub people: People,
    /// The deepest level it may deal.
    pub ceiling: Level,
    /// What may be repeated outside.
    pub confidentiality: Confidentiality,
    /// Days of notice people should get, 0 for none.
    #[serde(default)]
    pub lead_days: i64,
    /// Ids of the evidence its claims rest on.
    #[serde(default)]
    pub claims: Vec<String>,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// What happens before and after the meeting, of a ritual as it is held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<Step>,
    /// Where a form of it differs.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// `b3:` and the BLAKE3 hash of the file it was read from, in hexadecimal.
    pub hash: String,
}

impl Ritual {
    /// What it is called and how it is asked for: `Two words (two-words), 4 min`.
    pub fn offered(&self) -> String {
        format!("{} ({}), {} min", self.title, self.id, self.minutes)
    }

    /// The form for so many people, where their number makes one.
    pub fn form_for(&self, n: usize) -> Option<Form> {
        match n {
            2 => Some(Form::N2),
            n if n > self.people.max => Some(Form::Many),
            _ => None,
        }
    }

    /// Why it is better not held with so many people who meet like this, as the end of a sentence:
    /// it is made for others, or its author says so.
    pub fn unsuited(&self, n: usize, mode: Mode) -> Option<String> {
        let people = |n: usize| if n == 1 { "person" } else { "people" };
        let People { min, max, .. } = self.people;
        if n < min {
            return Some(format!("it needs at least {min} {}", people(min)));
        }
        let has_many = self.variants.iter().any(|it| it.form == Form::Many);
        if n > max && !has_many {
            return Some(format!("it is made for at most {max} {}", people(max)));
        }
        // Whether it was held often is no matter of people.
        let taken = [self.form_for(n), Some(Form::of(mode))];
        let mut variants = self.variants.iter();
        variants
            .find_map(|it| {
                it.change
                    .unsuited
                    .as_ref()
                    .filter(|_| taken.contains(&Some(it.form)))
            })
            .cloned()
    }
}

/// How many people a ritual is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Fewest.
    pub min: usize,
    /// The best number, from and to.
    pub best: (usize, usize),
    /// Most.
    pub max: usize,
}

/// The six families that rituals are listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the names are the families, as rituals write them"
)]
pub enum Family {
    Stories,
    Conversations,
    Moments,
    Rituals,
    OneThing,
    Craft,
}

impl Family {
    /// All six, in the order they are listed.
    pub const ALL: [Self; 6] = [
        Self::Stories,
        Self::Conversations,
        Self::Moments,
        Self::Rituals,
        Self::OneThing,
        Self::Craft,
    ];

    /// The word in TOML and logs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stories => "stories",
            Self::Conversations => "conversations",
            Self::Moments => "moments",
            Self::Rituals => "rituals",
            Self::OneThing => "one-thing",
            Self::Craft => "craft",
        }
    }
}

/// How vulnerable a question asks people to be; a kind, not a merit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 1: tastes, present surroundings, play.
    Light,
    /// 2: habits, preferences, small recent events.
    Open,
    /// 3: choices, helpers, values in action.
    Personal,
    /// 4: doubts, regrets, belonging.
    Tender,
    /// 5: turning points; never dealt.
    Deep,
}

impl Level {
    /// All five, lightest first.
    pub const ALL: [Self; 5] = [
        Self::Light,
        Self::Open,
        Self::Personal,
        Self::Tender,
        Self::Deep,
    ];

    /// The word people see.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Open => "open",
            Self::Personal => "personal",
            Self::Tender => "tender",
            Self::Deep => "deep",
        }
    }

    /// 1 to 5, as banks and logs write it.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The level written as `number`, 1 to 5.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|it| i64::from(it.number()) == number)
    }
}

/// What people may repeat outside: always said aloud, so that nobody has to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidentiality {
    /// May be repeated with the name.
    Open,
    /// Stories and names stay; what you learned may leave.
    LessonsLeave,
    /// Themes only.
    NoAttribution,
    /// Neither what was said nor that it was said.
    Stays,
    /// Nobody raises it again, even with the one who said it, unless invited.
    AskMeFirst,
}

impl Confidentiality {
    /// The rule in one sentence, to be said aloud.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Open => "What is said here may be repeated, with the name.",
            Self::LessonsLeave => {
                "Stories and names stay here; what you learn for yourself may leave."
            }
            Self::NoAttribution => "Themes may leave the room; who said them stays.",
            Self::Stays => "Nothing that is said here leaves, and nobody mentions it again.",
            Self::AskMeFirst => "Nobody brings up your words later, unless you do.",
        }
    }
}

/// Where people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Everybody in one room.
    Room,
    /// Everybody on a screen.
    Remote,
    /// Some of each.
    Hybrid,
}

impl Mode {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Room, Self::Remote, Self::Hybrid];

    /// The word in TOML, flags and logs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Remote => "remote",
            Self::Hybrid => "hybrid",
        }
    }
}

/// A form of a ritual, written only where it differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// When this form is taken.
    pub form: Form,
    /// What differs.
    pub change: Change,
}

/// When a form of a ritual is taken; of several, a later one has the last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The team held it three times in the last 90 days.
    Again,
    /// Two people.
    N2,
    /// More people than its `max`.
    Many,
    /// Everybody in one room.
    Room,
    /// Everybody on a screen.
    Remote,
    /// Some of each.
    Hybrid,
}

impl Form {
    /// All six, in the order they are applied.
    pub const ALL: [Self; 6] = [
        Self::Again,
        Self::N2,
        Self::Many,
        Self::Room,
        Self::Remote,
        Self::Hybrid,
    ];

    /// The form of a mode.
    pub fn of(mode: Mode) -> Self {
        match mode {
            Mode::Room => Self::Room,
            Mode::Remote => Self::Remote,
            Mode::Hybrid => Self::Hybrid,
        }
    }

    /// When it is taken, in words for people.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Again => "when the team held it three times in 90 days",
            Self::N2 => "for two people",
            Self::Many => "for more people than it is made for",
            Self::Room => "with everybody in one room",
            Self::Remote => "with everybody on a screen",
            Self::Hybrid => "with some on a screen",
        }
    }
}

/// What differs in a form of a ritual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Replaces the first line the facilitator says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// Steps left out, by id or kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Another length of the whole, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    /// A word to the facilitator about this form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why it is better not held in this form, as the end of a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsuited: Option<String>,
}

/// Seconds it takes to say `text`: 150 words a minute and a breath.
pub fn seconds_to_say(text: &str) -> Seconds {
    let words = text.split_whitespace().count() as Seconds;
    (words * 60 / 150 + 2).max(5)
}
