//! What of the facts a scope covers, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Evidence;
use super::scope::Scope;
use super::verified::VerifiedMessage;
use crate::seal::{MessageId, Receipt, ReceiptKind, VerifiedReceipt, japan_time};
use crate::sort::sort_by;

impl Evidence {
    /// The messages of a scope in the order of their serials.
    pub(super) fn items_of(&self, scope: Scope) -> Vec<&VerifiedMessage> {
        let mut items: Vec<&VerifiedMessage> = self
            .items
            .iter()
            .filter(|item| match scope {
                Scope::All => true,
                Scope::Message(id) => item.id == id,
                Scope::Month { .. } => self.month_of(item).as_deref() == Some(scope.to_string().as_str()),
            })
            .collect();
        sort_by(&mut items, |a, b| (&a.message.serial, a.id).cmp(&(&b.message.serial, b.id)));
        items
    }

    /// `YYYY-MM` in Japan's time.
    fn month_of(&self, item: &VerifiedMessage) -> Option<String> {
        let receipts = self.receipts.iter().map(|(verified, _)| &verified.receipt);
        let accepted = receipts
            .filter(|receipt| receipt.message == item.id && receipt.kind == ReceiptKind::Accepted)
            .find_map(|receipt| japan_time(receipt.at).ok());
        let text = accepted.unwrap_or_else(|| item.message.created.clone());
        text.get(..7).map(str::to_owned)
    }

    /// The receipts of a scope: those of its messages, and for the chain's sake those that stand
    /// between them.
    pub(super) fn receipts_of(&self, scope: Scope) -> Vec<&(VerifiedReceipt, Vec<u8>)> {
        let ids: BTreeSet<MessageId> = self.items_of(scope).iter().map(|item| item.id).collect();
        // The first and the last number of each office.
        let mut ranges: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for receipt in self.receipts.iter().map(|(verified, _)| &verified.receipt) {
            if let Some(link) = receipt.link.filter(|_| ids.contains(&receipt.message)) {
                let range = ranges.entry(&receipt.from).or_insert((link.number, link.number));
                *range = (range.0.min(link.number), range.1.max(link.number));
            }
        }
        let between = |receipt: &Receipt| match (receipt.link, ranges.get(receipt.from.as_str())) {
            (Some(link), Some((first, last))) => (*first..=*last).contains(&link.number),
            _ => false,
        };
        let chosen = |receipt: &Receipt| match scope {
            Scope::All => true,
            Scope::Message(id) => receipt.message == id,
            Scope::Month { .. } => ids.contains(&receipt.message) || between(receipt),
        };
        let recorded: BTreeSet<[u8; 32]> = self
            .receipts
            .iter()
            .filter(|(verified, _)| chosen(&verified.receipt))
            .filter_map(|(verified, _)| verified.receipt.records)
            .collect();
        let mut receipts: Vec<_> = self
            .receipts
            .iter()
            .filter(|(verified, der)| chosen(&verified.receipt) || recorded.contains(&Receipt::digest(der)))
            .collect();
        receipts.sort_by_cached_key(|(verified, der)| {
            let receipt = &verified.receipt;
            (receipt.at.as_secs(), rank(receipt.kind), receipt.link.map(|link| link.number), Receipt::digest(der))
        });
        receipts
    }
}

/// Of receipts of one second, the order in which they come about.
fn rank(kind: ReceiptKind) -> u8 {
    match kind {
        ReceiptKind::Accepted => 0,
        ReceiptKind::PickedUp => 1,
        ReceiptKind::Imported | ReceiptKind::Refused => 2,
        ReceiptKind::Recorded => 3,
    }
}
