//! The mock relay as a library.

pub mod pki;
