//! No claim without a source: the README, help, the manual, what the program says and all that
//! is shipped in `prompts/` are searched; and what `firelight evidence` answers.

use std::fs;
use std::path::{Path, PathBuf};

use firelight::check::claims::{forbidden, of_research};
use firelight::commands::Failure;
use firelight::evidence::{self, Evidence};
use serde_json::Value;

use crate::rig::Rig;

/// What a text claims without naming a finding in the same paragraph.
fn unsourced(text: &str, evidence: &Evidence) -> Vec<String> {
    let is_id = |word: &str| evidence.findings.iter().any(|it| it.id == word);
    let mut found = Vec::new();
    for paragraph in text.split("\n\n") {
        let mut words = paragraph.split(|it: char| !it.is_alphanumeric());
        let is_sourced = words.any(is_id);
        found.extend(forbidden(paragraph));
        found.extend(of_research(paragraph).filter(|_| !is_sourced));
    }
    found
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn a_claim_without_a_source_is_seen() {
    let evidence = evidence::read();
    let of = |text: &str| unsourced(text, &evidence);
    assert_eq!(of("Research shows it.\n\nE3."), ["Research shows"]);
    assert_eq!(of("Research shows it (E99)."), ["Research shows"]);
    assert_eq!(of("Research shows it (E3)."), Vec::<String>::new());
    assert_eq!(of("Oxytocin (E27)."), ["Oxytocin"]);
}

#[test]
fn nothing_that_is_shipped_claims_without_a_source() {
    let evidence = evidence::read();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rig = Rig::new();
    let mut texts = vec![("man".to_string(), rig.run("man").out)];
    for name in ["README.md", "Cargo.toml"] {
        texts.push((
            name.to_string(),
            fs::read_to_string(root.join(name)).unwrap(),
        ));
    }
    for kind in ["ritual", "bank", "team", "plan", "session"] {
        texts.push((kind.to_string(), rig.run(&format!("schema {kind}")).out));
    }
    for path in files("prompts", "toml") {
        texts.push((
            path.display().to_string(),
            fs::read_to_string(&path).unwrap(),
        ));
    }
    for path in files("src", "rs") {
        let name = path.display().to_string();
        // There the words themselves are written down.
        if name.contains("check/claims") || name.ends_with("tests.rs") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code.lines().filter(|it| !it.trim_start().starts_with("//")) {
            let line = line.replace("\\\"", "");
            for literal in line.split('"').skip(1).step_by(2) {
                texts.push((name.clone(), literal.to_string()));
            }
        }
    }
    assert!(texts.len() > 1000, "{}", texts.len());
    for (name, text) in texts {
        assert_eq!(unsourced(&text, &evidence), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_shipped_ritual_passes_the_rules_of_claims() {
    let outcome = Rig::new().run("check --json");
    let faults: Value = serde_json::from_str(&outcome.out).unwrap();
    for fault in faults.as_array().unwrap() {
        assert!(!fault["rule"].as_str().unwrap().starts_with('E'), "{fault}");
    }
}

#[test]
fn evidence_is_found_by_id_topic_ritual_and_word() {
    let rig = Rig::new();
    let ids = |line: &str| {
        let outcome = rig.run(format!("--json evidence {line}").trim());
        assert_eq!(outcome.code(), 0, "{line}: {}", outcome.err);
        let answer: Value = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!(answer["may_say"].as_array().unwrap().len(), 4);
        let findings = answer["findings"].as_array().unwrap().iter();
        let ids = findings.map(|it| it["id"].as_str().unwrap().to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("e7"), "E7");
    assert_eq!(ids("E3,e1B E14"), "E3 E1b E14");
    assert_eq!(ids("thanks"), "E7");
    assert_eq!(ids("small talk"), "E20");
    assert_eq!(ids("breakout"), "E1 E3 E14");
    assert_eq!(ids("two-words"), "E30");
    // A topic comes before a ritual that is called so.
    assert_eq!(ids("debrief"), "E13");
    assert_eq!(ids("debrief-process"), "");
    assert_eq!(ids("firehouses"), "E21");
    assert_eq!(ids("").split(' ').count(), 31);
}

#[test]
fn a_finding_is_shown_with_its_limits_and_sources() {
    let rig = Rig::new();
    insta::assert_snapshot!(rig.run("evidence E8").out, @r"
    E8   Telling a weakness costs people of higher status, but not peers
      Strength  Moderate.
      Found     In three lab studies with 762 people, disclosing a weakness cost those of higher status;
                it did not cost peers.
      Limits    Lab studies, in the setting of a task. It is about weakness, not about every personal
                answer.
      May say   In lab studies, telling a weakness cost people of higher status, and not their peers.
      May not   Leaders win by showing weakness.
      Sources   Gibson, Harari, Marr, 2018/19, Organizational Behavior and Human Decision Processes.

    Of each source an abstract or a page was read, unless it says otherwise.
    ");
    let cautioned = rig.run("evidence eating").out;
    assert!(
        cautioned.contains("Nothing that stands on this alone"),
        "{cautioned}"
    );
    assert!(
        cautioned.contains("A caution: Some of these authors"),
        "{cautioned}"
    );
    let ritual = rig.run("evidence breakout-graded").out;
    assert!(ritual.starts_with("\"Ten minutes, one question you choose\" rests on this"));
    let none = rig.run("evidence debrief-process").out;
    assert_eq!(
        none,
        "\"How was it to talk like this?\" names no evidence; it rests on experience.\n"
    );
    let list = rig.run("evidence").out;
    for line in [
        "E27  contested         That social contact",
        "We may say:",
        "We do not say:",
    ] {
        assert!(list.contains(line), "{list}");
    }
}

#[test]
fn what_is_not_there_is_misuse_with_one_suggestion() {
    let rig = Rig::new();
    for (line, wanted) in [
        (
            "thnaks",
            "There is no evidence on \"thnaks\"; did you mean \"thanks\"? All of it: firelight evidence",
        ),
        (
            "headlnes",
            "There is no evidence on \"headlnes\"; did you mean \"headlines\"? All of it: firelight evidence",
        ),
        (
            "kumquat trees",
            "There is no evidence on \"kumquat trees\". All of it: firelight evidence",
        ),
    ] {
        let outcome = rig.run(&format!("evidence {line}"));
        let said = match outcome.ended {
            Err(Failure::Misuse(sentence)) => sentence,
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(said, wanted);
    }
}

#[test]
fn a_ritual_s_page_names_what_its_claims_rest_on() {
    let rig = Rig::new();
    let page = rig.run("rituals show breakout").out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "Evidence: E1 (moderate, short-term): Mutual talk",
        "more: firelight evidence E14",
    ] {
        assert!(page.contains(line), "{page}");
    }
    let folder = rig.team().join("prompts/rituals");
    fs::create_dir_all(&folder).unwrap();
    let own = fs::read_to_string(
        files("prompts", "toml")
            .iter()
            .find(|it| it.ends_with("two-words.toml"))
            .unwrap(),
    );
    let own = own.unwrap().replace("\"E30\"", "\"E99\"");
    fs::write(folder.join("two-words.toml"), own).unwrap();
    let page = rig.run("rituals show two-words").out;
    assert!(
        page.contains("Evidence: E99, which is none that there is"),
        "{page}"
    );
    let checked = rig.run("check");
    assert_eq!(checked.code(), 1);
    assert!(
        checked
            .out
            .contains("error[E101]: there is no evidence called `E99`"),
        "{}",
        checked.out
    );
}
