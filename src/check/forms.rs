//! Every form of a ritual, in every mode, has steps, and they fit its minutes.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::fault::Faults;
use crate::fields::Table;
use crate::library::{self, Kind, Missing};
use crate::ritual::{Form, Mode, Ritual, Step, What, length, read};

use super::references::Known;

/// So many people more than a ritual's most its form for many is held against.
const MORE: usize = 5;

/// Checks that a ritual does not use itself, and that each form of it is whole.
pub(super) fn check_forms(ritual: &Ritual, table: &Table, known: &Known, faults: &mut Faults) {
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
    let mut empty = Vec::new();
    // Of all that share one line of minutes, the longest is told.
    let mut longest: BTreeMap<usize, (i64, Range<usize>, String)> = BTreeMap::new();
    for forms in forms_of(ritual) {
        for mode in Mode::ALL {
            let taken = [&forms[..], &[Form::of(mode)]].concat();
            match library::resolve(ritual, &forms, mode, &find) {
                Ok(whole) if whole.steps.is_empty() => {
                    if !empty.contains(&mode) {
                        empty.push(mode);
                        let message = format!("{}, no step is left", phrases(&taken));
                        let help = "let a step be held there: widen its `only`, or skip less";
                        faults.add("R107", table.span("title"), message, help);
                    }
                }
                Ok(whole) => {
                    let n_people = people_of(ritual, &forms);
                    let minutes = (length::of_steps(&whole.steps, n_people) + 59) / 60;
                    let span = span_of_minutes(table, &taken);
                    let told = longest.get(&span.start).map_or(0, |it| it.0);
                    if minutes > whole.minutes && minutes > told {
                        let message = format!(
                            "{}, {n_people} people take {minutes} minutes, not {}",
                            phrases(&taken),
                            whole.minutes
                        );
                        longest.insert(span.start, (minutes, span, message));
                    }
                }
                Err(Missing::Circle { ids }) => {
                    let message = format!("this ritual uses itself: {}", ids.join(", then "));
                    let help = "take one `use` step out";
                    return faults.add("R106", table.span("title"), message, help);
                }
                Err(Missing::TooMany { .. }) => {
                    let message = "this ritual uses more than 100 others";
                    return faults.add("R106", table.span("title"), message, "use fewer");
                }
                // What is not found or broken has its own fault.
                Err(_) => {}
            }
        }
    }
    for (minutes, span, message) in longest.into_values() {
        let help = format!("declare {minutes} minutes, or shorten a step");
        faults.add("T001", span, message, help);
    }
}

/// What is held against the minutes: the ritual as it is, and its forms for numbers of people
/// and for teams that know it, together too, as far as it has them.
fn forms_of(ritual: &Ritual) -> Vec<Vec<Form>> {
    let has = |form: &Form| {
        let varies = ritual.variants.iter().any(|it| it.form == *form);
        varies || is_named(&ritual.steps, *form)
    };
    let mut all = vec![Vec::new()];
    for size in [Form::N2, Form::Many].into_iter().filter(has) {
        all.push(vec![size]);
    }
    if has(&Form::Again) {
        let again = all.iter().map(|it| [&it[..], &[Form::Again]].concat());
        all.extend(again.collect::<Vec<_>>());
    }
    all
}

fn is_named(steps: &[Step], form: Form) -> bool {
    steps.iter().any(|step| match &step.what {
        _ if step.only.contains(&form) => true,
        What::Groups(groups) => is_named(&groups.steps, form),
        _ => false,
    })
}

fn people_of(ritual: &Ritual, forms: &[Form]) -> usize {
    if forms.contains(&Form::N2) {
        2
    } else if forms.contains(&Form::Many) {
        ritual.people.max + MORE
    } else {
        ritual.people.best.1
    }
}

/// Where the minutes stand that count for these forms.
fn span_of_minutes(table: &Table, taken: &[Form]) -> Range<usize> {
    let variants = table.table("variants").into_iter();
    let last = variants
        .flat_map(Table::each_table)
        .filter_map(|(name, change)| Some((read::form(name)?, change)))
        .filter(|(form, change)| taken.contains(form) && change.get("minutes").is_some())
        .max_by_key(|(form, _)| *form);
    last.map_or(table.span("minutes"), |(_, it)| it.span("minutes"))
}

fn phrases(forms: &[Form]) -> String {
    let phrases: Vec<&str> = forms.iter().map(|it| it.phrase()).collect();
    phrases.join(", ")
}
