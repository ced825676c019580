//! That `cargo xtask gen` needs none of the files it writes: in a copy of the tree without them it is compiled, and
//! writes all of them as they are committed.

use std::fs;
use std::path::Path;

use super::count::{Count, check};
use super::scratch::scratch;
use crate::r#gen;
use crate::place::{root, target_folder};
use crate::toolchain::command::{cargo, must};

/// What has no part in it, or is built.
const LEFT_OUT: &[&str] = &[".git", "target", "build", "dist", "node_modules", "__pycache__", ".venv"];

pub(super) fn run(count: &mut Count) -> Result<(), String> {
    let tree = scratch("gen")?.join("tree");
    copy(&root(), &tree)?;
    let generated = r#gen::paths()?;
    for path in &generated {
        let path = tree.join(path);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut run = cargo(&["run", "--quiet", "--locked", "--bin", "xtask", "--manifest-path"]);
    run.arg(tree.join("Cargo.toml")).args(["--", "gen"]);
    // Where this program was built, so that what it depends on is not compiled again.
    let ran = must(run.env("CARGO_TARGET_DIR", target_folder()));
    // In that place there is now the program of the copy.
    must(&mut cargo(&["build", "--quiet", "--locked", "--bin", "xtask"]))?;
    let read = |folder: &Path, name: &Path| fs::read(folder.join(name)).ok();
    let differ: Vec<_> = generated
        .iter()
        .filter(|name| read(&tree, name).is_none() || read(&tree, name) != read(&root(), name))
        .collect();
    let name = format!("gen writes its {} files from nothing, not otherwise {differ:?}", generated.len());
    check(&name, ran.is_ok() && generated.len() > 30 && differ.is_empty(), count);
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    for entry in fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let Some(name) = path.file_name().filter(|name| !LEFT_OUT.iter().any(|left| name == left)) else { continue };
        let to = to.join(name);
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::copy(&path, &to).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
