//! How stories are shared: as the team agreed before, or as it chooses here, in three questions.
//! Steps hang on it. Nobody's wish is known here, only what came of each question.

use crate::ritual::agreed::{Agreement, Questions, RULES, TOPICS, Topic, Way};
use crate::ritual::{Confidentiality, Step};

use super::State;

/// Why a step falls away that hangs on another agreement.
pub const AGREED_OTHERWISE: &str = "agreed otherwise";

impl State {
    /// What was agreed: before this session, or in it once all was asked.
    pub fn agreement(&self) -> Option<Agreement> {
        self.opening.agreement.or_else(|| self.agreed_here())
    }

    /// What may be repeated outside: as it was agreed, else as the ritual has it.
    pub fn confidentiality(&self) -> Confidentiality {
        let agreed = self.agreement().map(|it| it.confidentiality);
        agreed.unwrap_or(self.opening.ritual.confidentiality)
    }

    /// What was agreed in this session, which the team's folder does not have yet.
    pub fn agreed_here(&self) -> Option<Agreement> {
        let (&way, others) = self.course.chosen.split_first()?;
        let way = *Way::ALL.get(way)?;
        let safest = self.safest();
        let (rule, questions) = match others {
            [rule, questions] => (*RULES.get(*rule)?, *Questions::ALL.get(*questions)?),
            // Of no stories nothing needs to be agreed.
            _ if way == Way::NotYet => (safest.confidentiality, safest.questions),
            _ => return None,
        };
        let time = self.opening.started.time();
        Some(Agreement::new(safest.made, way, rule, questions).at(time))
    }

    /// The place of the option that is taken where nobody says otherwise.
    pub fn safest_option(&self) -> usize {
        let way = Way::safest(self.wishing());
        let first = Way::ALL.iter().position(|it| *it == way);
        match self.course.lap {
            0 => first.unwrap_or_default(),
            _ => 0,
        }
    }

    /// The question on how to share stories that is asked now.
    pub fn topic(&self) -> Option<&'static Topic> {
        let asks = self.is_about_agreement() && self.agreement().is_none();
        TOPICS.get(self.course.lap).filter(|_| asks)
    }

    /// Whether the step at hand is about how to share stories.
    pub fn is_about_agreement(&self) -> bool {
        self.at_hand().is_some_and(Step::is_agreement)
    }

    /// One of the options was chosen: on to the next question, or to what was agreed, to be read
    /// back.
    pub(super) fn choose(&mut self, option: usize) {
        self.course.chosen.push(option);
        self.course.lap += 1;
        self.restart_clock();
    }

    /// Whether a step hangs on another agreement. As long as there is none the safest one counts.
    pub(super) fn is_agreed_otherwise(&self, step: &Step) -> bool {
        !step.agreed.is_empty()
            && !step
                .agreed
                .holds(&self.agreement().unwrap_or_else(|| self.safest()))
    }

    fn safest(&self) -> Agreement {
        Agreement::safest(self.opening.started.date_naive(), self.wishing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::back::tests::Evening;
    use crate::session::event::Event;
    use crate::session::{Next, next};

    const STEPS: &str = r#"
[[step]]
kind = "ask"
mode = "agreement"
text = "How?"
[[step]]
kind = "open"
for = "20m"
text = "all"
agreed = { way = "whole" }
[[step]]
kind = "open"
for = "5m"
text = "pairs"
agreed = { way = ["pairs", "fours"], confidentiality = "lessons-leave" }
[[step]]
kind = "open"
for = "60s"
text = "close"
"#;

    /// What is held after the agreement, when these options were chosen.
    fn held(people: u8, options: &[usize]) -> (Option<Agreement>, Vec<usize>) {
        let mut evening = Evening::of(people, STEPS);
        for &option in options {
            evening.take(10, Event::Chosen { option });
        }
        let agreed = evening.0.agreed_here();
        let mut held = Vec::new();
        loop {
            match next(&evening.0) {
                Next::LeaveOut { step, reason } => {
                    assert_eq!(reason, AGREED_OTHERWISE);
                    evening.take(0, Event::LeftOut { step, reason });
                }
                Next::Show(show) => {
                    held.push(show.step);
                    evening.take(1, Event::StepOver {});
                }
                Next::Over => return (agreed, held),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn three_questions_make_an_agreement_and_steps_hang_on_it() {
        let (agreed, steps) = held(6, &[0, 0, 0]);
        let agreed = agreed.unwrap();
        assert_eq!(agreed.words(), ["whole", "stays", "none"]);
        assert!(agreed.time.is_some());
        assert_eq!(steps, [0, 1, 3]);
        assert_eq!(held(6, &[2, 2, 1]).1, [0, 2, 3]);
        assert_eq!(held(6, &[2, 0, 1]).1, [0, 3]);
        // Of no stories nothing else needs to be agreed.
        let (agreed, steps) = held(6, &[4]);
        assert_eq!(agreed.unwrap().way, Way::NotYet);
        assert_eq!(steps, [0, 3]);
    }

    #[test]
    fn the_safest_is_offered_and_planned_until_something_is_agreed() {
        for (people, way) in [(2, 2), (6, 0), (9, 1), (25, 1)] {
            assert_eq!(
                Evening::of(people, STEPS).0.safest_option(),
                way,
                "{people}"
            );
        }
        let mut evening = Evening::of(6, STEPS);
        let planned = |it: &Evening| it.0.plan().seconds;
        assert_eq!(planned(&evening)[1..], [1200, 0, 60]);
        evening.take(0, Event::Chosen { option: 2 });
        assert_eq!(evening.0.safest_option(), 0);
        assert_eq!(evening.0.topic().unwrap().options.len(), 3);
        assert!(!evening.may(Event::Chosen { option: 3 }));
        assert!(!evening.may(Event::StepOver {}));
        evening.take(0, Event::Chosen { option: 2 });
        evening.take(0, Event::Chosen { option: 0 });
        assert_eq!(planned(&evening)[1..], [0, 300, 60]);
        // All of it can be taken back, question by question.
        for questions in (0..3).rev() {
            evening.take(0, Event::Back {});
            assert_eq!(evening.0.course.chosen.len(), questions);
            assert_eq!(evening.0.agreement(), None);
        }
    }

    #[test]
    fn what_was_agreed_before_is_one_line_and_is_not_written_again() {
        let mut evening = Evening::of(6, STEPS);
        let made = evening.0.opening.started.date_naive();
        let before = Agreement::new(made, Way::Pairs, RULES[2], Questions::None);
        let mut opening = (*evening.0.opening).clone();
        opening.agreement = Some(before);
        evening.0 = State::begin(opening);
        let asked = evening.0.asked().unwrap();
        assert_eq!((asked.agreed, asked.of), (Some(made), 1));
        assert_eq!(asked.options, before.sentences());
        assert!(!evening.may(Event::Chosen { option: 0 }));
        evening.take(0, Event::StepOver {});
        assert!(matches!(next(&evening.0), Next::LeaveOut { step: 1, .. }));
        assert_eq!(evening.0.agreed_here(), None);
        assert_eq!(evening.0.confidentiality(), RULES[2]);
    }
}
