//! What the mailbox does with files: each step is durable when it returns, and each may be the last.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use crate::error::{Code, Error, Result};
use crate::file::{Partial, create, is_partial, patiently, sync_folder};

/// Longer than any record of ours.
const MAX_RECORD: u64 = 1 << 20;

/// The file operations of one mailbox. Tests let a program end at any of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    pub(super) end: super::crash::End,
}

impl Disk {
    /// Writes a file that is not there yet; whether it was this call that made it. Of several exactly one does.
    pub(super) fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<bool> {
        self.step()?;
        let partial = written(path, bytes)?;
        self.step()?;
        let made = partial.put_new()?;
        self.step()?;
        Ok(made)
    }

    /// The same in a folder that is there already; where it was moved away, nobody makes anything.
    pub(super) fn write_next(&self, path: &Path, bytes: &[u8]) -> Result<bool> {
        self.step()?;
        let fill =
            |file: &mut dyn Write| file.write_all(bytes).map_err(|error| Error::path(Code::FileWrite, path, error));
        let is_moved_away = || path.parent().is_some_and(|folder| !is_folder(folder));
        let partial = match Partial::write_there(path, fill) {
            Err(_) if is_moved_away() => return Ok(false),
            other => other?,
        };
        self.step()?;
        let made = match partial.put_new() {
            Err(_) if is_moved_away() => return Ok(false),
            other => other?,
        };
        self.step()?;
        Ok(made)
    }

    /// Writes a file beside its place, where it is not yet: dropped, it is gone again.
    pub(super) fn write_beside(&self, path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Partial> {
        self.step()?;
        Partial::write(path, fill)
    }

    /// Puts a file into its place, whatever is there.
    pub(super) fn put(&self, partial: Partial) -> Result<()> {
        self.step()?;
        partial.put()?;
        self.step()
    }

    /// Has an empty file there.
    pub(super) fn mark(&self, path: &Path) -> Result<()> {
        self.step()?;
        let failed = |error| Error::path(Code::FileWrite, path, error);
        let folder = path.parent().unwrap_or(path);
        create(folder).map_err(|error| Error::path(Code::FileWrite, folder, error))?;
        match patiently(|| File::create_new(path)) {
            Ok(file) => file.sync_all().map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        sync_folder(folder);
        self.step()
    }

    /// Has no file there.
    pub(super) fn remove(&self, path: &Path) -> Result<()> {
        self.step()?;
        match patiently(|| fs::remove_file(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::path(Code::FileWrite, path, error)),
            _ => self.step(),
        }
    }

    /// Gives a folder another place.
    pub(super) fn move_folder(&self, from: &Path, to: &Path) -> Result<()> {
        self.step()?;
        let failed = |error| Error::path(Code::FileWrite, to, error);
        let (old, new) = (from.parent().unwrap_or(from), to.parent().unwrap_or(to));
        create(new).map_err(failed)?;
        patiently(|| fs::rename(from, to)).map_err(failed)?;
        sync_folder(new);
        sync_folder(old);
        self.step()
    }

    /// Removes a folder with all that is in it; no link is followed.
    pub(super) fn remove_folder(&self, path: &Path) -> Result<()> {
        self.step()?;
        match patiently(|| fs::remove_dir_all(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::path(Code::FileWrite, path, error)),
            _ => self.step(),
        }
    }

    /// The names in a folder, in order; none where there is no folder. Files that are not whole yet are left out.
    pub(super) fn names(&self, folder: &Path) -> Result<Vec<String>> {
        let failed = |error| Error::path(Code::FileRead, folder, error);
        let mut names = match patiently(|| fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()) {
            Ok(names) => whole(names),
            Err(error) if is_gone(&error, folder) => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        crate::sort::sort(&mut names);
        Ok(names)
    }

    /// Has the names of a folder asked for anew where it is on another machine: NFS remembers for a minute which are not
    /// there, and asks when the folder is opened.
    pub(super) fn look_anew(&self, folder: &Path) {
        if cfg!(unix) {
            let _ = File::open(folder);
        }
    }

    /// Whether a file lies there itself.
    pub(super) fn is_there(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok_and(|found| found.is_file())
    }

    /// The same as the file server has it now. Opening asks it, where a look at the name may be answered from a cache.
    pub(super) fn opens(&self, path: &Path) -> bool {
        self.is_there(path) && patiently(|| File::open(path)).is_ok()
    }

    /// A record's bytes and when the file server wrote it; `None` where there is none. A link is not followed.
    pub(super) fn read(&self, path: &Path) -> Result<Option<(Vec<u8>, SystemTime)>> {
        let failed = |error| Error::path(Code::FileRead, path, error);
        match patiently(|| path.symlink_metadata()) {
            Ok(found) if found.is_file() && found.len() <= MAX_RECORD => {}
            Ok(_) => return Err(Error::new(Code::MailboxDamaged).in_file(path.display().to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        }
        // Opening asks the server how the file is now, where a mere look at the name may be answered from a cache.
        let found = patiently(|| {
            let mut file = File::open(path)?;
            let written = file.metadata()?.modified()?;
            let mut bytes = Vec::new();
            Read::by_ref(&mut file).take(MAX_RECORD).read_to_end(&mut bytes)?;
            Ok((bytes, written))
        });
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error) if is_gone(&error, path) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// The file server's time: that of a file which is written there now.
    pub(super) fn now(&self, folder: &Path) -> Result<SystemTime> {
        self.step()?;
        let target = folder.join("clock");
        let partial = written(&target, b"now")?;
        let modified = partial.path().symlink_metadata().and_then(|found| found.modified());
        modified.map_err(|error| Error::path(Code::FileRead, folder, error))
    }

    /// Where a test lets the program end.
    #[cfg(test)]
    pub(super) fn step(&self) -> Result<()> {
        self.end.step()
    }

    #[cfg(not(test))]
    fn step(&self) -> Result<()> {
        Ok(())
    }
}

/// Whether nothing is there, any more perhaps: systems have many words for what goes while it is looked at.
fn is_gone(error: &io::Error, path: &Path) -> bool {
    let is_none = |error: &io::Error| error.kind() == ErrorKind::NotFound;
    is_none(error) || path.symlink_metadata().is_err_and(|error| is_none(&error))
}

/// Whether a folder lies there itself, not a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// The names of files that are whole.
fn whole(names: Vec<OsString>) -> Vec<String> {
    let names = names.into_iter().map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| !is_partial(name)).collect()
}

fn written(path: &Path, bytes: &[u8]) -> Result<Partial> {
    Partial::write(path, |file| file.write_all(bytes).map_err(|error| Error::path(Code::FileWrite, path, error)))
}
