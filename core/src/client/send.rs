//! `send`: check, seal, one exchange, verify the receipt.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::{Client, check, keep, unix_now};
use crate::bundle::{Address, Bundle, MediaType};
use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::finding::Finding;
use crate::progress::Job;
use crate::rules::{self, Report};
use crate::seal::{Draft, Message, MessageId, Part, Party, Receipt, ReceiptKind, SealOptions, VerifiedReceipt, open};

/// How to send.
#[derive(Clone, Debug)]
pub struct SendOptions {
    keep: PathBuf,
    override_reason: Option<String>,
}

impl SendOptions {
    /// The container is kept in this folder as `<message id>.asice`: it is the evidence, and what a
    /// repeated call sends again.
    pub fn new(keep: impl Into<PathBuf>) -> Self {
        Self { keep: keep.into(), override_reason: None }
    }

    /// Sends in spite of error-level findings. The reason goes into the signed message, where the
    /// receiver and an inspector can read it: no names of users belong there.
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
    /// The relay's *accepted* receipt (CMS, DER), verified.
    pub receipt: Vec<u8>,
    /// What the receipt says.
    pub accepted: VerifiedReceipt,
    /// The findings, warnings too.
    pub findings: Vec<Finding>,
}

impl Client {
    /// Sends a bundle: checks it, seals it, hands it over and verifies the relay's receipt. The same
    /// bundle is the same message: repeating the call gives the same id and the same receipt.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where the folder that keeps containers has no name; 2xx where the
    /// findings forbid it (they are in the error); [`Code::CertOffice`] where the sender
    /// is not the certificate's office; 4xx network, 5xx refused, 6xx local files. An error that is
    /// [`in_doubt`](Error::in_doubt) may have been delivered: repeat the call.
    pub fn send(&mut self, bundle: &Bundle, options: &SendOptions, job: &mut Job<'_>) -> Result<Sent> {
        keep::check(&options.keep)?;
        if bundle.from().office() != self.identity.office_number {
            return Err(Error::new(Code::CertOffice));
        }
        let report = rules::check(bundle, job)?;
        let findings: Vec<Finding> = report.all_findings().cloned().collect();
        if report.has_error() && options.override_reason.is_none() {
            return Err(check::refusal(findings));
        }
        let message = message(bundle, &report, options)?;
        let draft = Draft::prepare(message, parts(bundle)?, &self.limits, job)?;
        let id = draft.id();
        let container = options.keep.join(format!("{id}.asice"));
        if !self.is_kept(&container, &id, job)? {
            let mut options = SealOptions::new(unix_now());
            options.stamper = self.stamper.as_deref();
            keep::write(&container, |file| draft.seal_with(&*self.signer, &options, file, job).map(|_| ()))?;
        }
        let file = File::open(&container).map_err(|error| Error::io(Code::FileRead, error))?;
        let length = file.metadata().map_err(|error| Error::io(Code::FileRead, error))?.len();
        let receipt = self.transport.put_message(&id, &mut BufReader::new(file), length, job)?;
        let accepted = Receipt::verify(&receipt, &self.trust, unix_now()).map_err(Error::with_in_doubt)?;
        let said = &accepted.receipt;
        if said.kind != ReceiptKind::Accepted
            || said.message != id
            || said.from != bundle.from().office()
            || said.to != bundle.to().office()
        {
            return Err(Error::new(Code::ReceiptFormat)
                .with_detail("the receipt is for another message")
                .with_in_doubt());
        }
        Ok(Sent { id, container, receipt, accepted, findings })
    }

    /// Whether an earlier call has left the same message here, whole.
    fn is_kept(&self, container: &Path, id: &MessageId, job: &mut Job<'_>) -> Result<bool> {
        let Ok(file) = File::open(container) else { return Ok(false) };
        match open(BufReader::new(file), &self.limits, &self.trust, unix_now(), job) {
            Ok(opened) => Ok(opened.id() == *id),
            Err(error) if error.code() == Code::Cancelled => Err(error),
            // A torn file or a certificate that has since expired: seal anew.
            Err(_) => Ok(false),
        }
    }
}

fn message(bundle: &Bundle, report: &Report, options: &SendOptions) -> Result<Message> {
    let serial = bundle.serial().to_string();
    let party = |address: &Address| Party {
        office: address.office().to_owned(),
        service_type: address.service_type().to_owned(),
    };
    let supersedes = match bundle.supersedes() {
        Some(id) => Some(id.parse::<MessageId>()?),
        None => None,
    };
    Ok(Message {
        from: party(bundle.from()),
        to: party(bundle.to()),
        csv_version: report.files.iter().find_map(|file| file.version.clone()),
        kind: report.unit.map_or("other", |unit| unit.token()).to_owned(),
        subject: bundle.subject().to_owned(),
        created: Message::created_at(&serial)?,
        serial,
        supersedes,
        // A reason without a fault would change the id for nothing.
        override_reason: options.override_reason.clone().filter(|_| report.has_error()),
    })
}

/// CSV files first, then attachments, each in the order given.
fn parts(bundle: &Bundle) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = bundle
        .csv()
        .iter()
        .map(|csv| Part::new(csv.name.as_str(), MediaType::Csv.name(), Source::from(csv.bytes.clone())))
        .collect();
    for attachment in bundle.attachments() {
        let media_type = attachment.media_type()?.map_or("application/octet-stream", MediaType::name);
        parts.push(Part::new(attachment.name.as_str(), media_type, attachment.source.clone()));
    }
    Ok(parts)
}
