//! A step of a ritual, and the nine kinds of it with their own fields.

use serde::{Deserialize, Serialize};

use crate::groups::{self, Five, Sizes};
use crate::keep::Class;

use super::agreed::{OnlyWhere, TOPICS};
use super::{Change, Form, Level, Seconds};

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// A name within the ritual, for `skip` and `--at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Before, in or after the meeting.
    #[serde(default)]
    pub when: When,
    /// What only the facilitator sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// What may be written of it, and where.
    #[serde(default)]
    pub keep: Class,
    /// May fall away when time is short.
    #[serde(default)]
    pub optional: bool,
    /// Held only where one of these forms is taken; empty means always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Form>,
    /// The moment key is likely to be needed: the care card stands ready.
    #[serde(default)]
    pub care: bool,
    /// How deep what is said here may go, where a step says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Held only where nobody took a turn in the `turns` steps with these ids: its own, and that of
    /// a ritual's `use` around it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Held only where somebody took a turn in the `turns` steps with these ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after_turns: Vec<String>,
    /// Held only where this was agreed.
    #[serde(default, skip_serializing_if = "OnlyWhere::is_empty")]
    pub agreed: OnlyWhere,
    /// The kind of step with its own fields.
    pub what: What,
}

impl Step {
    /// What it deals: a `deal` step's own, the one that groups choose from, or the questions
    /// that are asked.
    pub fn deal(&self) -> Option<&Deal> {
        match &self.what {
            What::Deal(deal) => Some(deal),
            What::Groups(groups) => groups.deal(),
            What::Ask(ask) => ask.bank.as_ref(),
            _ => None,
        }
    }
}

impl Step {
    /// Whether it asks how to share stories.
    pub fn is_agreement(&self) -> bool {
        matches!(&self.what, What::Ask(ask) if ask.mode == Vote::Agreement)
    }

    /// How many turns or items there may be, where they are taken by wish, one at a time.
    pub fn wishes(&self, n_people: usize) -> Option<usize> {
        match &self.what {
            What::Turns(it) if it.is_by_wish() => Some(n_people.min(it.max.unwrap_or(n_people))),
            What::Open(it) if it.each_item => Some(it.max.unwrap_or(ITEMS)),
            _ => None,
        }
    }
}

/// When a step happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Days before the meeting.
    Before {
        /// How many.
        days: i64,
    },
    /// In the meeting.
    #[default]
    Live,
    /// Days after it.
    After {
        /// How many.
        days: i64,
    },
}

/// The nine step kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The facilitator says a line.
    Say(Say),
    /// Everyone alone and silent.
    Solo(Solo),
    /// Items from a bank are offered.
    Deal(Deal),
    /// Each person has an equal turn.
    Turns(Turns),
    /// Free talk on a clock.
    Open(Open),
    /// Groups in parallel.
    Groups(Groups),
    /// Short items are collected.
    Gather(Gather),
    /// A choice by everyone.
    Ask(Ask),
    /// Another ritual's steps.
    Use(Use),
}

impl What {
    /// The kind's word in TOML and logs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Say(_) => "say",
            Self::Solo(_) => "solo",
            Self::Deal(_) => "deal",
            Self::Turns(_) => "turns",
            Self::Open(_) => "open",
            Self::Groups(_) => "groups",
            Self::Gather(_) => "gather",
            Self::Ask(_) => "ask",
            Self::Use(_) => "use",
        }
    }
}

/// The facilitator says a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    /// The line.
    pub text: String,
    /// What the stage shows instead of the line, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// How long it takes; read from the number of words when not written.
    pub seconds: Seconds,
}

/// Everyone alone and silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solo {
    /// think, write, draw, choose, rank, rehearse, or a longer thing to do.
    pub r#do: String,
    /// What the stage says meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How long.
    pub seconds: Seconds,
}

/// Items from a bank are offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// The bank's id.
    pub bank: String,
    /// Other banks that are dealt from too; a hand has as much of each as can be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// How the items are laid out.
    pub show: Layout,
    /// How many items; for a grid, words in each quarter of it.
    pub hand: usize,
    /// Only these levels; empty means all under the ceiling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// Only these themes; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// Only items with one of these tags; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Flagged topics that may be among them; the others stay off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// How many other hands may be asked for.
    #[serde(default)]
    pub swap: usize,
    /// Silent time to choose; 0 means that the hand simply stays up for the next steps.
    #[serde(default)]
    pub think: Seconds,
    /// The ceiling of the ritual it came from, where that is used inside another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Level>,
}

