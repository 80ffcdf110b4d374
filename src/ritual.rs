//! A ritual as the program may believe it: the clean type, which cannot be wrong.
//!
//! [`read`] leads from TOML to here and reports every fault; the journal keeps a whole
//! resolved ritual, so these types also go to JSON and back. Nothing here shows, asks,
//! times or stores anything. Step kinds and their fields: `method.md` §4.3.

pub mod length;
pub mod read;

use serde::{Deserialize, Serialize};

use crate::keep::Class;

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
    /// Where a form of it differs.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// `b3:` and the BLAKE3 hash of the file it was read from, in hexadecimal.
    pub hash: String,
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
#[expect(missing_docs, reason = "the names are the families of DESIGN §2")]
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

/// How vulnerable a question asks people to be; a kind, not a merit (`method.md` §2.1).
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

/// What people may repeat outside, always said aloud (`method.md` §1.0.3).
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
            Self::Stays => "Nothing of this leaves, not even that it happened.",
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
    /// The word in TOML, flags and logs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Remote => "remote",
            Self::Hybrid => "hybrid",
        }
    }
}

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
    /// Held only in these modes; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<Mode>,
    /// The moment key is likely to be needed: the care card stands ready.
    #[serde(default)]
    pub care: bool,
    /// How deep what is said here may go, where a step says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The kind of step with its own fields.
    pub what: What,
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

    /// Whether a session of this version can hold it; a `use` step gives way to the other's steps.
    pub fn is_held(&self) -> bool {
        !matches!(self, Self::Groups(_) | Self::Ask(_) | Self::Use(_))
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
    /// The private worksheet it opens, outside the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// Items from a bank are offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// The bank's id.
    pub bank: String,
    /// How the items are laid out.
    pub show: Show,
    /// How many items; for a grid, words in each quarter of it.
    pub hand: usize,
    /// Only these levels; empty means all under the ceiling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// Only these themes; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// How many other hands may be asked for.
    #[serde(default)]
    pub swap: usize,
    /// Silent time to choose; 0 means that the hand simply stays up for the next steps.
    #[serde(default)]
    pub think: Seconds,
}

/// How dealt items are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
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
    /// Runs once per gathered item.
    #[serde(default)]
    pub each_item: bool,
    /// Asks whether to go on with an item.
    #[serde(default)]
    pub extend_vote: bool,
}

/// Groups in parallel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// Wanted sizes, smallest first.
    pub size: Vec<usize>,
    /// How people are mixed.
    pub mix: String,
    /// How many rounds with new partners.
    pub rounds: usize,
    /// Roles within a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Size that groups merge to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<usize>,
    /// circle, pairs, inner-outer, stations, stage-audience.
    pub shape: String,
    /// Length of one round.
    pub seconds: Seconds,
    /// Time to get there, and again to get back.
    #[serde(default)]
    pub travel: Seconds,
    /// What each group does.
    pub steps: Vec<Step>,
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
    /// pick, scale, dot-vote, prefer-or-veto, consent, quiz.
    pub mode: String,
    /// What may be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The right one, for a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The fewest people a total is told for.
    pub min_n: usize,
    /// How long.
    pub seconds: Seconds,
}

/// Another ritual's steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The other ritual's id.
    pub ritual: String,
    /// Where it differs here.
    pub with: Change,
}

/// A form of a ritual, written only where it differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// When this form is taken.
    pub form: Form,
    /// What differs.
    pub change: Change,
}

/// When a form of a ritual is taken.
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
}

/// Seconds it takes to say `text`: 150 words a minute and a breath.
pub fn seconds_to_say(text: &str) -> Seconds {
    let words = text.split_whitespace().count() as Seconds;
    (words * 60 / 150 + 2).max(5)
}
