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

/// Keeps Rust's own message of a panic from the host's stderr: every one is caught and becomes an
/// exception with its text. The panic hook is that of this library's own copy of Rust, so nobody else's
/// panics are concerned. The package calls this when it is imported.
#[uniffi::export]
pub fn silence_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// The version of the library.
#[uniffi::export]
pub fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
