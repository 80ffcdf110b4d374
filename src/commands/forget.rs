//! `firelight forget`: takes everything out of the roster that says who somebody was, rewrites
//! no log, and says what else holds the name, what was not looked into, and what nobody can reach.

mod search;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Context, Exit, Failure, agrees, reason, team};
use crate::disk::Disk;
use crate::fault::visible;
use crate::host::screens::count;
use crate::places::{self, Places};
use crate::plan::slots;
use crate::roster::mention::{Mention, Mentions};
use crate::roster::{self, Person, Roster};
use crate::shell;
use crate::ui::{Choice, Why};

use search::{Found, search};

/// The command, for help.
pub const ABOUT: &str = "Forgets a person, and says what else holds the name";

/// Rows of what was not looked into that a screen takes; `--json` has all.
const MOST_ROWS: usize = 20;

/// What the search cannot promise.
const LIMITS: &str = "Pictures, packed files, nicknames and misspellings are not found this way.";

/// What is said of the person's own story, which may be on a screen that others see.
const STORY: &str = "Your own story may hold this name; look yourself: firelight story show";

/// What is said whether or not anybody stood on a page of who would like to tell.
const PAGES: &str = "Your own pages for stories were looked through too. A name written in another way than here stays there: firelight plan story slots";

/// Who, and whether it is asked first.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight forget Ana\n  firelight forget Ana --yes\n\nSession logs stay as they are: they hold opaque ids, so who met whom still counts and nobody can\ntell who it was."
)]
pub struct Args {
    /// A name, or an id of the team's list
    name: String,
    /// Does not ask first
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Forgotten {
    name: String,
    removed: Vec<String>,
    #[serde(flatten)]
    found: Found,
    limits: &'static str,
    out_of_reach: Vec<String>,
}

/// Forgets a person.
///
/// # Errors
/// When more than one is meant, nobody answers, or a file cannot be removed.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let roster = roster::read(context.disk, &places.team);
    for broken in &roster.broken {
        context.warn_of(broken)?;
    }
    // Whoever was removed before is in no list, and may still be named elsewhere.
    let begun = roster.begun(&args.name);
    let person = match roster.find(&args.name)[..] {
        [] if args.name.trim().is_empty() => {
            return Err(Failure::Misuse(
                "Whose name is to be forgotten?".to_string(),
            ));
        }
        // Several at once would be forgotten halfway if one of them were mistyped.
        [] if args.name.contains([',', ';']) => {
            return Err(Failure::Misuse(
                "One person at a time: firelight forget Ana".to_string(),
            ));
        }
        [] if begun.is_empty() => None,
        _ => team::meant(context, &roster, &args.name)?.first().copied(),
    };
    let files: Vec<PathBuf> = person.map_or_else(Vec::new, |it| {
        roster.files_of(&it.id).into_iter().cloned().collect()
    });
    let mentions = called(&roster, person, &args.name);
    let private = &places.private;
    let _lock = slots::lock_if_used(context.disk, private).map_err(|_| {
        Failure::Failed("Your page for the stories is open in another window. Close it there, and then forget: nothing is changed.".to_string())
    })?;
    if let Some(person) = person {
        if !args.yes {
            match is_wanted(context, person, files.len()) {
                Ok(true) => {}
                Ok(false) => {
                    writeln!(context.err, "Nothing was changed.")?;
                    return Ok(Exit::Done);
                }
                Err(Failure::Stopped(Why::Ended)) => {
                    let name = shell::word(person.name.as_str());
                    let unasked = format!("firelight forget {} --yes", visible(&name));
                    writeln!(
                        context.err,
                        "Nobody answered, so nothing was changed. To forget without being asked: {unasked}"
                    )?;
                    return Err(Failure::Stopped(Why::Ended));
                }
                Err(failure) => return Err(failure),
            }
        }
        take_back_wishes(context.disk, &places, &roster, person)?;
        team::take_out(context.disk, &places, &roster, person)?;
    }
    let is_them = |typed: &str| is_theirs(&roster, person, &mentions, typed);
    slots::forget(context.disk, &places.private, &is_them).map_err(|it| {
        Failure::Failed(format!(
            "Your own pages for stories could not be looked through: {}. Look at {}.",
            reason(&it),
            visible(&shown(&slots::folder(&places.private)))
        ))
    })?;
    let name = person.map_or(args.name.as_str(), |it| it.name.as_str());
    let others = roster.people.iter().flat_map(|it| roster.files_of(&it.id));
    let others: BTreeSet<PathBuf> = others.cloned().collect();
    let found = search(context.disk, &places, &mentions, &others);
    let is_nowhere = found.kept.is_empty() && found.elsewhere.is_empty() && !found.story;
    if person.is_none() && is_nowhere {
        writeln!(context.err, "{PAGES}")?;
        // Most likely mistyped; whoever believes it done would be wrong.
        team::meant(context, &roster, &args.name)?;
    }
    let forgotten = Forgotten {
        name: name.to_string(),
        removed: files.iter().map(|it| shown(it)).collect(),
        found,
        limits: LIMITS,
        out_of_reach: out_of_reach(&places, &files, name),
    };
    if context.globals.json {
        context.json(&forgotten)?;
    } else {
        say(context, &forgotten)?;
    }
    Ok(Exit::Done)
}

