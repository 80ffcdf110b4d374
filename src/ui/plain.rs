//! The plain port: one line in, whole sentences out, nothing redrawn or decorated.
//!
//! It speaks to speech readers, pipes and dumb terminals. What was typed is never repeated and,
//! unless it answers a question, never kept.

use std::io::{self, Write};
use std::time::Duration;

use super::lines::{Line, Lines};
use super::timer::Timer;
use super::{
    Action, Choice, Countdown, Error, LOOK, Page, Question, Reply, Stage, Track, Ui, Why, keys,
    text,
};
use crate::clock::Clock;

const HINT: &str = "Enter goes on; ? shows the keys.";
const NOT_HERE: &str = "Not here. ? shows the keys.";
const PASTED: &str = "Pasted text ignored.";

/// The port, and what it has said last.
pub struct Plain<'a> {
    input: Box<dyn Lines + 'a>,
    output: Box<dyn Write + 'a>,
    clock: &'a dyn Clock,
    heard: Stage,
}

impl<'a> Plain<'a> {
    /// Speaks on `output` and listens to `input`.
    pub fn new(input: impl Lines + 'a, output: impl Write + 'a, clock: &'a dyn Clock) -> Self {
        Self {
            input: Box::new(input),
            output: Box::new(output),
            clock,
            heard: Stage::default(),
        }
    }

    /// Says each line of a text, unless there is none.
    fn say(&mut self, lines: &str) -> Result<(), Error> {
        for line in lines.lines() {
            writeln!(self.output, "{}", text::clean(line)).map_err(closed_or_broken)?;
        }
        Ok(())
    }

    fn line(&mut self, wait: Option<Duration>) -> Result<Line, Error> {
        self.output.flush().map_err(closed_or_broken)?;
        Ok(match self.input.line(wait) {
            Line::Cut(line) => {
                self.say("That line was longer than a megabyte; the rest is not taken.")?;
                Line::Text(line)
            }
            other => other,
        })
    }

    /// Says what is new since the last stage.
    fn introduce(&mut self, stage: &Stage) -> Result<(), Error> {
        let heard = std::mem::replace(&mut self.heard, stage.clone());
        let is_new_text = heard.text != stage.text;
        if heard.title != stage.title {
            self.say(&sentence(&stage.title))?;
        }
        let speaker = stage.speaker.as_deref().unwrap_or_default();
        let head = [sentence(&stage.place), sentence(speaker)];
        self.say(head.join(" ").trim())?;
        if is_new_text {
            self.say(&stage.text)?;
        }
        if heard.list != stage.list {
            self.say_list(&stage.list)?;
        }
        if heard.rooms != stage.rooms {
            self.say_rooms(&stage.rooms)?;
        }
        for (heading, words) in &stage.rows {
            let is_new = |it: &(String, String)| it.0 != *heading || it.1 != *words;
            if is_new_text || heard.rows.iter().all(is_new) {
                self.say(&format!("{heading}: {words}"))?;
            }
        }
        let times = |it: &Stage| it.times.as_ref().map(|times| times.said(it.clock, None));
        if let Some(words) =
            times(stage).filter(|it| is_new_text || times(&heard).as_ref() != Some(it))
        {
            self.say(&words)?;
        }
        if is_new_text && !stage.more.is_empty() {
            self.say("More notes: ?.")?;
        }
        let had_words = heard.grid.is_some();
        if let Some(words) = stage.grid.as_ref().filter(|_| !had_words) {
            let n_words: usize = words.iter().map(Vec::len).sum();
            self.say(&format!("{n_words} words to choose from: w."))?;
        }
        if heard.foot != stage.foot {
            self.say(&stage.foot)?;
        }
        if heard.note != stage.note {
            self.say(stage.note.as_deref().unwrap_or_default())?;
        }
        if let Some(countdown) = stage.clock {
            let is_seen = countdown.digits || !countdown.landing.is_empty();
            let is_new_clock = is_new_text || heard.clock.map(|it| it.of) != Some(countdown.of);
            if countdown.held {
                self.say("Held.")?;
            } else if is_seen && countdown.left == countdown.of && is_new_clock {
                let time = duration(countdown.of);
                let until = [time.trim_end_matches('.'), countdown.until].join(" ");
                self.say(&sentence(&until))?;
            }
            let passed = countdown.of - countdown.left;
            let whole = stage.whole.filter(|it| it.before > 0 && is_new_text);
            let whole = whole.map(|it| it.said(passed));
            self.say(&sentence(&whole.unwrap_or_default()))?;
            for track in &stage.tracks {
                let is_known = |it: &Track| it.name == track.name && it.about == track.about;
                if is_new_text || !heard.tracks.iter().any(is_known) {
                    self.say(&said(track, track.at(passed)))?;
                }
            }
        }
        // A stage that is only looked at has no keys.
        if stage.enter.is_empty() {
            return Ok(());
        }
        if heard.enter != stage.enter {
            self.say(&sentence(&format!("Enter: {}", stage.enter)))?;
        }
        if heard.enter.is_empty() {
            self.say("?: keys.")?;
        }
        Ok(())
    }

