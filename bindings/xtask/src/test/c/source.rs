//! The C sources that are made from the description of the border, and how they are compiled.

use std::path::Path;

use crate::r#gen::api::Api;
use crate::place::root;

/// Compiler flags: C11 under AddressSanitizer and UndefinedBehaviorSanitizer.
pub(super) const SANITIZE: &[&str] =
    &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"];

/// The description.
pub(in crate::test) fn api() -> Result<Api, String> {
    Api::read(&root().join("ffi/api"))
}

/// Writes a generated source; gives its path.
pub(super) fn written(dir: &Path, name: &str, text: &str) -> Result<String, String> {
    let path = dir.join(name);
    std::fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
    path.into_os_string().into_string().map_err(|_| "the path is not UTF-8".to_owned())
}
