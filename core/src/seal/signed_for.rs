//! Who may have signed a container: its sender, or an agent of it.

use super::agent::Agent;
use super::cms::Signature;
use super::id::MessageId;
use super::message::MessageHeader;
use super::receipt::Receipt;
use super::receipt_kind::ReceiptKind;
use crate::error::{Code, Error, Result};

/// Whose signature a container may have.
#[derive(Clone, Copy)]
pub(crate) enum SignedFor<'a> {
    /// The sender's; or an agent's that the relay's *accepted* receipt of this message names.
    Sender(&'a dyn Fn(&MessageId) -> Result<Option<Receipt>>),
    /// This office's, whoever the sender is: the caller knows that it may.
    Known(&'a str),
}

/// Nobody but the sender.
pub(crate) const ITSELF: SignedFor<'static> = SignedFor::Sender(&|_| Ok(None));

impl SignedFor<'_> {
    /// Refuses a signature of whoever may not sign for the sender.
    pub(super) fn require(self, id: &MessageId, message: &MessageHeader, signature: &Signature) -> Result<()> {
        let signer = &signature.identity.office_number;
        let accepted = match self {
            Self::Known(office) if signer == office => return Ok(()),
            Self::Sender(_) if *signer == message.from.office => return Ok(()),
            Self::Known(_) => None,
            Self::Sender(accepted) => accepted(id).map_err(unproven)?,
        };
        let Some(accepted) = accepted else { return Err(Error::new(Code::CertOffice)) };
        let is_of_message = accepted.kind == ReceiptKind::Accepted
            && accepted.message == *id
            && accepted.from == message.from.office
            && accepted.to == message.to.office;
        match &accepted.agent {
            _ if !is_of_message => Err(Code::AgentReceipt.with_detail("the receipt is for another message")),
            Some(agent) if *agent == Agent::of(signature) => Ok(()),
            Some(_) => Err(Code::AgentReceipt.with_detail("the receipt names another agent or certificate")),
            None => Err(Code::AgentReceipt.with_detail("the receipt names no agent")),
        }
    }
}

/// A receipt that proves nothing, and why.
fn unproven(why: Error) -> Error {
    match why.code() {
        Code::Cancelled => why,
        _ => Code::AgentReceipt.with_detail(why.code().name()).with_source(why),
    }
}
