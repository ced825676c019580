//! What an export shows: page and index are made of it.

use super::commands::{beside_name, receipt_name};
use super::facts::Evidence;
use super::forms::Forms;
use super::offices::Offices;
use super::scope::Scope;
use super::verified::VerifiedMessage;
use crate::seal::{MessageId, ReceiptGap, VerifiedReceipt};

/// The facts of an export.
pub(super) struct View<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) scope: Scope,
    pub(super) items: &'a [&'a VerifiedMessage],
    /// Those of each message, in the same order.
    pub(super) forms: &'a [Forms],
    pub(super) offices: &'a Offices,
    pub(super) receipts: &'a [&'a (VerifiedReceipt, Vec<u8>)],
    pub(super) gaps: &'a [(String, ReceiptGap)],
    /// The revocation lists of the signers' issuers.
    pub(super) lists: &'a [&'a [u8]],
}

impl<'a> View<'a> {
    /// The receipts of a message.
    pub(super) fn of(&self, id: MessageId) -> impl Iterator<Item = &'a (VerifiedReceipt, Vec<u8>)> {
        let items = self.items.iter().filter(move |item| item.id == id);
        let beside = items.filter_map(|item| self.evidence.beside_of(item));
        beside.chain(self.receipts.iter().copied().filter(move |(verified, _)| verified.receipt.message == id))
    }

    /// The name of a receipt's file.
    pub(super) fn file_of(&self, verified: &VerifiedReceipt, der: &[u8]) -> String {
        let id = verified.receipt.message;
        let is_beside = |item: &&VerifiedMessage| {
            item.id == id && self.evidence.beside_of(item).is_some_and(|(_, beside)| beside == der)
        };
        if self.items.iter().any(is_beside) { beside_name(id) } else { receipt_name(verified, der) }
    }
}
