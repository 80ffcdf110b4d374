//! What a team is dealt over many sessions: nothing again until the pool is used up, and never what
//! it hid.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use firelight::disk::RealDisk;
use firelight::library::Library;
use firelight::logs::read::read_all;
use firelight::ritual::Level;
use firelight::team::hidden;

use crate::leak_rig::Ground;

const TWELVE: &str = "Ana,Ben,Chi,Dev,Eli,Finn,Gus,Hana,Ivo,Jun,Kim,Lea";

/// Holds a breakout on a day of its own, with one swap; gives what was said.
fn hold(ground: &Ground, day: u64, names: &str) -> String {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + chrono::Days::new(day);
    let now = format!("{date}T09:30:00+01:00");
    let seed = (day * 7 + 1).to_string();
    let arguments = [
        "run",
        "breakout-graded",
        "--with",
        names,
        "--mode",
        "room",
        "--new",
        "--now",
        &now,
        "--seed",
        &seed,
    ];
    let lines = ["", "s"].into_iter().chain(std::iter::repeat_n("", 20));
    let ran = ground.within(&arguments, lines.map(str::to_string));
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

/// Ids and levels of what was dealt, session by session, oldest first.
fn dealt(ground: &Ground) -> Vec<Vec<(String, u8)>> {
    let logs = read_all(&RealDisk, &ground.team());
    assert_eq!(logs.faults, []);
    let sessions = logs.logs.iter().rev().map(|(log, _)| {
        let cards = log.steps.iter().flat_map(|it| &it.dealt);
        cards.map(|it| (it.id.clone(), it.level)).collect()
    });
    sessions.collect()
}

#[test]
fn a_question_comes_again_when_the_others_of_its_level_were_there() {
    let ground = Ground::new();
    for day in 0..24 {
        hold(&ground, day, TWELVE);
    }
    let bank = Library::new(&RealDisk, None, &[]).bank("core").unwrap();
    let there = |level: u8| {
        let of = |it: &&firelight::bank::Item| {
            it.level.number() == level && it.deal && it.flags.is_empty()
        };
        bank.items.iter().filter(of).count()
    };
    let mut seen: BTreeMap<u8, HashSet<String>> = BTreeMap::new();
    let mut again = 0;
    for (at, session) in dealt(&ground).iter().enumerate() {
        assert!(session.len() >= 12, "a hand and a second one: {session:?}");
        let mut returned = Vec::new();
        for (id, level) in session {
            if !seen.entry(*level).or_default().insert(id.clone()) {
                returned.push((id, *level));
            }
        }
        again += returned.len();
        for (id, level) in returned {
            let all = seen[&level].len() == there(level);
            assert!(all, "{id} came in session {at} before all of level {level}");
        }
    }
    assert!(again > 20, "no pool was used up");
}

#[test]
fn what_is_hidden_never_returns() {
    let ground = Ground::new();
    hold(&ground, 0, TWELVE);
    let (id, _) = dealt(&ground)[0][0].clone();
    hidden::add(&RealDisk, &ground.team(), &id).unwrap();
    assert_eq!(
        fs::read(ground.team().join("hidden").join(&id)).unwrap(),
        b""
    );
    for day in 1..200 {
        hold(&ground, day, TWELVE);
    }
    let sessions = dealt(&ground);
    assert_eq!(sessions.len(), 200);
    for (at, session) in sessions.iter().enumerate().skip(1) {
        assert!(
            session.iter().all(|it| it.0 != id),
            "session {at}: {session:?}"
        );
    }
}

#[test]
fn what_a_team_wrote_is_dealt_with_the_rest_when_it_is_light_or_read_by_two() {
    let ground = Ground::new();
    let list = ground.top.join("ours.md");
    let lines: String = (0..40)
        .map(|it| format!("- What is near to you at number {it}?\n"))
        .collect();
    fs::write(&list, lines + "- What would you do with your salary?\n").unwrap();
    let list = list.to_str().unwrap();
    let ran = ground.within(&["questions", "import", list, "--level", "light"], []);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("line 41: not dealt"), "{}", ran.out);
    let ran = ground.within(
        &[
            "questions",
            "import",
            list,
            "--bank",
            "zz",
            "--level",
            "open",
        ],
        [],
    );
    assert_eq!(ran.code, Some(1), "they are there already: {}", ran.out);
    hold(&ground, 1, TWELVE);
    let own =
        |session: &[(String, u8)]| session.iter().filter(|it| it.0.starts_with("own-")).count();
    assert!(own(&dealt(&ground)[0]) > 0);

    let path = ground.team().join("prompts/questions/ours.toml");
    let open = fs::read_to_string(&path)
        .unwrap()
        .replace("level = 1", "level = 2");
    fs::write(&path, &open).unwrap();
    hold(&ground, 2, TWELVE);
    assert_eq!(own(&dealt(&ground)[1]), 0, "nobody else has read them");
    fs::write(&path, open.replace("reviewed = false", "reviewed = true")).unwrap();
    hold(&ground, 3, TWELVE);
    assert!(own(&dealt(&ground)[2]) > 0);
    for session in dealt(&ground) {
        assert!(
            session.iter().all(|it| !it.0.contains("salary")),
            "{session:?}"
        );
    }
}

#[test]
fn what_was_hidden_and_cannot_be_read_is_said() {
    for odd in ["file", "link"] {
        let ground = Ground::new();
        let hidden = ground.team().join("hidden");
        fs::create_dir_all(ground.team()).unwrap();
        match odd {
            "file" => fs::write(&hidden, "x").unwrap(),
            _ => std::os::unix::fs::symlink("nowhere", &hidden).unwrap(),
        }
        let ran = ground.within(&["questions", "--level", "light"], []);
        assert_eq!(ran.code, Some(0));
        assert!(ran.err.contains("hidden"), "{odd}: {}", ran.err);
    }
}

