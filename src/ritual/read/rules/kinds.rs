//! What the keys of one step must mean together, kind by kind.

use crate::fault::{Faults, closest};
use crate::fields::Table;

/// Checks one step by itself; `grouped` when it stands inside groups.
pub(super) fn check(step: &Table, grouped: bool, faults: &mut Faults) {
    let kind = step.text("kind").unwrap_or_default();
    check_keep(step, kind, grouped, faults);
    check_when(step, faults);
    match kind {
        "ask" => check_ask(step, grouped, faults),
        "open" if grouped => {
            for key in ["each_item", "max", "extend_vote"] {
                let help = "take the line out: groups decide for themselves";
                let message = format!("`{key}` stands in a step inside groups");
                misplaced(step, key, message, help, faults);
            }
        }
        "open" if step.flag("each_item") != Some(true) => {
            for key in ["max", "extend_vote"] {
                only(step, key, "`each_item = true`", faults);
            }
        }
        "use" if !matches!(step.text("when"), None | Some("live")) => {
            let help = "take the line out; what the other ritual does before or after comes along";
            let message = "another ritual's steps are held in the meeting".to_string();
            misplaced(step, "when", message, help, faults);
        }
        _ => {}
    }
}

/// Checks that whatever waits for the turns of a step names a `turns` step that stands before it, and
/// in which nobody has to.
pub(super) fn check_waits<'a>(steps: impl Iterator<Item = &'a Table> + Clone, faults: &mut Faults) {
    let mut before: Vec<&str> = Vec::new();
    for step in steps.clone() {
        for key in ["without", "after_turns"] {
            for inner in step.tables("steps").filter(|it| it.get(key).is_some()) {
                let help = "take the line out: groups decide for themselves";
                let message = format!("`{key}` stands in a step inside groups");
                faults.add("R112", inner.span(key), message, help);
            }
            check_wait(step, key, steps.clone(), &before, faults);
        }
        before.extend(Some(step).filter(is_turns).and_then(|it| it.text("id")));
    }
}

fn is_turns(step: &&Table) -> bool {
    step.text("kind") == Some("turns")
}

fn check_wait<'a>(
    step: &Table,
    key: &str,
    steps: impl Iterator<Item = &'a Table> + Clone,
    before: &[&str],
    faults: &mut Faults,
) {
    let by_wish = |it: &Table| {
        let wish = matches!(it.text("who"), Some("volunteers" | "tellers"));
        wish && it.get("each").is_some() && matches!(it.text("when"), None | Some("live"))
    };
    let Some(name) = step.text(key) else {
        return;
    };
    let mut turns = steps.filter(is_turns);
    let (message, help) = if before.contains(&name) {
        let named = turns.find(|it| it.text("id") == Some(name));
        if named.is_some_and(by_wish) {
            return;
        }
        let held = match key {
            "without" => "never",
            _ => "always",
        };
        (
            format!("nobody can decline a turn in `{name}`, so this is {held} held"),
            "give that step `who = \"volunteers\"` and `each`, or take the line out".to_string(),
        )
    } else {
        let ids: Vec<&str> = turns.filter_map(|it| it.text("id")).collect();
        if ids.contains(&name) {
            let message = format!("the `turns` step `{name}` comes after this one");
            (message, "move this step behind it".to_string())
        } else {
            let help = match closest(name, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if ids.is_empty() => {
                    "give the `turns` step it waits for an `id`, and write that".to_string()
                }
                None => format!("there is {}", ids.join(", ")),
            };
            (format!("no `turns` step is called `{name}`"), help)
        }
    };
    faults.add("R112", step.span(key), message, help);
}

/// Checks that how to share stories is asked once, and before the steps that hang on it.
pub(super) fn check_agreed<'a>(steps: impl Iterator<Item = &'a Table>, faults: &mut Faults) {
    let mut is_asked = false;
    for step in steps {
        let asks = |it: &Table| it.text("mode") == Some("agreement");
        for inner in step.tables("steps") {
            let help = "take the line out: what is agreed holds for everybody";
            let message = "`agreed` stands in a step inside groups".to_string();
            misplaced(inner, "agreed", message, help, faults);
            if asks(inner) {
                let help = "ask it of everybody, in a step of its own";
                let message = "how to share stories is asked inside groups".to_string();
                misplaced(inner, "mode", message, help, faults);
            }
        }
        if !is_asked {
            let message = "nothing was asked yet that this could hang on".to_string();
            let help = "put an `ask` step with `mode = \"agreement\"` before it";
            misplaced(step, "agreed", message, help, faults);
        } else if asks(step) {
            let message = "how to share stories is asked twice".to_string();
            misplaced(
                step,
                "mode",
                message,
                "take one of the two steps out",
                faults,
            );
        }
        is_asked |= asks(step);
    }
}

