//! A program that runs: lines in, lines out, each within a time limit.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use cplink::progress::Cancel;
use process_wrap::std::{ChildWrapper, CommandWrap};
use serde_json::Value;

use super::tail::Tail;
use crate::certify::transcript::{Answer, Broken};

/// The longest line of an answer: files do not travel in it.
const MAX_LINE: u64 = 4 << 20;

/// How many lines may wait to be looked at: a program says one for each request.
const MAX_WAITING: usize = 4;

/// How long a program that closes its output may take to end, and what it wrote to be read.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How long a program may take to end after `bye`.
const FAREWELL: Duration = Duration::from_secs(2);

/// A program with what it started: all of it ends with this value.
pub(super) struct Running {
    child: Box<dyn ChildWrapper>,
    requests: Option<Sender<Vec<u8>>>,
    lines: Receiver<Result<String, &'static str>>,
    /// Ends when its standard error was read to the end.
    all_heard: Receiver<()>,
}

impl Running {
    /// Starts a program.
    pub(super) fn start(command: &[OsString], tail: &Tail) -> Result<Self, Answer> {
        let not_started = |detail: String| broken(Broken::NotStarted, detail);
        let (program, arguments) = command.split_first().ok_or_else(|| not_started("no command".to_owned()))?;
        let mut wrap = CommandWrap::with_new(program, |command| {
            command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        });
        // With a group of its own Ctrl-C reaches only us, and whatever it starts ends with it.
        #[cfg(unix)]
        wrap.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        wrap.wrap(process_wrap::std::JobObject);
        let mut child = wrap.spawn().map_err(|error| not_started(error.to_string()))?;
        let (stdin, stdout, stderr) = (child.stdin().take(), child.stdout().take(), child.stderr().take());
        let (Some(mut stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
            return Err(not_started("no pipes".to_owned()));
        };
        // A thread for each pipe: a program that does not read, or does not end a line, must hold up nobody.
        let (requests, waiting) = channel::<Vec<u8>>();
        thread::spawn(move || waiting.iter().try_for_each(|line| stdin.write_all(&line).and_then(|()| stdin.flush())));
        // Bounded: a program that never stops talking is not read any more, and found out at the next request.
        let (said, lines) = sync_channel(MAX_WAITING);
        thread::spawn(move || read_lines(stdout, &said));
        let (hearing, all_heard) = channel();
        let tail = tail.clone();
        thread::spawn(move || {
            tail.read(stderr);
            drop(hearing);
        });
        Ok(Self { child, requests: Some(requests), lines, all_heard })
    }

    /// One request, one answer.
    pub(super) fn ask(&mut self, request: &Value, limit: Duration, cancel: &Cancel) -> Result<Value, Answer> {
        if self.lines.try_recv().is_ok() {
            return Err(broken(Broken::Garbled, "a line that nobody asked for"));
        }
        self.send(request);
        let until = Instant::now() + limit;
        let line = loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left.min(Duration::from_millis(100))) {
                Ok(line) => break line,
                Err(RecvTimeoutError::Disconnected) => return Err(broken(Broken::Ended, self.status())),
                Err(RecvTimeoutError::Timeout) if cancel.is_cancelled() => {
                    return Err(broken(Broken::Ended, "cancelled"));
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    return Err(broken(Broken::TimedOut, format!("no answer within {} s", limit.as_secs())));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        let line = line.map_err(|detail| broken(Broken::Garbled, detail))?;
        let value: Value = serde_json::from_str(&line).map_err(|error| broken(Broken::Garbled, error.to_string()))?;
        if value.is_object() { Ok(value) } else { Err(broken(Broken::Garbled, "the answer is no JSON object")) }
    }

    fn send(&self, request: &Value) {
        if let Some(requests) = &self.requests {
            // A program that is gone has closed its output too, which is what is reported.
            let _ = requests.send(ascii(&format!("{request}\n")).into_bytes());
        }
    }

    fn status(&mut self) -> String {
        // Its output may be closed a moment before it ends.
        let ended = self.ended_within(LAST_WORDS);
        // What it wrote last often says why it ended.
        let _ = self.all_heard.recv_timeout(LAST_WORDS);
        ended.unwrap_or_else(|| "it closed its standard output".to_owned())
    }

    fn ended_within(&mut self, limit: Duration) -> Option<String> {
        let until = Instant::now() + limit;
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status.to_string());
            }
            if Instant::now() >= until {
                return None;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Lets it end by itself.
    pub(super) fn farewell(mut self) {
        self.send(&serde_json::json!({ "do": "bye" }));
        // With the last sender its standard input is closed.
        self.requests = None;
        self.ended_within(FAREWELL);
    }
}

/// JSON in ASCII: what a program reads through a code page of Windows comes through too.
fn ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            // JSON writes a letter beyond the first plane as its two halves.
            let mut halves = [0; 2];
            ascii.extend(letter.encode_utf16(&mut halves).iter().map(|half| format!("\\u{half:04x}")));
        }
    }
    ascii
}

impl Drop for Running {
    fn drop(&mut self) {
        // The whole group or job: what the program started ends too.
        let _ = self.child.start_kill();
        let _ = self.child.wait();
    }
}

fn read_lines(stdout: ChildStdout, said: &SyncSender<Result<String, &'static str>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let line = match (&mut stdout).take(MAX_LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) if line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE => Err("a line is too long"),
            Ok(_) => String::from_utf8(line).map_err(|_| "a line is not UTF-8"),
        };
        let is_wrong = line.is_err();
        if said.send(line).is_err() || is_wrong {
            return;
        }
    }
}

fn broken(how: Broken, detail: impl Into<String>) -> Answer {
    Answer::Broken { how, detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn a_request_in_ascii_has_every_character() {
        let request = json!({ "do": "import", "files": ["C:\\試験\\髙\u{20bb7}～\".CSV"] });
        let line = super::ascii(&request.to_string());
        assert!(line.is_ascii() && line.contains("\\ud842\\udfb7"), "{line}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), request);
    }
}
