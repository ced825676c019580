//! How a linker for Windows learns what the DLL exports.

use std::io::Cursor;

use implib::{Flavor, ImportLibrary};

use super::target::Windows;
use crate::tests_run::windows::{definition, import_library};

use super::{read, work};

/// `cplink1.def` and the import libraries for GNU's linker and for MSVC's, by name.
pub(super) fn files(windows: &Windows) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let folder = work(&format!("import-{}", windows.wheel))?;
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
