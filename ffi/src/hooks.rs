//! For tests of the C ABI only; never in a shipped library.

use crate::boundary::{arg, border};
use crate::client::cpl_client;
use crate::generated::handles::cpl_error;

/// Panics in the middle of a verb of `client`, as a fault of ours would.
///
/// Errors: `CPL_E_BUG`, `CPL_E_BUSY`, `CPL_E_POISONED`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_test_panic(client: *mut cpl_client, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        arg!(client).panic()?;
    })
}
