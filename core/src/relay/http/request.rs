//! What goes with a request: its head and its body.

use std::io::{ErrorKind, Read};

use http::{Method, Request, header};

use crate::error::{Code, Error};

use super::fault::{Outcome, local, protocol};

/// One read or write of a body.
pub(super) const CHUNK: usize = 64 * 1024;

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
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Stream { len, .. } => *len,
        }
    }

    pub(super) fn can_repeat(&self) -> bool {
        !matches!(self, Self::Stream { touched: true, .. })
    }

    /// Fills `chunk` with the bytes from `at` on.
    pub(super) fn read_chunk(&mut self, at: u64, chunk: &mut [u8]) -> Outcome<()> {
        match self {
            Self::None => Ok(()),
            Self::Bytes(bytes) => {
                let at = usize::try_from(at).unwrap_or(usize::MAX);
                let from = bytes.get(at..).and_then(|rest| rest.get(..chunk.len()));
                chunk.copy_from_slice(from.ok_or_else(|| protocol("request body"))?);
                Ok(())
            }
            Self::Stream { from, touched, .. } => {
                *touched = true;
                from.read_exact(chunk).map_err(|error| match error.kind() {
                    ErrorKind::UnexpectedEof => Error::new(Code::SourceChanged).into(),
                    _ => local(error, Code::FileRead),
                })
            }
        }
    }

    /// A stream that goes on behind its length is not what was sealed: found out before the last bytes
    /// are sent, so that nothing can have been accepted.
    pub(super) fn check_end(&mut self) -> Outcome<()> {
        let Self::Stream { from, .. } = self else { return Ok(()) };
        loop {
            match from.read(&mut [0]) {
                Ok(0) => return Ok(()),
                Ok(_) => return Err(Error::new(Code::SourceChanged).into()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(local(error, Code::FileRead)),
            }
        }
    }
}

/// A request with our headers. `target` is the whole URL.
pub(super) fn head(
    method: Method,
    target: &str,
    accept: &str,
    content: Option<&str>,
    more: Option<(&'static str, &str)>,
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
    if let Some((name, value)) = more {
        request = request.header(name, value);
    }
    if body.len() > CHUNK as u64 {
        // Lets the relay refuse before a large body travels.
        request = request.header(header::EXPECT, "100-continue");
    }
    request.body(()).map_err(|error| Error::new(Code::InvalidArgument).with_source(error))
}
