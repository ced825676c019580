//! The zip file for who certifies a product: `relay-mock`, the guide, and adapters to start from.

use std::path::Path;

use super::archive::Archive;
use super::built::Built;
use super::file::below;
use super::release::VERSION;
use super::sbom::Product;
use super::{notices, sbom, tree};
use crate::place::root;

const README: &str = include_str!("text/CERTIFY.md");

/// The packages that the command is built of.
const PACKAGES: &[&str] = &["relay-mock"];

/// What goes in as it lies in the tree, so that the links of the guide lead somewhere.
const FILES: &[&str] = &[
    "relay-mock/CERTIFY.md",
    "relay-mock/CERTIFY.ja.md",
    "relay-mock/pictures/verdict.png",
    "relay-mock/result.schema.json",
    "relay-mock/packs/README.md",
    "relay-mock/faults/README.md",
    "relay-mock/adapters/README.md",
    // The wrong product of the guide; the others are for our own suites.
    "relay-mock/adapters/wrong/_product.py",
    "relay-mock/adapters/wrong/monthly_daily.py",
];

/// The adapters to start from, below `relay-mock/adapters`.
const ADAPTERS: &[&str] = &["python", "csharp", "vbscript", "cplink"];

/// The standard's tables that the sample in Python reads, below `core/src/spec`: in the archive they lie beside it.
const TABLES: &[&str] = &["202407", "202208/units.toml", "relations.toml"];
const TABLES_INSIDE: &str = "relay-mock/adapters/python/spec";

/// The archive's name without its ending: also the folder inside.
pub(crate) fn name(triple: &str) -> String {
    format!("relay-mock-{VERSION}-{triple}")
}

pub(super) fn write(folder: &Path, built: &Built) -> Result<(), String> {
    let Built { target, library, .. } = built;
    let name = name(target.triple);
    let inside = |file: &str| format!("{name}/{file}");
    let program = target.program("relay-mock");
    let mut archive = Archive::default();
    archive.add_program(inside(&format!("bin/{program}")), &library.relay)?;
    for file in FILES.iter().chain(&["LICENSE-MIT", "LICENSE-APACHE"]) {
        archive.add_file(inside(file), &root().join(file))?;
    }
    for adapter in ADAPTERS.iter().map(|adapter| format!("relay-mock/adapters/{adapter}")) {
        add_below(&mut archive, &inside(&adapter), &root().join(&adapter))?;
    }
    for table in TABLES {
        let (to, from) = (inside(&format!("{TABLES_INSIDE}/{table}")), root().join("core/src/spec").join(table));
        if from.is_dir() { add_below(&mut archive, &to, &from)? } else { archive.add_file(to, &from)? }
    }
    let readme = README
        .replace("@VERSION@", VERSION)
        .replace("@TRIPLE@", target.triple)
        .replace("@PROGRAM@", &program)
        .replace("@COMPILER@", &library.compiler);
    archive.add(inside("README.md"), readme);
    let crates = tree::crates(target, PACKAGES)?;
    let (name_of_rust, rust) = notices::rust_library(target)?;
    archive.add(inside(name_of_rust), rust);
    archive.add(inside("THIRD-PARTY-NOTICES.txt"), notices::notices(target, library, &crates)?);
    let product = Product { name: "relay-mock", sort: "application", file: &library.relay, packages: PACKAGES };
    archive.add(inside("sbom.cdx.json"), sbom::sbom(&product, target, &library.compiler, &crates)?);
    archive.write(&folder.join(format!("{name}.zip")))
}

/// All files of a folder, but for what Python leaves in one that it has run in.
fn add_below(archive: &mut Archive, to: &str, folder: &Path) -> Result<(), String> {
    for file in below(folder)?.iter().filter(|file| !file.contains("__pycache__")) {
        archive.add_file(format!("{to}/{file}"), &folder.join(file))?;
    }
    Ok(())
}
