//! The zip file of the relay to test against, with the first programs: apart from the library's, since nothing of it goes
//! into a product.

use std::path::Path;

use super::archive::Archive;
use super::library::Library;
use super::release::VERSION;
use super::sbom::Subject;
use super::target::Target;
use super::{notices, sbom, tree};
use crate::place::root;

/// What it says of itself; the same for every target.
const TEXTS: &[(&str, &str)] =
    &[("README.md", include_str!("text/relay/README.md")), ("README.ja.md", include_str!("text/relay/README.ja.md"))];

/// What goes in as it lies in the tree.
const FILES: &[(&str, &str)] = &[
    ("examples/FirstHour.cs", "bindings/csharp/examples/FirstHour.cs"),
    ("examples/FirstHour.csproj", "bindings/csharp/examples/FirstHour.csproj"),
    ("examples/first_hour.cpp", "bindings/cpp/examples/first_hour.cpp"),
    ("examples/first_hour.py", "bindings/python/examples/first_hour.py"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Documents, without their links into the tree.
const DOCUMENTS: &[(&str, &str)] = &[
    ("first-hour/cpp.md", "bindings/cpp/FIRST-HOUR.md"),
    ("first-hour/cpp.ja.md", "bindings/cpp/FIRST-HOUR.ja.md"),
    ("first-hour/csharp.md", "bindings/csharp/FIRST-HOUR.md"),
    ("first-hour/csharp.ja.md", "bindings/csharp/FIRST-HOUR.ja.md"),
    ("first-hour/python.md", "bindings/python/FIRST-HOUR.md"),
    ("first-hour/python.ja.md", "bindings/python/FIRST-HOUR.ja.md"),
];

/// What it is built from.
const PACKAGES: &[&str] = &["relay-mock"];

/// The archive's name without its ending: also the folder inside.
pub(crate) fn name(triple: &str) -> String {
    format!("relay-mock-{VERSION}-{triple}")
}

pub(super) fn write(folder: &Path, target: &Target, library: &Library) -> Result<(), String> {
    let name = name(target.triple);
    let inside = |file: &str| format!("{name}/{file}");
    let crates = tree::crates(target, PACKAGES)?;
    let mut archive = Archive::default();
    archive.add_program(inside(&target.program("relay-mock")), &library.relay)?;
    for (file, text) in TEXTS {
        archive.add(inside(file), text.replace("@VERSION@", VERSION).replace("@TRIPLE@", target.triple));
    }
    for (file, source) in FILES {
        archive.add_file(inside(file), &root().join(source))?;
    }
    for (file, source) in DOCUMENTS {
        archive.add_document(inside(file), &root().join(source))?;
    }
    let (name_of_rust, rust) = notices::rust_library(target)?;
    archive.add(inside(name_of_rust), rust);
    archive.add(inside("THIRD-PARTY-NOTICES.txt"), notices::notices(target, library, &crates)?);
    let sbom = sbom::sbom(&Subject {
        name: "relay-mock",
        kind: "application",
        file: &library.relay,
        packages: PACKAGES,
        target,
        compiler: &library.compiler,
        crates: &crates,
    })?;
    archive.add(inside("sbom.cdx.json"), sbom);
    archive.write(&folder.join(format!("{name}.zip")))
}
