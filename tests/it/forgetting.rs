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
        assert!(!ran.out.contains("Other places with"), "{ran:?}");
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
    let ran = firelight(
        &ground,
        &["forget", "zo\u{eb} QXLIND", "--yes", "--json"],
        "",
    );
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
        assert!(
            ran.err.contains("nothing was changed") || !input.is_empty(),
            "{ran:?}"
        );
        assert_eq!(
            ran.err.contains("firelight forget Qxana --yes"),
            input.is_empty()
        );
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
            .contains("It stands nowhere else there. Pictures, packed files,"),
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
    fs::create_dir(ground.team().join(".git/objects")).unwrap();
    let ran = firelight(&ground, &["forget", "Qxchi", "--yes"], "");
    let git = format!("git -C {} log --all", ground.team().display());
    for command in [
        format!("{git} -- people/{id}.toml\n"),
        format!("{git} -S Qxchi\n"),
        ".git/objects: git packs what it keeps\n".to_string(),
    ] {
        assert!(ran.out.contains(&command), "{command}: {ran:?}");
    }
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

#[test]
fn whatever_kind_of_file_there_is_is_named_and_nothing_of_wishes_but_the_kind() {
    let mut outs = Vec::new();
    for wish in [&["Qxana, Qxben", ""][..], &[""]] {
        let ground = Ground::new();
        ground.within(&["team", "add", "Qxana, Qxben"], []);
        ground.within(&["team", "apart"], wish.iter().map(|it| it.to_string()));
        ground.team_file("care.toml", "[[contact]]\nwho = \"A\"\nhow = \"1\"\n");
        ground.team_file("firelight.toml", "name = \"Lanterns\"\n");
        ground.team_file("prompts/rituals/a.toml", "");
        ground.team_file("prompts/rituals/b.toml", "");
        let ran = ground.within(&["stored"], []);
        for words in [
            "   1  whom the team can call; only the cue shows it\n",
            "   1  what the team decided about itself\n",
            "   2  the team's own rituals and questions\n",
            "      who should not share a group, by id, if that was ever asked\n",
        ] {
            assert!(ran.out.contains(words), "{words}: {}", ran.out);
        }
        outs.push(ran.out.replace(ground.top.to_str().unwrap(), ""));
        let ran = ground.within(&["stored", "--json"], []);
        let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let private = said["private"]["holds"].as_array().unwrap();
        let wishes = private.iter().find(|it| it["n"].is_null()).unwrap();
        let path = ground.private().join("apart.toml");
        assert_eq!(wishes["path"], path.to_str().unwrap());
    }
    assert_eq!(outs[0], outs[1]);
}

/// What is said of one folder or file: `certain` or `maybe` with its line, or why it was not
/// looked into.
fn said_of(said: &serde_json::Value, path: &Path) -> Vec<String> {
    let is_it = |it: &&serde_json::Value| it["path"] == path.to_str().unwrap();
    let rows = |key: &str| said[key].as_array().unwrap().clone();
    let places = rows("elsewhere");
    let places = places.iter().filter(is_it).map(|it| {
        let certain = it["certain"].as_bool().unwrap();
        let certain = if certain { "certain" } else { "maybe" };
        format!("{certain} {}", it["line"])
    });
    let unread = rows("unread");
    let unread = unread.iter().filter(is_it);
    let unread = unread.map(|it| it["why"].as_str().unwrap().to_string());
    places.chain(unread).collect()
}

