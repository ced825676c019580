//! What builds and runs Windows programs here: compilers, Wine, and a small Debian for 32 bits.

pub(crate) mod compiler;
mod i386;
mod locale;
pub(crate) mod target;
pub(crate) mod wine;
