//! What may be written in a ritual: the table of its fields, and of those of every step kind.

use crate::fields::Shape::{
    Days, Duration, DurationOr, Flag, Format, Integer, Kinds, Line, List, OneOf, OneOrMore, Pair,
    Scale, Slug, Table, Text,
};
use crate::fields::{Field, Kind, Shape, later, may, must};
use crate::ritual::agreed::{Questions, RULE_WORDS, Way};

/// The format that is read.
pub const FORMAT: &str = "firelight.ritual/1";

/// The levels by their words.
pub const LEVELS: &[&str] = &["light", "open", "personal", "tender", "deep"];

/// What the others may do after a turn.
pub const RESPONSES: &[&str] = &[
    "silence",
    "thanks",
    "one-question",
    "appreciate",
    "guess",
    "welcome",
    "questions",
];

/// A ritual.
pub static RITUAL: &[Field] = &[
    must("format", Format(FORMAT), "The format of the file."),
    must("title", Text, "What the room sees above everything else."),
    must("family", OneOf(FAMILIES), "Which family it is listed in."),
    may("aliases", List(&Slug), "Other names that find it."),
    must("purpose", Text, "What it is for, in one sentence."),
    must("minutes", MINUTES, "Planned length of the whole."),
    must("people", Table(PEOPLE), "How many people it is made for."),
    must("ceiling", LEVEL, "The deepest level it may deal."),
    must(
        "confidentiality",
        OneOf(RULES),
        "What may be repeated outside.",
    ),
    may("lead", Days, "The notice people should get."),
    may(
        "claim",
        OneOrMore(&Text),
        "Ids of the evidence its claims rest on.",
    ),
    may("step", List(&STEP), "What happens, in order."),
    may("variants", Table(VARIANTS), "Where a form of it differs."),
];

/// A step, alone or in groups.
pub static STEP: Shape = Kinds {
    common: COMMON,
    kinds: KINDS,
};

const FAMILIES: &[&str] = &[
    "stories",
    "conversations",
    "moments",
    "rituals",
    "one-thing",
    "craft",
];
const RULES: &[&str] = &[
    "open",
    "lessons-leave",
    "no-attribution",
    "stays",
    "ask-me-first",
];
const KEEPS: &[&str] = &["none", "screen", "session", "count", "kept", "private"];
const FORMS: &[&str] = &["again", "n2", "many", "n25", "room", "remote", "hybrid"];
/// A level by its word or number.
pub const LEVEL: Shape = Scale(LEVELS);
const MINUTES: Shape = Integer { min: 1, max: 480 };
const PERSONS: Shape = Integer { min: 1, max: 1000 };
const ROUNDS: Shape = Integer { min: 1, max: 20 };

static PEOPLE: &[Field] = &[
    must("min", PERSONS, "Fewest."),
    must("best", Pair(&PERSONS), "The best number, from and to."),
    must("max", PERSONS, "Most."),
];

static VARIANTS: &[Field] = &[
    may(
        "again",
        Table(CHANGE),
        "The team held it three times in 90 days.",
    ),
    may("n2", Table(CHANGE), "Two people."),
    may("many", Table(CHANGE), "More people than its `max`."),
    may("n25", Table(CHANGE), "The same as `many`."),
    may("room", Table(CHANGE), "Everybody in one room."),
    may("remote", Table(CHANGE), "Everybody on a screen."),
    may("hybrid", Table(CHANGE), "Some of each."),
];

static CHANGE: &[Field] = &[
    may("say", Line, "Replaces the first line that is said."),
    may("skip", OneOrMore(&Slug), "Steps left out, by id or kind."),
    may("minutes", MINUTES, "Another length of the whole."),
    may("note", Text, "A word to the facilitator about this form."),
    may(
        "unsuited",
        Line,
        "Why it is better not held in this form, as the end of \"Not suited: …\".",
    ),
];

static AGREED: &[Field] = &[
    may(
        "way",
        OneOrMore(&OneOf(Way::WORDS)),
        "Stories are shared in one of these ways.",
    ),
    may(
        "confidentiality",
        OneOrMore(&OneOf(RULE_WORDS)),
        "What may be repeated is one of these.",
    ),
    may(
        "questions",
        OneOrMore(&OneOf(Questions::WORDS)),
        "Questions after a story are one of these.",
    ),
];

static COMMON: &[Field] = &[
    may("id", Slug, "A name within the ritual."),
    must("kind", Text, "Which of the nine kinds it is."),
    may(
        "when",
        OneOf(&["before", "live", "after"]),
        "Before, in or after the meeting.",
    ),
    may("lead", Days, "How long before the meeting."),
    may("due", Days, "How long after it."),
    may(
        "without",
        Slug,
        "Held only where nobody took a turn in the `turns` step with this id.",
    ),
    may(
        "after_turns",
        Slug,
        "Held only where somebody took a turn in the `turns` step with this id.",
    ),
    may(
        "agreed",
        Table(AGREED),
        "Held only where this was agreed in the `ask` step with `mode = \"agreement\"` before it.",
    ),
    may("cue", Text, "What only the facilitator sees."),
    may("keep", OneOf(KEEPS), "What may be written of it."),
    may("optional", Flag, "May fall away when time is short."),
    may(
        "only",
        OneOrMore(&OneOf(FORMS)),
        "Held only in one of these forms.",
    ),
    may("care", Flag, "The care card stands ready."),
    may("level", LEVEL, "How deep what is said here may go."),
    may("pass", Flag, "Always true: everybody may pass."),
];

