//! A distinct word is typed into every field of a story, it is left in every way there is, and
//! every byte that was left behind is searched: the words are in one file, and nowhere else.

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;

use firelight::story::store;
use firelight::ui::{Choice, Error, Page, Question, Reply, Stage, Ui};
use rustix::io::Errno;
use rustix::process::Signal;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::full_disk::FullDisk;
use crate::leak_rig::{Ground, NOW, Ran, Talk, has, run};
use crate::story::{MOMENTS, SECRETS, script, story};

/// Words that only the editor's tests type.
const EDITED: &str = "qxedited";

/// Holds true at any time: the words are in the story, and what goes to stderr has none.
pub fn only_in_the_story(ground: &Ground, ran: Option<&Ran>, also: &[PathBuf], when: &str) {
    let story = store::path(&ground.private());
    for word in SECRETS.iter().chain([&EDITED]) {
        for path in ground.holding(word) {
            assert!(
                path == story || also.contains(&path),
                "{when}: {word} in {}",
                path.display()
            );
        }
        if let Some(ran) = ran {
            assert!(
                !has(ran.err.as_bytes(), word),
                "{when}: {word}: {}",
                ran.err
            );
        }
    }
    for it in ground.everything() {
        if it.path.starts_with(ground.private()) {
            let wanted = if it.path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(it.mode, wanted, "{when}: {}", it.path.display());
        }
    }
    for folder in ["tmp", "cwd", "home", "team"] {
        let n = fs::read_dir(ground.top.join(folder)).unwrap().count();
        assert_eq!(n, 0, "{when}: {folder}");
    }
}

#[test]
fn ended_input_and_stops_at_every_prompt() {
    let script = script();
    let mut runs = 0;
    for stop in [None, Some("/stop"), Some("q")] {
        for n in 0..=script.len() {
            let ground = Ground::in_memory();
            let mut lines = script[..n].to_vec();
            lines.extend(stop.map(str::to_string));
            let ran = ground.within(&["story", "prep"], lines);
            let when = format!("{stop:?} after {n} lines");
            assert!(matches!(ran.code, Some(0 | 1 | 130)), "{when}: {ran:?}");
            only_in_the_story(&ground, Some(&ran), &[], &when);
            // Each line that was finished is there.
            let typed = n.saturating_sub(2).min(MOMENTS.len());
            let kept = match store::path(&ground.private()).exists() {
                true => story(&ground).moments.len(),
                false => 0,
            };
            assert!(kept >= typed, "{when}: {kept} of {typed}");
            runs += 1;
        }
    }
    assert!(runs >= 180, "{runs}");
}

/// Breaks at the n-th thing it is asked to show.
struct Breaking<U>(U, Rc<Cell<usize>>);

impl<U> Breaking<U> {
    fn meet(&self) {
        match self.1.get().checked_sub(1) {
            Some(left) => self.1.set(left),
            None => std::panic::resume_unwind(Box::new("broken")),
        }
    }
}

impl<U: Ui> Ui for Breaking<U> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        self.meet();
        self.0.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.0.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.meet();
        self.0.ask(question)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.meet();
        self.0.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.meet();
        self.0.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.0.tell(line)
    }
}

#[test]
fn a_fault_of_its_own_at_every_screen() {
    for n in 0.. {
        let ground = Ground::in_memory();
        let left = Rc::new(Cell::new(n));
        let ended = catch_unwind(AssertUnwindSafe(|| {
            ground.within_wrapped(&["story", "prep"], script(), |plain| {
                Box::new(Breaking(plain, Rc::clone(&left)))
            })
        }));
        only_in_the_story(&ground, None, &[], &format!("broken at screen {n}"));
        // The lock went with it.
        let again = ground.within(&["story", "rehearse"], ["q".to_string()]);
        assert!(!again.err.contains("another window"), "{again:?}");
        if ended.is_ok() {
            assert!(n > 50, "{n} screens");
            return;
        }
    }
}

#[test]
fn a_disk_that_fills_up_or_fails_at_any_moment() {
    for room in 0..40 {
        let ground = Ground::in_memory();
        let disk = FullDisk(Rc::new(Cell::new(room)));
        let ran = ground.within_on(&disk, &["story", "prep"], script(), |it| Box::new(it));
        let when = format!("room for {room}");
        assert!(matches!(ran.code, Some(0 | 1)), "{when}: {ran:?}");
        only_in_the_story(&ground, Some(&ran), &[], &when);
    }
    for at in (1..200).step_by(7) {
        let ground = Ground::in_memory();
        let disk = FaultyDisk::within(&ground.private(), at, Then::Errors(Errno::IO));
        let ran = ground.within_on(&disk, &["story", "prep"], script(), |it| Box::new(it));
        // A disk that does not even remove may leave the half that it took.
        let temp = ground.private().join("story.tmp");
        only_in_the_story(&ground, Some(&ran), &[temp], &format!("failing from {at}"));
    }
}

#[test]
fn a_signal_at_many_moments() {
    let signals = [
        (Signal::INT, Some(130)),
        (Signal::TERM, Some(143)),
        (Signal::HUP, Some(129)),
        (Signal::KILL, None),
    ];
    let script = script();
    // What is said last before these lines are over.
    let moments = [
        (2, "Then what?"),
        (5, "So far 3"),
        (12, "So far 10"),
        (20, "1 of 10"),
        (30, "In which order"),
        (39, "Is it a scar"),
        (45, "Which shape?"),
        (48, "Your last line?"),
        (52, "Bead 1"),
        (59, "falls away?"),
    ];
    for (signal, code) in signals {
        for (n, heard) in moments {
            let ground = Ground::new();
            let mut talk = Talk::begin(&mut ground.program(["--now", NOW, "story", "prep"]));
            talk.say(&(script[..n].join("\n") + "\n"));
            talk.hear(heard);
            talk.signal(signal);
            let ran = talk.ended();
            let when = format!("{signal:?} after {n} lines");
            assert_eq!(ran.code, code, "{when}: {ran:?}");
            // Killed in the middle of a line, half of it may lie beside the story until the next.
            let temp = ground.private().join("story.tmp");
            let also = if code.is_none() {
                vec![temp]
            } else {
                Vec::new()
            };
            only_in_the_story(&ground, Some(&ran), &also, &when);
        }
    }
}

#[test]
fn only_the_owner_can_open_it_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let ground = Ground::new();
        let mut command = Command::new("/bin/sh");
        ground.settle(&mut command);
        command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]);
        command.arg(env!("CARGO_BIN_EXE_firelight"));
        command.args(["--now", NOW, "story", "prep"]);
        let ran = run(command, &(script().join("\n") + "\n"));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        only_in_the_story(&ground, Some(&ran), &[], umask);
        assert_eq!(story(&ground).moments.len(), 10);
    }
}
