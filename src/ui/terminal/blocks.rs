//! What stands on a stage, each as rows of its own: words, lists, keys, clocks.
//!
//! Everything is made for a number of columns and never wider; how many rows there are is for
//! [`super::draw`] to judge.

use super::digits;
use crate::ui::{Action, Countdown, Stage, Track, keys, text};

/// Lines wider than this are hard to read on.
const READABLE: usize = 76;

/// A row of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct Row {
    pub(in crate::ui) text: String,
    pub(in crate::ui) is_bold: bool,
}

impl Row {
    pub(super) fn plain(text: String) -> Self {
        Self {
            text,
            is_bold: false,
        }
    }
}

/// Text in the middle, with margins.
pub(super) fn centred(words: &str, columns: usize) -> Vec<Row> {
    let inner = columns.saturating_sub(4).min(READABLE);
    rows_of(&text::wrap(words, inner), columns)
}

/// Text in the middle, in as few rows as it can be.
pub(super) fn tight(words: &str, columns: usize) -> Vec<Row> {
    let lines = text::wrap(words, columns);
    let lines: Vec<_> = lines.into_iter().filter(|it| !it.is_empty()).collect();
    rows_of(&lines, columns)
}

fn rows_of(lines: &[String], columns: usize) -> Vec<Row> {
    let centre = |it: &String| Row::plain(text::centre(it.trim_end(), columns));
    lines.iter().map(centre).collect()
}

/// Keeps the first `n_rows`, and shows that there was more.
pub(super) fn cut(rows: &mut Vec<Row>, n_rows: usize, columns: usize) {
    if rows.len() <= n_rows {
        return;
    }
    rows.truncate(n_rows);
    if let Some(last) = rows.last_mut() {
        last.text = text::shorten(&format!("{} …", last.text), columns);
        if !last.text.ends_with('…') {
            last.text = text::shorten("…", columns);
        }
    }
}

/// The two halves of a grid, upper and lower, of at most so many rows each.
pub(super) fn grid(quarters: &[Vec<String>; 4], n_rows: usize, columns: usize) -> [Vec<Row>; 2] {
    const BETWEEN: usize = 3;
    let words = || quarters.iter().flatten();
    let widest = words().map(|it| text::width(&text::clean(it))).max();
    let widest = widest.unwrap_or(0);
    // A quarter has two words a row where there is space for four in all, else one.
    let n_across = if 4 * (widest + BETWEEN) <= columns {
        2
    } else {
        1
    };
    let cell = (widest + BETWEEN).min(columns / (2 * n_across));
    let apart = (columns - 2 * n_across * cell).min(4 * BETWEEN);
    let margin = (columns - 2 * n_across * cell - apart) / 2;

    let half = |left: &[String], right: &[String]| {
        let n_words = left.len().max(right.len());
        let n_rows = n_rows.min(n_words.div_ceil(n_across));
        let row = |row_idx: usize| {
            let mut line = " ".repeat(margin);
            for (side_idx, side) in [left, right].into_iter().enumerate() {
                line += &" ".repeat(side_idx * apart);
                for idx in row_idx * n_across..(row_idx + 1) * n_across {
                    let word = side.get(idx).map_or("", String::as_str);
                    line += &padded(&text::shorten(word, cell.saturating_sub(1)), cell);
                }
            }
            Row::plain(line.trim_end().to_owned())
        };
        (0..n_rows).map(row).collect()
    };
    let [upper_left, upper_right, lower_left, lower_right] = quarters;
    [half(upper_left, upper_right), half(lower_left, lower_right)]
}

/// Items to choose from, a word such as the level in front of each.
pub(super) fn list(items: &[(String, String)], is_short: bool, columns: usize) -> Vec<Vec<Row>> {
    let widest = items.iter().map(|it| text::width(&text::clean(&it.0)));
    let widest = widest.max().unwrap_or(0).min(columns / 4);
    let margin = if columns > 40 { 3 } else { 1 }.min(columns / 8);
    let margin = margin.max(columns.saturating_sub(READABLE) / 2);
    let gap = if widest == 0 { 0 } else { 3.min(columns / 8) };
    let indent = margin + widest + gap;
    let inner = columns - indent - margin;
    let item = |(word, item): &(String, String)| {
        let mut lines = text::wrap(item, inner);
        if is_short && lines.len() > 1 {
            lines = vec![text::shorten(item, inner)];
        }
        let word = padded(&text::shorten(word, widest), widest + gap);
        let row = |(idx, line): (usize, &String)| {
            let word = if idx == 0 { word.as_str() } else { "" };
            let line = " ".repeat(margin) + &padded(word, widest + gap) + line;
            Row::plain(line.trim_end().to_owned())
        };
        lines.iter().enumerate().map(row).collect()
    };
    items.iter().map(item).collect()
}

