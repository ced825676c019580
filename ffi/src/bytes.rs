//! Bytes that the caller owns: a written file, a receipt, JSON.

use crate::boundary::OutBytes;
use cplink::Result;

/// Bytes that the caller owns. Never changes: any number of threads may read it.
pub struct cpl_bytes(pub(crate) Vec<u8>);

pub(crate) fn data(bytes: &cpl_bytes, data: OutBytes<'_>) -> Result<()> {
    data.put(&bytes.0);
    Ok(())
}
