//! Forgetting: the person's files go, no log changes, who met whom counts as before, and
//! whatever else holds the name in any form of it is told.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use firelight::disk::RealDisk;
use firelight::keep::{self, Class, Place};
use firelight::logs::read::read_all;
use firelight::logs::{Kept, Log, Round, Step};
use firelight::roster;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::leak_rig::{Ground, Left, Ran, run};
use crate::sample::{log_of, opening};

/// Names whose forms differ in every way that a search has to bridge.
const NAMES: [&str; 4] = [
    "Zo\u{eb} Qxlind",
    "Qxana",
    "\u{10d}en\u{11b}k Qxben",
    "Qxchi",
];

fn firelight(ground: &Ground, arguments: &[&str], input: &str) -> Ran {
    run(ground.program(arguments), input)
}

fn team() -> Ground {
    let ground = Ground::new();
    let ran = firelight(&ground, &["team", "add", &NAMES.join(", ")], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ground
}

fn put(ground: &Ground, log: &Log) {
    ground.team_file(log.name().unwrap(), log.bytes().unwrap());
}

fn kept(text: &str) -> Kept {
    Kept {
        form: "theme".to_string(),
        text: keep::text(Class::Kept, Place::Log, text).unwrap(),
    }
}

/// A log of groups that were drawn, some of whose kept lines name somebody.
fn log(number: u32, ids: &[String], rng: &mut ChaCha12Rng) -> Log {
    let mut opening = opening();
    opening.id = format!("0193a6c2-7f0e-7c1b-9d4e-{number:012x}");
    let mut log = log_of(&opening, &[]);
    let mut ids = ids.to_vec();
    let rounds = (0..rng.random_range(1..4)).map(|_| {
        ids.shuffle(rng);
        let groups = ids.chunks(2).map(|it| {
            let mut group = it.to_vec();
            group.sort();
            group
        });
        Round {
            groups: groups.collect(),
        }
    });
    log.steps = vec![Step {
        kind: "groups".to_string(),
        rounds: rounds.collect(),
        ..Step::default()
    }];
    if rng.random_bool(0.5) {
        log.kept
            .push(kept(&format!("{} asks early.", NAMES[number as usize % 4])));
    }
    log
}

/// How often each two sat together, by id.
fn met(team: &Path) -> BTreeMap<(String, String), usize> {
    let mut met = BTreeMap::new();
    for (log, _) in read_all(&RealDisk, team).logs {
        for group in log
            .steps
            .iter()
            .flat_map(|it| &it.rounds)
            .flat_map(|it| &it.groups)
        {
            for (at, one) in group.iter().enumerate() {
                for other in &group[at + 1..] {
                    *met.entry((one.clone(), other.clone())).or_default() += 1;
                }
            }
        }
    }
    met
}

fn logs(ground: &Ground) -> Vec<Left> {
    crate::leak_rig::below(&ground.team().join("sessions"))
}

#[test]
fn no_log_changes_and_who_met_whom_counts_as_before() {
    for seed in 0..12 {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let ground = team();
        let people = roster::read(&RealDisk, &ground.team()).people;
        let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
        for number in 0..40 {
            put(&ground, &log(number, &ids, &mut rng));
        }
        let (before, graph) = (logs(&ground), met(&ground.team()));
        assert_eq!(graph.len(), 6);
        let name = NAMES[seed as usize % 4];
        let ran = firelight(&ground, &["forget", name, "--yes"], "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(logs(&ground), before);
        assert_eq!(met(&ground.team()), graph);
        // Its kept lines are told, each with its file, and nothing else holds the name.
        let named: Vec<&Left> = before
            .iter()
            .filter(|it| String::from_utf8_lossy(&it.bytes).contains(&format!("{name} asks")))
            .collect();
        assert!(!named.is_empty());
        for it in &named {
            assert!(ran.out.contains(it.path.to_str().unwrap()), "{ran:?}");
        }
        assert_eq!(ran.out.matches(" asks early.").count(), named.len());
        assert!(!ran.out.contains("Other files"), "{ran:?}");
        assert_eq!(roster::read(&RealDisk, &ground.team()).people.len(), 3);
        let word = name.split(' ').next_back().unwrap();
        let holding: Vec<PathBuf> = ground.holding(word);
        assert_eq!(holding.len(), named.len(), "{holding:?}");
    }
}

#[test]
fn every_form_of_the_name_is_found_wherever_it_lies() {
    let ground = team();
    let mut log = log_of(&opening(), &[]);
    for text in [
        "Zo\u{eb} had the idea.",
        "zoe\u{308} qxlind again.",
        "ZO\u{cb}!",
        "Zoe is somebody else.",
    ] {
        log.kept.push(kept(text));
    }
    put(&ground, &log);
    for (path, source) in [
        ("rotas/notes/2026-11-30-a.toml", "who = \"Zo\\u00eb\"\n"),
        ("life/two-words.toml", "owner = \"Zoe\\U00000308 Qxlind\"\n"),
        ("plans/2026-W48.toml", "reason = \"Zo\u{eb}s week\"\n"),
        ("sessions/damaged.json", "{ \"kept\": \"zo\\u00eb"),
        ("prompts/own.toml", "text = \"What would Zoology say?\"\n"),
    ] {
        ground.team_file(path, source);
    }
    // A session that waits and a log that waits.
    let held = [
        "run",
        "two-words",
        "--with",
        "Zo\u{eb},Qxana",
        "--mode",
        "room",
    ];
    assert_eq!(firelight(&ground, &held, "\n").code, Some(1));
    fs::DirBuilder::new()
        .mode(0o700)
        .create(ground.private().join("unsent"))
        .unwrap();
    fs::write(
        ground.private().join("unsent/x.unsent"),
        "{}\n{\"text\":\"Zo\\u00eb\"}\n",
    )
    .unwrap();

    let before = ground.everything();
    let ran = firelight(&ground, &["forget", "zo\u{eb}", "--yes", "--json"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(said["removed"].as_array().unwrap().len(), 1);
    let texts: Vec<&str> = said["kept"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    let mut places: Vec<String> = said["elsewhere"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let path = Path::new(it["path"].as_str().unwrap());
            let folder = path.parent().unwrap().file_name().unwrap();
            format!("{}:{}", folder.to_str().unwrap(), it["line"])
        })
        .collect();
    places.sort();
    assert_eq!(
        places,
        [
            "life:1",
            "notes:1",
            "plans:1",
            "running:1",
            "sessions:1",
            "unsent:2"
        ]
    );
    // Nothing but the one file of the person is gone, and nothing is changed.
    let after = ground.everything();
    let gone: Vec<&Left> = before.iter().filter(|it| !after.contains(it)).collect();
    assert!(
        gone.iter()
            .all(|it| it.path.starts_with(ground.team().join("people"))),
        "{gone:?}"
    );
    assert!(after.len() == before.len() - 1);
}

#[test]
fn it_is_asked_first_and_the_default_is_no() {
    let ground = team();
    let before = ground.everything();
    for input in ["", "\n", "n\n"] {
        let ran = firelight(&ground, &["forget", "Qxana"], input);
        assert!(ran.out.contains("Forget Qxana?"), "{ran:?}");
        assert_eq!(ran.code, Some(i32::from(input.is_empty())), "{ran:?}");
        assert_eq!(ground.everything(), before);
    }
    let ran = firelight(&ground, &["forget", "Qxana"], "y\n");
    assert!(
        ran.out
            .contains("Qxana is forgotten: 1 file removed, no log changed."),
        "{ran:?}"
    );
    assert!(
        ran.out
            .contains("Nothing else in either folder holds the name."),
        "{ran:?}"
    );
    crate::canaries::nowhere(&ground, "qxana");
    let ran = firelight(&ground, &["forget", "Qxana", "--yes"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("Nobody in the team is called Qxana."),
        "{ran:?}"
    );
}

#[test]
fn what_git_keeps_is_said_and_so_is_what_is_stored() {
    let ground = team();
    fs::create_dir(ground.team().join(".git")).unwrap();
    let ran = firelight(&ground, &["stored"], "");
    assert!(ran.out.contains("git work tree"), "{ran:?}");
    assert!(ran.out.contains("   4  people in the roster"), "{ran:?}");
    assert!(
        ran.out
            .contains("a breakout's log shows which ids sat together"),
        "{ran:?}"
    );
    let id = roster::read(&RealDisk, &ground.team()).find("Qxchi")[0]
        .id
        .clone();
    let ran = firelight(&ground, &["forget", "Qxchi", "--yes"], "");
    assert!(
        ran.out
            .contains(&format!("git log --all -- 'people/{id}.toml'")),
        "{ran:?}"
    );
    for words in ["Other clones", "Chats, mails"] {
        assert!(ran.out.contains(words), "{ran:?}");
    }
}

#[test]
fn several_names_at_once_are_refused_and_nobody_is_forgotten() {
    let ground = Ground::new();
    ground.within(&["team", "add", "Ana, Ben"], []);
    let ran = ground.within(&["forget", "Ana,Ben", "--yes"], []);
    assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("One person at a time"), "{}", ran.err);
    assert!(ground.within(&["team"], []).out.contains("Ana"));
}
