//! What may be written in a bank: the table of its fields.

use crate::fields::Shape::{
    Duration, Flag, Format, Integer, List, Map, OneOf, OneOrMore, Scale, Slug, Table, Text,
};
use crate::fields::{Field, Shape, later, may, must};
use crate::ritual::read::shape::LEVELS;

/// The format that is read.
pub const FORMAT: &str = "firelight.bank/1";

/// A bank.
pub static BANK: &[Field] = &[
    may("format", Format(FORMAT), "The format of the file."),
    must("bank", Table(HEAD), "What the bank is."),
    may("item", List(&Table(ITEM)), "A line of it."),
    may("word", List(&Table(WORD)), "A feeling."),
];

const KINDS: &[&str] = &[
    "question", "stem", "pair", "topic", "nudge", "line", "trivia", "feelings", "word",
];
const REPEATS: &[&str] = &["usual", "evergreen", "once"];
const REVIEWED: &str = "Read and scored by somebody beside its writer.";
const TEXTS: Shape = OneOrMore(&Text);
const ALLOW: Shape = Map(&Text);
const LEVEL: Shape = Scale(LEVELS);
const AXIS: Shape = Integer { min: -5, max: 5 };

static HEAD: &[Field] = &[
    may("id", Slug, "The name of the file, if written at all."),
    must("title", Text, "Its name for people."),
    may("lang", Text, "Language of its texts, as in BCP 47."),
    may(
        "translated",
        List(&Text),
        "Languages that every item is there in too, as in BCP 47.",
    ),
    may("licence", Text, "Under what terms its texts may be used."),
    may("origin", Text, "Where its texts come from."),
    may("kind", OneOf(KINDS), "What its items are."),
    may(
        "allow",
        ALLOW,
        "Rules it breaks for a reason: the reason by the rule.",
    ),
    may(
        "defaults",
        Table(DEFAULTS),
        "Used where an item leaves a key out.",
    ),
];

static DEFAULTS: &[Field] = &[
    may("kind", OneOf(KINDS), "What the items are."),
    may("level", LEVEL, "How vulnerable they ask people to be."),
    may("themes", TEXTS, "One or two themes."),
    may("deal", Flag, "May be dealt."),
    may("reviewed", Flag, REVIEWED),
    may("repeat", OneOf(REPEATS), "When a team may have them again."),
    may("uses", TEXTS, "Which rituals may take them."),
    may("flags", List(&Text), "Sensitive classes."),
    may("tags", TEXTS, "Free labels."),
];

static ITEM: &[Field] = &[
    must("id", Slug, "A name that never changes."),
    must("text", Text, "What people read."),
    may("level", LEVEL, "How vulnerable it asks people to be."),
    may("score", Text, "Five digits of the scoring rule."),
    may("themes", TEXTS, "One or two themes."),
    may(
        "lighter",
        Text,
        "A question that asks less: an id or a text.",
    ),
    may("follow", TEXTS, "Questions a listener may ask."),
    may(
        "flags",
        List(&Text),
        "Sensitive classes; off unless asked for.",
    ),
    may("tags", TEXTS, "Free labels."),
    may(
        "tense",
        OneOf(&["now", "near", "past", "any"]),
        "When it looks to.",
    ),
    may("avoid_with", TEXTS, "Contexts it is not dealt in."),
    may("uses", TEXTS, "Which rituals may take it."),
    may(
        "needs",
        Table(NEEDS),
        "What it needs: it is dealt only where that is given.",
    ),
    may("deal", Flag, "May be dealt."),
    may("reviewed", Flag, REVIEWED),
    may("repeat", OneOf(REPEATS), "When a team may have it again."),
    may(
        "allow",
        ALLOW,
        "Rules it breaks for a reason: the reason by the rule.",
    ),
    may("a", Text, "One side of a pair."),
    may("b", Text, "The other side of a pair."),
    may("options", List(&Text), "What may be answered, for trivia."),
    may("answer", Text, "The right one, for trivia."),
    may("source", Text, "Where the answer is from."),
    later(
        "i18n",
        Map(&Table(TRANSLATED)),
        "The same in other languages.",
    ),
];

static NEEDS: &[Field] = &[
    may(
        "group_max",
        Integer { min: 2, max: 100 },
        "People in a group at most.",
    ),
    may(
        "think",
        Duration,
        "Time to think, where the step says how much there is.",
    ),
];

static WORD: &[Field] = &[
    may(
        "id",
        Slug,
        "A name that never changes; made of the text when left out.",
    ),
    must("text", Text, "The word."),
    must("x", AXIS, "Unpleasant to pleasant, never 0."),
    must("y", AXIS, "Little to much energy, never 0."),
    may("means", Text, "What it means."),
    may("near", TEXTS, "Words that lie close."),
    may("flags", List(&Text), "Sensitive classes."),
    may("tags", TEXTS, "Free labels."),
    later(
        "i18n",
        Map(&Table(TRANSLATED)),
        "The same in other languages.",
    ),
];

static TRANSLATED: &[Field] = &[
    may("text", Text, "What people read."),
    may("means", Text, "What the word means."),
    may("lighter", Text, "A question that asks less."),
    may("follow", TEXTS, "Questions a listener may ask."),
    may("a", Text, "One side of a pair."),
    may("b", Text, "The other side of a pair."),
    may("options", List(&Text), "What may be answered."),
    may("answer", Text, "The right one."),
];
