//! Whatever a ritual or a bank refers to exists, and fits.

use std::collections::{BTreeMap, HashSet};

use super::content::{self, Alike};
use crate::bank::{self, Bank, Quarter};
use crate::deal::{self, Limits, Past};
use crate::fault::{Faults, closest};
use crate::fields::{self, Field, Table};
use crate::library::{File, Library};
use crate::ritual::read::shape::RITUAL;
use crate::ritual::{self, Deal, Layout, Level, Ritual, Vote, What, When};

use super::claims;
use super::forms::check_forms;

/// Everything that may be referred to.
pub(super) struct Known {
    /// By id.
    pub(super) rituals: BTreeMap<String, Ritual>,
    /// By id.
    pub(super) banks: BTreeMap<String, Bank>,
    /// Ids of files that are there and broken: referring to them is no fault of its own.
    pub(super) broken: HashSet<String>,
}

impl Known {
    /// The rituals of a library, and no bank yet.
    pub(super) fn rituals_of(library: &Library<'_>) -> Self {
        let rituals = library.rituals().0.into_iter();
        Self {
            rituals: rituals.map(|it| (it.id.clone(), it)).collect(),
            banks: BTreeMap::new(),
            broken: HashSet::new(),
        }
    }
}

/// Checks what a ritual refers to, its forms, and its end.
pub(super) fn check_ritual(file: &File, source: &[u8], known: &Known, faults: &mut Faults) {
    let Some(ritual) = known.rituals.get(&file.id) else {
        return;
    };
    let (table, _) = fields::read(source, &file.path, "ritual", RITUAL);
    look_for_idle(file, &table, RITUAL, faults);
    let steps: Vec<&Table> = table.tables("step").collect();
    for step in &steps {
        check_references(step, ritual.ceiling, known, faults);
    }
    check_aliases(ritual, &table, known, faults);
    check_forms(ritual, &table, known, faults);
    claims::check_ritual(&table, faults);
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

/// Of what comes with the program nobody here can take a key out.
fn look_for_idle(file: &File, table: &Table, fields: &'static [Field], faults: &mut Faults) {
    if file.built_in.is_none() {
        fields::idle::tell(table, fields, faults);
    }
}

fn check_references(step: &Table, ceiling: Level, known: &Known, faults: &mut Faults) {
    match step.text("kind") {
        Some("deal") => {
            if let Some(What::Deal(deal)) = ritual::read::what(step)
                && let Some(bank) = check_banks(step, known, faults)
            {
                check_deal(&bank, &deal, ceiling, step, faults);
            }
        }
        Some("ask") => {
            let what = ritual::read::what(step);
            let deal = match &what {
                Some(What::Ask(ask)) => ask.bank.as_ref().map(|it| (ask.mode, it)),
                _ => None,
            };
            let Some((mode, deal)) = deal else {
                return;
            };
            match known.banks.get(&deal.bank) {
                Some(bank) => {
                    check_asked(bank, mode, step, faults);
                    check_deal(bank, deal, ceiling, step, faults);
                }
                None if known.broken.contains(&deal.bank) => {}
                None => missing(
                    "bank",
                    &deal.bank,
                    step.span("bank"),
                    known.banks.keys(),
                    faults,
                ),
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

/// Whether the banks of a deal are there and of one kind; then all of them as one.
fn check_banks(step: &Table, known: &Known, faults: &mut Faults) -> Option<Bank> {
    let mut all: Option<Bank> = None;
    let mut is_whole = true;
    for spot in step.list("bank") {
        let id = spot.text().unwrap_or_default();
        let Some(bank) = known.banks.get(id) else {
            is_whole = false;
            if !known.broken.contains(id) {
                missing("bank", id, spot.span.clone(), known.banks.keys(), faults);
            }
            continue;
        };
        match &mut all {
            None => all = Some(bank.clone()),
            Some(first) if first.kind != bank.kind => {
                let (first, other) = (&first.id, &bank.id);
                let message = format!("`{other}` is of another kind than `{first}`");
                let help =
                    "deal from banks of one kind together, and from others in a step of their own";
                faults.add("T008", spot.span.clone(), message, help);
            }
            Some(first) => {
                first.items.extend(bank.items.iter().cloned());
                first.id = format!("{}, {id}", first.id);
            }
        }
    }
    all.filter(|_| is_whole)
}

/// Whether a bank holds what can be asked like this: a quiz has answers, a choice has sides.
fn check_asked(bank: &Bank, mode: Vote, step: &Table, faults: &mut Faults) {
    let (kinds, wanted): (&[&str], _) = match mode {
        Vote::Quiz => (&["trivia"], "a bank of trivia"),
        _ => (&["trivia", "pair"], "a bank of pairs or trivia"),
    };
    if !kinds.contains(&bank.kind.as_str()) {
        let message = format!("`{}` is no bank to ask from like this", bank.id);
        let help = format!("name {wanted}");
        faults.add("T008", step.span("bank"), message, help);
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

/// Whether a bank has as many items as a deal lays out, and others for every swap.
fn check_deal(bank: &Bank, deal: &Deal, ceiling: Level, step: &Table, faults: &mut Faults) {
    let limits = Limits::up_to(ceiling);
    let fits = bank
        .items
        .iter()
        .filter(|it| deal::refusal(it, deal, &limits, &Past::default()).is_none());
    let (there, things, hand) = match deal.show {
        Layout::Grid => {
            let mut quarters = Quarter::ALL.map(|_| 0);
            for axes in fits.filter_map(|it| it.axes) {
                quarters[axes.quarter() as usize] += 1;
            }
            let least = quarters.into_iter().min().unwrap_or(0);
            (least, "words in a quarter", deal.hand)
        }
        Layout::Hand => (fits.count(), "items that fit", deal.hand),
        Layout::Card => (fits.count(), "items that fit", 1),
    };
    let help = "deal fewer, widen `levels`, `themes` or `tags`, or add to the bank";
    let (id, hands) = (&bank.id, deal.swap + 1);
    if there < hand {
        let message = format!("`{id}` has {there} {things}, and {hand} are dealt");
        faults.add("T008", step.span("bank"), message, help);
    } else if there < hand * hands {
        let message = format!("`{id}` has {there} {things}, too few for {hands} hands of {hand}");
        faults.add("R108", step.span("swap"), message, help);
    }
}

fn check_aliases(ritual: &Ritual, table: &Table, known: &Known, faults: &mut Faults) {
    for spot in table.list("aliases") {
        let alias = spot.text().unwrap_or_default();
        let others = known.rituals.values().filter(|it| it.id != ritual.id);
        for other in others {
            if other.id == alias || other.aliases.iter().any(|it| it == alias) {
                let message = format!("`{alias}` means the ritual `{}` too", other.id);
                let help = "choose another alias, so that the name means one ritual";
                faults.add("R110", spot.span.clone(), message, help);
            }
        }
    }
}

/// Whether the rituals that may take a team's items are there: a word that names none is like no
/// word at all, and the items are never dealt. What comes with the program may be written for
/// rituals that are still to come.
pub(super) fn check_uses(table: &Table, known: &Known, faults: &mut Faults) {
    let head = table.table("bank").and_then(|it| it.table("defaults"));
    for spot in head
        .into_iter()
        .chain(table.tables("item"))
        .flat_map(|it| it.list("uses"))
    {
        let id = spot.text().unwrap_or_default();
        if known.rituals.contains_key(id) || known.broken.contains(id) {
            continue;
        }
        let of_alias = known.rituals.values().find(|it| {
            let names = it.aliases.iter().chain([&it.title]);
            names.into_iter().any(|it| it.eq_ignore_ascii_case(id))
        });
        let ids = known.rituals.keys().map(String::as_str);
        let help = match of_alias.map(|it| it.id.as_str()).or(closest(id, ids)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a ritual by its id, as firelight rituals --all lists them".to_string(),
        };
        let message = format!("there is no ritual `{id}`, so nothing takes this");
        faults.add("Q034", spot.span.clone(), message, help);
    }
}

/// Checks that a bank's ids are its own and its lighter items exist.
pub(super) fn check_bank(
    file: &File,
    source: &[u8],
    known: &Known,
    alike: &Alike,
    faults: &mut Faults,
) {
    let (table, _) = fields::read(source, &file.path, "bank", bank::read::BANK);
    if let Some(bank) = known.banks.get(&file.id) {
        content::check(bank, &table, alike, faults);
    }
    claims::check_bank(&table, faults);
    look_for_idle(file, &table, bank::read::BANK, faults);
    if file.built_in.is_none() {
        check_uses(&table, known, faults);
    }
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