#[test]
fn whatever_lies_in_the_folders_is_looked_into_or_said_not_to_be() {
    let ground = team();
    let wide = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(u16::to_le_bytes).collect()
    };
    let deep = vec!["d"; 30].join("/");
    let files: [(&str, &[u8], &[&str]); 13] = [
        (".hidden/.notes/a.md", b"Zo\xc3\xab Qxlind", &["certain 1"]),
        (
            ".git/COMMIT_EDITMSG",
            b"Add Zo\xc3\xab Qxlind",
            &["certain 1"],
        ),
        (
            &format!("{deep}/a.md"),
            b"\n\nQxlind, Zo\xc3\xab",
            &["certain 3"],
        ),
        ("notes/Zo\u{eb}_Qxlind.txt", b"", &["certain null"]),
        ("zo\u{eb}-notes/a.txt", b"", &[]),
        (
            "wide.txt",
            &[b"\xff\xfe", &wide("a\r\nZo\u{eb} Qxlind")[..]].concat(),
            &["certain 2"],
        ),
        ("family.md", b"a\nMs Qxlind said", &["maybe 2"]),
        ("given.md", b"Zo\xc3\xab said", &["maybe 1"]),
        ("both.md", b"Zo\xc3\xab\nZo\xc3\xab Qxlind", &["certain 2"]),
        ("latin.txt", b"Zo\xeb Qxlind", &["certain 1"]),
        (
            "a.zip",
            b"PK\x03\x04\x00\x01",
            &["no text, so it may hold the name in another way"],
        ),
        (
            "a.doc",
            &[b"\xd0\x02\x00\x03\x00", &wide("Zo\u{eb} Qxlind")[..]].concat(),
            &["certain 1"],
        ),
        ("plain.md", b"Zoe, lindens", &[]),
    ];
    for (path, bytes, _) in &files {
        ground.team_file(path, bytes);
    }
    let at = |path: &str| ground.team().join(path);
    let deeper = at(&vec!["e"; 70].join("/"));
    fs::create_dir_all(&deeper).unwrap();
    std::os::unix::fs::symlink("/etc", at("link")).unwrap();
    let pipe = rustix::fs::FileType::Fifo;
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), pipe, mode, 0).unwrap();
    fs::File::create(at("large.bin"))
        .unwrap()
        .set_len(65 << 20)
        .unwrap();

    let ran = firelight(
        &ground,
        &["forget", "zo\u{eb} qxlind", "--yes", "--json"],
        "",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for (path, _, wanted) in &files {
        assert_eq!(said_of(&said, &at(path)), *wanted, "{path}");
    }
    for (path, wanted) in [
        ("zo\u{eb}-notes", "maybe null"),
        ("link", "a link, which is not followed"),
        ("pipe", "neither a file nor a folder"),
        ("large.bin", "file too large"),
        (&vec!["e"; 65].join("/"), "more than 64 folders deep"),
    ] {
        assert_eq!(said_of(&said, &at(path)), [wanted], "{path}");
    }
    // Everything was counted that was read: three people are left, and large.bin was not.
    assert_eq!(said["looked_into"], files.len() + 3 + 1);
    assert_eq!(said["unread"].as_array().unwrap().len(), 5);

    // For people it says the same in words.
    let ran = firelight(&ground, &["forget", "zo\u{eb} qxlind"], "");
    for words in [
        "Other places that may be about them:\n",
        "family.md:2\n",
        "notes/Zo\u{eb}_Qxlind.txt, in its own name\n",
        "Not looked into:\n",
        "a.zip: no text, so it may hold the name in another way\n",
        "The name was looked for in 17 files of both folders",
        "nicknames and misspellings are not found",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
}

#[test]
fn what_others_are_called_is_theirs() {
    let ground = Ground::new();
    let ran = firelight(&ground, &["team", "add", "Ana Qxlind, Ben Qxlind"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = firelight(&ground, &["forget", "Ana Qxlind", "--yes"], "");
    assert!(ran.out.contains("It stands nowhere else there."), "{ran:?}");
}

#[test]
fn wishes_about_whoever_is_forgotten_are_taken_back_and_nobody_is_told() {
    let mut outs = Vec::new();
    for wishes in [&["Qxana, Qxben", "Qxana, Qxchi", ""][..], &[""]] {
        let ground = Ground::new();
        let names = NAMES
            .map(|it| it.replace("\u{10d}en\u{11b}k ", ""))
            .join(", ");
        ground.within(&["team", "add", &names], []);
        let roster = roster::read(&RealDisk, &ground.team());
        let id = |name: &str| roster.find(name)[0].id.clone();
        let typed = wishes.iter().map(|it| it.to_string());
        let ran = ground.within(&["team", "apart"], typed);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        // One wish about others, which stays.
        ground.within(
            &["team", "apart"],
            ["Qxben, Qxchi".to_string(), String::new()],
        );
        let ana = id("Qxana");
        let before = ground.holding(&ana).len();
        assert_eq!(before, if wishes.len() > 1 { 2 } else { 1 });
        let ran = ground.within(&["forget", "Qxana", "--yes"], []);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ground.holding(&ana).is_empty());
        let apart = fs::read_to_string(ground.private().join("apart.toml")).unwrap();
        assert_eq!(apart.matches("[[pair]]").count(), 1);
        assert!(apart.contains(&id("Qxben")) && apart.contains(&id("Qxchi")));
        for other in ["qxben", "qxchi", &id("Qxben"), &id("Qxchi")] {
            assert!(!ran.out.to_lowercase().contains(other), "{ran:?}");
        }
        outs.push(ran.out.replace(ground.top.to_str().unwrap(), ""));
    }
    // Whether there was a wish cannot be told from what is said.
    assert_eq!(outs[0], outs[1]);
    assert!(outs[0].contains("Whatever was asked in private about them is taken back."));
}

#[test]
fn wishes_that_cannot_be_read_are_said_before_anybody_is_forgotten() {
    let ground = Ground::new();
    ground.within(&["team", "add", "Qxana, Qxben"], []);
    ground.within(
        &["team", "apart"],
        ["Qxana, Qxben".to_string(), String::new()],
    );
    fs::write(ground.private().join("apart.toml"), "pair = 3").unwrap();
    let before = ground.everything();
    let ran = ground.within(&["forget", "Qxana", "--yes"], []);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("apart.toml cannot be read"), "{ran:?}");
    assert_eq!(ground.everything(), before);
}

#[test]
fn a_name_in_the_own_story_is_told_without_its_place() {
    let ground = team();
    let lines = ["", "1", "a walk with Qxchi", "", "d", "q"];
    ground.within(&["story", "prep"], lines.map(str::to_string));
    let ran = firelight(&ground, &["forget", "Qxchi", "--yes"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Your own story may hold this name"),
        "{ran:?}"
    );
    assert!(!ran.out.contains("story.toml"), "{ran:?}");
    assert!(!ran.out.contains("nowhere else"), "{ran:?}");
    let json = firelight(&ground, &["--json", "forget", "Qxchi"], "");
    let found: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(found["story"], true, "{json:?}");
    assert!(!json.out.contains("story.toml"), "{json:?}");
}
