//! The zip file of a target: everything a C or C++ program needs.

use std::fs;
use std::path::Path;

use super::archive::Archive;
use super::built::Built;
use super::file::{below, shown};
use super::library::Library;
use super::release::VERSION;
use super::sbom::Product;
use super::target::Target;
use super::{cmake, import, manylinux, notices, sbom};
use crate::place::root;

const README: &str = include_str!("text/README.md");

/// What goes in as it lies in the tree.
const FILES: &[(&str, &str)] = &[
    ("examples/care_software.cpp", "bindings/cpp/examples/care_software.cpp"),
    ("examples/rows_and_evidence.cpp", "bindings/cpp/examples/rows_and_evidence.cpp"),
    ("cmake/prebuilt/CMakeLists.txt", "bindings/cpp/cmake/prebuilt/CMakeLists.txt"),
    ("CONVENTIONS.md", "ffi/README.md"),
    ("ERRORS.md", "ffi/errors.md"),
    ("FIELDS.md", "ffi/fields.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

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
    archive.add(inside("README.md"), readme(target, library)?);
    let (name_of_rust, rust) = notices::rust_library(target)?;
    archive.add(inside(name_of_rust), rust);
    archive.add(inside("THIRD-PARTY-NOTICES.txt"), built.notices.clone());
    let product =
        Product { name: "cplink1", sort: "library", file: &library.shared, packages: &["cplink-ffi", "cplink-cli"] };
    let sbom = sbom::sbom(&product, target, &library.compiler, &built.crates)?;
    archive.add(inside("sbom.cdx.json"), sbom.clone());
    let path = folder.join(format!("{name}.cdx.json"));
    fs::write(&path, sbom).map_err(|error| shown(&path, &error))?;
    archive.write(&folder.join(format!("{name}.zip")))
}

fn readme(target: &Target, library: &Library) -> Result<String, String> {
    let (files, linking, requirements) = if target.windows.is_some() {
        (
            "| `bin/cplink1.dll` | the library: put it beside the program |\n\
             | `bin/cplink.exe` | the command, for what cannot load a library: `cplink --help` |\n\
             | `lib/libcplink1.dll.a`, `lib/cplink1.lib` | import libraries for GNU compilers and for MSVC |\n\
             | `lib/cplink1.def` | the module definition, for other linkers (`lib /def:cplink1.def`) |\n\
             | `lib/libcplink1.a` | the static library, for GNU compilers only |",
            "Link `lib\\cplink1.lib` (MSVC) or `-Llib -lcplink1` (GNU).",
            "Made with GNU tools; the import library for MSVC was not tried with MSVC itself.".to_owned(),
        )
    } else {
        (
            "| `lib/libcplink1.so` | the library |\n| `lib/libcplink1.a` | the static library |\n\
             | `bin/cplink` | the command, for what cannot load a library: `cplink --help` |",
            "Link `-Iinclude -Llib -lcplink1`; with the static library also the system's: `-lpthread -ldl -lm`.",
            format!(
                "Needs glibc 2.{} or newer, and of shared libraries only: {}.",
                manylinux::glibc(&library.shared)?,
                manylinux::needed(&library.shared)?.join(", ")
            ),
        )
    };
    Ok(README
        .replace("@VERSION@", VERSION)
        .replace("@TRIPLE@", target.triple)
        .replace("@FILES@", files)
        .replace("@LINKING@", linking)
        .replace("@COMPILER@", &library.compiler)
        .replace("@REQUIREMENTS@", &requirements))
}