static KINDS: &[Kind] = &[
    (
        "say",
        &[
            must("text", Line, "The line."),
            may("stage", Text, "What the stage shows instead."),
            may("for", Duration, "How long it takes."),
        ],
    ),
    (
        "solo",
        &[
            must(
                "do",
                Text,
                "think, write, draw, choose, rank, rehearse, or more.",
            ),
            may("text", Text, "What the stage says meanwhile."),
            may("for", Duration, "How long."),
            later("sheet", Slug, "The private worksheet it opens."),
        ],
    ),
    (
        "deal",
        &[
            must(
                "bank",
                OneOrMore(&Slug),
                "The bank's id; of several a hand has as much of each as can be.",
            ),
            may(
                "show",
                OneOf(&["grid", "hand", "card"]),
                "How the items are laid out.",
            ),
            may(
                "hand",
                Integer { min: 1, max: 20 },
                "How many items, or words a quarter.",
            ),
            may("levels", OneOrMore(&LEVEL), "Only these levels."),
            may("themes", OneOrMore(&Text), "Only these themes."),
            may(
                "tags",
                OneOrMore(&Text),
                "Only items with one of these tags.",
            ),
            may(
                "flags",
                OneOrMore(&Text),
                "Flagged topics that may be dealt.",
            ),
            may("swap", Integer { min: 0, max: 9 }, "How many other hands."),
            may("think", Duration, "Silent time to choose."),
        ],
    ),
    (
        "turns",
        &[
            may("each", DurationOr("auto"), "Length of one turn."),
            may(
                "order",
                OneOf(&["random", "volunteers", "given", "ring"]),
                "Who speaks when.",
            ),
            may(
                "who",
                OneOf(&["all", "volunteers", "tellers"]),
                "Whose turns they are.",
            ),
            may("response", Text, "What the others do after a turn."),
            may("stem", Line, "How a turn may begin."),
            may("rounds", ROUNDS, "How often the round goes round."),
            may("max", PERSONS, "How many turns at most."),
            may("between", Duration, "Time between two turns."),
            may("for", Duration, "Length of the whole step."),
        ],
    ),
    (
        "open",
        &[
            may("text", Text, "What the stage says."),
            must("for", Duration, "How long."),
            may("rescue", List(&Text), "Prompts for a silence."),
            may(
                "each_item",
                Flag,
                "One talk an item, each as long as `for`; people say which.",
            ),
            may(
                "max",
                Integer { min: 1, max: 50 },
                "How many items at most, with `each_item`.",
            ),
            may(
                "extend_vote",
                Flag,
                "Asks after an item whether to stay with it for half its time again.",
            ),
        ],
    ),
    (
        "groups",
        &[
            may(
                "size",
                OneOrMore(&Integer { min: 2, max: 12 }),
                "Wanted sizes.",
            ),
            may(
                "mix",
                Slug,
                "`fewest-repeats`, or the key of a tag, such as `dept`, that is spread over the groups.",
            ),
            may(
                "rounds",
                ROUNDS,
                "How many rounds, with new partners unless there are roles or two circles.",
            ),
            may(
                "roles",
                List(&Text),
                "What one does each; they go round among the same people, round by round.",
            ),
            may(
                "merge",
                Integer { min: 3, max: 12 },
                "Joins the groups of the step before to groups of about so many.",
            ),
            may(
                "shape",
                OneOf(&["circle", "pairs", "inner-outer", "stations"]),
                "How people stand.",
            ),
            must("for", Duration, "Length of one round."),
            may("travel", Duration, "Time to get there, and again back."),
            must("steps", List(&STEP), "What each group does."),
        ],
    ),
    (
        "gather",
        &[
            must("what", Text, "What is asked for."),
            may(
                "form",
                OneOf(&[
                    "item",
                    "headline",
                    "card",
                    "commitment",
                    "slot",
                    "agreement",
                    "theme",
                ]),
                "What an item is.",
            ),
            may(
                "by",
                OneOf(&["voice", "hands", "chat", "paper"]),
                "How items come.",
            ),
            may(
                "max_words",
                Integer { min: 0, max: 100 },
                "Words of an item at most, said softly; 0 for no limit.",
            ),
            may("attributed", Flag, "Whether names go with the items."),
            may("for", Duration, "How long."),
        ],
    ),
    (
        "ask",
        &[
            must("text", Text, "The question."),
            must(
                "mode",
                OneOf(&[
                    "pick",
                    "scale",
                    "dot-vote",
                    "prefer-or-veto",
                    "consent",
                    "quiz",
                    "agreement",
                ]),
                "How people choose.",
            ),
            may(
                "options",
                List(&Text),
                "What may be chosen; for a scale, words for its two ends.",
            ),
            may(
                "bank",
                Slug,
                "A bank of pairs or trivia that questions are dealt from, instead of `options`.",
            ),
            may("rounds", ROUNDS, "How many questions, with `bank`."),
            may(
                "by",
                OneOf(&["voice", "hands", "chat", "paper"]),
                "How people answer: with hands, unless it says otherwise.",
            ),
            may("dots", Integer { min: 1, max: 20 }, "Dots a person has."),
            may("answer", Text, "The right one, for a quiz."),
            may(
                "min_n",
                Integer { min: 5, max: 1000 },
                "Fewest people a total is told for.",
            ),
            may("for", Duration, "How long."),
        ],
    ),
    (
        "use",
        &[
            must("ritual", Slug, "The other ritual's id."),
            may("with", Table(CHANGE), "Where it differs here."),
        ],
    ),
];
