//! Who is here and where: by flag, or asked before anything begins.

use super::{Args, known};
use crate::commands::{Failure, answer};
use crate::fault::visible;
use crate::host::{World, screens};
use crate::names::{self, Name, Typed};
use crate::ritual::{Mode, Ritual, What};
use crate::roster::Roster;
use crate::ui::{Choice, Question, Ui, Why};

/// Most columns of a window that can be read from the back of a room.
const READABLE: usize = 100;

/// Who is here, and where.
pub(super) struct Here {
    /// One for each; without a name where only their number is known.
    pub names: Vec<Name>,
    /// Whether it is known how many they are.
    pub counted: bool,
    /// Where they are.
    pub mode: Mode,
}

/// Asks what the flags do not say.
///
/// # Errors
/// When a flag cannot be meant so, or nobody answered.
pub(super) fn here(
    world: &World<'_>,
    ui: &mut dyn Ui,
    args: &Args,
    ritual: &Ritual,
    columns: Option<usize>,
    everybody: &[Name],
) -> Result<Here, Failure> {
    loop {
        let typed = who(ui, args, columns, everybody)?;
        let counted = typed != Typed::Nobody;
        let mut names = typed.names();
        known::of_names(ui, &world.roster, &mut names)?;
        // Going back from the second question asks the first one again.
        if let Some(mode) = mode(ui, args, &mut names, ritual, &world.roster)? {
            return Ok(Here {
                names,
                counted,
                mode,
            });
        }
    }
}

/// Who is here: by flag, or asked for until it can be read; Enter takes everybody, if there is
/// a roster.
fn who(
    ui: &mut dyn Ui,
    args: &Args,
    columns: Option<usize>,
    everybody: &[Name],
) -> Result<Typed, Failure> {
    if let Some(people) = args.people {
        return Ok(Typed::Number(people.into()));
    }
    if let Some(with) = &args.with {
        return match names::read(with) {
            Ok(Typed::Names(names)) => Ok(Typed::Names(names)),
            Ok(Typed::Number(_)) => Err(Failure::Misuse(
                "--with takes names; for a number there is --people.".to_string(),
            )),
            Ok(Typed::Nobody) => Err(Failure::Misuse(
                "--with has no name in it, such as --with Ana,Ben.".to_string(),
            )),
            Err(sentence) => Err(Failure::Misuse(sentence)),
        };
    }
    let (how, empty) = match everybody.len() {
        0 => (
            "Names with commas between them, a number, or Enter to go without.",
            "go without names".to_string(),
        ),
        n => (
            "Names, a number, or Enter for everybody who is not away.",
            screens::count(n as i64, "person"),
        ),
    };
    let mut help = vec![how.to_string()];
    if !args.cue {
        help.push("Share one window, not your whole desktop.".to_string());
    }
    // What only one person reads need not be large.
    help.extend(columns.filter(|it| *it > READABLE && !args.cue).map(|it| {
        format!("Enlarge the text until this says {READABLE} columns or less: now {it}.")
    }));
    let mut question = Question {
        text: "Who is here?".to_string(),
        help,
        empty,
        ..Question::default()
    };
    loop {
        let Some(typed) = answer(ui.ask(&question)?)? else {
            continue;
        };
        let is_everybody = typed.trim().is_empty() && !everybody.is_empty();
        let read = match is_everybody {
            true => Ok(Typed::Names(everybody.to_vec())),
            false => names::read(&typed),
        };
        match read {
            Ok(typed) => {
                if let Some(sentence) = typed.read_back() {
                    ui.tell(&sentence)?;
                }
                return Ok(typed);
            }
            Err(sentence) => question.help = vec![sentence],
        }
    }
}

