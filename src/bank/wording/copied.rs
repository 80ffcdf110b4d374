//! Whether a text stands in a well-known list. The lists are not here: only marks of their texts,
//! from which no text can be had again.
//!
//! A mark is the first five bytes of the BLAKE3 hash of eight words in a row, in lower case and
//! without punctuation, or of the whole text where it has four to eight. `known.bin` holds the
//! sorted marks of 5,086 questions of two large public lists (rendall/icebreakers as of June 2024
//! and chasemp/fodder as of December 2025), each of which gathers from many others. That another
//! text has one of these marks by chance is less likely than one in fifty million.

use std::cmp::Ordering;

use crate::bank::read::normal;

static KNOWN: &[u8] = include_bytes!("known.bin");

/// Bytes of a mark.
const MARK: usize = 5;
/// Words in a row that make one.
const RUN: usize = 8;
/// Fewer words are anybody's.
const FEWEST: usize = 4;

/// Whether a text, or eight words in a row of it, stands in a well-known list.
pub(super) fn is_known(text: &str) -> bool {
    let text = normal(text);
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < FEWEST {
        return false;
    }
    let runs = words.windows(RUN.min(words.len()));
    runs.map(|it| it.join(" "))
        .any(|it| has(blake3::hash(it.as_bytes()).as_bytes()))
}

fn has(hash: &[u8; 32]) -> bool {
    let wanted = &hash[..MARK];
    let (mut from, mut to) = (0, KNOWN.len() / MARK);
    while from < to {
        let middle = from.midpoint(to);
        match KNOWN[middle * MARK..][..MARK].cmp(wanted) {
            Ordering::Less => from = middle + 1,
            Ordering::Greater => to = middle,
            Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_whole_and_sorted() {
        assert_eq!(KNOWN.len() % MARK, 0);
        let marks: Vec<&[u8]> = KNOWN.chunks(MARK).collect();
        assert!(marks.len() > 10_000 && marks.is_sorted());
    }

    #[test]
    fn a_well_known_question_is_found_whole_and_in_part() {
        assert!(is_known("Are tomatoes a fruit?"));
        assert!(is_known("are TOMATOES, a fruit"));
        let part = "So if you could only eat one cuisine for the rest of your life, what then?";
        assert!(is_known(part));
        assert!(!is_known("Are these pencils a fruit?"));
        assert!(!is_known("Are tomatoes"));
        assert!(!is_known(""));
    }
}
