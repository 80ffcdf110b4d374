//! `firelight stored`: what is kept, where, who can read it, and what cannot be reached.

use std::path::Path;

use serde::Serialize;

use super::{Context, Exit, Failure, plan};
use crate::apart;
use crate::disk::{Disk, Kind};
use crate::fault::visible;
use crate::journal::shelf;
use crate::logs::{publish, read};
use crate::places;
use crate::plan::slots;
use crate::roster;
use crate::story::store;
use crate::team::{self, care};

/// The command, for help.
pub const ABOUT: &str = "What is kept, where, and who can read it";

/// Nothing can be chosen.
#[derive(Debug, clap::Args)]
#[command(about = ABOUT, after_help = "Example:\n  firelight stored --json")]
pub struct Args {}

#[derive(Serialize)]
struct Stored {
    team: Folder,
    private: Folder,
    never: &'static [&'static str],
    out_of_reach: &'static [&'static str],
}

#[derive(Serialize)]
struct Folder {
    path: String,
    readers: &'static str,
    /// What carries it to others or keeps its older versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    lies_in: Option<String>,
    holds: Vec<Holding>,
}

#[derive(Serialize)]
struct Holding {
    what: &'static str,
    /// How many; not said of wishes, where even a number tells.
    n: Option<usize>,
    path: String,
    until: &'static str,
}

/// Folders within folders that files are counted in.
const DEEPEST: usize = 8;

/// What no file of Firelight ever holds.
const NEVER: &[&str] = &[
    "what anybody said, unless the group agreed to keep a line",
    "who passed, who spoke, or how long anybody's turn was",
    "names, in a session log",
];

/// What else may lie in the team's folder: where, what, until when.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        team::FILE,
        "what the team decided about itself",
        "somebody removes it",
    ),
    (
        care::FILE,
        "whom the team can call; only the cue shows it",
        "somebody removes it",
    ),
    ("plans", "weeks that were planned", "somebody removes them"),
    (
        "rotas",
        "turns that were taken, by id",
        "somebody removes them",
    ),
    (
        "life",
        "which rituals are tried, kept, retired",
        "somebody removes them",
    ),
    (
        "hidden",
        "questions that are not dealt here",
        "somebody removes them",
    ),
    (
        "agreements",
        "how the team shares stories",
        "somebody removes them",
    ),
    (
        "prompts",
        "the team's own rituals and questions",
        "somebody removes them",
    ),
];

/// What no program can take back.
const OUT_OF_REACH: &[&str] = &[
    "a breakout's log shows which ids sat together; with the roster, that tells who",
    "a session log says when it began and ended, and so about how long there was to tell",
    "whoever administers this computer, its backups or your account can read what is on it",
    "what git, a sync client or a chat already copied stays there",
    "in a room of three nothing is anonymous",
];

/// Says what is stored.
///
/// # Errors
/// When a folder is refused, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, _args: &Args) -> Result<Exit, Failure> {
    let places = context.places()?;
    let (stories, _) = crate::plan::story::read(context.disk, &places.team, "UTC");
    plan::sweep(context, &places, context.clock.now().date_naive(), &stories);
    let logs = read::read_all(context.disk, &places.team);
    let running = shelf::running(context.disk, &places.running());
    let unsent = context
        .disk
        .list(&publish::unsent(&places.private))
        .map_or(0, |it| it.len());
    let roster = roster::read(context.disk, &places.team);
    let path = |it: &Path| it.to_string_lossy().into_owned();
    let mut holds = vec![
        Holding {
            what: "people in the roster: names, and addresses, tags and days away if they were given",
            n: Some(roster.people.len()),
            path: path(&places.team.join(roster::FOLDER)),
            until: "firelight forget NAME",
        },
        Holding {
            what: "session logs: ritual, times of steps, questions dealt, lines people agreed to keep, what came of a choice of five people or more",
            n: Some(logs.logs.len()),
            path: path(&places.team.join("sessions")),
            until: "somebody removes them",
        },
    ];
    for (place, what, until) in OTHERS {
        let place = places.team.join(place);
        let n = n_files(context.disk, &place);
        holds.extend((n > 0).then(|| Holding {
            what,
            n: Some(n),
            path: path(&place),
            until,
        }));
    }
    let stored = Stored {
        team: Folder {
            path: path(&places.team),
            readers: "everybody who can open this folder, and whatever syncs it",
            lies_in: places::spread(&places.team),
            holds,
        },
        private: Folder {
            path: path(&places.private),
            readers: "only this account on this computer",
            lies_in: None,
            holds: vec![
                Holding {
                    what: "sessions that run or were left, with the names of those who were there",
                    n: Some(running.found.len() + running.faults.len()),
                    path: path(&places.running()),
                    until: "the session closes, or seven days",
                },
                Holding {
                    what: "logs that wait for the team's folder",
                    n: Some(unsent),
                    path: path(&publish::unsent(&places.private)),
                    until: "the next run sends them",
                },
                Holding {
                    what: "which team's folder was used last",
                    n: Some(usize::from(places.remembers_team())),
                    path: path(&places.private),
                    until: "another one is used",
                },
                Holding {
                    what: "who should not share a group, by id, if that was ever asked",
                    n: None,
                    path: path(&apart::path(&places.private)),
                    until: "you take it back, or the person is forgotten",
                },
                Holding {
                    what: "who would like to tell a story, if you asked for stories",
                    n: None,
                    path: path(&slots::folder(&places.private)),
                    until: "a week after that day; firelight plan story off; they withdraw",
                },
                Holding {
                    what: "your own story, if you began one",
                    n: None,
                    path: path(&store::path(&places.private)),
                    until: "firelight story wipe",
                },
            ],
        },
        never: NEVER,
        out_of_reach: OUT_OF_REACH,
    };
    if context.globals.json {
        context.json(&stored)?;
    } else {
        say(context, &stored)?;
    }
    Ok(Exit::Done)
}

