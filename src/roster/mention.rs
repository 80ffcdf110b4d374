//! Whether a text speaks of somebody: as typed, in any case, with accents written in either way,
//! in any order of the names, or escaped as JSON and TOML do; in UTF-8, UTF-16 or Latin-1.

use std::borrow::Cow;

use super::alike::fold;

/// Letters that may follow a name and still make it that name.
const ENDING: usize = 2;

/// Whether a text speaks of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// It may: one of several names alone, or with letters behind it.
    Maybe,
    /// It does, unless somebody else has the same name.
    Named,
}

/// What was found in the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The first line that names somebody, or else the first that may, counted from 1.
    pub mention: Option<(usize, Mention)>,
    /// Whether it is text; what else it holds may be written in ways that are not read here.
    pub is_text: bool,
}

/// What somebody is called.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    whole: Vec<String>,
    parts: Vec<String>,
}

impl Mentions {
    /// Looks for names and addresses; of a name of several words also for the given and the
    /// family name alone, which may be those of others.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut mentions = Self::default();
        for name in names {
            let folded = fold(name);
            let written: Vec<&str> = folded.split(' ').collect();
            let plain = plain(name);
            let words: Vec<&str> = plain.split(' ').collect();
            let (first, last) = (words[0], words[words.len() - 1]);
            mentions.whole.push(words.join(" "));
            if words.len() == 1 || name.contains('@') {
                continue;
            }
            mentions.whole.push(words.concat());
            mentions.whole.push(format!("{first} {last}"));
            mentions.whole.push(format!("{last} {first}"));
            mentions
                .whole
                .push(format!("{last} {}", words[..words.len() - 1].join(" ")));
            for part in [written[0], written[written.len() - 1]] {
                let words = self::plain(part);
                let long = words.split(' ').filter(|it| it.chars().count() > 1);
                mentions.parts.extend(long.map(str::to_string));
            }
        }
        for terms in [&mut mentions.whole, &mut mentions.parts] {
            terms.retain(|it| !it.is_empty());
            terms.sort_unstable();
            terms.dedup();
        }
        mentions
    }

    /// Whether a text speaks of them.
    pub fn in_text(&self, text: &str) -> Option<Mention> {
        let text = plain(text);
        let best = |terms: &[String]| terms.iter().filter_map(|it| mention(&text, it)).max();
        let part = || best(&self.parts).map(|_| Mention::Maybe);
        best(&self.whole).or_else(part)
    }

    /// Whether a text is what they are called, and nothing else: whole, or a part of it.
    pub fn is(&self, text: &str) -> Option<Mention> {
        let text = plain(text);
        let part = || self.parts.contains(&text).then_some(Mention::Maybe);
        let whole = self.whole.contains(&text).then_some(Mention::Named);
        whole.or_else(part)
    }

    /// Where a file speaks of them, whatever it is.
    pub fn in_bytes(&self, bytes: &[u8]) -> Sighting {
        let (texts, is_text) = texts(bytes);
        let mut mention = None;
        for text in texts.iter().filter(|it| self.may_be_in(it)) {
            for (idx, line) in text.lines().enumerate() {
                let Some(found) = self.in_text(line) else {
                    continue;
                };
                if mention.is_none_or(|(_, best)| found > best) {
                    mention = Some((idx + 1, found));
                }
                if found == Mention::Named {
                    return Sighting { mention, is_text };
                }
            }
        }
        Sighting { mention, is_text }
    }

    /// A quick look that spares most files the slow one.
    fn may_be_in(&self, text: &str) -> bool {
        if !text.is_ascii() || text.contains('\\') {
            return true;
        }
        let text = text.to_ascii_lowercase();
        let first = |it: &String| it.split(' ').next().is_some_and(|it| text.contains(it));
        self.whole.iter().chain(&self.parts).any(first)
    }
}

