//! CarePlanLink: exchange of care plan data between offices, inside your own program.
//!
//! The layers, each of which may use only the ones above it:
//!
//! | layer | noun |
//! |---|---|
//! | [`error`], [`finding`], [`progress`], [`secret`] | codes, findings, progress and cancel, zeroised bytes |
//! | [`mod@file`] | where a file's bytes come from, safe names |
//! | [`text`] | CP932 both ways, strict |
//! | [`spec`] | the record layouts as data |
//! | [`record`] | rows of a table |
//! | [`json`] | rows, files and units as JSON |
//! | [`typed`] | rows as structs, a field a type |
//! | [`convert`] | CSV bytes to rows and back, with findings |
//! | [`mod@unit`] | a sending unit: files under one serial, attachments, file names; what was read from them |
//! | [`translate`] | rows of one CSV version as rows of another |
//! | [`interpret`] | what readers get wrong: own rows, blanks, import order, comparison by meaning |
//! | [`rules`] | checks across rows, files and the unit: findings of what was read |
//! | [`form`] | the slips as pages of paper, as HTML and as PDF |
//! | [`keys`] | signers and certificates |
//! | [`seal`] | the signed container and the receipts |
//! | [`evidence`] | containers and receipts for an inspector, and their check |
//! | [`relay`] | the `Transport` trait and its transports: CPX/1 over HTTPS, and one in memory |
//! | [`client`] | the verbs |
//! | [`mailbox`] | a folder that keeps what is to be sent and what was received, for hosts that do not want to |
// On Windows one file calls the certificate store.
#![cfg_attr(not(windows), forbid(unsafe_code))]
#![cfg_attr(windows, deny(unsafe_code))]

pub mod client;
pub mod convert;
pub mod error;
pub mod evidence;
pub mod file;
pub mod finding;
pub mod form;
pub mod interpret;
pub mod json;
pub mod keys;
pub mod mailbox;
mod moment;
pub mod progress;
pub mod record;
pub mod relay;
pub mod rules;
pub mod seal;
pub mod secret;
mod sort;
pub mod spec;
pub mod text;
pub mod translate;
pub mod typed;
pub mod unit;

pub use error::{Code, Error, Result};

// The README's program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
#[cfg(doctest)]
#[doc = include_str!("../../README.ja.md")]
struct ReadmeJa;
