//! Kinds of receipt.

#[rustfmt::skip]
mod generated;

pub use generated::ReceiptKind;
