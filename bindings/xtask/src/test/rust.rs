//! The Rust tests, and what the compiler's tools say.

use super::cargo_test::cargo_test;
use super::count::{Count, step};
use crate::toolchain::command::cargo;

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    step("format", &mut cargo(&["fmt", "--all", "--check"]), &mut count)?;
    step(
        "clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
        &mut count,
    )?;
    step(
        "rustdoc",
        cargo(&["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"),
        &mut count,
    )?;
    cargo_test(&mut cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]), &mut count)?;
    Ok(count)
}
