//! Groups for a round: who is here, who met whom before, and what the room decides about five.
//!
//! Forming itself is [`crate::groups`]'s; here people become its members and past sessions its
//! history. Who left or came after the list was shown moves as few others as can be.

pub mod tags;

use std::collections::BTreeMap;

use rand::Rng;

use crate::apart::{self, Apart};
use crate::chance::Chance;
use crate::groups::{self, Asked, Five, Member, Plan, Quality, Sizes, Wishes};
use crate::ritual::{FEWEST_IN_CIRCLES, Groups, Shape};
use crate::roster::Roster;
use crate::session::event::{Event, Person};
use crate::session::{NeedGroups, State};
use crate::ui::{Action, Choice, Error, Reply, Ui, Why};

use super::{Running, World, choose, quality, rooms, screens, take};

/// Forms groups, or mends them, and takes them.
pub(super) fn form(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    need: &NeedGroups,
) -> Result<Option<Why>, Error> {
    let Some(step) = running.state.groups_step().cloned() else {
        return Ok(None);
    };
    match outside(world, ui, running, need)? {
        Reply::Given(None) => {}
        Reply::Given(Some(id)) => {
            take(running, world, Event::Outside { id });
            return Ok(None);
        }
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    }
    let members = members(&running.state, need);
    let sizes = sizes(&step, need);
    let five = if is_new(need) && step.shape != Shape::InnerOuter {
        match five(world, ui, running, &members, sizes)? {
            Reply::Given(five) => five,
            Reply::Aside(Action::Leave) => return Ok(None),
            Reply::Aside(_) => Five::Split,
            Reply::Stopped(why) => return Ok(Some(why)),
        }
    } else if need.before.iter().any(|it| it.len() >= 5) {
        Five::One
    } else {
        Five::Split
    };
    let people: Vec<&str> = need.people.iter().map(String::as_str).collect();
    let past = world.history.rounds(&people);
    // Whoever leads was told where they cannot be read.
    let wishes = apart::read(world.disk, &world.places.private).unwrap_or_default();
    let apart = pairs_of(&wishes, &world.roster, &need.people);
    // With a salt of one's own mixed in, nobody can work a wish out from a seed.
    let mut salted = wishes
        .salt
        .and_then(|salt| Chance::new(Some(world.chance.seed() ^ salt)).ok());
    let rng = salted.as_mut().unwrap_or(&mut world.chance).rng();
    let (groups, how_good) = arranged(&running.state, &step, need, five, past, &apart, rng);
    running.met = how_good.as_ref().map(quality::sentence);
    let event = Event::Groups {
        step: need.step,
        round: need.round,
        groups,
    };
    take(running, world, event);
    if need.talking {
        tell_where(running, need);
    }
    Ok(None)
}

/// Whether no groups stand from which these go on.
fn is_new(need: &NeedGroups) -> bool {
    need.before.is_empty() && need.made_of.is_empty()
}

