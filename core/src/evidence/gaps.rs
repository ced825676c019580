//! What is not whole in chains of receipts.

use crate::seal::{ReceiptChain, ReceiptGap, VerifiedReceipt};

/// The gaps with the number of the office whose chain it is.
pub(super) fn gaps<'a>(
    receipts: impl Iterator<Item = &'a (VerifiedReceipt, Vec<u8>)> + Clone,
) -> Vec<(String, ReceiptGap)> {
    let mut offices: Vec<&str> = receipts.clone().map(|(verified, _)| verified.receipt.from.as_str()).collect();
    crate::sort::sort(&mut offices);
    offices.dedup();
    let mut all = Vec::new();
    for office in offices {
        let mut chain = ReceiptChain::default();
        for (verified, der) in receipts.clone().filter(|(verified, _)| verified.receipt.from == office) {
            chain.add(verified, der);
        }
        let gaps = chain.gaps().into_iter().filter(|gap| !matches!(gap, ReceiptGap::Missing(1, _)));
        all.extend(gaps.map(|gap| (office.to_owned(), gap)));
    }
    all
}
