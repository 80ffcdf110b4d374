//! Asked to stop from outside: Ctrl-C, a hang-up, a request to terminate.
//!
//! A signal only raises a flag; whoever waits for a person looks at it, unwinds and saves. A
//! second signal after the first shock means it: the terminal is put right and the program
//! ends at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals as Arriving;

use super::Why;
use super::terminal::restore_terminal;

/// One keypress can arrive as several signals; those within this time are one.
const ONE_SIGNAL: Duration = Duration::from_millis(300);

static INSTALLED: Mutex<Option<Signals>> = Mutex::new(None);

/// The flags that signals raise. Copies see the same flags.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
}

impl Signals {
    /// Handles the signals from now on; again, it gives the same flags.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub fn install() -> io::Result<Self> {
        let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signals) = installed.as_ref() {
            return Ok(signals.clone());
        }
        let signals = Self::default();
        flag::register(SIGINT, Arc::clone(&signals.interrupted))?;
        flag::register(SIGTERM, Arc::clone(&signals.terminated))?;
        flag::register(SIGHUP, Arc::clone(&signals.hung_up))?;
        let arriving = Arriving::new([SIGINT, SIGTERM, SIGHUP])?;
        let seen = signals.clone();
        thread::spawn(move || seen.watch(arriving));
        *installed = Some(signals.clone());
        Ok(signals)
    }

    /// Why to stop, once a signal has come. Being terminated or hung up outranks Ctrl-C.
    pub fn stopped(&self) -> Option<Why> {
        if self.terminated.load(Ordering::SeqCst) {
            Some(Why::Terminated)
        } else if self.hung_up.load(Ordering::SeqCst) {
            Some(Why::HungUp)
        } else if self.interrupted.load(Ordering::SeqCst) {
            Some(Why::Person)
        } else {
            None
        }
    }

    fn watch(&self, mut arriving: Arriving) {
        let mut first: Option<Instant> = None;
        for _ in arriving.forever() {
            let first = *first.get_or_insert_with(Instant::now);
            if first.elapsed() < ONE_SIGNAL {
                continue;
            }
            restore_terminal();
            std::process::exit(match self.stopped() {
                Some(Why::Terminated) => 128 + SIGTERM,
                Some(Why::HungUp) => 128 + SIGHUP,
                Some(Why::Person | Why::Ended) | None => 128 + SIGINT,
            });
        }
    }
}
