//! The archives themselves: sums, names, the library's size and what it needs of the system.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::outside::{NATIVE, Outside, nupkg};
use crate::package::file::below;
use crate::package::{library, manylinux, release};
use crate::place::root;
use crate::test::count::{self, Count, step};

/// What the library asks of the system, and nothing else.
const NEEDED: &[&str] = &["ld-linux-x86-64.so.2", "libc.so.6", "libgcc_s.so.1"];

/// What a vendor finds in every zip file.
const PACKAGE: &[&str] = &[
    "CONVENTIONS.ja.md",
    "CONVENTIONS.md",
    "ERRORS.md",
    "FIELDS.ja.md",
    "FIELDS.md",
    "FIRST-HOUR.ja.md",
    "FIRST-HOUR.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.ja.md",
    "README.md",
    "THIRD-PARTY-NOTICES.txt",
    "cmake/prebuilt/CMakeLists.txt",
    "examples/care_software.cpp",
    "examples/first_hour.cpp",
    "examples/rows_and_evidence.cpp",
    "lib/cmake/cplink/cplink-config-version.cmake",
    "lib/cmake/cplink/cplink-config.cmake",
    "lib/libcplink1.a",
    "sbom.cdx.json",
];

/// What the one for Linux has besides.
const LINUX: &[&str] = &["COPYRIGHT-rust-library.html", "bin/cplink", "lib/libcplink1.so"];

pub(super) fn check(outside: &Outside, count: &mut Count) -> Result<(), String> {
    sums(&nupkg(), count)?;
    contents(&outside.package, LINUX, count)?;
    let shared = outside.package.join("lib/libcplink1.so");
    size(NATIVE, count)?;
    let needed = manylinux::needed(&shared)?;
    println!("{} needs {}", shared.display(), needed.join(" "));
    count::check("the library needs of the system what it should", needed == NEEDED, count);
    let mut exports = Command::new("nm");
    let exports = exports.args(["-D", "--defined-only"]).arg(&shared).output().map_err(|error| error.to_string())?;
    let exports = String::from_utf8_lossy(&exports.stdout).into_owned();
    let exports: BTreeSet<&str> = exports.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let golden = lines(&root().join("ffi/exports.txt"))?;
    count::check("the exports are those of exports.txt", exports == golden.iter().map(String::as_str).collect(), count);
    no_paths(&shared, count)?;
    no_paths(&outside.package.join("bin/cplink"), count)
}

/// Every file has its sum, and there is this NuGet package.
pub(in crate::test) fn sums(nupkg: &str, count: &mut Count) -> Result<(), String> {
    let folder = release::folder();
    let mut sums = Command::new("sh");
    sums.args(["-c", "cd \"$1\" && sha256sum --strict --check SHA256SUMS", "sh"]).arg(&folder);
    step("sha256sum agrees with SHA256SUMS", &mut sums, count)?;
    let summed: BTreeSet<String> = lines(&folder.join("SHA256SUMS"))?
        .iter()
        .filter_map(|line| Some(line.split_once("  ")?.1.to_owned()))
        .chain(["SHA256SUMS".to_owned()])
        .collect();
    let lying = names(&folder)?;
    count::check("every file has its sum", summed == lying && lying.contains(nupkg), count);
    Ok(())
}

/// An unpacked zip file holds what all do, and what only its platform has.
pub(in crate::test) fn contents(package: &Path, platform: &[&str], count: &mut Count) -> Result<(), String> {
    let inside = below(package)?;
    let mut expected: BTreeSet<String> = PACKAGE.iter().chain(platform).map(|&name| name.to_owned()).collect();
    let headers = headers()?;
    count::check("the tree has the headers of every noun", headers.len() > 40, count);
    expected.extend(headers);
    if inside != expected {
        println!("{:?}", inside.symmetric_difference(&expected).collect::<Vec<_>>());
    }
    count::check("the archive holds what it should", inside == expected, count);
    Ok(())
}

/// Every header of the tree, as the archive names it.
fn headers() -> Result<BTreeSet<String>, String> {
    let mut all = BTreeSet::new();
    for folder in ["ffi/include", "bindings/cpp/include"] {
        let inside = below(&root().join(folder))?;
        all.extend(inside.into_iter().map(|name| format!("include/{name}")));
    }
    Ok(all)
}

/// A library of 64 bit keeps to the limit, without optional features.
pub(in crate::test) fn size(triple: &str, count: &mut Count) -> Result<(), String> {
    let size = library::lean_size(triple)?;
    let text = format!("{triple}: {size} bytes without optional features are at most {}", library::MAX_SIZE);
    count::check(&text, size <= library::MAX_SIZE, count);
    Ok(())
}

/// A library does not say where it was built.
pub(in crate::test) fn no_paths(shared: &Path, count: &mut Count) -> Result<(), String> {
    let bytes = std::fs::read(shared).map_err(|error| error.to_string())?;
    // With what lies in the root and in its folders: a root such as `/src` alone is a part of other paths.
    let mut told = Vec::new();
    for path in names(&root())?.into_iter().map(|name| root().join(name)) {
        if path.is_dir() { told.extend(names(&path)?.into_iter().map(|name| path.join(name))) } else { told.push(path) }
    }
    let tells = told.iter().any(|path| holds(&bytes, path.to_string_lossy().as_bytes()));
    count::check("no path of this machine is in it", !tells, count);
    let home = std::env::home_dir().unwrap_or_default().join(".cargo");
    count::check("nor one of cargo's", !holds(&bytes, home.to_string_lossy().as_bytes()), count);
    Ok(())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && memchr::memmem::find(bytes, part).is_some()
}

fn lines(path: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn names(folder: &Path) -> Result<BTreeSet<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}
