//! Whether a text mentions somebody: as typed, in any case, with accents written in either way,
//! or escaped as JSON and TOML do.

use super::alike::fold;

/// Letters that may follow a name and still make it that name, as in "Anas"; fewer for a short one.
const ENDING: usize = 2;

/// What somebody is called.
#[derive(Clone, Debug, Default)]
pub struct Mentions(Vec<String>);

impl Mentions {
    /// Looks for names and addresses; of a name of several words also for the first alone,
    /// because that is what people are called.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut terms = Vec::new();
        for name in names {
            let name = fold(name);
            let first = name.split(' ').next().unwrap_or_default();
            if first.chars().count() > 2 {
                terms.push(first.to_string());
            }
            terms.push(name);
        }
        terms.retain(|it| !it.is_empty());
        terms.sort_unstable();
        terms.dedup();
        Self(terms)
    }

    /// Whether a text holds one of them.
    pub fn are_in(&self, text: &str) -> bool {
        let text = fold(&unescaped(text));
        self.0.iter().any(|it| is_in(&text, it))
    }

    /// The first line that holds one of them, counted from 1.
    pub fn line(&self, bytes: &[u8]) -> Option<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        lines.position(|it| self.are_in(it)).map(|it| it + 1)
    }
}

fn is_in(text: &str, term: &str) -> bool {
    // Only alphabets with cases put spaces between words and nothing else.
    let is_cased = |it: &char| it.is_lowercase();
    let begins_cased = term.chars().next().is_some_and(|it| is_cased(&it));
    let ends_cased = term.chars().next_back().is_some_and(|it| is_cased(&it));
    text.match_indices(term).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let glued = begins_cased && before.is_some_and(|it| is_cased(&it));
        let behind = text[at + term.len()..].chars();
        let most = ENDING.min(term.chars().count() - 1);
        let goes_on = ends_cased && behind.take_while(is_cased).nth(most).is_some();
        !glued && !goes_on
    })
}

/// The text with `\u00eb` and `\U000000EB` as the letters they stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let (letter, after) = match behind.chars().next() {
            Some('u') => letter(behind, 4),
            Some('U') => letter(behind, 8),
            Some('\\') => Some(('\\', &behind[1..])),
            Some(_) | None => None,
        }
        .unwrap_or(('\\', behind));
        plain.push(letter);
        rest = after;
    }
    plain + rest
}

/// One letter in so many hexadecimal digits, or two halves of it one after the other.
fn letter(escape: &str, digits: usize) -> Option<(char, &str)> {
    let number = |it: &str| u32::from_str_radix(it.get(1..=digits)?, 16).ok();
    let first = number(escape)?;
    let after = &escape[digits + 1..];
    if let Some(letter) = char::from_u32(first) {
        return Some((letter, after));
    }
    let second = after.strip_prefix('\\').filter(|it| it.starts_with('u'))?;
    let units = [first, number(second)?].map(|it| u16::try_from(it).unwrap_or_default());
    let letter = char::decode_utf16(units).next()?.ok()?;
    Some((letter, &second[digits + 1..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_found_in_every_form_of_it() {
        let zoe = Mentions::of(["Zo\u{eb} Lind"]);
        for text in [
            "Zo\u{eb} Lind",
            "said zoe\u{308} lind.",
            "ZO\u{cb}",
            "by Zo\\u00eb",
            "by Zoe\\u0308 Lind",
            "Zo\\U000000EB's idea",
            "Zo\u{eb}s Idee",
            "@zo\u{eb}",
            "Ｚｏ\u{eb}",
        ] {
            assert!(zoe.are_in(text), "{text}");
        }
        for text in ["Zoe", "Lind", "azo\u{eb}", "zo\u{eb}logy", "C:\\Users\\u12"] {
            assert!(!zoe.are_in(text), "{text}");
        }
        assert!(
            Mentions::of(["\u{7530}\u{4e2d}"])
                .are_in("\u{6628}\u{65e5}\u{7530}\u{4e2d}\u{3055}\u{3093}")
        );
        assert!(Mentions::of(["\u{1f980}"]).are_in("by \\ud83e\\udd80"));
        assert!(!Mentions::of(["Bo"]).are_in("about both"));
        assert!(!Mentions::of([" "]).are_in("a b"));
        assert_eq!(zoe.line(b"a\nb\nZoe\xcc\x88\n"), Some(3));
    }

    proptest! {
        #[test]
        fn a_name_is_found_wherever_it_stands_alone(name in "[A-Za-zäöéßЖд日本]{3,12}", json in any::<bool>(), nfd in any::<bool>()) {
            use unicode_normalization::UnicodeNormalization as _;
            let text = if nfd { name.nfd().collect() } else { name.to_uppercase() };
            let text = if json {
                text.encode_utf16().map(|it| format!("\\u{it:04x}")).collect()
            } else {
                text
            };
            let text = format!("so said {text}, and");
            prop_assert!(Mentions::of([name.as_str()]).are_in(&text));
        }

        #[test]
        fn any_text_is_searched(text in "(\\\\u|\\\\U|\\\\|[0-9a-fé]){0,30}") {
            let _ = Mentions::of(["Ana"]).are_in(&text);
        }
    }
}
