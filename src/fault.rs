//! What is wrong in a file that a person wrote: where, what, and how to mend it.
//!
//! Readers and checks collect [`Fault`]s in [`Faults`] and never stop at the first one;
//! whoever shows them calls [`render`]. Text in a fault may come from a stranger's file, so
//! nothing of it reaches a terminal before [`visible`] has seen it.

mod broken;
mod rules;

use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;

pub use broken::Broken;
pub use rules::{RULES, Rule, severity};

/// Whether a fault must be mended before the file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file is not used until it is mended.
    Error,
    /// The file works; a person should look.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable id of the rule, such as `T001`.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Which file.
    pub path: PathBuf,
    /// The bytes it is about.
    pub span: Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub help: String,
}

/// A fault as `--json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are the keys of its JSON")]
pub struct Row {
    pub rule: String,
    pub severity: Severity,
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
}

/// What came of reading a file: its value if it can be used, and everything a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// The clean value; there is none while one fault is an error.
    pub value: Option<T>,
    /// In the order of the file.
    pub faults: Vec<Fault>,
}

/// The faults of one file, as they are found.
#[derive(Debug)]
pub struct Faults {
    path: PathBuf,
    found: Vec<Fault>,
}

/// Faults told of one file; nobody mends more in one go.
const MOST: usize = 1000;

/// Bytes of a line that is still shown whole; a longer one nobody reads.
const LONGEST_LINE: usize = 1000;

/// Bytes of a longer line that are shown in front of a fault, and half of those behind.
const NEAR: usize = 60;

impl Faults {
    /// No faults yet.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            found: Vec::new(),
        }
    }

    /// No faults yet, of the same file as `others`.
    pub fn here(others: &Self) -> Self {
        Self::new(&others.path)
    }

    /// Moves all of `others` here.
    pub fn extend(&mut self, others: &mut Self) {
        self.found.append(&mut others.found);
    }

    /// Adds one, as grave as its rule says.
    pub fn add(
        &mut self,
        rule: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Fault {
            rule,
            severity: rules::severity(rule),
            path: self.path.clone(),
            span,
            message: message.into(),
            help: help.into(),
        });
    }

    /// Adds one as a warning, where its rule may be worse.
    pub fn warn(
        &mut self,
        rule: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(rule, span, message, help);
        if let Some(last) = self.found.last_mut() {
            last.severity = Severity::Warning;
        }
    }

    /// Whether one of them keeps the file from being used.
    pub fn any_error(&self) -> bool {
        self.found.iter().any(|it| it.severity == Severity::Error)
    }

    /// Whether `rule` is broken.
    pub fn any(&self, rule: &str) -> bool {
        self.found.iter().any(|it| it.rule == rule)
    }

    /// Keeps those that `keep` accepts.
    pub fn retain(&mut self, keep: impl FnMut(&Fault) -> bool) {
        self.found.retain(keep);
    }

    /// All of them in the order of the file, beside `value` if no error stands against it.
    pub fn beside<T>(mut self, value: Option<T>) -> Read<T> {
        let value = value.filter(|_| !self.any_error());
        self.found
            .sort_by_key(|it| (it.span.start, it.rule, it.message.clone()));
        self.found.dedup();
        if self.found.len() > MOST {
            // What must be mended is never what is cut.
            self.found.sort_by_key(|it| it.severity);
            self.found.truncate(MOST);
            self.found
                .sort_by_key(|it| (it.span.start, it.rule, it.message.clone()));
        }
        Read {
            value,
            faults: self.found,
        }
    }
}

/// Renders a fault as rustc would: where, the line of `source`, what, and how to mend it. Of an
/// endless line only what is near the fault is shown.
pub fn render(fault: &Fault, source: &str) -> String {
    let (number, line) = line_of(source, fault.span.start);
    let text = source[line.clone()].trim_end_matches('\r');
    let start = floor(text, fault.span.start.saturating_sub(line.start));
    let (before, behind) = if text.len() > LONGEST_LINE {
        let from = floor(text, start.saturating_sub(NEAR));
        let to = floor(text, start + 2 * NEAR);
        (&text[from..start], &text[start..to])
    } else {
        text.split_at(start)
    };
    // Only this much goes to the renderer, made visible; the span moves with it.
    let marked = fault.span.end.saturating_sub(fault.span.start);
    let from = visible(before).len();
    let to = from + visible(&behind[..floor(behind, marked)]).len();
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&fault.message);
    let shown = visible(before) + &visible(behind);
    let path = visible(&fault.path.to_string_lossy());
    let title = level.primary_title(&message).id(fault.rule);
    let snippet = Snippet::source(&shown)
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(from..to));
    let help = Level::HELP.message(visible(&fault.help));
    let renderer = Renderer::plain();
    if text.len() <= LONGEST_LINE {
        return renderer.render(&[title.element(snippet.path(path)).element(help)]);
    }
    let column = text[..start].chars().count() + 1;
    let place = Origin::path(path).line(number).char_column(column);
    let report = renderer.render(&[title.element(place).element(snippet).element(help)]);
    // The renderer leaves room for the path of the snippet, which stands above already.
    let rows: Vec<&str> = report.lines().filter(|it| it.trim() != ":::").collect();
    rows.join("\n")
}