/// The groups that are needed, as ids; and how good they are where they were formed anew. `past` are
/// the rounds of other sessions, and `apart` pairs of places in `need.people`.
fn arranged(
    state: &State,
    step: &Groups,
    need: &NeedGroups,
    five: Five,
    mut past: Vec<groups::Round>,
    apart: &[(usize, usize)],
    rng: &mut impl Rng,
) -> (Vec<Vec<String>>, Option<Quality>) {
    let place: BTreeMap<&str, usize> = need.people.iter().map(String::as_str).zip(0..).collect();
    let placed = |groups: &[Vec<String>]| -> groups::Round {
        let numbers = |it: &Vec<String>| -> Vec<usize> {
            let numbers = it.iter().filter_map(|it| place.get(it.as_str()));
            numbers.copied().collect()
        };
        let groups = groups.iter().map(numbers);
        groups.filter(|it| !it.is_empty()).collect()
    };
    past.extend(state.rounds_before().iter().map(|it| placed(it)));
    past.retain(|it| it.iter().any(|it| it.len() > 1));
    if !need.before.is_empty() {
        // Who moves is a question of who is missing where.
        past.clear();
    }
    let members = members(state, need);
    let asked = Asked {
        members: &members,
        sizes: sizes(step, need),
        five,
        past: &past,
    };
    let people = need.people.iter().filter_map(|it| state.person(it));
    let people: Vec<Person> = people.cloned().collect();
    let tagged = tags::read(&people, asked.sizes, apart);
    // Where nobody has the tag, there is nothing to spread.
    let mix = step.mixed().and_then(|it| tags::mix(it, &people));
    let wishes = Wishes {
        apart,
        mix: mix.as_slice(),
        together: &tagged.buddies,
        hosts: &tagged.hosts,
        new: &tagged.new,
        ..Wishes::default()
    };
    let (before, made_of) = (placed(&need.before), placed(&need.made_of));
    let mut how_good = None;
    let groups = if step.shape == Shape::InnerOuter {
        let halves = if before.is_empty() { &made_of } else { &before };
        groups::halves(&asked, halves, FEWEST_IN_CIRCLES, rng)
    } else if is_new(need) {
        let (groups, quality) = formed(&asked, wishes, rng);
        how_good = Some(quality);
        groups
    } else if let Some(about) = step.merge.filter(|_| before.is_empty()) {
        groups::join(&asked, &made_of, about, apart, rng)
    } else if before.is_empty() {
        // Whoever stays with the same people has begun with them.
        mended(&asked, &made_of, true, wishes, rng)
    } else {
        // Groups that are joined, or stay, are what they are.
        let stand = need.talking || !need.made_of.is_empty();
        mended(&asked, &before, stand, wishes, rng)
    };
    let ids = |group: &Vec<usize>| group.iter().map(|it| need.people[*it].clone()).collect();
    (groups.iter().map(ids).collect(), how_good)
}

