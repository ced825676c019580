//! The Python wheel of a target.

use std::path::Path;

use super::library::Library;
use super::manylinux;
use super::target::Target;
use crate::place::target_folder;
use crate::toolchain::command::must;
use crate::toolchain::native_module::native_module;
use crate::toolchain::venv::{pip, venv};

/// The oldest time a zip file knows, in seconds since 1970.
const TIME: &str = "315532800";

pub(super) fn write(folder: &Path, target: &Target, library: &Library) -> Result<(), String> {
    let platform = match &target.windows {
        Some(windows) => windows.wheel.to_owned(),
        None => manylinux::tag(&library.python)?,
    };
    let venv = venv(&target_folder().join("dist-work/venv"))?;
    let mut build = pip(&venv, "wheel", &["--no-deps", "--wheel-dir"]);
    build.arg(folder).arg("./bindings/python");
    // The library is stripped: what the module is made of is gone from it.
    build.env("CPLINK_NATIVE_LIBRARY", &library.python).env("CPLINK_NATIVE_MODULE", native_module()?);
    must(build.env("CPLINK_PLATFORM", platform).env("SOURCE_DATE_EPOCH", TIME))
}
