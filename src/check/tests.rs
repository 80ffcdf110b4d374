//! The checks trip and do not trip.

use super::*;
use crate::bank::read::tests::{FEELINGS, HELP};
use crate::fault::row;
use crate::library::tests::Shelf;
use crate::ritual::read::tests::{TWO_WORDS, with_steps};

/// The rules that a team's files break, by file.
pub(super) fn rules(files: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let shelf = files.iter().fold(Shelf::default(), |it, (path, source)| {
        it.with(&format!("team/prompts/{path}"), source)
    });
    let library = Library::new(&shelf, None, &[]);
    let found = paths(&shelf, &[PathBuf::from("team")], &library).unwrap();
    let name = |it: &Fault| it.path.file_stem().unwrap().to_string_lossy().into_owned();
    // What nothing acts on yet has its own test.
    let found = found.iter().filter(|(it, _)| it.rule != "S008");
    found.map(|(it, _)| (name(it), it.rule)).collect()
}

/// A ritual that is called by its id alone.
fn bare(source: &str) -> String {
    source.replace("aliases = [\"two-word-check-in\"]\n", "")
}

fn ritual(steps: &str) -> Vec<&'static str> {
    let files = [
        ("rituals/zz.toml", &*bare(&with_steps(steps))),
        ("zz-help.toml", HELP),
        ("rituals/zz-two.toml", &bare(TWO_WORDS)),
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
    assert_eq!(deal("hand = 1\ntags = \"nobody-has-it\""), ["T008"]);
    assert!(deal("show = \"card\"").is_empty());
    assert_eq!(deal("hand = 1\nswap = 1"), ["R108"]);
    let from = |banks: &str| {
        ritual(&format!(
            "[[step]]\nkind = \"deal\"\nbank = {banks}\nhand = 1\n"
        ))
    };
    assert!(from("[\"zz-help\", \"core\"]").is_empty());
    assert_eq!(from("[\"zz-help\", \"zz-hepl\"]"), ["T008"]);
    assert_eq!(from("[\"zz-help\", \"feelings\"]"), ["T008"]);
    assert_eq!(from("[\"zz-help\", \"zz-help\"]"), ["S007"]);
    assert_eq!(from("[]"), ["S007"]);
    assert_eq!(
        ritual("[[step]]\nkind = \"deal\"\nbank = \"zz-hepl\"\n"),
        ["T008"]
    );
}

#[test]
fn what_is_never_dealt_fills_no_hand() {
    let deal = "[[step]]\nkind = \"deal\"\nbank = \"zz-more\"\nhand = 2\n";
    let ritual = with_steps(deal).replace("ceiling = \"open\"", "ceiling = \"deep\"");
    let with = |more: &str| {
        let bank = HELP
            .replace("zz-small-hand", "zz-small")
            .replace("help-trusted", "zz-trusted")
            .replace("score = \"01121\"\n", more);
        rules(&[("rituals/zz.toml", &bare(&ritual)), ("zz-more.toml", &bank)])
    };
    assert_eq!(with(""), []);
    assert_eq!(with("flags = [\"family\"]\n"), [("zz".to_string(), "T008")]);
}

#[test]
fn a_grid_has_its_words_in_every_quarter() {
    let two_words = bare(TWO_WORDS);
    let with =
        |feelings: &str| rules(&[("rituals/zz.toml", &two_words), ("feelings.toml", feelings)]);
    assert_eq!(with(&full()), []);
    assert_eq!(with(FEELINGS), [("zz".to_string(), "T008")]);
}

