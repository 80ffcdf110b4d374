//! The shape with its minutes, the first line and the last, and what listeners may do.

use super::super::Failure;
use super::studio::{Part, Studio, Way, in_turn};
use crate::fields::one_line;
use crate::keep::Text;
use crate::story::card::SUBJECTS;
use crate::story::shape::Shape;
use crate::story::{Bring, Questions, Story};
use crate::ui::times::ticking;
use crate::ui::{Choice, Question};

/// What makes a story one, in a breath.
pub(super) const CRAFT: &str = "True, and yours. At least one scene: a place, a sound, a sentence that was said. Quick links between. Something that could be won or lost.";

/// Asks for a shape and shows its minutes.
pub(super) fn shape(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let usual = studio.story.usual_shape();
    let options = Shape::ALL.iter().zip('1'..).map(|(it, key)| {
        let words = format!("{}, for {}: {}", it.name(), it.good_for(), it.budget());
        (key, words)
    });
    let choice = Choice {
        text: "Which shape? Each is five minutes.".to_string(),
        options: options.collect(),
        default: Shape::ALL.iter().position(|it| *it == usual).unwrap_or(0),
        ..Choice::default()
    };
    let Some(chosen) = studio.choose(&choice)? else {
        return Ok(());
    };
    studio.change(|it| it.shape = Some(Shape::ALL[chosen]))?;
    let mut lines = beats(&studio.story);
    lines.extend([String::new(), CRAFT.to_string()]);
    studio.page(Shape::ALL[chosen].name(), lines)
}

/// The beats of a story with their minutes, and what is told in each.
pub(super) fn beats(story: &Story) -> Vec<String> {
    let said = story.said();
    let beats = story.usual_shape().beats(said.len());
    let line = |it: &crate::story::shape::Beat| {
        let moments = said[it.holds.clone()].iter();
        let moments = moments.map(|it| one_line(it.text.as_str()));
        let moments: Vec<String> = moments.collect();
        let between = if moments.is_empty() { "" } else { ": " };
        let (time, name) = (ticking(it.seconds), &it.name);
        format!("{time}  {name}{between}{}", moments.join("; "))
    };
    beats.iter().map(line).collect()
}

/// Asks for the first line and the last.
pub(super) fn lines(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let first: Part = |studio, _| {
        let craft = "Begin inside a moment.";
        line(studio, "Your first line?", craft, "first", |it| {
            &mut it.first
        })
    };
    let last: Part = |studio, _| {
        let craft = "Know your last sentence before you begin.";
        line(studio, "Your last line?", craft, "last", |it| &mut it.last)
    };
    in_turn(studio, &[first, last])
}

/// Asks for one of them.
fn line(
    studio: &mut Studio<'_>,
    text: &str,
    craft: &str,
    tag: &str,
    place: impl Fn(&mut Story) -> &mut Option<Text>,
) -> Result<Way, Failure> {
    let nudge = studio.nudge("first-last", Some(tag))?;
    let mut help = vec![
        format!("{craft} {nudge}"),
        "It stands on the card, whatever a moment is marked.".to_string(),
    ];
    let before = place(&mut studio.story).as_ref();
    let before = before.map(|it| one_line(it.as_str()));
    let empty = match &before {
        Some(_) => "keep it as it is",
        None => "leave it open",
    };
    help.extend(before.map(|it| format!("So far: {it}")));
    let question = Question {
        text: text.to_string(),
        help,
        empty: empty.to_string(),
        ..Question::default()
    };
    let Some(typed) = studio.ask(&question)? else {
        return Ok(Way::Back);
    };
    if let Some(text) = studio.take(&typed)? {
        studio.change(|it| *place(it) = Some(text.clone()))?;
    }
    Ok(Way::On)
}

/// Asks what listeners may do afterwards, and what nobody should ask about.
pub(super) fn boundaries(studio: &mut Studio<'_>) -> Result<(), Failure> {
    in_turn(studio, &[questions, bring, subjects, not_about])
}

fn questions(studio: &mut Studio<'_>, _: Way) -> Result<Way, Failure> {
    let set = studio.story.questions;
    let set = Questions::ALL.iter().position(|it| Some(it.1) == set);
    let choice = Choice {
        text: "May listeners ask something afterwards?".to_string(),
        help: vec!["Recording: never.".to_string()],
        options: vec![
            ('n', "no questions".to_string()),
            ('1', "one, if I nod".to_string()),
            ('o', "open".to_string()),
        ],
        default: set.unwrap_or(0),
        ..Choice::default()
    };
    let Some(chosen) = studio.choose(&choice)? else {
        return Ok(Way::Back);
    };
    studio.change(|it| it.questions = Some(Questions::ALL[chosen].1))?;
    Ok(Way::On)
}

fn bring(studio: &mut Studio<'_>, _: Way) -> Result<Way, Failure> {
    let set = studio.story.bring;
    let set = Bring::ALL.iter().position(|it| Some(it.1) == set);
    let choice = Choice {
        text: "Will you have something with you?".to_string(),
        options: vec![
            ('n', "nothing".to_string()),
            ('p', "a photo".to_string()),
            ('l', "a line on paper".to_string()),
            ('o', "an object".to_string()),
        ],
        default: set.unwrap_or(0),
        ..Choice::default()
    };
    let Some(chosen) = studio.choose(&choice)? else {
        return Ok(Way::Back);
    };
    studio.change(|it| it.bring = Some(Bring::ALL[chosen].1))?;
    Ok(Way::On)
}

/// Whether the subjects of before stay, where there are any.
fn subjects(studio: &mut Studio<'_>, way: Way) -> Result<Way, Failure> {
    if studio.story.not_about.is_empty() {
        return Ok(way);
    }
    let subjects = studio.story.not_about.iter().zip(1..);
    let rows = subjects.map(|(it, number)| studio.row(number, &one_line(it.as_str())));
    let choice = Choice {
        text: "Please don't ask me about:".to_string(),
        help: rows.collect(),
        options: vec![
            ('k', "keep these".to_string()),
            ('a', "begin again".to_string()),
        ],
        ..Choice::default()
    };
    match studio.choose(&choice)? {
        Some(1) => studio.change(|it| it.not_about.clear())?,
        Some(_) => {}
        None => return Ok(Way::Back),
    }
    Ok(Way::On)
}

fn not_about(studio: &mut Studio<'_>, _: Way) -> Result<Way, Failure> {
    loop {
        let so_far = match studio.story.not_about.len() {
            0 => "A few words each, a line each. They stand on your card.".to_string(),
            n if n > SUBJECTS => {
                format!("So far {n}. {SUBJECTS} have a place on the card; say the others yourself.")
            }
            n => format!("So far {n}."),
        };
        let question = Question {
            text: "Please don't ask me about …".to_string(),
            help: vec![so_far],
            empty: "nothing else".to_string(),
            lines: true,
            ..Question::default()
        };
        let Some(typed) = studio.ask(&question)? else {
            return Ok(Way::Back);
        };
        if typed.trim().is_empty() {
            return Ok(Way::On);
        }
        let texts = studio.take_lines(&typed)?;
        studio.change(|it| it.not_about.extend(texts.clone()))?;
    }
}