/// A text as names are looked for in it: folded, its words apart by single spaces.
fn plain(text: &str) -> String {
    let folded = fold(&unescaped(text));
    let between = [' ', '-', '_', '.', ',', '/', '\\', '+'];
    let words = folded.split(between).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// How a term stands in a plain text: alone or in the genitive, or with an ending that may make
/// it another word.
fn mention(text: &str, term: &str) -> Option<Mention> {
    // Only alphabets with cases put spaces between words and nothing else.
    let is_cased = |it: &char| it.is_lowercase();
    let begins_cased = term.chars().next().is_some_and(|it| is_cased(&it));
    let ends_cased = term.chars().next_back().is_some_and(|it| is_cased(&it));
    let most = if term.chars().count() < 3 { 0 } else { ENDING };
    let mentions = text.match_indices(term).filter_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + term.len()..].chars();
        let ending: String = behind.take_while(is_cased).take(most + 1).collect();
        if begins_cased && before.is_some_and(|it| is_cased(&it)) {
            return None;
        }
        match ending.chars().count() {
            _ if !ends_cased => Some(Mention::Named),
            0 => Some(Mention::Named),
            1 if ending == "s" && most > 0 => Some(Mention::Named),
            n if n <= most => Some(Mention::Maybe),
            _ => None,
        }
    });
    mentions.max()
}

