//! `firelight plan story slots`: who would like to tell, for the organiser's eyes only.
//!
//! Names are typed at prompts and never are arguments. Nothing says how many could still tell, or
//! who has not said anything, and a session never reads this.

use std::io;

use super::super::super::{Context, Exit, Failure, alone, reason, replied, sentence};
use super::{Desk, in_words, planned};
use crate::fault::{Broken, visible};
use crate::plan::slots::{self, MOST, Page, Shortened};
use crate::ui::{Choice, Question, Ui};

/// What an organiser does when somebody withdraws.
const WITHDRAWN: &str = "Gone, to the last letter. Say nothing of it, plan nothing in its place: the meeting ends earlier.";

/// What is said when even a shorter page could not be written.
const ALL_GONE: &str = "Gone, to the last letter. The disk had no room for the others, so the whole page went: type their names once more.";

/// What is said when somebody else's hand was in the page.
const CHANGED: &str = "The page was changed meanwhile. Look again.";

pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    if context.globals.json {
        let why = "Who tells is for your eyes only, and never JSON: firelight plan story slots";
        return Err(Failure::Misuse(why.to_string()));
    }
    let desk = Desk::open(context)?;
    let story = planned(&desk)?;
    let then = "Who tells is for you alone: firelight plan story slots, when it is over.";
    drop(alone(context, &desk.places, then)?);
    let private = &desk.places.private;
    let _lock = slots::lock(context.disk, private).map_err(|it| not_locked(&it))?;
    // Again: only now there is certainly a folder that can be held.
    let _alone = alone(context, &desk.places, then)?;
    let page = desk.page(context.disk, story);
    // Where its day cannot be mended now it is read as it is.
    let _ = page.settle();
    let tells = page.read().map_err(unread)?;
    let mut said = vec![
        "Only you see this. Names, in the order of telling; nobody has to say a title.".to_string(),
    ];
    if !page.is_as_written(&tells) {
        said.push(
            "The page was written by hand: with your next change only the names stay.".to_string(),
        );
    }
    let door = context.door;
    let mut table = Table {
        ui: door()?,
        page,
        tells,
        said,
    };
    match table.work() {
        Ok(()) => Ok(Exit::Done),
        Err(Failure::Stopped(why)) => Ok(Exit::Stopped(why)),
        Err(failure) => Err(failure),
    }
}

/// Why the pages cannot be changed now.
pub(super) fn not_locked(error: &io::Error) -> Failure {
    Failure::Failed(match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::AlreadyExists => {
            "Your page for the stories is open in another window. Close it there first; nothing is changed.".to_string()
        }
        _ => format!("The own folder cannot be written: {}.", reason(error)),
    })
}

/// Why a page cannot be read: never what stands in it.
fn unread(broken: Broken) -> Failure {
    let path = visible(&broken.path.to_string_lossy());
    let fault = broken.faults.first();
    let (what, help) = fault.map_or(("", ""), |it| (&it.message, &it.help));
    Failure::Failed(format!(
        "{path}: {}. {}",
        visible(what),
        sentence(&visible(help))
    ))
}

/// The page with the organiser in front of it.
struct Table<'a> {
    ui: Box<dyn Ui + 'a>,
    page: Page<'a>,
    tells: Vec<String>,
    /// What is said above the names next time.
    said: Vec<String>,
}

