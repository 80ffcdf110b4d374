//! What helps when a talk is stuck: lines to say from the banks of lines, lighter questions, and
//! one rule in one sentence. Behind one key, in the window of whoever leads.
//!
//! Lines take turns, so that the same one is not said each time. Where everybody sees the window
//! there are only lines that may be read by all.

use crate::bank::Item;
use crate::deal::refusal;
use crate::ritual::{Deal, Layout, Level, What};
use crate::session::event::Event;
use crate::session::{Show, State};
use crate::ui::{Choice, Error, Page, Question, Reply, Stage, Ui, Why};

use super::{Running, World, asides, choose, cue, drawn, screens, take};

/// How many lines are shown at once.
const AT_ONCE: usize = 3;

/// What a talk may be stuck in.
struct Topic {
    key: char,
    /// Its name for whoever leads alone.
    own: &'static str,
    /// Its name where everybody can read it.
    shared: &'static str,
    /// Which bank of lines, and which of its tags; all of them where there is none.
    lines: &'static [(&'static str, &'static [&'static str])],
    /// Whether a lighter question may help.
    is_about_questions: bool,
}

/// In the order in which they are most often needed.
const TOPICS: &[Topic] = &[
    Topic {
        key: '1',
        own: "nobody speaks",
        shared: "to begin",
        lines: &[("silence-lines", &[])],
        is_about_questions: true,
    },
    Topic {
        key: '2',
        own: "a long turn",
        shared: "to end a turn",
        lines: &[("monologue-lines", &["soft", "firm", "group", "later"])],
        is_about_questions: false,
    },
    Topic {
        key: '3',
        own: "advice, or talk across a turn",
        shared: "to listen",
        lines: &[
            ("monologue-lines", &["advice", "topping", "side-talk"]),
            ("rule-lines", &["no-advice", "one-question"]),
        ],
        is_about_questions: false,
    },
    Topic {
        key: '4',
        own: "somebody is moved, or hurt",
        shared: "to pause",
        lines: &[(
            "care-lines",
            &[
                "tears", "pause", "choice", "group", "bad-news", "joke", "hurt",
            ],
        )],
        is_about_questions: false,
    },
    Topic {
        key: '5',
        own: "a topic to leave out, or a question that does not fit",
        shared: "to change the question",
        lines: &[
            ("care-lines", &["off-limits"]),
            ("swap-lines", &["any", "lighter", "hand", "mistake"]),
        ],
        is_about_questions: true,
    },
    Topic {
        key: '6',
        own: "somebody comes or goes",
        shared: "to welcome, and to see off",
        lines: &[("late-and-leaving-lines", &[])],
        is_about_questions: false,
    },
    Topic {
        key: '7',
        own: "time is short, or there is some over",
        shared: "about time",
        lines: &[(
            "time-lines",
            &["short", "soon", "change", "close-kept", "early", "break"],
        )],
        is_about_questions: false,
    },
];

/// Where light questions are, for when there is no lighter one about the same thing.
const RESCUE: &str = "rescue";