    fn say_list(&mut self, list: &[(String, String)]) -> Result<(), Error> {
        for (idx, (word, item)) in list.iter().enumerate() {
            // What is chosen by its letter needs no number.
            let line = match word.chars().count() {
                0 => format!("{}. {item}", idx + 1),
                1 => format!("{word}: {item}"),
                _ => format!("{}. {word}: {item}", idx + 1),
            };
            self.say(&line)?;
        }
        Ok(())
    }

    fn say_rooms(&mut self, rooms: &[(String, Vec<String>)]) -> Result<(), Error> {
        for (name, people) in rooms {
            self.say(&sentence(&format!("{name}: {}", text::listed(people))))?;
        }
        Ok(())
    }

    /// Says what is due with so many seconds left.
    fn say_news(&mut self, news: &mut Vec<(i64, String)>, left: i64) -> Result<(), Error> {
        while news.first().is_some_and(|it| it.0 >= left) {
            self.say(&news.remove(0).1)?;
        }
        Ok(())
    }

    /// Everything again that can be asked for, and the keys.
    fn explain(&mut self, stage: &Stage, left: Option<i64>) -> Result<(), Error> {
        self.say(&stage.text)?;
        self.say_list(&stage.list)?;
        self.say_rooms(&stage.rooms)?;
        let passed = stage.clock.zip(left).map(|(it, left)| it.of - left);
        for track in &stage.tracks {
            self.say(&said(track, track.at(passed.unwrap_or(0))))?;
        }
        for (heading, words) in stage.rows.iter().chain(stage.more.iter().flatten()) {
            self.say(&format!("{heading}: {words}"))?;
        }
        if let Some(times) = &stage.times {
            self.say(&times.said(stage.clock, left))?;
        }
        self.say(&stage.foot)?;
        let whole = stage.whole.zip(passed).map(|(it, passed)| it.said(passed));
        self.say(&sentence(&whole.unwrap_or_default()))?;
        if let Some(then) = &stage.then {
            self.say(&sentence(&format!("Then, if you like: {then}")))?;
        }
        if let Some(left) = left.filter(|it| *it > 0) {
            self.say(&format!("Still {}", duration(left)))?;
        }
        self.say(&sentence(&format!("Enter: {}", stage.enter)))?;
        if stage.grid.is_some() {
            self.say("w: the words.")?;
        }
        for (action, words) in &stage.keys {
            self.say(&sentence(&format!("{}: {words}", keys::word(*action))))?;
        }
        if !stage.offers(Action::Leave) {
            self.say("q: stop, saved.")?;
        }
        Ok(())
    }

    /// Takes the rest of a paste away, and says so if there was any.
    fn is_paste(&mut self) -> Result<bool, Error> {
        let mut is_paste = false;
        while self.input.pasted().is_some() {
            is_paste = true;
        }
        if is_paste {
            self.say(PASTED)?;
        }
        Ok(is_paste)
    }
}

