//! A relay in this process that answers from memory, for tests, examples and simulations.
//!
//! It keeps nothing when the program ends, has no network and no licences. Unless it is given a key
//! ([`MemoryRelay::sign_receipts`]) it signs no receipts: what it says is its word only. Everything else is as with a
//! real relay: the containers are sealed, verified and kept.
//!
//! Acting for other offices (代行) takes receipts, since nothing else proves who acted for whom: with a key the relay
//! knows agents ([`MemoryRelay::add_agent`]), without one a client that would act is told so.

mod hub;
mod relay;
mod signing;
mod transport;

pub use relay::MemoryRelay;
pub use transport::MemoryTransport;
