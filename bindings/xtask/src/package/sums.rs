//! `SHA256SUMS`, as `sha256sum --check` reads it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::file::{read, shown};

/// Writes the sums of all files of the folder; returns a line for each file: name and size.
pub(super) fn write(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| shown(folder, &error))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let (mut sums, mut lines) = (String::new(), Vec::new());
    for path in paths {
        let bytes = read(&path)?;
        let name = path.file_name().and_then(|name| name.to_str()).ok_or("a file name is not UTF-8")?;
        let _ = writeln!(sums, "{}  {name}", sha256(&bytes));
        lines.push(format!("{:>10}  {name}", bytes.len()));
    }
    let path = folder.join("SHA256SUMS");
    fs::write(&path, sums).map_err(|error| shown(&path, &error))?;
    Ok(lines)
}

/// The digest in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
