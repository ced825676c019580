//! The mock relay as a library.

pub mod certify;
pub mod console;
pub mod directory;
pub mod japan;
pub mod month;
pub mod pki;
pub mod private;
pub mod server;
pub mod store;
