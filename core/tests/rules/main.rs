//! The rules across fields, rows, files and units.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod edges;
mod of_rows;
mod sets;
