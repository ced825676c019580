//! Receipts as files, beside the containers or in a folder of their own.

use std::path::{Path, PathBuf};

use cplink::seal::{MessageId, ReceiptKind};
use cplink_cli::{Fault, keep_first};

/// Keeps a receipt as `<message id>-<kind>.p7s`. What is there already stays: the first one counts.
pub(super) fn keep(folder: &Path, id: &MessageId, kind: ReceiptKind, der: &[u8]) -> Result<PathBuf, Fault> {
    let path = folder.join(format!("{id}-{}.p7s", kind.token()));
    keep_first(&path, der)?;
    Ok(path)
}
