//! The speaking card: the only thing of a story that leaves, and only what was marked *tell*.

use super::{Bring, Moment, Questions, Story};
use crate::fields::one_line;
use crate::ui::text::shorten;

/// Bullets at most.
pub const MOST: usize = 7;

/// Columns of a bullet, and of a line that is said, at most: so the card stays one side of A5.
const BULLET: usize = 110;
const LINE: usize = 180;

/// Subjects that are named at most, and columns of each.
pub const SUBJECTS: usize = 5;
const SUBJECT: usize = 60;

/// A card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// How it begins.
    pub first: Option<String>,
    /// What is told, in order: the words, and when that was.
    pub bullets: Vec<(String, Option<String>)>,
    /// How it ends.
    pub last: Option<String>,
    /// What nobody should ask about.
    pub not_about: Vec<String>,
    /// What listeners may do, a line each.
    pub wishes: Vec<&'static str>,
    /// Moments that found no place, as they would stand there.
    pub left_out: Vec<String>,
    /// Subjects that found no place.
    pub not_named: usize,
}

/// The card of a story.
pub fn of(story: &Story) -> Card {
    let told = story.told();
    let line = |text: &str, columns| shorten(&one_line(text), columns);
    let said = |it: &crate::keep::Text| line(it.as_str(), LINE);
    let bullet = |it: &&Moment| {
        let when = it.when.as_ref().map(|it| line(it.as_str(), SUBJECT / 2));
        (line(it.text.as_str(), BULLET), when)
    };
    let subjects = story.not_about.iter().take(SUBJECTS);
    let questions = story.questions.map(|it| match it {
        Questions::None => "No questions after it, please.",
        Questions::One => "One question after it, if I nod.",
        Questions::Open => "Questions are welcome after it.",
    });
    let bring = story.bring.and_then(|it| match it {
        Bring::Nothing => None,
        Bring::Photo => Some("With me: a photo."),
        Bring::Line => Some("With me: a line on paper."),
        Bring::Object => Some("With me: an object."),
    });
    let recording = "No recording, please.";
    Card {
        first: story.first.as_ref().map(said),
        bullets: told.iter().take(MOST).map(bullet).collect(),
        last: story.last.as_ref().map(said),
        not_about: subjects.map(|it| line(it.as_str(), SUBJECT)).collect(),
        wishes: questions
            .into_iter()
            .chain(bring)
            .chain([recording])
            .collect(),
        left_out: told.iter().skip(MOST).map(|it| bullet(it).0).collect(),
        not_named: story.not_about.len().saturating_sub(SUBJECTS),
    }
}

impl Card {
    /// Whether nothing of a story is on it.
    pub fn is_empty(&self) -> bool {
        self.first.is_none() && self.last.is_none() && self.bullets.is_empty()
    }

    /// Which moments have no place on it, for their owner's eyes.
    pub fn left_out(&self) -> Option<String> {
        let these = match self.left_out.len() {
            0 => return None,
            1 => "this one is",
            _ => "these are",
        };
        let texts = self.left_out.join("; ");
        Some(format!(
            "The card has room for seven, so {these} not on it: {}.",
            texts.trim_end_matches('.')
        ))
    }

    /// What has no place on it, in sentences that hold no word of it.
    pub fn without(&self) -> Vec<String> {
        let moments = (!self.left_out.is_empty()).then(|| {
            format!(
                "Marked tell, and no place on it: {} more. The first seven in your order are a card; to change it: firelight story prep choose",
                self.left_out.len()
            )
        });
        let subjects = (self.not_named > 0).then(|| {
            format!(
                "Not to be asked about, and no place on it: {} more. Say them yourself.",
                self.not_named
            )
        });
        moments.into_iter().chain(subjects).collect()
    }

    /// The card as text.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let part = |lines: &mut Vec<String>, more: Vec<String>| {
            if !lines.is_empty() && !more.is_empty() {
                lines.push(String::new());
            }
            lines.extend(more);
        };
        let first = self.first.as_ref().map(|it| format!("First: {it}"));
        part(&mut lines, first.into_iter().collect());
        let bullets = self.bullets.iter().map(|it| format!("- {}", bullet(it)));
        part(&mut lines, bullets.collect());
        let last = self.last.as_ref().map(|it| format!("Last: {it}"));
        part(&mut lines, last.into_iter().collect());
        let wishes = self.subjects().into_iter();
        let wishes = wishes.chain(self.wishes.iter().map(|it| it.to_string()));
        part(&mut lines, wishes.collect());
        lines
    }

    /// What nobody should ask about, in a sentence.
    pub fn subjects(&self) -> Option<String> {
        let subjects = self.not_about.join("; ");
        (!subjects.is_empty()).then(|| format!("Please don't ask me about {subjects}."))
    }
}

/// A bullet with its time.
pub fn bullet((text, when): &(String, Option<String>)) -> String {
    match when {
        Some(when) => format!("{text} ({when})"),
        None => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fence;
    use super::super::tests::story;
    use super::*;
    use crate::keep;

    #[test]
    fn only_what_is_marked_tell_is_on_it_and_seven_at_most() {
        let mut story = story(12);
        story.moments[0].fence = Some(Fence::Mine);
        story.moments[1].fence = Some(Fence::Maybe);
        story.moments[2].fence = None;
        story.moments[3].cut = true;
        story.moments[4].when = keep::story("2019");
        story.first = keep::story("It was five in the morning.");
        story.last = keep::story("The key fits.");
        story.not_about = vec![keep::story("the flat").unwrap()];
        story.questions = Some(Questions::One);
        story.bring = Some(Bring::Object);
        story.mark(12, false);
        let card = of(&story);
        assert_eq!(card.left_out(), None);
        insta::assert_snapshot!(card.lines().join("\n"), @r"
        First: It was five in the morning.

        - moment 5 (2019)
        - moment 6
        - moment 7
        - moment 8
        - moment 9
        - moment 10
        - moment 11

        Last: The key fits.

        Please don't ask me about the flat.
        One question after it, if I nod.
        With me: an object.
        No recording, please.
        ");
        story.mark(12, true);
        assert_eq!(of(&story).left_out, ["moment 12"]);
    }

    #[test]
    fn a_story_without_a_word_to_tell_gives_an_empty_card() {
        let card = of(&Story::default());
        assert!(card.is_empty());
        assert_eq!(card.lines(), ["No recording, please."]);
    }

    #[test]
    fn no_text_on_it_is_longer_than_the_page_or_of_more_than_a_line() {
        let mut story = story(9);
        for moment in &mut story.moments {
            moment.text = keep::story(&"日本 two\nlines ".repeat(60)).unwrap();
        }
        story.first = keep::story(&"word ".repeat(300));
        let card = of(&story);
        assert!(
            card.bullets
                .iter()
                .all(|it| crate::ui::text::width(&it.0) <= BULLET)
        );
        assert!(card.lines().iter().all(|it| !it.contains('\n')));
    }
}
