//! What studies found about the things Firelight does: the table of `evidence.toml`, which is
//! part of the program, since what was found is the same for every team.
//!
//! A ritual names a finding by its id in `claim`. Nothing is shown or judged here.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::fault::closest;
use crate::fields::Shape::{Flag, Format, List, OneOf, Table as TableOf, Text};
use crate::fields::{self, Field, Table, may, must};

/// The whole table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// In the order of their ids.
    pub findings: Vec<Finding>,
    /// What may be said of Firelight as a whole.
    pub may_say: Vec<String>,
    /// What may not.
    pub may_not_say: Vec<String>,
    /// What to mind about some of the authors.
    pub caution: String,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `E1`, `E1b`; never used for anything else.
    pub id: String,
    /// What is claimed, in a few words.
    pub claim: String,
    /// Words it is looked for by.
    pub topics: Vec<String>,
    /// How strong the evidence is.
    pub strength: Strength,
    /// How that is to be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the caution about authors is about this one.
    pub caution: bool,
    /// What was found.
    pub says: String,
    /// For whom, how far, and what it does not say.
    pub limits: String,
    /// Sentences that it bears.
    pub may_say: Vec<String>,
    /// Sentences that it does not bear.
    pub may_not_say: Vec<String>,
    /// Where it was found.
    pub sources: Vec<Source>,
}

/// A paper, a thesis or a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Who wrote it.
    pub authors: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// Journal, volume and pages, or another place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal: Option<String>,
    /// Its DOI, without an address in front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Whether it was read, in an abstract or on a page at least.
    pub read: bool,
    /// What of it is only repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How strong a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the names are the words that `evidence.toml` writes"
)]
pub enum Strength {
    Strong,
    Moderate,
    #[serde(rename = "weak to moderate")]
    WeakToModerate,
    Weak,
    Mixed,
    Contested,
    /// Advice of a public body, not a study.
    Guidance,
    #[serde(rename = "none found")]
    NoneFound,
}

const STRENGTHS: &[&str] = &[
    "strong",
    "moderate",
    "weak to moderate",
    "weak",
    "mixed",
    "contested",
    "guidance",
    "none found",
];

static EVIDENCE: &[Field] = &[
    must("format", Format("firelight.evidence/1"), "The format."),
    must("may_say", List(&Text), "What may be said."),
    must("may_not_say", List(&Text), "What may not."),
    must("caution", Text, "What to mind about some authors."),
    must("finding", List(&TableOf(FINDING)), "The findings."),
];

static FINDING: &[Field] = &[
    must("id", Text, "E and a number."),
    must("claim", Text, "What is claimed, in a few words."),
    must("topics", List(&Text), "Words it is looked for by."),
    must("strength", OneOf(STRENGTHS), "How strong the evidence is."),
    may("note", Text, "How that is to be taken."),
    may("caution", Flag, "Whether the caution is about it."),
    must("says", Text, "What was found."),
    must("limits", Text, "For whom, how far, what it does not say."),
    may("may_say", List(&Text), "Sentences it bears."),
    must("may_not_say", List(&Text), "Sentences it does not bear."),
    may("sources", List(&TableOf(SOURCE)), "Where it was found."),
];

static SOURCE: &[Field] = &[
    must("authors", Text, "Who wrote it."),
    may("year", Text, "When."),
    may("journal", Text, "Journal, volume and pages."),
    may("doi", Text, "Its DOI."),
    must("read", Flag, "Whether it was read."),
    may("note", Text, "What of it is only repeated."),
];

impl Strength {
    /// The word in the table and for people.
    pub fn word(self) -> &'static str {
        STRENGTHS[self as usize]
    }
}

impl Finding {
    /// Whether words such as "studies show" may rest on it: it comes from studies, they do not
    /// contradict it, and no caution hangs over it.
    pub fn bears_a_claim(&self) -> bool {
        match self.strength {
            Strength::Strong
            | Strength::Moderate
            | Strength::WeakToModerate
            | Strength::Weak
            | Strength::Mixed => !self.caution,
            Strength::Contested | Strength::Guidance | Strength::NoneFound => false,
        }
    }

