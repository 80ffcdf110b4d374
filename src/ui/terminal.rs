//! The terminal port.
