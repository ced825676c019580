//! What a DLL exports and imports.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::package::import::golden_exports;
use crate::test::count::{Count, check};
use crate::toolchain::windows::target::Target;

/// The DLLs that every Windows has; ours may need no other.
const SYSTEM: &[&str] = &[
    "advapi32.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "crypt32.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ncrypt.dll",
    "ntdll.dll",
    "userenv.dll",
    "ws2_32.dll",
];

/// What a DLL says of itself.
pub(in crate::test) struct Tables {
    /// The names it exports.
    pub(in crate::test) exports: BTreeSet<String>,
    /// The DLLs it needs, in small letters.
    pub(in crate::test) imports: BTreeSet<String>,
}

/// What a DLL exports and imports, as objdump reads it.
pub(in crate::test) fn tables(target: Target, dll: &Path) -> Result<Tables, String> {
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

/// A DLL exports what the list says, and needs Windows alone.
pub(in crate::test) fn check_dll(target: Target, dll: &Path, count: &mut Count) -> Result<(), String> {
    let tables = tables(target, dll)?;
    let golden = golden_exports()?;
    let differ: Vec<&str> = tables.exports.symmetric_difference(&golden).map(String::as_str).collect();
    let name = target.name();
    check(&format!("{name}: exports are those of exports.txt, not {differ:?}"), differ.is_empty(), count);
    needs_windows_only(name, &tables, count);
    Ok(())
}

pub(in crate::test) fn needs_windows_only(name: &str, tables: &Tables, count: &mut Count) {
    let foreign: Vec<&str> = tables.imports.iter().map(String::as_str).filter(|name| !SYSTEM.contains(name)).collect();
    check(&format!("{name}: needs DLLs of Windows, besides {foreign:?}"), foreign.is_empty(), count);
}
