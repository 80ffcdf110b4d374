//! The room in which one person works on their story: who may come in, what is saved when, and
//! how it is left.

use std::path::PathBuf;

use super::super::{Alone, Context, Exit, Failure, replied};
use super::typed::{self, Meant};
use super::{Status, words};
use crate::bank::Item;
use crate::clock::Clock;
use crate::disk::{Disk, words as reason};
use crate::fields::one_line;
use crate::keep::{self, LONGEST, Text};
use crate::library::Library;
use crate::places::Places;
use crate::story::store::{self, Lock};
use crate::story::{Moment, Story};
use crate::ui::{Choice, Page, Question, Ui, Why, text};

/// The story with whoever works on it.
pub(super) struct Studio<'a> {
    pub(super) ui: Box<dyn Ui + 'a>,
    pub(super) clock: &'a dyn Clock,
    pub(super) story: Story,
    pub(super) disk: &'a dyn Disk,
    private: PathBuf,
    /// Columns of a row in a list, where there is a screen.
    columns: Option<usize>,
    /// The file's bytes as they were last read or written.
    seen: Option<Vec<u8>>,
    /// Why the last line is not on the disk, if it is not.
    unsaved: Option<String>,
    _alone: Alone,
    _lock: Lock,
}

/// The folders, unless a screen may be shared here; what is given beside them is to be kept for as
/// long as anything of the story is shown.
pub(super) fn alone(context: &Context<'_>) -> Result<(Places, Alone), Failure> {
    let places = context.places()?;
    let then = "Your story opens when it is over, or left with q.";
    let alone = super::super::alone(context, &places, then)?;
    Ok((places, alone))
}

/// The lock on the story.
pub(super) fn lock(context: &Context<'_>, places: &Places) -> Result<Lock, Failure> {
    store::lock(context.disk, &places.private).map_err(|it| {
        Failure::Failed(match it.kind() {
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::AlreadyExists => {
                "Your story is open in another window. Go on there, or leave it first.".to_string()
            }
            _ => format!("The own folder cannot be written: {}.", reason(&it)),
        })
    })
}

