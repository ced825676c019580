//! The crates of the workspace.

use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    members: Vec<String>,
}

/// The folders of the workspace's members.
pub(super) fn folders(root: &Path) -> Result<Vec<PathBuf>, String> {
    let path = root.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let manifest: Manifest = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(manifest.workspace.members.iter().map(|member| root.join(member)).collect())
}

/// The files that the crate's library and program begin with.
pub(super) fn roots(folder: &Path) -> Vec<PathBuf> {
    ["src/lib.rs", "src/main.rs"].map(|name| folder.join(name)).into_iter().filter(|path| path.is_file()).collect()
}
