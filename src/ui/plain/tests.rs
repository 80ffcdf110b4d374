//! Whole dialogues through the plain port.

use chrono::TimeDelta;
use insta::assert_snapshot;

use super::*;
use crate::clock::VirtualClock;
use crate::ui::scripted::{Said, scripted};

fn noon() -> VirtualClock {
    VirtualClock::at("2026-11-30T12:00:00+01:00".parse().unwrap())
}

fn turn(place: &str, speaker: &str) -> Stage {
    let words = |it: &str| it.split(' ').map(str::to_owned).collect();
    Stage {
        title: "Two words".to_owned(),
        place: place.to_owned(),
        speaker: Some(speaker.to_owned()),
        text: "Two words for how you are right now.".to_owned(),
        grid: Some([
            words("curious awake"),
            words("tense torn"),
            words("calm steady"),
            words("tired flat"),
        ]),
        foot: "Pass is a full answer.".to_owned(),
        then: Some("Chi".to_owned()),
        clock: Some(Countdown {
            left: 120,
            of: 120,
            held: false,
            digits: true,
            landing: "please land",
            grace: 0,
            after: 0,
            until: "",
        }),
        enter: "next".to_owned(),
        keys: vec![
            (Action::Later, "later".to_owned()),
            (Action::Hold, "hold".to_owned()),
        ],
        ..Stage::default()
    }
}

