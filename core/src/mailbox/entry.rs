//! An entry of the mailbox, as it is shown.

use std::path::PathBuf;

use serde::Serialize;
use time::OffsetDateTime;

use super::records::{Outgoing, Received};
use super::{EntryFault, EntryState};
use crate::error::Error;

/// Which half of the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What the office sends (送信箱).
    Outbox,
    /// What the office receives (受信箱).
    Inbox,
}

impl Side {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Outbox, Self::Inbox];

    /// The name for programs, and of the folder.
    pub fn token(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Inbox => "inbox",
        }
    }

    /// The name that users see.
    pub fn name_ja(self) -> &'static str {
        match self {
            Self::Outbox => "送信箱",
            Self::Inbox => "受信箱",
        }
    }
}

/// One message of the mailbox and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The message id; of what cannot be read, the name of its file or folder.
    pub id: String,
    /// Which half it is in.
    pub side: Side,
    /// Its state.
    pub state: EntryState,
    /// The state, in Japanese.
    pub state_ja: &'static str,
    /// The other office's number; empty where it is not known.
    pub office: String,
    /// The kind of unit; empty where it is not known.
    pub kind: String,
    /// The serial; empty where it is not known.
    pub serial: String,
    /// The subject line.
    pub subject: String,
    /// The message that it replaces.
    pub supersedes: Option<String>,
    /// The entry that was queued in its place.
    pub superseded_by: Option<String>,
    /// When it was queued or received.
    #[serde(with = "time::serde::rfc3339::option")]
    pub at: Option<OffsetDateTime>,
    /// When the entry last changed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub changed_at: Option<OffsetDateTime>,
    /// When the relay accepted it; of what a person uploads, when it was laid ready, then when the upload was confirmed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub accepted_at: Option<OffsetDateTime>,
    /// Not tried or handed out before this moment.
    #[serde(with = "time::serde::rfc3339::option")]
    pub not_before: Option<OffsetDateTime>,
    /// How often it was tried without success since a person last had a hand in it.
    pub tries: u32,
    /// Whether it may have reached the relay although no answer says so. Repeating settles it.
    pub in_doubt: bool,
    /// Whether a verified receipt proves the state; in the inbox, whether its sender has signed the message.
    pub is_signed: bool,
    /// Why it needs a person, or why it has to wait.
    pub fault: Option<EntryFault>,
    /// What is doubtful about what the relay says of it.
    pub doubt: Option<EntryFault>,
    /// The number of the office that sent it as its sender's agent, as the receipt says; of what is sent from here, as ours.
    pub agent: Option<String>,
    /// The number of the office that imported or refused it as its receiver's agent, as the receipts say; of what was
    /// received here, as ours.
    pub receiver_agent: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The entry of the same receiver that has to be sent first.
    pub blocked_by: Option<String>,
    /// Whether it is to be recalled, and the relay has not confirmed it yet.
    pub is_to_recall: bool,
    /// The folder with the files that a person is to upload, as long as nobody has said that they are.
    pub prepared: Option<PathBuf>,
    /// How often it was handed to a host.
    pub offered: u32,
    /// Whether the relay knows the outcome of a received message.
    pub is_reported: bool,
    /// The container, where it is kept.
    pub container: Option<PathBuf>,
}

impl Entry {
    pub(super) fn of_outgoing(found: Outgoing, container: PathBuf) -> Self {
        Self {
            id: found.id.to_string(),
            side: Side::Outbox,
            state: found.state,
            state_ja: found.state.name_ja(),
            office: found.to.0,
            kind: found.kind,
            serial: found.serial,
            subject: found.subject,
            supersedes: found.supersedes.map(|id| id.to_string()),
            superseded_by: found.superseded_by.map(|id| id.to_string()),
            at: Some(found.queued_at),
            changed_at: Some(found.changed_at),
            accepted_at: found.accepted_at,
            not_before: found.tries.not_before,
            tries: found.tries.count,
            in_doubt: found.in_doubt,
            is_signed: found.is_signed,
            fault: found.fault,
            doubt: found.doubt,
            agent: found.agent,
            receiver_agent: found.receiver_agent,
            reason: found.reason,
            blocked_by: None,
            is_to_recall: found.is_to_recall,
            prepared: found.prepared.map(PathBuf::from).filter(|_| found.state == EntryState::Prepared),
            offered: 0,
            is_reported: false,
            container: Some(container).filter(|path| path.is_file()),
        }
    }

    pub(super) fn of_received(found: Received, container: PathBuf) -> Self {
        Self {
            id: found.id.to_string(),
            side: Side::Inbox,
            state: found.state,
            state_ja: found.state.name_ja(),
            office: found.from,
            kind: found.kind,
            serial: found.serial,
            subject: found.subject,
            supersedes: found.supersedes.map(|id| id.to_string()),
            superseded_by: None,
            at: Some(found.received_at),
            changed_at: Some(found.changed_at),
            accepted_at: Some(found.accepted_at),
            not_before: found.tries.not_before,
            tries: found.tries.count,
            in_doubt: false,
            is_signed: found.is_signed,
            fault: found.fault,
            doubt: None,
            agent: found.agent,
            receiver_agent: found.receiver_agent,
            reason: found.outcome.and_then(|outcome| outcome.refused),
            blocked_by: None,
            is_to_recall: false,
            prepared: None,
            offered: found.offered,
            is_reported: found.reported.is_some(),
            container: Some(container).filter(|path| path.is_file()),
        }
    }

    /// What cannot be read.
    pub(super) fn of_damaged(side: Side, name: &str, error: &Error) -> Self {
        Self {
            id: name.to_owned(),
            side,
            state: EntryState::Attention,
            state_ja: EntryState::Attention.name_ja(),
            office: String::new(),
            kind: String::new(),
            serial: String::new(),
            subject: String::new(),
            supersedes: None,
            superseded_by: None,
            at: None,
            changed_at: None,
            accepted_at: None,
            not_before: None,
            tries: 0,
            in_doubt: false,
            is_signed: false,
            fault: Some(EntryFault::of(error)),
            doubt: None,
            agent: None,
            receiver_agent: None,
            reason: None,
            blocked_by: None,
            is_to_recall: false,
            prepared: None,
            offered: 0,
            is_reported: false,
            container: None,
        }
    }
}
