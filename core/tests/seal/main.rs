//! Containers, receipts, time stamps and evidence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod certificates;
mod clocks;
mod container;
mod evidence;
mod foreign;
mod hostile;
mod receipt;
mod secrets;
mod stamp;
