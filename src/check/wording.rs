//! The rules for the words of one item: what it asks, of whom, and whether it can be said aloud
//! (`method.md` §2.4, §2.5, §3.3). They are for English; banks in other languages pass them.

use std::collections::BTreeSet;

use super::{copied, english};
use crate::bank::Item;
use crate::ritual::Level;

/// A rule that an item breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Which.
    pub rule: &'static str,
    /// Whether it is a matter of taste here, though the rule can be worse.
    pub mild: bool,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

fn slip(rule: &'static str, message: impl Into<String>, help: impl Into<String>) -> Slip {
    Slip {
        rule,
        mild: false,
        message: message.into(),
        help: help.into(),
    }
}

impl Slip {
    fn mild(self) -> Self {
        Self { mild: true, ..self }
    }
}

/// Most words of a text that is still said in one breath.
const BREATH: usize = 20;
/// Words beyond which nobody follows.
const LOST: usize = 30;
/// LIX (Björnsson 1968: words to a sentence, and per cent of words longer than six letters) from
/// which a text is hard for a reader of twelve, or of a second language.
const HARD: usize = 55;

/// The words of a text in lower case, without punctuation around them.
pub(super) fn words(text: &str) -> Vec<String> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '\'' | '’' | '-');
    let words = text.split(|it: char| !is_part(it));
    words
        .map(|it| it.trim_matches(['\'', '’', '-']).to_lowercase())
        .filter(|it| !it.is_empty())
        .collect()
}

/// The first entry of a list that the words hold.
pub(super) fn find<'l>(words: &[String], list: &'l str) -> Option<&'l str> {
    list.split(", ").find(|it| at(words, it).is_some())
}

/// Where an entry stands: several words in a row, the last of them perhaps only begun.
fn at(words: &[String], entry: &str) -> Option<usize> {
    let fits = |(word, wanted): (&String, &str)| match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    };
    let mut windows = words.windows(entry.split(' ').count());
    windows.position(|window| window.iter().zip(entry.split(' ')).all(fits))
}

fn starts(words: &[String], list: &str) -> bool {
    list.split(", ").any(|it| at(words, it) == Some(0))
}

/// Whether a text can be answered by yes or no.
pub(super) fn is_closed(words: &[String]) -> bool {
    starts(words, english::CLOSED) && !starts(words, "would you rather")
}

/// Whether it leads away from what was.
pub(super) fn is_hypothetical(words: &[String]) -> bool {
    starts(words, english::HYPOTHETICAL)
}

/// Whether it ranks.
pub(super) fn is_ranking(words: &[String]) -> Option<&'static str> {
    let ranks = find(words, english::RANKING)?;
    find(words, english::NO_RANKING).is_none().then_some(ranks)
}

/// A text that people answer, rather than one that is said or filled in.
pub(super) fn asks(kind: &str) -> bool {
    matches!(kind, "question" | "topic")
}

/// The words of a question that tell what it is about.
pub(super) fn content(text: &str) -> BTreeSet<String> {
    let words = words(text).into_iter();
    words.filter(|it| !is_stop(it)).collect()
}

fn is_stop(word: &str) -> bool {
    english::STOP.split(' ').any(|it| it == word)
}

/// Every rule that the words of `item`, which is of this kind, break.
pub(super) fn judge(item: &Item, kind: &str) -> Vec<Slip> {
    let mut slips = judge_words(&item.text, kind, item.level, &item.flags);
    slips.extend(deeper(item, kind));
    slips
}

/// Every rule that the words of a question break, whatever else belongs to it.
pub(super) fn judge_text(text: &str, level: Level, flags: &[String]) -> Vec<Slip> {
    judge_words(text, "question", level, flags)
}

fn judge_words(text: &str, kind: &str, level: Level, flags: &[String]) -> Vec<Slip> {
    let words = words(text);
    let mut slips = topics(kind, flags, &words);
    slips.extend(people(level, &words));
    if asks(kind) {
        slips.extend(form(text, level, &words));
    }
    slips.extend(marks(text, kind));
    if copied::is_known(text) {
        let message = "this stands in a well-known list";
        slips.push(slip(
            "Q025",
            message,
            "ask it in your own words, or ask something else",
        ));
    }
    slips
}

/// The flags of the sensitive topics that words touch.
pub(super) fn flags(words: &[String]) -> Vec<&'static str> {
    let touched = english::FLAGGED
        .iter()
        .filter(|it| find(words, it.1).is_some());
    touched.map(|it| it.0).collect()
}

fn topics(kind: &str, flags: &[String], words: &[String]) -> Vec<Slip> {
    // A facilitator names what nobody has to tell; a quiz asks about the world.
    if matches!(kind, "line" | "trivia" | "word") {
        return Vec::new();
    }
    let mut slips = Vec::new();
    for (topic, list) in english::BLOCKED {
        if let Some(word) = find(words, list) {
            let message = format!("`{}` touches {topic}, which no bank asks about", bare(word));
            slips.push(slip("Q010", message, "ask about something else"));
        }
    }
    for (flag, list) in english::FLAGGED {
        let has = flags.iter().any(|it| it == flag);
        if let Some(word) = find(words, list).filter(|_| !has) {
            let message = format!("`{}` touches {flag}, and no flag says so", bare(word));
            let help = format!("add `flags = [\"{flag}\"]`, which turns it off unless asked for");
            slips.push(slip("Q011", message, help));
        }
    }
    slips
}

