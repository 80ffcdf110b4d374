//! A stage as exactly as many rows as the screen has: a pure function.
//!
//! When rows are short, things go in this order: air, who may be next, big digits for a line that
//! is the clock's own, words of the grid down to a few, columns of rooms for lines of them, the foot,
//! the clock's own line for a place in the title, the other words. Then
//! lists come page by page, each item whole, and still less stands around them: margins, notes,
//! the title. Who speaks, the question and what Enter does stay.

use super::blocks::{self, Row};
use crate::ui::{Countdown, Stage};

/// Seconds of a countdown from which on its digits are large.
const LARGE: i64 = 60;

/// What changes while a stage is shown.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct View {
    /// Seconds left on the clock, if there is one.
    pub(in crate::ui) left: Option<i64>,
    /// Whether all keys are shown instead.
    pub(in crate::ui) explains: bool,
    /// Keys that do something here beside those of the stage: options, and their words.
    pub(in crate::ui) options: Vec<(String, String)>,
    /// How often lists that come page by page were turned.
    pub(in crate::ui) page: i64,
    /// Whether pages wait to be turned, and do not turn by themselves.
    pub(in crate::ui) by_hand: bool,
    /// Lines above the keys.
    pub(in crate::ui) notes: Vec<String>,
}

/// A block, and how much air it can use above it.
struct Block {
    rows: Vec<Row>,
    air: usize,
}

/// What is shown, given the space.
#[derive(Clone, Copy)]
struct Shown {
    then: bool,
    foot: bool,
    big_clock: bool,
    /// A clock for which no large digits fit has a line of its own.
    clock_line: bool,
    grid_rows: usize,
    room_columns: bool,
    paged: bool,
    margins: bool,
    notes: bool,
    header: bool,
}

impl Shown {
    /// Lets the least important thing go; false if there is nothing more to let go.
    fn lessen(&mut self) -> bool {
        // So many rows of words are left in each half before the foot goes.
        const FEW_WORDS: usize = 2;
        let switches = [&mut self.then, &mut self.big_clock];
        if let Some(it) = switches.into_iter().find(|it| **it) {
            *it = false;
        } else if self.grid_rows > FEW_WORDS {
            self.grid_rows -= 1;
        } else if self.room_columns {
            self.room_columns = false;
        } else if self.foot {
            self.foot = false;
        } else if self.clock_line {
            self.clock_line = false;
        } else if self.grid_rows > 0 {
            self.grid_rows -= 1;
        } else if !self.paged {
            self.paged = true;
        } else if self.margins {
            self.margins = false;
        } else if self.notes {
            self.notes = false;
        } else if self.header {
            self.header = false;
        } else {
            return false;
        }
        true
    }
}

/// The whole screen: `n_rows` rows of at most `columns`.
pub(in crate::ui) fn frame(stage: &Stage, n_rows: usize, columns: usize, view: &View) -> Vec<Row> {
    if n_rows == 0 || columns == 0 {
        return vec![Row::default(); n_rows];
    }
    let parts = Parts::new(stage, (n_rows, columns), view);
    let mut shown = Shown {
        then: true,
        foot: true,
        // Whoever leads sits close to the screen.
        big_clock: stage.times.is_none(),
        clock_line: stage.times.is_none(),
        grid_rows: n_rows,
        room_columns: !stage.rooms.is_empty(),
        paged: !stage.more.is_empty(),
        margins: true,
        notes: true,
        header: true,
    };
    loop {
        let mut bottom = parts.bottom(shown);
        let n_around = usize::from(shown.header) + bottom.len();
        let mut space = n_rows.saturating_sub(n_around);
        let mut blocks = if view.explains {
            let rows = blocks::all_keys(stage, &view.options, n_rows.saturating_sub(3), columns);
            vec![Block { rows, air: 1 }]
        } else {
            parts.above(shown)
        };
        // What is said aloud has to be readable to its end.
        shown.paged |= !shown.foot && parts.is_speech();
        let below = if view.explains {
            Vec::new()
        } else {
            parts.below(shown)
        };
        if shown.paged && !view.explains {
            let used = rows_of(&blocks) + rows_of(&below);
            let space_left = space.saturating_sub(used);
            if !parts.fit_whole(space_left, shown) && shown.lessen() {
                continue;
            }
            let pages = parts.pages(space_left, shown);
            let page = view.page.rem_euclid(pages.len().max(1) as i64) as usize;
            if pages.len() > 1 {
                let mark = blocks::page_mark(page, pages.len(), view.by_hand, columns);
                // On a stage that is only looked at, the last row has no keys.
                match bottom.last_mut().filter(|it| it.text.is_empty()) {
                    Some(last) => *last = mark,
                    None => {
                        bottom.insert(0, mark);
                        space = space.saturating_sub(1);
                    }
                }
            }
            let rows = pages.into_iter().nth(page).unwrap_or_default();
            blocks.push(Block { rows, air: 1 });
        } else if !view.explains {
            blocks.extend(parts.lists(shown));
        }
        blocks.extend(below);
        blocks.retain(|it| !it.rows.is_empty());
        let used = rows_of(&blocks);
        // Where people must read who sits where, a large clock must not take the air to breathe.
        let is_tight = shown.big_clock && !stage.rooms.is_empty() && used + blocks.len() > space;
        if (used > space || is_tight) && shown.lessen() {
            continue;
        }
        if used > space {
            cut_to_the_bone(&mut blocks, space, columns);
        }
        let mut rows = Vec::with_capacity(n_rows);
        rows.extend(shown.header.then(|| parts.header(shown)));
        push_with_air(&mut rows, blocks, space);
        rows.resize(n_rows.saturating_sub(bottom.len()), Row::default());
        rows.extend(bottom);
        rows.truncate(n_rows);
        return rows;
    }
}

