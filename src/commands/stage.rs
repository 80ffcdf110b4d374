//! `firelight stage`: what everybody sees, in a window to share, while the session is held in
//! another one. It only reads.

use super::{Context, Exit, Failure};
use crate::host::follow::Follower;
use crate::ui::Reply;

/// The command, for help.
pub const ABOUT: &str = "What everybody sees, for the window to share";

/// Nothing can be chosen.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "It follows this team's session that you hold in another window, and waits for one until then.\nOnly q and Ctrl-C do anything here: they leave.\n\nExamples:\n  firelight stage                          in the window to share\n  firelight run two-words --cue            in the window that only you see"
)]
pub struct Args {}

/// Follows until a person leaves.
///
/// # Errors
/// When a folder is refused, or the screen cannot be written.
pub fn run(context: &mut Context<'_>, _args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let mut follower = Follower::new(context.disk, &places, context.clock);
    let door = context.door;
    let mut ui = door()?;
    match ui.watch(&mut || follower.look())? {
        Reply::Given(()) | Reply::Aside(_) => Ok(Exit::Done),
        Reply::Stopped(why) => Ok(Exit::Stopped(why)),
    }
}
