//! Choosing five to seven moments and their order, and fencing each: mine, maybe, tell.

use super::super::Failure;
use super::studio::{Studio, Way, in_turn};
use crate::fields::one_line;
use crate::story::{FEW, Fence, card};
use crate::ui::{Choice, Question};

/// Goes through all moments, then asks for their order, and roughly when each was.
pub(super) fn choose(studio: &mut Studio<'_>) -> Result<(), Failure> {
    if studio.story.moments.is_empty() {
        let note = "There is nothing to choose from yet: gather first.";
        return Ok(studio.ui.tell(note)?);
    }
    in_turn(studio, &[pick, order, when])
}

fn pick(studio: &mut Studio<'_>, way: Way) -> Result<Way, Failure> {
    let ids: Vec<i64> = studio.story.moments.iter().map(|it| it.id).collect();
    // Where it was left, if it was not gone through to the end.
    let asked = ids.iter().position(|it| Some(*it) == studio.story.asked);
    let mut nth = match way {
        Way::On => asked.map_or(0, |it| (it + 1) % ids.len()),
        Way::Back => ids.len() - 1,
    };
    let mut is_first = true;
    while let Some(id) = ids.get(nth).copied() {
        let n_chosen = studio.story.chosen().len();
        let Some(moment) = studio.story.moment(id) else {
            nth += 1;
            continue;
        };
        let is_chosen = moment.order.is_some();
        let mut help = vec![String::new()];
        if std::mem::take(&mut is_first) {
            help.push("Is it one of the five to seven that made you who you are, at work and beyond? Strictly professional is fine; so is a mix.".to_string());
        }
        help.push(format!(
            "{} of {}; {n_chosen} chosen so far.",
            nth + 1,
            ids.len()
        ));
        let choice = Choice {
            text: one_line(moment.text.as_str()),
            help,
            options: vec![
                ('y', "yes, one of them".to_string()),
                ('n', "not this time".to_string()),
                ('r', "leave this and the rest as they are".to_string()),
            ],
            default: usize::from(!is_chosen),
            ..Choice::default()
        };
        match studio.choose(&choice)? {
            Some(2) => break,
            Some(chosen) => {
                studio.change(|it| {
                    it.mark(id, chosen == 0);
                    it.asked = Some(id);
                })?;
                nth += 1;
            }
            None if nth == 0 => return Ok(Way::Back),
            None => nth -= 1,
        }
    }
    studio.change(|it| it.asked = None)?;
    let n = studio.story.chosen().len();
    if n > *FEW.end() {
        let note = format!("{n} are more than five minutes hold; five to seven is a good number.");
        studio.ui.tell(&note)?;
    }
    Ok(Way::On)
}

fn order(studio: &mut Studio<'_>, way: Way) -> Result<Way, Failure> {
    let mut sentence = None;
    loop {
        let chosen: Vec<i64> = studio.story.chosen().iter().map(|it| it.id).collect();
        if chosen.len() < 2 {
            return Ok(way);
        }
        let mut help = studio.rows(studio.story.chosen());
        help.extend(sentence.take());
        let question = Question {
            text: "In which order would you tell them? The numbers, such as 3 1 2.".to_string(),
            help,
            empty: "as they stand".to_string(),
            ..Question::default()
        };
        let typed = match studio.ask(&question)? {
            Some(typed) if !typed.trim().is_empty() => typed,
            Some(_) => return Ok(Way::On),
            None => return Ok(Way::Back),
        };
        match in_order(&typed, &chosen) {
            Ok(ids) => studio.change(|it| it.choose(&ids))?,
            Err(wrong) => sentence = Some(wrong),
        }
    }
}

/// The ids in the order of the numbers that were typed; those that were not named follow.
fn in_order(typed: &str, ids: &[i64]) -> Result<Vec<i64>, String> {
    let mut ordered = Vec::new();
    let words = typed.split(|it: char| it.is_whitespace() || matches!(it, ',' | ';' | '.'));
    for word in words.filter(|it| !it.is_empty()) {
        let number = word.parse::<usize>().ok().filter(|it| *it > 0);
        let Some(id) = number.and_then(|it| ids.get(it - 1)) else {
            return Err(format!(
                "It takes numbers from 1 to {}, with spaces between.",
                ids.len()
            ));
        };
        if ordered.contains(id) {
            return Err("One of the numbers stands there twice.".to_string());
        }
        ordered.push(*id);
    }
    let rest = ids.iter().filter(|it| !ordered.contains(it));
    Ok(ordered.iter().chain(rest).copied().collect())
}

