//! The signed container and the receipts.

mod id;

pub use id::MessageId;
