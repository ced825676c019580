//! The modules of the Python package.

use std::path::Path;

use super::circle::Use;

/// Who imports whom: `from .module import name` and `from . import module`, wherever it is.
pub(super) fn uses(package: &Path) -> Result<Vec<Use>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", package.display());
    let mut uses = Vec::new();
    for entry in std::fs::read_dir(package).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".py") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        for (number, line) in text.lines().enumerate() {
            for module in imported(line) {
                let to = format!("{module}.py");
                if package.join(&to).is_file() {
                    uses.push(Use { from: name.clone(), line: number + 1, to, path: module });
                }
            }
        }
    }
    uses.sort();
    Ok(uses)
}

fn imported(line: &str) -> Vec<String> {
    let Some((module, names)) = line.trim().strip_prefix("from .").and_then(|rest| rest.split_once(" import ")) else {
        return Vec::new();
    };
    if !module.is_empty() {
        return vec![module.to_owned()];
    }
    names.split(',').filter_map(|name| Some(name.split_whitespace().next()?.to_owned())).collect()
}
