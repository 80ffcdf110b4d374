//! Whether a journal says only what a session can have written. Whoever changes one by hand
//! cannot publish a start in the year 0, a step of a million minutes, or a name for an id.

use chrono::Datelike as _;
use uuid::Uuid;

use crate::clock::Stamp;
use crate::fields::is_slug;
use crate::ritual::{Seconds, Step, What};
use crate::session::event::{Event, Opening, Person, Stamped};

/// Years that a clock may say, in any zone: a computer that forgot the time begins in 1970, which
/// is 1969 in New York.
const YEARS: std::ops::RangeInclusive<i32> = 1969..=9_998;
/// Minutes of the whole at most: a day.
const MINUTES: i64 = 1_440;
/// Seconds of one part of a step at most. A file may say a day; a text of 1 MB takes longer.
const SECONDS: Seconds = 1_000_000;
/// Rounds, and items of a hand, at most.
const COUNT: usize = 1_000;

/// What of an opening cannot be, in words for a person.
pub(super) fn fault(opening: &Opening) -> Option<&'static str> {
    let ids = Uuid::try_parse(&opening.id).is_ok() && is_slug(&opening.ritual.id);
    if !ids || !opening.people.iter().all(is_opaque) {
        return Some("an id that Firelight never gives");
    }
    if !is_year(opening.started) {
        return Some("its start");
    }
    if !(1..=MINUTES).contains(&opening.minutes) {
        return Some("its minutes");
    }
    if !(1..=1_000).contains(&opening.pace) {
        return Some("its pace");
    }
    opening.ritual.steps.iter().find_map(fault_of)
}

/// Whether an event can have happened in any session.
pub(super) fn can_be(stamped: &Stamped) -> bool {
    let is_known = match &stamped.event {
        Event::Joined(person) => is_opaque(person),
        _ => true,
    };
    is_known && is_year(stamped.at)
}

/// An id may come to stand in a log, and in a file's name.
fn is_opaque(person: &Person) -> bool {
    is_slug(&person.id)
}

fn is_year(at: Stamp) -> bool {
    YEARS.contains(&at.year())
}

fn fault_of(step: &Step) -> Option<&'static str> {
    let (seconds, counts, inner): (Vec<Seconds>, Vec<usize>, &[Step]) = match &step.what {
        What::Say(it) => (vec![it.seconds], vec![], &[]),
        What::Solo(it) => (vec![it.seconds], vec![], &[]),
        What::Open(it) => (vec![it.seconds], vec![it.max.unwrap_or(0)], &[]),
        What::Gather(it) => (vec![it.seconds], vec![], &[]),
        What::Ask(it) => (vec![it.seconds], vec![it.rounds, it.dots], &[]),
        What::Deal(it) => (vec![it.think], vec![it.hand, it.swap], &[]),
        What::Turns(it) => {
            let own = [it.each.unwrap_or(0), it.between, it.seconds.unwrap_or(0)];
            let response = it.response.iter().map(|it| it.seconds);
            (
                own.into_iter().chain(response).collect(),
                vec![it.rounds],
                &[],
            )
        }
        What::Groups(it) => {
            let counts = [it.rounds, it.merge, Some(it.roles.len())];
            let counts = counts.into_iter().flatten().chain(it.size.iter().copied());
            (vec![it.seconds, it.travel], counts.collect(), &it.steps)
        }
        What::Use(it) => {
            let minutes = it.with.minutes.unwrap_or(0);
            (vec![minutes.saturating_mul(60)], vec![], &[])
        }
    };
    if !seconds.iter().all(|it| (0..=SECONDS).contains(it)) {
        return Some("the seconds of a step");
    }
    if !counts.iter().all(|it| *it <= COUNT) {
        return Some("the rounds or items of a step");
    }
    inner.iter().find_map(fault_of)
}
