//! Tools that a suite needs, from Debian where they are missing.

use std::process::Command;

use super::command::succeeds;
use crate::place::target_folder;

/// A tool, and the Debian packages that have it.
pub(crate) type Tool = (&'static str, &'static [&'static str]);

/// The longest time for one step of apt-get, in seconds.
const LIMIT: &str = "600";

/// Installs what is missing, and says so.
pub(crate) fn install(tools: &[Tool]) -> Result<(), String> {
    let missing: Vec<&str> =
        tools.iter().filter(|(tool, _)| !is_on_path(tool)).flat_map(|(_, packages)| packages.iter().copied()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    apt_get(&missing)?;
    match tools.iter().find(|(tool, _)| !is_on_path(tool)) {
        Some((tool, _)) => Err(format!("{tool} is still missing")),
        None => Ok(()),
    }
}

/// Installs the Debian packages that are missing, and says so.
pub(crate) fn packages(names: &[&str]) -> Result<(), String> {
    let missing: Vec<&str> = names.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    apt_get(&missing)?;
    match missing.iter().find(|name| !is_installed(name)) {
        Some(name) => Err(format!("package {name} is still missing")),
        None => Ok(()),
    }
}

fn is_installed(package: &str) -> bool {
    let output = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]).output();
    output.is_ok_and(|output| output.stdout == b"installed")
}

fn apt_get(packages: &[&str]) -> Result<(), String> {
    println!("installing with apt-get: {}", packages.join(" "));
    // What is built ahead may install too: one after the other.
    let lock = target_folder().join("apt-get.lock");
    std::fs::create_dir_all(target_folder()).map_err(|error| format!("{}: {error}", lock.display()))?;
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("flock");
        command.arg(&lock).args(["timeout", LIMIT, "apt-get"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let mut install = apt(&["install", "-y", "--no-install-recommends"]);
    install.args(packages);
    for command in [&mut apt(&["update"]), &mut install] {
        if !succeeds(command)? {
            return Err(format!("these packages are missing and could not be installed: {}", packages.join(" ")));
        }
    }
    Ok(())
}

pub(crate) fn is_on_path(tool: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()))
}