impl Deal {
    /// Deals `hand` items of a bank, and asks for nothing else.
    pub fn of(bank: &str, show: Layout, hand: usize) -> Self {
        Self {
            bank: bank.to_string(),
            beside: Vec::new(),
            show,
            hand,
            levels: Vec::new(),
            themes: Vec::new(),
            tags: Vec::new(),
            flags: Vec::new(),
            swap: 0,
            think: 0,
            ceiling: None,
        }
    }

    /// The ids of all banks it is dealt from.
    pub fn banks(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.bank).chain(&self.beside)
    }
}

/// How dealt items are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Words in four quarters: pleasant or not, much energy or little.
    Grid,
    /// A list to choose from.
    Hand,
    /// One item, large.
    Card,
}

/// Each person has an equal turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turns {
    /// Length of one turn; `None` divides what is left equally.
    pub each: Option<Seconds>,
    /// Who speaks when.
    pub order: Order,
    /// Whose turns they are.
    pub who: Who,
    /// What the others do.
    pub response: Vec<Response>,
    /// How a turn may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// How often the round goes round.
    pub rounds: usize,
    /// How many turns at most, for tellers and volunteers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// Time between two turns.
    #[serde(default)]
    pub between: Seconds,
    /// Length of the whole step, when it is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Seconds>,
}

impl Turns {
    /// Whether they are taken by wish, one at a time; otherwise volunteers share one clock.
    pub fn is_by_wish(&self) -> bool {
        self.who != Who::All && self.each.is_some()
    }
}

/// Who speaks when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Drawn: people on a screen first, a lead second or third, somebody new never first.
    Random,
    /// As people like.
    Volunteers,
    /// As the names were given.
    Given,
    /// As the names were given, each speaking about the next.
    Ring,
}

/// Whose turns they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Everybody present.
    All,
    /// Whoever would like to.
    Volunteers,
    /// Those who offered beforehand.
    Tellers,
}

/// What the others do after a turn, and for how long where that is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// silence, thanks, one-question, appreciate, guess, welcome, questions.
    pub form: String,
    /// Its length.
    #[serde(default)]
    pub seconds: Seconds,
}

/// Items that are talked about, where a step does not say how many.
pub const ITEMS: usize = 3;

/// Free talk on a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// What the stage says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How long.
    pub seconds: Seconds,
    /// Prompts for a silence, on the cue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rescue: Vec<String>,
    /// One talk an item, each as long as `seconds`; people say which item.
    #[serde(default)]
    pub each_item: bool,
    /// How many items at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// Asks after an item whether to stay with it for half its time again.
    #[serde(default)]
    pub extend_vote: bool,
}

/// Groups in parallel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// Wanted sizes, smallest first.
    pub size: Vec<usize>,
    /// How people are mixed: [`FEWEST_REPEATS`], or the key of a tag that is spread over the groups.
    pub mix: String,
    /// How many rounds, with new partners unless [`Groups::stays`]; `None` is one for each person in
    /// the largest group, so that each role comes to everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<usize>,
    /// Roles within a group, which go round by the names; the last is shared where people are more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The groups of the step before are joined to groups of about so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<usize>,
    /// How people stand.
    pub shape: Shape,
    /// Length of one round.
    pub seconds: Seconds,
    /// Time to get there, and again to get back.
    #[serde(default)]
    pub travel: Seconds,
    /// What each group does.
    pub steps: Vec<Step>,
}

impl Groups {
    /// What lies on the table for everybody: one hand for the whole room.
    pub fn deal(&self) -> Option<&Deal> {
        self.steps.iter().find_map(|it| match &it.what {
            What::Deal(deal) => Some(deal),
            _ => None,
        })
    }

    /// Silent time to choose, before the rooms open.
    pub fn think(&self) -> Seconds {
        self.deal().map_or(0, |it| it.think)
    }

    /// People in a group at most, by plan: that many people make one group.
    pub fn most(&self) -> usize {
        match self.shape {
            Shape::InnerOuter => FEWEST_IN_CIRCLES - 1,
            // Nobody counts who is where.
            Shape::Stations => 1,
            Shape::Circle | Shape::Pairs => self.size.iter().copied().max().unwrap_or(4),
        }
    }

