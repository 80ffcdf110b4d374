//! The one key map: what each action's key is, on screens and in plain lines.

use super::Action;

/// Action, key, how the key is called, and the word that plain mode takes for it.
const KEYS: [(Action, char, &str, &str); 13] = [
    (Action::Hold, ' ', "Space", "hold"),
    (Action::More, '+', "+", "more"),
    (Action::Less, '-', "-", "less"),
    (Action::Later, 'l', "l", "later"),
    (Action::Enough, 'n', "n", "nobody"),
    (Action::Joined, 'j', "j", "joined"),
    (Action::Gone, 'g', "g", "gone"),
    (Action::Back, 'b', "b", "back"),
    (Action::Other, 's', "s", "other"),
    (Action::Text, 'v', "v", "text"),
    (Action::Time, 't', "t", "time"),
    (Action::Moment, 'm', "m", "moment"),
    (Action::Leave, 'q', "q", "stop"),
];

/// The action that a key asks for on a screen.
pub fn pressed(key: char) -> Option<Action> {
    let key = match key {
        '=' => '+',
        it => it.to_ascii_lowercase(),
    };
    KEYS.iter().find(|it| it.1 == key).map(|it| it.0)
}

/// The action that a line in lower case asks for in plain mode.
pub fn typed(line: &str) -> Option<Action> {
    let is_key = |key: char| line.len() == 1 && line.starts_with(key);
    match line {
        "h" => return Some(Action::Hold),
        "quit" => return Some(Action::Leave),
        _ => {}
    }
    KEYS.iter()
        .find(|it| it.3 == line || is_key(it.1))
        .map(|it| it.0)
}

/// What the key of an action is called on a screen.
pub fn label(action: Action) -> &'static str {
    KEYS.iter().find(|it| it.0 == action).map_or("", |it| it.2)
}

/// What to type for an action in plain mode.
pub fn word(action: Action) -> &'static str {
    match action {
        Action::Hold => "h",
        other => label(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_words_lead_to_actions() {
        assert_eq!(pressed(' '), Some(Action::Hold));
        assert_eq!(pressed('='), Some(Action::More));
        assert_eq!(pressed('L'), Some(Action::Later));
        assert_eq!(pressed('x'), None);
        assert_eq!(typed("h"), Some(Action::Hold));
        assert_eq!(typed("later"), Some(Action::Later));
        assert_eq!(typed("la"), None);
        assert_eq!(typed(""), None);
    }
}
