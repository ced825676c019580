//! `cargo xtask test`: installs what is missing, runs every suite, counts.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::{root, suites};

/// A tool that a suite needs, and the Debian package that has it.
const TOOLS: &[(&str, &str)] = &[
    ("openssl", "openssl"),
    ("unzip", "unzip"),
    ("python3", "python3"),
    ("cc", "gcc"),
    ("c++", "g++"),
    ("mcs", "mono-mcs"),
    ("mono", "mono-runtime"),
];

/// What a suite gave.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

struct Suite {
    name: &'static str,
    run: fn() -> Result<Count, String>,
}

const SUITES: &[Suite] = &[
    Suite { name: "rust", run: rust },
    Suite { name: "fixtures", run: fixtures },
    Suite { name: "rows", run: suites::rows::run },
];

/// Runs the named suites, or all of them; the last line says `N passed, N failed`.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let all = names.is_empty() || names == ["all"];
    if let Some(unknown) = names.iter().find(|name| **name != "all" && !SUITES.iter().any(|suite| suite.name == **name))
    {
        return Err(format!("there is no suite {unknown}"));
    }
    install()?;
    let mut total = Count::default();
    for suite in SUITES.iter().filter(|suite| all || names.contains(&suite.name)) {
        println!("== {}", suite.name);
        let count = (suite.run)()?;
        println!("== {}: {} passed, {} failed", suite.name, count.passed, count.failed);
        if count.passed + count.failed == 0 {
            return Err(format!("suite {} ran no test", suite.name));
        }
        total.passed += count.passed;
        total.failed += count.failed;
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 { Err("some tests failed".to_owned()) } else { Ok(()) }
}

fn install() -> Result<(), String> {
    let missing: Vec<&str> = TOOLS.iter().filter(|(tool, _)| !is_on_path(tool)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing with apt-get: {}", missing.join(" "));
    let mut update = Command::new("apt-get");
    update.arg("update").env("DEBIAN_FRONTEND", "noninteractive");
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "--no-install-recommends"]).args(&missing).env("DEBIAN_FRONTEND", "noninteractive");
    for command in [&mut update, &mut install] {
        if !succeeds(command)? {
            return Err(format!("these tools are missing and could not be installed: {}", missing.join(" ")));
        }
    }
    match TOOLS.iter().find(|(tool, _)| !is_on_path(tool)) {
        Some((tool, _)) => Err(format!("{tool} is still missing")),
        None => Ok(()),
    }
}

fn is_on_path(tool: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()))
}

fn succeeds(command: &mut Command) -> Result<bool, String> {
    let shown = format!("{command:?}");
    let status = command.current_dir(root()).status().map_err(|error| format!("{shown}: {error}"))?;
    Ok(status.success())
}

/// A step that either passes or fails as one.
pub(crate) fn step(name: &str, command: &mut Command, count: &mut Count) -> Result<(), String> {
    let passed = succeeds(command)?;
    println!("{name} ... {}", if passed { "ok" } else { "FAILED" });
    *(if passed { &mut count.passed } else { &mut count.failed }) += 1;
    Ok(())
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

fn rust() -> Result<Count, String> {
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
fn tests(command: &mut Command, count: &mut Count) -> Result<(), String> {
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

fn fixtures() -> Result<Count, String> {
    let mut count = Count::default();
    step(
        "fixtures are what the script makes",
        Command::new("python3").args(["spec-fixtures/make.py", "--check"]),
        &mut count,
    )?;
    Ok(count)
}
