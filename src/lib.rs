//! Firelight's house. A lib only for the tests and the thin bin; not a public interface yet.
//!
//! The floor plan: arrows go down and never back, and `tests/it/house.rs` holds it true.
//!
//! ```text
//! main ─▶ cli ─▶ commands ─┬─▶ library ─▶ ritual, bank     TOML → checked values
//!                          ├─▶ check                       rules over rituals and banks
//!                          ├─▶ host ─▶ session             the one loop: next · show · get · append · apply
//!                          │    └────▶ deal, ui (trait), journal, keep
//!                          └─▶ logs                        publish, read, check
//! ritual::read, bank::read ─▶ fields ─▶ fault             what may be written, and what is wrong
//! main ─▶ ui::{terminal, plain}      ui ─▶ ui::text (cleaning, width)      ui knows no rituals
//! ```

pub mod bank;
pub mod chance;
pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod deal;
pub mod disk;
pub mod fault;
pub mod fields;
pub mod host;
pub mod journal;
pub mod json;
pub mod keep;
pub mod library;
pub mod logs;
pub mod names;
pub mod places;
pub mod ritual;
pub mod session;
pub mod team;
pub mod ui;
