//! Text from people on its way to a screen: cleaned, measured, wrapped, shortened, centred.
//!
//! What comes out of here never steers a terminal, never reorders or hides its neighbours, and
//! never combines with a cell that is not its own. Everything else in [`super`] writes text
//! only through these functions; they all clean first, and cleaning twice changes nothing.

use std::borrow::Cow;

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More combining marks than this on one base are not shown.
const MAX_MARKS: usize = 8;

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_STYLE: char = '\u{fe0f}';

/// What people see where a combining mark has nothing to stand on.
const DOTTED_CIRCLE: char = '\u{25cc}';

/// Makes text safe to show on one line: whatever would steer, hide or reorder becomes a
/// visible mark, such as `␛` or `\u{9b}`.
pub fn clean(text: &str) -> String {
    if text.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    let mut before = None;
    for (start, cluster) in text.grapheme_indices(true) {
        let mut has_base = false;
        let mut n_marks = 0;
        for (at, it) in cluster.char_indices() {
            let after = text[start + at + it.len_utf8()..].chars().next();
            if !is_shown(it, before, after) {
                push_mark(&mut clean, it);
                has_base = false;
                before = None;
                continue;
            }
            before = Some(it);
            if char_width(it) > 0 {
                clean.push(it);
                has_base = !it.is_whitespace();
                n_marks = 0;
                continue;
            }
            if !has_base && !clean.ends_with(DOTTED_CIRCLE) {
                clean.push(DOTTED_CIRCLE);
            }
            has_base = true;
            n_marks += 1;
            if n_marks <= MAX_MARKS {
                clean.push(it);
            }
        }
    }
    clean
}

/// A name as it may stand among others: in quotation marks where it holds what stands between
/// names, as whoever types it puts it.
pub fn quoted(name: &str) -> Cow<'_, str> {
    if name.contains([',', ';']) && !name.contains('"') {
        Cow::Owned(format!("\"{name}\""))
    } else {
        Cow::Borrowed(name)
    }
}

/// Names one after another, commas between them.
pub fn listed(names: &[String]) -> String {
    let names: Vec<Cow<'_, str>> = names.iter().map(|it| quoted(it)).collect();
    names.join(", ")
}

/// Columns that cleaned text takes, at most: terminals that know emoji sequences or ligatures
/// may draw it narrower, none wider.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// Wraps text to lines of at most `columns`, which count as one at least. `\n` starts a new
/// line; words longer than a line are broken between graphemes.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = clean(paragraph.strip_suffix('\r').unwrap_or(paragraph));
        let mut pieces = Vec::new();
        for word in WordSeparator::AsciiSpace.find_words(&paragraph) {
            push_pieces(&mut pieces, &word, word.whitespace, columns);
        }
        for row in wrap_first_fit(&pieces, &[columns as f64]) {
            let mut line = String::new();
            for (idx, piece) in row.iter().enumerate() {
                line.push_str(&piece.text);
                if idx + 1 < row.len() {
                    line.push_str(piece.space);
                }
            }
            lines.push(line);
        }
    }
    lines
}

/// Breaks text between words into rows of at most `columns`. Each row but the last is filled up with
/// spaces, so that a terminal goes on in the next one by itself, and all are one line when copied.
pub fn fold(text: &str, columns: usize) -> Vec<String> {
    let mut rows = wrap(text, columns);
    rows.resize(rows.len().max(1), String::new());
    let last = rows.len().saturating_sub(1);
    for row in &mut rows[..last] {
        let free = columns.saturating_sub(width(row));
        row.push_str(&" ".repeat(free));
    }
    rows
}

/// Text behind a `head`, wrapped to `columns` and set in where the head ends; in a narrow window
/// below it.
pub fn hanging(head: &str, text: &str, columns: usize) -> String {
    let deep = if width(head) * 2 > columns {
        6
    } else {
        width(head)
    };
    let room = columns.saturating_sub(deep).max(1);
    let inset = format!("\n{}", " ".repeat(deep));
    let rows = wrap(text, room).join(&inset);
    if deep < width(head) {
        format!("{}{inset}{rows}\n", head.trim_end())
    } else {
        format!("{head}{rows}\n")
    }
}

/// Cuts text to at most `columns`, the ellipsis included.
pub fn shorten(text: &str, columns: usize) -> String {
    let clean = clean(text);
    if width(&clean) <= columns {
        return clean;
    }
    let mut short = String::new();
    let mut used = 1;
    for unit in units(&clean) {
        used += width(unit);
        if used > columns {
            break;
        }
        short.push_str(unit);
    }
    if columns > 0 {
        short.push('…');
    }
    short
}

/// The same, and cuts between words where that leaves at least half of it.
pub fn shorten_words(text: &str, columns: usize) -> String {
    let short = shorten(text, columns);
    let Some(cut) = short
        .strip_suffix('…')
        .filter(|_| width(&clean(text)) > columns)
    else {
        return short;
    };
    // What was cut right behind a word is whole.
    if clean(text)[cut.len()..].starts_with(' ') {
        return format!("{}…", cut.trim_end());
    }
    match cut.rsplit_once(' ') {
        Some((words, _)) if 2 * width(words) >= width(cut) => {
            format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '.']))
        }
        Some(_) | None => short,
    }
}

