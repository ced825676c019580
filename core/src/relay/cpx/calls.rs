//! The calls of CPX/1 as they are on the wire.

use std::io::{Read, Write};
use std::time::Duration;

use http::Method;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use super::problem::{error_of, error_of_status, with_advice};
use super::wire::{
    ACTING_FOR, CONTAINER_TYPE, Capabilities, InboxPage, MAX_CURSOR_CHARS, MAX_RECEIPT_BYTES, MessageState, Office,
    Offices, PROBLEM_TYPE, PROTOCOL, Problem, RECEIPT_TYPE, SentPage,
};
use crate::error::{Code, Error, Result};
use crate::keys::is_office_number;
use crate::progress::Job;
use crate::relay::Connection;
use crate::relay::http::{Answer, Body, BodyTarget, HttpClient, HttpOptions, Request, in_doubt, media_type};
use crate::seal::MessageId;

const JSON: &str = "application/json";
const PROBLEMS_TOO: &str = "application/json, application/problem+json";
/// The longest page: of the sent list's with its receipts.
const MAX_PAGE: u64 = 8 * 1024 * 1024;
/// The longest of all other answers.
const MAX_ANSWER: u64 = 256 * 1024;

/// CPX/1 over HTTPS. Its own methods are the calls of the protocol; the verbs use it as a
/// [`Transport`](crate::relay::Transport).
pub struct HttpTransport(pub(super) HttpClient);

fn get(path: String) -> Request<'static> {
    Request {
        method: Method::GET,
        path,
        accept: PROBLEMS_TOO,
        content: None,
        changes: false,
        waits: Duration::ZERO,
        max_answer: MAX_ANSWER,
    }
}

impl HttpTransport {
    /// A transport for one relay and one office. Nothing is connected yet.
    ///
    /// # Errors
    /// [`Code::Url`] for an unusable URL, [`Code::CertInvalid`] for an unusable anchor,
    /// [`Code::KeyUnsupported`] for a key that cannot sign for TLS 1.3 where nothing else is allowed.
    pub fn new(options: HttpOptions) -> Result<Self> {
        HttpClient::new(options).map(Self)
    }

    /// `GET /v1/capabilities`.
    ///
    /// # Errors
    /// Network, TLS and protocol errors (4xx), or the relay's refusal (5xx), as for every call.
    pub fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        let answer: Capabilities = self.json(&get("/v1/capabilities".to_owned()), job)?;
        if answer.protocol == PROTOCOL { Ok(answer) } else { Err(protocol("another protocol")) }
    }

    /// `GET /v1/offices`.
    ///
    /// # Errors
    /// As [`capabilities`](Self::capabilities).
    pub fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<Office>> {
        if !is_office_number(number) {
            return Err(Error::new(Code::OfficeNumber));
        }
        let request = get(format!("/v1/offices?number={number}"));
        let answer: Offices = self.json(&request, job)?;
        let mut found = answer.offices.into_iter();
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(office), None) if office.number == number => Ok(Some(office)),
            _ => Err(protocol("another office than asked for")),
        }
    }

    /// `PUT /v1/messages/{id}`; gives back the *accepted* receipt (CMS, DER).
    ///
    /// # Errors
    /// As above; [`Code::SourceChanged`] where `body` is not `len` bytes long.
    pub fn put_message(&mut self, id: &MessageId, body: &mut dyn Read, len: u64, job: &mut Job<'_>) -> Result<Vec<u8>> {
        if len == 0 {
            return Err(Error::new(Code::InvalidArgument).with_detail("empty container"));
        }
        let request = Request {
            method: Method::PUT,
            path: format!("/v1/messages/{id}"),
            accept: "application/cms, application/problem+json",
            content: Some(CONTAINER_TYPE),
            changes: true,
            waits: Duration::ZERO,
            max_answer: MAX_ANSWER,
        };
        let body = Body::Stream { from: body, len, touched: false };
        let answer = self.call(&request, body, None, job)?;
        let doubt = |error| in_doubt(error, true);
        if !matches!(answer.status, 200 | 201) || media_type(&answer) != Some(RECEIPT_TYPE) {
            return Err(doubt(protocol("no receipt")));
        }
        match answer.body.len() {
            0 => Err(doubt(protocol("an empty receipt"))),
            1..=MAX_RECEIPT_BYTES => Ok(answer.body),
            _ => Err(doubt(Error::new(Code::AnswerTooLarge).with_detail("receipt"))),
        }
    }

    /// `GET /v1/messages/{id}`; gives back the size.
    ///
    /// # Errors
    /// As above; [`Code::AnswerTooLarge`] over `max` bytes.
    pub fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        let mut request = get(format!("/v1/messages/{id}"));
        request.accept = "application/vnd.etsi.asic-e+zip, application/problem+json";
        let mut written = 0;
        let sink = BodyTarget { to: sink, max, written: &mut written };
        let answer = self.call(&request, Body::None, Some(sink), job)?;
        if answer.status == 200 && media_type(&answer) == Some(CONTAINER_TYPE) {
            Ok(written)
        } else {
            Err(protocol("no container"))
        }
    }

    /// `GET /v1/inbox`.
    ///
    /// # Errors
    /// As above.
    pub fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        let place = query(after)?;
        let mut request = get(format!("/v1/inbox?after={place}&wait={}", wait.as_secs_f64().ceil().min(3600.0)));
        request.waits = wait.min(Duration::from_secs(3600));
        request.max_answer = MAX_PAGE;
        let page: InboxPage = self.json(&request, job)?;
        check_onward(page.entries.is_empty(), after, &page.next)?;
        check_cursor(&page.next)?;
        page.entries.iter().try_for_each(|entry| check_cursor(&entry.cursor))?;
        if page.entries.iter().all(|entry| is_office_number(&entry.from)) {
            Ok(page)
        } else {
            Err(protocol("a sender that is no office number"))
        }
    }

    /// `GET /v1/sent`.
    ///
    /// # Errors
    /// As above.
    pub fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        let mut request = get(format!("/v1/sent?after={}", query(after)?));
        request.max_answer = MAX_PAGE;
        let page: SentPage = self.json(&request, job)?;
        check_onward(page.entries.is_empty(), after, &page.next)?;
        check_cursor(&page.next)?;
        if page.entries.iter().all(|entry| is_office_number(&entry.to)) {
            Ok(page)
        } else {
            Err(protocol("a receiver that is no office number"))
        }
    }

    /// `POST /v1/messages/{id}/ack` with the receiver's signed receipt (CMS, DER); gives back the valid outcome.
    ///
    /// # Errors
    /// As above.
    pub fn acknowledge(&mut self, id: &MessageId, receipt: &[u8], job: &mut Job<'_>) -> Result<MessageState> {
        if receipt.is_empty() || receipt.len() > MAX_RECEIPT_BYTES {
            return Err(Error::new(Code::InvalidArgument).with_detail("receipt size"));
        }
        self.post(id, "ack", RECEIPT_TYPE, receipt, job)
    }

    /// `POST /v1/messages/{id}/recall`.
    ///
    /// # Errors
    /// As above.
    pub fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<MessageState> {
        self.post(id, "recall", JSON, b"{}", job)
    }
}

