//! The pages of the first hour: what they say to type is typed, in its order, and says what they show.

mod page;
mod play;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use self::page::Page;
use self::play::Reader;
use super::count::Count;
use crate::package::release;
use crate::place::{root, target_folder};

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
    let reader = Reader::new("source", folder);
    reader.follow(&Page::read(page)?, &|line| alter(&in_the_tree(line)), count)
}

/// Follows a page from the archives, which lie in the folder and nothing else.
pub(in crate::test) fn from_archives(page: &str, folder: &Path, count: &mut Count) -> Result<(), String> {
    made(folder)?;
    let archives = release::folder();
    let entries = std::fs::read_dir(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        link(&path, &folder.join(path.file_name().unwrap_or_default()))?;
    }
    Reader::new("archive", folder).follow(&Page::read(page)?, &str::to_owned, count)
}

/// The command of a page's block for one compiler of Windows.
pub(in crate::test) fn windows_command(page: &str, compiler: &str) -> Result<String, String> {
    let page = Page::read(page)?;
    let block = page.blocks.iter().find(|block| block.language == "bat" && block.route == compiler);
    let line = block.and_then(|block| block.lines.first());
    line.cloned().ok_or_else(|| format!("{} has no command for {compiler}", page.name))
}

/// What the page has to be run after the build, each with whether it fails.
pub(in crate::test) fn runs(page: &str) -> Result<Vec<(String, bool)>, String> {
    let page = Page::read(page)?;
    let blocks = page.blocks.iter().filter(|block| block.language == "sh" && matches!(&*block.route, "" | "fails"));
    Ok(blocks.flat_map(|block| block.lines.iter().map(|line| (line.clone(), block.route == "fails"))).collect())
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

fn link(from: &PathBuf, to: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(from, to).map_err(|error| format!("{}: {error}", to.display()))
}
