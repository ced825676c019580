//! What is shipped, from outside: `cargo xtask dist`, unpacked into a folder beside the tree, and programs
//! that have nothing else.

pub(super) mod files;
pub(super) mod parts;
mod programs;

use std::path::{Path, PathBuf};
use std::process::Command;

use super::count::{Count, cargo, must};
use super::native::{scratch, target};
use super::world::World;
use crate::dist;
use crate::root;

/// The target whose programs run on this machine.
pub(super) const NATIVE: &str = "x86_64-unknown-linux-gnu";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    dist::run(&[NATIVE])?;
    must(&mut cargo(&["build", "--locked", "--package", "relay-mock"]))?;
    let outside = Outside::new()?;
    files::check(&outside, &mut count)?;
    parts::check(&outside.package, NATIVE, &mut count)?;
    let world = World::new(&scratch("ship")?)?;
    programs::run(&outside, &world, &mut count)?;
    Ok(count)
}

/// A folder outside the tree, with the unpacked archives; it goes with this value.
pub(super) struct Outside {
    pub(super) folder: PathBuf,
    /// The unpacked zip file.
    pub(super) package: PathBuf,
    /// The unpacked NuGet package.
    pub(super) nuget: PathBuf,
}

impl Outside {
    fn new() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("cplink-ship-{}", std::process::id()));
        if folder.starts_with(root()) {
            return Err(format!("{} is inside the tree", folder.display()));
        }
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let name = dist::package::name(NATIVE);
        let outside = Self { package: folder.join(&name), nuget: folder.join("nuget"), folder };
        unzip(&dist::folder().join(format!("{name}.zip")), &outside.folder)?;
        unzip(&dist::folder().join(nupkg()), &outside.nuget)?;
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
    format!("CarePlanLink.{}.nupkg", dist::nuget::version(&["linux-x64"]))
}

/// By a tool that is not ours; it tests every checksum on the way.
pub(super) fn unzip(archive: &Path, folder: &Path) -> Result<(), String> {
    must(Command::new("unzip").args(["-q", "-o"]).arg(archive).arg("-d").arg(folder))
}

/// A check that is not a program of its own.
pub(super) fn check(name: &str, passed: bool, count: &mut Count) {
    println!("{name} ... {}", if passed { "ok" } else { "FAILED" });
    *(if passed { &mut count.passed } else { &mut count.failed }) += 1;
}

/// The relay, for programs that start it themselves.
pub(super) fn relay_mock() -> PathBuf {
    target().join("relay-mock")
}
