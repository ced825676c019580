//! Tests that pytest runs.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use super::count::Count;
use crate::place::root;

/// Runs pytest and adds up its closing line, such as `1 failed, 94 passed in 30.02s`.
pub(super) fn pytest(command: &mut Command, count: &mut Count) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("pytest: {error}");
    let mut child = command.current_dir(root()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let output = child.stdout.take().ok_or("pytest has no output")?;
    let (mut last, mut said) = (String::new(), Vec::new());
    for line in BufReader::new(output).lines() {
        let line = line.map_err(failed)?;
        println!("{line}");
        // What pytest marks with `E`, and its short summary.
        if line.starts_with("E  ") || line.starts_with("FAILED ") || line.starts_with("ERROR ") {
            said.push(line.clone());
        }
        if !line.trim().is_empty() {
            last = line;
        }
    }
    let status = child.wait().map_err(failed)?;
    let number = |word: &str| {
        let mut words = last.trim_matches(['=', ' ']).split([' ', ',']).filter(|word| !word.is_empty());
        let mut before = "";
        words
            .find_map(|this| {
                if this == word {
                    before.parse().ok()
                } else {
                    before = this;
                    None
                }
            })
            .unwrap_or(0u64)
    };
    if number("skipped") > 0 || number("deselected") > 0 {
        return Err("a test is skipped: a test that does not run proves nothing".to_owned());
    }
    count.passed += number("passed");
    let faults = number("failed") + number("error") + number("errors");
    // An interpreter that died has no closing line.
    count.fail(if faults == 0 { u64::from(!status.success()) } else { faults }, "pytest", &said);
    Ok(())
}
