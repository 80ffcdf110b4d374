//! The one door to people: a trait with few verbs and typed replies.
//!
//! This room knows nothing of rituals, sessions or files. Whoever speaks to people hands in
//! what should be seen and gets a [`Reply`]. Ports: [`terminal`] (dialoguer and console),
//! [`plain`] (lines, for speech readers and pipes), [`scripted`], which wraps plain, and
//! [`printed`], where nobody answers.
//! Every text handed in may come from a person; ports clean it with [`text`].

pub mod editor;
pub mod keys;
pub mod lines;
pub mod marks;
pub mod plain;
pub mod printed;
mod raw;
pub mod scripted;
pub mod signals;
pub mod terminal;
pub mod text;
mod timer;
pub mod times;

use std::time::Duration;

use times::Times;

/// How often whoever watches looks for something new.
const LOOK: Duration = Duration::from_millis(100);

/// What came back from a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// An answer.
    Given(T),
    /// Something else than an answer was asked for.
    Aside(Action),
    /// There will be no answer.
    Stopped(Why),
}

/// What a person may ask for instead of answering. One key map everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Space: hold the clock, or let it go on.
    Hold,
    /// `+`: half a minute more.
    More,
    /// `-`: half a minute less.
    Less,
    /// `l`: this person later.
    Later,
    /// `n`: nobody else, or no more.
    Enough,
    /// `j`: somebody joined.
    Joined,
    /// `g`: somebody has gone.
    Gone,
    /// `b`: back by one.
    Back,
    /// `s`: another question.
    Other,
    /// `v`: text for the chat.
    Text,
    /// `t`: how many minutes there are, and words that help.
    Time,
    /// `m`: a moment.
    Moment,
    /// `q`: leave, or end early.
    Leave,
    /// The computer slept for so many seconds while a clock ran.
    Slept(i64),
}

/// Why there will be no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A person stopped it with Ctrl-C, or left. Exit code 130.
    Person,
    /// The input ended. Exit code 1.
    Ended,
    /// The terminal went away. Exit code 129.
    HungUp,
    /// The program was asked to terminate. Exit code 143.
    Terminated,
}

/// Something that a port could not do with its terminal or stream.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Whoever was reading is gone; the end is quiet.
    #[error("nobody reads the output any more")]
    Closed,
    /// Anything else.
    #[error("cannot write to the screen: {0}")]
    Screen(std::io::Error),
}

/// One screen that everybody may see, one thing on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Upper left: what is being held.
    pub title: String,
    /// Upper right: how far along, such as "3 of 8".
    pub place: String,
    /// Whoever speaks, large.
    pub speaker: Option<String>,
    /// The line or question everybody should see; paragraphs apart by `\n`.
    pub text: String,
    /// Words in four quarters: upper left, upper right, lower left, lower right.
    pub grid: Option<[Vec<String>; 4]>,
    /// Items to choose from: a word such as the level, and the text.
    pub list: Vec<(String, String)>,
    /// Who sits where: a room's name, and the people in it.
    pub rooms: Vec<(String, Vec<String>)>,
    /// What goes on in parallel on the countdown.
    pub tracks: Vec<Track>,
    /// Notes for whoever leads, on a screen of their own: a heading such as "note", and the text.
    pub rows: Vec<(String, String)>,
    /// How time goes, under those notes.
    pub times: Option<Times>,
    /// More such notes, each page of them to be turned to.
    pub more: Vec<Vec<(String, String)>>,
    /// One line under it all, such as "Pass is a full answer."
    pub foot: String,
    /// Who may be next.
    pub then: Option<String>,
    /// A quiet note, such as "Not being saved just now."
    pub note: Option<String>,
    /// A countdown, if one runs.
    pub clock: Option<Countdown>,
    /// What that countdown is a part of.
    pub whole: Option<Whole>,
    /// What Enter does, such as "next"; empty on a stage that is only looked at.
    pub enter: String,
    /// What else can be asked for here.
    pub keys: Vec<(Action, String)>,
}

impl Stage {
    /// Whether this can be asked for here.
    pub fn offers(&self, action: Action) -> bool {
        self.keys.iter().any(|it| it.0 == action)
    }
}

