//! What a line means that is typed where words of a story are asked for.

/// What was meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// Words of the story, or none.
    Words(String),
    /// What else can be typed here.
    Help,
    /// To leave.
    Leave,
    /// Everything so far.
    List,
    /// Something that is no word of the story and nothing that can be asked for.
    Unknown(String),
}

/// What else can be typed than words.
pub(super) const HELP: [&str; 3] = [
    "/back: one question back; from the first, the nine steps.",
    "q: leave; every finished line is kept.",
    "A space in front makes words of a line that begins with / or is only a letter.",
];

/// What was meant by a line; `has_list` where there is a list to be shown.
pub(super) fn meant(typed: &str, has_list: bool) -> Meant {
    let line = typed.trim_end();
    // Only pasting makes several of them, and nobody pastes a key.
    if line.contains('\n') || line.starts_with(char::is_whitespace) {
        return Meant::Words(line.trim().to_string());
    }
    match line {
        "?" | "/help" | "/?" => Meant::Help,
        "q" | "/q" | "/quit" => Meant::Leave,
        "l" | "/list" if has_list => Meant::List,
        _ => match line.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => Meant::Words(rest.to_string()),
            Some(rest) if rest.starts_with(char::is_alphabetic) => {
                let word = rest.split_whitespace().next().unwrap_or_default();
                Meant::Unknown(format!("/{word}"))
            }
            Some(_) | None => Meant::Words(line.to_string()),
        },
    }
}

/// A line of a list without what stands before each: a dash, a dot, a number.
pub(super) fn unmarked(line: &str) -> &str {
    let line = line.trim();
    let marks = ["- ", "* ", "• ", "– "];
    let pointed = marks.iter().find_map(|it| line.strip_prefix(it));
    let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
    // More digits are a year.
    let is_short = (1..=2).contains(&(line.len() - rest.len()));
    let numbered = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "));
    let rest = pointed.or(numbered.filter(|_| is_short));
    rest.unwrap_or(line).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_no_words_unless_a_space_stands_before_them() {
        let words = |it: &str| Meant::Words(it.to_string());
        for (typed, expected) in [
            ("", words("")),
            ("a door", words("a door")),
            ("?", Meant::Help),
            ("/help ", Meant::Help),
            ("q", Meant::Leave),
            (" q", words("q")),
            ("l", Meant::List),
            (" /list", words("/list")),
            ("//halp", words("/halp")),
            ("/ a slash", words("/ a slash")),
            ("/2 of it", words("/2 of it")),
            ("/halp me", Meant::Unknown("/halp".to_string())),
            ("q\na door", words("q\na door")),
        ] {
            assert_eq!(meant(typed, true), expected, "{typed:?}");
        }
        assert_eq!(meant("l", false), words("l"));
        assert_eq!(meant("/list", false), Meant::Unknown("/list".to_string()));
    }
}
