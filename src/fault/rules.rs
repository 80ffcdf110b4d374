//! Every rule a fault can name, in one table. Ids are stable: scripts and people quote them.

use super::Severity;
use Severity::{Error, Warning};

/// A rule that files are held to.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What it asks for.
    pub meaning: &'static str,
}

const fn rule(id: &'static str, severity: Severity, meaning: &'static str) -> Rule {
    Rule {
        id,
        severity,
        meaning,
    }
}

/// S: any file. T, R: rituals. Q, B: banks. F: feelings.
pub const RULES: &[Rule] = &[
    rule(
        "S001",
        Error,
        "a file is UTF-8 text of at most 1 MB, named by its id",
    ),
    rule("S002", Error, "a file is TOML"),
    rule(
        "S003",
        Error,
        "`format` names a format that this Firelight reads",
    ),
    rule("S004", Error, "every key is known"),
    rule("S005", Error, "every required key is there"),
    rule("S006", Error, "every value has the type of its key"),
    rule("S007", Error, "every value is one of those allowed"),
    rule(
        "T001",
        Error,
        "there is a step, and the steps fit the minutes",
    ),
    rule(
        "T002",
        Error,
        "what is said in turns, talks and groups is not kept",
    ),
    rule("T003", Error, "everybody may pass, always"),
    rule("T005", Error, "no step goes deeper than the ceiling"),
    rule("T007", Warning, "the last step is light or open"),
    rule(
        "T008",
        Error,
        "whatever is referred to exists and fills its hand",
    ),
    rule("T009", Warning, "a line to be said has at most 45 words"),
    rule(
        "R101",
        Error,
        "people are at least 1, and min, best and max go up",
    ),
    rule(
        "R102",
        Error,
        "a variant skips and says only what the steps hold",
    ),
    rule("R103", Error, "a step's id is used once"),
    rule("R104", Error, "groups do not stand inside groups"),
    rule(
        "R105",
        Error,
        "a choice has options, and a quiz an answer among them",
    ),
    rule(
        "R106",
        Error,
        "a ritual does not use itself, nor around a circle",
    ),
    rule("Q001", Error, "an item's id is used once"),
    rule("Q002", Error, "no text stands in a bank twice"),
    rule(
        "Q015",
        Error,
        "an item has its text, its level and its themes",
    ),
    rule("Q016", Error, "the level is that of the score"),
    rule("Q018", Error, "a deep question is never dealt"),
    rule("B101", Error, "a trivia answer is one of its options"),
    rule("B102", Error, "no two files hold the same id"),
    rule(
        "F001",
        Error,
        "a feeling is there once, defined, and off both axes",
    ),
    rule("F002", Warning, "words that lie near are in the bank"),
];

/// How bad it is to break `rule`.
pub(super) fn severity(rule: &str) -> Severity {
    RULES
        .iter()
        .find(|it| it.id == rule)
        .map_or(Error, |it| it.severity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_used_once() {
        let mut ids: Vec<&str> = RULES.iter().map(|it| it.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
    }
}
