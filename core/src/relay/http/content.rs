//! The body of an answer, with what may surround it: sizes of chunks, their extensions, trailers.

use std::io::Write;

use ureq_proto::BodyMode;
use ureq_proto::client::Call;
use ureq_proto::client::state::RecvBody;

use crate::error::{Code, Error};
use crate::progress::Step;

use super::fault::{Fault, Outcome, local, protocol};
use super::stream::{Got, Stream};
use super::watch::Watch;

/// The longest line around chunks.
const MAX_LINE: usize = 4 * 1024;
/// The most bytes around chunks between two bytes of the body, and after its last one.
const MAX_AROUND: usize = 32 * 1024;

/// Where a container of an answer goes.
pub(in crate::relay) struct BodyTarget<'a> {
    pub(in crate::relay) to: &'a mut dyn Write,
    pub(in crate::relay) max: u64,
    pub(in crate::relay) written: &'a mut u64,
}

/// What a body's end may be known by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Its length, or its last chunk.
    Told,
    /// Also the end of the connection: for content that tells its own length and is signed. Otherwise an end
    /// could not be told from a broken connection.
    OrClose,
}

/// Reads one body.
pub(super) struct Content<'a, 'w, 'j> {
    pub(super) stream: &'a mut Stream,
    pub(super) watch: &'a mut Watch<'w, 'j>,
    /// Whether its progress is reported.
    pub(super) big: bool,
}

impl Content<'_, '_, '_> {
    pub(super) fn read(&mut self, call: &mut Call<RecvBody>, end: End, target: &mut BodyTarget<'_>) -> Outcome<()> {
        let length = match call.body_mode() {
            BodyMode::LengthDelimited(length) => Some(length),
            BodyMode::Chunked | BodyMode::NoBody => None,
            BodyMode::CloseDelimited if end == End::OrClose => return self.read_until_close(target),
            BodyMode::CloseDelimited => return Err(protocol("a body without length")),
        };
        if length.is_some_and(|length| length > target.max) {
            return Err(too_large());
        }
        let mut buffer = vec![0; 16 * 1024];
        let mut around = 0;
        while !call.can_proceed() {
            self.watch.check()?;
            let (used, made) = call.read(&self.stream.input, &mut buffer)?;
            self.stream.input.drain(..used.min(self.stream.input.len()));
            if made > 0 {
                around = 0;
                self.hand_over(&buffer[..made], length.unwrap_or(0), target)?;
            } else {
                around += used;
                if around > MAX_AROUND {
                    return Err(protocol("too much around the chunks of a body"));
                }
                if used == 0 && !call.can_proceed() {
                    self.next_line()?;
                }
            }
        }
        Ok(())
    }

    fn read_until_close(&mut self, target: &mut BodyTarget<'_>) -> Outcome<()> {
        loop {
            self.watch.check()?;
            let bytes = std::mem::take(&mut self.stream.input);
            self.hand_over(&bytes, 0, target)?;
            match self.stream.receive_until(None, self.watch)? {
                Got::Data | Got::Nothing => {}
                Got::End => return self.stream.take_broken().map_or(Ok(()), |error| Err(Fault::Lost(Some(error)))),
            }
        }
    }

    fn hand_over(&mut self, bytes: &[u8], total: u64, target: &mut BodyTarget<'_>) -> Outcome<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.watch.moved();
        *target.written += bytes.len() as u64;
        if *target.written > target.max {
            return Err(too_large());
        }
        target.to.write_all(bytes).map_err(|error| local(error, Code::FileWrite))?;
        if self.big {
            self.watch.report(Step::Receiving, *target.written, total)?;
        }
        Ok(())
    }

    /// More of what the parser could not use yet: new bytes of the body, or the rest of the line that it waits for.
    fn next_line(&mut self) -> Outcome<()> {
        loop {
            let before = self.stream.input.len();
            if before > MAX_LINE {
                return Err(protocol("a line around the chunks of a body is too long"));
            }
            match self.stream.receive_until(None, self.watch)? {
                Got::End => return Err(Fault::Lost(self.stream.take_broken())),
                Got::Data | Got::Nothing => {}
            }
            // What has no end yet is not read again.
            if before == 0 || memchr::memchr(b'\n', &self.stream.input[before..]).is_some() {
                return Ok(());
            }
        }
    }
}

fn too_large() -> Fault {
    Error::new(Code::AnswerTooLarge).into()
}
