//! `firelight plan story say`: what came of the team's say. Totals are typed, counted and gone;
//! what stays is the agreement, and nothing of how it came about.

use super::super::super::{Context, Exit, Failure, reason, replied, run::chance, taken};
use super::{Desk, in_words};
use crate::agreements;
use crate::keep::FEWEST;
use crate::ritual::agreed::{self, Agreement, Questions, RULE, RULES, TOPICS, Topic, Way};
use crate::ui::{Choice, Question, Ui};

/// Replies at most: a slip of the finger is no team.
const MOST: u64 = 1000;

pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let desk = Desk::open(context)?;
    let (in_force, broken) = agreements::in_force(context.disk, &desk.places.team, desk.today);
    for broken in &broken {
        context.warn_of(broken)?;
    }
    let door = context.door;
    let mut ui = door()?;
    if let Some(agreed) = in_force
        && taken(&mut *ui, &keep_or_ask(&agreed))? == 0
    {
        drop(ui);
        return said(context, Some(&agreed), "It stays as it is.");
    }
    let outcome = match replies(&mut *ui)? {
        None => None,
        Some(n) if n < FEWEST => talked(&mut *ui)?,
        Some(n) => counted(&mut *ui, n)?,
    };
    let Some([way, rule, questions]) = outcome else {
        drop(ui);
        return said(context, None, "Nothing is written down.");
    };
    let agreed = Agreement::new(
        desk.today,
        Way::ALL[way],
        RULES[rule],
        Questions::ALL[questions],
    )
    .at(context.clock.now().time());
    let written = takes(&mut *ui, &agreed)?;
    drop(ui);
    if !written {
        return said(context, None, "Nothing is written down.");
    }
    let id = chance(&context.globals)?.person_id();
    let made = desk.places.make(context.disk);
    made.and_then(|()| agreements::write(context.disk, &desk.places.team, &agreed, &id))
        .map_err(|it| {
            Failure::Failed(format!(
                "The agreement could not be saved: {}.",
                reason(&it)
            ))
        })?;
    said(context, Some(&agreed), "Agreed, and written down.")
}

/// What holds, and whether it is to be asked anew.
fn keep_or_ask(agreed: &Agreement) -> Choice {
    let mut help: Vec<String> = agreed.sentences().iter().map(|it| it.to_string()).collect();
    help.push(format!("It holds until {}.", in_words(agreed.review)));
    Choice {
        text: "This is agreed. Does it stay?".to_string(),
        help,
        options: vec![
            ('k', "it stays".to_string()),
            ('a', "the team was asked anew".to_string()),
        ],
        ..Choice::default()
    }
}

/// How many replied; `None` to leave.
fn replies(ui: &mut dyn Ui) -> Result<Option<u64>, Failure> {
    let mut help = vec!["What you type is counted and gone; nothing of it is kept.".to_string()];
    loop {
        let question = Question {
            text: "How many replied?".to_string(),
            help,
            empty: "leave it".to_string(),
            lines: false,
            draft: String::new(),
        };
        let Some(typed) = replied(|| ui.ask(&question))? else {
            return Ok(None);
        };
        match typed.trim() {
            "" => return Ok(None),
            typed => match typed.parse::<u64>().ok().filter(|it| *it <= MOST) {
                Some(n) => return Ok(Some(n)),
                None => help = vec![format!("It takes a number up to {MOST}.")],
            },
        }
    }
}

/// What fewer than five agreed on by talking: the places of all three, or `None`.
fn talked(ui: &mut dyn Ui) -> Result<Option<[usize; 3]>, Failure> {
    ui.tell("Of fewer than five, nothing is counted: everybody could tell who said what. Talk about it instead, and write down only what all can live with.")?;
    let mut places = [0; 3];
    for (nth, topic) in TOPICS.iter().enumerate() {
        // Without a way nothing is agreed; of the rest the gentlest stands first.
        let open = (nth == 0).then(|| ('l', "leave it open".to_string()));
        let options = ('1'..).zip(topic.options);
        let options = options.map(|(key, it)| (key, it.to_string()));
        let choice = Choice {
            text: format!("{} What was agreed?", topic.text),
            options: open.into_iter().chain(options).collect(),
            ..Choice::default()
        };
        let chosen = taken(ui, &choice)?;
        match chosen.checked_sub(usize::from(nth == 0)) {
            Some(at) => places[nth] = at,
            None => return Ok(None),
        }
        if nth == 0 && Way::ALL[places[0]] == Way::NotYet {
            break;
        }
    }
    Ok(Some(places))
}

/// What came of the replies: the places of all three, or `None` to leave. One can go back from each
/// row of numbers to the one before, and what was typed stays.
fn counted(ui: &mut dyn Ui, n: u64) -> Result<Option<[usize; 3]>, Failure> {
    let mut rows: [Vec<u64>; 2 * TOPICS.len()] = Default::default();
    let mut at = 0;
    while at < rows.len() {
        let topic = &TOPICS[at / 2];
        let (text, sum) = match at % 2 {
            0 => ("How many prefer each?", n),
            _ => (
                "For how many would each not be all right?",
                n * topic.options.len() as u64,
            ),
        };
        match totals(ui, topic, n, text, sum, &rows[at])? {
            Answer::Row(row) => {
                rows[at] = row;
                at += 1;
            }
            Answer::Back if at > 0 => at -= 1,
            Answer::Back => return Ok(None),
            Answer::Leave if at == 0 || is_left(ui)? => return Ok(None),
            Answer::Leave => {}
        }
        if at == 2 && agreed::way(&rows[0], &rows[1]) == Way::NotYet {
            break;
        }
    }
    let way = agreed::way(&rows[0], &rows[1]);
    let way = Way::ALL.iter().position(|it| *it == way);
    Ok(Some([
        way.unwrap_or(Way::ALL.len() - 1),
        agreed::gentlest(&rows[2], &rows[3]),
        agreed::gentlest(&rows[4], &rows[5]),
    ]))
}

