//! What an export of evidence holds.

use crate::{ReceiptGap, Verification};
use cplink::evidence::Exported;

impl From<Exported> for Verification {
    fn from(exported: Exported) -> Self {
        let gap = |(office, gap): (String, cplink::seal::ReceiptGap)| ReceiptGap {
            message_ja: gap.message_ja(),
            message_en: gap.message_en(),
            office,
        };
        Self {
            messages: exported.messages.iter().map(ToString::to_string).collect(),
            receipts: exported.receipts,
            gaps: exported.gaps.into_iter().map(gap).collect(),
        }
    }
}
