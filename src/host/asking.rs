//! A question to everybody: how it looks, and what came of it, typed as numbers where the team
//! wants that kept.
//!
//! Nothing tells who chose what. What lost, and what fewer than five chose, is forgotten as soon
//! as it is typed.

use chrono::NaiveDate;

use crate::keep::{self, FEWEST, Total};
use crate::ritual::agreed::RULE;
use crate::ritual::{Ask, Vote};
use crate::session::event::Event;
use crate::session::{Asked, State};
use crate::ui::{Choice, Error, Question, Reply, Stage, Ui};

use super::screens::{self, PASS};
use super::{Running, World, leaving, take};

/// Puts a question on the stage, or its answer.
pub(super) fn lay_out(asked: &Asked<'_>, stage: &mut Stage) {
    stage.text = asked.text.to_string();
    stage.grid = None;
    stage.list = Vec::new();
    if asked.of > 1 {
        stage.place = format!("{} of {}", asked.nth, asked.of);
    }
    if let Some(total) = asked.total {
        stage.speaker = Some(total.words());
        stage.clock = None;
        stage.foot = String::new();
        return;
    }
    if asked.ask.mode == Vote::Agreement {
        agree(asked, stage);
        return;
    }
    match asked.answer {
        Some(answer) => {
            stage.speaker = Some(with_letter(asked, answer));
            stage.foot = asked.note.map(str::to_string).unwrap_or_default();
        }
        None => {
            stage.list = lettered(asked);
            stage.foot = format!("{} {PASS}", how(asked.ask));
        }
    }
    if asked.has_answer {
        stage.enter = "the answer".to_string();
    }
}

fn as_agreed(day: NaiveDate) -> String {
    format!("Agreed on {}:", day.format("%-d %B %Y"))
}

/// How to share stories: a question, or what was agreed.
fn agree(asked: &Asked<'_>, stage: &mut Stage) {
    if let Some(day) = asked.agreed {
        stage.text = as_agreed(day);
        stage.list = asked
            .options
            .iter()
            .map(|it| (String::new(), it.clone()))
            .collect();
        stage.clock = None;
        stage.foot = String::new();
        return;
    }
    stage.list = lettered(asked);
    stage.foot = format!("{} {}", how(asked.ask), "Nobody asks why.");
    stage.enter = "what we take".to_string();
}

