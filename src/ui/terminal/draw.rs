//! A stage as exactly as many rows as the screen has: a pure function.
//!
//! When rows are short, things go in this order: air, who may be next, big digits, words of
//! the grid down to a few, columns of rooms for lines of them, the foot, the other words, who
//! sits where, the ends of long items, items, notes, the title. Who speaks, the question and
//! what Enter does stay.

use super::blocks::{self, Row};
use crate::ui::{Action, Stage, text};

/// What changes while a stage is shown.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct View {
    /// Seconds left on the clock, if there is one.
    pub(in crate::ui) left: Option<i64>,
    /// Whether all keys are shown instead.
    pub(in crate::ui) explains: bool,
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
    grid_rows: usize,
    room_columns: bool,
    rooms: bool,
    /// Rows that one item may have.
    item_rows: usize,
    /// Rows that one item has at least: a note of which only the beginning is there helps nobody.
    fewest_rows: usize,
    n_items: usize,
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
        } else if self.grid_rows > 0 {
            self.grid_rows -= 1;
        } else if self.rooms {
            self.rooms = false;
        } else if self.item_rows > self.fewest_rows {
            self.item_rows -= 1;
        } else if self.margins {
            self.margins = false;
        } else if self.n_items > 0 {
            self.n_items -= 1;
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
    let parts = Parts::new(stage, columns, view);
    let mut shown = Shown {
        then: true,
        foot: true,
        // Where people must read who sits where, a large clock would only take their space.
        big_clock: stage.rooms.is_empty(),
        grid_rows: n_rows,
        room_columns: !stage.rooms.is_empty(),
        rooms: !stage.rooms.is_empty(),
        item_rows: parts.items.iter().map(Vec::len).max().unwrap_or(1),
        fewest_rows: if stage.rows.is_empty() { 1 } else { 2 },
        n_items: parts.items.len().min(n_rows),
        margins: true,
        notes: true,
        header: true,
    };
    loop {
        let mut blocks = if view.explains {
            let rows = blocks::all_keys(stage, n_rows.saturating_sub(3), columns);
            vec![Block { rows, air: 1 }]
        } else {
            parts.blocks(shown)
        };
        let bottom = parts.bottom(shown);
        let n_around = usize::from(shown.header) + bottom.len();
        let used: usize = blocks.iter().map(|it| it.rows.len()).sum();
        if n_around + used > n_rows && shown.lessen() {
            continue;
        }
        let space = n_rows - n_around;
        if used > space {
            cut_to_the_bone(&mut blocks, space, columns);
        }
        let mut rows = Vec::with_capacity(n_rows);
        rows.extend(shown.header.then(|| parts.header(shown)));
        push_with_air(&mut rows, blocks, space);
        rows.resize(n_rows - bottom.len(), Row::default());
        rows.extend(bottom);
        return rows;
    }
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
    items: Vec<Vec<Row>>,
    short_items: Vec<Vec<Row>>,
    rooms: Vec<Row>,
    short_rooms: Vec<Row>,
    tracks: Vec<Row>,
    foot: Vec<Row>,
    then: Vec<Row>,
    notes: Vec<Row>,
    key_line: Row,
}

impl<'a> Parts<'a> {
    fn new(stage: &'a Stage, columns: usize, view: &View) -> Self {
        let mut speaker = blocks::tight(stage.speaker.as_deref().unwrap_or_default(), columns);
        for row in &mut speaker {
            row.is_bold = true;
        }
        let clock = stage.clock.zip(view.left);
        let mut notes: Vec<Row> = Vec::new();
        for note in view.notes.iter().chain(&stage.note) {
            notes.extend(blocks::tight(note, columns));
        }
        blocks::cut(&mut notes, 3, columns);
        let key_line = if view.explains {
            blocks::key_line("back to the screen", &[], columns)
        } else {
            blocks::stage_key_line(stage, columns)
        };
        let centred = |words: &str| match words {
            "" => Vec::new(),
            _ => blocks::centred(words, columns),
        };
        let then = stage.then.as_ref();
        let then = then.map(|it| format!("then, if you like: {it}"));
        let items = [stage.list.as_slice(), &stage.rows].concat();
        Self {
            stage,
            columns,
            speaker,
            text: centred(&stage.text),
            tight_text: blocks::tight(&stage.text, columns),
            big_clock: clock.and_then(|(it, left)| blocks::big_clock(it, left, columns)),
            small_clock: clock.map_or(String::new(), |(it, left)| blocks::small_clock(it, left)),
            items: blocks::list(&items, false, columns),
            short_items: blocks::list(&items, true, columns),
            short_rooms: blocks::short_rooms(&stage.rooms, columns),
            rooms: blocks::rooms(&stage.rooms, columns)
                .unwrap_or_else(|| blocks::short_rooms(&stage.rooms, columns)),
            tracks: blocks::tracks(
                &stage.tracks,
                clock.map_or(0, |(it, left)| it.of.saturating_sub(left)),
                columns,
            ),
            foot: centred(&stage.foot),
            then: centred(&then.unwrap_or_default()),
            notes,
            key_line,
        }
    }

    fn header(&self, shown: Shown) -> Row {
        let has_big_clock = shown.big_clock && self.big_clock.is_some();
        let clock = if has_big_clock { "" } else { &self.small_clock };
        let between = if clock.is_empty() || self.stage.place.is_empty() {
            ""
        } else {
            "   "
        };
        let place = format!("{clock}{between}{}", self.stage.place);
        blocks::header(&self.stage.title, &place, self.columns)
    }

    fn blocks(&self, shown: Shown) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut push = |rows: &[Row], air| {
            blocks.push(Block {
                rows: rows.to_vec(),
                air,
            });
        };
        push(&self.speaker, 2);
        push(
            if shown.margins {
                &self.text
            } else {
                &self.tight_text
            },
            2,
        );
        if let Some(clock) = self.big_clock.as_ref().filter(|_| shown.big_clock) {
            push(clock, 2);
        }
        if let Some(quarters) = &self.stage.grid {
            let [upper, lower] = blocks::grid(quarters, shown.grid_rows, self.columns);
            push(&upper, 2);
            push(&lower, 1);
        }
        let item = |idx: usize| {
            let mut rows = self.items[idx].clone();
            if shown.item_rows == 1 {
                rows.clone_from(&self.short_items[idx]);
            }
            blocks::cut(&mut rows, shown.item_rows, self.columns);
            rows
        };
        let n_items = shown.n_items.min(self.items.len());
        let mut list: Vec<Row> = (0..n_items).flat_map(item).collect();
        if !list.is_empty() && n_items < self.items.len() {
            list.push(Row::plain(text::shorten("   …", self.columns)));
        }
        push(&list, 2);
        if shown.rooms {
            let rooms = if shown.room_columns {
                &self.rooms
            } else {
                &self.short_rooms
            };
            push(rooms, 1);
        } else if !self.rooms.is_empty() && self.stage.offers(Action::Text) {
            let words = "v shows all of it";
            push(&blocks::tight(words, self.columns), 1);
        }
        push(&self.tracks, 1);
        if shown.foot {
            push(&self.foot, 2);
        }
        if shown.then {
            push(&self.then, 1);
        }
        blocks.retain(|it| !it.rows.is_empty());
        blocks
    }

    fn bottom(&self, shown: Shown) -> Vec<Row> {
        let notes: &[Row] = if shown.notes { &self.notes } else { &[] };
        [notes, std::slice::from_ref(&self.key_line)].concat()
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
mod tests;
