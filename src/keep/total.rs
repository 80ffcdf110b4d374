//! What may be stored of a choice by everybody: what came of it, never who, never what lost, and
//! nothing of fewer than [`FEWEST`] people.

use serde::{Deserialize, Serialize};

use super::FEWEST;

/// What came of a choice by everybody. It can be made nowhere else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Total {
    n: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agreed: Option<bool>,
}

impl Total {
    fn of(n: u64) -> Option<Self> {
        Some(Self {
            n: total(n)?,
            mean: None,
            chosen: None,
            agreed: None,
        })
    }

    /// How many people stand behind it; `None` where somebody made it of fewer, in a file.
    pub fn n(&self) -> Option<u64> {
        total(self.n)
    }

    /// Their mean answer on a scale from 1, to one decimal; of fewer than [`ROUGH`] people to a
    /// half.
    pub fn mean(&self) -> Option<f64> {
        self.mean
    }

    /// What most of them chose; several where as many chose each.
    pub fn chosen(&self) -> Option<&[String]> {
        self.chosen.as_deref()
    }

    /// Whether nobody objected.
    pub fn agreed(&self) -> Option<bool> {
        self.agreed
    }

    /// What came of it, in words.
    pub fn words(&self) -> String {
        words(self.n, self.mean, self.agreed, self.chosen())
    }
}

/// What came of a choice by everybody, in words: never what lost.
pub fn words(n: u64, mean: Option<f64>, agreed: Option<bool>, chosen: Option<&[String]>) -> String {
    match (mean, agreed, chosen) {
        (Some(mean), _, _) if n < ROUGH => format!("About {mean}, from 1 to 5"),
        (Some(mean), _, _) => format!("{mean:.1}, from 1 to 5"),
        (_, Some(true), _) => "We can all live with it.".to_string(),
        (_, Some(false), _) => "Not yet: somebody could not live with it.".to_string(),
        (_, _, Some([one])) => one.clone(),
        (_, _, Some([]) | None) => "None of them.".to_string(),
        (_, _, Some(several)) => format!("As many for each: {}", several.join(" / ")),
    }
}

/// The mean of fewer people is rough: to one decimal it would give their sum, and where one of them
/// goes before the same is asked again, that person's number.
const ROUGH: u64 = 10;

/// A number of people, if they are enough to be told of.
pub fn total(people: u64) -> Option<u64> {
    (people >= FEWEST).then_some(people)
}

/// The mean of a scale: how many chose 1, 2 and so on.
pub fn mean(answers: &[u64]) -> Option<Total> {
    let n = answers.iter().sum();
    let sum: u64 = (1..).zip(answers).map(|(value, n)| value * n).sum();
    let total = Total::of(n)?;
    let parts = if n < ROUGH { 2.0 } else { 10.0 };
    let mean = (sum as f64 * parts / n as f64).round() / parts;
    Some(Total {
        mean: Some(mean),
        ..total
    })
}

/// What `n` people chose. A veto outweighs any number of votes.
pub fn chosen(n: u64, options: &[String], votes: &[u64], vetoed: &[bool]) -> Option<Total> {
    let total = Total::of(n)?;
    let chosen = best(votes, vetoed).into_iter();
    let chosen = chosen.filter_map(|it| options.get(it).cloned());
    Some(Total {
        chosen: Some(chosen.collect()),
        ..total
    })
}

/// The places of what most people prefer; a veto outweighs any number of them. Several where as
/// many prefer each, none where nobody prefers anything that is left.
pub fn best(votes: &[u64], vetoed: &[bool]) -> Vec<usize> {
    let stands = |it: &usize| !vetoed.get(*it).copied().unwrap_or(false);
    let stand = (0..votes.len()).filter(stands);
    let most = stand.clone().map(|it| votes[it]).max().unwrap_or(0);
    stand.filter(|&it| most > 0 && votes[it] == most).collect()
}

/// Whether all of those who said something can live with it: one who cannot outweighs the others.
pub fn agreed(can: u64, cannot: u64) -> Option<Total> {
    let total = Total::of(can + cannot)?;
    Some(Total {
        agreed: Some(cannot == 0),
        ..total
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<String> {
        ["tea", "soup", "bread"].map(str::to_string).to_vec()
    }

    #[test]
    fn a_total_of_four_is_not_told() {
        assert_eq!((total(4), total(5)), (None, Some(5)));
        assert_eq!(mean(&[0, 0, 4, 0, 0]), None);
        assert_eq!(chosen(4, &options(), &[4, 0, 0], &[]), None);
        assert_eq!(agreed(4, 0), None);
        let made_up: Total = serde_json::from_str(r#"{"n":3,"mean":2.0}"#).unwrap();
        assert_eq!(made_up.n(), None);
    }

    #[test]
    fn a_scale_gives_its_mean_to_one_decimal_and_of_few_people_to_a_half() {
        let of = |answers: &[u64]| mean(answers).unwrap().mean();
        assert_eq!(of(&[1, 0, 1, 2, 6]), Some(4.2));
        assert_eq!(of(&[1, 0, 1, 2, 3]), Some(4.0));
        assert_eq!(of(&[0, 0, 0, 0, 5]), Some(5.0));
        // Six people, and five of them again: what the sixth said does not follow.
        for sixth in 0..5 {
            let mut answers = [0, 0, 2, 1, 2];
            assert_eq!(of(&answers), Some(4.0));
            answers[sixth] += 1;
            let told = of(&answers).unwrap();
            assert!(told == 3.5 || told == 4.0, "{told}");
        }
    }

    #[test]
    fn a_veto_outweighs_and_what_lost_is_not_there() {
        let told = |votes: &[u64], vetoed: &[bool]| {
            let total = chosen(6, &options(), votes, vetoed).unwrap();
            serde_json::to_string(&total).unwrap()
        };
        assert_eq!(told(&[3, 2, 1], &[]), r#"{"n":6,"chosen":["tea"]}"#);
        assert_eq!(
            told(&[5, 1, 0], &[true, false, false]),
            r#"{"n":6,"chosen":["soup"]}"#
        );
        assert_eq!(told(&[3, 3, 0], &[]), r#"{"n":6,"chosen":["tea","soup"]}"#);
        assert_eq!(told(&[5, 1, 0], &[true; 3]), r#"{"n":6,"chosen":[]}"#);
    }

    #[test]
    fn one_who_could_not_live_with_it_outweighs_the_others() {
        assert_eq!(agreed(9, 1).unwrap().agreed(), Some(false));
        assert_eq!(agreed(5, 0).unwrap().agreed(), Some(true));
    }
}
