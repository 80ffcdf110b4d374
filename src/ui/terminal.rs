//! The terminal port.

/// x
pub fn restore_terminal() {}