    /// How many rounds there are by plan, for so many people.
    pub fn planned_rounds(&self, n_people: usize) -> usize {
        if self.shape == Shape::InnerOuter && n_people < FEWEST_IN_CIRCLES {
            return 1;
        }
        self.rounds.unwrap_or_else(|| {
            let sizes = Sizes {
                least: self.size.first().copied().unwrap_or(3),
                most: self.most(),
            };
            let sizes = groups::sizes(n_people, sizes, false, Five::Split);
            sizes.first().copied().unwrap_or(1)
        })
    }

    /// Whether people stay with those they are with, round after round.
    pub fn stays(&self) -> bool {
        !self.roles.is_empty() || self.shape == Shape::InnerOuter
    }

    /// How often all go somewhere in so many rounds, back again at the end included.
    pub fn ways(&self, rounds: Seconds) -> Seconds {
        if self.stays() { 2 } else { rounds + 1 }
    }

    /// The tag that is spread over the groups.
    pub fn mixed(&self) -> Option<&str> {
        Some(self.mix.as_str()).filter(|it| *it != FEWEST_REPEATS)
    }
}

/// The mix in which those sit together who met least.
pub const FEWEST_REPEATS: &str = "fewest-repeats";

/// Fewer people make no two circles, one within the other.
pub const FEWEST_IN_CIRCLES: usize = 6;

/// How people stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// In groups.
    Circle,
    /// Two by two.
    Pairs,
    /// All in two circles: the inner one talks, the outer one listens, and then they change.
    InnerOuter,
    /// At places with one thing to do each; people go where they like.
    Stations,
}

/// Short items are collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gather {
    /// What is asked for.
    pub text: String,
    /// item, headline, card, commitment, slot, agreement.
    pub form: String,
    /// voice, hands, chat or paper.
    pub by: String,
    /// How many words an item has at most; 0 for no limit.
    #[serde(default)]
    pub max_words: usize,
    /// Whether items carry names.
    #[serde(default)]
    pub attributed: bool,
    /// How long.
    pub seconds: Seconds,
}

/// A choice by everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The question.
    pub text: String,
    /// How people choose.
    pub mode: Vote,
    /// What may be chosen; for a scale, words for its two ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The bank of pairs or trivia that questions are dealt from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<Deal>,
    /// How many questions, one after the other.
    #[serde(default = "once")]
    pub rounds: usize,
    /// voice, hands, chat or paper.
    #[serde(default = "hands")]
    pub by: String,
    /// How many dots a person has, for a dot vote.
    #[serde(default = "dots")]
    pub dots: usize,
    /// The right one, for a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The fewest people a total is told for.
    pub min_n: usize,
    /// How long, for each question.
    pub seconds: Seconds,
}

fn once() -> usize {
    1
}

fn hands() -> String {
    "hands".to_string()
}

fn dots() -> usize {
    DOTS
}

/// Dots a person has, where a dot vote does not say.
pub const DOTS: usize = 3;

/// How people choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vote {
    /// One option each.
    Pick,
    /// 1 to 5.
    Scale,
    /// Several dots each.
    DotVote,
    /// One option each, or a veto, which outweighs everything.
    PreferOrVeto,
    /// Whether anybody could not live with it.
    Consent,
    /// One option each, and one of them is right.
    Quiz,
    /// How to share stories, in three questions, unless that is agreed already.
    Agreement,
}

impl Ask {
    /// How many questions it asks by plan.
    pub fn questions(&self) -> usize {
        match (self.mode, &self.bank) {
            (Vote::Agreement, _) => TOPICS.len(),
            (_, Some(_)) => self.rounds,
            (_, None) => 1,
        }
    }

    /// What may be chosen where no question is dealt.
    pub fn choices(&self) -> Vec<String> {
        match self.mode {
            Vote::Scale => {
                let mut points: Vec<String> = (1..=5).map(|it: u8| it.to_string()).collect();
                if let [low, high] = &self.options[..] {
                    points[0].clone_from(low);
                    points[4].clone_from(high);
                }
                points
            }
            Vote::Consent => vec!["I can live with it".into(), "I could not".into()],
            Vote::Pick | Vote::DotVote | Vote::PreferOrVeto | Vote::Quiz | Vote::Agreement => {
                self.options.clone()
            }
        }
    }
}

impl Vote {
    /// The word in TOML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pick => "pick",
            Self::Scale => "scale",
            Self::DotVote => "dot-vote",
            Self::PreferOrVeto => "prefer-or-veto",
            Self::Consent => "consent",
            Self::Quiz => "quiz",
            Self::Agreement => "agreement",
        }
    }
}

/// Another ritual's steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The other ritual's id.
    pub ritual: String,
    /// Where it differs here.
    pub with: Change,
}
