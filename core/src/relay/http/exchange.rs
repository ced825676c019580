//! One request and its answer on one connection.

use std::time::{Duration, Instant};

use http::{HeaderMap, Request, Response};
use ureq_proto::client::state::{Await100, RecvBody, RecvResponse, SendBody};
use ureq_proto::client::{Await100Result, Call, RecvBodyResult, RecvResponseResult, SendRequestResult};

use crate::error::{Code, Error};
use crate::progress::Step;

use super::content::{BodyTarget, Content, End};
use super::fault::{Fault, Outcome, protocol};
use super::head::Head;
use super::request::{Body, CHUNK};
use super::stream::{Got, Stream, Written};
use super::watch::Watch;

/// The longest answer that says why a call failed.
const MAX_PROBLEM: u64 = 1024 * 1024;
/// How long a relay may take to say that it will take a large body. One that never says so still
/// gets it.
const CONTINUE_WAIT: Duration = Duration::from_secs(1);

/// An answer, its body in memory or gone to the sink.
pub(in crate::relay) struct Answer {
    pub(in crate::relay) status: u16,
    pub(in crate::relay) headers: HeaderMap,
    pub(in crate::relay) body: Vec<u8>,
    /// Whether the connection can serve another call.
    pub(in crate::relay) reusable: bool,
}

/// How far an exchange came: what a failure of it means hangs on this.
#[derive(Default)]
pub(super) struct Track {
    /// The last byte of the request was handed to the system.
    pub(super) sent: bool,
    /// A byte of an answer came.
    pub(super) answered: bool,
}

pub(super) struct Exchange<'a, 'w, 'j> {
    pub(super) stream: &'a mut Stream,
    pub(super) watch: &'a mut Watch<'w, 'j>,
    pub(super) track: &'a mut Track,
    /// What to report while waiting for the answer.
    pub(super) waiting: bool,
    /// The longest body that is kept in memory.
    pub(super) max_answer: u64,
    /// What the body's end may be known by.
    pub(super) end: End,
}

