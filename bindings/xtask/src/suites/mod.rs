//! Test suites, a file each.

pub(crate) mod rows;