impl HttpTransport {
    /// Another line with the same certificate, whose requests name the office that they are for.
    ///
    /// # Errors
    /// [`Code::OfficeNumber`].
    pub fn for_office(&self, office: &str) -> Result<Self> {
        if !is_office_number(office) {
            return Err(Error::new(Code::OfficeNumber));
        }
        Ok(Self(self.0.another().with_header(ACTING_FOR, office)))
    }

    /// How the last call was connected; `None` where none was yet.
    pub fn connection(&self) -> Option<Connection> {
        self.0.connection()
    }

    fn call(
        &mut self,
        request: &Request<'_>,
        body: Body<'_>,
        sink: Option<BodyTarget<'_>>,
        job: &mut Job<'_>,
    ) -> Result<Answer> {
        judge(self.0.call(request, body, sink, job)?, request.changes)
    }

    fn json<T: DeserializeOwned>(&mut self, request: &Request<'_>, job: &mut Job<'_>) -> Result<T> {
        let answer = self.call(request, Body::None, None, job)?;
        parse(&answer)
    }

    fn post(
        &mut self,
        id: &MessageId,
        what: &str,
        content: &str,
        body: &[u8],
        job: &mut Job<'_>,
    ) -> Result<MessageState> {
        let request = Request {
            method: Method::POST,
            path: format!("/v1/messages/{id}/{what}"),
            accept: PROBLEMS_TOO,
            content: Some(content),
            changes: true,
            waits: Duration::ZERO,
            max_answer: MAX_ANSWER,
        };
        let answer = self.call(&request, Body::Bytes(body), None, job)?;
        match parse::<MessageState>(&answer) {
            Ok(state) if state.id == *id => Ok(state),
            Ok(_) => Err(in_doubt(protocol("another message than asked for"), true)),
            Err(error) => Err(in_doubt(error, true)),
        }
    }
}

/// Makes an error of every answer that is not a success.
fn judge(answer: Answer, changes: bool) -> Result<Answer> {
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    let problem = match media_type(&answer) {
        Some(PROBLEM_TYPE) => serde_json::from_slice::<Problem>(&answer.body).ok(),
        _ => None,
    };
    let error = match problem {
        // A relay that failed may have failed after it stored.
        Some(problem) => in_doubt(error_of(answer.status, problem), changes && answer.status == 500),
        // Some gateway spoke, which may have passed the request on.
        None => in_doubt(error_of_status(answer.status), changes && answer.status >= 500),
    };
    Err(with_advice(error, &answer.headers, OffsetDateTime::now_utc()))
}

fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    if answer.status != 200 || media_type(answer) != Some(JSON) {
        return Err(protocol("no JSON"));
    }
    // serde's own text may quote the body: only the place where it stopped is reported.
    serde_json::from_slice(&answer.body).map_err(|error| {
        Error::new(Code::Protocol).with_detail(format!("JSON, line {} column {}", error.line(), error.column()))
    })
}

/// A page that leads to itself would be read for ever.
fn check_onward(is_empty: bool, after: &str, next: &str) -> Result<()> {
    if is_empty || next != after { Ok(()) } else { Err(protocol("a page that leads to itself")) }
}

fn check_cursor(next: &str) -> Result<()> {
    if next.chars().count() > MAX_CURSOR_CHARS { Err(protocol("a cursor that is too long")) } else { Ok(()) }
}

fn protocol(detail: &'static str) -> Error {
    Error::new(Code::Protocol).with_detail(detail)
}

/// A cursor as a URL has it.
fn query(cursor: &str) -> Result<String> {
    if cursor.chars().count() > MAX_CURSOR_CHARS {
        return Err(Error::new(Code::InvalidArgument).with_detail("cursor"));
    }
    let mut text = String::with_capacity(cursor.len());
    for byte in cursor.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(text)
}
