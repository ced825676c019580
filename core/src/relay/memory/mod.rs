//! A relay in this process that answers from memory, for tests, examples and simulations.
//!
//! It keeps nothing when the program ends, has no network, no licences and no signed receipts: what it says is
//! its word only. Everything else is as with a real relay: the containers are sealed, verified and kept.

mod hub;
mod relay;
mod transport;

pub use relay::MemoryRelay;
pub use transport::MemoryTransport;
