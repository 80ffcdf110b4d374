//! A team's folder that a stranger filled: every command that only reads comes to its end,
//! says what is wrong without harm, and writes nothing.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use crate::leak_rig::{Ground, Ran, has, run, unsafe_in};

/// What a stranger would like to be shown: each would steer, hide or turn round something.
pub const NASTY: &str = "N\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{7f}\u{8}\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{2029}\u{e0041}\u{feff}\u{85}\r\u{0}Y";

const READING: &[&[&str]] = &[
    &[],
    &["rituals"],
    &["rituals", "--all"],
    &["rituals", "show", "two-words"],
    &["rituals", "show", "two"],
    &["rituals", "show", "headlinez"],
    &["rituals", "show", "nasty"],
    &["rituals", "show", "\u{1b}[2J\u{202e}"],
    &["check"],
    &["check", "../team"],
    &["check", "../team/prompts/rituals/two-words.toml"],
    &["check", "../team/\u{1b}[2J"],
    &["log"],
    &["log", "show"],
    &["log", "show", "N"],
    &["log", "show", "0193"],
    &["log", "show", "\u{1b}[2J"],
    &["log", "check"],
    &["stored"],
];

fn read_everything(ground: &Ground, what: &str) -> Vec<(String, Ran)> {
    read_with(ground, what, READING)
}

/// Runs commands that read, both ways, and gives what they said.
pub fn read_with(ground: &Ground, what: &str, commands: &[&[&str]]) -> Vec<(String, Ran)> {
    let mut said = Vec::new();
    let before = ground.everything();
    for command in commands {
        for json in [false, true] {
            let arguments = command.iter().chain(json.then_some(&"--json"));
            let ran = run(ground.program(arguments), "");
            let about = format!("{what}: {command:?}, json {json}");
            assert!(matches!(ran.code, Some(0..=2)), "{about}: {ran:?}");
            for text in [&ran.out, &ran.err] {
                assert_eq!(unsafe_in(text), None, "{about}: {text:?}");
                assert!(!has(text.as_bytes(), "os error"), "{about}: {text}");
                assert!(text.len() < 4 << 20, "{about}: {} bytes", text.len());
            }
            if json && !ran.out.is_empty() {
                let read = serde_json::from_str::<serde_json::Value>(&ran.out);
                assert!(read.is_ok(), "{about}: {}", ran.out);
            }
            if json && ran.code == Some(0) {
                assert!(!ran.out.is_empty(), "{about} answered nothing");
            }
            if ran.code != Some(0) {
                assert!(
                    !(ran.out.is_empty() && ran.err.is_empty()),
                    "{about} failed silently"
                );
            }
            said.push((about, ran));
        }
    }
    assert!(
        ground.everything() == before,
        "{what}: reading changed a folder"
    );
    said
}

