//! Firelight's house. A lib for the thin bin and the tests. Only [`groups`] is for other programs
//! too.
//!
//! The floor plan: a room uses only rooms further down; `tests/it/house.rs` holds it true.
//!
//! ```text
//! main            meets the world: arguments, environment, clock, terminal, exit code
//! cli             which words lead to which command
//! commands        one file a command: its arguments and its action
//! host            the one loop of a session: next, show, get, append, apply; cue and stage
//! history         what past sessions say: who met whom, what was dealt, what was held
//! names           names as people type them
//! apart, plan     keep-apart wishes, in private; stories that are planned, and who tells, in private
//! team, check     a team's decisions; the rules over rituals and banks
//! deal, chance    what lies on the table; everything drawn by lot
//! journal         the running session, private, one durable line an event
//! library         rituals and banks, built in and the team's
//! story           a person's own, private but for what they tell
//! export          groups on their way out, escaped for each sink
//! session         the fold: what comes next, what an event changes, what the log says
//! agreements      how a team wants to share stories, one small file each
//! bank, ritual    clean types, and the way there from TOML
//! logs            session logs: publish once, read any set
//! roster          who is in the team: one file a person
//! places          the team's folder and the person's
//! evidence        what studies found, and what may be said of it
//! fields          one table of keys a file: reading, faults, "did you mean"
//! ui              the one door to people: terminal, plain lines, scripts; knows no rituals
//! fault, disk     what is wrong where; the one door to files
//! request         groups for scripts: JSON in and out
//! groups          who sits with whom; people are numbers, nothing of ours is known
//! keep, json,     the only maker of storable text; JSON that is safe to look at;
//! clock, shell    time; words as a shell takes them
//! ```
//!
//! Three things hold everywhere. Text from people reaches a file only as a [`keep::Text`] and
//! a screen only through [`ui::text`]. An event is on the disk before its effect is on a
//! screen. Nothing in [`session`] asks what time it is, or draws lots: both come in with events.

pub mod agreements;
pub mod apart;
pub mod bank;
pub mod chance;
pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod deal;
pub mod disk;
pub mod evidence;
pub mod export;
pub mod fault;
pub mod fields;
pub mod groups;
pub mod history;
pub mod host;
pub mod journal;
pub mod json;
pub mod keep;
pub mod library;
pub mod logs;
pub mod names;
pub mod places;
pub mod plan;
pub mod request;
pub mod ritual;
pub mod roster;
pub mod session;
pub mod shell;
pub mod story;
pub mod team;
pub mod ui;
