//! Files of a message written into a folder of the host, never over what is there.

use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::file::Partial;
use crate::progress::Job;
use crate::seal::Body;

/// Writes all files of a message. A file that is there with the same bytes stays as it is; where one has other
/// bytes, nothing is written.
pub(super) fn all<R: Read + Seek>(opened: &mut Body<R>, folder: &Path, job: &mut Job<'_>) -> Result<()> {
    let targets: Vec<PathBuf> = opened.parts().iter().map(|part| folder.join(&part.name)).collect();
    let mut missing = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        match fs::symlink_metadata(target) {
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(index),
            _ => same(opened, index, target, job)?,
        }
    }
    missing.into_iter().try_for_each(|index| write(opened, index, &targets[index], job))
}

/// Refuses a file that is not this part.
fn same<R: Read + Seek>(opened: &mut Body<R>, index: usize, target: &Path, job: &mut Job<'_>) -> Result<()> {
    let other = || Error::new(Code::FileExists).in_file(target.display().to_string());
    let unreadable = |error| Error::path(Code::FileRead, target, error);
    let there = fs::symlink_metadata(target).map_err(unreadable)?;
    if !there.is_file() || there.len() != opened.parts()[index].size {
        return Err(other());
    }
    let file = BufReader::new(File::open(target).map_err(unreadable)?);
    let mut compare = Compare { file, block: Vec::new(), same: true };
    opened.copy_part(index, &mut compare, job)?;
    if compare.same { Ok(()) } else { Err(other()) }
}

/// Compares what is written with a file.
struct Compare {
    file: BufReader<File>,
    block: Vec<u8>,
    same: bool,
}

impl Write for Compare {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.block.resize(bytes.len(), 0);
        match self.file.read_exact(&mut self.block) {
            Ok(()) => self.same &= self.block == bytes,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => self.same = false,
            Err(error) => return Err(error),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes beside the target and gives it its name once all of it is on disk, unless somebody else was faster.
fn write<R: Read + Seek>(opened: &mut Body<R>, index: usize, target: &Path, job: &mut Job<'_>) -> Result<()> {
    let partial = Partial::write(target, |out| opened.copy_part(index, out, job).map(|_| ()))?;
    partial.put_unless(|| same(opened, index, target, job).map(|()| true))
}
