//! `send`: check, seal, one exchange, verify the receipt.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::keep;
use super::prepare::{Prepared, too_large_for_relay};
use super::send_options::SendOptions;
use super::{Client, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::file::Partial;
use crate::finding::Finding;
use crate::progress::Job;
use crate::relay::{Acceptance, Capabilities, Outgoing};
use crate::seal::{Draft, MessageId, Receipt, ReceiptKind, SealOptions, VerifiedReceipt, open};
use crate::unit::Unit;

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
    /// The folder with the files that a person is to upload, where messages go by hand
    /// ([`relay::folder`](crate::relay::folder)): nothing was sent yet, and `accepted_at` is when they were laid ready.
    /// `None` where the relay has the message, or where a person has said that the files were uploaded.
    pub prepared: Option<PathBuf>,
    /// The findings, warnings too.
    pub findings: Vec<Finding>,
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
        self.sweep(&options.keep);
        let prepared = self.prepare(unit, options, job)?;
        if expected.is_some_and(|expected| *expected != prepared.draft.id()) {
            return Err(Error::new(Code::MailboxChanged));
        }
        let relay = self.capabilities(job)?;
        prepared.taken_by(&relay)?;
        self.require_service(&prepared.to, job)?;
        let container = self.seal(&prepared.draft, &options.keep, job)?;
        self.hand_over(prepared, container, &relay, job)
    }

    /// Seals a message into the folder, unless it is there already.
    pub(super) fn seal(&self, draft: &Draft, keep: &Path, job: &mut Job<'_>) -> Result<PathBuf> {
        let id = draft.id();
        let container = keep.join(format!("{id}.asice"));
        if !self.is_kept(&container, &id, job)? {
            let mut options = SealOptions::new(unix_now());
            options.stamper = self.stamper.as_deref();
            options.stamp_authorities = self.trust.stamp_authorities();
            let sealed =
                Partial::write(&container, |file| draft.seal_with(&*self.signer, &options, file, job).map(|_| ()))?;
            // Another thread or process may have sealed the same message meanwhile.
            sealed.put_unless(|| self.is_kept(&container, &id, job))?;
        }
        Ok(container)
    }

    /// Sends a sealed message and verifies the relay's receipt.
    pub(super) fn hand_over(
        &mut self,
        prepared: Prepared,
        container: PathBuf,
        relay: &Capabilities,
        job: &mut Job<'_>,
    ) -> Result<Sent> {
        let Prepared { draft, findings, .. } = prepared;
        let unreadable = |error| Error::path(Code::FileRead, &container, error);
        let file = File::open(&container).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        if length > relay.limits.container_bytes {
            return Err(too_large_for_relay());
        }
        let outgoing = Outgoing { id: draft.id(), message: draft.message() };
        let answer = self.transport.put_message(&outgoing, &mut BufReader::new(file), length, job);
        self.heed(&answer);
        let Acceptance { receipt, at, prepared: laid } = answer?;
        let accepted = match &receipt {
            Some(receipt) => Some(self.accepted(receipt, &outgoing).map_err(Error::with_in_doubt)?),
            None if relay.abilities.receipts => {
                return Err(Error::new(Code::ReceiptFormat).with_detail("the receipt is missing").with_in_doubt());
            }
            None => None,
        };
        let accepted_at = accepted.as_ref().and_then(signed_at).or(at).unwrap_or_else(now);
        Ok(Sent { id: draft.id(), container, receipt, accepted, accepted_at, prepared: laid, findings })
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

/// When the relay accepted the message, as its receipt says.
pub(super) fn signed_at(accepted: &VerifiedReceipt) -> Option<OffsetDateTime> {
    let seconds = i64::try_from(accepted.receipt.at.as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}