/// Asks what the room took of the question at hand. `Aside` when people went back to it.
pub(super) fn agreed(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Reply<()>, Error> {
    let state = &running.state;
    let Some(topic) = state.topic() else {
        return Ok(Reply::Given(()));
    };
    let choice = Choice {
        text: "What do we take?".to_string(),
        help: vec![RULE.to_string()],
        options: ('1'..)
            .zip(topic.options.iter().map(ToString::to_string))
            .collect(),
        default: state.safest_option(),
        ..Choice::default()
    };
    Ok(match leaving::choose(world, ui, running, &choice)? {
        Reply::Given(option) => {
            take(running, world, Event::Chosen { option });
            Reply::Given(())
        }
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// What may be chosen, by letters; a scale by its numbers.
fn lettered(asked: &Asked<'_>) -> Vec<(String, String)> {
    let signs = signs(asked.ask, asked.options.len());
    let options = signs.into_iter().zip(&asked.options);
    // A number that has no word of its own stands alone.
    let row = |(sign, words): (String, &String)| match sign == *words {
        true => (String::new(), sign),
        false => (sign, words.clone()),
    };
    options.map(row).collect()
}

fn signs(ask: &Ask, n: usize) -> Vec<String> {
    let sign = |it: usize| match (ask.mode, u8::try_from(it)) {
        // On the screens around it some letters are keys.
        (Vote::Scale | Vote::Agreement, _) => (it + 1).to_string(),
        (_, Ok(it @ 0..26)) => char::from(b'a' + it).to_string(),
        _ => (it + 1).to_string(),
    };
    (0..n).map(sign).collect()
}

/// An answer with the letter that people chose.
fn with_letter(asked: &Asked<'_>, answer: &str) -> String {
    let signs = signs(asked.ask, asked.options.len());
    let mut options = signs.iter().zip(&asked.options);
    let letter = options.find(|it| it.1 == answer).map(|it| it.0);
    letter.map_or(answer.to_string(), |it| format!("{it}: {answer}"))
}

/// What whoever leads may do with it.
pub(super) fn what_next(total: &Total) -> Option<&'static str> {
    let is_none = total.chosen().is_some_and(<[String]>::is_empty);
    match (total.agreed(), is_none) {
        (Some(false), _) => Some(
            "“What would have to be different?” Change it, and ask again with b. Enter goes on without.",
        ),
        (_, true) => Some(
            "“What could be instead?” Talk it over, and ask again with b. Enter goes on without.",
        ),
        _ => None,
    }
}

/// How people answer, in a sentence.
pub(super) fn how(ask: &Ask) -> String {
    let by = match ask.by.as_str() {
        "voice" => "said aloud",
        "chat" => "in the chat",
        "paper" => "on paper",
        _ => "by hands",
    };
    match ask.mode {
        Vote::Pick | Vote::Quiz if ask.by == "hands" => format!("One vote each, {by}."),
        Vote::Pick | Vote::Quiz => format!("One letter each, {by}."),
        Vote::DotVote => format!("{} each, on one or several: {by}.", dots(ask)),
        Vote::PreferOrVeto | Vote::Agreement => {
            format!(
                "The one you prefer, {by}. Say no to what you could not live with: a no outweighs."
            )
        }
        Vote::Consent => {
            format!(
                "Anything you could not live with? {}.",
                screens::capital(by)
            )
        }
        Vote::Scale if ask.by == "hands" => "One to five fingers each.".to_string(),
        Vote::Scale => format!("A number from 1 to 5 each, {by}."),
    }
}

fn dots(ask: &Ask) -> String {
    screens::count(ask.dots as i64, "dot")
}

/// The question as text for a chat.
pub(super) fn text(asked: &Asked<'_>) -> Vec<String> {
    let mut lines = vec![asked.text.to_string()];
    if let Some(total) = asked.total {
        lines.push(total.words());
        return lines;
    }
    if let Some(answer) = asked.answer {
        lines.push(format!("Answer: {}", with_letter(asked, answer)));
        lines.extend(asked.note.map(str::to_string));
        return lines;
    }
    if let Some(day) = asked.agreed {
        lines[0] = as_agreed(day);
        lines.extend(asked.options.iter().cloned());
        return lines;
    }
    let options = lettered(asked).into_iter();
    lines.extend(options.map(|(sign, words)| match sign.as_str() {
        "" => words,
        sign => format!("{sign}: {words}"),
    }));
    lines.push(format!("{} {PASS}", how(asked.ask)));
    lines
}

/// Asks what came of it, where that is kept. `Aside` when people went back to the question.
pub(super) fn count(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Reply<()>, Error> {
    let state = &running.state;
    let asked = state
        .asked()
        .filter(|it| it.is_last() && it.total.is_none());
    let Some(ask) = asked.map(|it| it.ask.clone()) else {
        return Ok(Reply::Given(()));
    };
    if state.may_count().is_none() {
        if let Some(sentence) = too_few(state) {
            ui.tell(&sentence)?;
        }
        return Ok(Reply::Given(()));
    }
    let here = state.here() as u64;
    let signs = signs(&ask, ask.choices().len());
    let mut help = vec!["Only what comes of it is kept, not the numbers.".to_string()];
    let total = loop {
        let question = Question {
            text: format!("How many for each? {}", signs.join(" ")),
            help: std::mem::take(&mut help),
            empty: "none is kept".to_string(),
            ..Question::default()
        };
        let typed = match ui.ask(&question)? {
            Reply::Given(typed) if typed.trim().is_empty() => return Ok(Reply::Given(())),
            Reply::Given(typed) => typed,
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        };
        let votes = match numbers(&typed, &ask, here) {
            Ok(votes) => votes,
            Err(sentence) => {
                help = vec![sentence];
                continue;
            }
        };
        let vetoed = match vetoes(ui, &ask, &signs)? {
            Reply::Given(vetoed) => vetoed,
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        };
        match total(&ask, &votes, &vetoed) {
            Ok(total) => break total,
            Err(sentence) => help = vec![sentence],
        }
    };
    take(running, world, Event::Counted { total });
    Ok(Reply::Given(()))
}

/// That fewer people are here than are ever counted.
fn too_few(state: &State) -> Option<String> {
    let wants = state.step()?.keep == keep::Class::Count && !state.is_together();
    let ask = state.asked().filter(|_| wants)?.ask;
    Some(match state.opening().counted {
        true if ask.bank.is_none() && !matches!(ask.mode, Vote::Quiz | Vote::Agreement) => {
            format!("Nothing is counted under {} people.", words(ask.min_n))
        }
        true => return None,
        false => "Nothing is counted where nobody knows how many are here.".to_string(),
    })
}

fn words(n: usize) -> String {
    match n {
        5 => "five".to_string(),
        n => n.to_string(),
    }
}

/// The letters with a veto, where there can be one.
fn vetoes(ui: &mut dyn Ui, ask: &Ask, signs: &[String]) -> Result<Reply<Vec<bool>>, Error> {
    if ask.mode != Vote::PreferOrVeto {
        return Ok(Reply::Given(Vec::new()));
    }
    let mut help = vec![format!("Letters, such as {}.", signs.join(" "))];
    loop {
        let question = Question {
            text: "Did anybody say no to one?".to_string(),
            help: std::mem::take(&mut help),
            empty: "nobody".to_string(),
            ..Question::default()
        };
        let typed = match ui.ask(&question)? {
            Reply::Given(typed) => typed.to_lowercase(),
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        };
        let typed: Vec<&str> = parts(&typed).collect();
        match typed.iter().find(|it| signs.iter().all(|sign| sign != *it)) {
            None => {
                let is_typed = |it: &String| typed.contains(&it.as_str());
                return Ok(Reply::Given(signs.iter().map(is_typed).collect()));
            }
            Some(other) => {
                help = vec![format!(
                    "`{other}` is none of them. Type letters, such as {}; or nothing, for nobody.",
                    signs.join(" ")
                )];
            }
        }
    }
}

fn parts(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([' ', ',', ';', '\t', '\n'])
        .filter(|it| !it.is_empty())
}

/// What was typed as a number for each, if so many people can have chosen so.
fn numbers(typed: &str, ask: &Ask, here: u64) -> Result<Vec<u64>, String> {
    let n = ask.choices().len();
    let example = format!("1{}", " 0".repeat(n.saturating_sub(1)));
    let mut votes = Vec::new();
    for part in parts(typed) {
        let Ok(vote) = part.parse::<u16>() else {
            return Err(format!(
                "`{part}` is no number. Type one for each, such as {example}."
            ));
        };
        votes.push(u64::from(vote));
    }
    if votes.len() != n {
        let typed = screens::count(votes.len() as i64, "number");
        return Err(format!(
            "That is {typed}, and there are {n} to choose from. Type one for each, such as {example}."
        ));
    }
    let each = match ask.mode {
        Vote::DotVote => ask.dots as u64,
        Vote::Pick
        | Vote::Scale
        | Vote::PreferOrVeto
        | Vote::Consent
        | Vote::Quiz
        | Vote::Agreement => 1,
    };
    let (sum, most) = (votes.iter().sum::<u64>(), here * each);
    if sum > most {
        let people = screens::count(here as i64, "person");
        return Err(match each {
            1 => format!(
                "That makes {sum}, and {people} are here. Type them again; /back, if somebody has come."
            ),
            _ => format!(
                "That makes {sum} dots, and {people} have {most}. Type them again; /back, if somebody has come."
            ),
        });
    }
    Ok(votes)
}

/// What came of it, or that too few said anything.
fn total(ask: &Ask, votes: &[u64], vetoed: &[bool]) -> Result<Total, String> {
    let sum: u64 = votes.iter().sum();
    let n = match ask.mode {
        // So many at least have put a dot somewhere.
        Vote::DotVote => sum.div_ceil(ask.dots.max(1) as u64),
        Vote::Pick
        | Vote::Scale
        | Vote::PreferOrVeto
        | Vote::Consent
        | Vote::Quiz
        | Vote::Agreement => sum,
    };
    let total = match ask.mode {
        Vote::Scale => keep::mean(votes),
        Vote::Consent => keep::agreed(votes[0], votes[1]),
        Vote::Pick | Vote::DotVote | Vote::PreferOrVeto | Vote::Quiz | Vote::Agreement => {
            keep::chosen(n, &ask.options, votes, vetoed)
        }
    };
    let fewest = FEWEST.max(ask.min_n as u64);
    total.filter(|_| n >= fewest).ok_or_else(|| {
        format!(
            "That may be fewer than {}, of whom nothing is kept. Enter goes on without.",
            words(fewest as usize)
        )
    })
}
