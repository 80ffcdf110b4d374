//! A bank as the program may believe it: items that can be dealt, each with an id.
//!
//! [`read`] leads from TOML to here and reports every fault. Dealing is elsewhere.

pub mod read;
pub mod wording;
pub mod write;

use serde::{Deserialize, Serialize};

use crate::ritual::Level;

/// A bank: items of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// The file's name without its ending.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Language of its texts, as in BCP 47.
    pub lang: String,
    /// Under what terms its texts may be used.
    pub licence: String,
    /// Where its texts come from.
    pub origin: String,
    /// question, stem, pair, topic, nudge, line, trivia, or word for feelings.
    pub kind: String,
    /// What it holds.
    pub items: Vec<Item>,
}

impl Bank {
    /// Bars every item that breaks a rule whose breaking is an error. What comes with the program
    /// is held to the rules before it is shipped; what a team writes, whenever it is read.
    pub fn bar(&mut self) {
        for item in &mut self.items {
            item.barred = wording::bar(item, &self.kind, &self.lang);
        }
    }
}

/// One line of a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// A slug that never changes.
    pub id: String,
    /// What people read.
    pub text: String,
    /// How vulnerable it asks people to be.
    pub level: Level,
    /// Five digits of the score that makes its level, for questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// One or two themes.
    #[serde(default)]
    pub themes: Vec<String>,
    /// A question for the same moment that asks less: an id or a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lighter: Option<String>,
    /// Questions a listener may ask.
    #[serde(default)]
    pub follow: Vec<String>,
    /// Sensitive classes; off unless asked for.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// now, near, past, any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tense: Option<String>,
    /// Contexts it is not dealt in.
    #[serde(default)]
    pub avoid_with: Vec<String>,
    /// May be dealt.
    pub deal: bool,
    /// Whether somebody beside its writer has read and scored it.
    #[serde(default = "usually")]
    pub reviewed: bool,
    /// Which rituals may take it beside those that name its bank.
    #[serde(default)]
    pub uses: Vec<String>,
    /// When a team may have it again.
    #[serde(default)]
    pub repeat: Repeat,
    /// People who sit together at most, where it needs so few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_max: Option<usize>,
    /// Seconds that people need to think about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub think: Option<i64>,
    /// Rules that it breaks for a reason.
    #[serde(skip)]
    pub allow: Vec<String>,
    /// Which of the banks it is from, where several are dealt from together.
    #[serde(skip)]
    pub part: usize,
    /// The rule that a team's own item breaks and for which it is not dealt.
    #[serde(skip)]
    pub barred: Option<&'static str>,
    /// Place on the two axes, for feelings: pleasant and energy, each -5 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axes: Option<Axes>,
    /// What a feeling word means, for somebody who does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// Words that lie close.
    #[serde(default)]
    pub near: Vec<String>,
    /// What may be answered: the two sides of a pair, or what trivia offers.
    #[serde(default)]
    pub options: Vec<String>,
    /// The right one of them, for trivia.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Where the answer is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

fn usually() -> bool {
    true
}

/// When a team may have an item again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// When it had all the others.
    #[default]
    Usual,
    /// At any time.
    Evergreen,
    /// Never.
    Once,
}

/// A feeling's place: `x` unpleasant to pleasant, `y` little to much energy, each -5 to 5, never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Axes {
    pub x: i64,
    pub y: i64,
}

/// A quarter of the grid of feelings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quarter {
    /// Pleasant, much energy.
    BrightHigh,
    /// Unpleasant, much energy.
    HeavyHigh,
    /// Pleasant, little energy.
    BrightLow,
    /// Unpleasant, little energy.
    HeavyLow,
}

impl Quarter {
    /// In reading order: upper left, upper right, lower left, lower right.
    pub const ALL: [Self; 4] = [
        Self::BrightHigh,
        Self::HeavyHigh,
        Self::BrightLow,
        Self::HeavyLow,
    ];
}

impl Axes {
    /// The quarter it lies in.
    pub fn quarter(self) -> Quarter {
        match (self.x >= 0, self.y >= 0) {
            (true, true) => Quarter::BrightHigh,
            (false, true) => Quarter::HeavyHigh,
            (true, false) => Quarter::BrightLow,
            (false, false) => Quarter::HeavyLow,
        }
    }
}
