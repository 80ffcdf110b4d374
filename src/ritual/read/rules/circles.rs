//! What the fields of a `groups` step must mean together.

use std::collections::BTreeSet;

use crate::fault::Faults;
use crate::fields::Table;

/// How many people a group has at most where nothing says so.
const USUAL_MOST: usize = 4;

/// Checks one `groups` step.
pub(super) fn check(step: &Table, faults: &mut Faults) {
    match step.text("shape") {
        Some("pairs") => pairs(step, faults),
        Some("inner-outer") => circles(step, faults),
        Some("stations") => stations(step, faults),
        _ => {}
    }
    if step.get("merge").is_some() {
        merge(step, faults);
    }
    if step.get("roles").is_some() {
        roles(step, faults);
    }
}

/// Adds a fault at each of these keys that is there.
fn without(step: &Table, keys: &[&str], why: &str, faults: &mut Faults) {
    for key in keys.iter().filter(|it| step.get(it).is_some()) {
        let message = format!("`{key}` has no place here: {why}");
        faults.add("R111", step.span(key), message, "take the line out");
    }
}

fn pairs(step: &Table, faults: &mut Faults) {
    if step.counts("size").iter().any(|it| *it != 2) {
        let help = "take `size` out, or write `shape = \"circle\"`";
        let message = "`size` is not two, and the shape is pairs";
        faults.add("R111", step.span("size"), message, help);
    }
    without(
        step,
        &["merge"],
        "pairs that are joined are no pairs",
        faults,
    );
}

fn circles(step: &Table, faults: &mut Faults) {
    let why = "all sit in two circles, one half in each";
    without(step, &["size", "merge", "roles", "mix"], why, faults);
    if step.count("rounds").is_some_and(|it| it % 2 == 1) {
        let help = "write an even number, so that each circle talks as often as the other";
        let message = "one circle would talk more often than the other";
        faults.add("R111", step.span("rounds"), message, help);
    }
}

fn stations(step: &Table, faults: &mut Faults) {
    let why = "people go to stations as they like";
    let keys = ["size", "rounds", "merge", "roles", "mix"];
    without(step, &keys, why, faults);
    let kinds = || {
        step.tables("steps")
            .filter_map(|it| Some((it, it.text("kind")?)))
    };
    if !kinds().any(|it| it.1 == "deal") {
        let help = "add a `[[step.steps]]` with `kind = \"deal\"`, a `bank` and a `hand`: one item a station";
        let message = "nothing says what there is to do at the stations";
        faults.add("R111", step.span("shape"), message, help);
    }
    for (deal, _) in kinds().filter(|it| it.1 == "deal") {
        if !matches!(deal.text("show"), None | Some("hand")) {
            let help = "write `show = \"hand\"`, or take the line out: one item is a station";
            let message = "stations have an item each, and nothing is chosen from them";
            faults.add("R111", deal.span("show"), message, help);
        }
    }
    for (turns, _) in kinds().filter(|it| it.1 == "turns") {
        let help = "write `kind = \"open\"` with a `for`";
        let message = "nobody can take turns at stations, where people come and go";
        faults.add("R111", turns.span("kind"), message, help);
    }
}

fn merge(step: &Table, faults: &mut Faults) {
    let keys = ["size", "rounds"];
    let why = "`merge` says how large groups become, and they are joined once";
    without(step, &keys, why, faults);
}

fn roles(step: &Table, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for role in step.list("roles") {
        let name = role.text().unwrap_or_default().trim().to_lowercase();
        if !seen.insert(name) {
            let help = "give each role its own words";
            faults.add(
                "R111",
                role.span.clone(),
                "this role stands there twice",
                help,
            );
        }
    }
    let n_roles = step.list("roles").len();
    if n_roles < 2 {
        let help = "name another role, such as \"listens\", or take the line out";
        let message = "roles need two people at least, one for each";
        faults.add("R111", step.span("roles"), message, help);
    }
    let sizes = step.counts("size").into_iter().chain(step.count("merge"));
    let pairs = Some(2).filter(|_| step.text("shape") == Some("pairs"));
    let most = sizes.chain(pairs).max().unwrap_or(USUAL_MOST);
    if n_roles > most {
        let message =
            format!("{n_roles} roles are more than the {most} people of the largest group");
        let help = "take a role out, or make the groups larger with `size`";
        faults.add("R111", step.span("roles"), message, help);
    }
}
