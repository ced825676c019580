//! The sent list.

use super::seconds;
use crate::{BadReceipt, Error, Receipt, SentList, SentMessage};
use cplink::client;
use cplink::seal::VerifiedReceipt;

impl From<client::SentList> for SentList {
    fn from(list: client::SentList) -> Self {
        Self { messages: list.messages.into_iter().map(SentMessage::from).collect(), next: list.next }
    }
}

impl From<client::SentMessage> for SentMessage {
    fn from(message: client::SentMessage) -> Self {
        let bad = |(error, bytes): (cplink::Error, Vec<u8>)| BadReceipt { error: error.into(), bytes };
        Self {
            id: message.id.to_string(),
            to_office: message.to,
            kind: message.kind,
            state: message.state.token(),
            state_ja: message.state.name_ja(),
            is_signed: message.is_signed,
            relay_state: message.relay_state.token(),
            doubt: message.doubt.map(Error::from),
            reason: message.reason,
            agent: message.agent,
            receiver_agent: message.receiver_agent,
            accepted_at: message.accepted_at.unix_timestamp(),
            receipts: message.receipts.into_iter().map(Receipt::from).collect(),
            bad_receipts: message.bad_receipts.into_iter().map(bad).collect(),
        }
    }
}

impl From<(VerifiedReceipt, Vec<u8>)> for Receipt {
    fn from((verified, bytes): (VerifiedReceipt, Vec<u8>)) -> Self {
        let receipt = verified.receipt;
        Self {
            kind: receipt.kind.token().to_owned(),
            reason: receipt.reason,
            at: seconds(receipt.at),
            message_id: receipt.message.to_string(),
            from_office: receipt.from,
            to_office: receipt.to,
            agent: receipt.agent.map(|agent| agent.office),
            signed_by: verified.signer.identity.office_number,
            bytes,
        }
    }
}
