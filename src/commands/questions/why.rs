//! `questions why`: what a question's level rests on, and whether this team may be dealt it now.

use serde::Serialize;

use super::super::{Context, Exit, Failure};
use super::find;
use super::new::SCORE;
use crate::bank::Item;
use crate::deal::refusal;
use crate::fault::visible;
use crate::history::History;
use crate::host::screens::count;
use crate::ritual::{Deal, Layout, Level};
use crate::roster::Roster;

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    bank: &'a str,
    text: &'a str,
    level: u8,
    score: Option<&'a str>,
    may_be_dealt: bool,
    reason: Option<String>,
    times_dealt: u32,
}

pub(super) fn run(context: &mut Context<'_>, id: &str) -> Result<Exit, Failure> {
    let places = context.places()?;
    let team = context.team(&places)?;
    let (bank, item) = find(context, &places, id)?;
    let past =
        History::read(context.disk, &places.team, &Roster::default()).deals(context.clock.now());
    let limits = team.limits(team.ceiling);
    let reason = if team.hide.contains(&item.id) {
        Some("the team hid it".to_string())
    } else {
        refusal(&item, &Deal::of(&bank.id, Layout::Card, 1), &limits, &past).map(|it| it.words())
    };
    let dealt = past.of(&item.id);
    if context.globals.json {
        let answer = Answer {
            id: &item.id,
            bank: &bank.id,
            text: &item.text,
            level: item.level.number(),
            score: item.score.as_deref(),
            may_be_dealt: reason.is_none(),
            reason,
            times_dealt: dealt.times,
        };
        context.json(&answer)?;
        return Ok(Exit::Done);
    }
    context.hang("", &visible(&item.text))?;
    let whose = format!("in the bank {}, themes {}", bank.id, item.themes.join(", "));
    context.hang("  ", &format!("{}, {}", item.level.word(), visible(&whose)))?;
    for line in score(&item) {
        context.hang("  ", &line)?;
    }
    if item.level < Level::Deep
        && let Some(lighter) = &item.lighter
    {
        let lighter = bank
            .items
            .iter()
            .find(|it| it.id == *lighter)
            .map_or(lighter, |it| &it.text);
        context.hang("  a lighter one: ", &visible(lighter))?;
    }
    for follow in &item.follow {
        context.hang("  a listener may ask: ", &visible(follow))?;
    }
    if !item.flags.is_empty() {
        context.hang("  flags: ", &visible(&item.flags.join(", ")))?;
    }
    let sentence = match (&reason, dealt.times) {
        (Some(reason), _) => format!("It is not dealt: {reason}."),
        (None, 0) => "It may be dealt, and this team has not had it yet.".to_string(),
        (None, times) => format!(
            "It may be dealt; this team had it in {}{}, so others come first.",
            count(times.into(), "session"),
            if dealt.lately { ", lately" } else { "" }
        ),
    };
    writeln!(context.out)?;
    context.hang("", &visible(&sentence))?;
    Ok(Exit::Done)
}

/// A score in words, with its sum.
fn score(item: &Item) -> Vec<String> {
    let Some(score) = item.score.as_deref() else {
        return vec!["Nobody has scored it.".to_string()];
    };
    let digits = score.bytes().map(|it| usize::from(it.saturating_sub(b'0')));
    let lines = SCORE
        .iter()
        .zip(digits.clone())
        .map(|((what, words), digit)| {
            format!("{digit}  {what} {}", words.get(digit).unwrap_or(&""))
        });
    let sum = digits.sum::<usize>();
    let last = format!("{sum}  together: 0-1 light, 2-3 open, 4-5 personal, 6-7 tender, 8-10 deep");
    lines.chain([last]).collect()
}