/// Whether all that was typed is left; in lines, where nobody can be asked twice, it is.
fn is_left(ui: &mut dyn Ui) -> Result<bool, Failure> {
    let choice = Choice {
        text: "Leave it all? Nothing is written down then.".to_string(),
        options: vec![
            ('y', "leave it".to_string()),
            ('n', "no, go on".to_string()),
        ],
        live: Some(1),
        ..Choice::default()
    };
    Ok(taken(ui, &choice)? == 0)
}

/// What was typed where numbers are asked for.
enum Answer {
    Row(Vec<u64>),
    Back,
    Leave,
}

/// A number for each option, of `n` replies and `sum` at most in all; what was typed `before` stays
/// on an empty line.
fn totals(
    ui: &mut dyn Ui,
    topic: &Topic,
    n: u64,
    text: &str,
    sum: u64,
    before: &[u64],
) -> Result<Answer, Failure> {
    let options = topic.options.iter().zip(1..);
    let rows: Vec<String> = options.map(|(it, nth)| format!("{nth}. {it}")).collect();
    let how = format!(
        "A number for each of the {}, such as 0 {}.",
        rows.len(),
        vec!["0"; rows.len() - 1].join(" ")
    );
    let before_words: Vec<String> = before.iter().map(u64::to_string).collect();
    let before_words = before_words.join(" ");
    let mut slip = None;
    loop {
        let mut help = rows.clone();
        help.push(slip.take().unwrap_or_else(|| how.clone()));
        let question = Question {
            text: format!("{} {text}", topic.text),
            help,
            empty: match before {
                [] => "leave it all".to_string(),
                _ => format!("as before: {before_words}"),
            },
            lines: false,
            draft: String::new(),
        };
        let Some(typed) = replied(|| ui.ask(&question))? else {
            return Ok(Answer::Back);
        };
        let typed = match (typed.trim(), before) {
            ("", []) => return Ok(Answer::Leave),
            ("", _) => &before_words,
            (typed, _) => typed,
        };
        match read(typed, rows.len(), n, sum) {
            Ok(totals) => return Ok(Answer::Row(totals)),
            Err(sentence) => slip = Some(format!("{sentence} {how}")),
        }
    }
}

/// So many numbers; none of them more than `n`, and all together no more than `sum`.
fn read(typed: &str, len: usize, n: u64, sum: u64) -> Result<Vec<u64>, String> {
    let words = typed
        .split([' ', ',', ';', '\t'])
        .filter(|it| !it.is_empty());
    let totals: Option<Vec<u64>> = words
        .map(|it| it.parse().ok().filter(|it| *it <= MOST))
        .collect();
    let totals = totals
        .filter(|it| it.len() == len)
        .ok_or("That is not one number for each.")?;
    if totals.iter().any(|it| *it > n) {
        return Err("One of these is more than replied.".to_string());
    }
    if totals.iter().sum::<u64>() > sum {
        return Err("Together these are more than replied, and each has one.".to_string());
    }
    Ok(totals)
}

/// Shows what came out, and asks whether it is written down.
fn takes(ui: &mut dyn Ui, agreed: &Agreement) -> Result<bool, Failure> {
    let mut help = vec![RULE.to_string(), String::new()];
    help.extend(agreed.sentences().iter().map(|it| it.to_string()));
    help.push(format!(
        "To be talked about again on {}.",
        in_words(agreed.review)
    ));
    let choice = Choice {
        text: "Write it down as agreed?".to_string(),
        help,
        options: vec![
            ('y', "yes, for everybody to read".to_string()),
            ('n', "no".to_string()),
        ],
        default: 0,
        live: Some(1),
        ..Choice::default()
    };
    Ok(taken(ui, &choice)? == 0)
}

fn said(
    context: &mut Context<'_>,
    agreed: Option<&Agreement>,
    sentence: &str,
) -> Result<Exit, Failure> {
    if context.globals.json {
        context.json(&serde_json::json!({ "agreement": agreed }))?;
        return Ok(Exit::Done);
    }
    context.hang("", sentence)?;
    for it in agreed.map(Agreement::sentences).unwrap_or_default() {
        context.hang("  ", it)?;
    }
    if let Some(agreed) = agreed {
        let review = in_words(agreed.review);
        context.hang("  ", &format!("To be talked about again on {review}."))?;
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_that_cannot_be_get_a_sentence() {
        assert_eq!(read("3, 2 1", 3, 6, 6), Ok(vec![3, 2, 1]));
        for (typed, wanted) in [
            ("3 2", "That is not one number for each."),
            ("3 2 x", "That is not one number for each."),
            ("-1 2 3", "That is not one number for each."),
            ("7 0 0", "One of these is more than replied."),
            (
                "3 3 1",
                "Together these are more than replied, and each has one.",
            ),
        ] {
            assert_eq!(read(typed, 3, 6, 6), Err(wanted.to_string()), "{typed}");
        }
    }
}
