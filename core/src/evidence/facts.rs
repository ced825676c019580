//! The verified messages and receipts that an export is made of.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::MAKER;
use super::gaps::gaps;
use super::verified::{VerificationTime, VerifiedMessage};
use crate::error::{Code, Error, Result};
use crate::keys::{Notice, Trust, UnixTime, is_office_number};
use crate::progress::Job;
use crate::seal::{
    Limits, MessageId, Opened, Receipt, ReceiptGap, ReceiptKind, SignedFor, VerifiedReceipt, beside, is_reason, latest,
    open_known,
};

/// The longest name of an office, in characters.
const MAX_NAME: usize = 200;

type Container = Opened<BufReader<File>>;

/// Collects verified messages and receipts, to export them.
pub struct Evidence {
    pub(super) trust: Trust,
    pub(super) limits: Limits,
    pub(super) now: UnixTime,
    pub(super) items: Vec<VerifiedMessage>,
    pub(super) receipts: Vec<(VerifiedReceipt, Vec<u8>)>,
    /// Receipts of certificates that are revoked, and of agents, until the relay's receipt comes that recorded them.
    waiting: Vec<Vec<u8>>,
    /// Offices' names by their numbers, of whoever makes the export.
    pub(super) office_names: BTreeMap<String, String>,
    /// What makes the files to read; nothing in an export of a time when that was not said.
    pub(super) maker: Option<String>,
}

impl Evidence {
    /// Nothing yet. `trust` holds the authorities and revocation lists, which go into the export;
    /// `now` is the time of the export.
    pub fn new(trust: Trust, now: UnixTime) -> Self {
        Self {
            trust,
            limits: Limits::default(),
            now,
            items: Vec::new(),
            receipts: Vec::new(),
            waiting: Vec::new(),
            office_names: BTreeMap::new(),
            maker: Some(MAKER.to_owned()),
        }
    }

    /// Gives an office's name for the page, which shows it where neither a certificate nor a CSV file of the messages
    /// has one, and says that it is given. The last one given counts.
    ///
    /// # Errors
    /// [`Code::OfficeNumber`]; [`Code::InvalidArgument`] where the name is not one line of 1 to 200 characters.
    pub fn set_office_name(&mut self, number: &str, name: &str) -> Result<()> {
        if !is_office_number(number) {
            return Err(Error::new(Code::OfficeNumber));
        }
        if !is_reason(name, MAX_NAME) {
            return Err(Code::InvalidArgument.with_detail("an office's name is one line of 1 to 200 characters"));
        }
        self.office_names.insert(number.to_owned(), name.to_owned());
        Ok(())
    }

    /// Adds a receipt (CMS: DER, PEM or base64). Add all of the sent list, also those of other months:
    /// they show that the chain is complete. Adding one twice has no effect.
    ///
    /// A receipt of a receiver whose certificate was revoked since, because its key was stolen, counts as of when the
    /// relay recorded it; one that an agent of the receiver has signed counts only where the relay recorded it. Until that *recorded* receipt is added it waits, in [`Evidence::unrecorded`]: the order
    /// does not matter, but nothing can be exported while one waits.
    ///
    /// # Errors
    /// Those of [`Receipt::of_file`] and [`Receipt::verify`], but for [`Code::CertRevoked`] and [`Code::AgentUnrecorded`].
    pub fn add_receipt(&mut self, bytes: &[u8]) -> Result<()> {
        let der = Receipt::of_file(bytes)?;
        if self.receipts.iter().any(|(_, known)| *known == der) {
            return Ok(());
        }
        let verified = match self.judge(&der) {
            Err(error) if waits(error.code()) => {
                if !self.waiting.contains(&der) {
                    self.waiting.push(der);
                }
                return Ok(());
            }
            judged => judged?,
        };
        let records = verified.receipt.records;
        self.receipts.push((verified, der));
        if let Some(at) = self.waiting.iter().position(|der| Some(Receipt::digest(der)) == records)
            && let Ok(verified) = self.judge(&self.waiting[at])
        {
            let der = self.waiting.swap_remove(at);
            self.receipts.push((verified, der));
        }
        Ok(())
    }

