//! A bank that a team makes with the program's help, as TOML that a person goes on with by hand.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::read::FORMAT;
use crate::fields::quoted;
use crate::keep::Text;
use crate::ritual::Level;

/// Letters of an id that is made of a text.
const LONGEST: usize = 32;

/// A question that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// A slug that no other item has.
    pub id: String,
    /// What people read.
    pub text: Text,
    /// How vulnerable it asks people to be.
    pub level: Level,
    /// Five digits of the scoring rule, if somebody scored it.
    pub score: Option<String>,
    /// Its themes, as slugs.
    pub themes: Vec<String>,
    /// Sensitive classes, as slugs.
    pub flags: Vec<String>,
    /// A question that asks less.
    pub lighter: Option<Text>,
    /// What a listener may ask.
    pub follow: Vec<Text>,
    /// May be dealt.
    pub deal: bool,
}

/// The bytes of a bank of questions that nobody but their writer has read, to be taken by `ritual`.
pub fn bytes(title: &Text, ritual: &str, items: &[New]) -> Vec<u8> {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, title, ritual, items);
    out.into_bytes()
}

fn write(out: &mut String, title: &Text, ritual: &str, items: &[New]) -> std::fmt::Result {
    writeln!(
        out,
        "format = \"{FORMAT}\"\n\n[bank]\ntitle = {}",
        quoted(title.as_str())
    )?;
    writeln!(
        out,
        "kind = \"question\"\n\n[bank.defaults]\nuses = [{}]",
        quoted(ritual)
    )?;
    writeln!(
        out,
        "# Only light ones are dealt until a second person has read and scored them."
    )?;
    writeln!(out, "reviewed = false")?;
    for item in items {
        writeln!(out, "\n[[item]]\nid = {}", quoted(&item.id))?;
        writeln!(
            out,
            "text = {}\nlevel = {}",
            quoted(item.text.as_str()),
            item.level.number()
        )?;
        if let Some(score) = &item.score {
            writeln!(out, "score = {}", quoted(score))?;
        }
        writeln!(out, "themes = {}", list(&item.themes))?;
        if !item.flags.is_empty() {
            writeln!(out, "flags = {}", list(&item.flags))?;
        }
        if let Some(lighter) = &item.lighter {
            writeln!(out, "lighter = {}", quoted(lighter.as_str()))?;
        }
        if !item.follow.is_empty() {
            let follow: Vec<&str> = item.follow.iter().map(Text::as_str).collect();
            writeln!(out, "follow = {}", list(&follow))?;
        }
        if !item.deal {
            writeln!(out, "deal = false")?;
        }
    }
    Ok(())
}

fn list(texts: &[impl AsRef<str>]) -> String {
    let texts: Vec<String> = texts.iter().map(|it| quoted(it.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// An id for a text, made of its words, which none of `taken` is; it is taken then.
pub fn id_of(text: &str, taken: &mut HashSet<String>) -> String {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    let mut id = "own".to_string();
    for word in words.filter(|it| it.len() > 3) {
        if id.len() + 1 + word.len() > LONGEST {
            break;
        }
        id = format!("{id}-{}", word.to_lowercase());
    }
    let numbered = (2..).map(|it| format!("{id}-{it}"));
    let free = std::iter::once(id.clone())
        .chain(numbered)
        .find(|it| !taken.contains(it));
    let id = free.unwrap_or(id);
    taken.insert(id.clone());
    id
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::read::read;
    use super::*;
    use crate::keep;

    fn text(it: &str) -> Text {
        keep::bank(it).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let new = New {
            id: "own-one".to_string(),
            text: text("Who said \"no\" to \\ you, and\u{202e} how?"),
            level: Level::Personal,
            score: Some("01111".to_string()),
            themes: vec!["help".to_string()],
            flags: vec!["loss".to_string()],
            lighter: Some(text("What helped?")),
            follow: vec![text("What came of it?")],
            deal: false,
        };
        let light = New {
            id: "own-two".to_string(),
            level: Level::Light,
            score: None,
            flags: Vec::new(),
            lighter: None,
            follow: Vec::new(),
            deal: true,
            ..new.clone()
        };
        let bytes = bytes(&text("Ours"), "breakout-graded", &[new.clone(), light]);
        let bank = read("own", Path::new("own.toml"), &bytes);
        let errors: Vec<_> = bank.faults.iter().filter(|it| it.rule != "Q002").collect();
        assert!(errors.is_empty(), "{errors:?}");
        let source = String::from_utf8(bytes).unwrap();
        assert!(
            source.chars().all(|it| it == '\n' || !it.is_control()),
            "{source}"
        );
        assert!(!source.contains('\u{202e}'));
    }

    #[test]
    fn ids_are_made_of_words_and_are_used_once() {
        let mut taken = HashSet::new();
        let mut id = |text: &str| id_of(text, &mut taken);
        assert_eq!(
            id("What helped you this week?"),
            "own-what-helped-this-week"
        );
        assert_eq!(
            id("What helped you this week?"),
            "own-what-helped-this-week-2"
        );
        assert_eq!(id("Что помогло?"), "own");
        assert_eq!(id("何?"), "own-2");
        assert!(id(&"incomprehensibilities ".repeat(9)).len() <= 40);
    }
}