#[test]
fn an_import_takes_the_place_of_no_bank_and_is_whole_or_not_at_all() {
    let ground = Ground::new();
    let import = |name: &str, text: &str| {
        let path = ground.top.join(name);
        fs::write(&path, text).unwrap();
        ground.within(&["questions", "import", path.to_str().unwrap()], [])
    };
    let ran = import("core.txt", "What is near to you at the window?\n");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("--bank"), "{}", ran.err);
    let ran = import(
        "ours.csv",
        "text,level\n\"What is near?,1\nWhat is far?,2\n",
    );
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.err.contains("line 2"), "{}", ran.err);
    assert!(!ground.team().join("prompts").exists());
}

/// Three evenings of twelve as a table: the levels of both hands, and what came again.
#[test]
fn three_breakouts_with_swaps_deal_stairs_and_nothing_twice() {
    let ground = Ground::new();
    let mut table = String::new();
    let mut seen = HashSet::new();
    for day in 0..3 {
        hold(&ground, day, TWELVE);
        let session = dealt(&ground).pop().unwrap();
        let again = session.iter().filter(|it| !seen.insert(it.0.clone()));
        let again = again.count();
        let mut levels: Vec<u8> = session.iter().map(|it| it.1).collect();
        levels.sort_unstable();
        table += &format!("evening {}: {levels:?}, {again} again\n", day + 1);
        if day == 0 {
            hidden::add(&RealDisk, &ground.team(), &session[0].0).unwrap();
        }
    }
    insta::assert_snapshot!(table, @r"
    evening 1: [1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3], 0 again
    evening 2: [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], 0 again
    evening 3: [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3], 0 again
    ");
}

/// Answers `questions new` line by line; what it said, and the bank it wrote.
fn write_new(lines: &[&str]) -> (Option<i32>, String, Option<String>) {
    let ground = Ground::new();
    let lines = lines.iter().map(|it| it.to_string());
    let ran = ground.within(&["questions", "new"], lines);
    let folder = ground.team().join("prompts/questions");
    let file = fs::read_dir(folder).ok().and_then(|mut it| it.next());
    let bank = file.map(|it| fs::read_to_string(it.unwrap().path()).unwrap());
    (ran.code, format!("{}{}", ran.out, ran.err), bank)
}

#[test]
fn whoever_writes_a_question_goes_back_by_one_or_leaves_at_any_point() {
    let asked = "What small sound near you do you like?";
    let (code, said, bank) = write_new(&[asked, "0", "0", "0", "0", "1", "now"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(bank.unwrap().contains("score = \"00001\""));

    // The second score is thought over, and so is the question itself.
    let back = [
        asked, "0", "2", "/back", "/back", "/back", "", "1", "1", "0", "0", "0", "now",
    ];
    let (code, said, bank) = write_new(&back);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&format!("So far: {asked}")), "{said}");
    let bank = bank.unwrap();
    assert!(
        bank.contains(asked) && bank.contains("score = \"11000\""),
        "{bank}"
    );

    // A deeper one had a follow-up, and is no deeper one any more.
    let lighter = [
        asked,
        "0",
        "1",
        "1",
        "1",
        "1",
        "now",
        "What is near?",
        "/back",
        "/back",
        "/back",
        "0",
        "now",
    ];
    let (code, said, bank) = write_new(&lighter);
    assert_eq!(code, Some(0), "{said}");
    let bank = bank.unwrap();
    assert!(
        bank.contains("score = \"01110\"") && !bank.contains("lighter"),
        "{bank}"
    );

    for before in [&[][..], &[asked], &[asked, "0", "0"]] {
        let (code, said, bank) = write_new(&[before, &["/stop"]].concat());
        assert_eq!((code, bank), (Some(130), None), "{said}");
        assert!(said.contains("Nothing is written."), "{said}");
    }
}

#[test]
fn the_short_opening_is_for_people_who_know_it_and_not_for_strangers() {
    const SHORT: &str = "Ten minutes, one question that you choose, as deep as you like.";
    let ground = Ground::new();
    let ours = "Ana,Ben,Chi,Dev,Eli,Finn";
    for name in ours.split(',') {
        let id = format!("{}234", &name.to_lowercase()[..3]);
        let text = format!("format = \"firelight.person/1\"\nid = \"{id}\"\nname = \"{name}\"\n");
        ground.team_file(format!("people/{id}.toml"), text);
    }
    for week in 0..3 {
        assert!(!hold(&ground, 7 * week, ours).contains(SHORT));
    }
    assert!(hold(&ground, 21, ours).contains(SHORT));
    let strangers = hold(&ground, 28, "Uma,Vic,Wes,Xia,Yan,Zoe");
    assert!(!strangers.contains(SHORT), "{strangers}");
}

#[test]
fn why_goes_as_deep_as_a_deal() {
    let bank = Library::new(&RealDisk, None, &[]).bank("core").unwrap();
    let mut items = bank.items.iter();
    let id = &(items.find(|it| it.level == Level::Tender && it.flags.is_empty() && it.deal))
        .unwrap()
        .id;
    let ground = Ground::new();
    let why = || ground.within(&["questions", "why", id], []).out;
    assert!(why().contains("It may be dealt"), "{}", why());
    ground.team_file("firelight.toml", "contexts = [\"layoffs\"]\n");
    assert!(why().contains("deeper than personal"), "{}", why());
}
