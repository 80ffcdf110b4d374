//! The moments as a person's own editor has them, a line each; a line is known again by its words.
//!
//! What is marked about a moment belongs to its words: it stays where they stay, wherever they
//! stand, and other words are a new moment, about which nothing is decided.

use std::collections::{HashMap, HashSet};

use super::{Fence, Moment, Story};
use crate::fields::{LARGEST, one_line};
use crate::keep::{self, LONGEST, Text};

/// What stands above the moments.
const ABOVE: [&str; 2] = [
    "# You were born. Then what? A moment a line, a few words each.",
    "# A line that stays as it is keeps its marks; a changed one is new.",
];

/// Lines that are read at most: a moment takes at least thirty bytes of the story's file.
const MOST: usize = LARGEST as usize / 30;

/// What an editor made of the moments.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// What was not there before.
    pub new: Vec<Text>,
    /// The ids of moments that are not there any more.
    pub gone: HashSet<i64>,
    /// Whether a line is longer than a text may be.
    pub has_long: bool,
}

/// The moments as an editor gets them.
pub fn of(story: &Story) -> String {
    let moments = story.moments.iter().map(words);
    let lines = ABOVE.map(str::to_string).into_iter().chain(moments);
    lines.map(|it| it + "\n").collect()
}

/// The text of a sheet; `None` when its bytes are none, as a word processor or another encoding
/// leaves them.
pub fn text(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (!text.contains('\0')).then(|| text.to_string())
}

/// What became of the moments; `None` when there are more lines than a story holds.
pub fn read(story: &Story, sheet: &str) -> Option<Edited> {
    let mut known: HashMap<String, Vec<&Moment>> = HashMap::new();
    for moment in story.moments.iter().rev() {
        known.entry(words(moment)).or_default().push(moment);
    }
    // Of the same words twice, those that are fenced off most are the last to go.
    for same in known.values_mut() {
        same.sort_by_key(|it| match it.fence {
            Some(Fence::Tell) => 0,
            None => 1,
            Some(Fence::Maybe) => 2,
            Some(Fence::Mine) => 3,
        });
    }
    let lines: Vec<&str> = sheet
        .split(['\n', '\r'])
        .filter(|it| !is_ours(it) && !one_line(it).is_empty())
        .take(MOST + 1)
        .collect();
    if lines.len() > MOST {
        return None;
    }
    let mut same = |words: &str| known.get_mut(&one_line(words)).and_then(Vec::pop).is_some();
    let mut others = lines.clone();
    others.retain(|it| !same(it));
    // Some editors number lines by themselves.
    others.retain(|it| !unnumbered(it).is_some_and(&mut same));
    let gone = known.into_iter().filter(|(words, _)| can_be_seen(words));
    Some(Edited {
        new: others.into_iter().filter_map(keep::story).collect(),
        gone: gone.flat_map(|it| it.1).map(|it| it.id).collect(),
        has_long: lines.iter().any(|it| it.trim().len() > LONGEST),
    })
}

fn words(moment: &Moment) -> String {
    one_line(moment.text.as_str())
}

fn is_ours(line: &str) -> bool {
    [Some(line), unnumbered(line)]
        .into_iter()
        .flatten()
        .any(|it| ABOVE.contains(&one_line(it).as_str()))
}

/// Whether a moment with these words is one that a sheet can hold.
fn can_be_seen(words: &str) -> bool {
    !words.is_empty() && !is_ours(words)
}

