//! `send`: check, seal, one exchange, verify the receipt.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use time::OffsetDateTime;

use super::keep;
use super::{Checked, Client, check, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::file::{Partial, Source};
use crate::finding::{Finding, Severity};
use crate::progress::Job;
use crate::relay::{Acceptance, Capabilities, Outgoing};
use crate::seal::{
    Draft, Limits, MAX_SUBJECT, MessageHeader, MessageId, Part, Party, Receipt, ReceiptKind, SealOptions,
    VerifiedReceipt, is_line, is_reason, open,
};
use crate::unit::{Address, MediaType, Unit, sealed_name};

/// How to send.
#[derive(Clone, Debug)]
pub struct SendOptions {
    keep: PathBuf,
    override_reason: Option<String>,
}

impl SendOptions {
    /// The container is kept in this folder as `<message id>.asice`: it is the evidence, and what a
    /// repeated call sends again. On Unix it is for its owner only (mode 0600, a new folder 0700); on Windows it has
    /// the rights that its folder hands down.
    pub fn new(keep: impl Into<PathBuf>) -> Self {
        Self { keep: keep.into(), override_reason: None }
    }

    /// Sends despite error-level findings. The reason goes into the signed message, where the
    /// receiver and an inspector can read it: do not put names of users into it.
    pub fn with_override(mut self, reason: impl Into<String>) -> Self {
        self.override_reason = Some(reason.into());
        self
    }
}

/// A message that the relay has accepted.
#[derive(Debug)]
pub struct Sent {
    /// The message id.
    pub id: MessageId,
    /// The container that is kept.
    pub container: PathBuf,
    /// The relay's *accepted* receipt (CMS, DER), verified; `None` where the relay signs none.
    pub receipt: Option<Vec<u8>>,
    /// What the receipt says. Without it nothing proves that the relay accepted.
    pub accepted: Option<VerifiedReceipt>,
    /// When the relay accepted it, by its clock: as the receipt says, else the relay's word; ours where it says
    /// nothing.
    pub accepted_at: OffsetDateTime,
    /// The findings, warnings too.
    pub findings: Vec<Finding>,
}

/// A unit that may be sent, and what its message says of it.
pub(crate) struct Sendable {
    pub(crate) message: MessageHeader,
    pub(crate) findings: Vec<Finding>,
    /// The errors that are about the unit as a whole.
    of_unit: Vec<Finding>,
}

impl Sendable {
    /// Checks a unit of this office as it is checked before it is sent.
    pub(crate) fn judge(unit: &Unit, office: &str, reason: Option<&str>, job: &mut Job<'_>) -> Result<Self> {
        lines(unit, reason)?;
        if unit.from().office() != office {
            let offices = format!("certificate {office}, sender {}", unit.from().office());
            return Err(Error::new(Code::CertOffice).with_detail(offices));
        }
        let checked = Checked::of(unit, job)?;
        let report = &checked.report;
        let findings: Vec<Finding> = report.all_findings().cloned().collect();
        if report.has_error() && reason.is_none() {
            return Err(check::refusal(findings));
        }
        let message = message(unit, &checked, reason)?;
        let of_unit = report.findings.iter().filter(|each| is_error(each)).cloned().collect();
        Ok(Self { message, findings, of_unit })
    }

    /// The id that its message has.
    pub(crate) fn id(&self, unit: &Unit, limits: &Limits, job: &mut Job<'_>) -> Result<MessageId> {
        Ok(Draft::prepare(self.message.clone(), parts(unit)?, limits, job)?.id())
    }
}

impl Client {
    /// Sends a unit: checks it, seals it, hands it over and verifies the relay's receipt where it signs one. The same
    /// unit is the same message: repeating the call gives the same id and the same receipt.
    ///
    /// # Errors
    /// [`Code::KeepFolder`] where the folder that keeps containers has no name; 2xx where the
    /// findings forbid it (they are in the error); [`Code::CertOffice`] where the sender
    /// is not the certificate's office; 4xx network, 5xx refused, 6xx local files. An error that is
    /// [`in_doubt`](Error::in_doubt) may have been delivered: repeat the call.
    pub fn send(&mut self, unit: &Unit, options: &SendOptions, job: &mut Job<'_>) -> Result<Sent> {
        self.send_as(None, unit, options, job)
    }

    /// The same for a unit that has its id already: another one than `expected` is [`Code::MailboxChanged`].
    pub(crate) fn send_as(
        &mut self,
        expected: Option<&MessageId>,
        unit: &Unit,
        options: &SendOptions,
        job: &mut Job<'_>,
    ) -> Result<Sent> {
        keep::check(&options.keep)?;
        let reason = options.override_reason.as_deref();
        self.sweep(&options.keep);
        let Sendable { message, findings, of_unit } = Sendable::judge(unit, &self.identity.office_number, reason, job)?;
        let relay = self.capabilities(job)?;
        let draft = Draft::prepare(message, parts(unit)?, &self.limits, job)?;
        if expected.is_some_and(|expected| *expected != draft.id()) {
            return Err(Error::new(Code::MailboxChanged));
        }
        taken_by(&relay, &draft).map_err(|error| error.with_findings(of_unit))?;
        self.require_service(unit.to(), job)?;
        let id = draft.id();
        let container = options.keep.join(format!("{id}.asice"));
        if !self.is_kept(&container, &id, job)? {
            let mut options = SealOptions::new(unix_now());
            options.stamper = self.stamper.as_deref();
            options.stamp_authorities = self.trust.stamp_authorities();
            let sealed =
                Partial::write(&container, |file| draft.seal_with(&*self.signer, &options, file, job).map(|_| ()))?;
            // Another thread or process may have sealed the same message meanwhile.
            sealed.put_unless(|| self.is_kept(&container, &id, job))?;
        }
        let unreadable = |error| Error::path(Code::FileRead, &container, error);
        let file = File::open(&container).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        if length > relay.limits.container_bytes {
            return Err(too_large_for_relay());
        }
        let outgoing = Outgoing { id, message: draft.message() };
        let answer = self.transport.put_message(&outgoing, &mut BufReader::new(file), length, job);
        self.heed(&answer);
        let Acceptance { receipt, at } = answer?;
        let accepted = match &receipt {
            Some(receipt) => Some(self.accepted(receipt, &outgoing).map_err(Error::with_in_doubt)?),
            None if relay.abilities.receipts => {
                return Err(Error::new(Code::ReceiptFormat).with_detail("the receipt is missing").with_in_doubt());
            }
            None => None,
        };
        let accepted_at = accepted.as_ref().and_then(signed_at).or(at).unwrap_or_else(now);
        Ok(Sent { id, container, receipt, accepted, accepted_at, findings })
    }

    /// The relay's receipt, verified, where it is for this message.
    fn accepted(&self, receipt: &[u8], outgoing: &Outgoing<'_>) -> Result<VerifiedReceipt> {
        let accepted = Receipt::verify(receipt, &self.trust, unix_now())?;
        let (said, message) = (&accepted.receipt, outgoing.message);
        let is_ours = said.kind == ReceiptKind::Accepted
            && said.message == outgoing.id
            && said.from == message.from.office
            && said.to == message.to.office;
        if is_ours {
            Ok(accepted)
        } else {
            Err(Error::new(Code::ReceiptFormat).with_detail("the receipt is for another message"))
        }
    }

    /// Whether the same message lies here whole and as it would be sealed now: by the same certificate, which is
    /// still valid, and stamped where it would be. What does not hold any more must not be sent for ever.
    fn is_kept(&self, container: &Path, id: &MessageId, job: &mut Job<'_>) -> Result<bool> {
        if !keep::is_file(container) {
            return Ok(false);
        }
        let Ok(file) = File::open(container) else { return Ok(false) };
        match open(BufReader::new(file), &self.limits, &self.trust, unix_now(), job) {
            Ok(opened) => {
                let signed = opened.signer();
                let is_ours = self.signer.chain().first() == Some(&signed.certificate);
                let is_stamped = signed.time_stamp.as_ref().is_some_and(|stamp| stamp.trusted);
                Ok(opened.id() == *id && is_ours && (is_stamped || self.stamper.is_none()))
            }
            Err(error) if error.code() == Code::Cancelled => Err(error),
            // A torn file, or a certificate that has expired or was revoked since.
            Err(_) => Ok(false),
        }
    }
}

/// Refuses what the relay has said that it does not take, with the code of its refusal, before anything is signed or sent.
fn taken_by(relay: &Capabilities, draft: &Draft) -> Result<()> {
    let message = draft.message();
    let lists = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref().is_none_or(|list| list.iter().any(|own| own == wanted))
    };
    let refused = |detail| Err(Error::new(Code::RelayFileSet).with_detail(detail));
    if message.csv_version.as_ref().is_some_and(|version| !lists(&relay.csv_versions, version)) {
        return refused("the relay does not take files of this CSV version");
    }
    if !lists(&relay.kinds, &message.kind) {
        return refused("the relay does not take messages of this kind");
    }
    let most = usize::try_from(relay.limits.container_entries).unwrap_or(usize::MAX);
    if draft.part_count() > most || draft.least_size() > relay.limits.container_bytes {
        return Err(too_large_for_relay());
    }
    Ok(())
}