/// Takes back what was asked in private about somebody. Nobody is told whether there was
/// anything, and least of all about whom else.
fn take_back_wishes(
    disk: &dyn Disk,
    places: &Places,
    roster: &Roster,
    person: &Person,
) -> Result<(), Failure> {
    let mut wishes = team::wishes(disk, places)?;
    wishes.forget(|id| roster.canonical(id) == person.id);
    // Even where there was none: one that was left half made goes too.
    team::keep_wishes(disk, places, &wishes)
}

/// Everything that a person is called: in every file of theirs.
fn called(roster: &Roster, person: Option<&Person>, typed: &str) -> Mentions {
    let Some(person) = person else {
        return Mentions::of([typed]);
    };
    let all = roster.all_of(&person.id);
    let emails = all.iter().filter_map(|it| it.email.as_ref());
    let names = all.iter().map(|it| &it.name);
    Mentions::of(names.chain(emails).map(|it| it.as_str()))
}

/// Whether a name on a page of the organiser's own is this person's: written out as they are called,
/// or a part of that which is nobody else's in the roster.
fn is_theirs(roster: &Roster, person: Option<&Person>, mentions: &Mentions, typed: &str) -> bool {
    let others = roster.people.iter();
    let others = others.filter(|it| person.is_none_or(|person| person.id != it.id));
    let mut others = others.map(|it| called(roster, Some(it), ""));
    match mentions.is(typed) {
        Some(Mention::Named) => !others.any(|it| it.is(typed) == Some(Mention::Named)),
        Some(Mention::Maybe) => !others.any(|it| it.is(typed).is_some()),
        None => false,
    }
}

fn is_wanted(context: &Context<'_>, person: &Person, n: usize) -> Result<bool, Failure> {
    let name = person.name.as_str();
    let choice = Choice {
        text: format!("Forget {name}?"),
        help: vec![format!(
            "This takes {} out of the team's folder for good. Session logs stay: they hold an opaque id and totals, and no names.",
            count(n as i64, "file")
        )],
        options: vec![('n', "no".to_string()), ('y', format!("forget {name}"))],
        default: 0,
        ..Choice::default()
    };
    agrees(context, &choice)
}

