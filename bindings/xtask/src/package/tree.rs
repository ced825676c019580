//! The crates that are linked into the library and the command: cargo's own answer, for the features that are shipped.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use serde::Deserialize;

use super::file::read_text;
use super::target::Target;
use crate::place::root;
use crate::toolchain::command::{cargo, output};

/// A crate of the library.
pub(super) struct Crate {
    pub(super) package: Package,
    /// SHA-256 of what its registry holds; our own crates have none.
    pub(super) checksum: Option<String>,
    /// `name@version` of what it depends on.
    pub(super) needs: BTreeSet<String>,
}

impl Crate {
    pub(super) fn is_ours(&self) -> bool {
        self.package.source.is_none()
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// The crates of these packages by `name@version`, themselves included.
pub(super) fn crates(target: &Target, packages: &[&str]) -> Result<BTreeMap<String, Crate>, String> {
    let mut all: BTreeMap<String, Crate> = BTreeMap::new();
    for package in packages {
        for (name, one) in crates_of(target, package)? {
            match all.get_mut(&name) {
                Some(known) => known.needs.extend(one.needs),
                None => drop(all.insert(name, one)),
            }
        }
    }
    Ok(all)
}

fn crates_of(target: &Target, package: &str) -> Result<BTreeMap<String, Crate>, String> {
    // `cargo metadata` resolves the features of the whole workspace at once, `cargo tree` those of one package.
    let mut tree = cargo(&["tree", "--locked", "--package", package, "--target", target.triple, "--prefix", "none"]);
    let listed = output(tree.args(["--edges", "normal,no-proc-macro", "--format", "{p}"]))?;
    let linked: BTreeSet<String> = listed.lines().filter_map(id_of_line).collect();
    let lock: Lock = toml::from_str(&read_text(&root().join("Cargo.lock"))?).map_err(|error| error.to_string())?;
    let checksums: BTreeMap<String, Option<String>> = lock
        .package
        .into_iter()
        .map(|locked| (format!("{}@{}", locked.name, locked.version), locked.checksum))
        .collect();
    let mut command = MetadataCommand::new();
    command.current_dir(root());
    command.other_options(["--locked", "--filter-platform", target.triple].map(str::to_owned));
    let metadata = command.exec().map_err(|error| error.to_string())?;
    let ids: BTreeMap<_, _> = metadata.packages.iter().map(|package| (&package.id, id(package))).collect();
    let mut crates = BTreeMap::new();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        let Some(name) = ids.get(&node.id).filter(|name| linked.contains(*name)) else { continue };
        let needs = node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        let needs = needs.filter_map(|dep| ids.get(&dep.pkg)).filter(|name| linked.contains(*name)).cloned().collect();
        let checksum = checksums.get(name).cloned().flatten();
        let package = metadata[&node.id].clone();
        crates.insert(name.clone(), Crate { package, checksum, needs });
    }
    match linked.iter().find(|name| !crates.contains_key(*name)) {
        Some(lost) => Err(format!("cargo metadata does not know {lost}")),
        None => Ok(crates),
    }
}

fn id(package: &Package) -> String {
    format!("{}@{}", package.name, package.version)
}

/// `name vVERSION (folder)` as `name@version`.
fn id_of_line(line: &str) -> Option<String> {
    let mut words = line.split(' ');
    Some(format!("{}@{}", words.next()?, words.next()?.strip_prefix('v')?))
}