    /// Receipts whose certificates are revoked or agents', and of which no receipt of the relay shows that it recorded
    /// them before. They prove nothing.
    pub fn unrecorded(&self) -> &[Vec<u8>] {
        &self.waiting
    }

    /// Verifies a receipt as of its signing, or else as of when the relay has recorded it.
    fn judge(&self, der: &[u8]) -> Result<VerifiedReceipt> {
        let judged = Receipt::verify_as_of_signing(der, &self.trust, self.now);
        match (judged, self.recorded(der)) {
            (Err(error), Some(recorded)) if waits(error.code()) => Receipt::verify_recorded(der, &self.trust, recorded)
                .ok()
                .filter(|it| !it.receipt.kind.by_relay())
                .ok_or(error),
            (judged, _) => judged,
        }
    }

    /// Why a receipt is [unrecorded](Self::unrecorded): [`Code::CertRevoked`] or [`Code::AgentUnrecorded`].
    pub fn why_unrecorded(&self, der: &[u8]) -> Code {
        self.judge(der).map_or_else(|error| error.code(), |_| Code::CertRevoked)
    }

    /// The relay's *recorded* receipt of this one.
    fn recorded(&self, der: &[u8]) -> Option<&VerifiedReceipt> {
        let digest = Receipt::digest(der);
        self.receipts.iter().map(|(verified, _)| verified).find(|verified| verified.receipt.records == Some(digest))
    }

    /// When the relay has recorded this receipt, as its *recorded* receipt says.
    pub(super) fn recorded_at(&self, der: &[u8]) -> Option<UnixTime> {
        self.recorded(der).map(|recorded| recorded.receipt.at)
    }

    /// The *accepted* receipt of a message among those that were added.
    fn accepted(&self, id: MessageId) -> Option<&VerifiedReceipt> {
        self.receipts.iter().map(|(verified, _)| verified).find(|verified| is_accepted(&verified.receipt, id))
    }

    /// The receipt that lies beside a container, as the client leaves it there where an agent has sent the message.
    fn beside(&self, path: &Path) -> Result<Option<(VerifiedReceipt, Vec<u8>)>> {
        let Some(bytes) = beside::read(path)? else { return Ok(None) };
        let der = Receipt::of_file(&bytes)?;
        let verified = Receipt::verify_as_of_signing(&der, &self.trust, self.now)?;
        Ok(Some((verified, der)))
    }

    /// The same, where it is the *accepted* one of this message.
    fn accepted_beside(&self, path: &Path, id: MessageId) -> Option<(VerifiedReceipt, Vec<u8>)> {
        self.beside(path).ok().flatten().filter(|(verified, _)| is_accepted(&verified.receipt, id))
    }

