//! CSV and rows: bytes, text, rows, typed rows, versions, and what readers make of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cells;
mod corpus;
mod cp932;
mod dialects;
mod escapes;
mod guards;
mod interpret;
mod lines;
mod results;
mod round_trip;
mod shape;
mod strange;
mod stream;
mod strict;
mod texts;
mod typed;
mod versions;
