//! What is stored of an entry.

use std::path::Path;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::ledger::Document;
use super::owner::Claim;
use super::{EntryFault, EntryState};
use crate::keys::is_office_number;
use crate::relay::Outcome;
use crate::seal::MessageId;
use crate::unit::Serial;

/// A message of the outbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outgoing {
    pub(super) id: MessageId,
    pub(super) state: EntryState,
    pub(super) from: (String, String),
    pub(super) to: (String, String),
    pub(super) serial: String,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) supersedes: Option<MessageId>,
    pub(super) override_reason: Option<String>,
    pub(super) files: Vec<StoredFile>,
    pub(super) passed_over: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) queued_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) changed_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(super) accepted_at: Option<OffsetDateTime>,
    /// Whether a verified receipt proves the state.
    pub(super) is_signed: bool,
    pub(super) tries: Tries,
    /// Whether it was handed to the relay and no answer says what became of it.
    pub(super) in_doubt: bool,
    /// Why it could not be sent.
    pub(super) fault: Option<EntryFault>,
    /// What is doubtful about the relay's word.
    pub(super) doubt: Option<EntryFault>,
    /// The office that sent it as our agent, as the receipt says.
    pub(super) agent: Option<String>,
    /// The office that imported or refused it as the receiver's agent, as the receipts say.
    pub(super) receiver_agent: Option<String>,
    /// Why the receiver refused it.
    pub(super) reason: Option<String>,
    /// The entry that was queued in its place.
    pub(super) superseded_by: Option<MessageId>,
    /// Whether it is to be recalled.
    pub(super) is_to_recall: bool,
    /// The folder with the files that a person is to upload.
    pub(super) prepared: Option<String>,
    pub(super) claim: Option<Claim>,
}

/// A file of a unit; its bytes are in the file `unit-N` beside the record, N being its place from 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredFile {
    pub(super) name: String,
    pub(super) is_csv: bool,
}

/// How often something was tried, and when it will be again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tries {
    pub(super) count: u32,
    /// How many of them ended because of a login.
    pub(super) logins: u32,
    /// When the wait began, by the same clock.
    #[serde(with = "time::serde::rfc3339::option")]
    pub(super) put_off_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(super) not_before: Option<OffsetDateTime>,
}

/// A message of the inbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Received {
    pub(super) id: MessageId,
    pub(super) state: EntryState,
    /// The sending office's number: the relay's word where the message could not be opened.
    pub(super) from: String,
    /// Empty where the message could not be opened.
    pub(super) serial: String,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) supersedes: Option<MessageId>,
    pub(super) size: u64,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) accepted_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) received_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) changed_at: OffsetDateTime,
    /// Whether its container is kept.
    pub(super) is_fetched: bool,
    /// Whether its sender has signed it: where files are carried by hand, nobody has.
    pub(super) is_signed: bool,
    pub(super) tries: Tries,
    /// Why it could not be fetched, opened or reported.
    pub(super) fault: Option<EntryFault>,
    /// How often it was handed to a host.
    pub(super) offered: u32,
    pub(super) outcome: Option<StoredOutcome>,
    /// The office that sent it as the sender's agent, as the receipt proves.
    pub(super) agent: Option<String>,
    /// What the relay has as our outcome; none as long as it has not heard of it.
    pub(super) reported: Option<EntryState>,
    /// The office that reported it as our agent, as the receipt says.
    pub(super) receiver_agent: Option<String>,
    pub(super) claim: Option<Claim>,
}

/// What the host has said of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredOutcome {
    /// Why it was refused; none: it was imported.
    pub(super) refused: Option<String>,
    /// The fencing number of the claim under which it was said; 0: of no claim.
    pub(super) fence: u64,
}

impl StoredOutcome {
    pub(super) fn outcome(&self) -> Outcome {
        self.refused.clone().map_or(Outcome::Imported, Outcome::Refused)
    }

    pub(super) fn state(&self) -> EntryState {
        if self.refused.is_some() { EntryState::Refused } else { EntryState::Imported }
    }
}

/// How far one of the relay's lists was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cursor {
    pub(super) cursor: String,
    pub(super) claim: Option<Claim>,
}

impl Document for Outgoing {
    fn belongs_into(&self, folder: &Path) -> bool {
        is_folder_of(folder, &self.id) && is_office_number(&self.to.0) && Serial::new(&self.serial).is_ok()
    }
}

impl Document for Received {
    fn belongs_into(&self, folder: &Path) -> bool {
        let is_serial = self.serial.is_empty() || Serial::new(&self.serial).is_ok();
        is_folder_of(folder, &self.id) && is_office_number(&self.from) && is_serial
    }
}

impl Document for Cursor {
    fn belongs_into(&self, _: &Path) -> bool {
        true
    }
}

/// A record that was copied into another folder would be a message twice.
fn is_folder_of(folder: &Path, id: &MessageId) -> bool {
    folder.file_name().is_some_and(|name| name.to_str() == Some(&id.to_string()))
}
