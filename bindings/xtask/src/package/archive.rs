//! A zip file that is the same, byte for byte, whenever its contents are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::without_links;
use super::file::{read, read_text, shown};

/// Entries by name; they are written in this order, with the oldest time a zip file knows.
#[derive(Default)]
pub(super) struct Archive {
    entries: BTreeMap<String, Entry>,
}

struct Entry {
    bytes: Vec<u8>,
    is_program: bool,
}

impl Archive {
    pub(super) fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.entries.insert(name.into(), Entry { bytes: bytes.into(), is_program: false });
    }

    pub(super) fn add_file(&mut self, name: impl Into<String>, path: &Path) -> Result<(), String> {
        self.add(name, read(path)?);
        Ok(())
    }

    /// A document, which links to nothing that is not in the archive.
    pub(super) fn add_document(&mut self, name: impl Into<String>, path: &Path) -> Result<(), String> {
        self.add(name, without_links(&read_text(path)?));
        Ok(())
    }

    /// A file that Unix marks executable.
    pub(super) fn add_program(&mut self, name: impl Into<String>, path: &Path) -> Result<(), String> {
        self.entries.insert(name.into(), Entry { bytes: read(path)?, is_program: true });
        Ok(())
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let file = File::create(path).map_err(|error| shown(path, &error))?;
        let failed = |error: zip::result::ZipError| format!("{}: {error}", path.display());
        let mut zip = ZipWriter::new(file);
        for (name, entry) in &self.entries {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(9))
                .last_modified_time(DateTime::default())
                .unix_permissions(if entry.is_program { 0o755 } else { 0o644 });
            zip.start_file(name, options).map_err(failed)?;
            zip.write_all(&entry.bytes).map_err(|error| shown(path, &error))?;
        }
        zip.finish().map_err(failed)?;
        Ok(())
    }
}
