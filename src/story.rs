//! A person's story, from the first moment that came to mind to a timed five minutes.
//!
//! Pure but for [`store`], which owns the one file. Nothing here scores, judges or compares; the
//! text is a [`keep::Text`], which shows no word of itself in a debug print. What may leave is
//! what its owner marked *tell*, and only [`card`] gives it.
//!
//! [`keep::Text`]: crate::keep::Text

pub mod card;
pub mod file;
pub mod page;
pub mod paper;
pub mod said;
pub mod shape;
pub mod sheet;
pub mod steps;
pub mod store;

use chrono::NaiveDate;

use crate::fields::one_line;
use crate::keep::Text;
use shape::{Beat, Shape};

/// Seconds of the whole telling.
pub const WHOLE: i64 = 300;

/// Moments that a telling holds well, at least and at most.
pub const FEW: std::ops::RangeInclusive<usize> = 5..=7;

/// Moments that are gathered before anything is chosen from them.
pub const ENOUGH: usize = 10;

/// Rehearsals that are remembered.
const REMEMBERED: usize = 100;

/// A story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// In the order in which they came to mind.
    pub moments: Vec<Moment>,
    /// How it is built.
    pub shape: Option<Shape>,
    /// The first sentence.
    pub first: Option<Text>,
    /// The last sentence.
    pub last: Option<Text>,
    /// What listeners may ask afterwards.
    pub questions: Option<Questions>,
    /// What the teller brings.
    pub bring: Option<Bring>,
    /// What nobody should ask about.
    pub not_about: Vec<Text>,
    /// Words a minute, where its owner changed them.
    pub pace: Option<i64>,
    /// The moment that choosing came to, while it is not gone through.
    pub asked: Option<i64>,
    /// How many nudges there were, so that the next one is another.
    pub nudged: usize,
    /// How long it took to say, the latest last.
    pub rehearsals: Vec<Rehearsal>,
    /// What a newer version wrote beside all this, as TOML.
    pub rest: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Counted from 1; never given again while the moment is there.
    pub id: i64,
    /// A few words.
    pub text: Text,
    /// A year, or "around then".
    pub when: Option<Text>,
    /// Whether it may leave; nothing is said yet as long as there is none.
    pub fence: Option<Fence>,
    /// Its place in the telling, if it was chosen.
    pub order: Option<i64>,
    /// Whether it was dropped to come to five minutes.
    pub cut: bool,
    /// What a newer version wrote beside it, as TOML.
    pub rest: String,
}

/// Whether a moment may leave the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fence {
    /// Never.
    Mine,
    /// Not decided.
    Maybe,
    /// Yes.
    Tell,
}

impl Fence {
    /// All of them, with how each is written in the file.
    pub const ALL: [(&'static str, Self); 3] = [
        ("mine", Self::Mine),
        ("maybe", Self::Maybe),
        ("tell", Self::Tell),
    ];
}

/// What listeners may ask afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Questions {
    None,
    One,
    Open,
}

impl Questions {
    /// All of them, with how each is written in the file.
    pub const ALL: [(&'static str, Self); 3] = [
        ("none", Self::None),
        ("one", Self::One),
        ("open", Self::Open),
    ];
}

/// What the teller brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// Nothing but the story.
    Nothing,
    /// A photo.
    Photo,
    /// A line drawn on paper.
    Line,
    /// An object.
    Object,
}

impl Bring {
    /// All of them, with how each is written in the file.
    pub const ALL: [(&'static str, Self); 4] = [
        ("nothing", Self::Nothing),
        ("photo", Self::Photo),
        ("line", Self::Line),
        ("object", Self::Object),
    ];
}

/// One time that it was said aloud: durations, and which moments were in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// The day.
    pub on: NaiveDate,
    /// The shape it had.
    pub shape: Shape,
    /// The ids of its moments, in order.
    pub moments: Vec<i64>,
    /// How long each beat took, in seconds.
    pub seconds: Vec<i64>,
    /// What a newer version wrote beside it, as TOML.
    pub rest: String,
}

impl Rehearsal {
    /// How long it took, in seconds.
    pub fn whole(&self) -> i64 {
        self.seconds.iter().sum()
    }

    /// Its beats, each with how long it took.
    pub fn beats(&self) -> Vec<(Beat, i64)> {
        let beats = self.shape.beats(self.moments.len());
        beats
            .into_iter()
            .zip(self.seconds.iter().copied())
            .collect()
    }
}

impl Moment {
    /// Gives it other words. What was marked *tell* was marked of the words before: it is
    /// undecided again, and whether that is so is given back.
    pub fn reword(&mut self, text: Text) -> bool {
        let was_told = self.text != text && self.fence == Some(Fence::Tell);
        if was_told {
            self.fence = None;
        }
        self.text = text;
        was_told
    }
}

impl Story {
    /// Adds a moment.
    pub fn add(&mut self, text: Text) {
        self.extend([text]);
    }

    /// Adds moments.
    pub fn extend(&mut self, texts: impl IntoIterator<Item = Text>) {
        let last = self.moments.iter().map(|it| it.id).max().unwrap_or(0);
        let new = texts.into_iter().zip(last + 1..);
        self.moments.extend(new.map(|(text, id)| Moment {
            id,
            text,
            when: None,
            fence: None,
            order: None,
            cut: false,
            rest: String::new(),
        }));
    }

    /// The words of moments that another story does not have.
    pub fn moments_beside(&self, other: &Self) -> Vec<Text> {
        let is_there = |text: &Text| other.moments.iter().any(|it| it.text == *text);
        let texts = self.moments.iter().map(|it| &it.text);
        texts.filter(|it| !is_there(it)).cloned().collect()
    }

