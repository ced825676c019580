//! `message.json`: who sends what to whom.

use serde::{Deserialize, Serialize};

use super::id::MessageId;
use super::limits::MESSAGE_BYTES;
use super::{clock, part};
use crate::error::{Code, Error, Result};
use crate::keys::is_office_number;

const FORMAT: &str = "CPX-message/1";
/// The longest subject, and the longest reason of an override, in characters.
pub(crate) const MAX_SUBJECT: usize = 200;
const MAX_KIND: usize = 32;

/// A sender or receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The 10-digit office number.
    pub office: String,
    /// The service type code: two digits or capitals.
    pub service_type: String,
}

/// The message header. Its one byte form is compact JSON with the fields in this order; any other form
/// is refused, so the same message always has the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageHeader {
    /// The sender.
    pub from: Party,
    /// The receiver.
    pub to: Party,
    /// The 14-digit serial.
    pub serial: String,
    /// The version of the CSV files, `None` where there are none.
    pub csv_version: Option<String>,
    /// What kind of unit it is: a short token of `a`–`z` and `_`.
    pub kind: String,
    /// A line for people, which may be empty.
    pub subject: String,
    /// When it was made, `2026-01-31T00:00:00+09:00`. Taken from the serial and not from the clock
    /// ([`MessageHeader::created_at`]), so that sealing again gives the same id.
    pub created: String,
    /// The message that this one replaces.
    pub supersedes: Option<MessageId>,
    /// Why it was sent in spite of error-level findings, a line for people.
    pub override_reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    from: Party,
    to: Party,
    serial: String,
    csv_version: Option<String>,
    kind: String,
    subject: String,
    created: String,
    supersedes: Option<MessageId>,
    override_reason: Option<String>,
}

impl MessageHeader {
    /// The text for `created` that belongs to a serial.
    ///
    /// # Errors
    /// [`Code::Serial`] where the serial is no point in time.
    pub fn created_at(serial: &str) -> Result<String> {
        clock::japan_time_of_serial(serial)
            .ok_or_else(|| Error::new(Code::Serial).with_detail("the serial is not a point in time"))
    }

    /// The byte form.
    ///
    /// # Errors
    /// [`Code::MessageFormat`] where a field is not as laid down.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.check()?;
        let this = self.clone();
        let wire = Wire {
            format: FORMAT.to_owned(),
            from: this.from,
            to: this.to,
            serial: this.serial,
            csv_version: this.csv_version,
            kind: this.kind,
            subject: this.subject,
            created: this.created,
            supersedes: this.supersedes,
            override_reason: this.override_reason,
        };
        serde_json::to_vec(&wire).map_err(|_| Code::MessageFormat.with_detail("not writable"))
    }

    /// Reads the byte form.
    ///
    /// # Errors
    /// [`Code::MessageFormat`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        if bytes.len() as u64 > MESSAGE_BYTES {
            return Err(Code::MessageFormat.with_detail("too large"));
        }
        // The parser's own text could quote the input, so it is not passed on.
        let wire: Wire =
            serde_json::from_slice(bytes).map_err(|_| Code::MessageFormat.with_detail("not the JSON expected"))?;
        if wire.format != FORMAT {
            return Err(Code::MessageFormat.with_detail("another format"));
        }
        let message = Self {
            from: wire.from,
            to: wire.to,
            serial: wire.serial,
            csv_version: wire.csv_version,
            kind: wire.kind,
            subject: wire.subject,
            created: wire.created,
            supersedes: wire.supersedes,
            override_reason: wire.override_reason,
        };
        if message.to_bytes()? != bytes {
            return Err(Code::MessageFormat.with_detail("not in its canonical form"));
        }
        Ok(message)
    }

    fn check(&self) -> Result<()> {
        for party in [&self.from, &self.to] {
            if !is_office_number(&party.office) {
                return Err(Code::MessageFormat.with_detail("an office number is not 10 digits"));
            }
            let code = party.service_type.as_bytes();
            if code.len() != 2 || !code.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
                return Err(Code::MessageFormat.with_detail("a service type is not 2 digits or capitals"));
            }
        }
        if !digits(&self.serial, 14) {
            return Err(Code::MessageFormat.with_detail("the serial is not 14 digits"));
        }
        if !self.csv_version.as_deref().is_none_or(|version| digits(version, 6)) {
            return Err(Code::MessageFormat.with_detail("the CSV version is not 6 digits"));
        }
        let token = |b: u8| b.is_ascii_lowercase() || b == b'_';
        if !(1..=MAX_KIND).contains(&self.kind.len()) || !self.kind.bytes().all(token) {
            return Err(Code::MessageFormat.with_detail("the kind is not a short token"));
        }
        if !part::is_line(&self.subject, MAX_SUBJECT) {
            return Err(Code::MessageFormat.with_detail("the subject is too long or holds control characters"));
        }
        if !self
            .override_reason
            .as_deref()
            .is_none_or(|reason| !reason.is_empty() && part::is_line(reason, MAX_SUBJECT))
        {
            return Err(
                Code::MessageFormat.with_detail("the override's reason is empty, too long or holds control characters")
            );
        }
        if !clock::is_japan_time(&self.created) {
            return Err(Code::MessageFormat.with_detail("created is not a time in Japan"));
        }
        Ok(())
    }
}

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}