impl Table<'_> {
    fn work(&mut self) -> Result<(), Failure> {
        loop {
            let mut help = std::mem::take(&mut self.said);
            let rows = self.tells.iter().zip(1..);
            help.extend(rows.map(|(name, nth)| format!("{nth}. {name}")));
            let choice = Choice {
                text: format!("Who tells on {}?", in_words(self.page.on)),
                help,
                options: [
                    ('d', "done"),
                    ('t', "somebody would like to tell"),
                    ('s', "two change places"),
                    ('w', "somebody withdraws"),
                ]
                .map(|(key, words)| (key, words.to_string()))
                .to_vec(),
                ..Choice::default()
            };
            let Some(chosen) = replied(|| self.ui.choose(&choice))? else {
                return Ok(());
            };
            let said = match chosen {
                1 => self.take()?,
                2 => self.swap()?,
                3 => self.withdraw()?,
                _ => return Ok(()),
            };
            self.said.extend(said);
        }
    }

    /// What was typed, if anything.
    fn ask(&mut self, text: &str, help: &str) -> Result<Option<String>, Failure> {
        let rows = self.tells.iter().zip(1..);
        let mut help = vec![help.to_string()];
        help.extend(rows.map(|(name, nth)| format!("{nth}. {name}")));
        let question = Question {
            text: text.to_string(),
            help,
            empty: "back".to_string(),
            lines: false,
            draft: String::new(),
        };
        let typed = replied(|| self.ui.ask(&question))?;
        Ok(typed.filter(|it| !it.trim().is_empty()))
    }

    fn take(&mut self) -> Result<Option<String>, Failure> {
        if self.tells.len() == MOST {
            let full = "Six stories are what one sitting can hear. Another would like another day.";
            return Ok(Some(full.to_string()));
        }
        let Some(typed) = self.ask("Who would like to tell?", "One name, and nothing else.")?
        else {
            return Ok(None);
        };
        if !self.is_as_shown()? {
            return Ok(Some(CHANGED.to_string()));
        }
        let Some(name) = slots::name(&typed) else {
            return Ok(Some(
                "That is no name that can be written down.".to_string(),
            ));
        };
        if self.at(&name).is_some() {
            return Ok(Some(format!(
                "{name} is there already. Two people of one name need another letter."
            )));
        }
        let mut tells = self.tells.clone();
        tells.push(name);
        self.keep(tells)?;
        Ok(None)
    }

    fn swap(&mut self) -> Result<Option<String>, Failure> {
        let help = "Two numbers, such as 1 3.";
        let Some(typed) = self.ask("Which two change places?", help)? else {
            return Ok(None);
        };
        if !self.is_as_shown()? {
            return Ok(Some(CHANGED.to_string()));
        }
        let words = typed.split([' ', ',']).filter(|it| !it.is_empty());
        let places: Option<Vec<usize>> = words.map(|it| self.at(it)).collect();
        match places.as_deref() {
            Some([one, other]) if one != other => {
                let mut tells = self.tells.clone();
                tells.swap(*one, *other);
                self.keep(tells)?;
                Ok(None)
            }
            _ => Ok(Some(format!("That is no pair of these. {help}"))),
        }
    }

    fn withdraw(&mut self) -> Result<Option<String>, Failure> {
        let Some(typed) = self.ask("Who withdraws?", "A name or a number.")? else {
            return Ok(None);
        };
        if !self.is_as_shown()? {
            return Ok(Some(CHANGED.to_string()));
        }
        let Some(at) = self.at(&typed) else {
            return Ok(Some("Nobody here has that name or number.".to_string()));
        };
        let mut tells = self.tells.clone();
        tells.remove(at);
        let shortened = self.page.shorten(&tells).map_err(|it| {
            let path = visible(&slots::folder(self.page.private).to_string_lossy());
            Failure::Failed(format!(
                "It could not be taken away: {}. Remove the page yourself, in {path}",
                reason(&it)
            ))
        })?;
        match shortened {
            Shortened::Kept => self.tells = tells,
            Shortened::Gone => {
                self.tells.clear();
                return Ok(Some(ALL_GONE.to_string()));
            }
        }
        Ok(Some(WITHDRAWN.to_string()))
    }

    /// Whether the page is still as it is shown; otherwise it is shown anew.
    fn is_as_shown(&mut self) -> Result<bool, Failure> {
        let tells = self.page.read().map_err(unread)?;
        let is_same = tells == self.tells;
        self.tells = tells;
        Ok(is_same)
    }

    /// Whose place is meant by a name or a number.
    fn at(&self, typed: &str) -> Option<usize> {
        let typed = typed.trim();
        let number = typed.trim_end_matches('.').parse::<usize>().ok();
        let number = number.filter(|it| (1..=self.tells.len()).contains(it));
        let name = typed.to_lowercase();
        let named = || self.tells.iter().position(|it| it.to_lowercase() == name);
        number.map(|it| it - 1).or_else(named)
    }

    /// Keeps the page, for good before it is shown.
    fn keep(&mut self, tells: Vec<String>) -> Result<(), Failure> {
        self.page.write(&tells).map_err(|it| {
            Failure::Failed(format!(
                "Who tells could not be saved: {}. It is as it was.",
                reason(&it)
            ))
        })?;
        self.tells = tells;
        Ok(())
    }
}
