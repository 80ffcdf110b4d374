//! Keys that are read and that nothing acts on yet: the table of fields knows which, so whoever
//! makes one act changes the one word there.

use std::ops::Range;

use crate::fault::Faults;

use super::{Field, Shape, Spot, Table, Value};

/// A key of a file that nothing acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The key.
    pub name: &'static str,
    /// Where it stands first.
    pub span: Range<usize>,
    /// How often it stands there.
    pub times: usize,
}

/// Every such key that stands in a file, in its order.
pub fn idle(table: &Table, fields: &'static [Field]) -> Vec<Idle> {
    let mut found = Vec::new();
    keys(table, &[fields], &mut found);
    found.sort_by_key(|it| it.1.start);
    let mut all: Vec<Idle> = Vec::new();
    for (name, span) in found {
        match all.iter_mut().find(|it| it.name == name) {
            Some(known) => known.times += 1,
            None => all.push(Idle {
                name,
                span,
                times: 1,
            }),
        }
    }
    all
}

/// Adds every such key to the faults of a file.
pub fn tell(table: &Table, fields: &'static [Field], faults: &mut Faults) {
    for it in idle(table, fields) {
        let more = match it.times {
            1 => String::new(),
            n => format!("; it stands here {n} times"),
        };
        let message = format!("`{}` is read, and nothing acts on it yet{more}", it.name);
        let help = "it does no harm: leave it for a later version, or take it out";
        faults.add("S008", it.span, message, help);
    }
}

type Found = Vec<(&'static str, Range<usize>)>;

fn keys(table: &Table, fields: &[&'static [Field]], found: &mut Found) {
    for (name, spot) in &table.pairs {
        let field = fields.iter().copied().flatten().find(|it| it.name == name);
        match field {
            Some(field) if !field.acts => found.push((field.name, spot.span.clone())),
            Some(field) => within(spot, &field.shape, found),
            None => {}
        }
    }
}

fn within(spot: &Spot, shape: &'static Shape, found: &mut Found) {
    match (shape, &spot.value) {
        (Shape::Table(fields), Value::Table(table)) => keys(table, &[fields], found),
        (Shape::List(inner) | Shape::OneOrMore(inner) | Shape::Pair(inner), Value::List(list)) => {
            list.iter().for_each(|it| within(it, inner, found));
        }
        (Shape::Map(inner), Value::Table(table)) => {
            let spots = table.pairs.iter().map(|it| &it.1);
            spots.for_each(|it| within(it, inner, found));
        }
        (Shape::Kinds { common, kinds }, Value::Table(step)) => {
            let kind = step.text("kind");
            let own = kinds.iter().find(|it| Some(it.0) == kind);
            keys(step, &[common, own.map_or(&[], |it| it.1)], found);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::fields::{later, may, read};

    static INNER: &[Field] = &[
        may("x", Shape::Flag, "Acts."),
        later("y", Shape::Flag, "Waits."),
    ];
    static FIELDS: &[Field] = &[
        may("one", Shape::Table(INNER), "A table."),
        may("many", Shape::List(&Shape::Table(INNER)), "Tables."),
        may("any", Shape::Map(&Shape::Table(INNER)), "Free keys."),
        later("whole", Shape::Table(INNER), "Waits with all in it."),
        may(
            "step",
            Shape::List(&Shape::Kinds {
                common: &[
                    may("kind", Shape::Text, "Which."),
                    later("c", Shape::Flag, "Waits."),
                ],
                kinds: &[("k", INNER), ("l", &[])],
            }),
            "Steps.",
        ),
    ];

    #[test]
    fn a_key_that_waits_is_found_wherever_it_stands_once_with_its_first_place() {
        let found = |source: &str| -> String {
            let (table, faults) = read(source.as_bytes(), Path::new("a"), "test", FIELDS);
            assert_eq!(faults.beside(Some(())).faults, []);
            let line = |at: usize| source[..at].matches('\n').count() + 1;
            let found = idle(&table, FIELDS).into_iter();
            let found = found.map(|it| format!("{} {}x{}", it.name, line(it.span.start), it.times));
            found.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(found("one = { x = true }\n"), "");
        assert_eq!(found("one = { y = true }\n"), "y 1x1");
        let many = "[[many]]\nx = true\n[[many]]\ny = true\n[any.a]\ny = false\n";
        assert_eq!(found(many), "y 4x2");
        assert_eq!(found("[whole]\ny = true\n"), "whole 1x1");
        let steps =
            "[[step]]\nkind = \"l\"\nc = true\n[[step]]\nkind = \"k\"\nx = true\ny = true\n";
        assert_eq!(found(steps), "c 3x1, y 7x1");
    }
}
