//! How a linker for Windows learns what the DLL exports.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use implib::{Flavor, ImportLibrary};

use super::file::{read, work_folder};
use super::target::Windows;
use crate::place::root;
use crate::toolchain::command::must;
use crate::toolchain::windows::target::Target;

/// `cplink1.def` and the import libraries for GNU's linker and for MSVC's, by name.
pub(super) fn files(windows: &Windows) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let folder = work_folder(&format!("import-{}", windows.wheel))?;
    import_library(windows.target, &folder)?;
    let definition = definition()?;
    Ok(vec![
        ("cplink1.lib", msvc(windows, &definition)?),
        ("libcplink1.dll.a", read(&folder.join("libcplink1.dll.a"))?),
        ("cplink1.def", definition.into_bytes()),
    ])
}

fn msvc(windows: &Windows, definition: &str) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("cplink1.lib: {error}");
    let library = ImportLibrary::new(definition, windows.machine, Flavor::Msvc).map_err(failed)?;
    let mut out = Cursor::new(Vec::new());
    library.write_to(&mut out).map_err(failed)?;
    Ok(out.into_inner())
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

/// Writes the definition file and the import library that is made of it.
pub(crate) fn import_library(target: Target, into: &Path) -> Result<(), String> {
    let path = into.join("cplink1.def");
    std::fs::write(&path, definition()?).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut tool = Command::new(target.tool("dlltool"));
    must(tool.arg("-d").arg(&path).arg("-l").arg(into.join("libcplink1.dll.a")))
}
