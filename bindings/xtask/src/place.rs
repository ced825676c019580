//! Where things lie: the checkout and what cargo builds in it.

use std::path::{Path, PathBuf};

/// The checkout this program was built in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from))
}

/// Where cargo puts what it builds with the profile `dev`.
pub(crate) fn debug_folder() -> PathBuf {
    target_folder().join("debug")
}

/// Where all that is for Windows is built: apart, since it has another compiler.
pub(crate) fn windows_folder() -> PathBuf {
    target_folder().join("win")
}
