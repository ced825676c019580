//! The mock relay as a library.

pub mod directory;
pub mod pki;
pub mod server;
pub mod store;