/// Files at a place or in the folders there.
fn n_files(disk: &dyn Disk, place: &Path) -> usize {
    let mut n = 0;
    let mut places = vec![(place.to_path_buf(), 0)];
    while let Some((place, depth)) = places.pop() {
        match disk.look(&place).map(|it| it.kind) {
            Ok(Kind::File) => n += 1,
            Ok(Kind::Folder) if depth < DEEPEST => {
                let inner = disk.list(&place).unwrap_or_default().into_iter();
                places.extend(inner.map(|it| (it, depth + 1)));
            }
            _ => {}
        }
    }
    n
}

fn say(context: &mut Context<'_>, stored: &Stored) -> Result<(), Failure> {
    for (name, folder) in [
        ("The team's folder", &stored.team),
        ("Your own folder", &stored.private),
    ] {
        writeln!(context.out, "{name}: {}", visible(&folder.path))?;
        context.hang("  ", &format!("Can be read by: {}.", folder.readers))?;
        if let Some(whose) = &folder.lies_in {
            let whose = visible(whose);
            let lies = format!("It lies in {whose}; every copy of that can be read too.");
            context.hang("  ", &lies)?;
        }
        for it in &folder.holds {
            let n = it.n.map_or_else(String::new, |it| it.to_string());
            let what = it.n.map_or(it.what.to_string(), |n| counted(n, it.what));
            context.hang(&format!("  {n:>4}  "), &what)?;
            context.hang("        ", &format!("until {}", it.until))?;
        }
        writeln!(context.out)?;
    }
    for (head, lines) in [
        ("Never stored:", stored.never),
        ("Out of reach:", stored.out_of_reach),
    ] {
        writeln!(context.out, "{head}")?;
        for line in lines {
            context.hang("  ", line)?;
        }
        writeln!(context.out)?;
    }
    Ok(())
}

/// What is held, as one says it of so many.
fn counted(n: usize, what: &str) -> String {
    const ONE: &[(&str, &str)] = &[
        ("people ", "person "),
        ("session logs", "session log"),
        ("sessions that run or were", "session that runs or was"),
        ("logs that wait", "log that waits"),
        ("weeks that were", "week that was"),
        ("turns that were", "turn that was"),
        ("questions that are", "question that is"),
        (
            "the team's own rituals and questions",
            "ritual or bank of the team's own",
        ),
    ];
    let one = ONE.iter().find(|it| n == 1 && what.starts_with(it.0));
    one.map_or(what.to_string(), |(many, one)| what.replacen(many, one, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_something_is_one() {
        assert_eq!(counted(1, "session logs: ritual"), "session log: ritual");
        assert_eq!(counted(2, "session logs: ritual"), "session logs: ritual");
        let others = OTHERS.iter().map(|it| counted(1, it.1));
        assert!(others.eq(OTHERS.iter().map(|it| match it.0 {
            "plans" => "week that was planned".to_string(),
            "rotas" => "turn that was taken, by id".to_string(),
            "hidden" => "question that is not dealt here".to_string(),
            "prompts" => "ritual or bank of the team's own".to_string(),
            _ => it.1.to_string(),
        })));
    }
}
