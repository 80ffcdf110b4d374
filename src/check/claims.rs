//! No claim without a source: what a ritual or a bank says of studies, held against the
//! evidence that the ritual names in `claim`.
//!
//! Words are looked for, not meanings: a sentence that tells what studies found in other words
//! is for a person to see. What asks is no claim, but for what begins with "did you know".

use std::collections::HashSet;

use crate::evidence::{self, Evidence, Finding};
use crate::fault::Faults;
use crate::fields::{Spot, Table};

/// Words in a row, each with all its forms. What stands between two of them does not count if
/// it is one of [`BETWEEN`], nor a number of other words.
struct Phrase {
    words: &'static [&'static [&'static str]],
    others: usize,
}

const fn phrase(words: &'static [&'static [&'static str]]) -> Phrase {
    Phrase { words, others: 0 }
}

/// Words that change nothing in a phrase.
const BETWEEN: &[&str] = &[
    "a",
    "all",
    "also",
    "an",
    "clearly",
    "consistently",
    "even",
    "had",
    "has",
    "have",
    "long",
    "now",
    "our",
    "recent",
    "s",
    "that",
    "the",
    "these",
    "this",
    "your",
];

/// What no evidence bears.
const FORBIDDEN: &[Phrase] = &[
    phrase(&[&["oxytocin"]]),
    phrase(&[&["therapeutic", "therapeutically"]]),
    phrase(&[
        &["measure", "measures", "measuring"],
        &["team", "teams"],
        &["health"],
    ]),
    phrase(&[&["psychological"], &["safety"], &["in"]]),
    phrase(&[
        &["work", "works"],
        &["for", "in"],
        &["every", "any"],
        &["culture"],
    ]),
];

/// What only evidence may say.
const OF_RESEARCH: &[Phrase] = &[
    phrase(&[
        &[
            "research",
            "science",
            "evidence",
            "neuroscience",
            "psychology",
            "study",
        ],
        &[
            "shows",
            "showed",
            "shown",
            "says",
            "proves",
            "proved",
            "finds",
            "found",
            "suggests",
            "suggested",
            "tells",
            "confirms",
            "confirmed",
            "demonstrates",
        ],
    ]),
    phrase(&[
        &[
            "studies",
            "researchers",
            "scientists",
            "psychologists",
            "experiments",
        ],
        &[
            "show",
            "showed",
            "shown",
            "say",
            "prove",
            "proved",
            "find",
            "found",
            "suggest",
            "suggested",
            "tell",
            "confirm",
            "confirmed",
            "demonstrate",
        ],
    ]),
    phrase(&[&["research", "science", "evidence"], &["based", "backed"]]),
    phrase(&[&["proven"]]),
    phrase(&[&["scientifically"]]),
    phrase(&[&["boosts", "boosted", "boosting"]]),
    Phrase {
        words: &[
            &["increases", "raises", "improves", "strengthens"],
            &[
                "trust",
                "productivity",
                "performance",
                "retention",
                "engagement",
                "morale",
                "wellbeing",
                "belonging",
                "cohesion",
                "safety",
            ],
        ],
        others: 2,
    },
];

/// What a text says that no evidence bears, in its own words.
pub fn forbidden(text: &str) -> Option<String> {
    sentences(text).find_map(|it| first(it, FORBIDDEN))
}

/// What a text says that only evidence may say, in its own words.
pub fn of_research(text: &str) -> Option<String> {
    sentences(text)
        .filter(|it| !asks(it))
        .find_map(|it| first(it, OF_RESEARCH))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\u{2026}'])
}

fn asks(sentence: &str) -> bool {
    let begins = words(sentence).next().zip(words(sentence).nth(2));
    let tells = begins.is_some_and(|(first, third)| {
        first.eq_ignore_ascii_case("did") && third.eq_ignore_ascii_case("know")
    });
    sentence.ends_with('?') && !tells
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let words = sentence.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| !it.is_empty())
}

/// The first of these phrases in a sentence.
fn first(sentence: &str, phrases: &[Phrase]) -> Option<String> {
    let words: Vec<&str> = words(sentence).collect();
    let mut starts = (0..words.len()).map(|it| &words[it..]);
    starts.find_map(|rest| {
        let length = phrases.iter().find_map(|it| matched(rest, it))?;
        Some(rest[..length].join(" "))
    })
}

/// How many words a phrase takes, if it begins these.
fn matched(words: &[&str], phrase: &Phrase) -> Option<usize> {
    let is = |word: &str, forms: &[&str]| forms.iter().any(|it| it.eq_ignore_ascii_case(word));
    let mut at = 0;
    for (number, forms) in phrase.words.iter().enumerate() {
        let mut others = if number == 0 { 0 } else { phrase.others };
        while !is(words.get(at)?, forms) {
            if number == 0 || !is(words[at], BETWEEN) {
                others = others.checked_sub(1)?;
            }
            at += 1;
        }
        at += 1;
    }
    Some(at)
}

/// Holds a ritual's texts against the evidence it names.
pub(super) fn check_ritual(ritual: &Table, faults: &mut Faults) {
    let evidence = evidence::read();
    for spot in ritual.list("claim") {
        let id = spot.text().unwrap_or_default();
        if !evidence.findings.iter().any(|it| it.id == id) {
            let message = format!("there is no evidence called `{id}`");
            let help = match evidence.closest_id(id) {
                Some(near) => format!("did you mean `{near}`? All of it: firelight evidence"),
                None => "name it by its id, such as `E3`: firelight evidence".to_string(),
            };
            faults.add("E101", spot.span.clone(), message, help);
        }
    }
    let backing = backing(ritual, &evidence);
    for spot in ritual.texts() {
        check_text(spot, &backing, faults);
    }
}

/// Holds a bank's texts against its lack of evidence; an item may have a `source` of its own.
pub(super) fn check_bank(bank: &Table, faults: &mut Faults) {
    let sourced = bank.tables("item").filter(|it| it.get("source").is_some());
    let sourced: HashSet<usize> = sourced
        .flat_map(Table::texts)
        .map(|it| it.span.start)
        .collect();
    for spot in bank.texts() {
        let backing = if sourced.contains(&spot.span.start) {
            Backing::Firm
        } else {
            Backing::Bank
        };
        check_text(spot, &backing, faults);
    }
}

/// What stands behind the words of a text.
enum Backing {
    /// Something that bears what only evidence may say.
    Firm,
    /// Evidence, by its ids, which does not bear it.
    Doubtful(Vec<String>),
    /// A ritual without `claim`.
    None,
    /// A bank, which names no evidence.
    Bank,
}

fn backing(ritual: &Table, evidence: &Evidence) -> Backing {
    let ids = ritual.strings("claim");
    let bears = |id: &String| {
        let found = evidence.findings.iter().find(|it| it.id == *id);
        // One that is not there has a fault of its own.
        found.is_none_or(Finding::bears_a_claim)
    };
    if ids.is_empty() {
        Backing::None
    } else if ids.iter().any(bears) {
        Backing::Firm
    } else {
        Backing::Doubtful(ids)
    }
}

fn check_text(spot: &Spot, backing: &Backing, faults: &mut Faults) {
    let text = spot.text().unwrap_or_default();
    if let Some(words) = forbidden(text) {
        let message = format!("no evidence bears \"{words}\"");
        let help = "say what people do here, not what it does to them: firelight evidence";
        return faults.add("E103", spot.span.clone(), message, help);
    }
    let Some(words) = of_research(text) else {
        return;
    };
    let (message, help) = match backing {
        Backing::Firm => return,
        Backing::None => (
            format!("\"{words}\" is a claim, and this ritual names no evidence"),
            "add `claim = \"E…\"` with an id of firelight evidence, or take the words out"
                .to_string(),
        ),
        Backing::Bank => (
            format!("\"{words}\" is a claim, and a bank names no evidence"),
            "take the words out, or say it in a ritual that has a `claim`: firelight evidence"
                .to_string(),
        ),
        Backing::Doubtful(ids) => (
            format!("{} does not bear \"{words}\"", ids.join(", ")),
            format!(
                "take the words out, or name other evidence: firelight evidence {}",
                ids[0]
            ),
        ),
    };
    faults.add("E102", spot.span.clone(), message, help);
}

#[cfg(test)]
mod tests;
