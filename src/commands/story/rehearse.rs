//! Saying it aloud: a clock a beat against its budget, what ran long, what could fall away.
//!
//! Nothing is judged: there are minutes, and they are the person's own.

use super::super::{Context, Exit, Failure, answer};
use super::lines::{CRAFT, beats};
use super::studio::{self, Studio, number, work};
use crate::commands::capital;
use crate::fields::one_line;
use crate::host::screens::count;
use crate::story::shape::Beat;
use crate::story::{Moment, Rehearsal, Story, WHOLE, said};
use crate::ui::times::ticking;
use crate::ui::{Action, Choice, Countdown, Question, Reply, Stage, Whole};

/// Seconds of a beat at most; whoever left it open overnight did not speak so long.
const LONGEST: i64 = 24 * 60 * 60;

/// Seconds that a beat takes at least if anything was said in it.
const SAID: i64 = 3;

/// Seconds of a beat within which going back means the beat before.
const JUST_BEGUN: i64 = 2;

pub(super) fn run(context: &mut Context<'_>, pace: Option<i64>) -> Result<Exit, Failure> {
    work(context, |studio| {
        if pace.is_some() {
            studio.change(|it| it.pace = pace)?;
        }
        say(studio)
    })
}

/// Says it once or more often, and drops what is too much.
pub(super) fn say(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let scenes = studio::nudges(studio.disk, "scenes", None);
    loop {
        let nth = studio.story.rehearsals.len();
        let mut words =
            vec!["You need not write it out. Know it by heart, not by rote.".to_string()];
        let scene = scenes.get(nth % scenes.len().max(1));
        words.extend(scene.map(|it| format!("For one of its scenes: {it}")));
        let ready = Stage {
            title: "Say it aloud".to_string(),
            place: format!("{} in all", ticking(WHOLE)),
            text: words.join("\n"),
            list: beats(&studio.story)
                .into_iter()
                .map(|it| (String::new(), it))
                .collect(),
            foot: CRAFT.to_string(),
            enter: "begin".to_string(),
            keys: vec![
                (Action::Back, "back".to_string()),
                (Action::Leave, "leave".to_string()),
            ],
            ..Stage::default()
        };
        if !go_on(studio.ui.stage(&ready)?)? {
            return Ok(());
        }
        let Some(rehearsal) = to_the_clock(studio)? else {
            return Ok(());
        };
        let is_long = rehearsal.whole() > WHOLE;
        if rehearsal.seconds.iter().all(|it| *it < SAID) {
            let looked = "A look at the parts, then. Nobody speaks that fast, so no time is kept; whenever you say it aloud, the clock is here.";
            studio.ui.tell(looked)?;
        } else {
            let lines = told(&studio.story, &rehearsal);
            studio.change(|it| it.remember(rehearsal.clone()))?;
            studio.page("How long it took", lines)?;
        }
        let choice = Choice {
            text: "Once more?".to_string(),
            options: vec![
                ('a', "once more".to_string()),
                ('c', "drop a moment".to_string()),
                ('d', "enough for now".to_string()),
            ],
            default: 2,
            live: is_long.then_some(1),
            ..Choice::default()
        };
        match studio.choose(&choice)? {
            Some(0) => {}
            Some(1) => cut(studio)?,
            Some(_) | None => return Ok(()),
        }
    }
}

/// Whether somebody goes on, and not back.
fn go_on(reply: Reply<()>) -> Result<bool, Failure> {
    Ok(answer(reply)?.is_some())
}

/// Times every beat; `None` when it was left in between.
fn to_the_clock(studio: &mut Studio<'_>) -> Result<Option<Rehearsal>, Failure> {
    let story = studio.story.clone();
    let said = story.said();
    let shape = story.usual_shape();
    let beats = shape.beats(said.len());
    let mut seconds: Vec<i64> = Vec::new();
    let (mut spent, mut held) = (0, false);
    while seconds.len() < beats.len() {
        let before: i64 = seconds.iter().sum();
        let stage = stage(&story, &said, &beats, seconds.len(), (spent, before), held);
        let began = studio.clock.now();
        let reply = studio.ui.stage(&stage)?;
        let passed = (studio.clock.now() - began).num_seconds().max(0);
        let passed = if held { 0 } else { passed };
        match reply {
            Reply::Given(()) => {
                seconds.push((spent + passed).min(LONGEST));
                (spent, held) = (0, false);
            }
            Reply::Aside(Action::Hold) => {
                spent += passed;
                held = !held;
            }
            Reply::Aside(Action::Slept(asleep)) => spent += (passed - asleep).max(0),
            Reply::Aside(Action::Back) => {
                // As on a music player: once for this beat, twice for the one before.
                if spent + passed <= JUST_BEGUN {
                    seconds.pop();
                }
                if !seconds.is_empty() {
                    let twice =
                        "From the beginning of this part. b again at once: the part before.";
                    studio.ui.tell(twice)?;
                }
                (spent, held) = (0, false);
            }
            Reply::Aside(Action::Leave) => return Ok(None),
            Reply::Aside(_) => spent += passed,
            Reply::Stopped(why) => return Err(Failure::Stopped(why)),
        }
    }
    Ok(Some(Rehearsal {
        on: studio.clock.now().date_naive(),
        shape,
        moments: said.iter().map(|it| it.id).collect(),
        seconds,
        rest: String::new(),
    }))
}

