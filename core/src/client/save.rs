//! Files of a message written into a folder of the host, never over what is there.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::seal::Opened;

/// How many other attempts may have left their partial files.
const MAX_PARTIAL: u32 = 1000;

/// Writes all files of a message. A file that is there with the same bytes stays as it is; where one has other
/// bytes, nothing is written.
pub(super) fn all(opened: &mut Opened<BufReader<File>>, folder: &Path, job: &mut Job<'_>) -> Result<()> {
    let targets: Vec<PathBuf> = opened.parts().iter().map(|part| folder.join(&part.name)).collect();
    let mut missing = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        match fs::symlink_metadata(target) {
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(index),
            _ => same(opened, index, target, job)?,
        }
    }
    fs::create_dir_all(folder).map_err(|error| Error::path(Code::FileWrite, folder, error))?;
    missing.into_iter().try_for_each(|index| write(opened, index, &targets[index], job))
}

/// Refuses a file that is not this part.
fn same(opened: &mut Opened<BufReader<File>>, index: usize, target: &Path, job: &mut Job<'_>) -> Result<()> {
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
fn write(opened: &mut Opened<BufReader<File>>, index: usize, target: &Path, job: &mut Job<'_>) -> Result<()> {
    let failed = |error| Error::path(Code::FileWrite, target, error);
    let (partial, file) = partial(target)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = opened.copy_part(index, &mut out, job).and_then(|_| {
        out.flush().map_err(failed)?;
        out.get_ref().sync_all().map_err(failed)
    });
    drop(out);
    // A link is refused where the name is taken; a rename would replace what is there.
    let placed = written.and_then(|()| match fs::hard_link(&partial, target) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        // A file system without links.
        Err(_) if !target.exists() => fs::rename(&partial, target).map(|()| true).map_err(failed),
        Err(_) => Ok(false),
    });
    // After a rename it is gone; the first error is the one to report.
    let _ = fs::remove_file(&partial);
    if placed? { Ok(()) } else { same(opened, index, target, job) }
}

/// A new file of our own beside the target.
fn partial(target: &Path) -> Result<(PathBuf, File)> {
    let failed = |error| Error::path(Code::FileWrite, target, error);
    let mut last = None;
    for number in 0..MAX_PARTIAL {
        let path = target.with_extension(format!("{}-{number}.part", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = Some(error),
            Err(error) => return Err(failed(error)),
        }
    }
    Err(failed(last.unwrap_or_else(|| ErrorKind::AlreadyExists.into())))
}
