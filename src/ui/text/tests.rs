//! Text from people as it reaches a screen: every scalar, wrapped, cut and centred.

use proptest::prelude::*;

use super::*;

fn is_unsafe(it: char) -> bool {
    it.is_control()
        || matches!(
            u32::from(it),
            0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
                | 0xfe00..=0xfe0f | 0xe0000..=0xe0fff | 0xe000..=0xf8ff | 0xf0000..
        )
}

/// Columns that a terminal moves on, from its left edge.
fn advance(parser: &mut vt100::Parser, text: &str) -> usize {
    parser.process(b"\r\x1b[K");
    parser.process(text.as_bytes());
    usize::from(parser.screen().cursor_position().1)
}

#[test]
fn every_scalar_alone_or_between_letters_stays_in_its_field() {
    let size = |it| std::num::NonZeroU16::new(it).unwrap();
    let mut parser = vt100::Parser::new(size(2), size(40), 0);
    for it in '\0'..=char::MAX {
        for text in [it.to_string(), format!("a{it}b")] {
            let clean = clean(&text);
            assert!(!clean.contains(is_unsafe), "{text:?} gave {clean:?}");
            if it != char::REPLACEMENT_CHARACTER {
                // This terminal, unlike others, draws nothing for the replacement character.
                assert_eq!(width(&clean), advance(&mut parser, &clean), "{text:?}");
            }
            let first = clean.chars().next().unwrap();
            assert!(char_width(first) > 0, "{text:?} gave {clean:?}");
        }
    }
    assert_eq!(parser.screen().cursor_position().0, 0);
}

#[test]
fn marks_are_visible() {
    assert_eq!(clean("a\u{1b}[31m\u{7f}\n\t"), "a␛[31m␡␊␉");
    assert_eq!(
        clean("\u{9b}x\u{202e}y\u{200b}"),
        r"\u{9b}x\u{202e}y\u{200b}"
    );
    assert_eq!(clean("\u{e0041}\u{e000}"), r"\u{e0041}\u{e000}");
    assert_eq!(clean("\u{301} \u{301}"), "◌\u{301} ◌\u{301}");
}

#[test]
fn what_people_write_stays() {
    for text in [
        "Zoë Åström-O’Neill",
        "日本語　の名前",
        "葛\u{e0100}城",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦",
        "🏳\u{fe0f}\u{200d}🌈",
        "❤\u{fe0f} 1\u{fe0f}\u{20e3}",
        "👩🏽\u{200d}⚕\u{fe0f}",
        "🇪🇺",
        "un\u{a0}an",
    ] {
        assert_eq!(clean(text), text);
    }
}

#[test]
fn joiners_elsewhere_are_marked() {
    assert_eq!(clean("a\u{200d}b"), r"a\u{200d}b");
    assert_eq!(clean("Be\u{200c}n"), r"Be\u{200c}n");
    assert_eq!(clean("a\u{fe0f}"), r"a\u{fe0f}");
}

#[test]
fn a_thousand_marks_become_eight() {
    let tall = format!("z{}!", "\u{301}".repeat(1000));
    assert_eq!(clean(&tall), format!("z{}!", "\u{301}".repeat(8)));
}

#[test]
fn wraps_at_spaces_and_breaks_long_words_at_graphemes() {
    assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    assert_eq!(wrap("one\n\ntwo\r\n", 7), ["one", "", "two", ""]);
    assert_eq!(wrap("日本語の朝", 5), ["日本", "語の", "朝"]);
    assert_eq!(
        wrap("e\u{301}e\u{301}e\u{301}", 2),
        ["e\u{301}e\u{301}", "e\u{301}"]
    );
    assert_eq!(wrap("日", 1), ["…"]);
}

#[test]
fn a_dotted_circle_stays_with_the_mark_it_was_made_for() {
    // This mark belongs to what follows it, so the circle before it is a grapheme of its own.
    for text in [
        "A\u{11f02}!",
        "\u{16100}A\u{11f02}!",
        "\u{11f02}\u{11f02}b c",
    ] {
        for columns in 1..9 {
            for line in wrap(text, columns) {
                assert_eq!(clean(&line), line, "{text:?} in {columns}");
                assert!(width(&line) <= columns, "{text:?} in {columns}");
            }
            let short = shorten(text, columns);
            assert_eq!(clean(&short), short, "{text:?} in {columns}");
            assert!(width(&short) <= columns, "{text:?} in {columns}");
        }
    }
}

#[test]
fn folds_between_words_into_rows_that_are_full_and_loses_no_word() {
    assert_eq!(fold("one two", 5), ["one  ", "two"]);
    assert_eq!(fold("", 5), [""]);
    assert_eq!(fold("日本語", 5), ["日本 ", "語"]);
    let long = "Which choice turned out larger than you thought?";
    let folded = fold(long, 9);
    assert_eq!(
        folded
            .concat()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        long
    );
    let (_, before) = folded.split_last().unwrap();
    assert!(before.iter().all(|it| width(it) == 9), "{before:?}");
}

#[test]
fn a_text_hangs_behind_its_head_or_below_it() {
    assert_eq!(
        hanging("  run  ", "Holds a ritual", 30),
        "  run  Holds a ritual\n"
    );
    assert_eq!(
        hanging("  run  ", "Holds a ritual", 16),
        "  run  Holds a\n       ritual\n"
    );
    assert_eq!(
        hanging("  completions  ", "Holds a", 20),
        "  completions\n      Holds a\n"
    );
}

#[test]
fn shortens_and_centres() {
    assert_eq!(shorten("Annabelle", 5), "Anna…");
    assert_eq!(shorten("日本語", 4), "日…");
    assert_eq!(shorten("Ana", 0), "");
    assert_eq!(centre("Ana", 9), "   Ana");
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text in any::<String>()) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn lines_fit(text in any::<String>(), columns in 1_usize..30) {
        for line in wrap(&text, columns) {
            prop_assert!(width(&line) <= columns);
            prop_assert_eq!(clean(&line), line);
        }
        prop_assert!(width(&shorten(&text, columns)) <= columns);
        prop_assert!(width(&centre(&text, columns)) <= columns);
    }
}

#[test]
fn a_row_is_cut_between_words_where_there_are_some() {
    for (columns, expected) in [
        (40, "leave this and the rest as they are"),
        (30, "leave this and the rest as…"),
        (27, "leave this and the rest as…"),
        (26, "leave this and the rest…"),
        (3, "le…"),
    ] {
        let short = shorten_words("leave this and the rest as they are", columns);
        assert_eq!(short, expected, "{columns}");
    }
    assert_eq!(
        shorten_words("a verylongwordwithoutend", 12),
        "a verylongw…"
    );
}
