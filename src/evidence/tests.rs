//! The table is whole, says what the studies say, and is found by what people type.

use super::*;
use crate::check::claims;

fn ids(found: &[&Finding]) -> Vec<String> {
    found.iter().map(|it| it.id.clone()).collect()
}

#[test]
fn the_table_has_no_fault_and_every_finding() {
    let source = include_bytes!("../evidence.toml");
    let (table, faults) = fields::read(source, Path::new("e"), "evidence", EVIDENCE);
    assert_eq!(faults.beside(None::<()>).faults, []);
    assert!(source.is_ascii());
    let evidence = read();
    assert_eq!(evidence.findings.len(), table.tables("finding").count());
    let mut wanted: Vec<String> = (1..=30).map(|it| format!("E{it}")).collect();
    wanted.insert(1, "E1b".to_string());
    assert_eq!(ids(&evidence.findings.iter().collect::<Vec<_>>()), wanted);
    assert_eq!(evidence.may_say.len(), 4);
    assert_eq!(evidence.may_not_say.len(), 8);
    assert!(evidence.caution.contains("not checked"));
}

#[test]
fn how_strong_each_is() {
    let rows = |it: &Finding| {
        let sources: Vec<&str> = it
            .sources
            .iter()
            .map(|it| it.doi.as_deref().unwrap_or("-"))
            .collect();
        let sources = match sources.join(" ") {
            none if none.is_empty() => "no source".to_string(),
            sources => sources,
        };
        format!("{} | {} | {sources}", it.id, it.how_strong())
    };
    let rows: Vec<String> = read().findings.iter().map(rows).collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
    E1 | moderate, short-term | 10.1177/0146167297234003
    E1b | weak | -
    E2 | moderate | 10.1037/pspa0000281
    E3 | moderate | 10.1007/BF02734136 10.1016/j.evolhumbehav.2016.05.005 -
    E4 | moderate | - -
    E5 | moderate | -
    E6 | weak to moderate | -
    E7 | moderate | 10.1177/0956797618772506
    E8 | moderate | -
    E9 | moderate, correlational | 10.1287/orsc.1120.0808
    E10 | weak to moderate | 10.1016/j.obhdp.2021.05.005
    E11 | moderate, correlational | 10.1037/a0038083
    E12 | strong, for plans; none specific to team bonding | - 10.1080/10463283.2024.2334563
    E13 | strong, for debriefs of tasks | 10.1177/0018720812448394 10.1037/spy0000251
    E14 | moderate | -
    E15 | weak to moderate | 10.1037/a0013257 -
    E16 | moderate | 10.1177/0956797610382786
    E17 | moderate | 10.1037/apl0000948 -
    E18 | strong, in that firm; about work advice | -
    E19 | mixed | -
    E20 | weak | - -
    E21 | weak, correlational | 10.1080/08959285.2015.1021049
    E22 | moderate | 10.1177/1046496408328821 -
    E23 | moderate, not about tools | -
    E24 | strong, as an association | 10.1111/peps.12183 -
    E25 | weak | 10.1186/s12913-020-4931-2
    E26 | moderate | -
    E27 | contested, do not claim | 10.1177/1745691615600138 10.1038/s41562-020-0878-x
    E28 | none found, no consistent evidence | 10.3389/fpsyg.2023.1248924
    E29 | guidance | -
    E30 | none found, practice wisdom | no source
    ");
}

#[test]
fn strengths_are_spelled_as_they_are_read() {
    for (number, word) in STRENGTHS.iter().enumerate() {
        let read: Strength = fields::typed(word).unwrap();
        assert_eq!((read as usize, read.word()), (number, *word));
        assert_eq!(serde_json::to_value(read).unwrap(), *word);
    }
}

#[test]
fn what_was_not_read_is_marked() {
    let evidence = read();
    let repeated = |it: &&Source| !it.read || it.note.is_some();
    let sources = evidence.findings.iter().flat_map(|it| &it.sources);
    let marked: Vec<&str> = sources
        .filter(repeated)
        .map(|it| it.authors.as_str())
        .collect();
    let wanted = ["Aron, Melinat, Aron, Vallone, Bator", "Edmondson", "SAMHSA"];
    assert_eq!(marked, wanted);
    for it in &evidence.findings {
        assert_eq!(it.sources.is_empty(), it.id == "E30", "{}", it.id);
    }
}

#[test]
fn nothing_that_is_doubtful_bears_a_claim() {
    let evidence = read();
    let doubtful = evidence.findings.iter().filter(|it| !it.bears_a_claim());
    let doubtful: Vec<&str> = doubtful.map(|it| it.id.as_str()).collect();
    let wanted = ["E5", "E10", "E21", "E26", "E27", "E28", "E29", "E30"];
    assert_eq!(doubtful, wanted);
    for it in &evidence.findings {
        let says_nothing = it.caution || it.strength == Strength::Contested;
        assert_eq!(it.may_say.is_empty(), says_nothing, "{}", it.id);
    }
}

#[test]
fn what_may_be_said_passes_the_check_and_what_may_not_does_not() {
    let evidence = read();
    let all = evidence.findings.iter().flat_map(|it| &it.may_say);
    for sentence in all.chain(&evidence.may_say) {
        assert_eq!(claims::forbidden(sentence), None, "{sentence}");
        assert_eq!(claims::of_research(sentence), None, "{sentence}");
    }
    for sentence in &evidence.may_not_say {
        // Whether these are true hangs on what stands around them.
        if ["Anonymous", "Secure"]
            .iter()
            .any(|it| sentence.starts_with(it))
        {
            continue;
        }
        let found = claims::forbidden(sentence).or(claims::of_research(sentence));
        assert!(found.is_some(), "{sentence}");
    }
}

#[test]
fn a_finding_is_found_by_what_people_type() {
    let evidence = read();
    assert_eq!(evidence.find("e1B").unwrap().id, "E1b");
    assert!(evidence.find("E31").is_none());
    assert_eq!(evidence.closest_id("e3x"), Some("E3"));
    assert_eq!(evidence.closest_id("friendship"), None);
    assert_eq!(ids(&evidence.on("Small talk")), ["E20"]);
    assert_eq!(ids(&evidence.on("stories")), ["E26", "E28", "E30"]);
    assert!(evidence.on("story").is_empty());
    let holding = |typed: &str| ids(&evidence.holding(typed));
    assert_eq!(holding("laugh groups"), ["E3"]);
    assert_eq!(holding("firehouse"), ["E21"]);
    assert_eq!(holding("10.1037/apl0000948"), ["E17"]);
    assert_eq!(holding("Dunbar"), ["E3"]);
    // A short word is that word, not the beginning of another.
    assert_eq!(holding("is ca"), Vec::<String>::new());
    for nothing in ["", " ", "?!", "kumquat"] {
        assert_eq!(holding(nothing), Vec::<String>::new(), "{nothing}");
    }
}

#[test]
fn topics_are_words_to_type() {
    let evidence = read();
    let topics = evidence.topics();
    assert_eq!(topics["thanks"], ["E7"]);
    assert!(topics.len() > 30);
    for topic in topics.keys() {
        assert!(fields::is_slug(topic), "{topic}");
        assert!(evidence.find(topic).is_none(), "{topic}");
    }
}
