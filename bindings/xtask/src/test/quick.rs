//! `cargo xtask test quick`: what is most often wrong after an edit, in at most five minutes where all was built before.
//! It has the format, clippy, the Rust tests of all crates with their examples in the documentation, the drift of
//! generated files, the layers, the fixtures, and of the C ABI the list of exports, every function with NULL, and
//! the month in C. It leaves out: rustdoc, fuzzing at length, sanitizers, the other languages, Windows, and what is
//! shipped.

use super::count::Count;
use super::{c, fixtures, rust};

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    rust::format_and_lints(&mut count)?;
    fixtures::check(&mut count)?;
    // The drift of generated files and the layers are tests of this program.
    rust::tests(&mut count)?;
    c::smoke(&mut count)?;
    Ok(count)
}