#[test]
fn a_whole_dialogue() {
    let clock = noon();
    let (mut plain, said) = scripted(
        [
            "Ana, \u{1b}[2JBen",
            "",
            "w",
            "what?",
            "g",
            "later",
            "n",
            "x",
            "E",
        ],
        &clock,
    );
    let who = Question {
        text: "Who is here?".to_owned(),
        help: vec!["Names, or a number.".to_owned()],
        empty: "go without names".to_owned(),
        ..Question::default()
    };
    let names = plain.ask(&who).unwrap();
    assert_eq!(names, Reply::Given("Ana, \u{1b}[2JBen".to_owned()));
    let began = clock.now();
    assert_eq!(
        plain.stage(&turn("1 of 2", "Ana")).unwrap(),
        Reply::Given(())
    );
    assert_eq!(clock.now() - began, TimeDelta::seconds(120));
    let later = plain.stage(&turn("2 of 2", "\u{1b}Ben")).unwrap();
    assert_eq!(later, Reply::Aside(Action::Later));
    assert_eq!(
        plain.stage(&turn("2 of 2", "Ben")).unwrap(),
        Reply::Given(())
    );
    assert_eq!(clock.now() - began, TimeDelta::seconds(120));
    let choice = Choice {
        text: "Anybody on a screen?".to_owned(),
        help: Vec::new(),
        options: vec![('n', "nobody".to_owned()), ('e', "everybody".to_owned())],
        default: 0,
        ..Choice::default()
    };
    assert_eq!(plain.choose(&choice).unwrap(), Reply::Given(1));
    plain
        .page(&Page {
            title: "For the chat".to_owned(),
            lines: vec!["  Ana".to_owned(), String::new()],
            ..Page::default()
        })
        .unwrap();
    plain.tell("Saved.").unwrap();
    assert_eq!(plain.choose(&choice).unwrap(), Reply::Stopped(Why::Ended));
    assert_snapshot!(said.text(), @r#"
    Who is here?
    Names, or a number.
    (Enter: go without names)
    Two words.
    1 of 2. Ana.
    Two words for how you are right now.
    8 words to choose from: w.
    Pass is a full answer.
    2 minutes.
    Enter: next.
    ?: keys.
    Half time.
    30 seconds.
    2 of 2. ␛Ben.
    curious, awake.
    tense, torn.
    calm, steady.
    tired, flat.
    Enter goes on; ? shows the keys.
    Not here. ? shows the keys.
    2 of 2. Ben.
    Anybody on a screen?
    n: nobody
    e: everybody
    (Enter: nobody)
    That is none of n, e. Enter takes: nobody.
    everybody.
    For the chat
      Ana

    Saved.
    Anybody on a screen?
    n: nobody
    e: everybody
    (Enter: nobody)
    "#);
}

#[test]
fn keys_explain_and_options_are_numbered_and_said_once() {
    let clock = noon();
    let (mut plain, said) = scripted(["", "?", "q"], &clock);
    let mut hand = turn("", "");
    hand.speaker = None;
    hand.grid = None;
    hand.list = vec![("light".to_owned(), "Which sound?".to_owned())];
    hand.clock = None;
    plain.stage(&hand).unwrap();
    assert_eq!(plain.stage(&hand).unwrap(), Reply::Stopped(Why::Person));
    assert_snapshot!(said.text(), @r#"
    Two words.
    Two words for how you are right now.
    1. light: Which sound?
    Pass is a full answer.
    Enter: next.
    ?: keys.
    Two words for how you are right now.
    1. light: Which sound?
    Pass is a full answer.
    Then, if you like: Chi.
    Enter: next.
    l: later.
    h: hold.
    q: stop, saved.
    "#);
}

#[test]
fn clocks_speak_only_when_it_helps() {
    let of = |of, left| {
        let countdown = Countdown {
            left,
            of,
            held: false,
            digits: true,
            landing: "please land",
            grace: 0,
            after: 0,
            until: "",
        };
        news(countdown, &[])
            .iter()
            .map(|it| it.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(20, 20), [0]);
    assert_eq!(of(60, 60), [30, 0]);
    assert_eq!(of(120, 120), [60, 30, 0]);
    assert_eq!(of(120, 60), [30, 0]);
    assert_eq!(of(120, -4), [0; 0]);
    assert_eq!(duration(90), "1 minute 30 seconds.");
}

#[test]
fn a_reader_that_left_is_told_apart_from_a_broken_screen() {
    struct Gone(io::ErrorKind);

    impl Write for Gone {
        fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let clock = noon();
    let script = || crate::ui::scripted::Script::new([""]);
    let mut closed = Plain::new(script(), Gone(io::ErrorKind::BrokenPipe), &clock);
    assert!(matches!(closed.tell("Hello."), Err(Error::Closed)));
    let mut broken = Plain::new(script(), Gone(io::ErrorKind::StorageFull), &clock);
    assert!(matches!(broken.tell("Hello."), Err(Error::Screen(_))));
}

#[test]
fn a_paste_is_dropped_on_a_stage_and_one_answer_to_a_question() {
    struct Burst(Vec<&'static str>);

    impl Lines for Burst {
        fn line(&mut self, _wait: Option<Duration>) -> Line {
            match self.0.pop() {
                Some("|") | None => Line::End,
                Some(line) => Line::Text(line.to_owned()),
            }
        }

        fn pasted(&mut self) -> Option<String> {
            self.0.pop_if(|it| *it != "|").map(str::to_owned)
        }
    }

    let clock = noon();
    let said = Said::default();
    let lines = vec!["|", "", "Chi", "Ben", "Ana"];
    let mut plain = Plain::new(Burst(lines.clone()), said.clone(), &clock);
    let question = Question {
        lines: true,
        ..Question::default()
    };
    let names = plain.ask(&question).unwrap();
    assert_eq!(names, Reply::Given("Ana\nBen\nChi".to_owned()));
    let mut plain = Plain::new(Burst(lines), said.clone(), &clock);
    let reply = plain.stage(&turn("", "Ana")).unwrap();
    assert_eq!(reply, Reply::Stopped(Why::Ended));
    assert!(said.text().contains(PASTED));
    assert!(!said.text().contains("Ben"));
}

#[test]
fn whoever_watches_hears_each_stage_once_and_no_key() {
    let clock = noon();
    let (mut plain, said) = scripted(["", "anything", "", "", "q", ""], &clock);
    let seen = |place: &str, speaker: &str| Stage {
        enter: String::new(),
        keys: Vec::new(),
        ..turn(place, speaker)
    };
    let waits = Stage {
        text: "One moment, please.".to_owned(),
        ..Stage::default()
    };
    let mut coming = vec![
        Some(waits.clone()),
        None,
        Some(seen("1 of 2", "Ana")),
        Some(seen("2 of 2", "Ben")),
        Some(waits),
    ]
    .into_iter();
    let reply = plain.watch(&mut || coming.next().flatten()).unwrap();
    assert_eq!(reply, Reply::Given(()));
    assert_snapshot!(said.text(), @r#"
    One moment, please.
    Two words.
    1 of 2. Ana.
    Two words for how you are right now.
    8 words to choose from: w.
    Pass is a full answer.
    2 minutes.
    2 of 2. Ben.
    One moment, please.
    "#);
    assert!(coming.next().is_none(), "it left at q");
}

#[test]
fn notes_for_whoever_leads_are_said_when_they_are_new() {
    let clock = noon();
    let (mut plain, said) = scripted(["", "", "?"], &clock);
    let row = |heading: &str, words: &str| (heading.to_owned(), words.to_owned());
    let mut cue = Stage {
        text: "Say this.".to_owned(),
        enter: "next".to_owned(),
        rows: vec![row("note", "Slowly."), row("then", "Ben, Chi")],
        ..Stage::default()
    };
    plain.stage(&cue).unwrap();
    cue.rows[1] = row("then", "Chi");
    plain.stage(&cue).unwrap();
    cue.text = "Say that.".to_owned();
    assert_eq!(plain.stage(&cue).unwrap(), Reply::Stopped(Why::Ended));
    assert_snapshot!(said.text(), @r#"
    Say this.
    note: Slowly.
    then: Ben, Chi
    Enter: next.
    ?: keys.
    then: Chi
    Say that.
    note: Slowly.
    then: Chi
    Say that.
    note: Slowly.
    then: Chi
    Enter: next.
    q: stop, saved.
    "#);
}
