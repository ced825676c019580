//! How a linker for Windows learns what the DLL exports: module definition and import libraries.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use implib::{Flavor, ImportLibrary};

use super::target::{Target, Windows};
use super::text;
use crate::root;
use crate::tests_run::count::must;

/// `cplink1.def`.
pub(super) fn definition() -> Result<String, String> {
    let mut out = String::from("LIBRARY cplink1.dll\nEXPORTS\n");
    for name in text(&root().join("ffi/exports.txt"))?.lines() {
        let _ = writeln!(out, "    {name}");
    }
    Ok(out)
}

/// `cplink1.lib`, as MSVC's linker reads it.
pub(super) fn msvc(windows: &Windows, definition: &str) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("cplink1.lib: {error}");
    let library = ImportLibrary::new(definition, windows.machine, Flavor::Msvc).map_err(failed)?;
    let mut out = Cursor::new(Vec::new());
    library.write_to(&mut out).map_err(failed)?;
    Ok(out.into_inner())
}

/// `libcplink1.dll.a`, as GNU's linker reads it.
pub(super) fn gnu(target: &Target, definition: &Path, out: &Path) -> Result<(), String> {
    let mut command = Command::new(target.tool("dlltool"));
    must(command.arg("--deterministic-libraries").arg("--input-def").arg(definition).arg("--output-lib").arg(out))
}
