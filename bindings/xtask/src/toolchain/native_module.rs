//! `_native.py`, the generated half of the Python package: made of the library's own description, for every build anew.

use std::path::{Path, PathBuf};

use super::command::{cargo, cargo_workspace, must};
use crate::place::debug_folder;

/// Its name.
pub(crate) const MODULE: &str = "_native.py";

/// The module of the library as it is now. It is the same for every target: what it says is in no way the machine's.
pub(crate) fn native_module() -> Result<PathBuf, String> {
    must(&mut cargo_workspace("build"))?;
    let folder = debug_folder().join("python/generated");
    of(&debug_folder().join("libcplink_native.so"), &folder)?;
    Ok(folder.join(MODULE))
}

/// Writes the module of a library that has its symbols into a folder.
fn of(library: &Path, folder: &Path) -> Result<(), String> {
    let mut command = cargo(&["run", "--quiet", "--locked", "--features", "cplink-uniffi/bindgen"]);
    command.args(["--bin", "cplink-bindgen", "--"]).arg(library).arg(folder);
    must(&mut command)
}
