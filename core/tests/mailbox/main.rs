//! The mailbox: a folder, over a relay in memory and over a real one, with faults, crashes and many programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agents;
mod by_hand;
#[path = "../proofs/cases.rs"]
mod cases;
mod faulty;
mod folder;
#[cfg(target_os = "linux")]
mod full_disk;
mod inbox;
mod kit;
#[cfg(target_os = "linux")]
mod limits;
mod many;
mod outbox;
mod processes;
mod relay;
mod roles;
