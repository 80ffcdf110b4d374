//! Words as shells take them: every sentence that suggests a command with text from people in it
//! has them from here, so that it can be pasted as it is, and nothing in a name is ever run.

/// A text as one word of bash, zsh or fish, to stand at the end of a command. What hides in it
/// is for whoever shows the sentence.
pub fn word(text: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "-_./@%+,".contains(it);
    let bare = if !text.is_empty() && text.chars().all(is_plain) {
        text.to_string()
    } else {
        let mut quoted = "'".to_string();
        for c in text.chars() {
            match c {
                // Outside the quotes: within them a backslash is itself in bash, and not in fish.
                '\'' | '\\' => quoted.extend(["'\\", c.encode_utf8(&mut [0; 4]), "'"]),
                _ => quoted.push(c),
            }
        }
        quoted + "'"
    };
    if text.starts_with('-') {
        // It would be taken for an option.
        format!("-- {bare}")
    } else {
        bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_shell_reads_otherwise_is_quoted() {
        for (text, wanted) in [
            ("Ana", "Ana"),
            ("Zo\u{eb}", "Zo\u{eb}"),
            ("people/7kq2mz.toml", "people/7kq2mz.toml"),
            ("Ana Lima", "'Ana Lima'"),
            ("Ana O'Neil", "'Ana O'\\''Neil'"),
            ("a\\b", "'a'\\\\'b'"),
            ("$(x)", "'$(x)'"),
            ("~", "'~'"),
            ("", "''"),
            ("-rf", "-- -rf"),
            ("- x", "-- '- x'"),
        ] {
            assert_eq!(word(text), wanted);
        }
    }
}