#[test]
fn a_bank_that_is_broken_is_one_fault_and_not_two() {
    let files = [
        ("rituals/zz.toml", &*bare(TWO_WORDS)),
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

/// The faults of a ritual alone: rules and messages.
fn faults(source: &str) -> Vec<(&'static str, String)> {
    let shelf = Shelf::default()
        .with("team/prompts/rituals/zz.toml", &bare(source))
        .with("team/prompts/feelings.toml", &full());
    let library = Library::new(&shelf, None, &[]);
    let found = paths(&shelf, &[PathBuf::from("team")], &library).unwrap();
    let row = |(it, _): Found| (it.rule, it.message);
    let found = found.into_iter().map(row);
    found.filter(|it| it.0 != "S008").collect()
}

#[test]
fn every_form_fits_its_minutes() {
    let with = |minutes: &str, more: &str| {
        let source = TWO_WORDS.replace("minutes = 4", &format!("minutes = {minutes}"));
        faults(&(source + more))
    };
    assert_eq!(with("3", ""), []);
    assert_eq!(
        with("2", ""),
        [(
            "T001",
            "with everybody in one room, 12 people take 3 minutes, not 2".to_string()
        )]
    );
    assert_eq!(with("4", "[variants.n2]\nminutes = 2\n"), []);
    let many = "for more people than it is made for, with everybody in one room, 25 people take 5 minutes, not 4";
    assert_eq!(
        with("4", "[variants.many]\nnote = \"Many.\"\n"),
        [("T001", many.to_string())]
    );
    assert_eq!(with("4", "[variants.n25]\nskip = [\"turns\"]\n"), []);
    assert_eq!(with("4", "[variants.remote]\nminutes = 2\n").len(), 1);
    let hybrid = "[[step]]\nkind = \"open\"\nfor = \"3m\"\nonly = \"hybrid\"\n[variants.again]";
    let source = TWO_WORDS.replace("[variants.again]", hybrid);
    assert_eq!(
        faults(&source),
        [(
            "T001",
            "with some on a screen, 12 people take 6 minutes, not 4".to_string()
        )]
    );
}

#[test]
fn in_every_form_a_step_is_left() {
    let say =
        |only: &str| format!("[[step]]\nkind = \"say\"\ntext = \"Hello.\"\nonly = [{only}]\n");
    let left = |steps: &str| faults(&with_steps(steps));
    assert_eq!(left(&say("\"room\", \"remote\", \"hybrid\"")), []);
    assert_eq!(
        left(&say("\"room\", \"remote\"")),
        [("R107", "with some on a screen, no step is left".to_string())]
    );
    let n2 = "[[step]]\nkind = \"say\"\ntext = \"Hello.\"\n[variants.n2]\nskip = [\"say\"]\n";
    let found = left(n2);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0].1,
        "for two people, with everybody in one room, no step is left"
    );
}

#[test]
fn an_alias_means_one_ritual() {
    let with = |alias: &str| {
        let own = TWO_WORDS.replace("two-word-check-in", alias);
        let other = TWO_WORDS.replace("two-word-check-in", "zz-mine");
        let files = [
            ("rituals/zz-a.toml", &*own),
            ("rituals/zz-b.toml", &*other),
            ("feelings.toml", &full()),
        ];
        rules(&files)
    };
    assert_eq!(with("zz-other"), []);
    assert_eq!(with("zz-mine").len(), 2);
    assert_eq!(with("zz-b"), [("zz-a".to_string(), "R110")]);
}

#[test]
fn a_file_lies_where_its_kind_is_looked_for() {
    let say = with_steps("[[step]]\nkind = \"say\"\ntext = \"Hello.\"\n");
    let say = bare(&say);
    assert_eq!(rules(&[("rituals/sub/zz.toml", &say)]), []);
    for (path, source) in [("zz.toml", &*say), ("rituals/zz.toml", HELP)] {
        let found = rules(&[(path, source)]);
        assert!(found.contains(&("zz".to_string(), "B103")), "{found:?}");
    }
    // The other faults of such a file come with it.
    let broken = say.replace("minutes = 60", "minuts = 60");
    let found: Vec<_> = rules(&[("zz.toml", &broken)]);
    let found: Vec<&str> = found.iter().map(|it| it.1).collect();
    assert_eq!(found, ["B103", "S005", "S004"]);

    let shelf = Shelf::default().with("drafts/zz.toml", &say);
    let library = Library::new(&shelf, None, &[]);
    assert_eq!(paths(&shelf, &["drafts".into()], &library).unwrap(), []);
}

#[test]
fn a_name_that_is_nearly_right_is_warned_of() {
    for name in ["zz.TOML", "zz.toml.txt", "zz.tml"] {
        let found = rules(&[(&format!("rituals/{name}"), TWO_WORDS)]);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].1, "B104");
    }
    assert_eq!(rules(&[("rituals/notes.txt", "x")]), []);
}

#[test]
fn the_end_is_light() {
    let ends = |it: &str| {
        let source = bare(&with_steps(&format!(
            "[[step]]\nkind = \"open\"\nfor = \"1m\"\nlevel = \"{it}\"\n"
        )));
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
                "lighter = \"zz-small-hand\"",
                &format!("lighter = \"{it}\""),
            ),
        )])
        .len()
    };
    assert_eq!(with("zz-small-hand"), 0);
    assert_eq!(with("What helped today?"), 0);
    assert_eq!(with("zz-smal-hand"), 1);
}

