//! The C ABI of CarePlanLink.
//!
//! `ffi/api` describes every noun. The functions of C are generated from that (`generated`): each checks what it is
//! given (`boundary`), then reads a value or calls the function of the same name in the noun's own file, which is
//! written by hand and safe.
//!
//! What the caller promises is in the header, function by function, and on one page in `README.md`.
//! In short: every pointer is NULL or what its documentation says; a handle is freed once, and not
//! while another thread uses it; text that comes in ends with NUL. All that can be checked is
//! checked, and answered with a code: NULL, text that is not UTF-8, lengths, one thread too many,
//! calls from within a callback, a fault of ours.
#![deny(unsafe_op_in_unsafe_fn)]
// The names are C's. The promise under "Safety" is the same for all functions: see above.
#![allow(non_camel_case_types, clippy::missing_safety_doc)]

mod boundary;
#[rustfmt::skip]
pub mod generated;
mod interpret;
mod translate;

pub mod abi;
pub mod batch;
#[cfg(feature = "cxx")]
mod bridge;
pub mod bytes;
pub mod cancel;
pub mod candidates;
pub mod client;
pub mod code;
pub mod delivery;
pub mod evidence;
pub mod files;
#[cfg(feature = "test-hooks")]
pub mod hooks;
pub mod import;
pub mod inbox;
pub mod job;
pub mod layout;
pub mod mailbox;
pub mod message;
pub mod offices;
pub mod options;
pub mod profile;
pub mod row;
pub mod secret;
pub mod serial;
#[cfg(test)]
mod settings;
pub mod signer;
pub mod table;
pub mod texts;
pub mod token;
pub mod trust;
pub mod turn;
pub mod turns;
pub mod unit;
pub mod unit_report;
pub mod units;
pub mod units_of_rows;
