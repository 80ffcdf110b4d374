//! A distinct word is planted wherever people type, a session is ended in every way there is,
//! and every byte of every folder and of the output is searched: a word is found only where
//! its class allows it.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use firelight::ui::{Choice, Error, Page, Question, Reply, Stage, Ui};
use rustix::process::Signal;

use crate::canaries::{
    KEEP, KEPT, MIDDLE, NAMES, QUERIES, REST, SPOKEN, WHO, again, ground, held, is_kept_in,
    is_over, left, nothing_leaked, nowhere, waits,
};
use crate::leak_rig::{NOW, Talk, has, run};

#[test]
fn a_session_held_to_its_end() {
    let ground = ground();
    let ran = run(held(&ground), &format!("{WHO}{MIDDLE}{REST}{KEEP}\n"));
    left(&ran, 0);
    is_over(&ground, &ran);
    is_kept_in(&ground, "team/sessions");
    // The stage shows who speaks, as typed; nothing else shows names.
    for name in ["Kéa-Qxone", "Ben-Qxtwo", "Chi-Qxthree", "Uma-Qxjoin"] {
        assert!(ran.out.contains(name), "{name}: {}", ran.out);
    }
    for command in [
        &["log"][..],
        &["log", "show"],
        &["log", "check"],
        &["stored"],
        &[],
    ] {
        for json in [false, true] {
            let shown = run(
                ground.program(command.iter().chain(json.then_some(&"--json"))),
                "",
            );
            left(&shown, 0);
            for word in NAMES.iter().chain(&QUERIES).chain(&SPOKEN) {
                assert!(!has(shown.out.as_bytes(), word), "{command:?}: {word}");
            }
        }
    }
}

#[test]
fn the_answer_as_json_holds_what_the_log_holds() {
    let ground = ground();
    let mut command = held(&ground);
    command.arg("--json");
    let ran = run(command, &format!("{WHO}{MIDDLE}{REST}{KEEP}\n"));
    left(&ran, 0);
    for word in NAMES.iter().chain(&QUERIES).chain(&SPOKEN) {
        assert!(!has(ran.out.as_bytes(), word), "{word}: {}", ran.out);
    }
    let log: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["kept"][0]["text"], "We ask for help, says Qxkept.");
    for word in SPOKEN {
        assert!(!has(ran.err.as_bytes(), word), "{word}: {}", ran.err);
    }
}

#[test]
fn a_session_that_was_left_waits_in_the_own_folder_and_ends_later() {
    for (input, code) in [("q\ns\n", 130), ("q\n\n", 130), ("q\n", 1), ("", 1)] {
        let ground = ground();
        let ran = run(held(&ground), &format!("{WHO}{MIDDLE}{input}"));
        left(&ran, code);
        waits(&ground, &ran);
        // Offered without a name, ended here, closed.
        let ran = run(again(&ground), "e\n\n\n");
        left(&ran, 0);
        is_over(&ground, &ran);
        for word in NAMES {
            assert!(!has(ran.out.as_bytes(), word), "{word}: {}", ran.out);
        }
        nowhere(&ground, KEPT);
    }
}

#[test]
fn what_was_answered_before_a_session_began_is_gone() {
    let ground = ground();
    let answers = WHO.match_indices('\n').map(|it| &WHO[..=it.0]);
    // The last answer begins it.
    for answers in answers.take(3) {
        let ran = run(held(&ground), answers);
        left(&ran, 1);
        nothing_leaked(&ground, &ran);
        for word in NAMES {
            nowhere(&ground, word);
        }
    }
}

#[test]
fn a_session_that_is_ended_early_is_over_at_once() {
    let ground = ground();
    let ran = run(held(&ground), &format!("{WHO}{MIDDLE}q\ne\n\n"));
    left(&ran, 0);
    is_over(&ground, &ran);
    nowhere(&ground, KEPT);
}

#[test]
fn a_kept_line_waits_in_the_journal_until_the_log_has_it() {
    let ground = ground();
    let ran = run(held(&ground), &format!("{WHO}{MIDDLE}{REST}{KEEP}"));
    left(&ran, 1);
    waits(&ground, &ran);
    is_kept_in(&ground, "private/running");
    let ran = run(again(&ground), "y\n\n");
    left(&ran, 0);
    is_over(&ground, &ran);
    is_kept_in(&ground, "team/sessions");
}

#[test]
fn a_signal_leaves_what_leaving_leaves() {
    let signals = [
        (Signal::INT, Some(130)),
        (Signal::TERM, Some(143)),
        (Signal::HUP, Some(129)),
        (Signal::KILL, None),
    ];
    for (signal, code) in signals {
        let ground = ground();
        let mut talk = Talk::begin(&mut held(&ground));
        talk.say(&format!("{WHO}{MIDDLE}"));
        // The third turn: everything before it is written.
        talk.hear("2 of 4. Chi-Qxthree");
        talk.signal(signal);
        let ran = talk.ended();
        assert_eq!(ran.code, code, "{signal:?}: {ran:?}");
        waits(&ground, &ran);
        let ran = run(again(&ground), "e\n\n\n");
        left(&ran, 0);
        is_over(&ground, &ran);
    }
}

