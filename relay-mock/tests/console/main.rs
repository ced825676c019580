//! The console of a real relay on loopback, as a browser asks for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod beyond;
mod certify;
mod command;
mod compose;
mod connections;
mod door;
mod faults;
mod inspect;
mod lists;
mod message;
mod offices;
mod place;
mod product;
mod slip;
mod visitor;
#[allow(dead_code, unused_imports)] // More of it is used by the relay's tests.
#[path = "../relay/world.rs"]
mod world;
