//! Proofs that are tests of core: the same tests with more cases, built with the profile `release`.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use super::hosts;
use crate::place::root;
use crate::test::count::Count;
use crate::toolchain::command::cargo;

pub(super) fn spoil(count: u64, seed: u64) -> Result<Count, String> {
    prove("proofs", "spoil::", count, seed)
}

pub(super) fn round_trip(count: u64, seed: u64) -> Result<Count, String> {
    prove("proofs", "round_trip::", count, seed)
}

pub(super) fn race(count: u64, seed: u64) -> Result<Count, String> {
    prove("proofs", "race::", count, seed)
}

pub(super) fn mailbox(count: u64, seed: u64) -> Result<Count, String> {
    // A quarter of them in each language.
    let mut all = prove("mailbox", "processes::programs_killed", count.div_ceil(4), seed)?;
    let others = hosts::prove(count.div_ceil(4), seed)?;
    all.add(others);
    Ok(all)
}

pub(super) fn peers(count: u64, seed: u64) -> Result<Count, String> {
    prove("peers", "every_hostile_answer", count, seed)
}

/// Runs the tests of one name in one of core's test binaries.
fn prove(binary: &str, name: &str, count: u64, seed: u64) -> Result<Count, String> {
    let mut command = cargo(&["test", "--release", "--locked", "--package", "cplink", "--test", binary]);
    command.args(["--", name, "--nocapture"]).current_dir(root()).stdout(Stdio::piped());
    command.env("CPLINK_PROOF_COUNT", count.to_string()).env("CPLINK_PROOF_SEED", seed.to_string());
    let failed = |error: std::io::Error| format!("cargo test: {error}");
    let mut child = command.spawn().map_err(failed)?;
    let output = child.stdout.take().ok_or("cargo test has no output")?;
    let mut result = None;
    for line in BufReader::new(output).lines() {
        let line = line.map_err(failed)?;
        println!("{line}");
        result = Count::of_line(&line).or(result);
    }
    let succeeded = child.wait().map_err(failed)?.success();
    match result {
        Some(count) if succeeded == (count.failed == 0) => Ok(count),
        // It ended at a case that failed.
        _ => Ok(Count { failed: 1, ..Count::default() }),
    }
}
