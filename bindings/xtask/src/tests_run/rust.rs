//! The Rust tests, and that the fixtures are what their script makes.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::count::{Count, cargo, step};
use crate::root;

pub(super) fn rust() -> Result<Count, String> {
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
    tests(&mut cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]), &mut count)?;
    Ok(count)
}

/// Runs `cargo test` and adds up its closing lines.
pub(super) fn tests(command: &mut Command, count: &mut Count) -> Result<(), String> {
    let mut child =
        command.current_dir(root()).stdout(Stdio::piped()).spawn().map_err(|error| format!("cargo test: {error}"))?;
    let output = child.stdout.take().ok_or("cargo test has no output")?;
    let mut failed = 0;
    for line in BufReader::new(output).lines() {
        let line = line.map_err(|error| error.to_string())?;
        println!("{line}");
        if let Some(result) = line.trim().strip_prefix("test result: ") {
            let number = |word: &str| {
                result.split(';').find_map(|part| {
                    part.trim()
                        .trim_start_matches(|c: char| !c.is_ascii_digit())
                        .strip_suffix(word)?
                        .trim()
                        .parse()
                        .ok()
                })
            };
            count.passed += number("passed").unwrap_or(0);
            failed += number("failed").unwrap_or(0);
            if number("ignored").unwrap_or(0) > 0 {
                return Err("a test is ignored: a test that does not run proves nothing".to_owned());
            }
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    // A test binary that did not build or died has no closing line.
    count.failed += if failed == 0 && !status.success() { 1 } else { failed };
    Ok(())
}

pub(super) fn fixtures() -> Result<Count, String> {
    let mut count = Count::default();
    step(
        "fixtures are what the script makes",
        Command::new("python3").args(["spec-fixtures/make.py", "--check"]),
        &mut count,
    )?;
    Ok(count)
}
