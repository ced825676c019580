//! The programs `cplink` and `relay-mock` from outside, as a shell calls them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agents;
mod certified;
mod check;
mod convert;
mod diff;
mod folder;
mod keys;
mod kit;
mod language;
mod mailbox;
mod mistakes;
mod month;
mod names;
mod print;
mod relay_mock;
mod settings;
mod verify;
