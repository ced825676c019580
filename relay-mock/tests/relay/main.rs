//! The real server on loopback, the real transport, real certificates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calls;
mod cancel;
mod certificates;
mod disk;
mod kill;
mod lost;
mod proxy;
mod refusals;
mod served;
mod world;
