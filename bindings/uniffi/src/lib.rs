//! The verbs over UniFFI, for Python today, for Kotlin and Swift tomorrow: one thin file per noun, no logic of
//! its own.
//!
//! The Python package in `../python/cplink` is written over the generated module by hand; nothing here is public
//! to Python users, so names and shapes may change with any release. UniFFI expands the only unsafe code.

pub mod block;
pub mod cancel;
pub mod candidate;
pub mod cell;
pub mod client;
pub mod codes;
pub mod diagnosis;
pub mod evidence;
pub mod failure;
pub mod finding;
pub mod interpret;
pub mod keys;
pub mod layout;
pub mod office;
pub mod receipt;
pub mod received;
pub mod report;
pub mod sent;
pub mod setting;
pub mod source;
pub mod table;
pub mod token;
pub mod translate;
pub mod unit;

uniffi::setup_scaffolding!("_native");
