//! Rows of one CSV version as rows of another: lifting 202208 to 202407, and lowering back.
//!
//! Fields go by their id. What the layouts differ in stands in `spec/202407/changes.toml`. A value is never
//! cut and never made up: what the other version has no place for is told as dropped, what it has a place
//! for and we do not know stays empty and is told, and a value that is too long there stays as it is, so
//! that checking refuses it. Lowering what was lifted gives the same rows.

mod name;
mod remark;
mod rows;

pub use name::rename;
pub use remark::{Deed, Remark};
pub use rows::{Lifted, convert};
