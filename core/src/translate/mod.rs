//! Rows of one CSV version as rows of another: from 202208 to 202407, and back.
//!
//! Fields go by their id, in whatever order, and either version may have fields that the other has not. What
//! a version changed is in its `spec/<version>/changes.toml`. A value is never cut and never made up:
//! what the other version has no place for is reported as dropped, what it has a place for and we do not know
//! stays empty and is reported, and a value that is too long or of another type there stays as it is and is
//! reported, so that checking refuses what does not fit. There and back gives the same rows, unless
//! a remark says that something was dropped or shortened.

mod name;
mod remark;
mod rows;

pub use name::file_name;
pub use remark::{Change, Remark};
pub use rows::{Translated, table};