fn unnumbered(line: &str) -> Option<&str> {
    let (number, words) = line.split_once(". ")?;
    number.trim().parse::<u64>().is_ok().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::super::store;
    use super::*;

    const FENCES: [Option<Fence>; 3] = [Some(Fence::Mine), Some(Fence::Tell), None];

    fn story(texts: &[&str]) -> Story {
        let mut story = Story::default();
        story.extend(texts.iter().filter_map(|it| keep::story(it)));
        for (moment, fence) in story.moments.iter_mut().zip(FENCES) {
            moment.fence = fence;
        }
        story
    }

    /// The new texts, and the ids of what is gone.
    fn edited(story: &Story, sheet: &str) -> (Vec<String>, Vec<i64>) {
        let edited = read(story, sheet).unwrap();
        let mut gone: Vec<i64> = edited.gone.into_iter().collect();
        gone.sort_unstable();
        let new = edited.new.iter().map(|it| it.as_str().to_string());
        (new.collect(), gone)
    }

    fn nothing() -> (Vec<String>, Vec<i64>) {
        (Vec::new(), Vec::new())
    }

    #[test]
    fn what_an_editor_leaves_as_it_was_changes_nothing() {
        let story = story(&["a flat  by the river", "2. came before 1.", "日本"]);
        let sheet = of(&story);
        let with_bom = text(format!("\u{feff}{sheet}").into_bytes()).unwrap();
        assert_eq!(edited(&story, &sheet), nothing());
        assert_eq!(edited(&story, &with_bom), nothing());
        assert_eq!(edited(&story, &sheet.replace('\n', "\r\n")), nothing());
        assert_eq!(edited(&story, &sheet.replace('\n', "\r")), nothing());
    }

    #[test]
    fn a_line_is_known_by_its_words_and_never_by_its_place_or_number() {
        let story = story(&["mine A", "tell B", "C"]);
        let new = vec!["on top".to_string()];
        // One on top with new numbers, others swapped, numbers swapped.
        for (sheet, new) in [
            ("on top\nmine A\ntell B\nC\n", &new),
            ("tell B\nC\nmine A\n", &Vec::new()),
            ("2. mine A\n1. tell B\n3. C\n", &Vec::new()),
        ] {
            assert_eq!(edited(&story, sheet), (new.clone(), Vec::new()), "{sheet}");
        }
        let numbered = "1. on top\n2. mine A\n3. tell B\n4. C\n";
        let new = vec!["1. on top".to_string()];
        assert_eq!(edited(&story, numbered), (new, Vec::new()));
    }

    #[test]
    fn other_words_are_a_new_moment_and_the_old_one_is_asked_about() {
        let story = story(&["mine A", "tell B", "C"]);
        let (new, gone) = edited(&story, "mine A\ntell B, changed\nC\n");
        assert_eq!((new, gone), (vec!["tell B, changed".to_string()], vec![2]));
        assert_eq!(edited(&story, ""), (Vec::new(), vec![1, 2, 3]));
    }

    #[test]
    fn of_the_same_words_twice_the_stricter_one_stays() {
        let mut story = story(&["a door", "a door", "a door"]);
        assert_eq!(edited(&story, "a door\na door\na door"), nothing());
        assert_eq!(edited(&story, "a door\na door"), (Vec::new(), vec![2]));
        story.moments[2].fence = Some(Fence::Tell);
        assert_eq!(edited(&story, "a door"), (Vec::new(), vec![2, 3]));
        let (new, gone) = edited(&story, &"a door\n".repeat(4));
        assert_eq!((new.len(), gone.len()), (1, 0));
    }

    #[test]
    fn what_stands_above_is_never_a_moment_nor_is_what_shows_nothing() {
        for above in ABOVE {
            for line in [
                above.to_string(),
                format!("1. {above}"),
                format!("\u{202e} {above} "),
            ] {
                assert_eq!(edited(&Story::default(), &line), nothing(), "{line}");
            }
        }
        assert_eq!(edited(&Story::default(), "\u{202e}\n \t\n"), nothing());
        // A moment that no sheet can hold is not one that somebody took out.
        assert_eq!(edited(&story(&[ABOVE[0], "\u{202e}"]), ""), nothing());
    }

    #[test]
    fn bytes_that_are_no_text_are_none() {
        for bytes in [
            &b"caf\xe9\n"[..],
            b"\xff\xfea\0\n\0",
            b"a\0\n\0",
            b"\xfe\xff\0a",
        ] {
            assert_eq!(text(bytes.to_vec()), None, "{bytes:?}");
        }
    }

    #[test]
    fn more_lines_than_a_story_holds_are_not_read() {
        let mut much = Story::default();
        much.extend((0..=MOST).filter_map(|_| keep::story("x")));
        assert!(!store::fits(&much));
        assert!(read(&much, &"x\n".repeat(MOST)).is_some());
        assert_eq!(read(&much, &"x\n".repeat(MOST + 1)), None);
    }

    #[test]
    fn a_line_that_is_cut_is_noticed() {
        let long = |n| read(&Story::default(), &"x".repeat(n)).unwrap().has_long;
        assert!(!long(LONGEST) && long(LONGEST + 1));
    }
}
