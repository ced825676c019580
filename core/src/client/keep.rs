//! Files that are never left half written.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use crate::error::{Code, Error, Result};

/// Refuses the empty name, which would mean the current folder.
pub(super) fn check(folder: &Path) -> Result<()> {
    if folder.as_os_str().is_empty() {
        return Err(Error::new(Code::KeepFolder));
    }
    Ok(())
}

/// Writes beside the target, then moves it into place once all of it is on disk. A failed attempt
/// leaves nothing behind.
pub(super) fn write(target: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    let failed = |error| Error::path(Code::FileWrite, target, error);
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Error::path(Code::FileWrite, folder, error))?;
    // The process id keeps two programs that share a folder apart.
    let partial = target.with_extension(format!("{}.part", std::process::id()));
    let attempt = || {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&partial).map_err(failed)?);
        fill(&mut file)?;
        file.flush().map_err(failed)?;
        file.get_ref().sync_all().map_err(failed)?;
        drop(file);
        fs::rename(&partial, target).map_err(failed)?;
        sync_folder(folder);
        Ok(())
    };
    let done = attempt();
    if done.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&partial);
    }
    done
}

/// On Unix a new name is on disk only once its folder is. Windows has no such call.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_name_is_no_folder() {
        assert_eq!(check(Path::new("")).unwrap_err().code(), Code::KeepFolder);
        assert!(check(Path::new(".")).is_ok());
    }
}
