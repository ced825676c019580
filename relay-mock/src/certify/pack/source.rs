//! Where a pack's files are: in the program, or in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};

use crate::certify::scenario::{PackError, Problem};

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs");

/// The ids of the packs in the program.
pub fn embedded() -> Vec<&'static str> {
    PACKS.dirs().filter_map(|folder| folder.path().to_str()).collect()
}

/// The longest file of a pack.
const MAX_FILE: u64 = 16 << 20;

/// Path → bytes of a pack, `/` between the parts.
pub(super) type Files = BTreeMap<String, Arc<[u8]>>;

/// The files of an embedded pack, or of one in a folder.
pub(super) fn files(pack: &str) -> Result<Files, PackError> {
    let mut files = Files::new();
    if let Some(folder) = PACKS.dirs().find(|folder| folder.path().to_str() == Some(pack)) {
        gather(folder, pack, &mut files);
    } else if Path::new(pack).join("pack.toml").is_file() {
        walk(Path::new(pack), "", &mut files)?;
    } else {
        return Err(PackError::file(pack, Problem::NoPack));
    }
    Ok(files)
}

fn gather(folder: &Dir<'_>, pack: &str, files: &mut Files) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => gather(folder, pack, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let path = path.strip_prefix(pack).unwrap_or(&path).trim_start_matches('/').to_owned();
                files.insert(path, Arc::from(file.contents()));
            }
        }
    }
}

fn walk(folder: &Path, below: &str, files: &mut Files) -> Result<(), PackError> {
    let io = |error| PackError::file(&folder.display().to_string(), Problem::Io(error));
    for entry in fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        // Not followed: a link could lead in circles, and what is no file might never end.
        let about = entry.metadata().map_err(io)?;
        if about.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if !about.is_file() {
            return Err(PackError::file(&path, Problem::Form("neither a file nor a folder".to_owned())));
        } else if about.len() > MAX_FILE {
            return Err(PackError::file(&path, Problem::Form("the file is too large".to_owned())));
        } else {
            files.insert(path, Arc::from(fs::read(entry.path()).map_err(io)?));
        }
    }
    Ok(())
}