    /// Adds a container, after its receipts. The file is read again by the export. Where its certificate has ended or
    /// was revoked since, the relay's *accepted* receipt says that it was there before: for that the file must have the
    /// name under which it was kept, its id.
    ///
    /// # Errors
    /// Those of [`open`](crate::seal::open); [`Code::EvidenceUnsigned`] for a message that came by hand and has no
    /// signature; [`Code::ReceiptTime`] where the *accepted* receipt is older than the
    /// signature; [`Code::AgentReceipt`] where an agent has signed and no *accepted* receipt proves that it may, neither
    /// one that was added nor `<name>.accepted.p7s` beside the file, which is exported with it.
    pub fn add_container(&mut self, path: &Path, job: &mut Job<'_>) -> Result<MessageId> {
        let accepted = |id: MessageId| match self.accepted(id) {
            Some(accepted) => Some(accepted.receipt.at),
            None => self.accepted_beside(path, id).map(|(verified, _)| verified.receipt.at),
        };
        // As of now first: the id, which names the receipt, is known only once it is opened.
        let opened = self.open(path, self.now, None, job);
        let (opened, at) = match opened {
            Err(error) if matches!(error.code(), Code::CertExpired | Code::CertIssuerExpired | Code::CertRevoked) => {
                let named = id_of_name(path).and_then(|id| Some((id, accepted(id)?)));
                let Some((id, at)) = named else { return Err(error) };
                let known = Some(at).filter(|_| error.code() == Code::CertRevoked);
                let opened = self.open(path, at, known, job).map_err(|then| match then.code() {
                    // It was accepted before it was signed: it is no clock of ours that is wrong.
                    Code::ClockAhead => Error::new(Code::ReceiptTime).with_source(then),
                    _ => then,
                })?;
                // The receipt vouches for the message that it names, whatever the file is called.
                if opened.id() != id {
                    return Err(error);
                }
                (opened, at)
            }
            opened => (opened?, self.now),
        };
        let id = opened.id();
        if self.items.iter().any(|item| item.id == id) {
            return Ok(id);
        }
        let mut signer = opened.signer().clone();
        if at != self.now {
            // Every list is newer than the time as of which it was verified.
            signer.notices.retain(|notice| *notice != Notice::CrlFuture);
        }
        let verification_time = match (&signer.time_stamp, accepted(id)) {
            (Some(stamp), _) if stamp.trusted => VerificationTime::Stamp(stamp.at),
            (_, Some(accepted)) if signer.signing_time.as_secs() <= latest(accepted) => {
                VerificationTime::Accepted(accepted)
            }
            // No receipt, or one that says it was accepted before it was signed, which proves nothing.
            _ => VerificationTime::Now(at),
        };
        let beside = if self.accepted(id).is_none() { self.accepted_beside(path, id) } else { None };
        self.items.push(VerifiedMessage {
            path: path.to_owned(),
            id,
            agent: opened.agent(),
            beside,
            message: opened.message().clone(),
            parts: opened.parts().to_vec(),
            size: opened.size(),
            signer,
            verification_time,
            opened: opened.with_reader(()),
        });
        Ok(id)
    }

    /// The receipt that lay beside a container, where the same was not added since.
    pub(super) fn beside_of<'a>(&self, item: &'a VerifiedMessage) -> Option<&'a (VerifiedReceipt, Vec<u8>)> {
        item.beside.as_ref().filter(|_| self.accepted(item.id).is_none())
    }

    fn open(&self, path: &Path, at: UnixTime, known: Option<UnixTime>, job: &mut Job<'_>) -> Result<Container> {
        let file = File::open(path).map_err(|error| Error::path(Code::FileRead, path, error))?;
        let accepted = |id: &MessageId| match self.accepted(*id) {
            Some(accepted) => Ok(Some(accepted.receipt.clone())),
            None => self.beside(path).map(|beside| beside.map(|(verified, _)| verified.receipt)),
        };
        let signed = SignedFor::Sender(&accepted);
        let opened = open_known(BufReader::new(file), signed, &self.limits, &self.trust, at, known, job);
        opened.map_err(|error| match error.code() {
            Code::ContainerUnsigned => Error::new(Code::EvidenceUnsigned).with_source(error),
            _ => error,
        })
    }

    /// The messages that were added.
    pub fn messages(&self) -> &[VerifiedMessage] {
        &self.items
    }

    /// The receipts that were added, with their bytes.
    pub fn receipts(&self) -> &[(VerifiedReceipt, Vec<u8>)] {
        &self.receipts
    }

    /// What is not whole in the chains of the sending offices, with the office's number. Missing ones
    /// before the first that was added do not count: evidence may begin at any time.
    pub fn gaps(&self) -> Vec<(String, ReceiptGap)> {
        gaps(self.receipts.iter())
    }
}

fn is_accepted(receipt: &Receipt, id: MessageId) -> bool {
    receipt.kind == ReceiptKind::Accepted && receipt.message == id
}

/// Whether a receipt may be good all the same, once the relay's comes that recorded it.
fn waits(code: Code) -> bool {
    matches!(code, Code::CertRevoked | Code::AgentUnrecorded)
}

/// Containers are kept under their ids.
fn id_of_name(path: &Path) -> Option<MessageId> {
    path.file_stem()?.to_str()?.parse().ok()
}
