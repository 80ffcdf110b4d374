//! `firelight plan story slots`: who would like to tell, for the organiser's eyes only.
//!
//! Names are typed at prompts and never are arguments. Nothing says how many could still tell, or
//! who has not said anything, and a session never reads this.

use chrono::NaiveDate;

use super::super::super::{Context, Exit, Failure, alone, answer, reason, replied};
use super::{Desk, in_words, planned};
use crate::disk::Disk;
use crate::fault::visible;
use crate::plan::slots::{self, MOST};
use crate::ui::{Choice, Question, Ui};

/// What an organiser does when somebody withdraws.
const WITHDRAWN: &str = "Gone, to the last letter. Say nothing of it, plan nothing in its place: the meeting ends earlier.";

pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let story = planned(&desk)?;
    let _alone = alone(
        context,
        &desk.places,
        "Who tells is for you alone: firelight plan story slots, when it is over.",
    )?;
    let private = &desk.places.private;
    let tells = slots::read(context.disk, private, story.on).map_err(|broken| {
        let path = visible(&broken.path.to_string_lossy());
        let fault = broken.faults.first().map_or("", |it| it.message.as_str());
        Failure::Failed(format!(
            "{path} cannot be read: {}. Mend it there, or remove it.",
            visible(fault)
        ))
    })?;
    let door = context.door;
    let mut table = Table {
        ui: door()?,
        disk: context.disk,
        private,
        on: story.on,
        tells,
        said: vec![
            "Only you see this. Names, in the order of telling; nobody has to say a title."
                .to_string(),
        ],
    };
    match table.work() {
        Ok(()) => Ok(Exit::Done),
        Err(Failure::Stopped(why)) => Ok(Exit::Stopped(why)),
        Err(failure) => Err(failure),
    }
}

/// The page with the organiser in front of it.
struct Table<'a> {
    ui: Box<dyn Ui + 'a>,
    disk: &'a dyn Disk,
    private: &'a std::path::Path,
    on: NaiveDate,
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
                text: format!("Who tells on {}?", in_words(self.on)),
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
            let Some(chosen) = answer(self.ui.choose(&choice)?)? else {
                continue;
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
        let Some(at) = self.at(&typed) else {
            return Ok(Some("Nobody here has that name or number.".to_string()));
        };
        let mut tells = self.tells.clone();
        tells.remove(at);
        self.keep(tells)?;
        Ok(Some(WITHDRAWN.to_string()))
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
        slots::write(self.disk, self.private, self.on, &tells).map_err(|it| {
            Failure::Failed(format!(
                "Who tells could not be saved: {}. It is as it was.",
                reason(&it)
            ))
        })?;
        self.tells = tells;
        Ok(())
    }
}
