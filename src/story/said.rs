//! What a clock and a count of words can say of a story: where it ran long, what could fall away,
//! about how long it is. Never whether it is good.

use super::shape::Beat;
use super::{Moment, Rehearsal, Story, WHOLE};

/// Words a minute that are reckoned with, unless somebody says otherwise.
pub const PACE: i64 = 140;

/// Words a minute that may be said.
pub const PACES: std::ops::RangeInclusive<i64> = 60..=260;

/// Words a minute by which a pace may be off.
const OFF: i64 = 10;

/// Words of everything that was written to be said.
pub fn words(story: &Story) -> usize {
    let moments = story.said();
    let texts = moments.iter().map(|it| &it.text);
    let texts = texts.chain(&story.first).chain(&story.last);
    texts.map(|it| words_in(it.as_str())).sum()
}

/// Words in a text. Two signs of a script that puts no spaces count as one.
fn words_in(text: &str) -> usize {
    let is_unspaced = |it: char| matches!(it, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let of_token = |token: &str| match token.chars().filter(|it| is_unspaced(*it)).count() {
        0 => usize::from(token.chars().any(char::is_alphanumeric)),
        n => n.div_ceil(2),
    };
    text.split_whitespace().map(of_token).sum()
}

/// How long so many words take at about this pace, in seconds: at least and at most.
pub fn seconds(words: usize, pace: i64) -> (i64, i64) {
    let words = i64::try_from(words)
        .unwrap_or(i64::MAX / 60)
        .min(i64::MAX / 60);
    let at = |pace: i64| words * 60 / pace.max(1);
    (at(pace + OFF), at(pace - OFF))
}

/// How many words five minutes hold at about this pace: at least and at most.
pub fn room(pace: i64) -> (i64, i64) {
    ((pace - OFF) * WHOLE / 60, (pace + OFF) * WHOLE / 60)
}

/// The beats that took longer than their budget, the longest over first, with the seconds over.
pub fn ran_long(rehearsal: &Rehearsal) -> Vec<(Beat, i64)> {
    let beats = rehearsal.beats().into_iter();
    let mut long: Vec<(Beat, i64)> = beats
        .map(|(beat, took)| {
            let over = took - beat.seconds;
            (beat, over)
        })
        .filter(|it| it.1 > 0)
        .collect();
    // Stable: of equals, the earlier one first.
    long.sort_by_key(|it| -it.1);
    long
}

/// How many moments that were said then are not any more, and about how many seconds it takes
/// without them: moments of one beat are taken to be equally long.
pub fn without(story: &Story, rehearsal: &Rehearsal) -> (usize, i64) {
    let said = story.said();
    let is_dropped = |id: &&i64| !said.iter().any(|it| it.id == **id);
    let mut n_dropped = 0;
    let mut left = 0;
    for (beat, took) in rehearsal.beats() {
        let ids = rehearsal.moments.get(beat.holds).unwrap_or_default();
        let n = ids.iter().filter(is_dropped).count();
        n_dropped += n;
        let (all, gone) = (ids.len().max(1) as i64, n as i64);
        left += took / all * (all - gone) + took % all * (all - gone) / all;
    }
    (n_dropped, left)
}

/// Which moment could fall away, if the whole takes too long, also without what was dropped since:
/// of the moments still there, one in the beat that ran over most.
pub fn to_drop<'s>(story: &'s Story, rehearsal: &Rehearsal) -> Option<&'s Moment> {
    if without(story, rehearsal).1 <= WHOLE {
        return None;
    }
    let said = story.said();
    let of_beat = |beat: &Beat| {
        let ids = rehearsal
            .moments
            .get(beat.holds.clone())
            .unwrap_or_default();
        ids.iter()
            .rev()
            .find_map(|id| said.iter().find(|it| it.id == *id).copied())
    };
    ran_long(rehearsal)
        .iter()
        .find_map(|(beat, _)| of_beat(beat))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shape::Shape;
    use super::super::tests::story;
    use super::*;
    use crate::keep;

    fn rehearsal(shape: Shape, n: i64, seconds: &[i64]) -> Rehearsal {
        Rehearsal {
            on: "2026-11-30".parse().unwrap(),
            shape,
            moments: (1..=n).collect(),
            seconds: seconds.to_vec(),
            rest: String::new(),
        }
    }

    #[test]
    fn what_ran_over_most_is_named_first_and_its_moment_could_fall_away() {
        let story = story(5);
        let said = rehearsal(Shape::Beads, 5, &[45, 50, 95, 60, 50, 40, 20]);
        let long: Vec<(String, i64)> = ran_long(&said)
            .into_iter()
            .map(|(beat, over)| (beat.name, over))
            .collect();
        assert_eq!(
            long,
            [
                ("bead 2".to_string(), 45),
                ("opening".to_string(), 15),
                ("bead 3".to_string(), 10)
            ]
        );
        assert_eq!(to_drop(&story, &said).unwrap().id, 2);
    }

    #[test]
    fn nothing_needs_to_fall_away_within_five_minutes_or_where_it_is_gone_already() {
        let mut story = story(5);
        let fits = rehearsal(Shape::Beads, 5, &[30, 90, 40, 40, 40, 40, 20]);
        assert_eq!(to_drop(&story, &fits), None);
        let over = rehearsal(Shape::Beads, 5, &[30, 90, 60, 50, 50, 50, 20]);
        assert_eq!(to_drop(&story, &over).unwrap().id, 1);
        assert_eq!(without(&story, &over), (0, 350));
        // Enough is enough.
        story.moments[0].cut = true;
        assert_eq!(without(&story, &over), (1, 260));
        assert_eq!(to_drop(&story, &over), None);
        let far_over = rehearsal(Shape::Beads, 5, &[30, 90, 90, 80, 80, 80, 20]);
        assert_eq!(without(&story, &far_over), (1, 380));
        assert_eq!(to_drop(&story, &far_over).unwrap().id, 2);
        // Two in a beat share its time.
        let shared = rehearsal(Shape::Turn, 5, &[60, 121, 75, 45]);
        let held = shared.beats()[1].0.holds.len();
        assert_eq!((held, without(&story, &shared).0), (1, 1));
        // Only what holds a moment can lose one.
        let opening = rehearsal(Shape::Beads, 5, &[90, 50, 50, 50, 50, 50, 20]);
        assert_eq!(to_drop(&story, &opening), None);
    }

    #[test]
    fn words_become_a_range_of_minutes() {
        let mut story = story(0);
        story.first = keep::story("It was five in the morning -- and the key did not fit.");
        assert_eq!(words(&story), 12);
        assert_eq!(words_in("東京に引っ越した"), 4);
        assert_eq!(seconds(700, PACE), (280, 323));
        assert_eq!(room(PACE), (650, 750));
    }

    proptest! {
        #[test]
        fn more_words_never_take_less_and_a_range_is_one(words in 0_usize..1_000_000, pace in 60_i64..=260) {
            let (least, most) = seconds(words, pace);
            prop_assert!(0 <= least && least <= most);
            prop_assert!(seconds(words + 1, pace).0 >= least);
        }
    }
}
