//! Keys and certificates, wherever they are kept; those of tokens have a program of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod candidates;
mod file;
mod host;
mod lists;
mod renewal;
mod robust;
mod secrets;
mod vectors;
#[cfg(windows)]
mod windows;
