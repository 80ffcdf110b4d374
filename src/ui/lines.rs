//! Lines as they come in: from a stream that may be a pipe, a file or a terminal.

use std::io::IsTerminal;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use super::Why;

/// Longer lines are cut.
const LONGEST_LINE: usize = 1 << 20;

/// However long the wait, the stop flag is looked at this often: a signal between the look and
/// the wait would otherwise go unseen.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// What came instead of, or as, a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A line, without its end.
    Text(String),
    /// As much of a line as is taken; it was longer.
    Cut(String),
    /// The time to wait is over.
    Waited,
    /// There are no more lines.
    End,
    /// Stopped from outside.
    Stopped(Why),
}

/// Something that gives lines.
pub trait Lines {
    /// Waits for a line, for ever without a time.
    fn line(&mut self, wait: Option<Duration>) -> Line;

    /// A line that came in one burst with the line before: only pasting does that.
    fn pasted(&mut self) -> Option<String> {
        None
    }
}

/// Lines of an open file: usually standard input.
pub struct Stream<F> {
    file: F,
    stopped: Box<dyn Fn() -> Option<Why>>,
    buffer: Vec<u8>,
    searched: usize,
    is_overlong: bool,
    has_ended: bool,
}

impl<F: AsFd> Stream<F> {
    /// Reads lines of `file` until `stopped` gives a reason not to.
    pub fn new(file: F, stopped: impl Fn() -> Option<Why> + 'static) -> Self {
        Self {
            file,
            stopped: Box::new(stopped),
            buffer: Vec::new(),
            searched: 0,
            is_overlong: false,
            has_ended: false,
        }
    }

    fn buffered_line(&mut self) -> Option<Line> {
        let found = self.buffer[self.searched..]
            .iter()
            .position(|it| *it == b'\n');
        let (len, behind) = match found {
            Some(at) => (self.searched + at, self.searched + at + 1),
            None if self.has_ended && !self.buffer.is_empty() => {
                (self.buffer.len(), self.buffer.len())
            }
            None => {
                if self.buffer.len() > LONGEST_LINE {
                    self.buffer.truncate(LONGEST_LINE);
                    self.is_overlong = true;
                }
                self.searched = self.buffer.len();
                return None;
            }
        };
        let bytes = self.buffer[..len].strip_suffix(b"\r");
        let bytes = bytes.unwrap_or(&self.buffer[..len]);
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.buffer.drain(..behind);
        self.searched = 0;
        let was_overlong = std::mem::take(&mut self.is_overlong);
        Some(if was_overlong {
            Line::Cut(text)
        } else {
            Line::Text(text)
        })
    }

    /// Takes in what there is; a reason if there will be nothing more.
    fn read(&mut self) -> Option<Why> {
        let mut chunk = [0; 1 << 13];
        let chunk = match rustix::io::read(&self.file, &mut chunk[..]) {
            Ok(0) => {
                self.has_ended = true;
                return None;
            }
            Ok(len) => &chunk[..len],
            Err(Errno::INTR | Errno::AGAIN) => return None,
            Err(Errno::IO) => return Some(Why::HungUp),
            Err(_) => return Some(Why::Ended),
        };
        if !self.is_overlong {
            self.buffer.extend_from_slice(chunk);
        } else if let Some(at) = chunk.iter().position(|it| *it == b'\n') {
            self.buffer.extend_from_slice(&chunk[at..]);
        }
        None
    }
}

impl<F: AsFd> Lines for Stream<F> {
    fn line(&mut self, wait: Option<Duration>) -> Line {
        let began = Instant::now();
        loop {
            if let Some(why) = (self.stopped)() {
                return Line::Stopped(why);
            }
            if let Some(line) = self.buffered_line() {
                return line;
            }
            if self.has_ended {
                return Line::End;
            }
            let left = wait.map(|it| it.saturating_sub(began.elapsed()));
            match poll(&self.file, left.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN)) {
                Poll::Ready | Poll::HungUp => {
                    if let Some(why) = self.read() {
                        return Line::Stopped(why);
                    }
                }
                Poll::Nothing if left.is_some_and(|it| it.is_zero()) => return Line::Waited,
                Poll::Nothing => {}
            }
        }
    }

    fn pasted(&mut self) -> Option<String> {
        if !self.file.as_fd().is_terminal() {
            return None;
        }
        match self.line(Some(Duration::ZERO)) {
            Line::Text(text) | Line::Cut(text) => Some(text),
            Line::Waited | Line::End | Line::Stopped(_) => None,
        }
    }
}

/// What a wait for input came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Poll {
    /// There is something to read.
    Ready,
    /// Nothing within the time, or a signal came.
    Nothing,
    /// There is no other side any more.
    HungUp,
}

/// Waits for input.
pub(super) fn poll(file: &impl AsFd, wait: Duration) -> Poll {
    let mut files = [PollFd::new(file, PollFlags::IN)];
    let wait = Timespec::try_from(wait).ok();
    match rustix::event::poll(&mut files, wait.as_ref()) {
        Ok(0) | Err(Errno::INTR) => Poll::Nothing,
        Ok(_) if files[0].revents().contains(PollFlags::IN) => Poll::Ready,
        Ok(_) | Err(_) => Poll::HungUp,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn text(line: &str) -> Line {
        Line::Text(line.to_owned())
    }

    #[test]
    fn gives_lines_then_the_rest_then_the_end() {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let mut lines = Stream::new(reader, || None);
        assert_eq!(lines.line(Some(Duration::ZERO)), Line::Waited);
        writer.write_all(b"Ana\r\n\nB\xffn").unwrap();
        assert_eq!(lines.line(None), text("Ana"));
        assert_eq!(lines.line(None), text(""));
        assert_eq!(lines.line(Some(Duration::ZERO)), Line::Waited);
        drop(writer);
        assert_eq!(lines.line(None), text("B\u{fffd}n"));
        assert_eq!(lines.line(None), Line::End);
        assert_eq!(lines.pasted(), None);
    }

    #[test]
    fn cuts_a_line_of_many_megabytes() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![b'x'; 5 * LONGEST_LINE]).unwrap();
        file.write_all(b"\nnext\n").unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        let mut lines = Stream::new(file, || None);
        let Line::Cut(line) = lines.line(None) else {
            panic!("the line was not cut");
        };
        assert_eq!(line.len(), LONGEST_LINE);
        assert_eq!(lines.line(None), text("next"));
        assert_eq!(lines.line(None), Line::End);
    }

    #[test]
    fn a_stop_outranks_waiting_lines() {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(b"Ana\n").unwrap();
        let mut lines = Stream::new(reader, || Some(Why::Person));
        assert_eq!(lines.line(None), Line::Stopped(Why::Person));
    }
}
