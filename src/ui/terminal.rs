//! The terminal port: one screen at a time, one key at a time.
//!
//! Only this room and those below it name dialoguer. It draws on standard error and reads
//! standard input; both must be terminals. It asks for the size whenever it draws, and has no
//! handler for resizing: interrupted prompts take any handled signal for Ctrl-C.

mod blocks;
mod digits;
mod draw;
mod prompts;
mod screen;

use std::time::{Duration, Instant};

use console::{Key, Term};

use super::raw::Guard;
pub use super::raw::{is_taken, restore_terminal};
use super::signals::Signals;
use super::timer::Timer;
use super::{Action, Choice, Error, LOOK, Question, Reply, Stage, Ui, Why, keys, text};
use crate::clock::Clock;
use blocks::Row;
use draw::{View, frame};
use screen::{Pressed, Screen};

/// The size, the clock and the signals are looked at this often.
const TICK: Duration = Duration::from_millis(250);
/// How long it says that a paste was dropped.
const PASTE_NOTE: Duration = Duration::from_secs(4);

/// The port. While it lives, the terminal is its own; dropped, it gives everything back.
pub struct Terminal<'a> {
    clock: &'a dyn Clock,
    screen: Screen,
    told: Vec<String>,
    _guard: Guard,
}

impl<'a> Terminal<'a> {
    /// Takes the terminal. `utf8` says whether it has more than ASCII, `colour` whether
    /// anything may look different from plain text.
    ///
    /// # Errors
    /// When standard input is no terminal, or the system refuses.
    pub fn open(clock: &'a dyn Clock, utf8: bool, colour: bool) -> Result<Self, Error> {
        let signals = Signals::install().map_err(Error::Screen)?;
        let guard = Guard::take().map_err(Error::Screen)?;
        Ok(Self {
            clock,
            screen: Screen::new(signals, utf8, colour),
            told: Vec::new(),
            _guard: guard,
        })
    }

    fn show_stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let mut timer = stage.clock.map(|it| Timer::start(self.clock, it));
        let told = std::mem::take(&mut self.told);
        let mut explains = false;
        let mut pasted: Option<Instant> = None;
        loop {
            if let Some(seconds) = timer.as_mut().and_then(Timer::slept) {
                return Ok(Reply::Aside(Action::Slept(seconds)));
            }
            let left = timer.as_ref().map(Timer::left);
            let mut notes = told.clone();
            if pasted.is_some_and(|it| it.elapsed() < PASTE_NOTE) {
                notes.push("Pasted text ignored.".to_owned());
            }
            let view = View {
                left,
                explains,
                notes,
            };
            let (n_rows, columns) = self.screen.size();
            self.screen.paint(frame(stage, n_rows, columns, &view))?;

            let moving = timer.as_ref().filter(|it| it.is_moving());
            let next_second = moving.map(|it| it.until(it.left().saturating_sub(1)));
            let key = match self.screen.key(next_second.unwrap_or(TICK).min(TICK))? {
                Pressed::Key(key) => key,
                Pressed::Paste => {
                    pasted = Some(Instant::now());
                    continue;
                }
                Pressed::Nothing => continue,
                Pressed::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            match key {
                Key::Enter | Key::Escape if explains => explains = false,
                Key::Enter => {
                    if let Some(timer) = &timer {
                        timer.run_out();
                    }
                    return Ok(Reply::Given(()));
                }
                Key::Char('?') => explains = !explains,
                Key::Char(key) => match keys::pressed(key) {
                    Some(action) if stage.offers(action) => return Ok(Reply::Aside(action)),
                    Some(Action::Leave) => return Ok(Reply::Stopped(Why::Person)),
                    Some(_) | None => {}
                },
                _ => {}
            }
        }
    }

    fn show_what_comes(
        &mut self,
        next: &mut dyn FnMut() -> Option<Stage>,
    ) -> Result<Reply<()>, Error> {
        let mut stage = Stage::default();
        let mut timer: Option<Timer<'_>> = None;
        loop {
            if let Some(new) = next() {
                timer = new.clock.map(|it| Timer::start(self.clock, it));
                stage = new;
            }
            let view = View {
                left: timer.as_ref().map(Timer::left),
                ..View::default()
            };
            let (n_rows, columns) = self.screen.size();
            self.screen.paint(frame(&stage, n_rows, columns, &view))?;
            match self.screen.key(LOOK)? {
                Pressed::Key(Key::Char('q' | 'Q')) => return Ok(Reply::Given(())),
                Pressed::Key(_) | Pressed::Paste | Pressed::Nothing => {}
                Pressed::Stopped(why) => return Ok(Reply::Stopped(why)),
            }
        }
    }

    fn show_page(&mut self, title: &str, lines: &[String]) -> Result<Reply<()>, Error> {
        let mut page_idx = 0;
        loop {
            let (n_rows, columns) = self.screen.size();
            let wrapped: Vec<_> = lines
                .iter()
                .flat_map(|it| text::wrap(it, columns))
                .collect();
            let n_body = n_rows.saturating_sub(4).max(1);
            let n_pages = wrapped.len().div_ceil(n_body).max(1);
            page_idx = page_idx.min(n_pages - 1);
            let place = if n_pages > 1 {
                format!("{} of {n_pages}", page_idx + 1)
            } else {
                String::new()
            };
            let body = wrapped.iter().skip(page_idx * n_body).take(n_body);
            let mut rows = vec![blocks::header(title, &place, columns), Row::default()];
            rows.extend(body.map(|it| Row::plain(it.clone())));
            rows.resize(n_rows.saturating_sub(1), Row::default());
            let others = [("b", "back"), ("q", "stop")];
            rows.push(blocks::key_line("go on", &others, columns));
            self.screen.paint(rows)?;
            match self.screen.key(TICK)? {
                Pressed::Key(Key::Enter) if page_idx + 1 < n_pages => page_idx += 1,
                Pressed::Key(Key::Enter | Key::Escape) => return Ok(Reply::Given(())),
                Pressed::Key(Key::Char('b' | 'B')) if page_idx > 0 => page_idx -= 1,
                Pressed::Key(Key::Char('b' | 'B')) => return Ok(Reply::Aside(Action::Back)),
                Pressed::Key(Key::Char('q' | 'Q')) => return Ok(Reply::Aside(Action::Leave)),
                Pressed::Key(_) | Pressed::Paste | Pressed::Nothing => {}
                Pressed::Stopped(why) => return Ok(Reply::Stopped(why)),
            }
        }
    }
}

impl Ui for Terminal<'_> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let reply = self.show_stage(stage);
        self.screen.or_stopped(reply)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        let reply = self.show_what_comes(next);
        self.screen.or_stopped(reply)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        let reply = self.ask_for_line(question);
        self.screen.or_stopped(reply)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        let reply = self.choose_by_key(choice);
        self.screen.or_stopped(reply)
    }

    fn page(&mut self, title: &str, lines: &[String]) -> Result<Reply<()>, Error> {
        let reply = self.show_page(title, lines);
        self.screen.or_stopped(reply)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.told.push(line.to_owned());
        Ok(())
    }
}

/// How many columns the screen has, if it is a terminal.
pub fn columns() -> Option<usize> {
    let (_, columns) = Term::stderr().size_checked()?;
    Some(usize::from(columns))
}
