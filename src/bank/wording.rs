//! The rules for the words of one item: what it asks, of whom, and whether it can be said aloud.
//! Most are for English; a bank in another language is held to
//! those that need no words, and to the blocked topics where they are [`tongues`]' too.

mod copied;
mod english;
mod tongues;

use std::collections::BTreeSet;

use super::Item;
use crate::fault::Severity;
use crate::ritual::Level;

/// Topics that are off unless a step asks for them: each with its flag first.
pub const FLAGS: &[(&str, &str)] = english::FLAGGED;

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
pub fn words(text: &str) -> Vec<String> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '\'' | '’' | '-');
    let words = text.split(|it: char| !is_part(it));
    words
        .map(|it| it.trim_matches(['\'', '’', '-']).to_lowercase())
        .filter(|it| !it.is_empty())
        .collect()
}

/// The first entry of a list that the words, none of them empty, hold. An entry that is only begun
/// has two letters at least.
pub fn find<'l>(words: &[String], list: &'l str) -> Option<&'l str> {
    // Most entries begin with two letters that no word begins with: those need no closer look.
    let mut begins = [0_u64; 64];
    for word in words {
        let (first, second) = beginning(word);
        begins[first] |= 1 << second;
    }
    let may_be = |entry: &str| {
        let (first, second) = beginning(entry);
        begins[first] & 1 << second != 0
    };
    // A team may have thousands of questions, and each is held against a thousand entries before a
    // session begins: bytes are several times as fast as `str::split`.
    let mut rest = list;
    while !rest.is_empty() {
        let end = rest.bytes().position(|it| it == b',');
        let end = end.unwrap_or(rest.len());
        let entry = &rest[..end];
        if may_be(entry) && holds(words, entry) {
            return Some(entry);
        }
        let next = rest[end..]
            .bytes()
            .position(|it| !matches!(it, b',' | b' '));
        rest = next.map_or("", |it| &rest[end + it..]);
    }
    None
}

/// Numbers below 64 for the first two letters of a word, or of the first word of an entry. Others
/// may share them.
fn beginning(word: &str) -> (usize, usize) {
    let mut bytes = word.bytes().map(|it| usize::from(it % 64));
    let end = usize::from(b' ');
    (bytes.next().unwrap_or(end), bytes.next().unwrap_or(end))
}

/// Whether the words stand somewhere, one behind the other.
fn holds(words: &[String], entry: &str) -> bool {
    let may_begin = |word: &String| beginning(word) == beginning(entry);
    let mut places = (0..words.len()).filter(|from| may_begin(&words[*from]));
    places.any(|from| begin_with(&words[from..], entry))
}

/// Whether words begin with an entry: several words in a row, the last of them perhaps only begun.
fn begin_with(words: &[String], entry: &str) -> bool {
    let mut words = words.iter();
    entry.split(' ').all(|wanted| {
        let Some(word) = words.next() else {
            return false;
        };
        match wanted.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == wanted,
        }
    })
}

fn starts(words: &[String], list: &str) -> bool {
    list.split(", ").any(|it| begin_with(words, it))
}

/// Whether a text can be answered by yes or no.
pub fn is_closed(words: &[String]) -> bool {
    starts(words, english::CLOSED) && !starts(words, "would you rather")
}

/// Whether it leads away from what was.
pub fn is_hypothetical(words: &[String]) -> bool {
    starts(words, english::HYPOTHETICAL)
}

/// Whether it ranks.
pub fn is_ranking(words: &[String]) -> Option<&'static str> {
    let ranks = find(words, english::RANKING)?;
    find(words, english::NO_RANKING).is_none().then_some(ranks)
}

/// A text that people answer, rather than one that is said or filled in.
pub fn asks(kind: &str) -> bool {
    matches!(kind, "question" | "topic")
}

/// The words of a question that tell what it is about.
pub fn content(text: &str) -> BTreeSet<String> {
    let words = words(text).into_iter();
    words.filter(|it| !is_stop(it)).collect()
}

fn is_stop(word: &str) -> bool {
    english::STOP.split(' ').any(|it| it == word)
}

/// The language that a BCP 47 tag names, without country and script.
pub fn language(lang: &str) -> String {
    let first = lang.split(['-', '_']).next().unwrap_or_default();
    first.to_lowercase()
}

/// Every rule that the words of `item` break, in a bank of this kind and language.
pub fn judge(item: &Item, kind: &str, lang: &str) -> Vec<Slip> {
    let language = language(lang);
    let is_english = language == "en";
    let mut slips = if is_english {
        judge_words(&item.text, kind, item.level, &item.flags)
    } else {
        judge_foreign(&item.text, kind, &language)
    };
    slips.extend(deeper(item, kind, is_english));
    slips
}

