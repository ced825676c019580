//! The forms: what stands in which cell, by a parser of HTML and a reader of PDF that know nothing of us.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;
mod kit;
mod names;
mod pages;
mod painters;
mod paper;
mod pdf;
mod table_6;
mod table_7;