/// Text for a TOML string.
pub fn toml(text: &str) -> String {
    let escaped = text.chars().map(|it| match it {
        'a'..='z' | 'A'..='Z' => it.to_string(),
        _ => format!("\\U{:08x}", u32::from(it)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Text for a JSON string.
fn quoted(text: &str) -> String {
    firelight::json::json_safe(&serde_json::to_string(text).unwrap())
}

#[test]
fn a_ritual_that_is_whole_and_says_what_a_stranger_likes() {
    let ground = Ground::new();
    let text = toml(NASTY);
    // Options are told apart, each in one line.
    let option = toml(&NASTY.replace('\r', ""));
    let step = |fields: &str| format!("[[step]]\ncue = {text}\n{fields}\n");
    let ritual = format!(
        "format = \"firelight.ritual/1\"\ntitle = {text}\nfamily = \"moments\"\npurpose = {text}\n\
         minutes = 9\npeople = {{ min = 2, best = [2, 8], max = 20 }}\nceiling = \"open\"\n\
         confidentiality = \"open\"\n{}{}{}{}{}{}{}{}\
         [variants.again]\nsay = {text}\nnote = {text}\nskip = [\"turns\"]\n[variants.n2]\nsay = {text}\nnote = {text}\n",
        step(&format!(
            "kind = \"say\"\nfor = \"5s\"\ntext = {text}\nstage = {text}"
        )),
        step(&format!(
            "kind = \"solo\"\ndo = {text}\nfor = \"20s\"\ntext = {text}"
        )),
        step("kind = \"deal\"\nbank = \"feelings\"\nshow = \"grid\""),
        step(&format!(
            "kind = \"turns\"\neach = \"10s\"\nresponse = \"silence\"\nstem = {text}"
        )),
        step(&format!(
            "kind = \"open\"\nfor = \"20s\"\ntext = {text}\nrescue = [{text}]"
        )),
        step(&format!(
            "kind = \"gather\"\nwhat = {text}\nfor = \"20s\"\nkeep = \"kept\""
        )),
        step(&format!(
            "kind = \"ask\"\nmode = \"pick\"\ntext = {text}\noptions = [{option}, \"b\"]"
        )),
        step(&format!("kind = \"say\"\nfor = \"5s\"\ntext = {text}")),
    );
    ground.team_file("prompts/rituals/nasty.toml", ritual);
    let team = format!("name = {text}\nexclude = [{text}]\ntz = {text}\n");
    ground.team_file("firelight.toml", team);
    let said = read_everything(&ground, "a nasty ritual");
    let shown = said
        .iter()
        .find(|it| it.0.contains("\"nasty\"") && it.0.ends_with("false"));
    let shown = &shown.unwrap().1;
    assert!(
        shown.out.contains("gather"),
        "it is held to be whole: {shown:?}"
    );

    for arguments in [
        &[
            "run", "nasty", "--at", "no-such", "--people", "3", "--mode", "room",
        ][..],
        &["run", "nasty", "--people", "30", "--mode", "room"],
        &["run", "--people", "3"],
        &["run"],
    ] {
        let input = "n\n\n?\nv\nw\n\n\n\n?\n\n\n\n\n\n\n\n\n\n\n\n";
        for input in [input, "", "\n3\n\u{1b}[2J\n"] {
            let ran = run(
                ground.program(["--now", crate::leak_rig::NOW].iter().chain(arguments)),
                input,
            );
            for text in [&ran.out, &ran.err] {
                assert_eq!(unsafe_in(text), None, "{arguments:?}: {text:?}");
            }
            assert!(matches!(ran.code, Some(0..=2)), "{arguments:?}: {ran:?}");
        }
    }
}

#[test]
fn ids_of_hostile_file_names() {
    let ground = Ground::new();
    let folder = ground.team().join("prompts/rituals");
    fs::create_dir_all(&folder).unwrap();
    let good = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/prompts/rituals/two-words.toml"
    ));
    let good = good.unwrap();
    let long = [&b"x".repeat(250)[..], b".toml"].concat();
    for name in [
        &b"two-\x1b[31m.toml"[..],
        b"two-\xff\xfe.toml",
        "headline\u{202e}z.toml".as_bytes(),
        "two\u{e0041}.toml".as_bytes(),
        b"-rf.toml",
        b"--json.toml",
        b"-.toml",
        b"line\nfeed.toml",
        b" .toml",
        b"..toml",
        b".toml",
        &long,
    ] {
        fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), &good).unwrap();
    }
    read_everything(&ground, "hostile file names");
    // An id that no log could be named after is none.
    for typed in ["-rf", "--json", "-"] {
        let ran = run(ground.program(["rituals", "show", "--", typed]), "");
        assert_eq!(ran.code, Some(1), "{typed}: {ran:?}");
        assert!(ran.err.contains("no id"), "{typed}: {ran:?}");
    }
}