/// Opens the studio, works in it, and leaves it with everything saved and nothing shown.
pub(super) fn work(
    context: &mut Context<'_>,
    work: impl FnOnce(&mut Studio<'_>) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let lock = lock(context, &alone(context)?.0)?;
    // Again: only now there is certainly a folder that can be held.
    let (places, alone) = alone(context)?;
    let seen = store::source(context.disk, &places.private).map_err(Failure::Failed)?;
    let story = store::parse(&places.private, seen.as_deref()).map_err(Failure::Failed)?;
    let door = context.door;
    let columns = context.columns.filter(|_| context.is_terminal);
    let mut studio = Studio {
        ui: door()?,
        clock: context.clock,
        story,
        disk: context.disk,
        private: places.private,
        columns,
        seen,
        unsaved: None,
        _alone: alone,
        _lock: lock,
    };
    if !context.is_terminal {
        studio.ui.tell(words::IN_THE_WINDOW)?;
    }
    let worked = work(&mut studio);
    if studio.unsaved.is_some() {
        // A screen that has gone is no reason not to save; what a hand changed meanwhile is one.
        if !studio.is_changed_elsewhere() {
            let _ = studio.save();
        }
    }
    let Studio {
        ui, story, unsaved, ..
    } = studio;
    // What follows is read in the shell, after the screen has gone.
    drop(ui);
    if let Some(why) = unsaved {
        return Err(Failure::Failed(format!(
            "What you wrote last is not saved: {why}. What was saved before is kept: firelight story"
        )));
    }
    let exit = match worked {
        Ok(()) => Exit::Done,
        Err(Failure::Stopped(why)) => Exit::Stopped(why),
        Err(failure) => return Err(failure),
    };
    if context.globals.json {
        context.json(&Status::of(&story))?;
    } else {
        // Where nobody can be told any more, the exit code says it.
        let _ = writeln!(
            context.err,
            "{}",
            if story.is_empty() {
                "Nothing is kept. Until another day: firelight story prep"
            } else {
                "Every finished line is kept. Until another day: firelight story prep"
            }
        );
    }
    Ok(exit)
}

impl Studio<'_> {
    /// Saves the story. When it cannot be, that is said once, and it is tried again with the next
    /// line.
    pub(super) fn save(&mut self) -> Result<(), Failure> {
        match store::write(self.disk, &self.private, &self.story) {
            Ok(bytes) => {
                self.seen = Some(bytes);
                if self.unsaved.take().is_some() {
                    self.ui.tell("Saved again.")?;
                }
            }
            Err(error) => {
                // It may have come as far as the file.
                if let Ok(found) = store::source(self.disk, &self.private)
                    && store::parse(&self.private, found.as_deref()).as_ref() == Ok(&self.story)
                {
                    self.seen = found;
                }
                let why = reason(&error);
                let note = format!("Not saved just now: {why}. It is tried again with each line.");
                if self.unsaved.replace(why).is_none() {
                    self.ui.tell(&note)?;
                }
            }
        }
        Ok(())
    }

    /// Changes the story and saves it, if that changed anything; what it cannot hold is told. Where
    /// the file was changed elsewhere meanwhile, the change is made to what is there now.
    pub(super) fn change(&mut self, mut change: impl FnMut(&mut Story)) -> Result<(), Failure> {
        let mut before = self.story.clone();
        change(&mut self.story);
        if self.story == before && self.unsaved.is_none() {
            return Ok(());
        }
        if self.is_changed_elsewhere() {
            let typed = std::mem::replace(&mut self.story, before);
            self.take_in(&typed)?;
            before = self.story.clone();
            change(&mut self.story);
        }
        if !store::fits(&self.story) {
            self.story = before;
            let note = "That is more than a story holds, and is not kept.";
            return Ok(self.ui.tell(note)?);
        }
        self.save()
    }

    /// Looks whether the story was changed elsewhere, and takes that in.
    pub(super) fn look(&mut self) -> Result<(), Failure> {
        if self.is_changed_elsewhere() {
            let typed = self.story.clone();
            self.take_in(&typed)?;
        }
        Ok(())
    }

    /// Whether another hand was in the file since it was last read or written here. One that is
    /// gone, or cannot be read at all, holds nothing that could be written over.
    fn is_changed_elsewhere(&self) -> bool {
        match store::source(self.disk, &self.private) {
            Ok(Some(found)) => self.seen.as_ref() != Some(&found),
            Ok(None) | Err(_) => false,
        }
    }

    /// Takes in what another hand made of the story, once that can be read; meanwhile what was
    /// typed is shown. What could not be saved before is added to it.
    fn take_in(&mut self, typed: &Story) -> Result<(), Failure> {
        let old = store::parse(&self.private, self.seen.as_deref()).unwrap_or_default();
        let (found, story) = loop {
            let read = store::source(self.disk, &self.private).and_then(|found| {
                let story = store::parse(&self.private, found.as_deref())?;
                Ok((found, story))
            });
            let why = match read {
                Ok(read) => break read,
                Err(why) => why,
            };
            let lines = typed.texts_beside(&old);
            let mut help = vec![why.clone()];
            help.extend(lines.iter().map(|it| format!("Not saved yet: {it}")));
            let choice = Choice {
                text: "Your story was changed elsewhere, and cannot be read now.".to_string(),
                help,
                options: vec![
                    ('t', "it is mended: try again".to_string()),
                    ('l', "leave, without what is not saved yet".to_string()),
                ],
                // An empty line is a way out; on a screen, nothing is lost by a slip of a finger.
                default: 1,
                live: Some(0),
                ..Choice::default()
            };
            if self.choose(&choice)? == Some(1) {
                self.unsaved = None;
                return Err(Failure::Failed(why));
            }
        };
        let own = match self.unsaved {
            Some(_) => self.story.moments_beside(&old),
            None => Vec::new(),
        };
        self.story = story;
        self.seen = found;
        self.story.extend(own);
        let note = "Your story was changed elsewhere; that is what you see now.";
        Ok(self.ui.tell(note)?)
    }

    /// Changes one moment.
    pub(super) fn set(&mut self, id: i64, mut set: impl FnMut(&mut Moment)) -> Result<(), Failure> {
        self.change(|story| {
            if let Some(moment) = story.moments.iter_mut().find(|it| it.id == id) {
                set(moment);
            }
        })
    }

    /// What was typed; `None` for back.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Option<String>, Failure> {
        self.asked(question, false)
    }

    /// The same, where all moments can be looked at.
    pub(super) fn ask_for_moments(
        &mut self,
        question: &Question,
    ) -> Result<Option<String>, Failure> {
        self.asked(question, true)
    }

    fn asked(&mut self, question: &Question, has_list: bool) -> Result<Option<String>, Failure> {
        loop {
            let Some(typed) = replied(|| self.ui.ask(question))? else {
                return Ok(None);
            };
            match typed::meant(&typed, has_list) {
                Meant::Words(words) => return Ok(Some(words)),
                Meant::Leave => return Err(Failure::Stopped(Why::Person)),
                Meant::List => self.list()?,
                Meant::Help => {
                    if has_list {
                        self.ui.tell("l: all moments so far.")?;
                    }
                    for line in typed::HELP {
                        self.ui.tell(line)?;
                    }
                }
                Meant::Unknown(word) => {
                    let note = format!(
                        "There is no {word} here; ? says what there is. To write it down, put a space in front."
                    );
                    self.ui.tell(&note)?;
                }
            }
        }
    }

    /// Shows all moments, whole.
    pub(super) fn list(&mut self) -> Result<(), Failure> {
        let moments = self.story.moments.iter().zip(1..);
        let rows = moments.map(|(it, n)| format!("{n}. {}", one_line(it.text.as_str())));
        self.page("Your moments", rows.collect())
    }

    /// Which was chosen; `None` for back.
    pub(super) fn choose(&mut self, choice: &Choice) -> Result<Option<usize>, Failure> {
        replied(|| self.ui.choose(choice))
    }

    /// Shows a page until somebody goes on.
    pub(super) fn page(&mut self, title: &str, lines: Vec<String>) -> Result<(), Failure> {
        let page = Page {
            title: title.to_string(),
            lines,
            hint: String::new(),
        };
        replied(|| self.ui.page(&page)).map(|_| ())
    }

    /// A line of the story, if anything was typed; one that is cut is told so.
    pub(super) fn take(&mut self, typed: &str) -> Result<Option<Text>, Failure> {
        if typed.trim().len() > LONGEST {
            let note = format!("A line holds {LONGEST} letters; the rest of that one is not kept.");
            self.ui.tell(&note)?;
        }
        Ok(keep::story(typed))
    }

    /// Lines of the story, as many as were typed or pasted.
    pub(super) fn take_lines(&mut self, typed: &str) -> Result<Vec<Text>, Failure> {
        let mut texts = Vec::new();
        for line in typed.lines() {
            texts.extend(self.take(typed::unmarked(line))?);
        }
        Ok(texts)
    }

    /// A row of a list: whole for whoever hears it, and one row of the screen for whoever sees it.
    pub(super) fn row(&self, number: usize, words: &str) -> String {
        let row = format!("{number}. {words}");
        match self.columns {
            Some(columns) => text::shorten_words(&row, columns.saturating_sub(4).clamp(8, 74)),
            None => row,
        }
    }

    /// Moments as rows of a list, counted from 1.
    pub(super) fn rows<'m>(&self, moments: impl IntoIterator<Item = &'m Moment>) -> Vec<String> {
        let moments = moments.into_iter().zip(1..);
        let rows = moments.map(|(it, number)| self.row(number, it.text.as_str()));
        rows.collect()
    }

    /// The next nudge of a bank with one of these tags, another one each time.
    pub(super) fn nudge(&mut self, bank: &str, tag: Option<&str>) -> Result<String, Failure> {
        let nudges = nudges(self.disk, bank, tag);
        let nth = self.story.nudged;
        self.change(|it| it.nudged = (nth + 1) % 1_000_000)?;
        let nudge = nudges.get(nth % nudges.len().max(1));
        Ok(nudge.cloned().unwrap_or_default())
    }
}

