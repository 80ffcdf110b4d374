//! Every ritual that ships, with few people and many, in every mode: it fits its minutes or says
//! what to hold instead, and whoever only presses Enter comes to its end.

use serde_json::Value;

use firelight::disk::RealDisk;
use firelight::library::Library;
use firelight::logs::read::read_all;
use firelight::ritual::{Family, Ritual};

use crate::leak_rig::{Ground, Ran};

const MODES: [&str; 3] = ["room", "remote", "hybrid"];

fn rituals() -> Vec<Ritual> {
    let (rituals, faults) = Library::new(&RealDisk, None, &[]).rituals();
    assert!(faults.is_empty(), "{faults:?}");
    rituals
}

#[test]
fn each_suits_so_many_people_or_says_what_to_hold_instead() {
    let ran = Ground::new().within(&["rehearse", "--json"], []);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answers: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let rituals = rituals();
    assert_eq!(answers.len(), rituals.len() * 3 * 6);
    let suits = |ritual: &Value, of: &Value| {
        answers.iter().any(|it| {
            it["ritual"] == *ritual
                && ["people", "mode"].iter().all(|key| it[key] == of[key])
                && it["suitable"] == true
        })
    };
    for it in &answers {
        let planned = it["planned_seconds"].as_i64().unwrap();
        let minutes = it["minutes"].as_i64().unwrap();
        if it["suitable"] == false {
            assert!(it["reason"].is_string(), "{it}");
            assert!(suits(&it["instead"], it), "{it}");
            continue;
        }
        assert!(planned * 10 <= minutes * 660, "too long: {it}");
        // A plan of an hour is no plan when it takes ten minutes.
        assert!(planned * 10 >= minutes * 60 * 4, "too short: {it}");
        let close = it["steps"].as_array().unwrap().last().unwrap();
        assert!(close["seconds"].as_i64().unwrap() > 0, "no close: {it}");
    }
    let suitable = answers.iter().filter(|it| it["suitable"] == true).count();
    assert!(
        suitable * 10 >= answers.len() * 8,
        "{suitable} of {}",
        answers.len()
    );
}

#[test]
fn the_readme_names_every_ritual_that_can_be_held() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, table) = readme.split_once("### What can be held\n").unwrap();
    let (table, _) = table.split_once("\n### ").unwrap();
    let rituals = rituals();
    for it in rituals.iter().filter(|it| it.family != Family::Craft) {
        assert!(table.contains(&format!("`{}`", it.id)), "{}", it.id);
    }
}

fn people(n: usize) -> String {
    let names: Vec<String> = (1..=n).map(|it| format!("P{it}-Qx")).collect();
    names.join(",")
}

fn held(ground: &Ground, arguments: &[&str]) -> Ran {
    let enters = std::iter::repeat_n(String::new(), 2000);
    let ran = ground.within(&[&["run"], arguments].concat(), enters);
    assert_eq!(ran.code, Some(0), "{arguments:?}\n{}{}", ran.out, ran.err);
    ran
}

#[test]
fn whoever_only_presses_enter_comes_to_the_end_of_each() {
    for ritual in rituals() {
        for n in [1, 2, 7, 25] {
            for mode in MODES {
                let ground = Ground::new();
                let names = people(n);
                // With some on a screen, the last three are.
                let remote = names.rsplitn(4, ',').take(3).collect::<Vec<_>>().join(",");
                let mut arguments = vec![ritual.id.as_str(), "--with", &names, "--mode", mode];
                if mode == "hybrid" && n > 3 {
                    arguments.extend(["--remote", &remote]);
                }
                held(&ground, &arguments);
                let read = read_all(&RealDisk, &ground.team());
                assert_eq!(read.faults, [], "{arguments:?}");
                let (log, _) = &read.logs[0];
                assert!(log.finished, "{arguments:?}");
                let took = (log.ended.unwrap() - log.started).num_seconds();
                let suits = (ritual.people.min..=ritual.people.max).contains(&n);
                // What a smaller or shorter form takes is checked where its minutes stand.
                let most = ritual.minutes * 66;
                assert!(!suits || took <= most, "{arguments:?}: {took} s of {most}");
                assert_eq!(ground.holding("-Qx"), Vec::<std::path::PathBuf>::new());
            }
        }
    }
}

#[test]
fn each_line_by_line_for_seven() {
    for ritual in rituals() {
        let ran = Ground::new().within(
            &["rehearse", &ritual.id, "--people", "7", "--mode", "hybrid"],
            [],
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        insta::assert_snapshot!(ritual.id.as_str(), ran.out);
    }
}
