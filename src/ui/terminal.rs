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
use super::{Action, Choice, Error, LOOK, Page, Question, Reply, Stage, Ui, Why, keys};
use crate::clock::Clock;
use blocks::Row;
use draw::{View, frame};
use screen::{Pressed, Screen};

/// The size, the clock and the signals are looked at this often.
const TICK: Duration = Duration::from_millis(250);
/// How long it says that a paste was dropped, or a key does nothing.
const NOTE: Duration = Duration::from_secs(4);
/// How long each page of a list stays on a stage, when it does not fit whole.
const PAGE: Duration = Duration::from_secs(8);

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
        let mut said: Option<(Instant, &str)> = None;
        let mut pages = Pages::of(stage);
        loop {
            if let Some(seconds) = timer.as_mut().and_then(Timer::slept) {
                return Ok(Reply::Aside(Action::Slept(seconds)));
            }
            let left = timer.as_ref().map(Timer::left);
            let mut notes = told.clone();
            if let Some((_, words)) = said.filter(|it| it.0.elapsed() < NOTE) {
                notes.push(words.to_owned());
            }
            let view = View {
                left,
                explains,
                notes,
                page: pages.page(),
                by_hand: pages.by_hand,
                ..View::default()
            };
            let (n_rows, columns) = self.screen.size();
            self.screen.paint(frame(stage, n_rows, columns, &view))?;

            let moving = timer.as_ref().filter(|it| it.is_moving());
            let next_second = moving.map(|it| it.until(it.left().saturating_sub(1)));
            let key = match self.screen.key(next_second.unwrap_or(TICK).min(TICK))? {
                Pressed::Key(key) => key,
                Pressed::Paste => {
                    said = Some((Instant::now(), "Pasted text ignored."));
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
                    Some(Action::Less) if stage.offers(Action::More) => {
                        said = Some((Instant::now(), "It cannot be shorter than this."));
                    }
                    Some(_) => said = Some((Instant::now(), "Not here. ? shows all keys.")),
                    None => {}
                },
                key => pages.turn(&key),
            }
        }
    }

    fn show_what_comes(
        &mut self,
        next: &mut dyn FnMut() -> Option<Stage>,
    ) -> Result<Reply<()>, Error> {
        let mut stage = Stage::default();
        let mut timer: Option<Timer<'_>> = None;
        let mut pages = Pages::of(&stage);
        loop {
            if let Some(new) = next() {
                timer = new.clock.map(|it| Timer::start(self.clock, it));
                stage = new;
                pages = Pages::of(&stage);
            }
            let view = View {
                left: timer.as_ref().map(Timer::left),
                page: pages.page(),
                ..View::default()
            };
            let (n_rows, columns) = self.screen.size();
            self.screen.paint(frame(&stage, n_rows, columns, &view))?;
            match self.screen.key(LOOK)? {
                Pressed::Key(Key::Char('q' | 'Q')) => return Ok(Reply::Given(())),
                Pressed::Key(key) => pages.turn(&key),
                Pressed::Paste | Pressed::Nothing => {}
                Pressed::Stopped(why) => return Ok(Reply::Stopped(why)),
            }
        }
    }

    fn show_page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        let mut page_idx = 0;
        let mut explains = false;
        loop {
            let (n_rows, columns) = self.screen.size();
            let hint = if explains {
                blocks::tight(
                    "Enter or Esc: on. b: back. q: stop, saved. ?: this.",
                    columns,
                )
            } else if n_rows > 8 {
                blocks::tight(&page.hint, columns)
            } else {
                Vec::new()
            };
            // Head, an empty row, the hint and the keys.
            let n_body = n_rows.saturating_sub(3 + hint.len()).max(1);
            let pages = blocks::paragraphs(&page.lines, n_body, columns);
            page_idx = page_idx.min(pages.len() - 1);
            let place = if pages.len() > 1 {
                format!("{} of {}", page_idx + 1, pages.len())
            } else {
                String::new()
            };
            let mut rows = vec![blocks::header(&page.title, &place, columns), Row::default()];
            rows.extend_from_slice(&pages[page_idx]);
            rows.resize(n_rows.saturating_sub(1 + hint.len()), Row::default());
            rows.extend(hint);
            let is_last = page_idx + 1 == pages.len();
            let others = [("b", "back"), ("q", "stop")];
            let enter = if is_last { "go on" } else { "next page" };
            rows.push(blocks::key_line(enter, &others, columns));
            self.screen.paint(rows)?;
            match self.screen.key(TICK)? {
                Pressed::Key(Key::Char('?')) => explains = !explains,
                Pressed::Key(Key::Enter) if !is_last => page_idx += 1,
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

/// Which page of a list is shown where it does not fit whole. On a stage pages turn by themselves;
/// notes for whoever leads wait for a key.
struct Pages {
    since: Instant,
    turned: i64,
    by_hand: bool,
}

impl Pages {
    fn of(stage: &Stage) -> Self {
        Self {
            since: Instant::now(),
            turned: 0,
            by_hand: stage.times.is_some() || !stage.rows.is_empty(),
        }
    }

    fn page(&self) -> i64 {
        let by_itself = self.since.elapsed().as_secs() / PAGE.as_secs();
        let by_itself = if self.by_hand { 0 } else { by_itself };
        self.turned + i64::try_from(by_itself).unwrap_or(0)
    }

    /// A page that was turned by hand stays for its whole time.
    fn turn(&mut self, key: &Key) {
        let by = match key {
            Key::ArrowDown | Key::ArrowRight | Key::PageDown => 1,
            Key::ArrowUp | Key::ArrowLeft | Key::PageUp => -1,
            _ => return,
        };
        self.turned = self.page() + by;
        self.since = Instant::now();
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

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        let reply = self.show_page(page);
        self.screen.or_stopped(reply)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.told.push(line.to_owned());
        Ok(())
    }
}

/// A stage as it stands in a window of this size, without the keys in its last row.
pub(super) fn laid_out(stage: &Stage, n_rows: usize, columns: usize) -> Vec<String> {
    let view = View {
        left: stage.clock.map(|it| it.left),
        ..View::default()
    };
    let mut rows = frame(stage, n_rows, columns, &view);
    rows.pop();
    rows.into_iter().map(|it| it.text).collect()
}

/// How many columns the screen has, if it is a terminal.
pub fn columns() -> Option<usize> {
    let (_, columns) = Term::stderr().size_checked()?;
    Some(usize::from(columns))
}
