//! Receipts.

use cplink::seal::VerifiedReceipt;

/// A receipt whose signature holds.
#[derive(uniffi::Record)]
pub struct Receipt {
    /// `accepted`, `picked_up`, `imported`, `refused` or `recorded`.
    pub kind: String,
    /// The message's id.
    pub message: String,
    /// The sending office's number.
    pub sender: String,
    /// The receiving office's number.
    pub receiver: String,
    /// When, in seconds since 1970.
    pub at: u64,
    /// Why, with a refusal.
    pub reason: Option<String>,
    /// Who signed: an office's number or a relay's name.
    pub signed_by: String,
    /// The bytes (CMS, DER).
    pub der: Vec<u8>,
}

impl Receipt {
    pub(crate) fn new(verified: &VerifiedReceipt, der: Vec<u8>) -> Self {
        let said = &verified.receipt;
        Self {
            kind: said.kind.token().to_owned(),
            message: said.message.to_string(),
            sender: said.from.clone(),
            receiver: said.to.clone(),
            at: said.at.as_secs(),
            reason: said.reason.clone(),
            signed_by: verified.signer.identity.office_number.clone(),
            der,
        }
    }
}
