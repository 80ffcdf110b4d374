//! Whatever a ritual or a bank refers to exists, and fits.

use std::collections::{BTreeMap, HashSet};

use crate::bank::{self, Bank, Quarter};
use crate::fault::{Faults, closest};
use crate::fields::{self, Table};
use crate::library::{self, File, Kind, Missing};
use crate::ritual::read::shape::RITUAL;
use crate::ritual::{self, Deal, Level, Mode, Ritual, What, When, length};

/// Everything that may be referred to.
pub(super) struct Known {
    /// By id.
    pub(super) rituals: BTreeMap<String, Ritual>,
    /// By id.
    pub(super) banks: BTreeMap<String, Bank>,
    /// Ids of files that are there and broken: referring to them is no fault of its own.
    pub(super) broken: HashSet<String>,
}

/// Checks what a ritual refers to, and its whole length and end.
pub(super) fn check_ritual(file: &File, source: &[u8], known: &Known, faults: &mut Faults) {
    let Some(ritual) = known.rituals.get(&file.id) else {
        return;
    };
    let (table, _) = fields::read(source, &file.path, "ritual", RITUAL);
    let steps: Vec<&Table> = table.tables("step").collect();
    for step in &steps {
        check_references(step, ritual.ceiling, known, faults);
    }
    let find = |id: &str| {
        known
            .rituals
            .get(id)
            .cloned()
            .ok_or_else(|| Missing::NotFound {
                kind: Kind::Ritual,
                typed: id.to_string(),
                closest: None,
            })
    };
    let n_people = ritual.people.best.1;
    for mode in [Mode::Room, Mode::Remote, Mode::Hybrid] {
        match library::resolve(ritual, &[], mode, &find) {
            Err(Missing::Circle { ids }) => {
                let message = format!("this ritual uses itself: {}", ids.join(", then "));
                faults.add(
                    "R106",
                    table.span("title"),
                    message,
                    "take one `use` step out",
                );
                break;
            }
            Err(Missing::TooMany { .. }) => {
                let message = "this ritual uses more than 100 others";
                faults.add("R106", table.span("title"), message, "use fewer");
                break;
            }
            // What is not found or broken has its own fault.
            Err(_) => {}
            Ok(whole) => {
                let planned = length::of_steps(&whole.steps, n_people);
                if planned > whole.minutes * 60 {
                    let (mode, minutes) = (mode.word(), (planned + 59) / 60);
                    let message = format!(
                        "in mode {mode} this takes {minutes} minutes with {n_people} people, not {}",
                        whole.minutes
                    );
                    faults.add(
                        "T001",
                        table.span("minutes"),
                        message,
                        format!("declare {minutes} minutes, or shorten a step"),
                    );
                    break;
                }
            }
        }
    }
    let last = ritual
        .steps
        .iter()
        .zip(&steps)
        .rfind(|(it, _)| it.when == When::Live);
    if let Some((last, last_table)) = last
        && last.level.is_some_and(|it| it > Level::Open)
    {
        let help = "end with something light, so that people come back to the day";
        faults.add(
            "T007",
            last_table.span("level"),
            "the last step is heavier than open",
            help,
        );
    }
}

fn check_references(step: &Table, ceiling: Level, known: &Known, faults: &mut Faults) {
    match step.text("kind") {
        Some("deal") => {
            let id = step.text("bank").unwrap_or_default();
            let what = ritual::read::what(step);
            match (known.banks.get(id), what) {
                (Some(bank), Some(What::Deal(deal))) => {
                    if let Err(message) = fills(bank, &deal, ceiling) {
                        let help = "deal fewer, widen `levels` or `themes`, or add to the bank";
                        faults.add("T008", step.span("bank"), message, help);
                    }
                }
                _ if known.broken.contains(id) => {}
                _ => missing("bank", id, step.span("bank"), known.banks.keys(), faults),
            }
        }
        Some("use") => {
            let id = step.text("ritual").unwrap_or_default();
            if !known.rituals.contains_key(id) && !known.broken.contains(id) {
                missing(
                    "ritual",
                    id,
                    step.span("ritual"),
                    known.rituals.keys(),
                    faults,
                );
            }
        }
        _ => {}
    }
    for inner in step.tables("steps") {
        check_references(inner, ceiling, known, faults);
    }
}

fn missing<'a>(
    what: &str,
    id: &str,
    span: std::ops::Range<usize>,
    ids: impl Iterator<Item = &'a String>,
    faults: &mut Faults,
) {
    let mut ids: Vec<&str> = ids.map(String::as_str).collect();
    ids.sort_unstable();
    let help = match closest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if ids.is_empty() => format!("add the {what}; there is none yet"),
        None => format!("there is {}", ids.join(", ")),
    };
    faults.add(
        "T008",
        span,
        format!("there is no {what} called `{id}`"),
        help,
    );
}

/// Whether a bank has as many items as a deal lays out, or why not.
fn fills(bank: &Bank, deal: &Deal, ceiling: Level) -> Result<(), String> {
    let fits = bank.items.iter().filter(|it| {
        it.deal
            && it.level <= ceiling
            && (deal.levels.is_empty() || deal.levels.contains(&it.level))
            && (deal.themes.is_empty() || it.themes.iter().any(|theme| deal.themes.contains(theme)))
    });
    if deal.show == ritual::Layout::Grid {
        for quarter in Quarter::ALL {
            let there = fits
                .clone()
                .filter(|it| it.axes.is_some_and(|it| it.quarter() == quarter))
                .count();
            if there < deal.hand {
                return Err(format!(
                    "`{}` has {there} words in a quarter that shows {}",
                    bank.id, deal.hand
                ));
            }
        }
        return Ok(());
    }
    match fits.count() {
        there if there < deal.hand => Err(format!(
            "`{}` has {there} items to fill a hand of {}",
            bank.id, deal.hand
        )),
        _ => Ok(()),
    }
}

/// Checks that a bank's ids are its own and its lighter items exist.
pub(super) fn check_bank(file: &File, source: &[u8], known: &Known, faults: &mut Faults) {
    let (table, _) = fields::read(source, &file.path, "bank", bank::read::BANK);
    let mut others = BTreeMap::new();
    for bank in known.banks.values().filter(|it| it.id != file.id) {
        others.extend(
            bank.items
                .iter()
                .map(|it| (it.id.as_str(), bank.id.as_str())),
        );
    }
    let own: HashSet<&str> = table
        .tables("item")
        .filter_map(|it| it.text("id"))
        .collect();
    for item in table.tables("item") {
        let id = item.text("id").unwrap_or_default();
        if let Some(other) = others.get(id) {
            let message = format!("`{id}` is in the bank `{other}` too");
            let help = "an item's id is used once in all banks";
            faults.add("Q001", item.span("id"), message, help);
        }
        let Some(lighter) = item.text("lighter").filter(|it| !it.contains(' ')) else {
            continue;
        };
        if !own.contains(lighter) && !others.contains_key(lighter) {
            let ids = own.iter().chain(others.keys()).copied();
            let help = match closest(lighter, ids) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name an item by its id, or write a question".to_string(),
            };
            faults.add(
                "T008",
                item.span("lighter"),
                format!("there is no item called `{lighter}`"),
                help,
            );
        }
    }
}
