//! The library as it is shipped: profile `ship`, stripped, with no path of the machine it was built on.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::target::Target;
use super::{output, shown, target_folder};
use crate::root;
use crate::tests_run::count::{cargo, must};

/// The largest stripped library on 64 bit, without optional features.
pub(crate) const MAX_SIZE: u64 = 4 * 1024 * 1024;

/// The files that were built for a target.
pub(super) struct Library {
    pub(super) shared: PathBuf,
    /// The static library.
    pub(super) archive: PathBuf,
    /// The library behind the Python package.
    pub(super) python: PathBuf,
    /// The compiler that built them, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub(super) compiler: String,
}

pub(super) fn build(target: &Target) -> Result<Library, String> {
    if target.windows.is_some() {
        return Err(format!("{} cannot be built yet", target.triple));
    }
    must(&mut compile(target.triple))?;
    let mut python = cargo(&["build", "--locked", "--package", "cplink-native", "--lib", "--profile", "ship"]);
    must(python.args(["--target", target.triple]).env("CARGO_ENCODED_RUSTFLAGS", remapped()))?;
    let folder = target_folder().join(target.triple).join("ship");
    let library = Library {
        shared: folder.join(target.shared()),
        archive: folder.join("libcplink1.a"),
        python: folder.join("libcplink_native.so"),
        compiler: output(Command::new("rustc").arg("--version"))?.trim().to_owned(),
    };
    must(Command::new(target.tool("strip")).arg("--strip-debug").arg(&library.archive))?;
    check_size(target, &library.shared)?;
    Ok(library)
}

/// The command that builds the shared and the static library.
pub(crate) fn compile(triple: &str) -> Command {
    let mut command = cargo(&["rustc", "--locked", "--package", "cplink-ffi", "--lib", "--profile", "ship"]);
    // Named, since cargo leaves out the link-time optimisation where an rlib is made along with them.
    command.args(["--crate-type", "cdylib,staticlib", "--target", triple]);
    command.env("CARGO_ENCODED_RUSTFLAGS", remapped());
    command
}

/// The limit is a promise, so a library above it is not packed.
fn check_size(target: &Target, shared: &Path) -> Result<(), String> {
    let size = std::fs::metadata(shared).map_err(|error| shown(shared, &error))?.len();
    println!("{}: {size} bytes stripped", target.shared());
    if target.is_64_bit && size > MAX_SIZE {
        return Err(format!("{} has {size} bytes, more than {MAX_SIZE}", shared.display()));
    }
    Ok(())
}

/// Flags for rustc, as cargo separates them: messages of a panic name files by crate, not by folder.
fn remapped() -> OsString {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let mut sources = vec![(root(), "cplink")];
    // Below it a folder for each registry; the last mapping that fits is the one used.
    if let Ok(entries) = std::fs::read_dir(home.join("registry/src")) {
        sources.extend(entries.filter_map(|entry| Some((entry.ok()?.path(), "crates"))));
    }
    let mut flags = OsString::new();
    for (from, to) in sources {
        if !flags.is_empty() {
            flags.push("\x1f");
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    }
    flags
}
