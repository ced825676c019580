//! CSV bytes to rows and back, with every finding in one pass.
//!
//! The csv crate cannot tell where a quote was left open, what stood between the quotes of a cell or
//! which bytes a row came from; so records are split here (`scan.rs`), and the csv crate is what the
//! tests compare with.

mod check;
mod findings;
mod read;
mod scan;
mod value;
mod write;

pub use findings::MAX_FINDINGS;
pub use read::{MAX_FILE, ReadFile, read};
pub use write::{Form, write};
