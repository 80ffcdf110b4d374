//! What goes on in groups, which have no screen of their own: inner steps on one common clock,
//! with a schedule for each size of group. Arithmetic only.

use crate::ritual::length;
use crate::ritual::{Groups, Seconds, Step, What};

/// Turns of at least so many seconds are counted one by one; shorter ones are one part.
const COUNTED_FROM: Seconds = 30;
/// Seconds of a turn at least, where turns share what is left.
const SHORTEST_SHARE: Seconds = 15;

/// What groups of one size do when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// How many people are in such a group.
    pub size: usize,
    /// Seconds of each counted turn, if there are any.
    pub each: Option<Seconds>,
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// Seconds of the clock at which the last one ends.
    pub end: Seconds,
}

impl Track {
    /// Whether a turn begins after so many seconds of the clock.
    pub fn has_turns_after(&self, seconds: Seconds) -> bool {
        let is_turn = |it: &Part| it.from > seconds && matches!(it.doing, Doing::Turn { .. });
        self.parts.iter().any(is_turn)
    }

    /// Seconds of an inner step that is done in one go.
    pub fn length_of(&self, step: usize) -> Option<Seconds> {
        let at = self
            .parts
            .iter()
            .position(|it| it.doing == Doing::Step(step))?;
        let end = self.parts.get(at + 1).map_or(self.end, |it| it.from);
        Some(end - self.parts[at].from)
    }
}

/// A part of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Seconds of the clock at which it begins.
    pub from: Seconds,
    /// What is done.
    pub doing: Doing,
}

/// What is done in a part of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// On the way to the rooms.
    WayIn,
    /// A counted turn.
    Turn {
        /// Which inner step.
        step: usize,
        /// Whose: the first, second and so on.
        nth: usize,
    },
    /// All of an inner step.
    Step(usize),
    /// On the way back.
    WayBack,
}

/// The common clock of a round.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// Seconds of all of it, when it began.
    pub whole: Seconds,
    /// Seconds of it to get to the rooms.
    pub way_in: Seconds,
    /// Seconds of it to get back.
    pub way_back: Seconds,
    /// Speaking time as a percentage.
    pub pace: i64,
    /// How it was changed meanwhile: when, and by how many seconds.
    pub adjusted: &'a [(Seconds, Seconds)],
}

/// The schedule of groups of `size`.
pub fn track(groups: &Groups, size: usize, clock: &Clock<'_>) -> Track {
    let inside = (clock.whole - clock.way_in - clock.way_back).max(0);
    let (pieces, each) = pieces(&groups.steps, size, inside, clock.pace);
    let total: Seconds = pieces.iter().map(|it| it.1).sum();
    let mut parts = Vec::new();
    if clock.way_in > 0 {
        parts.push(Part {
            from: 0,
            doing: Doing::WayIn,
        });
    }
    let mut gone = 0;
    for (doing, seconds) in pieces {
        let from = clock.way_in + gone * inside / total.max(inside).max(1);
        parts.push(Part { from, doing });
        gone += seconds;
    }
    if clock.way_back > 0 {
        parts.push(Part {
            from: clock.way_in + inside,
            doing: Doing::WayBack,
        });
    }
    let mut whole = clock.whole;
    let mut now = each;
    for &(at, by) in clock.adjusted {
        let new = (whole + by).max(at);
        share_anew(&mut parts, at, [whole, new].map(|it| it - clock.way_back));
        whole = new;
        now = next_turn(&parts, at, whole);
    }
    Track {
        size,
        // A turn that nobody is to have any more has the length it had.
        each: if now.is_some() { now } else { each },
        parts,
        end: whole,
    }
}

/// The clock was changed at `at`, so that what is done inside ends at `ends[1]` and not at
/// `ends[0]`. What has not begun shares what is left, each part by as much; what has begun keeps
/// its end, unless a turn to come would have less than half of what it had.
fn share_anew(parts: &mut [Part], at: Seconds, ends: [Seconds; 2]) {
    let [old_end, new_end] = ends.map(|it| it.max(at));
    let to_come = parts.partition_point(|it| it.from <= at);
    let back = |it: &Part| it.doing == Doing::WayBack;
    let inside = parts[to_come..].iter().take_while(|it| !back(it)).count();
    let (to_come, after) = parts[to_come..].split_at_mut(inside);
    for part in after {
        part.from = new_end;
    }
    let Some(first) = to_come.first().map(|it| it.from) else {
        return;
    };
    let shrunk = |length: Seconds, old: Seconds, new: Seconds| length * new / old.max(1);
    let shortest = (1..=to_come.len()).filter_map(|it| {
        let part = &to_come[it - 1];
        let end = to_come.get(it).map_or(old_end, |it| it.from);
        matches!(part.doing, Doing::Turn { .. }).then_some(end - part.from)
    });
    let is_enough = shortest
        .min()
        .is_none_or(|turn| shrunk(turn, old_end - first, new_end - first) * 2 >= turn);
    let from = if is_enough && first < new_end {
        first
    } else {
        at
    };
    for part in to_come {
        part.from = from + shrunk(part.from - from, old_end - from, new_end - from);
    }
}

/// Seconds of the first turn that begins after `at`.
fn next_turn(parts: &[Part], at: Seconds, whole: Seconds) -> Option<Seconds> {
    let is_turn = |it: &Part| it.from > at && matches!(it.doing, Doing::Turn { .. });
    let next = parts.iter().position(is_turn)?;
    let end = parts.get(next + 1).map_or(whole, |it| it.from);
    Some(end - parts[next].from)
}

