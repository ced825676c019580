//! What the verbs need of a relay, whatever its wire protocol.

use std::io::{Read, Write};
use std::time::Duration;

use crate::error::Result;
use crate::progress::Job;
use crate::seal::MessageId;

use super::wire::{Capabilities, InboxPage, Office, SentPage};

/// How a transport is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The version of TLS, as `TLS 1.3`.
    pub tls: &'static str,
    /// Whether it goes through a proxy.
    pub proxy: bool,
}

/// One office's line to a relay. Every call may be repeated at any time: nothing is doubled.
///
/// All calls block, run on the calling thread and stop within 200 ms of a cancel. An error that is
/// [`in_doubt`](crate::Error::in_doubt) may have taken effect: repeat the same call to know.
pub trait Transport: Send {
    /// What the relay can do, and its limits.
    ///
    /// # Errors
    /// Network, TLS and protocol errors (4xx), or the relay's refusal (5xx), as for every call.
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities>;

    /// Looks an office up in the directory; `None` where it is not registered.
    ///
    /// # Errors
    /// As [`capabilities`](Self::capabilities).
    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<Office>>;

    /// Hands over a container of `len` bytes and gives back the relay's *accepted* receipt (CMS,
    /// DER), the same one on every repeat. An error of `body` that wraps an [`Error`](crate::Error)
    /// is given back as that error.
    ///
    /// # Errors
    /// As above; [`Code::SourceChanged`](crate::Code::SourceChanged) where `body` is not `len`
    /// bytes long, in which case nothing was accepted.
    fn put_message(&mut self, id: &MessageId, body: &mut dyn Read, len: u64, job: &mut Job<'_>) -> Result<Vec<u8>>;

    /// Writes a container of at most `max` bytes to `sink` and gives back its size. After an error
    /// `sink` may hold a part of it.
    ///
    /// # Errors
    /// As above; [`Code::AnswerTooLarge`](crate::Code::AnswerTooLarge) where it is larger.
    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64>;

    /// Lists messages to this office behind the cursor `after` (empty: from the beginning). Where
    /// there are none, the relay waits up to `wait` for one.
    ///
    /// # Errors
    /// As above.
    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage>;

    /// Lists this office's own messages behind the cursor `after`, with state and receipts.
    ///
    /// # Errors
    /// As above.
    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage>;

    /// Hands over the receiver's *imported* or *refused* receipt (CMS, DER).
    ///
    /// # Errors
    /// As above.
    fn acknowledge(&mut self, id: &MessageId, receipt: &[u8], job: &mut Job<'_>) -> Result<()>;

    /// Takes an own message back before it is picked up.
    ///
    /// # Errors
    /// As above; [`Code::RelayState`](crate::Code::RelayState) where it was picked up.
    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()>;

    /// How the last call was connected; `None` where none was yet, or where it is not known.
    fn connection(&self) -> Option<Connection> {
        None
    }
}
