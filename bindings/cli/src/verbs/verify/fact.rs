//! What a file proves.

use cplink::evidence::{Verification, VerifiedMessage};
use cplink::seal::VerifiedReceipt;

/// What was verified in a file.
pub(super) enum Fact {
    Container(Box<VerifiedMessage>),
    Receipt(Box<VerifiedReceipt>),
    Export(Box<Verification>),
}