/// Which way somebody goes through the parts of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// On to the next.
    On,
    /// Back to the one before.
    Back,
}

/// Something that is asked in a step, given which way one came to it: it says which way one leaves.
pub(super) type Part = fn(&mut Studio<'_>, Way) -> Result<Way, Failure>;

/// Goes through the parts of a step. Back means the question before, and the nine steps from the
/// first one.
pub(super) fn in_turn(studio: &mut Studio<'_>, parts: &[Part]) -> Result<(), Failure> {
    let (mut nth, mut way) = (0, Way::On);
    while let Some(part) = parts.get(nth) {
        way = part(studio, way)?;
        nth = match (way, nth.checked_sub(1)) {
            (Way::On, _) => nth + 1,
            (Way::Back, Some(before)) => before,
            (Way::Back, None) => break,
        };
    }
    Ok(())
}

/// What a built-in bank can nudge with: of each tag one, then of each tag another. The team's own
/// banks have no word here.
pub(super) fn nudges(disk: &dyn Disk, bank: &str, tag: Option<&str>) -> Vec<String> {
    let bank = Library::new(disk, None, &[]).bank(bank);
    let items: Vec<Item> = bank.map(|it| it.items).unwrap_or_default();
    let mut by_tag: Vec<(String, Vec<String>)> = Vec::new();
    for item in items {
        let its = item.tags.first().cloned().unwrap_or_default();
        if tag.is_some_and(|it| it != its) {
            continue;
        }
        match by_tag.iter_mut().find(|it| it.0 == its) {
            Some((_, texts)) => texts.push(item.text),
            None => by_tag.push((its, vec![item.text])),
        }
    }
    let longest = by_tag.iter().map(|it| it.1.len()).max().unwrap_or(0);
    let mut nudges = Vec::new();
    for nth in 0..longest {
        nudges.extend(by_tag.iter().filter_map(|it| it.1.get(nth).cloned()));
    }
    nudges
}

/// Which number was typed, of so many; a sentence when it is none.
pub(super) fn number(typed: &str, most: usize) -> Result<usize, String> {
    let number = typed.trim().trim_end_matches('.').parse::<usize>();
    let number = number.ok().filter(|it| (1..=most).contains(it));
    number.ok_or_else(|| format!("It takes a number from 1 to {most}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;

    #[test]
    fn nudges_come_one_of_each_kind_in_turn_and_none_is_lost() {
        let all = nudges(&RealDisk, "nudges", None);
        assert!(all.len() > 70, "{}", all.len());
        let first = &all[..3];
        assert!(first[0].contains("first day somewhere"), "{first:?}");
        assert!(first[1].contains("path change direction"), "{first:?}");
        let last = nudges(&RealDisk, "first-last", Some("last"));
        assert_eq!(last.len(), 15);
    }

    #[test]
    fn a_number_is_one_of_the_list() {
        assert_eq!(number(" 3. ", 5), Ok(3));
        for typed in ["0", "6", "-1", "three", ""] {
            assert_eq!(
                number(typed, 5).unwrap_err(),
                "It takes a number from 1 to 5."
            );
        }
    }
}