/// The bytes as text, in every way that they may be meant, and whether they are text at all.
fn texts(bytes: &[u8]) -> (Vec<Cow<'_, str>>, bool) {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|it| of([it[0], it[1]]));
        let letters = char::decode_utf16(units).map(|it| it.unwrap_or('\u{fffd}'));
        Cow::Owned(letters.collect::<String>())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return (vec![wide(rest, u16::from_le_bytes)], true),
        [0xfe, 0xff, rest @ ..] => return (vec![wide(rest, u16::from_be_bytes)], true),
        _ => {}
    }
    // Zeros in every other place are UTF-16 without its mark.
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let is_even = bytes.len().is_multiple_of(2);
    if is_even && odd > bytes.len() / 4 && even == 0 {
        return (vec![wide(bytes, u16::from_le_bytes)], true);
    }
    if is_even && even > bytes.len() / 4 && odd == 0 {
        return (vec![wide(bytes, u16::from_be_bytes)], true);
    }
    let is_control = |it: &u8| *it < 0x20 && !b"\t\n\r\x0c\x1b".contains(it);
    let is_text = !bytes.iter().any(is_control);
    let mut texts = vec![String::from_utf8_lossy(bytes)];
    if let (true, Cow::Owned(_)) = (is_text, &texts[0]) {
        texts.push(
            bytes
                .iter()
                .map(|it| char::from(*it))
                .collect::<String>()
                .into(),
        );
    }
    if !is_text {
        // What offices write holds its words like this.
        texts.push(wide(bytes, u16::from_le_bytes));
        texts.push(wide(&bytes[1..], u16::from_le_bytes));
    }
    (texts, is_text)
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

    const NAMED: Option<Mention> = Some(Mention::Named);
    const MAYBE: Option<Mention> = Some(Mention::Maybe);

    #[test]
    fn a_name_is_found_in_every_form_of_it() {
        let zoe = Mentions::of(["Zo\u{eb} Lind", "zl@x.org"]);
        for (text, wanted) in [
            ("Zo\u{eb} Lind", NAMED),
            ("said zoe\u{308} lind.", NAMED),
            ("by Zoe\\u0308 Lind", NAMED),
            ("Lind, Zo\u{eb}", NAMED),
            ("zo\u{eb}_lind-notes.md", NAMED),
            ("zo\u{eb}lind", NAMED),
            ("Zo\u{eb} Linds", NAMED),
            ("<ZL@x.org>", NAMED),
            ("Zo\u{eb} Linde", MAYBE),
            ("ZO\u{cb}", MAYBE),
            ("by Zo\\u00eb", MAYBE),
            ("Zo\\U000000EB's idea", MAYBE),
            ("Zo\u{eb}s Idee", MAYBE),
            ("@zo\u{eb}", MAYBE),
            ("\u{ff3a}\u{ff4f}\u{eb}", MAYBE),
            ("Ms Lind", MAYBE),
            ("the Linds", MAYBE),
            ("Zoe", None),
            ("Linden trees", MAYBE),
            ("Lindenau", None),
            ("azo\u{eb}", None),
            ("zo\u{eb}logy", None),
            ("C:\\Users\\u12", None),
        ] {
            assert_eq!(zoe.in_text(text), wanted, "{text}");
        }
        let tanaka = Mentions::of(["\u{7530}\u{4e2d}"]);
        assert_eq!(
            tanaka.in_text("\u{6628}\u{65e5}\u{7530}\u{4e2d}\u{3055}\u{3093}"),
            NAMED
        );
        assert_eq!(
            Mentions::of(["\u{1f980}"]).in_text("by \\ud83e\\udd80"),
            NAMED
        );
        for text in ["about both", "Bob", "Bos"] {
            assert_eq!(Mentions::of(["Bo"]).in_text(text), None, "{text}");
        }
        assert_eq!(Mentions::of(["Eva"]).in_text("Evan"), MAYBE);
        assert_eq!(Mentions::of([" "]).in_text("a b"), None);
        let double = Mentions::of(["Anna-Lena de Meyer-Schmidt"]);
        for text in ["Lena", "Frau Meyer", "Schmidt"] {
            assert_eq!(double.in_text(text), MAYBE, "{text}");
        }
        assert_eq!(double.in_text("de facto"), None);
    }

    #[test]
    fn a_name_is_found_in_bytes_of_every_kind() {
        let zoe = Mentions::of(["Zo\u{eb} Lind"]);
        let text = "a\nZo\u{eb} went\nZo\u{eb} Lind\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = units.iter().flat_map(|it| it.to_le_bytes()).collect();
        let be: Vec<u8> = units.iter().flat_map(|it| it.to_be_bytes()).collect();
        let latin: Vec<u8> = text.chars().map(|it| it as u8).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xff\xfe", &le[..]].concat(),
            [b"\xfe\xff", &be[..]].concat(),
            le.clone(),
            be.clone(),
            latin,
        ] {
            let found = zoe.in_bytes(&bytes);
            assert_eq!(found.mention, Some((3, Mention::Named)), "{bytes:?}");
            assert!(found.is_text);
        }
        for bytes in [
            [b"PK\x03\x04\x00", text.as_bytes()].concat(),
            [b"\xd0\xcf\x11\x00\x01\x02\x03", &le[..]].concat(),
        ] {
            let found = zoe.in_bytes(&bytes);
            assert!(found.mention.is_some() && !found.is_text, "{bytes:?}");
        }
        let found = zoe.in_bytes(b"\x00\x01\x02");
        assert!(found.mention.is_none() && !found.is_text);
        assert!(zoe.in_bytes(b"").is_text && zoe.in_bytes(b"\x00").mention.is_none());
        assert_eq!(
            zoe.in_bytes("Zo\u{eb}\n".as_bytes()).mention,
            Some((1, Mention::Maybe))
        );
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
            let mentions = Mentions::of([name.as_str()]);
            prop_assert_eq!(mentions.in_text(&text), NAMED);
            prop_assert_eq!(mentions.in_bytes(text.as_bytes()).mention, Some((1, Mention::Named)));
        }

        #[test]
        fn any_text_is_searched(
            text in "(\\\\u|\\\\U|\\\\|[0-9a-fé]){0,30}",
            bytes in prop::collection::vec(any::<u8>(), 0..60),
            name in "\\PC{0,12}",
        ) {
            let mentions = Mentions::of(["Ana", &name]);
            let _ = mentions.in_text(&text);
            let _ = mentions.in_bytes(&bytes);
        }
    }
}
