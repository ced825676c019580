//! A product of ours under the certification: it passes every case of the pack.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::count::{Count, check};
use crate::place::{debug_folder, root};

/// The pack.
const PACK: &str = "v4";

/// Puts a product through all cases; each that passes is counted.
pub(super) fn certified(name: &str, product: &Command, out: &Path, count: &mut Count) -> Result<(), String> {
    let result = run(product, &[], out)?;
    let cases = cases()?;
    let passed = passed(&result);
    check(&format!("{name}: certified, {passed} of {cases} cases passed"), result.exit == 0 && passed == cases, count);
    count.passed += passed;
    Ok(())
}

/// Puts a product through one case.
pub(super) fn certified_in(
    name: &str,
    case: &str,
    product: &Command,
    out: &Path,
    count: &mut Count,
) -> Result<(), String> {
    let result = run(product, &["--case", case], out)?;
    // 2: cases that were left out are not run.
    let is_sound = [0, 2].contains(&result.exit) && result.counts["fail"] == 0;
    check(&format!("{name}: certified in {case}"), is_sound && passed(&result) == 1, count);
    Ok(())
}

struct Ran {
    exit: i32,
    counts: Value,
}

fn run(product: &Command, more: &[&str], out: &Path) -> Result<Ran, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", out.display());
    if out.exists() {
        std::fs::remove_dir_all(out).map_err(failed)?;
    }
    let mut certify = Command::new(debug_folder().join("relay-mock"));
    certify.args(["--lang", "en", "certify", "run", "--pack", PACK, "--drive", "program", "--out"]).arg(out).args(more);
    certify.arg("--").arg(product.get_program()).args(product.get_args()).current_dir(root());
    // A product shall find the library that it was made with, not the one cargo built last.
    certify.env_remove("LD_LIBRARY_PATH");
    for (name, value) in product.get_envs() {
        match value {
            Some(value) => certify.env(name, value),
            None => certify.env_remove(name),
        };
    }
    let status = certify.status().map_err(|error| format!("relay-mock certify: {error}"))?;
    let result = out.join("result.json");
    let text = std::fs::read_to_string(&result).map_err(|error| format!("{}: {error}", result.display()))?;
    let verdict: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", result.display()))?;
    Ok(Ran { exit: status.code().unwrap_or(-1), counts: verdict["counts"].clone() })
}

fn passed(ran: &Ran) -> u64 {
    // A word that is not there is a name that was changed, and no case: the count is short then.
    ["pass", "pass-with-notes"].iter().filter_map(|word| ran.counts[word].as_u64()).sum()
}

/// How many cases the pack has, counted apart from the program that reads it.
fn cases() -> Result<u64, String> {
    let folder = root().join("relay-mock/packs").join(PACK).join("cases");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.filter_map(Result::ok).filter(|entry| entry.path().join("case.toml").is_file()).count() as u64)
}