fn people(level: Level, words: &[String]) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (list, instead) in english::PRESUMED {
        if let Some(word) = find(words, list) {
            let message = format!("`{}` presumes a life that not everybody has", bare(word));
            slips.push(slip(
                "Q012",
                message,
                format!("write “{instead}”, or the like"),
            ));
        }
    }
    let mut named = |rule, list, what: &str, help: &str| {
        if let Some(word) = find(words, list) {
            slips.push(slip(rule, format!("`{}` {what}", bare(word)), help));
        }
    };
    let plain = "say it in plain words";
    named("Q013", english::IDIOMS, "is not known everywhere", plain);
    named("Q024", english::EXCLUDING, "leaves people out", plain);
    let help = "ask about oneself, or about the whole team";
    named(
        "Q023",
        english::COMPARING,
        "holds people against each other",
        help,
    );
    if level >= Level::Personal {
        let help = "ask what it did for the one who answers";
        named(
            "Q022",
            english::THIRD_PERSON,
            "asks about somebody who is not asked",
            help,
        );
    }
    slips
}

/// How a question is put.
fn form(text: &str, level: Level, words: &[String]) -> Vec<Slip> {
    let mut slips = Vec::new();
    // What is said in several sentences has several breaths.
    let sentences = text.split(['.', '?', '!', ':', ';']);
    let n = sentences.map(|it| self::words(it).len()).max().unwrap_or(0);
    if n > LOST {
        let help = format!("say it in {BREATH} words at most");
        slips.push(slip(
            "Q005",
            format!("{n} words: nobody follows so far"),
            help,
        ));
    } else if n > BREATH {
        let help = format!("say it in {BREATH} words at most");
        slips.push(slip("Q005", format!("{n} words are more than one breath"), help).mild());
    } else if words.len() < 4 {
        let n = words.len();
        let message = format!("{n} words ask for too little to go on");
        slips.push(slip("Q005", message, "ask with at least 4 words").mild());
    }
    if text.matches('?').count() > 1 {
        slips.push(slip(
            "Q006",
            "two questions at once",
            "keep the one that matters",
        ));
    }
    if is_closed(words) {
        let closed = slip(
            "Q007",
            "yes or no would answer this",
            "begin with what, which, how or when",
        );
        slips.push(if level == Level::Light {
            closed.mild()
        } else {
            closed
        });
    }
    if let Some(word) = is_ranking(words) {
        let message = format!("`{}` asks for a ranking, which freezes people", bare(word));
        slips.push(
            slip(
                "Q008",
                message,
                "ask for one of several: “a place you like”",
            )
            .mild(),
        );
    }
    if lix(words) > HARD {
        slips.push(slip(
            "Q014",
            "long words in a long sentence",
            "use shorter words, or fewer",
        ));
    }
    if level >= Level::Personal && words.first().is_some_and(|it| it == "why") {
        slips.push(slip(
            "Q021",
            "“why” sounds like a trial here",
            "ask “what made you …”",
        ));
    }
    slips
}

fn lix(words: &[String]) -> usize {
    let long = words.iter().filter(|it| it.chars().count() > 6).count();
    words.len() + (100 * long).checked_div(words.len()).unwrap_or(0)
}

/// Characters that are not as people would type them.
fn marks(text: &str, kind: &str) -> Vec<Slip> {
    let odd = |it: &char| matches!(it, '‘' | '’' | '“' | '”' | '\u{a0}' | '\u{ad}' | '\u{200b}');
    let help = "type it plainly: straight quotes, single spaces";
    if let Some(odd) = text.chars().find(odd) {
        let message = format!("U+{:04X} is not what people type", u32::from(odd));
        return vec![slip("Q026", message, help)];
    }
    if text != text.trim() || text.contains("  ") {
        return vec![slip("Q026", "spaces that nobody sees", help)];
    }
    let ended = text.ends_with(['?', '.', '!', '…', '\'', ':']);
    if asks(kind) && !ended {
        return vec![slip(
            "Q026",
            "no mark at the end",
            "end with a question mark or a full stop",
        )];
    }
    Vec::new()
}

/// What a question that goes deeper needs beside it.
fn deeper(item: &Item, kind: &str) -> Vec<Slip> {
    let mut slips = Vec::new();
    if kind == "question" && item.level >= Level::Personal {
        if item.lighter.is_none() {
            let message = format!(
                "a {} question has no lighter one beside it",
                item.level.word()
            );
            let help = "add `lighter` with the id of one that asks less, or its words";
            slips.push(slip("Q017", message, help));
        }
        if item.follow.is_empty() {
            let message = format!(
                "a {} question has nothing a listener may ask",
                item.level.word()
            );
            slips.push(slip(
                "Q017",
                message,
                "add `follow` with one or two open questions",
            ));
        }
    }
    for follow in &item.follow {
        let words = words(follow);
        if is_closed(&words) || words.len() > BREATH {
            let message = format!("the follow-up “{follow}” is closed, or long");
            slips.push(slip("Q030", message, "ask it openly: what, which, how"));
        }
    }
    slips
}

/// An entry of a list as people read it.
fn bare(entry: &str) -> &str {
    entry.trim_end_matches('*')
}
