//! Mono, which compiles the C# binding and runs its programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::must;
use super::install::Tool;
use crate::place::root;

pub(crate) const MONO: &[Tool] = &[
    ("mcs", &["mono-mcs", "libmono-system-core4.0-cil", "libmono-i18n-cjk4.0-cil"]),
    ("mono", &["mono-runtime", "libmono-system-core4.0-cil", "libmono-i18n-cjk4.0-cil"]),
];

/// The assemblies with which programs read JSON.
pub(crate) const JSON: &[&str] = &["libmono-system-runtime-serialization4.0-cil", "libmono-system-xml-linq4.0-cil"];

/// The newest language that both Mono and .NET Framework projects take.
pub(crate) const LANGUAGE: &str = "-langversion:7.2";

/// How Mono's compiler makes the binding. Its mscorlib has the attributes of nullness (436), other frameworks' has not; a
/// reference in a text may be to all overloads of a verb (419).
pub(crate) const BINDING: [&str; 5] = [LANGUAGE, "-warnaserror", "-nowarn:436,419", "-optimize+", "-target:library"];

/// Compiles the binding.
pub(crate) fn binding(assembly: &Path) -> Result<(), String> {
    let mut binding = Command::new("mcs");
    binding.args(BINDING).args(sources()?);
    must(out(&mut binding, assembly))
}

/// The binding's source files, in its folder and one below.
pub(crate) fn sources() -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("bindings/csharp/CarePlanLink")];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            // What dotnet builds lies beside its sources.
            if path.is_dir() && !path.ends_with("bin") && !path.ends_with("obj") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "cs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Compiles a program against the binding in this folder.
pub(crate) fn compile(dir: &Path, sources: &[&str], program: &str) -> Result<(), String> {
    let mut command = Command::new("mcs");
    command.args([LANGUAGE, "-warnaserror"]).args(sources);
    command.arg(format!("-reference:{}", dir.join("CarePlanLink.dll").display()));
    must(out(&mut command, &dir.join(program)))
}

pub(crate) fn out<'a>(command: &'a mut Command, path: &Path) -> &'a mut Command {
    command.arg(format!("-out:{}", path.display()))
}
