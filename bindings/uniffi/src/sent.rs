//! What was sent.

use cplink::client;

use crate::failure::{Fault, fault};
use crate::finding::{Finding, findings};
use crate::receipt::Receipt;

/// A message that the relay has accepted.
#[derive(uniffi::Record)]
pub struct Sent {
    /// The message id.
    pub id: String,
    /// The container that is kept.
    pub container: String,
    /// The relay's receipt, where it signs one.
    pub receipt: Option<Receipt>,
    /// When the relay accepted it, in seconds since 1970.
    pub accepted_at: i64,
    /// The findings, warnings too.
    pub findings: Vec<Finding>,
}

impl From<client::Sent> for Sent {
    fn from(sent: client::Sent) -> Self {
        Self {
            id: sent.id.to_string(),
            container: sent.container.to_string_lossy().into_owned(),
            receipt: sent.accepted.zip(sent.receipt).map(|(accepted, der)| Receipt::new(&accepted, der)),
            accepted_at: sent.accepted_at.unix_timestamp(),
            findings: findings(&sent.findings),
        }
    }
}

/// A page of the sent list.
#[derive(uniffi::Record)]
pub struct SentList {
    /// Our messages, oldest first.
    pub messages: Vec<SentMessage>,
    /// The cursor for the next page; none at the end of the list.
    pub next: Option<String>,
}

/// One of our messages.
#[derive(uniffi::Record)]
pub struct SentMessage {
    /// The message id.
    pub id: String,
    /// The receiving office's number.
    pub receiver: String,
    /// The kind of message.
    pub kind: String,
    /// The state's token.
    pub state: String,
    /// The state as users see it.
    pub state_ja: String,
    /// Whether a verified receipt proves the state.
    pub is_signed: bool,
    /// The state that the relay says it has.
    pub relay_state: String,
    /// What is doubtful about the relay's word.
    pub doubt: Option<Fault>,
    /// Why the receiver refused it.
    pub reason: Option<String>,
    /// When the relay accepted it, in seconds since 1970.
    pub accepted_at: i64,
    /// The receipts so far that could be verified.
    pub receipts: Vec<Receipt>,
    /// Those that could not.
    pub bad_receipts: Vec<BadReceipt>,
}

/// A receipt that could not be verified.
#[derive(uniffi::Record)]
pub struct BadReceipt {
    /// Why.
    pub fault: Fault,
    /// Its bytes.
    pub der: Vec<u8>,
}

impl From<client::SentList> for SentList {
    fn from(list: client::SentList) -> Self {
        Self { messages: list.messages.into_iter().map(SentMessage::from).collect(), next: list.next }
    }
}

impl From<client::SentMessage> for SentMessage {
    fn from(message: client::SentMessage) -> Self {
        Self {
            id: message.id.to_string(),
            receiver: message.to,
            kind: message.kind,
            state: message.state.token().to_owned(),
            state_ja: message.state.name_ja().to_owned(),
            is_signed: message.is_signed,
            relay_state: message.relay_state.token().to_owned(),
            doubt: message.doubt.map(fault),
            reason: message.reason,
            accepted_at: message.accepted_at.unix_timestamp(),
            bad_receipts: message
                .bad_receipts
                .into_iter()
                .map(|(error, der)| BadReceipt { fault: fault(error), der })
                .collect(),
            receipts: message.receipts.into_iter().map(|(verified, der)| Receipt::new(&verified, der)).collect(),
        }
    }
}
