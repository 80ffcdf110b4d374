//! What the values of a ritual must mean together; what needs other files is in [`crate::check`].

use super::super::{Ritual, Shape, What, length};
use crate::fault::{Faults, closest};
use crate::fields::{Spot, Table};

mod circles;
mod kinds;

/// Checks everything that can be checked while some values may still be missing.
pub(super) fn check(table: &Table, faults: &mut Faults) {
    if let Some(people) = table.table("people") {
        let best = people.counts("best");
        let all = [
            people.count("min"),
            best.first().copied(),
            best.get(1).copied(),
            people.count("max"),
        ];
        let all: Vec<usize> = all.into_iter().flatten().collect();
        if !all.is_sorted() {
            let message = "`min`, `best` and `max` do not go up";
            faults.add(
                "R101",
                table.span("people"),
                message,
                "order them: min ≤ best from ≤ best to ≤ max",
            );
        }
    }
    // Where the file is not TOML, its steps may be what could not be read.
    let is_read = !table.span.is_empty() && !faults.any("S002");
    if is_read && table.get("step").is_none() {
        let help = "add one: `[[step]]` with `kind = \"say\"` and a `text`";
        faults.add("T001", table.span.clone(), "this ritual has no step", help);
    }
    let mut seen = Seen::default();
    let ceiling = table.number("ceiling").unwrap_or(5);
    for step in table.tables("step") {
        check_step(step, ceiling, false, &mut seen, faults);
    }
    kinds::check_waits(table.list("step").iter().filter_map(Spot::table), faults);
    kinds::check_agreed(table.list("step").iter().filter_map(Spot::table), faults);
    if let Some(variants) = table.table("variants") {
        for (_, change) in variants.each_table() {
            check_change(change, &seen, faults);
        }
    }
}

/// The ids and kinds of all steps, which a variant may name.
#[derive(Default)]
struct Seen {
    ids: Vec<String>,
    kinds: Vec<String>,
}

/// Whether the banks of a deal are there, each once.
fn check_banks(step: &Table, faults: &mut Faults) {
    let banks = step.strings("bank");
    let message = match &banks[..] {
        [] if step.list("bank").is_empty() => "`bank` is empty".to_string(),
        several => {
            let is_again = |(at, it): &(usize, &String)| several[..*at].contains(it);
            match several.iter().enumerate().find(is_again) {
                Some((_, id)) => format!("the bank `{id}` is named twice"),
                None => return,
            }
        }
    };
    let help = "name a bank, or several, each once";
    faults.add("S007", step.span("bank"), message, help);
}

fn check_step(step: &Table, ceiling: i64, grouped: bool, seen: &mut Seen, faults: &mut Faults) {
    let kind = step.text("kind").unwrap_or_default();
    seen.kinds.push(kind.to_string());
    if let Some(id) = step.string("id") {
        if seen.ids.contains(&id) {
            faults.add(
                "R103",
                step.span("id"),
                format!("another step is called `{id}` too"),
                "give each step its own id",
            );
        }
        seen.ids.push(id);
    }
    if step.flag("pass") == Some(false) {
        let message = "`pass = false` is not possible: everybody may pass, always";
        faults.add("T003", step.span("pass"), message, "take the line out");
    }
    let keep = step.text("keep").unwrap_or("none");
    if matches!(kind, "turns" | "open" | "groups") && !matches!(keep, "none" | "screen") {
        let message = format!("`keep = \"{keep}\"` would store what people say in `{kind}`");
        let help = "write \"none\" or \"screen\"; a `gather` step keeps what people agree on";
        faults.add("T002", step.span("keep"), message, help);
    }
    if step.number("level").is_some_and(|it| it > ceiling) {
        let help = "raise the ceiling of the ritual, or lower the level of the step";
        faults.add(
            "T005",
            step.span("level"),
            "this step goes deeper than the ritual's ceiling",
            help,
        );
    }
    kinds::check(step, grouped, faults);
    match kind {
        "solo" if step.get("for").is_none() && matches!(step.text("when"), None | Some("live")) => {
            let help = "add `for = \"60s\"`, or the time it takes";
            faults.add(
                "S005",
                step.span.clone(),
                "`for` is missing in a `solo` step",
                help,
            );
        }
        "deal" if step.get("bank").is_some() => check_banks(step, faults),
        "turns" => {
            if let Some(text) = step.text("response")
                && super::responses(text).is_none()
            {
                let known = super::shape::RESPONSES.join(", ");
                let help =
                    format!("write \"thanks\" or \"silence:15s, thanks:60s\"; there is {known}");
                faults.add(
                    "S007",
                    step.span("response"),
                    "`response` is not understood",
                    help,
                );
            }
        }
        "groups" => {
            if grouped {
                let help = "use `rounds`, or two `groups` steps one after the other";
                faults.add(
                    "R104",
                    step.span.clone(),
                    "groups stand inside groups",
                    help,
                );
            }
            circles::check(step, faults);
            for inner in step.tables("steps") {
                check_step(inner, ceiling, true, seen, faults);
            }
        }
        _ => {}
    }
}

fn check_change(change: &Table, seen: &Seen, faults: &mut Faults) {
    for spot in change.list("skip") {
        let name = spot.text().unwrap_or_default();
        let names = || seen.ids.iter().chain(&seen.kinds).map(String::as_str);
        if !names().any(|it| it == name) {
            let help = match closest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a step by its id or its kind".to_string(),
            };
            faults.add(
                "R102",
                spot.span.clone(),
                format!("no step is called `{name}`, by id or kind"),
                help,
            );
        }
    }
    if change.get("say").is_some() && !seen.kinds.iter().any(|it| it == "say") {
        let help = "add a `say` step, or take the line out";
        faults.add(
            "R102",
            change.span("say"),
            "`say` has no `say` step to replace",
            help,
        );
    }
}

/// Checks that what groups do fits their rounds, once the ritual is otherwise right.
pub(super) fn check_rounds(ritual: &Ritual, table: &Table, faults: &mut Faults) {
    for (step, step_table) in ritual.steps.iter().zip(table.tables("step")) {
        let What::Groups(groups) = &step.what else {
            continue;
        };
        let largest = match groups.shape {
            // Half of the most for whom it is at its best.
            Shape::InnerOuter => ritual.people.best.1.div_ceil(2),
            Shape::Circle | Shape::Pairs | Shape::Stations => groups.most(),
        };
        let inner = length::of_steps(&groups.steps, largest);
        if inner > groups.seconds {
            let message = format!(
                "the steps inside take {inner} seconds in a group of {largest}, a round lasts {}",
                groups.seconds
            );
            faults.add(
                "T001",
                step_table.span("for"),
                message,
                "lengthen the round, or shorten a step inside",
            );
        }
    }
}

#[cfg(test)]
mod tests;
