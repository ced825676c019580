//! What an export of evidence holds.

use crate::{ReceiptGap, Verification};
use cplink::evidence::Exported;
use cplink::seal;

impl From<Exported> for Verification {
    fn from(exported: Exported) -> Self {
        Self {
            messages: exported.messages.iter().map(ToString::to_string).collect(),
            receipts: exported.receipts,
            gaps: exported.gaps.iter().map(ReceiptGap::from).collect(),
            unlike: exported.unlike,
        }
    }
}

impl From<&(String, seal::ReceiptGap)> for ReceiptGap {
    fn from((office, gap): &(String, seal::ReceiptGap)) -> Self {
        Self { office: office.clone(), message_ja: gap.message_ja(), message_en: gap.message_en() }
    }
}
