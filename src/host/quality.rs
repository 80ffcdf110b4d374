//! How good groups are, in words: who meets anew and who again, and whether anything would be better.

use crate::groups::{First, Quality};

use super::screens::count;

/// How good groups are, for whoever leads; never for the stage.
pub fn sentence(quality: &Quality) -> String {
    let meet = |n: usize, when: &str| {
        let verb = if n == 1 { "meets" } else { "meet" };
        format!("{} {verb} {when}", count(n as i64, "pair"))
    };
    let mut sentences = vec![match quality.again {
        0 => format!(
            "{}, and nobody meets again.",
            meet(quality.new, "for the first time")
        ),
        again => {
            let gap = match (quality.shortest_gap, quality.oldest_gap) {
                (Some(one), Some(other)) if one == other => {
                    format!(", after {}", count(one as i64, "round"))
                }
                (Some(one), Some(other)) => format!(", after {one} to {other} rounds"),
                _ => String::new(),
            };
            let new = meet(quality.new, "for the first time");
            let again = count(again as i64, "meeting");
            format!("{new}. {again} of two who had met before{gap}.")
        }
    }];
    sentences.extend(
        match (quality.again, quality.proven, quality.best_possible) {
            (0, _, _) => None,
            (_, true, _) => Some("Fewer cannot be.".to_string()),
            (_, false, 0) => Some("Perhaps fewer is possible.".to_string()),
            (_, false, least) => Some(format!("At best it would be {least}.")),
        },
    );
    let is_mixed = quality.mix.iter().all(|(same, least)| same == least);
    sentences.extend(quality.mix.iter().map(|(same, least)| match same == least {
        true => "The mix is as good as can be.".to_string(),
        false => format!("In the mix {same} pairs are alike; {least} could be."),
    }));
    if !quality.mix.is_empty() && (quality.again > quality.best_possible || !is_mixed) {
        sentences.push(
            match quality.first {
                First::Mix => "The mix went first; --first meetings turns that round.",
                First::Both => "Mix and new meetings weighed alike; --first puts one before.",
                First::Meetings => "New meetings went first; --first mix turns that round.",
            }
            .to_string(),
        );
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_who_meet_three_times_are_no_three_pairs() {
        let quality = Quality {
            new: 6,
            again: 3,
            shortest_gap: Some(2),
            oldest_gap: Some(4),
            best_possible: 1,
            proven: false,
            first: First::Mix,
            mix: Vec::new(),
        };
        assert_eq!(
            sentence(&quality),
            "6 pairs meet for the first time. 3 meetings of two who had met before, after 2 to 4 rounds. At best it would be 1."
        );
    }
}
