//! Questions to everybody: which one is asked, whether its answer is seen, and whether people may
//! be counted. Nobody's answer is known here, only what came of it.

use crate::keep::{Class, Total};
use crate::ritual::{Ask, Vote, What};

use super::State;
use super::event::Card;

/// Why a step that asks from a bank falls away.
pub const NO_QUESTIONS: &str = "there were no questions to deal";

/// A question as it is asked now.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked<'a> {
    /// How people choose, and how they answer.
    pub ask: &'a Ask,
    /// The question.
    pub text: &'a str,
    /// What may be chosen.
    pub options: Vec<String>,
    /// Which one, from 1.
    pub nth: usize,
    /// How many.
    pub of: usize,
    /// The right one, once it is shown.
    pub answer: Option<&'a str>,
    /// Where that is from, once it is shown.
    pub note: Option<&'a str>,
    /// Whether there is an answer that is not shown yet.
    pub has_answer: bool,
    /// What came of it, once that was typed.
    pub total: Option<&'a Total>,
}

impl Asked<'_> {
    /// Whether this is all of the step.
    pub fn is_last(&self) -> bool {
        !self.has_answer && self.nth >= self.of
    }
}

impl State {
    /// The question at hand.
    pub fn asked(&self) -> Option<Asked<'_>> {
        let ask = self.ask()?;
        let card = self.card();
        let options = card.map_or_else(|| ask.choices(), |it| it.options.clone());
        let answer = card.map_or(ask.answer.as_deref(), |it| it.answer.as_deref());
        let answer = answer.filter(|_| ask.mode == Vote::Quiz);
        let is_shown = self.course.revealed;
        Some(Asked {
            ask,
            text: card.map_or(&ask.text, |it| &it.text),
            options,
            nth: self.course.lap + 1,
            of: self.questions(),
            answer: answer.filter(|_| is_shown),
            note: card.and_then(|it| it.note.as_deref()).filter(|_| is_shown),
            has_answer: answer.is_some() && !is_shown,
            total: self.came(),
        })
    }

    /// What came of the question at hand, once that was typed.
    pub fn came(&self) -> Option<&Total> {
        self.ask()?;
        self.counts.get(&self.course.step)
    }

    /// The step at hand, if it asks and people may be counted: they are known, and enough.
    pub fn may_count(&self) -> Option<&Ask> {
        let step = self.step()?;
        let is_counted = step.keep == Class::Count && self.opening.counted;
        let ask = self.ask().filter(|_| self.course.inner.is_none())?;
        let counts = is_counted && ask.bank.is_none() && ask.mode != Vote::Quiz;
        (counts && self.here() >= ask.min_n).then_some(ask)
    }

    fn ask(&self) -> Option<&Ask> {
        match &self.at_hand()?.what {
            What::Ask(ask) => Some(ask),
            _ => None,
        }
    }

    /// The card that is asked now, where questions are dealt.
    fn card(&self) -> Option<&Card> {
        self.ask()?.bank.as_ref()?;
        self.hands
            .get(&self.course.step)?
            .cards
            .get(self.course.lap)
    }

    /// How many questions the step at hand asks.
    pub(super) fn questions(&self) -> usize {
        match self.ask().map(|it| &it.bank) {
            Some(Some(_)) => {
                let hand = self.hands.get(&self.course.step);
                hand.map_or(0, |it| it.cards.len())
            }
            Some(None) => 1,
            None => 0,
        }
    }

    /// Goes to the answer, or to the next question; false when none is left in this step.
    pub(super) fn ask_on(&mut self) -> bool {
        let Some(asked) = self.asked() else {
            return false;
        };
        let (shows, is_last) = (asked.has_answer, asked.is_last());
        if is_last {
            return false;
        }
        self.course.revealed = shows;
        self.course.lap += usize::from(!shows);
        self.restart_clock();
        true
    }
}
