//! What is shipped under one version, and where it lies.

use std::path::PathBuf;

use crate::place::target_folder;

/// The version of everything that is shipped.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the archives lie.
pub(crate) fn folder() -> PathBuf {
    target_folder().join("dist")
}