/// One person alone is told that it needs two, and may wait until others have come, or leave it.
///
/// # Errors
/// When nobody answers, or it is left.
pub(super) fn wait_for_others(
    ui: &mut dyn Ui,
    ritual: &Ritual,
    names: &mut Vec<Name>,
) -> Result<(), Failure> {
    let choice = Choice {
        text: format!("{} needs two people, and one is here.", ritual.title),
        help: vec![format!(
            "What it is like: firelight rehearse {}",
            visible(&ritual.id)
        )],
        options: vec![
            ('w', "wait for others, and say who has come".to_string()),
            ('l', "leave it for now".to_string()),
            ('a', "hear its lines all the same".to_string()),
        ],
        default: 2,
        live: Some(0),
        ..Choice::default()
    };
    let mut question = Question {
        text: "Who has come?".to_string(),
        help: vec!["Names with commas between them, or a number.".to_string()],
        empty: "nobody, so leave it for now".to_string(),
        ..Question::default()
    };
    let mut waits = false;
    while names.len() == 1 && ritual.people.min > 1 {
        if !waits {
            match answer(ui.choose(&choice)?)? {
                Some(0) => waits = true,
                Some(1) => return Err(Failure::Stopped(Why::Person)),
                Some(_) => return Ok(()),
                None => {}
            }
            continue;
        }
        let Some(typed) = answer(ui.ask(&question)?)? else {
            waits = false;
            continue;
        };
        match names::read(&typed) {
            Ok(Typed::Nobody) => return Err(Failure::Stopped(Why::Person)),
            Ok(typed) => names.extend(typed.names()),
            Err(sentence) => question.help = vec![sentence],
        }
    }
    Ok(())
}

/// Where people are: by flag, by names, or asked once; `None` to go back.
fn mode(
    ui: &mut dyn Ui,
    args: &Args,
    names: &mut [Name],
    ritual: &Ritual,
    roster: &Roster,
) -> Result<Option<Mode>, Failure> {
    if let Some(remote) = &args.remote {
        names::mark_remote(names, remote, roster).map_err(Failure::Misuse)?;
    }
    let is_marked = names.iter().any(|it| it.remote);
    // Without names it is groups alone that must know how many are where.
    let has_groups = ritual
        .steps
        .iter()
        .any(|it| matches!(it.what, What::Groups(_)));
    match args.mode() {
        Some(Mode::Hybrid) if !is_marked && has_groups => return which_of(ui, names, roster),
        Some(mode) => return Ok(Some(mode)),
        None if is_marked => return Ok(Some(of_names(names))),
        None => {}
    }
    // A team that marks who is on a screen has said that these are not.
    let are_known = !names.is_empty() && names.iter().all(|it| it.id.is_some());
    if are_known && roster.people.iter().any(|it| it.has("remote")) {
        return Ok(Some(Mode::Room));
    }
    let choice = Choice {
        text: "Anybody on a screen?".to_string(),
        options: vec![
            ('1', "nobody".to_string()),
            ('2', "everybody".to_string()),
            ('3', "some".to_string()),
        ],
        ..Choice::default()
    };
    match answer(ui.choose(&choice)?)? {
        None => return Ok(None),
        Some(0) => return Ok(Some(Mode::Room)),
        Some(1) => return Ok(Some(Mode::Remote)),
        Some(_) => {}
    }
    let is_nameless = names.iter().all(|it| it.name.is_empty());
    if is_nameless && !has_groups {
        return Ok(Some(Mode::Hybrid));
    }
    which_of(ui, names, roster)
}

/// Which of those who are here are on a screen: who, or how many. Enter goes on without knowing.
fn which_of(ui: &mut dyn Ui, names: &mut [Name], roster: &Roster) -> Result<Option<Mode>, Failure> {
    if names.is_empty() {
        return Ok(Some(Mode::Hybrid));
    }
    let (text, help, empty) = if names.iter().all(|it| it.name.is_empty()) {
        (
            "How many are on a screen?",
            "A number, such as 2.",
            "nobody knows",
        )
    } else {
        (
            "Who is on a screen?",
            "Their names, or how they begin.",
            "no matter who",
        )
    };
    let mut question = Question {
        text: text.to_string(),
        help: vec![help.to_string()],
        empty: empty.to_string(),
        ..Question::default()
    };
    loop {
        match answer(ui.ask(&question)?)? {
            None => return Ok(None),
            Some(typed) if typed.trim().is_empty() => return Ok(Some(Mode::Hybrid)),
            Some(typed) => match names::mark_remote(names, &typed, roster) {
                Ok(()) => return Ok(Some(of_names(names))),
                Err(sentence) => question.help = vec![sentence],
            },
        }
    }
}

/// The mode of people of whom it is known who is on a screen.
fn of_names(names: &[Name]) -> Mode {
    if names.iter().all(|it| it.remote) {
        Mode::Remote
    } else if names.iter().any(|it| it.remote) {
        Mode::Hybrid
    } else {
        Mode::Room
    }
}
