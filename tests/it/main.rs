//! Everything that is tested from outside, in one program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise"
)]

mod acceptance;
mod at_a_terminal;
mod breakout;
mod canaries;
mod circles;
mod claims;
mod content;
mod damaged_logs;
mod dealt_again;

mod every_ritual;
mod every_scalar;
mod faulty_disk;
mod folders;
mod forgetting;
mod forks;
mod full_disk;
mod groups;
mod groups_on_the_cue;
mod hands;
mod hostile_evening;
mod hostile_folder;
mod house;
mod journals;
mod keep_is_the_only_maker;
mod leak_rig;
mod manners;
mod nameless;
mod nobody_is_ranked;
mod nothing_leaks;
mod nothing_lost;
mod odd_files;
mod own_rituals;
mod power_cut;
mod pty;
mod rehearsals;
mod rig;
mod sample;
mod schemas;
mod session_logs;
mod sessions;
mod shells;
mod signals;
mod spoken_or_passed;
mod stage_follows;
mod stories_planned;
mod story;
mod story_at_a_terminal;
mod story_editor;
mod story_elsewhere;
mod story_killed;
mod story_leaks;
mod story_steps;
mod surfaces;
mod terminal;
mod the_roster;
mod two_and_one;
mod two_terminals;
mod two_windows;
mod who_is_here;
mod whole_sessions;
mod whole_sessions_killed;
mod words_that_help;
