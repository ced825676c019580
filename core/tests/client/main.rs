//! The verbs, over transports without a network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acting;
mod files;
mod inbox;
mod kept;
mod many;
mod memory;
mod offices;
mod puppet;
mod stamps;
mod standing;
mod unsigned;
