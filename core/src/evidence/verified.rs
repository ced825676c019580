//! A container that was verified.

use std::path::PathBuf;

use crate::form::about;
use crate::keys::UnixTime;
use crate::seal::{Agent, MessageHeader, MessageId, Opened, PartInfo, Signature, VerifiedReceipt};

/// A container that was verified.
#[derive(Clone)]
#[non_exhaustive]
pub struct VerifiedMessage {
    /// Its file.
    pub path: PathBuf,
    /// The message id.
    pub id: MessageId,
    /// The message header.
    pub message: MessageHeader,
    /// Who signed.
    pub signer: Signature,
    /// The agent that has signed and sent it for the sender; `None` where the sender itself did.
    pub agent: Option<Agent>,
    /// Its files.
    pub parts: Vec<PartInfo>,
    /// Its bytes.
    pub size: u64,
    /// As of when its certificate was verified.
    pub verification_time: VerificationTime,
    /// The relay's *accepted* receipt that lay beside the container, where none was added.
    pub(super) beside: Option<(VerifiedReceipt, Vec<u8>)>,
    /// The container, whose reader is opened anew for its rows.
    pub(super) opened: Opened<()>,
}

impl VerifiedMessage {
    /// Its kind and its months, in words.
    pub(super) fn about(&self) -> [String; 2] {
        about(&self.message.kind, self.parts.iter().map(|part| part.name.as_str()))
    }

    /// The time before which its certificate must not have been revoked, where it was revoked since.
    pub(super) fn stands_at(&self) -> UnixTime {
        match self.verification_time {
            VerificationTime::Stamp(at) | VerificationTime::Accepted(at) => at,
            VerificationTime::Now(_) => self.signer.signing_time,
        }
    }
}

/// As of when a container was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationTime {
    /// Of its trusted time stamp.
    Stamp(UnixTime),
    /// Of the relay's *accepted* receipt.
    Accepted(UnixTime),
    /// As of the time that was given as the present: nothing proves an earlier one.
    Now(UnixTime),
}

impl VerificationTime {
    /// The time.
    pub fn at(self) -> UnixTime {
        match self {
            Self::Stamp(at) | Self::Accepted(at) | Self::Now(at) => at,
        }
    }
}
