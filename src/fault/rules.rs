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

/// S: any file. T, R: rituals. Q, B: banks. E: what studies found. F: feelings. L: session logs.
/// P: people.
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
    rule("S008", Warning, "something acts on every key"),
    rule("S009", Warning, "whatever a team hides is there"),
    rule(
        "T001",
        Error,
        "there is a step, and in every form the steps fit the minutes",
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
    rule("R107", Error, "in every mode and form a step is left"),
    rule(
        "R108",
        Warning,
        "a bank has other items for every hand that may be asked for",
    ),
    rule("R110", Warning, "an alias means one ritual"),
    rule(
        "R111",
        Error,
        "the size, the shape, the roles and the rounds of groups fit together",
    ),
    rule(
        "R112",
        Error,
        "`without` and `after_turns` name a `turns` step that stands before, in which nobody has to",
    ),
    rule(
        "R113",
        Error,
        "a key stands only beside what makes it mean something",
    ),
    rule("Q001", Error, "an item's id is used once"),
    rule("Q002", Error, "no text stands in a bank twice"),
    rule("Q003", Error, "no two questions ask nearly the same"),
    rule(
        "Q004",
        Warning,
        "at most one in eight of a bank begins with the same two words",
    ),
    rule("Q005", Error, "a question is said in one breath"),
    rule("Q006", Warning, "a question asks one thing"),
    rule("Q007", Error, "yes or no is no answer to a question"),
    rule("Q008", Error, "few questions ask for a ranking"),
    rule("Q009", Warning, "few questions are about what is not"),
    rule(
        "Q010",
        Error,
        "no question touches what belongs to nobody at work",
    ),
    rule("Q011", Error, "a sensitive topic has its flag"),
    rule("Q012", Warning, "a question presumes no kind of life"),
    rule(
        "Q013",
        Warning,
        "a question needs no knowledge of brands, films or idioms",
    ),
    rule("Q014", Warning, "a question is easy to read"),
    rule(
        "Q015",
        Error,
        "an item has its text, its level and its themes",
    ),
    rule("Q016", Error, "the level is that of the score"),
    rule(
        "Q017",
        Error,
        "a question that goes deeper has a lighter one and a follow-up",
    ),
    rule("Q018", Error, "a deep question is never dealt"),
    rule(
        "Q019",
        Warning,
        "a large bank has all levels in good shares, in each theme",
    ),
    rule(
        "Q020",
        Warning,
        "a theme has twenty items, and a tag several",
    ),
    rule(
        "Q021",
        Warning,
        "a question that goes deeper does not begin with why",
    ),
    rule(
        "Q022",
        Error,
        "a question that goes deeper asks about nobody else",
    ),
    rule("Q023", Error, "no question holds people against each other"),
    rule("Q024", Warning, "no word leaves people out"),
    rule("Q025", Error, "no text is copied from a well-known list"),
    rule("Q029", Error, "what is declared to be translated is"),
    rule(
        "Q026",
        Warning,
        "a text is typed plainly and ends with a mark",
    ),
    rule(
        "Q027",
        Warning,
        "half of a large bank is about now, a third is useful at work",
    ),
    rule("Q030", Warning, "a follow-up is short and open"),
    rule(
        "Q031",
        Error,
        "what is allowed is a matter of judgement, and would be broken",
    ),
    rule(
        "Q032",
        Error,
        "a text is one line of letters that can be seen",
    ),
    rule(
        "Q033",
        Warning,
        "a bank is in a language that every rule knows",
    ),
    rule("Q034", Warning, "an item is used by a ritual that there is"),
    rule("B101", Error, "a trivia answer is one of its options"),
    rule("B102", Error, "no two files hold the same id"),
    rule("B103", Error, "a file lies where its kind is looked for"),
    rule(
        "B104",
        Warning,
        "the name of a ritual or bank ends in .toml",
    ),
    rule("E101", Error, "a claim names evidence that there is"),
    rule(
        "E102",
        Error,
        "what only studies can tell has evidence in `claim` that bears it",
    ),
    rule("E103", Error, "nothing is said that no evidence can bear"),
    rule(
        "F001",
        Error,
        "a feeling is there once, defined, and off both axes",
    ),
    rule("F002", Warning, "words that lie near are in the bank"),
    rule("L001", Error, "a log is not empty"),
    rule("L002", Error, "a log is JSON to its end"),
    rule("L003", Error, "a log names its format and is whole"),
    rule(
        "L004",
        Error,
        "a log is of a format that this Firelight reads",
    ),
    rule("L005", Error, "a log has at most 64 MB"),
    rule("L006", Error, "a log is a regular file"),
    rule("L007", Error, "a log holds no marks of a merge conflict"),
    rule("L008", Warning, "a session has one log"),
    rule("L009", Warning, "a total is of five people at least"),
    rule("L010", Error, "a log and its folder can be read"),
    rule(
        "L011",
        Warning,
        "logs lie at most so many folders deep as are read",
    ),
    rule(
        "L012",
        Warning,
        "a log is here, and not only with a sync client",
    ),
    rule("L013", Warning, "a log is as it was written"),
    rule("L014", Warning, "a log is there once"),
    rule("L015", Warning, "a log says times that can be"),
    rule("L016", Warning, "a step has minutes that can be"),
    rule("L017", Warning, "a log is named after what it holds"),
    rule("L018", Warning, "who sat together is told by ids"),
    rule("P101", Error, "a line of a list of people has a name"),
    rule("P102", Error, "an address has a name, an @ and a place"),
    rule("P103", Error, "an id does not tell whose it is"),
    rule(
        "P104",
        Error,
        "a line of a list is one person, or clearly several",
    ),
    rule("P105", Error, "a header of a list has a column of names"),
    rule(
        "P107",
        Error,
        "an agreement holds for a while before it is talked about again",
    ),
];

/// How bad it is to break `rule`; every rule that is named stands in the table.
pub fn severity(rule: &str) -> Severity {
    RULES
        .iter()
        .find(|it| it.id == rule)
        .map_or(Error, |it| it.severity)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The ids between quotes in `text`, such as "T001".
    fn ids(text: &str) -> Vec<&str> {
        let is_id = |it: &&str| {
            let bytes = it.as_bytes();
            bytes.len() == 4
                && bytes[0].is_ascii_uppercase()
                && bytes[1..].iter().all(u8::is_ascii_digit)
        };
        text.split('"').filter(is_id).collect()
    }

    #[test]
    fn every_rule_that_is_named_stands_here() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut named = 0;
        while let Some(folder) = folders.pop() {
            for found in std::fs::read_dir(folder).unwrap() {
                let path = found.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.extension().is_none_or(|it| it != "rs") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for id in ids(&text) {
                    assert!(RULES.iter().any(|it| it.id == id), "{path:?}: {id}");
                    named += 1;
                }
            }
        }
        assert!(named > RULES.len());
    }

    #[test]
    fn every_id_is_used_once() {
        let mut ids: Vec<&str> = RULES.iter().map(|it| it.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
    }
}
