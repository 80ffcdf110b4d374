//! Finding an entry of a list: quickly, and as if every entry were looked at.

use proptest::prelude::*;

use super::*;

/// As said, and as slow.
fn looking_at_all<'l>(words: &[String], list: &'l str) -> Option<&'l str> {
    let stands = |entry: &str| {
        let wanted: Vec<&str> = entry.split(' ').collect();
        let fits = |(word, wanted): (&String, &&str)| match wanted.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == wanted,
        };
        let mut windows = words.windows(wanted.len());
        windows.any(|window| window.iter().zip(&wanted).all(fits))
    };
    list.split(", ").find(|it| stands(it))
}

fn lists() -> Vec<&'static str> {
    let topics = ["en", "de", "fr", "es"].into_iter();
    let topics = topics.filter_map(tongues::blocked).flatten();
    let topics = topics.chain(english::FLAGGED).map(|it| it.1);
    let presumed = english::PRESUMED.iter().map(|it| it.0);
    let others = [
        english::IDIOMS,
        english::EXCLUDING,
        english::RANKING,
        english::NO_RANKING,
        english::THIRD_PERSON,
        english::COMPARING,
    ];
    topics.chain(presumed).chain(others).collect()
}

#[test]
fn every_entry_of_every_list_is_found_alone_and_among_words() {
    let mut n_seen = 0;
    for list in lists() {
        for entry in list.split(", ") {
            for text in [
                entry.replace('*', ""),
                format!("Of {}, what came of it?", entry.replace('*', "s")),
            ] {
                let words = words(&text);
                let found = find(&words, list);
                assert!(found.is_some(), "{text}");
                assert_eq!(found, looking_at_all(&words, list), "{text}");
                n_seen += 1;
            }
        }
    }
    assert!(n_seen > 1000, "{n_seen}");
}

proptest! {
    #[test]
    fn nothing_is_missed_by_not_looking_at_all(
        text in "[abé]{0,3}( [abé]{1,3}){0,6}",
        list in "([abé]{1,3}|[ab]{2,3}\\*)(, ([abé]{1,3}( [abé]{1,3}\\*?)?|[ab]{2,3}\\*)){0,5}",
    ) {
        let words = words(&text);
        prop_assert_eq!(find(&words, &list), looking_at_all(&words, &list));
    }
}
