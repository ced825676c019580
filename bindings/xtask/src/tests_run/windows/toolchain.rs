//! The compilers for Windows: Debian's rustc for browsers, which comes with the library's source, and
//! the GNU cross compilers.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::count::{cargo, must};
use super::super::install::packages;
use super::target::Target;
use crate::root;

/// A Rust compiler whose library can be built for a Windows target.
pub(super) struct Toolchain {
    rustc: PathBuf,
    target: Target,
}

impl Toolchain {
    /// Installs what is missing.
    pub(super) fn new(target: Target) -> Result<Self, String> {
        packages(&[&["rustc-web", "rust-web-src"], target.packages()].concat())?;
        let toolchain = Self { rustc: file_of("rustc-web", "bin/rustc")?, target };
        if target == Target::X86 {
            toolchain.startup_objects()?;
        }
        Ok(toolchain)
    }

    /// cargo with this compiler, for this target, its library built along.
    pub(super) fn cargo(&self, verb: &str) -> Command {
        let (triple, lower) = (self.target.triple(), self.target.triple().replace('-', "_"));
        let upper = lower.to_uppercase();
        let mut command = cargo(&[verb, "--locked", "-Zbuild-std=std,panic_abort", "--target", triple, "--target-dir"]);
        command.arg(folder());
        // Building the library along is not a stable feature yet.
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", &self.rustc);
        command.env("RUSTDOC", self.rustc.with_file_name("rustdoc"));
        command.env(format!("CARGO_TARGET_{upper}_LINKER"), self.target.tool("gcc-posix"));
        command.env(format!("CC_{lower}"), self.target.tool("gcc-posix"));
        command.env(format!("CXX_{lower}"), self.target.tool("g++-posix"));
        command.env(format!("AR_{lower}"), self.target.tool("ar"));
        if self.target == Target::X86 {
            command.env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), format!("-Lnative={}", startup_folder().display()));
        }
        command
    }

    /// What a program of this target begins and ends with; building the library does not make them.
    fn startup_objects(&self) -> Result<(), String> {
        let folder = startup_folder();
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for name in ["rsbegin", "rsend"] {
            let source = file_of("rust-web-src", &format!("library/rtstartup/{name}.rs"))?;
            let mut rustc = Command::new(&self.rustc);
            rustc.env("RUSTC_BOOTSTRAP", "1").args(["--emit=obj", "--target", self.target.triple()]);
            must(rustc.arg("-o").arg(folder.join(name).with_extension("o")).arg(source))?;
        }
        Ok(())
    }
}

/// Where all that is for Windows is built: apart, since it has another compiler.
pub(super) fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(target).join("win")
}

fn startup_folder() -> PathBuf {
    folder().join("rtstartup")
}

/// The file of a Debian package whose path ends like this.
fn file_of(package: &str, ending: &str) -> Result<PathBuf, String> {
    let output = Command::new("dpkg").args(["-L", package]).output().map_err(|error| format!("dpkg: {error}"))?;
    let list = String::from_utf8_lossy(&output.stdout).into_owned();
    let path = list.lines().map(Path::new).find(|path| path.ends_with(ending));
    path.map(Path::to_path_buf).ok_or_else(|| format!("package {package} has no file {ending}"))
}
