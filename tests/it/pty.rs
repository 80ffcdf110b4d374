//! A program in a terminal of its own: what is on the screen, keys, sizes, settings left behind.
//!
//! It waits by reading, never by sleeping.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::termios::LocalModes;

use crate::forks;

/// Long, because it passes only when something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program, its terminal, and the screen as a person sees it.
pub struct Pty {
    pub parser: vt100::Parser,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    // Dropping the writer would type a newline and the end of input.
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
}

impl Pty {
    /// Starts a program in `rows` × `columns` with only this environment and this home.
    pub fn spawn(
        command: &[&str],
        env: &[(&str, &str)],
        home: &Path,
        (rows, columns): (u16, u16),
    ) -> Self {
        let pair = native_pty_system().openpty(size(rows, columns)).unwrap();
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        builder.env_clear();
        builder.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        builder.env("TERM", "xterm-256color");
        builder.env("HOME", home);
        builder.cwd(home);
        for (name, value) in env {
            builder.env(name, value);
        }
        let child = {
            let _alone = forks::alone();
            pair.slave.spawn_command(builder).unwrap()
        };
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(len @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..len].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            output,
        }
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Reads until the screen is as it should be.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_there: impl Fn(&vt100::Screen) -> bool) {
        let began = Instant::now();
        while !is_there(self.parser.screen()) {
            let rest = PATIENCE.saturating_sub(began.elapsed());
            match self.output.recv_timeout(rest) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(_) => panic!("waited for {what} and saw:\n{}", self.screen()),
            }
        }
    }

    /// Reads until the screen contains a text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("{text:?}"), |it| it.contents().contains(text));
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Makes the window another size. What was on it is gone, as on the strictest terminals.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.master.resize(size(rows, columns)).unwrap();
        self.parser = vt100::Parser::new(cells(rows), cells(columns), 0);
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let mut kill = std::process::Command::new("kill");
        let ended = forks::spawn(kill.args(["-s", name, &pid])).wait();
        assert!(ended.unwrap().success());
    }

    /// Reads to the end and gives the exit code.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        let began = Instant::now();
        loop {
            let rest = PATIENCE.saturating_sub(began.elapsed());
            match self.output.recv_timeout(rest) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(_) if rest.is_zero() => panic!("it never ended:\n{}", self.screen()),
                Err(_) => break,
            }
        }
        while self.is_running() && began.elapsed() < PATIENCE {
            thread::yield_now();
        }
        let status = self.child.try_wait().unwrap();
        status
            .expect("it closed its terminal and went on")
            .exit_code()
    }

    /// Whether the terminal echoes and gives whole lines, as a shell expects it.
    pub fn is_sane(&self) -> bool {
        let termios = self.master.get_termios().unwrap();
        let modes = LocalModes::from_bits_retain(termios.local_flags.bits());
        modes.contains(LocalModes::ECHO | LocalModes::ICANON)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

#[test]
fn drives_a_shell() {
    let home = tempfile::tempdir().unwrap();
    let script = r#"stty size; stty -echo; printf 'name? '; read name
        stty echo; printf '\033[2J\033[H%s of %s' "$name" "$TEAM"; exit 7"#;
    let env = [("TEAM", "Lanterns")];
    let mut pty = Pty::spawn(&["sh", "-c", script], &env, home.path(), (12, 40));
    pty.wait_for("12 40");
    pty.wait_for("name?");
    assert!(!pty.is_sane());
    pty.send("Ana\n");
    pty.wait_for("Ana of Lanterns");
    assert!(!pty.screen().contains("name?"));
    assert_eq!(pty.exit_code(), 7);
    assert!(pty.is_sane());
}
