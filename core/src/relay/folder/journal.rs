//! A record that only grows: a line of JSON for everything that happened.
//!
//! A line that was cut by the end of the program counts as not written; the next one begins behind it. The number of a
//! line is a cursor, and stays valid for ever.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Code, Error, Result};

/// More than a hundred years of a large office.
const MOST_BYTES: u64 = 512 << 20;

/// The file of a record.
pub(super) struct Journal(pub(super) PathBuf);

impl Journal {
    /// All lines with their numbers, from 1.
    ///
    /// # Errors
    /// [`Code::FileRead`], [`Code::TooLarge`].
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<Vec<(usize, T)>> {
        let unreadable = |error| Error::path(Code::FileRead, &self.0, error);
        let file = match File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Error::new(Code::TooLarge).in_file(self.0.display().to_string()));
        }
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end);
        let lines = bytes[..whole].split(|byte| *byte == b'\n').enumerate();
        Ok(lines.filter_map(|(at, line)| Some((at + 1, serde_json::from_slice(line).ok()?))).collect())
    }

    /// Adds lines, which are on disk then.
    ///
    /// # Errors
    /// [`Code::FileWrite`], [`Code::DiskFull`].
    pub(super) fn add<T: Serialize>(&self, lines: &[T]) -> Result<()> {
        let failed = |error| Error::path(Code::FileWrite, &self.0, error);
        let mut file = open(&self.0).map_err(failed)?;
        let mut bytes = Vec::new();
        if is_cut(&mut file).map_err(failed)? {
            bytes.push(b'\n');
        }
        for line in lines {
            serde_json::to_writer(&mut bytes, line).map_err(|error| Error::new(Code::Bug).with_source(error))?;
            bytes.push(b'\n');
        }
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(failed)
    }
}

/// Opens it for its owner alone.
fn open(path: &PathBuf) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether its last line has no end.
fn is_cut(file: &mut File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_is_none_and_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal(folder.path().join("a.jsonl"));
        assert!(journal.read::<u32>().unwrap().is_empty());
        journal.add(&[1, 2]).unwrap();
        let mut bytes = std::fs::read(&journal.0).unwrap();
        bytes.extend(b"[3, 4");
        std::fs::write(&journal.0, &bytes).unwrap();
        assert_eq!(journal.read::<u32>().unwrap(), [(1, 1), (2, 2)]);
        journal.add(&[5]).unwrap();
        assert_eq!(journal.read::<u32>().unwrap(), [(1, 1), (2, 2), (4, 5)]);
    }
}