/// Who of those who lead stays out of the groups, to look after them all: asked once, before the
/// first groups are formed, and only where enough others are there. Most often nobody does.
fn outside(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    need: &NeedGroups,
) -> Result<Reply<Option<String>>, Error> {
    // So many others are one group at least.
    const OTHERS: usize = 3;
    let is_first = need.before.is_empty() && need.round == 0;
    if running.asked_outside || !is_first || need.people.len() <= OTHERS {
        return Ok(Reply::Given(None));
    }
    let people = need.people.iter().filter_map(|it| running.state.person(it));
    let leads = |it: &&Person| it.name.is_some() && it.tags.iter().any(|it| it.as_str() == "lead");
    let leads: Vec<Person> = people.filter(leads).cloned().collect();
    if leads.is_empty() {
        return Ok(Reply::Given(None));
    }
    let mut options = vec![('n', "nobody, all sit in groups".to_string())];
    options.extend(('1'..='9').zip(leads.iter().map(screens::called)));
    let choice = Choice {
        text: "Does anybody stay out of the groups, to look after them?".to_string(),
        options,
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(chosen) => {
            running.asked_outside = true;
            let id = chosen.checked_sub(1).map(|it| leads[it].id.clone());
            Reply::Given(id)
        }
        Reply::Aside(Action::Leave) => Reply::Aside(Action::Leave),
        Reply::Aside(_) => Reply::Given(None),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// Says where whoever came sits, and whoever would be alone.
fn tell_where(running: &mut Running, need: &NeedGroups) {
    let seated = |id: &&String| need.before.iter().any(|it| it.contains(id));
    let came: Vec<String> = need
        .people
        .iter()
        .filter(|it| !seated(it))
        .cloned()
        .collect();
    let alone = need.before.iter().filter(|it| it.len() == 1).flatten();
    let alone: Vec<String> = alone.cloned().collect();
    let mut sentences: Vec<String> = running.note.take().into_iter().collect();
    sentences.extend(rooms::told_where(&running.state, &came, false));
    sentences.extend(rooms::told_where(&running.state, &alone, true));
    running.note = Some(sentences.join(" ")).filter(|it| !it.is_empty());
}

/// Groups of one round, with wishes kept where that can be, and how good they are.
fn formed(asked: &Asked<'_>, wishes: Wishes<'_>, rng: &mut impl Rng) -> (groups::Round, Quality) {
    let plan = Plan {
        members: asked.members,
        sizes: asked.sizes,
        five: asked.five,
        rounds: 1,
        present: &[],
        past: asked.past,
        wishes,
    };
    let mut season = groups::season(&plan, rng);
    (season.rounds.pop().unwrap_or_default(), season.quality)
}

/// Groups that change with the fewest moves; of several such ways, one that keeps people apart.
fn mended(
    asked: &Asked<'_>,
    before: &[Vec<usize>],
    talking: bool,
    wishes: Wishes<'_>,
    rng: &mut impl Rng,
) -> groups::Round {
    const TRIES: usize = 50;
    let keeps = |groups: &groups::Round| {
        let share = |group: &Vec<usize>| {
            let both = |it: &&(usize, usize)| group.contains(&it.0) && group.contains(&it.1);
            wishes.apart.iter().any(|it| both(&it))
        };
        !groups.iter().any(share)
    };
    let mut mended = groups::mend(asked, before, talking, rng);
    for _ in 0..TRIES {
        if keeps(&mended) {
            return mended;
        }
        mended = groups::mend(asked, before, talking, rng);
    }
    // Nobody talks yet, so that a wish weighs more than a move.
    if talking {
        mended
    } else {
        formed(asked, wishes, rng).0
    }
}

/// Wishes of those who are here, by place.
pub fn pairs_of(wishes: &Apart, roster: &Roster, people: &[String]) -> Vec<(usize, usize)> {
    let place = |id: &str| {
        let id = roster.canonical(id);
        people.iter().position(|it| roster.canonical(it) == id)
    };
    let pairs = wishes.pairs.iter();
    pairs
        .filter_map(|(one, other)| Some((place(one)?, place(other)?)))
        .collect()
}

fn members(state: &State, need: &NeedGroups) -> Vec<Member> {
    let member = |id: &String| Member {
        remote: state.person(id).is_some_and(|it| it.remote),
    };
    need.people.iter().map(member).collect()
}

fn sizes(step: &Groups, need: &NeedGroups) -> Sizes {
    match step.merge {
        Some(about) if !need.made_of.is_empty() => groups::joined_sizes(about),
        _ => Sizes {
            least: step.size.first().copied().unwrap_or(3),
            most: step.size.last().copied().unwrap_or(4),
        },
    }
}

/// Whether five people are somewhere whom groups can take in two ways.
pub fn five_matters(members: &[Member], sizes: Sizes) -> bool {
    let screens = members.iter().filter(|it| it.remote).count();
    let differs = |n: usize, remote: bool| {
        let of = |five| groups::sizes(n, sizes, remote, five);
        n == 5 && of(Five::Split) != of(Five::One)
    };
    differs(screens, true) || differs(members.len() - screens, false)
}

/// Five people can be a three and a pair, or stay together with shorter turns: asked, since only
/// they know.
fn five(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
    members: &[Member],
    sizes: Sizes,
) -> Result<Reply<Five>, Error> {
    let screens = members.iter().filter(|it| it.remote).count();
    let room = members.len() - screens;
    if !five_matters(members, sizes) {
        return Ok(Reply::Given(Five::Split));
    }
    let who = match (screens, room) {
        (_, 0) | (0, _) => "You are five",
        (5, 5) => "Five are on screens, and five in the room",
        (5, _) => "Five are on screens",
        _ => "Five are in the room",
    };
    let choice = Choice {
        text: format!("{who}: two groups, or one?"),
        options: vec![
            ('3', "a group of three and a pair".to_string()),
            ('5', "one group of five, with shorter turns".to_string()),
        ],
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(1) => Reply::Given(Five::One),
        Reply::Given(_) => Reply::Given(Five::Split),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

#[cfg(test)]
mod tests;