/// What people have typed is one line.
fn lines(unit: &Unit, reason: Option<&str>) -> Result<()> {
    if !is_line(unit.subject(), MAX_SUBJECT) {
        return Err(Error::new(Code::Subject));
    }
    match reason {
        Some(reason) if !is_reason(reason, MAX_SUBJECT) => Err(Error::new(Code::Reason)),
        _ => Ok(()),
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity() == Severity::Error
}

/// When the relay accepted the message, as its receipt says.
pub(super) fn signed_at(accepted: &VerifiedReceipt) -> Option<OffsetDateTime> {
    let seconds = i64::try_from(accepted.receipt.at.as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

fn too_large_for_relay() -> Error {
    Error::new(Code::RelayTooLarge).with_detail("over the limits that the relay has announced")
}

fn message(unit: &Unit, checked: &Checked, reason: Option<&str>) -> Result<MessageHeader> {
    let serial = unit.serial().to_string();
    let party = |address: &Address| Party {
        office: address.office().to_owned(),
        service_type: address.service_type().to_owned(),
    };
    let supersedes = match unit.supersedes() {
        Some(id) => Some(id.parse::<MessageId>()?),
        None => None,
    };
    Ok(MessageHeader {
        from: party(unit.from()),
        to: party(unit.to()),
        csv_version: checked.contents.files.iter().find_map(|file| file.version.clone()),
        kind: checked.report.unit_kind.map_or("other", |unit| unit.token()).to_owned(),
        subject: unit.subject().to_owned(),
        created: MessageHeader::created_at(&serial)?,
        serial,
        supersedes,
        // A reason without a fault would change the id for nothing.
        override_reason: reason.filter(|_| checked.report.has_error()).map(str::to_owned),
    })
}

/// CSV files first, then attachments, each in the order given, under the names that they should have.
fn parts(unit: &Unit) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = unit
        .csv()
        .iter()
        .map(|csv| Part::new(sealed_name(&csv.name), MediaType::Csv.name(), Source::from(Arc::clone(&csv.bytes))))
        .collect();
    for attachment in unit.attachments() {
        let media_type = attachment.media_type()?.map_or("application/octet-stream", MediaType::name);
        parts.push(Part::new(sealed_name(&attachment.name), media_type, attachment.source.clone()));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Serial;

    #[test]
    fn unit_table_and_part_share_the_bytes_of_a_file() {
        let office = |number| Address::new(number, "43").unwrap();
        let serial = Serial::new("20251023094512").unwrap();
        let mut unit = Unit::new(office("9970000012"), office("9970000111"), serial);
        let bytes: Arc<[u8]> = Arc::from(b"202407,990010,0000000101,202510,9970000111,11\r\n".as_slice());
        unit.add_csv("DLTJSK_202510_9970000012_43_9970000111_43_20251023094512.CSV", Arc::clone(&bytes));
        let checked = Checked::of(&unit, &mut Job::new()).unwrap();
        let parts = parts(&unit).unwrap();
        let table = checked.contents.files[0].table.as_ref().unwrap();
        assert_eq!(table.row(0).unwrap().bytes(1).as_ref(), b"990010");
        // Ours, the unit's, the table's, the part's: one block of memory.
        assert_eq!(Arc::strong_count(&bytes), 4);
        assert_eq!(table.row(0).unwrap().raw().unwrap().as_ptr(), bytes.as_ptr());
        drop((unit, checked, parts));
        assert_eq!(Arc::strong_count(&bytes), 1);
    }
}
