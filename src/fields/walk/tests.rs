//! Shapes, limits and the look of faults.

use super::*;
use crate::fault::{Fault, render};
use crate::fields::{may, must};

static FIELDS: &[Field] = &[
    must("format", Shape::Format("firelight.test/1"), "Format."),
    must("title", Shape::Text, "Title."),
    may("length", Shape::Duration, "Length."),
    may("order", Shape::OneOf(&["random", "ring"]), "Order."),
    may(
        "size",
        Shape::OneOrMore(&Shape::Integer { min: 2, max: 9 }),
        "Sizes.",
    ),
    may(
        "best",
        Shape::Pair(&Shape::Integer { min: 1, max: 9 }),
        "From and to.",
    ),
    may("level", Shape::Scale(&["light", "open"]), "Level."),
    may("line", Shape::Line, "Line."),
    may("deal", Shape::Flag, "Deal."),
    may("names", Shape::Map(&Shape::Text), "Names."),
    may("day", Shape::Date, "Day."),
];

fn reads(source: &str) -> (Table, Vec<Fault>) {
    let (table, faults) = read(source.as_bytes(), Path::new("a.toml"), "test", FIELDS);
    (table, faults.beside(None::<()>).faults)
}

fn rules(body: &str) -> Vec<&'static str> {
    let source = format!("format = \"firelight.test/1\"\ntitle = \"x\"\n{body}");
    reads(&source).1.iter().map(|it| it.rule).collect()
}

#[test]
fn every_shape_takes_what_it_should_and_refuses_the_rest() {
    let cases = [
        ("length = \"90s\"", ""),
        ("length = 90", "S006"),
        ("length = \"soon\"", "S007"),
        ("order = \"ring\"", ""),
        ("order = \"rign\"", "S007"),
        ("size = 3", ""),
        ("size = [3, 4]", ""),
        ("size = [3, 40]", "S007"),
        ("size = \"3\"", "S006"),
        ("size = 99999999999999999999", "S007"),
        ("size = 0x3", ""),
        ("best = [1, 2]", ""),
        ("best = [1]", "S006"),
        ("level = \"open\"", ""),
        ("level = 2", ""),
        ("level = 3", "S007"),
        ("level = \"opne\"", "S007"),
        ("deal = true", ""),
        ("deal = \"yes\"", "S006"),
        ("line = \" \"", "S007"),
        ("names = { de = \"x\" }", ""),
        ("names = { de = 1 }", "S006"),
        ("day = 2026-12-03", ""),
        ("day = \"2026-12-03\"", ""),
        ("day = \"3 Dec\"", "S007"),
        ("day = 2026-12-03T09:00:00", "S006"),
        ("colour = 1", "S004"),
        ("deal = yes", "S002"),
    ];
    for (body, rule) in cases {
        let wanted: Vec<&str> = (!rule.is_empty()).then_some(rule).into_iter().collect();
        assert_eq!(rules(body), wanted, "{body}");
    }
}

#[test]
fn an_id_begins_with_a_letter_or_a_digit() {
    for id in ["a", "7-a", "a-", &"a".repeat(40)] {
        assert!(is_slug(id), "{id}");
    }
    for id in ["", "-a", "-", "A", "a b", &"a".repeat(41)] {
        assert!(!is_slug(id), "{id}");
    }
}

#[test]
fn a_line_of_46_words_is_warned_of() {
    assert!(rules(&format!("line = \"{}\"", "word ".repeat(45))).is_empty());
    assert_eq!(
        rules(&format!("line = \"{}\"", "word ".repeat(46))),
        ["T009"]
    );
}

#[test]
fn all_faults_come_at_once_and_in_order() {
    let source = "format = \"firelight.test/1\"\ntitel = \"x\"\nlength = 5\norder = \"ringo\"\n";
    let (_, faults) = reads(source);
    let shown: Vec<String> = faults.iter().map(|it| render(it, source)).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    error[S005]: `title` is missing in a test
     --> a.toml:1:1
      |
    1 | format = "firelight.test/1"
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add `title = …`: write a text in quotes
    error[S004]: `titel` is not a key of a test
     --> a.toml:2:1
      |
    2 | titel = "x"
      | ^^^^^
      |
      = help: did you mean `title`? Possible here: format, title, length, order, size, best, level, line, deal, names, day
    error[S006]: `length` cannot be a number
     --> a.toml:3:10
      |
    3 | length = 5
      |          ^
      |
      = help: write a duration such as "90s", "2m" or "7m30s", up to 24 hours
    error[S007]: `order` cannot be `ringo`
     --> a.toml:4:9
      |
    4 | order = "ringo"
      |         ^^^^^^^
      |
      = help: did you mean `ring`? Possible here: random, ring
    "#);
}

#[test]
fn a_broken_line_hides_no_fault_of_another_and_makes_none_up() {
    assert_eq!(
        rules("order = ring\nlength = 5\ncolour = 1\nsize = [3,\n"),
        ["S002", "S006", "S004", "S002"]
    );
}

#[test]
fn a_newer_format_is_refused_in_one_sentence() {
    let (_, faults) = reads("format = \"firelight.test/2\"\nnew = 1\n");
    assert_eq!(faults.len(), 1);
    insta::assert_snapshot!(faults[0].message, @r#"
    version 2 of this format is unknown here: `firelight.test/1` is read
    "#);
}

#[test]
fn windows_and_its_marks_are_read() {
    let (table, faults) = reads("\u{feff}format = \"firelight.test/1\"\r\ntitle = \"x\"\r\n");
    assert_eq!(faults, []);
    assert_eq!(table.text("title"), Some("x"));
}

#[test]
fn what_is_no_text_is_refused_where_it_stops() {
    let (_, faults) = read(b"title = \"\xff\"", Path::new("a"), "test", FIELDS);
    let faults = faults.beside(None::<()>).faults;
    assert_eq!((faults[0].rule, faults[0].span.clone()), ("S001", 9..9));
    let large = vec![b'\n'; LARGEST as usize + 1];
    let (_, faults) = read(&large, Path::new("a"), "test", FIELDS);
    assert_eq!(faults.beside(None::<()>).faults[0].rule, "S001");
    assert!(rules("length = \"\0\"").contains(&"S002"));
}

#[test]
fn deep_nesting_ends_in_a_fault_and_not_in_a_crash() {
    let dotted = format!("names.{} = 1", ["a"; 79].join("."));
    let key = ["a"; 70].join(".");
    let inline = format!(
        "[{key}]\n{key} = {}1{}",
        format!("{{ {key} = ").repeat(78),
        "}".repeat(78)
    );
    for source in [
        "[".repeat(9000),
        "a = [".repeat(9000),
        format!("a = {}", "[".repeat(400_000)),
        format!("{}a = 1", "a.".repeat(400_000)),
        format!("[{}a]", "a.".repeat(400_000)),
        dotted,
        inline,
    ] {
        assert!(!reads(&source).1.is_empty());
    }
}
