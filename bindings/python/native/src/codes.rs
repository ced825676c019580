//! The table of codes, so that the Python half can be compared with it.

use cplink::error::Code;

/// An error code.
#[derive(uniffi::Record)]
pub struct CodeName {
    /// The number.
    pub code: i32,
    /// Its name.
    pub name: String,
}

/// All error codes.
#[uniffi::export]
pub fn codes() -> Vec<CodeName> {
    Code::ALL.iter().map(|code| CodeName { code: *code as i32, name: code.name().to_owned() }).collect()
}

/// The version of the library.
#[uniffi::export]
pub fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
