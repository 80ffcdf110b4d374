//! What `firelight rituals` says of the rituals that a team wrote, whole ones and broken ones.

use firelight::disk::RealDisk;
use firelight::library::Library;
use firelight::ritual::{Step, What, When};

use crate::leak_rig::{Ground, run};

const TWO_WORDS: &str = include_str!("../../prompts/rituals/two-words.toml");

#[test]
fn own_rituals_are_marked_and_broken_ones_named() {
    let ground = Ground::new();
    ground.team_file("prompts/rituals/two-words.toml", TWO_WORDS);
    let ran = run(ground.program(["rituals"]), "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // What a ritual is for may stand below its name.
    let ends = |said: &str, id: &str| {
        let from = said.find(&format!("\n  {id} ")).unwrap();
        let lines: Vec<&str> = said[from + 1..].lines().take(2).collect();
        lines.iter().any(|it| it.ends_with("  (yours)"))
    };
    let all = run(ground.program(["rituals", "--all"]), "");
    for said in [&ran.out, &all.out] {
        assert!(
            ends(said, "two-words") && !ends(said, "mood-grid"),
            "{said}"
        );
    }
    let shown = run(ground.program(["rituals", "show", "two-words"]), "").out;
    let whose = "Yours, in the place of the built-in one.\nTwo words\n";
    assert!(shown.starts_with(whose), "{shown}");

    ground.team_file("prompts/rituals/broken.toml", "title = \"x\"\n");
    ground.team_file("prompts/high.toml", TWO_WORDS);
    ground.team_file("prompts/rituals/loud.TOML", TWO_WORDS);
    let ran = run(ground.program(["rituals"]), "");
    assert_eq!(ran.code, Some(1));
    for name in ["broken.toml", "high.toml", "loud.TOML"] {
        assert!(ran.err.contains(name), "{}", ran.err);
    }
    assert!(ran.out.contains("headlines"), "{}", ran.out);
}

#[test]
fn the_list_begins_with_what_a_team_begins_with_and_has_every_id_beside_its_title() {
    let ground = Ground::new();
    let said = run(ground.program(["rituals"]), "").out;
    let all = run(ground.program(["rituals", "--all"]), "").out;
    let matrix = run(ground.program(["rehearse"]), "").out;
    // Two windows of it at most.
    assert!(said.lines().count() < 48, "{said}");
    let ids = |said: &str| -> Vec<String> {
        let rows = said
            .lines()
            .filter(|it| it.starts_with("  ") && !it.starts_with("   "));
        let id = |it: &str| it.split_whitespace().next().unwrap().to_string();
        rows.map(id).collect()
    };
    assert_eq!(
        ids(&said)[..3],
        ["two-words", "headlines", "breakout-graded"]
    );
    let json = run(ground.program(["rituals", "--json"]), "").out;
    let rituals: serde_json::Value = serde_json::from_str(&json).unwrap();
    for ritual in rituals.as_array().unwrap() {
        let (id, title) = (
            ritual["id"].as_str().unwrap(),
            ritual["title"].as_str().unwrap(),
        );
        let is_inner = ritual["family"] == "craft";
        for (list, has) in [(&said, !is_inner), (&all, true), (&matrix, true)] {
            let both = |it: &str| {
                it.starts_with(&format!("  {id} ")) && it.contains(&title[..title.len().min(20)])
            };
            assert_eq!(list.lines().any(both), has, "{id}: {list}");
        }
    }
    let twice: Vec<String> = ids(&said);
    let once: std::collections::BTreeSet<&String> = twice.iter().collect();
    assert_eq!(twice.len(), once.len(), "{said}");
}

#[test]
fn a_sheet_for_paper_has_every_line_and_the_cards_to_cut_out() {
    let ground = Ground::new();
    let before = ground.everything();
    let sheet = |id: &str| ground.within(&["rituals", "show", id, "--print"], []);
    let (rituals, _) = Library::new(&RealDisk, None, &[]).rituals();
    for ritual in &rituals {
        let ran = sheet(&ritual.id);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ritual.id);
        let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = words(&ran.out);
        assert!(said.contains(&words(&ritual.purpose)), "{}", ran.out);
        assert!(said.contains("Pass is a full answer"), "{}", ran.out);
        for row in ran.out.lines() {
            assert!(row.chars().count() <= 76, "{row}");
        }
        let is_live = |it: &&Step| it.when == When::Live && it.only.is_empty();
        for step in ritual.steps.iter().filter(is_live) {
            if let What::Say(say) = &step.what {
                assert!(
                    said.contains(&words(&say.text)),
                    "{}: {}",
                    ritual.id,
                    ran.out
                );
            }
        }
    }
    let breakout = sheet("breakout").out;
    assert!(
        breakout.contains("The times are for 16 people"),
        "{breakout}"
    );
    assert!(breakout.contains("\nlight: "), "{breakout}");
    assert!(breakout.matches("\n- - - ").count() >= 8, "{breakout}");
    // What another ritual brings is there as well.
    assert!(sheet("in-person-day").out.contains("Two words"));
    assert_eq!(ground.everything(), before);
}

#[test]
fn what_is_kept_is_typed_line_by_line_until_an_empty_one() {
    let ground = Ground::new();
    let text = r#"format = "firelight.ritual/1"
title = "Themes"
family = "rituals"
purpose = "Keep what we agree on."
minutes = 3
people = { min = 2, best = [2, 8], max = 12 }
ceiling = "open"
confidentiality = "no-attribution"
[[step]]
kind = "gather"
what = "What stays?"
form = "theme"
keep = "kept"
for = "60s"
[[step]]
kind = "say"
text = "Thank you."
"#;
    ground.team_file("prompts/rituals/themes.toml", text);
    // A line that is a key elsewhere is a line here.
    let lines = ["", "We ask late.", "b", "We thank early.", "", ""];
    let ran = ground.within(
        &["run", "themes", "--people", "4", "--mode", "room"],
        lines.map(str::to_string),
    );
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let log = ground.within(&["log", "show", "--json"], []).out;
    for kept in ["We ask late.", "\"b\"", "We thank early."] {
        assert!(log.contains(kept), "{kept}: {log}");
    }
}
