//! Passwords and PINs.

use cplink::Result;
use cplink::secret::Secret;

/// A secret: wiped when it is freed. Never changes: any number of threads may use it.
pub struct cpl_secret(pub(crate) Secret);

pub(crate) fn new(bytes: &[u8]) -> Result<cpl_secret> {
    Ok(cpl_secret(Secret::new(bytes.to_vec())))
}
