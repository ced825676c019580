//! The zip file of a target: everything a C or C++ program needs.

use std::fs;
use std::path::Path;

use super::archive::Archive;
use super::built::Built;
use super::file::{below, shown};
use super::release::VERSION;
use super::sbom::Subject;
use super::{cmake, import, notices, page, sbom};
use crate::place::root;

/// What goes in as it lies in the tree.
const FILES: &[(&str, &str)] = &[
    ("examples/care_software.cpp", "bindings/cpp/examples/care_software.cpp"),
    ("examples/first_hour.cpp", "bindings/cpp/examples/first_hour.cpp"),
    ("examples/rows_and_evidence.cpp", "bindings/cpp/examples/rows_and_evidence.cpp"),
    ("cmake/prebuilt/CMakeLists.txt", "bindings/cpp/cmake/prebuilt/CMakeLists.txt"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Documents, without their links into the tree.
const DOCUMENTS: &[(&str, &str)] = &[
    ("CONVENTIONS.md", "ffi/README.md"),
    ("CONVENTIONS.ja.md", "ffi/README.ja.md"),
    ("ERRORS.md", "ffi/errors.md"),
    ("FIELDS.md", "ffi/fields.md"),
    ("FIELDS.ja.md", "ffi/fields.ja.md"),
    ("FIRST-HOUR.md", "bindings/cpp/FIRST-HOUR.md"),
    ("FIRST-HOUR.ja.md", "bindings/cpp/FIRST-HOUR.ja.md"),
];

/// What the library and the command are built from.
pub(super) const PACKAGES: &[&str] = &["cplink-ffi", "cplink-cli"];

/// Folders whose files all go in, as the archive's `include`.
const INCLUDE: &[&str] = &["ffi/include", "bindings/cpp/include"];

/// The archive's name without its ending: also the folder inside.
pub(crate) fn name(triple: &str) -> String {
    format!("cplink-{VERSION}-{triple}")
}

pub(super) fn write(folder: &Path, built: &Built) -> Result<(), String> {
    let Built { target, library, .. } = built;
    let name = name(target.triple);
    let inside = |file: &str| format!("{name}/{file}");
    let mut archive = Archive::default();
    for (file, source) in FILES {
        archive.add_file(inside(file), &root().join(source))?;
    }
    for (file, source) in DOCUMENTS {
        archive.add_document(inside(file), &root().join(source))?;
    }
    for folder in INCLUDE.iter().map(|folder| root().join(folder)) {
        for file in below(&folder)? {
            archive.add_file(inside(&format!("include/{file}")), &folder.join(&file))?;
        }
    }
    archive.add_file(inside("lib/libcplink1.a"), &library.archive)?;
    archive.add_program(inside(&format!("bin/{}", target.program("cplink"))), &library.command)?;
    if target.windows.is_some() {
        archive.add_program(inside("bin/cplink1.dll"), &library.shared)?;
    } else {
        archive.add_program(inside("lib/libcplink1.so"), &library.shared)?;
    }
    if let Some(windows) = &target.windows {
        for (file, bytes) in import::files(windows)? {
            archive.add(inside(&format!("lib/{file}")), bytes);
        }
    }
    for (file, text) in cmake::files(target) {
        archive.add(inside(&file), text);
    }
    archive.add(inside("README.md"), page::english(target, library)?);
    archive.add(inside("README.ja.md"), page::japanese(target, library)?);
    let (name_of_rust, rust) = notices::rust_library(target)?;
    archive.add(inside(name_of_rust), rust);
    archive.add(inside("THIRD-PARTY-NOTICES.txt"), built.notices.clone());
    let sbom = sbom::sbom(&Subject {
        name: "cplink1",
        kind: "library",
        file: &library.shared,
        packages: PACKAGES,
        target,
        compiler: &library.compiler,
        crates: &built.crates,
    })?;
    archive.add(inside("sbom.cdx.json"), sbom.clone());
    let path = folder.join(format!("{name}.cdx.json"));
    fs::write(&path, sbom).map_err(|error| shown(&path, &error))?;
    archive.write(&folder.join(format!("{name}.zip")))
}
