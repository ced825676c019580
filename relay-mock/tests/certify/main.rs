//! Certification from outside: packs, the program driver, the adapter and the wrong products.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attachments;
mod bundles;
mod care;
mod faults;
mod folder;
mod guard;
mod guide;
mod host;
mod hostile;
mod http;
mod kit;
mod known;
mod mistakes;
mod mutants;
mod office;
mod packs;
mod products;
mod programs;
mod receipts;
mod relay;
mod reports;
mod runs;
mod security;
mod weak;
mod whole;