/// A fault as `--json` prints it, line and column counted from 1, the column in characters.
pub fn row(fault: &Fault, source: &str) -> Row {
    let (number, line) = line_of(source, fault.span.start);
    let before = floor(source, fault.span.start).max(line.start);
    Row {
        rule: fault.rule.to_string(),
        severity: fault.severity,
        path: visible(&fault.path.to_string_lossy()),
        line: number,
        column: source[line.start..before].chars().count() + 1,
        message: visible(&fault.message),
    }
}

/// The candidate that `word` was most likely meant to be, if one is near enough.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The distance costs length times length, and nobody mistypes by a whole page.
    let word: String = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let near = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|it| (strsim::damerau_levenshtein(&word, &it.to_lowercase()), it))
        .filter(|(distance, _)| *distance <= near)
        .min()
        .map(|(_, it)| it)
}

/// Whether a letter could end a line, steer a terminal, or turn the words around it.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` with everything that could move a cursor, hide or turn words round written as `\u{..}`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Beside what steers: soft hyphen and joiners, which only hide.
        let hidden = steers(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}');
        match c {
            '\t' => out.push(' '),
            _ if hidden => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

/// The number and the bytes of the line that holds `at`, without its line feed.
fn line_of(source: &str, at: usize) -> (usize, Range<usize>) {
    let at = floor(source, at);
    let start = source[..at].rfind('\n').map_or(0, |it| it + 1);
    let end = source[at..].find('\n').map_or(source.len(), |it| at + it);
    (source[..start].matches('\n').count() + 1, start..end)
}

/// The start of the character that `at` lies in, or the end of `text`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(span: Range<usize>, message: &str) -> Fault {
        let mut faults = Faults::new(Path::new("prompts/rituals/two-words.toml"));
        faults.add("S004", span, message, "did you mean `title`?");
        faults.beside(None::<()>).faults.remove(0)
    }

    #[test]
    fn a_fault_looks_like_one_of_rustc() {
        let source = "format = \"firelight.ritual/1\"\r\ntitel = \"Two words\"\r\n";
        let shown = render(&fault(31..36, "`titel` is not a key of a ritual"), source);
        insta::assert_snapshot!(shown, @r#"
        error[S004]: `titel` is not a key of a ritual
         --> prompts/rituals/two-words.toml:2:1
          |
        2 | titel = "Two words"
          | ^^^^^
          |
          = help: did you mean `title`?
        "#);
    }

    #[test]
    fn of_an_endless_line_only_what_is_near_is_shown() {
        let source = format!(
            "a = 1\nx = \"{}\", titel = 1, {}\n",
            "é".repeat(900),
            "z".repeat(2000)
        );
        let at = source.find("titel").unwrap();
        let shown = render(&fault(at..at + 5, "`titel` is not a key"), &source);
        assert!(shown.contains("rituals/two-words.toml:2:909"), "{shown}");
        assert!(shown.contains("é\", titel = 1, zzz"), "{shown}");
        assert!(shown.len() < 700 && !shown.contains(":::"), "{shown}");
    }

    #[test]
    fn the_column_counts_characters() {
        let source = "a = 1\né = 2, b\n";
        let row = row(&fault(14..15, "b"), source);
        assert_eq!((row.line, row.column), (2, 8));
    }

    #[test]
    fn nothing_from_a_file_moves_the_cursor() {
        let source = "a = \"\u{1b}[2J\u{202e}x\u{9b}\"";
        let shown = render(&fault(4..9, "\u{1b}]0;x\u{7}"), source);
        assert!(
            shown
                .chars()
                .all(|c| c == '\n' || visible(&c.to_string()) == c.to_string())
        );
        assert!(shown.contains(r"\u{1b}"), "{shown}");
        assert!(shown.contains(r"\u{202e}"), "{shown}");
    }

    #[test]
    fn a_span_outside_the_source_is_shown_at_its_end() {
        for source in ["", "é", "a\n", "\n\n"] {
            for at in 0..6 {
                render(&fault(at..at + 9, "late"), source);
                row(&fault(at..at + 9, "late"), source);
            }
        }
    }

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_does_not() {
        let words = ["title", "minutes", "people"];
        assert_eq!(closest("titel", words), Some("title"));
        assert_eq!(closest("Minuts", words), Some("minutes"));
        assert_eq!(closest("colour", words), None);
        assert_eq!(closest("", words), None);
    }

    #[test]
    fn an_error_withholds_the_value_and_a_warning_does_not() {
        let mut faults = Faults::new(Path::new("a"));
        faults.add("T009", 0..1, "long", "cut it");
        assert_eq!(faults.beside(Some(1)).value, Some(1));
        let mut faults = Faults::new(Path::new("a"));
        faults.add("T001", 0..1, "long", "cut it");
        assert_eq!(faults.beside(Some(1)).value, None);
    }
}
