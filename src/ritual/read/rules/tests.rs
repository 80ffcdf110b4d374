//! Every rule of a ritual trips and does not trip.

use std::path::Path;

use crate::ritual::read::read;
use crate::ritual::read::tests::{TWO_WORDS, with_steps};

fn rules(source: &str) -> Vec<&'static str> {
    let read = read("a", Path::new("a.toml"), source.as_bytes());
    read.faults.iter().map(|it| it.rule).collect()
}

fn steps(steps: &str) -> Vec<&'static str> {
    rules(&with_steps(steps))
}

const SAY: &str = "[[step]]\nkind = \"say\"\ntext = \"Hello.\"\n";

#[test]
fn people_go_up() {
    let with = |it: &str| rules(&TWO_WORDS.replace("min = 2, best = [3, 12], max = 20", it));
    assert!(with("min = 2, best = [2, 2], max = 2").is_empty());
    assert_eq!(with("min = 4, best = [3, 12], max = 20"), ["R101"]);
    assert_eq!(with("min = 2, best = [12, 3], max = 20"), ["R101"]);
    assert_eq!(with("min = 2, best = [3, 12], max = 10"), ["R101"]);
    assert_eq!(with("min = 0, best = [3, 12], max = 20"), ["S007"]);
}

#[test]
fn there_is_a_step_and_what_groups_do_fits_their_round() {
    assert_eq!(steps(""), ["T001"]);
    assert_eq!(rules("hi"), ["S002"]);
    let groups = |each| {
        steps(&format!(
            "[[step]]\nkind = \"groups\"\nfor = \"4m\"\n[[step.steps]]\nkind = \"turns\"\neach = \"{each}\"\n"
        ))
    };
    assert!(groups("60s").is_empty());
    assert_eq!(groups("61s"), ["T001"]);
}

#[test]
fn what_is_said_is_not_kept() {
    for (kind, more) in [
        ("turns", ""),
        ("open", "for = \"1m\""),
        ("groups", "for = \"1m\"\nsteps = []"),
    ] {
        let with = |keep| {
            steps(&format!(
                "[[step]]\nkind = \"{kind}\"\nkeep = \"{keep}\"\n{more}\n"
            ))
        };
        assert!(with("screen").is_empty());
        assert_eq!(with("kept"), ["T002"]);
    }
    assert!(steps("[[step]]\nkind = \"gather\"\nwhat = \"A word.\"\nkeep = \"kept\"\n").is_empty());
}

#[test]
fn everybody_may_pass() {
    let with = |it| steps(&format!("[[step]]\nkind = \"turns\"\npass = {it}\n"));
    assert!(with("true").is_empty());
    assert_eq!(with("false"), ["T003"]);
}

#[test]
fn no_step_goes_below_the_ceiling() {
    let with = |it| steps(&format!("[[step]]\nkind = \"turns\"\nlevel = \"{it}\"\n"));
    assert!(with("open").is_empty());
    assert_eq!(with("deep"), ["T005"]);
}

#[test]
fn a_variant_names_what_is_there() {
    let with = |it| {
        steps(&format!(
            "{SAY}id = \"hello\"\n[variants.remote]\nskip = [\"{it}\"]\n"
        ))
    };
    assert!(with("hello").is_empty());
    assert!(with("say").is_empty());
    assert_eq!(with("helo"), ["R102"]);
    let turns = "[[step]]\nkind = \"turns\"\n[variants.n2]\nsay = \"Hi.\"\n";
    assert_eq!(steps(turns), ["R102"]);
    assert!(steps(&format!("{SAY}{turns}")).is_empty());
}

#[test]
fn ids_are_used_once() {
    assert_eq!(
        steps(&format!("{SAY}id = \"a\"\n{SAY}id = \"a\"\n")),
        ["R103"]
    );
    assert!(steps(&format!("{SAY}id = \"a\"\n{SAY}id = \"b\"\n")).is_empty());
    assert_eq!(steps(&format!("{SAY}id = \"A b\"\n")), ["S007"]);
}

#[test]
fn groups_stand_alone() {
    let inner = "[[step.steps]]\nkind = \"groups\"\nfor = \"1m\"\nsteps = []\n";
    assert_eq!(
        steps(&format!(
            "[[step]]\nkind = \"groups\"\nfor = \"2m\"\n{inner}"
        )),
        ["R104"]
    );
}

#[test]
fn a_choice_can_be_made() {
    let with = |it| {
        steps(&format!(
            "[[step]]\nkind = \"ask\"\ntext = \"Which?\"\n{it}\n"
        ))
    };
    assert!(with("mode = \"scale\"").is_empty());
    assert_eq!(with("mode = \"pick\""), ["R105"]);
    assert!(with("mode = \"quiz\"\noptions = [\"a\", \"b\"]\nanswer = \"b\"").is_empty());
    assert_eq!(
        with("mode = \"quiz\"\noptions = [\"a\", \"b\"]\nanswer = \"c\""),
        ["R105"]
    );
}

