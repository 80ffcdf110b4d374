//! `firelight forget`: takes everything out of the roster that says who somebody was, rewrites
//! no log, and says what else holds the name and what nobody can reach.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Context, Exit, Failure, answer, team};
use crate::disk::{Disk, Kind};
use crate::fault::visible;
use crate::host::screens::count;
use crate::logs::{self, read};
use crate::places::{self, Places};
use crate::roster::mention::Mentions;
use crate::roster::{self, Person, Roster};
use crate::ui::Choice;

/// The command, for help.
pub const ABOUT: &str = "Forgets a person, and says what else holds the name";

/// Folders within folders that are looked into.
const DEEPEST: usize = 8;

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
    kept: Vec<Kept>,
    elsewhere: Vec<Elsewhere>,
    unread: Vec<String>,
    out_of_reach: Vec<String>,
}

/// A line that people agreed to keep, with the name in it.
#[derive(Serialize)]
struct Kept {
    path: String,
    form: String,
    text: String,
}

/// A file of another kind with the name in it.
#[derive(Serialize)]
struct Elsewhere {
    path: String,
    line: usize,
    until: &'static str,
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
        [] => None,
        _ => team::meant(&roster, &args.name)?.first().copied(),
    };
    let files: Vec<PathBuf> = person.map_or_else(Vec::new, |it| {
        roster.files_of(&it.id).into_iter().cloned().collect()
    });
    let mentions = called(&roster, person, &args.name);
    if let Some(person) = person {
        if !args.yes && !is_wanted(context, person, files.len())? {
            writeln!(context.err, "Nothing was changed.")?;
            return Ok(Exit::Done);
        }
        team::take_out(context.disk, &places, &roster, person)?;
    }
    let name = person.map_or(args.name.as_str(), |it| it.name.as_str());
    let mut forgotten = Forgotten {
        name: name.to_string(),
        removed: files.iter().map(|it| shown(it)).collect(),
        kept: Vec::new(),
        elsewhere: Vec::new(),
        unread: Vec::new(),
        out_of_reach: out_of_reach(&places, &files),
    };
    search(context.disk, &places, &mentions, &mut forgotten);
    if person.is_none() && forgotten.kept.is_empty() && forgotten.elsewhere.is_empty() {
        // Most likely mistyped; whoever believes it done would be wrong.
        team::meant(&roster, &args.name)?;
    }
    if context.globals.json {
        context.json(&forgotten)?;
    } else {
        say(context, &forgotten)?;
    }
    Ok(Exit::Done)
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

fn is_wanted(context: &Context<'_>, person: &Person, n: usize) -> Result<bool, Failure> {
    let name = person.name.as_str();
    let choice = Choice {
        text: format!("Forget {name}?"),
        help: vec![format!(
            "This takes {} out of the team's folder for good. Session logs stay: they hold no names.",
            count(n as i64, "file")
        )],
        options: vec![('n', "no".to_string()), ('y', format!("forget {name}"))],
        default: 0,
    };
    let door = context.door;
    let mut ui = door()?;
    loop {
        if let Some(chosen) = answer(ui.choose(&choice)?)? {
            return Ok(chosen == 1);
        }
    }
}

/// Looks into every file of both folders.
fn search(disk: &dyn Disk, places: &Places, mentions: &Mentions, into: &mut Forgotten) {
    let mut named: Vec<PathBuf> = Vec::new();
    for (log, path) in read::read_all(disk, &places.team).logs {
        for kept in log
            .kept
            .iter()
            .filter(|it| mentions.are_in(it.text.as_str()))
        {
            named.push(path.clone());
            into.kept.push(Kept {
                path: shown(&path),
                form: kept.form.clone(),
                text: kept.text.as_str().to_string(),
            });
        }
    }
    for top in [&places.team, &places.private] {
        let mut folders = vec![(top.clone(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let Ok(paths) = disk.list(&folder) else {
                into.unread.push(shown(&folder));
                continue;
            };
            for path in paths.into_iter().filter(|it| !named.contains(it)) {
                match disk.look(&path).map(|it| it.kind) {
                    // What is in there is not ours, or is told of as a whole.
                    Ok(Kind::Folder) if is_hidden(&path) || depth == DEEPEST => {}
                    Ok(Kind::Folder) => folders.push((path, depth + 1)),
                    Ok(Kind::File) => match disk.read(&path, logs::MOST) {
                        Ok(bytes) => into.elsewhere.extend(mentions.line(&bytes).map(|line| {
                            let (path, until) = (shown(&path), until(places, &path));
                            Elsewhere { path, line, until }
                        })),
                        Err(_) => into.unread.push(shown(&path)),
                    },
                    Ok(Kind::Link | Kind::Other) | Err(_) => into.unread.push(shown(&path)),
                }
            }
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// How long a file that names somebody stays as it is.
fn until(places: &Places, path: &Path) -> &'static str {
    if path.starts_with(places.running()) {
        "goes when that session closes, or after seven days"
    } else if path.starts_with(places.team.join("sessions")) {
        "a log is never changed by Firelight; who may, can remove the file"
    } else {
        "yours to change or remove"
    }
}

fn out_of_reach(places: &Places, files: &[PathBuf]) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(whose) = places::spread(&places.team) {
        lines.push(format!(
            "The team's folder lies in {whose}, which keeps older versions."
        ));
        let below = |it: &PathBuf| Some(it.strip_prefix(&places.team).ok()?.display().to_string());
        if let Some(file) = files.first().and_then(below)
            && whose.starts_with("the git")
        {
            lines.push(format!("Which commits hold it: git log --all -- '{file}'"));
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
        n => writeln!(
            context.out,
            "{name} is forgotten: {} removed, no log changed.",
            count(n as i64, "file")
        )?,
    }
    if forgotten.kept.is_empty() && forgotten.elsewhere.is_empty() {
        writeln!(
            context.out,
            "\nNothing else in either folder holds the name."
        )?;
    }
    if !forgotten.kept.is_empty() {
        writeln!(
            context.out,
            "\nLines that people agreed to keep, with the name in them:"
        )?;
        for it in &forgotten.kept {
            writeln!(
                context.out,
                "  {}: {}",
                visible(&it.form),
                visible(&it.text)
            )?;
            writeln!(context.out, "    {}", visible(&it.path))?;
        }
    }
    if !forgotten.elsewhere.is_empty() {
        writeln!(context.out, "\nOther files with the name in them:")?;
        for it in &forgotten.elsewhere {
            writeln!(context.out, "  {}:{}", visible(&it.path), it.line)?;
            writeln!(context.out, "    {}", it.until)?;
        }
    }
    if !forgotten.unread.is_empty() {
        writeln!(context.out, "\nCould not be looked into:")?;
        for it in &forgotten.unread {
            writeln!(context.out, "  {}", visible(it))?;
        }
    }
    writeln!(context.out, "\nOut of reach:")?;
    for it in &forgotten.out_of_reach {
        writeln!(context.out, "  {}", visible(it))?;
    }
    Ok(())
}
