//! Python's virtual environments and pip.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::must;
use super::install::packages;

/// The longest time for one step of pip, in seconds.
const LIMIT: &str = "600";

/// A virtual environment in this folder, made unless it is there.
pub(crate) fn venv(folder: &Path) -> Result<PathBuf, String> {
    let python = folder.join("bin/python");
    if !Command::new(&python).args(["-m", "pip", "--version"]).output().is_ok_and(|output| output.status.success()) {
        venv_package()?;
        must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    }
    Ok(folder.to_owned())
}

/// Debian has the module in a package of its own.
fn venv_package() -> Result<(), String> {
    let has_venv = || Command::new("python3").args(["-c", "import ensurepip, venv"]).output();
    if has_venv().is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    packages(&["python3-venv"])
}

/// A command of pip, such as `install`.
pub(crate) fn pip(venv: &Path, verb: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("timeout");
    command.arg(LIMIT).arg(venv.join("bin/python")).args(["-m", "pip", verb, "--quiet"]);
    command.args(["--disable-pip-version-check", "--no-input"]).args(arguments);
    command
}
