//! What every command has in common: an example in its help, help that fits the window, an
//! answer as JSON, and its place on the manual page. New commands are met here by themselves.

use std::fs;

use clap::Command;
use firelight::cli::{self, Asked};
use firelight::ui::text;
use serde_json::Value;

use crate::rig::Rig;

/// The way to every command and verb: `run`, `log`, `log show`.
fn ways() -> Vec<(String, Command)> {
    fn walk(before: &str, command: &Command, ways: &mut Vec<(String, Command)>) {
        for it in command
            .get_subcommands()
            .filter(|it| it.get_name() != "help")
        {
            let way = format!("{before} {}", it.get_name()).trim().to_string();
            ways.push((way.clone(), it.clone()));
            walk(&way, it, ways);
        }
    }
    let mut root = cli::command(cli::WIDEST);
    root.build();
    let mut ways = Vec::new();
    walk("", &root, &mut ways);
    assert!(ways.len() >= 12, "{}", ways.len());
    ways
}

fn help(line: &str, columns: usize) -> String {
    let words = ["firelight"]
        .into_iter()
        .chain(line.split_whitespace())
        .map(Into::into);
    match cli::read(words, columns) {
        Asked::Text(text) => text,
        Asked::Misuse(text) => panic!("{text}"),
        Asked::Command(..) => panic!("{line} is no help"),
    }
}

#[test]
fn every_command_s_help_has_an_example_of_its_own() {
    for (way, _) in ways() {
        let help = help(&format!("help {way}"), 100);
        let example = format!("firelight {way}");
        let examples = help.split("Example").nth(1).unwrap_or_default();
        assert!(examples.contains(&example), "{help}");
    }
}

#[test]
fn help_fits_every_window() {
    let all = ways().into_iter().map(|(way, _)| format!("help {way}"));
    for line in all.chain(["help".to_string(), "--help".to_string()]) {
        for columns in [40, 60, 80, 100] {
            for row in help(&line, columns).lines() {
                // What is longer than the window and one piece is left to the terminal.
                let is_word = row.split_whitespace().count() <= 1 || row.starts_with("Usage:");
                assert!(
                    is_word || text::width(row) <= columns,
                    "{line} at {columns}: {row}"
                );
            }
        }
    }
}

/// One way to ask each command; what is not here fails the test below.
pub const LINES: &[&str] = &[
    "",
    "run two-words --people 3",
    "rituals",
    "rituals show two-words",
    "log",
    "log show",
    "log check",
    "rehearse two-words",
    "team add Zora-Qx",
    "team",
    "team away Zora-Qx --until fri",
    "team tag Zora-Qx lead",
    "team remove Zora-Qx",
    "team import LIST",
    "groups --with Ana-Qx,Ben-Qx,Chi-Qx",
    "forget Zora-Qx --yes",
    "stored",
    "plan",
    "plan story --on 2027-01-12",
    "plan story",
    "plan story messages",
    "plan story form",
    "plan story calendar",
    "plan story say",
    "plan story off",
    "story",
    "story prep",
    "story rehearse",
    "story card",
    "story show",
    "story wipe",
    "story paper",
    "story privacy",
    "check",
    "evidence",
    "evidence E3",
    "questions --level open",
    "questions deal",
    "questions why help-small-hand",
    "questions hide help-small-hand",
    "questions import QUESTIONS",
    "questions new",
    "schema ritual",
    "completions bash",
    "man",
    "complete -- run",
];

#[test]
fn every_command_answers_in_json_and_nothing_else() {
    let rig = Rig::new();
    fs::create_dir_all(rig.team()).unwrap();
    let list = rig.top.join("list.csv");
    fs::write(&list, "name,tags\nZora-Qx,lead\n").unwrap();
    let questions = rig.top.join("ours.txt");
    fs::write(&questions, "What small sound do you like here?\n").unwrap();
    for line in LINES {
        let line = line.replace("LIST", list.to_str().unwrap());
        let line = line.replace("QUESTIONS", questions.to_str().unwrap());
        let outcome = rig.run(format!("--json {line}").trim());
        assert_eq!(outcome.code(), 0, "{line}: {}", outcome.err);
        let answer: Value = serde_json::from_str(&outcome.out)
            .unwrap_or_else(|it| panic!("{line} is no JSON: {it}\n{}", outcome.out));
        assert!(answer.is_object() || answer.is_array(), "{line}");
    }
    for (way, command) in ways() {
        let asked = |it: &str| it == way || it.starts_with(&format!("{way} "));
        let only_verbs = command.is_subcommand_required_set();
        // The stage shows, and a private prompt asks; they answer nothing.
        assert!(
            only_verbs
                || ["stage", "team apart", "plan story slots"].contains(&way.as_str())
                || LINES.iter().any(|it| asked(it)),
            "{way} is asked by no line"
        );
    }
}

#[test]
fn what_fails_is_a_sentence_beside_the_json_and_not_in_it() {
    let rig = Rig::new();
    for line in [
        "rituals show nonsense",
        "log show nonsense",
        "check no/such/path",
        "evidence nonsense",
    ] {
        let outcome = rig.run(&format!("--json {line}"));
        assert_ne!(outcome.code(), 0, "{line}");
        assert_eq!(outcome.out, "", "{line}");
    }
}