/// A clock on the stage. It starts by itself, never ends anything, and counts up softly
/// once it has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Countdown {
    /// Seconds left when the stage is shown; negative once it ran out.
    pub left: i64,
    /// Length of the whole, in seconds.
    pub of: i64,
    /// Whether it is held.
    pub held: bool,
    /// Whether digits are shown; short turns have a clock that only lands.
    pub digits: bool,
    /// What it counts down to, such as "until we meet"; empty where that goes without saying.
    pub until: &'static str,
    /// What is said softly once it ran out, such as "please land"; empty for nothing.
    pub landing: &'static str,
    /// Seconds after the end before that is said.
    pub grace: i64,
    /// Seconds that belong to what follows, such as a silence and thanks; a virtual clock lets them
    /// pass too.
    pub after: i64,
}

/// What a countdown is one part of. Whoever paces themself by both reads them from where they
/// stand, so the digits of the part are large however short it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Seconds that all parts before this one took.
    pub before: i64,
    /// Seconds that there are for all of them.
    pub of: i64,
}

impl Whole {
    /// How much of it has gone, with so many seconds of the part.
    fn said(self, passed: i64) -> String {
        let gone = times::ticking(self.before.saturating_add(passed));
        format!("{gone} of {} so far", times::ticking(self.of))
    }
}

/// What goes on in parallel with others on one countdown, such as in rooms of three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// Whose it is, such as "Groups of three".
    pub name: String,
    /// What holds for all of it, such as "about 2 min each".
    pub about: String,
    /// What it says from when on: seconds since the countdown began, in order, and the words.
    pub marks: Vec<(i64, String)>,
}

impl Track {
    /// What it says so many seconds after the countdown began.
    pub fn at(&self, seconds: i64) -> &str {
        let begun = self.marks.iter().take_while(|it| it.0 <= seconds);
        begun.last().map_or("", |it| it.1.as_str())
    }
}

/// Text to be copied: flush left, a paragraph a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// Where else it can be had; not part of it.
    pub hint: String,
}

/// A question answered by a line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is asked, such as "Who is here?"
    pub text: String,
    /// How to answer: lines under the question.
    pub help: Vec<String>,
    /// What an empty line means, in words, such as "go without names".
    pub empty: String,
    /// Whether several pasted lines are one answer, joined by `\n`.
    pub lines: bool,
    /// Words that stand there to be mended, where a screen can do that.
    pub draft: String,
}

/// A question answered by one of a few options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is asked.
    pub text: String,
    /// Lines above the options.
    pub help: Vec<String>,
    /// The options: the key that takes it, and its words.
    pub options: Vec<(char, String)>,
    /// One line under them, which goes where a screen is too small for it.
    pub foot: String,
    /// The option that Enter takes: an index into `options`.
    pub default: usize,
    /// The one that it takes on a screen, where a second Enter may be a slip of a finger and an
    /// empty line is no way through to the end; `None` for the same.
    pub live: Option<usize>,
}

impl Choice {
    /// Whether this key takes an option.
    fn takes(&self, key: char) -> bool {
        self.options.iter().any(|it| it.0 == key)
    }

    /// Whether one can go back from here: nothing lies before a choice in which leaving is an
    /// option.
    fn has_back(&self) -> bool {
        !self.takes('q')
    }
}

/// The door. A port decides how; callers never know which port they have.
pub trait Ui {
    /// Shows a stage and waits: `Given(())` is Enter.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error>;

    /// Shows whatever `next` gives, and asks it again about ten times a second; `None` means that
    /// nothing is new. `Given(())` when a person leaves with `q`, or the input ends.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error>;

    /// Asks for a line of text; an empty one is `Given("")`.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error>;

    /// Asks for one of a few options; gives its index, and `Aside(Leave)` for `q`.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error>;

    /// Shows text to be copied, flush left and undecorated; on a screen, until Enter.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error>;

    /// Says a line that needs no answer.
    ///
    /// # Errors
    /// When the screen cannot be written.
    fn tell(&mut self, line: &str) -> Result<(), Error>;
}
