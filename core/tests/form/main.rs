//! The forms: what stands in which cell, by a parser of HTML that knows nothing of us.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;
mod kit;
mod names;
mod pages;
mod print;
mod table_6;
mod table_7;
