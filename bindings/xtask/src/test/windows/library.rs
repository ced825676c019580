//! The library for Windows, as the tests use it.

use std::path::{Path, PathBuf};

use crate::package::import::import_library;
use crate::place::windows_folder;
use crate::toolchain::command::must;
use crate::toolchain::windows::compiler::Compiler;
use crate::toolchain::windows::target::Target;

/// What the suite builds and tests. Always together: alone, each would want its dependencies with features
/// of its own, and they would be compiled twice.
pub(super) const TESTED: [&str; 4] = ["--package", "cplink", "--package", "cplink-ffi"];

/// A folder with `cplink1.dll`, `cplink1.def`, the import library made of that (`libcplink1.dll.a`) and the
/// static library (`libcplink1.a`).
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) folder: PathBuf,
    pub(crate) target: Target,
}

/// Builds the library for tests of a target into `into`, a folder of its own; installs what that takes.
///
/// # Errors
/// What could not be installed, built or written.
pub(super) fn build(target: Target, features: &[&str], into: &Path) -> Result<Library, String> {
    compile(target, features)?;
    let built = windows_folder().join(target.triple()).join("debug");
    std::fs::create_dir_all(into).map_err(|error| format!("{}: {error}", into.display()))?;
    for name in ["cplink1.dll", "libcplink1.a"] {
        let from = built.join(name);
        std::fs::copy(&from, into.join(name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    let library = Library { folder: into.to_path_buf(), target };
    import_library(target, into)?;
    Ok(library)
}

/// Compiles the library for tests of a target, and core's tests; installs what that takes.
pub(super) fn compile(target: Target, features: &[&str]) -> Result<(), String> {
    let mut build = Compiler::new(target)?.cargo("build");
    build.args(TESTED).args(["--lib", "--tests"]);
    if !features.is_empty() {
        build.args(["--features", &features.join(",")]);
    }
    must(&mut build)
}

impl Library {
    pub(crate) fn dll(&self) -> PathBuf {
        self.folder.join("cplink1.dll")
    }
}
