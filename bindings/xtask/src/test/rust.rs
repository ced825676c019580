//! The Rust tests, and what the compiler's tools say.

use super::cargo_test::cargo_test;
use super::count::{Count, step};
use super::examples;
use crate::toolchain::command::{cargo, cargo_workspace, must};
use crate::toolchain::deny::cargo_deny;
use crate::toolchain::install::packages;
use crate::toolchain::junitparser::python_with_junitparser;

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    format_and_lints(&mut count)?;
    let mut doc = cargo_workspace("doc");
    step("rustdoc", doc.arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings"), &mut count)?;
    tests(&mut count)?;
    examples::run(&mut count)?;
    // For every target, so that what follows needs no network.
    must(&mut cargo(&["fetch", "--locked"]))?;
    step("licences, origins and bans of dependencies", &mut cargo_deny()?, &mut count)?;
    Ok(count)
}

/// The tests of all crates.
pub(super) fn tests(count: &mut Count) -> Result<(), String> {
    // The browser prints the forms in the font that their PDF has.
    packages(&["fonts-morisawa-bizud-gothic"])?;
    let mut test = cargo_workspace("test");
    cargo_test(test.arg("--no-fail-fast").env("CPLINK_TEST_PYTHON", python_with_junitparser()?), count)
}

pub(super) fn format_and_lints(count: &mut Count) -> Result<(), String> {
    step("format", &mut cargo(&["fmt", "--all", "--check"]), count)?;
    let mut clippy = cargo_workspace("clippy");
    step("clippy", clippy.args(["--all-targets", "--", "-D", "warnings"]), count)
}
