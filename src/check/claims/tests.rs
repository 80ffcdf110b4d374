//! Claims trip the rules, and what only looks like one does not.

use std::path::Path;

use super::*;
use crate::bank::read::BANK;
use crate::fault::Fault;
use crate::fields;
use crate::ritual::read::shape::RITUAL;

#[test]
fn words_that_claim_research_are_seen() {
    for (text, wanted) in [
        ("Research shows that this works.", "Research shows"),
        ("Warm up. STUDIES\n  show it.", "STUDIES show"),
        (
            "Recent research has clearly shown it",
            "research has clearly shown",
        ),
        ("Science says so!", "Science says"),
        ("The evidence shows it.", "evidence shows"),
        ("An evidence-based warm-up.", "evidence based"),
        ("A proven way to begin.", "proven"),
        ("This scientifically sound round.", "scientifically"),
        ("It boosts the mood.", "boosts"),
        ("Increases trust.", "Increases trust"),
        (
            "It increases your team’s trust.",
            "increases your team s trust",
        ),
        (
            "Increases everybody's own productivity",
            "Increases everybody s own productivity",
        ),
        ("Did you know that studies show this?", "studies show"),
    ] {
        assert_eq!(of_research(text).as_deref(), Some(wanted), "{text}");
    }
    for text in [
        "What boosts your day?",
        "Which evidence shows that you are tired?",
        "When did research show you a way?",
        "Bring evidence, and show it.",
        "Say one thing that would improve trust here.",
        "It increases the number of questions in the hand.",
        "Increases come and go. Trust stays.",
        "A boost of energy, unproven.",
        "Trust is not what this measures.",
        "",
        "…?!",
    ] {
        assert_eq!(of_research(text), None, "{text}");
    }
}

#[test]
fn words_that_no_evidence_bears_are_seen_even_in_a_question() {
    for (text, wanted) in [
        ("Did you feel the oxytocin?", "oxytocin"),
        ("A therapeutic talk", "therapeutic"),
        (
            "It measures your team's health.",
            "measures your team s health",
        ),
        (
            "Psychological safety in ten minutes",
            "Psychological safety in",
        ),
        ("Works for every culture", "Works for every culture"),
    ] {
        assert_eq!(forbidden(text).as_deref(), Some(wanted), "{text}");
    }
    for text in [
        "This is no therapy.",
        "Psychological safety. In ten minutes we meet again.",
        "Measure twice; the team is in good health.",
        "What works in your culture?",
    ] {
        assert_eq!(forbidden(text), None, "{text}");
    }
}

fn ritual(claim: &str, text: &str) -> Vec<Fault> {
    let source = format!(
        "{claim}\n[[step]]\nkind = \"groups\"\nfor = \"5m\"\n[[step.steps]]\nkind = \"say\"\ntext = '''{text}'''\n"
    );
    let path = Path::new("zz.toml");
    let (table, _) = fields::read(source.as_bytes(), path, "ritual", RITUAL);
    let mut faults = Faults::new(path);
    check_ritual(&table, &mut faults);
    faults.beside(None::<()>).faults
}

fn rules(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|it| it.rule).collect()
}

#[test]
fn a_claim_names_evidence_that_there_is() {
    assert_eq!(ritual("claim = \"E1b\"", "Hello."), []);
    assert_eq!(ritual("claim = [\"E1\", \"E30\"]", "Hello."), []);
    for (claim, message, help) in [
        (
            "claim = \"e3\"",
            "there is no evidence called `e3`",
            "did you mean `E3`? All of it: firelight evidence",
        ),
        (
            "claim = [\"E1\", \"friendship\"]",
            "there is no evidence called `friendship`",
            "name it by its id, such as `E3`: firelight evidence",
        ),
    ] {
        let faults = ritual(claim, "Research shows it.");
        // Nothing is said of what the claim bears before it is one.
        assert_eq!(rules(&faults), ["E101"], "{claim}");
        assert_eq!((&*faults[0].message, &*faults[0].help), (message, help));
    }
}

#[test]
fn research_is_claimed_with_evidence_that_bears_it() {
    let text = "Studies show that four is few.";
    assert_eq!(ritual("claim = \"E3\"", text), []);
    assert_eq!(ritual("claim = [\"E30\", \"E3\"]", text), []);
    let faults = ritual("", text);
    assert_eq!(rules(&faults), ["E102"]);
    assert_eq!(
        (&*faults[0].message, &*faults[0].help),
        (
            "\"Studies show\" is a claim, and this ritual names no evidence",
            "add `claim = \"E…\"` with an id of firelight evidence, or take the words out",
        )
    );
    // Contested, none found, and only papers that a caution is about.
    for claim in ["E27", "E30", "E10"] {
        let faults = ritual(&format!("claim = \"{claim}\""), text);
        assert_eq!(rules(&faults), ["E102"], "{claim}");
        let message = format!("{claim} does not bear \"Studies show\"");
        assert_eq!(faults[0].message, message);
    }
}

#[test]
fn what_nothing_bears_is_an_error_with_a_claim_too() {
    assert_eq!(
        rules(&ritual("claim = \"E3\"", "Oxytocin flows.")),
        ["E103"]
    );
    assert_eq!(ritual("claim = \"E3\"", "Coffee flows."), []);
}

#[test]
fn a_bank_claims_nothing_but_what_has_a_source() {
    let bank = |more: &str, text: &str| {
        let source = format!(
            "[bank]\ntitle = \"zz\"\n[[item]]\nid = \"zz\"\ntext = \"Which?\"\nfollow = [\"{text}\"]\n{more}\n"
        );
        let path = Path::new("zz.toml");
        let (table, _) = fields::read(source.as_bytes(), path, "bank", BANK);
        let mut faults = Faults::new(path);
        check_bank(&table, &mut faults);
        rules(&faults.beside(None::<()>).faults)
    };
    assert_eq!(bank("", "What else?"), Vec::<&str>::new());
    assert_eq!(bank("", "Studies show bees."), ["E102"]);
    assert_eq!(
        bank("source = \"A book\"", "Studies show bees."),
        Vec::<&str>::new()
    );
    assert_eq!(bank("source = \"A book\"", "Oxytocin."), ["E103"]);
    let other = "[[item]]\nid = \"b\"\ntext = \"Proven.\"";
    assert_eq!(
        bank(&format!("source = \"A book\"\n{other}"), "What?"),
        ["E102"]
    );
}
