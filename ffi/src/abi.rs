//! Whether caller and library fit.

use cplink::{Code, Error, Result};

/// The ABI's major number: part of the library's file name.
pub const CPL_ABI_MAJOR: u32 = 1;
/// The ABI's minor number: a higher one has functions that a lower one lacks.
pub const CPL_ABI_MINOR: u32 = 1;

pub(crate) fn check(major: u32, minor: u32) -> Result<()> {
    if major != CPL_ABI_MAJOR || minor > CPL_ABI_MINOR {
        let detail = format!("the program wants ABI {major}.{minor}, the library is {CPL_ABI_MAJOR}.{CPL_ABI_MINOR}");
        return Err(Error::new(Code::Abi).with_detail(detail));
    }
    Ok(())
}

pub(crate) fn version() -> Result<&'static str> {
    Ok(env!("CARGO_PKG_VERSION"))
}
