//! The checks trip and do not trip.

use super::*;
use crate::bank::read::tests::{FEELINGS, HELP};
use crate::fault::row;
use crate::library::tests::Shelf;
use crate::ritual::read::tests::{TWO_WORDS, with_steps};

/// The rules that a team's files break, by file.
fn rules(files: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let shelf = files.iter().fold(Shelf::default(), |it, (path, source)| {
        it.with(&format!("team/prompts/{path}"), source)
    });
    let library = Library::new(&shelf, None, &[]);
    let found = paths(&shelf, &[PathBuf::from("team")], &library).unwrap();
    let name = |it: &Fault| it.path.file_stem().unwrap().to_string_lossy().into_owned();
    found.iter().map(|(it, _)| (name(it), it.rule)).collect()
}

fn ritual(steps: &str) -> Vec<&'static str> {
    let files = [
        ("rituals/zz.toml", &*with_steps(steps)),
        ("zz-help.toml", HELP),
        ("rituals/zz-two.toml", TWO_WORDS),
        ("feelings.toml", &full()),
    ];
    rules(&files).iter().map(|it| it.1).collect()
}

/// Feelings that fill a grid.
fn full() -> String {
    let mut source = FEELINGS.split("[[word]]").next().unwrap().to_string();
    for (quarter, (x, y)) in [(1, 1), (1, -1), (-1, 1), (-1, -1)].iter().enumerate() {
        for n in 0..6 {
            source +=
                &format!("[[word]]\ntext = \"w{quarter}{n}\"\nx = {x}\ny = {y}\nmeans = \"m\"\n");
        }
    }
    source
}

#[test]
fn a_deal_finds_its_bank_and_fills_its_hand() {
    let deal = |more: &str| {
        ritual(&format!(
            "[[step]]\nkind = \"deal\"\nbank = \"zz-help\"\n{more}\n"
        ))
    };
    assert!(deal("hand = 1").is_empty());
    assert_eq!(deal("hand = 2"), ["T008"]);
    assert_eq!(deal("hand = 1\nthemes = [\"other\"]"), ["T008"]);
    assert_eq!(deal("hand = 1\nlevels = [\"light\"]"), ["T008"]);
    assert_eq!(
        ritual("[[step]]\nkind = \"deal\"\nbank = \"zz-hepl\"\n"),
        ["T008"]
    );
}

#[test]
fn a_grid_has_its_words_in_every_quarter() {
    let with =
        |feelings: &str| rules(&[("rituals/zz.toml", TWO_WORDS), ("feelings.toml", feelings)]);
    assert_eq!(with(&full()), []);
    assert_eq!(with(FEELINGS), [("zz".to_string(), "T008")]);
}

#[test]
fn a_bank_that_is_broken_is_one_fault_and_not_two() {
    let files = [
        ("rituals/zz.toml", TWO_WORDS),
        ("feelings.toml", "[bank]\n"),
    ];
    assert_eq!(rules(&files), [("feelings".to_string(), "S005")]);
}

#[test]
fn another_ritual_is_there_and_fits_and_is_not_the_same() {
    let uses = |it: &str| ritual(&format!("[[step]]\nkind = \"use\"\nritual = \"{it}\"\n"));
    assert!(uses("zz-two").is_empty());
    assert_eq!(uses("zz-twoo"), ["T008"]);
    assert_eq!(uses("zz"), ["R106"]);
    assert_eq!(
        ritual(&"[[step]]\nkind = \"use\"\nritual = \"zz-two\"\n".repeat(25)),
        ["T001"]
    );
}

#[test]
fn the_end_is_light() {
    let ends = |it: &str| {
        let source = with_steps(&format!(
            "[[step]]\nkind = \"open\"\nfor = \"1m\"\nlevel = \"{it}\"\n"
        ));
        rules(&[(
            "rituals/zz.toml",
            &source.replace("ceiling = \"open\"", "ceiling = \"deep\""),
        )])
    };
    assert_eq!(ends("open"), []);
    assert_eq!(ends("tender"), [("zz".to_string(), "T007")]);
}

#[test]
fn a_lighter_question_is_there_or_is_written_out() {
    let with = |it: &str| {
        rules(&[(
            "zz.toml",
            &HELP.replace(
                "lighter = \"help-small-hand\"",
                &format!("lighter = \"{it}\""),
            ),
        )])
        .len()
    };
    assert_eq!(with("help-small-hand"), 0);
    assert_eq!(with("What helped today?"), 0);
    assert_eq!(with("help-smal-hand"), 1);
}

#[test]
fn ids_are_used_once_across_files() {
    let files = [("a/zz.toml", HELP), ("b/zz.toml", HELP)];
    assert_eq!(rules(&files), [("zz".to_string(), "B102")]);
    let files = [("zz.toml", HELP), ("zz-two.toml", HELP)];
    assert_eq!(rules(&files).len(), 4);
}

#[test]
fn files_of_other_formats_are_left_alone_in_a_folder() {
    assert_eq!(
        rules(&[("plan.toml", "format = \"firelight.plan/1\"\n")]),
        []
    );
    assert!(
        !rules(&[(
            "mine.toml",
            "title = \"x\"
"
        )])
        .is_empty()
    );
}

#[test]
fn a_single_file_is_checked_and_an_absent_one_is_named() {
    let shelf = Shelf::default().with("a/my.toml", "format = \"firelight.ritual/1\"\n[[step]]\n");
    let library = Library::new(&shelf, None, &[]);
    let found = paths(&shelf, &["a/my.toml".into()], &library).unwrap();
    let (fault, source) = &found[found.len() - 1];
    let row = row(fault, source);
    assert_eq!(
        (row.path.as_str(), row.line, row.rule.as_str()),
        ("a/my.toml", 2, "S005")
    );
    let error = paths(&shelf, &["a/mine.toml".into()], &library).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a/mine.toml cannot be read: there is no such file or folder"
    );
}

#[test]
fn what_is_built_in_has_no_fault() {
    let shelf = Shelf::default();
    let found = super::library(&Library::new(&shelf, None, &[]));
    let rows: Vec<_> = found
        .iter()
        .map(|(fault, source)| row(fault, source))
        .collect();
    assert_eq!(rows, []);
}
