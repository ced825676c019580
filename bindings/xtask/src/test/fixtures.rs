//! That the fixtures are what their script makes, and the generated files what their tables give.

use std::process::Command;

use super::count::{Count, step};
use super::gen_from_nothing;

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    check(&mut count)?;
    gen_from_nothing::run(&mut count)?;
    Ok(count)
}

pub(super) fn check(count: &mut Count) -> Result<(), String> {
    let mut script = Command::new("python3");
    step("fixtures are what the script makes", script.args(["spec-fixtures/make.py", "--check"]), count)
}
