//! Asked to stop from outside: Ctrl-C, a hang-up, a request to terminate.
//!
//! A signal only raises a flag; whoever waits for a person looks at it, unwinds and saves. When
//! nobody looks, because a prompt was just about to wait, or when a second signal comes after
//! the first shock, the terminal is put right and the program ends at once. What was shown as
//! saved is on the disk by then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals as Arriving;

use super::Why;
use super::raw::restore_terminal;

/// One keypress can arrive as several signals; those within this time are one.
const ONE_SIGNAL: Duration = Duration::from_millis(300);

/// Whoever has not looked after this time will not.
const GRACE: Duration = Duration::from_secs(2);

static INSTALLED: Mutex<Option<Signals>> = Mutex::new(None);

/// The flags that signals raise. Copies see the same flags.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
    noticed: Arc<AtomicBool>,
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
        // Ctrl-\ stops as Ctrl-C does: what is in memory is private, and a core would hold it.
        flag::register(SIGQUIT, Arc::clone(&signals.interrupted))?;
        flag::register(SIGTERM, Arc::clone(&signals.terminated))?;
        flag::register(SIGHUP, Arc::clone(&signals.hung_up))?;
        let arriving = Arriving::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP])?;
        let seen = signals.clone();
        thread::spawn(move || seen.watch(arriving));
        *installed = Some(signals.clone());
        Ok(signals)
    }

    /// Why to stop, once a signal has come. Being terminated or hung up outranks Ctrl-C.
    pub fn stopped(&self) -> Option<Why> {
        let why = self.raised()?;
        self.noticed.store(true, Ordering::SeqCst);
        Some(why)
    }

    /// Ctrl-C came as a byte among others, and not as a signal.
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::SeqCst);
    }

    fn raised(&self) -> Option<Why> {
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

    fn watch(self, mut arriving: Arriving) {
        let mut first: Option<Instant> = None;
        for _ in arriving.forever() {
            match first {
                None => {
                    first = Some(Instant::now());
                    let signals = self.clone();
                    thread::spawn(move || {
                        thread::sleep(GRACE);
                        if !signals.noticed.load(Ordering::SeqCst) {
                            signals.end();
                        }
                    });
                }
                Some(first) if first.elapsed() < ONE_SIGNAL => {}
                Some(_) => self.end(),
            }
        }
    }

    fn end(&self) {
        restore_terminal();
        std::process::exit(match self.raised() {
            Some(Why::Terminated) => 128 + SIGTERM,
            Some(Why::HungUp) => 128 + SIGHUP,
            Some(Why::Person | Why::Ended) | None => 128 + SIGINT,
        });
    }
}