#[test]
fn a_log_that_has_to_wait_holds_no_name_either() {
    let ground = ground();
    ground.team_file("sessions", "no folder");
    let ran = run(held(&ground), &format!("{WHO}{MIDDLE}{REST}{KEEP}\n"));
    left(&ran, 0);
    assert!(ran.err.contains("waits"), "{ran:?}");
    is_over(&ground, &ran);
    is_kept_in(&ground, "private/unsent");
    fs::remove_file(ground.team().join("sessions")).unwrap();
    let ran = run(again(&ground), "");
    assert!(ran.out.contains("is in the team's folder now"), "{ran:?}");
    is_over(&ground, &ran);
    is_kept_in(&ground, "team/sessions");
}

#[test]
fn what_is_mistyped_is_shown_back_and_not_stored() {
    let ground = ground();
    for arguments in [
        &["qxquery"][..],
        &["run", "qxquery"],
        &["run", "page", "--with"],
        &["run", "page", "--with", "Ana", "--qxquery"],
        &["run", "page", "--with", "Ana", "--remote", "qxquery"],
        &["run", "page", "--with", "Qxquery (", "--new"],
        &["log", "show", "qxquery"],
        &["rituals", "show", "qxquery"],
        &["check", "qxquery"],
    ] {
        let ran = run(ground.program(arguments), "");
        assert!(matches!(ran.code, Some(1 | 2)), "{arguments:?}: {ran:?}");
        assert!(!has(ran.out.as_bytes(), "qxquery"), "{ran:?}");
        nowhere(&ground, "qxquery");
    }
}

#[test]
fn only_the_owner_can_open_the_own_folder_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let ground = ground();
        let mut command = Command::new("/bin/sh");
        ground.settle(&mut command);
        command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]);
        command.arg(env!("CARGO_BIN_EXE_firelight"));
        command.args(["--now", NOW, "run", "page", "--with"]);
        command.arg("Kéa-Qxone (qxlabel),Ben-Qxtwo,Chi-Qxthree,Uma-Qxjoin");
        command.args(["--mode", "room"]);
        let ran = run(command, "\nq\ns\n");
        left(&ran, 130);
        // Also checks the rights of everything in it.
        waits(&ground, &ran);
        let made = fs::read_dir(ground.running()).unwrap().count();
        assert_eq!(made, 1, "umask {umask}");
    }
}

/// Breaks when it is to show the second turn, with all names on the stage.
struct Breaking<U>(U);

impl<U: Ui> Ui for Breaking<U> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        assert!(!stage.place.starts_with('2'), "broken at {stage:?}");
        self.0.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.0.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.0.ask(question)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.0.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.0.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.0.tell(line)
    }
}

#[test]
fn a_fault_of_its_own_leaves_a_session_that_waits() {
    let ground = ground();
    let lines = format!("{WHO}{MIDDLE}");
    let broke = catch_unwind(AssertUnwindSafe(|| {
        ground.within_wrapped(
            &["run", "page"],
            lines.lines().map(str::to_string),
            |plain| Box::new(Breaking(plain)),
        )
    }));
    assert!(broke.is_err());
    let ran = run(again(&ground), "");
    assert!(ran.out.contains("was not finished"), "{ran:?}");
    nothing_leaked(&ground, &ran);
}

/// The words of a panic can hold anything, so `main` never asks for them.
#[test]
fn a_panic_is_told_by_its_place_alone() {
    let main = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/main.rs")).unwrap();
    let (_, hook) = main.split_once("set_hook").unwrap();
    assert_eq!(
        hook.matches("fault").count() - hook.matches("a fault of its own").count(),
        2
    );
    assert!(hook.contains("|fault|") && hook.contains("= fault\n            .location()"));
    assert!(!main.contains("payload"));
    assert!(main.find("mend_panics();") < main.find("cli::read("));
}

/// What is answered once the log is published: nothing, a line that is no answer and then the
/// end of the input, no, yes.
#[test]
fn names_come_into_the_roster_after_a_yes_and_by_nothing_else() {
    for (answer, is_yes) in [
        ("", false),
        ("\n", false),
        ("words\n", false),
        ("n\n", false),
        ("y\n", true),
    ] {
        let ground = ground();
        let ran = run(
            held(&ground),
            &format!("{WHO}{MIDDLE}{REST}{KEEP}\n{answer}"),
        );
        left(&ran, 0);
        assert!(
            ran.out.contains("so that groups can differ next time?"),
            "{ran:?}"
        );
        assert!(ran.out.ends_with("firelight log show\n"), "{ran:?}");
        is_kept_in(&ground, "team/sessions");
        if !is_yes {
            is_over(&ground, &ran);
            assert!(!ground.team().join("people").exists());
            continue;
        }
        let people = ground.team().join("people");
        for word in ["qxone", "qxtwo", "qxthree", "qxjoin"] {
            let [path] = &ground.holding(word)[..] else {
                panic!("{word}: {:?}", ground.holding(word));
            };
            assert!(path.starts_with(&people), "{}", path.display());
        }
        // The yes was to names, and to nothing that stood in brackets behind them.
        nowhere(&ground, "qxlabel");
        for word in QUERIES.iter().chain(&SPOKEN) {
            nowhere(&ground, word);
        }
        assert_eq!(fs::read_dir(&people).unwrap().count(), 4);
        assert_eq!(fs::read_dir(ground.running()).unwrap().count(), 0);
    }
}
