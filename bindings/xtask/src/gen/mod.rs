//! Generated files: each is made from one table and compared with what is committed.

pub(crate) mod header;
mod layout;
mod pinvoke;

use std::fs;
use std::path::PathBuf;

use crate::root;

/// Every generated file with its content.
fn files() -> Result<Vec<(PathBuf, String)>, String> {
    let header = header::header(&root().join("ffi"))?;
    Ok(vec![
        (root().join("core/src/spec/generated.rs"), layout::rust(&root().join("core/src/spec/202407"))?),
        (root().join("bindings/csharp/CarePlanLink/ErrorCode.cs"), pinvoke::codes()),
        (root().join("bindings/csharp/CarePlanLink/Native.cs"), pinvoke::native(&header)?),
        (root().join("ffi/exports.txt"), header::exports(&header)),
        (root().join("ffi/include/cplink.h"), header),
    ])
}

pub(crate) fn write() -> Result<(), String> {
    for (path, content) in files()? {
        if fs::read_to_string(&path).ok().as_deref() != Some(content.as_str()) {
            fs::write(&path, content).map_err(|error| format!("{}: {error}", path.display()))?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

pub(crate) fn check() -> Result<(), String> {
    for (path, content) in files()? {
        if fs::read_to_string(&path).ok().as_deref() != Some(content.as_str()) {
            return Err(format!("{} differs from its table: run `cargo xtask gen`", path.display()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn committed_files_are_what_the_tables_give() {
        super::check().unwrap();
    }
}
