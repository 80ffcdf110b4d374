//! The words of complaints about a value: what it should look like, and what was meant.

use crate::fault::closest;

use super::Shape;

/// "did you mean", and what there is.
pub(super) fn among(word: &str, known: &[&str]) -> String {
    let list = known.join(", ");
    match closest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Possible here: {list}"),
        None => format!("possible here: {list}"),
    }
}

/// What a value should look like.
pub(super) fn wants(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Line => "write a text in quotes".to_string(),
        Shape::Slug => {
            "write an id: lower-case letters, digits and hyphens, at most 40, no hyphen first"
                .to_string()
        }
        Shape::Flag => "write `true` or `false`".to_string(),
        Shape::Duration => {
            "write a duration such as \"90s\", \"2m\" or \"7m30s\", up to 24 hours".to_string()
        }
        Shape::DurationOr(word) => {
            format!("write a duration such as \"90s\" or \"2m\", or \"{word}\"")
        }
        Shape::Days => "write a number of days such as \"7d\"".to_string(),
        Shape::Date => "write a day such as 2026-11-30".to_string(),
        Shape::Time => "write a time such as \"09:30\"".to_string(),
        Shape::Integer { min, max } => format!("write a whole number from {min} to {max}"),
        Shape::OneOf(words) | Shape::Scale(words) => {
            format!("write one of \"{}\"", words.join("\", \""))
        }
        Shape::List(inner) => format!(
            "write a list in square brackets; for each member {}",
            wants(inner)
        ),
        Shape::Pair(inner) => format!(
            "write two values in square brackets; for each {}",
            wants(inner)
        ),
        Shape::OneOrMore(inner) => format!("{}, or a list of such", wants(inner)),
        Shape::Format(format) => format!("write \"{format}\""),
        Shape::Table(fields) => {
            let names: Vec<String> = fields.iter().map(|it| format!("`{}`", it.name)).collect();
            format!("write a table with {}", names.join(", "))
        }
        Shape::Map(_) => "write a table".to_string(),
        Shape::Kinds { kinds, .. } => {
            let names: Vec<&str> = kinds.iter().map(|it| it.0).collect();
            format!(
                "write a table whose `kind` is one of \"{}\"",
                names.join("\", \"")
            )
        }
    }
}

/// The beginning of a text, enough to know it again.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
