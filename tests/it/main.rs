//! Firelight from outside: one binary for all tests that need more than one room.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise"
)]

mod pty;
mod terminal;
