//! `cargo xtask dist`: what a vendor downloads, in `target/dist`.

mod archive;
mod built;
pub(crate) mod c_package;
mod cmake;
mod csharp;
mod document;
pub(crate) mod file;
pub(crate) mod import;
pub(crate) mod library;
pub(crate) mod manylinux;
mod notices;
pub(crate) mod nuget;
mod page;
pub(crate) mod relay_package;
pub(crate) mod release;
mod sbom;
mod sums;
pub(crate) mod target;
mod tree;
mod wheel;

use std::fs;

use self::built::Built;
use self::file::shown;
use self::target::{TARGETS, Target};

/// Builds the archives of the named targets, or of all.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let targets = chosen(names)?;
    let folder = release::folder();
    // What an earlier run left would be listed in the sums.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| shown(&folder, &error))?;
    let mut all = Vec::new();
    for target in targets {
        println!("== {}", target.triple);
        let library = library::build(target)?;
        let crates = tree::crates(target, c_package::PACKAGES)?;
        let notices = notices::notices(target, &library, &crates)?;
        let built = Built { target, library, crates, notices };
        c_package::write(&folder, &built)?;
        relay_package::write(&folder, &built)?;
        wheel::write(&folder, target, &built.library)?;
        all.push(built);
    }
    nuget::write(&folder, &all)?;
    for line in sums::write(&folder)? {
        println!("{line}");
    }
    Ok(())
}

fn chosen(names: &[&str]) -> Result<Vec<&'static Target>, String> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    names.iter().map(|name| target::named(name)).collect()
}
