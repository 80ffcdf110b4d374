//! The only maker of storable text, and of storable totals.
//!
//! Every text that comes from a person has a class, the class says where it may be written,
//! and a [`Text`] can be made nowhere else. What has no `Text` cannot reach a file: the
//! journal and the session log take nothing else from people.
//! What may be kept of whom, and for how long, is said in the README, “What is kept”.

mod total;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use total::{Total, agreed, best, chosen, mean, total, words};

/// How long a text may live, and where.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Spoken and gone.
    #[default]
    None,
    /// Typed to be seen; gone at the end of the step.
    Screen,
    /// Needed until the session closes: names, hands, groups.
    Session,
    /// A total of at least [`FEWEST`] people, never who.
    Count,
    /// What people agreed to keep, in the team's folder.
    Kept,
    /// A person's own, in the person's own folder.
    Private,
}

/// The fewest people whose answers may be counted together.
pub const FEWEST: u64 = 5;

/// A file that text may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The running session, in the person's folder, gone when the session closes.
    Journal,
    /// The session log, in the team's folder, for good.
    Log,
    /// Who is in the team, in the team's folder, until somebody is forgotten.
    Roster,
    /// What a team wants to be asked, in the team's folder, for good.
    Bank,
    /// A person's story, in the person's own folder, until they wipe it.
    Story,
}

/// Text from a person that its class allows to be stored.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

/// Bytes of one kept text at most; more is cut, and whoever asked for it says so.
pub const LONGEST: usize = 10_000;

impl Text {
    /// What was typed, to be shown or stored where its class allows.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text in a panic message or a debug print is a leak, so it shows only its size.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

/// Makes storable text, if `class` may be written to `place`; `None` says that it may not,
/// or that nothing is left of it but white space.
pub fn text(class: Class, place: Place, typed: &str) -> Option<Text> {
    let allowed = match (class, place) {
        (Class::None | Class::Screen | Class::Count, _) => false,
        (Class::Private, Place::Story) => true,
        (Class::Session, Place::Journal) => true,
        (Class::Kept, Place::Journal | Place::Log | Place::Roster | Place::Bank) => true,
        (Class::Private | Class::Session | Class::Kept, _) => false,
    };
    let trimmed = typed.trim();
    if !allowed || trimmed.is_empty() {
        return None;
    }
    Some(Text(cut(trimmed).to_string()))
}

/// A person's name for the running session: class `session`, journal only.
pub fn name(typed: &str) -> Option<Text> {
    text(Class::Session, Place::Journal, typed)
}

/// What stands in brackets behind a person's name: as the name, class `session`, journal only.
pub fn tag(typed: &str) -> Option<Text> {
    text(Class::Session, Place::Journal, typed)
}

/// What the team agreed to keep of a person: name, address, tags. Nothing that was typed for a
/// session comes here without a yes.
pub fn roster(typed: &str) -> Option<Text> {
    text(Class::Kept, Place::Roster, typed)
}

/// A question that somebody wrote for the team to be asked.
pub fn bank(typed: &str) -> Option<Text> {
    text(Class::Kept, Place::Bank, typed)
}

/// A line of a person's story: class `private`, their own folder only.
pub fn story(typed: &str) -> Option<Text> {
    text(Class::Private, Place::Story, typed)
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kept_text_reaches_a_log() {
        for class in [
            Class::None,
            Class::Screen,
            Class::Session,
            Class::Count,
            Class::Private,
        ] {
            assert!(text(class, Place::Log, "words").is_none(), "{class:?}");
        }
        assert!(text(Class::Kept, Place::Log, "words").is_some());
    }

    #[test]
    fn only_kept_text_reaches_the_roster() {
        for class in [Class::None, Class::Screen, Class::Session, Class::Private] {
            assert!(text(class, Place::Roster, "Ana").is_none(), "{class:?}");
        }
        assert_eq!(roster(" Ana ").unwrap().as_str(), "Ana");
    }

    #[test]
    fn nothing_spoken_or_shown_reaches_the_journal() {
        for class in [Class::None, Class::Screen, Class::Private, Class::Count] {
            assert!(text(class, Place::Journal, "words").is_none(), "{class:?}");
        }
    }

    #[test]
    fn only_private_text_reaches_a_story_and_it_goes_nowhere_else() {
        for class in [
            Class::None,
            Class::Screen,
            Class::Session,
            Class::Count,
            Class::Kept,
        ] {
            assert!(text(class, Place::Story, "words").is_none(), "{class:?}");
        }
        for place in [Place::Journal, Place::Log, Place::Roster, Place::Bank] {
            assert!(text(Class::Private, place, "words").is_none(), "{place:?}");
        }
        assert_eq!(story(" a door ").unwrap().as_str(), "a door");
    }

    #[test]
    fn debug_shows_no_word_of_a_text() {
        assert_eq!(format!("{:?}", name("Ana").unwrap()), "Text(3 bytes)");
    }

    #[test]
    fn a_very_long_text_is_cut_at_a_character() {
        let long = "é".repeat(LONGEST);
        assert!(name(&long).unwrap().as_str().len() <= LONGEST);
    }
}
