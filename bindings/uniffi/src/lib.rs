//! The verbs over UniFFI, for Python today, for Kotlin and Swift tomorrow: one thin file per noun, no logic of
//! its own.
//!
//! The records in [`generated`] follow from the description of the border (`ffi/api`), as the structures of
//! `cplink-values` do that they are made from. The Python package in `../python/cplink` is written over the generated
//! module; nothing here is public to Python users, so names and shapes may change with any release. No signature has an
//! unsigned number: the JVM has none. UniFFI expands the only unsafe code.

pub mod block;
pub mod cancel;
pub mod candidates;
pub mod cell;
pub mod client;
pub mod codes;
pub mod evidence;
pub mod failure;
mod form;
#[rustfmt::skip]
pub mod generated;
pub mod import;
pub mod inbox;
pub mod keys;
pub mod layout;
pub mod mailbox;
pub mod message;
pub mod number;
pub mod offices;
pub mod report;
pub mod setting;
pub mod source;
pub mod table;
pub mod token;
pub mod translate;
pub mod unit;
pub mod units;

uniffi::setup_scaffolding!("_native");
