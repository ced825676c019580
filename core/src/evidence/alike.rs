//! Comparing with a file while it would be written.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// Takes bytes as a file would, and looks whether the file there has them.
pub(super) struct Alike {
    file: BufReader<File>,
    is_alike: bool,
}

impl Alike {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufReader::new(File::open(path)?), is_alike: true })
    }

    /// Whether the file has these bytes and no more.
    pub(super) fn end(mut self) -> io::Result<bool> {
        Ok(self.is_alike && self.file.read(&mut [0])? == 0)
    }
}

impl Write for Alike {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_alike {
            let mut found = Vec::with_capacity(bytes.len());
            self.file.by_ref().take(bytes.len() as u64).read_to_end(&mut found)?;
            self.is_alike = found == bytes;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
