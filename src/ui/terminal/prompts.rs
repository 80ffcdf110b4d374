//! Questions on a screen of their own: a line of text, or one of several by its key.
//!
//! dialoguer's prompt is used where people type. It miscounts wide characters and pasted
//! lines, so what was typed is shown in full and confirmed where that may have happened. Its
//! lists are not used: they panic in a window of two rows.

use std::fmt;
use std::io;

use console::Key;
use dialoguer::Input;
use dialoguer::theme::Theme;

use super::draw::{View, frame};
use super::screen::Pressed;
use super::{TICK, Terminal};
use crate::ui::{Action, Choice, Error, Page, Question, Reply, Stage, Why, text};

/// Nothing in front of what is typed but an arrow that every terminal has.
struct Arrow;

impl Theme for Arrow {
    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        _prompt: &str,
        _default: Option<&str>,
    ) -> fmt::Result {
        write!(f, " > ")
    }
}

/// Rows that a prompt takes: an empty one and its own.
const PROMPT: usize = 2;

/// A line as it was typed, and whether its prompt may have shown it wrongly.
struct Typed {
    text: String,
    is_doubtful: bool,
}

impl Terminal<'_> {
    pub(super) fn ask_for_line(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        let mut lines = std::mem::take(&mut self.told);
        lines.extend([question.text.clone()]);
        lines.extend(question.help.iter().cloned());
        if !question.empty.is_empty() {
            lines.push(format!("Enter: {}", question.empty));
        }
        // The prompt below takes no Esc.
        lines.push("/back: one question back".to_owned());
        // What does not fit above the prompt comes page by page before it.
        if self.screen.n_rows_of(&lines) + PROMPT > self.screen.size().0 {
            let page = Page {
                title: question.text.clone(),
                lines: question.help.clone(),
                hint: String::new(),
            };
            match self.show_page(&page)? {
                Reply::Given(()) => lines.retain(|it| !question.help.contains(it)),
                Reply::Aside(action) => return Ok(Reply::Aside(action)),
                Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
            }
        }
        let n_lines = lines.len();
        let mut to_confirm: Option<String> = None;
        let mut is_first = true;
        loop {
            self.screen.clear_for_prompt(&lines)?;
            lines.truncate(n_lines);
            let mut typed = match self.read_line(question, is_first)? {
                Reply::Given(typed) => typed,
                Reply::Aside(action) => return Ok(Reply::Aside(action)),
                Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            is_first = false;
            let is_line = !typed.text.trim().is_empty() && !typed.text.trim().starts_with('/');
            if let Some(before) = to_confirm.take_if(|_| question.lines && is_line) {
                // Whoever types on has not taken back what stands there.
                typed.text = before + "\n" + &typed.text;
            }
            // A space in front makes words of what would be asked for otherwise.
            match typed.text.trim_end() {
                "" => return Ok(Reply::Given(to_confirm.unwrap_or_default())),
                "/back" => return Ok(Reply::Aside(Action::Back)),
                "/stop" => return Ok(Reply::Stopped(Why::Person)),
                "/keys" => {
                    lines.push("/stop, or Ctrl-C: leave".to_owned());
                }
                _ if typed.is_doubtful => {
                    lines.push(String::new());
                    lines.extend(typed.text.split('\n').map(str::to_owned));
                    lines.push(String::new());
                    let or = match question.lines {
                        true => "Or type another line.",
                        false => "Or type it again.",
                    };
                    lines.push(format!("Enter: keep this. {or}"));
                    to_confirm = Some(typed.text);
                }
                _ => return Ok(Reply::Given(typed.text)),
            }
        }
    }

    /// One line, and whatever was pasted behind it.
    fn read_line(&mut self, question: &Question, is_first: bool) -> Result<Reply<Typed>, Error> {
        let keeps_lines = question.lines;
        let mut input = Input::<String>::with_theme(&Arrow)
            .allow_empty(true)
            .report(false);
        // The prompt counts signs, so only what takes a column a sign and one row can be mended.
        let draft = question.draft.as_str();
        let columns = self.screen.size().1;
        let fits = text::width(draft) == draft.chars().count() && draft.len() + 5 < columns;
        if is_first && fits {
            input = input.with_initial_text(draft);
        }
        let mut text = match input.interact_text_on(&self.screen.term) {
            Ok(text) => text,
            Err(error) => return self.screen.why(io_error(error)).map(Reply::Stopped),
        };
        let between = if keeps_lines { "\n" } else { ", " };
        let mut is_doubtful = text.chars().any(|it| text::width(&it.to_string()) != 1);
        // Pasted lines would answer what is asked next; they belong to this answer.
        let drained = self.screen.drain();
        if let Some(why) = self.screen.stopped() {
            return Ok(Reply::Stopped(why));
        }
        for line in drained.split(['\r', '\n']) {
            let line: String = line.chars().filter(|it| !it.is_control()).collect();
            if line.trim().is_empty() {
                continue;
            }
            is_doubtful = true;
            if !text.is_empty() {
                let has_own = !keeps_lines && text.ends_with([',', '.', ';', ':', '!', '?']);
                text.push_str(if has_own { " " } else { between });
            }
            text.push_str(&line);
        }
        Ok(Reply::Given(Typed { text, is_doubtful }))
    }

    pub(super) fn choose_by_key(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        let taken_by_enter = choice.live.unwrap_or(choice.default);
        let default = choice.options.get(taken_by_enter);
        let has_back = choice.has_back() && !choice.takes('b');
        let options = choice.options.iter();
        let options: Vec<_> = options.map(|it| (it.0.to_string(), it.1.clone())).collect();
        let mut stage = Stage {
            text: [std::slice::from_ref(&choice.text), &choice.help]
                .concat()
                .join("\n"),
            enter: default.map(|it| it.1.clone()).unwrap_or_default(),
            keys: Vec::from_iter(has_back.then(|| (Action::Back, "back".to_owned()))),
            list: options.clone(),
            foot: choice.foot.clone(),
            ..Stage::default()
        };
        if !choice.takes('q') {
            stage.keys.push((Action::Leave, "stop".to_owned()));
        }
        // Every key works all the time; the arrows turn the pages of a long list.
        let mut view = View {
            notes: std::mem::take(&mut self.told),
            options,
            by_hand: true,
            ..View::default()
        };
        loop {
            let (n_rows, columns) = self.screen.size();
            self.screen.paint(frame(&stage, n_rows, columns, &view))?;
            let key = match self.screen.key(TICK)? {
                Pressed::Key(Key::ArrowDown | Key::ArrowRight | Key::PageDown) => {
                    view.page += 1;
                    continue;
                }
                Pressed::Key(Key::ArrowUp | Key::ArrowLeft | Key::PageUp) => {
                    view.page -= 1;
                    continue;
                }
                Pressed::Key(Key::Enter) if !view.explains => {
                    return Ok(Reply::Given(taken_by_enter));
                }
                Pressed::Key(Key::Enter | Key::Escape) if view.explains => {
                    view.explains = false;
                    continue;
                }
                Pressed::Key(Key::Escape) if choice.has_back() => {
                    return Ok(Reply::Aside(Action::Back));
                }
                Pressed::Key(Key::Char(key)) => key,
                Pressed::Key(_) | Pressed::Nothing | Pressed::Paste => continue,
                Pressed::Stopped(why) => return Ok(Reply::Stopped(why)),
            };
            let same = |it: &(char, String)| it.0.to_lowercase().eq(key.to_lowercase());
            match (choice.options.iter().position(same), key) {
                (Some(idx), _) => return Ok(Reply::Given(idx)),
                (None, '?') => view.explains = !view.explains,
                (None, 'b') if choice.has_back() => return Ok(Reply::Aside(Action::Back)),
                (None, 'q') => return Ok(Reply::Aside(Action::Leave)),
                (None, _) => {}
            }
        }
    }
}

fn io_error(error: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(error) = error;
    error
}
