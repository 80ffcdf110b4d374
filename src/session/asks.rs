//! Questions to everybody: which one is asked, whether its answer is seen, and whether people may
//! be counted. Nobody's answer is known here, only what came of it.

use chrono::NaiveDate;

use crate::keep::{Class, Total};
use crate::ritual::agreed::TOPICS;
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
    /// The day on which the options, all of them, were agreed.
    pub agreed: Option<NaiveDate>,
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
        let topic = self.topic();
        let options = match (card, topic, self.agreement()) {
            (Some(card), _, _) => card.options.clone(),
            (None, Some(topic), _) => topic.options.iter().map(ToString::to_string).collect(),
            (None, None, Some(agreed)) if self.is_about_agreement() => {
                agreed.sentences().iter().map(ToString::to_string).collect()
            }
            (None, None, _) => ask.choices(),
        };
        let agreed = self.agreement().filter(|_| self.is_about_agreement());
        let agreed = agreed.map(|it| it.made);
        let text = card.map_or(ask.text.as_str(), |it| &it.text);
        let answer = card.map_or(ask.answer.as_deref(), |it| it.answer.as_deref());
        let answer = answer.filter(|_| ask.mode == Vote::Quiz);
        let is_shown = self.course.revealed;
        Some(Asked {
            ask,
            text: topic.map_or(text, |it| it.text),
            options,
            nth: if agreed.is_some() {
                1
            } else {
                self.course.lap + 1
            },
            of: self.questions(),
            answer: answer.filter(|_| is_shown),
            note: card.and_then(|it| it.note.as_deref()).filter(|_| is_shown),
            has_answer: answer.is_some() && !is_shown,
            total: self.came(),
            agreed,
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
        let counts =
            is_counted && ask.bank.is_none() && !matches!(ask.mode, Vote::Quiz | Vote::Agreement);
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
            Some(None) if self.topic().is_some() => TOPICS.len(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep;
    use crate::session::back::tests::Evening;
    use crate::session::event::Event;
    use crate::session::{Next, next};

    const PICK: &str = "[[step]]\nid = \"lunch\"\nkind = \"ask\"\ntext = \"Soup or bread?\"\nmode = \"pick\"\noptions = [\"soup\", \"bread\"]\nkeep = \"count\"\n";
    const CLOSE: &str = "[[step]]\nkind = \"open\"\nfor = \"60s\"\n";
    const QUIZ: &str = "[[step]]\nkind = \"ask\"\ntext = \"Quiz\"\nmode = \"quiz\"\nbank = \"world\"\nrounds = 2\n";

    fn counted(votes: [u64; 2]) -> Option<Event> {
        let options = ["soup".to_string(), "bread".to_string()];
        let total = keep::chosen(votes.iter().sum(), &options, &votes, &[])?;
        Some(Event::Counted { total })
    }

    fn card(n: u8) -> Card {
        Card {
            id: format!("q{n}"),
            text: format!("Question {n}?"),
            level: 1,
            quarter: None,
            options: vec!["yes".to_string(), "no".to_string()],
            answer: Some("yes".to_string()),
            note: Some(format!("Source {n}.")),
        }
    }

    /// A quiz with so many cards.
    fn quiz(n: u8) -> Evening {
        let mut evening = Evening::of(6, &format!("{QUIZ}{CLOSE}"));
        let items = (1..=n).map(card).collect();
        evening.take(0, Event::Hand { step: 0, items });
        evening
    }

    #[test]
    fn totals_are_taken_from_five_people_on_and_undone_by_going_back() {
        for (people, may) in [(4, false), (5, true), (6, true)] {
            let evening = Evening::of(people, &format!("{PICK}{CLOSE}"));
            assert_eq!(evening.0.may_count().is_some(), may, "{people}");
        }
        assert_eq!(counted([3, 1]), None, "four votes are no total");
        let mut evening = Evening::of(6, &format!("{PICK}{CLOSE}"));
        evening.then(10, counted([4, 1]).unwrap());
        evening.then(0, Event::StepOver {});
        let log = evening.0.log();
        let count = log.counts.values().next().unwrap();
        assert_eq!(
            (count.n, &count.chosen),
            (5, &Some(vec!["soup".to_string()]))
        );
        // Back to what came of it, and then to the question.
        evening.then(0, Event::Back {});
        assert_eq!(evening.0.log().counts.len(), 1);
        evening.then(0, Event::Back {});
        assert!(evening.0.log().counts.is_empty());
        // Somebody has gone, and now they are too few.
        for it in 0..2 {
            let id = format!("person{it}");
            evening.then(0, Event::Gone { id });
        }
        assert_eq!(evening.0.may_count(), None);
    }

    #[test]
    fn a_quiz_shows_each_answer_before_the_next_question_and_back_undoes_it() {
        let mut evening = quiz(2);
        let asked = |it: &Evening| {
            let asked = it.0.asked().unwrap();
            let answer = asked.answer.map(str::to_string);
            (asked.text.to_string(), asked.nth, answer)
        };
        let first = ("Question 1?".to_string(), 1, None);
        let yes = Some("yes".to_string());
        assert_eq!(asked(&evening), first);
        assert!(evening.0.asked().unwrap().has_answer);
        evening.then(5, Event::StepOver {});
        assert_eq!(asked(&evening), ("Question 1?".to_string(), 1, yes.clone()));
        assert_eq!(evening.0.asked().unwrap().note, Some("Source 1."));
        evening.then(0, Event::Back {});
        assert_eq!(asked(&evening), first);
        evening.then(0, Event::StepOver {});
        evening.then(0, Event::StepOver {});
        assert_eq!(asked(&evening), ("Question 2?".to_string(), 2, None));
        evening.then(0, Event::StepOver {});
        assert!(evening.0.asked().unwrap().is_last());
        assert_eq!(asked(&evening), ("Question 2?".to_string(), 2, yes));
        evening.then(0, Event::StepOver {});
        assert_eq!((evening.0.step_number(), evening.0.asked()), (1, None));
    }

    #[test]
    fn with_no_question_to_deal_the_step_falls_away() {
        let evening = quiz(0);
        let reason = NO_QUESTIONS.to_string();
        assert_eq!(next(&evening.0), Next::LeaveOut { step: 0, reason });
        assert_eq!(
            quiz(1).0.asked().unwrap().of,
            1,
            "fewer than wanted are asked"
        );
    }
}