/// Asks roughly when each was, if somebody wants to note it.
fn when(studio: &mut Studio<'_>, way: Way) -> Result<Way, Failure> {
    let ids: Vec<i64> = studio.story.chosen().iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(way);
    }
    let choice = Choice {
        text: "Would you like to note roughly when each was?".to_string(),
        help: vec!["A year, or words such as \"around then\". Nothing needs a date.".to_string()],
        options: vec![('n', "no".to_string()), ('y', "yes".to_string())],
        ..Choice::default()
    };
    loop {
        match studio.choose(&choice)? {
            Some(1) if when_each(studio, &ids)? == Way::Back => {}
            Some(_) => return Ok(Way::On),
            None => return Ok(Way::Back),
        }
    }
}

fn when_each(studio: &mut Studio<'_>, ids: &[i64]) -> Result<Way, Failure> {
    let mut nth = 0;
    while let Some(id) = ids.get(nth).copied() {
        let Some(moment) = studio.story.moment(id) else {
            nth += 1;
            continue;
        };
        let mut help = vec![one_line(moment.text.as_str())];
        let before = moment.when.as_ref().map(|it| one_line(it.as_str()));
        help.extend(before.map(|it| format!("So far: {it}")));
        let question = Question {
            text: "When was that, roughly?".to_string(),
            help,
            empty: "leave it".to_string(),
            ..Question::default()
        };
        match studio.ask(&question)? {
            Some(typed) => {
                if let Some(text) = studio.take(&typed)? {
                    studio.set(id, |it| it.when = Some(text.clone()))?;
                }
                nth += 1;
            }
            None if nth == 0 => return Ok(Way::Back),
            None => nth -= 1,
        }
    }
    Ok(Way::On)
}

/// What each moment is asked with, beside itself.
const ASKED: [&str; 3] = [
    "Is anyone else in it who has not agreed to be told about?",
    "Would you mind if it came up next week by the coffee machine?",
    "Is it a scar, or still a wound?",
];

/// Asks of each chosen moment whether it may leave. What is not decided is taken for mine.
pub(super) fn fence(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let ids: Vec<i64> = studio.story.chosen().iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return studio
            .ui
            .tell("Nothing is chosen yet, and what is not chosen stays yours.")
            .map_err(Into::into);
    }
    let is_open = |id: &i64| {
        studio
            .story
            .moment(*id)
            .is_some_and(|it| it.fence.is_none())
    };
    let mut nth = ids.iter().position(is_open).unwrap_or(0);
    while let Some(id) = ids.get(nth).copied() {
        let Some(moment) = studio.story.moment(id) else {
            nth += 1;
            continue;
        };
        let fence = moment.fence.unwrap_or(Fence::Mine);
        let mut help = vec![String::new()];
        help.extend(ASKED.map(str::to_string));
        help.push(format!("{} of {}", nth + 1, ids.len()));
        let choice = Choice {
            text: one_line(moment.text.as_str()),
            help,
            options: vec![
                ('1', "mine: never leaves this file".to_string()),
                ('2', "maybe: not decided, so it stays".to_string()),
                ('3', "tell: may leave, on the card".to_string()),
            ],
            default: Fence::ALL.iter().position(|it| it.1 == fence).unwrap_or(0),
            ..Choice::default()
        };
        match studio.choose(&choice)? {
            Some(chosen) => {
                studio.set(id, |it| it.fence = Some(Fence::ALL[chosen].1))?;
                nth += 1;
            }
            None if nth == 0 => return Ok(()),
            None => nth -= 1,
        }
    }
    let others = card::of(&studio.story).left_out();
    if let Some(others) = others {
        studio.ui.tell(&format!(
            "{others} Another order in choose, or another mark here, changes that."
        ))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_make_an_order_and_what_is_not_named_follows() {
        let ids = [10, 20, 30, 40];
        assert_eq!(in_order("3 1", &ids), Ok(vec![30, 10, 20, 40]));
        assert_eq!(in_order("4,3, 2;1.", &ids), Ok(vec![40, 30, 20, 10]));
        assert!(in_order("5", &ids).is_err());
        assert!(in_order("0 1", &ids).is_err());
        assert!(in_order("one", &ids).is_err());
        assert!(in_order("1 1", &ids).unwrap_err().contains("twice"));
    }
}
