//! A folder outside the tree with what is shipped, unpacked.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::{c_package, certify_package, nuget, release};
use crate::place::{debug_folder, root};
use crate::toolchain::command::must;

/// A unit of the month in which nothing is wrong.
pub(in crate::test) const SOUND_UNIT: &str = "spec-fixtures/202407/month/01-care-plan/files";

/// The target whose programs run on this machine.
pub(super) const NATIVE: &str = "x86_64-unknown-linux-gnu";

/// A folder outside the tree, with the unpacked archives; it goes with this value.
pub(super) struct Outside {
    pub(super) folder: PathBuf,
    /// The unpacked zip file.
    pub(super) package: PathBuf,
    /// The unpacked zip file for who certifies a product.
    pub(super) certify: PathBuf,
    /// The unpacked NuGet package.
    pub(super) nuget: PathBuf,
}

impl Outside {
    pub(super) fn new() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("cplink-ship-{}", std::process::id()));
        if folder.starts_with(root()) {
            return Err(format!("{} is inside the tree", folder.display()));
        }
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let name = c_package::name(NATIVE);
        let certify = certify_package::name(NATIVE);
        let outside =
            Self { package: folder.join(&name), certify: folder.join(&certify), nuget: folder.join("nuget"), folder };
        for archive in [name, certify] {
            unzip(&release::folder().join(format!("{archive}.zip")), &outside.folder)?;
        }
        unzip(&release::folder().join(nupkg()), &outside.nuget)?;
        Ok(outside)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What is left of it is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(super) fn nupkg() -> String {
    format!("CarePlanLink.{}.nupkg", nuget::version(&["linux-x64"]))
}

/// By a tool that is not ours; it tests every checksum on the way.
pub(in crate::test) fn unzip(archive: &Path, folder: &Path) -> Result<(), String> {
    must(Command::new("unzip").args(["-q", "-o"]).arg(archive).arg("-d").arg(folder))
}

/// The relay, for programs that start it themselves.
pub(super) fn relay_mock() -> PathBuf {
    debug_folder().join("relay-mock")
}
