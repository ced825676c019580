//! The terminal: lines in, text out.

use std::io::{BufRead, Read as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// The longest line that is taken.
const MAX_LINE: u64 = 64 << 10;

/// A terminal, or whatever is in its place.
pub struct Terminal {
    lines: Receiver<String>,
    out: Box<dyn Write + Send>,
    /// Whether a line ever came.
    heard: bool,
    closed: bool,
}

impl Terminal {
    /// A terminal whose lines come from `from`.
    pub fn new(from: impl BufRead + Send + 'static, out: impl Write + Send + 'static) -> Self {
        let (said, lines) = channel();
        // A thread of its own: a read of standard input cannot be given up.
        thread::spawn(move || {
            let mut from = from;
            loop {
                let mut line = Vec::new();
                match (&mut from).take(MAX_LINE).read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => return,
                    Ok(_) if said.send(String::from_utf8_lossy(&line).into_owned()).is_err() => return,
                    Ok(_) => {}
                }
            }
        });
        Self { lines, out: Box::new(out), heard: false, closed: false }
    }

    /// The next line, where one comes within this time.
    pub(super) fn line(&mut self, within: Duration) -> Option<String> {
        match self.lines.recv_timeout(within) {
            Ok(line) => {
                self.heard = true;
                Some(line)
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.closed = true;
                thread::sleep(within);
                None
            }
        }
    }

    /// Whether somebody has answered here and can no more.
    pub(super) fn was_left(&self) -> bool {
        self.heard && self.closed
    }

    /// Says a line. Where nobody reads it there is nobody left to tell.
    pub(super) fn say(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    /// Asks; the answer is typed behind it.
    pub(super) fn ask(&mut self, question: &str) {
        let _ = write!(self.out, "{question} > ").and_then(|()| self.out.flush());
    }
}
