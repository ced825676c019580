//! What a suite gave, and how its steps are run.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::root;

/// What a suite gave.
#[derive(Default)]
pub(super) struct Count {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

pub(super) fn succeeds(command: &mut Command) -> Result<bool, String> {
    let shown = format!("{command:?}");
    let status = command.current_dir(root()).status().map_err(|error| format!("{shown}: {error}"))?;
    Ok(status.success())
}

/// A step that either passes or fails as one.
pub(super) fn step(name: &str, command: &mut Command, count: &mut Count) -> Result<(), String> {
    let passed = succeeds(command)?;
    println!("{name} ... {}", if passed { "ok" } else { "FAILED" });
    *(if passed { &mut count.passed } else { &mut count.failed }) += 1;
    Ok(())
}

pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    alone(&mut command);
    command
}

/// Takes away what cargo tells this program about itself: build scripts of a cargo that the command runs
/// would see it as a change and run again.
pub(super) fn alone(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
}

/// Runs a command that must work for the suite to go on.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    if succeeds(command)? { Ok(()) } else { Err(format!("{command:?} failed")) }
}

/// Runs a test program and adds up its last line, `N passed, N failed`. It runs in the root, unless the command
/// names another folder.
pub(super) fn program(name: &str, command: &mut Command, count: &mut Count) -> Result<(), String> {
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
    let numbers = last.strip_suffix(" failed").and_then(|line| line.split_once(" passed, "));
    let numbers = numbers.and_then(|(passed, failed)| Some((passed.parse::<u64>().ok()?, failed.parse::<u64>().ok()?)));
    match numbers {
        Some((passed, failed)) => {
            count.passed += passed;
            // A leak or another report after the last line.
            count.failed += if failed == 0 && !status.success() { 1 } else { failed };
        }
        None => count.failed += 1,
    }
    println!("{name} ... {}", if status.success() && numbers.is_some() { "ok" } else { "FAILED" });
    Ok(())
}
