//! The checks trip and do not trip.

use std::collections::BTreeSet;

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
    assert!(deal("show = \"card\"").is_empty());
    assert_eq!(deal("hand = 1\nswap = 1"), ["R108"]);
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
    found.into_iter().map(row).collect()
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
fn steps_that_are_not_held_yet_are_warned_of() {
    let ask = "[[step]]\nkind = \"ask\"\ntext = \"Again?\"\nmode = \"consent\"\n";
    let found = faults(&with_steps(ask));
    assert_eq!(
        found,
        [(
            "R109",
            "this version of Firelight holds no ask steps yet; a session leaves it out".to_string()
        )]
    );
    assert_eq!(
        ritual("[[step]]\nkind = \"use\"\nritual = \"zz-two\"\n"),
        [""; 0]
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

/// One item in a bank of questions; the rules that it breaks.
fn item(more: &str) -> Vec<&'static str> {
    let bank =
        format!("[bank]\ntitle = \"Zz\"\n[[item]]\nid = \"zz-one\"\nthemes = \"now\"\n{more}\n");
    rules(&[("zz.toml", &bank)]).iter().map(|it| it.1).collect()
}

/// What a text breaks as a light question.
fn asked(text: &str) -> Vec<&'static str> {
    item(&format!("level = 1\ntext = \"{text}\""))
}

/// What a text breaks as a personal question, which has all it needs.
fn asked_deeper(text: &str) -> Vec<&'static str> {
    item(&format!(
        "level = 3\ntext = \"{text}\"\nlighter = \"What did you notice today?\"\nfollow = \"What came of it?\""
    ))
}

#[test]
fn every_rule_for_words_trips_and_does_not() {
    let long = |n: usize| format!("What {}?", "do ".repeat(n).trim());
    for (rule, trips, fine) in [
        ("Q005", &*long(20), &*long(19)),
        ("Q005", &*long(30), "What grows near you?"),
        ("Q005", "What grows here?", "What grows near you?"),
        (
            "Q006",
            "What is near? And what is far?",
            "What is near, and what is far?",
        ),
        (
            "Q007",
            "Do you like the window?",
            "What do you like about the window?",
        ),
        (
            "Q007",
            "Would you move the window?",
            "Would you rather move or stay put?",
        ),
        (
            "Q008",
            "Which is your favourite sound here?",
            "Which sound here do you like?",
        ),
        (
            "Q008",
            "What was the best of today?",
            "What was good at least for a moment?",
        ),
        (
            "Q010",
            "What would you do with your salary?",
            "What would you do with an hour?",
        ),
        (
            "Q010",
            "Which of your plans died quietly?",
            "Which of your dice is the lucky one?",
        ),
        (
            "Q011",
            "What did your mother teach you?",
            "Who taught you to tie a knot?",
        ),
        (
            "Q011",
            "What do you cook on a grey day?",
            "What is unclear on a grey day?",
        ),
        (
            "Q012",
            "What do you do at the weekend?",
            "What do you do on days off?",
        ),
        (
            "Q012",
            "What can you see from there?",
            "What have you noticed from there?",
        ),
        (
            "Q013",
            "Which superpower do you use here?",
            "Which skill do you use here?",
        ),
        (
            "Q014",
            "Which professional responsibilities occasionally overwhelm individuals?",
            "Which of your duties is easy for you today?",
        ),
        (
            "Q023",
            "Who in this team is fun to be with?",
            "What in this team is fun to do?",
        ),
        (
            "Q024",
            "What do you guys notice first here?",
            "What do all of you notice first here?",
        ),
        ("Q026", "What is near you today", "What is near you today?"),
        (
            "Q026",
            "What is  near you today?",
            "What is near you: a pen, a cup?",
        ),
        (
            "Q026",
            "What isn’t near you today?",
            "What isn't near you today?",
        ),
    ] {
        assert!(
            asked(trips).contains(&rule),
            "{rule}: {trips} {:?}",
            asked(trips)
        );
        assert_eq!(asked(fine), [""; 0], "{fine}");
    }
    for (rule, trips, fine) in [
        (
            "Q021",
            "Why did you change your mind?",
            "What made you change your mind?",
        ),
        (
            "Q022",
            "What did your manager make easier?",
            "What became easier for you here?",
        ),
    ] {
        assert_eq!(asked_deeper(trips), [rule], "{trips}");
        assert_eq!(asked_deeper(fine), [""; 0], "{fine}");
    }
}

