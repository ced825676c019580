//! Checks across the fields of a record, the records of a table, the files of a unit and the units of a
//! series. What one field must be is checked on reading. `spec-fixtures/rules.md` lists all rules.
//!
//! A cell that has had a finding of its own on reading is not judged again. Each record is looked at a
//! fixed number of times, and what must be compared across records goes through hash tables.
//!
//! Memory, beside the tables themselves: at most 48 bytes a record of the file that is being checked,
//! some 300 bytes a user and a distinct service of the unit, and at most
//! [`MAX_FINDINGS`](crate::convert::MAX_FINDINGS) findings a file and as many a unit.

mod annex;
mod collector;
mod column;
mod file;
mod gathered;
mod name;
mod row;
mod series;
mod table;
mod unit;

pub use file::{FileReport, file};
pub use gathered::{Gathered, gathered};
pub use series::Series;
pub use unit::{UnitReport, attachment, check, check_as, names, system_file};
