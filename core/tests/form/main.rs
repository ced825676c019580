//! The forms: what stands in which cell, by a parser of HTML and a reader of PDF that know nothing of us.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod basic_information;
mod changes;
mod hostile;
mod kit;
mod names;
mod pages;
mod painters;
mod paper;
mod pdf;
mod pictures;
mod plan_fields;
mod prevention_plan;
mod print;
mod table_1;
mod table_2;
mod table_3;
mod table_6;
mod table_7;
mod withdrawals;
