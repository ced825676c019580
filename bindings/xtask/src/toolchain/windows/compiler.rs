//! The compilers for Windows: Debian's rustc for browsers, which comes with the library's source, and
//! the GNU cross compilers.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::target::Target;
use crate::place::windows_folder;
use crate::toolchain::command::{cargo, must};
use crate::toolchain::install::packages;

/// A Rust compiler whose library can be built for a Windows target.
pub(crate) struct Compiler {
    rustc: PathBuf,
    target: Target,
}

impl Compiler {
    /// Installs what is missing.
    pub(crate) fn new(target: Target) -> Result<Self, String> {
        packages(&[&["rustc-web", "rust-web-src"], target.packages()].concat())?;
        let compiler = Self { rustc: file_of("rustc-web", "bin/rustc")?, target };
        compiler.is_new_enough()?;
        if target == Target::X86 {
            compiler.startup_objects()?;
        }
        Ok(compiler)
    }

    /// cargo with this compiler, for this target, its library built along.
    pub(crate) fn cargo(&self, verb: &str) -> Command {
        let (triple, lower) = (self.target.triple(), self.target.triple().replace('-', "_"));
        let upper = lower.to_uppercase();
        let mut command = cargo(&[verb, "--locked", "-Zbuild-std=std,panic_abort", "--target", triple, "--target-dir"]);
        command.arg(windows_folder());
        // What an edit changes is seldom tried here; without it the first build is faster.
        command.env("CARGO_INCREMENTAL", "0");
        // Building the library along is not a stable feature yet.
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", &self.rustc);
        command.env("RUSTDOC", self.rustc.with_file_name("rustdoc"));
        command.env(format!("CARGO_TARGET_{upper}_LINKER"), self.target.tool("gcc-posix"));
        command.env(format!("CC_{lower}"), self.target.tool("gcc-posix"));
        command.env(format!("CXX_{lower}"), self.target.tool("g++-posix"));
        command.env(format!("AR_{lower}"), self.target.tool("ar"));
        command.env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), self.flags().join(" "));
        // The examples in the documentation are linked by rustdoc.
        command.env(format!("CARGO_TARGET_{upper}_RUSTDOCFLAGS"), self.flags().join(" "));
        command
    }

    /// Further arguments of rustc.
    pub(crate) fn flags(&self) -> Vec<String> {
        // Reading every line's place takes the linker longer than anything else.
        let mut flags = vec!["-Cdebuginfo=0".to_owned()];
        if self.target == Target::X86 {
            flags.push(format!("-Lnative={}", startup_folder().display()));
        }
        flags
    }

    /// Debian's own archive has an old one; its security archive a newer one.
    fn is_new_enough(&self) -> Result<(), String> {
        let output = self.rustc().arg("--version").output().map_err(|error| format!("rustc: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers = |version: &str| -> Vec<u32> { version.split('.').map_while(|part| part.parse().ok()).collect() };
        let wanted = env!("CARGO_PKG_RUST_VERSION");
        match said.split_whitespace().nth(1).map(numbers) {
            Some(have) if have >= numbers(wanted) => Ok(()),
            _ => Err(format!(
                "rustc-web is too old ({}; {wanted} is needed): add Debian's security archive to apt's sources, then \
                 apt-get update and apt-get install rustc-web rust-web-src",
                said.trim()
            )),
        }
    }

    /// Its own account of its version.
    pub(crate) fn rustc(&self) -> Command {
        Command::new(&self.rustc)
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

fn startup_folder() -> PathBuf {
    windows_folder().join("rtstartup")
}

/// The file of a Debian package whose path ends like this.
fn file_of(package: &str, ending: &str) -> Result<PathBuf, String> {
    let output = Command::new("dpkg").args(["-L", package]).output().map_err(|error| format!("dpkg: {error}"))?;
    let list = String::from_utf8_lossy(&output.stdout).into_owned();
    let path = list.lines().map(Path::new).find(|path| path.ends_with(ending));
    path.map(Path::to_path_buf).ok_or_else(|| format!("package {package} has no file {ending}"))
}
