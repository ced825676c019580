//! The relay's memory: what is asked of it ([`Store`]), and the backends.

mod async_store;
mod backend;
#[cfg(test)]
mod conformance;
mod error;
pub mod memory;
mod message;
mod office;
mod queue;
mod search;
pub mod sqlite;

pub(crate) use async_store::AsyncStore;
pub use backend::{Claim, SignNextReceipt, SignReceipt, Store};
pub use error::{Result, StoreError};
pub use message::{Accepted, Acknowledged, Due, Listed, NewMessage, PIECE, Page, PickUp, Recalled, StoredMessage};
pub use office::{OfficeNames, RegisteredOffice};
pub use search::{Search, Turn};
