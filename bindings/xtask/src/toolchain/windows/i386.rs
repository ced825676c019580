//! A small Debian for i386, in which Wine runs 32-bit programs: beside a 64-bit one it cannot be installed
//! everywhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::locale::japanese;
use crate::place::windows_folder;
use crate::toolchain::command::must;
use crate::toolchain::install::{Tool, packages};

/// The longest time for one step, in seconds.
const LIMIT: &str = "900";

/// The root, made unless it is there whole.
pub(super) fn root(tools: &[Tool]) -> Result<PathBuf, String> {
    let root = windows_folder().join("i386");
    let wanted =
        ["wine32", "wine", "locales"].into_iter().chain(tools.iter().flat_map(|(_, names)| names.iter().copied()));
    let wanted: Vec<&str> = wanted.collect();
    // Written last, with what was installed.
    let complete = root.join("complete");
    if fs::read_to_string(&complete).is_ok_and(|text| text == wanted.join(" ")) {
        return Ok(root);
    }
    packages(&["debootstrap"])?;
    println!("installing with debootstrap a Debian for i386 in {}: {}", root.display(), wanted.join(" "));
    if root.exists() {
        fs::remove_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    }
    fs::create_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    let mut bootstrap = limited();
    // What it mounts is seen by itself only and ends with it.
    bootstrap.args(["unshare", "--mount", "debootstrap", "--force-check-gpg", "--arch=i386", "--variant=minbase"]);
    must(bootstrap.arg(codename()?).arg(&root))?;
    must(inside(&root, &["apt-get", "install", "-y", "--no-install-recommends"]).args(&wanted))?;
    must(&mut inside(&root, &["apt-get", "clean"]))?;
    japanese(&mut inside(&root, &["localedef"]))?;
    fs::write(&complete, wanted.join(" ")).map_err(|error| format!("{}: {error}", complete.display()))?;
    Ok(root)
}

fn limited() -> Command {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=10", LIMIT]);
    command
}

fn inside(root: &Path, program: &[&str]) -> Command {
    let mut command = limited();
    command.arg("chroot").arg(root).args(program).env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8");
    command
}

/// The name of this machine's Debian.
fn codename() -> Result<String, String> {
    let path = "/etc/os-release";
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let name = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    name.map(|name| name.trim_matches('"').to_owned()).ok_or_else(|| format!("{path} has no VERSION_CODENAME"))
}
