//! The library for Windows: built, and what its DLL exports and imports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::count::must;
use super::target::Target;
use super::toolchain::{Toolchain, folder};
use crate::root;

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

/// What a DLL says of itself.
pub(crate) struct Tables {
    /// The names it exports.
    pub(crate) exports: BTreeSet<String>,
    /// The DLLs it needs, in small letters.
    pub(crate) imports: BTreeSet<String>,
}

/// Builds the library for tests of a target into `into`, a folder of its own; installs what that takes.
///
/// # Errors
/// What could not be installed, built or written.
pub(crate) fn build(target: Target, features: &[&str], into: &Path) -> Result<Library, String> {
    let mut build = Toolchain::new(target)?.cargo("build");
    build.args(TESTED).args(["--lib", "--tests"]);
    if !features.is_empty() {
        build.args(["--features", &features.join(",")]);
    }
    must(&mut build)?;
    let built = folder().join(target.triple()).join("debug");
    std::fs::create_dir_all(into).map_err(|error| format!("{}: {error}", into.display()))?;
    for name in ["cplink1.dll", "libcplink1.a"] {
        let from = built.join(name);
        std::fs::copy(&from, into.join(name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    let library = Library { folder: into.to_path_buf(), target };
    import_library(target, into)?;
    Ok(library)
}

/// The text of a module definition file with every function of the list of exports: cdecl, so that the
/// names are the same for x64 and x86. The DLL's name has its ending, which not every tool adds.
pub(crate) fn definition() -> Result<String, String> {
    let mut text = String::from("LIBRARY cplink1.dll\r\nEXPORTS\r\n");
    for name in golden_exports()? {
        text.push_str("    ");
        text.push_str(&name);
        text.push_str("\r\n");
    }
    Ok(text)
}

/// The committed list of exports.
pub(crate) fn golden_exports() -> Result<BTreeSet<String>, String> {
    let path = root().join("ffi/exports.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

impl Library {
    pub(crate) fn dll(&self) -> PathBuf {
        self.folder.join("cplink1.dll")
    }
}

/// What a DLL exports and imports, as objdump reads it.
pub(super) fn tables(target: Target, dll: &Path) -> Result<Tables, String> {
    let tool = target.tool("objdump");
    let output = Command::new(&tool).arg("-p").arg(dll).output().map_err(|error| format!("{tool}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{tool}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let imports = text.lines().filter_map(|line| line.trim().strip_prefix("DLL Name: "));
    let imports = imports.map(str::to_lowercase).collect();
    let (_, names) = text.split_once("[Ordinal/Name Pointer] Table").ok_or("the DLL has no table of names")?;
    let names = names.lines().skip(1).take_while(|line| line.trim_start().starts_with('['));
    let exports = names.filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect();
    Ok(Tables { exports, imports })
}

/// Writes the definition file and the import library that is made of it.
pub(crate) fn import_library(target: Target, into: &Path) -> Result<(), String> {
    let path = into.join("cplink1.def");
    std::fs::write(&path, definition()?).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut tool = Command::new(target.tool("dlltool"));
    must(tool.arg("-d").arg(&path).arg("-l").arg(into.join("libcplink1.dll.a")))
}
