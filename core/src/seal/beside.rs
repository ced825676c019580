//! The relay's *accepted* receipt beside a container that an agent has signed: without it nothing proves that the agent
//! may.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::file::Partial;

/// More than any receipt has.
const MOST: u64 = 256 * 1024;

/// Where it lies: `<message id>.accepted.p7s`.
pub(crate) fn path(container: &Path) -> PathBuf {
    container.with_extension("accepted.p7s")
}

/// The receipt that lies there.
///
/// # Errors
/// [`Code::FileRead`] where there is one that cannot be read.
pub(crate) fn read(container: &Path) -> Result<Option<Vec<u8>>> {
    let path = self::path(container);
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return Ok(None);
    }
    let unreadable = |error| Error::path(Code::FileRead, &path, error);
    let mut bytes = Vec::new();
    File::open(&path).map_err(unreadable)?.take(MOST).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

/// Lays a receipt there, whatever was there.
///
/// # Errors
/// [`Code::FileWrite`], [`Code::DiskFull`].
pub(crate) fn lay(container: &Path, receipt: &[u8]) -> Result<()> {
    let path = self::path(container);
    let write = |file: &mut dyn std::io::Write| {
        file.write_all(receipt).map_err(|error| Error::path(Code::FileWrite, &path, error))
    };
    Partial::write(&path, write)?.put()
}
