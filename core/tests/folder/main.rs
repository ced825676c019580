//! The transport `folder`, played against a scripted person.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acting;
mod arriving;
mod belonging;
mod hostile;
mod kit;
mod month;
mod sheet;
mod uploading;
