//! The receipts of a case's messages.

use std::time::Duration;

use cplink::keys::{Trust, UnixTime};
use cplink::seal::{Receipt, VerifiedReceipt};
use serde::{Deserialize, Serialize};

use super::kept_file::KeptFile;

/// The receipts of a case's messages: kept in the run's folder below `files/CASE/receipts/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipts {
    /// The authority of those who signed them: the one of this run's relay.
    pub authority: KeptFile,
    /// The receipts, by message and in their order.
    pub list: Vec<KeptReceipt>,
}

/// A receipt.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptReceipt {
    /// The step by which the message travelled.
    pub step: usize,
    /// The message's id.
    pub message: String,
    /// What it says: `accepted`, `picked_up`, `imported`, `refused`, `recorded`; nothing where it could not be verified.
    pub kind: Option<String>,
    /// Why the message was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The signed bytes (CMS, DER).
    pub file: KeptFile,
}

/// How far the clock of a relay may be ahead: a fault of a case may have set it.
const AHEAD: Duration = Duration::from_secs(24 * 60 * 60);

/// A receipt, as of when it says that it was signed; nothing where nobody vouches for it.
pub(in crate::certify) fn verified(der: &[u8], authority: &Trust, now: UnixTime) -> Option<VerifiedReceipt> {
    let latest = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs()) + AHEAD);
    Receipt::verify_as_of_signing(der, authority, latest).ok()
}
