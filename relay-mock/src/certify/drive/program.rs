//! A program of the vendor's that speaks JSON lines.

use std::ffi::OsString;
use std::io;
use std::time::Duration;

use cplink::progress::Cancel;
use serde_json::Value;

use super::driver::{Driver, Reply};
use super::exchange::{Exchange, given, handed_out};
use super::request::{answer, hello, profile, request, reset};
use super::running::Running;
use super::tail::Tail;
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, Broken, KeptFile, Profile};

/// A program of the vendor's.
pub struct Program {
    command: Vec<OsString>,
    limit: Duration,
    cancel: Cancel,
    running: Option<Running>,
    profile: Option<Profile>,
    tail: Tail,
}

impl Program {
    /// A program that is started when it is first asked. Each request must be answered within `limit`.
    pub fn new(command: Vec<OsString>, limit: Duration, cancel: &Cancel) -> Self {
        Self { command, limit, cancel: cancel.clone(), running: None, profile: None, tail: Tail::default() }
    }

    /// Asks; a program that gives no answer is ended.
    fn ask(&mut self, request: &Value) -> Result<Value, Answer> {
        let running = match &mut self.running {
            Some(running) => running,
            None => self.running.insert(Running::start(&self.command, &self.tail)?),
        };
        let answer = running.ask(request, self.limit, &self.cancel);
        if answer.is_err() {
            self.running = None;
        }
        answer
    }

    fn exchange(&mut self, case: &Case, step: &Step) -> Result<(Answer, Vec<KeptFile>), Answer> {
        let local = |error: io::Error| Answer::Broken { how: Broken::NotStarted, detail: error.to_string() };
        let folder = Exchange::new().map_err(local)?;
        let paths = folder.put(handed_out(step)).map_err(local)?;
        let mut files = given(step);
        let answered = self.ask(&request(case, step, Some((folder.path(), &paths))))?;
        let answer = answer(step, &answered);
        if let Answer::Broken { .. } = answer {
            self.running = None;
        }
        if answer == Answer::Exported {
            files = folder.taken()?;
        }
        Ok((answer, files))
    }
}

impl Driver for Program {
    fn name(&self) -> &'static str {
        "program"
    }

    fn hello(&mut self) -> Result<Profile, Answer> {
        let answer = self.ask(&hello())?;
        let profile = profile(&answer)?;
        self.profile = Some(profile.clone());
        Ok(profile)
    }

    fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        if self.running.is_none() {
            let before = self.profile.clone();
            let now = self.hello()?;
            if before.is_some_and(|before| before != now) {
                return Err(Answer::Broken { how: Broken::Garbled, detail: "another profile than before".to_owned() });
            }
        }
        let answer = self.ask(&reset(pack, case))?;
        if answer["result"] == "done" {
            return Ok(());
        }
        self.running = None;
        Err(Answer::Broken { how: Broken::Garbled, detail: "the answer to reset is not done".to_owned() })
    }

    fn step(&mut self, case: &Case, step: &Step) -> Reply {
        let (answer, files) = self.exchange(case, step).unwrap_or_else(|broken| (broken, Vec::new()));
        Reply { request: request(case, step, None), answer, files }
    }

    fn stderr(&mut self) -> String {
        self.tail.take()
    }

    fn discard(&mut self) {
        self.running = None;
        // The thread that still reads has the old one.
        self.tail = Tail::default();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.farewell();
        }
    }
}
