//! The commands: one file each, which owns its arguments and its action.
//!
//! A command writes its answer to [`Context::out`] and ends with an [`Exit`] or a
//! [`Failure`]; what these mean for the exit code is said here and nowhere else.

pub mod check;
pub mod complete;
pub mod completions;
pub mod evidence;
pub mod forget;
pub mod groups;
pub mod home;
pub mod log;
pub mod man;
pub mod plan;
pub mod questions;
pub mod rehearse;
pub mod rituals;
pub mod run;
pub mod schema;
pub mod stage;
pub mod stored;
pub mod story;
pub mod team;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::disk::{Disk, Held};
use crate::fault::{Broken, visible};
use crate::journal::shelf;
use crate::library::{Library, Missing};
use crate::places::{self, Asked, Places};
use crate::story::store;
use crate::team::Team;
use crate::ui::{self, Action, Choice, Reply, Ui, Why, text};

/// What all commands have in common; help shows it behind what is a command's own.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Globals {
    /// The team's folder
    #[arg(long, global = true, display_order = 901, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Your own folder, which nobody else should read
    #[arg(long, global = true, display_order = 902, value_name = "DIR")]
    pub private: Option<PathBuf>,
    /// Fixes everything drawn by lot
    #[arg(long, global = true, display_order = 903, value_name = "N", value_parser = seed)]
    pub seed: Option<u64>,
    /// Lines instead of screens, for speech readers and pipes
    #[arg(long, global = true, display_order = 904)]
    pub plain: bool,
    /// A clock that begins here and moves only as countdowns run out
    #[arg(long, global = true, display_order = 905, value_name = "TIME", value_parser = time)]
    pub now: Option<crate::clock::Stamp>,
    /// The answer as JSON
    #[arg(long, global = true, display_order = 906)]
    pub json: bool,
}

fn seed(typed: &str) -> Result<u64, String> {
    let wanted = |_| "a whole number up to 18446744073709551615".to_string();
    typed.parse().map_err(wanted)
}

fn time(typed: &str) -> Result<crate::clock::Stamp, String> {
    chrono::DateTime::parse_from_rfc3339(typed)
        .map_err(|_| "a time such as 2026-11-30T09:30:00+01:00".to_string())
}

/// Opens the door to people; called once, and only by commands that talk.
pub type Door<'a> = dyn Fn() -> Result<Box<dyn Ui + 'a>, ui::Error> + 'a;

/// What a command needs of the world.
pub struct Context<'a> {
    /// What all commands have in common.
    pub globals: Globals,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// The file system.
    pub disk: &'a dyn Disk,
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    /// The current folder.
    pub folder: &'a Path,
    /// Where answers go.
    pub out: &'a mut dyn Write,
    /// Where warnings go.
    pub err: &'a mut dyn Write,
    /// The door to people.
    pub door: &'a Door<'a>,
    /// Whether there is a terminal to show screens on.
    pub is_terminal: bool,
    /// Columns of the window, if there is one.
    pub columns: Option<usize>,
}

/// How a command ended when nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done: 0.
    Done,
    /// Done, and what was looked at has faults: 1.
    Faults,
    /// Stopped before the end.
    Stopped(Why),
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub enum Failure {
    /// It was asked for wrongly: 2.
    Misuse(String),
    /// It could not be done: 1.
    Failed(String),
    /// Nobody answered what it asked first.
    Stopped(Why),
    /// Whoever was reading is gone: 0, quietly.
    Closed,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Faults | Self::Stopped(Why::Ended) => 1,
            Self::Stopped(Why::Person) => 130,
            Self::Stopped(Why::HungUp) => 129,
            Self::Stopped(Why::Terminated) => 143,
        }
    }
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Misuse(_) => 2,
            Self::Failed(_) => 1,
            Self::Stopped(why) => Exit::Stopped(*why).code(),
            Self::Closed => 0,
        }
    }
}

/// The answer, if there is one; `None` when something else was asked for.
///
/// # Errors
/// [`Failure::Stopped`] when there will be no answer.
pub fn answer<T>(reply: Reply<T>) -> Result<Option<T>, Failure> {
    match reply {
        Reply::Given(answer) => Ok(Some(answer)),
        Reply::Aside(Action::Leave) => Err(Failure::Stopped(Why::Person)),
        Reply::Aside(_) => Ok(None),
        Reply::Stopped(why) => Err(Failure::Stopped(why)),
    }
}

/// The answer to what is asked until there is one; `None` when somebody goes back.
///
/// # Errors
/// [`Failure::Stopped`] when there will be no answer.
pub fn replied<T>(
    mut ask: impl FnMut() -> Result<Reply<T>, ui::Error>,
) -> Result<Option<T>, Failure> {
    loop {
        match ask()? {
            Reply::Aside(Action::Back) => return Ok(None),
            reply => {
                if let Some(answer) = answer(reply)? {
                    return Ok(Some(answer));
                }
            }
        }
    }
}

/// Whether the second option of a choice was taken, where the first one is no.
///
/// # Errors
/// When nobody answers.
pub fn agrees(context: &Context<'_>, choice: &Choice) -> Result<bool, Failure> {
    Ok(chosen(context, choice)? == 1)
}

