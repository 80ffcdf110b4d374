//! A session as a fold: what comes next, and what an event changes.

pub mod event;
