//! Bodies on their way in: each a file until it is judged.

use std::fs::{read_dir, remove_file};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;

use crate::private;

const PREFIX: &str = "in-";

/// The folder of the bodies.
pub(crate) struct Spool(PathBuf);

impl Spool {
    /// Makes the folder where it is missing and removes bodies that a killed relay left behind: only the
    /// one relay that has claimed the store may.
    pub(crate) fn open(dir: PathBuf) -> Result<Self> {
        private::folder(&dir)?;
        for entry in read_dir(&dir)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                remove_file(entry.path())?;
            }
        }
        Ok(Self(dir))
    }

    /// A new file.
    pub(crate) async fn file(&self) -> Result<SpoolFile> {
        let dir = self.0.clone();
        let file = spawn_blocking(move || tempfile::Builder::new().prefix(PREFIX).tempfile_in(dir)).await??;
        Ok(SpoolFile(Arc::new(file)))
    }
}

/// A body. Clones are the same open file with one place in it; it is removed with the last of them.
#[derive(Clone)]
pub(crate) struct SpoolFile(Arc<NamedTempFile>);

impl SpoolFile {
    /// Writes on, off the async worker, and gives the emptied buffer back.
    pub(crate) async fn append(&self, mut bytes: Vec<u8>) -> Result<Vec<u8>> {
        let mut file = self.clone();
        let done = spawn_blocking(move || {
            file.write_all(&bytes)?;
            bytes.clear();
            Ok(bytes)
        });
        done.await?
    }

    /// Removes the file, off the async worker, if this is the last of its clones.
    pub(crate) async fn remove(self) {
        let _ = spawn_blocking(move || drop(self)).await;
    }
}

impl Read for SpoolFile {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.0.as_file().read(buf)
    }
}

impl Write for SpoolFile {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.0.as_file().write(buf)
    }

    fn flush(&mut self) -> Result<()> {
        self.0.as_file().flush()
    }
}

impl Seek for SpoolFile {
    fn seek(&mut self, place: SeekFrom) -> Result<u64> {
        self.0.as_file().seek(place)
    }
}
