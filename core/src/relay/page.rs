//! Pages of the inbox and of the sent list.

use time::OffsetDateTime;

use super::State;
use crate::error::Error;
use crate::seal::MessageId;

/// A page of the inbox.
#[derive(Debug, Default)]
pub struct InboxPage {
    /// The messages, oldest first.
    pub entries: Vec<InboxEntry>,
    /// The cursor after the last of them: opaque, keep it as it is.
    pub next: String,
    /// What keeps messages from being listed, where files come by hand: which file is missing, belongs nowhere or
    /// cannot be read. Told by every page until it is resolved.
    pub obstacles: Vec<Error>,
}

/// A message in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEntry {
    /// The message id.
    pub id: MessageId,
    /// The sending office's number.
    pub from: String,
    /// The kind of message.
    pub kind: String,
    /// The container's size in bytes.
    pub size: u64,
    /// When the relay accepted it; of files that come by hand, when they were first seen.
    pub accepted_at: OffsetDateTime,
    /// The cursor after this message: opaque, keep it as it is.
    pub cursor: String,
    /// Of a message that an agent sent for its sender: the relay's *accepted* receipt (CMS, DER), which says so. The
    /// client verifies it.
    pub accepted: Option<Vec<u8>>,
}

/// A page of the sent list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentPage {
    /// The messages, those that changed longest ago first; none at the end of the list.
    pub entries: Vec<SentEntry>,
    /// The cursor after the last of them, or the one that was asked for: opaque, keep it as it is.
    pub next: String,
}

/// One of the office's own messages and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentEntry {
    /// The message id.
    pub id: MessageId,
    /// The receiving office's number.
    pub to: String,
    /// The kind of message.
    pub kind: String,
    /// The state.
    pub state: State,
    /// When the relay accepted it; of files that a person uploads, when they were laid ready, and from their word on,
    /// when that was given.
    pub accepted_at: OffsetDateTime,
    /// Why the receiver refused it, where no signed receipt says so.
    pub reason: Option<String>,
    /// The signed receipts so far (CMS, DER), oldest first; empty where the relay has none.
    pub receipts: Vec<Vec<u8>>,
}