#[test]
fn ids_are_used_once_across_files() {
    let files = [("a/zz.toml", HELP), ("b/zz.toml", HELP)];
    assert_eq!(rules(&files), [("zz".to_string(), "B102")]);
    let files = [("zz.toml", HELP), ("zz-two.toml", HELP)];
    let found = rules(&files);
    assert_eq!(found.iter().filter(|it| it.1 == "Q001").count(), 4);
}

#[test]
fn files_of_other_formats_are_left_alone_outside_of_prompts() {
    let plan = "format = \"firelight.plan/1\"\n";
    let shelf = Shelf::default().with("plans/w48.toml", plan);
    let library = Library::new(&shelf, None, &[]);
    assert_eq!(paths(&shelf, &["plans".into()], &library).unwrap(), []);
    assert_eq!(
        rules(&[("plan.toml", plan)]),
        [("plan".to_string(), "S003")]
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
        "a/mine.toml cannot be read: entity not found"
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

#[test]
fn claims_of_rituals_and_banks_are_held_against_the_evidence() {
    let ritual = bare(TWO_WORDS).replace("purpose = \"", "claim = \"E99\"\npurpose = \"Proven. ");
    let bank = HELP
        .replace("help-", "zz-")
        .replace("text = \"", "text = \"Therapeutic. ");
    let found = rules(&[
        ("rituals/zz.toml", &ritual),
        ("feelings.toml", &full()),
        ("zz-bank.toml", &bank),
    ]);
    let of = |name: &str| {
        let rules = found.iter().filter(|it| it.0 == name).map(|it| it.1);
        rules.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(of("zz").contains("E101"), "{found:?}");
    assert!(of("zz-bank").contains("E103"), "{found:?}");
}

#[test]
fn a_key_that_nothing_acts_on_yet_is_named_once_where_it_stands() {
    let solo = "[[step]]\nkind = \"solo\"\ndo = \"draw\"\nfor = \"60s\"\nsheet = \"line\"\n";
    let source = bare(&with_steps(&solo.repeat(2)));
    let shelf = Shelf::default()
        .with("team/prompts/rituals/zz.toml", &source)
        .with("team/prompts/zz-help.toml", HELP);
    let library = Library::new(&shelf, Some(Path::new("team")), &[]);
    let of = |found: Vec<Found>, file: &str| -> Vec<String> {
        let found = found.into_iter().filter(|(it, _)| it.rule == "S008");
        let rows = found.map(|(it, source)| row(&it, &source));
        let rows = rows.filter(|it| it.path.ends_with(file));
        rows.map(|it| format!("{}:{}: {}", it.line, it.column, it.message))
            .collect()
    };
    let said = of(super::library(&library), "zz.toml").join("\n");
    insta::assert_snapshot!(said, @"14:9: `sheet` is read, and nothing acts on it yet; it stands here 2 times");
    let said = of(super::library(&library), "zz-help.toml").join("\n");
    insta::assert_snapshot!(said, @"20:7: `i18n` is read, and nothing acts on it yet");
    // What comes with the program nobody here can mend.
    let own = |it: &Found| it.0.path.starts_with("team");
    let others = super::library(&library);
    assert!(others.iter().all(|it| it.0.rule != "S008" || own(it)));
}

#[test]
fn what_a_team_wrote_and_is_not_dealt_is_counted_and_told() {
    let bank = "[bank]\ntitle = \"Ours\"\n[bank.defaults]\nthemes = \"now\"\nlevel = 1\nuses = \"USES\"\n[[item]]\nid = \"zz-a\"\ntext = \"What grows near you?\"\n[[item]]\nid = \"zz-b\"\ntext = \"What would you do with your salary?\"\n";
    let told = |bank: &str| {
        let shelf = Shelf::default().with("team/prompts/zz.toml", bank);
        let (found, items) = held_back(&Library::new(&shelf, Some(Path::new("team")), &[]));
        let row = |it: &Found| (it.0.rule, row(&it.0, &it.1).line, it.0.help.clone());
        (found.iter().map(row).collect::<Vec<_>>(), items)
    };
    assert_eq!(told(&bank.replace("USES", "breakout-graded")), (vec![], 1));
    let meant = "did you mean `breakout-graded`?".to_string();
    for typed in ["breakout-grded", "breakout"] {
        let wanted = vec![("Q034", 6, meant.clone())];
        assert_eq!(told(&bank.replace("USES", typed)), (wanted, 1), "{typed}");
    }
    let (found, _) = told("[bank]\n");
    assert_eq!(found[0].0, "S005");
    assert_eq!(held_back(&Library::new(&Shelf::default(), None, &[])).1, 0);
}
