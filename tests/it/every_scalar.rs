//! All 1,112,064 Unicode scalars as names, as answers, as arguments and as what a stranger
//! wrote: none of them steers, hides or turns round anything, and none is lost in a file.

use std::ffi::OsString;
use std::path::Path;

use firelight::cli::{self, Asked};
use firelight::clock::{Clock as _, VirtualClock};
use firelight::disk::RealDisk;
use firelight::fault::{self, Faults, visible};
use firelight::journal::Journal;
use firelight::journal::shelf::running;
use firelight::keep::{self, Class, Place};
use firelight::logs::{self, Log};
use firelight::names::{self, Typed};
use firelight::session::event::{Event, Stamped};
use firelight::ui::scripted::scripted;
use firelight::ui::{Question, Reply, Stage, Ui as _, text};

use crate::leak_rig::{Ground, NOW, has, unsafe_in};
use crate::sample;

const SCALARS: usize = 1_112_064;

fn scalars() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// All scalars in pieces of `n`, each between letters, as in a word.
fn pieces(n: usize) -> Vec<String> {
    let all: Vec<char> = scalars().collect();
    assert_eq!(all.len(), SCALARS);
    let piece = |it: &[char]| format!("a{}z", it.iter().collect::<String>());
    all.chunks(n).map(piece).collect()
}

/// What separates names, or ends a line, is no part of one.
fn is_part_of_a_name(it: char) -> bool {
    !matches!(it, ',' | ';' | '/' | '&' | '+' | '\n' | '(' | ')')
}

fn clean(what: &str, shown: &str) {
    if let Some(it) = unsafe_in(shown) {
        panic!("U+{:04X} is shown by {what}", u32::from(it));
    }
}

#[test]
fn a_speaker_of_any_scalar_is_shown_and_nothing_else_happens() {
    let clock = VirtualClock::at(NOW.parse().unwrap());
    let names: Vec<String> = scalars().map(String::from).collect();
    let lines = std::iter::repeat_n("", names.len());
    let (mut plain, said) = scripted(lines, &clock);
    let mut stage = Stage {
        title: "Two words".to_string(),
        enter: "next".to_string(),
        ..Stage::default()
    };
    for (n, name) in names.iter().enumerate() {
        stage.speaker = Some(name.clone());
        // Now and then the whole of the port: who is next, notes, lists, a grid.
        if n % 64 == 0 {
            stage.then = Some(name.clone());
            stage.note = Some(name.clone());
            stage.text = name.clone();
            stage.foot = name.clone();
            stage.list = vec![(name.clone(), name.clone())];
        }
        assert_eq!(plain.stage(&stage).unwrap(), Reply::Given(()));
    }
    clean("a stage", &said.text());
    assert_eq!(clock.now(), NOW.parse::<firelight::clock::Stamp>().unwrap());
}

#[test]
fn any_scalar_in_any_text_stays_in_its_field() {
    for it in scalars() {
        let name = format!("A{it}b");
        for columns in [1, 5, 12] {
            let short = text::shorten(&name, columns);
            assert!(text::width(&short) <= columns, "U+{:04X}", u32::from(it));
        }
        let middle = text::centre(&name, 12);
        assert!(text::width(&middle) <= 12, "U+{:04X}", u32::from(it));
        assert_eq!(unsafe_in(&middle), None);
        let twice = visible(&visible(&name));
        assert_eq!(twice, visible(&name));
        assert_eq!(unsafe_in(&twice), None);
    }
    for piece in pieces(1000) {
        for line in text::wrap(&piece, 20) {
            assert!(text::width(&line) <= 20, "{line:?}");
            clean("wrapping", &line);
        }
    }
}

#[test]
fn any_answer_comes_in_whole_and_is_not_said_again() {
    let clock = VirtualClock::at(NOW.parse().unwrap());
    let typed: Vec<String> = pieces(1000).iter().map(|it| it.replace('\n', "")).collect();
    let (mut plain, said) = scripted(typed.clone(), &clock);
    let question = Question {
        text: "Who is here?".to_string(),
        ..Question::default()
    };
    for it in &typed {
        assert_eq!(plain.ask(&question).unwrap(), Reply::Given(it.clone()));
    }
    assert_eq!(said.text(), "Who is here?\n".repeat(typed.len()));
    // On a stage nothing typed is an answer, and nothing of it is repeated either.
    let (mut plain, said) = scripted(typed, &clock);
    let stopped = plain.stage(&Stage::default()).unwrap();
    assert_eq!(stopped, Reply::Stopped(firelight::ui::Why::Ended));
    let hint = said.text();
    let own = hint
        .lines()
        .all(|it| it.starts_with("Enter") || it == "?: keys.");
    assert!(own, "{:?}", hint.lines().next());
}

