//! Files that are never left half written, and that nobody but their owner reads.
//!
//! What is not whole yet lies beside its place under a random name that is made exclusively: threads, processes
//! and machines that share a folder never write into one file, and a link that somebody left there is not followed.
//! On Unix files have the mode 0600 and new folders 0700; on Windows they have what their folder hands down.

use std::fs::{DirBuilder, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, PersistError};

use super::exclusive;
use super::patience::patiently_with;
use crate::error::{Code, Error, Result};

const PREFIX: &str = ".cplink-";
const SUFFIX: &str = ".part";
/// Characters of the name that are random.
const RANDOM: usize = 12;

/// A file beside its place, on disk. Unless it is put there it is removed again.
pub(crate) struct Partial {
    target: PathBuf,
    file: NamedTempFile,
}

/// The same, written but perhaps not on disk yet.
pub(crate) struct Unsynced(Partial);

impl Unsynced {
    /// Writes all of it, beside the target.
    pub(crate) fn write(target: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Self> {
        Self::filled(target, beside(target)?, fill)
    }

    /// The same with these bytes.
    pub(crate) fn of_bytes(target: &Path, bytes: &[u8]) -> Result<Self> {
        let mut file = beside(target)?;
        file.as_file_mut().write_all(bytes).map_err(|error| failed(target, error))?;
        Ok(Self(Partial { target: target.to_owned(), file }))
    }

    fn filled(target: &Path, mut file: NamedTempFile, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Self> {
        let mut writer = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        fill(&mut writer)?;
        writer.flush().map_err(|error| failed(target, error))?;
        drop(writer);
        Ok(Self(Partial { target: target.to_owned(), file }))
    }

    /// Waits until all of it is on disk.
    pub(crate) fn sync(self) -> Result<Partial> {
        let Self(partial) = self;
        partial.file.as_file().sync_all().map_err(|error| failed(&partial.target, error))?;
        Ok(partial)
    }
}

impl Partial {
    /// Writes all of it to disk, beside the target.
    pub(crate) fn write(target: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Self> {
        Unsynced::write(target, fill)?.sync()
    }

    /// The same in a folder that must be there already.
    pub(crate) fn write_there(target: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<Self> {
        let file = new_in(folder_of(target)).map_err(|error| failed(target, error))?;
        Unsynced::filled(target, file, fill)?.sync()
    }

    /// Where it lies now.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    /// Moves it to its place, whatever is there.
    pub(crate) fn put(self) -> Result<()> {
        replacing(self.file, &self.target).map_err(|(error, _)| failed(&self.target, error))?;
        sync_folder(folder_of(&self.target));
        Ok(())
    }

    /// Moves it to its place unless anything is there; whether it did. Of several who come at the same time exactly
    /// one does, on a network share too. A file system that cannot do that is an error: nothing is replaced.
    pub(crate) fn put_new(self) -> Result<bool> {
        let Self { target, file } = self;
        match replacing_nothing(file, &target) {
            Ok(()) => {
                sync_folder(folder_of(&target));
                Ok(true)
            }
            Err((error, _)) if is_taken(&error, &target) => Ok(false),
            Err((error, _)) if is_beyond(&error) => Err(Error::path(Code::MailboxStorage, &target, error)),
            Err((error, _)) => Err(failed(&target, error)),
        }
    }

    /// Moves it to its place unless what is there is good. Of several who come at the same time one puts its file,
    /// and the others find a good one.
    pub(crate) fn put_unless(self, is_good: impl FnOnce() -> Result<bool>) -> Result<()> {
        let Self { target, file } = self;
        match replacing_nothing(file, &target) {
            Ok(()) => {}
            // Whoever put it may not have come to the folder yet.
            Err((error, _)) if is_taken(&error, &target) && is_good()? => {}
            Err((_, file)) => return Self { target, file }.put(),
        }
        sync_folder(folder_of(&target));
        Ok(())
    }
}

/// A new file beside its place, whose folder is made where there is none.
fn beside(target: &Path) -> Result<NamedTempFile> {
    let folder = folder_of(target);
    new_in(folder).or_else(|_| {
        create(folder).map_err(|error| failed(folder, error))?;
        new_in(folder).map_err(|error| failed(target, error))
    })
}

/// The file is opened here: in an error of `tempfile` the system's number is lost.
fn new_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Builder::new().prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM).make_in(folder, |path| options.open(path))
}

/// A file that could not be moved, and why.
type Unmoved = (io::Error, NamedTempFile);

/// Moves a file to its place, whatever is there.
fn replacing(file: NamedTempFile, target: &Path) -> std::result::Result<(), Unmoved> {
    patiently_with(file, |file| file.persist(target).map(drop).map_err(unmoved))
}

/// Moves a file to its place unless anything is there.
fn replacing_nothing(file: NamedTempFile, target: &Path) -> std::result::Result<(), Unmoved> {
    patiently_with(file, |file| exclusive::replacing_nothing(file, target).map_err(unmoved))
}

fn unmoved(failed: PersistError) -> Unmoved {
    (failed.error, failed.file)
}

/// Whether a file could not be moved because something is there. Some file systems cannot say so, as they cannot do
/// without replacing at all.
fn is_taken(error: &io::Error, target: &Path) -> bool {
    error.kind() == ErrorKind::AlreadyExists || target.symlink_metadata().is_ok()
}

/// Whether a file of this name is not whole yet.
pub(crate) fn is_partial(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The folder of a file's place.
pub(crate) fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder and those above it, for their owner only.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether the file system cannot give a name to one of several only.
fn is_beyond(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

fn failed(target: &Path, error: io::Error) -> Error {
    Error::path(Code::FileWrite, target, error)
}

/// On Unix a new name is on disk only once its folder is. Windows has no such call.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(target: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        Partial::write(target, fill)?.put()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        crate::sort::sort(&mut names);
        names
    }

    #[test]
    fn a_failed_attempt_leaves_nothing_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        write(&target, |file| file.write_all(b"first").map_err(|error| failed(&target, error))).unwrap();
        let error = write(&target, |file| {
            file.write_all(b"second").map_err(|error| failed(&target, error))?;
            Err(Error::new(Code::ConnectionLost))
        });
        assert_eq!(error.unwrap_err().code(), Code::ConnectionLost);
        assert_eq!(fs::read(&target).unwrap(), b"first");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn what_is_good_stays_and_what_is_not_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        let bytes = |bytes: &'static [u8]| {
            Partial::write(&target, |file| file.write_all(bytes).map_err(|error| failed(&target, error)))
        };
        bytes(b"first").unwrap().put_unless(|| panic!("nothing is there")).unwrap();
        bytes(b"second").unwrap().put_unless(|| Ok(true)).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"first");
        bytes(b"third").unwrap().put_unless(|| Ok(false)).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"third");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let outer = tempfile::tempdir().unwrap();
        let in_the_way = outer.path().join("no folder");
        fs::write(&in_the_way, b"").unwrap();
        let error = write(&in_the_way.join("a"), |_| Ok(())).unwrap_err();
        assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileWrite, in_the_way.to_str()));
        assert!(error.os_code().is_some(), "{error:?}");
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_another_program_has_open_for_a_moment_is_replaced() {
        use std::os::windows::fs::OpenOptionsExt;
        use std::thread;
        use std::time::Duration;

        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        fs::write(&target, b"first").unwrap();
        // As a program opens it that lets nobody else have it.
        let open = fs::File::options().read(true).share_mode(0).open(&target).unwrap();
        thread::scope(|scope| {
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(200));
                drop(open);
            });
            write(&target, |file| file.write_all(b"second").map_err(|error| failed(&target, error))).unwrap();
        });
        assert_eq!(fs::read(&target).unwrap(), b"second");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it_and_no_link_is_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("new/kept");
        let target = folder.join("a");
        write(&target, |file| file.write_all(b"x").map_err(|error| failed(&target, error))).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&target)), (0o700, 0o600));

        let elsewhere = outer.path().join("elsewhere");
        fs::write(&elsewhere, b"untouched").unwrap();
        fs::remove_file(&target).unwrap();
        symlink(&elsewhere, &target).unwrap();
        write(&target, |file| file.write_all(b"y").map_err(|error| failed(&target, error))).unwrap();
        assert_eq!(fs::read(&elsewhere).unwrap(), b"untouched", "the link was replaced, not followed");
        assert!(target.symlink_metadata().unwrap().is_file());
    }
}
