//! `firelight stage`: what everybody sees, in a window to share, while the session is held in
//! another one. It only reads.

use super::{Context, Exit, Failure};
use crate::fault::visible;
use crate::host::follow::Follower;
use crate::host::{care, chat};
use crate::places::Places;
use crate::team::care as contacts;
use crate::ui::{Reply, text};

/// The command, for help.
pub const ABOUT: &str = "What everybody sees, for the window to share";

/// To look at it, or to take along what it says.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "It follows this team's session that you hold in another window, and waits for one until then.\nOnly q and Ctrl-C do anything here: they leave. What --text and --slips print stands on the\nstage too: questions, times, and who sits where.\n\nExamples:\n  firelight stage                          in the window to share\n  firelight run two-words --cue            in the window that only you see\n  firelight stage --text                   the text for the chat, whole, to copy\n  firelight stage --slips > slips.txt      a slip for each table, to print\n  firelight stage --card                   what helps when somebody needs a moment; not to be shared"
)]
pub struct Args {
    /// Prints the text for the chat and leaves
    #[arg(long)]
    text: bool,
    /// Prints a slip for each table and leaves
    #[arg(long, conflicts_with = "text")]
    slips: bool,
    /// Prints what helps when somebody needs a moment, and leaves: for a window that is not shared
    #[arg(long, conflicts_with_all = ["text", "slips"])]
    card: bool,
}

/// Follows until a person leaves.
///
/// # Errors
/// When a folder is refused, or the screen cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    if args.card {
        return card(context, &places);
    }
    let mut follower = Follower::new(context.disk, &places, context.clock);
    if args.text || args.slips {
        return print(context, &mut follower, args.slips);
    }
    let door = context.door;
    let mut ui = door()?;
    let _closed = super::story::close(context, &places, &mut *ui)?;
    match ui.watch(&mut || follower.look())? {
        Reply::Given(()) | Reply::Aside(_) => Ok(Exit::Done),
        Reply::Stopped(why) => Ok(Exit::Stopped(why)),
    }
}

/// The card for a moment, and whom this team has to call.
fn card(context: &mut Context<'_>, places: &Places) -> Result<Exit, Failure> {
    let (contacts, broken) = contacts::read(context.disk, &places.team);
    if let Some(broken) = broken {
        context.warn_of(&broken)?;
    }
    let lines = care::card_lines(&contacts);
    if context.globals.json {
        context.json(&lines)?;
        return Ok(Exit::Done);
    }
    for line in lines {
        context.hang("", &visible(&line))?;
    }
    Ok(Exit::Done)
}

/// What the session that runs says for a chat, or for its tables.
fn print(
    context: &mut Context<'_>,
    follower: &mut Follower<'_>,
    are_slips: bool,
) -> Result<Exit, Failure> {
    let Some(state) = follower.state() else {
        return Err(Failure::Failed(
            "No session runs here just now. To begin one: firelight run".to_string(),
        ));
    };
    let now = context.clock.now();
    let lines = if are_slips {
        let slips = chat::slips(&state, now);
        if slips.is_empty() {
            return Err(Failure::Failed(
                "Nobody is to sit at tables just now, so there are no slips. For a chat: firelight stage --text"
                    .to_string(),
            ));
        }
        chat::to_print(&slips)
    } else {
        chat::text(&state, now)
    };
    if context.globals.json {
        context.json(&lines)?;
        return Ok(Exit::Done);
    }
    // Names and questions as people write them, emoji and all.
    for line in lines {
        writeln!(context.out, "{}", text::clean(&line))?;
    }
    Ok(Exit::Done)
}
