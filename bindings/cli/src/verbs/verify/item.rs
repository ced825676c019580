//! A file and what came of it.

use cplink::seal::{ReceiptGap, Signature};
use cplink_cli::Fault;

use super::fact::Fact;

/// What came of one file.
pub(super) struct Item {
    pub(super) file: String,
    pub(super) outcome: Result<Fact, Fault>,
}

impl Item {
    /// Who signed it, where it is one file.
    pub(super) fn signer(&self) -> Option<&Signature> {
        match &self.outcome {
            Ok(Fact::Container(message)) => Some(&message.signer),
            Ok(Fact::Receipt(verified)) => Some(&verified.signer),
            _ => None,
        }
    }

    /// Files that another version has made, and that could not be compared.
    pub(super) fn unlike(&self) -> &[String] {
        match &self.outcome {
            Ok(Fact::Export(report)) => &report.exported.unlike,
            _ => &[],
        }
    }

    /// What is missing in an export's chains of receipts, office by office.
    pub(super) fn gaps(&self) -> &[(String, ReceiptGap)] {
        match &self.outcome {
            Ok(Fact::Export(report)) => &report.exported.gaps,
            _ => &[],
        }
    }

    /// Whether it was verified and nothing is missing.
    pub(super) fn holds(&self) -> bool {
        self.outcome.is_ok() && self.gaps().is_empty()
    }
}
