//! The programs in the READMEs, for the suites to compile.

use std::path::{Path, PathBuf};

use crate::place::root;

/// Writes the README's and README.ja's program of a language below `folder`, as files of this ending.
pub(super) fn programs(language: &str, ending: &str, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut written = Vec::new();
    for name in ["README.md", "README.ja.md"] {
        let text = std::fs::read_to_string(root().join(name)).map_err(|error| format!("{name}: {error}"))?;
        let program = text
            .split_once(&format!("```{language}\n"))
            .and_then(|(_, rest)| rest.split_once("```\n"))
            .ok_or_else(|| format!("{name} has no program in {language}"))?
            .0;
        let path = folder.join(format!("{}.{ending}", name.replace('.', "_")));
        std::fs::write(&path, program).map_err(|error| format!("{}: {error}", path.display()))?;
        written.push(path);
    }
    Ok(written)
}
