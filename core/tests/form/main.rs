//! The forms: what stands in which cell, by a parser of HTML and a reader of PDF that know nothing of us. Poppler and
//! Chromium are not there where Windows programs are tested, so what needs them is not built for Windows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod basic_information;
mod changes;
mod hostile;
mod kit;
mod names;
mod pages;
#[cfg(unix)]
mod painters;
#[cfg(unix)]
mod paper;
#[cfg(unix)]
mod pdf;
mod pictures;
mod plan_fields;
mod prevention_plan;
mod print;
mod results;
mod table_1;
mod table_2;
mod table_3;
mod table_6;
mod table_7;
mod withdrawals;