/// What keeps whoever begins to share a screen from doing so unwarned, as long as it lives.
#[must_use]
pub struct Alone(#[expect(dead_code, reason = "it is held, not used")] Option<Held>);

/// What is for one person's eyes is shown only while no screen may be shared here, and while what
/// is given is held.
///
/// # Errors
/// With what `then` is to be done, when a session runs here or begins, or a stage is open.
pub fn alone(context: &Context<'_>, places: &Places, then: &str) -> Result<Alone, Failure> {
    let running = shelf::running(context.disk, &places.running());
    if running.found.iter().any(|it| it.locked) {
        return Err(Failure::Failed(format!(
            "A session is running here, and a screen may be shared. {then}"
        )));
    }
    let held = store::show(context.disk, &places.private).map_err(|_| {
        Failure::Failed(format!(
            "A session begins here, or a stage is open, and a screen may be shared. {then}"
        ))
    })?;
    Ok(Alone(held))
}

/// Which option of a choice was taken.
///
/// # Errors
/// When nobody answers.
pub fn chosen(context: &Context<'_>, choice: &Choice) -> Result<usize, Failure> {
    let door = context.door;
    taken(&mut *door()?, choice)
}

/// The same, at a door that is open already: nothing lies before it to go back to.
///
/// # Errors
/// When nobody answers.
pub fn taken(ui: &mut dyn Ui, choice: &Choice) -> Result<usize, Failure> {
    loop {
        if let Some(taken) = answer(ui.choose(choice)?)? {
            return Ok(taken);
        }
    }
}

impl From<io::Error> for Failure {
    /// Output that cannot be written.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Failed(format!(
                "The answer could not be written: {}.",
                reason(&error)
            ))
        }
    }
}

impl From<ui::Error> for Failure {
    fn from(error: ui::Error) -> Self {
        match error {
            ui::Error::Closed => Self::Closed,
            ui::Error::Screen(error) => error.into(),
        }
    }
}

impl From<places::Refused> for Failure {
    fn from(refused: places::Refused) -> Self {
        Self::Failed(visible(&refused.to_string()))
    }
}

impl From<Missing> for Failure {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::NotFound { .. } | Missing::Ambiguous { .. } => {
                Self::Misuse(sentence(&missing.to_string()))
            }
            Missing::Faulty(broken) => {
                let faults: Vec<String> = broken
                    .faults
                    .iter()
                    .map(|it| crate::fault::render(it, &broken.source))
                    .collect();
                Self::Failed(faults.join("\n\n"))
            }
            Missing::Circle { .. } | Missing::TooMany { .. } => {
                Self::Failed(sentence(&missing.to_string()))
            }
        }
    }
}

impl Context<'_> {
    /// The two folders.
    ///
    /// # Errors
    /// When one is refused.
    pub fn places(&self) -> Result<Places, Failure> {
        Ok(places::resolve(&Asked {
            home: self.globals.home.as_deref(),
            private: self.globals.private.as_deref(),
            env: self.env,
            folder: self.folder,
        })?)
    }

    /// The IANA name of the time zone.
    pub fn zone(&self) -> String {
        let asked = (self.env)("TZ").and_then(|it| it.into_string().ok());
        crate::clock::zone(asked.as_deref())
    }

    /// The team's decisions; a fault in its file is said and does not stop anything.
    ///
    /// # Errors
    /// When the warning cannot be written.
    pub fn team(&mut self, places: &Places) -> Result<Team, Failure> {
        let (team, broken) = crate::team::read(self.disk, &places.team);
        for broken in &broken {
            self.warn_of(broken)?;
        }
        Ok(team)
    }

    /// Says what is wrong in a file that is passed over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn warn_of(&mut self, broken: &Broken) -> Result<(), Failure> {
        for fault in &broken.faults {
            writeln!(
                self.err,
                "{}\n",
                crate::fault::render(fault, &broken.source)
            )?;
        }
        Ok(())
    }

    /// Columns that lists may take: those of the window, and a hundred at most.
    pub fn width(&self) -> usize {
        self.columns.unwrap_or(100).clamp(20, 100)
    }

    /// Prints text behind a head, wrapped to the window.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn hang(&mut self, head: &str, text: &str) -> Result<(), Failure> {
        write!(self.out, "{}", text::hanging(head, text, self.width()))?;
        Ok(())
    }

    /// Prints a value as JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json<T: serde::Serialize>(&mut self, value: &T) -> Result<(), Failure> {
        let json =
            serde_json::to_string_pretty(value).map_err(|it| Failure::Failed(it.to_string()))?;
        writeln!(self.out, "{}", crate::json::json_safe(&json))?;
        Ok(())
    }
}

/// Rituals and banks, as this team has them.
pub fn library<'a>(disk: &'a dyn Disk, places: &Places, team: &Team) -> Library<'a> {
    Library::new(disk, Some(&places.team), &team.hide)
}

/// What the system says, without its number.
pub fn reason(error: &io::Error) -> String {
    visible(&crate::disk::words(error))
}

/// Words as a sentence: a capital first and an end.
pub fn sentence(words: &str) -> String {
    let end = if words.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{}{end}", capital(words))
}

/// A word with a capital first.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