#[test]
fn logs_that_a_stranger_wrote() {
    let ground = Ground::new();
    let log = |n: usize, times: &str, title: &str| {
        format!(
            "{{\"format\":\"firelight.session/1\",\"id\":{},\"ritual\":{{\"id\":\"two-words\",\"title\":{title},\"hash\":{title},\"family\":{title}}},{times},\
             \"zone\":{title},\"mode\":{title},\"ceiling\":{title},\"finished\":true,\
             \"steps\":[{{\"kind\":{title},\"planned_minutes\":1e308,\"actual_minutes\":-0.0,\"dealt\":[{{\"id\":{title},\"text\":{title},\"level\":255}}]}},{{\"kind\":{title},\"left_out\":{title}}}],\
             \"kept\":[{{\"form\":{title},\"text\":{title}}}],\"counts\":{{{title}:{{\"n\":1,\"mean\":1e-300}}}}}}",
            quoted(&format!("{NASTY}{n}")),
        )
    };
    let nasty = quoted(NASTY);
    for (n, times) in [
        "\"started\":\"2026-11-30T09:30:12+01:00\",\"ended\":\"2026-11-30T09:40:12+01:00\"",
        "\"started\":\"0000-01-01T00:00:00+23:59\",\"ended\":\"9999-12-31T23:59:60-23:59\"",
        "\"started\":\"+262142-12-31T23:59:59-23:59\"",
        "\"started\":\"-262143-01-01T00:00:00+23:59\",\"ended\":\"+262142-12-31T23:59:59-23:59\"",
        "\"started\":\"+999999-12-31T23:59:59Z\"",
    ]
    .into_iter()
    .enumerate()
    {
        ground.team_file(format!("sessions/2026/11/{n}.json"), log(n, times, &nasty));
    }
    let times = "\"started\":\"2026-11-30T09:30:12+01:00\"";
    let twin = log(0, times, &quoted("another"));
    ground.team_file("sessions/2026/11/0 (conflict \u{202e}).json", twin);
    ground.team_file("sessions/deep.json", "[".repeat(1 << 20));
    ground.team_file("sessions/\u{1b}[2J.json", "{\"format\":\"\\u001b[2J\"}");
    ground.team_file("sessions/list.json", "[1e999, {\"a\": \u{1b}}]");
    let deep = "d/".repeat(12);
    ground.team_file(format!("sessions/{deep}x.json"), "{}");
    let said = read_everything(&ground, "logs of a stranger");
    let listed = said
        .iter()
        .find(|it| it.0.ends_with("[\"log\"], json true"))
        .unwrap();
    let listed: serde_json::Value = serde_json::from_str(&listed.1.out).unwrap();
    assert!(listed.as_array().unwrap().len() >= 2, "{listed}");
}

/// Every fault shows its line, so a file of one endless line could keep a team waiting.
#[test]
fn a_thousand_faults_in_one_endless_line() {
    let ground = Ground::new();
    let keys: Vec<String> = (0..1000)
        .map(|n| format!("{}{n} = 1", "k".repeat(880)))
        .collect();
    let source = format!(
        "format = \"firelight.ritual/1\"\npeople = {{ {} }}\n",
        keys.join(", ")
    );
    assert!(source.len() < 1_000_000);
    ground.team_file("prompts/rituals/wide.toml", source);
    let began = std::time::Instant::now();
    let ran = run(ground.program(["check"]), "");
    let took = began.elapsed();
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("wide.toml:2:"), "{}", ran.out);
    assert!(took.as_secs() < 8, "it took {took:?}");
    assert!(ran.out.len() < 2 << 20, "{} bytes", ran.out.len());
}

/// Columns stay columns, whatever the titles are written in.
#[test]
fn a_list_of_logs_keeps_its_columns() {
    let ground = Ground::new();
    let titles = [
        "Two words",
        "日本語の朝",
        "Zoë\u{301}",
        "N\u{1b}[2J",
        "👩\u{200d}👩\u{200d}👧",
    ];
    for (n, title) in titles.iter().enumerate() {
        let log = format!(
            "{{\"format\":\"firelight.session/1\",\"id\":\"qxid{n}\",\"ritual\":{{\"id\":\"two-words\",\"title\":{}}},\"started\":\"2026-11-30T09:30:12+01:00\"}}",
            quoted(title)
        );
        ground.team_file(format!("sessions/{n}.json"), log);
    }
    let ran = run(ground.program(["log"]), "");
    let columns = ran.out.lines().map(|it| {
        let (before, _) = it.split_once("qxid").unwrap();
        firelight::ui::text::width(before)
    });
    let columns: Vec<usize> = columns.collect();
    assert_eq!(columns, [columns[0]; 5], "{}", ran.out);
}
