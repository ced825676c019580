//! How other programs are run.

use std::process::Command;

use crate::place::root;

/// Runs a command in the root; whether it succeeded.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool, String> {
    let shown = format!("{command:?}");
    let status = command.current_dir(root()).status().map_err(|error| format!("{shown}: {error}"))?;
    Ok(status.success())
}

/// Runs a command that must succeed for the work to go on.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    if succeeds(command)? { Ok(()) } else { Err(format!("{command:?} failed")) }
}

/// What a command prints; it must succeed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let shown = format!("{command:?}");
    let output = command.current_dir(root()).output().map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{shown}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{shown}: {error}"))
}

pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    without_own_variables(&mut command);
    command
}

/// A command of cargo over the whole workspace. The suites always name all of it, also where they need a part: of one
/// package alone cargo would compile the shared crates again, with that package's features.
pub(crate) fn cargo_workspace(verb: &str) -> Command {
    cargo(&[verb, "--workspace", "--locked"])
}

/// Takes away what cargo tells this program about itself: build scripts of a cargo that the command runs
/// would see it as a change and run again.
pub(crate) fn without_own_variables(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
}
