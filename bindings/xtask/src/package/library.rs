//! The library as it is shipped: profile `ship`, stripped, with no path of the machine it was built on.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use super::file::{shown, work_folder};
use super::target::{self, Target};
use crate::place::{root, target_folder, windows_folder};
use crate::toolchain::command::{cargo, must, output};
use crate::toolchain::windows::compiler::Compiler as WindowsCompiler;

/// The largest stripped library on 64 bit, without optional features.
pub(crate) const MAX_SIZE: u64 = 6 * 1024 * 1024;

/// The files that were built for a target.
pub(super) struct Library {
    pub(super) shared: PathBuf,
    /// The static library.
    pub(super) archive: PathBuf,
    /// The library behind the Python package.
    pub(super) python: PathBuf,
    /// The command `cplink`.
    pub(super) command: PathBuf,
    /// The command `relay-mock`.
    pub(super) relay: PathBuf,
    /// The compiler that built them, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub(super) compiler: String,
}

/// The compiler for a target.
struct Compiler {
    windows: Option<WindowsCompiler>,
    triple: &'static str,
}

impl Compiler {
    /// Installs what is missing.
    fn new(target: &Target) -> Result<Self, String> {
        let windows = target.windows.as_ref().map(|windows| WindowsCompiler::new(windows.target)).transpose()?;
        Ok(Self { windows, triple: target.triple })
    }

    fn cargo(&self, verb: &str, package: &str, product: &[&str]) -> Command {
        let (mut command, flags) = match &self.windows {
            Some(compiler) => (compiler.cargo(verb), compiler.flags()),
            None => (cargo(&[verb, "--locked", "--target", self.triple]), Vec::new()),
        };
        command.args(["--package", package, "--profile", "ship"]).args(product);
        let flags = flags.into_iter().map(OsString::from).chain(self.small()).chain(remapped());
        command.env("CARGO_ENCODED_RUSTFLAGS", encoded(flags));
        command
    }

    /// What makes a library smaller at little cost: fewer functions are copied to where they are called, and the
    /// linker of Linux keeps one of those that are alike.
    fn small(&self) -> impl Iterator<Item = OsString> {
        let folded = self.windows.is_none().then_some("-Clink-arg=-Wl,--icf=all,-O2");
        ["-Cllvm-args=-inline-threshold=3"].into_iter().chain(folded).map(OsString::from)
    }

    /// The command that builds the shared and the static library.
    fn both(&self) -> Command {
        let mut command = self.cargo("rustc", "cplink-ffi", &["--lib"]);
        // Named, since cargo leaves out the link-time optimisation where an rlib is made along with them.
        command.args(["--crate-type", "cdylib,staticlib"]);
        command
    }

    /// What builds the library behind the Python package, and the commands.
    fn others(&self) -> [Command; 3] {
        [
            self.cargo("build", "cplink-uniffi", &["--lib"]),
            self.cargo("build", "cplink-cli", &["--bin", "cplink"]),
            self.cargo("build", "relay-mock", &["--bin", "relay-mock"]),
        ]
    }

    /// The command that builds the shared library without optional features.
    fn lean(&self) -> Command {
        let mut command = self.cargo("rustc", "cplink-ffi", &["--lib"]);
        command.args(["--no-default-features", "--crate-type", "cdylib"]);
        command
    }

    fn version(&self) -> Result<String, String> {
        let mut rustc = self.windows.as_ref().map_or_else(|| Command::new("rustc"), WindowsCompiler::rustc);
        Ok(output(rustc.arg("--version"))?.trim().to_owned())
    }

    fn folder(&self) -> PathBuf {
        let folder = if self.windows.is_some() { windows_folder() } else { target_folder() };
        folder.join(self.triple).join("ship")
    }
}

/// Compiles all libraries of a target: the one without optional features first, since the last one's file stays.
pub(crate) fn compile(triple: &str) -> Result<(), String> {
    let target = target::named(triple)?;
    let compiler = Compiler::new(target)?;
    if target.is_64_bit {
        must(&mut compiler.lean())?;
    }
    must(&mut compiler.both())?;
    compiler.others().iter_mut().try_for_each(must)
}

pub(super) fn build(target: &Target) -> Result<Library, String> {
    let compiler = Compiler::new(target)?;
    must(&mut compiler.both())?;
    compiler.others().iter_mut().try_for_each(must)?;
    let (built, stripped) = (compiler.folder(), work_folder(&format!("stripped-{}", target.triple))?);
    let strip = |name: &str, how: &str| {
        let made = stripped.join(name);
        must(Command::new(target.tool("strip")).arg(how).arg("-o").arg(&made).arg(built.join(name))).map(|()| made)
    };
    let python = if target.windows.is_some() { "cplink_native.dll" } else { "libcplink_native.so" };
    let library = Library {
        shared: strip(target.shared(), "--strip-all")?,
        archive: strip("libcplink1.a", "--strip-debug")?,
        python: strip(python, "--strip-all")?,
        command: strip(&target.program("cplink"), "--strip-all")?,
        relay: strip(&target.program("relay-mock"), "--strip-all")?,
        compiler: compiler.version()?,
    };
    let size = std::fs::metadata(&library.shared).map_err(|error| shown(&library.shared, &error))?.len();
    println!("{} for {}: {size} bytes stripped", target.shared(), target.triple);
    Ok(library)
}

/// The commands that compiled the library and the command for a target, to ask them what they compiled.
pub(crate) fn compiled(triple: &str) -> Result<Vec<Command>, String> {
    let compiler = Compiler::new(target::named(triple)?)?;
    let [_, command, _] = compiler.others();
    Ok(vec![compiler.both(), command])
}

/// The same for `relay-mock`.
pub(crate) fn compiled_relay(triple: &str) -> Result<Vec<Command>, String> {
    let [_, _, relay] = Compiler::new(target::named(triple)?)?.others();
    Ok(vec![relay])
}

/// The size of the stripped shared library without optional features, built for this alone.
pub(crate) fn lean_size(triple: &str) -> Result<u64, String> {
    let target = target::named(triple)?;
    let compiler = Compiler::new(target)?;
    must(&mut compiler.lean())?;
    let made = work_folder(&format!("lean-{triple}"))?.join(target.shared());
    let built = compiler.folder().join(target.shared());
    must(Command::new(target.tool("strip")).arg("--strip-all").arg("-o").arg(&made).arg(built))?;
    Ok(std::fs::metadata(&made).map_err(|error| shown(&made, &error))?.len())
}

/// Messages of a panic name files by crate, not by a folder of this machine.
fn remapped() -> impl Iterator<Item = OsString> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    // Below it a folder for each registry.
    let registries = std::fs::read_dir(home.join("registry/src")).into_iter().flatten();
    let registries = registries.filter_map(|entry| Some((entry.ok()?.path(), "crates")));
    std::iter::once((root(), "cplink")).chain(registries).map(|(from, to)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(from);
        flag.push("=");
        flag.push(to);
        flag
    })
}

/// Flags as cargo separates them.
fn encoded(flags: impl Iterator<Item = OsString>) -> OsString {
    flags.collect::<Vec<_>>().join(OsStr::new("\x1f"))
}