#[test]
fn the_manual_page_has_every_command_with_all_it_takes() {
    let man = Rig::new().run("man").out;
    let shown = man.replace("\\-", "-");
    for (way, command) in ways().into_iter().filter(|(way, _)| way != "complete") {
        assert!(shown.contains(&format!("firelight {way}")), "{way}");
        for it in command.get_arguments().filter_map(|it| it.get_long()) {
            assert!(
                it == "help" || shown.contains(&format!("--{it}")),
                "{way} --{it}"
            );
        }
    }
    assert!(!shown.contains("firelight complete "));
    // Only requests that are meant begin a line like one.
    for line in man.lines().filter(|it| it.starts_with(['.', '\''])) {
        let request = line[1..].split(' ').next().unwrap();
        let known = ["TH", "SH", "SS", "TP", "PP", "nf", "fi", "ie", "el"];
        assert!(known.contains(&request), "{line}");
    }
}

fn misuse(line: &str) -> String {
    let words = ["firelight"]
        .into_iter()
        .chain(line.split(' '))
        .map(Into::into);
    match cli::read(words, 100) {
        Asked::Misuse(text) => text,
        Asked::Text(_) | Asked::Command(..) => panic!("{line} is no misuse"),
    }
}

#[test]
fn what_was_mistyped_is_said_back_with_one_suggestion() {
    for (line, wanted) in [
        (
            "rnu",
            "firelight has no command \"rnu\"; did you mean \"run\"? All of them: firelight help\n",
        ),
        (
            "log shwo",
            "firelight log has no command \"shwo\"; did you mean \"show\"? All of them: firelight help log\n",
        ),
        (
            "help rituls",
            "firelight has no command \"rituls\"; did you mean \"rituals\"? All of them: firelight help\n",
        ),
        (
            "run --wiht Ana",
            "firelight run has no option \"--wiht\"; did you mean \"--with\"? All of them: firelight help run\n",
        ),
        (
            "--json run --sed=1",
            "firelight run has no option \"--sed\"; did you mean \"--seed\"? All of them: firelight help run\n",
        ),
        (
            "run --mode rom",
            "\"rom\" is no value of --mode; did you mean \"room\"? Possible: room, remote, hybrid.\n",
        ),
        (
            "schema rituel",
            "\"rituel\" is no value of <KIND>; did you mean \"ritual\"? Possible: session, ritual, bank, team, plan, agreement, person, care, groups.\n",
        ),
        (
            "nonsense",
            "firelight has no command \"nonsense\". All of them: firelight help\n",
        ),
        (
            "stored all",
            "\"all\" is one word too many for firelight stored. What it takes: firelight help stored\n",
        ),
        (
            "compltee",
            "firelight has no command \"compltee\". All of them: firelight help\n",
        ),
    ] {
        assert_eq!(misuse(line), wanted);
    }
}

#[test]
fn misuse_of_every_other_kind_is_one_sentence_of_ours_too() {
    for (line, wanted) in [
        (
            "run --people",
            "--people needs a value. What it takes: firelight help run\n",
        ),
        (
            "run --mode ",
            "--mode needs a value. Possible: room, remote, hybrid.\n",
        ),
        (
            "--seed",
            "--seed needs a value. What it takes: firelight help\n",
        ),
        (
            "run --people x",
            "\"x\" is no value of --people, which takes a whole number from 1 to 1000.\n",
        ),
        (
            "groups --size 7",
            "\"7\" is no value of --size. Possible: 2, 3, 4, 3-4.\n",
        ),
        (
            "questions --level lihgt",
            "\"lihgt\" is no value of --level; did you mean \"light\"? Possible: light, open, personal, tender, deep.\n",
        ),
        (
            "questions deal --ceiling 3",
            "\"3\" is no value of --ceiling. Possible: light, open, personal, tender, deep.\n",
        ),
        (
            "run --seed -",
            "\"-\" is no value of --seed, which takes a whole number up to 18446744073709551615.\n",
        ),
        (
            "--now noon team",
            "\"noon\" is no value of --now, which takes a time such as 2026-11-30T09:30:00+01:00.\n",
        ),
        (
            "--seed 1 --seed 2 run",
            "--seed is there twice; once is enough. What it takes: firelight help run\n",
        ),
        (
            "run --with Ana --people 3",
            "--with does not go together with --people. What it takes: firelight help run\n",
        ),
        (
            "run --plain=yes",
            "--plain takes no value. What it takes: firelight help run\n",
        ),
        (
            "team away",
            "firelight team away needs --until DATE and NAME. Such as: firelight team away Ana --until fri\n",
        ),
        (
            "forget",
            "firelight forget needs NAME. Such as: firelight forget Ana\n",
        ),
        (
            "team tag Ana",
            "firelight team tag needs TAGS. Such as: firelight team tag Ana lead\n",
        ),
    ] {
        assert_eq!(misuse(line), wanted);
    }
    // Whatever is left out or is too much, for every command: never the usage that clap prints.
    let mut n_said = 0;
    for (way, command) in ways() {
        let options = command.get_arguments().filter_map(|it| it.get_long());
        let mut lines = vec![way.clone(), format!("{way} a b c d")];
        for option in options.filter(|it| *it != "help") {
            lines.push(format!("{way} --{option}"));
            lines.push(format!("{way} --{option} --{option}"));
            lines.push(format!("{way} --{option}=\u{1} x"));
        }
        for line in lines {
            let words = format!("firelight {line}");
            if let Asked::Misuse(text) = cli::read(words.split(' ').map(Into::into), 100) {
                assert_eq!(text.lines().count(), 1, "{line}: {text}");
                for foreign in ["error:", "Usage", "--help", "argument", "\u{1}"] {
                    assert!(!text.contains(foreign), "{line}: {text}");
                }
                n_said += 1;
            }
        }
    }
    assert!(n_said > 100, "{n_said}");
}
