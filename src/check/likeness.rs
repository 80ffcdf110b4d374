//! Questions that ask nearly the same, found among many without comparing all with all.
//!
//! Two texts are as alike as the share of their content words that they have in common (Jaccard).
//! To reach a share, they must have one of their rarest words in common (prefix filtering; Chaudhuri,
//! Ganti and Kaushik 2006), so only those that have are compared.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// From here on two texts are warned of.
pub(super) const ALIKE: f64 = 0.6;
/// From here on they are the same question.
pub(super) const SAME: f64 = 0.8;
/// Fewer content words say too little to be compared.
const FEWEST: usize = 3;

/// For each text that is like an earlier one, that one's place and how alike they are. `may` says
/// whether two may be as alike as that.
///
/// One is enough to mend it, and of many that are all alike nobody reads every pair.
pub(super) fn twins(
    texts: &[BTreeSet<String>],
    may: impl Fn(usize, usize, f64) -> bool,
) -> BTreeMap<usize, (usize, f64)> {
    let mut often: HashMap<&str, usize> = HashMap::new();
    for word in texts.iter().flatten() {
        *often.entry(word).or_insert(0) += 1;
    }
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut found = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        if text.len() < FEWEST {
            continue;
        }
        let mut rare: Vec<&str> = text.iter().map(String::as_str).collect();
        rare.sort_by_key(|it| (often[it], *it));
        let mut compared = HashSet::new();
        for word in &rare[..text.len() - shared(text.len()) + 1] {
            let others = seen.entry(word).or_default();
            for other in others.iter().copied() {
                if found.contains_key(&at) {
                    break;
                }
                if compared.insert(other) {
                    let likeness = likeness(text, &texts[other]);
                    if likeness >= ALIKE && !may(other, at, likeness) {
                        found.insert(at, (other, likeness));
                    }
                }
            }
            others.push(at);
        }
    }
    found
}

/// How many of `n` words another text must share to be alike.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "n is the number of words in a sentence"
)]
fn shared(n: usize) -> usize {
    // A hair less, so that a product that should be whole does not round up.
    ((ALIKE * n as f64 - 1e-9).ceil() as usize).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of words in a sentence")]
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    both as f64 / (one.len() + other.len() - both) as f64
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha12Rng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    fn never(_: usize, _: usize, _: f64) -> bool {
        false
    }

    fn text(words: &str) -> BTreeSet<String> {
        words.split(' ').map(str::to_string).collect()
    }

    #[test]
    fn alike_is_three_in_five_and_the_same_four_in_five() {
        let texts = [
            "help small notice week",
            "help small notice day",
            "help small notice week today",
            "a b",
        ];
        let found = twins(&texts.map(text), never);
        assert_eq!(found.len(), 2);
        assert!(found[&1].0 == 0 && (found[&1].1 - 0.6).abs() < 1e-9);
        assert!(found[&2].0 == 0 && (found[&2].1 - 0.8).abs() < 1e-9);
        assert_eq!(twins(&[text("a b"), text("a b")], never).len(), 0);
    }

    #[test]
    fn nothing_is_missed_that_comparing_all_would_find() {
        let mut rng = ChaCha12Rng::seed_from_u64(1);
        let mut texts = Vec::new();
        for _ in 0..300 {
            let n = rng.random_range(1..9);
            texts.push(
                (0..n)
                    .map(|_| format!("w{}", rng.random_range(0..12)))
                    .collect(),
            );
        }
        let found = twins(&texts, never);
        assert!(found.len() > 20);
        for (at, one) in texts.iter().enumerate() {
            let is_alike = |it: &&BTreeSet<String>| {
                one.len().min(it.len()) >= FEWEST && likeness(one, it) >= ALIKE
            };
            let wanted = texts[..at].iter().any(|it| is_alike(&it));
            assert_eq!(found.contains_key(&at), wanted, "{one:?}");
        }
    }

    #[test]
    fn of_thousands_that_are_all_alike_each_has_one_twin() {
        let texts: Vec<_> = (0..20_000)
            .map(|it| text(&format!("help small week day n{it}")))
            .collect();
        let found = twins(&texts, never);
        assert_eq!(found.len(), texts.len() - 1);
        assert!(found.values().all(|it| it.0 == 0));
    }
}