impl Exchange<'_, '_, '_> {
    pub(super) fn run(
        &mut self,
        request: Request<()>,
        body: &mut Body<'_>,
        target: Option<&mut BodyTarget<'_>>,
    ) -> Outcome<Answer> {
        self.stream.begin();
        let mut call = Call::new(request)?.proceed();
        let mut head = vec![0; 8 * 1024];
        let mut early = false;
        while !call.can_proceed() {
            self.watch.check()?;
            let len = call.write(&mut head)?;
            // Without a body the head is all there is.
            self.track.sent |= body.len() == 0;
            early |= self.stream.send(&head[..len], self.watch)? == Written::PeerSpoke;
        }
        let unfinished = || Fault::Stop(Error::new(Code::Bug).with_detail("request head"));
        let call = match call.proceed()?.ok_or_else(unfinished)? {
            SendRequestResult::RecvResponse(call) => call,
            SendRequestResult::SendBody(call) => self.send_body(call, body, &mut early)?,
            SendRequestResult::Await100(call) => self.await_continue(call, body, &mut early)?,
        };
        self.receive(call, early, target)
    }

    /// Waits for the relay's word that it takes the body.
    fn await_continue(
        &mut self,
        mut call: Call<Await100>,
        body: &mut Body<'_>,
        early: &mut bool,
    ) -> Outcome<Call<RecvResponse>> {
        let until = Instant::now() + CONTINUE_WAIT;
        loop {
            match self.stream.head()? {
                Head::Interim(100) => break,
                Head::Interim(_) => continue,
                // The state machine sees that there is an answer already.
                Head::Final => {
                    call.try_read_100(&self.stream.input)?;
                    break;
                }
                Head::Partial { .. } => {}
            }
            match self.stream.receive_until(Some(until), self.watch)? {
                Got::Data => {}
                Got::Nothing => break,
                Got::End => return Err(Fault::Lost(self.stream.take_broken())),
            }
        }
        match call.proceed()? {
            Await100Result::SendBody(call) => self.send_body(call, body, early),
            Await100Result::RecvResponse(call) => {
                *early = true;
                Ok(call)
            }
        }
    }

    fn send_body(
        &mut self,
        mut call: Call<SendBody>,
        body: &mut Body<'_>,
        early: &mut bool,
    ) -> Outcome<Call<RecvResponse>> {
        let total = body.len();
        let mut left = total;
        let mut buffer = vec![0; usize::try_from(total).unwrap_or(CHUNK).clamp(1, CHUNK)];
        let big = matches!(body, Body::Stream { .. });
        while left > 0 && !*early {
            self.watch.check()?;
            let take = usize::try_from(left).unwrap_or(CHUNK).min(buffer.len());
            let chunk = &mut buffer[..take];
            body.read_chunk(total - left, chunk)?;
            let rest = left - take as u64;
            if rest == 0 {
                body.check_end()?;
                self.track.sent = true;
            }
            *early = self.stream.send(chunk, self.watch)? == Written::PeerSpoke;
            call.consume_direct_write(take)?;
            left = rest;
            if big {
                self.watch.report(Step::Sending, total - left, total)?;
            }
        }
        if left > 0 {
            // The relay has answered without wanting the rest. For the state machine it is sent; the
            // connection is closed after the answer.
            *early = true;
            while left > 0 {
                let part = usize::try_from(left).unwrap_or(usize::MAX);
                call.consume_direct_write(part)?;
                left -= part as u64;
            }
        }
        call.proceed().ok_or_else(|| Error::new(Code::Bug).with_detail("request body").into())
    }

    fn receive(
        &mut self,
        mut call: Call<RecvResponse>,
        early: bool,
        target: Option<&mut BodyTarget<'_>>,
    ) -> Outcome<Answer> {
        let response = self.head(&mut call)?;
        let status = response.status().as_u16();
        let headers = response.into_parts().0.headers;
        let mut body = Vec::new();
        let call = match call.proceed() {
            Some(RecvResponseResult::RecvBody(mut call)) => {
                self.body(&mut call, status, target, &mut body)?;
                match call.proceed() {
                    Some(RecvBodyResult::Cleanup(call)) => Some(call),
                    _ => None,
                }
            }
            Some(RecvResponseResult::Cleanup(call)) => Some(call),
            _ => None,
        };
        let keep = call.is_some_and(|call| !call.must_close_connection());
        let is_clean = self.stream.input.is_empty() && !self.stream.has_ended();
        Ok(Answer { status, headers, body, reusable: keep && !early && is_clean })
    }

    fn body(
        &mut self,
        call: &mut Call<RecvBody>,
        status: u16,
        target: Option<&mut BodyTarget<'_>>,
        body: &mut Vec<u8>,
    ) -> Outcome<()> {
        let (stream, watch) = (&mut *self.stream, &mut *self.watch);
        match target {
            Some(target) if status == 200 => Content { stream, watch, big: true }.read(call, self.end, target),
            _ => {
                let max = if (200..300).contains(&status) { self.max_answer } else { MAX_PROBLEM };
                let mut in_memory = BodyTarget { to: body, max, written: &mut 0 };
                Content { stream, watch, big: false }.read(call, self.end, &mut in_memory)
            }
        }
    }

    fn head(&mut self, call: &mut Call<RecvResponse>) -> Outcome<Response<()>> {
        loop {
            self.watch.check()?;
            self.track.answered |= !self.stream.input.is_empty();
            match self.stream.head()? {
                Head::Interim(_) => continue,
                Head::Final => {
                    let (used, response) = call.try_response(&self.stream.input, false)?;
                    self.stream.input.drain(..used.min(self.stream.input.len()));
                    return response.ok_or_else(|| protocol("an answer's head"));
                }
                Head::Partial { .. } => {}
            }
            if self.waiting {
                self.watch.report(Step::Waiting, 0, 0)?;
            }
            let until = Instant::now() + Duration::from_millis(500);
            if self.stream.receive_until(Some(until), self.watch)? == Got::End {
                return Err(Fault::Lost(self.stream.take_broken()));
            }
        }
    }
}
