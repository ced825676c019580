//! The pages of the first hour: what they say to type is typed, in its order, and says what they show.

mod page;
mod play;
#[cfg(test)]
mod tests;
mod windows;

use std::path::Path;
use std::process::Command;

use self::page::{Block, Page};
use self::play::Reader;
pub(in crate::test) use self::windows::on_windows;
use super::count::Count;
use crate::package::release;
use crate::place::{root, target_folder};
use crate::toolchain::command::without_own_variables;

pub(in crate::test) const CPP: &str = "bindings/cpp/FIRST-HOUR.ja.md";
pub(in crate::test) const CSHARP: &str = "bindings/csharp/FIRST-HOUR.ja.md";
pub(in crate::test) const PYTHON: &str = "bindings/python/FIRST-HOUR.ja.md";

/// Follows a page from the source, in a folder of its own, which must not be there yet. `alter` may put another program in a
/// command's place.
pub(in crate::test) fn from_source(
    page: &str,
    folder: &Path,
    alter: impl Fn(&str) -> String,
    count: &mut Count,
) -> Result<(), String> {
    made(folder)?;
    for name in ["bindings", "ffi"] {
        link(&root().join(name), &folder.join(name))?;
    }
    link(&target_folder(), &folder.join("target"))?;
    let command = |line: &str| shell(&alter(&in_the_tree(line)), folder);
    let reader = Reader { desk: "source", types: &|block, _| is_typed(block, "source"), command: &command };
    reader.follow(&Page::read(page)?, count)
}

/// Follows a page from the archives, which lie in the folder and nothing else.
pub(in crate::test) fn from_archives(page: &str, folder: &Path, count: &mut Count) -> Result<(), String> {
    made(folder)?;
    let archives = release::folder();
    let entries = std::fs::read_dir(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        link(&path, &folder.join(path.file_name().unwrap_or_default()))?;
    }
    let command = |line: &str| shell(line, folder);
    let reader = Reader { desk: "archive", types: &|block, _| is_typed(block, "archive"), command: &command };
    reader.follow(&Page::read(page)?, count)
}

/// Whether who came this way types a block.
fn is_typed(block: &Block, route: &str) -> bool {
    block.language == "sh" && ["", "fails", route].contains(&&*block.route)
}

/// A line as a shell in this folder takes it.
fn shell(line: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    // What goes on running is ended itself, not the shell that started it.
    let line = if line.contains(" serve ") { format!("exec {line}") } else { line.to_owned() };
    command.args(["-c", &line]).current_dir(folder);
    command.env("LC_ALL", "C.UTF-8").env_remove("LD_LIBRARY_PATH").env_remove("PYTHONPATH");
    // What the other suites built is used again.
    command.env("CPLINK_CARGO_PROFILE", "dev").env("CPLINK_CARGO_PACKAGES", "--workspace");
    without_own_variables(&mut command);
    command
}

/// cargo and pip do not like a tree of links.
fn in_the_tree(line: &str) -> String {
    let tree = root();
    if line.starts_with("cargo ") {
        return format!("cd '{}' && {line}", tree.display());
    }
    line.replace("install ./bindings", &format!("install {}/bindings", tree.display()))
}

fn made(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn link(from: &Path, to: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(from, to).map_err(|error| format!("{}: {error}", to.display()))
}
