//! What a suite gave, and the steps that are counted.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::place::root;
use crate::toolchain::command::succeeds;

/// What a suite gave.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    /// What a line `N passed, N failed` says.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
        Some(Self { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
    }
}

/// A check that is not a program of its own.
pub(super) fn check(name: &str, passed: bool, count: &mut Count) {
    println!("{name} ... {}", if passed { "ok" } else { "FAILED" });
    *(if passed { &mut count.passed } else { &mut count.failed }) += 1;
}

/// A step that either passes or fails as one.
pub(super) fn step(name: &str, command: &mut Command, count: &mut Count) -> Result<(), String> {
    check(name, succeeds(command)?, count);
    Ok(())
}

/// Runs a test program and adds up its last line, `N passed, N failed`. It runs in the root, unless the command
/// names another folder.
pub(crate) fn program(name: &str, command: &mut Command, count: &mut Count) -> Result<(), String> {
    let shown = |error: std::io::Error| format!("{name}: {error}");
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(shown)?;
    let output = child.stdout.take().ok_or("a program has no output")?;
    let mut last = String::new();
    for line in BufReader::new(output).split(b'\n') {
        // A Windows program ends its lines with CR too, and may speak CP932.
        let line = line.map_err(shown)?;
        String::from_utf8_lossy(&line).trim_end_matches('\r').clone_into(&mut last);
        println!("{last}");
    }
    let status = child.wait().map_err(shown)?;
    let result = Count::of_line(&last);
    match &result {
        Some(result) => {
            count.passed += result.passed;
            // A leak or another report after the last line.
            count.failed += if result.failed == 0 && !status.success() { 1 } else { result.failed };
        }
        None => count.failed += 1,
    }
    println!("{name} ... {}", if status.success() && result.is_some() { "ok" } else { "FAILED" });
    Ok(())
}
