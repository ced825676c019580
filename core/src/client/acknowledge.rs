//! `acknowledge`: reports, signed, to sender and relay whether a message was imported or refused.

use super::{Client, unix_now};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::{Acknowledgement, Outcome};
use crate::seal::{MAX_REASON, MessageId, Receipt, ReceiptKind, is_line};

/// A message and its two offices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageReference {
    /// The message id.
    pub id: MessageId,
    /// The sending office's number.
    pub from: String,
    /// The receiving office's number.
    pub to: String,
}

impl Client {
    /// Signs and sends an *imported* or *refused* receipt. Call it once the rows and the cursor
    /// are committed. Repeating it does nothing more; the first outcome remains.
    ///
    /// Returns our receipt (CMS, DER), to be kept. A relay without receipts is handed the plain outcome only.
    ///
    /// # Errors
    /// [`Code::Reason`] for a reason that is too long or no line; [`Code::RelayState`] if the other outcome was
    /// already reported; network errors (4xx), refusals (5xx), [`Code::KeySign`].
    pub fn acknowledge(&mut self, message: &MessageReference, outcome: &Outcome, job: &mut Job<'_>) -> Result<Vec<u8>> {
        let (kind, reason) = match outcome {
            Outcome::Imported => (ReceiptKind::Imported, None),
            Outcome::Refused(reason) => (ReceiptKind::Refused, Some(reason.clone())),
        };
        if reason.as_deref().is_some_and(|reason| !is_line(reason, MAX_REASON)) {
            return Err(Error::new(Code::Reason));
        }
        let at = unix_now();
        let receipt = Receipt {
            kind,
            message: message.id,
            from: message.from.clone(),
            to: message.to.clone(),
            at,
            reason,
            previous: None,
            link: None,
            records: None,
        };
        let der = receipt.sign(&*self.signer, at)?;
        let said = Acknowledgement { outcome, receipt: &der };
        let answer = self.transport.acknowledge(&message.id, &said, job);
        self.heed(&answer);
        answer.map(|()| der)
    }
}
