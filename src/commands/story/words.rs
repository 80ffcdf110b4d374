//! What is promised before the first word, and what is said of privacy.

use super::super::{Context, Exit, Failure};

/// The promise.
pub(super) const PROMISE: &str = "Kept under your account on this computer; Firelight never sends or shows it. Whoever runs this computer, its backups, or your account can read it. On a work computer, paper is safer: firelight story paper.";

/// What it is not for; said once, before the first word.
pub(super) const NOT_FOR: &str = "It is not for hiring or appraisal. No prompt asks for the hardest things; a strictly professional story is a whole one.";

/// What is up to whoever writes it.
pub(super) const YOURS: &str = "You decide later what, if anything, to tell.";

/// What is said where there is no screen that can be cleared.
pub(super) const IN_THE_WINDOW: &str = "What you type stays in this window until you close it.";

/// Before an editor is opened.
pub(super) const EDITOR: &str = "Your editor may keep or send copies. Firelight cannot see that.";

/// What no program can take back.
pub(super) const OUT_OF_REACH: &[&str] = &[
    "backups and snapshots of this computer, and what a disk keeps of files that are gone",
    "memory that was written to disk while the computer slept or was short of it",
    "copies that an editor keeps elsewhere, and text that stands in a window or its scrollback",
    "cards that you saved as a page or as text, and sheets of paper that you saved: look where you put them",
    "what was printed, and whatever somebody has heard",
];

const PROTECTS: &[&str] = &[
    "others who use this computer under another account: the folder is yours alone (0700), and so is each file in it (0600)",
    "your team: it is refused in the team's folder, in a git work tree and in a synced folder, and nothing of it is in a session, a log or a recap",
    "a shared screen: it does not open while a session runs; firelight story alone shows no word",
    "traces: no word of it is in arguments, the environment, window titles, error messages or temporary files elsewhere, and there is no network",
    "the screen afterwards: what shows text has a screen of its own, which is cleared at every end",
];

const NOT_FROM: &[&str] = &[
    "whoever administers this computer, or can sign in as you; on a managed laptop that is somebody at work",
    "programs that record the screen or the keys",
    "someone who looks over your shoulder",
    "an end that no program sees, kill -9, or a stop with Ctrl-Z: both leave on the screen what was there; close that window",
];

/// Says what is protected from what.
pub(super) fn privacy(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let places = context.places()?;
    let path = crate::story::store::path(&places.private);
    let path = crate::fault::visible(&path.to_string_lossy());
    if context.globals.json {
        let json = serde_json::json!({
            "path": path, "protects_from": PROTECTS, "not_from": NOT_FROM, "out_of_reach": OUT_OF_REACH,
        });
        context.json(&json)?;
        return Ok(Exit::Done);
    }
    context.hang("", PROMISE)?;
    context.hang("", NOT_FOR)?;
    context.hang("", &format!("It lies in {path}"))?;
    for (head, lines) in [
        ("Protected from:", PROTECTS),
        ("Not protected from:", NOT_FROM),
        ("Out of reach, also of firelight story wipe:", OUT_OF_REACH),
    ] {
        writeln!(context.out)?;
        context.hang("", head)?;
        for line in lines {
            context.hang("  - ", line)?;
        }
    }
    writeln!(context.out)?;
    let editor = "With --editor your own editor has the moments for a while, in a file beside the story; it is taken away afterwards, with the copies that lie beside it. An editor may keep others elsewhere.";
    context.hang("", editor)?;
    let paper = "With pen and paper none of this matters: firelight story paper";
    context.hang("", paper)?;
    Ok(Exit::Done)
}