/// The screen of a beat, on which so many seconds were spent, and so many on all before it.
fn stage(
    story: &Story,
    said: &[&Moment],
    beats: &[Beat],
    nth: usize,
    (spent, before): (i64, i64),
    held: bool,
) -> Stage {
    let beat = &beats[nth];
    let mut words = Vec::new();
    let line = |head: &str, it: &crate::keep::Text| format!("{head}{}", one_line(it.as_str()));
    if nth == 0 {
        words.extend(story.first.as_ref().map(|it| line("First: ", it)));
    }
    words.extend(said[beat.holds.clone()].iter().map(|it| line("", &it.text)));
    let is_last = nth + 1 == beats.len();
    if is_last {
        words.extend(story.last.as_ref().map(|it| line("Last: ", it)));
    }
    Stage {
        title: "Say it aloud".to_string(),
        place: format!("{} of {}", nth + 1, beats.len()),
        speaker: Some(capital(&beat.name)),
        text: words.join("\n"),
        whole: Some(Whole { before, of: WHOLE }),
        clock: Some(Countdown {
            left: beat.seconds - spent,
            of: beat.seconds,
            held,
            digits: true,
            until: "",
            landing: if is_last {
                "please land"
            } else {
                "go on when you like"
            },
            grace: 0,
            after: 0,
        }),
        enter: if is_last { "the end" } else { "next" }.to_string(),
        keys: vec![
            (
                Action::Hold,
                if held { "go on" } else { "hold" }.to_string(),
            ),
            (Action::Back, "this part again".to_string()),
            (Action::Leave, "stop, without keeping the times".to_string()),
        ],
        ..Stage::default()
    }
}

/// What the clock and a count of words say.
fn told(story: &Story, rehearsal: &Rehearsal) -> Vec<String> {
    let mut lines = vec![in_all(rehearsal), String::new()];
    for (beat, took) in rehearsal.beats() {
        let over = match took - beat.seconds {
            over if over > 0 => format!(", {} over", ticking(over)),
            _ => String::new(),
        };
        let (took, budget) = (ticking(took), ticking(beat.seconds));
        lines.push(format!("{took} of {budget}  {}{over}", beat.name));
    }
    lines.push(String::new());
    lines.extend(could_drop(story, rehearsal));
    lines.extend(read_out(story));
    lines
}

/// How long what was written down takes, for whoever writes it out.
fn read_out(story: &Story) -> Option<String> {
    let (n_words, pace) = (said::words(story), story.pace.unwrap_or(said::PACE));
    let words = count(n_words as i64, "word");
    let (least, most) = said::seconds(n_words, pace);
    let (least, most) = (ticking(least), ticking(most));
    let (least_room, most_room) = said::room(pace);
    let takes =
        format!("Your notes have {words}: read out, {least} to {most} at some {pace} a minute");
    match n_words as i64 {
        0 => None,
        n if n < least_room => Some(format!("{takes}; the rest is told freely.")),
        _ => Some(format!(
            "{takes}. Five minutes hold {least_room} to {most_room}. Another pace: firelight story rehearse --pace 120"
        )),
    }
}

fn in_all(rehearsal: &Rehearsal) -> String {
    let whole = rehearsal.whole();
    match whole - WHOLE {
        over if over > 0 => format!(
            "{} in all, {} over five minutes.",
            ticking(whole),
            ticking(over)
        ),
        _ => format!("{} in all, within five minutes.", ticking(whole)),
    }
}

/// Which moment could fall away, or that enough has, in words.
fn could_drop(story: &Story, rehearsal: &Rehearsal) -> Option<String> {
    let (n_dropped, left) = said::without(story, rehearsal);
    if rehearsal.whole() > WHOLE && left <= WHOLE {
        let without = if n_dropped == 1 { "it" } else { "them" };
        return Some(format!(
            "Without {without} about {}: that fits.",
            ticking(left)
        ));
    }
    let moment = said::to_drop(story, rehearsal)?;
    let words = one_line(moment.text.as_str());
    Some(format!(
        "Drop a moment, not your breath. Where it ran over most: {words}"
    ))
}

/// Asks which moments fall away, or come back.
pub(super) fn cut(studio: &mut Studio<'_>) -> Result<(), Failure> {
    let mut sentence = None;
    loop {
        let chosen = studio.story.chosen();
        if chosen.is_empty() {
            studio
                .ui
                .tell("Nothing is chosen yet, so nothing needs to fall away.")?;
            return Ok(());
        }
        let ids: Vec<i64> = chosen.iter().map(|it| it.id).collect();
        let mut help = vec!["Drop a moment, not your breath. It stays in your file; its number once more takes it back.".to_string()];
        if let Some(last) = studio.story.rehearsals.last() {
            help.push(format!("Last time: {}", in_all(last)));
            help.extend(could_drop(&studio.story, last));
        }
        for (moment, number) in chosen.iter().zip(1..) {
            let dropped = if moment.cut { "dropped: " } else { "" };
            let words = format!("{dropped}{}", one_line(moment.text.as_str()));
            help.push(studio.row(number, &words));
        }
        help.extend(sentence.take());
        let question = Question {
            text: "Which one falls away? Its number.".to_string(),
            help,
            empty: "nothing more".to_string(),
            ..Question::default()
        };
        let Some(typed) = studio.ask(&question)?.filter(|it| !it.trim().is_empty()) else {
            return Ok(());
        };
        match number(&typed, ids.len()) {
            Ok(number) => studio.set(ids[number - 1], |it| it.cut = !it.cut)?,
            Err(wrong) => sentence = Some(wrong),
        }
    }
}