fn rows_of(blocks: &[Block]) -> usize {
    blocks.iter().map(|it| it.rows.len()).sum()
}

/// Everything that may be shown, made once.
struct Parts<'a> {
    stage: &'a Stage,
    columns: usize,
    speaker: Vec<Row>,
    text: Vec<Row>,
    tight_text: Vec<Row>,
    big_clock: Option<Vec<Row>>,
    small_clock: String,
    /// Lists, each of items that stay whole: notes, what to choose from.
    lists: Vec<Vec<Vec<Row>>>,
    /// More notes, each page by itself.
    more: Vec<Vec<Vec<Row>>>,
    rooms: Vec<Row>,
    short_rooms: Vec<Vec<Row>>,
    tracks: Vec<Row>,
    foot: Vec<Row>,
    then: Vec<Row>,
    notes: Vec<Row>,
    key_line: Row,
}

impl<'a> Parts<'a> {
    fn new(stage: &'a Stage, (n_rows, columns): (usize, usize), view: &View) -> Self {
        let mut speaker = blocks::tight(stage.speaker.as_deref().unwrap_or_default(), columns);
        for row in &mut speaker {
            row.is_bold = true;
        }
        let clock = stage.clock.zip(view.left);
        let mut notes: Vec<Row> = Vec::new();
        for note in view.notes.iter().chain(&stage.note) {
            notes.extend(blocks::tight(note, columns));
        }
        // A third of the screen: what is told before a session is told whole.
        blocks::cut(&mut notes, (n_rows / 3).max(3), columns);
        let key_line = if view.explains {
            blocks::key_line("back to the screen", &[], columns)
        } else {
            blocks::stage_key_line(stage, columns)
        };
        let centred = |words: &str| match words {
            "" => Vec::new(),
            _ => blocks::centred(words, columns),
        };
        let whole = stage.whole.zip(clock);
        let whole = whole.map(|(whole, (it, left))| whole.said(it.of.saturating_sub(left)));
        let foot: Vec<&str> = [stage.foot.as_str(), whole.as_deref().unwrap_or_default()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        let has_large = |it: &Countdown| it.of >= LARGE || stage.whole.is_some();
        let large = clock.filter(|(it, _)| has_large(it));
        let then = stage.then.as_ref();
        let then = then.map(|it| format!("then, if you like: {it}"));
        let mut rows = stage.rows.clone();
        rows.extend(stage.times.as_ref().map(|it| {
            let words = it.words(stage.clock, view.left);
            (it.heading.clone(), words)
        }));
        let lists = [&rows, &stage.list].into_iter();
        let lists = lists.map(|it| blocks::list(it, columns));
        let more = stage.more.iter().map(|it| blocks::list(it, columns));
        Self {
            stage,
            columns,
            speaker,
            text: centred(&stage.text),
            tight_text: blocks::tight(&stage.text, columns),
            big_clock: large.and_then(|(it, left)| blocks::big_clock(it, left, columns)),
            small_clock: clock.map_or(String::new(), |(it, left)| blocks::small_clock(it, left)),
            lists: lists.filter(|it| !it.is_empty()).collect(),
            more: more.collect(),
            short_rooms: blocks::short_rooms(&stage.rooms, columns),
            rooms: blocks::rooms(&stage.rooms, columns)
                .unwrap_or_else(|| blocks::short_rooms(&stage.rooms, columns).concat()),
            tracks: blocks::tracks(
                &stage.tracks,
                clock.map_or(0, |(it, left)| it.of.saturating_sub(left)),
                columns,
            ),
            foot: centred(&foot.join("\n")),
            then: centred(&then.unwrap_or_default()),
            notes,
            key_line,
        }
    }

    fn header(&self, shown: Shown) -> Row {
        let is_big = shown.big_clock && self.big_clock.is_some();
        let is_below = is_big || self.has_clock_line(shown);
        let clock = if is_below { "" } else { &self.small_clock };
        let between = if clock.is_empty() || self.stage.place.is_empty() {
            ""
        } else {
            "   "
        };
        let place = format!("{clock}{between}{}", self.stage.place);
        blocks::header(&self.stage.title, &place, self.columns)
    }

    /// Whether a clock that people far away look for stands alone, without large digits.
    fn has_clock_line(&self, shown: Shown) -> bool {
        let is_awaited = self.stage.clock.is_some_and(|it| !it.until.is_empty());
        is_awaited && self.big_clock.is_some() && !shown.big_clock && shown.clock_line
    }

    /// What stands above the lists.
    fn above(&self, shown: Shown) -> Vec<Block> {
        let text = if shown.margins {
            &self.text
        } else {
            &self.tight_text
        };
        let mut blocks = vec![block(&self.speaker, 2), block(text, 2)];
        if self.has_clock_line(shown) {
            let mut clock = blocks::tight(&self.small_clock, self.columns);
            clock.iter_mut().for_each(|it| it.is_bold = true);
            blocks.insert(0, block(&clock, 0));
        }
        if let Some(clock) = self.big_clock.as_ref().filter(|_| shown.big_clock) {
            blocks.push(block(clock, 2));
        }
        if let Some(quarters) = &self.stage.grid {
            let [upper, lower] = blocks::grid(quarters, shown.grid_rows, self.columns);
            blocks.extend([block(&upper, 2), block(&lower, 1)]);
        }
        blocks
    }

    /// Everything there is to choose from and to find.
    fn lists(&self, shown: Shown) -> Vec<Block> {
        let lists = self.lists.iter().map(|it| block(&it.concat(), 2));
        let mut blocks: Vec<Block> = lists.collect();
        blocks.push(if shown.room_columns {
            block(&self.rooms, 1)
        } else {
            block(&self.short_rooms.concat(), 1)
        });
        blocks
    }

    /// Rows for the items of a page, if there are so many in all: the last one may tell which page
    /// it is.
    fn page_rows(&self, n_rows: usize) -> usize {
        let is_looked_at = self.key_line.text.is_empty();
        n_rows.saturating_sub(usize::from(!is_looked_at)).max(1)
    }

    /// Whether nothing stands here but what is said.
    fn is_speech(&self) -> bool {
        let has_more = self.stage.grid.is_some() || !self.short_rooms.is_empty();
        self.speaker.is_empty() && self.lists.is_empty() && !has_more
    }

    /// Whether the first list is of notes for whoever leads.
    fn has_notes(&self) -> bool {
        self.stage.times.is_some() || !self.stage.rows.is_empty()
    }

    /// What of a speech found no place around its first words: its other sentences, and the notes.
    fn rest_of_speech(&self, shown: Shown) -> Vec<Vec<Row>> {
        if !self.is_speech() || shown.foot {
            return Vec::new();
        }
        let mut rest: Vec<Vec<Row>> = Vec::new();
        let foot = self.stage.foot.split_inclusive(['.', ';']);
        rest.extend(foot.map(|it| blocks::tight(it.trim(), self.columns)));
        if !shown.notes {
            rest.push(self.notes.clone());
        }
        rest.retain(|it| !it.is_empty());
        rest
    }

    /// Whether each item to choose from, and each room, has a place on a page. Notes for whoever
    /// leads may go on on the next one.
    fn fit_whole(&self, n_rows: usize, shown: Shown) -> bool {
        let notes = usize::from(self.has_notes());
        let speech = self.rest_of_speech(shown);
        let lists = self.lists.iter().skip(notes);
        let lists = lists.chain([&self.short_rooms, &speech]);
        let n_rows = self.page_rows(n_rows);
        lists.flatten().all(|it| it.len() <= n_rows)
    }

    /// The lists in pages of at most so many rows.
    fn pages(&self, n_rows: usize, shown: Shown) -> Vec<Vec<Row>> {
        let n_rows = self.page_rows(n_rows);
        let mut pages: Vec<Vec<Row>> = Vec::new();
        let n_notes = usize::from(self.has_notes());
        let speech = self.rest_of_speech(shown);
        let lists = self.lists.iter().chain([&self.short_rooms, &speech]);
        let lists = lists
            .enumerate()
            .map(|(idx, it)| (it, idx < n_notes, false));
        let more = self.more.iter().map(|it| (it, true, true));
        for (list, are_notes, is_apart) in lists.chain(more).filter(|it| !it.0.is_empty()) {
            let n_all: usize = list.iter().map(Vec::len).sum();
            match pages.last_mut() {
                // A whole list that has a place on the page stands there, apart from the other.
                Some(page) if !is_apart && page.len() + 1 + n_all <= n_rows => {
                    page.push(Row::default());
                }
                _ => pages.push(Vec::new()),
            }
            for item in list {
                let free = pages.last().map_or(0, |it| n_rows - it.len());
                // What is long begins on this page all the same, and goes on on the next.
                let is_long = 2 * item.len() > n_rows && free > 2;
                let here = match item.len() > free {
                    true if is_long && are_notes => free,
                    true => 0,
                    false => item.len(),
                };
                if let Some(page) = pages.last_mut() {
                    page.extend_from_slice(&item[..here]);
                }
                pages.extend(item[here..].chunks(n_rows).map(<[Row]>::to_vec));
            }
        }
        pages
    }

    /// What stands below the lists.
    fn below(&self, shown: Shown) -> Vec<Block> {
        let mut blocks = vec![block(&self.tracks, 1)];
        if shown.foot {
            blocks.push(block(&self.foot, 2));
        }
        if shown.then {
            blocks.push(block(&self.then, 1));
        }
        blocks
    }

    fn bottom(&self, shown: Shown) -> Vec<Row> {
        let notes: &[Row] = if shown.notes { &self.notes } else { &[] };
        [notes, std::slice::from_ref(&self.key_line)].concat()
    }
}

fn block(rows: &[Row], air: usize) -> Block {
    Block {
        rows: rows.to_vec(),
        air,
    }
}

/// The last resort: the speaker and the question alone do not fit.
fn cut_to_the_bone(blocks: &mut [Block], space: usize, columns: usize) {
    let mut space = space;
    let n_blocks = blocks.len();
    for (idx, block) in blocks.iter_mut().enumerate() {
        let n_others = n_blocks - idx - 1;
        blocks::cut(&mut block.rows, space.saturating_sub(n_others), columns);
        space -= block.rows.len().min(space);
    }
}

/// Puts blocks down and shares the empty rows among them: one between any two first, then a
/// second one, a third above them all, the rest below.
fn push_with_air(rows: &mut Vec<Row>, blocks: Vec<Block>, space: usize) {
    let used: usize = blocks.iter().map(|it| it.rows.len()).sum();
    let mut free = space.saturating_sub(used);
    let mut airs = vec![0; blocks.len()];
    // One more row of air belongs below the last block.
    for round in 0..2 {
        for (air, block) in airs.iter_mut().zip(&blocks) {
            if free > 0 && round < block.air {
                *air += 1;
                free -= 1;
            }
        }
        free = free.saturating_sub(1);
    }
    if let Some(first) = airs.first_mut() {
        *first += free / 3;
    }
    for (block, air) in blocks.into_iter().zip(airs) {
        rows.resize(rows.len() + air, Row::default());
        rows.extend(block.rows);
    }
}

#[cfg(test)]
mod cue_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;
