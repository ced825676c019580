//! The one object that any thread may touch at any time.

use cplink::Result;
use cplink::progress::Cancel;

/// A cancel flag: any thread may use it at any time, also while a verb runs.
pub struct cpl_cancel(pub(crate) Cancel);

pub(crate) fn new() -> Result<cpl_cancel> {
    Ok(cpl_cancel(Cancel::new()))
}

pub(crate) fn set(cancel: &cpl_cancel) -> Result<()> {
    cancel.0.cancel();
    Ok(())
}

pub(crate) fn reset(cancel: &cpl_cancel) -> Result<()> {
    cancel.0.reset();
    Ok(())
}

pub(crate) fn is_set(cancel: &cpl_cancel) -> Result<bool> {
    Ok(cancel.0.is_cancelled())
}
