//! One request and its answer on one connection.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use http::{HeaderMap, Method, Request, Response, header};
use ureq_proto::BodyMode;
use ureq_proto::client::state::{RecvBody, RecvResponse, SendBody};
use ureq_proto::client::{Await100Result, Call, RecvBodyResult, RecvResponseResult, SendRequestResult};

use crate::error::{Code, Error};
use crate::progress::Step;

use super::fault::{Fault, Outcome};
use super::stream::{Got, Stream, Written};
use super::watch::Watch;

/// One read or write of a body.
const CHUNK: usize = 64 * 1024;
/// The longest head of an answer.
const MAX_HEAD: usize = 32 * 1024;
/// The longest JSON, receipt or problem that is read.
pub(super) const MAX_ANSWER: u64 = 8 * 1024 * 1024;
/// How long a relay may take to say that it will take a large body. One that never says so still
/// gets it.
const CONTINUE_WAIT: Duration = Duration::from_secs(1);

/// What goes with a request.
pub(in crate::relay) enum Body<'a> {
    None,
    /// Can be sent again on another connection.
    Bytes(&'a [u8]),
    /// A container; whether a byte of it was taken.
    Stream {
        from: &'a mut dyn Read,
        len: u64,
        touched: bool,
    },
}

impl Body<'_> {
    fn len(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Stream { len, .. } => *len,
        }
    }

    pub(super) fn can_repeat(&self) -> bool {
        !matches!(self, Self::Stream { touched: true, .. })
    }
}

/// Where a container of an answer goes.
pub(in crate::relay) struct BodyTarget<'a> {
    pub(in crate::relay) to: &'a mut dyn Write,
    pub(in crate::relay) max: u64,
    pub(in crate::relay) written: &'a mut u64,
}

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
}

impl Exchange<'_, '_, '_> {
    pub(super) fn run(
        &mut self,
        request: Request<()>,
        body: &mut Body<'_>,
        sink: Option<&mut BodyTarget<'_>>,
    ) -> Outcome<Answer> {
        let mut call = Call::new(request)?.proceed();
        let mut head = vec![0; 8 * 1024];
        let mut early = false;
        while !call.can_proceed() {
            let len = call.write(&mut head)?;
            // Without a body the head is all there is.
            self.track.sent |= body.len() == 0;
            early |= self.stream.send(&head[..len], self.watch)? == Written::PeerSpoke;
        }
        let unfinished = || Fault::Stop(Error::new(Code::Bug).with_detail("request head"));
        let call = match call.proceed()?.ok_or_else(unfinished)? {
            SendRequestResult::RecvResponse(call) => call,
            SendRequestResult::SendBody(call) => self.send_body(call, body, &mut early)?,
            SendRequestResult::Await100(mut call) => {
                let until = Instant::now() + CONTINUE_WAIT;
                loop {
                    let used = call.try_read_100(&self.stream.input)?;
                    self.stream.input.drain(..used.min(self.stream.input.len()));
                    if !call.can_keep_await_100() {
                        break;
                    }
                    self.limit_head()?;
                    match self.stream.receive_until(Some(until), self.watch)? {
                        Got::Data => {}
                        Got::Nothing => break,
                        Got::End => return Err(Fault::Lost(self.stream.take_broken())),
                    }
                }
                match call.proceed()? {
                    Await100Result::SendBody(call) => self.send_body(call, body, &mut early)?,
                    Await100Result::RecvResponse(call) => {
                        early = true;
                        call
                    }
                }
            }
        };
        self.receive(call, early, sink)
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
            let take = usize::try_from(left).unwrap_or(CHUNK).min(buffer.len());
            let chunk = &mut buffer[..take];
            read_chunk(body, total - left, chunk)?;
            let rest = left - take as u64;
            if rest == 0 {
                at_end(body)?;
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
        sink: Option<&mut BodyTarget<'_>>,
    ) -> Outcome<Answer> {
        let response = self.head(&mut call)?;
        let status = response.status().as_u16();
        let headers = response.into_parts().0.headers;
        let mut body = Vec::new();
        let call = match call.proceed() {
            Some(RecvResponseResult::RecvBody(mut call)) => {
                let length = match call.body_mode() {
                    BodyMode::LengthDelimited(length) => Some(length),
                    BodyMode::Chunked | BodyMode::NoBody => None,
                    // Its end could not be distinguished from a broken connection.
                    BodyMode::CloseDelimited => return Err(protocol("a body without length")),
                };
                match sink {
                    Some(sink) if status == 200 => self.body(&mut call, length, sink, true)?,
                    _ => {
                        let mut len = 0;
                        let mut sink = BodyTarget { to: &mut body, max: MAX_ANSWER, written: &mut len };
                        self.body(&mut call, length, &mut sink, false)?;
                    }
                }
                match call.proceed() {
                    Some(RecvBodyResult::Cleanup(call)) => Some(call),
                    _ => None,
                }
            }
            Some(RecvResponseResult::Cleanup(call)) => Some(call),
            _ => None,
        };
        let keep = call.is_some_and(|call| !call.must_close_connection());
        Ok(Answer { status, headers, body, reusable: keep && !early && !self.stream.has_ended() })
    }

    fn head(&mut self, call: &mut Call<RecvResponse>) -> Outcome<Response<()>> {
        loop {
            self.track.answered |= !self.stream.input.is_empty();
            let (used, response) = call.try_response(&self.stream.input, false)?;
            self.stream.input.drain(..used.min(self.stream.input.len()));
            if let Some(response) = response {
                return Ok(response);
            }
            if used > 0 && !self.stream.input.is_empty() {
                continue;
            }
            self.limit_head()?;
            if self.waiting {
                self.watch.report(Step::Waiting, 0, 0)?;
            }
            self.more(Some(Instant::now() + Duration::from_millis(500)))?;
        }
    }

    fn limit_head(&self) -> Outcome<()> {
        if self.stream.input.len() > MAX_HEAD {
            Err(Error::new(Code::AnswerTooLarge).with_detail("answer head").into())
        } else {
            Ok(())
        }
    }

    fn body(
        &mut self,
        call: &mut Call<RecvBody>,
        length: Option<u64>,
        sink: &mut BodyTarget<'_>,
        big: bool,
    ) -> Outcome<()> {
        let too_large = || Fault::Stop(Error::new(Code::AnswerTooLarge));
        if length.is_some_and(|length| length > sink.max) {
            return Err(too_large());
        }
        let mut buffer = vec![0; 16 * 1024];
        while !call.can_proceed() {
            let (used, made) = call.read(&self.stream.input, &mut buffer)?;
            self.stream.input.drain(..used.min(self.stream.input.len()));
            if made > 0 {
                *sink.written += made as u64;
                if *sink.written > sink.max {
                    return Err(too_large());
                }
                sink.to.write_all(&buffer[..made]).map_err(|error| local(error, Code::FileWrite))?;
                if big {
                    self.watch.report(Step::Receiving, *sink.written, length.unwrap_or(0))?;
                }
            } else if used == 0 && !call.can_proceed() {
                self.more(None)?;
            }
        }
        Ok(())
    }

    /// More bytes, or the reason why there are none.
    fn more(&mut self, until: Option<Instant>) -> Outcome<()> {
        match self.stream.receive_until(until, self.watch)? {
            Got::End => Err(Fault::Lost(self.stream.take_broken())),
            Got::Data | Got::Nothing => Ok(()),
        }
    }
}

