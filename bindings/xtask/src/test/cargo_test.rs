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
    let (mut failed, mut said, mut is_of_fault) = (0, Vec::new(), false);
    for line in BufReader::new(output).lines() {
        let line = line.map_err(|error| error.to_string())?;
        println!("{line}");
        // From `failures:` to the closing line.
        is_of_fault |= line == "failures:";
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
            is_of_fault = false;
            if number("ignored").unwrap_or(0) > 0 {
                return Err("a test is ignored: a test that does not run proves nothing".to_owned());
            }
        }
        if is_of_fault {
            said.push(line);
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    // A test binary that did not build or died has no closing line.
    count.fail(if failed == 0 { u64::from(!status.success()) } else { failed }, "cargo test", &said);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_test_said_when_it_failed_is_kept() {
        let said = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\npanicked at x.rs: left 1, right 2\n\nfailures:\n    a\n\n\
            test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\ntest result: ok. 2 passed; 0 failed; 0 ignored\n";
        let mut count = Count::default();
        cargo_test(Command::new("printf").args(["%s", said]), &mut count).unwrap();
        assert_eq!((count.passed, count.failed, count.faults.len()), (5, 1, 1));
        assert!(count.faults[0].contains("left 1, right 2"), "{}", count.faults[0]);
        assert!(!count.faults[0].contains("2 passed"), "{}", count.faults[0]);
    }

    #[test]
    fn a_program_that_dies_without_a_closing_line_has_failed() {
        let mut count = Count::default();
        cargo_test(Command::new("sh").args(["-c", "exit 101"]), &mut count).unwrap();
        assert_eq!((count.passed, count.failed), (0, 1));
    }
}
