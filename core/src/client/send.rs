//! `send`: check, seal, one exchange, verify the receipt.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use time::OffsetDateTime;

use super::keep;
use super::prepare::{Prepared, too_large_for_relay};
use super::send_options::SendOptions;
use super::{Client, now, unix_now};
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::keys::Trust;
use crate::progress::Job;
use crate::relay::{Acceptance, Capabilities, Outgoing};
use crate::seal::{MessageId, Receipt, ReceiptKind, VerifiedReceipt, beside};
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
    /// The number of the office that sent it as the sender's agent, as the receipt says: our certificate's where we
    /// [act for](Client::for_office) the sender, but for a message that was accepted before, from the sender itself or
    /// another agent of it.
    pub agent: Option<String>,
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
        let (keeper, container) = (self.keeper(), prepared.place(&options.keep));
        keeper.keep(&prepared.draft, container.clone(), job)?;
        let sent = self.hand_over(prepared, container, &relay, job)?.verified(&keeper.trust)?;
        self.keep_what_was_accepted(&sent, job);
        Ok(sent)
    }

    /// Sends a sealed message. What the relay says to it is not verified yet.
    pub(super) fn hand_over(
        &mut self,
        prepared: Prepared,
        container: PathBuf,
        relay: &Capabilities,
        job: &mut Job<'_>,
    ) -> Result<HandedOver> {
        let unreadable = |error| Error::path(Code::FileRead, &container, error);
        let file = File::open(&container).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        if length > relay.limits.container_bytes {
            return Err(too_large_for_relay());
        }
        let outgoing = Outgoing { id: prepared.draft.id(), message: prepared.draft.message() };
        let answer = self.transport.put_message(&outgoing, &mut BufReader::new(file), length, job);
        self.heed(&answer);
        let acceptance = answer?;
        Ok(HandedOver { prepared, container, acceptance, signs: relay.abilities.receipts })
    }
}

/// A message that the relay has taken.
pub(super) struct HandedOver {
    prepared: Prepared,
    container: PathBuf,
    acceptance: Acceptance,
    /// Whether the relay signs receipts.
    signs: bool,
}

impl HandedOver {
    /// Verifies the relay's receipt.
    pub(super) fn verified(self, trust: &Trust) -> Result<Sent> {
        let Self { prepared: Prepared { draft, findings, .. }, container, acceptance, signs } = self;
        let Acceptance { receipt, at, prepared } = acceptance;
        let outgoing = Outgoing { id: draft.id(), message: draft.message() };
        let accepted = match &receipt {
            Some(receipt) => Some(accepted_by(trust, receipt, &outgoing).map_err(Error::with_in_doubt)?),
            None if signs => {
                return Err(Error::new(Code::ReceiptFormat).with_detail("the receipt is missing").with_in_doubt());
            }
            None => None,
        };
        let agent = accepted.as_ref().and_then(|accepted| accepted.receipt.agent.clone());
        if let (Some(_), Some(receipt)) = (&agent, &receipt) {
            beside::lay(&container, receipt).map_err(Error::with_in_doubt)?;
        }
        let accepted_at = accepted.as_ref().and_then(signed_at).or(at).unwrap_or_else(now);
        let agent = agent.map(|agent| agent.office);
        Ok(Sent { id: draft.id(), container, receipt, accepted, agent, accepted_at, prepared, findings })
    }
}

/// The relay's receipt, verified, where it is for this message.
fn accepted_by(trust: &Trust, receipt: &[u8], outgoing: &Outgoing<'_>) -> Result<VerifiedReceipt> {
    let accepted = Receipt::verify(receipt, trust, unix_now())?;
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

/// When the relay accepted the message, as its receipt says.
pub(super) fn signed_at(accepted: &VerifiedReceipt) -> Option<OffsetDateTime> {
    let seconds = i64::try_from(accepted.receipt.at.as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}
