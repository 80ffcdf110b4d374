//! JSON that is safe to open with anything: no raw byte of it moves a cursor or turns text round.

use std::fmt::Write as _;

/// Escapes in serialized JSON what serde leaves raw: DEL, C1 controls, marks that change the
/// direction of text or hide in it, and the two separators that some readers take for a new
/// line. Joiners stay: names and emoji are spelled with them.
///
/// Outside strings JSON is printable ASCII and white space, so whatever is replaced here
/// stands inside a string, where `\uXXXX` means the same.
pub fn json_safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

fn is_unsafe(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{9}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back_and_none_is_left_raw() {
        let all: String = ('\u{0}'..=char::MAX).collect();
        let safe = json_safe(&serde_json::to_string(&all).unwrap());
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), all);
        assert!(!safe.contains(is_unsafe));
        assert!(!safe.contains('\n'));
    }

    #[test]
    fn ordinary_text_stays_readable() {
        assert_eq!(json_safe("{\"é\": \"日本\"}\n"), "{\"é\": \"日本\"}\n");
    }
}