fn out_of_reach(places: &Places, files: &[PathBuf], name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(whose) = places::spread(&places.team) {
        lines.push(format!(
            "The team's folder lies in {whose}, which keeps older versions."
        ));
        if whose.starts_with("the git") {
            let git = format!("git -C {} log --all", shell::word(&shown(&places.team)));
            let below = |it: &PathBuf| Some(shown(it.strip_prefix(&places.team).ok()?));
            if let Some(file) = files.first().and_then(below) {
                let file = shell::word(&file);
                lines.push(format!("Which commits hold the file: {git} -- {file}"));
            }
            let name = shell::word(name);
            lines.push(format!("Which commits hold the name: {git} -S {name}"));
        }
    }
    lines.extend(
        [
            "Other clones and synced copies keep the file until they hear of this.",
            "One of them may bring it back: look again afterwards, with firelight team.",
            "Chats, mails, backups and screenshots keep what was in them.",
        ]
        .map(str::to_string),
    );
    lines
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn say(context: &mut Context<'_>, forgotten: &Forgotten) -> Result<(), Failure> {
    let name = visible(&forgotten.name);
    match forgotten.removed.len() {
        0 => writeln!(context.out, "Nobody in the team is called {name}.")?,
        n => {
            let files = count(n as i64, "file");
            writeln!(
                context.out,
                "{name} is forgotten: {files} removed, no log changed."
            )?;
            context.hang(
                "",
                "Whatever was asked in private about them is taken back. Session logs keep an opaque id, with whom it sat, and totals: how often it was there can still be counted, and not who it was.",
            )?;
        }
    }
    let found = &forgotten.found;
    for (is_certain, kept_lines, others) in [
        (
            true,
            "Lines that people agreed to keep, with the name in them:",
            "Other places with the name in them:",
        ),
        (
            false,
            "Lines that people agreed to keep, which may be about them:",
            "Other places that may be about them:",
        ),
    ] {
        let mut head = Some(kept_lines);
        for it in found.kept.iter().filter(|it| it.certain == is_certain) {
            put_head(context, &mut head)?;
            let line = format!("  {}: {}", visible(&it.form), visible(&it.text));
            writeln!(context.out, "{line}\n    {}", visible(&it.path))?;
        }
        let mut head = Some(others);
        for it in found.elsewhere.iter().filter(|it| it.certain == is_certain) {
            put_head(context, &mut head)?;
            let path = visible(&it.path);
            match it.line {
                Some(line) => writeln!(context.out, "  {path}:{line}")?,
                None => writeln!(context.out, "  {path}, in its own name")?,
            }
            writeln!(context.out, "    {}", it.until)?;
        }
    }
    if found.story {
        writeln!(context.out)?;
        context.hang("", STORY)?;
    }
    let mut head = Some("Not looked into:");
    for it in found.unread.iter().take(MOST_ROWS) {
        put_head(context, &mut head)?;
        writeln!(context.out, "  {}: {}", visible(&it.path), it.why)?;
    }
    if found.unread.len() > MOST_ROWS {
        let word = shell::word(&forgotten.name);
        let more = found.unread.len() - MOST_ROWS;
        let more = format!("and {more} more: firelight forget --json {word}");
        writeln!(context.out, "  {}", visible(&more))?;
    }
    let files = count(found.looked_into as i64, "file");
    let nowhere = match (&found.kept[..], &found.elsewhere[..]) {
        ([], []) if !found.story => " It stands nowhere else there.",
        _ => "",
    };
    writeln!(context.out)?;
    let looked = format!(
        "The name was looked for in {files} of both folders, and in what they and their folders are called.{nowhere} {}",
        forgotten.limits
    );
    context.hang("", &looked)?;
    context.hang("", PAGES)?;
    writeln!(context.out, "\nOut of reach:")?;
    for it in &forgotten.out_of_reach {
        writeln!(context.out, "  {}", visible(it))?;
    }
    Ok(())
}

/// A head before the first of its lines.
fn put_head(context: &mut Context<'_>, head: &mut Option<&str>) -> Result<(), Failure> {
    if let Some(head) = head.take() {
        writeln!(context.out, "\n{head}")?;
    }
    Ok(())
}