/// Who sits where, as columns of names; `None` where the columns would be too narrow to read.
pub(super) fn rooms(rooms: &[(String, Vec<String>)], columns: usize) -> Option<Vec<Row>> {
    const BETWEEN: usize = 3;
    const NARROWEST: usize = 8;
    let names = rooms.iter().flat_map(|it| &it.1);
    let texts = names.chain(rooms.iter().map(|it| &it.0));
    let widest = texts.map(|it| text::width(&text::clean(it))).max()?;
    let margin = room_margin(columns);
    let inner = columns - 2 * margin;
    let cell = (widest.min(inner / 4).max(NARROWEST) + BETWEEN).min(inner.max(1));
    let n_across = (inner + BETWEEN) / cell.max(1);
    if n_across == 0 || inner < NARROWEST {
        return None;
    }
    // Bands of equal length look tidier than a last one with a single room.
    let n_bands = rooms.len().div_ceil(n_across);
    let mut rows = Vec::new();
    for band in rooms.chunks(rooms.len().div_ceil(n_bands.max(1)).max(1)) {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        let line = |words: &mut dyn Iterator<Item = &str>| {
            let mut line = " ".repeat(margin);
            for word in words {
                line += &padded(&text::shorten(word, cell - BETWEEN), cell);
            }
            text::shorten(line.trim_end(), columns)
        };
        rows.push(Row {
            text: line(&mut band.iter().map(|it| it.0.as_str())),
            is_bold: true,
        });
        let longest = band.iter().map(|it| it.1.len()).max().unwrap_or(0);
        for idx in 0..longest {
            let mut names = band
                .iter()
                .map(|it| it.1.get(idx).map_or("", String::as_str));
            rows.push(Row::plain(line(&mut names)));
        }
    }
    Some(rows)
}

/// Who sits where, a room a line.
pub(super) fn short_rooms(rooms: &[(String, Vec<String>)], columns: usize) -> Vec<Row> {
    let widest = rooms
        .iter()
        .map(|it| text::width(&text::clean(&it.0)))
        .max();
    let margin = room_margin(columns);
    let room = |(name, people): &(String, Vec<String>)| {
        let name = padded(&text::shorten(name, columns), widest.unwrap_or(0) + 2);
        let line = format!("{}{name}{}", " ".repeat(margin), people.join(", "));
        Row::plain(text::shorten(line.trim_end(), columns))
    };
    rooms.iter().map(room).collect()
}

fn room_margin(columns: usize) -> usize {
    let margin = if columns > 40 { 3 } else { 1 }.min(columns / 8);
    margin.max(columns.saturating_sub(READABLE) / 2)
}

/// What goes on in parallel: whose, what holds for all of it, and what is on now.
pub(super) fn tracks(tracks: &[Track], passed: i64, columns: usize) -> Vec<Row> {
    let width = |of: fn(&Track) -> &str| {
        let widths = tracks.iter().map(|it| text::width(&text::clean(of(it))));
        widths.max().unwrap_or(0)
    };
    let (names, abouts) = (width(|it| &it.name), width(|it| &it.about));
    let margin = room_margin(columns);
    let row = |it: &Track| {
        let now = it.at(passed);
        let cells = if it.name.is_empty() {
            now.to_owned()
        } else {
            let now = if now.is_empty() {
                String::new()
            } else {
                format!("now: {now}")
            };
            let name = padded(&text::clean(&it.name), names + 3);
            let about = padded(&text::clean(&it.about), abouts + 3);
            // Where columns are short, what is on now goes before what holds for all of it.
            if margin + names + abouts + 6 + text::width(&now) <= columns {
                format!("{name}{about}{now}")
            } else {
                format!("{name}{now}")
            }
        };
        Row::plain(text::shorten(
            format!("{}{cells}", " ".repeat(margin)).trim_end(),
            columns,
        ))
    };
    let rows = tracks.iter().map(row);
    rows.filter(|it| !it.text.trim().is_empty()).collect()
}

/// Title on the left, place on the right.
pub(super) fn header(title: &str, place: &str, columns: usize) -> Row {
    let margin = usize::from(columns > 20);
    let inner = columns - 2 * margin;
    let place = text::shorten(place, inner);
    let rest = inner - text::width(&place);
    let between = if place.is_empty() { 0 } else { 3.min(rest) };
    let title = padded(&text::shorten(title, rest - between), rest);
    let line = format!("{}{title}{place}", " ".repeat(margin));
    Row::plain(line.trim_end().to_owned())
}

