//! Bodies on their way in: each in memory or, where it is large, a file until it is judged.

use std::fs::{read_dir, remove_file};
use std::io::{self, Cursor, Read, Result, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;

use crate::private;

const PREFIX: &str = "in-";

/// The folder of the large bodies.
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

/// A body that is here in full. Clones of one in a file are the same open file with one place in it.
#[derive(Clone)]
pub(crate) enum Spooled {
    Memory(Cursor<Bytes>),
    File(SpoolFile),
}

impl Spooled {
    pub(crate) fn memory(bytes: Vec<u8>) -> Self {
        Self::Memory(Cursor::new(Bytes::from(bytes)))
    }
}

impl Read for Spooled {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        match self {
            Self::Memory(bytes) => bytes.read(buf),
            Self::File(file) => file.0.as_file().read(buf),
        }
    }
}

impl Seek for Spooled {
    fn seek(&mut self, place: SeekFrom) -> Result<u64> {
        match self {
            Self::Memory(bytes) => bytes.seek(place),
            Self::File(file) => file.0.as_file().seek(place),
        }
    }
}

/// A file of the spool; it is removed with the last of its clones.
#[derive(Clone)]
pub(crate) struct SpoolFile(Arc<NamedTempFile>);

impl SpoolFile {
    /// Writes on, off the async worker, and gives the emptied buffer back.
    pub(crate) async fn append(&self, mut bytes: Vec<u8>) -> Result<Vec<u8>> {
        let file = Arc::clone(&self.0);
        let done = spawn_blocking(move || {
            file.as_file().write_all(&bytes)?;
            bytes.clear();
            Ok::<_, io::Error>(bytes)
        });
        done.await?
    }

    /// Removes the file, off the async worker, if this is the last of its clones.
    pub(crate) async fn remove(self) {
        let _ = spawn_blocking(move || drop(self)).await;
    }
}
