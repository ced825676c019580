//! The fuzz targets, so long each.

use super::cargo_test::cargo_test;
use super::count::Count;
use crate::toolchain::command::cargo_workspace;

/// The fuzz targets over changed fixtures, so long each.
const FUZZ_SECONDS: &str = "20";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let mut command = cargo_workspace("test");
    cargo_test(command.args(["--test", "fuzz"]).env("CPLINK_FUZZ_SECONDS", FUZZ_SECONDS), &mut count)?;
    Ok(count)
}