/// The gravest rule that an item breaks, for which it is not dealt; what its bank allows, with a
/// reason, breaks nothing.
pub fn bar(item: &Item, kind: &str, lang: &str) -> Option<&'static str> {
    let mut slips = judge(item, kind, lang).into_iter().filter(|it| {
        !it.mild
            && crate::fault::severity(it.rule) == Severity::Error
            && !item.allow.iter().any(|rule| rule == it.rule)
    });
    slips.next().map(|it| it.rule)
}

/// What no rule looked for in a bank of this language, in words; `None` for English.
pub fn unheld(lang: &str) -> Option<String> {
    let language = language(lang);
    if language == "en" {
        return None;
    }
    let blocked = match tongues::blocked(&language) {
        Some(_) => "",
        None => "topics that no bank asks about (Q010), ",
    };
    Some(format!(
        "{blocked}sensitive topics without a flag (Q011), questions answered by yes or no (Q007), \
        rankings (Q008), assumptions (Q012), idioms (Q013), hard words (Q014), people who are not \
        asked or held against each other (Q022, Q023), words that leave somebody out (Q024), copies \
        of well-known lists (Q025)"
    ))
}

/// What needs no knowledge of the language, and the blocked topics where they are known.
fn judge_foreign(text: &str, kind: &str, language: &str) -> Vec<Slip> {
    let words = words(text);
    let mut slips = Vec::new();
    if let Some(topics) = tongues::blocked(language).filter(|_| has_topics(kind)) {
        slips.extend(blocked(&words, topics));
    }
    if asks(kind) {
        slips.extend(breath(text, &words));
    }
    let help = "type it plainly: single spaces";
    if text != text.trim() || text.contains("  ") {
        slips.push(slip("Q026", "spaces that nobody sees", help));
    }
    slips
}

/// Every rule that the words of a question break, whatever else belongs to it.
pub fn judge_text(text: &str, level: Level, flags: &[String]) -> Vec<Slip> {
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
pub fn flags(words: &[String]) -> Vec<&'static str> {
    let touched = english::FLAGGED
        .iter()
        .filter(|it| find(words, it.1).is_some());
    touched.map(|it| it.0).collect()
}

/// Whether items of this kind may touch no blocked topic: a facilitator names what nobody has to
/// tell, and a quiz asks about the world.
fn has_topics(kind: &str) -> bool {
    !matches!(kind, "line" | "trivia" | "word")
}

fn blocked(words: &[String], topics: &[(&str, &str)]) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (topic, list) in topics {
        if let Some(word) = find(words, list) {
            let message = format!("`{}` touches {topic}, which no bank asks about", bare(word));
            slips.push(slip("Q010", message, "ask about something else"));
        }
    }
    slips
}

fn topics(kind: &str, flags: &[String], words: &[String]) -> Vec<Slip> {
    if !has_topics(kind) {
        return Vec::new();
    }
    let mut slips = blocked(words, english::BLOCKED);
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

/// How long a word is to say, in words: scripts that put no spaces between words have several in
/// one, of about two letters each.
fn spoken(word: &str) -> usize {
    let is_unspaced = |it: &char| {
        matches!(it, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
            || matches!(it, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
    };
    word.chars().filter(is_unspaced).count().div_ceil(2).max(1)
}

/// Whether a question is said in one breath, and is one.
fn breath(text: &str, words: &[String]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let count = |words: &[String]| words.iter().map(|it| spoken(it)).sum::<usize>();
    // What is said in several sentences has several breaths.
    let sentences = text.split(['.', '?', '!', ':', ';', '。', '？', '！', '؟']);
    let n = sentences
        .map(|it| count(&self::words(it)))
        .max()
        .unwrap_or(0);
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
    } else if count(words) < 4 {
        let n = count(words);
        let message = match n {
            1 => "one word asks for too little to go on".to_string(),
            n => format!("{n} words ask for too little to go on"),
        };
        slips.push(slip("Q005", message, "ask with at least 4 words").mild());
    }
    if text.matches(['?', '？', '؟', '\u{37e}']).count() > 1 {
        slips.push(slip(
            "Q006",
            "two questions at once",
            "keep the one that matters",
        ));
    }
    slips
}

/// How a question is put.
fn form(text: &str, level: Level, words: &[String]) -> Vec<Slip> {
    let mut slips = breath(text, words);
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
fn deeper(item: &Item, kind: &str, is_english: bool) -> Vec<Slip> {
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
        if is_english && is_closed(&words) || words.len() > BREATH {
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

#[cfg(test)]
mod tests;