impl Ui for Plain<'_> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let mut timer = stage.clock.map(|it| Timer::start(self.clock, it));
        let mut news = stage
            .clock
            .map(|it| news(it, &stage.tracks))
            .unwrap_or_default();
        self.introduce(stage)?;
        loop {
            let moving = timer.as_ref().filter(|it| it.is_moving());
            let wait = moving.and_then(|it| Some(it.until(news.first()?.0)));
            let line = self.line(wait)?;
            if let Some(timer) = timer.as_mut() {
                if let Some(seconds) = timer.slept() {
                    return Ok(Reply::Aside(Action::Slept(seconds)));
                }
                self.say_news(&mut news, timer.left())?;
            }
            let line = match line {
                Line::Text(line) | Line::Cut(line) => line,
                Line::Waited => continue,
                Line::End => return Ok(Reply::Stopped(Why::Ended)),
                Line::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            if self.is_paste()? {
                continue;
            }
            let line = line.trim().to_lowercase();
            match line.as_str() {
                // A pass takes the time that an answer takes: nothing tells one from the other.
                "" | "pass" | "done" => {
                    if let Some(timer) = timer.as_ref().filter(|_| self.clock.is_virtual()) {
                        for (_, words) in news.iter().filter(|it| it.0 > 0) {
                            self.say(words)?;
                        }
                        timer.run_out();
                    }
                    return Ok(Reply::Given(()));
                }
                "next" => return Ok(Reply::Given(())),
                "n" if !stage.offers(Action::Enough) => return Ok(Reply::Given(())),
                "?" | "keys" => self.explain(stage, timer.as_ref().map(Timer::left))?,
                "w" => match &stage.grid {
                    Some(quarters) => {
                        for words in quarters {
                            self.say(&sentence(&words.join(", ")))?;
                        }
                    }
                    None => self.say(NOT_HERE)?,
                },
                other => match keys::typed(other) {
                    Some(action) if stage.offers(action) => return Ok(Reply::Aside(action)),
                    Some(Action::Leave) => return Ok(Reply::Stopped(Why::Person)),
                    Some(_) => self.say(NOT_HERE)?,
                    None => self.say(HINT)?,
                },
            }
        }
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        let mut timer: Option<Timer<'_>> = None;
        let mut to_come = Vec::new();
        loop {
            if let Some(stage) = next() {
                self.introduce(&stage)?;
                timer = stage.clock.map(|it| Timer::start(self.clock, it));
                to_come = stage
                    .clock
                    .map(|it| news(it, &stage.tracks))
                    .unwrap_or_default();
            }
            if let Some(timer) = &timer {
                self.say_news(&mut to_come, timer.left())?;
            }
            match self.line(Some(LOOK))? {
                Line::Text(line) | Line::Cut(line)
                    if keys::typed(&line.trim().to_lowercase()) == Some(Action::Leave) =>
                {
                    return Ok(Reply::Given(()));
                }
                Line::End => return Ok(Reply::Given(())),
                Line::Stopped(why) => return Ok(Reply::Stopped(why)),
                Line::Text(_) | Line::Cut(_) | Line::Waited => {}
            }
        }
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.say(&question.text)?;
        for line in &question.help {
            self.say(line)?;
        }
        let enter = format!("(Enter: {})", question.empty);
        if !question.empty.is_empty() {
            self.say(&enter)?;
        }
        loop {
            let mut answer = match self.line(None)? {
                Line::Text(line) | Line::Cut(line) => line,
                Line::Waited => continue,
                Line::End => return Ok(Reply::Stopped(Why::Ended)),
                Line::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            let between = if question.lines { "\n" } else { ", " };
            while let Some(line) = self.input.pasted() {
                if !line.trim().is_empty() {
                    answer.push_str(between);
                    answer.push_str(&line);
                }
            }
            // A space in front makes words of what would be asked for otherwise.
            match answer.trim_end() {
                "" => return Ok(Reply::Given(String::new())),
                "/back" => return Ok(Reply::Aside(Action::Back)),
                "/stop" => return Ok(Reply::Stopped(Why::Person)),
                "/keys" => {
                    if !question.empty.is_empty() {
                        self.say(&enter)?;
                    }
                    self.say("/back: one question back.")?;
                    self.say("/stop: leave.")?;
                }
                _ => return Ok(Reply::Given(answer)),
            }
        }
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.say(&choice.text)?;
        for line in &choice.help {
            self.say(line)?;
        }
        for (key, words) in &choice.options {
            self.say(&format!("{key}: {words}"))?;
        }
        self.say(&choice.foot)?;
        let default = choice.options.get(choice.default);
        let default = default.map(|it| it.1.as_str()).unwrap_or_default();
        self.say(&format!("(Enter: {default})"))?;
        loop {
            let line = match self.line(None)? {
                Line::Text(line) | Line::Cut(line) => line,
                Line::Waited => continue,
                Line::End => return Ok(Reply::Stopped(Why::Ended)),
                Line::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            if self.is_paste()? {
                continue;
            }
            let line = line.trim().to_lowercase();
            let taken = choice.options.iter().position(|(key, words)| {
                line == key.to_lowercase().to_string() || line == words.to_lowercase()
            });
            match (taken, line.as_str()) {
                (Some(idx), _) => {
                    self.say(&sentence(&choice.options[idx].1))?;
                    return Ok(Reply::Given(idx));
                }
                (None, "") => {
                    self.say(&sentence(default))?;
                    return Ok(Reply::Given(choice.default));
                }
                (None, "/back" | "b" | "back") if choice.has_back() => {
                    return Ok(Reply::Aside(Action::Back));
                }
                (None, "?" | "keys") => {
                    for (key, words) in &choice.options {
                        self.say(&format!("{key}: {words}"))?;
                    }
                    if choice.has_back() {
                        self.say("/back: one question back.")?;
                    }
                    self.say("q: leave.")?;
                    self.say(&format!("(Enter: {default})"))?;
                }
                (None, "q" | "stop" | "/stop" | "quit") => return Ok(Reply::Aside(Action::Leave)),
                (None, _) => {
                    let keys = choice.options.iter().map(|it| it.0.to_string());
                    let keys = keys.collect::<Vec<_>>().join(", ");
                    self.say(&format!("That is none of {keys}. Enter takes: {default}."))?;
                }
            }
        }
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.say(&page.title)?;
        for line in &page.lines {
            writeln!(self.output, "{}", text::clean(line)).map_err(closed_or_broken)?;
        }
        self.output.flush().map_err(closed_or_broken)?;
        Ok(Reply::Given(()))
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.say(line)?;
        self.output.flush().map_err(closed_or_broken)
    }
}

/// What a track says, and whose it is.
pub(super) fn said(track: &Track, words: &str) -> String {
    let name = if track.about.is_empty() {
        track.name.clone()
    } else {
        format!("{}, {}", track.name, track.about)
    };
    match (name.is_empty(), words.is_empty()) {
        (true, _) => sentence(words),
        (_, true) => sentence(&name),
        _ => sentence(&format!("{name}: {words}")),
    }
}

/// What will be said as time goes by: at how many seconds left, and the words.
fn news(countdown: Countdown, tracks: &[Track]) -> Vec<(i64, String)> {
    let mut news = Vec::new();
    for track in tracks {
        let name = Track {
            name: track.name.clone(),
            ..Track::default()
        };
        news.extend(
            track
                .marks
                .iter()
                .map(|(from, words)| (countdown.of.saturating_sub(*from), said(&name, words))),
        );
    }
    if countdown.of >= 60 {
        news.push((countdown.of / 2, "Half time.".to_owned()));
    }
    if countdown.of / 2 > 30 {
        news.push((30, "30 seconds.".to_owned()));
    }
    if !countdown.landing.is_empty() {
        news.push((-countdown.grace, format!("Time, {}.", countdown.landing)));
    }
    news.retain(|it| it.0 < countdown.left);
    news.sort_by_key(|it| -it.0);
    news
}

fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.ends_with(['.', '!', '?', ':', '…']) {
        return words.to_owned();
    }
    format!("{words}.")
}

fn duration(seconds: i64) -> String {
    let count = |number: i64, unit: &str| match number {
        0 => String::new(),
        1 => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    };
    let minutes = count(seconds / 60, "minute");
    let seconds = count(seconds % 60, "second");
    sentence(format!("{minutes} {seconds}").trim())
}

pub(super) fn closed_or_broken(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::Closed,
        _ => Error::Screen(error),
    }
}

#[cfg(test)]
mod tests;
