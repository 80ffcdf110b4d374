//! Everything that is tested from outside, in one program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise"
)]

mod at_a_terminal;
mod faulty_disk;
mod folders;
mod house;
mod journals;
mod nothing_lost;
mod power_cut;
mod pty;
mod rig;
mod sample;
mod session_logs;
mod sessions;
mod signals;
mod terminal;
mod whole_sessions;
mod whole_sessions_killed;