#[test]
fn names_of_all_scalars_are_read_kept_in_the_journal_and_gone_with_it() {
    let ground = Ground::new();
    let names: Vec<String> = pieces(1500)
        .iter()
        .map(|it| it.chars().filter(|it| is_part_of_a_name(*it)).collect())
        .collect();
    let typed = names.join(",");
    let Ok(Typed::Names(read)) = names::read(&typed) else {
        panic!("these are names");
    };
    assert!(read.iter().map(|it| &it.name).eq(&names));
    let begun = ["run", "two-words", "--new", "--mode", "room"];
    let lines = [
        typed,
        String::new(),
        "\r".to_string(),
        "?".to_string(),
        "q".to_string(),
        "s".to_string(),
    ];
    let ran = ground.within(&begun, lines);
    assert_eq!(ran.code, Some(130), "{}", ran.err);
    clean("a session", &ran.out);
    let [journal] = &running(&RealDisk, &ground.running()).found[..] else {
        panic!("one session waits");
    };
    let kept = journal
        .opening
        .people
        .iter()
        .map(|it| it.name.as_ref().unwrap().as_str());
    assert!(kept.eq(names.iter().map(String::as_str)));
    let raw = String::from_utf8(std::fs::read(&journal.path).unwrap()).unwrap();
    clean("a journal", &raw);
}

#[test]
fn kept_texts_of_all_scalars_come_back_from_journal_and_log() {
    let ground = Ground::new();
    let typed = pieces(2000);
    let kept = |place, it: &String| keep::text(Class::Kept, place, it).unwrap();
    let mut opening = sample::opening();
    opening.ritual.title = typed[0].clone();
    let mut journal = Journal::begin(&RealDisk, &ground.running(), &opening).unwrap();
    let events = typed.iter().map(|it| Stamped {
        at: sample::at(1),
        event: Event::Kept {
            form: "theme".to_string(),
            class: Class::Kept,
            text: kept(Place::Journal, it),
        },
    });
    let events: Vec<Stamped> = events.collect();
    for event in &events {
        journal.append(event).unwrap();
    }
    let raw = String::from_utf8(std::fs::read(journal.path()).unwrap()).unwrap();
    clean("a journal", &raw);
    let found = &running(&RealDisk, &ground.running()).found[0];
    assert!(found.opening == opening && found.events == events);

    let mut log = sample::log_of(&opening, &[]);
    log.kept = typed
        .iter()
        .map(|it| logs::Kept {
            form: "theme".to_string(),
            text: kept(Place::Log, it),
        })
        .collect();
    let bytes = String::from_utf8(log.bytes().unwrap()).unwrap();
    clean("a log", &bytes);
    assert!(serde_json::from_str::<Log>(&bytes).unwrap() == log);
    assert!(!bytes.contains('\r') && !bytes.contains('\t'));
}

#[test]
fn arguments_of_all_scalars_are_shown_back_without_harm() {
    for piece in pieces(2000).iter().map(|it| it.replace('\0', "")) {
        for arguments in [
            vec![piece.clone()],
            vec![format!("--{piece}")],
            vec!["run".to_string(), "--mode".to_string(), piece.clone()],
            vec!["log".to_string(), piece.clone()],
            vec!["--now".to_string(), piece.clone()],
        ] {
            let name = "firelight".to_string();
            let words = std::iter::once(name).chain(arguments).map(OsString::from);
            match cli::read(words, cli::WIDEST) {
                Asked::Misuse(text) => clean("a misuse", &text),
                Asked::Text(_) | Asked::Command(..) => panic!("that is misuse"),
            }
        }
    }
}

#[test]
fn faults_in_files_of_all_scalars_are_shown_without_harm() {
    for piece in pieces(2000) {
        let source = format!("title = \"{piece}\"\n");
        let mut faults = Faults::new(Path::new(&piece));
        faults.add("T001", 9..source.len() - 2, piece.clone(), piece.clone());
        let fault = faults.beside(None::<()>).faults.remove(0);
        clean("a fault", &fault::render(&fault, &source));
        let row = fault::row(&fault, &source);
        clean("a fault's row", &(row.path + &row.message));
    }
}

/// A line from a pipe that holds what is not even a scalar.
#[test]
fn bytes_that_are_no_text_are_read_as_marks() {
    let ground = Ground::new();
    let mut command = ground.program(["--now", NOW, "run", "two-words", "--mode", "room"]);
    let mut talk = crate::leak_rig::Talk::begin(&mut command);
    talk.say_bytes(b"A\xff\xc2na-Qxraw, \xed\xa0\x80Ben\n\n\xf5\x1b[2J\n\n\n\n\n");
    let ran = talk.end();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    clean("a session", &ran.out);
    assert!(has(ran.out.as_bytes(), "na-qxraw"), "{}", ran.out);
    assert!(!ran.out.contains("[2J"));
}
