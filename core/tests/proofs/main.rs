//! Long proofs. `cargo xtask proof NAME [COUNT] [SEED]` runs one of them at length, `cargo test` all of them over
//! few cases. Each prints `N passed, N failed`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod race;
mod round_trip;
mod spoil;
