//! The C and C++ programs, compiled for Windows.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::library::Library;
use crate::package::target::WINDOWS_LIBRARIES;
use crate::toolchain::command::must;

/// What a program is linked with.
#[derive(Clone, Copy)]
pub(super) enum Linked {
    /// The import library, made of the list of exports.
    Import,
    /// The DLL itself, for what is on no list.
    Dll,
    /// The static library.
    Static,
}

impl Library {
    /// Compiles a source into a program beside the DLL, where Windows looks for it. A C file is C11, all
    /// else C++17.
    pub(super) fn compile(&self, source: &str, name: &str, flags: &[&str], linked: Linked) -> Result<PathBuf, String> {
        let is_c = Path::new(source).extension().is_some_and(|ending| ending == "c");
        let (compiler, standard) = if is_c { ("gcc-posix", "-std=c11") } else { ("g++-posix", "-std=c++17") };
        let program = self.folder.join(name).with_extension("exe");
        let mut command = Command::new(self.target.tool(compiler));
        command.args([standard, "-Wall", "-Wextra", "-Werror", "-g", "-static", "-D__USE_MINGW_ANSI_STDIO=1"]);
        command.args(["-Iffi/include", "-Iffi/tests", "-Ibindings/cpp/include"]).args(flags);
        command.arg(source).arg("-o").arg(&program);
        match linked {
            Linked::Import => command.arg(self.folder.join("libcplink1.dll.a")),
            Linked::Dll => command.arg(self.dll()),
            Linked::Static => command.arg(self.folder.join("libcplink1.a")).args(WINDOWS_LIBRARIES),
        };
        must(&mut command)?;
        Ok(program)
    }
}