/// A clock in five big rows and its word, if digits are shown and fit.
pub(super) fn big_clock(countdown: Countdown, left: i64, columns: usize) -> Option<Vec<Row>> {
    if !countdown.digits || countdown.of < 60 {
        return None;
    }
    let digits = digits::big(&digits::time(left));
    let pad = columns.checked_sub(text::width(&digits[0]))?;
    let row = |it: &String| Row::plain((" ".repeat(pad / 2) + it).trim_end().to_owned());
    let mut rows: Vec<_> = digits.iter().map(row).collect();
    rows.push(Row::plain(text::centre(
        clock_word(countdown, left),
        columns,
    )));
    Some(rows)
}

/// A clock in a few characters; empty while a clock without digits runs.
pub(super) fn small_clock(countdown: Countdown, left: i64) -> String {
    let word = state_word(countdown, left);
    if !countdown.digits {
        return word.to_owned();
    }
    let time = digits::time(left);
    let words = [word, &time, countdown.until];
    let words: Vec<_> = words.into_iter().filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

/// What stands under big digits.
fn clock_word(countdown: Countdown, left: i64) -> &'static str {
    match state_word(countdown, left) {
        "" => countdown.until,
        word => word,
    }
}

fn state_word(countdown: Countdown, left: i64) -> &'static str {
    if countdown.held {
        "held"
    } else if left <= -countdown.grace {
        countdown.landing
    } else {
        ""
    }
}

/// The last line: what Enter does, always; then as many other keys as fit, the last before
/// the ones in between.
pub(super) fn key_line(enter: &str, others: &[(&str, &str)], columns: usize) -> Row {
    let margin = " ".repeat(usize::from(columns > 20));
    let mut line = text::shorten(&format!("{margin}Enter {enter}"), columns);
    let mut rest = columns - text::width(&line);
    let mut fitting = Vec::new();
    let last = others.len().saturating_sub(1);
    for idx in (last..others.len()).chain(0..last) {
        let (label, words) = others[idx];
        let more = text::clean(&format!("    {label} {words}"));
        if text::width(&more) <= rest {
            rest -= text::width(&more);
            fitting.push((idx, more));
        }
    }
    fitting.sort_unstable();
    line.extend(fitting.into_iter().map(|it| it.1));
    Row::plain(line)
}

/// The last line of a stage: a few of its keys, and where the others are; none on a stage that
/// is only looked at.
pub(super) fn stage_key_line(stage: &Stage, columns: usize) -> Row {
    const SHOWN: usize = 2;
    if stage.enter.is_empty() && stage.keys.is_empty() {
        return Row::default();
    }
    let offered = offered(stage);
    let offered = offered.iter().take(SHOWN);
    let mut others: Vec<_> = offered.map(|it| (it.0.as_str(), it.1.as_str())).collect();
    others.push(("?", "all keys"));
    key_line(&stage.enter, &others, columns)
}

/// Every key that does something here, in as many columns as it takes.
pub(super) fn all_keys(stage: &Stage, n_rows: usize, columns: usize) -> Vec<Row> {
    let mut keys = vec![("Enter".to_owned(), stage.enter.clone())];
    keys.extend(offered(stage));
    if !stage.offers(Action::Leave) {
        keys.push(("q".to_owned(), "leave".to_owned()));
    }
    let lines: Vec<_> = keys
        .iter()
        .map(|(label, words)| format!("   {label:<8}{words}"))
        .collect();
    let n_across = lines.len().div_ceil(n_rows.max(1));
    let n_down = lines.len().div_ceil(n_across.max(1));
    let cell = columns / n_across.max(1);
    let row = |row_idx: usize| {
        let column = lines.iter().skip(row_idx).step_by(n_down.max(1));
        let cells = column.map(|it| padded(&text::shorten(it, cell), cell));
        Row::plain(cells.collect::<String>().trim_end().to_owned())
    };
    (0..n_down.min(n_rows)).map(row).collect()
}

/// Keys and what they do; neighbours that do the same stand together.
fn offered(stage: &Stage) -> Vec<(String, String)> {
    let mut offered: Vec<(String, String)> = Vec::new();
    for (action, words) in &stage.keys {
        let label = keys::label(*action);
        match offered.last_mut() {
            Some(last) if last.1 == *words => last.0 += &format!(" {label}"),
            _ => offered.push((label.to_owned(), words.clone())),
        }
    }
    offered
}

/// Cleaned text with spaces up to a width.
fn padded(text: &str, columns: usize) -> String {
    let pad = columns.saturating_sub(text::width(text));
    text.to_owned() + &" ".repeat(pad)
}
