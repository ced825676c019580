//! The licences of what is linked into the library.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::file::{read, read_text, shown};
use super::library::Library;
use super::target::Target;
use super::tree::Crate;
use crate::place::root;
use crate::toolchain::command::output;

/// How the files of a crate that hold its licence begin.
const BEGINNINGS: &[&str] = &["license", "licence", "copying", "notice", "copyright", "unlicense"];

/// What Debian says of the run-time parts of its compilers for Windows that end up in the DLL.
const WINDOWS_RUNTIME: &[(&str, &str)] = &[
    ("mingw-w64 runtime", "/usr/share/doc/mingw-w64-common/copyright"),
    ("GCC runtime libraries, with the GCC Runtime Library Exception", "/usr/share/doc/gcc-mingw-w64-base/copyright"),
];

/// The font in the command, and its licence.
const FONT: (&str, &str) = ("BIZ UDGothic (in the command): OFL-1.1", "core/src/form/font/OFL.txt");

/// What the makers of the Rust standard library say of it, and under which name.
pub(super) fn rust_library(target: &Target) -> Result<(&'static str, Vec<u8>), String> {
    // Debian's compiler, which builds for Windows, has its own form of it.
    if target.windows.is_some() {
        return Ok(("COPYRIGHT-rust-library.txt", read(Path::new("/usr/share/doc/rustc-web/copyright"))?));
    }
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let path = Path::new(sysroot.trim()).join("share/doc/rust/COPYRIGHT-library.html");
    Ok(("COPYRIGHT-rust-library.html", read(&path)?))
}

/// `THIRD-PARTY-NOTICES.txt`: every crate with its licence, then each text once.
pub(super) fn notices(target: &Target, library: &Library, crates: &BTreeMap<String, Crate>) -> Result<String, String> {
    let mut list = String::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for (name, one) in crates.iter().filter(|(_, one)| !one.is_ours()) {
        let licence = one.package.license.as_deref().ok_or_else(|| format!("{name} names no licence"))?;
        let _ = writeln!(list, "{name}: {licence}");
        let folder = one.package.manifest_path.parent().ok_or_else(|| format!("{name} lies nowhere"))?;
        let files = licence_files(folder.as_std_path())?;
        if files.is_empty() {
            without.push(name.as_str());
        }
        for file in files {
            texts.entry(normal(&read_text(&file)?)).or_default().push(name.clone());
        }
    }
    let _ =
        writeln!(list, "Rust standard library ({}): MIT OR Apache-2.0, see COPYRIGHT-rust-library", library.compiler);
    let (font, licence) = FONT;
    let _ = writeln!(list, "{font}");
    texts.entry(normal(&read_text(&root().join(licence))?)).or_default().push(font.to_owned());
    if target.windows.is_some() {
        for (name, path) in WINDOWS_RUNTIME {
            let _ = writeln!(list, "{name}");
            texts.entry(normal(&read_text(Path::new(path))?)).or_default().push((*name).to_owned());
        }
    }
    let mut out = format!(
        "CarePlanLink for {} links the following. Each may be used under the licence named; where there is a\n\
         choice, under any of them. The texts follow, each once.\n\n{list}",
        target.triple
    );
    if !without.is_empty() {
        let _ = writeln!(out, "\nThese come without a text of their own: {}", without.join(", "));
    }
    for (body, names) in texts {
        let _ = write!(out, "\n{}\n{}\n\n{body}\n", "=".repeat(80), names.join("\n"));
    }
    Ok(out)
}

fn licence_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| shown(folder, &error))?;
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        path.is_file() && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_licence).collect();
    files.sort();
    Ok(files)
}

/// The same text is often stored with other line ends.
fn normal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
