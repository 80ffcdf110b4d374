//! The printed port: stages as people see them, one under the other, for whoever looks through a
//! ritual beforehand. Nobody answers; each default is taken.

use std::io::Write;

use super::plain::{closed_or_broken, said};
use super::terminal::laid_out;
use super::timer::Timer;
use super::{Choice, Error, Page, Question, Reply, Stage, Track, Ui, text};
use crate::clock::{Clock, Stamp};

/// Columns of a page, and of the window that it shows.
const COLUMNS: usize = 80;
/// Rows of that window.
const ROWS: usize = 24;

/// The port, and what it has shown last.
pub struct Printed<'a> {
    output: Box<dyn Write + 'a>,
    clock: &'a dyn Clock,
    began: Stamp,
    shown: Stage,
}

impl<'a> Printed<'a> {
    /// Prints to `output` what is seen while `clock` runs.
    pub fn new(output: impl Write + 'a, clock: &'a dyn Clock) -> Self {
        Self {
            output: Box::new(output),
            clock,
            began: clock.now(),
            shown: Stage::default(),
        }
    }

    fn row(&mut self, row: &str) -> Result<(), Error> {
        writeln!(self.output, "{}", row.trim_end()).map_err(closed_or_broken)
    }

    fn say(&mut self, line: &str) -> Result<(), Error> {
        for row in text::wrap(line, COLUMNS) {
            self.row(&row)?;
        }
        Ok(())
    }

    /// How long it has been running, and what comes then.
    fn head(&mut self, what: &str) -> Result<(), Error> {
        let seconds = (self.clock.now() - self.began).num_seconds().max(0);
        self.say(&format!(
            "--- {}:{:02}   {what}",
            seconds / 60,
            seconds % 60
        ))
    }

    fn window(&mut self, stage: &Stage) -> Result<(), Error> {
        self.head("")?;
        let mut was_empty = false;
        for row in laid_out(stage, ROWS, COLUMNS) {
            if !(row.is_empty() && was_empty) {
                self.row(&row)?;
            }
            was_empty = row.is_empty();
        }
        if !was_empty {
            self.row("")?;
        }
        Ok(())
    }

    /// What is said as time goes by.
    fn marks(&mut self, stage: &Stage) -> Result<(), Error> {
        let passed = stage.clock.map_or(0, |it| it.of - it.left);
        let mut marks: Vec<(i64, String)> = Vec::new();
        for track in &stage.tracks {
            for (from, words) in track.marks.iter().filter(|it| it.0 > passed) {
                let is_common = |it: &Track| it.marks.contains(&(*from, words.clone()));
                let name = if stage.tracks.iter().all(is_common) {
                    String::new()
                } else {
                    track.name.clone()
                };
                let whose = Track {
                    name,
                    ..Track::default()
                };
                let mark = (*from, said(&whose, words));
                // What all do at the same time is told once.
                if !marks.contains(&mark) {
                    marks.push(mark);
                }
            }
        }
        marks.sort_by_key(|it| it.0);
        for (from, words) in marks {
            self.say(&format!(
                "    after {}:{:02}  {words}",
                from / 60,
                from % 60
            ))?;
        }
        Ok(())
    }
}

/// Whether only who speaks is another: then one line says it.
fn is_next_turn(before: &Stage, stage: &Stage) -> bool {
    let common = |it: &Stage| Stage {
        place: String::new(),
        speaker: None,
        then: None,
        clock: None,
        note: None,
        enter: String::new(),
        keys: Vec::new(),
        ..it.clone()
    };
    stage.speaker.is_some() && before.speaker.is_some() && common(before) == common(stage)
}

impl Ui for Printed<'_> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let timer = stage.clock.map(|it| Timer::start(self.clock, it));
        if is_next_turn(&self.shown, stage) {
            let speaker = stage.speaker.as_deref().unwrap_or_default();
            self.head(&format!("{}   {speaker}", stage.place))?;
        } else {
            self.window(stage)?;
            self.marks(stage)?;
        }
        self.shown = stage.clone();
        if let Some(timer) = timer {
            timer.run_out();
        }
        Ok(Reply::Given(()))
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        while let Some(stage) = next() {
            self.window(&stage)?;
        }
        Ok(Reply::Given(()))
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.head(&question.text)?;
        if !question.empty.is_empty() {
            self.say(&format!("    here: {}", question.empty))?;
        }
        Ok(Reply::Given(String::new()))
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.head(&choice.text)?;
        if let Some((_, words)) = choice.options.get(choice.default) {
            self.say(&format!("    here: {words}"))?;
        }
        Ok(Reply::Given(choice.default))
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        for line in [&page.title].into_iter().chain(&page.lines) {
            self.say(line)?;
        }
        Ok(Reply::Given(()))
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.say(line)
    }
}