/// `t`: another number of minutes, or words that help.
pub(super) fn help(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    let menu = menu(world.cue.is_some());
    let option = match choose(world, ui, running, &menu)? {
        Reply::Given(option) => option,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    match option.checked_sub(1).and_then(|it| TOPICS.get(it)) {
        None => minutes(world, ui, running),
        Some(topic) => {
            let page = page(world, running, topic);
            asides::show(world, ui, running, &page)
        }
    }
}

fn menu(is_cue: bool) -> Choice {
    let mut options = vec![('t', "say how many minutes there are".to_string())];
    options.extend(TOPICS.iter().map(|it| {
        let words = if is_cue { it.own } else { it.shared };
        (it.key, words.to_string())
    }));
    Choice {
        text: "Time, and words that help".to_string(),
        options,
        ..Choice::default()
    }
}

/// How many minutes there are to the end: the plan is made anew.
fn minutes(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    const MOST: i64 = 600;
    let question = Question {
        text: "How many minutes are there to the end?".to_string(),
        help: vec![
            "Rounds are cut and turns become shorter; everybody has a turn, and the close is kept."
                .to_string(),
        ],
        empty: "as planned".to_string(),
        ..Question::default()
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    let number = typed.split_whitespace().next().unwrap_or_default();
    match number.parse::<i64>() {
        _ if number.is_empty() => {}
        Ok(minutes) if (1..=MOST).contains(&minutes) => {
            let seconds = minutes * 60;
            take(running, world, Event::ToEnd { seconds });
            // Where there is a cue, the new plan stands on it.
            let sentence = format!("{} to the end.", screens::count(minutes, "minute"));
            running.note = Some(sentence).filter(|_| world.cue.is_none());
        }
        Ok(_) | Err(_) => {
            running.note = Some(format!("A whole number from 1 to {MOST}, such as 12."));
        }
    }
    Ok(None)
}

/// Words for a topic, others each time.
fn page(world: &World<'_>, running: &mut Running, topic: &Topic) -> Page {
    let is_cue = world.cue.is_some();
    let visits = running.helped.entry(topic.key).or_default();
    let from = first(&running.opening.id) + *visits * AT_ONCE;
    *visits += 1;
    let state = &running.state;
    let mut said = lines(world, topic.lines);
    if !is_cue {
        said.retain(|it| !presses(it));
    }
    let mut lines: Vec<String> = some(&said, from, AT_ONCE)
        .map(|it| cue::quoted(it))
        .collect();
    let part = |lines: &mut Vec<String>, heading: &str, more: Vec<String>| {
        if !more.is_empty() {
            lines.extend([String::new(), heading.to_string()]);
            lines.extend(more);
        }
    };
    if topic.is_about_questions {
        let lighter = lighter(world, state);
        if lighter.is_empty() {
            let light = light(world, state);
            let light = some(&light, from, AT_ONCE).cloned().collect();
            part(&mut lines, "Light, about something else:", light);
        } else {
            part(&mut lines, "Lighter, about the same:", lighter);
        }
    }
    let mut keys = Vec::new();
    if topic.key == '4' {
        let card = if is_cue {
            "; the card stands here then"
        } else {
            ""
        };
        keys.push(format!("m takes a moment, for everybody{card}."));
    }
    if topic.key == '5' && state.may_swap().is_some() {
        keys.push("s deals other questions.".to_string());
    }
    part(&mut lines, "", keys);
    Page {
        title: screens::capital(if is_cue { topic.own } else { topic.shared }),
        lines,
        ..Page::default()
    }
}

/// Whether a line has a word that is said in passing, but never stands where everybody reads it.
fn presses(line: &str) -> bool {
    const WORDS: [&str; 5] = ["late", "left", "care", "quiet", "skip"];
    let line = line.to_lowercase();
    let mut words = line.split(|it: char| !it.is_alphabetic());
    words.any(|it| WORDS.contains(&it))
}

/// Puts words on the cue that are not the same each time, and says that a plan is new.
pub(super) fn freshen(world: &World<'_>, running: &mut Running, show: &Show, stage: &mut Stage) {
    const SOFT: &[(&str, &[&str])] = &[("monologue-lines", &["soft"])];
    let is_new = std::mem::take(&mut running.is_new_plan);
    if let Some(times) = stage.times.as_mut().filter(|_| is_new) {
        times.heading = "new plan".to_string();
    }
    for (heading, words) in &mut stage.rows {
        if heading == cue::LAND {
            let mut said = vec![std::mem::take(words)];
            said.extend(lines(world, SOFT).iter().map(|it| cue::quoted(it)));
            let nth = show.turn.as_ref().map_or(0, |it| it.nth);
            *words = some(&said, nth, 1).cloned().collect();
        }
    }
}

/// A question that asks less, for each that lies on the table or is asked just now.
fn lighter(world: &World<'_>, state: &State) -> Vec<String> {
    if let Some(What::Open(open)) = state.at_hand().map(|it| &it.what) {
        return open.rescue.clone();
    }
    let Some((step, deal, hand)) = state.table() else {
        return Vec::new();
    };
    let ritual = &state.opening().ritual.id;
    let Ok(bank) = world.library.bank_for(ritual, deal) else {
        return Vec::new();
    };
    let items = bank.items;
    // A twin may be of another level or theme than the step asks for: it asks less.
    let asked = Deal {
        flags: deal.flags.clone(),
        ceiling: deal.ceiling,
        ..Deal::of(&deal.bank, Layout::Card, 1)
    };
    let may_be_asked = allowed(world, state, step, asked, &bank.kind);
    let item = |id: &str| items.iter().find(|it| it.id == id);
    let mut lighter: Vec<String> = Vec::new();
    for card in &hand.cards {
        let twin = item(&card.id).and_then(|it| it.lighter.as_deref());
        // An id that nothing has is of an item that the team hid; a text has spaces.
        let text = twin.and_then(|it| match item(it) {
            Some(item) => may_be_asked(item).then_some(item.text.as_str()),
            None => Some(it).filter(|it| it.contains(' ')),
        });
        let lies = |text: &str| hand.cards.iter().any(|it| it.text == text);
        lighter.extend(text.filter(|it| !lies(it)).map(str::to_string));
    }
    lighter.dedup();
    lighter
}

/// Light questions about something else.
fn light(world: &World<'_>, state: &State) -> Vec<String> {
    let Ok(bank) = world.library.bank(RESCUE) else {
        return Vec::new();
    };
    let asked = Deal {
        ceiling: Some(Level::Light),
        ..Deal::of(RESCUE, Layout::Card, 1)
    };
    let may_be_asked = allowed(world, state, state.step_number(), asked, &bank.kind);
    let light = bank.items.into_iter().filter(may_be_asked);
    light.map(|it| it.text).collect()
}

/// What may be asked here: nothing is offered as a way in that would not be dealt.
fn allowed(
    world: &World<'_>,
    state: &State,
    step: usize,
    deal: Deal,
    kind: &str,
) -> impl Fn(&Item) -> bool + use<> {
    let limits = drawn::limits(world, state, step, &deal, kind);
    let past = world.history.deals(world.clock.now());
    move |it| refusal(it, &deal, &limits, &past).is_none()
}

/// The lines of these banks that have one of these tags.
fn lines(world: &World<'_>, from: &[(&str, &[&str])]) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, tags) in from {
        let is_meant =
            |it: &Item| tags.is_empty() || it.tags.iter().any(|it| tags.contains(&it.as_str()));
        let items = items(world, id).into_iter().filter(is_meant);
        lines.extend(items.map(|it| it.text));
    }
    lines
}

/// What a bank holds: nothing where it is hidden or broken, and `check` says why.
fn items(world: &World<'_>, id: &str) -> Vec<Item> {
    world.library.bank(id).map_or(Vec::new(), |it| it.items)
}

/// So many of them from a place on, round and round, none twice.
fn some(lines: &[String], from: usize, n: usize) -> impl Iterator<Item = &String> {
    let start = from.checked_rem(lines.len()).unwrap_or(0);
    lines.iter().cycle().skip(start).take(n.min(lines.len()))
}

/// Where a session begins in a list: not where the one before did.
fn first(id: &str) -> usize {
    id.bytes().map(usize::from).sum()
}