fn check_keep(step: &Table, kind: &str, grouped: bool, faults: &mut Faults) {
    let keep = step.text("keep").unwrap_or("none");
    let mut add = |message: &str, help: &str| faults.add("T002", step.span("keep"), message, help);
    match (kind, keep) {
        ("ask", "count") if grouped => add(
            "`keep = \"count\"` stands inside groups, where too few are counted",
            "take the line out, or ask everybody in a step of its own",
        ),
        ("ask", "count")
            if step.get("bank").is_some()
                || matches!(step.text("mode"), Some("quiz" | "agreement")) =>
        {
            add(
                "questions from a bank, a quiz and an agreement have no totals",
                "take the line out",
            )
        }
        ("ask", "count") if step.get("id").is_none() => add(
            "what is counted has no name in the log",
            "add an `id`, such as \"would-do-again\"",
        ),
        ("ask", "kept" | "private") => add(
            "an `ask` step keeps no text",
            "write \"none\", or \"count\" for what comes of it",
        ),
        ("ask" | "turns" | "open" | "groups", _) => {}
        (_, "count") => add(
            "only an `ask` step counts",
            "write \"none\", or make it an `ask` step",
        ),
        ("gather", "kept") if grouped => add(
            "`keep = \"kept\"` stands inside groups, where nothing is typed",
            "take the line out, or gather from everybody in a step of its own",
        ),
        ("gather", "kept") if step.flag("attributed") == Some(true) => {
            let help = "take one of the two out: names are never kept";
            let message = "`attributed` would keep names with what is kept";
            faults.add("T002", step.span("attributed"), message, help);
        }
        _ => {}
    }
}

fn check_when(step: &Table, faults: &mut Faults) {
    let when = step.text("when").unwrap_or("live");
    if when != "before" {
        only(step, "lead", "`when = \"before\"`", faults);
    }
    if when != "after" {
        only(step, "due", "`when = \"after\"`", faults);
    }
}

/// A key that acts only beside something else.
fn only(step: &Table, key: &str, beside: &str, faults: &mut Faults) {
    let message = format!("`{key}` means something only with {beside}");
    let help = format!("add {beside}, or take the line out");
    misplaced(step, key, message, &help, faults);
}

/// A key that does nothing where it stands.
fn misplaced(step: &Table, key: &str, message: String, help: &str, faults: &mut Faults) {
    if step.get(key).is_some() {
        faults.add("R113", step.span(key), message, help);
    }
}

fn check_ask(step: &Table, grouped: bool, faults: &mut Faults) {
    let mode = step.text("mode").unwrap_or_default();
    let options = step.strings("options");
    let mut add = |key: &str, message: String, help: &str| {
        faults.add("R105", step.span(key), message, help);
    };
    let has_bank = step.get("bank").is_some();
    let takes_bank = matches!(mode, "pick" | "quiz");
    let needs_options = matches!(mode, "pick" | "dot-vote" | "prefer-or-veto" | "quiz");
    let given = ["options", "bank"].into_iter();
    let mut given = given.filter(|it| mode == "agreement" && step.get(it).is_some());
    if let Some(key) = given.next() {
        let message = format!("`{key}` stands in an agreement, whose questions are given");
        add(key, message, "take the line out");
    } else if has_bank && step.get("options").is_some() {
        let message = "`bank` and `options` stand together".to_string();
        add("options", message, "take one of the two out");
    } else if has_bank && !takes_bank {
        let help = "write mode \"pick\" or \"quiz\", or `options` instead of `bank`";
        add("bank", format!("`{mode}` asks from no bank"), help);
    } else if has_bank && grouped {
        let message = "questions from a bank are asked of everybody, not inside groups";
        let help = "move the step out of the groups, or write `options`";
        add("bank", message.to_string(), help);
    } else if !has_bank && needs_options && options.len() < 2 {
        let help = match takes_bank {
            true => "add `options = [\"…\", \"…\"]`, or a `bank`",
            false => "add `options = [\"…\", \"…\"]`",
        };
        add(
            "options",
            format!("`{mode}` needs at least two options"),
            help,
        );
    } else if mode == "scale" && !matches!(options.len(), 0 | 2) {
        let message = "a scale has words for its two ends, or none".to_string();
        let help = "write two, such as `options = [\"not at all\", \"very much\"]`";
        add("options", message, help);
    } else if mode == "consent" && !options.is_empty() {
        let message = "`consent` has no options: people can live with it, or not";
        add("options", message.to_string(), "take the line out");
    } else if options.len() > 26 {
        let message = "more options than letters".to_string();
        add("options", message, "write at most 26; 7 are read with ease");
    } else if options.iter().any(|it| it.contains(['\n', '\r'])) {
        let message = "an option has more than one line".to_string();
        add("options", message, "write each in one line");
    } else if (1..options.len()).any(|it| options[..it].contains(&options[it])) {
        let message = "two options say the same".to_string();
        add("options", message, "word them differently, or take one out");
    }
    let answer = step.string("answer");
    match (mode, &answer) {
        ("quiz", _) if has_bank && answer.is_some() => {
            let message = "each question of the bank has its own answer".to_string();
            add("answer", message, "take the line out");
        }
        ("quiz", _) if !has_bank && !answer.as_ref().is_some_and(|it| options.contains(it)) => {
            let message = "a quiz needs its answer among the options".to_string();
            let help = "add `answer` with the words of one option";
            add("answer", message, help);
        }
        _ => {}
    }
    if mode != "quiz" {
        only(step, "answer", "`mode = \"quiz\"`", faults);
    }
    if mode != "dot-vote" {
        only(step, "dots", "`mode = \"dot-vote\"`", faults);
    }
    if !has_bank {
        only(step, "rounds", "a `bank`", faults);
    }
    if step.text("keep") != Some("count") {
        only(step, "min_n", "`keep = \"count\"`", faults);
    }
}
