//! The relay's console in Debian's Chromium, driven by Playwright; axe looks for what keeps people out.

use std::path::PathBuf;
use std::process::Command;

use super::count::Count;
use super::pytest::pytest;
use crate::place::{debug_folder, root};
use crate::toolchain::command::{cargo_workspace, must};
use crate::toolchain::venv::{pip, venv};

const TESTS: &str = "relay-mock/tests/console/browser";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let venv = environment()?;
    must(cargo_workspace("build").args(["--bin", "relay-mock", "--bin", "cplink"]))?;
    let mut command = Command::new(venv.join("bin/pytest"));
    for (variable, program) in [("RELAY_MOCK", "relay-mock"), ("CPLINK", "cplink")] {
        command.env(variable, debug_folder().join(program));
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.args(["-p", "no:cacheprovider", "-ra", "--strict-markers", "--durations=10", "--rootdir"]);
    pytest(command.arg(root().join(TESTS)).arg(TESTS), &mut count)?;
    Ok(count)
}

/// Installs Playwright, which brings no browser of its own along, and axe.
pub(super) fn install_ahead() -> Result<(), String> {
    environment().map(|_| ())
}

/// A virtual environment with them, kept between runs.
fn environment() -> Result<PathBuf, String> {
    let venv = venv(&debug_folder().join("console/venv"))?;
    must(pip(&venv, "install", &["--requirement"]).arg(format!("{TESTS}/requirements.txt")))?;
    Ok(venv)
}
