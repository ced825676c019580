//! `cargo xtask dist`: what a vendor downloads, in `target/dist`.

mod archive;
mod cmake;
mod csharp;
mod import;
pub(crate) mod library;
pub(crate) mod manylinux;
mod notices;
pub(crate) mod nuget;
pub(crate) mod package;
mod sbom;
mod sums;
mod target;
mod tree;
mod wheel;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use self::library::Library;
use self::target::{TARGETS, Target};
use self::tree::Crate;
use crate::root;

/// The version of everything that is shipped.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the archives lie.
pub(crate) fn folder() -> PathBuf {
    target_folder().join("dist")
}

/// A target with what was built for it.
struct Built {
    target: &'static Target,
    library: Library,
    /// What the library is made of, by `name@version`.
    crates: BTreeMap<String, Crate>,
    /// The text of the third-party notices.
    notices: String,
}

/// Builds the archives of the named targets, or of all.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let targets = chosen(names)?;
    let folder = folder();
    // What an earlier run left would stand in the sums.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    let mut all = Vec::new();
    for target in targets {
        println!("== {}", target.triple);
        let library = library::build(target)?;
        let crates = tree::crates(target, "cplink-ffi")?;
        let notices = notices::notices(target, &library, &crates)?;
        let built = Built { target, library, crates, notices };
        package::write(&folder, &built)?;
        wheel::write(&folder, target, &built.library)?;
        all.push(built);
    }
    nuget::write(&folder, &all)?;
    for line in sums::write(&folder)? {
        println!("{line}");
    }
    Ok(())
}

fn chosen(names: &[&str]) -> Result<Vec<&'static Target>, String> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    names.iter().map(|name| target::named(name)).collect()
}

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from))
}

/// A folder for steps in between, empty.
fn work(name: &str) -> Result<PathBuf, String> {
    let folder = target_folder().join("dist-work").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    Ok(folder)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| shown(path, &error))
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| shown(path, &error))
}

fn shown(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// What a command prints; it must succeed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let shown = format!("{command:?}");
    let output = command.current_dir(root()).output().map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{shown}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{shown}: {error}"))
}