/// Puts text in the middle of a line of `columns`, shortened if it must be; nothing is added
/// on the right, and nothing at all to empty text.
pub fn centre(text: &str, columns: usize) -> String {
    let short = shorten(text, columns);
    if short.is_empty() {
        return short;
    }
    let pad = (columns - width(&short).min(columns)) / 2;
    " ".repeat(pad) + &short
}

/// A word, or as much of it as fits on a line, and the space behind it.
#[derive(Debug)]
struct Piece<'a> {
    text: String,
    space: &'a str,
}

impl Fragment for Piece<'_> {
    fn width(&self) -> f64 {
        width(&self.text) as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space.len() as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn push_pieces<'a>(pieces: &mut Vec<Piece<'a>>, word: &str, space: &'a str, columns: usize) {
    let mut text = String::new();
    let mut used = 0;
    for unit in units(word) {
        let unit = if width(unit) > columns { "…" } else { unit };
        if used + width(unit) > columns {
            let text = std::mem::take(&mut text);
            pieces.push(Piece { text, space: "" });
            used = 0;
        }
        used += width(unit);
        text.push_str(unit);
    }
    pieces.push(Piece { text, space });
}

/// What cleaned text may be broken between: graphemes, but a dotted circle stays with a mark
/// behind it that counts as the beginning of the next one.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut start = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let end = at + cluster.len();
        let mut after = text[end..].chars();
        let is_for_a_mark = cluster.chars().eq([DOTTED_CIRCLE])
            && after.next().is_some_and(|it| char_width(it) == 0);
        if !is_for_a_mark {
            units.push(&text[start..end]);
            start = end;
        }
    }
    units
}

fn cluster_width(cluster: &str) -> usize {
    let apart: usize = cluster.chars().map(char_width).sum();
    apart.max(cluster.width())
}

fn char_width(it: char) -> usize {
    it.width().unwrap_or(0)
}

fn push_mark(clean: &mut String, it: char) {
    let picture = match it {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(it)),
        '\u{7f}' => Some('\u{2421}'),
        _ => None,
    };
    match picture {
        Some(picture) => clean.push(picture),
        None => clean.extend(it.escape_unicode()),
    }
}

/// Whether a character may reach the screen as it is, between its neighbours.
fn is_shown(it: char, before: Option<char>, after: Option<char>) -> bool {
    let after_is = |test: fn(char) -> bool| after.is_some_and(test);
    let before_is = |test: fn(char) -> bool| before.is_some_and(test);
    match it {
        ' '..='~' => true,
        ZERO_WIDTH_JOINER if before_is(ends_emoji) && after_is(is_pictograph) => true,
        ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => before_is(is_joining) && after_is(is_joining),
        EMOJI_STYLE => before_is(has_emoji_style),
        '\u{fe0e}' => before_is(|it| has_emoji_style(it) && char_width(it) == 1),
        // Variants of ideographs are how some people write their names.
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => before_is(is_ideograph),
        // Invisible, though they count as letters or marks; the last has a disputed width.
        '\u{fe03}'..='\u{fe0d}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{17d8}' => false,
        '\u{2028}' | '\u{2029}' => false,
        _ if it.is_whitespace() => !it.is_control(),
        _ => is_printable(it),
    }
}

/// Whether the standard library would print a character rather than escape it: it escapes
/// controls, formats, private use and what is not assigned. The letter in front is there
/// because combining marks are escaped only at the start of a text.
fn is_printable(it: char) -> bool {
    let mut buffer = [0; 5];
    buffer[0] = b'a';
    let len = 1 + it.encode_utf8(&mut buffer[1..]).len();
    str::from_utf8(&buffer[..len]).is_ok_and(|pair| pair.escape_debug().nth(1) == Some(it))
}

fn is_pictograph(it: char) -> bool {
    match it {
        '\u{1f000}'..='\u{1faff}' => true,
        '\u{203c}'..='\u{3299}' => has_emoji_style(it),
        _ => false,
    }
}

fn ends_emoji(it: char) -> bool {
    it == EMOJI_STYLE || is_pictograph(it)
}

fn has_emoji_style(it: char) -> bool {
    let styled = String::from_iter([it, EMOJI_STYLE]);
    matches!(it, '\u{1f000}'..='\u{1faff}')
        || styled.width() > char_width(it)
        || (matches!(it, '\u{2300}'..='\u{2bff}') && char_width(it) == 2)
}

/// Letters and marks of scripts in which joiners change the spelling.
fn is_joining(it: char) -> bool {
    matches!(it, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}') && !it.is_numeric()
}

fn is_ideograph(it: char) -> bool {
    matches!(it, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;
