//! `cargo test`, counted.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::count::Count;
use crate::place::root;

/// Runs `cargo test` and adds up its closing lines.
pub(super) fn cargo_test(command: &mut Command, count: &mut Count) -> Result<(), String> {
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
