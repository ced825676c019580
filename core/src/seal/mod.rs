//! The signed container and the receipts.
