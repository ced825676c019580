//! Where key and authorities come from, named before they are read: so that a self-check can tell what is wrong with
//! them.

mod key;
#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
mod pkcs11_uri;
mod trust;

pub use key::KeySource;
pub use trust::TrustSource;
