//! The screen and the keys: paints rows, reads one key at a time, drops pastes.

use std::fmt::Write;
use std::io;
use std::time::Duration;

use console::{Key, Term};
use rustix::stdio::stdin;

use super::blocks::Row;
use crate::ui::lines::{Poll, poll};
use crate::ui::signals::Signals;
use crate::ui::{Error, Reply, Why, marks, raw, text};

/// A paste has ended when nothing more comes for so long.
const QUIET: Duration = Duration::from_millis(20);
/// More than this is not kept of a paste.
const LONGEST_PASTE: usize = 1 << 20;

/// What a wait for a key came to.
pub(super) enum Pressed {
    Key(Key),
    /// Several at once, all dropped.
    Paste,
    Nothing,
    Stopped(Why),
}

/// Standard error as a screen, standard input as keys.
pub(super) struct Screen {
    pub(super) term: Term,
    signals: Signals,
    utf8: bool,
    colour: bool,
    painted: Option<((usize, usize), Vec<Row>)>,
}

impl Screen {
    pub(super) fn new(signals: Signals, utf8: bool, colour: bool) -> Self {
        Self {
            term: Term::stderr(),
            signals,
            utf8,
            colour,
            painted: None,
        }
    }

    /// Rows and columns, as they are just now.
    pub(super) fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.term.size();
        (usize::from(rows), usize::from(columns))
    }

    /// Paints a whole screen in one write, unless it is there already. Lines do not wrap
    /// meanwhile, so that a terminal with other widths cannot push the rows apart; only those that
    /// go on in the next row do, so that copied they are one.
    pub(super) fn paint(&mut self, rows: Vec<Row>) -> Result<(), Error> {
        let size = self.size();
        if self.painted.as_ref() == Some(&(size, rows.clone())) {
            return Ok(());
        }
        let mut out = String::from("\x1b[?25l\x1b[?7l");
        let mut goes_on = false;
        for (idx, row) in rows.iter().enumerate() {
            if std::mem::replace(&mut goes_on, row.goes_on) {
                // The terminal itself goes to this row, which was cleared before.
                out += &self.drawable(&row.text);
                if !goes_on {
                    out += "\x1b[?7l";
                }
                continue;
            }
            let _ = write!(out, "\x1b[{};1H\x1b[2K", idx + 1);
            if goes_on {
                let more = rows[idx..].iter().take_while(|it| it.goes_on).count();
                for more in 1..=more {
                    let _ = write!(out, "\x1b[{};1H\x1b[2K", idx + 1 + more);
                }
                let _ = write!(out, "\x1b[{};1H\x1b[?7h", idx + 1);
            }
            if row.is_bold && self.colour {
                out += "\x1b[1m";
                out += &self.drawable(&row.text);
                out += "\x1b[0m";
            } else {
                out += &self.drawable(&row.text);
            }
        }
        out += "\x1b[?7h";
        self.painted = Some((size, rows));
        self.term.write_str(&out).map_err(Error::Screen)
    }

    /// Columns of the lines above a prompt.
    fn inner(&self) -> usize {
        self.size().1.saturating_sub(2).min(76)
    }

    /// How many rows these lines take above a prompt.
    pub(super) fn n_rows_of(&self, lines: &[String]) -> usize {
        let rows = lines.iter().map(|it| text::wrap(it, self.inner()).len());
        rows.sum()
    }

    /// Clears the screen for a prompt: lines from the top, then the cursor.
    pub(super) fn clear_for_prompt(&mut self, lines: &[String]) -> Result<(), Error> {
        self.painted = None;
        let mut out = String::from("\x1b[H\x1b[2J");
        for line in lines.iter().flat_map(|it| text::wrap(it, self.inner())) {
            out += &format!(" {}\n", self.drawable(&line));
        }
        out += "\n\x1b[?25h";
        self.term.write_str(&out).map_err(Error::Screen)
    }

    /// Waits for one key.
    pub(super) fn key(&mut self, wait: Duration) -> Result<Pressed, Error> {
        if raw::take_again() {
            self.painted = None;
            return Ok(Pressed::Nothing);
        }
        let ready = poll(&stdin(), wait);
        if let Some(why) = self.signals.stopped() {
            return Ok(Pressed::Stopped(why));
        }
        match ready {
            Poll::Nothing => return Ok(Pressed::Nothing),
            Poll::HungUp => return Ok(Pressed::Stopped(Why::HungUp)),
            Poll::Ready => {}
        }
        let key = match self.term.read_key() {
            Ok(key) => key,
            Err(error) => return self.why(error).map(Pressed::Stopped),
        };
        if poll(&stdin(), Duration::ZERO) != Poll::Ready {
            return Ok(Pressed::Key(key));
        }
        self.drain();
        if let Some(why) = self.signals.stopped() {
            return Ok(Pressed::Stopped(why));
        }
        Ok(match key {
            // A key with a long sequence, not a paste.
            Key::Escape | Key::UnknownEscSeq(_) => Pressed::Nothing,
            _ => Pressed::Paste,
        })
    }

    /// Why to stop, once somebody or something asked for it.
    pub(super) fn stopped(&self) -> Option<Why> {
        self.signals.stopped()
    }

    /// Takes away what waits, and gives as much of it as anybody may want.
    pub(super) fn drain(&self) -> String {
        // While a key is read the terminal makes no signal of Ctrl-C, and a paste can be that long.
        const CTRL_C: u8 = 3;
        let mut drained = Vec::new();
        let mut chunk = [0; 1 << 12];
        while self.signals.stopped().is_none() && poll(&stdin(), QUIET) == Poll::Ready {
            match rustix::io::read(stdin(), &mut chunk[..]) {
                Ok(0) | Err(_) => break,
                Ok(len) if chunk[..len].contains(&CTRL_C) => self.signals.interrupt(),
                Ok(len) if drained.len() < LONGEST_PASTE => {
                    drained.extend_from_slice(&chunk[..len]);
                }
                Ok(_) => {}
            }
        }
        String::from_utf8_lossy(&drained).into_owned()
    }

    /// Why reading failed, if that is because somebody or something stopped us.
    pub(super) fn why(&self, error: io::Error) -> Result<Why, Error> {
        if let Some(why) = self.signals.stopped() {
            return Ok(why);
        }
        match error.kind() {
            io::ErrorKind::Interrupted => Ok(Why::Person),
            io::ErrorKind::UnexpectedEof => Ok(Why::HungUp),
            _ if poll(&stdin(), Duration::ZERO) == Poll::HungUp => Ok(Why::HungUp),
            _ => Err(Error::Screen(error)),
        }
    }

    /// Reads an error as a stop where it is one.
    pub(super) fn or_stopped<T>(&self, reply: Result<Reply<T>, Error>) -> Result<Reply<T>, Error> {
        match reply {
            Err(Error::Screen(error)) => self.why(error).map(Reply::Stopped),
            other => other,
        }
    }

    /// Cleaned text in characters that the terminal has.
    fn drawable(&self, text: &str) -> String {
        if self.utf8 {
            return text.to_owned();
        }
        let mut drawable = String::new();
        for it in text.chars() {
            match (it, marks::ascii(it)) {
                (' '..='~', _) => drawable.push(it),
                (_, Some(it)) => drawable.push(it),
                _ => drawable += &"?".repeat(text::width(&it.to_string())),
            }
        }
        drawable
    }
}