#[test]
fn a_live_silence_has_its_time_and_a_response_its_form() {
    assert_eq!(
        steps("[[step]]\nkind = \"solo\"\ndo = \"think\"\n"),
        ["S005"]
    );
    let with = |it| {
        steps(&format!(
            "[[step]]\nkind = \"turns\"\nresponse = \"{it}\"\n"
        ))
    };
    assert!(with("silence:15s, thanks").is_empty());
    assert_eq!(with("applause"), ["S007"]);
    assert_eq!(with("silence:long"), ["S007"]);
}

#[test]
fn the_file_is_named_by_an_id() {
    let faults = read("Two Words", Path::new("a"), TWO_WORDS.as_bytes()).faults;
    assert_eq!(faults[0].rule, "S001");
}

#[test]
fn what_groups_are_told_fits_together() {
    const DEAL: &str = "[[step.steps]]\nkind = \"deal\"\nbank = \"core\"\n";
    let with = |fields: &str, inner: &str| {
        let step = format!("[[step]]\nkind = \"groups\"\nfor = \"5m\"\n{fields}\n");
        let inner = if inner.is_empty() {
            "[[step.steps]]\nkind = \"open\"\nfor = \"2m\"\n"
        } else {
            inner
        };
        steps(&(step + inner))
    };
    for right in [
        "shape = \"pairs\"\nrounds = 3",
        "shape = \"pairs\"\nsize = 2\nroles = [\"asks\", \"tells\"]",
        "merge = 4",
        "roles = [\"a\", \"b\", \"c\"]\nsize = 3\nrounds = 2",
        "shape = \"inner-outer\"\nrounds = 4",
        "mix = \"dept\"",
    ] {
        assert!(with(right, "").is_empty(), "{right}");
    }
    assert!(with("shape = \"stations\"", DEAL).is_empty());
    for wrong in [
        "shape = \"pairs\"\nsize = 3",
        "shape = \"pairs\"\nmerge = 4",
        "merge = 4\nsize = 3",
        "merge = 4\nrounds = 2",
        "roles = [\"speaks\"]",
        "roles = []",
        "roles = [\"speaks\", \"Speaks\"]",
        "size = 3\nroles = [\"a\", \"b\", \"c\", \"d\"]",
        "shape = \"pairs\"\nroles = [\"a\", \"b\", \"c\"]",
        "shape = \"inner-outer\"\nsize = 4",
        "shape = \"inner-outer\"\nrounds = 3",
        "shape = \"stations\"",
    ] {
        assert_eq!(with(wrong, ""), ["R111"], "{wrong}");
    }
    assert_eq!(with("shape = \"stations\"\nrounds = 2", DEAL), ["R111"]);
    let grid = DEAL.to_string() + "show = \"grid\"\n";
    assert_eq!(with("shape = \"stations\"", &grid), ["R111"]);
    let turns = DEAL.to_string() + "[[step.steps]]\nkind = \"turns\"\n";
    assert_eq!(with("shape = \"stations\"", &turns), ["R111"]);
    assert_eq!(with("merge = 2", ""), ["S007"]);
    assert_eq!(with("shape = \"stage-audience\"", ""), ["S007"]);
}

#[test]
fn what_waits_for_turns_waits_for_such_as_can_be_declined() {
    let with = |turns: &str| {
        let turns = format!("[[step]]\nkind = \"turns\"\nid = \"slots\"\n{turns}\n");
        steps(&format!("{turns}{SAY}without = \"slots\"\n"))
    };
    assert!(with("who = \"volunteers\"\neach = \"1m\"").is_empty());
    assert_eq!(with("who = \"volunteers\"\nfor = \"1m\""), ["R112"]);
    assert_eq!(with("who = \"all\"\neach = \"1m\""), ["R112"]);
    assert_eq!(
        with("who = \"tellers\"\neach = \"1m\"\nwhen = \"before\""),
        ["R112"]
    );
    assert_eq!(steps(&format!("{SAY}without = \"slots\"\n")), ["R112"]);
}

#[test]
fn what_does_nothing_where_it_stands_is_said() {
    let inside = |step: &str| {
        steps(&format!(
            "[[step]]\nkind = \"groups\"\nfor = \"5m\"\n[[step.steps]]\n{step}\n"
        ))
    };
    assert!(inside("kind = \"open\"\nfor = \"1m\"").is_empty());
    assert_eq!(
        inside("kind = \"open\"\nfor = \"1m\"\neach_item = true"),
        ["R113"]
    );
    assert_eq!(
        inside("kind = \"gather\"\nwhat = \"A word.\"\nkeep = \"kept\""),
        ["T002"]
    );
    let used = |when| {
        steps(&format!(
            "[[step]]\nkind = \"use\"\nritual = \"two-words\"\n{when}\n"
        ))
    };
    assert!(used("when = \"live\"").is_empty());
    assert_eq!(used("when = \"before\""), ["R113"]);
}

#[test]
fn options_can_be_told_apart() {
    let with = |options: &str| {
        let ask = "[[step]]\nkind = \"ask\"\ntext = \"Which?\"\nmode = \"pick\"\noptions =";
        steps(&format!("{ask} {options}\n"))
    };
    assert!(with("[\"a\", \"b\"]").is_empty());
    assert_eq!(with("[\"a\", \"b\", \"a\"]"), ["R105"]);
    assert_eq!(with("[\"a\", \"b\\nc\"]"), ["R105"]);
}
