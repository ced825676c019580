//! The scripts of `relay-mock/faults`, in the program.

use include_dir::{Dir, include_dir};

static SCRIPTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/faults");

/// The text of a script of `relay-mock/faults`, by its name with or without `.toml`.
pub fn script_text(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    SCRIPTS.get_file(format!("{name}.toml"))?.contents_utf8()
}

/// The names of those scripts, without `.toml`, in order.
pub fn script_names() -> Vec<&'static str> {
    let names = SCRIPTS.files().filter_map(|file| file.path().to_str()?.strip_suffix(".toml"));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}