fn protocol(detail: &'static str) -> Fault {
    Error::new(Code::Protocol).with_detail(detail).into()
}

/// An error of the caller's reader or writer: its own error where it wraps one.
fn local(error: std::io::Error, code: Code) -> Fault {
    match error.downcast::<Error>() {
        Ok(own) => own.into(),
        Err(error) => Error::io(code, error).into(),
    }
}

fn read_chunk(body: &mut Body<'_>, at: u64, chunk: &mut [u8]) -> Outcome<()> {
    match body {
        Body::None => Ok(()),
        Body::Bytes(bytes) => {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let from = bytes.get(at..).and_then(|rest| rest.get(..chunk.len()));
            chunk.copy_from_slice(from.ok_or_else(|| protocol("request body"))?);
            Ok(())
        }
        Body::Stream { from, touched, .. } => {
            *touched = true;
            from.read_exact(chunk).map_err(|error| match error.kind() {
                std::io::ErrorKind::UnexpectedEof => Error::new(Code::SourceChanged).into(),
                _ => local(error, Code::FileRead),
            })
        }
    }
}

/// A stream that goes on behind its length is not what was sealed: found out before the last bytes
/// are sent, so that nothing can have been accepted.
fn at_end(body: &mut Body<'_>) -> Outcome<()> {
    let Body::Stream { from, .. } = body else { return Ok(()) };
    loop {
        match from.read(&mut [0]) {
            Ok(0) => return Ok(()),
            Ok(_) => return Err(Error::new(Code::SourceChanged).into()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(local(error, Code::FileRead)),
        }
    }
}

/// A request with our headers. `target` is the whole URL.
pub(super) fn request(
    method: Method,
    target: &str,
    accept: &str,
    content: Option<&str>,
    body: &Body<'_>,
) -> crate::Result<Request<()>> {
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::USER_AGENT, concat!("cplink/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, accept);
    if let Some(content) = content {
        request = request.header(header::CONTENT_TYPE, content).header(header::CONTENT_LENGTH, body.len());
    }
    if body.len() > CHUNK as u64 {
        // Lets the relay refuse before a large body travels.
        request = request.header(header::EXPECT, "100-continue");
    }
    request.body(()).map_err(|error| Error::new(Code::InvalidArgument).with_source(error))
}
