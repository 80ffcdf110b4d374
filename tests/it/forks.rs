//! Who may start a program, and when nobody may.
//!
//! A process that is being made has all files of this one open for a moment, with their locks,
//! and both ends of every pipe.

use std::process::{Child, Command};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

static FORKS: RwLock<()> = RwLock::new(());

/// While this is held nobody starts a program.
pub fn none() -> RwLockReadGuard<'static, ()> {
    // A test that failed while it held this says so itself.
    FORKS.read().unwrap_or_else(PoisonError::into_inner)
}

/// While this is held nobody has a file open that must not be shared.
pub fn alone() -> RwLockWriteGuard<'static, ()> {
    FORKS.write().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a process while no session of this one has a file open.
pub fn spawn(command: &mut Command) -> Child {
    let _alone = alone();
    command.spawn().unwrap()
}
