//! A story comes back from its file as it was, and a damaged one is none.

use proptest::prelude::*;

use super::*;
use crate::fault::visible;

fn read(source: &[u8]) -> Story {
    parse(Path::new("story.toml"), source).unwrap()
}

fn whole(words: &[String]) -> Story {
    let mut texts = words.iter().filter_map(|it| keep::story(it));
    let mut story = Story {
        first: texts.next(),
        last: texts.next(),
        not_about: texts.by_ref().take(2).collect(),
        shape: Some(Build::Doors),
        questions: Some(Questions::Open),
        bring: Some(Bring::Object),
        pace: Some(120),
        nudged: 4,
        ..Story::default()
    };
    for text in texts {
        story.add(text.clone());
        let fence = [
            None,
            Some(Fence::Mine),
            Some(Fence::Maybe),
            Some(Fence::Tell),
        ];
        let nth = story.moments.len();
        let moment = story.moments.last_mut().unwrap();
        moment.fence = fence[nth % 4];
        moment.when = (nth.is_multiple_of(3)).then_some(text);
        moment.cut = nth.is_multiple_of(5);
        story.mark(nth as i64, nth.is_multiple_of(2));
    }
    story.remember(Rehearsal {
        on: "2026-11-30".parse().unwrap(),
        shape: Build::Line,
        moments: vec![2, 4],
        seconds: vec![120, 130, 61],
        rest: String::new(),
    });
    story
}

#[test]
fn a_file_is_written_as_people_would_write_it() {
    let words = [
        "It was \"five\".",
        "The key fits.",
        "the flat",
        "a door",
        "moved to 東京",
    ];
    let mut story = whole(&words.map(str::to_string));
    story.moments[0].order = Some(1);
    story.moments[0].when = keep::story("around 2019");
    insta::assert_snapshot!(String::from_utf8(bytes(&story)).unwrap(), @r#"
    # Your story, as Firelight keeps it. Mend it by hand as you like; a comment of your own goes
    # with the next save.
    format = "firelight.story/1"
    shape = "doors"
    first = "It was \"five\"."
    last = "The key fits."
    questions = "open"
    bring = "object"
    not_about = ["the flat", "a door"]
    pace = 120
    nudged = 4

    [[moment]]
    id = 1
    text = "moved to 東京"
    when = "around 2019"
    fence = "mine"
    chosen = true
    order = 1

    [[rehearsal]]
    on = 2026-11-30
    shape = "line"
    moments = [2, 4]
    seconds = [120, 130, 61]
    "#);
}

#[test]
fn what_a_newer_version_wrote_stays_at_every_depth() {
    let source = "format = \"firelight.story/1\"\nmood = 3\n\n[more]\nx = { y = [1, 2] }\n\n[[moment]]\nid = 1\ntext = \"a\"\n\"colour\" = \"red\"\n\"deep\" = { a = { b = 1 } }\n\n[[rehearsal]]\non = 2026-11-30\nshape = \"turn\"\nmoments = [1]\nseconds = [60, 120, 75, 45]\n\"where\" = \"here\"\n";
    let story = read(source.as_bytes());
    let again = String::from_utf8(bytes(&story)).unwrap();
    for kept in [
        "mood = 3", "[more", "colour", "red", "deep", "b = 1", "where", "here",
    ] {
        assert!(again.contains(kept), "{kept}: {again}");
    }
    assert_eq!(read(again.as_bytes()), story);
}

#[test]
fn a_damaged_file_is_no_story_and_a_newer_format_says_so() {
    for (source, rule) in [
        ("format = \"firelight.story/2\"\n", "S003"),
        ("format = \"firelight.story/1\"\nfirst = 3\n", "S006"),
        (
            "format = \"firelight.story/1\"\n[[moment]]\nid = 1\n",
            "S005",
        ),
        ("format = \"firelight.story/1\"\nfirst = \"a", "S002"),
        ("format = \"firelight.story/1\"\nshape = \"ring\"\n", "S007"),
        (
            &format!(
                "format = \"firelight.story/1\"\nfirst = \"{}\"\n",
                "x".repeat(10_001)
            ),
            "S007",
        ),
    ] {
        let faults = parse(Path::new("story.toml"), source.as_bytes()).unwrap_err();
        assert_eq!(faults[0].rule, rule, "{source}");
    }
}

#[test]
fn two_moments_of_one_number_stay_two() {
    let source = "format = \"firelight.story/1\"\n[[moment]]\nid = 4\ntext = \"a\"\n[[moment]]\nid = 4\ntext = \"b\"\nchosen = true\n";
    let story = read(source.as_bytes());
    assert_eq!((story.moments[0].id, story.moments[1].id), (4, 5));
    // Chosen by hand, without a place.
    assert_eq!(story.chosen().len(), 1);
    assert_eq!(read(&bytes(&story)), story);
}

proptest! {
    #[test]
    fn any_text_comes_back_and_nothing_in_the_file_moves_a_cursor(
        words in proptest::collection::vec("\\PC{0,40}|(?s).{0,40}", 0..14)
    ) {
        let story = whole(&words);
        let bytes = bytes(&story);
        prop_assert_eq!(read(&bytes), story);
        let text = String::from_utf8(bytes).unwrap();
        prop_assert!(text.lines().all(|it| visible(it) == it));
    }
}
