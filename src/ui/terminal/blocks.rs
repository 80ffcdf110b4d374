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
    /// Whether its text goes on in the next row, as one line to whoever copies it.
    pub(in crate::ui) goes_on: bool,
}

impl Row {
    pub(super) fn plain(text: String) -> Self {
        Self {
            text,
            ..Self::default()
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

/// Text to be copied, in pages of at most so many rows. Paragraphs that no empty line parts stay on
/// one page if they can; each is one line to whoever copies it, which is why a row that goes on is
/// filled up. What is longer than a page goes on on the next.
pub(super) fn paragraphs(lines: &[String], n_rows: usize, columns: usize) -> Vec<Vec<Row>> {
    let rows_of = |line: &String| -> Vec<Row> {
        let folded = text::fold(line, columns);
        let n_folded = folded.len();
        let row = |(idx, text): (usize, String)| Row {
            goes_on: idx + 1 < n_folded,
            ..Row::plain(text)
        };
        folded.into_iter().enumerate().map(row).collect()
    };
    let mut pages: Vec<Vec<Row>> = vec![Vec::new()];
    for part in lines.split(|it| it.is_empty()) {
        let paragraphs: Vec<Vec<Row>> = part.iter().map(rows_of).collect();
        let n_all: usize = paragraphs.iter().map(Vec::len).sum();
        match pages.last_mut() {
            Some(page) if page.is_empty() => {}
            Some(page) if page.len() + 1 + n_all <= n_rows => page.push(Row::default()),
            _ => pages.push(Vec::new()),
        }
        for rows in paragraphs.iter().flat_map(|it| it.chunks(n_rows)) {
            match pages.last_mut() {
                Some(page) if page.len() + rows.len() <= n_rows => page.extend_from_slice(rows),
                _ => pages.push(rows.to_vec()),
            }
        }
    }
    pages
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
    // No word touches the edge of the window.
    let edge = [0, 1, 2][usize::from(columns > 20) + usize::from(columns > 40)];
    let inner = columns - 2 * edge + BETWEEN;
    let words = || quarters.iter().flatten();
    let widest = words().map(|it| text::width(&text::clean(it))).max();
    let widest = widest.unwrap_or(0);
    // A quarter has two words a row where there is space for four in all, else one.
    let n_across = if 4 * (widest + BETWEEN) <= inner {
        2
    } else {
        1
    };
    let cell = (widest + BETWEEN).min(inner / (2 * n_across));
    let apart = (inner - 2 * n_across * cell).min(4 * BETWEEN);
    let margin = edge + (inner - 2 * n_across * cell - apart) / 2;

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
            Row::plain(text::shorten(line.trim_end(), columns))
        };
        (0..n_rows).map(row).collect()
    };
    let [upper_left, upper_right, lower_left, lower_right] = quarters;
    [half(upper_left, upper_right), half(lower_left, lower_right)]
}

/// Items to choose from, a word such as the level in front of each; nothing of them is cut.
pub(super) fn list(items: &[(String, String)], columns: usize) -> Vec<Vec<Row>> {
    let widest = items.iter().map(|it| text::width(&text::clean(&it.0)));
    let widest = widest.max().unwrap_or(0);
    let margin = room_margin(columns);
    let gap = if widest == 0 { 0 } else { 3 };
    // Where a column of words would take a quarter of the window, they stand before the text, and
    // what goes on below is set in a little.
    let is_narrow = 4 * (widest + gap) > columns;
    let set_in = if is_narrow { 2 } else { widest + gap };
    let inner = columns.saturating_sub(2 * margin + set_in).max(1);
    let item = |(word, item): &(String, String)| {
        let (head, item) = match word.as_str() {
            "" if is_narrow => (String::new(), item.clone()),
            word if is_narrow => (String::new(), format!("{word}: {item}")),
            word => (padded(&text::clean(word), set_in), item.clone()),
        };
        let row = |(idx, line): (usize, String)| {
            let before = match idx {
                0 => format!("{}{head}", " ".repeat(margin)),
                _ => " ".repeat(margin + set_in),
            };
            let row = format!("{before}{line}");
            let fits = text::width(&row) <= columns;
            Row::plain(if fits {
                row.trim_end().to_owned()
            } else {
                line
            })
        };
        let rows = text::wrap(&item, inner).into_iter().enumerate();
        rows.map(row).collect()
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
    // Nobody is cut: a name that needs more turns the columns into lines.
    if inner < widest.max(NARROWEST) {
        return None;
    }
    let cell = widest.max(NARROWEST) + BETWEEN;
    let n_across = (inner + BETWEEN) / cell;
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
            ..Row::default()
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

/// Who sits where, one room under the other; nobody is cut.
pub(super) fn short_rooms(rooms: &[(String, Vec<String>)], columns: usize) -> Vec<Vec<Row>> {
    let line = |(name, people): &(String, Vec<String>)| (name.clone(), text::listed(people));
    list(&rooms.iter().map(line).collect::<Vec<_>>(), columns)
}

/// Which of several pages this is, on the right.
pub(super) fn page_mark(page: usize, n_pages: usize, by_hand: bool, columns: usize) -> Row {
    let how = if by_hand { ": arrow keys" } else { "" };
    let mark = text::shorten(&format!("{} of {n_pages}{how}", page + 1), columns);
    let pad = columns.saturating_sub(text::width(&mark) + usize::from(columns > 20));
    Row::plain(" ".repeat(pad) + &mark)
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
    if !countdown.digits {
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

/// A clock in a few characters: without digits, about how long it is.
pub(super) fn small_clock(countdown: Countdown, left: i64) -> String {
    let word = state_word(countdown, left);
    if !countdown.digits {
        // Seconds that run down would hurry whoever has only a few.
        let is_said = word.is_empty() && !countdown.landing.is_empty() && left > 0;
        return match is_said {
            true => format!("about {} s", countdown.of),
            false => word.to_owned(),
        };
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
    let between = if columns < 60 { 2 } else { 4 };
    let whole =
        |(label, words): &(&str, &str)| text::width(label) + text::width(words) + 1 + between;
    // However long the words of Enter are, the last key finds a place.
    let last = others.last().map_or(0, whole);
    let space = if 2 * last > columns {
        columns
    } else {
        columns - last
    };
    let mut line = text::shorten_words(&format!("{margin}Enter {enter}"), space);
    let mut rest = columns - text::width(&line);
    let mut fitting = Vec::new();
    let last = others.len().saturating_sub(1);
    for idx in (last..others.len()).chain(0..last) {
        let (label, words) = others[idx];
        let more = text::clean(&format!("{}{label} {words}", " ".repeat(between)));
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

/// Every key that does something here, in as many columns as it takes; `more` are such as an
/// option has.
pub(super) fn all_keys(
    stage: &Stage,
    more: &[(String, String)],
    n_rows: usize,
    columns: usize,
) -> Vec<Row> {
    let mut keys = vec![("Enter".to_owned(), stage.enter.clone())];
    keys.extend_from_slice(more);
    keys.extend(offered(stage));
    if !stage.offers(Action::Leave) && !more.iter().any(|it| it.0 == "q") {
        keys.push(("q".to_owned(), "stop".to_owned()));
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
        let cells = column.map(|it| padded(&text::shorten_words(it, cell), cell));
        Row::plain(cells.collect::<String>().trim_end().to_owned())
    };
    (0..n_down.min(n_rows)).map(row).collect()
}

/// Keys and what they do; more and less of the clock stand together.
fn offered(stage: &Stage) -> Vec<(String, String)> {
    let mut offered: Vec<(String, String)> = Vec::new();
    let mut keys = stage.keys.iter().peekable();
    while let Some((action, words)) = keys.next() {
        let next = keys.peek().map(|it| it.0);
        if *action == Action::More && next == Some(Action::Less) {
            keys.next();
            offered.push(("+ -".to_owned(), "half a minute".to_owned()));
            continue;
        }
        offered.push((keys::label(*action).to_owned(), words.clone()));
    }
    offered
}

/// Cleaned text with spaces up to a width.
fn padded(text: &str, columns: usize) -> String {
    let pad = columns.saturating_sub(text::width(text));
    text.to_owned() + &" ".repeat(pad)
}
