//! Files that are never left half written.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use cplink::Code;
use tempfile::{Builder, NamedTempFile, TempDir};

use crate::Fault;

/// Writes a file beside its place and then moves it there. What is there already is overwritten with
/// `force` only.
///
/// # Errors
/// [`Code::FileWrite`], [`Code::DiskFull`]; where the file is there already, the fault names `--force`.
pub fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    prepare(path, bytes, force)?.put()
}

/// Keeps a file for its owner only (mode 0600 on Unix). What is there already stays, whoever put it there.
///
/// # Errors
/// [`Code::FileWrite`], [`Code::DiskFull`].
pub fn keep_first(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let failed = |error: io::Error| Fault::io(Code::FileWrite, path.display(), error);
    if path.symlink_metadata().is_ok() {
        return Ok(());
    }
    let mut file = beside(path, 0o600).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => Err(failed(error.error)),
        _ => Ok(()),
    }
}

/// Writes a file as [`write_new`] does, piece by piece: what is long need not be in memory.
///
/// # Errors
/// As [`write_new`].
pub fn write_streamed(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), Fault> {
    filled(path, force, fill)?.put()
}

/// A file that is written beside its place and is not there yet.
#[derive(Debug)]
pub struct Prepared<'a> {
    path: &'a Path,
    file: NamedTempFile,
    force: bool,
}

/// Writes a file beside its place: whatever hinders that is known before it is there.
///
/// # Errors
/// As [`write_new`].
pub fn prepare<'a>(path: &'a Path, bytes: &[u8], force: bool) -> Result<Prepared<'a>, Fault> {
    filled(path, force, |file| file.write_all(bytes))
}

fn filled(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<Prepared<'_>, Fault> {
    let failed = |error: io::Error| Fault::io(Code::FileWrite, path.display(), error);
    refuse_existing(path, force)?;
    let mut file = beside(path, 0o666).map_err(failed)?;
    let mut buffered = io::BufWriter::new(&mut file);
    fill(&mut buffered).and_then(|()| buffered.flush()).map_err(failed)?;
    drop(buffered);
    file.as_file().sync_all().map_err(failed)?;
    Ok(Prepared { path, file, force })
}

impl Prepared<'_> {
    /// Moves it to its place.
    ///
    /// # Errors
    /// As [`write_new`].
    pub fn put(self) -> Result<(), Fault> {
        let Self { path, file, force } = self;
        let moved = if force { file.persist(path) } else { file.persist_noclobber(path) };
        match moved {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(exists(path)),
            Err(error) => Err(Fault::io(Code::FileWrite, path.display(), error.error)),
        }
    }
}

/// Fills a new folder beside its place and then moves it there.
///
/// # Errors
/// As [`write_new`], and those of `fill`.
pub fn write_folder<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, Fault>) -> Result<T, Fault> {
    let failed = |error: io::Error| Fault::io(Code::FileWrite, path.display(), error);
    let parent = parent(path);
    fs::create_dir_all(parent).map_err(failed)?;
    let folder = new_folder(parent).map_err(failed)?;
    let filled = fill(folder.path())?;
    fs::rename(folder.path(), path).map_err(failed)?;
    // It has another name now, under which nothing removes it.
    let _ = folder.keep();
    Ok(filled)
}

/// Refuses a name that is taken already, unless with `force`.
///
/// # Errors
/// [`Code::FileWrite`], with `--force` as the remedy.
pub fn refuse_existing(path: &Path, force: bool) -> Result<(), Fault> {
    if !force && path.symlink_metadata().is_ok() { Err(exists(path)) } else { Ok(()) }
}

fn exists(path: &Path) -> Fault {
    Fault::new(
        Code::FileWrite,
        ["その名前のファイルがすでにあります。", "There is a file of this name already."],
        ["上書きするときは --force を付けてください。", "Give --force to overwrite it."],
    )
    .about(path.display())
}

/// For what is not whole yet: its name ends in `.part`, as that of no file of a unit does.
fn builder(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".cplink-").suffix(".part");
    permit(&mut builder, mode);
    builder
}

/// As any other new file or folder: the umask says who may read it.
#[cfg(unix)]
fn permit(builder: &mut Builder<'_, '_>, mode: u32) {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
}

#[cfg(not(unix))]
fn permit(_: &mut Builder<'_, '_>, _: u32) {}

fn beside(path: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let parent = parent(path);
    fs::create_dir_all(parent)?;
    builder(mode).tempfile_in(parent)
}

fn new_folder(parent: &Path) -> io::Result<TempDir> {
    builder(0o777).tempdir_in(parent)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