/// What a group does one after the other, and for how many seconds; and a counted turn's length.
fn pieces(
    steps: &[Step],
    size: usize,
    inside: Seconds,
    pace: i64,
) -> (Vec<(Doing, Seconds)>, Option<Seconds>) {
    let inner = || {
        let inner = steps.iter().enumerate();
        inner.filter(|(_, it)| !matches!(it.what, What::Deal(_)))
    };
    let lengths = inner().map(|(_, it)| {
        let mut length = length::of_step(it, size);
        if matches!(it.what, What::Turns(_) | What::Solo(_)) {
            length.part = length.part * pace.max(1) / 100;
        }
        length
    });
    let lengths: Vec<_> = lengths.collect();
    let fixed: Seconds = lengths.iter().map(length::Length::seconds).sum();
    let shares = lengths.iter().filter(|it| it.shares).map(|it| it.parts);
    let share = match shares.sum::<Seconds>() {
        0 => 0,
        parts => ((inside - fixed) / parts).max(SHORTEST_SHARE),
    };
    let mut pieces = Vec::new();
    let mut each = None;
    for ((number, step), length) in inner().zip(&lengths) {
        let part = length.part + if length.shares { share } else { 0 };
        let is_counted = matches!(step.what, What::Turns(_)) && part >= COUNTED_FROM;
        if is_counted {
            each = each.or(Some(part));
            let turn = |it: Seconds| {
                let nth = it as usize % size.max(1) + 1;
                (Doing::Turn { step: number, nth }, part)
            };
            pieces.extend((0..length.parts).map(turn));
        } else {
            let seconds = length.parts * part + length.fixed;
            pieces.push((Doing::Step(number), seconds));
        }
    }
    (pieces, each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ritual::read::tests::{clean, with_steps};

    const BREAKOUT: &str = r#"
[[step]]
kind = "groups"
for = "10m"
travel = "60s"

[[step.steps]]
kind = "deal"
bank = "core"
think = "60s"

[[step.steps]]
kind = "turns"
each = "auto"

[[step.steps]]
kind = "turns"
each = "10s"
"#;

    fn of(size: usize, adjusted: &[(Seconds, Seconds)]) -> Track {
        let ritual = clean("a", &with_steps(BREAKOUT));
        let groups = ritual.steps.iter().find_map(|it| match &it.what {
            What::Groups(groups) => Some(groups.clone()),
            _ => None,
        });
        let clock = Clock {
            whole: 660,
            way_in: 60,
            way_back: 60,
            pace: 100,
            adjusted,
        };
        track(&groups.unwrap(), size, &clock)
    }

    fn froms(track: &Track) -> Vec<Seconds> {
        track.parts.iter().map(|it| it.from).collect()
    }

    #[test]
    fn threes_and_fours_share_the_same_nine_minutes() {
        let three = of(3, &[]);
        assert_eq!(three.each, Some(170));
        assert_eq!(froms(&three), [0, 60, 230, 400, 570, 600]);
        let four = of(4, &[]);
        assert_eq!(four.each, Some(125));
        assert_eq!(froms(&four), [0, 60, 185, 310, 435, 560, 600]);
        assert_eq!(four.parts[2].doing, Doing::Turn { step: 1, nth: 2 });
        assert_eq!(four.parts[5].doing, Doing::Step(2));
        assert_eq!(four.parts[6].doing, Doing::WayBack);
    }

    #[test]
    fn what_a_change_brings_is_shared_by_what_has_not_begun() {
        let changed = of(3, &[(300, 40)]);
        // The second person goes on to 400 s; after that there were 200 s, and now there are 240.
        assert_eq!(froms(&changed), [0, 60, 230, 400, 604, 640]);
        assert_eq!(changed.each, Some(204));
        let shorter = of(3, &[(300, -90)]);
        assert_eq!(froms(&shorter), [0, 60, 230, 400, 493, 510]);
        assert_eq!(shorter.each, Some(93));
    }

    #[test]
    fn nobody_loses_a_turn_that_has_not_begun_while_there_is_any_time() {
        // Of 300 s to come 130 are left: too few after the end of this turn, so it is shorter too.
        let short = of(3, &[(300, -170)]);
        assert_eq!(froms(&short), [0, 60, 230, 343, 417, 430]);
        assert_eq!(short.each, Some(74));
        let four = of(4, &[(70, -300)]);
        let turns = froms(&four);
        assert_eq!(turns, [0, 60, 119, 174, 228, 282, 300]);
        // All at once or bit by bit, nobody is left out.
        let steps: Vec<(Seconds, Seconds)> = (0..10).map(|it| (70 + it, -30)).collect();
        let turns = froms(&of(4, &steps));
        assert!(turns.windows(2).all(|it| it[0] < it[1]), "{turns:?}");
        let none = of(3, &[(300, -600)]);
        assert_eq!(froms(&none), [0, 60, 230, 300, 300, 300]);
    }

    #[test]
    fn groups_too_large_for_their_time_have_shorter_turns_and_never_run_over() {
        let large = of(60, &[]);
        let last = large.parts.last().unwrap();
        assert_eq!((last.from, last.doing), (600, Doing::WayBack));
        assert!(large.parts.windows(2).all(|it| it[0].from <= it[1].from));
    }
}