#[test]
fn what_goes_deeper_has_a_lighter_one_and_follow_ups_that_are_open() {
    let deeper = |more: &str| {
        item(&format!(
            "level = 3\ntext = \"What made you change your mind?\"\n{more}"
        ))
    };
    let (lighter, follow) = (
        "lighter = \"What did you notice today?\"\n",
        "follow = \"What came of it?\"\n",
    );
    assert_eq!(deeper(&format!("{lighter}{follow}")), [""; 0]);
    assert_eq!(deeper(lighter), ["Q017"]);
    assert_eq!(deeper(follow), ["Q017"]);
    assert_eq!(
        deeper(&format!("{lighter}follow = \"Did it help?\"\n")),
        ["Q030"]
    );
}

#[test]
fn a_flag_says_what_is_touched() {
    let cook = "level = 1\ntext = \"What do you cook on a grey day?\"\n";
    assert_eq!(item(cook), ["Q011"]);
    assert_eq!(item(&format!("{cook}flags = [\"family\"]")), ["Q011"]);
    assert_eq!(item(&format!("{cook}flags = [\"food\"]")), [""; 0]);
}

#[test]
fn a_person_may_overrule_what_is_a_matter_of_judgement_and_nothing_else() {
    let see = "level = 1\ntext = \"Which superpower do you use here?\"\n";
    assert_eq!(item(see), ["Q013"]);
    assert_eq!(
        item(&format!(
            "{see}allow = {{ Q013 = \"the team's own joke\" }}"
        )),
        [""; 0]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q014 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q01 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q016 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert!(item(&format!("{see}allow = {{ Q013 = \"\" }}")).contains(&"S007"));
}

/// A bank with these texts at these levels.
fn bank(items: &[(String, usize)], more: &str) -> String {
    let mut bank = format!("[bank]\ntitle = \"Zz\"\n{more}");
    for (at, (text, level)) in items.iter().enumerate() {
        let deeper = "lighter = \"What did you notice today?\"\nfollow = \"What came of it?\"\n";
        let deeper = if *level >= 3 { deeper } else { "" };
        let theme = at % 5;
        bank += &format!(
            "[[item]]\nid = \"zz{at}\"\ntext = \"{text}\"\nlevel = {level}\nthemes = \"t{theme}\"\ntense = \"now\"\ntags = \"work-useful\"\n{deeper}"
        );
    }
    bank
}

/// Texts that are not alike: each has three words of its own.
fn texts(n: usize, opening: impl Fn(usize) -> String) -> Vec<(String, usize)> {
    let word = |at: usize| -> String {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
        [letter(at / 26), letter(at), 'x'].iter().collect()
    };
    (0..n)
        .map(|at| {
            (
                format!("{} {}s {}t {}r?", opening(at), word(at), word(at), word(at)),
                1,
            )
        })
        .collect()
}

/// Ten different openings.
fn opening(at: usize) -> String {
    let first = ["What", "Which", "How", "When", "Where"][at % 5];
    let second = ["near", "far"][at % 2];
    format!("{first} {second}")
}

#[test]
fn questions_that_ask_nearly_the_same_are_found_once() {
    let pair = |one: &str, other: &str| {
        let items = [(one.to_string(), 1), (other.to_string(), 1)];
        rules(&[("zz.toml", &bank(&items, ""))])
            .iter()
            .map(|it| it.1)
            .collect::<Vec<_>>()
    };
    let one = "Which paper of this desk will you nearly frame today?";
    assert_eq!(
        pair(one, "Which paper of this desk will you nearly keep today?"),
        ["Q003"]
    );
    assert_eq!(pair(one, "Which door near you is open?"), [""; 0]);
    // Across files, it is said of one of them.
    let (a, b) = ("a".to_string(), "b".to_string());
    let a = bank(&[(one.to_string(), 1)], "").replace("zz0", &a);
    let b = bank(
        &[(
            "Which paper of this desk will you frame today?".to_string(),
            1,
        )],
        "",
    )
    .replace("zz0", &b);
    assert_eq!(
        rules(&[("zz-a.toml", &a), ("zz-b.toml", &b)]),
        [("zz-b".to_string(), "Q003")]
    );
}

#[test]
fn a_bank_is_held_against_its_openings_and_rankings() {
    let of = |items: &[(String, usize)]| {
        rules(&[("zz.toml", &bank(items, ""))])
            .iter()
            .map(|it| it.1)
            .collect::<BTreeSet<_>>()
    };
    let none = BTreeSet::new();
    assert_eq!(of(&texts(40, opening)), none);
    let same = |at: usize| {
        if at < 4 {
            "Here you, what".to_string()
        } else {
            opening(at)
        }
    };
    assert_eq!(of(&texts(40, same)), none);
    let same = |at: usize| {
        if at < 5 {
            "Here you, what".to_string()
        } else {
            opening(at)
        }
    };
    assert_eq!(of(&texts(40, same)), BTreeSet::from(["Q004"]));
    assert_eq!(of(&texts(24, |_| "Here you, what".to_string())), none);
    let often = |every: usize, what: &str| {
        let ranked = texts(40, |at| {
            if at % every == 0 {
                format!("{} {what}", opening(at))
            } else {
                opening(at)
            }
        });
        of(&ranked)
    };
    assert_eq!(often(10, "best"), BTreeSet::from(["Q008"]));
    let found = rules(&[(
        "zz.toml",
        &bank(
            &texts(40, |at| {
                if at % 10 == 0 {
                    format!("{} best", opening(at))
                } else {
                    opening(at)
                }
            }),
            "",
        ),
    )]);
    assert_eq!(found.len(), 5, "each of the four, and the bank: {found:?}");
    assert_eq!(often(5, "and why"), none);
    assert_eq!(often(4, "and why"), BTreeSet::from(["Q006"]));
    let imagined = |every: usize| {
        of(&texts(40, |at| {
            if at % every == 0 {
                format!("Imagine {}", opening(at))
            } else {
                opening(at)
            }
        }))
    };
    assert!(!imagined(5).contains("Q009"));
    assert!(imagined(4).contains("Q009"));
}

#[test]
fn a_large_bank_has_the_whole_scale() {
    let level = |at: usize| match at / 5 % 20 {
        0..6 => 1,
        6..12 => 2,
        12..17 => 3,
        17..19 => 4,
        _ => 5,
    };
    let mut items = texts(100, opening);
    for (at, item) in items.iter_mut().enumerate() {
        item.1 = level(at);
    }
    let of = |items: &[(String, usize)], change: &dyn Fn(String) -> String| {
        let bank = change(bank(items, ""));
        rules(&[("zz.toml", &bank)])
            .iter()
            .map(|it| it.1)
            .collect::<Vec<_>>()
    };
    let as_is = |it: String| it;
    assert_eq!(of(&items, &as_is), [""; 0]);
    let mut light = items.clone();
    light
        .iter_mut()
        .filter(|it| it.1 == 2)
        .take(6)
        .for_each(|it| it.1 = 1);
    assert_eq!(of(&light, &as_is), ["Q019", "Q019"]);
    assert_eq!(of(&items, &|it| it.replace("\"t4\"", "\"t3\"")), [""; 0]);
    let small = of(&items, &|it| it.replacen("\"t4\"", "\"t3\"", 1));
    assert_eq!(small, ["Q020"]);
    assert_eq!(
        of(&items, &|it| it.replacen("\"work-useful\"", "\"rare\"", 1)),
        ["Q020"]
    );
    assert_eq!(
        of(&items, &|it| it.replacen(
            "\"work-useful\"",
            "\"other\"",
            66
        )),
        ["Q027"]
    );
    assert_eq!(
        of(&items, &|it| it.replacen(
            "tense = \"now\"",
            "tense = \"past\"",
            51
        )),
        ["Q027"]
    );
    let allowed = of(&items, &|it| {
        let it = it.replacen("tense = \"now\"", "tense = \"past\"", 51);
        it.replacen(
            "title = \"Zz\"\n",
            "title = \"Zz\"\nallow = { Q027 = \"for old hands\" }\n",
            1,
        )
    });
    assert_eq!(allowed, [""; 0]);
    // A lack of deep ones in one theme.
    let mut shallow = items.clone();
    shallow[95].1 = 4;
    assert_eq!(of(&shallow, &as_is), ["Q019"]);
}

#[test]
fn words_of_another_language_are_left_alone() {
    let bank = "[bank]\ntitle = \"Zz\"\nlang = \"de\"\n[[item]]\nid = \"zz-a\"\nthemes = \"now\"\nlevel = 1\ntext = \"Was war gut\"\n";
    assert_eq!(rules(&[("zz.toml", bank)]), []);
    assert_eq!(
        rules(&[("zz.toml", &bank.replace("\"de\"", "\"en-GB\""))]).len(),
        3
    );
}
