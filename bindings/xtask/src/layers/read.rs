//! From a crate's files to its modules.

use std::collections::BTreeSet;
use std::path::Path;

use super::parse;
use super::source::{Module, Pending, Source};

/// Reads the crate that begins with this file.
pub(super) fn source(src: &Path, root: &Path) -> Result<Source, String> {
    let mut source = Source { modules: vec![Module::default()], files: Vec::new(), generated: BTreeSet::new() };
    let mut pending = vec![Pending { module: 0, path: root.to_path_buf(), folder: src.to_path_buf() }];
    while let Some(Pending { module, path, folder }) = pending.pop() {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.strip_prefix(src).unwrap_or(&path).display().to_string();
        if text.starts_with("// @generated") {
            source.generated.insert(name.clone());
        }
        source.files.push(name);
        source.modules[module].file = source.files.len() - 1;
        let read = parse::file(&mut source, module, &text, &path, &folder);
        pending.extend(read.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Ok(source)
}
