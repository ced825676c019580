//! A layer may import only from layers above it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Top first. What stands in one line may see itself and the lines before.
const LAYERS: &[&[&str]] = &[
    &["error", "finding", "progress", "secret"],
    &["file"],
    &["text"],
    &["spec"],
    &["record"],
    &["json"],
    &["typed"],
    &["convert"],
    &["bundle"],
    &["lift", "reading"],
    &["rules"],
    &["keys"],
    &["seal"],
    &["evidence"],
    &["relay"],
    &["client"],
];

/// Pairs that meet in `client` only, whatever their order.
const STRANGERS: &[(&str, &str)] = &[
    ("keys", "convert"),
    ("keys", "rules"),
    ("relay", "convert"),
    ("relay", "rules"),
    ("relay", "bundle"),
    ("seal", "rules"),
    ("seal", "convert"),
];

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|line| line.contains(&layer))
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
}

/// The layers that a source file names as `crate::LAYER`, outside comments.
fn imports(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split("//").next().unwrap())
        .flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .flat_map(|rest| {
            let names = rest.strip_prefix('{').map_or(rest.as_str(), |group| group);
            let end = if rest.starts_with('{') { '}' } else { ':' };
            names
                .split(end)
                .next()
                .unwrap()
                .split(',')
                .map(|name| name.split("::").next().unwrap().trim().trim_end_matches(';').to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn no_layer_imports_from_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut checked = 0;
    for path in files {
        let relative = path.strip_prefix(&root).unwrap();
        let layer = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own) = rank(&layer) else { continue };
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            let Some(other) = rank(&import) else { continue };
            assert!(other <= own, "{}: {layer} imports {import}, which stands below it", relative.display());
            assert!(
                !STRANGERS.contains(&(layer.as_str(), import.as_str())),
                "{}: {layer} and {import} meet in client only",
                relative.display()
            );
            checked += 1;
        }
    }
    assert!(checked > 40, "only {checked} imports were seen");
}

/// What is CPX/1 stays in its folder: only the one place that knows all transports names it.
#[test]
fn nobody_names_cpx_but_connect() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let names: Vec<String> = files
        .iter()
        .filter(|path| !path.starts_with(root.join("relay/cpx")))
        .filter(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(|line| line.split("//").next().unwrap()).any(|line| line.contains("cpx::"))
        })
        .map(|path| path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/"))
        .collect();
    assert_eq!(names, ["relay/connect.rs"]);
}

#[test]
fn the_check_sees_an_upward_import() {
    assert_eq!(imports("use crate::client::Client;"), ["client"]);
    assert_eq!(imports("use crate::{error::Code, relay::Transport};"), ["error", "relay"]);
    assert!(imports("//! [`crate::client`]").is_empty());
}
