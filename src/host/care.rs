//! A moment, when somebody needs one: what helps, and whom to call, for whoever leads alone.
//!
//! Pure, and private: nothing here may reach the stage that everybody sees.

use crate::session::State;
use crate::team::care::Contact;
use crate::ui::{Action, Stage};

use super::{cue, rooms};

/// The cue while a moment is taken: the care card.
pub fn moment(state: &State, contacts: &[Contact]) -> Stage {
    let mut rows = Vec::new();
    if state.is_talking() && !state.is_together() {
        let words = format!(
            "The clock stands for all groups, and they do not know it. If it takes longer, tell {}.",
            rooms::whom(state)
        );
        rows.push(("groups".to_string(), words));
    }
    rows.extend(card(contacts));
    Stage {
        title: cue::titled(state),
        text: "The stage says: We take a moment.".to_string(),
        rows,
        enter: "go on".to_string(),
        keys: vec![
            (Action::Text, "read all".to_string()),
            (Action::Leave, "stop".to_string()),
        ],
        ..Stage::default()
    }
}

/// The care card as lines, to be read page by page.
pub fn card_lines(contacts: &[Contact]) -> Vec<String> {
    let lines = card(contacts).into_iter();
    lines
        .flat_map(|(heading, words)| [format!("{heading}: {words}"), String::new()])
        .collect()
}

/// Five steps and whom to call. For tears, and for what somebody cannot carry alone.
fn card(contacts: &[Contact]) -> Vec<(String, String)> {
    let steps = [
        "Slow down. Nothing has to happen now, and nobody has to explain anything.",
        "Ask, and wait: “Take your time. Do you want to go on, pause, or hand over? All fine.” Whoever has the turn decides how it ends.",
        "A break of five minutes is fine, for everybody. The clock stands.",
        "Afterwards, just the two of you: “Is there someone you'd like me to call?” A person is the support: not this program, and not you alone.",
        "If somebody may be in danger, promise no secrecy: “Thank you for telling us. I'd like to speak with you right after, just us.” Then do as your place has it.",
    ];
    let mut rows: Vec<(String, String)> = ('1'..)
        .zip(steps)
        .map(|(number, words)| (number.to_string(), words.to_string()))
        .collect();
    for it in contacts {
        let more = it.hours.iter().chain(&it.languages);
        let words = more.fold(it.how.clone(), |words, it| format!("{words}, {it}"));
        rows.push((it.who.clone(), words));
    }
    if contacts.is_empty() {
        let words = "Whom to call near you can stand here: in care.toml in the team's folder, [[contact]] with who = \"…\" and how = \"…\".";
        rows.push(("call".to_string(), words.to_string()));
    }
    rows
}
