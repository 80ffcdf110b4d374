//! Lines for a terminal or a pipe that is not said to have UTF-8: the marks that we write
//! ourselves are written with those of ASCII, and what people wrote stays as it is.

use std::io::{self, Write};

/// The ASCII for a mark that we write; `None` for all that people may have written.
pub fn ascii(mark: char) -> Option<char> {
    Some(match mark {
        '█' => '#',
        '…' => '.',
        '·' | '•' => '*',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '−' => '-',
        '×' => 'x',
        '≤' => '<',
        '→' => '>',
        '\u{2400}'..='\u{2421}' => '?',
        _ => return None,
    })
}

/// Passes everything on but for these marks.
pub struct Ascii<W: Write> {
    to: W,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Ascii<W> {
    /// Nothing has passed yet.
    pub fn new(to: W) -> Self {
        Self {
            to,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Write for Ascii<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut out = Vec::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            for it in chunk.valid().chars() {
                match ascii(it) {
                    Some(it) => out.push(it as u8),
                    None => out.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            let rest = chunk.invalid();
            let may_go_on = chunks.peek().is_none()
                && std::str::from_utf8(rest).is_err_and(|it| it.error_len().is_none());
            if may_go_on {
                self.begun.extend_from_slice(rest);
            } else {
                out.extend_from_slice(rest);
            }
        }
        self.to.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.write_all(&std::mem::take(&mut self.begun))?;
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_marks_are_ascii_and_every_other_byte_stays_however_it_is_cut() {
        let text = "“Zoë” … 日本 · é\u{301}\u{1f469}".as_bytes();
        let all = [text, b"\xff\xe2\x80", b"x\xe2"].concat();
        let wanted = [
            "\"Zoë\" . 日本 * é\u{301}\u{1f469}".as_bytes(),
            b"\xff\xe2\x80x\xe2",
        ]
        .concat();
        for cut in 1..all.len() {
            let mut out = Vec::new();
            let mut ascii = Ascii::new(&mut out);
            for piece in all.chunks(cut) {
                ascii.write_all(piece).unwrap();
            }
            ascii.flush().unwrap();
            drop(ascii);
            assert_eq!(out, wanted, "{cut}");
        }
    }
}
