//! That the fixtures are what their script makes.

use std::process::Command;

use super::count::{Count, step};

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    step(
        "fixtures are what the script makes",
        Command::new("python3").args(["spec-fixtures/make.py", "--check"]),
        &mut count,
    )?;
    Ok(count)
}
