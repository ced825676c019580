//! The console of a real relay on loopback, as a browser asks for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lists;
mod message;
mod visitor;
#[allow(dead_code)] // More of it is used by the relay's tests.
#[path = "../relay/world.rs"]
mod world;
