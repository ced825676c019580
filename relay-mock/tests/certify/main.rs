//! Certification from outside: packs, the program driver, the adapter and the wrong products.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attachments;
mod bundles;
mod faults;
mod folder;
mod guard;
mod guide;
mod host;
mod hostile;
mod http;
mod kit;
mod known;
mod mutants;
mod packs;
mod products;
mod programs;
mod relay;
mod reports;
mod runs;
mod whole;
