//! What `firelight rituals` says of the rituals that a team wrote, whole ones and broken ones.

use crate::leak_rig::{Ground, run};

const TWO_WORDS: &str = include_str!("../../prompts/rituals/two-words.toml");

#[test]
fn own_rituals_are_marked_and_broken_ones_named() {
    let ground = Ground::new();
    ground.team_file("prompts/rituals/two-words.toml", TWO_WORDS);
    let ran = run(ground.program(["rituals"]), "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // What a ritual is for may stand below its name.
    let ends = |id: &str| {
        let from = ran.out.find(&format!("\n  {id} ")).unwrap();
        let lines: Vec<&str> = ran.out[from + 1..].lines().take(2).collect();
        lines.iter().any(|it| it.ends_with("  (yours)"))
    };
    assert!(ends("two-words") && !ends("headlines"), "{}", ran.out);
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
