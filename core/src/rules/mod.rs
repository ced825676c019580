//! Checks across rows, files and the unit. What one field must be is checked on reading.

mod file;
mod unit;

pub use file::{FileReport, file};
pub use unit::{Identity, Report, check, files, names};
