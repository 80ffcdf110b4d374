//! The terminal's own settings: taken once for a whole session, and always given back.

use std::io;
use std::sync::{Mutex, PoisonError};

use rustix::stdio::{stderr, stdin};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
    tcgetattr, tcsetattr,
};

/// Alternate screen, cleared, without a cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l";
/// Attributes off, everything up to the last place cleared, lines wrap, a cursor, and back from the
/// alternate screen. Some terminals have none, and clearing the whole at once (`2J`) would put it
/// among the lines that can be scrolled back to.
const LEAVE: &[u8] = b"\x1b[0m\x1b[999;999H\x1b[1J\x1b[H\x1b[?7h\x1b[?25h\x1b[?1049l";

/// The settings as they were found, while they are changed.
static FIRST: Mutex<Option<Termios>> = Mutex::new(None);

/// While this lives, keys arrive one by one and are not echoed.
pub(super) struct Guard;

impl Guard {
    /// Takes the terminal. Signals by key and output processing stay on.
    pub(super) fn take() -> io::Result<Self> {
        let mut found = tcgetattr(stdin())?;
        mend(&mut found);
        let raw = made_raw(&found);
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

/// Whether the terminal shows our screen just now.
pub fn is_taken() -> bool {
    FIRST
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .is_some()
}

/// Takes the terminal again when a shell has had it meanwhile, as after a stop and `fg`; tells
/// whether that was so, since nothing that was painted is there any more.
pub(super) fn take_again() -> bool {
    let Ok(found) = tcgetattr(stdin()) else {
        return false;
    };
    if !is_taken() || !found.local_modes.contains(LocalModes::ICANON) {
        return false;
    }
    let _ = tcsetattr(stdin(), OptionalActions::Now, &made_raw(&found));
    let _ = rustix::io::write(stderr(), ENTER);
    true
}

/// Keys one by one, not echoed; no key stops the program or ends it without its knowing.
fn made_raw(found: &Termios) -> Termios {
    let mut raw = found.clone();
    raw.local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL);
    raw.input_modes.remove(InputModes::IXON);
    raw.special_codes[SpecialCodeIndex::VSUSP] = 0;
    raw.special_codes[SpecialCodeIndex::VQUIT] = 0;
    raw.special_codes[SpecialCodeIndex::VMIN] = 1;
    raw.special_codes[SpecialCodeIndex::VTIME] = 0;
    raw
}

/// A session that was killed could not give the terminal back; the next one does.
fn mend(found: &mut Termios) {
    if !found.local_modes.contains(LocalModes::ICANON) {
        found
            .local_modes
            .insert(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHOE);
        found.input_modes.insert(InputModes::IXON);
        // Ctrl-Z and Ctrl-\, as terminals have them unless somebody changed them.
        found.special_codes[SpecialCodeIndex::VSUSP] = 0x1a;
        found.special_codes[SpecialCodeIndex::VQUIT] = 0x1c;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Gives the terminal back as it was found. Without need, it does nothing; it never fails,
/// since a terminal that has gone needs nothing back. Also for a panic hook: the message
/// belongs on the ordinary screen.
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
