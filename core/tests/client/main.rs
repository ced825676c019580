//! The verbs, over a transport without a network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod files;
mod memory;
