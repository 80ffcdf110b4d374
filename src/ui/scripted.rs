//! The scripted port: the plain port with its lines written beforehand and its output kept.
//!
//! Rehearsals and tests hold whole rituals through it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use super::lines::{Line, Lines};
use super::plain::Plain;
use crate::clock::Clock;

/// Lines known beforehand.
pub struct Script(VecDeque<String>);

impl Script {
    /// A script of these lines, then the end.
    pub fn new<S: Into<String>>(lines: impl IntoIterator<Item = S>) -> Self {
        Self(lines.into_iter().map(Into::into).collect())
    }
}

impl Lines for Script {
    fn line(&mut self, _wait: Option<Duration>) -> Line {
        self.0.pop_front().map_or(Line::End, Line::Text)
    }
}

/// Somebody who takes every default, for ever.
pub struct Enters;

impl Lines for Enters {
    fn line(&mut self, _wait: Option<Duration>) -> Line {
        Line::Text(String::new())
    }
}

/// Everything that was said. Copies share it.
#[derive(Clone, Default)]
pub struct Said(Rc<RefCell<Vec<u8>>>);

impl Said {
    /// What was said so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A plain port that reads `lines`, and what it says.
pub fn scripted<'a, S: Into<String>>(
    lines: impl IntoIterator<Item = S>,
    clock: &'a dyn Clock,
) -> (Plain<'a>, Said) {
    let said = Said::default();
    let plain = Plain::new(Script::new(lines), said.clone(), clock);
    (plain, said)
}
