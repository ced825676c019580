//! The library as a foreign program finds it, and the compilers that link with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::target::LINUX_LIBRARIES;
use crate::place::debug_folder;
use crate::toolchain::command::{cargo_workspace, must};

/// A folder with the built library.
pub(crate) struct Library(pub(super) PathBuf);

/// Builds the library and the relay. Kept apart in `folder`, since the next build may have other features.
pub(crate) fn build(folder: &Path, features: &[&str]) -> Result<Library, String> {
    let mut build = cargo_workspace("build");
    if !features.is_empty() {
        build.args(["--features", &features.join(",")]);
    }
    must(&mut build)?;
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for name in ["libcplink1.so", "libcplink1.a"] {
        let from = debug_folder().join(name);
        std::fs::copy(&from, folder.join(name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    Ok(Library(folder.to_path_buf()))
}

/// Builds all programs, the relay among them.
pub(super) fn build_programs() -> Result<(), String> {
    must(&mut cargo_workspace("build"))
}

impl Library {
    /// The static library alone, in a folder of its own, so that the linker takes no other.
    pub(super) fn only_static(&self, folder: &Path) -> Result<Self, String> {
        let name = "libcplink1.a";
        let copied = std::fs::create_dir_all(folder).and_then(|()| std::fs::copy(self.0.join(name), folder.join(name)));
        copied.map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self(folder.to_path_buf()))
    }

    /// Compiles sources into a program that finds the shared library where it lies.
    pub(super) fn compile(
        &self,
        compiler: &str,
        flags: &[&str],
        sources: &[&str],
        program: &Path,
    ) -> Result<(), String> {
        let mut command = Command::new(compiler);
        command.args(["-Wall", "-Wextra", "-Werror", "-g", "-Iffi/include", "-Ibindings/cpp/include"]).args(flags);
        command.args(sources).arg("-o").arg(program);
        command.arg("-L").arg(&self.0).arg("-lcplink1").arg(format!("-Wl,-rpath,{}", self.0.display()));
        must(command.args(LINUX_LIBRARIES))
    }
}

/// A compiled program. It shall find the library that it was linked with, not the one cargo built last, to
/// whose folder cargo points every program it runs.
pub(super) fn native(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_remove("LD_LIBRARY_PATH");
    command
}