    /// `moderate, short-term`.
    pub fn how_strong(&self) -> String {
        match &self.note {
            Some(note) => format!("{}, {note}", self.strength.word()),
            None => self.strength.word().to_string(),
        }
    }

    /// Every word of it, to be looked for.
    fn words(&self) -> String {
        let mut words = vec![&self.id, &self.claim, &self.says, &self.limits];
        words.extend(
            self.topics
                .iter()
                .chain(&self.may_say)
                .chain(&self.may_not_say),
        );
        for it in &self.sources {
            words.push(&it.authors);
            words.extend(it.year.iter().chain(&it.journal).chain(&it.doi));
        }
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        words.join(" ")
    }
}

impl Evidence {
    /// The finding with this id, in capitals or not.
    pub fn find(&self, id: &str) -> Option<&Finding> {
        let mut findings = self.findings.iter();
        findings.find(|it| it.id.eq_ignore_ascii_case(id))
    }

    /// The findings on a topic, written with spaces or hyphens.
    pub fn on(&self, topic: &str) -> Vec<&Finding> {
        let topic = topic.to_lowercase().replace(' ', "-");
        let findings = self.findings.iter();
        findings.filter(|it| it.topics.contains(&topic)).collect()
    }

    /// The findings that hold all of these words, or longer ones that begin so.
    pub fn holding(&self, typed: &str) -> Vec<&Finding> {
        let typed = pieces(typed);
        let is_in = |words: &[String], piece: &String| {
            words
                .iter()
                .any(|it| it == piece || piece.len() > 2 && it.starts_with(piece.as_str()))
        };
        let holds = |it: &&Finding| {
            let words = pieces(&it.words());
            !typed.is_empty() && typed.iter().all(|piece| is_in(&words, piece))
        };
        self.findings.iter().filter(holds).collect()
    }

    /// Every topic, sorted, with the ids of its findings.
    pub fn topics(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut topics: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for finding in &self.findings {
            for topic in &finding.topics {
                topics.entry(topic).or_default().push(&finding.id);
            }
        }
        topics
    }

    /// The id that was likely meant.
    pub fn closest_id(&self, typed: &str) -> Option<&str> {
        closest(typed, self.findings.iter().map(|it| it.id.as_str()))
    }
}

/// The words of a text, in small letters.
fn pieces(text: &str) -> Vec<String> {
    let pieces = text.split(|it: char| !it.is_alphanumeric());
    let pieces = pieces.filter(|it| !it.is_empty());
    pieces.map(str::to_lowercase).collect()
}

/// The table. It is part of the program, and a test holds it whole.
pub fn read() -> Evidence {
    let source = include_bytes!("evidence.toml");
    let (table, _) = fields::read(source, Path::new("evidence.toml"), "evidence", EVIDENCE);
    Evidence {
        findings: table.tables("finding").filter_map(finding).collect(),
        may_say: table.strings("may_say"),
        may_not_say: table.strings("may_not_say"),
        caution: table.string("caution").unwrap_or_default(),
    }
}

fn finding(table: &Table) -> Option<Finding> {
    Some(Finding {
        id: table.string("id")?,
        claim: table.string("claim")?,
        topics: table.strings("topics"),
        strength: table.word("strength")?,
        note: table.string("note"),
        caution: table.flag("caution").unwrap_or(false),
        says: table.string("says")?,
        limits: table.string("limits")?,
        may_say: table.strings("may_say"),
        may_not_say: table.strings("may_not_say"),
        sources: table.tables("sources").filter_map(source).collect(),
    })
}

fn source(table: &Table) -> Option<Source> {
    Some(Source {
        authors: table.string("authors")?,
        year: table.string("year"),
        journal: table.string("journal"),
        doi: table.string("doi"),
        read: table.flag("read")?,
        note: table.string("note"),
    })
}

#[cfg(test)]
mod tests;
