//! The program itself, asked to stop at every prompt: it says how to go on, ends with the code
//! of the signal, and goes on at the same place.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::forks;
use crate::rig::{Rig, START};
use crate::whole_sessions::{only_the_log_is_left, same, undisturbed};

const LINE: &str = "run two-words --with Ana,Ben,Chi,Dev --mode room";
/// How each of its prompts ends; the port speaks only what is new.
const PROMPTS: [&str; 7] = [
    "?: keys.\n",
    "20 seconds.\n",
    "10 seconds.\n",
    "2 of 4. ",
    "3 of 4. ",
    "4 of 4. ",
    "after this.\n",
];

/// The program with a person at it who reads along.
struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<ChildStdout>,
}

fn command(rig: &Rig, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firelight"));
    command
        .env_clear()
        .current_dir(&rig.top)
        .args(["--plain", "--seed", "7", "--now", START])
        .arg("--home")
        .arg(rig.team())
        .arg("--private")
        .arg(rig.private())
        .args(line.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn start(command: &mut Command) -> Program {
    let mut child = forks::spawn(command);
    Program {
        input: child.stdin.take(),
        output: child.stdout.take(),
        child,
    }
}

impl Program {
    /// Reads until `text` was said; gives all of it.
    fn wait_for(&mut self, text: &str) -> String {
        let mut said = Vec::new();
        let mut byte = [0];
        while !said.ends_with(text.as_bytes()) {
            let n = self.output.as_mut().unwrap().read(&mut byte).unwrap();
            let so_far = String::from_utf8_lossy(&said);
            assert_eq!(n, 1, "it ended before {text:?}: {so_far}");
            said.push(byte[0]);
        }
        String::from_utf8(said).unwrap()
    }

    fn enter(&mut self) {
        self.input.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    fn come_to(&mut self, prompt: usize) {
        for (idx, text) in PROMPTS[..=prompt].iter().enumerate() {
            if idx > 0 {
                self.enter();
            }
            self.wait_for(text);
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code and what it said on stderr.
    fn end(mut self) -> (Option<i32>, String) {
        let mut err = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut err).unwrap();
        let status = self.child.wait().unwrap();
        (status.code(), err)
    }
}

/// Goes on to the end, and looks at what is left.
fn resume(rig: &Rig, prompt: usize, when: &str) {
    let (whole, log) = undisturbed(LINE);
    let resumed = rig.run("run --resume");
    assert_eq!(resumed.code(), 0, "{when}: {}", resumed.err);
    let at = |idx: usize| resumed.stages.get(idx).map(|it| it.text.clone());
    assert_eq!(at(0), Some(whole[prompt].text.clone()), "{when}");
    assert_eq!(resumed.stages.len(), whole.len() - prompt, "{when}");
    let logs = rig.logs();
    assert_eq!(logs.len(), 1, "{when}");
    same(&logs[0], &log, prompt > 0, when);
    only_the_log_is_left(rig, &log.id, when);
}

#[test]
fn each_signal_at_each_prompt_ends_with_its_code_and_a_session_that_goes_on() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        for prompt in 0..PROMPTS.len() {
            let when = format!("{signal:?} at prompt {prompt}");
            let rig = Rig::new();
            let mut program = start(&mut command(&rig, LINE));
            program.come_to(prompt);
            program.signal(signal);
            let (ended, err) = program.end();
            assert_eq!(ended, Some(code), "{when}: {err}");
            assert_eq!(err, "Saved. To go on: firelight run --resume\n", "{when}");
            resume(&rig, prompt, &when);
        }
    }
}

#[test]
fn an_input_that_closes_at_each_prompt_ends_with_1_and_a_session_that_goes_on() {
    for prompt in 0..PROMPTS.len() {
        let when = format!("the input closes at prompt {prompt}");
        let rig = Rig::new();
        let mut program = start(&mut command(&rig, LINE));
        program.come_to(prompt);
        program.input = None;
        let (ended, err) = program.end();
        assert_eq!(ended, Some(1), "{when}: {err}");
        assert_eq!(err, "Saved. To go on: firelight run --resume\n", "{when}");
        resume(&rig, prompt, &when);
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly_and_the_session_goes_on() {
    for prompt in 0..PROMPTS.len() - 1 {
        let when = format!("the reader goes at prompt {prompt}");
        let rig = Rig::new();
        let mut program = start(&mut command(&rig, LINE));
        program.come_to(prompt);
        let no_forks = forks::none();
        program.output = None;
        program.enter();
        let (ended, err) = program.end();
        drop(no_forks);
        assert_eq!((ended, err.as_str()), (Some(0), ""), "{when}");
        // What was answered is over, though nobody read what came next.
        resume(&rig, prompt + 1, &when);
    }
}

#[test]
fn a_full_output_is_an_error_and_the_session_goes_on() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let rig = Rig::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let program = start(command(&rig, LINE).stdout(full));
    let (ended, err) = program.end();
    assert_eq!(ended, Some(1), "{err}");
    assert!(err.contains("No space left on device"), "{err}");
    resume(&rig, 0, "a full output");
}
