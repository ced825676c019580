//! The examples of core, as `cargo test` has built them: each runs without a fault.

use std::process::Command;

use super::count::{Count, step};
use crate::place::{debug_folder, root};

pub(super) fn run(count: &mut Count) -> Result<(), String> {
    let folder = root().join("core/examples");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(&folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut names: Vec<_> = entries.iter().filter_map(|entry| Some(entry.path().file_stem()?.to_owned())).collect();
    names.sort();
    for name in names {
        let program = debug_folder().join("examples").join(&name);
        step(&format!("example {}", name.display()), &mut Command::new(program), count)?;
    }
    Ok(())
}
