//! The terminal's own settings: taken once for a whole session, and always given back.

use std::io;
use std::sync::{Mutex, Once, PoisonError};

use rustix::stdio::{stderr, stdin};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
    tcgetattr, tcsetattr,
};

/// Alternate screen, cleared, without a cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l";
/// Attributes off, lines wrap, a cursor, and back from the alternate screen.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

/// The settings as they were found, while they are changed.
static FIRST: Mutex<Option<Termios>> = Mutex::new(None);

/// While this lives, keys arrive one by one and are not echoed.
pub(super) struct Guard;

impl Guard {
    /// Takes the terminal. Signals by key and output processing stay on.
    pub(super) fn take() -> io::Result<Self> {
        let found = tcgetattr(stdin())?;
        let mut raw = found.clone();
        let lines_and_echo = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL;
        raw.local_modes.remove(lines_and_echo);
        raw.input_modes.remove(InputModes::IXON);
        raw.special_codes[SpecialCodeIndex::VSUSP] = 0;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        restore_on_panic();
        FIRST
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(found);
        let guard = Self;
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        rustix::io::write(stderr(), ENTER)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Gives the terminal back as it was found. Without need, it does nothing; it never fails,
/// since a terminal that has gone needs nothing back.
pub fn restore_terminal() {
    let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(found) = first.take() else {
        return;
    };
    let _ = rustix::io::write(stderr(), LEAVE);
    // What is still waiting was meant for us; a shell would run it.
    let _ = tcflush(stdin(), QueueSelector::IFlush);
    let _ = tcsetattr(stdin(), OptionalActions::Now, &found);
}

/// A panic's message belongs on the ordinary screen.
fn restore_on_panic() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore_terminal();
            before(panic);
        }));
    });
}
