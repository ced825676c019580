//! The console over HTTP, as a browser asks it: a real relay on the loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod compose;
mod inspect;
mod place;
mod slip;
mod visitor;