    /// Every text in it that another story does not have, a line each.
    pub fn texts_beside(&self, other: &Self) -> Vec<String> {
        let there: Vec<&Text> = other.texts().collect();
        let texts = self.texts().filter(|it| !there.contains(it));
        texts.map(|it| one_line(it.as_str())).collect()
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        let moments = self.moments.iter();
        let moments = moments.flat_map(|it| [&it.text].into_iter().chain(&it.when));
        let lines = self.first.iter().chain(&self.last);
        moments.chain(lines).chain(&self.not_about)
    }

    /// The moment with this id.
    pub fn moment(&self, id: i64) -> Option<&Moment> {
        self.moments.iter().find(|it| it.id == id)
    }

    /// The moments that were chosen, in the order of the telling, dropped ones too.
    pub fn chosen(&self) -> Vec<&Moment> {
        let mut chosen: Vec<&Moment> = self
            .moments
            .iter()
            .filter(|it| it.order.is_some())
            .collect();
        chosen.sort_by_key(|it| (it.order, it.id));
        chosen
    }

    /// What its owner says to the clock: chosen, not dropped, and not fenced off.
    pub fn said(&self) -> Vec<&Moment> {
        let mut said = self.chosen();
        said.retain(|it| !it.cut && it.fence != Some(Fence::Mine));
        said
    }

    /// What may leave: chosen, not dropped, and marked *tell*.
    pub fn told(&self) -> Vec<&Moment> {
        let mut told = self.chosen();
        told.retain(|it| !it.cut && it.fence == Some(Fence::Tell));
        told
    }

    /// Chooses these moments, in this order, and no others.
    pub fn choose(&mut self, ids: &[i64]) {
        for moment in &mut self.moments {
            let place = ids.iter().position(|id| *id == moment.id);
            moment.order = place.and_then(|it| i64::try_from(it + 1).ok());
        }
    }

    /// Chooses a moment as the last one, or leaves it out.
    pub fn mark(&mut self, id: i64, is_chosen: bool) {
        let mut ids: Vec<i64> = self.chosen().iter().map(|it| it.id).collect();
        if ids.contains(&id) != is_chosen {
            ids.retain(|it| *it != id);
            ids.extend(is_chosen.then_some(id));
            self.choose(&ids);
        }
    }

    /// Takes a moment out for good.
    pub fn remove(&mut self, id: i64) {
        self.moments.retain(|it| it.id != id);
    }

    /// The shape it has, or the one to begin with.
    pub fn usual_shape(&self) -> Shape {
        self.shape.unwrap_or(Shape::Beads)
    }

    /// Remembers how long it took; only the latest ones stay.
    pub fn remember(&mut self, rehearsal: Rehearsal) {
        self.rehearsals.push(rehearsal);
        let too_many = self.rehearsals.len().saturating_sub(REMEMBERED);
        self.rehearsals.drain(..too_many);
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::keep;

    /// A story with so many moments, all chosen and to be told.
    pub(crate) fn story(n: usize) -> Story {
        let mut story = Story::default();
        for nth in 1..=n {
            story.add(keep::story(&format!("moment {nth}")).unwrap());
            story.mark(nth as i64, true);
        }
        for moment in &mut story.moments {
            moment.fence = Some(Fence::Tell);
        }
        story
    }

    fn ids(moments: &[&Moment]) -> Vec<i64> {
        moments.iter().map(|it| it.id).collect()
    }

    #[test]
    fn moments_are_chosen_in_an_order_and_dropped_without_losing_it() {
        let mut story = story(5);
        story.mark(2, false);
        story.mark(2, true);
        assert_eq!(ids(&story.chosen()), [1, 3, 4, 5, 2]);
        story.choose(&[5, 4, 1]);
        assert_eq!(ids(&story.chosen()), [5, 4, 1]);
        story.moments[3].cut = true;
        assert_eq!(ids(&story.said()), [5, 1]);
        assert_eq!(ids(&story.chosen()), [5, 4, 1]);
        story.remove(5);
        story.add(keep::story("another").unwrap());
        assert_eq!(story.moments.last().unwrap().id, 5);
    }

    #[test]
    fn only_what_is_marked_tell_may_leave() {
        let mut story = story(4);
        story.moments[0].fence = Some(Fence::Mine);
        story.moments[1].fence = Some(Fence::Maybe);
        story.moments[2].fence = None;
        assert_eq!(ids(&story.told()), [4]);
        // Alone with the clock, what is undecided is said too.
        assert_eq!(ids(&story.said()), [2, 3, 4]);
    }

    #[test]
    fn other_words_are_undecided_and_what_is_fenced_off_stays_so() {
        for (fence, words, after) in [
            (Some(Fence::Tell), "other", None),
            (Some(Fence::Tell), "moment 1", Some(Fence::Tell)),
            (Some(Fence::Maybe), "other", Some(Fence::Maybe)),
            (Some(Fence::Mine), "other", Some(Fence::Mine)),
            (None, "other", None),
        ] {
            let mut moment = story(1).moments.remove(0);
            moment.fence = fence;
            let is_again = moment.reword(keep::story(words).unwrap());
            assert_eq!((moment.fence, is_again), (after, fence != after));
            assert_eq!(moment.text.as_str(), words);
        }
    }

    #[test]
    fn a_debug_print_holds_no_word_of_it() {
        assert!(!format!("{:?}", story(3)).contains("moment 1"));
    }
}
