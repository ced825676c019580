//! Containers, receipts, time stamps and evidence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod certificates;
mod clocks;
mod container;
mod evidence;
mod evidence_page;
mod foreign;
mod hostile;
mod receipt;
mod secrets;
mod stamp;
mod unsigned;
