//! Notes for whoever leads, in helpings that can be read while a meeting goes on: what is needed now
//! first, the rest on pages to turn to.

/// Words of notes on a page at most.
const FEW: usize = 45;
/// The same beside what is needed at once.
const FEWER: usize = 25;

/// A heading and its words.
pub(super) type Row = (String, String);

/// The first page: all of `first`, and of the others as much as is read at a glance; then the rest,
/// page by page. Sentences stay whole.
pub(super) fn pages(first: Vec<Row>, others: Vec<Row>) -> (Vec<Row>, Vec<Vec<Row>>) {
    let mut n = if first.is_empty() { 0 } else { FEW - FEWER };
    let mut pages: Vec<Vec<Row>> = vec![first];
    for (heading, words) in others {
        let mut is_new = true;
        for sentence in sentences(&words) {
            let more = sentence.split_whitespace().count();
            if n > 0 && n + more > FEW {
                pages.push(Vec::new());
                n = 0;
                is_new = true;
            }
            n += more;
            let Some(page) = pages.last_mut() else {
                continue;
            };
            match page.last_mut().filter(|_| !is_new) {
                Some((_, words)) => *words = format!("{words} {sentence}"),
                None => page.push((heading.clone(), sentence.to_string())),
            }
            is_new = false;
        }
    }
    let first = pages.remove(0);
    (first, pages)
}

/// A text by sentences; what is quoted stays together.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, it)) = chars.next() {
        let after = chars.peek().map_or(' ', |it| it.1);
        match it {
            '“' => is_quoted = true,
            '”' => is_quoted = false,
            // An apostrophe stands between letters.
            '\'' if !(before.is_alphanumeric() && after.is_alphanumeric()) => {
                is_quoted = !is_quoted;
            }
            _ => {}
        }
        let ends = |it: char| matches!(it, '.' | '?' | '!' | '…');
        let is_end = ends(it) || (matches!(it, '\'' | '”') && ends(before));
        before = it;
        if is_end && !is_quoted && after == ' ' {
            let end = at + it.len_utf8();
            sentences.push(text[start..end].trim());
            start = end;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|it| !it.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(heading: &str, words: &str) -> Row {
        (heading.to_string(), words.to_string())
    }

    #[test]
    fn sentences_are_whole_and_so_is_what_is_quoted() {
        let text = "Say: 'Camera as you like. It's fine.' Paste it. 'Why?' Because. No end";
        assert_eq!(
            sentences(text),
            [
                "Say: 'Camera as you like. It's fine.'",
                "Paste it.",
                "'Why?'",
                "Because.",
                "No end"
            ]
        );
    }

    #[test]
    fn what_is_more_than_a_glance_waits_on_another_page_and_nothing_is_lost() {
        let long = "One two three four five six seven eight nine ten. ".repeat(9);
        let (first, more) = pages(vec![row("say", "Thank you.")], vec![row("note", &long)]);
        assert_eq!(first.len(), 2);
        let count = |it: &Row| it.1.split_whitespace().count();
        let counted: Vec<usize> = more.iter().map(|it| count(&it[0])).collect();
        assert_eq!((count(&first[1]), &counted[..]), (20, &[40, 30][..]));
        assert!(more.iter().all(|it| it[0].0 == "note"));
        let (first, more) = pages(
            Vec::new(),
            vec![row("note", "Short."), row("pause", "Wait.")],
        );
        assert_eq!(first, [row("note", "Short."), row("pause", "Wait.")]);
        assert!(more.is_empty());
    }
}
