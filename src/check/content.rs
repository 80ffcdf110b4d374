//! The rules over what a bank says: the words of every item, items that ask the same, and how they
//! are spread. An item or a bank may `allow` a rule, with a reason; what nothing breaks is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::balance;
use super::likeness::{self, SAME};
use super::references::Known;
use crate::bank::{Bank, Item, wording};
use crate::fault::{Faults, RULES, closest, steers};
use crate::fields::Table;

/// Rules that are a matter of judgement, so that a person may overrule them.
const JUDGED: &[&str] = &[
    "Q003", "Q004", "Q005", "Q006", "Q007", "Q008", "Q009", "Q010", "Q011", "Q012", "Q013", "Q014",
    "Q019", "Q020", "Q021", "Q022", "Q023", "Q024", "Q025", "Q026", "Q027", "Q030", "Q033",
];

/// Items of all banks that ask nearly the same, each with the other one: the later by bank and
/// place, or the one that is being checked.
pub(super) struct Alike(HashMap<(String, String), (String, f64)>);

impl Alike {
    /// Compares all that people answer or finish, in all banks; of a pair, the item in one of
    /// `checked` has the fault.
    pub(super) fn of(known: &Known, checked: &BTreeSet<String>) -> Self {
        let mut banks: Vec<&Bank> = known.banks.values().collect();
        banks.sort_by_key(|it| (checked.contains(&it.id), &it.id));
        let compared =
            |it: &&&Bank| matches!(it.kind.as_str(), "question" | "topic" | "stem" | "nudge");
        let items: Vec<(&Bank, &Item)> = banks
            .iter()
            .filter(compared)
            .flat_map(|bank| bank.items.iter().map(|it| (*bank, it)))
            .collect();
        let texts: Vec<BTreeSet<String>> = items
            .iter()
            .map(|it| wording::content(&it.1.text))
            .collect();
        // A lighter twin may ask nearly the same: that is what it is for.
        let are_twins = |one: usize, other: usize, likeness: f64| {
            let (one, other) = (items[one].1, items[other].1);
            let stands_in =
                |it: &Item, for_it: &Item| for_it.lighter.as_deref() == Some(it.id.as_str());
            likeness < SAME && (stands_in(one, other) || stands_in(other, one))
        };
        let twins = likeness::twins(&texts, are_twins).into_iter();
        let alike = twins.map(|(at, (other, likeness))| {
            let (bank, item) = items[at];
            (
                (bank.id.clone(), item.id.clone()),
                (items[other].1.id.clone(), likeness),
            )
        });
        let alike = alike.collect();
        Self(alike)
    }
}

/// Checks what a bank says.
pub(super) fn check(bank: &Bank, table: &Table, alike: &Alike, faults: &mut Faults) {
    let items: HashMap<&str, &Item> = bank.items.iter().map(|it| (it.id.as_str(), it)).collect();
    for written in table.tables("item") {
        let Some(item) = written.text("id").and_then(|it| items.get(it)) else {
            continue;
        };
        let mut found = Faults::here(faults);
        for slip in wording::judge(item, &bank.kind, &bank.lang) {
            let span = written.span(if slip.rule == "Q030" {
                "follow"
            } else {
                "text"
            });
            if slip.mild {
                found.warn(slip.rule, span, slip.message, slip.help);
            } else {
                found.add(slip.rule, span, slip.message, slip.help);
            }
        }
        let key = (bank.id.clone(), item.id.clone());
        if let Some((other, likeness)) = alike.0.get(&key) {
            let message = format!("`{other}` asks nearly the same");
            let (span, help) = (
                written.span("text"),
                "take one of the two out, or ask about something else",
            );
            if *likeness >= SAME {
                found.add("Q003", span, message, help);
            } else {
                found.warn("Q003", span, message, help);
            }
        }
        allow(written, &mut found, faults);
    }
    if let Some(head) = table.table("bank") {
        let mut found = Faults::here(faults);
        for (rule, grave, message, help) in balance::judge(bank) {
            if grave {
                found.add(rule, head.span.clone(), message, help);
            } else {
                found.warn(rule, head.span.clone(), message, help);
            }
        }
        if let Some(unheld) = wording::unheld(&bank.lang) {
            let message = format!("no rule looked here for {unheld}");
            let help = "have two people who speak the language look for these, then write \
                `allow = { Q033 = \"who did\" }`";
            found.warn("Q033", head.span("lang"), message, help);
        }
        allow(head, &mut found, faults);
        unseen(table, faults);
        translations(head, table, faults);
    }
}

/// Texts that are more than one line of letters that can be seen.
fn unseen(table: &Table, faults: &mut Faults) {
    for spot in table.texts() {
        let Some(odd) = spot.text().and_then(|it| it.chars().find(|it| steers(*it))) else {
            continue;
        };
        let message = match odd {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => "this text has several lines".to_string(),
            odd => format!("U+{:04X} in this text cannot be seen", u32::from(odd)),
        };
        let help = "write it as one line, without it; whoever is dealt it reads a space there";
        faults.add("Q032", spot.span.clone(), message, help);
    }
}

/// Holds what is declared to be translated against what is there.
fn translations(head: &Table, table: &Table, faults: &mut Faults) {
    let gaps = |text: &str| text.matches('…').count();
    for language in head.strings("translated") {
        for item in table.tables("item").chain(table.tables("word")) {
            let there = item.table("i18n").and_then(|it| it.table(&language));
            let message = match there.and_then(|it| it.text("text")) {
                None => format!("this has no text in `{language}`"),
                Some(text) if gaps(text) != item.text("text").map_or(0, gaps) => {
                    format!("the text in `{language}` has other gaps")
                }
                Some(_) => continue,
            };
            let help = format!(
                "write it under `i18n.{language}`, or take `{language}` out of `translated`"
            );
            faults.add("Q029", item.span("text"), message, help);
        }
    }
}

/// Takes out of `found` what the table allows; adds the rest, and what is allowed in vain.
fn allow(written: &Table, found: &mut Faults, faults: &mut Faults) {
    let mut unused = BTreeMap::new();
    let allowed = written
        .table("allow")
        .map(Table::pairs)
        .into_iter()
        .flatten();
    for (rule, spot) in allowed {
        if let Some(judged) = JUDGED.iter().find(|it| *it == &rule) {
            unused.insert(*judged, spot.span.clone());
            continue;
        }
        let known = RULES.iter().any(|it| it.id == rule);
        let message = match known {
            true => format!("{rule} is no matter of judgement, so nothing can allow it"),
            false => format!("there is no rule called `{rule}`"),
        };
        let help = match closest(rule, JUDGED.iter().copied()) {
            Some(near) if !known => format!("did you mean `{near}`?"),
            _ => "mend what the rule names, and take this out".to_string(),
        };
        faults.add("Q031", spot.span.clone(), message, help);
    }
    let mut used = BTreeSet::new();
    found.retain(|it| {
        let allowed = unused.contains_key(it.rule);
        if allowed {
            used.insert(it.rule);
        }
        !allowed
    });
    for (rule, span) in unused.into_iter().filter(|it| !used.contains(it.0)) {
        let help = "take the line out, so that it allows nothing later";
        faults.warn("Q031", span, format!("nothing here breaks {rule}"), help);
    }
    faults.extend(found);
}

#[cfg(test)]
mod tests;
