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
    /// What failed, and what it said: a long log is read from its end.
    pub(crate) faults: Vec<String>,
}

/// How many lines of one fault are said again.
const LINES: usize = 60;

impl Count {
    /// So many failed in this.
    pub(crate) fn fail(&mut self, failed: u64, name: &str, said: &[String]) {
        if failed == 0 {
            return;
        }
        self.failed += failed;
        let mut fault = name.to_owned();
        for line in &said[said.len().saturating_sub(LINES)..] {
            fault.push_str("\n    ");
            fault.push_str(line);
        }
        self.faults.push(fault);
    }

    /// Adds what another gave.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.faults.extend(other.faults);
    }

    /// What a line `N passed, N failed` says.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
        Some(Self { passed: passed.parse().ok()?, failed: failed.parse().ok()?, faults: Vec::new() })
    }
}

/// A check that is not a program of its own.
pub(crate) fn check(name: &str, passed: bool, count: &mut Count) {
    println!("{name} ... {}", if passed { "ok" } else { "FAILED" });
    if passed {
        count.passed += 1;
    } else {
        count.fail(1, name, &[]);
    }
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
    let (mut last, mut said) = (String::new(), Vec::new());
    for line in BufReader::new(output).split(b'\n') {
        // A Windows program ends its lines with CR too, and may speak CP932.
        let line = line.map_err(shown)?;
        String::from_utf8_lossy(&line).trim_end_matches('\r').clone_into(&mut last);
        println!("{last}");
        if is_of_fault(&last) {
            said.push(last.clone());
        }
    }
    let status = child.wait().map_err(shown)?;
    let result = Count::of_line(&last);
    match &result {
        Some(result) => {
            count.passed += result.passed;
            // A leak or another report after the last line.
            count.fail(if result.failed == 0 { u64::from(!status.success()) } else { result.failed }, name, &said);
        }
        None => count.fail(1, name, &said),
    }
    println!("{name} ... {}", if status.success() && result.is_some() { "ok" } else { "FAILED" });
    Ok(())
}

/// Whether a line of a test program tells of what failed.
pub(super) fn is_of_fault(line: &str) -> bool {
    ["FAILED", "not ok", "panicked at", "Error", "error:"].iter().any(|word| line.contains(word))
}
