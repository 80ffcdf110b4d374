//! When two names are one to a person who reads them, and when they only look so.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

/// A name without what does not tell people apart: case, widths, ways to write an accent,
/// spaces, and marks that nobody sees.
pub fn fold(text: &str) -> String {
    let joined = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    // Most texts are in plain letters, and long ones are searched.
    if text.is_ascii() {
        return joined(&text.to_ascii_lowercase());
    }
    // Upper case first, so that ß is ss and both small sigmas are one.
    let cased = text
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|it| !is_unseen(*it));
    joined(&cased.nfkc().collect::<String>())
}

/// Soft hyphen, joiners and direction marks, variation selectors, tags.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// A folded name without its accents.
pub fn bare(folded: &str) -> String {
    let is_mark = unicode_normalization::char::is_combining_mark;
    folded.nfd().filter(|it| !is_mark(*it)).collect()
}

/// Letters of a name that anybody mistypes; longer ones are pasted.
const LONGEST: usize = 64;

/// Letters of a name that is short: most of those near it are names of others.
const SHORT: usize = 5;

/// A name as it is compared with many others.
#[derive(Clone, Debug)]
pub struct Looks {
    letters: Vec<char>,
    skeleton: String,
}

impl Looks {
    /// How a folded name looks.
    pub fn of(folded: &str) -> Self {
        Self {
            letters: folded.chars().collect(),
            // Accents are lost in haste, and letters of other alphabets look like ours.
            skeleton: bare(&skeleton(folded).collect::<String>()),
        }
    }

    /// Whether one may have been meant as the other: they look the same, or are one slip apart.
    pub fn like(&self, other: &Self) -> bool {
        self.skeleton == other.skeleton || one_slip(&self.letters, &other.letters)
    }

    /// What all names that look the same have in common.
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Numbers of which two names that are one slip apart share one: of the name, and of the
    /// name without each of its letters. Others may share one too.
    pub fn near(&self) -> Vec<u64> {
        let letters = &self.letters;
        if letters.len() > LONGEST {
            return Vec::new();
        }
        let number = |without: usize| {
            let mut hasher = DefaultHasher::new();
            let rest = letters.iter().enumerate().filter(|it| it.0 != without);
            rest.for_each(|it| it.1.hash(&mut hasher));
            hasher.finish()
        };
        let mut numbers: Vec<u64> = (0..=letters.len()).map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// Whether a letter too many, too few, another or two swapped tell the names apart. Digits are
/// no slip. In a short name only a letter inside too many, or two swapped, is one: Jon and John,
/// but not Ana and Hana, nor Lena and Lina.
fn one_slip(a: &[char], b: &[char]) -> bool {
    let longest = a.len().max(b.len());
    if !(4..=LONGEST).contains(&longest) || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = |(x, y): &(&char, &char)| x == y;
    let front = a.iter().zip(b).take_while(same).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    let is_short = longest <= SHORT;
    let is_slip = match (a, b) {
        ([], [_]) | ([_], []) => !is_short || front > 0 && back > 0,
        ([_], [_]) => !is_short,
        ([w, x], [y, z]) => w == z && x == y && (!is_short || front > 0),
        _ => false,
    };
    is_slip && !a.iter().chain(b).any(|it| it.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_matched_by_nfkc_and_case() {
        for (one, other) in [
            ("Ana", "ANA"),
            ("Zoe\u{308}", "Zo\u{eb}"),
            ("Ｋｉｍ", "kim"),
            ("Ana  Maria", " ana maria "),
            ("Strauß", "STRAUSS"),
            ("ΝΙΚΟΣ", "νικος"),
            ("Ana\u{200b}", "Ana"),
            ("ﬁona", "Fiona"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
            assert_eq!(fold(&fold(one)), fold(one));
        }
        assert_ne!(fold("Zoe"), fold("Zo\u{eb}"));
    }

    #[test]
    fn what_looks_alike_is_noticed_and_what_only_is_short_is_not() {
        let like = |a: &str, b: &str| Looks::of(&fold(a)).like(&Looks::of(&fold(b)));
        for (a, b) in [
            ("Ana", "Anna"),
            ("Jon", "John"),
            ("Jonas", "Jonsa"),
            ("Martin", "Marvin"),
            ("Maria Lopez", "Maria Lopes"),
            ("Ana", "\u{410}na"),
            ("Zoe", "Zo\u{eb}"),
            ("rnia", "mia"),
        ] {
            assert!(like(a, b) && like(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("Jo", "Mo"),
            ("Ana", "Ann"),
            ("Ana", "Annika"),
            ("Ana", "Hana"),
            ("Ben", "Jen"),
            ("Mark", "Bark"),
            ("Lena", "Lina"),
            ("Eva", "Evan"),
            ("Elena", "Lena"),
            ("Person 12", "Person 13"),
            ("Ben", "Chi"),
        ] {
            assert!(!like(a, b) && !like(b, a), "{a} {b}");
        }
    }
}
